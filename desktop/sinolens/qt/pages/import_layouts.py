"""The saved layouts: listed, imported, exported, deleted."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from sinolens.importing.template import Template
from sinolens.qt.base.cards import GRID, StateView
from sinolens.qt.base.labels import label
from sinolens.qt.base.theme import Appearance
from sinolens.qt.models.table import TableColumn, TableModel
from sinolens.qt.models.view import TableView
from sinolens.services.errors import Refused
from sinolens.services.import_fields import field_title
from sinolens.services.import_templates import SUFFIX, TemplateShelf, read_layout, write_template

FILES = "Layouts (*.json);;All files (*)"
COLUMNS = (
    TableColumn("name", "Layout", 180, stretch=True),
    TableColumn("columns", "Columns", 70, right=True),
    TableColumn("fields", "What they mean", 320),
)


class LayoutsDialog(QDialog):
    """Shows what is on the shelf.

    Signals:
        changed: a layout came or went.
    """

    changed = Signal()

    def __init__(self, appearance: Appearance, shelf: TemplateShelf, parent: QWidget) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._templates: tuple[Template, ...] = ()
        self.setWindowTitle("Saved layouts")
        self.resize(720, 420)
        self.model = TableModel(COLUMNS, self)
        self.table = TableView(appearance, self.model, "Saved layouts")
        self.table.row_chosen.connect(self._follow)
        self._empty = StateView(
            "import", "No layouts are saved yet",
            "Save one at the step “Columns”. It is used by itself for the next file with the same headers.")
        self._empty.tint(appearance.theme)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        self.told = label("", "unverified", wrap=True, selectable=True)
        self.bring, self.give, self.remove, self.leave = (
            QPushButton(words) for words in ("Import…", "Export…", "Delete", "Close"))
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for made, act in ((self.bring, self._import), (self.give, self._export), (self.remove, self._delete)):
            made.clicked.connect(act)
            made.setAutoDefault(False)
            row.addWidget(made)
        row.addStretch(1)
        self.leave.clicked.connect(self.accept)
        row.addWidget(self.leave)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(24, 20, 24, 20)
        lines.setSpacing(GRID)
        lines.addWidget(label("Saved layouts", "stateTitle"))
        lines.addWidget(label("Headers, column letters and names only; no holdings.", "caption"))
        lines.addWidget(self._stack, 1)
        lines.addWidget(self.told)
        lines.addLayout(row)
        self.refresh()

    def refresh(self) -> None:
        """Read the shelf."""
        self._templates = self._shelf.templates()
        damaged = self._shelf.damaged()
        self.told.setText(f"Not readable: {', '.join(damaged)} in {self._shelf.folder}." if damaged else "")
        self.told.setVisible(bool(damaged))
        self.model.fill({
            "name": [one.name for one in self._templates],
            "columns": [str(len(one.columns)) for one in self._templates],
            "fields": [", ".join(f"{letters} {field_title(name)}" for name, letters in one.mapping.items() if letters)
                       for one in self._templates],
        })
        self._stack.setCurrentIndex(0 if self._templates else 1)
        if self._templates:
            self.table.selectRow(0)
        self._follow()

    def bring_file(self, path: Path) -> None:
        """Put an exported layout on the shelf."""
        try:
            self._shelf.save(read_layout(path))
        except Refused as error:
            self._say(str(error))
            return
        self.refresh()
        self.changed.emit()

    def give_file(self, target: Path) -> None:
        """Export the chosen layout."""
        chosen = self._chosen()
        if chosen is None:
            return
        try:
            write_template(chosen, target)
        except OSError as error:
            self._say(f"{target} could not be written: {error.strerror}.")
        else:
            self._say(f"Exported to {target}.")

    def _chosen(self) -> Template | None:
        current = self.table.currentIndex()
        return self._templates[self.model.source_row(current.row())] if current.isValid() and self._templates else None

    def _say(self, words: str) -> None:
        self.told.setText(words)
        self.told.show()

    def _follow(self) -> None:
        for made in (self.give, self.remove):
            made.setEnabled(self._chosen() is not None)

    def _import(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Import a layout", str(Path.home()), FILES)
        if name:
            self.bring_file(Path(name))

    def _export(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        plain = "".join(c if c.isalnum() or c in " -_." else "_" for c in chosen.name)
        name, _ = QFileDialog.getSaveFileName(self, "Export the layout", str(Path.home() / f"{plain}{SUFFIX}"), FILES)
        if name:
            self.give_file(Path(name))

    def _delete(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        try:
            self._shelf.remove(chosen)
        except Refused as error:
            self._say(str(error))
            return
        self.refresh()
        self.changed.emit()
