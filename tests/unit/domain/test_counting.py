"""Numbers stand beside the right word."""

import pytest

from sinolens.domain.counting import choose_word, counted


@pytest.mark.parametrize(("count", "said"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows"), (2041, "2,041 rows")])
def test_a_number_and_its_word(count, said):
    assert counted(count, "row") == said


def test_a_plural_of_its_own():
    assert counted(1, "entry", "entries") == "1 entry"
    assert counted(3, "entry", "entries") == "3 entries"
    assert [choose_word(count, "is", "are") for count in (0, 1, 2)] == ["are", "is", "are"]
