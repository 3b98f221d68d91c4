"""Where the marks of a picture are: hit test, nearest neighbour in a direction, reading order; and how they fade."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from math import ceil, floor

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath

from sinolens.figures.primitives import Box, Mark, Measure, Picture, Ribbon, Text, Wedge
from sinolens.figures.theme import Theme
from sinolens.qt.base.painting import draw, outline

Shape = Box | Wedge | Ribbon
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
_PAGES = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
MOVES = frozenset({*_ARROWS, *_PAGES, Qt.Key.Key_Home, Qt.Key.Key_End})
"""Keys that lead from mark to mark."""
_CELL = 48.0
_LINE = 20.0
_VEIL = 170
"""How much of the surface's colour lies over what is faint, of 255."""


class MarkMap:
    """The shapes of a picture's marks, found by place and by direction."""

    def __init__(self, picture: Picture, measure: Measure, under: Collection[str] = ()) -> None:
        """`under`: ids of marks that are painted below all others, see `draw_over`."""
        self._under = under
        self.marks: dict[str, Mark] = {mark.id: mark for mark in picture.marks}
        self.order: tuple[str, ...] = tuple(mark.id for mark in picture.marks)
        self._shapes: dict[str, list[Shape]] = defaultdict(list)
        self._items: list[Shape] = []
        # Made when the pointer first asks: most pictures are only ever painted.
        self._cells: dict[tuple[int, int], list[Shape]] | None = None
        self._bounds: dict[str, QRectF] = {}
        # First, so that whatever is drawn lies above them.
        for guide in picture.plot.guides if picture.plot is not None else ():
            self._add(picture.plot.band(guide))
        for item in picture.items:
            if isinstance(item, Shape) and item.mark in self.marks:
                self._add(item)
        # Words beside a mark's shapes belong to it too: a group's header, a row of a legend.
        for item in picture.items:
            if isinstance(item, Text) and item.mark in self.marks:
                place = _around(item, measure)
                if not any(_holds(shape, _extent(place).center()) for shape in self._shapes[item.mark]):
                    self._add(place)

    def _add(self, item: Shape) -> None:
        self._shapes[item.mark].append(item)
        rect = _extent(item)
        self._bounds[item.mark] = self._bounds.get(item.mark, QRectF()).united(rect)
        self._items.append(item)

    def at(self, place: QPointF) -> Mark | None:
        """The topmost mark at a place."""
        if self._cells is None:
            self._cells = defaultdict(list)
            # Sorting keeps the order of painting among those below, and among those above.
            for item in sorted(self._items, key=lambda item: item.mark not in self._under):
                for cell in _cells(_extent(item)):
                    self._cells[cell].append(item)
        for item in reversed(self._cells.get((int(place.x() // _CELL), int(place.y() // _CELL)), ())):
            if _holds(item, place):
                return self.marks[item.mark]
        return None

    def bounds(self, mark_id: str) -> QRectF:
        """The rectangle around a mark, empty when it has no shape."""
        return self._bounds.get(mark_id, QRectF())

    def shape(self, mark_id: str) -> QPainterPath:
        """The outline of a mark."""
        whole = QPainterPath()
        shapes = self._shapes.get(mark_id, [])
        for item in (*(one for one in shapes if not _is_low(one)), *_lines_of([one for one in shapes if _is_low(one)])):
            whole = outline(item) if whole.isEmpty() else whole.united(outline(item))
        return whole

    def first(self) -> Mark | None:
        """The first mark in reading order."""
        return next((self.marks[i] for i in self.order if i in self._bounds), None)

    def last(self) -> Mark | None:
        """The last mark in reading order."""
        return next((self.marks[i] for i in reversed(self.order) if i in self._bounds), None)

    def step(self, mark_id: str, by: int) -> Mark | None:
        """The next (1) or previous (-1) mark in reading order, None at the end."""
        shown = [i for i in self.order if i in self._bounds]
        if mark_id not in shown:
            return self.first()
        place = shown.index(mark_id) + by
        return self.marks[shown[place]] if 0 <= place < len(shown) else None

    def led_to(self, mark_id: str, key: Qt.Key) -> Mark | None:
        """Where one of `MOVES` leads from a mark, "" for none; None where there is nothing."""
        if key in _PAGES:
            return self.step(mark_id, _PAGES[key])
        if key in _ARROWS and mark_id in self.marks:
            return self.towards(mark_id, key)
        return self.last() if key == Qt.Key.Key_End else self.first()

    def towards(self, mark_id: str, key: Qt.Key) -> Mark | None:
        """The nearest mark in the direction of an arrow key, None when there is none."""
        here = self._centre(mark_id)
        best: tuple[float, str] | None = None
        for other in self._bounds:
            if other == mark_id:
                continue
            gap = self._centre(other) - here
            along, across = _turned(gap, key)
            if along <= 0.5 or abs(across) > 3 * along:
                continue
            # Straight ahead beats near but off to the side.
            distance = along + 2.5 * abs(across)
            if best is None or distance < best[0]:
                best = (distance, other)
        return self.marks[best[1]] if best else None

    def _centre(self, mark_id: str) -> QPointF:
        shapes = self._shapes.get(mark_id)
        if shapes and isinstance(shapes[0], Wedge):
            return outline(shapes[0]).pointAtPercent(0.25)
        return self.bounds(mark_id).center()


def has_bands(picture: Picture) -> bool:
    """Its shapes cross: what is chosen lies over what is not, and a veil over each would cut it to pieces."""
    return any(isinstance(item, Ribbon) for item in picture.items)


def draw_over(picture: Picture, mark_ids: Collection[str], painter: QPainter, theme: Theme, font: QFont) -> None:
    """Paint a picture of bands with some marks faint: those first, a veil over them, then what is left."""
    faint = tuple(item for item in picture.items if getattr(item, "mark", "") in mark_ids)
    draw(replace(picture, items=faint), painter, theme, font)
    painter.fillRect(QRectF(0.0, 0.0, picture.width, picture.height), _veil(theme))
    rest = tuple(item for item in picture.items if getattr(item, "mark", "") not in mark_ids)
    draw(replace(picture, items=rest), painter, theme, font)


def _veil(theme: Theme) -> QColor:
    veil = QColor(theme.surface)
    veil.setAlpha(_VEIL)
    return veil


def fade(picture: Picture, mark_ids: Collection[str], painter: QPainter, theme: Theme, measure: Measure) -> None:
    """Make marks of a picture that is painted already faint."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_veil(theme))
    cover(picture, mark_ids, painter, measure)


def cover(picture: Picture, mark_ids: Collection[str], painter: QPainter, measure: Measure) -> None:
    """Paint over marks with the painter's brush, which is of the surface's colour: corners need no rounding."""
    ratio = painter.device().devicePixelRatio()
    covered: dict[str, list[QRect]] = defaultdict(list)
    shapes: dict[str, list[Shape]] = defaultdict(list)
    words: list[QRect] = []
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for item in picture.items:
        if isinstance(item, Box):
            if item.mark in mark_ids:
                place = _pixels(item, ratio)
                # Not twice: the estimated part of a cell lies on the cell.
                if not any(on.contains(place) for on in covered[item.mark]):
                    covered[item.mark].append(place)
        elif isinstance(item, Wedge | Ribbon) and item.mark in mark_ids:
            painter.drawPath(outline(item))
            shapes[item.mark].append(item)
    for item in picture.items:
        if isinstance(item, Text) and item.mark in mark_ids:
            around = _around(item, measure)
            middle = QPointF(around.x + around.width / 2, around.y + around.height / 2)
            if not any(on.contains((middle * ratio).toPoint()) for on in covered[item.mark]) and not any(
                    _holds(shape, middle) for shape in shapes[item.mark]):
                words.append(_pixels(around, ratio))
    boxes = [*(box for found in covered.values() for box in found), *words]
    # Whole pixels and one call: a hundredth of what as many smooth rectangles take.
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.save()
    painter.scale(1.0 / ratio, 1.0 / ratio)
    painter.drawRects(boxes)
    painter.restore()


def _pixels(item: Box, ratio: float) -> QRect:
    """The pixels of the device a box fills to a quarter and more: an edge left strong would be seen on what is faint.

    `ratio`: pixels of the device to one of the picture.
    """
    left, top = floor(item.x * ratio + 0.25), floor(item.y * ratio + 0.25)
    right, bottom = ceil((item.x + item.width) * ratio - 0.25), ceil((item.y + item.height) * ratio - 0.25)
    return QRect(left, top, right - left, bottom - top)


def _is_low(item: Shape) -> bool:
    """No higher than a line of text: a swatch, or the room around words."""
    return isinstance(item, Box) and item.height <= _LINE


def _lines_of(boxes: Sequence[Shape]) -> list[Box]:
    """Low boxes that stand in one line as one box: a row of a legend has one ring, not one for each of its words."""
    made: list[QRectF] = []
    for box in boxes:
        place = _extent(box)
        for i, line in enumerate(made):
            if line.top() <= place.center().y() <= line.bottom() or place.top() <= line.center().y() <= place.bottom():
                made[i] = line.united(place)
                break
        else:
            made.append(place)
    return [Box(line.x(), line.y(), line.width(), line.height(), radius=4.0) for line in made]


def _extent(item: Shape) -> QRectF:
    if isinstance(item, Box):
        return QRectF(item.x, item.y, item.width, item.height)
    return outline(item).boundingRect()


def _around(text: Text, measure: Measure) -> Box:
    width = measure(text.text, text.size, text.bold)
    left = text.x - {"start": 0.0, "middle": width / 2, "end": width}[text.anchor]
    return Box(left - 3, text.y - text.size - 1, width + 6, text.size + 6, radius=4.0, mark=text.mark)


def _cells(rect: QRectF) -> list[tuple[int, int]]:
    columns = range(int(rect.left() // _CELL), int(rect.right() // _CELL) + 1)
    rows = range(int(rect.top() // _CELL), int(rect.bottom() // _CELL) + 1)
    return [(column, row) for column in columns for row in rows]


def _holds(item: Shape, place: QPointF) -> bool:
    if isinstance(item, Box):
        return item.x <= place.x() < item.x + item.width and item.y <= place.y() < item.y + item.height
    return outline(item).contains(place)


def _turned(gap: QPointF, key: Qt.Key) -> tuple[float, float]:
    """Distance along the arrow's direction, and across it."""
    if key == Qt.Key.Key_Right:
        return gap.x(), gap.y()
    if key == Qt.Key.Key_Left:
        return -gap.x(), gap.y()
    if key == Qt.Key.Key_Down:
        return gap.y(), gap.x()
    return -gap.y(), gap.x()
