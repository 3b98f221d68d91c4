"""The user's own sheet as a model: cells as they were read, rows marked with what they were taken for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QBrush, QColor

from sinolens.domain.finding import Severity
from sinolens.figures.theme import LIGHT, Theme, mix
from sinolens.importing.cells import DATE, NUMBER, Sheet, column_index, column_letters
from sinolens.importing.texts import text_of
from sinolens.qt.base.labels import as_tooltip
from sinolens.qt.models.table import Index
from sinolens.services.import_marks import BLANK_ROW, HEADER, MARK_WORDS, OUTSIDE, SKIPPED, STATEMENT, TOTAL, SheetMarks

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
_BACKGROUND = int(Qt.ItemDataRole.BackgroundRole)
_FOREGROUND = int(Qt.ItemDataRole.ForegroundRole)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
NO_VALUE = "formula without a value"
LONGEST = 300
"""Letters of a cell that are shown; the tooltip has the rest."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column was taken for.

    Attributes:
        field: "" = not used.
        title: in the user's words.
        confidence: 0..1.
        reason: why.
        rivals: letters of columns that could be it too.
    """

    field: str
    title: str
    confidence: float
    reason: str
    rivals: tuple[str, ...] = ()


def mark_colour(kind: int, theme: Theme) -> str:
    """Colour a marked row stands on, "" where it keeps the table's own. Its word stands beside it in any case."""
    if kind == HEADER:
        return mix(theme.surface, theme.accent, 0.20)
    if kind == STATEMENT:
        return mix(theme.surface, theme.accent, 0.10)
    if kind == TOTAL:
        return mix(theme.surface, theme.warning, 0.18)
    if kind == SKIPPED:
        return mix(theme.surface, theme.muted, 0.20)
    return theme.background if kind in (OUTSIDE, BLANK_ROW) else ""


def _unsaid_cells(sheet: Sheet | None) -> dict[tuple[int, int], str]:
    """What stands in cells that are read as empty: the word of an error, or that a formula has no value."""
    if sheet is None:
        return {}
    cells = dict(sheet.traits.error_cells) | dict.fromkeys(sheet.traits.uncached, NO_VALUE)
    return {_place(cell): word for cell, word in cells.items()}


def _place(address: str) -> tuple[int, int]:
    letters = address.rstrip("0123456789")
    return int(address[len(letters):]) - 1, column_index(letters)


def _is_like(one: Sheet, other: Sheet | None) -> bool:
    return other is not None and one.name == other.name and one.values.shape == other.values.shape


class SheetModel(QAbstractTableModel):
    """Cells are made to text when they are seen; a sheet of any size costs nothing to show."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sheet: Sheet | None = None
        self.marks = SheetMarks()
        self.meanings: Mapping[int, Meaning] = {}
        self._brushes: dict[int, QBrush] = {}
        self._warned: dict[Severity, QBrush] = {}
        self._muted = QBrush()
        self._hidden: dict[tuple[int, int], str] = {}
        self.tint(LIGHT)

    @property
    def sheet(self) -> Sheet | None:
        """What is shown."""
        return self._sheet

    def show_sheet(self, sheet: Sheet | None, marks: SheetMarks, meanings: Mapping[int, Meaning],
                   again: bool = False) -> None:
        """Show a sheet; the same one keeps selection and scroll, also when it was read `again`."""
        if sheet is not None and (sheet is self._sheet or (again and _is_like(sheet, self._sheet))):
            self._sheet, self.marks, self.meanings = sheet, marks, meanings
            self._hidden = _unsaid_cells(sheet)
            self._renew()
            return
        self.beginResetModel()
        self._sheet, self.marks, self.meanings = sheet, marks, meanings
        self._hidden = _unsaid_cells(sheet)
        self.endResetModel()

    def tint(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        colours = {kind: mark_colour(kind, theme) for kind in range(len(MARK_WORDS))}
        self._brushes = {kind: QBrush(QColor(colour)) for kind, colour in colours.items() if colour}
        self._warned = {
            Severity.INFO: QBrush(QColor(mix(theme.surface, theme.accent, 0.24))),
            Severity.WARNING: QBrush(QColor(mix(theme.surface, theme.warning, 0.28))),
            Severity.ERROR: QBrush(QColor(mix(theme.surface, theme.danger, 0.24))),
            Severity.BLOCKING: QBrush(QColor(mix(theme.surface, theme.danger, 0.24))),
        }
        self._muted = QBrush(QColor(theme.muted))
        self._renew()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Rows of the sheet."""
        return 0 if parent.isValid() or self._sheet is None else int(self._sheet.values.shape[0])

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Columns of the sheet."""
        return 0 if parent.isValid() or self._sheet is None else int(self._sheet.values.shape[1])

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Text of a cell, what it stands on, and what is to be said of it."""
        sheet = self._sheet
        if not index.isValid() or sheet is None:
            return None
        row, column = index.row(), index.column()
        if role == _DISPLAY:
            return self.text(row, column)[:LONGEST]
        if role == _ALIGNMENT:
            return _RIGHT if sheet.kinds[row, column] in (NUMBER, DATE) else _LEFT
        if role == _BACKGROUND:
            said = self.marks.cells.get((row, column))
            kind = self.marks.kind(row)
            # A remark that warns of nothing colours its cell only where the cell is what was read of its row.
            loud = said is not None and (said[0] != Severity.INFO or kind == STATEMENT)
            return (self._warned.get(said[0]) if loud else None) or self._brushes.get(kind)
        if role == _FOREGROUND:
            return self._muted if self.marks.kind(row) in (OUTSIDE, SKIPPED, BLANK_ROW) else None
        if role == _TOOLTIP:
            said = self.marks.cells.get((row, column))
            text = self.text(row, column)
            parts = [said[1] if said else "", text if len(text) > 24 else ""]
            return as_tooltip("\n".join(part for part in parts if part)) or None
        if role == _ACCESSIBLE:
            word = self.marks.word(row)
            return f"{sheet.address(row, column)} {self.text(row, column)}{f', {word}' if word else ''}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Row numbers with what the row was taken for; letters of columns with what they mean."""
        if role not in (_DISPLAY, _TOOLTIP, _ACCESSIBLE):
            return None
        if orientation == Qt.Orientation.Vertical:
            word = self.marks.word(section)
            if role == _TOOLTIP:
                return as_tooltip(f"Row {section + 1}: {word}") if word else None
            return f"{section + 1} {word}".strip()
        meaning = self.meanings.get(section)
        letters = column_letters(section)
        if meaning is None:
            return letters if role != _TOOLTIP else None
        sure = f", {meaning.confidence:.0%} sure" if meaning.field else ""
        if role == _TOOLTIP:
            return as_tooltip(f"Column {letters}: {meaning.title}{sure}\n{meaning.reason}")
        return f"{letters} {meaning.title}{sure}"

    def text(self, row: int, column: int) -> str:
        """A cell as text, in one line."""
        if self._sheet is None:
            return ""
        text = text_of(self._sheet.values[row, column]) or self._hidden.get((row, column), "")
        return " ".join(text.split()) if "\n" in text or "\t" in text else text

    def _renew(self) -> None:
        rows, columns = self.rowCount(), self.columnCount()
        if rows and columns:
            self.dataChanged.emit(self.index(0, 0), self.index(rows - 1, columns - 1))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, columns - 1)
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, rows - 1)
