from hypothesis import given
from hypothesis import strategies as st

from sinolens.figures.labels import (
    LEAST_LETTERS,
    brief_name,
    elided,
    first_that_fits,
    name_choices,
    short_name,
    width_of,
    wrap,
)

words = st.lists(st.text("abcWM", min_size=1, max_size=8), min_size=1, max_size=6).map(" ".join)


def test_legal_forms_fall_off_the_end_only():
    assert short_name("Lotus Compute Holdings Co., Ltd.") == "Lotus Compute Holdings"
    assert short_name("Limited Brands Inc") == "Limited Brands"
    assert short_name("Company") == "Company"
    assert short_name("Orient Co Vision") == "Orient Co Vision"


class Names:
    """A view that knows names only."""

    def __init__(self, names, shorts=None):
        self.names, self.shorts = names, shorts or {}

    def name(self, dimension, value):
        return self.names[value]

    def short_name(self, dimension, value):
        return self.shorts.get(value, "")


def test_a_legal_form_stays_when_it_tells_two_entities_apart():
    names = {"a": "Lantern Group Limited", "b": "Lantern Group Inc.", "c": "Jade Corp"}
    assert name_choices(Names(names), "issuer", names) == {
        "a": ("Lantern Group Limited",), "b": ("Lantern Group Inc.",), "c": ("Jade Corp", "Jade")}


def test_a_common_name_is_offered_last_and_only_where_it_is_the_only_one():
    names = {"a": "River Cloud Group Limited", "b": "River Cloud Health Inc", "c": "Jade Corp"}
    made = name_choices(Names(names, {"a": "River", "b": "River", "c": "JD"}), "issuer", names)
    assert made["a"] == ("River Cloud Group Limited", "River Cloud Group")
    assert made["c"] == ("Jade Corp", "Jade", "JD")


def test_categories_shorten_to_their_first_part_but_never_past_a_not():
    assert brief_name("Vision, face and video") == "Vision"
    assert brief_name("Foundation models and platforms") == "Foundation models"
    assert brief_name("China, not AI") == "China, not AI"
    names = {"G3": "Private funds, U.S. manager", "G4": "Private funds, other manager", "G1": "Listed funds"}
    assert name_choices(Names(names), "category", names)["G3"] == ("Private funds, U.S. manager",)


@given(words, st.floats(5, 200), st.integers(1, 4))
def test_a_wrapped_text_is_whole_and_fits(text, room, lines):
    made = wrap(text, room, 12, lines, width_of)
    assert len(made) <= lines
    if made:
        assert " ".join(made) == text
        assert all(width_of(line, 12, False) <= room for line in made)
    else:
        assert width_of(text, 12, False) > room


@given(st.lists(words, max_size=4), st.floats(0, 200))
def test_the_first_choice_that_fits_is_taken(choices, room):
    shown = first_that_fits(choices, room, 12, width_of)
    fitting = [text for text in choices if width_of(text, 12, False) <= room]
    assert shown == (fitting[0] if fitting else "")


@given(st.text(alphabet="abcdefghiW .,&", min_size=1, max_size=40), st.floats(0, 300))
def test_a_text_is_cut_to_its_room_or_left_out(text, room):
    made = elided(text, room, 12.0, width_of)
    assert made == "" or width_of(made, 12.0, False) <= room
    if width_of(text, 12.0, False) <= room:
        assert made == text
    elif made:
        assert made.endswith("…") and text.startswith(made[:-1]) and len(made) > LEAST_LETTERS
