"""Cells chosen one by one: the selection is exactly their sum, is said in words, and is stored."""

import json
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinolens.exposure.parts import contains, cross, unite
from sinolens.exposure.selection import Selection, part_words

GROUPS, TIERS, MANAGERS = ("A", "B", "C"), ("T1", "T2", "T5"), ("elm", "oak")
ROWS = [{"group": group, "tier": tier, "manager": manager}
        for group, tier, manager in product(GROUPS, TIERS, MANAGERS)]
cells = st.tuples(st.sampled_from(GROUPS), st.sampled_from(TIERS))
parts = st.builds(
    lambda groups, tiers: Selection().only("group", *groups).only("tier", *tiers).included,
    st.lists(st.sampled_from(GROUPS), max_size=2), st.lists(st.sampled_from(TIERS), min_size=1, max_size=2))


def holds(part, row):
    return all(row[name] in values for name, values in part)


def rows_in(selection):
    """Rows the selection leaves, by what its words mean."""
    return [
        row for row in ROWS
        if holds(selection.included, row) and not any(row[name] in values for name, values in selection.excluded)
        and (not selection.either or any(holds(part, row) for part in selection.either))
        and not any(holds(part, row) for part in selection.neither)
    ]


def clicked(*chosen):
    selection = Selection()
    for group, tier in chosen:
        selection = selection.with_mark({"group": [group], "tier": [tier]}, ("group", "tier"))
    return selection


def test_two_cells_are_those_two_and_no_third():
    selection = clicked(("A", "T1"), ("B", "T5"))
    assert {(row["group"], row["tier"]) for row in rows_in(selection)} == {("A", "T1"), ("B", "T5")}
    assert selection.words() == (
        "either (Category group is A and Tier is T1) or (Category group is B and Tier is T5)")


def test_cells_of_one_row_stay_a_plain_choice():
    selection = clicked(("A", "T1"), ("A", "T5"))
    assert selection == Selection().only("group", "A").only("tier", "T1", "T5")
    assert clicked(("A", "T1"), ("B", "T1")) == Selection().only("group", "A", "B").only("tier", "T1")


@given(st.lists(cells, max_size=7))
def test_the_selection_is_the_sum_of_the_cells_clicked_whatever_their_order(chosen):
    left = {cell for cell in chosen if chosen.count(cell) % 2}
    selection = clicked(*chosen)
    if left:
        assert {(row["group"], row["tier"]) for row in rows_in(selection)} == left
    else:
        assert selection.is_empty


@given(st.lists(cells, min_size=1, max_size=4), st.sampled_from(MANAGERS), st.sampled_from(MANAGERS))
def test_what_is_chosen_elsewhere_goes_on_filtering(chosen, first, second):
    selection = Selection().only("manager", first)
    for group, tier in chosen:
        selection = selection.with_mark({"group": [group], "tier": [tier]}, ("group", "tier"))
    assert all(row["manager"] == first for row in rows_in(selection))
    # A mark of a picture that the parts filter is chosen within them.
    inside = selection.only_mark({"manager": [second]}, ("manager",))
    assert inside.either == selection.either
    assert all(row["manager"] == second for row in rows_in(inside))


def test_a_cell_in_a_chosen_row_narrows_to_it_and_a_row_takes_its_cells_in():
    row = Selection().only("tier", "T1")
    assert row.with_mark({"tier": ["T1"], "group": ["A"]}) == row.only("group", "A")
    both = clicked(("A", "T1"), ("B", "T5")).with_mark({"tier": ["T5"]}, ("group", "tier"))
    assert {(one["group"], one["tier"]) for one in rows_in(both)} == {("A", "T1"), *((g, "T5") for g in GROUPS)}


@given(st.lists(parts, max_size=4))
def test_fewer_words_mean_the_same(given_parts):
    made = unite(given_parts)
    assert [row for row in ROWS if any(holds(part, row) for part in made)] == [
        row for row in ROWS if any(holds(part, row) for part in given_parts)]
    assert len(made) <= len(set(given_parts))
    assert not any(contains(one, other) for one in made for other in made if one != other)


@given(st.lists(parts, max_size=3), st.lists(parts, max_size=3))
def test_parts_of_two_unions_meet_where_both_hold(first, second):
    met = cross(first, second)
    assert [row for row in ROWS if any(holds(part, row) for part in met)] == [
        row for row in ROWS
        if any(holds(part, row) for part in first) and any(holds(part, row) for part in second)]


@given(st.lists(cells, min_size=1, max_size=4), st.lists(cells, max_size=2))
def test_json_gives_the_parts_back(chosen, left_out):
    selection = clicked(*chosen)
    for group, tier in left_out:
        selection = selection.leaving_out({"group": [group], "tier": [tier]})
    assert Selection.from_json(json.loads(json.dumps(selection.to_json()))) == selection


def test_a_view_kept_before_there_were_parts_is_read():
    kept = {"included": {"tier": ["T1"]}, "excluded": {"manager": ["elm"]}, "text": "cloud", "positions": [3]}
    selection = Selection.from_json(kept)
    assert (selection.either, selection.neither) == ((), ())
    assert selection.values("tier") == ("T1",)
    assert selection.to_json() == kept


@pytest.mark.parametrize("either", [
    "A", [["A"]], [{"colour": ["red"]}], [{"tier": "T1"}], [{}], {"tier": ["T1"]},
])
def test_damaged_parts_are_refused(either):
    with pytest.raises(ValueError, match="either"):
        Selection.from_json({"either": either})


def test_everything_but_a_cell_leaves_its_row_and_column():
    selection = Selection().leaving_out({"group": ["A"], "tier": ["T1"]})
    gone = [row for row in ROWS if row not in rows_in(selection)]
    assert {(row["group"], row["tier"]) for row in gone} == {("A", "T1")}
    assert selection.words() == "not (Category group is A and Tier is T1)"
    within = Selection().only("group", "A").leaving_out({"group": ["A"], "tier": ["T1"]})
    assert within == Selection().only("group", "A").excluding("tier", "T1")


@given(st.lists(cells, min_size=2, max_size=4, unique=True))
def test_is_and_is_not_are_each_others_opposite(chosen):
    selection = clicked(*chosen)
    if not selection.either:
        return
    turned = selection.flipped_parts()
    base = [row for row in ROWS if holds(selection.included, row)]
    assert rows_in(turned) == [row for row in base if row not in rows_in(selection)]
    assert turned.flipped_parts(negated=True) == selection


def test_a_part_can_be_taken_out_and_the_last_one_is_a_plain_choice():
    selection = clicked(("A", "T1"), ("B", "T5"))
    assert selection.without_part(selection.either[1]) == Selection().only("group", "A").only("tier", "T1")
    turned = selection.flipped_parts()
    assert turned.without_part(turned.neither[0], negated=True).neither == turned.neither[1:]


def test_words_of_a_part_name_its_values():
    part = Selection().only("tier", "T1", "T2").only("manager", "").included
    assert part_words(part) == "Tier is T1 or T2 and Manager is none given"
