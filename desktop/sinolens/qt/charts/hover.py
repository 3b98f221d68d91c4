"""The card beside the pointer: at most five lines about one mark, plain text."""

from __future__ import annotations

from collections.abc import Callable
from weakref import proxy

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

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

    def show_mark(self, mark: Mark, theme: Theme, near: QPoint, clear: QRect | None = None) -> None:
        """Show a mark's card near a point of the window, beside the part that is to be kept in sight."""
        kept = clear if clear is not None else QRect()
        if self._shown == (mark, theme) and self.isVisible():
            self.move(self._place(near, kept))
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
        self.move(self._place(near, kept))
        self.show()
        self.raise_()

    def _place(self, near: QPoint, clear: QRect) -> QPoint:
        """Right and below where there is room, else on the other side; off what is to be kept in sight if it can be."""
        room: QRect = self.parentWidget().rect().adjusted(8, 8, -8, -8)
        columns = (near.x() + _AWAY, near.x() - _AWAY - self.width())
        rows = (near.y() + _AWAY, near.y() - _AWAY - self.height())
        places = [QPoint(x, y) for y in rows for x in columns]
        if not clear.isEmpty():
            places += [QPoint(x, y) for x in (clear.right() + _AWAY, clear.left() - _AWAY - self.width()) for y in rows]
        fitting = [place for place in places if room.contains(QRect(place, self.size()))]
        free = [place for place in fitting if not clear.intersects(QRect(place, self.size()))]
        return (free or fitting or [_within(places[0], self.size(), room)])[0]


def _within(place: QPoint, size: QSize, room: QRect) -> QPoint:
    """As near to the place as a window that is too small for the card allows."""
    x, y = min(place.x(), room.right() - size.width()), min(place.y(), room.bottom() - size.height())
    return QPoint(max(room.left(), x), max(room.top(), y))


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


class CardHolder:
    """A picture's hold on the window's one card: only who showed it hides it, and whatever scrolls the picture does."""

    def __init__(self, widget: QWidget) -> None:
        # Weakly: the widget holds this.
        self._widget = proxy(widget)
        self._shown = self._follows_scroll = False

    def show_mark(self, mark: Mark, theme: Theme, place: QPoint, kept: QRect, scrolled: Callable[[], None]) -> None:
        """Show a mark's card near a point of the widget, beside the part that is to be kept in sight.

        Args:
            mark: told on the card.
            theme: its colours.
            place: a point of the widget.
            kept: part of the widget the card does not cover; null = none.
            scrolled: called when the widget is moved by wheel, bar or keyboard.
        """
        self._shown = True
        self._follow_scroll(scrolled)
        window = self._widget.window()
        kept = QRect(self._widget.mapTo(window, kept.topLeft()), kept.size()) if not kept.isNull() else QRect()
        (self.card() or HoverCard(window)).show_mark(mark, theme, self._widget.mapTo(window, place), kept)

    def hide(self) -> None:
        """Hide the card where this widget showed it."""
        # Looking for the card takes longer than most filters leave.
        if self._shown:
            self._shown = False
            card = self.card()
            if card is not None:
                card.hide()

    def card(self) -> HoverCard | None:
        """The window's card, where it was made and not taken away with the lock."""
        found = self._widget.window().findChild(HoverCard, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return found if isinstance(found, HoverCard) else None

    def _follow_scroll(self, scrolled: Callable[[], None]) -> None:
        if self._follows_scroll:
            return
        self._follows_scroll = True
        around = self._widget.parentWidget()
        while around is not None:
            if isinstance(around, QAbstractScrollArea):
                around.verticalScrollBar().valueChanged.connect(scrolled)
                around.horizontalScrollBar().valueChanged.connect(scrolled)
            around = around.parentWidget()
