"""Pictures in memory, and the ring around a mark of one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from sinolens.figures.theme import Theme


def painted(size: QSize, ratio: float, ground: QColor, paint: Callable[[QPainter], None]) -> QPixmap:
    """What `paint` makes.

    Args:
        size: logical pixels.
        ratio: pixels of the device to a logical one.
        ground: below it all, and opaque: Qt then paints nothing under the picture, and needs no blending to copy it.
        paint: gets a painter of logical pixels.
    """
    made = QPixmap(max(1, round(size.width() * ratio)), max(1, round(size.height() * ratio)))
    made.setDevicePixelRatio(ratio)
    made.fill(ground)
    painter = QPainter(made)
    paint(painter)
    painter.end()
    return made


def draw_ring(shape: QPainterPath, painter: QPainter, theme: Theme, thin: bool) -> None:
    """A ring in two tones, so that it is seen on any colour: `thin` under the pointer, else where the keyboard is."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for token, width in (("focus_inner", 3.0), ("text", 1.25)) if thin else (("focus_inner", 5.0), ("focus", 2.5)):
        painter.setPen(QPen(QColor(theme.colour(token)), width))
        painter.drawPath(shape)
