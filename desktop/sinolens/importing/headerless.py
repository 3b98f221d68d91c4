"""Tables whose header no word gives away: a header known by its place alone, or none at all."""

from __future__ import annotations

import numpy as np

from sinolens.importing.area import TableArea, header_text, holds_numbers
from sinolens.importing.cells import BLANK, NUMBER, TEXT, Sheet
from sinolens.importing.numbers import parse_number
from sinolens.importing.vocabulary import Vocabulary

_TOP_ROWS = 120
_LEAST_ROWS = 3


def guess_header(sheet: Sheet) -> int | None:
    """The row that looks like a header by its place alone: texts, all different, over rows in which numbers stand."""
    kinds = sheet.kinds
    filled = np.count_nonzero(kinds != BLANK, axis=1)
    for row in range(min(len(filled) - 1, _TOP_ROWS)):
        columns = np.flatnonzero(kinds[row] == TEXT)
        if (
            len(columns) < 3
            or filled[row] != len(columns)
            or len({header_text(sheet, row, int(c)) for c in columns}) < len(columns)
        ):
            continue
        if any(
            any(ch.isdigit() for ch in header_text(sheet, row, int(c))) and len(header_text(sheet, row, int(c))) > 6
            for c in columns
        ):
            continue
        if holds_numbers(sheet, row):
            continue
        below = kinds[row + 1 : row + 6][:, columns]
        numeric = np.count_nonzero((below == NUMBER).any(axis=0)) + _text_numbers(sheet, row, columns)
        if numeric and filled[row + 1] >= 0.5 * len(columns):
            return row
    return None


def find_headerless(sheet: Sheet, vocabulary: Vocabulary) -> TableArea | None:
    """The longest run of rows that are filled alike, with a text and a number in each; no row names the columns."""
    looks = [_look(sheet, row, vocabulary) for row in range(len(sheet.values))]
    best, start = (0, 0), 0
    for row in range(1, len(looks) + 1):
        same = row < len(looks) and len(looks[row] & looks[start]) >= 0.6 * max(len(looks[start]), len(looks[row]))
        if not same or not looks[start]:
            if looks[start] and row - start > best[1] - best[0]:
                best = (start, row)
            start = row
    first, end = best
    if end - first < _LEAST_ROWS:
        return None
    # What follows, such as a total, belongs to the table as it does under a header.
    end = 1 + int(np.flatnonzero((sheet.kinds != BLANK).any(axis=1))[-1])
    kinds = sheet.kinds[first:end]
    used = np.flatnonzero((kinds != BLANK).any(axis=0))
    columns = tuple(range(int(used[0]), int(used[-1]) + 1))
    return TableArea(first - 1, first - 1, end, columns, ("",) * len(columns), 0.5, guessed=True, headerless=True)


def _look(sheet: Sheet, row: int, vocabulary: Vocabulary) -> frozenset[tuple[int, str]]:
    """Where numbers and texts stand in a row; empty when it cannot be a row of holdings."""
    places = set()
    for column in np.flatnonzero(sheet.kinds[row] != BLANK):
        value = sheet.values[row, column]
        number = not isinstance(value, str) or parse_number(value) is not None
        if isinstance(value, str) and value.strip().lower() in vocabulary.words["null"]:
            continue
        places.add((int(column), "number" if number else "text"))
    kinds = {kind for _, kind in places}
    return frozenset(places) if len(places) >= 2 and len(kinds) == 2 else frozenset()


def _text_numbers(sheet: Sheet, row: int, columns: np.ndarray) -> int:
    """Columns of a text file with numbers in the rows below."""
    below = range(row + 1, min(row + 6, len(sheet.values)))
    return sum(any(parse_number(header_text(sheet, r, int(c))) is not None for r in below) for c in columns)
