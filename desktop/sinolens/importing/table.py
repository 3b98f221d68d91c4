"""A table on its way to positions: its area, column map, numbers and rows, with the findings met on the way."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from sinolens.domain.finding import Finding, Severity
from sinolens.importing.area import TableArea
from sinolens.importing.cells import Sheet, column_letters
from sinolens.importing.mapping import ColumnMap
from sinolens.importing.numbers import NumberColumn
from sinolens.importing.rows import RowPlan


@dataclass(slots=True)
class Findings:
    """Collects findings about one sheet, with addresses."""

    file: str
    sheet: str
    items: list[Finding] = field(default_factory=list)

    def add(self, code: str, severity: Severity, message: str, row: int = -1, column: int = -1) -> None:
        """Note one thing; row and column count from 0, -1 = the sheet as a whole."""
        cell = f"{column_letters(column)}{row + 1}" if row >= 0 and column >= 0 else ""
        self.items.append(Finding(code, severity, message, self.file, self.sheet, cell, row + 1 if row >= 0 else 0))


@dataclass(slots=True)
class Table:
    """Everything known about a table before it becomes a frame."""

    sheet: Sheet
    area: TableArea
    columns: ColumnMap
    numbers: dict[str, NumberColumn]
    plan: RowPlan
    findings: Findings

    def cells(self, name: str) -> np.ndarray | None:
        """Cells of a field in the rows of the positions, None when the field has no column."""
        column = self.columns.by_field.get(name)
        return None if column is None else self.sheet.values[self.plan.positions, column.column]

    def amounts(self, name: str, rows: np.ndarray | None = None) -> np.ndarray | None:
        """Numbers of a field in the rows of the positions, or in other rows of the sheet."""
        numbers = self.numbers.get(name)
        if numbers is None:
            return None
        found: np.ndarray = numbers.values[(self.plan.positions if rows is None else rows) - self.area.header_last - 1]
        return found
