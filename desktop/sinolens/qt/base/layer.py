"""Shapes that let through what lies below: painted opaque on a layer, which is then laid on as a whole."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPaintEngine, QPainter, QPainterPath


class Layer:
    """For a painter of pixels: the smooth edges of a long shape take it five times as long where they let through.

    A painter of anything else, as paper or a vector file, gets the shape as it is.
    """

    def __init__(self, painter: QPainter, size: QSize) -> None:
        """`size`: of the picture the painter paints at its origin, logical pixels."""
        self._painter, self._size = painter, size
        self._ratio = painter.device().devicePixelRatio()
        self._plain = (painter.paintEngine().type() == QPaintEngine.Type.Raster
                       and painter.worldTransform().isIdentity() and not size.isEmpty())
        self._image: QImage | None = None

    def fill(self, shape: QPainterPath, colour: QColor, opacity: float) -> None:
        """Fill a shape."""
        if not self._plain or opacity >= 1.0:
            self._painter.setOpacity(opacity)
            self._painter.fillPath(shape, colour)
            self._painter.setOpacity(1.0)
            return
        if self._image is None:
            self._image = QImage(self._size * self._ratio, QImage.Format.Format_ARGB32_Premultiplied)
            self._image.setDevicePixelRatio(self._ratio)
        room = shape.controlPointRect().adjusted(-1.0, -1.0, 1.0, 1.0).intersected(
            QRectF(0.0, 0.0, self._size.width(), self._size.height())).toAlignedRect()
        inner = QPainter(self._image)
        inner.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        # A pixel more on every side than is laid on: at a fractional ratio the two are rounded apart.
        inner.fillRect(room.adjusted(-1, -1, 1, 1), Qt.GlobalColor.transparent)
        inner.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        inner.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner.fillPath(shape, colour)
        inner.end()
        self._painter.setOpacity(opacity)
        part = QRectF(room.x() * self._ratio, room.y() * self._ratio, room.width() * self._ratio,
                      room.height() * self._ratio)
        self._painter.drawImage(QRectF(room), self._image, part)
        self._painter.setOpacity(1.0)
