"""The steps that show the user's own sheet: which row is the header, and what each column means."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from sinolens.domain.counting import counted
from sinolens.figures.theme import Theme
from sinolens.importing.cells import Sheet, column_index, column_letters
from sinolens.importing.rows import reason_kind
from sinolens.importing.workbook import ImportedTable
from sinolens.qt.base.cards import GRID, Card
from sinolens.qt.base.labels import ElidedLabel, label
from sinolens.qt.base.theme import Appearance
from sinolens.qt.models.sheet import Meaning
from sinolens.qt.pages.import_columns import ColumnPanel
from sinolens.qt.pages.import_header import HeaderPanel
from sinolens.qt.pages.import_sheet import SheetView
from sinolens.qt.pages.import_step import BESIDE, Step
from sinolens.qt.pages.split import split
from sinolens.services.import_draft import Draft, place_column, place_of, set_header
from sinolens.services.import_fields import field_title
from sinolens.services.import_marks import SheetMarks
from sinolens.services.import_moves import moves_between

HIDDEN = ("hidden", "very_hidden")


class SheetStep(Step):
    """The sheet with the found table marked; beside it the header's panel or the column's.

    Signals:
        layout_wanted: the user wants this table's layout saved.
    """

    layout_wanted = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asked: tuple[ImportedTable, str] | None = None
        """The table as it was when the user last spoke of a column, and that column."""
        self.view = SheetView(appearance)
        self.sheets = QComboBox()
        self.sheets.setAccessibleName("Sheet")
        self.sheets.setMinimumWidth(140)
        self.sheets.activated.connect(self._choose_sheet)
        self._sheet_word = label("Sheet", "fieldName")
        self._counts = ElidedLabel("", "cardNote")
        self.card = Card()
        head = QHBoxLayout()
        head.setSpacing(GRID)
        head.addWidget(self._sheet_word)
        head.addWidget(self.sheets)
        head.addWidget(self._counts, 1)
        self.card.body.addLayout(head)
        self.card.body.addWidget(self.view, 1)
        self.card.setAccessibleName("Your sheet")
        self.header_panel = HeaderPanel()
        self.column_panel = ColumnPanel()
        self._panels = QStackedWidget()
        for panel in (self.header_panel, self.column_panel):
            self._panels.addWidget(panel)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(split(self.card, self._panels, BESIDE))
        self.view.row_picked.connect(self._row_picked)
        self.view.row_opened.connect(self._row_opened)
        self.view.column_picked.connect(self._column_picked)
        self.view.meanings.meaning_chosen.connect(self._meaning_chosen)
        self.header_panel.header_wanted.connect(self._want_header)
        self.header_panel.wanted.connect(self.wanted)
        self.column_panel.meaning_chosen.connect(self._meaning_chosen)
        self.column_panel.column_wanted.connect(self._go_to_column)
        self.column_panel.layout_wanted.connect(self.layout_wanted)

    def show_mode(self, mode: str) -> None:
        """Show the panel of a step: "sheet" or "columns"."""
        self._panels.setCurrentIndex(0 if mode == "sheet" else 1)
        self.view.meanings.set_choosable(mode == "columns")
        self.view.meanings.viewport().update()

    def show_table(self, draft: Draft, table: ImportedTable | None) -> None:
        """Show the sheet a table stands on, with the table marked."""
        changed = self._draft is None or draft.path != self._draft.path
        other = (place_of(table) if table else None) != (place_of(self._table) if self._table else None)
        self._draft, self._table = draft, table
        self._tell_moves(table, changed or other)
        name = table.summary.sheet if table is not None else self._current_sheet()
        self._fill_sheets(draft, name)
        self._show_sheet(name, jump=changed or other)

    def tint(self, theme: Theme) -> None:
        """The sheet takes the theme."""
        self.view.tint()
        self.column_panel.tint(theme)

    @property
    def sheet(self) -> Sheet | None:
        """The sheet that is shown."""
        return self.view.sheet_model.sheet

    def _current_sheet(self) -> str:
        return str(self.sheets.currentData() or "")

    def _sheets(self) -> tuple[Sheet, ...]:
        draft = self._draft
        if draft is None:
            return ()
        # Corrected cells are shown as they are read; without a reading the cells as they came.
        if draft.read is not None and draft.read.sheets:
            return draft.read.sheets
        return draft.cells.sheets if draft.cells is not None else ()

    def _fill_sheets(self, draft: Draft, name: str) -> None:
        self.sheets.clear()
        for sheet in self._sheets():
            words = (sheet.name or draft.name) + (" (hidden)" if sheet.hidden in HIDDEN else "")
            self.sheets.addItem(words, sheet.name)
        self.sheets.setCurrentIndex(max(self.sheets.findData(name), 0))
        for part in (self.sheets, self._sheet_word):
            part.setVisible(self.sheets.count() > 1)

    def _show_sheet(self, name: str, jump: bool) -> None:
        draft = self._draft
        sheets = self._sheets()
        sheet = next((s for s in sheets if s.name == name), sheets[0] if sheets else None)
        marks = draft.digest.marks.get(sheet.name, SheetMarks()) if sheet is not None and draft else SheetMarks()
        own = self._table if self._table is not None and sheet is not None \
            and self._table.summary.sheet == sheet.name else None
        self.view.sheet_model.show_sheet(sheet, marks, meanings_of(own), again=not jump)
        self._say_counts(own)
        self.header_panel.show_draft(draft, own, sheet)
        self.column_panel.show_draft(draft, own)
        if sheet is not None and (jump or not self.view.currentIndex().isValid()):
            row, column = _first_cell(own)
            self.view.look_at(row, column)
        index = self.view.currentIndex()
        if index.isValid():
            self._row_picked(index.row())
            self.column_panel.show_column(index.column())

    def _say_counts(self, table: ImportedTable | None) -> None:
        if table is None:
            self._counts.setText("No table of holdings was found on this sheet; choose its header row.")
            return
        reasons = Counter(reason_kind(row.reason) for row in table.summary.skipped)
        left = ", ".join(f"{count:,} {reason}" for reason, count in reasons.most_common())
        summary = table.summary
        self._counts.setText(
            f"{counted(summary.rows_read, 'row')} read = {counted(summary.positions, 'position')} + "
            f"{len(summary.skipped):,} left out"
            + (f" ({left})" if left else ""))

    def _tell_moves(self, table: ImportedTable | None, left: bool) -> None:
        """After a choice: which other columns it moved. Said until another choice, or another table is looked at."""
        if left:
            self._asked = None
        if self._asked is None or table is None or table is self._asked[0]:
            self.column_panel.tell_moves(())
        else:
            before, letters = self._asked
            self.column_panel.tell_moves(tuple(
                move for move in moves_between(before, table) if move.letters != letters))

    def _choose_sheet(self) -> None:
        name, draft = self._current_sheet(), self._draft
        if draft is None:
            return
        table = next((t for t in (draft.read.tables if draft.read else ()) if t.summary.sheet == name), None)
        self._table = table
        sheet = next((s for s in self._sheets() if s.name == name), None)
        if sheet is not None and not sheet.values.size:
            # Its cells were not read: a hidden sheet is read alone, the others together.
            only = name if sheet.hidden in HIDDEN else ""
            if only != draft.options.sheet:
                self.wanted.emit(replace(draft.options, sheet=only))
                return
        self._show_sheet(name, jump=True)

    def _row_picked(self, row: int) -> None:
        self.header_panel.show_row(row, self.view.sheet_model.marks)

    def _column_picked(self, column: int) -> None:
        self.column_panel.show_column(column)

    def _row_opened(self, row: int) -> None:
        if self._panels.currentIndex() == 0:
            self._want_header(row + 1)
        else:
            self.view.meanings.open_choice(self.view.currentIndex().column())

    def _want_header(self, row: int) -> None:
        if self._draft is not None and self.sheet is not None:
            self.wanted.emit(set_header(self._draft, self.sheet.name, row))

    def _go_to_column(self, column: int) -> None:
        self.view.look_at(max(self.view.currentIndex().row(), 0), column)

    def _meaning_chosen(self, column: int, name: str) -> None:
        if self._draft is not None and self._table is not None:
            letters = column_letters(column)
            self._asked = (self._table, letters)
            self.wanted.emit(place_column(self._draft, self._table, letters, name))

    def forget_moves(self) -> None:
        """The choice was taken back: nothing is left to tell of it."""
        self._asked = None


def _first_cell(table: ImportedTable | None) -> tuple[int, int]:
    """Where the user begins to look: a table's first header, the value of a statement laid out downwards."""
    if table is None:
        return 0, 0
    if table.downwards:
        return int(table.table.plan.positions[0]), column_index(table.columns["market_value"])
    return max(table.table.area.header_last, 0), table.table.area.columns[0]


def meanings_of(table: ImportedTable | None) -> dict[int, Meaning]:
    """What each column of a table was taken for."""
    if table is None:
        return {}
    return {
        column.column: Meaning(
            column.field, field_title(column.field), column.confidence, column.reason,
            tuple(column_letters(rival) for rival in column.rivals))
        for column in table.table.columns.columns
    }
