"""Paints a picture of drawing primitives: one way for screen, printer, PDF and SVG."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from math import ceil, floor

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from sinolens.figures.primitives import HATCHES, Box, Hatch, Line, Picture, Polyline, Ribbon, Text, Wedge
from sinolens.figures.theme import Theme
from sinolens.qt.base.fonts import sized

_BAND_EDGE = 0.75
LINED = ("outline", "dots")
"""Patterns that are a line around the shape."""
SQUARE, ROUND = 1.0, 4.0
"""Radius below which a corner is as good as square, and up to which lines stay clear of it without being clipped."""
_CORNER = 0.3
"""How far a rounded corner falls back from a square one, of its radius."""
Measurer = Callable[[str, float, bool], float]
_MEASURERS: dict[str, Measurer] = {}


def measurer(font: QFont) -> Measurer:
    """Widths of texts in the font that will paint them.

    Answers are remembered, for all pictures in a font: they ask for the same ones, and again at every filter.
    """
    key = f"{font.key()},{','.join(font.families())}"
    if key not in _MEASURERS:
        _MEASURERS[key] = _measurer(QFont(font))
    return _MEASURERS[key]


def _measurer(font: QFont) -> Measurer:
    metrics: dict[tuple[float, bool], QFontMetricsF] = {}

    @lru_cache(maxsize=65_536)
    def measure(text: str, size: float, bold: bool) -> float:
        key = (size, bold)
        if key not in metrics:
            metrics[key] = QFontMetricsF(sized(font, size, bold))
        return metrics[key].horizontalAdvance(text)

    return measure


class Brushes:
    """Colours and fonts of one theme, made once per painting."""

    def __init__(self, theme: Theme, font: QFont) -> None:
        self.theme = theme
        self.measure = measurer(font)
        self._font = font
        self._colours: dict[str, QColor] = {}
        self._fonts: dict[tuple[float, bool], QFont] = {}

    def colour(self, token: str) -> QColor:
        """Colour of a token or "#rrggbb"."""
        if token not in self._colours:
            self._colours[token] = QColor(self.theme.colour(token))
        return self._colours[token]

    def font(self, size: float, bold: bool) -> QFont:
        """The picture's font at a size."""
        if (size, bold) not in self._fonts:
            self._fonts[(size, bold)] = sized(self._font, size, bold)
        return self._fonts[(size, bold)]


def draw(picture: Picture, painter: QPainter, theme: Theme, font: QFont) -> None:
    """Paint the picture at the painter's origin, one logical pixel to one unit of the painter."""
    brushes = Brushes(theme, font)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    run: list[Box] = []
    for item in picture.items:
        if run and not (isinstance(item, Box) and item.look == run[0].look):
            _draw_boxes(run, painter, brushes)
            run = []
        match item:
            case Box():
                run.append(item)
            case Text():
                _draw_text(item, painter, brushes)
            case Line():
                _draw_line(item, painter, brushes)
            case Wedge():
                _paint(outline(item), item.fill, item.pattern, item.stroke or "surface", painter, brushes)
            case Ribbon():
                _draw_band(item, painter, brushes)
            case Polyline():
                _draw_polyline(item, painter, brushes)
    if run:
        _draw_boxes(run, painter, brushes)


def _draw_band(item: Ribbon, painter: QPainter, brushes: Brushes) -> None:
    """Below a fine line as its edge a band is filled roughly: smooth edges of long slopes take ten times as long."""
    if _is_fine(item):
        _draw_plain_band(item, painter, brushes.colour(item.fill))
        return
    shape, before = outline(item), painter.opacity()
    painter.setOpacity(before * item.opacity)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, not item.stroke or item.pattern in LINED)
    _paint(shape, item.fill, item.pattern, "", painter, brushes)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(before)
    if item.stroke:
        painter.strokePath(shape, QPen(brushes.colour(item.stroke), _BAND_EDGE))


def _is_fine(item: Ribbon) -> bool:
    """Of one colour that lets nothing through, and such that lines have the ink of its height."""
    plain = not item.stroke and not item.pattern and item.opacity >= 1.0 and item.height1 == item.height2
    # Up to half a right angle a line is as high as it is wide. Half-way the sides are steepest, half as much again as
    # from end to end.
    return plain and 1.5 * abs(item.y2 - item.y1) <= abs(item.x2 - item.x1)


def _draw_plain_band(item: Ribbon, painter: QPainter, colour: QColor) -> None:
    """A band that `_is_fine`: its edge is a fine line within it, or it is no more than a line or two."""
    height, middle = item.height1, (item.x1 + item.x2) / 2
    if height < 2.0:
        # Below each other: the lines of an edge would lie on each other.
        for above, wide in ((0.0, min(1.0, height)), (1.0, height - 1.0))[:2 if height > 1.0 else 1]:
            start, end = item.y1 + above + wide / 2, item.y2 + above + wide / 2
            curve = QPainterPath(QPointF(item.x1, start))
            curve.cubicTo(middle, start, middle, end, item.x2, end)
            painter.strokePath(curve, QPen(colour, wide))
        return
    inner = _band(item, 0.5)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.fillPath(inner, colour)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.strokePath(inner, QPen(colour, 1.0))


def outline(item: Box | Wedge | Ribbon) -> QPainterPath:
    """The shape of an item, for painting, hit tests and focus rings."""
    path = QPainterPath()
    match item:
        case Box():
            path.addRoundedRect(QRectF(item.x, item.y, item.width, item.height), item.radius, item.radius)
        case Ribbon():
            return _band(item, 0.0)
        case Wedge():
            path = _wedge(item)
    return path


def _band(item: Ribbon, within: float) -> QPainterPath:
    """The shape of a band whose sides are drawn in by some pixels."""
    path, middle = QPainterPath(), (item.x1 + item.x2) / 2
    top1, top2 = item.y1 + within, item.y2 + within
    low1, low2 = item.y1 + item.height1 - within, item.y2 + item.height2 - within
    path.moveTo(item.x1, top1)
    path.cubicTo(middle, top1, middle, top2, item.x2, top2)
    path.lineTo(item.x2, low2)
    path.cubicTo(middle, low2, middle, low1, item.x1, low1)
    path.closeSubpath()
    return path


def _wedge(item: Wedge) -> QPainterPath:
    path = QPainterPath()
    outer = QRectF(item.cx - item.outer, item.cy - item.outer, 2 * item.outer, 2 * item.outer)
    inner = QRectF(item.cx - item.inner, item.cy - item.inner, 2 * item.inner, 2 * item.inner)
    if item.span >= 359.999:
        path.addEllipse(outer)
        hole = QPainterPath()
        hole.addEllipse(inner)
        return path.subtracted(hole)
    # Qt counts degrees anticlockwise from three o'clock.
    begin = 90.0 - item.start
    path.arcMoveTo(outer, begin)
    path.arcTo(outer, begin, -item.span)
    path.arcTo(inner, begin - item.span, item.span)
    path.closeSubpath()
    return path


def _draw_boxes(run: Sequence[Box], painter: QPainter, brushes: Brushes) -> None:
    """Boxes that look the same, as tiles of a tier and the parts below a curve do."""
    look, run = run[0], [one for one in run if one.width > 0 < one.height]
    if not run:
        return
    if look.pattern in HATCHES and look.fill and look.radius <= ROUND:
        _draw_hatched(run, painter, brushes)
    elif look.pattern:
        half = 0.5 if look.stroke or look.pattern in LINED else 0.0
        for rect in _rects(run, half):
            shape = QPainterPath()
            shape.addRoundedRect(rect, look.radius, look.radius)
            _paint(shape, look.fill, look.pattern, look.stroke, painter, brushes)
    elif look.stroke or look.fill:
        painter.setPen(QPen(brushes.colour(look.stroke), 1.0) if look.stroke else Qt.PenStyle.NoPen)
        painter.setBrush(brushes.colour(look.fill) if look.fill else Qt.BrushStyle.NoBrush)
        for rect in _rects(run, 0.5 if look.stroke else 0.0):
            painter.drawRoundedRect(rect, look.radius, look.radius)


def _rects(run: Sequence[Box], half: float) -> list[QRectF]:
    """Where boxes are drawn, `half` the width of their line within."""
    return [QRectF(one.x + half, one.y + half, one.width - 2 * half, one.height - 2 * half) for one in run]


def _draw_hatched(run: Sequence[Box], painter: QPainter, brushes: Brushes) -> None:
    """Hatched boxes with corners small enough to be drawn without a path to fill and to clip to."""
    radius, stroke = run[0].radius, run[0].stroke
    half = 0.5 if stroke else 0.0
    rects = _rects(run, half)
    painter.setPen(QPen(brushes.colour(stroke), 1.0) if stroke else Qt.PenStyle.NoPen)
    painter.setBrush(brushes.colour(run[0].fill))
    if radius < SQUARE:
        painter.drawRects(rects)
    else:
        for rect in rects:
            painter.drawRoundedRect(rect, radius, radius)
    clear = max(half, _CORNER * radius)
    for prefix, hatch in HATCHES[run[0].pattern]:
        pen = QPen(brushes.colour(f"{prefix}_{run[0].fill}"), hatch.width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLines([line for rect in rects
                           for line in _lines_within(rect.adjusted(clear, clear, -clear, -clear), hatch)])


def _paint(
    shape: QPainterPath, fill: str, pattern: str, stroke: str, painter: QPainter, brushes: Brushes,
) -> None:
    """Fill and outline of a shape; dots and outlines stand for what is not known."""
    if fill and pattern != "outline":
        painter.fillPath(shape, brushes.colour(fill))
    for prefix, hatch in HATCHES.get(pattern, ()) if fill else ():
        _hatch(shape, hatch, brushes.colour(f"{prefix}_{fill}"), painter)
    pen: QPen | None = None
    if pattern == "outline":
        pen = QPen(brushes.colour(stroke or f"edge_{fill}"), 1.25)
    elif pattern == "dots":
        pen = QPen(brushes.colour("text"), 1.0)
        pen.setDashPattern([1.5, 2.5])
    elif stroke:
        pen = QPen(brushes.colour(stroke), 1.0)
    if pen is not None:
        painter.strokePath(shape, pen)


def _draw_text(item: Text, painter: QPainter, brushes: Brushes) -> None:
    painter.setFont(brushes.font(item.size, item.bold))
    painter.setPen(brushes.colour(item.colour))
    x = item.x
    if item.anchor != "start":
        width = brushes.measure(item.text, item.size, item.bold)
        x -= width if item.anchor == "end" else width / 2
    painter.drawText(QPointF(x, item.y), item.text)


def _draw_line(item: Line, painter: QPainter, brushes: Brushes) -> None:
    pen = QPen(brushes.colour(item.colour), item.width)
    if item.dash:
        pen.setDashPattern([2.0, 2.0])
    painter.setPen(pen)
    painter.drawLine(QPointF(item.x1, item.y1), QPointF(item.x2, item.y2))


def _draw_polyline(item: Polyline, painter: QPainter, brushes: Brushes) -> None:
    points = [QPointF(x, y) for x, y in item.points]
    if item.fill and points:
        area = QPolygonF([QPointF(points[0].x(), item.floor), *points, QPointF(points[-1].x(), item.floor)])
        painter.save()
        painter.setOpacity(item.opacity)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(brushes.colour(item.fill))
        painter.drawPolygon(area)
        painter.restore()
    pen = QPen(brushes.colour(item.colour), item.width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if item.dash:
        pen.setDashPattern([4.0, 3.0])
    painter.setPen(pen)
    painter.drawPolyline(QPolygonF(points))


def _hatch(shape: QPainterPath, hatch: Hatch, colour: QColor, painter: QPainter) -> None:
    """Slanted lines inside the shape, drawn as lines so that they stay sharp on paper."""
    painter.save()
    painter.setClipPath(shape, Qt.ClipOperation.IntersectClip)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, hatch.width))
    # A pixel more on every side: where a line ends at the bounds, its end is not seen.
    painter.drawLines(_lines_within(shape.boundingRect().adjusted(-1.0, -1.0, 1.0, 1.0), hatch))
    painter.restore()


def _lines_within(box: QRectF, hatch: Hatch) -> list[QLineF]:
    """The lines of a hatching from edge to edge of a box."""
    left, right, top, bottom = box.left(), box.right(), box.top(), box.bottom()
    # Lines start at multiples of the step from the picture's corner, so that neighbours line up.
    step, slope = hatch.step * 2**0.5, 1.0 if hatch.rising else -1.0
    reach = (left + slope * top, left + slope * bottom, right + slope * top, right + slope * bottom)
    lines = []
    for number in range(ceil(min(reach) / step), floor(max(reach) / step) + 1):
        along = number * step
        # A line is where x + slope * y is the same all along.
        ends = (along - left, along - right) if hatch.rising else (left - along, right - along)
        low, high = max(top, min(ends)), min(bottom, max(ends))
        if low < high:
            lines.append(QLineF(along - slope * low, low, along - slope * high, high))
    return lines
