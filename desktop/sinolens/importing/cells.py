"""Cells as they were read: one sheet as a rectangle of Python values with true row and column numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import numpy as np

from sinolens.importing.traits import NO_TRAITS, SheetTraits

BLANK, TEXT, NUMBER, DATE, FLAG = range(5)
"""Kinds of cell in `Sheet.kinds`."""


def column_letters(index: int) -> str:
    """Letters of a column counted from 0: 0 → "A", 26 → "AA"."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """Column counted from 0 of its letters.

    Raises:
        ValueError: not the letters of a column.
    """
    index = 0
    for letter in letters.strip().upper():
        if not "A" <= letter <= "Z":
            raise ValueError(f"{letters!r} is not a column; write letters such as H")
        index = index * 26 + ord(letter) - 64
    if not index:
        raise ValueError("a column needs at least one letter")
    return index - 1


@dataclass(slots=True)
class Sheet:
    """One sheet.

    Attributes:
        name: as the user sees it; "" for a text file.
        values: object array, rows × columns, "" for empty cells; row 0 is the user's row 1.
        hidden: "visible", "hidden" or "very_hidden".
        traits: see `SheetTraits`.
        kinds: int8 array of `BLANK`, `TEXT`, `NUMBER`, `DATE`, `FLAG`, same shape as `values`.
    """

    name: str
    values: np.ndarray
    hidden: str = "visible"
    traits: SheetTraits = NO_TRAITS
    kinds: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        self.kinds = classify_cells(self.values)

    def address(self, row: int, column: int) -> str:
        """A1 address of a cell counted from 0."""
        return f"{column_letters(column)}{row + 1}"


_KIND_OF: dict[type, int] = {
    str: TEXT,
    int: NUMBER,
    float: NUMBER,
    bool: FLAG,
    date: DATE,
    datetime: DATE,
    time: TEXT,
    timedelta: NUMBER,
    type(None): BLANK,
}


_BLOCK = 4096
"""Rows classified in one go: the loop below runs without ever letting another thread have its turn."""


def classify_cells(values: np.ndarray) -> np.ndarray:
    """Kind of every cell. Text of white space only counts as blank."""
    kinds = np.empty(values.shape, np.int8)
    for start in range(0, len(values), _BLOCK):
        kinds[start : start + _BLOCK] = _classify(values[start : start + _BLOCK])
    return kinds


def _classify(values: np.ndarray) -> np.ndarray:
    flat = values.ravel()
    cells = flat.tolist()
    kinds = np.fromiter(map(_KIND_OF.__getitem__, map(type, cells)), np.int8, flat.size)
    kinds[flat == ""] = BLANK
    text = np.flatnonzero(kinds == TEXT)
    blank = np.fromiter(map(str.isspace, map(str, flat[text].tolist())), bool, text.size)
    kinds[text[blank]] = BLANK
    return kinds.reshape(values.shape)
