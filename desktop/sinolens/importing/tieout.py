"""Do the positions add to what the file itself, or the user, says they add to?"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sinolens.domain.money import format_amount
from sinolens.importing.cells import column_letters
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
        parts: sum of the subtotals where they add to another amount than the grand total, else None.
        part_rows: rows of those subtotals, counted from 0.
        column: of the amounts, counted from 0, -1 while it is not known.
        currency: all amounts are in, "" = the base currency.
    """

    control: int | None
    sum: int
    difference: int | None
    tolerance: int
    source: str = ""
    row: int = -1
    parts: int | None = None
    part_rows: tuple[int, ...] = ()
    column: int = -1
    currency: str = ""

    @property
    def within(self) -> bool:
        """The difference is no larger than rounding explains; also when there is nothing to compare with."""
        return self.difference is None or abs(self.difference) <= self.tolerance

    def explain(self) -> str:
        """One sentence for the user."""
        if self.control is None or self.difference is None:
            return f"The positions add to {self._say(self.sum)}; the file has no total to compare with."
        return (
            f"The positions add to {self._say(self.sum)}, the {self.source} says {self._say(self.control)}: "
            f"a difference of {self._say(self.difference)}; rounding explains up to {self._say(self.tolerance)}."
        )

    def explain_parts(self) -> str:
        """One sentence on subtotals that add to another amount than the grand total, with addresses; "" without."""
        if self.parts is None or self.control is None:
            return ""
        first, *rest = map(self._place, self.part_rows)
        where = f"{first} to {rest[-1]}" if len(rest) > 1 else " and ".join((first, *rest))
        return (
            f"The subtotals in {where} add to {self._say(self.parts)}, the grand total in {self._place(self.row)} "
            f"says {self._say(self.control)}: a difference of {self._say(self.control - self.parts)}."
        )

    def _say(self, cents: int) -> str:
        return format_amount(cents, self.currency)

    def _place(self, row: int) -> str:
        return f"{column_letters(self.column)}{row + 1}" if self.column >= 0 else f"row {row + 1}"


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

    A row that is called the total of everything decides. Subtotals prove the positions only where there is none.

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
    last = int(position_rows[-1]) if len(position_rows) else -1
    first = int(position_rows[0]) if len(position_rows) else 0
    grand = [row for row, label in rows if label in vocabulary.words["grand"]]
    parts = _leaf_totals(rows, position_rows, cents, total_cents, tolerance)
    # Net assets hold what is no position, such as liabilities: they decide only where no other total does.
    net = {row for row, label in rows if label in vocabulary.words["net"]}
    closing = [row for row in grand if (row > last or row < first) and row not in parts and row not in net]
    for row in reversed([*closing, *net] if closing else [row for row, _ in rows]):
        if abs(total_cents[row] - total) <= tolerance:
            return TieOut(total_cents[row], total, total_cents[row] - total, tolerance, "total row", row)
    whole = sum(total_cents[row] for row in parts)
    if parts and not closing:
        return TieOut(whole, total, whole - total, tolerance, "sum of the subtotals")
    row = closing[-1] if closing else grand[-1] if grand else rows[-1][0]
    found = TieOut(total_cents[row], total, total_cents[row] - total, tolerance, "total row", row)
    return replace(found, parts=whole, part_rows=parts) if parts else found


def _leaf_totals(
    rows: list[tuple[int, str]],
    position_rows: np.ndarray,
    cents: np.ndarray,
    total_cents: dict[int, int],
    tolerance: int,
) -> tuple[int, ...]:
    """Subtotals, when each closes its own group and no position stands outside of all groups; else none."""
    start, found = 0, []
    for row, _ in rows:
        end = int(np.searchsorted(position_rows, row))
        if end == start:
            continue
        if abs(int(cents[start:end].sum()) - total_cents[row]) > tolerance:
            return ()
        found.append(row)
        start = end
    return tuple(found) if start == len(cents) else ()
