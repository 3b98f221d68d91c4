"""Exposure over time: what is open beside the frozen periods of the project, however many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from sinolens.figures.primitives import Mark, Measure, Picture
from sinolens.figures.trend import layout_trend
from sinolens.figures.trend_column import Column, read_column
from sinolens.qt.base.frozen import open_frozen
from sinolens.qt.base.labels import label
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.pages.chart_card import ChartCard, Look
from sinolens.qt.pages.legend import TierLegend
from sinolens.qt.pages.page import button
from sinolens.qt.pages.trend_reading import FrozenColumns, Listed

if TYPE_CHECKING:
    from sinolens.exposure.cube import Cube

BAR_WIDTH = 160


class TrendCard(ChartCard):
    """A column for each as-of date. A click on a frozen date opens it; a click on a part of a column filters.

    Attributes:
        frozen: the columns of the frozen periods.
        stop: stops the reading, or goes on with it.
    """

    # Each date has a whole of its own: the columns are read against what is chosen.
    restates = False
    follows = True

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, "Over time", "China AI, {value}, by tier", _nothing,
                         ("tier", "knowledge"), parent=parent, axes=True)
        self.head.addWidget(TierLegend(workspace))
        self._opening = False
        self.frozen = FrozenColumns(workspace, self)
        self._hint = label("", "caption", wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(BAR_WIDTH)
        self._bar.setAccessibleName("Frozen periods read")
        self.stop = button("Stop")
        self.stop.setProperty("kind", "link")
        self.stop.clicked.connect(self._stop_or_go_on)
        # Beside the title it would be the first to be cut off.
        self.body.addWidget(label("Outlined = not disclosed", "caption"))
        row = QHBoxLayout()
        row.addWidget(self._hint, 1)
        row.addWidget(self._bar)
        row.addWidget(self.stop)
        self.body.addLayout(row)
        self.frozen.changed.connect(self._show)
        workspace.project_changed.connect(self.frozen.follow)

    def showEvent(self, event: QShowEvent) -> None:
        """The frozen periods are read when the card is first looked at."""
        super().showEvent(event)
        self.frozen.watch(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """What nobody looks at is read no further."""
        super().hideEvent(event)
        self.frozen.watch(False)

    def refresh(self) -> None:
        """Show all dates through the present filter."""
        if self._workspace.cube is not None:
            # Row numbers are of one table only; words and values hold for all dates.
            selection = self._without(self._workspace.selection, self.own)
            if not selection.positions:
                self.frozen.look(selection, self.look.measure, self._workspace.lens.against,
                                 self._workspace.selection)
        self._show()

    def _show(self) -> None:
        super().refresh()
        if self._workspace.analysis is not None:
            self._say()

    def _say(self) -> None:
        """What is still to come, what cannot be shown, and what to do about it."""
        beside, waiting = self._beside(), len(self.frozen.waiting)
        missing = [one for one in self.frozen.listed if one.id in self.frozen.unreadable]
        words = ""
        if self._workspace.selection.positions and self.frozen.listed:
            words, waiting = "Chosen positions are of this date only; other dates are left out.", 0
        elif waiting and self.frozen.stopped:
            words = f"{_dates(waiting)} of {len(self.frozen.listed):,} not read for this filter."
        elif waiting:
            words = f"Reading frozen periods: {len(self.frozen.listed) - waiting:,} of {len(self.frozen.listed):,}."
        elif missing:
            names = ", ".join(one.label for one in missing[:3]) + (" and others" if len(missing) > 3 else "")
            words = f"Cannot be read: {names}. {self.frozen.unreadable[missing[0].id]}"
        elif not beside:
            words = ("One date so far. Freeze a period (File, Freeze this period) before the next quarter is "
                     "imported: it stands here beside it.")
        self._hint.setText(words)
        self._hint.setVisible(bool(words))
        self._bar.setRange(0, max(1, len(self.frozen.listed)))
        self._bar.setValue(len(self.frozen.listed) - waiting)
        self._bar.setVisible(bool(waiting) and not self.frozen.stopped)
        self.stop.setText("Read them" if self.frozen.stopped else "Stop")
        self.stop.setVisible(bool(waiting))

    def _stop_or_go_on(self) -> None:
        if self.frozen.stopped:
            self.frozen.go_on()
        else:
            self.frozen.stop()

    def _key(self, look: Look) -> tuple[object, ...]:
        return (look, *self._columns())

    def _lay_out(self, view: Cube, look: Look, width: float, height: float, measure: Measure) -> Picture:
        workspace = self._workspace
        title = workspace.frozen or (workspace.project.name if workspace.project is not None else "shown now")
        open_now = read_column("", title, view, look.measure, workspace.lens.against, workspace.selection)
        return layout_trend([*self._columns(), open_now], width, height, look.measure, measure)

    def _columns(self) -> tuple[Column, ...]:
        """The columns beside what is open; those still to come hold no numbers yet."""
        read = self.frozen.columns
        return tuple(read.get(one.id) or Column(one.id, one.label, one.as_of, waits=True) for one in self._beside())

    def _beside(self) -> tuple[Listed, ...]:
        if self._workspace.selection.positions:
            return ()
        return tuple(one for one in self.frozen.listed
                     if one.label != self._workspace.frozen and one.id not in self.frozen.unreadable)

    def _choose(self, mark: Mark, add: bool) -> None:
        if not mark.id.startswith("period:"):
            super()._choose(mark, add)
        elif self._named(mark) is not None:
            # A whole date is no part of what is open: it leads to itself.
            self._open(mark)

    def _open(self, mark: Mark) -> None:
        listed = self._named(mark)
        if listed is None:
            super()._open(mark)
        elif not self._opening:
            # The second click of a double click asks for what the first one began.
            self._opening = True
            open_frozen(self._workspace, listed.id, listed.label, lambda: self._lead(mark), self._opened)

    def _lead(self, mark: Mark) -> None:
        self._workspace.choose(mark.filters)
        self._workspace.page_wanted.emit("holdings")

    def _opened(self) -> None:
        self._opening = False

    def _named(self, mark: Mark) -> Listed | None:
        """The frozen period a mark belongs to."""
        key = mark.id.partition(":")[2].partition("|")[0]
        return next((one for one in self.frozen.listed if one.id == key), None)


def _dates(count: int) -> str:
    return "1 frozen date" if count == 1 else f"{count:,} frozen dates"


def _nothing(view: Cube, look: Look, width: float, height: float, measure: Measure) -> Picture:
    del look, measure
    return Picture(width, height, (), (), f"No period of {view.analysis.title}.")
