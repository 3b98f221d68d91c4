"""Lines of a hover card are made when they are first read, and then are as any others."""

import pytest

from sinolens.figures.primitives import LateRows, Mark
from sinolens.figures.reading import hover_rows

ROWS = (("Amount", "$1.00"), ("Confidence", "Estimated"))


def test_nothing_is_made_before_it_is_read_and_then_only_once():
    made = []

    def make():
        made.append(1)
        return ROWS

    rows = LateRows(make)
    mark = Mark("a", "A", rows, (), 1)
    assert not made
    assert (len(rows), rows[0], rows[1:], list(rows), repr(rows)) == (2, ROWS[0], ROWS[1:], list(ROWS), repr(ROWS))
    assert rows == ROWS
    assert hash(rows) == hash(ROWS)
    assert mark == Mark("a", "A", LateRows(lambda: ROWS), (), 1)
    assert rows != ROWS[:1]
    assert made == [1]


def test_what_cannot_be_worked_out_says_so_each_time_it_is_read():
    def fail():
        raise ValueError("no quality")

    rows = LateRows(fail)
    for _ in range(2):
        with pytest.raises(ValueError, match="no quality"):
            len(rows)


def test_a_late_quality_tells_the_same_as_a_known_one():
    quality = ("estimated", "2026-06-30")
    known = hover_rows(125_00, 1000_00, "pool", "T2", quality, "2026-09-30")
    late = hover_rows(125_00, 1000_00, "pool", "T2", lambda: quality, "2026-09-30")
    assert late == known
    assert [name for name, _ in known] == ["Amount", "Tier", "Confidence", "Data from"]
    assert "12.50%" in known[0][1]
