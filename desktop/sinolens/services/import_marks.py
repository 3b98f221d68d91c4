"""Use case: what every row of the user's sheet was taken for, so that the sheet can be shown with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from sinolens.domain.finding import Finding, Severity
from sinolens.importing.cells import Sheet
from sinolens.importing.workbook import ImportedFile, ImportedTable
from sinolens.services.import_fields import field_title

OUTSIDE, HEADER, POSITION, TOTAL, SKIPPED, BLANK_ROW, STATEMENT = range(7)
MARK_WORDS = ("", "header", "position", "total", "skipped", "", "")
"""Word of each mark, as it stands beside the row."""


@dataclass(frozen=True)
class SheetMarks:
    """Marks of a sheet; rows and columns count from 0.

    Attributes:
        kinds: int8, one of the marks per row.
        reasons: row to why it is no position, or what of a statement it gives.
        cells: (row, column) to the severity and message of what is to be said of a cell.
    """

    kinds: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int8))
    reasons: dict[int, str] = field(default_factory=dict)
    cells: dict[tuple[int, int], tuple[Severity, str]] = field(default_factory=dict)

    def kind(self, row: int) -> int:
        """Mark of a row."""
        return int(self.kinds[row]) if row < len(self.kinds) else OUTSIDE

    def word(self, row: int) -> str:
        """What a row was taken for, with the reason, for the user."""
        kind = self.kind(row)
        if kind == STATEMENT:
            return self.reasons[row]
        return self.reasons.get(row, "skipped") if kind == SKIPPED else MARK_WORDS[kind]


def mark_sheet(sheet: Sheet, read: ImportedFile | None) -> SheetMarks:
    """What every row of a sheet was taken for."""
    kinds = np.zeros(len(sheet.values), np.int8)
    reasons: dict[int, str] = {}
    cells: dict[tuple[int, int], tuple[Severity, str]] = {}
    for table in read.tables if read is not None else ():
        if table.summary.sheet == sheet.name:
            _mark_table(table, kinds, reasons)
            _mark_cells(table.summary.findings, cells)
            for place, name in table.downwards.items():
                cells.setdefault(place, (Severity.INFO, f"Read as: {field_title(name).lower()}."))
    for finding in read.findings if read is not None else ():
        if finding.code == "table-left-out" and finding.sheet == sheet.name and finding.row:
            kinds[finding.row - 1] = SKIPPED
            reasons[finding.row - 1] = "table left out"
    return SheetMarks(kinds, reasons, cells)


def _mark_table(table: ImportedTable, kinds: np.ndarray, reasons: dict[int, str]) -> None:
    area, plan = table.table.area, table.table.plan
    if table.downwards:
        for (row, _), name in table.downwards.items():
            kinds[row] = STATEMENT
            reasons[row] = f"gives: {field_title(name).lower()}"
        return
    kinds[area.header_first : area.header_last + 1] = HEADER
    kinds[plan.positions] = POSITION
    totals = {row for row, _ in plan.totals}
    if table.tie.row >= 0:
        totals.add(table.tie.row)
    for row, reason in plan.skipped.items():
        if reason == "blank row":
            kinds[row] = BLANK_ROW
        else:
            kinds[row] = TOTAL if row in totals else SKIPPED
            reasons[row] = reason
    for row in totals:
        kinds[row] = TOTAL


def _mark_cells(findings: Sequence[Finding], cells: dict[tuple[int, int], tuple[Severity, str]]) -> None:
    from sinolens.importing.cells import column_index

    for finding in findings:
        letters = finding.cell.rstrip("0123456789")
        if letters:
            place = (int(finding.cell[len(letters) :]) - 1, column_index(letters))
            known = cells.get(place)
            text = finding.message if known is None else f"{known[1]}\n{finding.message}"
            worst = finding.severity if known is None or known[0] == Severity.INFO else known[0]
            cells[place] = (worst, text)
