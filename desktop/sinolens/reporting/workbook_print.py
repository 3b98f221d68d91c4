"""How a sheet goes to paper: landscape, as wide as the page, its heading and footer on every page.

A sheet is fitted to the width of the page, whatever face a program sets it in. Page breaks of ours stand on none: Excel
ignores them on a fitted sheet, and a sheet scaled by percent loses its last columns where another face is wider.
"""

from __future__ import annotations

from typing import Any

from sinolens.reporting.document import Report

_PAPER = {"letter": 1, "a4": 9}
"""Number of the paper in a workbook."""
_SIDE, _TOP, _BOTTOM = 0.5, 0.8, 0.7


def set_print(report: Report, sheet: Any, title: str, wide: int = 1) -> None:
    """Landscape, so many pages wide, heading and footer on every page."""
    sheet.set_landscape()
    sheet.set_paper(_PAPER[report.paper])
    sheet.set_margins(left=_SIDE, right=_SIDE, top=_TOP, bottom=_BOTTOM)
    sheet.fit_to_pages(wide, 0)
    sheet.set_header(
        f"&L&9{_coded(report.institution, 90)} · {_coded(title, 50)}&R&9&B{_coded(' · '.join(report.marks), 90)}"
    )
    told = f"{report.footer} · {report.marks[-1]}"
    sheet.set_footer(f"&L&8{_coded(told, 200)}&R&8Page &P of &N")


def _coded(text: str, longest: int) -> str:
    """Text for a header or footer: & starts a code there, and the whole may have 255 characters."""
    cut = text if len(text) <= longest else text[: longest - 1] + "…"
    return cut.replace("&", "&&")
