"""What the raw sheet tells that its values hide."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SheetTraits:
    """What a look at the raw sheet tells that its values hide. Rows count from 1, columns from 0.

    Attributes:
        error_cells: addresses and error words (cut after 1,000).
        uncached: addresses of formulas saved without a value (cut after 1,000).
        hidden_rows: rows the user does not see (hidden or filtered away).
        hidden_columns: columns the user does not see.
        strays: cells far outside the table that were left out.
        merged: merged areas, first row, first column, last row, last column, all counted from 0.
    """

    error_cells: tuple[tuple[str, str], ...] = ()
    uncached: tuple[str, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    strays: tuple[str, ...] = ()
    merged: tuple[tuple[int, int, int, int], ...] = ()


NO_TRAITS = SheetTraits()
"""Of a sheet that hides nothing, or of a kind of file that cannot be looked into."""
