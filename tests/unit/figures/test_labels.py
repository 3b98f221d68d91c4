from hypothesis import given
from hypothesis import strategies as st

from sinolens.figures.labels import first_that_fits, short_name, short_names, width_of, wrap

words = st.lists(st.text("abcWM", min_size=1, max_size=8), min_size=1, max_size=6).map(" ".join)


def test_legal_forms_fall_off_the_end_only():
    assert short_name("Lotus Compute Holdings Co., Ltd.") == "Lotus Compute Holdings"
    assert short_name("Limited Brands Inc") == "Limited Brands"
    assert short_name("Company") == "Company"
    assert short_name("Orient Co Vision") == "Orient Co Vision"


def test_a_legal_form_stays_when_it_tells_two_entities_apart():
    names = ["Lantern Group Limited", "Lantern Group Inc.", "Jade Corp"]
    assert short_names(names) == {"Lantern Group Limited": "Lantern Group Limited",
                                  "Lantern Group Inc.": "Lantern Group Inc.", "Jade Corp": "Jade"}


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
