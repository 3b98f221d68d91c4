"""A card with one picture: it lays the figure out again at every filter, and passes clicks on to the filter."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from sinolens.exposure.selection import Selection
from sinolens.figures.primitives import Mark, Measure, Picture
from sinolens.qt.base.cards import Card
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.charts.picture import PictureWidget
from sinolens.qt.charts.reading import install_readers

if TYPE_CHECKING:
    from sinolens.exposure.cube import Cube

Figure = Callable[["Cube", float, float, Measure], Picture]


class ChartCard(Card):
    """One figure of the open analysis.

    What is chosen in the figure's own dimensions does not filter the figure itself: it stays whole and the marks that
    were not chosen are faint, so that the choice can be seen against the rest and added to.
    """

    def __init__(
        self, workspace: Workspace, title: str, note: str, figure: Figure, own: tuple[str, ...],
        parent: QWidget | None = None,
    ) -> None:
        """`own`: the dimensions whose choice is shown by faintness and not by leaving out."""
        super().__init__(title, note, parent)
        install_readers()
        self._workspace = workspace
        self._figure = figure
        self._own = own
        self.picture = PictureWidget(workspace.appearance, title)
        self.picture.source = workspace.source_line
        self.body.addWidget(self.picture, 1)
        self.picture.chosen.connect(self._choose)
        self.picture.excluded.connect(self._exclude)
        self.picture.opened.connect(self._open)
        self.picture.cleared.connect(workspace.clear_filter)

    def refresh(self) -> None:
        """Show the figure through the present filter."""
        cube = self._workspace.cube
        if cube is None:
            return
        selection = self._workspace.selection
        view = cube.select(self._without_own(selection)) if self._own else self._workspace.view
        chosen = self._is_chosen if any(selection.values(name) for name in self._own) else None
        self.picture.show_figure(partial(_lay_out, self._figure, view), chosen, (cube, view.selection))

    def _without_own(self, selection: Selection) -> Selection:
        for name in self._own:
            if selection.values(name):
                # "is not" goes on filtering: what was left out should not come back faintly.
                kept = selection.excluded_values(name)
                selection = selection.cleared(name)
                selection = selection.excluding(name, *kept) if kept else selection
        return selection

    def _is_chosen(self, mark: Mark) -> bool:
        return self._workspace.is_chosen(mark, self._own)

    def _choose(self, mark: Mark, add: bool) -> None:
        self._workspace.choose(mark.filters, add)

    def _exclude(self, mark: Mark) -> None:
        self._workspace.exclude(mark.filters)

    def _open(self, mark: Mark) -> None:
        # The click before a double click may have undone the choice: it is made again.
        if not all(value in self._workspace.selection.values(name) for name, value in mark.filters):
            self._workspace.choose(mark.filters)
        self._workspace.page_wanted.emit("holdings")


def _lay_out(figure: Figure, view: Cube, width: float, height: float, measure: Measure) -> Picture:
    return figure(view, width, height, measure)
