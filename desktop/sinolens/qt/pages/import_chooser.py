"""Which table of which file the steps are about."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from sinolens.importing.workbook import ImportedTable
from sinolens.qt.base.cards import GRID
from sinolens.qt.base.labels import label
from sinolens.services.import_digest import Place
from sinolens.services.import_draft import Draft, place_of
from sinolens.services.import_progress import table_states

At = tuple[Path, Place]


class TableChooser(QWidget):
    """Keeps the place while files come, go and are read again; says which one is shown, also where it is the only one.

    Signals:
        chosen: the user chose another table.

    Attributes:
        at: file and place of the table; None without a file.
    """

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.at: At | None = None
        self.box = QComboBox()
        self.box.setAccessibleName("Table")
        self.box.setMinimumWidth(260)
        self.box.activated.connect(self._choose)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GRID)
        line.addWidget(label("Table", "fieldName"))
        line.addWidget(self.box)
        line.addStretch(1)
        self.hide()

    def draft(self, drafts: Sequence[Draft]) -> Draft | None:
        """The file the steps are about."""
        return next((draft for draft in drafts if self.at is not None and draft.path == self.at[0]), None)

    def table(self, drafts: Sequence[Draft]) -> ImportedTable | None:
        """The table the steps are about."""
        draft = self.draft(drafts)
        return draft.table(self.at[1]) if draft is not None and self.at is not None else None

    def settle(self, drafts: Sequence[Draft]) -> None:
        """Stay on the table, or on another one of the same sheet, file, or of any file."""
        if self.table(drafts) is None:
            draft = self.draft(drafts) or next((d for d in drafts if d.read is not None), drafts[0] if drafts else None)
            tables = draft.read.tables if draft is not None and draft.read is not None else ()
            sheet = self.at[1][0] if self.at is not None else ""
            table = next((t for t in tables if t.summary.sheet == sheet), tables[0] if tables else None)
            self.at = (draft.path, place_of(table) if table is not None else ("", 0)) if draft is not None else None

    def go_to(self, drafts: Sequence[Draft], step: str, state: str) -> None:
        """Go to the first table that stands so at a step; stay where there is none, or this one does."""
        places = [(draft.path, place_of(table)) for draft in drafts if draft.read is not None
                  for table in draft.read.tables if table_states(draft, table)[step].state == state]
        if places and self.at not in places:
            self.at = places[0]

    def fill(self, drafts: Sequence[Draft], wanted: bool) -> None:
        """Offer the tables there are; shown where there are several and the step is about one of them."""
        self.box.clear()
        for draft in drafts:
            for table in draft.read.tables if draft.read is not None else ():
                sheet = table.summary.sheet
                words = f"{draft.name}{f' › {sheet}' if sheet else ''}, row {table.summary.header_row}"
                self.box.addItem(words, (draft.path, place_of(table)))
        places = [self.box.itemData(number) for number in range(self.box.count())]
        self.box.setCurrentIndex(places.index(self.at) if self.at in places else 0)
        self.box.setEnabled(len(places) > 1)
        self.setVisible(wanted and bool(places))

    def _choose(self, number: int) -> None:
        self.at = self.box.itemData(number)
        self.chosen.emit()
