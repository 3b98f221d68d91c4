"""The charts as files: SVG for editing, PNG for slides, each with its title, as-of date and source line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sinolens.exposure.analysis import Analysis
from sinolens.exposure.cube import Cube
from sinolens.figures.bars import layout_bars
from sinolens.figures.heatmap import layout_heatmap
from sinolens.figures.primitives import Box, Item, Line, Picture, Polyline, Ribbon, Text, Wedge
from sinolens.figures.ring import layout_ring
from sinolens.figures.svg import to_svg
from sinolens.figures.theme import THEMES, Theme
from sinolens.figures.treemap import layout_treemap
from sinolens.reporting.delivery import deliver
from sinolens.reporting.errors import ExportFailed
from sinolens.reporting.identity import report_id
from sinolens.reporting.text import long_date, tidy
from sinolens.reporting.typesetting import drawable, embeddable, typeset

_PAD, _HEAD, _FOOT = 20.0, 44.0, 34.0
_PAGE = b"""#let d = json(bytes(sys.inputs.data))
#set page(width: d.width * 1pt, height: d.height * 1pt, margin: 0pt)
#image(bytes(d.svg), format: "svg", width: 100%, alt: d.alt)
"""
_SCALE = 144.0


def write_charts(analysis: Analysis, folder: Path, theme: str = "light") -> list[Path]:
    """Write every chart of an analysis as SVG and PNG.

    Args:
        analysis: what to draw.
        folder: made when it is not there.
        theme: "light" or "dark".

    Returns:
        The files, in reading order.

    Raises:
        ExportFailed: the folder or a file could not be written.
        KeyError: no such theme.
    """
    look = THEMES[theme]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportFailed(folder, f"The folder could not be made ({error.strerror}).") from error
    shown = tidy(analysis)
    written = []
    for name, title, picture in _pictures(Cube(shown)):
        framed = _frame(picture, title, shown)
        svg = to_svg(framed, look, title)
        for suffix, data in ((".svg", svg.encode()), (".png", draw(framed, look, title))):
            target = folder / f"{name}{suffix}"
            deliver(target, lambda draft, data=data: _fill(draft, data))  # type: ignore[misc]
            written.append(target)
    return written


def draw(picture: Picture, theme: Theme, title: str = "") -> bytes:
    """A picture as PNG at twice its size in logical pixels, without a window system."""
    data = {
        "svg": embeddable(drawable(to_svg(picture, theme, title))),
        "width": picture.width,
        "height": picture.height,
        "alt": picture.description,
    }
    return typeset(_PAGE, data, "png", pixels_per_inch=_SCALE)[0]


def _fill(draft: Path, data: bytes) -> None:
    draft.write_bytes(data)


def _pictures(cube: Cube) -> tuple[tuple[str, str, Picture], ...]:
    return (
        ("exposure-map", "China-AI exposure by issuer", layout_treemap(cube, 960, 460)),
        ("tiers", "China-AI by regulatory tier", layout_ring(cube, 520, 320)),
        ("categories-by-tier", "China-AI by category and tier", layout_heatmap(cube, 960, 520)),
        ("managers", "China-AI by manager", layout_bars(cube, 720, 380)),
        ("asset-classes", "China-AI by asset class", layout_bars(cube, 720, 300, "asset_class")),
    )


def _frame(picture: Picture, title: str, analysis: Analysis) -> Picture:
    """The picture with its title above and, below, what it is true for: a chart travels without its page."""
    width, height = picture.width + 2 * _PAD, picture.height + _HEAD + _FOOT
    mark = "Sample · " if analysis.sample else ""
    where = f"{mark}{analysis.institution.name} · as of {long_date(analysis.as_of)}"
    source = f"{where} · {analysis.definition.name} · report {report_id(analysis)}"
    moved = tuple(_moved(item, _PAD, _HEAD) for item in picture.items)
    items = (
        Text(_PAD, 27.0, title, 15.0, True),
        *moved,
        Line(_PAD, height - 26.0, width - _PAD, height - 26.0),
        Text(_PAD, height - 10.0, source, 11.0, False, "muted"),
    )
    return replace(picture, width=width, height=height, items=items)


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
