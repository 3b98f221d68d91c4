"""How a sheet goes to paper: landscape, one page wide, a table whole on a page where it fits, told on every page."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from sinolens.reporting.document import Report

_PAPER = {"letter": (1, 11.0, 8.5), "a4": (9, 11.69, 8.27)}
"""Number of the paper in a workbook, its length and height in inches when it lies on its side."""
_SIDE, _TOP, _BOTTOM = 0.5, 0.8, 0.7
_DOTS = 96.0
_ROW, _DIGIT, _PADDING = 20.0, 7.0, 5.0
"""Pixels of a plain row, of a digit of the face, and of the room a column keeps beside its characters."""
_SURE = 0.95
"""Part of a page that is counted on: other programs set other faces a little larger."""
_WORTH = 0.3
"""A table longer than a page begins on the page it stands on when so much of that is left."""


def set_print(report: Report, sheet: Any, title: str, wide: int = 1) -> None:
    """Landscape, so many pages wide, heading and footer on every page."""
    number, _, _ = _PAPER[report.paper]
    sheet.set_landscape()
    sheet.set_paper(number)
    sheet.set_margins(left=_SIDE, right=_SIDE, top=_TOP, bottom=_BOTTOM)
    sheet.fit_to_pages(wide, 0)
    sheet.set_header(
        f"&L&9{_coded(report.institution, 90)} · {_coded(title, 50)}&R&9&B{_coded(' · '.join(report.marks), 90)}"
    )
    told = f"{report.footer} · {report.marks[-1]}"
    sheet.set_footer(f"&L&8{_coded(told, 200)}&R&8Page &P of &N")


def break_pages(report: Report, sheet: Any, widths: list[float], starts: list[int], end: int) -> None:
    """Begin a page before each table that would else be cut.

    Args:
        report: says the paper.
        sheet: XlsxWriter worksheet, its rows written.
        widths: of its columns in characters.
        starts: sheet row each part after the first begins at, first row = 0; the first begins with the heading.
        end: the row after the last.
    """
    room = _page_pixels(report, widths)
    edges = [0, *starts, end]
    breaks, used = [], 0.0
    for first, last in pairwise(edges):
        height = sum(_height(sheet, row) for row in range(first, last))
        left = room - used
        if used and height > left and (height <= room or left < _WORTH * room):
            breaks.append(first)
            used = 0.0
        # What follows a part longer than a page begins a page of its own: where it ended is not known well enough.
        used = min(room, used + height)
    if breaks:
        sheet.set_h_pagebreaks(breaks)


def _page_pixels(report: Report, widths: list[float]) -> float:
    """Pixels of rows that a page holds once the sheet is as wide as the page."""
    _, length, height = _PAPER[report.paper]
    width = sum(_DIGIT * chars + _PADDING for chars in widths)
    scale = min(1.0, (length - 2 * _SIDE) * _DOTS / max(width, 1.0))
    # The title stands on every page again.
    return _SURE * (height - _TOP - _BOTTOM) * _DOTS / scale - 3 * _ROW


def _height(sheet: Any, row: int) -> float:
    sizes = sheet.row_sizes.get(row)
    return float(sizes[0]) if sizes else _ROW


def _coded(text: str, longest: int) -> str:
    """Text for a header or footer: & starts a code there, and the whole may have 255 characters."""
    cut = text if len(text) <= longest else text[: longest - 1] + "…"
    return cut.replace("&", "&&")
