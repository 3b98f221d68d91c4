"""Hides what is open when nobody has touched the computer for a while."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

INPUT = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
    QEvent.Type.TouchBegin, QEvent.Type.TabletPress, QEvent.Type.InputMethod, QEvent.Type.Drop,
})
CHECK_MS = 5000


class IdleWatch(QObject):
    """Fires once when there was no input for long enough, and again only after input came.

    Signals:
        idled: the time is over.
    """

    idled = Signal()

    def __init__(self, limit: Callable[[], float], parent: QObject, clock: Callable[[], float] = monotonic) -> None:
        """`limit`: seconds without input; 0 = never. `clock`: seconds that only go forward."""
        super().__init__(parent)
        self._limit = limit
        self._clock = clock
        self._last = clock()
        self._fired = False
        self._timer = QTimer(self)
        self._timer.setInterval(CHECK_MS)
        self._timer.timeout.connect(self.check)
        self._timer.start()
        QApplication.instance().installEventFilter(self)

    def touch(self) -> None:
        """Somebody is there."""
        self._last = self._clock()
        self._fired = False

    def check(self) -> None:
        """Whether the time is over; called every few seconds."""
        limit = self._limit()
        if limit > 0 and not self._fired and self._clock() - self._last >= limit:
            self._fired = True
            self.idled.emit()

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()
        QApplication.instance().removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See every input of the program; keep none."""
        del watched
        if event.type() in INPUT:
            self.touch()
        return False
