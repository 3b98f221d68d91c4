"""How a sheet goes to paper: landscape, one page wide, a table whole on a page where it fits, told on every page.

A sheet with page breaks of ours is scaled by percent: "fit to so many pages" would make Excel ignore the breaks.
"""

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


def set_print(report: Report, sheet: Any, title: str, wide: int = 0) -> None:
    """Landscape, heading and footer on every page; fitted to so many pages side by side, 0 = not fitted."""
    number, _, _ = _PAPER[report.paper]
    sheet.set_landscape()
    sheet.set_paper(number)
    sheet.set_margins(left=_SIDE, right=_SIDE, top=_TOP, bottom=_BOTTOM)
    if wide:
        sheet.fit_to_pages(wide, 0)
    sheet.set_header(
        f"&L&9{_coded(report.institution, 90)} · {_coded(title, 50)}&R&9&B{_coded(' · '.join(report.marks), 90)}"
    )
    told = f"{report.footer} · {report.marks[-1]}"
    sheet.set_footer(f"&L&8{_coded(told, 200)}&R&8Page &P of &N")


def break_pages(
    report: Report, sheet: Any, widths: list[float], starts: list[int], end: int, charts_width: float = 0.0
) -> None:
    """Scale the sheet to the width of a page, and begin a page before each table that would else be cut.

    Args:
        report: says the paper.
        sheet: XlsxWriter worksheet, its rows written.
        widths: of its columns in characters.
        starts: sheet row each part after the first begins at, first row = 0; the first begins with the heading.
        end: the row after the last.
        charts_width: pixels the charts of the sheet take side by side.
    """
    percent = _percent(report, max(charts_width, sum(_DIGIT * chars + _PADDING for chars in widths)))
    sheet.set_print_scale(percent)
    room = _page_pixels(report, percent / 100)
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


def _percent(report: Report, width: float) -> int:
    """Percent at which so many pixels are no wider than the page; a workbook takes 10 to 400."""
    _, length, _ = _PAPER[report.paper]
    return max(10, min(100, int(100 * _SURE * (length - 2 * _SIDE) * _DOTS / max(width, 1.0))))


def _page_pixels(report: Report, scale: float) -> float:
    """Pixels of rows that a page holds at a scale."""
    _, _, height = _PAPER[report.paper]
    # The title stands on every page again.
    return _SURE * (height - _TOP - _BOTTOM) * _DOTS / scale - 3 * _ROW


def _height(sheet: Any, row: int) -> float:
    sizes = sheet.row_sizes.get(row)
    return float(sizes[0]) if sizes else _ROW


def _coded(text: str, longest: int) -> str:
    """Text for a header or footer: & starts a code there, and the whole may have 255 characters."""
    cut = text if len(text) <= longest else text[: longest - 1] + "…"
    return cut.replace("&", "&&")
