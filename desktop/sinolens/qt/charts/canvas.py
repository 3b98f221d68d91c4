"""Pictures in memory."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPainter, QPixmap


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
