"""The choices made on the way in, to take the last one back; the files themselves are no choice."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence

T = TypeVar("T")
_KEPT = 100
_REDO = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Y)


class ChoiceHistory(QObject):
    """Remembers how to set what a choice set.

    Signals:
        changed: there is more, or less, to take back.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._past: list[tuple[Callable[[], None], Callable[[], None]]] = []
        self._future: list[tuple[Callable[[], None], Callable[[], None]]] = []

    @property
    def can_undo(self) -> bool:
        """There is a choice to take back."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """A choice was taken back and none was made since."""
        return bool(self._future)

    def choose(self, put: Callable[[T], None], before: T, after: T) -> None:
        """Make a choice: `put` sets a value, `before` is the one that stands."""
        self._past.append((lambda: put(before), lambda: put(after)))
        del self._past[:-_KEPT]
        self._future.clear()
        put(after)
        self.changed.emit()

    def undo(self) -> None:
        """Take the last choice back."""
        if self._past:
            choice = self._past.pop()
            self._future.append(choice)
            choice[0]()
            self.changed.emit()

    def redo(self) -> None:
        """Make the choice taken back last again."""
        if self._future:
            choice = self._future.pop()
            self._past.append(choice)
            choice[1]()
            self.changed.emit()

    def meant_by(self, event: QKeyEvent) -> str:
        """What a key means here: "undo", "redo", or "" where there is nothing to take back or to make again."""
        if event.matches(QKeySequence.StandardKey.Undo):
            return "undo" if self.can_undo else ""
        redo = event.matches(QKeySequence.StandardKey.Redo) or event.keyCombination() == _REDO
        return "redo" if redo and self.can_redo else ""

    def clear(self) -> None:
        """Other files: nothing to take back."""
        self._past.clear()
        self._future.clear()
        self.changed.emit()


class UndoKeys(QObject):
    """On a page: while there is a choice to take back, the keys of undo and redo mean it and no step of the project."""

    def __init__(self, history: ChoiceHistory, undo: Callable[[], None], redo: Callable[[], None], page: QObject,
                 ) -> None:
        super().__init__(page)
        self._history, self._acts = history, {"undo": undo, "redo": redo}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Claim the keys before a shortcut of the window does; then do what they mean."""
        claims, pressed = (event.type() == kind for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress))
        act = self._acts.get(self._history.meant_by(event)) if claims or pressed else None
        if act is None:
            return super().eventFilter(watched, event)
        event.accept()
        if pressed:
            act()
        return True
