"""The charts as files: SVG for editing, PNG for slides, each with its title, as-of date and source line."""

from __future__ import annotations

from pathlib import Path

from sinolens.exposure.analysis import Analysis
from sinolens.exposure.cube import Cube
from sinolens.figures.bars import layout_bars
from sinolens.figures.framing import frame_picture
from sinolens.figures.heatmap import layout_heatmap
from sinolens.figures.primitives import Picture
from sinolens.figures.ring import layout_ring
from sinolens.figures.svg import to_svg
from sinolens.figures.theme import THEMES, Theme
from sinolens.figures.treemap import layout_treemap
from sinolens.reporting.delivery import deliver
from sinolens.reporting.errors import ExportFailed
from sinolens.reporting.identity import source_line
from sinolens.reporting.text import tidy
from sinolens.reporting.typesetting import drawable, embeddable, typeset

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
        framed = frame_picture(picture, title, source_line(shown))
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
