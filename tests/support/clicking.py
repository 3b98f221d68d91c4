"""The mouse on a picture, with every event a real one sends."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

NO_KEY, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


def place_of(picture, mark):
    """A point where a click hits this mark."""
    bounds = picture.mark_map.bounds(mark.id).toAlignedRect()
    for y in range(bounds.center().y(), bounds.bottom(), 3):
        for x in range(bounds.left() + 2, bounds.right(), 3):
            found = picture.mark_map.at(QPointF(x, y))
            if found is not None and found.id == mark.id:
                return QPoint(x, y)
    raise AssertionError(f"{mark.title} cannot be hit")


def click(qtbot, picture, mark, modifiers=NO_KEY):
    qtbot.mouseClick(picture, LEFT, modifiers, place_of(picture, mark))
    QApplication.processEvents()


def double_click(picture, mark):
    """Press, release, press again, release: what a hand sends. QTest leaves out the last release."""
    point = place_of(picture, mark)
    kinds = QEvent.Type
    for kind in (kinds.MouseButtonPress, kinds.MouseButtonRelease, kinds.MouseButtonDblClick, kinds.MouseButtonRelease):
        held = NONE if kind is kinds.MouseButtonRelease else LEFT
        QApplication.sendEvent(picture, QMouseEvent(
            kind, QPointF(point), QPointF(picture.mapToGlobal(point)), LEFT, held, NO_KEY))
    QApplication.processEvents()
