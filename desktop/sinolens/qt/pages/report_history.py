"""What was exported: every file with its report id and hash, and the way to its folder while the program knows it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sinolens.qt.base.cards import GRID, Card
from sinolens.qt.base.labels import label
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.models.table import TableColumn, TableModel
from sinolens.qt.models.view import TableView
from sinolens.qt.pages.page import button

if TYPE_CHECKING:
    from sinolens.services.exports import Written

_KINDS = {"xlsx": "Workbook", "pdf": "PDF", "pptx": "Slides", "withheld": "Withheld list"}
_COLUMNS = (
    TableColumn("at", "When", 136, fixed=True),
    TableColumn("name", "File", 200, stretch=True),
    TableColumn("kind", "Kind", 92, fixed=True),
    TableColumn("audience", "For", 90, spare=True),
    TableColumn("id", "Report id", 108, fixed=True),
    TableColumn("sha256", "SHA-256", 110, meaning="Hash of the file as it was written"),
)


class HistoryCard(Card):
    """The project's exports, and those of this session where no project is open."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__("Exported", "", parent)
        self._workspace = workspace
        self._session: list[Written] = []
        self.rows: list[Written] = []
        self._places: dict[str, Path] = {}
        self._model = TableModel(_COLUMNS, self)
        self.view = TableView(workspace.appearance, self._model, "Exported reports", self)
        self.view.source = workspace.source_line
        self.show_button = button("Show in folder")
        self.show_button.clicked.connect(self._show)
        self.view.row_chosen.connect(self._chosen)
        self.view.row_opened.connect(self._show)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        self._hint = label("", "caption", wrap=True, selectable=True)
        row.addWidget(self._hint, 1)
        row.addWidget(self.show_button)
        self.body.addWidget(self.view, 1)
        self.body.addLayout(row)
        self._row = -1
        self._fill([])

    def add(self, written: list[Written]) -> None:
        """Files that were just written."""
        self._session = [*reversed(written), *self._session]
        # Where a file lies is known only while the program runs: a project never keeps paths of a computer.
        self._places.update({file.sha256: file.path for file in written})
        self.refresh()

    def refresh(self) -> None:
        """Ask the project, or show the session's own."""
        if self._workspace.session is None:
            self._fill(self._session)
            return
        from sinolens.services.exports import remembered

        self._workspace.ask("Reading the exports", remembered, self._fill)

    def _fill(self, rows: list[Written]) -> None:
        self.rows = list(rows)
        self._row = -1
        self._model.fill({
            "at": [row.at.replace("T", " ")[:16] for row in rows],
            "name": [row.path.name for row in rows],
            "kind": [_KINDS.get(row.kind, row.kind) for row in rows],
            "audience": [row.audience.capitalize() for row in rows],
            "id": [row.report_id for row in rows],
            "sha256": [row.sha256 for row in rows],
        })
        kept = "Kept in the project." if self._workspace.session is not None else "Kept while the program runs."
        self._hint.setText(kept if rows else "Nothing was exported yet.")
        self.show_button.setEnabled(False)

    def _chosen(self, row: int) -> None:
        self._row = row
        self._hint.setText(f"SHA-256 {self.rows[row].sha256}")
        self.show_button.setEnabled(self.place(row) is not None)

    def place(self, row: int) -> Path | None:
        """Where a file lies, as far as is known."""
        path = self._places.get(self.rows[row].sha256) if 0 <= row < len(self.rows) else None
        return path if path is not None and path.exists() else None

    def _show(self) -> None:
        path = self.place(self._row)
        if path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
