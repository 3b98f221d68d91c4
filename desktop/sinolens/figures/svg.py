"""A picture as a standalone SVG: the theme's colours, patterns as patterns, text as text, title and description."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import replace
from html import escape

from sinolens.figures.primitives import HATCHES, Box, Hatch, Item, Line, Picture, Polyline, Ribbon, Text, Wedge
from sinolens.figures.theme import LIGHT, Theme

FAMILY = "IBM Plex Sans, Noto Sans CJK SC, sans-serif"
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_svg(picture: Picture, theme: Theme = LIGHT, title: str = "", background: bool = True) -> str:
    """The picture as SVG text.

    Args:
        picture: what to draw.
        theme: gives the colours.
        title: accessible name; the picture's description is its accessible description.
        background: fill the picture with the theme's surface first.
    """
    width, height = _number(picture.width), _number(picture.height)
    body = "".join(_drawn(item, theme) for item in picture.items)
    ground = f'<rect width="{width}" height="{height}" fill="{theme.surface}"/>' if background else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'role="img" aria-labelledby="t d" font-family="{FAMILY}">'
        f'<title id="t">{_text(title or picture.description)}</title><desc id="d">{_text(picture.description)}</desc>'
        f"<defs>{''.join(_patterns(picture.items, theme))}</defs>{ground}{body}</svg>\n"
    )


def _patterns(items: Iterable[Item], theme: Theme) -> list[str]:
    """One tile of slanted lines for each fill that is hatched."""
    wanted = sorted({
        (item.pattern, item.fill) for item in items
        if isinstance(item, Box | Wedge | Ribbon) and item.pattern in HATCHES
    })
    made = []
    for pattern, fill in wanted:
        lines = "".join(_hatch_line(hatch, theme.colour(f"{prefix}_{fill}")) for prefix, hatch in HATCHES[pattern])
        step = _number(HATCHES[pattern][0][1].step)
        made.append(
            f'<pattern id="{_pattern_id(pattern, fill)}" width="{step}" height="{step}" '
            f'patternUnits="userSpaceOnUse" patternTransform="rotate(45)">{lines}</pattern>'
        )
    return made


def _hatch_line(hatch: Hatch, colour: str) -> str:
    """One line of a pattern's tile, which is turned by 45 degrees: upright lines come to rise to the right."""
    middle, step = _number(hatch.width / 2), _number(hatch.step)
    ends = f'x1="{middle}" y1="0" x2="{middle}" y2="{step}"' if hatch.rising else (
        f'x1="0" y1="{middle}" x2="{step}" y2="{middle}"')
    return f'<line {ends} stroke="{colour}" stroke-width="{_number(hatch.width)}"/>'


def _pattern_id(pattern: str, fill: str) -> str:
    return f"{pattern}-{fill.removeprefix('#')}"


def _drawn(item: Item, theme: Theme) -> str:
    """An item; a hatched one as a plain shape with bare lines over it, for tiles with a ground show seams in PDFs."""
    if not (isinstance(item, Box | Wedge | Ribbon) and item.pattern in HATCHES):
        return _shape(item, theme)
    return _shape(replace(item, pattern=""), theme) + _shape(_unstroked(item), theme)


def _unstroked(item: Box | Wedge | Ribbon) -> Box | Wedge | Ribbon:
    return replace(item, stroke="") if isinstance(item, Box | Ribbon) else item


def _shape(item: Item, theme: Theme) -> str:
    match item:
        case Box() if not (item.fill or item.stroke or item.pattern):
            return ""
        case Box():
            return (f'<rect x="{_number(item.x)}" y="{_number(item.y)}" width="{_number(item.width)}" '
                    f'height="{_number(item.height)}" rx="{_number(item.radius)}" '
                    f"{_paint(item.fill, item.pattern, item.stroke, theme)}/>")
        case Wedge():
            return f'<path d="{_wedge_path(item)}" {_paint(item.fill, item.pattern, item.stroke or "surface", theme)}/>'
        case Text():
            weight = ' font-weight="600"' if item.bold else ""
            return (f'<text x="{_number(item.x)}" y="{_number(item.y)}" font-size="{_number(item.size)}"{weight} '
                    f'text-anchor="{item.anchor}" fill="{theme.colour(item.colour)}" xml:space="preserve">'
                    f"{_text(item.text)}</text>")
        case Line():
            dash = ' stroke-dasharray="2 2"' if item.dash else ""
            return (f'<line x1="{_number(item.x1)}" y1="{_number(item.y1)}" x2="{_number(item.x2)}" '
                    f'y2="{_number(item.y2)}" stroke="{theme.colour(item.colour)}" '
                    f'stroke-width="{_number(item.width)}"{dash}/>')
        case Ribbon():
            return (f'<path d="{_ribbon_path(item)}" {_paint(item.fill, item.pattern, item.stroke, theme)} '
                    f'fill-opacity="{_number(item.opacity)}"/>')
        case Polyline():
            return _polyline(item, theme)


def _paint(fill: str, pattern: str, stroke: str, theme: Theme) -> str:
    """Fill and outline of a shape; dots and outlines stand for what is not known."""
    if pattern == "outline":
        return f'fill="none" stroke="{theme.colour(stroke or f"edge_{fill}")}" stroke-width="1.25"'
    colour = f"url(#{_pattern_id(pattern, fill)})" if pattern in HATCHES else theme.colour(fill) if fill else "none"
    if pattern == "dots":
        edge = theme.colour("text")
        return f'fill="{colour}" stroke="{edge}" stroke-width="1" stroke-dasharray="1.5 2.5"'
    if stroke:
        return f'fill="{colour}" stroke="{theme.colour(stroke)}" stroke-width="1"'
    return f'fill="{colour}"'


def _wedge_path(wedge: Wedge) -> str:
    """Outline of a ring segment; a full circle is drawn as two halves, for an arc cannot end where it begins."""
    if wedge.span >= 359.999:
        half = 180.0
        first = Wedge(wedge.cx, wedge.cy, wedge.inner, wedge.outer, wedge.start, half, wedge.fill)
        second = Wedge(wedge.cx, wedge.cy, wedge.inner, wedge.outer, wedge.start + half, half, wedge.fill)
        return f"{_wedge_path(first)} {_wedge_path(second)}"
    end = wedge.start + wedge.span
    large = 1 if wedge.span > 180 else 0
    a, b = _around(wedge, wedge.outer, wedge.start), _around(wedge, wedge.outer, end)
    c, d = _around(wedge, wedge.inner, end), _around(wedge, wedge.inner, wedge.start)
    outer, inner = _number(wedge.outer), _number(wedge.inner)
    return f"M{a} A{outer} {outer} 0 {large} 1 {b} L{c} A{inner} {inner} 0 {large} 0 {d} Z"


def _around(wedge: Wedge, radius: float, degrees: float) -> str:
    angle = math.radians(degrees)
    return f"{_number(wedge.cx + radius * math.sin(angle))} {_number(wedge.cy - radius * math.cos(angle))}"


def _ribbon_path(ribbon: Ribbon) -> str:
    middle = _number((ribbon.x1 + ribbon.x2) / 2)
    x1, x2 = _number(ribbon.x1), _number(ribbon.x2)
    y1, y2 = _number(ribbon.y1), _number(ribbon.y2)
    z1, z2 = _number(ribbon.y1 + ribbon.height1), _number(ribbon.y2 + ribbon.height2)
    return f"M{x1} {y1} C{middle} {y1} {middle} {y2} {x2} {y2} L{x2} {z2} C{middle} {z2} {middle} {z1} {x1} {z1} Z"


def _polyline(line: Polyline, theme: Theme) -> str:
    points = " ".join(f"{_number(x)},{_number(y)}" for x, y in line.points)
    dash = ' stroke-dasharray="4 3"' if line.dash else ""
    drawn = (f'<polyline points="{points}" fill="none" stroke="{theme.colour(line.colour)}" '
             f'stroke-width="{_number(line.width)}" stroke-linejoin="round"{dash}/>')
    if not (line.fill and line.points):
        return drawn
    floor = _number(line.floor)
    first, last = _number(line.points[0][0]), _number(line.points[-1][0])
    area = f'<polygon points="{first},{floor} {points} {last},{floor}" fill="{theme.colour(line.fill)}"'
    return f'{area} fill-opacity="{_number(line.opacity)}"/>{drawn}'


def _number(value: float) -> str:
    """Two decimals at most, without trailing zeros: files stay small and the same on every platform."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace("-0", "0", 1) if abs(value) < 0.005 else (
        f"{value:.2f}".rstrip("0").rstrip("."))


def _text(text: str) -> str:
    """Text for XML; characters XML cannot hold become a blank."""
    return escape(_FORBIDDEN.sub(" ", text))
