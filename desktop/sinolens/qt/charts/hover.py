"""The card beside the pointer: at most five lines about one mark, plain text."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from sinolens.figures.primitives import Mark
from sinolens.figures.theme import Theme
from sinolens.qt.base.labels import label
from sinolens.qt.base.swatch import TierSwatch

LINES = 4
_AWAY = 14


class HoverCard(QFrame):
    """A child of the window, so that it is never cut by the picture's edge and never takes the keyboard."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("hoverCard")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._shown: tuple[Mark, Theme] | None = None
        self._swatch = TierSwatch("T5")
        self._title = label("", "hoverTitle")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._swatch)
        head.addWidget(self._title, 1)
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(3)
        self._rows: list[tuple[QLabel, QLabel]] = []
        for number in range(LINES):
            name, value = label("", "hoverName"), label("", "hoverValue")
            value.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(name, number, 0)
            grid.addWidget(value, number, 1)
            self._rows.append((name, value))
        lines = QVBoxLayout(self)
        lines.setContentsMargins(12, 9, 12, 10)
        lines.setSpacing(5)
        lines.addLayout(head)
        lines.addLayout(grid)
        self.hide()

    def show_mark(self, mark: Mark, theme: Theme, near: QPoint) -> None:
        """Show a mark's card near a point of the window."""
        if self._shown == (mark, theme) and self.isVisible():
            self.move(self._place(near))
            return
        self._shown = (mark, theme)
        self._swatch.set_tier(mark.tier, theme)
        self._swatch.setVisible(bool(mark.tier))
        self._title.setText(_short(mark.title, 56))
        for number, (name, value) in enumerate(self._rows):
            used = number < len(mark.rows)
            name.setVisible(used)
            value.setVisible(used)
            if used:
                name.setText(mark.rows[number][0])
                value.setText(_short(mark.rows[number][1], 64))
        self.layout().activate()
        self.adjustSize()
        self.move(self._place(near))
        self.show()
        self.raise_()

    def _place(self, near: QPoint) -> QPoint:
        room: QRect = self.parentWidget().rect().adjusted(8, 8, -8, -8)
        x, y = near.x() + _AWAY, near.y() + _AWAY
        if x + self.width() > room.right():
            x = near.x() - _AWAY - self.width()
        if y + self.height() > room.bottom():
            y = near.y() - _AWAY - self.height()
        return QPoint(max(room.left(), x), max(room.top(), y))


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
