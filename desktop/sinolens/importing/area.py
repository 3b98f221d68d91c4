"""What a table on a sheet is, and how the texts of its header are read."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

import numpy as np

from sinolens.importing.cells import BLANK, TEXT, Sheet
from sinolens.importing.numbers import parse_number
from sinolens.importing.vocabulary import clean_text

WHAT = frozenset(
    {"name", "issuer_name", "isin", "cusip", "sedol", "figi", "ticker", "identifier", "fund", "internal_id"}
)
"""Fields that say what is held."""
HOW_MUCH = frozenset(
    {
        "market_value",
        "market_value_base",
        "market_value_local",
        "market_value_accrued",
        "nav",
        "nav_base",
        "nav_local",
        "weight",
        "quantity",
        "commitment",
        "total_value",
        "price",
    }
)
"""Fields that say how much."""
CLASS = "name_more"
"""The field with classes or series: says what is held where a fund's statement lists its own, with their quantity."""


def says_what(fields: Set[str]) -> bool:
    """Columns of these fields say what is held."""
    return bool(fields & WHAT) or (CLASS in fields and "quantity" in fields)


@dataclass(frozen=True, slots=True)
class TableArea:
    """A table on a sheet, all numbers counted from 0.

    Attributes:
        header_first, header_last: rows of the header (the same for a header of one row).
        end: row after the last row of the table.
        columns: the columns of the table, in order.
        headers: text over each of `columns`, joined over the header's rows.
        score: how much it looks like a table of holdings.
        side_columns: columns of other tables beside it, left out.
        other_tables: first row and row after the last of tables below it that are no holdings, left out.
        joined: columns that do not stand in the file but were looked up in another table.
        guessed: no header is known; the row was taken for one by its place.
        headerless: there is no header; `header_last` is the row above the first, -1 above the first of the sheet.
    """

    header_first: int
    header_last: int
    end: int
    columns: tuple[int, ...]
    headers: tuple[str, ...]
    score: float
    side_columns: tuple[int, ...] = ()
    other_tables: tuple[tuple[int, int], ...] = ()
    joined: tuple[int, ...] = ()
    guessed: bool = False
    headerless: bool = False


def holds_numbers(sheet: Sheet, row: int) -> bool:
    """More than a fifth of the texts of a row are numbers, as in the rows of a text file."""
    texts = [sheet.values[row, c] for c in np.flatnonzero(sheet.kinds[row] == TEXT)]
    numbers = sum(parse_number(t) is not None for t in texts if isinstance(t, str))
    return numbers > max(1, len(texts) // 5) or (numbers == 1 and len(texts) < 4)


def header_text(sheet: Sheet, row: int, column: int) -> str:
    """Text of a cell as a header has it, clean and in one line; "" when blank."""
    value = sheet.values[row, column]
    if isinstance(value, str):
        return clean_text(value)
    kind = sheet.kinds[row, column]
    return "" if kind == BLANK else f"{value:g}" if isinstance(value, float) else str(value)
