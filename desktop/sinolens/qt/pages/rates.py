"""Dialog: the user's table of exchange rates, and what has none."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QVBoxLayout, QWidget

from sinolens.qt.base.dialogs import ButtonRow
from sinolens.qt.base.labels import label
from sinolens.qt.base.tasks import Task
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.models.table import TableColumn, TableModel
from sinolens.qt.models.view import TableView
from sinolens.qt.pages.page import day

COLUMNS = (
    TableColumn("currency", "Currency", 84, fixed=True),
    TableColumn("rate", "Rate", 100, right=True, meaning="Base currency for one unit"),
    TableColumn("date", "Date", 110, fixed=True),
    TableColumn("source", "Source", 160, stretch=True),
    TableColumn("used", "Used", 64, fixed=True, meaning="A value was converted by it"),
)
FILES = "Table of rates (*.csv *.xlsx *.xlsm *.xls *.ods)"


class RatesDialog(QDialog):
    """The rates in use; a file replaces them as one undoable step."""

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        super().__init__(parent)
        self.setWindowTitle("Exchange rates")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(640, 480)
        self._workspace = workspace
        self.model = TableModel(COLUMNS, self)
        self.table = TableView(workspace.appearance, self.model, "Exchange rates")
        self._lacking = label("", "danger", wrap=True)
        self._told = label("", "unverified", wrap=True)
        self._none = label("No rates are on file. Values in dollars need none.", "caption")
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        buttons = ButtonRow(QDialogButtonBox.StandardButton.Close)
        self.read = buttons.addButton("Read a table…", QDialogButtonBox.ButtonRole.ResetRole)
        self.read.setProperty("kind", "primary")
        self.read.clicked.connect(self.choose_file)
        self.clear = buttons.addButton("Remove the rates", QDialogButtonBox.ButtonRole.ResetRole)
        self.clear.clicked.connect(self._clear)
        for button in (self.read, self.clear):
            button.setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(24, 20, 24, 20)
        lines.setSpacing(12)
        lines.addWidget(label("Exchange rates", "stateTitle"))
        lines.addWidget(label(
            "Used for files whose values stand in the currency of each row and that bring no rate of their own. A "
            "table has the headings Currency, Rate (dollars for one unit), Date and, if you like, Source.", "caption",
            wrap=True))
        lines.addWidget(self._lacking)
        lines.addWidget(self.table, 1)
        lines.addWidget(self._none, 1)
        lines.addWidget(self._told)
        lines.addWidget(buttons)
        workspace.analysis_changed.connect(self._fill)
        self._told.hide()
        self._fill()

    def choose_file(self) -> None:
        """Ask for a table of rates."""
        kept = self._workspace.settings.get("folder")
        folder = kept if kept and Path(kept).is_dir() else str(Path.home())
        name, _ = QFileDialog.getOpenFileName(self, "Exchange rates", folder, FILES)
        if name:
            self.read_file(Path(name))

    def read_file(self, path: Path) -> None:
        """Read a table and keep it in the project."""
        self._workspace.tasks.run(f"Reading {path.name}", _Reading(path), self._take, self._workspace.refuse)

    def _take(self, table: Any) -> None:
        told = "\n".join(f"{one.cell}: {one.message}" if one.cell else one.message for one in table.findings[:6])
        self._told.setText(told)
        self._told.setVisible(bool(told))
        self._keep(table.rates, table.file)

    def _clear(self) -> None:
        self._keep((), "")

    def _keep(self, rates: Any, reason: str) -> None:
        from sinolens.services.rates import set_rates

        self._workspace.change("Converting values", lambda project: set_rates(project, rates, reason))

    def _fill(self) -> None:
        workspace = self._workspace
        rates = workspace.question.rates if workspace.question is not None else ()
        analysis = workspace.analysis
        used = set(analysis.rates) if analysis is not None else set()
        self.model.fill({
            "currency": [rate.currency for rate in rates],
            "rate": [f"{rate.rate:.6g}" for rate in rates],
            "date": [day(rate.date) for rate in rates],
            "source": [rate.source for rate in rates],
            "used": ["yes" if rate in used else "" for rate in rates],
        })
        lost = Counter(one.currency for one in analysis.excluded) if analysis is not None else Counter()
        words = ", ".join(f"{count:,} in {code}" for code, count in sorted(lost.items()))
        self._lacking.setText(f"Without a rate, counted as nothing: {words}." if words else "")
        self._lacking.setVisible(bool(words))
        self.clear.setEnabled(bool(rates))
        self.table.setVisible(bool(rates))
        self._none.setVisible(not rates)


class _Reading:
    """The work; knows no widget."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self, task: Task) -> Any:
        from sinolens.services.rates import read_rates

        del task
        return read_rates(self._path)
