"""The user's own sheet on screen: what each row was taken for at its left, what each column means above it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from sinolens.figures.theme import mix
from sinolens.importing.cells import column_letters
from sinolens.qt.base.fonts import sized
from sinolens.qt.base.icons import pixmap
from sinolens.qt.base.theme import Appearance
from sinolens.qt.models.sheet import SheetModel, mark_colour
from sinolens.qt.pages.import_meanings import MeaningBox
from sinolens.services.import_marks import HEADER, POSITION, STATEMENT, TOTAL

ROW_HEIGHT = 26
HEAD_HEIGHT = 62
SIDE_WIDTH = 172
_SAMPLED = 60
_TELLING = (HEADER, POSITION, STATEMENT)
_NARROWEST, _WIDEST = 92, 260
_FIELD_ROOM = 56
"""What a meaning's frame, its mark and the bold type take beside its words."""


class RowHeader(QHeaderView):
    """Row numbers, and beside each what the row was taken for."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._appearance = appearance
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setDefaultSectionSize(ROW_HEIGHT)
        self.setSectionsClickable(True)
        self.setFixedWidth(SIDE_WIDTH)
        self.setAccessibleName("What each row was taken for")

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Number, then the word on the row's colour."""
        model = self.model()
        if not isinstance(model, SheetModel) or not rect.isValid():
            return
        theme = self._appearance.theme
        kind, word = model.marks.kind(section), model.marks.word(section)
        view = self.parent()
        current = isinstance(view, QTableView) and view.currentIndex().row() == section
        painter.save()
        colour = mark_colour(kind, theme) or theme.surface
        painter.fillRect(rect, QColor(theme.accent_soft if current else colour))
        painter.setPen(QPen(QColor(theme.border)))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        strong = kind in (HEADER, TOTAL)
        painter.setFont(sized(self.font(), 11, bold=strong))
        painter.setPen(QColor(theme.muted))
        digits = painter.fontMetrics().horizontalAdvance("0" * max(len(str(model.rowCount())), 3))
        number = QRect(rect.left() + 4, rect.top(), digits + 4, rect.height())
        painter.drawText(number, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), str(section + 1))
        inks = {HEADER: theme.accent, TOTAL: theme.warning, POSITION: theme.text, STATEMENT: theme.text}
        painter.setPen(QColor(inks.get(kind, theme.muted)))
        room = QRect(number.right() + 10, rect.top(), rect.right() - number.right() - 14, rect.height())
        text = painter.fontMetrics().elidedText(word, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)
        painter.restore()


class MeaningHeader(QHeaderView):
    """Above each column its letters, what it means and how sure that is; a click opens the choice.

    Signals:
        meaning_chosen: column counted from 0, and the field; "" = not used, `ANYTHING` = find it again.
        column_clicked: column counted from 0.
    """

    meaning_chosen = Signal(int, str)
    column_clicked = Signal(int)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._appearance = appearance
        self._column = -1
        self._choosable = True
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setSectionsClickable(True)
        self.setMinimumSectionSize(56)
        self.setFixedHeight(HEAD_HEIGHT)
        self.setAccessibleName("What each column means")
        self.box = MeaningBox(self)
        self.box.hide()
        self.box.activated.connect(self._chosen)
        self.box.left.connect(self._leave)

    def set_choosable(self, choosable: bool) -> None:
        """Whether a click opens the choice of a meaning."""
        self._choosable = choosable

    def open_choice(self, column: int) -> None:
        """Open the choice of what a column means."""
        model = self.model()
        meaning = model.meanings.get(column) if isinstance(model, SheetModel) else None
        if meaning is None or not self._choosable:
            return
        self._column = column
        self.box.setCurrentIndex(max(self.box.findData(meaning.field), 0))
        left, width = self.sectionViewportPosition(column), self.sectionSize(column)
        self.box.setGeometry(left, 26, max(width, 150), self.height() - 28)
        self.box.show()
        self.box.raise_()
        self.box.showPopup()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click, but no drag of an edge, opens the choice."""
        place = event.position().toPoint()
        pressed = self.logicalIndexAt(place)
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and pressed >= 0 and not self._on_edge(place):
            self.column_clicked.emit(pressed)
            self.open_choice(pressed)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Letters, meaning with a mark that it can be changed, certainty."""
        model = self.model()
        if not isinstance(model, SheetModel) or not rect.isValid():
            return
        theme = self._appearance.theme
        meaning = model.meanings.get(section)
        view = self.parent()
        current = isinstance(view, QTableView) and view.currentIndex().column() == section
        painter.save()
        painter.setClipRect(rect)
        painter.fillRect(rect, QColor(theme.accent_soft if current else theme.surface))
        painter.setPen(QPen(QColor(theme.border)))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        inner = rect.adjusted(8, 4, -8, -4)
        painter.setFont(sized(self.font(), 11))
        painter.setPen(QColor(theme.muted))
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop), column_letters(section))
        if meaning is not None:
            self._paint_meaning(painter, inner, meaning, theme)
        painter.restore()

    def _paint_meaning(self, painter: QPainter, inner: QRect, meaning: object, theme: object) -> None:
        doubtful = bool(meaning.rivals) or (meaning.field and meaning.confidence < 0.6)
        sure = f"{meaning.confidence:.0%}" if meaning.field else ""
        painter.setFont(sized(self.font(), 11))
        painter.setPen(QColor(theme.warning if doubtful else theme.muted))
        words = f"{sure} · choose" if meaning.rivals else sure
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop), words)
        field = QRect(inner.left() - 2, inner.top() + 20, inner.width() + 4, 28)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = theme.warning if doubtful else theme.border
        painter.setPen(QPen(QColor(edge)))
        painter.setBrush(QColor(mix(theme.surface, theme.warning, 0.1) if doubtful else theme.raised))
        painter.drawRoundedRect(field, 6, 6)
        painter.setFont(sized(self.font(), 12, bold=bool(meaning.field)))
        painter.setPen(QColor(theme.text if meaning.field else theme.muted))
        room = field.adjusted(8, 0, -22, 0)
        text = painter.fontMetrics().elidedText(meaning.title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)
        if self._choosable:
            name = f"chevron-{theme.name}"
            painter.drawPixmap(QPoint(field.right() - 18, field.center().y() - 6),
                               pixmap(name, theme.muted, 12, self.devicePixelRatioF()))

    def _on_edge(self, place: QPoint) -> bool:
        column = self.logicalIndexAt(place)
        left = self.sectionViewportPosition(column)
        return min(abs(place.x() - left), abs(left + self.sectionSize(column) - place.x())) <= 3

    def _leave(self) -> None:
        self.box.hide()
        view = self.parent()
        if isinstance(view, QTableView):
            view.setFocus(Qt.FocusReason.PopupFocusReason)

    def _chosen(self, number: int) -> None:
        self.box.hide()
        self.meaning_chosen.emit(self._column, str(self.box.itemData(number)))


class SheetView(QTableView):
    """Shows a sheet; arrows move over the cells, F2 or Enter opens the choice of the column's meaning.

    Signals:
        row_picked: row counted from 0 the user is on.
        row_opened: row counted from 0 the user pressed Enter on or clicked twice.
        column_picked: column counted from 0 the user is on.
    """

    row_picked = Signal(int)
    row_opened = Signal(int)
    column_picked = Signal(int)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.sheet_model = SheetModel(self)
        self.rows = RowHeader(appearance, self)
        self.meanings = MeaningHeader(appearance, self)
        self.setVerticalHeader(self.rows)
        self.setHorizontalHeader(self.meanings)
        self.setModel(self.sheet_model)
        self.setAccessibleName("Your sheet")
        self.setShowGrid(True)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.doubleClicked.connect(self._open)
        self.rows.sectionClicked.connect(self._row_clicked)
        self.meanings.column_clicked.connect(self._column_clicked)
        self.selectionModel().currentChanged.connect(self._moved)
        self.sheet_model.modelReset.connect(self._fit)

    def tint(self) -> None:
        """Take the theme's colours."""
        self.sheet_model.tint(self._appearance.theme)
        self.viewport().update()

    def look_at(self, row: int, column: int = 0) -> None:
        """Put the user on a cell and bring it into view."""
        index = self.sheet_model.index(row, column)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2 and Enter choose, as a click does."""
        index = self.currentIndex()
        if index.isValid() and event.key() == Qt.Key.Key_F2:
            self.meanings.open_choice(index.column())
        elif index.isValid() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.row_opened.emit(index.row())
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        self.row_opened.emit(self.currentIndex().row())

    def _row_clicked(self, row: int) -> None:
        self.look_at(row, max(self.currentIndex().column(), 0))

    def _column_clicked(self, column: int) -> None:
        self.look_at(max(self.currentIndex().row(), 0), column)

    def _moved(self) -> None:
        index = self.currentIndex()
        self.rows.viewport().update()
        self.meanings.viewport().update()
        if index.isValid():
            self.row_picked.emit(index.row())
            self.column_picked.emit(index.column())

    def _fit(self) -> None:
        """A width for each column by its first rows: cheap, and the same every time."""
        model = self.sheet_model
        metrics = self.fontMetrics()
        rows = range(min(model.rowCount(), _SAMPLED))
        for column in range(model.columnCount()):
            texts = (model.text(row, column) for row in rows if model.marks.kind(row) in _TELLING)
            longest = max(texts, key=len, default="")
            meaning = model.meanings.get(column)
            width = metrics.horizontalAdvance(longest[:60]) + 20
            title = metrics.horizontalAdvance(meaning.title) + _FIELD_ROOM if meaning is not None else 0
            self.setColumnWidth(column, min(max(width, title, _NARROWEST), _WIDEST))
