"""The tables of a list import on top of each other, one shown, searched, and told row by row."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from sinolens.qt.base.cards import StateView
from sinolens.qt.base.theme import Appearance
from sinolens.qt.models.table import TableModel
from sinolens.qt.models.view import TableView
from sinolens.qt.pages.list_import_tables import TABLES, Cells, ImportTable


class ImportStack(QStackedWidget):
    """Shows one of `TABLES`, or a sentence in its place.

    Signals:
        row_told: everything a row says, also what its columns cut short.

    Attributes:
        tables, models, rows: by key of the table.
    """

    row_told = Signal(str)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = TABLES[0].key
        self.models: dict[str, TableModel] = {}
        self.tables: dict[str, TableView] = {}
        self.rows: dict[str, Cells] = {}
        for table in TABLES:
            model = TableModel(table.columns, self)
            view = TableView(appearance, model, table.word)
            view.order_by(table.sort_key, table.descending)
            view.row_chosen.connect(self._tell)
            self.models[table.key], self.tables[table.key] = model, view
            self.addWidget(view)
        self._state = StateView("rules", "Reading", "")
        self._state.tint(appearance.theme)
        self.addWidget(self._state)

    def word(self, key: str) -> str:
        """The word on the table's button."""
        return _table(key).word

    def fill(self, key: str, rows: Cells) -> None:
        """Give a table other rows."""
        self.rows[key] = rows
        columns = _table(key).columns
        self.models[key].fill({column.key: [row[place] for row in rows] for place, column in enumerate(columns)})

    def show_table(self, key: str, search: str) -> None:
        """Show the rows of a table in which every word occurs, or say why there are none."""
        self._key = key
        rows, words = self.rows[key], search.casefold().split()
        shown = [number for number, row in enumerate(rows)
                 if all(word in " ".join(str(cell) for cell in row).casefold() for word in words)]
        self.models[key].update({}, shown)
        if shown:
            self.setCurrentWidget(self.tables[key])
        elif rows:
            self.say("Nothing matches", "Try fewer or other words.")
        else:
            self.say(*_table(key).nothing[1:])

    def say(self, title: str, text: str) -> None:
        """Show a sentence in place of a table."""
        self._state.say(title, text)
        self.setCurrentWidget(self._state)

    def _tell(self, source: int) -> None:
        cells = self.rows[self._key][source]
        self.row_told.emit(" · ".join(
            self.models[self._key].text(source, place) for place, column in enumerate(self.models[self._key].columns)
            if not column.tier and cells[place] not in ("", None)))


def _table(key: str) -> ImportTable:
    return next(one for one in TABLES if one.key == key)
