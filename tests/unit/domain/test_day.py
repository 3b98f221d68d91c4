import pytest

from sinolens.domain.day import spell_day, spell_moment
from sinolens.reference.formats.remarks import read_date


def test_a_day_is_spelled_without_a_leading_nought():
    assert spell_day("2026-09-03") == "3 Sep 2026"
    assert spell_moment("2026-11-03T05:31:07-06:00") == "3 Nov 2026, 05:31:07"
    assert spell_moment("2026-11-03T05:31:07-06:00", seconds=False) == "3 Nov 2026, 05:31"


@pytest.mark.parametrize("text", ["", "soon", "2026-13-01"])
def test_what_is_no_day_stays_as_it_is(text):
    assert spell_day(text) == text
    assert spell_moment(text) == text


@pytest.mark.parametrize(("text", "iso"), [
    ("03 Jun 2021", "2021-06-03"), ("3 June 2021", "2021-06-03"), ("3 may 2021", "2021-05-03"),
    ("2021-06-03", "2021-06-03"), ("06/03/2021", "2021-06-03"),
    ("31 Jun 2021", ""), ("3 Juni 2021", ""), ("03 06 2021", ""), ("", ""),
])
def test_the_dates_of_list_files_are_read_in_english(text, iso):
    assert read_date(text) == iso
