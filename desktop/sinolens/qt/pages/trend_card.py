"""Exposure over time: what is open beside the frozen periods of the project, read one by one in the background."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from sinolens.figures.primitives import Mark, Measure, Picture
from sinolens.figures.trend import Period, layout_trend
from sinolens.qt.base.labels import label
from sinolens.qt.base.workspace import Opened, Workspace, prepare
from sinolens.qt.pages.chart_card import ChartCard, Look

if TYPE_CHECKING:
    from sinolens.exposure.cube import Cube
    from sinolens.storage.project import Project

MOST = 8
"""Frozen periods held at once: each is a whole analysis."""


@dataclass(frozen=True, slots=True)
class _Frozen:
    """A frozen period made ready."""

    id: str
    label: str
    opened: Opened
    holdings: Any
    question: Any


class TrendCard(ChartCard):
    """A column for each as-of date. A frozen period is opened from its column, with the filter of the part chosen.

    Attributes:
        waiting: ids of periods that are still to be read.
    """

    # Each date has a whole of its own.
    restates = False

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, "Over time", "China AI, {value}, by tier", _nothing, ("tier", "knowledge"),
                         parent=parent, axes=True)
        self._session: object = None
        self._frozen: dict[str, _Frozen] = {}
        self._order: tuple[str, ...] = ()
        self.waiting: list[str] = []
        self._reading = False
        self._hint = label("", "caption", wrap=True)
        self.body.addWidget(self._hint)
        workspace.project_changed.connect(self._follow)

    def showEvent(self, event: QShowEvent) -> None:
        """The frozen periods are read when the card is first looked at."""
        super().showEvent(event)
        self._follow()

    def hideEvent(self, event: QHideEvent) -> None:
        """What nobody looks at is read no further."""
        super().hideEvent(event)
        self.waiting = []

    def refresh(self) -> None:
        """Show all periods through the present filter."""
        super().refresh()
        analysis = self._workspace.analysis
        if analysis is None:
            return
        shown = len(self._shown())
        if self.waiting:
            self._hint.setText(f"Reading frozen periods: {len(self.waiting)} still to come.")
        elif self._workspace.selection.positions and self._frozen:
            self._hint.setText("Chosen positions are of this date only; other dates are left out.")
        elif shown < 2:
            self._hint.setText("One date so far. Freeze a period (File, Freeze this period) before the next quarter is "
                               "imported: it stands here beside it.")
        else:
            self._hint.setText("")
        self._hint.setVisible(bool(self._hint.text()))

    def _key(self, look: Look) -> tuple[object, ...]:
        return (look, *self._shown())

    def _lay_out(self, view: Cube, look: Look, width: float, height: float, measure: Measure) -> Picture:
        workspace = self._workspace
        title = workspace.frozen or (workspace.project.name if workspace.project is not None else "shown now")
        periods = [Period("", title, view)]
        for frozen in self._shown():
            cube = frozen.opened.cube
            # Row numbers are of one table only; words and values hold for all dates.
            periods.append(Period(frozen.id, frozen.label, cube.select(view.selection)))
        return layout_trend(periods, width, height, look.measure, text_width=measure)

    def _shown(self) -> tuple[Any, ...]:
        """The frozen periods that stand beside what is open."""
        if self._workspace.selection.positions:
            return ()
        return tuple(self._frozen[key] for key in self._order if key in self._frozen
                     and self._frozen[key].label != self._workspace.frozen)

    def _follow(self) -> None:
        """Another project, or a period was frozen: read what is missing."""
        session = self._workspace.session
        if session is not self._session:
            self._session = session
            self._frozen.clear()
            self._order, self.waiting, self._reading = (), [], False
        if session is None or not self.isVisible() or self._reading:
            return
        self._reading = True
        self._workspace.ask("Reading the periods", _list, self._take_list)

    def _take_list(self, keys: tuple[str, ...]) -> None:
        self._order = keys
        self._frozen = {key: self._frozen[key] for key in keys if key in self._frozen}
        self.waiting = [key for key in keys if key not in self._frozen] if self.isVisible() else []
        self._read_next()

    def _read_next(self) -> None:
        if not self.waiting:
            self._reading = False
            self.refresh()
            return
        self._workspace.ask("Reading a frozen period", _Reading(self.waiting[0]), self._take, self._fail)

    def _take(self, frozen: _Frozen) -> None:
        self._frozen[frozen.id] = frozen
        self.waiting = [key for key in self.waiting if key != frozen.id]
        self.refresh()
        self._read_next()

    def _fail(self, error: Exception) -> None:
        self.waiting, self._reading = [], False
        self._workspace.refuse(error)

    def _choose(self, mark: Mark, add: bool) -> None:
        # A whole column is a date, not a part of what is open: it leads to its positions only.
        if not mark.id.startswith("period:"):
            super()._choose(mark, add)

    def _open(self, mark: Mark) -> None:
        key = mark.id.partition(":")[2].partition("|")[0]
        frozen = self._frozen.get(key)
        if frozen is None:
            super()._open(mark)
            return
        self._workspace.show_frozen(frozen.label, frozen.opened, frozen.holdings, frozen.question)
        self._workspace.choose(mark.filters)
        self._workspace.page_wanted.emit("holdings")


def _nothing(view: Cube, look: Look, width: float, height: float, measure: Measure) -> Picture:
    del look, measure
    return Picture(width, height, (), (), f"No period of {view.analysis.title}.")


def _list(project: Project) -> tuple[str, ...]:
    """Ids of the newest frozen state of each date, latest dates first, as many as are held."""
    from sinolens.services.periods import list_periods

    newest: dict[str, str] = {}
    for period in list_periods(project):
        newest.setdefault(period.as_of, period.id)
    return tuple(newest[day] for day in sorted(newest, reverse=True)[:MOST])


class _Reading:
    """Opens a frozen period; knows no widget."""

    def __init__(self, key: str) -> None:
        self._key = key

    def __call__(self, project: Project) -> _Frozen:
        from sinolens.services.periods import open_period

        session = open_period(project, self._key)
        if session.analysis is None:
            raise LookupError(f"{self._key} is frozen without positions")
        label_of = project.rows("snapshot")[self._key]["label"]
        return _Frozen(self._key, label_of, prepare(session.analysis), session.holdings, session.question)
