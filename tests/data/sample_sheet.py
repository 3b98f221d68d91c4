"""Writes worksheets of the sample top to bottom, with the same bytes every time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

FONT = "Arial"


@dataclass(frozen=True)
class Styles:
    """Cell formats of one workbook."""

    title: Format
    text: Format
    header: Format
    money: Format
    signed: Format
    quantity: Format
    price: Format
    rate: Format
    share: Format
    day: Format
    total: Format
    total_money: Format


class Sheet:
    """A worksheet written top to bottom; money stays `Decimal` until the last moment."""

    def __init__(self, sheet: Worksheet, styles: Styles) -> None:
        self.sheet = sheet
        self.styles = styles
        self.row = 0

    def line(self, cells: Sequence[Any], formats: Sequence[Format | None] = ()) -> None:
        """Write one row and go to the next; "" and None leave a cell empty."""
        for column, cell in enumerate(cells):
            if cell in ("", None):
                continue
            style = formats[column] if column < len(formats) else None
            if isinstance(cell, date):
                moment = datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001 - a day has no zone
                self.sheet.write_datetime(self.row, column, moment, style or self.styles.day)
            elif isinstance(cell, Decimal | int | float):
                self.sheet.write_number(self.row, column, float(cell), style or self.styles.money)
            else:
                self.sheet.write_string(self.row, column, str(cell), style or self.styles.text)
        self.row += 1

    def skip(self) -> None:
        """Leave a row empty."""
        self.row += 1


def new_workbook(path: Path, title: str, author: str) -> tuple[xlsxwriter.Workbook, Styles]:
    """An empty workbook whose bytes do not depend on the day it is written."""
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"title": title, "author": author, "created": datetime(2026, 10, 7)})  # noqa: DTZ001
    base = {"font_name": FONT, "font_size": 9}

    def style(**more: Any) -> Format:
        return book.add_format({**base, **more})

    return book, Styles(
        title=style(bold=True, font_size=11),
        text=style(),
        header=style(bold=True, bottom=1, text_wrap=True, valign="top"),
        money=style(num_format="#,##0.00"),
        signed=style(num_format="#,##0.00_);(#,##0.00)"),
        quantity=style(num_format="#,##0"),
        price=style(num_format="#,##0.0000"),
        rate=style(num_format="0.000000"),
        share=style(num_format="0.00%"),
        day=style(num_format="mm/dd/yyyy"),
        total=style(bold=True, top=1),
        total_money=style(bold=True, top=1, num_format="#,##0.00"),
    )
