"""Backups: made in the background while the user works, and put back from a list."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QPushButton, QVBoxLayout

from sinolens.domain.day import spell_moment
from sinolens.qt.base.labels import label
from sinolens.qt.base.open_project import Stepped
from sinolens.qt.base.question import ask
from sinolens.qt.models.table import TableColumn, TableModel
from sinolens.qt.models.view import TableView
from sinolens.qt.windows.editions import TAKE
from sinolens.qt.windows.main import MainWindow
from sinolens.qt.windows.passphrase import Unlock
from sinolens.qt.windows.project_work import Ready, Restoring, close_dropped
from sinolens.qt.windows.projects import BACKUPS_OF_LOST, ProjectCases
from sinolens.storage.backups import Backup

EVERY_STEPS = 20
EVERY_MS = 15 * 60 * 1000


def size_text(size: int) -> str:
    """Bytes for people."""
    return f"{size / 2**20:,.1f} MB" if size >= 2**20 else f"{max(1, round(size / 1024)):,} KB"


class BackupList(QDialog):
    """Backups of a project, newest first.

    Signals:
        wanted_now: make one.
        wanted_back: the `Backup` to go back to.
    """

    wanted_now = Signal()
    wanted_back = Signal(object)

    def __init__(self, window: MainWindow, name: str, folder: Path, *, read_only: bool,
                 is_open: bool = True) -> None:
        """`is_open`: else it is one that does not open, and none can be made of it now."""
        super().__init__(window)
        self.setWindowTitle(f"Backups of {name}")
        self.resize(560, 420)
        self._folder = folder
        self._backups: list[Backup] = []
        self.model = TableModel(
            (TableColumn("made", "Made", 240, stretch=True, text=spell_moment),
             TableColumn("size", "Size", 110, right=True, text=size_text)), self)
        self.table = TableView(window.workspace.appearance, self.model, "Backups")
        self.table.order_by("made", descending=True)
        self.table.row_opened.connect(self._want_back)
        self.empty = label("No backup yet. One is made when the project is opened and as you work.", "stateText",
                           wrap=True)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(24, 20, 24, 20)
        lines.setSpacing(8)
        lines.addWidget(label(
            f"Each is a whole copy of {name}, as encrypted as it, and was opened and checked when it was made. "
            "The oldest makes room for the newest.", "stateText", wrap=True))
        lines.addWidget(self.table, 1)
        lines.addWidget(self.empty)
        self.now = QPushButton("Back up now")
        self.back = QPushButton("Restore…")
        show = QPushButton("Show in folder")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(8)
        for part, slot in ((self.now, self.wanted_now), (self.back, self._want_back), (show, self._show_folder)):
            part.setAutoDefault(False)
            part.clicked.connect(slot)
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(buttons)
        lines.addLayout(row)
        self.now.setEnabled(is_open and not read_only)
        self.back.setEnabled(not read_only)
        self._read_only = read_only

    def fill(self, backups: list[Backup]) -> None:
        """Show these."""
        self._backups = backups
        self.model.fill({
            "made": [b.made_at.isoformat() for b in backups],
            "size": [b.size for b in backups],
        })
        self.table.setVisible(bool(backups))
        self.empty.setVisible(not backups)
        self.back.setEnabled(bool(backups) and not self._read_only)
        if backups:
            self.table.selectRow(0)

    def _want_back(self) -> None:
        index = self.table.currentIndex()
        if index.isValid() and not self._read_only:
            self.wanted_back.emit(self._backups[self.model.source_row(index.row())])

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))


class Backups(QObject):
    """Makes backups by itself after opening, after every 20 steps and every 15 minutes in which a step was made.

    Attributes:
        dialog: the list when it is shown.
        question: the dialog that asks before a backup is put back.
    """

    def __init__(self, window: MainWindow, projects: ProjectCases) -> None:
        super().__init__(window)
        self._window = window
        self._workspace = window.workspace
        self._projects = projects
        self._steps = 0
        self._told = False
        self.dialog: BackupList | None = None
        self.question: Any = None
        self._lost: Path | None = None
        window.commands.bind("file.backups", self.show_list)
        window.commands.bind(BACKUPS_OF_LOST, self.show_lost_list)
        projects.opened.connect(self._opened)
        projects.lost_changed.connect(self._follow)
        self._workspace.opened_project.stepped.connect(self._stepped)
        self._workspace.project_changed.connect(self._follow)
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self._time_is_over)
        self._timer.start()
        self._follow()

    def show_lost_list(self) -> None:
        """Show the backups of the file that did not open, whatever else is open."""
        self._show_list(self._projects.lost)

    def show_list(self) -> None:
        """Show the backups of the open project, or of the one that did not open."""
        self._show_list(None)

    def _show_list(self, lost: Path | None) -> None:
        self._lost = lost
        path, home = self._path, self._workspace.home
        if path is None or home is None:
            return
        from sinolens.storage.backups import backup_folder

        state = self._workspace.project if lost is None else None
        dialog = BackupList(self._window, path.name, backup_folder(home.backups, path),
                            read_only=state is not None and state.read_only, is_open=state is not None)
        dialog.wanted_now.connect(self.make_now)
        dialog.wanted_back.connect(self.ask_back)
        dialog.finished.connect(self._list_gone)
        self.dialog = dialog
        self._fill()
        dialog.open()

    @property
    def _path(self) -> Path | None:
        """The project whose backups count."""
        state = self._workspace.project
        if self._lost is not None and self._lost == self._projects.lost:
            return self._lost
        return state.path if state is not None else self._projects.lost

    def make_now(self) -> None:
        """Back up, whether or not anything changed."""
        self._make(force=True)

    def ask_back(self, backup: Backup) -> None:
        """Ask before a backup is put in the project's place."""
        made = spell_moment(backup.made_at.isoformat(), seconds=False)
        self.question = ask(
            self._window, "Restore backup", f"Go back to the state of {made}?",
            "What is in its place now is kept beside it under another name; nothing is deleted.",
            (("restore", "Restore"), ("cancel", "Cancel")),
            lambda answer: self.restore(backup) if answer == "restore" else None)

    def restore(self, backup: Backup, passphrase: str | None = None) -> None:
        """Put a backup in the project's place; `passphrase` when it was made with another one."""
        if self.dialog is not None:
            self.dialog.close()
        workspace, path = self._workspace, self._path
        if path is None:
            return
        if workspace.session is None or path == self._lost:
            self._restore_lost(path, backup, passphrase)
            return
        now = workspace.opened_project.passphrase
        workspace.tasks.run(
            "Restoring the backup", Restoring(workspace.session, path, backup, passphrase or now, workspace.lists),
            self._restored, lambda error: self._not_restored(error, backup, path, now),
            project=True, cancellable=False, dropped=close_dropped)

    def _restore_lost(self, path: Path, backup: Backup, passphrase: str | None) -> None:
        """Put it in the place of a file that does not open; its passphrase is asked for first."""
        from sinolens.services.project_files import needs_passphrase
        from sinolens.storage.errors import ProjectError

        workspace = self._workspace
        try:
            if passphrase is None and needs_passphrase(backup.path):
                self._ask_key(backup, "")
                return
        except ProjectError as error:
            workspace.refuse(error)
            return
        workspace.tasks.run(
            "Restoring the backup", Restoring(None, path, backup, passphrase, workspace.lists), self._restored,
            lambda error: self._not_restored_lost(error, backup), project=True, cancellable=False,
            dropped=close_dropped)

    def _not_restored_lost(self, error: Exception, backup: Backup) -> None:
        from sinolens.storage.errors import WrongKey

        if isinstance(error, WrongKey) and not self._workspace.locked:
            self._ask_key(backup, "This backup does not open with this passphrase.")
            return
        if isinstance(self.question, Unlock):
            self.question.close()
            self.question = None
        self._workspace.refuse(error)

    def _ask_key(self, backup: Backup, note: str) -> None:
        if isinstance(self.question, Unlock):
            self.question.refuse(note)
            return
        self.question = Unlock(
            self._window, f"the backup of {spell_moment(backup.made_at.isoformat(), seconds=False)}",
            lambda words: self.restore(backup, words), note)
        self.question.finished.connect(self._key_asked)
        self.question.open()

    def _key_asked(self) -> None:
        if self.sender() is self.question:
            self.question = None

    def _restored(self, made: tuple[Ready, Path | None]) -> None:
        ready, aside = made
        self._projects.take(ready)
        if isinstance(self.question, Unlock):
            self.question.close()
            self.question = None
        kept = f"What was there is kept as {aside.name}." if aside is not None else ""
        if ready.notice:
            # A backup holds the project, not the lists of this computer: its answer may be another one by now.
            self._workspace.tell(
                f"The backup is the open project now. {ready.notice}", "warning", kept,
                TAKE if ready.session.lacking else ("page:rules", "Show the lists"))
        else:
            self._workspace.tell("The backup is the open project now.", "done", kept)

    def _not_restored(self, error: Exception, backup: Backup, path: Path, passphrase: str | None) -> None:
        from sinolens.storage.errors import WrongKey

        if self._workspace.locked:
            # No dialog over a locked window, and the passphrase that opens it again opens the file as it was: what is
            # told is read then.
            if isinstance(error, WrongKey):
                self._workspace.tell("The backup was not restored: it was made with another passphrase. Nothing was "
                                     "changed. Restore it again to be asked for it.", "warning",
                                     action=("file.backups", "Backups…"))
            else:
                self._projects.refuse(error)
        elif isinstance(error, WrongKey):
            # The file itself is as it was: open it again, and ask for the passphrase the backup was made with.
            self._projects.reopen_after(None, path, passphrase)
            self._ask_key(backup, "This backup was made with another passphrase." if isinstance(self.question, Unlock)
                          else "This backup was made with an earlier passphrase.")
        else:
            self._projects.reopen_after(error, path, passphrase)

    def _opened(self) -> None:
        self._steps = 0
        self._follow()
        self._make()

    def _stepped(self, made: Stepped) -> None:
        if made.changed is not None:
            self._steps += 1
            if self._steps >= EVERY_STEPS:
                self._make()

    def _time_is_over(self) -> None:
        if self._steps:
            self._make()

    def _make(self, force: bool = False) -> None:
        from sinolens.services.project_files import back_up

        workspace, home = self._workspace, self._workspace.home
        state, words = workspace.project, workspace.opened_project.passphrase
        if state is None or state.read_only or home is None:
            return
        self._steps = 0
        root = home.backups
        workspace.ask("Backing up", lambda project: back_up(root, project, words, force=force), self._made,
                      self._not_made)

    def _made(self, backup: Backup | None) -> None:
        del backup
        self._told = False
        if self.dialog is not None:
            self._fill()

    def _not_made(self, error: Exception) -> None:
        from sinolens.storage.errors import ProjectError

        if not isinstance(error, ProjectError):
            self._workspace.tasks.unexpected.emit(error)
        elif not self._told or self.dialog is not None:
            # Once: a full disk should not interrupt every quarter of an hour.
            self._told = True
            self._workspace.tell(str(error), "warning", action=("file.backups", "Backups…"))

    def _fill(self) -> None:
        from sinolens.storage.backups import list_backups

        path, home = self._path, self._workspace.home
        if self.dialog is not None and path is not None and home is not None:
            state = self._workspace.project
            # Those made while the open project's file was elsewhere are its own too.
            origin = state.origin if state is not None and state.path == path else ""
            self.dialog.fill(list_backups(home.backups, path, origin))

    def _list_gone(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()

    def _follow(self) -> None:
        self._window.commands["file.backups"].setEnabled(
            self._path is not None and self._workspace.home is not None)
        self._window.commands[BACKUPS_OF_LOST].setVisible(
            self._projects.lost is not None and self._workspace.home is not None)
