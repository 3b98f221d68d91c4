"""The project file in the window: made, opened, saved elsewhere, encrypted anew, closed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from sinolens.qt.base.errors import OPENING
from sinolens.qt.base.question import ask
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.windows.main import MainWindow
from sinolens.qt.windows.passphrase import Unlock
from sinolens.qt.windows.project_dialogs import PROJECTS, ChangePassphrase, NewFile, NewProject, project_path
from sinolens.qt.windows.project_notices import tell_opened
from sinolens.qt.windows.project_work import Asking, Copying, Creating, Opening, Ready, Rekeying, close_dropped
from sinolens.qt.windows.recent import RecentProjects
from sinolens.qt.windows.undoing import UndoCases

BACKUPS_OF_LOST = "file.backups_of_lost"
"""Key of the button that shows the backups of the file that did not open, whatever else is open."""
NEEDED = (
    "What you judge, answer or keep stands in a project file, with who did it and why. Make one first; the holdings "
    "that are open come into it."
)


class ProjectCases(QObject):
    """Binds the commands about the project file to the window.

    Signals:
        opened: a project was opened or made; for whoever watches over it (backups, idle lock).
        lost_changed: `lost` is another one.

    Attributes:
        lost: the file asked for last, where it did not open and there are backups of it; else None.
    """

    opened = Signal()
    lost_changed = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._workspace: Workspace = window.workspace
        self._dialog: Any = None
        self._key_store: str | None = None
        self.lost: Path | None = None
        self.recent = RecentProjects(self._workspace, window)
        self.recent.chosen.connect(self.open_path)
        bind = window.commands.bind
        bind("file.new", self.choose_new)
        bind("file.open", self.choose)
        bind("file.recent", lambda: None).setMenu(self.recent.menu)
        bind("file.save", self.save)
        bind("file.save_as", self.choose_place)
        bind("file.passphrase", self.choose_passphrase)
        bind("file.verify", self.verify)
        bind("file.close", self.close_project)
        self.undoing = UndoCases(window)
        window.closing.connect(self._workspace.opened_project.close_now)
        self._workspace.project_needed.connect(self._offer_project)
        self._workspace.project_wanted.connect(self._open_wanted)
        self._workspace.analysis_changed.connect(self._follow)
        self._workspace.project_changed.connect(self._follow)
        self._follow()

    @property
    def dialog(self) -> Any:
        """The dialog shown last."""
        return self._dialog

    # -- new ----------------------------------------------------------------------------------------------------------

    def choose_new(self) -> None:
        """Ask for place and passphrase of a new project."""
        self._ask_new("", None)

    def _offer_project(self, then: Callable[[], None]) -> None:
        self._ask_new(NEEDED, then)

    def _ask_new(self, why: str, then: Callable[[], None] | None) -> None:
        if self._key_store is None:
            # Asking the system for its key store may take a moment: off the main thread.
            self._workspace.tasks.run(
                "Looking for a key store", _find_key_store, lambda found: self._have_store(found, why, then),
                cancellable=False)
        else:
            self._have_store(self._key_store, why, then)

    def _have_store(self, found: str, why: str, then: Callable[[], None] | None) -> None:
        self._key_store = found
        workspace = self._workspace
        loose = workspace.session is None and workspace.holdings is not None
        dialog = NewProject(self._window, Path(self._folder()), found, has_holdings=loose, why=why)
        dialog.wanted.connect(lambda wanted: self.create(wanted, then))
        self._show(dialog)

    def create(self, wanted: NewFile, then: Callable[[], None] | None = None) -> None:
        """Make the project file and go on in it."""
        workspace = self._workspace
        loose = workspace.session is None and wanted.keep_open and workspace.holdings is not None
        opened = workspace.opened if loose else None
        work = Creating(wanted.path, wanted.passphrase, wanted.in_store, workspace.lists,
                        workspace.holdings if loose else None, workspace.question if loose else None, opened)
        workspace.tasks.run(
            f"Making {wanted.path.name}", work, lambda made: self._created(made, loose, then), self._refuse_in_dialog,
            project=True, cancellable=False, dropped=close_dropped)

    def _created(self, made: tuple[Ready, bool], kept_open: bool, then: Callable[[], None] | None) -> None:
        ready, in_store = made
        self._close_dialog()
        self._take(ready, same=kept_open)
        if not in_store:
            self._workspace.tell(
                f"{ready.state.path.name} was made, but the key store did not keep the passphrase.", "warning")
        elif kept_open:
            self._workspace.tell(f"Saved as {ready.state.path.name}.", "done", str(ready.state.path.parent))
        else:
            self._workspace.tell(f"{ready.state.path.name} is open and empty.", "done", "Import holdings into it.",
                                 ("file.import", "Import holdings…"))
        if then is not None:
            then()

    # -- open ---------------------------------------------------------------------------------------------------------

    def choose(self) -> None:
        """Ask for a project file and open it."""
        name, _ = QFileDialog.getOpenFileName(self._window, "Open project", self._folder(), PROJECTS)
        if name:
            self.open_path(Path(name))

    def _open_wanted(self, path: Path) -> None:
        self.open_path(path)

    def open_path(self, path: Path, passphrase: str | None = None, read_only: bool = False) -> None:
        """Open a project file, asking for its passphrase when it has one that the key store does not keep."""
        workspace = self._workspace
        if workspace.project is not None and workspace.project.path == path.absolute() and not read_only:
            workspace.tell(f"{path.name} is open already.")
            return
        words = f"Opening {path.name}"
        workspace.set_busy(words)
        workspace.tasks.run(
            words, Opening(path.absolute(), passphrase, workspace.lists, read_only),
            lambda found: self._opened(found, read_only),
            lambda error: self._not_opened(error, path, read_only), cancelled=self._stopped, project=True,
            dropped=close_dropped)

    def _opened(self, found: Ready | Asking, read_only: bool) -> None:
        if self._workspace.locked:
            # Locked meanwhile: nothing is asked or told over it, and the page it hides stays the one.
            self._workspace.set_busy("")
            if isinstance(found, Ready):
                self._take(found, same=False)
            return
        if isinstance(found, Asking):
            self._workspace.set_busy("")
            self._show(Unlock(
                self._window, found.path.name, lambda words: self.open_path(found.path, words, read_only), found.note))
            return
        self._close_dialog()
        self._take(found, same=False)
        self._window.show_page("overview" if found.opened is not None else "import")
        tell_opened(self._workspace, found)

    def _not_opened(self, error: Exception, path: Path, read_only: bool) -> None:
        from sinolens.storage.errors import Busy, Damaged, WrongKey

        self._workspace.set_busy("")
        if self._workspace.locked:
            return
        self._lose(error, path)
        if isinstance(error, WrongKey) and isinstance(self._dialog, Unlock):
            where = " Its backups are under File ▸ Backups…" if self.lost is not None else ""
            self._dialog.refuse(f"{error}{where}")
            return
        self._close_dialog()
        if isinstance(error, Busy) and not read_only:
            self._show(ask(
                self._window, "Project in use", str(error),
                "Read-only shows what was saved last; nothing can be changed.",
                (("read", "Open read-only"), ("cancel", "Cancel")),
                lambda answer: self.open_path(path, None, read_only=True) if answer == "read" else None), shown=True)
            return
        if self.lost is not None:
            self._workspace.tell(str(error), "error", "Nothing was changed. Backups of it are on this computer.",
                                 (BACKUPS_OF_LOST, "Restore a backup…"), about=OPENING)
        elif isinstance(error, Damaged):
            self._workspace.tell(str(error), "error", "Nothing was changed. No backup of it is on this computer: "
                                 "open a copy from where your institution keeps them.",
                                 ("file.open", "Open a copy…"), about=OPENING)
        else:
            self._workspace.refuse(error, OPENING)

    def _lose(self, error: Exception, path: Path) -> None:
        """Remember a file that does not open and has backups, so that one can be put in its place."""
        from sinolens.services.project_files import has_backups
        from sinolens.storage.errors import Damaged, Moved, NotAProject, WrongKey

        home = self._workspace.home
        gone = isinstance(error, Damaged | Moved | NotAProject | WrongKey)
        self.lost = path if gone and home is not None and has_backups(home.backups, path) else None
        self.lost_changed.emit()

    # -- elsewhere, other key, close ----------------------------------------------------------------------------------

    def save(self) -> None:
        """A project is written at every step; without one, ask for a place."""
        state = self._workspace.project
        if state is None:
            self.choose_place()
        else:
            self._workspace.tell(f"{state.path.name} is saved: every step is kept at once.", "done")

    def choose_place(self) -> None:
        """Keep what is open in another file: a copy of the open project, or a new project."""
        workspace = self._workspace
        if workspace.session is None:
            if workspace.holdings is not None:
                self.choose_new()
            return
        name, _ = QFileDialog.getSaveFileName(self._window, "Save project as", self._folder(), PROJECTS)
        if name:
            self.copy_to(project_path(name))

    def copy_to(self, target: Path) -> None:
        """Copy the open project with its log, and go on in the copy."""
        workspace = self._workspace
        work = Copying(workspace.session, target.absolute(), workspace.opened_project.passphrase, workspace.lists,
                       workspace.opened)
        workspace.tasks.run(
            f"Saving {target.name}", work, self._copied, self.refuse, project=True, cancellable=False,
            dropped=close_dropped)

    def _copied(self, ready: Ready) -> None:
        self._take(ready, same=True)
        self._workspace.tell(
            f"Saved as {ready.state.path.name}; it is the open project now.", "done", str(ready.state.path.parent))

    def choose_passphrase(self) -> None:
        """Ask for another passphrase for the open project."""
        workspace = self._workspace
        if workspace.project is None:
            return
        if workspace.project.read_only:
            workspace.tell(workspace.project.read_only_reason, "warning")
            return
        dialog = ChangePassphrase(self._window, workspace.project.path.name, workspace.opened_project.passphrase,
                                  self._key_store or "")
        dialog.wanted.connect(self.change_passphrase)
        self._show(dialog)

    def change_passphrase(self, new: str, in_store: bool = False) -> None:
        """Encrypt the open project with another passphrase."""
        workspace = self._workspace
        state, old = workspace.project, workspace.opened_project.passphrase
        work = Rekeying(workspace.session, old, new, in_store, workspace.lists, workspace.opened)
        workspace.tasks.run(
            "Changing the passphrase", work, self._rekeyed, lambda error: self.reopen_after(error, state.path, old),
            project=True, cancellable=False, dropped=close_dropped)

    def _rekeyed(self, made: tuple[Ready, bool]) -> None:
        ready, kept = made
        self._take(ready, same=True)
        if kept:
            self._workspace.tell(f"{ready.state.path.name} has the new passphrase now.", "done")
        else:
            self._workspace.tell(f"{ready.state.path.name} has the new passphrase now, but the key store of this "
                                 "computer still has the old one or none: it will be asked for.", "warning")

    def reopen_after(self, error: Exception | None, path: Path, passphrase: str | None) -> None:
        """Work that had to close the file failed: open it as it was, and say what failed."""
        self._workspace.opened_project.drop()
        self.open_path(path, passphrase)
        if error is not None:
            self.refuse(error)

    def verify(self) -> None:
        """Check the file and the chain of its log."""
        self._workspace.ask("Verifying the project", lambda project: project.check(), self._verified)

    def _verified(self, found: Any) -> None:
        if found.whole:
            self._workspace.tell(
                f"The project is whole. {found.message}", "done", "Every page of the file was read and checked.")
        else:
            self._workspace.tell(found.message, "error", "The log does not hold together from there on.",
                                 ("page:audit", "Show the log"))

    def close_project(self) -> None:
        """Nothing is open any more."""
        self._workspace.close()

    # -- shared -------------------------------------------------------------------------------------------------------

    def take(self, ready: Ready) -> None:
        """Show a project that was opened anew."""
        self._take(ready, same=False)

    def _take(self, ready: Ready, same: bool) -> None:
        """`same`: it holds what is shown already, so that page and filter stay."""
        workspace = self._workspace
        if workspace.locked:
            # The window was locked meanwhile: nothing may come back without the passphrase.
            workspace.tasks.run("Closing the project", lambda _: ready.session.close(), _nothing, project=True,
                                cancellable=False)
            return
        if same:
            workspace.adopt_session(ready.session, ready.state, ready.passphrase)
        else:
            workspace.open_session(ready.session, ready.state, ready.passphrase, ready.opened)
        self.lost = None
        workspace.settings.put("folder", str(ready.state.path.parent))
        self.recent.add(ready.state.path)
        self.opened.emit()

    def refuse(self, error: Exception) -> None:
        """Tell the user about work that was refused."""
        self._workspace.set_busy("")
        self._workspace.refuse(error)

    def _refuse_in_dialog(self, error: Exception) -> None:
        from sinolens.storage.errors import ProjectError

        if isinstance(error, ProjectError) and isinstance(self._dialog, NewProject):
            self._dialog.refuse(str(error))
        else:
            self.refuse(error)

    def _stopped(self) -> None:
        self._close_dialog()
        self._workspace.set_busy("")
        self._workspace.tell("Stopped. Nothing was changed.")

    def _show(self, dialog: Any, shown: bool = False) -> None:
        self._close_dialog()
        self._dialog = dialog
        dialog.finished.connect(self._dialog_gone)
        if not shown:
            dialog.open()

    def _dialog_gone(self) -> None:
        if self.sender() is self._dialog:
            self._dialog = None

    def _close_dialog(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.close()

    def _folder(self) -> str:
        kept = self._workspace.settings.get("folder")
        return kept if kept and Path(kept).is_dir() else str(Path.home())

    def _follow(self) -> None:
        workspace, commands = self._workspace, self._window.commands
        state = workspace.project
        writable = state is not None and not state.read_only
        commands["file.close"].setEnabled(workspace.analysis is not None or state is not None)
        for name in ("file.save", "file.save_as"):
            commands[name].setEnabled(workspace.holdings is not None or state is not None)
        commands["file.verify"].setEnabled(state is not None)
        commands["file.passphrase"].setEnabled(writable)
        commands["file.passphrase"].setText(
            "Encrypt project…" if state is not None and not state.encrypted else "Change &passphrase…")


def _find_key_store(task: object) -> str:
    from sinolens.storage.errors import KeyStoreFault
    from sinolens.storage.keys import key_store_name

    del task
    try:
        return key_store_name()
    except KeyStoreFault:
        # Then there is none to offer.
        return ""


def _nothing(result: object) -> None:
    """Nothing follows."""
    del result
