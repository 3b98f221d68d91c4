"""Keys that nothing on a page wanted: Enter on a button, and the other key of menus."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QWidget

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def press_for(on: QWidget | None, event: QKeyEvent) -> bool:
    """Enter presses the button the keyboard is on, and Shift+F10 opens a menu as the key of menus does.

    Qt leaves Enter to the buttons of dialogs, and Shift+F10 to Windows.

    Args:
        on: what has the keyboard.
        event: of a key that it did not take.

    Returns:
        False where the key means nothing here.
    """
    if event.key() in _ENTER and isinstance(on, QAbstractButton) and on.isEnabled():
        if not event.isAutoRepeat():
            on.click()
        return True
    if event.key() == Qt.Key.Key_F10 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier and on is not None:
        area = on.viewport() if isinstance(on, QAbstractScrollArea) else on
        # Where its cursor is, as of the current row of a table.
        place = on.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle).center()
        if not area.rect().contains(place):
            place = area.rect().center()
        QApplication.sendEvent(area, QContextMenuEvent(
            QContextMenuEvent.Reason.Keyboard, place, area.mapToGlobal(place)))
        return True
    return False
