"""Squarified rectangles: areas in proportion to values, as near to squares as the order of sizes allows.

After Bruls, Huizing, van Wijk: Squarified Treemaps (2000).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A place in the picture."""

    x: float
    y: float
    width: float
    height: float

    @property
    def area(self) -> float:
        """Square pixels."""
        return self.width * self.height

    def inset(self, left: float, top: float, right: float, bottom: float) -> Rectangle:
        """Smaller by these margins, never below nothing."""
        return Rectangle(
            self.x + left, self.y + top, max(0.0, self.width - left - right), max(0.0, self.height - top - bottom),
        )


def squarify(values: Sequence[float], place: Rectangle) -> list[Rectangle]:
    """Rectangles that fill `place`, one per value, in order.

    Args:
        values: all positive, largest first.
        place: where; its area is shared out.

    Raises:
        ValueError: a value is not positive, or a value is larger than the one before.
    """
    if any(value <= 0 for value in values) or any(a < b for a, b in pairwise(values)):
        raise ValueError("values must be positive and fall")
    total = sum(values)
    if not total or place.area <= 0:
        return [Rectangle(place.x, place.y, 0.0, 0.0)] * len(values)
    scale = place.area / total
    areas = [value * scale for value in values]
    x, y, width, height = place.x, place.y, place.width, place.height
    made: list[Rectangle] = []
    start = 0
    while start < len(areas):
        side = min(width, height)
        end, row = _row(areas, start, side)
        upright = width >= height
        # The last row takes all that is left, so that rounding leaves neither a gap nor an overhang.
        last = end == len(areas)
        depth = (width if upright else height) if last else row / side
        at = y if upright else x
        limit = at + side
        for i in range(start, end):
            length = areas[i] / depth if depth else 0.0
            length = limit - at if i == end - 1 else min(length, limit - at)
            made.append(Rectangle(x, at, depth, length) if upright else Rectangle(at, y, length, depth))
            at += length
        if upright:
            x, width = x + depth, max(0.0, width - depth)
        else:
            y, height = y + depth, max(0.0, height - depth)
        start = end
    return made


def _row(areas: Sequence[float], start: int, side: float) -> tuple[int, float]:
    """End of the row that begins at `start`, and its area: it grows while its worst shape gets no worse."""
    largest = areas[start]
    row = 0.0
    worst = float("inf")
    end = start
    square = side * side
    while end < len(areas):
        grown = row + areas[end]
        # The worst shape of a row is that of its largest or of its smallest member.
        shape = max(square * largest / (grown * grown), grown * grown / (square * areas[end])) if square else 0.0
        if shape > worst:
            break
        row, worst, end = grown, shape, end + 1
    return end, row
