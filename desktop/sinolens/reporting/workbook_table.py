"""One table of the report on a sheet: headings with filters, rows, live totals."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from sinolens.domain.tier import Tier
from sinolens.figures.theme import LIGHT
from sinolens.reporting.document import Cell, Column, Count, Kind, Money, Number, Row, Share, Table
from sinolens.reporting.workbook_formula import percent_formula, query_formula, share_formula, sum_formula
from sinolens.reporting.workbook_style import Styles, tier_label

UNKNOWN = "n/a"
"""Not given; the dash of the number formats stands for nothing, and the two must not be mixed."""
_LINE = 13.0
"""Points from one line of a cell to the next."""
_READABLE = 120.0
"""Characters of a line of running text."""
_TIERS = frozenset(tier.value for tier in Tier)


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a table stands: sheet rows from 0.

    `top` has its title, or its headings where it has none; `last` is the last row with data, `end` the row after
    everything.
    """

    table: Table
    sheet: str
    top: int
    header: int
    first: int
    last: int
    total: int | None
    left: int
    end: int

    def range_of(self, key: str, most: int = 0) -> list[object]:
        """A column's data, or its first `most` rows, as chart range: sheet, first row, column, last row, column."""
        place = self.left + next(i for i, column in enumerate(self.table.columns) if column.key == key)
        last = min(self.last, self.first + most - 1) if most else self.last
        return [self.sheet, self.first, place, last, place]


def write_table(
    sheet: Any,
    styles: Styles,
    table: Table,
    top: int,
    names: dict[str, str],
    table_name: str,
    widths: list[float],
) -> Placed:
    """Write a table with its title at row `top`.

    Args:
        sheet: XlsxWriter worksheet.
        styles: formats of the workbook.
        table: what to write.
        top: sheet row of the title, first row = 0.
        names: line column key to defined name, for the queries.
        table_name: name of the spreadsheet table, unique in the book.
        widths: of the sheet's columns, in characters.

    Returns:
        Where it stands now.
    """
    header = top
    if table.title:
        sheet.write_string(top, 0, table.title, styles.heading)
        header += 1
    if not table.rows:
        _write_empty(sheet, styles, table, header)
        return Placed(table, sheet.name, top, header, header, header, None, 0, header + 2)
    first, last = header + 1, header + len(table.rows)
    total_row = last + 1 if table.total is not None else None
    _write_headings(sheet, styles, table, header, table_name, widths)
    for offset, cells in enumerate(table.rows):
        height = _height(table, cells, widths)
        if height > 1:
            sheet.set_row(first + offset, _LINE * height + 3)
        for place, (column, cell) in enumerate(zip(table.columns, cells, strict=True)):
            _write_cell(sheet, styles, table, column, cell, first + offset, place, total_row, names)
    if table.total is not None:
        _write_total(sheet, styles, table, table.total, first, last, names)
    _shade(sheet, table, first, last)
    end = (total_row or last) + 1
    if table.note:
        _write_note(sheet, styles, table.note, end, widths)
        end += 1
    return Placed(table, sheet.name, top, header, first, last, total_row, 0, end + 1)


def _write_empty(sheet: Any, styles: Styles, table: Table, row: int) -> None:
    sheet.merge_range(row, 0, row, max(len(table.columns) - 1, 3), "", styles.empty)
    sheet.write_string(row, 0, table.empty or "Nothing to show.", styles.empty)
    sheet.set_row(row, 20)


def _write_headings(
    sheet: Any, styles: Styles, table: Table, header: int, table_name: str, widths: list[float]
) -> None:
    """The headings, as those of a spreadsheet table over all rows."""
    lines = max(lines_needed(c.title, w * 0.9) for c, w in zip(table.columns, widths, strict=False))
    sheet.set_row(header, 4 + _LINE * lines)
    headings = [{"header": column.title, "header_format": styles.header(column.kind)} for column in table.columns]
    sheet.add_table(
        header,
        0,
        header + len(table.rows),
        len(table.columns) - 1,
        {"name": table_name, "style": None, "columns": headings},
    )


def _write_total(
    sheet: Any, styles: Styles, table: Table, total: Row, first: int, last: int, names: dict[str, str]
) -> None:
    """The total below the rows, live where it adds them up."""
    row = last + 1
    for place, (column, cell) in enumerate(zip(table.columns, total, strict=True)):
        if column.adds and isinstance(cell, Money | Count):
            value = cell.cents / 100 if isinstance(cell, Money) else cell.number
            sheet.write_formula(row, place, sum_formula(first, last, place), styles.cell(column.kind, "total"), value)
        else:
            _write_cell(sheet, styles, table, column, cell, row, place, row, names, role="total")


def _write_note(sheet: Any, styles: Styles, text: str, row: int, widths: list[float]) -> None:
    count, reach = cells_across(widths)
    if count > 1:
        sheet.merge_range(row, 0, row, count - 1, "", styles.note)
    sheet.write_string(row, 0, text, styles.note)
    sheet.set_row(row, _LINE * lines_needed(text, reach))


def write_value(sheet: Any, styles: Styles, row: int, place: int, cell: Cell, names: dict[str, str]) -> None:
    """Write one fact's value: live where it has a query."""
    if isinstance(cell, Money):
        look = styles.cell(Kind.MONEY, "fact")
        if cell.query is None:
            sheet.write_number(row, place, cell.cents / 100, look)
        else:
            sheet.write_formula(row, place, query_formula(cell.query, names), look, cell.cents / 100)
    elif isinstance(cell, Count):
        look = styles.cell(Kind.COUNT, "fact")
        if cell.query is None:
            sheet.write_number(row, place, cell.number, look)
        else:
            sheet.write_formula(row, place, query_formula(cell.query, names), look, cell.number)
    elif isinstance(cell, Share):
        sheet.write_number(row, place, cell.ratio, styles.cell(Kind.SHARE, "fact"))
    elif isinstance(cell, Number):
        sheet.write_number(row, place, cell.value, styles.cell(Kind.NUMBER, "fact"))
    else:
        sheet.write_string(row, place, UNKNOWN if cell is None else cell, styles.cell(Kind.TEXT, "fact"))


def cells_across(widths: list[float]) -> tuple[int, float]:
    """How many columns from the left make a line of comfortable length for a text, and its characters."""
    reach, count = 0.0, 0
    while (reach < _READABLE or count < 2) and count < len(widths):
        reach += widths[count]
        count += 1
    return count, reach


def lines_needed(text: str, width: float) -> int:
    """Lines a text needs in a cell of this width in characters."""
    return sum(max(1, math.ceil(_extent(part) * 0.95 / max(width, 1.0))) for part in text.split("\n"))


def _extent(text: str) -> float:
    """Width in average characters: Chinese characters take two."""
    return sum(2.0 if ord(letter) > 0x2E7F else 1.0 for letter in text)


def _height(table: Table, cells: tuple[Cell, ...], widths: list[float]) -> int:
    """Lines the tallest text of a row needs."""
    return max(
        (
            lines_needed(cell, width)
            for column, cell, width in zip(table.columns, cells, widths, strict=False)
            if column.kind is Kind.TEXT and isinstance(cell, str) and len(cell) * 2 > width
        ),
        default=1,
    )


def _write_cell(
    sheet: Any,
    styles: Styles,
    table: Table,
    column: Column,
    cell: Cell,
    row: int,
    place: int,
    total_row: int | None,
    names: dict[str, str],
    role: str = "row",
) -> None:
    look = styles.cell(column.kind, role)
    if column.kind is Kind.MONEY and column.part and (cell is None or isinstance(cell, Money)):
        # Live even where no percentage is given: who types one sees the amount.
        stored = UNKNOWN if cell is None else cell.cents / 100
        sheet.write_formula(row, place, percent_formula(table, column, row, 0), look, stored)
    elif cell is None:
        sheet.write_string(row, place, UNKNOWN, look)
    elif isinstance(cell, str):
        if column.kind is Kind.TIER and cell in _TIERS:
            sheet.write_string(row, place, tier_label(cell), styles.tier(cell))
        else:
            sheet.write_string(row, place, cell, look)
    elif isinstance(cell, Share):
        if column.part:
            sheet.write_formula(row, place, share_formula(table, column, row, total_row, 0), look, cell.ratio)
        else:
            sheet.write_number(row, place, cell.ratio, look)
    elif isinstance(cell, Number):
        sheet.write_number(row, place, cell.value, look)
    else:
        value = cell.cents / 100 if isinstance(cell, Money) else cell.number
        if cell.query is None:
            sheet.write_number(row, place, value, look)
        else:
            sheet.write_formula(row, place, query_formula(cell.query, names), look, value)


def _shade(sheet: Any, table: Table, first: int, last: int) -> None:
    places = [place for place, column in enumerate(table.columns) if column.key in table.heat]
    if places:
        sheet.conditional_format(
            first,
            min(places),
            last,
            max(places),
            {
                "type": "2_color_scale",
                "min_color": LIGHT.surface,
                "max_color": "#8fb4e0",
                "min_type": "num",
                "min_value": 0,
            },
        )
