"""Where messages stand: what only tells something lies over the foot of the page, what went wrong pushes the page down.

A page that moves under the pointer makes the next click miss; a message that lies over a page hides what is below it.
So what goes by itself moves nothing and lies in the room that pages leave free at their foot, and what stays until it
is closed hides nothing.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sinolens.qt.base.cards import FOOT
from sinolens.qt.base.errors import MessageBar

EDGE = 24


class NoticePlace(QObject):
    """Moves the message bar between the notices above the page and the foot of the page."""

    def __init__(self, bar: MessageBar, area: QWidget, above: QVBoxLayout) -> None:
        """`area`: holds the page; `above`: the notices over it."""
        super().__init__(area)
        self._bar, self._area, self._above = bar, area, above
        bar.setParent(area)
        self._follows = False
        bar.shown.connect(self._place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the area."""
        if event.type() == QEvent.Type.Resize and self._bar.message is not None and self._bar.is_quiet:
            self._float()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        if not self._follows:
            # From the first message on: with the first event that Python is shown it makes the classes of all.
            self._follows = True
            self._area.installEventFilter(self)
        if not self._bar.is_quiet:
            if self._above.indexOf(self._bar) < 0:
                self._above.addWidget(self._bar)
            return
        self._above.removeWidget(self._bar)
        self._float()
        self._bar.raise_()

    def _float(self) -> None:
        area = self._area.rect()
        width = self._bar.shorten(area.width() - 2 * EDGE)
        height = self._bar.minimumSizeHint().height()
        self._bar.setGeometry(QRect(EDGE, area.bottom() + 1 - height - max(0, (FOOT - height) // 2), width, height))
