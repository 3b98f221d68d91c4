"""The work on project files, to be run off the main thread; none of it knows a widget."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sinolens.qt.base.open_project import ProjectState, read_state
from sinolens.qt.base.tasks import Task
from sinolens.qt.base.workspace import Opened, prepare

if TYPE_CHECKING:
    from sinolens.services.fact_source import FactSource
    from sinolens.services.session import Session
    from sinolens.storage.audit import ChainState
    from sinolens.storage.backups import Backup


@dataclass(frozen=True)
class Ready:
    """A project opened and ready to be shown. `opened` None = it has no positions.

    `notice`: to tell the user; `chain`: what the log was found to be, where the last writer was killed.
    """

    session: Session
    state: ProjectState
    passphrase: str | None
    opened: Opened | None
    notice: str = ""
    chain: ChainState | None = None


@dataclass(frozen=True)
class Asking:
    """The passphrase has to be asked for; `note` says why when it is not the first time."""

    path: Path
    note: str = ""


def close_dropped(made: Any) -> None:
    """Close the project that was opened when the program was left: nobody takes it any more."""
    ready = made[0] if isinstance(made, tuple) else made
    if isinstance(ready, Ready):
        ready.session.close()


def make_ready(session: Session, passphrase: str | None, opened: Opened | None = None) -> Ready:
    """Prepare a session for the screen; `opened`: what is prepared already."""
    if opened is None and session.analysis is not None:
        opened = prepare(session.analysis)
    return Ready(session, read_state(session.project), passphrase, opened, session.notice,
                 session.project.verify() if session.project.recovered else None)


class Opening:
    """Opens a project; without a passphrase it looks into the key store first."""

    def __init__(self, path: Path, passphrase: str | None, lists: FactSource | None, read_only: bool = False) -> None:
        self.path, self.passphrase, self._lists, self.read_only = path, passphrase, lists, read_only

    def __call__(self, task: Task) -> Ready | Asking:
        """Do it."""
        from sinolens.services import project_files
        from sinolens.storage.errors import KeyStoreFault, WrongKey

        words, from_store = self.passphrase, False
        if words is None and project_files.needs_passphrase(self.path):
            try:
                words = project_files.recall_key(self.path)
            except KeyStoreFault as error:
                return Asking(self.path, str(error))
            from_store = words is not None
            if words is None:
                return Asking(self.path)
        try:
            session = project_files.open_project(
                self.path, words, self._lists, read_only=self.read_only, progress=task)
        except WrongKey:
            if from_store:
                return Asking(self.path, "The passphrase kept in this computer's key store does not open it any more.")
            raise
        return make_ready(session, words if session.project.encrypted else None)


class Creating:
    """Makes a project file, with what is open in it."""

    def __init__(self, path: Path, passphrase: str | None, in_store: bool, lists: FactSource | None,
                 holdings: Any, question: Any, opened: Opened | None) -> None:
        self.path, self._passphrase, self._in_store, self._lists = path, passphrase, in_store, lists
        self._holdings, self._question, self._opened = holdings, question, opened

    def __call__(self, task: Task) -> tuple[Ready, bool]:
        """Do it."""
        from sinolens.services import project_files

        del task
        session = project_files.create_project(
            self.path, self._passphrase, self._lists, self._holdings, self._question,
            self._opened.analysis if self._opened is not None else None,
        )
        kept = True
        if self._in_store and self._passphrase is not None:
            kept = project_files.remember_key(self.path, self._passphrase)
        return make_ready(session, self._passphrase, self._opened), kept


class Copying:
    """Copies the open project to another file and goes on there."""

    def __init__(self, session: Session, target: Path, passphrase: str | None, lists: FactSource | None,
                 opened: Opened | None) -> None:
        self._session, self._target, self._passphrase = session, target, passphrase
        self._lists, self._opened = lists, opened

    def __call__(self, task: Task) -> Ready:
        """Do it."""
        from sinolens.services.project_files import copy_project

        del task
        made = copy_project(self._session, self._target, self._passphrase, self._lists)
        return make_ready(made, self._passphrase, self._opened)


class Rekeying:
    """Encrypts the open project with another passphrase."""

    def __init__(self, session: Session, old: str | None, new: str, in_store: bool, lists: FactSource | None,
                 opened: Opened | None) -> None:
        self._session, self._old, self._new, self._in_store = session, old, new, in_store
        self._lists, self._opened = lists, opened

    def __call__(self, task: Task) -> tuple[Ready, bool]:
        """Do it; False when the key store did not do its part."""
        from sinolens.services import project_files

        del task
        path = self._session.project.path
        made = project_files.change_key(self._session, self._old, self._new, self._lists)
        kept = (
            project_files.remember_key(path, self._new) if self._in_store else project_files.forget_key(path))
        return make_ready(made, self._new, self._opened), kept


class Restoring:
    """Goes back to a backup, of the open project or of a file that does not open."""

    def __init__(self, session: Session | None, path: Path, backup: Backup, passphrase: str | None,
                 lists: FactSource | None) -> None:
        self._session, self._path, self._backup = session, path, backup
        self._passphrase, self._lists = passphrase, lists

    def __call__(self, task: Task) -> tuple[Ready, Path | None]:
        """Do it."""
        from sinolens.services.project_files import go_back_to, restore_lost

        if self._session is not None:
            made, aside = go_back_to(self._session, self._backup, self._passphrase, self._lists, task)
        else:
            made, aside = restore_lost(self._path, self._backup, self._passphrase, self._lists, task)
        return make_ready(made, self._passphrase if made.project.encrypted else None), aside
