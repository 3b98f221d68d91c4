"""The positions sheet: the rows every formula of the workbook adds up."""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_range_abs

from sinolens.domain.progress import Progress
from sinolens.reporting.document import Kind, LineColumn
from sinolens.reporting.workbook_print import MeasuredSheet, set_print
from sinolens.reporting.workbook_sheet import Folder, write_title

SHEET = "Positions"
_HEADER = 4
_STEP = 2_000
_NAMED = 3
"""Columns that say which line a row is."""


def name_lines(folder: Folder) -> dict[str, str]:
    """Defined name of each line column the formulas ask for, whose range is set by `write_lines`."""
    return {column.key: column.name for column in folder.report.lines.columns if column.name}


def write_lines(folder: Folder, sheet: MeasuredSheet, progress: Progress) -> None:
    """Write one row per position and look-through line, with filters and names for its columns.

    Raises:
        sinolens.domain.progress.Cancelled: the user asked to stop.
    """
    lines, styles = folder.report.lines, folder.styles
    count = len(lines.frame)
    write_title(folder, sheet, SHEET)
    sheet.write_string(
        2,
        0,
        "One row per position and look-through line. Every total in this workbook adds up these rows.",
        styles.subtitle,
    )
    last = _HEADER + max(count, 1)
    sheet.set_row(_HEADER, 30)
    for place, column in enumerate(lines.columns):
        sheet.set_column(place, place, column.width)
        if column.name:
            folder.book.define_name(column.name, f"={SHEET}!{xl_range_abs(_HEADER + 1, place, last, place)}")
    for place, column in enumerate(lines.columns):
        sheet.write_string(_HEADER, place, column.title, styles.header(column.kind, plain=True))
    # A filter, not a spreadsheet table: a table of this length would take XlsxWriter as long again as its cells.
    sheet.autofilter(_HEADER, 0, last, len(lines.columns) - 1)
    _write_rows(folder, sheet, progress)
    sheet.freeze_panes(_HEADER + 1, _NAMED)
    set_print(
        folder.report,
        sheet,
        SHEET,
        [column.width for column in lines.columns],
        head=_HEADER,
        repeated_columns=_NAMED,
    )


def _write_rows(folder: Folder, sheet: Any, progress: Progress) -> None:
    lines = folder.report.lines
    looks = [folder.styles.cell(column.kind, plain=True) for column in lines.columns]
    values = [_values(column, lines.frame[column.key].tolist()) for column in lines.columns]
    text, number, blank = sheet.write_string, sheet.write_number, ""
    count = len(lines.frame)
    for row, cells in enumerate(zip(*values, strict=True)):
        if row % _STEP == 0:
            progress.check()
            progress.report(row, count, "Writing the positions sheet")
        at = _HEADER + 1 + row
        for place, cell in enumerate(cells):
            if cell.__class__ is str:
                if cell is not blank and cell:
                    text(at, place, cell, looks[place])
            else:
                number(at, place, cell, looks[place])


def _values(column: LineColumn, values: list[Any]) -> list[str | float | int]:
    if column.kind is Kind.MONEY:
        return [cents / 100 for cents in values]
    return values
