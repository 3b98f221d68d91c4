"""Python's classes of Qt, all made in the window's thread.

PySide makes each when it is first named. pyqtgraph names them all while it is loaded in the background; two threads
that make one at the same time end the process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

from sinolens.qt.charts.turns import TURN_S

_NAMED = ("QtCore", "QtGui", "QtWidgets")
_LOADED = ("QtSvg", "QtTest", "QtOpenGLWidgets")
"""Modules of Qt that pyqtgraph loads besides."""


class Classes(QObject):
    """Makes the classes in turns of the event loop, and then lets those go on who wait for them."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._left = _classes()
        self._waiting: list[Callable[[], None]] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._make)

    @property
    def pending(self) -> bool:
        """Somebody waits for them."""
        return bool(self._waiting)

    def when_made(self, then: Callable[[], None]) -> None:
        """Call `then` when all of them are there."""
        self._waiting.append(then)
        if not self._timer.isActive():
            self._timer.start(0)

    def _make(self) -> None:
        until = perf_counter() + TURN_S
        for _ in self._left:
            if perf_counter() > until:
                self._timer.start(0)
                return
        waiting, self._waiting = self._waiting, []
        for then in waiting:
            then()


def _classes() -> Iterator[object]:
    for name in _NAMED:
        module = import_module(f"PySide6.{name}")
        for word in dir(module):
            yield getattr(module, word)
    for name in _LOADED:
        # pyqtgraph does without those that are not installed.
        with suppress(ImportError):
            import_module(f"PySide6.{name}")
        yield name


def classes_of(window: QWidget) -> Classes:
    """Those of a window, begun with the first plot."""
    return window.findChild(Classes, options=Qt.FindChildOption.FindDirectChildrenOnly) or Classes(window)
