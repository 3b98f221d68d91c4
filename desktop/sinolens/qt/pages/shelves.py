"""A page of several tables, one shown at a time, with facts about the row beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QStackedWidget, QToolButton, QWidget

from sinolens.qt.base.cards import GRID, Card, StateView
from sinolens.qt.base.labels import doubled
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.models.table import TableColumn, TableModel
from sinolens.qt.models.view import TableView
from sinolens.qt.pages.facts import FactSheet, Section
from sinolens.qt.pages.page import Page
from sinolens.qt.pages.split import Split
from sinolens.qt.pages.table_page import SHOW_ALL


@dataclass(frozen=True)
class ShelfRow:
    """One row.

    Attributes:
        subject: what it is about, for `Shelf.facts`.
        cells: one plain value per column.
        words: what the search looks in beside the cells' texts.
    """

    subject: Any
    cells: tuple[Any, ...]
    words: str = ""


@dataclass(frozen=True)
class Shelf:
    """One of the tables.

    Attributes:
        key, word: id, and the word on its button.
        columns: of the table.
        sort_key: column it is sorted by first.
        rows: makes the rows.
        facts: title, subtitle and sections of a row's subject.
        note: words beside the title, from the rows.
    """

    key: str
    word: str
    columns: tuple[TableColumn, ...]
    sort_key: str
    rows: Callable[[], Sequence[ShelfRow]]
    facts: Callable[[Any], tuple[str, str, list[Section]]]
    note: Callable[[Sequence[ShelfRow]], str]


class Segments(QWidget):
    """Buttons in a row of which one is on."""

    chosen = Signal(str)

    def __init__(self, words: Sequence[tuple[str, str]], name: str, parent: QWidget | None = None) -> None:
        """`words`: key and word of each."""
        super().__init__(parent)
        self.setAccessibleName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID // 2)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self.buttons: dict[str, QToolButton] = {}
        for number, (key, word) in enumerate(words):
            made = QToolButton()
            made.setObjectName("segment")
            made.setText(doubled(word))
            made.setProperty("key", key)
            made.setCheckable(True)
            made.setChecked(number == 0)
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            made.clicked.connect(self._choose)
            self._group.addButton(made)
            self.buttons[key] = made
            row.addWidget(made)

    def set_word(self, key: str, word: str) -> None:
        """Change the word of a button."""
        self.buttons[key].setText(doubled(word))

    def choose(self, key: str) -> None:
        """Turn a button on, as a click does."""
        self.buttons[key].setChecked(True)
        self.chosen.emit(key)

    def _choose(self) -> None:
        self.chosen.emit(self.sender().property("key"))


class ShelfPage(Page):
    """Pages give the shelves; this page shows, searches and describes them."""

    needs_analysis = False
    scrolls = False
    hint = ("info", "Choose a row", "What is known about it is shown here.")
    waiting = ("rules", "Loading the facts", "The facts that come with the program are being read.")
    search_hint = "Find…"

    def __init__(self, workspace: Workspace, shelves: Sequence[Shelf], parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.shelves = {shelf.key: shelf for shelf in shelves}
        self.shelf = shelves[0]
        self.rows: dict[str, Sequence[ShelfRow]] = {}
        self.segments = Segments([(shelf.key, shelf.word) for shelf in shelves], self.title)
        self.segments.chosen.connect(self.show_shelf)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.search_hint)
        self.search.setAccessibleName(self.search_hint)
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(140)
        self.search.setMaximumWidth(260)
        self.search.textChanged.connect(self._filter)
        self.tools.addStretch(1)
        self.tools.addWidget(self.search, 1)
        # From the outside in: what is put into another part with all it holds is asked for its style once more.
        beside = Split(parent=self._content)
        self.body.addWidget(beside, 1)
        self.card = Card("On file", " ", beside)
        self.card.body.insertWidget(1, self.segments, 0, Qt.AlignmentFlag.AlignLeft)
        self._stack = QStackedWidget(self.card)
        self.card.body.addWidget(self._stack, 1)
        self.tables: dict[str, TableView] = {}
        """Those that were shown so far."""
        self.models: dict[str, TableModel] = {}
        for shelf in shelves:
            self.models[shelf.key] = TableModel(shelf.columns, self)
        self._waiting = StateView(*self.waiting)
        self._no_match = StateView(
            "search", "Nothing matches", "Try fewer or other words, or another of the tables.", SHOW_ALL)
        self._no_match.acted.connect(self.show_all)
        for state in (self._waiting, self._no_match):
            self._stack.addWidget(state)
        self._stack.setCurrentWidget(self._waiting)
        self.detail = FactSheet(workspace.appearance, *self.hint, parent=beside)
        beside.hold(self.card, self.detail)
        workspace.reference_loaded.connect(self.refresh_later)

    @property
    def table(self) -> TableView:
        """The table shown; made when it is first asked for, so that the page opens at once."""
        key = self.shelf.key
        if key not in self.tables:
            made = TableView(self.workspace.appearance, self.models[key], self.shelf.word, self._stack)
            made.source = self.workspace.facts_line
            made.order_by(self.shelf.sort_key)
            made.row_chosen.connect(self._show)
            self.tables[key] = made
            self._stack.addWidget(made)
        return self.tables[key]

    def refresh(self) -> None:
        """The facts are there, or another analysis asks at another date."""
        if self.workspace.reference() is None:
            return
        for key, shelf in self.shelves.items():
            self.rows[key] = shelf.rows()
            self.models[key].fill({
                column.key: [row.cells[place] for row in self.rows[key]] for place, column in enumerate(shelf.columns)})
        self._filter()
        current = self.table.currentIndex()
        if current.isValid():
            # The row stays over a renewal; its facts may be others now.
            self._show(self.models[self.shelf.key].source_row(current.row()))
        else:
            self.detail.clear()

    def show_all(self) -> None:
        """Take the search away."""
        self.search.clear()
        self.table.setFocus()

    def show_shelf(self, key: str) -> None:
        """Show one of the tables."""
        self.segments.buttons[key].setChecked(True)
        self.shelf = self.shelves[key]
        self._filter()
        current = self.table.currentIndex()
        if current.isValid() and self.rows:
            self._show(self.models[key].source_row(current.row()))
        else:
            self.detail.clear()

    def tint(self) -> None:
        """The states' icons take the theme."""
        for state in (self._waiting, self._no_match):
            state.tint(self.workspace.appearance.theme)

    def _filter(self) -> None:
        key = self.shelf.key
        if key not in self.rows:
            return
        words = self.search.text().casefold().split()
        shown = [number for number, row in enumerate(self.rows[key])
                 if not words or all(word in _haystack(row) for word in words)]
        self.models[key].update({}, shown)
        self.card.set_note(self.shelf.note(self.rows[key]))
        self._stack.setCurrentWidget(self.table if shown or not words else self._no_match)

    def _show(self, source: int) -> None:
        if source < len(self.rows.get(self.shelf.key, ())):
            self.detail.show_facts(*self.shelf.facts(self.rows[self.shelf.key][source].subject))


def _haystack(row: ShelfRow) -> str:
    return " ".join((*(str(cell) for cell in row.cells), row.words)).casefold()
