"""The open project: its session, what the window knows of it, and the steps made in it.

Its file is only ever touched by the one thread for project work.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from sinolens.qt.base.moved import Moved, compare
from sinolens.qt.base.tasks import Task, Tasks

if TYPE_CHECKING:
    from sinolens.services.session import Outcome, Session
    from sinolens.services.universe import OwnEntry
    from sinolens.storage.project import Changed, Project


@dataclass(frozen=True, slots=True)
class ProjectState:
    """What menus and the title bar say of the project.

    Attributes:
        path: where the file is.
        encrypted: False only by the user's choice.
        read_only_reason: why nothing can be changed, "" when it can.
        recovered: the program was killed while the project was open.
        undo_title, redo_title: of the step that undo or redo would take, "" when there is none.
        passed_title: of a list edition accepted or withdrawn since, which undo would pass by; "" when there is none.
        own: what the project says of issuers.
        packs: name and text of its own rules and institutions; None = this computer's count.
        origin: tells it from other projects wherever its file is; its backups are found by it.
    """

    path: Path
    encrypted: bool
    read_only_reason: str
    recovered: bool
    undo_title: str
    redo_title: str
    own: tuple[OwnEntry, ...] = ()
    packs: tuple[tuple[str, str], ...] | None = None
    passed_title: str = ""
    origin: str = ""

    @property
    def name(self) -> str:
        """File name without its suffix."""
        return self.path.stem

    @property
    def read_only(self) -> bool:
        """Nothing can be changed."""
        return bool(self.read_only_reason)


def read_state(project: Project) -> ProjectState:
    """What the window needs to know. For the project's own thread."""
    from sinolens.services.own_issuers import read_own
    from sinolens.services.own_rules import kept_packs

    return ProjectState(
        project.path, project.encrypted, project.read_only_reason, project.recovered,
        "" if project.read_only else project.undo_title, "" if project.read_only else project.redo_title,
        read_own(project), kept_packs(project), "" if project.read_only else project.passed_title,
        project.origin,
    )


@dataclass(frozen=True)
class Stepped:
    """What a step made of the project.

    Attributes:
        changed: None = there was nothing to undo or redo.
        renewed: another analysis, or none, stands now.
        opened: it, made ready.
        state: of the project after the step.
        problem: the step was kept, but no analysis could be made of it.
        told: what the user is told afterwards, "" for the step's own title.
    """

    changed: Changed | None
    renewed: bool
    opened: Any
    state: ProjectState
    problem: Exception | None = None
    told: str = ""
    moved: Moved | None = None


class _Step:
    """The work of one step; knows no widget."""

    def __init__(self, session: Session, act: Callable[[Session, Task], Outcome | None],
                 prepare: Callable[[Any], Any], told: str) -> None:
        self._session, self._act, self._prepare, self._told = session, act, prepare, told

    def __call__(self, task: Task) -> Stepped:
        from sinolens.services.session import ANALYSED, StepKept

        session = self._session
        before = session.analysis
        try:
            outcome = self._act(session, task)
        except StepKept as problem:
            return Stepped(problem.changed, False, None, read_state(session.project), problem)
        if outcome is None:
            return Stepped(None, False, None, read_state(session.project))
        opened = self._prepare(outcome.analysis) if outcome.analysis is not None else None
        moved = compare(before, outcome.analysis, self._told or outcome.changed.title)
        # A setting that no answer rests on leaves the analysis that is shown.
        renewed = bool(outcome.changed.tables & ANALYSED) and (opened is not None or session.analysis is None)
        return Stepped(
            outcome.changed, renewed, opened, read_state(session.project), told=self._told,
            moved=moved if renewed else None)


class _Closed(Exception):  # noqa: N818 - never told: nobody waits for the answer any more
    """The project was closed before the turn of a question came."""


class OpenProject(QObject):
    """Holds the session of the open project, or none.

    Signals:
        stepped: a `Stepped`, after each step, on the main thread.
        refused: the exception of a step that was not made.
        changed: another project is open, or none, or a step was made.

    Attributes:
        session: the open project with its holdings; read its project only in work given to `ask` or `step`.
        state: what menus and the title bar say of it; None without a project.
        passphrase: kept while the project is open, for backups; None for an unencrypted file.
    """

    stepped = Signal(object)
    refused = Signal(object)
    changed = Signal()

    def __init__(self, tasks: Tasks, prepare: Callable[[Any], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._prepare = prepare
        self.session: Session | None = None
        self.state: ProjectState | None = None
        self.passphrase: str | None = None
        # Given up, and waiting for the steps before to be closed.
        self._leaving: list[Session] = []

    def open(self, session: Session, state: ProjectState, passphrase: str | None) -> None:
        """Take a session that was opened in the project's thread; the one before is closed."""
        self._give_up()
        self.session, self.state, self.passphrase = session, state, passphrase
        self.changed.emit()

    def close(self) -> None:
        """Close the file, after the steps under way."""
        if self.session is not None:
            self._give_up()
            self.changed.emit()

    def drop(self) -> None:
        """Forget a session whose file was closed by the work that failed."""
        self.session = self.state = self.passphrase = None
        self.changed.emit()

    def close_now(self) -> None:
        """Close the file at once, and those whose turn to be closed has not come; only when no work runs any more."""
        for session in self._leaving:
            session.close()
        self._leaving.clear()
        if self.session is not None:
            self.session.close()
            self.session = self.state = self.passphrase = None

    def step(self, words: str, act: Callable[[Session, Task], Outcome | None],
             done: Callable[[Changed], None] | None = None, told: str = "") -> None:
        """Make a step in the background: `act(session, progress)`, then `stepped`, then `done(changed)`."""
        session = self.session
        if session is None:
            raise LookupError("no project is open")
        self._tasks.run(
            words, _Step(session, act, self._prepare, told), lambda made: self._made(session, made, done),
            lambda error: self._failed(session, error), project=True, cancellable=False,
        )

    def ask(self, words: str, read: Callable[[Project], Any], done: Callable[[Any], None],
            failed: Callable[[Exception], None] | None = None) -> None:
        """Read from the project in the background; an answer that comes after the project was closed is dropped.

        A question whose turn comes after it is not asked any more.
        """
        session = self.session
        if session is None:
            raise LookupError("no project is open")
        refuse = failed or self.refused.emit

        def read_open(task: Task) -> Any:
            del task
            if session.closed:
                raise _Closed
            return read(session.project)

        self._tasks.run(
            words, read_open, lambda found: self._answered(session, found, done),
            lambda error: None if isinstance(error, _Closed) else refuse(error), project=True, cancellable=False,
        )

    def _made(self, session: Session, made: Stepped, done: Callable[[Changed], None] | None) -> None:
        if session is not self.session:
            return
        self.state = made.state
        self.stepped.emit(made)
        self.changed.emit()
        if done is not None and made.changed is not None:
            done(made.changed)

    def _failed(self, session: Session, error: Exception) -> None:
        if session is self.session:
            self.refused.emit(error)

    def _answered(self, session: Session, found: Any, done: Callable[[Any], None]) -> None:
        if session is self.session:
            done(found)

    def _give_up(self) -> None:
        session = self.session
        self.session = self.state = self.passphrase = None
        if session is not None:
            self._leaving.append(session)
            self._tasks.run(
                "Closing the project", lambda _: session.close(), lambda _: self._left(session),
                lambda error: self._not_left(session, error), project=True, cancellable=False)

    def _left(self, session: Session) -> None:
        self._leaving.remove(session)

    def _not_left(self, session: Session, error: Exception) -> None:
        self._leaving.remove(session)
        self._tasks.unexpected.emit(error)
