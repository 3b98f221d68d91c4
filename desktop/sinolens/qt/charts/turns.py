"""Pictures of a page, made ready in turns of the event loop, none of which is long."""

from __future__ import annotations

from collections import deque
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

if TYPE_CHECKING:
    from sinolens.qt.charts.picture import PictureWidget

TURN_S = 0.008
"""Seconds after which a turn takes on no more. Small things share one: each turn paints the window anew."""
SETTLE_MS = 20
"""Until the places of what is shown for the first time are settled: a picture laid out before is laid out again."""


class Turns(QObject):
    """The pictures of a window that wait to be laid out, in the order in which they came into sight."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._waiting: deque[PictureWidget] = deque()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._take)

    def wait(self, picture: PictureWidget) -> None:
        """Lay a picture out and paint it in a turn to come, with others as far as there is time."""
        if picture not in self._waiting:
            self._waiting.append(picture)
        if not self._timer.isActive():
            self._timer.start(0 if picture.is_settled else SETTLE_MS)

    def _take(self) -> None:
        until = perf_counter() + TURN_S
        try:
            while self._waiting and perf_counter() < until:
                picture = self._waiting.popleft()
                # It may be gone, or may have been asked for meanwhile by somebody who could not wait.
                if isValid(picture) and picture.waits and not picture.prepare():
                    self._waiting.appendleft(picture)
        finally:
            # One that fails stops none of the others.
            if self._waiting:
                self._timer.start(0)


def turns_of(window: QWidget) -> Turns:
    """The turns of a window, made when the first picture waits."""
    return window.findChild(Turns, options=Qt.FindChildOption.FindDirectChildrenOnly) or Turns(window)
