"""A page that is a table with facts beside it: funds, issuers, lists, review."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QLineEdit, QStackedWidget, QWidget

from sinolens.qt.base.attention import Attention
from sinolens.qt.base.cards import Card, StateView
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.models.table import TableColumn, TableModel
from sinolens.qt.models.view import TableView
from sinolens.qt.pages.attention_bar import AttentionBar
from sinolens.qt.pages.facts import FactSheet, Section
from sinolens.qt.pages.page import Page
from sinolens.qt.pages.split import Split

SHOW_ALL = (("all", "Show all"),)
"""The way back where nothing matches."""


class TablePage(Page):
    """Pages fill in the columns, the values and the facts of one row."""

    scrolls = False
    columns: tuple[TableColumn, ...] = ()
    card_title = ""
    sort_key = ""
    descending = False
    search_hint = ""
    hint = ("info", "Choose a row", "What is known about it is shown here.")
    first_steps: tuple[tuple[str, str], ...] = ()
    """Key and words of what can be done while no row is chosen, for `begin`."""
    nothing = ("check", "Nothing here", "")
    no_match = ("Nothing matches", "Try fewer or other words.")
    attends = ""
    """Id of the page, where it can be asked to show some rows alone."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        # From the outside in: what is put into another part with all it holds is asked for its style once more.
        beside = Split(parent=self._content)
        self.body.addWidget(beside, 1)
        self.card = Card(self.card_title, " ", beside)
        self.attention_bar = AttentionBar(workspace)
        self.card.body.addWidget(self.attention_bar)
        self._stack = QStackedWidget(self.card)
        self.card.body.addWidget(self._stack, 1)
        self.model = TableModel(self.columns, self)
        self.table = TableView(workspace.appearance, self.model, self.card_title, self._stack)
        self.table.source = workspace.source_line
        if self.sort_key:
            self.table.order_by(self.sort_key, self.descending)
        self._nothing = StateView(*self.nothing)
        self._no_match = StateView("search", *self.no_match, SHOW_ALL)
        self._no_match.acted.connect(self.show_all)
        for part in (self.table, self._nothing, self._no_match):
            self._stack.addWidget(part)
        self.detail = FactSheet(workspace.appearance, *self.hint, self.first_steps, beside)
        self.detail.acted.connect(self.begin)
        self.detail.linked.connect(self.follow_link)
        beside.hold(self.card, self.detail)
        self.search: QLineEdit | None = None
        self._haystack: list[str] = []
        if self.search_hint:
            self.search = QLineEdit()
            self.search.setPlaceholderText(self.search_hint)
            self.search.setAccessibleName(self.search_hint)
            self.search.setClearButtonEnabled(True)
            self.search.setMaximumWidth(280)
            self.search.textChanged.connect(self._search)
            self.tools.addStretch(1)
            self.tools.addWidget(self.search, 1)
        self.table.row_chosen.connect(self._show)
        workspace.attention_changed.connect(self._follow_attention)

    def fill(self, values: dict[str, Sequence[Any]], note: str, haystack: list[str] | None = None) -> None:
        """Show rows; `haystack` is what the search looks in, one text per row."""
        self._haystack = [text.casefold() for text in haystack or ()]
        self.model.fill(values)
        self.detail.clear()
        self.card.set_note(note)
        self._stack.setCurrentIndex(0 if self.model.rowCount() else 1)
        if self.attention is not None or self.attention_bar.words or (self.search is not None and self.search.text()):
            self._narrow()
        current = self.table.currentIndex()
        if current.isValid():
            # The table keeps its row over a renewal; its facts may be others now.
            self._show(self.model.source_row(current.row()))

    def show_all(self) -> None:
        """Take away whatever hides rows: the search, and a concern whose rows are shown alone."""
        if self.search is not None:
            self.search.clear()
        if self.attention is not None:
            self.workspace.attend(None)
        self.table.setFocus()

    def facts(self, row: int) -> tuple[str, str, list[Section]]:
        """Title, subtitle and facts of a source row. For pages to fill in."""
        raise NotImplementedError

    def attended(self, attention: Attention) -> tuple[frozenset[int], str]:
        """Source rows shown alone, and what is said of them. For pages that `attends`."""
        raise NotImplementedError(attention.key)

    @property
    def attention(self) -> Attention | None:
        """What the page shows alone now."""
        asked = self.workspace.attention
        return asked if asked is not None and asked.page == self.attends else None

    def begin(self, key: str) -> None:
        """Do one of the `first_steps`. For pages to fill in."""
        raise NotImplementedError(key)

    def tint(self) -> None:
        """The states' icons take the theme."""
        for state in (self._nothing, self._no_match):
            state.tint(self.workspace.appearance.theme)

    def _show(self, row: int) -> None:
        self.detail.show_facts(*self.facts(row))

    def _search(self, text: str) -> None:
        del text
        self._narrow()

    def _narrow(self) -> None:
        """Show the rows that are searched for, of those the page is to show."""
        text = self.search.text() if self.search is not None else ""
        words = text.casefold().split()
        rows = [row for row, hay in enumerate(self._haystack) if all(word in hay for word in words)] if words else (
            list(range(self.model.source_count)))
        attention = self.attention
        told, state = "", self.no_match
        if attention is not None:
            alone, said = self.attended(attention)
            rows, told = [row for row in rows if row in alone], f"Only “{attention.title}”: {said}"
            if not words:
                state = ("Nothing is left of it", "Everything behind this line of the data health was dealt with.")
        self.attention_bar.say(told)
        self._no_match.say(*state)
        self.model.update({}, rows)
        self._stack.setCurrentIndex(0 if rows else 2 if self.model.source_count else 1)

    def _follow_attention(self) -> None:
        if self.attends and self.workspace.analysis is not None and (
                self.attention is not None or self.attention_bar.words):
            self._narrow()
            if self.attention is not None and self.model.rowCount():
                self.table.choose_row(self.model.source_row(0))
