"""Text made safe to print: no controls, no direction marks, no half characters, nothing else changed."""

import synthetic_analysis
from hypothesis import given
from hypothesis import strategies as st

from sinolens.reporting.pages import pieces
from sinolens.reporting.text import LONGEST, long_date, plain, tidy
from sinolens.reporting.typesetting import drawable


@given(st.text(max_size=60, alphabet=st.characters(exclude_categories=("Cc", "Cf", "Cs", "Cn", "Zl", "Zp"))))
def test_ordinary_text_is_left_alone(text):
    assert plain(text) == text


@given(st.text(max_size=80, alphabet=st.characters(categories=("Cc", "Cs", "L", "N"))))
def test_plain_text_can_be_written_anywhere(text):
    made = plain(text)
    made.encode("utf-8")
    assert not any(ord(letter) < 32 or 0xD800 <= ord(letter) <= 0xDFFF for letter in made)
    assert plain(made) == made


def test_direction_marks_cannot_turn_what_follows():
    assert plain("safe\u202efdp.exe") == "safe\ufffdfdp.exe"


def test_long_text_is_cut_with_an_ellipsis():
    assert len(plain("x" * 5000)) == LONGEST
    assert plain("x" * 5000).endswith("…")


def test_long_dates():
    assert long_date("2026-09-30") == "30 Sep 2026"
    assert long_date("") == "–"
    assert long_date("third quarter") == "third quarter"


@given(st.text(max_size=95, alphabet=st.characters(categories=("L", "N", "P", "Zs"))))
def test_pieces_join_to_the_same_text(text):
    assert "".join(pieces(text)) == text


def test_pieces_of_one_long_word_can_each_end_a_line():
    assert max(map(len, pieces("L" * 90))) <= 18
    assert pieces("Fernwood_custodian_holdings.xlsx") == ["Fernwood_", "custodian_", "holdings.", "xlsx"]


def test_drawable_keeps_what_the_fonts_have_and_boxes_what_they_lack():
    assert drawable("Lotus 江云集团 – “ok”") == "Lotus 江云集团 – “ok”"
    assert drawable("\U0001f600 chip") == "□ chip"
    assert drawable("ﬁne Ｗide") == "fine Wide" or drawable("ﬁne Ｗide") == "ﬁne Ｗide"
    assert drawable("zero\u200bwidth") in ("zerowidth", "zero\u200bwidth")


def test_tidy_changes_no_number():
    dirty = synthetic_analysis.build(40, names=synthetic_analysis.HOSTILE)
    clean = tidy(dirty)
    assert (clean.slices["market_value"] == dirty.slices["market_value"]).all()
    assert clean.positions.dtypes.to_dict() == dirty.positions.dtypes.to_dict()
    assert not any("\x00" in name for name in clean.positions["name"])
