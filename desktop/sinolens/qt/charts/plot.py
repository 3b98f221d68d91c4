"""A picture with axes: drawn by pyqtgraph on the screen, reached and taken elsewhere as every other picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPen, QShowEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from sinolens.qt.base.tasks import Task, Tasks
from sinolens.qt.base.theme import Appearance
from sinolens.qt.charts.classes import classes_of
from sinolens.qt.charts.picture import PictureWidget

if TYPE_CHECKING:
    from sinolens.qt.charts.axes import Stage


class PlotWidget(PictureWidget):
    """Shows a figure that has axes.

    pyqtgraph is loaded in the background when the first plot is looked at; until then, and on paper, the figure's own
    items are painted, which look the same.

    Attributes:
        stage: pyqtgraph's scene, None until it is loaded and painted on.
    """

    def __init__(self, appearance: Appearance, tasks: Tasks, name: str, parent: QWidget | None = None) -> None:
        super().__init__(appearance, name, parent)
        self.stage: Stage | None = None
        self._stage_type: type[Stage] | None = None
        self._tasks = tasks
        self._asked = False

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for pyqtgraph once."""
        super().showEvent(event)
        if self._asked:
            return
        self._asked = True
        classes_of(self.window()).when_made(self._load)

    def _load(self) -> None:
        if isValid(self):
            # Always in the background: another plot's load may be half way through the module.
            self._tasks.run("Loading the axes", _load, self._take, cancellable=False, quiet=True)

    def draw(self, painter: QPainter, light: bool = False) -> None:
        """Paint the figure: with pyqtgraph on the screen, as plain items for a printer or a file."""
        picture = self.picture
        if light or self._stage_type is None or picture.plot is None:
            super().draw(painter, light)
            return
        if self.stage is None:
            self.stage = self._stage_type(self)
        self.stage.show_plot(picture.plot, picture.width, picture.height, self._appearance.theme, self.font(),
                             self.devicePixelRatioF())
        self.stage.paint(painter, picture.width, picture.height)

    def _ring(self, painter: QPainter, mark_id: str, thin: bool) -> None:
        """A hair through the whole height where a mark is found in a band, its middle told by the hair."""
        plot = self.picture.plot
        guide = next((one for one in plot.guides if one.mark == mark_id), None) if plot is not None else None
        if plot is None or guide is None:
            super()._ring(painter, mark_id, thin)
            return
        theme, place = self._appearance.theme, plot.x(guide.x)
        tones = (("surface", 3.0), ("text", 1.0)) if thin else (("focus_inner", 5.0), ("focus", 2.5))
        for token, width in tones:
            painter.setPen(QPen(QColor(theme.colour(token)), width))
            painter.drawLine(QPointF(place, plot.top), QPointF(place, plot.bottom))

    def _take(self, stage_type: type[Stage]) -> None:
        # Its page may have been taken away meanwhile.
        if isValid(self):
            self._stage_type = stage_type
            self._repaint()


def _load(task: Task) -> type[Stage]:
    """Import pyqtgraph; makes no widget."""
    from sinolens.qt.charts.axes import Stage

    del task
    return Stage
