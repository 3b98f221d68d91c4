"""Do the positions add to what the file itself, or the user, says they add to?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sinolens.domain.money import format_dollars
from sinolens.importing.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class TieOut:
    """The comparison, all in cents.

    Attributes:
        control: the total to reach, None when there is none.
        sum: of the positions.
        difference: control - sum, None without a control.
        tolerance: half of the last printed digit times the number of rows.
        source: "total row", "sum of the subtotals", "given total" or "percent column"; "" without a control.
        row: of the total, counted from 0, -1 when there is none.
    """

    control: int | None
    sum: int
    difference: int | None
    tolerance: int
    source: str = ""
    row: int = -1

    @property
    def within(self) -> bool:
        """The difference is no larger than rounding explains; also when there is nothing to compare with."""
        return self.difference is None or abs(self.difference) <= self.tolerance

    def explain(self) -> str:
        """One sentence for the user."""
        if self.control is None or self.difference is None:
            return f"The positions add to {format_dollars(self.sum)}; the file has no total to compare with."
        return (
            f"The positions add to {format_dollars(self.sum)}, the {self.source} says {format_dollars(self.control)}: "
            f"a difference of {format_dollars(self.difference)}; "
            f"rounding explains up to {format_dollars(self.tolerance)}."
        )


def tie_out(
    position_rows: np.ndarray,
    cents: np.ndarray,
    totals: list[tuple[int, str]],
    total_cents: dict[int, int],
    decimals: int,
    scale: int,
    given: int | None,
    given_by: str,
    vocabulary: Vocabulary,
) -> TieOut:
    """Compare the sum of the positions with a given total or with the total rows of the file.

    Args:
        position_rows: rows of the positions, rising.
        cents: their values.
        totals: rows with totals and their labels, rising.
        total_cents: value of each total row that has one.
        decimals: printed decimals of the value column.
        scale: 1000 when the file is in thousands.
        given: a total the user wants to compare with.
        given_by: where that is from; "" = typed.
        vocabulary: words of grand totals.
    """
    total = int(cents.sum())
    digit = 10.0 ** (2 - min(decimals, 2)) * scale
    tolerance = int(np.floor(0.5 * digit * max(len(cents), 1) + 1e-9))
    if given is not None:
        return TieOut(given, total, given - total, tolerance, given_by or "given total")
    rows = [(row, label.lower().strip(" :*-")) for row, label in totals if row in total_cents]
    if not rows:
        return TieOut(None, total, None, tolerance)
    for row, _ in reversed(rows):
        if abs(total_cents[row] - total) <= tolerance:
            return TieOut(total_cents[row], total, total_cents[row] - total, tolerance, "total row", row)
    parts = _leaf_totals(rows, position_rows, cents, total_cents, tolerance)
    if parts is not None:
        return TieOut(parts, total, parts - total, tolerance, "sum of the subtotals")
    grand = [row for row, label in rows if label in vocabulary.words["grand"]]
    row = grand[-1] if grand else rows[-1][0]
    return TieOut(total_cents[row], total, total_cents[row] - total, tolerance, "total row", row)


def _leaf_totals(
    rows: list[tuple[int, str]],
    position_rows: np.ndarray,
    cents: np.ndarray,
    total_cents: dict[int, int],
    tolerance: int,
) -> int | None:
    """Sum of the subtotals when each closes its own group and no position stands outside of all groups."""
    start, result = 0, 0
    for row, _ in rows:
        end = int(np.searchsorted(position_rows, row))
        if end == start:
            continue
        if abs(int(cents[start:end].sum()) - total_cents[row]) > tolerance:
            return None
        result += total_cents[row]
        start = end
    return result if start == len(cents) else None
