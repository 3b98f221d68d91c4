"""The table on screen: fixed widths, even rows, tier pills, copying as a table with headers."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from PySide6.QtCore import QMimeData, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QTableView,
    QWidget,
)

from sinolens.qt.base.labels import doubled
from sinolens.qt.base.theme import Appearance
from sinolens.qt.models.table import GAP_WIDTH, TableModel
from sinolens.qt.models.tier_pill import ROW_HEIGHT, TierPill

_FEWEST = 56


class TableView(QTableView):
    """Shows a `TableModel`.

    Signals:
        row_chosen: source row the user is on.
        row_opened: source row the user opened by double click or Enter.

    Attributes:
        source: tells what the rows are true for; copied below them. None = nothing.
        extra: keys of hidden columns that are worth showing now, where there is room.
    """

    row_chosen = Signal(int)
    row_opened = Signal(int)

    def __init__(self, appearance: Appearance, model: TableModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.source: Callable[[], str] | None = None
        self.extra: frozenset[str] = frozenset()
        self.setAccessibleName(name)
        self.setModel(model)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        rows = self.verticalHeader()
        rows.setVisible(False)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setMinimumSectionSize(40)
        head.setFixedHeight(32)
        head.setSortIndicatorShown(True)
        head.setSortIndicatorClearable(False)
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(self._choose_columns)
        head.sectionResized.connect(self._resized)
        self._fitting = False
        self._touched = False
        self._pill = TierPill(appearance, self)
        for place, column in enumerate(model.columns):
            self.setColumnWidth(place, self._width(place))
            self.setColumnHidden(place, column.hidden)
            if column.tier:
                self.setItemDelegateForColumn(place, self._pill)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._offer)
        self.doubleClicked.connect(self._open)
        self.selectionModel().currentRowChanged.connect(self._current_changed)
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)
        self._remembered: tuple[int, int] = (-1, 0)

    def order_by(self, key: str, descending: bool = False) -> None:
        """Sort by a column, and by clicks on heads from now on."""
        place = next(i for i, column in enumerate(self._model.columns) if column.key == key)
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.setSortingEnabled(True)
        self.sortByColumn(place, order)

    def choose_row(self, source: int) -> bool:
        """Put the user on a source row; False when it is not shown."""
        row = self._model.find_row(source)
        if row < 0:
            return False
        index = self._model.index(row, self._first_column())
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        return True

    def leave_row(self) -> None:
        """Put the user on no row; where he had scrolled to stays."""
        self.setCurrentIndex(QModelIndex())
        self.clearSelection()

    def copy_rows(self) -> bool:
        """Put the selected rows on the clipboard with their headers; False when none is selected."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows(self._first_column())})
        if not rows:
            return False
        columns = self._visible_columns()
        heads = [self._model.columns[c].title for c in columns]
        cells = [[self._model.text(self._model.source_row(r), c) for c in columns] for r in rows]
        mime = QMimeData()
        source = self.source() if self.source is not None else ""
        # The line stands below the rows, so that a paste into a sheet still begins with the heads.
        lines = [heads, *cells, *([[source]] if source else [])]
        mime.setText("\n".join("\t".join(_one_line(text) for text in line) for line in lines))
        mime.setHtml(_html(heads, cells, source))
        QGuiApplication.clipboard().setMimeData(mime)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, and Enter to open."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_rows()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give what is left to the column that stretches, until the user sets a width."""
        super().resizeEvent(event)
        self.fit_columns()

    def fit_columns(self) -> None:
        """Use the width there is: words give way, spare columns are left out, the rest goes to the one that stretches.

        Once the user has set a width or chosen columns nothing is moved any more.
        """
        columns = self._model.columns
        stretch = next((i for i, c in enumerate(columns) if c.stretch), -1)
        if stretch < 0 or self._touched:
            return
        room = self.viewport().width()
        extra = [i for i, column in enumerate(columns) if column.hidden and column.key in self.extra]
        shown = sorted([*(i for i, column in enumerate(columns) if not column.hidden), *extra])
        for place in [*reversed([i for i in shown if columns[i].spare]), *extra]:
            # A spare column is not worth cutting the one that names the row.
            others = sum(self._least(i) for i in shown if i != stretch)
            if others + 0.9 * self._width(stretch) > room:
                shown.remove(place)
        widths = {i: self._least(i) for i in shown}
        slack = max(0, room - sum(widths.values()))
        first = min(slack, self._width(stretch) - widths[stretch])
        widths[stretch] += first
        wanted = sum(self._width(i) - widths[i] for i in shown)
        part = min(1.0, (slack - first) / wanted) if wanted else 0.0
        for place in shown:
            widths[place] += int(part * (self._width(place) - widths[place]))
        # What is left goes to the stretching column; what is lacking it gives, down to a few letters.
        widths[stretch] = max(_FEWEST, widths[stretch] + room - sum(widths.values()))
        self._fitting = True
        for place in range(len(columns)):
            self.setColumnHidden(place, place not in widths)
            if place in widths:
                self.setColumnWidth(place, widths[place])
        self._fitting = False

    def _width(self, place: int) -> int:
        """The width a column asks for."""
        return self._model.columns[place].width + (GAP_WIDTH if place in self._model.gapped else 0)

    def _least(self, place: int) -> int:
        """The narrowest a column may be: figures and tiers are never cut."""
        column, width = self._model.columns[place], self._width(place)
        return width if column.right or column.tier or column.fixed else max(64, round(width * 0.55))

    def _visible_columns(self) -> list[int]:
        head = self.horizontalHeader()
        order = sorted(range(len(self._model.columns)), key=head.visualIndex)
        return [column for column in order if not self.isColumnHidden(column)]

    def _first_column(self) -> int:
        return self._visible_columns()[0]

    def _resized(self, section: int, before: int, after: int) -> None:
        del section, before, after
        if not self._fitting and self.underMouse():
            self._touched = True

    def _current_changed(self, current: QModelIndex, before: QModelIndex) -> None:
        del before
        if current.isValid():
            self.row_chosen.emit(self._model.source_row(current.row()))

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.row_opened.emit(self._model.source_row(index.row()))

    def _remember(self) -> None:
        current = self.currentIndex()
        row = current.row() if current.isValid() and current.row() < self._model.rowCount() else -1
        self._remembered = (self._model.source_row(row) if row >= 0 else -1, self.verticalScrollBar().value())

    def _restore(self) -> None:
        source, scroll = self._remembered
        if source >= 0 and self._model.rowCount():
            row = self._model.find_row(source)
            if row >= 0:
                self.setCurrentIndex(self._model.index(row, self._first_column()))
        if self.isVisible():
            # Before it is painted: else it would be painted once more behind that.
            self.executeDelayedItemsLayout()
        self.verticalScrollBar().setValue(scroll)

    def _offer(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Copy rows with headers", self.copy_rows)
        menu.addAction("Select all", self.selectAll)
        menu.popup(self.viewport().mapToGlobal(place))

    def _choose_columns(self, place: QPoint) -> None:
        self.offer_columns(self.horizontalHeader().mapToGlobal(place))

    def offer_columns(self, place: QPoint) -> None:
        """Let the user choose the columns, in a menu at a point of the screen."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for number, column in enumerate(self._model.columns):
            action = menu.addAction(doubled(column.title))
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(number))
            action.setData(number)
            action.toggled.connect(self._toggle_column)
        menu.popup(place)

    def _toggle_column(self, shown: bool) -> None:
        number = int(self.sender().data())
        if not shown and len(self._visible_columns()) == 1:
            return
        self._touched = True
        self.setColumnHidden(number, not shown)


def _one_line(text: str) -> str:
    """Tabs and line ends would break the table the text is pasted into."""
    return " ".join(text.split()) if any(mark in text for mark in "\t\r\n") else text


def _html(heads: list[str], cells: list[list[str]], source: str = "") -> str:
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    # mso-number-format keeps identifiers such as 0700 from becoming numbers in Excel.
    body = "".join(
        "<tr>" + "".join(f'<td style="mso-number-format:\'\\@\'">{escape(text)}</td>' if _is_text(text)
                         else f"<td>{escape(text)}</td>" for text in line) + "</tr>"
        for line in cells
    )
    foot = f'<tr><td colspan="{len(heads)}">{escape(source)}</td></tr>' if source else ""
    return f"<table><tr>{head}</tr>{body}{foot}</table>"


def _is_text(text: str) -> bool:
    """Anything that is not an amount with a currency sign or a percentage."""
    return not text.lstrip("(").startswith("$") and not text.endswith("%")
