"""Reporting periods: freeze the state a report was made of, lock it, look at it again, put it in a package."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
)

from sinolens.domain.day import spell_moment
from sinolens.qt.base.frozen import open_frozen
from sinolens.qt.base.labels import label
from sinolens.qt.base.question import ask
from sinolens.qt.base.workspace import Opened, prepare
from sinolens.qt.models.table import TableColumn, TableModel
from sinolens.qt.models.view import TableView
from sinolens.qt.pages.page import day
from sinolens.qt.pages.reason import Reason
from sinolens.qt.windows.main import MainWindow
from sinolens.services.periods import Period, archive_period, freeze_period, list_periods
from sinolens.storage.snapshots import lock_period, start_version


class PeriodList(QDialog):
    """Frozen states of the open project, newest first, and a line to freeze the one that is open.

    Signals:
        freeze_wanted: a label.
        lock_wanted, open_wanted, archive_wanted: a `Period`.
    """

    freeze_wanted = Signal(str)
    lock_wanted = Signal(object)
    open_wanted = Signal(object)
    archive_wanted = Signal(object)

    def __init__(self, window: MainWindow, suggestion: str, can_freeze: bool) -> None:
        super().__init__(window)
        self.setWindowTitle("Frozen periods")
        self.resize(760, 460)
        self._periods: list[Period] = []
        self.name = QLineEdit(suggestion)
        self.name.setAccessibleName("Label of the frozen state")
        self.freeze = QPushButton("Freeze this period")
        self.freeze.setProperty("kind", "primary")
        # Return in the line freezes; as the default button it would freeze a second time.
        self.freeze.setAutoDefault(False)
        self.freeze.setEnabled(can_freeze)
        self.name.setEnabled(can_freeze)
        self.freeze.clicked.connect(self._want_freeze)
        self.name.returnPressed.connect(self._want_freeze)
        self.model = TableModel((
            TableColumn("label", "Label", 170, stretch=True), TableColumn("as_of", "As of", 110),
            TableColumn("id", "Id", 120), TableColumn("made", "Frozen", 170, text=spell_moment),
            TableColumn("who", "By", 80, spare=True),
            TableColumn("state", "Period", 80),
        ), self)
        self.table = TableView(window.workspace.appearance, self.model, "Frozen periods")
        self.table.order_by("made", descending=True)
        self.table.row_chosen.connect(self._follow)
        self.table.row_opened.connect(self._open)
        self.empty = label("No period is frozen yet.", "stateText")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.name, 1)
        row.addWidget(self.freeze)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(24, 20, 24, 20)
        lines.setSpacing(8)
        lines.addWidget(label(
            "Freezing keeps holdings, judgements, taxonomy, rules and list editions under one id. It cannot be undone; "
            "later changes make a new version. A report of a frozen period can be made again byte for byte.",
            "stateText", wrap=True))
        lines.addLayout(row)
        lines.addWidget(self.table, 1)
        lines.addWidget(self.empty, 1, Qt.AlignmentFlag.AlignTop)
        self.show_period = QPushButton("Open read-only")
        self.lock = QPushButton("Lock period…")
        self.archive = QPushButton("Archive package…")
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        close.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for part in (self.show_period, self.lock, self.archive):
            part.setAutoDefault(False)
            part.clicked.connect(self._pass_on)
            buttons.addWidget(part)
        buttons.addStretch(1)
        buttons.addWidget(close)
        lines.addLayout(buttons)
        self._can_change = can_freeze
        self.fill([])

    @property
    def chosen(self) -> Period | None:
        """The period the user is on."""
        index = self.table.currentIndex()
        return self._periods[self.model.source_row(index.row())] if index.isValid() and self._periods else None

    def fill(self, periods: list[Period]) -> None:
        """Show these."""
        self._periods = periods
        self.model.fill({
            "label": [p.label for p in periods], "as_of": [day(p.as_of) for p in periods],
            "id": [p.id for p in periods], "made": [p.created_at for p in periods],
            "who": [p.created_by for p in periods], "state": ["locked" if p.locked else "open" for p in periods],
        })
        self.table.setVisible(bool(periods))
        self.empty.setVisible(not periods)
        if periods and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        self._follow()

    def _follow(self) -> None:
        period = self.chosen
        self.show_period.setEnabled(period is not None)
        self.lock.setEnabled(period is not None and self._can_change)
        self.lock.setText("New version…" if period is not None and period.locked else "Lock period…")
        self.archive.setEnabled(period is not None and self._can_change)

    def _want_freeze(self) -> None:
        if self.name.text().strip() and self.freeze.isEnabled():
            self.freeze_wanted.emit(self.name.text().strip())

    def _open(self) -> None:
        if self.chosen is not None:
            self.open_wanted.emit(self.chosen)

    def _pass_on(self) -> None:
        wanted = {self.show_period: self.open_wanted, self.lock: self.lock_wanted, self.archive: self.archive_wanted}
        if self.chosen is not None:
            wanted[self.sender()].emit(self.chosen)


class Periods(QObject):
    """Binds the commands about frozen periods to the window.

    Attributes:
        dialog: the list when it is shown.
        question: the dialog that asks before a period is locked.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._workspace = window.workspace
        self.dialog: PeriodList | None = None
        self.question: Any = None
        window.commands.bind("file.freeze", self.show_list)
        window.commands.bind("file.unfreeze", self.show_current)
        self._workspace.project_changed.connect(self._follow)
        self._workspace.analysis_changed.connect(self._follow)
        self._follow()

    def show_list(self) -> None:
        """Show the frozen periods of the open project."""
        workspace, state = self._workspace, self._workspace.project
        if state is None:
            return
        analysis = workspace.analysis
        can = analysis is not None and not state.read_only and not workspace.frozen
        dialog = PeriodList(self._window, f"Period of {day(analysis.as_of)}" if analysis is not None else "", can)
        dialog.freeze_wanted.connect(self.freeze)
        dialog.lock_wanted.connect(self.ask_lock)
        dialog.open_wanted.connect(self.open)
        dialog.archive_wanted.connect(self.choose_archive)
        dialog.finished.connect(self._list_gone)
        self.dialog = dialog
        self._fill()
        dialog.open()

    def freeze(self, name: str) -> None:
        """Freeze the project as it stands."""
        workspace = self._workspace
        if workspace.analysis is not None:
            workspace.change("Freezing the period", freeze_period(name, workspace.analysis.as_of, workspace.lists),
                             lambda _: self._fill(), f"{name} is frozen.")

    def ask_lock(self, period: Period) -> None:
        """Ask before a period is locked, or why a locked one is to be corrected."""
        if period.locked:
            self.question = Reason(
                self._window, "New version", f"Correct the locked period of {day(period.as_of)}?", "Start new version")
            self.question.given.connect(lambda why: self.start_version(period, why))
            self.question.open()
            return
        self.question = ask(
            self._window, "Lock period", f"Lock the period of {day(period.as_of)}?",
            "Its holdings can then no longer be changed, nor imported anew. This cannot be undone; "
            "a later correction is a new frozen version.",
            (("lock", "Lock period"), ("cancel", "Cancel")),
            lambda answer: self.lock(period) if answer == "lock" else None)

    def lock(self, period: Period) -> None:
        """Lock the period of a frozen state."""
        self._workspace.change(
            "Locking the period", lambda project: lock_period(project, period.id), lambda _: self._fill(),
            f"The period of {day(period.as_of)} is locked.")

    def start_version(self, period: Period, why: str) -> None:
        """Let a locked period be corrected; what is frozen stays."""
        self._workspace.change(
            "Starting a new version", lambda project: start_version(project, period.id, why), lambda _: self._fill(),
            f"The holdings of {day(period.as_of)} can be changed again. Freeze them when they are right.")

    def open(self, period: Period) -> None:
        """Show a frozen state in place of the project; nothing can be changed in it."""
        workspace = self._workspace
        if self.dialog is not None:
            self.dialog.close()
        open_frozen(workspace, period.id, period.label)

    def show_current(self) -> None:
        """Show the project as it stands again."""
        workspace, session = self._workspace, self._workspace.session
        if workspace.frozen and session is not None and session.analysis is not None:
            workspace.tasks.run(
                "Opening the project", lambda _: prepare(session.analysis),
                lambda opened: self._current(session, opened), project=True, cancellable=False)

    def choose_archive(self, period: Period) -> None:
        """Ask for reports and sources to put in, and where the package goes."""
        folder = self._workspace.settings.get("folder") or str(Path.home())
        files, _ = QFileDialog.getOpenFileNames(
            self._window, "Reports and source files to put in (they are not encrypted by this)", folder)
        name, _ = QFileDialog.getSaveFileName(
            self._window, "Archive package", str(Path(folder) / f"{period.label} {period.id}.zip"), "Package (*.zip)")
        if name:
            self.archive(period, [Path(file) for file in files], Path(name))

    def archive(self, period: Period, files: list[Path], target: Path) -> None:
        """Write the package of a period for the shelf."""
        self._workspace.ask(
            "Writing the package", lambda project: archive_period(project, period.id, files, target),
            lambda _: self._archived(target))

    def _archived(self, target: Path) -> None:
        state = self._workspace.project
        kept = "encrypted" if state is not None and state.encrypted else "not encrypted"
        self._workspace.tell(
            f"Written: {target.name}.", "done",
            f"The project in it is {kept}; reports and source files are as they were given. {target.parent}")

    def _current(self, session: Any, opened: Opened) -> None:
        if session is self._workspace.session:
            self._workspace.show_frozen("", opened, session.holdings, session.question)
            self._workspace.tell("The project as it stands is shown again.", "done")

    def _fill(self) -> None:
        if self.dialog is not None and self._workspace.session is not None:
            self._workspace.ask("Reading the periods", list_periods, self._take)

    def _take(self, periods: list[Period]) -> None:
        if self.dialog is not None:
            self.dialog.fill(periods)

    def _list_gone(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()

    def _follow(self) -> None:
        self._window.commands["file.freeze"].setEnabled(self._workspace.project is not None)
        action = self._window.commands["file.unfreeze"]
        action.setEnabled(bool(self._workspace.frozen))
        action.setVisible(bool(self._workspace.frozen))
