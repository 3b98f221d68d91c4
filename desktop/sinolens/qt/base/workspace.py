"""What is open: one analysis, one selection with its history, and the services every page shares."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from sinolens.exposure.selection import DIMENSION_TITLES, Selection
from sinolens.figures.primitives import Mark
from sinolens.qt.base.errors import Message
from sinolens.qt.base.settings import Settings
from sinolens.qt.base.tasks import Task, Tasks
from sinolens.qt.base.theme import Appearance

if TYPE_CHECKING:
    # pandas comes with these: they are imported when the first analysis is shown, not at the start.
    from sinolens.exposure.analysis import Analysis
    from sinolens.exposure.cube import Cube
    from sinolens.reference.loader import Reference
    from sinolens.storage.project import Project

HISTORY = 100


@dataclass(frozen=True)
class Opened:
    """An analysis made ready for the screen; made off the main thread."""

    analysis: Analysis
    cube: Cube


def prepare(analysis: Analysis) -> Opened:
    """Make an analysis ready for the screen. Takes a while for large ones; needs no Qt."""
    from sinolens.exposure.cube import Cube

    cube = Cube(analysis)
    cube.totals(("scope", "tier"))
    return Opened(analysis, cube)


class Workspace(QObject):
    """Shared by all pages. Pages ask it and tell it; they never talk to each other.

    Signals:
        analysis_changed: another analysis, or none, is open.
        selection_changed: the filter is another one.
        message: something to tell the user.
        page_wanted: id of a page to show.
        action_wanted: id of a command to do.
        position_wanted: row of the position table to go to, on the page of holdings.
        reference_loaded: the bundled facts are there.
        project_changed: another project file is open, or none, or it has a new entry.
    """

    analysis_changed = Signal()
    selection_changed = Signal()
    message = Signal(object)
    page_wanted = Signal(str)
    action_wanted = Signal(str)
    position_wanted = Signal(object)
    reference_loaded = Signal()
    project_changed = Signal()

    def __init__(self, appearance: Appearance, settings: Settings, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.appearance = appearance
        self.settings = settings
        self.tasks = tasks
        self.analysis: Analysis | None = None
        self.cube: Cube | None = None
        self.view: Cube | None = None
        self.busy = ""
        self.holdings: Any = None
        self.question: Any = None
        self.project: Project | None = None
        self._reference: Reference | None = None
        self._loading = False
        self._history: list[Selection] = [Selection()]
        self._place = 0
        self._kept: dict[str, Any] = {}

    @property
    def selection(self) -> Selection:
        """The filter."""
        return self._history[self._place]

    @property
    def can_go_back(self) -> bool:
        """There was a filter before this one."""
        return self._place > 0

    @property
    def can_go_forward(self) -> bool:
        """Back was used."""
        return self._place < len(self._history) - 1

    def open(self, opened: Opened, holdings: Any = None, question: Any = None) -> None:
        """Show an analysis, with an empty filter, and remember what it was made of."""
        self.analysis, self.cube = opened.analysis, opened.cube
        self.holdings, self.question = holdings, question
        self._history, self._place = [Selection()], 0
        self._kept.clear()
        self.busy = ""
        self.view = opened.cube.select(Selection())
        self.analysis_changed.emit()
        self.selection_changed.emit()

    def close(self) -> None:
        """Nothing is open any more."""
        self.analysis = self.cube = self.view = self.holdings = self.question = None
        self._history, self._place = [Selection()], 0
        self._kept.clear()
        self.analysis_changed.emit()
        self.selection_changed.emit()

    def set_busy(self, words: str) -> None:
        """Say that an analysis is on its way, or with "" that none is; pages show it where they have nothing else."""
        self.busy = words
        if self.analysis is None:
            self.analysis_changed.emit()

    def reference(self) -> Reference | None:
        """The bundled facts; None while they are being read, and `reference_loaded` fires when they are there."""
        if self._reference is None and not self._loading:
            self._loading = True
            self.tasks.run("Reading the bundled facts", _load_reference, self._take_reference, cancellable=False)
        return self._reference

    def _take_reference(self, reference: Reference) -> None:
        self._reference = reference
        self.reference_loaded.emit()

    def keep(self, name: str, make: Callable[[Analysis], Any]) -> Any:
        """Something made once from the open analysis."""
        if name not in self._kept:
            if self.analysis is None:
                raise LookupError(name)
            self._kept[name] = make(self.analysis)
        return self._kept[name]

    def tell(self, text: str, severity: str = "info", detail: str = "", action: tuple[str, str] = ("", "")) -> None:
        """Show a message to the user."""
        self.message.emit(Message(text, severity, detail, action))

    def select(self, selection: Selection) -> None:
        """Filter by another selection; what was before stays one step back."""
        if selection == self.selection:
            return
        self._history = [*self._history[: self._place + 1], selection][-HISTORY:]
        self._place = len(self._history) - 1
        self._look()

    def clear_filter(self) -> None:
        """Show everything."""
        self.select(Selection())

    def back(self) -> None:
        """The filter before this one."""
        if self.can_go_back:
            self._place -= 1
            self._look()

    def forward(self) -> None:
        """The filter after this one."""
        if self.can_go_forward:
            self._place += 1
            self._look()

    def choose(self, filters: tuple[tuple[str, str], ...], add: bool = False) -> None:
        """Filter by what a mark stands for; with `add`, beside what is chosen. Choosing what is chosen undoes it."""
        selection = self.selection
        wanted = grouped(filters)
        if not add and wanted and all(selection.values(name) == tuple(sorted(set(v))) for name, v in wanted.items()):
            for name in wanted:
                selection = selection.cleared(name)
        else:
            for name, values in wanted.items():
                if not add:
                    selection = selection.only(name, *values)
                elif len(values) == 1 and len(wanted) == 1:
                    selection = selection.toggle(name, values[0])
                else:
                    selection = selection.including(name, *values)
        self.select(selection)

    def exclude(self, filters: tuple[tuple[str, str], ...]) -> None:
        """Everything but what a mark stands for: its finest dimension is left out."""
        wanted = grouped(filters)
        if wanted:
            # Leaving out every dimension would leave out far more than the mark.
            name = "issuer" if "issuer" in wanted else next(reversed(wanted))
            self.select(self.selection.excluding(name, *wanted[name]))

    def is_chosen(self, mark: Mark, dimensions: tuple[str, ...]) -> bool:
        """Whether the filter's choice in these dimensions is about this mark."""
        wanted = grouped(mark.filters)
        for name in dimensions:
            chosen = self.selection.values(name)
            if chosen and name in wanted and not set(wanted[name]) & set(chosen):
                return False
        return True

    def _look(self) -> None:
        if self.cube is not None:
            self.view = self.cube.select(self.selection)
        self.selection_changed.emit()


def _load_reference(task: Task) -> Reference:
    from sinolens.reference.loader import load_reference

    del task
    return load_reference()


def grouped(filters: tuple[tuple[str, str], ...]) -> dict[str, list[str]]:
    """Filters of a mark by dimension."""
    made: dict[str, list[str]] = {}
    for name, value in filters:
        if name in DIMENSION_TITLES:
            made.setdefault(name, []).append(value)
    return made
