"""What stands on axes, in the data's own coordinates: one description for the screen and for every export.

`qt.charts.axes` gives it to pyqtgraph; `plot_items` lays it out as plain drawing items, for SVG, PDF and slides and for
finding marks by place. Both map a value to the same pixel.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sinolens.figures.primitives import Box, Item, Line, Polyline, Text

TICK_SIZE, TICK_GAP, TICK_DROP = 12.0, 6.0, 17.0
DOT_SIZE = 9.0
HAIR, HAIR_FROM, EDGE_FROM = 1.0, 3.0, 4.0
"""A hair of surface parts stacked bars from this height on; an edge is drawn from that height on."""
NEAR = 0.2
"""How far off a line may be without being seen, pixels."""
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Tick:
    """A value of an axis and its words, "" where there is no room. `mark` names the mark the words belong to."""

    value: float
    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a column: from `left` to `right`, from `low` to `high`; fill, pattern and mark as in `Box`.

    `edged`: a line around it where it has the room; without, it goes on in the next one.
    """

    left: float
    right: float
    low: float
    high: float
    fill: str
    pattern: str = ""
    mark: str = ""
    edged: bool = True


@dataclass(frozen=True, slots=True)
class Curve:
    """A line through points with the area down to zero lightly filled."""

    points: tuple[tuple[float, float], ...]
    colour: str = "accent"
    width: float = 2.0
    opacity: float = 0.14


@dataclass(frozen=True, slots=True)
class Dot:
    """A point that can be hovered and chosen."""

    x: float
    y: float
    colour: str
    mark: str


@dataclass(frozen=True, slots=True)
class Guide:
    """A band over the whole height in which a mark is found where nothing finer stands, with its hair at `x`."""

    left: float
    right: float
    x: float
    mark: str


@dataclass(frozen=True, slots=True)
class Plot:
    """Data on two axes.

    Attributes:
        left: of the area inside the axes, pixels; so `top`, `right`, `bottom`.
        x_range: values at the left and right edge of the area.
        y_range: values at its bottom and top edge.
        x_ticks: words below the area.
        y_ticks: words beside it, each with a line across.
        zero: draw the line across at zero darker than the others.
        bars: in painting order.
        curves: below the dots.
        rules: upright dotted lines over the whole height.
        notes: whatever else is written or drawn, in pixels of the picture.
        guides: not drawn; where the pointer finds what is too small or empty to be pointed at.
    """

    left: float
    top: float
    right: float
    bottom: float
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    x_ticks: tuple[Tick, ...] = ()
    y_ticks: tuple[Tick, ...] = ()
    zero: bool = False
    bars: tuple[Bar, ...] = ()
    curves: tuple[Curve, ...] = ()
    dots: tuple[Dot, ...] = ()
    rules: tuple[float, ...] = ()
    notes: tuple[Item, ...] = ()
    guides: tuple[Guide, ...] = ()

    def x(self, value: float) -> float:
        """Pixel of a value across."""
        first, last = self.x_range
        return self.left + (self.right - self.left) * (value - first) / ((last - first) or 1.0)

    def y(self, value: float) -> float:
        """Pixel of a value upwards."""
        first, last = self.y_range
        return self.bottom - (self.bottom - self.top) * (value - first) / ((last - first) or 1.0)

    def band(self, guide: Guide) -> Box:
        """Where a guide lies, in pixels."""
        left = self.x(guide.left)
        return Box(left, self.top, self.x(guide.right) - left, self.bottom - self.top, mark=guide.mark)


def thinned(points: Sequence[Point], scale: float, tolerance: float = NEAR) -> tuple[Point, ...]:
    """The points a line through many needs, so that it is never off by more than is seen.

    Args:
        points: each further right than the one before, in values.
        scale: pixels upwards to one of the values.
        tolerance: pixels.
    """
    kept, low, high = list(points[:1]), float("-inf"), float("inf")
    off = tolerance / scale if scale else 0.0
    for before, (x, y) in pairwise(points):
        across, up = x - kept[-1][0], y - kept[-1][1]
        if not low <= up / across <= high:
            # No line from the last point kept passes near enough to all that follow it.
            kept.append(before)
            low, high = float("-inf"), float("inf")
            across, up = x - before[0], y - before[1]
        low, high = max(low, (up - off) / across), min(high, (up + off) / across)
    return (*kept, *points[-1:]) if len(points) > 1 else tuple(points)


def bar_box(bar: Bar, left: float, top: float, right: float, bottom: float) -> Box:
    """How a bar is drawn that takes this room in pixels: parts stay apart, and the thinnest is still seen."""
    wide, high = max(1.0, right - left), bottom - top
    if bar.pattern == "outline":
        return Box(left, top, wide, max(1.0, high), bar.fill, "", 0.0, bar.pattern, bar.mark)
    edge = f"edge_{bar.fill}" if bar.edged and high > EDGE_FROM and wide >= HAIR_FROM else ""
    return Box(left, top, wide, max(1.0, high - (HAIR if high > HAIR_FROM else 0.0)), bar.fill, edge, 0.0,
               bar.pattern, bar.mark)


def plot_items(plot: Plot) -> tuple[Item, ...]:
    """The plot as drawing items in pixels."""
    items: list[Item] = []
    for tick in plot.y_ticks:
        y = plot.y(tick.value)
        items.append(Line(plot.left, y, plot.right, y, "muted" if plot.zero and not tick.value else "border"))
        if tick.text:
            items.append(Text(plot.left - TICK_GAP, y + 4.0, tick.text, TICK_SIZE, False, "muted", "end", tick.mark))
    for value in plot.rules:
        x = plot.x(value)
        items.append(Line(x, plot.top, x, plot.bottom, "muted", 1.0, "dotted"))
    for bar in plot.bars:
        items.append(bar_box(bar, plot.x(bar.left), plot.y(bar.high), plot.x(bar.right), plot.y(bar.low)))
    for curve in plot.curves:
        points = tuple((plot.x(x), plot.y(y)) for x, y in curve.points)
        items.append(Polyline(points, curve.colour, curve.width, curve.colour, plot.y(0.0), curve.opacity))
    for dot in plot.dots:
        items.append(Box(plot.x(dot.x) - DOT_SIZE / 2, plot.y(dot.y) - DOT_SIZE / 2, DOT_SIZE, DOT_SIZE, dot.colour,
                         "surface", DOT_SIZE / 2, "", dot.mark))
    for tick in plot.x_ticks:
        if tick.text:
            items.append(Text(plot.x(tick.value), plot.bottom + TICK_DROP, tick.text, TICK_SIZE, False, "muted",
                              "middle", tick.mark))
    return (*items, *plot.notes)
