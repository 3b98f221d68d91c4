"""Marks for screen readers: each mark of a picture is a child with a name, a value and a place."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface, QColor
from PySide6.QtWidgets import QAccessibleWidget
from shiboken6 import isValid

from sinolens.figures.primitives import Mark
from sinolens.qt.charts.picture import PictureWidget


class PictureReader(QAccessibleWidget):
    """A picture as a screen reader sees it."""

    def __init__(self, widget: PictureWidget) -> None:
        super().__init__(widget, QAccessible.Role.List, widget.accessibleName())
        self.picture_widget = widget
        # Readers hold on to children: they are made once per place and never dropped.
        self._children: list[MarkReader] = []

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks shown now."""
        return self.picture_widget.picture.marks if isValid(self.picture_widget) else ()

    def childCount(self) -> int:
        """One child per mark."""
        return len(self.marks)

    def child(self, index: int) -> QAccessibleInterface | None:
        """The mark at a place in reading order."""
        if not 0 <= index < self.childCount():
            return None
        while len(self._children) <= index:
            self._children.append(MarkReader(self, len(self._children)))
        return self._children[index]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """Place of a mark in reading order."""
        return child.index if isinstance(child, MarkReader) else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:
        """The mark at a point of the screen."""
        widget = self.picture_widget
        mark = widget.mark_map.at(widget.mapFromGlobal(QRect(x, y, 1, 1).topLeft()).toPointF())
        return self.child(widget.mark_map.order.index(mark.id)) if mark else None

    def focusChild(self) -> QAccessibleInterface | None:
        """The mark the keyboard is on."""
        mark = self.picture_widget.focused_mark
        return self.child(self.picture_widget.mark_map.order.index(mark.id)) if mark else None


class MarkReader(QAccessibleInterface):
    """One mark: its title as name, its lines as description, its amount as value."""

    def __init__(self, owner: PictureReader, index: int) -> None:
        super().__init__()
        self.owner = owner
        self.index = index

    @property
    def mark(self) -> Mark | None:
        """The mark at this place now, None after the picture shrank."""
        marks = self.owner.marks
        return marks[self.index] if self.index < len(marks) else None

    def isValid(self) -> bool:
        """There is a mark at this place."""
        return self.mark is not None

    def object(self) -> QObject | None:
        """Marks are no QObjects."""
        return None

    def parent(self) -> QAccessibleInterface:
        """The picture."""
        return self.owner

    def childCount(self) -> int:
        """Marks have no children."""
        return 0

    def child(self, index: int) -> QAccessibleInterface | None:
        """Marks have no children."""
        del index
        return None

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:
        """Marks have no children."""
        del x, y
        return None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """Marks have no children."""
        del child
        return -1

    def role(self) -> QAccessible.Role:
        """An item of the picture's list."""
        return QAccessible.Role.ListItem

    def state(self) -> QAccessible.State:
        """Focusable, and focused where the keyboard is."""
        made = QAccessible.State()
        made.focusable = True
        made.selectable = True
        focused = self.owner.picture_widget.focused_mark
        made.focused = focused is not None and focused == self.mark and self.owner.picture_widget.hasFocus()
        return made

    def text(self, kind: QAccessible.Text) -> str:
        """Name: title and lines. Value: the first line's value."""
        mark = self.mark
        if mark is None:
            return ""
        if kind == QAccessible.Text.Name:
            return ", ".join((mark.title, *(f"{name} {value}" for name, value in mark.rows)))
        if kind == QAccessible.Text.Value:
            return mark.rows[0][1] if mark.rows else ""
        return ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Marks cannot be renamed."""

    def rect(self) -> QRect:
        """Place on the screen."""
        widget, mark = self.owner.picture_widget, self.mark
        if mark is None:
            return QRect()
        bounds = widget.mark_map.bounds(mark.id).toAlignedRect()
        return QRect(widget.mapToGlobal(bounds.topLeft()), bounds.size())

    def window(self) -> None:
        """The picture's window answers."""

    def foregroundColor(self) -> QColor:
        """Not told."""
        return QColor()

    def backgroundColor(self) -> QColor:
        """Not told."""
        return QColor()


_readers: list[PictureReader] = []
"""Python must keep the readers it made for as long as Qt does, which deletes them with their widgets."""


def _read(key: str, thing: QObject) -> QAccessibleInterface | None:
    del key
    if not isinstance(thing, PictureWidget):
        return None
    # Qt owns each answer and may ask again after it deleted one: the same reader is never given twice.
    _readers[:] = [reader for reader in _readers if isValid(reader)]
    _readers.append(PictureReader(thing))
    return _readers[-1]


@cache
def install_readers() -> None:
    """Tell Qt how to read pictures. Once per process."""
    QAccessible.installFactory(_read)
