"""Locks the content: the project is closed, its key dropped, and nothing of it stays on the screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QToolTip

from sinolens.exposure.selection import Selection
from sinolens.qt.windows.idle import IdleWatch
from sinolens.qt.windows.lock_page import LockPage
from sinolens.qt.windows.main import MainWindow
from sinolens.qt.windows.project_work import Asking, Opening, Ready, close_dropped
from sinolens.qt.windows.projects import ProjectCases

EMPTY_MS = 50


class Locking(QObject):
    """Locks on command and when nobody was there for the time of the settings.

    Attributes:
        page: what is shown while locked.
        watch: measures the time without input.
    """

    def __init__(self, window: MainWindow, projects: ProjectCases, clock: Callable[[], float] = monotonic) -> None:
        super().__init__(window)
        self._window = window
        self._workspace = window.workspace
        self._projects = projects
        self._path = Path()
        self._read_only = False
        self._selection = Selection()
        self.page = LockPage()
        self.page.given.connect(self.unlock)
        self.page.left.connect(self.leave)
        window.cover.addWidget(self.page)
        self._emptying = QTimer(self)
        self._emptying.setInterval(EMPTY_MS)
        self._emptying.timeout.connect(self._empty)
        self.watch = IdleWatch(self._limit, self, clock)
        self.watch.idled.connect(self._idled)
        window.commands.bind("file.lock", self.lock)
        window.closing.connect(self.watch.stop)
        self._workspace.appearance.changed.connect(self._tint)
        self._workspace.project_changed.connect(self._follow)
        self._tint()
        self._follow()

    def lock(self) -> None:
        """Hide everything and close the project. Without an encrypted project there is nothing to ask for."""
        workspace, state = self._workspace, self._workspace.project
        if workspace.locked or state is None:
            return
        if not state.encrypted:
            workspace.tell("The project is not encrypted, so no passphrase could open it again. Encrypt it first.",
                           "warning")
            return
        self._path, self._read_only, self._selection = state.path, state.read_only, workspace.selection
        workspace.locked = True
        self._window.hide_content(self.page)
        self._close_others()
        for task in workspace.tasks.running:
            if task.cancellable:
                task.cancel()
        workspace.close()
        self.page.show_name(self._path.name)
        self._emptying.start()

    def _empty(self) -> None:
        """Delete the pages as soon as no work is under way that would come back to one of them."""
        if not self._workspace.locked:
            self._emptying.stop()
        elif not self._workspace.tasks.running:
            self._emptying.stop()
            self._window.forget_pages()
            # The focus went with the page that had it.
            self.page.field.setFocus()

    def unlock(self, passphrase: str) -> None:
        """Try a passphrase."""
        self._workspace.tasks.run(
            f"Opening {self._path.name}", Opening(self._path, passphrase, self._workspace.lists, self._read_only),
            self._opened, self._refused, project=True, cancellable=False, dropped=close_dropped)

    def leave(self) -> None:
        """Leave the project closed."""
        self._show()

    def _opened(self, found: Ready | Asking) -> None:
        if isinstance(found, Asking):  # the file was exchanged for another while it was closed
            self.page.refuse(found.note)
            return
        selection = self._selection
        self._show()
        self._projects.take(found)
        self._workspace.select(selection)

    def _refused(self, error: Exception) -> None:
        from sinolens.services.errors import Refused
        from sinolens.storage.errors import ProjectError

        if isinstance(error, ProjectError | Refused):
            self.page.refuse(str(error))
        else:
            self.page.refuse("It could not be opened.")
            self._workspace.tasks.unexpected.emit(error)

    def _show(self) -> None:
        self._workspace.locked = False
        self._selection = Selection()
        self.watch.touch()
        self._window.show_content()

    def _close_others(self) -> None:
        """Menus, dialogs, cards and what was copied may show names and amounts too."""
        # Late: no page was built when the window starts.
        from sinolens.qt.charts.hover import HoverCard

        QToolTip.hideText()
        for widget in QApplication.topLevelWidgets():
            if widget is not self._window and widget.isVisible():
                widget.close()
        for card in self._window.findChildren(HoverCard):
            # It belongs to the window, not to the page that goes.
            card.hide()
            card.setParent(None)
            card.deleteLater()
        clipboard = QApplication.clipboard()
        # Only what was copied here: what another program put there is not ours to take away.
        if clipboard.ownsClipboard():
            clipboard.clear()

    def _limit(self) -> float:
        return 60.0 * int(self._workspace.settings.get("idle_lock"))

    def _idled(self) -> None:
        state = self._workspace.project
        if state is not None and state.encrypted:
            self.lock()

    def _follow(self) -> None:
        state = self._workspace.project
        self._window.commands["file.lock"].setEnabled(state is not None and state.encrypted)

    def _tint(self) -> None:
        self.page.tint(self._workspace.appearance.theme)
