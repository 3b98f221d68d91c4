"""Plots on axes, drawn by pyqtgraph. Imported when the first of them is looked at: pyqtgraph takes its time to load."""

from __future__ import annotations

from typing import Any

import pyqtgraph
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from sinolens.figures.plot import DOT_SIZE, TICK_DROP, TICK_GAP, TICK_SIZE, Bar, Plot, Tick, bar_box
from sinolens.figures.primitives import Item, Picture
from sinolens.figures.theme import Theme
from sinolens.qt.base.fonts import sized
from sinolens.qt.base.painting import draw

# At its end pyqtgraph would put every loose item of the process into a scene: ours go with their windows.
pyqtgraph.setConfigOption("exitCleanup", False)

_BEYOND = 60.0
"""Pixels that words of an axis may reach over its ends."""


class Stage(pyqtgraph.GraphicsView):
    """A scene with two axes and what stands on them. Never shown: its picture is painted into the widget it is part of.

    The view box spans exactly the area the figure was laid out for, so that marks are found by place as in every other
    picture. It follows no wheel and no drag, and has no menu.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, useOpenGL=False, background=None)
        self.hide()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.box = pyqtgraph.ViewBox(enableMouse=False, enableMenu=False, defaultPadding=0.0)
        # Dots at the ends of a curve reach over the edge.
        self.box.setFlag(QGraphicsItem.GraphicsItemFlag.ItemClipsChildrenToShape, False)
        self.up, self.along = _axis("left"), _axis("bottom")
        self.up.linkToView(self.box)
        self.up.setGrid(255)
        self.notes = Notes()
        self.bars = Bars()
        self.curve = pyqtgraph.PlotCurveItem(antialias=True)
        self.dots = pyqtgraph.ScatterPlotItem(size=DOT_SIZE, pxMode=True, antialias=True, useCache=False)
        self.zero = pyqtgraph.InfiniteLine(0.0, angle=0, movable=False)
        for item in (self.zero, self.bars, self.curve, self.dots):
            self.box.addItem(item, ignoreBounds=True)
        self.rules: list[Any] = []
        self._axes: dict[Any, tuple[object, ...]] = {}
        scene = self.scene()
        for item in (self.up, self.along, self.box, self.notes):
            scene.addItem(item)
        # The grid lies below the data, and words above everything.
        self.up.setZValue(-200)
        self.along.setZValue(-200)
        self.notes.setZValue(10)

    def show_plot(
        self, plot: Plot, width: float, height: float, theme: Theme, font: QFont, ratio: float = 1.0,
    ) -> None:
        """Put a plot on the stage.

        Args:
            plot: what stands on the axes.
            width: of the whole picture in pixels.
            height: of the whole picture in pixels.
            theme: gives the colours.
            font: of the words.
            ratio: pixels of the device to one of the picture.
        """
        self.resize(max(1, round(width)), max(1, round(height)))
        self.setRange(QRectF(0.0, 0.0, width, height), padding=0, disableAutoPixel=False)
        self.box.setGeometry(QRectF(plot.left, plot.top, plot.right - plot.left, plot.bottom - plot.top))
        self.box.setRange(xRange=plot.x_range, yRange=plot.y_range, padding=0)
        beside = QRectF(0.0, plot.top, plot.left, plot.bottom - plot.top)
        below = QRectF(plot.left, plot.bottom, plot.right - plot.left, max(1.0, height - plot.bottom))
        self._show_axis(self.up, beside, below.width(), plot.y_ticks, plot.y_range, theme, font)
        self._show_axis(self.along, below, beside.height(), plot.x_ticks, plot.x_range, theme, font)
        self.zero.setVisible(plot.zero)
        self.zero.setPen(_pen(theme.muted, ratio))
        self._show_rules(plot, _pen(theme.muted, ratio))
        self._show_curve(plot, theme, ratio)
        self.bars.show(plot.bars, theme, font)
        self.notes.show(plot.notes, width, height, theme, font)

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """Paint the stage at the painter's origin."""
        whole = QRectF(0.0, 0.0, width, height)
        self.scene().render(painter, whole, whole)

    def _show_axis(
        self, axis: Any, place: QRectF, across: float, ticks: tuple[Tick, ...], reach: tuple[float, float],
        theme: Theme, font: QFont,
    ) -> None:
        """Put an axis at a place; `across`: length of its lines."""
        told = (place, across, ticks, reach, theme, font)
        if self._axes.get(axis) == told:
            # pyqtgraph would make its words and lines anew, which takes longer than to paint them.
            return
        self._axes[axis] = told
        # Its own idea of its size would win over the geometry.
        if axis is self.up:
            axis.setWidth(place.width())
        else:
            axis.setHeight(place.height())
        axis.setGeometry(place)
        axis.setPen(None)
        axis.setTickPen(QPen(QColor(theme.border), 1.0))
        axis.setTextPen(QPen(QColor(theme.muted)))
        axis.setTickFont(sized(font, TICK_SIZE))
        axis.setTicks([[(tick.value, tick.text) for tick in ticks]])
        axis.setRange(*reach)

    def _show_rules(self, plot: Plot, pen: QPen) -> None:
        pen.setDashPattern([2.0, 2.0])
        while len(self.rules) > len(plot.rules):
            self.box.removeItem(self.rules.pop())
        while len(self.rules) < len(plot.rules):
            rule = pyqtgraph.InfiniteLine(angle=90, movable=False)
            self.box.addItem(rule, ignoreBounds=True)
            self.rules.append(rule)
        for rule, place in zip(self.rules, plot.rules, strict=True):
            rule.setPen(pen)
            rule.setValue(place)

    def _show_curve(self, plot: Plot, theme: Theme, ratio: float) -> None:
        self.curve.setVisible(bool(plot.curves))
        for curve in plot.curves:
            colour = QColor(theme.colour(curve.colour))
            pen = _pen(colour, curve.width * ratio)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            area = QColor(colour)
            area.setAlphaF(curve.opacity)
            self.curve.setData([x for x, _ in curve.points], [y for _, y in curve.points], pen=pen, fillLevel=0.0,
                               brush=area)
        self.dots.setData(
            [dot.x for dot in plot.dots], [dot.y for dot in plot.dots], pen=_pen(theme.surface, ratio),
            brush=[QColor(theme.colour(dot.colour)) for dot in plot.dots] or None,
        )


class Axis(pyqtgraph.AxisItem):
    """An axis that keeps the words at its ends: pyqtgraph leaves out what reaches over the bounds."""

    def boundingRect(self) -> QRectF:
        """With room for words beyond the ends."""
        return super().boundingRect().adjusted(-_BEYOND, -_BEYOND, _BEYOND, _BEYOND)


def _pen(colour: QColor | str, width: float) -> QPen:
    """A line that is as many pixels of the device wide, whatever the scale of the data."""
    pen = QPen(QColor(colour), width)
    pen.setCosmetic(True)
    return pen


def _axis(side: str) -> Axis:
    """An axis with the ticks it is given: no line of its own, no prefixes, no thinning out."""
    axis = Axis(side, maxTickLength=0)
    axis.enableAutoSIPrefix(False)
    axis.setStyle(tickAlpha=255, autoExpandTextSpace=False, autoReduceTextSpace=False, hideOverlappingLabels=False,
                  tickTextOffset=round(TICK_GAP if side == "left" else TICK_DROP - TICK_SIZE))
    return axis


class Bars(pyqtgraph.GraphicsObject):
    """Parts of columns in the data's coordinates; patterns and outlines keep their size in pixels."""

    def __init__(self) -> None:
        super().__init__()
        self._bars: tuple[Bar, ...] = ()
        self._theme: Theme | None = None
        self._font = QFont()
        self._bounds = QRectF()

    def show(self, bars: tuple[Bar, ...], theme: Theme, font: QFont) -> None:
        """Draw other bars."""
        self.prepareGeometryChange()
        self._bars, self._theme, self._font = bars, theme, font
        self._bounds = QRectF(
            QPointF(min(bar.left for bar in bars), min(bar.low for bar in bars)),
            QPointF(max(bar.right for bar in bars), max(bar.high for bar in bars))) if bars else QRectF()
        self.update()

    def boundingRect(self) -> QRectF:
        """Around all bars, in the data's coordinates."""
        return self._bounds

    def boxes(self) -> tuple[Item, ...]:
        """The bars as they stand in the scene, in pixels."""
        # Without a turn or a slant: a bar's sides stay upright and level.
        to = self.sceneTransform()
        along, up, x, y = to.m11(), to.m22(), to.dx(), to.dy()
        return tuple(bar_box(bar, bar.left * along + x, bar.high * up + y, bar.right * along + x, bar.low * up + y)
                     for bar in self._bars)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Paint the bars with the same strokes and patterns as every other picture."""
        del option, widget
        if self._theme is None or not self._bars:
            return
        inverse, _ = self.sceneTransform().inverted()
        painter.save()
        painter.setWorldTransform(inverse * painter.worldTransform())
        draw(Picture(0.0, 0.0, self.boxes(), (), ""), painter, self._theme, self._font)
        painter.restore()


class Notes(QGraphicsItem):
    """What is written beside the data, in pixels of the picture."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = Picture(0.0, 0.0, (), (), "")
        self._theme: Theme | None = None
        self._font = QFont()

    def show(self, notes: tuple[Item, ...], width: float, height: float, theme: Theme, font: QFont) -> None:
        """Draw other notes."""
        self.prepareGeometryChange()
        self._picture, self._theme, self._font = Picture(width, height, notes, (), ""), theme, font
        self.update()

    def boundingRect(self) -> QRectF:
        """The whole picture."""
        return QRectF(0.0, 0.0, self._picture.width, self._picture.height)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Paint them."""
        del option, widget
        if self._theme is not None:
            draw(self._picture, painter, self._theme, self._font)
