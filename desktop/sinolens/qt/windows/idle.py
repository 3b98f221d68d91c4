"""Hides what is open when nobody has touched the computer for a while."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from shiboken6 import isValid

INPUT = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
    QEvent.Type.TouchBegin, QEvent.Type.TabletPress, QEvent.Type.InputMethod, QEvent.Type.Drop,
})
CHECK_MS = 5000


class IdleWatch(QObject):
    """Fires once when there was no input for long enough, and again only after input came.

    It looks at what the system hands to the program's windows. A filter on the application would see each of the many
    thousand events by which a page is built, a third of the time that takes.

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
        self._focused: QObject | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(CHECK_MS)
        self._timer.timeout.connect(self.check)
        self._timer.start()
        application = QGuiApplication.instance()
        application.focusWindowChanged.connect(self._look)
        application.focusObjectChanged.connect(self._follow)
        self._look()

    def touch(self) -> None:
        """Somebody is there."""
        self._last = self._clock()
        self._fired = False

    def check(self) -> None:
        """Whether the time is over; called every few seconds."""
        self._look()
        limit = self._limit()
        if limit > 0 and not self._fired and self._clock() - self._last >= limit:
            self._fired = True
            self.idled.emit()

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()
        application = QGuiApplication.instance()
        application.focusWindowChanged.disconnect(self._look)
        application.focusObjectChanged.disconnect(self._follow)
        self._follow(None)
        for window in QGuiApplication.allWindows():
            window.removeEventFilter(self)

    def _look(self) -> None:
        """Watch windows that were not there before."""
        for window in QGuiApplication.allWindows():
            # Twice is once: the filter of before gives way.
            window.installEventFilter(self)

    def _follow(self, focused: QObject | None) -> None:
        """What an input method composes goes past the windows to what has the focus."""
        if self._focused is not None and isValid(self._focused):
            self._focused.removeEventFilter(self)
        self._focused = focused
        if focused is not None:
            focused.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See every input the windows get; keep none."""
        del watched
        if event.type() in INPUT:
            self.touch()
        return False
