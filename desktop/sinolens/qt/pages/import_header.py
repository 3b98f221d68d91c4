"""Beside the sheet: what a row was taken for, the choice of the header row, and the tables of the file."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QPushButton, QVBoxLayout, QWidget

from sinolens.domain.counting import counted
from sinolens.importing.cells import Sheet
from sinolens.importing.rows import reason_kind
from sinolens.importing.workbook import ImportedTable
from sinolens.qt.base.cards import Card
from sinolens.qt.base.labels import doubled, label
from sinolens.services.import_draft import Draft, leave_out, place_of
from sinolens.services.import_marks import HEADER, POSITION, SKIPPED, STATEMENT, TOTAL, SheetMarks

_MEANINGS = {
    HEADER: "It is the header of the table.",
    POSITION: "It is read as a position.",
    TOTAL: "It is a total: left out, and compared with the sum of the positions.",
}


class HeaderPanel(Card):
    """For one sheet.

    Signals:
        header_wanted: row as the user counts, 0 = find it again.
        wanted: options in which a table is left out or read again.
    """

    header_wanted = Signal(int)
    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Row", " ", parent)
        self._row = 0
        self._draft: Draft | None = None
        self._title = label("", "stateTitle", wrap=True)
        self._says = label("", "stateText", wrap=True)
        self.use = QPushButton("Use this row as the header")
        self.use.clicked.connect(self._use)
        self.again = QPushButton("Find the header again")
        self.again.clicked.connect(self._find)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._tables = QVBoxLayout()
        self._tables.setSpacing(4)
        self._tables_title = label("Tables of this file", "sectionTitle")
        self._refusal = label("", "unverified", wrap=True)
        for part in (self._title, self._says, self.use, self.again, self._refusal):
            self.body.addWidget(part)
        self.body.addSpacing(4)
        self.body.addWidget(label("The table", "sectionTitle"))
        self.body.addLayout(self._grid)
        self.body.addSpacing(4)
        self.body.addWidget(self._tables_title)
        self.body.addLayout(self._tables)
        self.body.addStretch(1)
        self.body.addWidget(label(
            "Click a row, or move with the arrow keys; Enter or a double click makes it the header. "
            "The colours at the left say what each row was taken for.", "caption", wrap=True))

    def show_draft(self, draft: Draft | None, table: ImportedTable | None, sheet: Sheet | None) -> None:
        """Show the table found on a sheet, and all tables of the file."""
        self._draft = draft
        forced = draft is not None and sheet is not None and bool(draft.options.header_rows.get(sheet.name))
        self.again.setVisible(forced)
        refused = draft.refused if draft is not None else None
        self._refusal.setText(f"{refused.reason}. What was understood before is still shown." if refused else "")
        self._refusal.setVisible(refused is not None)
        _clear(self._grid)
        for row, (name, value) in enumerate(_facts(table)):
            self._grid.addWidget(label(name, "fieldName"), row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(label(value, "", wrap=True, selectable=True), row, 1)
        _clear(self._tables)
        places = [place_of(t) for t in draft.read.tables] if draft is not None and draft.read is not None else []
        left = sorted(draft.options.left_out) if draft is not None else []
        shown = [*((place, True) for place in places), *((place, False) for place in left)]
        self._tables_title.setVisible(len(shown) > 1)
        for place, read in shown if len(shown) > 1 else ():
            box = QCheckBox(doubled(f"{place[0] or 'Table'}, header in row {place[1]:,}"))
            box.setChecked(read)
            # The last one cannot be taken away here: the file itself can.
            box.setEnabled(not read or len(places) > 1)
            box.setProperty("place", list(place))
            box.toggled.connect(self._toggle)
            self._tables.addWidget(box)
        for finding in draft.read.findings if draft is not None and draft.read is not None else ():
            self._tables.addWidget(label(finding.message, "caption", wrap=True, selectable=True))

    def show_row(self, row: int, marks: SheetMarks) -> None:
        """Show what a row, counted from 0, was taken for."""
        self._row = row + 1
        kind = marks.kind(row)
        word = marks.word(row)
        self._title.setText(f"Row {row + 1:,}{f': {word}' if word else ''}")
        says = _MEANINGS.get(kind, "It is outside of the table.")
        if kind == STATEMENT:
            says = f"It is read as part of the statement: {word.removeprefix('gives: ')}."
        elif kind == SKIPPED:
            says = f"It was left out: {word}."
        self._says.setText(says)
        self.use.setText(f"Use row {row + 1:,} as the header")
        self.use.setEnabled(kind != HEADER)

    def _use(self) -> None:
        self.header_wanted.emit(self._row)

    def _find(self) -> None:
        self.header_wanted.emit(0)

    def _toggle(self, read: bool) -> None:
        name, row = self.sender().property("place")
        if self._draft is not None:
            self.wanted.emit(leave_out(self._draft, (str(name), int(row)), not read))


def _facts(table: ImportedTable | None) -> list[tuple[str, str]]:
    if table is None:
        return [("", "No table of holdings was found on this sheet. Click its header row.")]
    area, summary = table.table.area, table.summary
    first, last = area.header_first + 1, area.header_last + 1
    skipped = Counter(reason_kind(row.reason) for row in summary.skipped)
    if table.downwards:
        rows = sorted({row + 1 for row, _ in table.downwards})
        return [("", "A statement laid out downwards: each label and its value were read as a column of one position."),
                ("Rows", ", ".join(f"{row:,}" for row in rows)), ("Positions", f"{summary.positions:,}")]
    facts = [
        ("Header", f"row {last}" if first == last else f"rows {first} to {last}"),
        ("Rows", f"{last + 1:,} to {area.end:,}"),
        ("Positions", f"{summary.positions:,}"),
        *((f"{count:,}", f"left out: {reason}") for reason, count in skipped.most_common()),
    ]
    if area.side_columns:
        facts.append(("Beside", f"{counted(len(area.side_columns), 'column')} of another table, left out"))
    return facts


def _clear(layout: QGridLayout | QVBoxLayout) -> None:
    while layout.count():
        widget = layout.takeAt(0).widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
