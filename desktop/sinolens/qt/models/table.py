"""One table model for every table: columns as data, rows as a permutation, text made only for what is seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Format = Callable[[Any], str]

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
TIER_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column of a table on screen.

    Attributes:
        key: name of its values.
        title: its head.
        width: in pixels; the first column with `stretch` takes what is left.
        right: figures stand right.
        text: makes the text of a value; without it the value is text.
        tier: drawn as a pill in the tier's colour and pattern; the value is "T1", "U", …
        hidden: not shown until the user chooses it.
        spare: left out first where there is no room.
        fixed: never narrower than its width, as figures and tiers are.
        meaning: one sentence for the head's tooltip.
    """

    key: str
    title: str
    width: int
    right: bool = False
    text: Format | None = None
    tier: bool = False
    stretch: bool = False
    hidden: bool = False
    spare: bool = False
    fixed: bool = False
    meaning: str = ""


GAP, GAP_WIDTH = "\u2002", 8
"""What keeps a text off the figures that end right before it, and the pixels it takes."""


def dashed(words: Callable[[Any], str]) -> Callable[[Any], str]:
    """The words of a value, a dash where there is none."""
    return lambda value: "–" if value is None else words(value)


class TableModel(QAbstractTableModel):
    """Rows of equal columns. Sorting and filtering only change which source row stands where.

    Attributes:
        gapped: places of columns of text that follow figures; their cells are shown a little to the right.

    A cell answers with `str` alone: numbers of numpy and decimals would show as blanks.
    """

    def __init__(self, columns: Sequence[TableColumn], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.gapped = frozenset(
            place for place, (before, column) in enumerate(zip(self.columns, self.columns[1:], strict=False), 1)
            if before.right and not column.right and not column.tier)
        self._values: list[Sequence[Any]] = [()] * len(self.columns)
        self._ranks: dict[int, numpy.ndarray] = {}
        self._size = 0
        self._shown: numpy.ndarray = numpy.zeros(0, numpy.int64)
        self._rows = self._shown
        self._sorted: tuple[int, Qt.SortOrder] | None = None

    def fill(self, values: dict[str, Sequence[Any]], shown: Sequence[int] | None = None) -> None:
        """Take other contents.

        Args:
            values: key of each column to one plain Python value per row, or to an array of numbers.
            shown: source rows to show; None = all.
        """
        self.beginResetModel()
        self._values = [values[column.key] for column in self.columns]
        self._size = len(self._values[0]) if self._values else 0
        self._ranks.clear()
        self._shown = numpy.arange(self._size) if shown is None else numpy.asarray(shown, numpy.int64)
        self._order()
        self.endResetModel()

    def update(self, values: dict[str, Sequence[Any]], shown: Sequence[int]) -> None:
        """Take other values for some columns and show other rows, as after a filter."""
        self.beginResetModel()
        for place, column in enumerate(self.columns):
            if column.key in values:
                self._values[place] = values[column.key]
                self._ranks.pop(place, None)
        self._shown = numpy.asarray(shown, numpy.int64)
        self._order()
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Rows shown."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """All columns, hidden ones too."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = _DISPLAY) -> str | int | None:
        """Text, alignment, tier of a cell."""
        if not index.isValid():
            return None
        place = index.column()
        column = self.columns[place]
        if role in (_DISPLAY, _ACCESSIBLE):
            text = self.text(int(self._rows[index.row()]), place)
            return f"{GAP}{text}" if role == _DISPLAY and text and place in self.gapped else text
        if role == _ALIGNMENT:
            return _RIGHT if column.right else _LEFT
        if role == TIER_ROLE and column.tier:
            return str(self._values[place][int(self._rows[index.row()])])
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> str | int | None:
        """Titles of columns, with their meaning as tooltip; row numbers."""
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1) if role == _DISPLAY else None
        if not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == _DISPLAY:
            return f"{GAP}{column.title}" if section in self.gapped else column.title
        if role == _ACCESSIBLE:
            return column.title
        if role == _TOOLTIP:
            return column.meaning or None
        if role == _ALIGNMENT:
            return _RIGHT if column.right else _LEFT
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order the rows by a column; equal rows stay as they stood in the source."""
        if not 0 <= column < len(self.columns):
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        sources = [int(self._rows[index.row()]) for index in before]
        self._sorted = (column, order)
        self._order()
        place = {source: row for row, source in enumerate(self._rows.tolist())} if before else {}
        after = [
            self.index(place[source], index.column()) for source, index in zip(sources, before, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    @property
    def source_count(self) -> int:
        """Source rows, whether they are shown or not."""
        return self._size

    def source_row(self, row: int) -> int:
        """Source row at a place of the table."""
        return int(self._rows[row])

    def find_row(self, source: int) -> int:
        """Place of a source row, -1 when it is not shown."""
        return int(next(iter(numpy.flatnonzero(self._rows == source)), -1))

    def text(self, source: int, column: int) -> str:
        """Text of a cell by source row."""
        value = self._values[column][source]
        make = self.columns[column].text
        return make(value) if make is not None else str(value)

    def value(self, source: int, key: str) -> Any:
        """Value of a cell by source row and column key."""
        return next(v for c, v in zip(self.columns, self._values, strict=True) if c.key == key)[source]

    def _order(self) -> None:
        if self._sorted is None:
            self._rows = self._shown
            return
        column, order = self._sorted
        keys = self._keys(column)[self._shown]
        # Equal rows stay as they stood in the source, whichever way the rest is turned.
        turned = -keys if order == Qt.SortOrder.DescendingOrder else keys
        self._rows = self._shown[numpy.argsort(turned, kind="stable")]

    def _keys(self, column: int) -> numpy.ndarray:
        """What orders the source rows by a column: the numbers themselves, or the place of each text, made once."""
        values = self._values[column]
        if isinstance(values, numpy.ndarray):
            return values
        if column not in self._ranks:
            keys = [(value is None, value.casefold() if isinstance(value, str) else value or 0) for value in values]
            rank = numpy.zeros(len(keys), numpy.int64)
            place, last = -1, None
            for row in sorted(range(len(keys)), key=keys.__getitem__):
                if place < 0 or keys[row] != last:
                    place, last = place + 1, keys[row]
                rank[row] = place
            self._ranks[column] = rank
        return self._ranks[column]
