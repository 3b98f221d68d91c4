"""What forms share that people outside the program fill in: looks, locked and open cells, choices, print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter

from sinolens.figures.theme import LIGHT
from sinolens.reporting.text import plain
from sinolens.reporting.workbook_style import FACE
from sinolens.reporting.workbook_table import lines_needed

_INPUT = "#fffbea"
"""Ground of the cells that are to be filled in; every other cell is locked."""
_PAPER = {"letter": 1, "tabloid": 3, "a3": 8, "a4": 9}
MONEY = "#,##0.00_);(#,##0.00)"
PERCENT = "0.00%"
DATE = "yyyy-mm-dd"


@dataclass(frozen=True, slots=True)
class FormColumn:
    """A column of a form: heading, width in characters, whether the reader fills it in, and its number format."""

    heading: str
    width: float
    open: bool = False
    format: str = "@"
    right: bool = False


class FormBook:
    """A workbook made of forms. Text is written as text, never as a formula."""

    def __init__(self, path: Path, title: str, institution: str, footer: str) -> None:
        self.book = xlsxwriter.Workbook(
            str(path),
            {
                "strings_to_formulas": False,
                "strings_to_numbers": False,
                "strings_to_urls": False,
                "in_memory": True,
                "default_format_properties": {"font_name": FACE, "font_size": 10},
            },
        )
        self.book.set_properties({"title": plain(title), "company": plain(institution), "subject": plain(footer)})
        self.institution, self.footer = plain(institution), plain(footer)
        self._made: dict[str, Any] = {}
        self._cells: dict[FormColumn, Any] = {}

    def look(self, **wanted: Any) -> Any:
        """A format, made once for the same wishes."""
        key = repr(sorted(wanted.items()))
        if key not in self._made:
            base = {"font_name": FACE, "font_size": 10, "font_color": LIGHT.text, "valign": "top"}
            self._made[key] = self.book.add_format({**base, **wanted})
        return self._made[key]

    def cell(self, column: FormColumn) -> Any:
        """Look of a cell below a heading."""
        if column not in self._cells:
            self._cells[column] = self._look_of(column)
        return self._cells[column]

    def _look_of(self, column: FormColumn) -> Any:
        edge = {"border": 1, "border_color": LIGHT.border, "text_wrap": column.format == "@"}
        align = {"align": "right", "indent": 1} if column.right else {"align": "left", "indent": 1}
        if column.open:
            return self.look(locked=False, bg_color=_INPUT, num_format=column.format, **edge, **align)
        return self.look(num_format=column.format, **edge, **align)

    def heading(self, column: FormColumn) -> Any:
        """Look of a heading: dark over open cells, light over given ones."""
        ground = LIGHT.accent if column.open else LIGHT.accent_soft
        ink = LIGHT.on_accent if column.open else LIGHT.text
        align = "right" if column.right else "left"
        edge = {"border": 1, "border_color": LIGHT.border, "text_wrap": True, "valign": "vcenter"}
        return self.look(bold=True, bg_color=ground, font_color=ink, align=align, indent=1, **edge)

    def add_sheet(self, name: str, title: str, subtitle: str, widths: Sequence[float]) -> Any:
        """A sheet with its title and the line below it."""
        sheet = self.book.add_worksheet(name)
        sheet.hide_gridlines(2)
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        sheet.set_row(0, 28)
        sheet.write_string(0, 0, plain(title), self.look(bold=True, font_size=18, valign="vcenter"))
        sheet.write_string(1, 0, plain(subtitle), self.look(font_color=LIGHT.muted))
        return sheet

    def write_paragraph(self, sheet: Any, row: int, text: str, widths: Sequence[float], **look: Any) -> int:
        """A paragraph across the columns; gives the next row."""
        wrapped = self.look(text_wrap=True, **look)
        if len(widths) > 1:
            sheet.merge_range(row, 0, row, len(widths) - 1, "", wrapped)
        sheet.write_string(row, 0, plain(text), wrapped)
        sheet.set_row(row, 14 * lines_needed(text, sum(widths)) + 4)
        return row + 1

    def write_headings(self, sheet: Any, row: int, columns: Sequence[FormColumn], height: float = 30) -> None:
        """Headings of a table."""
        sheet.set_row(row, height)
        for place, column in enumerate(columns):
            sheet.write_string(row, place, plain(column.heading), self.heading(column))

    def write_row(self, sheet: Any, row: int, columns: Sequence[FormColumn], values: Sequence[object]) -> None:
        """One row: text, numbers, or None for a cell that is still to be filled in; as high as its tallest text."""
        lines = 1
        for place, (column, value) in enumerate(zip(columns, values, strict=True)):
            look = self.cell(column)
            if isinstance(value, int | float):
                sheet.write_number(row, place, value, look)
            elif value:
                shown = "\n".join(plain(part) for part in str(value).split("\n"))
                sheet.write_string(row, place, shown, look)
                if len(shown) > column.width / 2 or "\n" in shown:
                    lines = max(lines, lines_needed(shown, column.width))
            else:
                sheet.write_blank(row, place, None, look)
        sheet.set_row(row, min(13.5 * lines + 4, 400))

    def finish_sheet(
        self, sheet: Any, *, paper: str = "letter", landscape: bool = True, repeat: int = -1, columns: bool = False
    ) -> None:
        """Lock what is given and set the page up: one page wide, heading row repeated, page numbers."""
        sheet.protect(
            "",
            {
                "format_columns": True,
                "format_rows": True,
                "autofilter": True,
                "insert_rows": columns,
                "select_locked_cells": True,
                "select_unlocked_cells": True,
            },
        )
        if landscape:
            sheet.set_landscape()
        sheet.set_paper(_PAPER[paper])
        sheet.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        if repeat >= 0:
            sheet.repeat_rows(repeat)
        sheet.set_header(f"&L&9{_coded(self.institution, 100)}&R&9{_coded(self.footer, 100)}")
        sheet.set_footer(f"&L&8{_coded(sheet.name, 60)}&R&8Page &P of &N")


def _coded(text: str, longest: int) -> str:
    cut = text if len(text) <= longest else text[: longest - 1] + "…"
    return cut.replace("&", "&&")
