"""A picture that travels: its title above it and, below, what it is true for."""

from __future__ import annotations

from dataclasses import replace

from sinolens.figures.primitives import Box, Item, Line, Picture, Polyline, Ribbon, Text, Wedge
from sinolens.figures.text_width import text_width

_PAD, _HEAD, _FOOT = 20.0, 44.0, 34.0
_SIZE, _LEADING = 11.0, 15.0
_JOINT = " · "


def frame_picture(picture: Picture, title: str, source: str) -> Picture:
    """The picture with its title above and its source line below; a long line is broken at its dots.

    Args:
        picture: what to frame.
        title: printed above.
        source: who, as of when, by which definition, parted by " · ".
    """
    lines = _broken(source, picture.width)
    foot = _FOOT + _LEADING * (len(lines) - 1)
    width, height = picture.width + 2 * _PAD, picture.height + _HEAD + foot
    top = height - foot + 8.0
    items = (
        Text(_PAD, 27.0, title, 15.0, True),
        *(_moved(item, _PAD, _HEAD) for item in picture.items),
        Line(_PAD, top, width - _PAD, top),
        *(Text(_PAD, top + 16.0 + _LEADING * i, text, _SIZE, False, "muted") for i, text in enumerate(lines)),
    )
    return replace(picture, width=width, height=height, items=items, plot=None)


def _broken(source: str, width: float) -> list[str]:
    lines: list[str] = []
    for part in source.split(_JOINT):
        longer = f"{lines[-1]}{_JOINT}{part}" if lines else part
        if lines and text_width(longer, _SIZE) <= width:
            lines[-1] = longer
        else:
            lines.append(part)
    return lines


def _moved(item: Item, right: float, down: float) -> Item:
    match item:
        case Box() | Text():
            return replace(item, x=item.x + right, y=item.y + down)
        case Wedge():
            return replace(item, cx=item.cx + right, cy=item.cy + down)
        case Line() | Ribbon():
            return replace(item, x1=item.x1 + right, y1=item.y1 + down, x2=item.x2 + right, y2=item.y2 + down)
        case Polyline():
            return replace(item, points=tuple((x + right, y + down) for x, y in item.points), floor=item.floor + down)
