"""Find any entity on file by a few words, to say that a name is the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from sinolens.qt.base.dialogs import make_buttons
from sinolens.qt.base.labels import label
from sinolens.qt.base.tasks import Task
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.models.table import TableColumn, TableModel
from sinolens.qt.models.view import TableView

if TYPE_CHECKING:
    from sinolens.services.entity_directory import EntityCard, EntityDirectory

WAIT_MS = 120
COLUMNS = (
    TableColumn("name", "Entity", 250, stretch=True),
    TableColumn("kind", "Kind", 76),
    TableColumn("countries", "Country", 66),
    TableColumn("identifiers", "Identifiers", 150),
    TableColumn("lists", "List entries", 170),
)


class EntityFinder(QDialog):
    """A search field over a table. Down goes into the table, Enter takes the entity, Escape leaves.

    Signals:
        found: the `EntityCard` the user took.
    """

    found = Signal(object)

    def __init__(self, parent: QWidget, workspace: Workspace, directory: EntityDirectory, string: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("Same as…")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(840, 460)
        self._workspace, self._directory = workspace, directory
        self._cards: list[EntityCard] = []
        self._asked = 0
        self._closed = False
        self.field = QLineEdit()
        self.field.setPlaceholderText("Name, former name, ISIN, ticker, LEI…")
        self.field.setAccessibleName("Find an entity")
        self.field.setClearButtonEnabled(True)
        self.field.installEventFilter(self)
        self.model = TableModel(COLUMNS, self)
        self.table = TableView(workspace.appearance, self.model, "Entities")
        self.note = label("", "caption", wrap=True)
        buttons, self.take = make_buttons(self, "Same as this", self._take)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(20, 16, 20, 16)
        lines.setSpacing(8)
        lines.addWidget(label(f"“{string}” is the same as…", "stateTitle", wrap=True))
        lines.addWidget(self.field)
        lines.addWidget(self.table, 1)
        lines.addWidget(self.note)
        lines.addWidget(buttons)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self._search)
        self.field.textChanged.connect(self._timer.start)
        self.field.returnPressed.connect(self._take)
        self.table.row_opened.connect(self._take)
        self.table.row_chosen.connect(self._describe)
        self.field.setText(string)
        self.field.selectAll()
        self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows walk through the table while the field keeps what was typed."""
        if event.type() == QEvent.Type.KeyPress and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            row = min(max(self.table.currentIndex().row() + step, 0), self.model.rowCount() - 1)
            if row >= 0:
                self.table.choose_row(self.model.source_row(row))
            return True
        return super().eventFilter(watched, event)

    def _search(self) -> None:
        self._asked += 1
        asked, text, directory = self._asked, self.field.text(), self._directory
        self._workspace.tasks.run(
            "Searching the entities", _Searching(directory, text), lambda cards: self._show(asked, cards),
            cancellable=False)

    def _show(self, asked: int, cards: list[EntityCard]) -> None:
        # The dialog may be gone, or more was typed.
        if asked != self._asked or self._closed:
            return
        self._cards = cards
        self.model.fill({
            "name": [card.name for card in cards], "kind": [card.kind for card in cards],
            "countries": [", ".join(card.countries) for card in cards],
            "identifiers": [", ".join(card.identifiers) for card in cards],
            "lists": ["; ".join(card.lists) for card in cards],
        })
        self.take.setEnabled(bool(cards))
        self.note.setText("" if cards else "Nothing on file has these words. Try fewer, or an identifier.")
        if cards:
            self.table.choose_row(0)

    def done(self, result: int) -> None:
        """No answer is shown any more."""
        self._closed = True
        super().done(result)

    def _describe(self, row: int) -> None:
        if row < len(self._cards):
            card = self._cards[row]
            self.note.setText("\n".join(card.lists) or "On no list on file.")

    def _take(self) -> None:
        row = self.table.currentIndex().row()
        if 0 <= row < len(self._cards) and not self._timer.isActive():
            self.found.emit(self._cards[self.model.source_row(row)])
            self.accept()


class _Searching:
    """The search; knows no widget."""

    def __init__(self, directory: EntityDirectory, text: str) -> None:
        self._directory, self._text = directory, text

    def __call__(self, task: Task) -> list[EntityCard]:
        del task
        return self._directory.search(self._text)
