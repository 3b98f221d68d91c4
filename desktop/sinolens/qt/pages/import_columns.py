"""Beside the sheet: what a column means, how sure that is and why, and the columns that compete."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from sinolens.figures.theme import Theme
from sinolens.importing.cells import BLANK, column_letters
from sinolens.importing.mapping import MappedColumn
from sinolens.importing.texts import text_of
from sinolens.importing.workbook import ImportedTable
from sinolens.qt.base.cards import Card
from sinolens.qt.base.labels import ElidedLabel, doubled, label
from sinolens.qt.pages.import_meanings import MeaningBox
from sinolens.services.import_draft import Draft, is_changed, place_of
from sinolens.services.import_fields import field_title
from sinolens.services.import_moves import ColumnMove

SAMPLES = 6


class ColumnPanel(Card):
    """For one table.

    Signals:
        meaning_chosen: column counted from 0, and the field.
        column_wanted: column to go to, counted from 0.
        layout_wanted: save this layout.
    """

    meaning_chosen = Signal(int, str)
    column_wanted = Signal(int)
    layout_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Column", " ", parent)
        self._table: ImportedTable | None = None
        self._column = -1
        self._layout_note = label("", "verified", wrap=True)
        self._moved_note = label("", "danger", wrap=True)
        self._refusal = label("", "unverified", wrap=True)
        self.also_moved = label("", "unverified", wrap=True, selectable=True)
        self._questions = QVBoxLayout()
        self._questions.setSpacing(6)
        self._title = label("", "stateTitle", wrap=True)
        self.box = MeaningBox()
        self.box.activated.connect(self._chosen)
        self._sure = label("", "stateText", wrap=True, selectable=True)
        self._values = QVBoxLayout()
        self._values.setSpacing(3)
        self._values_title = label("First values", "sectionTitle")
        self.save = QPushButton("Save this layout…")
        self.save.setToolTip("Use these columns for the next file with the same headers")
        self.save.clicked.connect(self.layout_wanted)
        for part in (self._layout_note, self._moved_note, self._refusal, self.also_moved):
            self.body.addWidget(part)
            part.hide()
        self.body.addLayout(self._questions)
        for part in (self._title, self.box, self._sure):
            self.body.addWidget(part)
        self.body.addSpacing(4)
        self.body.addWidget(self._values_title)
        self.body.addLayout(self._values)
        self.body.addStretch(1)
        self.body.addWidget(self.save)
        self.body.addWidget(label(
            "Click a column's meaning above the sheet, or press F2 on it. The file is read again at once.",
            "caption", wrap=True))

    def show_draft(self, draft: Draft | None, table: ImportedTable | None) -> None:
        """Show what is open about a table's columns."""
        self._table = table
        self.save.setEnabled(table is not None)
        uses = [u for u in draft.templates if table is not None and u.place == place_of(table)] if draft else []
        applied = [use.template.name for use in uses if use.applied]
        moved = [use for use in uses if not use.applied]
        self._layout_note.setText(f"The saved layout “{applied[0]}” was used." if applied else "")
        self._layout_note.setVisible(bool(applied))
        self._moved_note.setText(
            f"This looks like “{moved[0].template.name}”, but {'; '.join(moved[0].differences)}. The saved layout was "
            "not used: check every column, then save it anew." if moved else "")
        self._moved_note.setVisible(bool(moved))
        refused = draft.refused if draft is not None else None
        self._refusal.setText(
            f"This choice cannot be followed: {refused.reason}. What was understood before is still shown."
            if refused else "")
        self._refusal.setVisible(refused is not None)
        while self._questions.count():
            widget = self._questions.takeAt(0).widget()
            widget.hide()
            widget.deleteLater()
        for column in table.table.columns.columns if table is not None else ():
            if column.field and column.rivals:
                self._questions.addWidget(self._question(table, column))
        changed = draft is not None and table is not None and is_changed(draft, place_of(table))
        self.set_note("changed by you" if changed else "")

    def tell_moves(self, moves: tuple[ColumnMove, ...]) -> None:
        """Say which columns the last choice moved besides the one it was about."""
        self.also_moved.setText("\n".join(
            ["This choice moved another column as well:" if len(moves) == 1 else
             "This choice moved other columns as well:", *(move.words for move in moves),
             "Ctrl+Z takes the choice back."]) if moves else "")
        self.also_moved.setVisible(bool(moves))

    def show_column(self, column: int) -> None:
        """Show one column, counted from 0."""
        self._column = column
        mapped = self._mapped(column)
        letters = column_letters(column)
        self.box.setEnabled(mapped is not None)
        while self._values.count():
            widget = self._values.takeAt(0).widget()
            widget.hide()
            widget.deleteLater()
        self._values_title.setVisible(mapped is not None)
        if mapped is None or self._table is None:
            self._title.setText(f"Column {letters}")
            self._sure.setText("It is no part of the table.")
            return
        self._title.setText(f"{letters}: {mapped.header}" if mapped.header else f"Column {letters}, without a header")
        self.box.setCurrentIndex(max(self.box.findData(mapped.field), 0))
        sure = f"{mapped.confidence:.0%} sure: " if mapped.field else ""
        self._sure.setText(f"{sure}{mapped.reason}.")
        sheet, rows = self._table.table.sheet, self._table.table.plan.positions
        texts = [text_of(sheet.values[row, column]) for row in rows[:200] if sheet.kinds[row, column] != BLANK]
        for text in texts[:SAMPLES] or ["(no values)"]:
            self._values.addWidget(ElidedLabel(text, "caption"))

    def tint(self, theme: Theme) -> None:
        """Nothing here is drawn by hand."""

    def _mapped(self, column: int) -> MappedColumn | None:
        columns = self._table.table.columns.columns if self._table is not None else ()
        return next((c for c in columns if c.column == column), None)

    def _question(self, table: ImportedTable, column: MappedColumn) -> QWidget:
        """Which of the columns that compete is it?"""
        well = QFrame()
        well.setObjectName("well")
        lines = QVBoxLayout(well)
        lines.setContentsMargins(12, 10, 12, 10)
        lines.setSpacing(6)
        headers = {c.column: c.header for c in table.table.columns.columns}
        lines.addWidget(label(f"Which column is the {field_title(column.field).lower()}?", "strong", wrap=True))
        for number, place in enumerate((column.column, *column.rivals)):
            made = QPushButton(doubled(f"{column_letters(place)}: {headers.get(place, '')[:28]}"))
            made.setProperty("place", place)
            made.setProperty("field", column.field)
            made.setToolTip("Taken now; choose it to settle the question" if number == 0 else "")
            made.clicked.connect(self._answered)
            row = QHBoxLayout()
            row.addWidget(made, 1)
            lines.addLayout(row)
        return well

    def _answered(self) -> None:
        made = self.sender()
        place = int(made.property("place"))
        self.column_wanted.emit(place)
        self.meaning_chosen.emit(place, str(made.property("field")))

    def _chosen(self, number: int) -> None:
        self.meaning_chosen.emit(self._column, str(self.box.itemData(number)))
