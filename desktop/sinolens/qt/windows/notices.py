"""Where messages stand: what only tells something lies over the foot of the page, what went wrong pushes the page down.

A page that moves under the pointer makes the next click miss; a message that lies over a page hides what is below it.
So what goes by itself moves nothing, and what stays until it is closed hides nothing.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sinolens.qt.base.errors import MessageBar

WIDEST = 720
EDGE = 16
GAP = 24
"""Room kept between a message and the pointer."""


class NoticePlace(QObject):
    """Moves the message bar between the notices above the page and the foot of the page."""

    def __init__(self, bar: MessageBar, area: QWidget, above: QVBoxLayout) -> None:
        """`area`: holds the page; `above`: the notices over it."""
        super().__init__(area)
        self._bar, self._area, self._above = bar, area, above
        bar.setParent(area)
        bar.shown.connect(self._place)
        area.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the area."""
        if event.type() == QEvent.Type.Resize and self._bar.message is not None and self._bar.is_quiet:
            self._float()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        if not self._bar.is_quiet:
            if self._above.indexOf(self._bar) < 0:
                self._above.addWidget(self._bar)
            return
        self._above.removeWidget(self._bar)
        self._float()
        self._bar.raise_()

    def _float(self) -> None:
        bar, area = self._bar, self._area.rect()
        width = min(WIDEST, area.width() - 2 * EDGE)
        # The labels wrap: their height follows from the width they get beside the buttons.
        bar.layout().activate()
        bar.resize(width, bar.height())
        height = bar.layout().totalHeightForWidth(width)
        place = QRect(EDGE, area.bottom() - EDGE - height + 1, width, height)
        pointer = self._area.mapFromGlobal(QCursor.pos())
        if place.adjusted(-GAP, -GAP, GAP, GAP).contains(pointer):
            place.moveBottom(max(height, pointer.y() - GAP))
        bar.setGeometry(place)
