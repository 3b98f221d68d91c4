"""The name of a fund among the lines that stand alone above what its statement says."""

from __future__ import annotations

import re

import numpy as np

from sinolens.importing.cells import BLANK, TEXT, Sheet
from sinolens.importing.dates import find_dates
from sinolens.importing.vocabulary import Vocabulary, clean_text

PAIR = re.compile(r"^\s*([^:：]{2,60}?)\s*[:：]\s*(\S.*)$")
"""A label and its value in one cell."""


def find_title(sheet: Sheet, start: int, end: int, vocabulary: Vocabulary) -> str:
    """The text alone in its row that reads most like the name of a fund, "" when none does."""
    cell = find_title_cell(sheet, start, end, vocabulary)
    return clean_text(sheet.values[cell]) if cell is not None else ""


def find_title_cell(sheet: Sheet, start: int, end: int, vocabulary: Vocabulary) -> tuple[int, int] | None:
    """Row and column, counted from 0, of the name of a fund between two rows; None when nothing reads like one."""
    alone: list[tuple[str, tuple[int, int]]] = []
    for row in range(start, end):
        filled = np.flatnonzero(sheet.kinds[row] != BLANK)
        if filled.size == 1 and sheet.kinds[row, filled[0]] == TEXT:
            text = clean_text(sheet.values[row, filled[0]])
            if 3 < len(text) < 90 and not find_dates(text) and not PAIR.match(text):
                alone.append((text, (row, int(filled[0]))))
    fund = [cell for text, cell in alone if _speaks_of(text, "fund_form", vocabulary)]
    other = [cell for text, cell in alone if not _speaks_of(text, "document", vocabulary)]
    return next(iter([*fund, *other]), None)


def _speaks_of(text: str, kind: str, vocabulary: Vocabulary) -> bool:
    words = re.split(r"[\s,()]+", text.lower())
    return any(word in words if " " not in word else word in text.lower() for word in vocabulary.words[kind])
