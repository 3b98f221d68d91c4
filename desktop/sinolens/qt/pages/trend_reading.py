"""The frozen periods of the project as columns of the figure over time: read in the background, one after the other."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from sinolens.exposure.selection import Selection
from sinolens.figures.trend_column import Column, read_column
from sinolens.qt.base.workspace import Workspace

if TYPE_CHECKING:
    from sinolens.exposure.cube import Cube
    from sinolens.qt.base.tasks import Task
    from sinolens.storage.project import Project

EVERYTHING = Selection()
HELD_BYTES = 256 * 1024 * 1024
"""Numbers of frozen periods held at once, so that a filter reaches them without reading them again."""
LOOKS = 32
"""Filters whose columns are remembered."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A frozen period as the project lists it."""

    id: str
    label: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Look:
    """What a column depends on besides its period."""

    selection: Selection
    measure: str
    against: str = ""
    asked: Selection = EVERYTHING


class FrozenColumns(QObject):
    """A column for each frozen date, as far as it is read.

    A period is opened once, in the project's own thread; what its columns need is kept condensed as long as there is
    room, and the columns of the last filters always. Nothing is read while nobody looks, nor after the user stopped it.

    Signals:
        changed: columns came, or reading began or ended.

    Attributes:
        listed: the newest frozen state of each date, oldest first.
        unreadable: id of a period that cannot be read to why.
        stopped: the user stopped the reading.
    """

    changed = Signal()

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._session: object = None
        self._look = Look(Selection(), "full")
        self._watched = False
        self._task: Task | None = None
        self._asking = False
        self._held: dict[str, Cube] = {}
        self._room = HELD_BYTES
        self._columns: OrderedDict[Look, dict[str, Column]] = OrderedDict()
        self._seen: set[str] = set()
        self.listed: tuple[Listed, ...] = ()
        self.unreadable: dict[str, Exception] = {}
        self.stopped = False

    @property
    def columns(self) -> dict[str, Column]:
        """Id of a period to its column through the present filter, of those that are read."""
        return self._columns.get(self._look, {})

    @property
    def waiting(self) -> tuple[Listed, ...]:
        """Periods without a column yet, the latest first; those that cannot be read are left out."""
        return tuple(one for one in reversed(self.listed)
                     if one.id not in self.columns and one.id not in self.unreadable)

    @property
    def is_reading(self) -> bool:
        """Work is under way."""
        return self._task is not None

    def look(self, selection: Selection, measure: str, against: str = "", asked: Selection | None = None) -> None:
        """Another filter or value counts: what is held is asked anew, what was let go waits to be asked for.

        Args:
            selection: through which the columns are read.
            measure: see `Cube`.
            against: what shares are of, see `read_column`.
            asked: the filter as the user set it; None = `selection`.
        """
        # What was asked matters to what shares are of only.
        wanted = Look(selection, measure, against, (asked or selection) if against else EVERYTHING)
        if wanted == self._look:
            return
        self._look = wanted
        # Reading everything again at every click would never end: only what was never read is read unasked.
        self.stopped = self.stopped or any(one.id in self._seen and one.id not in self._held for one in self.waiting)
        if self._task is not None and self._asking:
            self._task.cancel()
        self._read()

    def watch(self, watched: bool) -> None:
        """Somebody looks, or nobody does any more."""
        self._watched = watched
        if watched:
            self.follow()
        elif self._task is not None:
            self._task.cancel()

    def stop(self) -> None:
        """Read no further until asked to."""
        self.stopped = True
        if self._task is not None:
            self._task.cancel()
        self.changed.emit()

    def go_on(self) -> None:
        """Read what is missing."""
        self.stopped = False
        self._read()
        self.changed.emit()

    def follow(self) -> None:
        """Another project, or a step in it: a period may have been frozen."""
        session = self._workspace.session
        if session is not self._session:
            self._session = session
            self._forget()
        if session is not None and self._watched:
            self._workspace.ask("Reading the periods", _list, self._take_list)

    def _forget(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._task, self._room, self.stopped = None, HELD_BYTES, False
        self.listed, self.unreadable = (), {}
        self._held.clear()
        self._columns.clear()
        self._seen.clear()

    def _take_list(self, listed: tuple[Listed, ...]) -> None:
        if listed != self.listed:
            self.listed = listed
            self.changed.emit()
        self._read()

    def _read(self) -> None:
        """Start the next piece of work, if there is one and nobody minds."""
        session: Any = self._session
        if self._task is not None or session is None or not self._watched:
            return
        waiting = self.waiting
        held = tuple((one, self._held[one.id]) for one in waiting if one.id in self._held)
        if held:
            self._run(_Asking(held, self._look), self._take_asked, project=False)
        elif waiting and not self.stopped:
            self._run(_Reading(session.project, waiting[0], self._look), self._take_read, project=True)

    def _run(self, work: Any, done: Any, *, project: bool) -> None:
        session, self._asking = self._session, not project

        def finish(made: Any) -> None:
            if session is self._session:
                self._task = None
                done(made)

        def fail(error: Exception) -> None:
            if session is self._session:
                self._task = None
                # One period that cannot be read is said, and keeps none of the others from being read.
                self.unreadable.update(dict.fromkeys(work.ids, error))
                self.changed.emit()
                self._read()

        def cancelled() -> None:
            if session is self._session:
                self._task = None
                self._read()
                self.changed.emit()

        self._task = self._workspace.tasks.run(
            "Reading frozen periods", work, finish, fail, cancelled=cancelled, project=project, quiet=True)

    def _take_asked(self, made: tuple[Look, tuple[Column, ...]]) -> None:
        look, columns = made
        self._keep(look, columns)
        self.changed.emit()
        self._read()

    def _take_read(self, made: tuple[Look, Column, Cube, int]) -> None:
        look, column, cube, size = made
        self._seen.add(column.key)
        if size <= self._room:
            self._room -= size
            self._held[column.key] = cube
        self._keep(look, (column,))
        self.changed.emit()
        self._read()

    def _keep(self, look: Look, columns: tuple[Column, ...]) -> None:
        self._columns.setdefault(look, {}).update({column.key: column for column in columns})
        self._columns.move_to_end(look)
        while len(self._columns) > LOOKS:
            self._columns.popitem(last=False)


def _list(project: Project) -> tuple[Listed, ...]:
    """The newest frozen state of each date, oldest date first."""
    from sinolens.services.periods import list_periods

    newest: dict[str, Listed] = {}
    for period in list_periods(project):
        newest.setdefault(period.as_of, Listed(period.id, period.label or period.id, period.as_of))
    return tuple(newest[day] for day in sorted(newest))


def _column(listed: Listed, cube: Cube, look: Look) -> Column:
    # It stands where it stood before it was read.
    return replace(read_column(listed.id, listed.label, cube.select(look.selection), look.measure, look.against,
                               look.asked), as_of=listed.as_of)


class _Asking:
    """Asks periods that are held; knows no widget."""

    def __init__(self, held: tuple[tuple[Listed, Cube], ...], look: Look) -> None:
        self._held, self._look = held, look
        self.ids = tuple(listed.id for listed, _ in held)

    def __call__(self, task: Task) -> tuple[Look, tuple[Column, ...]]:
        made = []
        for listed, cube in self._held:
            task.check()
            made.append(_column(listed, cube, self._look))
        return self._look, tuple(made)


class _Reading:
    """Opens a frozen period and keeps what columns are made of; knows no widget."""

    def __init__(self, project: Project, listed: Listed, look: Look) -> None:
        self._project, self._listed, self._look = project, listed, look
        self.ids = (listed.id,)

    def __call__(self, task: Task) -> tuple[Look, Column, Cube, int]:
        from sinolens.exposure.cube import Cube
        from sinolens.services.periods import open_period

        task.check()
        analysis = open_period(self._project, self._listed.id, task).analysis
        if analysis is None:
            raise LookupError(f"{self._listed.id} is frozen without positions")
        cube = Cube(analysis).condensed()
        return self._look, _column(self._listed, cube, self._look), cube, cube.size
