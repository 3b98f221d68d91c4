import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinolens.exposure.selection import DIMENSION_TITLES, Selection

dimensions = st.sampled_from(sorted(DIMENSION_TITLES))
values = st.sampled_from(["", "a", "b", "T1", "名"])
verbs = st.sampled_from(["including", "excluding", "toggle", "only"])
steps = st.lists(st.tuples(verbs, dimensions, values), max_size=8)


def walk(moves):
    selection = Selection()
    for verb, dimension, value in moves:
        selection = getattr(selection, verb)(dimension, value)
    return selection


def test_words_say_what_is_chosen_in_plain_words():
    selection = Selection().only("tier", "T1", "T2").excluding("manager", "Elm").searching("cloud")
    assert selection.words() == "Tier is T1 or T2, and Manager is not Elm, and name contains “cloud”"


def test_words_of_nothing_is_everything():
    assert Selection().words() == "Everything"
    assert Selection().searching("  ").is_empty


def test_words_name_values_by_their_labels_and_say_none_given():
    selection = Selection().only("tier", "T1").only("manager", "")
    assert selection.words(lambda d, v: f"<{d}:{v}>") == "Tier is <tier:T1>, and Manager is <manager:>"
    assert Selection().only("manager", "").words() == "Manager is none given"


def test_words_count_chosen_positions():
    assert Selection().at_positions([4]).words() == "1 chosen position"
    assert Selection().at_positions([4, 2, 2]).words() == "2 chosen positions"


def test_a_value_is_never_included_and_excluded():
    selection = Selection().including("tier", "T1", "T2").excluding("tier", "T1")
    assert selection.values("tier") == ("T2",)
    assert selection.excluded_values("tier") == ("T1",)
    assert selection.including("tier", "T1").excluded_values("tier") == ()


def test_flipping_turns_is_into_is_not():
    selection = Selection().only("tier", "T1").flipped("tier")
    assert selection == Selection().excluding("tier", "T1")
    assert selection.flipped("tier") == Selection().only("tier", "T1")


def test_order_of_clicks_does_not_matter():
    first = Selection().including("tier", "T2").including("manager", "x").including("tier", "T1")
    second = Selection().including("manager", "x").including("tier", "T1", "T2")
    assert first == second
    assert hash(first) == hash(second)


def test_an_unknown_dimension_is_refused():
    with pytest.raises(KeyError):
        Selection().only("colour", "red")


@given(steps)
def test_toggling_twice_changes_nothing(moves):
    selection = walk(moves).cleared("tier")
    assert selection.toggle("tier", "T1").toggle("tier", "T1") == selection


@given(steps, st.text(max_size=5), st.lists(st.integers(0, 99), max_size=3))
def test_json_gives_the_same_selection_back(moves, text, rows):
    selection = walk(moves).searching(text).at_positions(rows)
    assert Selection.from_json(json.loads(json.dumps(selection.to_json()))) == selection


@pytest.mark.parametrize("data", [
    {"included": {"colour": ["red"]}}, {"included": {"tier": "T1"}}, {"excluded": ["tier"]}, {"positions": "4"},
    {"positions": ["4"]},
])
def test_a_damaged_selection_is_refused(data):
    with pytest.raises(ValueError, match=r"included|excluded|positions"):
        Selection.from_json(data)
