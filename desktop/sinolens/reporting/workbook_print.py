"""How a sheet goes to paper: landscape, fitted to the page, its heading and footer on every page.

A sheet is fitted to the width of the page, whatever face a program sets it in: one scaled by percent loses its last
columns where another face is wider. A sheet too wide to be read that way goes on pages side by side, the names of its
rows at the left of each. Breaks stand where a table's head would be left alone at the foot of a page; a program that
knows no breaks on a fitted sheet prints it without them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.worksheet import Worksheet

from sinolens.reporting.document import Report

_PAPER = {"letter": 1, "a4": 9}
"""Number of the paper in a workbook."""
_SIZES = {"letter": (11.0, 8.5), "a4": (11.69, 8.27)}
"""Width and height of the paper on its side, in inches."""
_SIDE, _TOP, _BOTTOM = 0.5, 0.8, 0.7
_LEAST = 0.6
"""The smallest scale a sheet is printed at: its 10-point letters come out at 6 points."""
_PER_LETTER, _PADDING = 7 / 96, 5 / 96
"""Inches of a column by the characters it is wide, and beside them."""
_TITLE = (0, 1)
"""Rows of a sheet with its title and what the report is of."""
_POINTS = 15.0
"""Height of a row nobody gave one."""
_ROOM = 0.98
"""Part of a page's height that is counted on; programs differ by a few points."""
_WIDER = 1.07
"""How much wider than given a program may draw columns where it lacks the face."""
_TOGETHER = 0.4
"""A table at most this part of a page is kept on one."""


@dataclass(frozen=True, slots=True)
class Block:
    """A table on its sheet, rows from 0: `top` its first, `head` its headings, `kept` behind those kept with its head.

    `end` is the row behind all.
    """

    top: int
    head: int
    kept: int
    end: int


class MeasuredSheet(Worksheet):  # type: ignore[misc]
    """A sheet that can be asked how high its rows are."""

    def __init__(self) -> None:
        super().__init__()
        self._heights: dict[int, float] = {}

    def set_row_pixels(
        self, row: int, height: float | None = None, cell_format: Any = None, options: dict[str, Any] | None = None
    ) -> int:
        """As the sheet's own; all heights are set through it."""
        if height is not None:
            self._heights[row] = height * 0.75
        done: int = super().set_row_pixels(row, height, cell_format, options)
        return done

    def height(self, first: int, end: int) -> float:
        """Points from the row `first` to the row before `end`."""
        return sum(self._heights.get(row, _POINTS) for row in range(first, end))


def set_print(
    report: Report,
    sheet: MeasuredSheet,
    title: str,
    widths: Sequence[float],
    *,
    head: int | None,
    repeated_columns: int = 1,
    blocks: Sequence[Block] = (),
    reach: float = 0.0,
) -> None:
    """Set up how a sheet is printed.

    Args:
        report: paper, heading and footer.
        sheet: the sheet, filled.
        title: what its heading says.
        widths: of its columns, in characters.
        head: row with the headings of its only table; None = it has several tables, charts, or none.
        repeated_columns: how many columns say what a row is, for pages side by side.
        blocks: its tables, from the top.
        reach: inches its charts need.
    """
    wide, high = _SIZES[report.paper]
    wide, high = wide - 2 * _SIDE, high - _TOP - _BOTTOM
    columns = [_inches(width) for width in widths]
    repeated = sum(columns[:repeated_columns])
    # Names wider than a third of the page would leave no room for what is said of them.
    repeated = repeated if repeated * _LEAST <= wide / 3 else 0.0
    pages = _pages(columns, wide / _LEAST / _WIDER, repeated) if max(sum(columns), reach) * _LEAST > wide else 1
    sheet.set_landscape()
    sheet.set_paper(_PAPER[report.paper])
    sheet.set_margins(left=_SIDE, right=_SIDE, top=_TOP, bottom=_BOTTOM)
    sheet.fit_to_pages(pages, 0)
    scale = min(1.0, wide / max(sum(columns), reach, 1.0)) if pages == 1 else _scale(columns, wide, repeated, pages)
    room = high * 72 / scale * _ROOM
    repeated_rows = _repeated_rows(sheet, head, blocks, room, pages)
    if repeated_rows:
        sheet.repeat_rows(*repeated_rows)
    if pages > 1:
        sheet.print_across()
        if repeated:
            sheet.repeat_columns(0, repeated_columns - 1)
    sheet.set_h_pagebreaks(_breaks(sheet, blocks, room, repeated_rows))
    sheet.set_header(
        f"&L&9{_coded(report.institution, 90)} · {_coded(title, 50)}&R&9&B{_coded(' · '.join(report.marks), 90)}"
    )
    told = f"{report.footer} · {report.marks[-1]}"
    sheet.set_footer(f"&L&8{_coded(told, 200)}&R&8Page &P of &N")


def _inches(width: float) -> float:
    return width * _PER_LETTER + _PADDING


def _pages(columns: list[float], room: float, repeated: float) -> int:
    """Pages side by side that columns fill, each with the repeated ones at its left; all in inches of the sheet."""
    pages, used = 1, 0.0
    for column in columns:
        if used and used + column > room:
            pages, used = pages + 1, repeated
        used += column
    return pages


def _scale(columns: list[float], wide: float, repeated: float, pages: int) -> float:
    """The largest scale, in whole percent, at which columns fill no more than so many pages."""
    return next(
        (part / 100 for part in range(100, 0, -1) if _pages(columns, wide * 100 / part, repeated) <= pages), _LEAST
    )


def _repeated_rows(
    sheet: MeasuredSheet, head: int | None, blocks: Sequence[Block], room: float, pages: int
) -> tuple[int, int] | None:
    """The rows on every page: the headings of the only table, or of the last where it is longer than a page.

    Rows stand again only on pages behind their own, so that the headings of the last table are never above another's.
    Elsewhere the title; not on pages side by side, where it would be cut at the names of the rows, and the heading of
    the page names the sheet anyway.
    """
    if head is None and blocks and sheet.height(blocks[-1].top, blocks[-1].end) > room:
        head = blocks[-1].head
    if head is not None:
        return head, head
    return _TITLE if pages == 1 else None


def _breaks(
    sheet: MeasuredSheet, blocks: Sequence[Block], room: float, repeated_rows: tuple[int, int] | None
) -> list[int]:
    """Rows a new page begins with: where a table's head and first rows, or a short table whole, do not fit any more.

    Args:
        sheet: the sheet, filled.
        blocks: its tables, from the top.
        room: points of the sheet a page holds.
        repeated_rows: first and last row that stand on every page, if any.
    """
    found: list[int] = []
    at_head = sheet.height(repeated_rows[0], repeated_rows[1] + 1) if repeated_rows else 0.0
    last, used = 0, 0.0
    for block in blocks:
        used += sheet.height(last, block.top)
        whole = sheet.height(block.top, block.end)
        together = whole if whole <= _TOGETHER * room else sheet.height(block.top, block.kept)
        if block.top and used + together > room:
            found.append(block.top)
            used = at_head
        used += whole
        # How far down its last page a long table ends is the program's to say: the next begins on a page of its own.
        used = math.inf if used > room else used
        last = block.end
    return found


def _coded(text: str, longest: int) -> str:
    """Text for a header or footer: & starts a code there, and the whole may have 255 characters."""
    cut = text if len(text) <= longest else text[: longest - 1] + "…"
    return cut.replace("&", "&&")
