"""One widget for every figure that is a picture: painted once, hovered, focused and clicked mark by mark."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from sinolens.figures.primitives import Mark, Measure, Picture
from sinolens.figures.theme import LIGHT
from sinolens.qt.base.painting import draw, measurer
from sinolens.qt.base.theme import Appearance
from sinolens.qt.charts.canvas import draw_ring, painted
from sinolens.qt.charts.hover import CardHolder
from sinolens.qt.charts.marks import MOVES, MarkMap, draw_over, fade, has_bands
from sinolens.qt.charts.menu import picture_menu
from sinolens.qt.charts.turns import turns_of

LayOut = Callable[[float, float, Measure], Picture]
Chosen = Callable[[Mark], bool]

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PictureWidget(QWidget):
    """Shows one figure and lets every mark be reached by mouse, keyboard and screen reader.

    Signals:
        chosen: (mark, add): the user filters by a mark; `add` joins it to the filter there is.
        excluded: the user asks for everything but this mark.
        opened: the user asks for the positions behind a mark.
        cleared: the user asks for everything again.
        entered: the user asks to see inside a mark that `entry` lets in.
        left: the user asks to come out again.

    Attributes:
        entry: tells which marks can be entered; None = none.
        source: tells what the figure is true for; printed below it when it is copied or saved. None = nothing.
    """

    chosen = Signal(object, bool)
    excluded = Signal(object)
    opened = Signal(object)
    cleared = Signal()
    entered = Signal(object)
    left = Signal()

    def __init__(self, appearance: Appearance, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.source: Callable[[], str] | None = None
        self.entry: Callable[[Mark], bool] | None = None
        self._lay_out: LayOut | None = None
        self._is_chosen: Chosen | None = None
        self._key: object = None
        self._picture: Picture | None = None
        self._laid_out_for = QSize()
        self._drawn: QPixmap | None = None
        self._pixmap: QPixmap | None = None
        self._former: QPixmap | None = None
        self._hovered = ""
        self._focused = ""
        self._pressed: str | None = None
        self._clicked: Mark | None = None
        self._patient = False
        self._measure = measurer(self.font())
        # Made when the pointer or the keyboard first asks for it.
        self._map: MarkMap | None = None
        self.card = CardHolder(self)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        appearance.changed.connect(self._repaint)

    @property
    def picture(self) -> Picture:
        """What is shown, laid out for the present size."""
        if self._picture is None or not self.is_settled:
            room = self.contentsRect()
            self._laid_out_for = room.size()
            if self._lay_out is None:
                self._picture = Picture(room.width(), room.height(), (), (), "")
            else:
                self._picture = self._lay_out(float(room.width()), float(room.height()), self._measure)
            self._map = None
            self._pixmap = self._drawn = None
            self.setAccessibleDescription(self._picture.description)
        return self._picture

    @property
    def waits(self) -> bool:
        """Its turn to be drawn is still to come; what stood there before is seen until then."""
        return self._patient and self._pixmap is None

    @property
    def is_settled(self) -> bool:
        """It has the size it was laid out for before."""
        return self._laid_out_for == self.contentsRect().size()

    def prepare(self) -> bool:
        """Lay the figure out, or paint what is laid out in memory; True when it is ready to be shown."""
        if self.isVisible():
            try:
                if self._picture is None or not self.is_settled:
                    _ = self.picture
                    return False
                self._pixmap = self._render()
            except Exception:
                # Nothing is better than the figure of the filter before.
                self.forget()
                raise
        self._patient, self._former = False, None
        self.update()
        return True

    @property
    def mark_map(self) -> MarkMap:
        """Where the marks are, for the present size."""
        picture = self.picture
        if self._map is None:
            self._map = MarkMap(picture, self._measure, self._faint() if has_bands(picture) else ())
        return self._map

    @property
    def focused_mark(self) -> Mark | None:
        """The mark the keyboard is on."""
        return self.mark_map.marks.get(self._focused)

    def show_figure(self, lay_out: LayOut, is_chosen: Chosen | None = None, key: object = None,
                    patient: bool = False) -> None:
        """Show another figure.

        Args:
            lay_out: makes the picture for a width, a height and a measure of text.
            is_chosen: tells which marks the filter is about; the others are drawn faint. None = all alike.
            key: stands for what is drawn. Where it is what was drawn before, only the faintness changes.
            patient: the picture may be drawn in a later turn of the event loop, after others.
        """
        self._is_chosen, self._patient, self._map = is_chosen, patient, None
        self._former, self._pixmap = self._pixmap or self._former, None
        if key is None or key != self._key:
            self._lay_out, self._key = lay_out, key
            self._picture = None
        self.card.hide()
        ringed, self._hovered = bool(self._hovered), ""
        if self._focused and all(mark.id != self._focused for mark in self.picture.marks):
            self._focused = ""
        if patient and self._former is not None and not ringed and not self.visibleRegion().isEmpty():
            # What stands there stays until its turn.
            turns_of(self.window()).wait(self)
        else:
            self.update()

    def forget(self) -> None:
        """Show nothing, and keep nothing of what was shown: it is another's, or was closed."""
        self._lay_out = self._is_chosen = self._key = None
        self._picture = self._map = None
        self._pixmap = self._drawn = self._former = None
        self.card.hide()
        self._hovered = self._focused = ""
        self._pressed = self._clicked = None
        self._patient = False
        self.setAccessibleDescription("")
        self.update()

    def focus_mark(self, mark_id: str) -> None:
        """Put the keyboard on a mark."""
        if mark_id == self._focused or mark_id not in self.mark_map.marks:
            return
        self._focused = mark_id
        self._show_card(self.mark_map.bounds(mark_id).center().toPoint(), mark_id)
        if QAccessible.isActive():
            event = QAccessibleEvent(self, QAccessible.Event.Focus)
            event.setChild(self.mark_map.order.index(mark_id))
            QAccessible.updateAccessibility(event)
        self.update()

    def draw(self, painter: QPainter, light: bool = False) -> None:
        """Paint the figure as it is, for a printer or a file in the light theme."""
        draw(self.picture, painter, LIGHT if light else self._appearance.theme, self.font())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Copy the painted picture, then what hover and focus add."""
        del event
        if self.waits and self.isVisible():
            painter = QPainter(self)
            painter.fillRect(self.rect(), QColor(self._appearance.theme.surface))
            if self._former is not None:
                # What stood here stays for the moment: nothing flickers when a filter makes the numbers anew.
                painter.drawPixmap(0, 0, self._former)
            painter.end()
            turns_of(self.window()).wait(self)
            return
        _ = self.picture
        if self._pixmap is None or self._pixmap.devicePixelRatio() != self.devicePixelRatioF():
            self._pixmap = self._render()
        painter = QPainter(self)
        if self.devicePixelRatioF() % 1.0:
            # The widget may end within a pixel of the device, which the picture does not reach.
            painter.fillRect(self.rect(), QColor(self._appearance.theme.surface))
        painter.drawPixmap(0, 0, self._pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._hovered:
            self._ring(painter, self._hovered, thin=True)
        if self._focused and self.hasFocus():
            self._ring(painter, self._focused, thin=False)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The figure is laid out again when it is asked for: the old size may be back by then."""
        super().resizeEvent(event)
        self.card.hide()

    def changeEvent(self, event: QEvent) -> None:
        """A new font changes what fits where."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._measure = measurer(self.font())
            self._picture = None
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer with the card."""
        mark = self.mark_map.at(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if mark and mark.filters else Qt.CursorShape.ArrowCursor)
        if (mark.id if mark else "") != self._hovered:
            self._set_hovered(mark.id if mark else "")
        if mark:
            self._show_card(event.position().toPoint(), mark.id)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is hovered any more."""
        super().leaveEvent(event)
        self._set_hovered("")

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The page scrolls, and what the card is about moves away below the pointer."""
        self._set_hovered("")
        super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click begins on the mark below the pointer."""
        if event.button() == Qt.MouseButton.LeftButton:
            mark = self.mark_map.at(event.position())
            self._pressed = mark.id if mark is not None else None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click filters, a Ctrl-click adds, a click beside the marks does nothing.

        Only a release on the mark that was pressed is a click: the one that ends a double click is none.
        """
        if event.button() != Qt.MouseButton.LeftButton:
            return
        mark, pressed = self.mark_map.at(event.position()), self._pressed
        self._pressed = self._clicked = None
        if mark is not None and mark.id == pressed:
            self._focused = mark.id
            self._clicked = mark
            self._choose(mark, event.modifiers())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click opens the positions of what its first click was on: that click may have moved the marks."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        mark = self._clicked or self.mark_map.at(event.position())
        self._pressed = self._clicked = None
        if mark is not None and self.can_enter(mark):
            self.entered.emit(mark)
        elif mark is not None:
            self.opened.emit(mark)

    def can_enter(self, mark: Mark) -> bool:
        """Whether there is something inside a mark to show."""
        return self.entry is not None and self.entry(mark)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and pages move, Home and End jump, Enter filters, space opens positions, plus enters, Escape clears.

        Arrows go by place, page down and page up in reading order, so that no mark is out of reach.
        """
        key = Qt.Key(event.key())
        mark = self.focused_mark
        if key in MOVES:
            following = self.mark_map.led_to(self._focused, key)
            if following is not None:
                self.focus_mark(following.id)
        elif key in _ENTER and mark is not None:
            self._choose(mark, event.modifiers())
        elif key == Qt.Key.Key_Space and mark is not None:
            self.opened.emit(mark)
        elif key == Qt.Key.Key_Plus and mark is not None and self.can_enter(mark):
            self.entered.emit(mark)
        elif key in (Qt.Key.Key_Minus, Qt.Key.Key_Backspace):
            self.left.emit()
        elif key == Qt.Key.Key_Escape:
            self.card.hide()
            self.cleared.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Coming by keyboard, start at the mark that had it, or at the first."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            first = self.mark_map.first()
            if not self._focused and first is not None:
                self._focused = first.id
            if self._focused:
                self._show_card(self.mark_map.bounds(self._focused).center().toPoint(), self._focused)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The card goes with the focus."""
        super().focusOutEvent(event)
        self.card.hide()
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the mark, and with the picture."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        mark = self.mark_map.at(QPointF(event.pos())) if by_mouse else self.focused_mark
        self.card.hide()
        menu = picture_menu(self, mark)
        menu.popup(event.globalPos() if by_mouse else self.mapToGlobal(self._menu_place(mark)))

    def _choose(self, mark: Mark, modifiers: Qt.KeyboardModifier) -> None:
        if mark.filters:
            self.card.hide()
            self.chosen.emit(mark, bool(modifiers & Qt.KeyboardModifier.ControlModifier))

    def _menu_place(self, mark: Mark | None) -> QPoint:
        return self.mark_map.bounds(mark.id).center().toPoint() if mark else self.rect().center()

    def _render(self) -> QPixmap:
        """The picture as painted, with a veil over what was not chosen."""
        theme, picture, faint = self._appearance.theme, self.picture, self._faint()
        if faint and has_bands(picture):
            return self._painted(lambda painter: draw_over(picture, faint, painter, theme, self.font()))
        if self._drawn is None or self._drawn.devicePixelRatio() != self.devicePixelRatioF():
            self._drawn = self._painted(self.draw)
        if not faint:
            return self._drawn
        pixmap = QPixmap(self._drawn)
        painter = QPainter(pixmap)
        fade(picture, faint, painter, theme, self._measure)
        painter.end()
        return pixmap

    def _faint(self) -> set[str]:
        is_chosen = self._is_chosen
        return {mark.id for mark in self.picture.marks if not is_chosen(mark)} if is_chosen is not None else set()

    def _painted(self, paint: Callable[[QPainter], None]) -> QPixmap:
        return painted(self.size(), self.devicePixelRatioF(), QColor(self._appearance.theme.surface), paint)

    def _ring(self, painter: QPainter, mark_id: str, thin: bool) -> None:
        """A ring in two tones, so that it is seen on any colour."""
        draw_ring(self.mark_map.shape(mark_id), painter, self._appearance.theme, thin)

    def _set_hovered(self, mark_id: str) -> None:
        changed = QRect()
        for known in (self._hovered, mark_id):
            if known:
                changed = changed.united(self.mark_map.bounds(known).toAlignedRect().adjusted(-4, -4, 4, 4))
        self._hovered = mark_id
        if not mark_id:
            self.card.hide()
        self.update(changed)

    def _repaint(self) -> None:
        self._pixmap = self._drawn = self._former = None
        self.update()

    def _show_card(self, place: QPoint, mark_id: str) -> None:
        clear = self.picture.clear
        kept = QRect(round(clear[0]), round(clear[1]), round(clear[2]), round(clear[3])) if clear else QRect()
        self.card.show_mark(self.mark_map.marks[mark_id], self._appearance.theme, place, kept, self._scrolled)

    def _scrolled(self) -> None:
        self._set_hovered("")
        self.card.hide()
