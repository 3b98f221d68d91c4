"""One section of the report as one sheet: title, words, facts, tables below one another, charts at their right."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Any

from sinolens.reporting.document import Count, Money, Report, Section
from sinolens.reporting.workbook_charts import CHART_ROWS, insert_chart, reach_of_charts
from sinolens.reporting.workbook_formula import POOL
from sinolens.reporting.workbook_print import Block, MeasuredSheet, set_print
from sinolens.reporting.workbook_style import Styles
from sinolens.reporting.workbook_table import Placed, cells_across, lines_needed, write_table, write_value

_LOGO_WIDTH, _LOGO_HEIGHT = 240, 64
"""Room of the logo in pixels."""
_BESIDE_HEAD = 3
"""Rows of a table that stand on the page of its head."""


@dataclass
class Folder:
    """What the sheets of one workbook share."""

    book: Any
    styles: Styles
    report: Report
    names: dict[str, str]
    tables: int = 0
    placed: dict[str, Placed] = field(default_factory=dict)

    def table_name(self, key: str) -> str:
        """A name for a spreadsheet table that is unique in the book."""
        self.tables += 1
        return f"t{self.tables}_{key}"


def write_section(folder: Folder, sheet: MeasuredSheet, section: Section) -> None:
    """Fill a sheet with a section and set it up for print."""
    styles = folder.styles
    widths = _set_columns(sheet, section)
    row = write_title(folder, sheet, section.title)
    if section.key == "cover" and folder.report.logo is not None:
        row = _insert_logo(folder, sheet, row)
    for paragraph in section.lead:
        row = _write_paragraph(sheet, styles, row, paragraph, widths)
    row += 1 if section.lead else 0
    if section.empty:
        sheet.merge_range(row, 0, row, 5, "", styles.empty)
        sheet.write_string(row, 0, section.empty, styles.empty)
        sheet.set_row(row, 24)
        row += 2
    if section.facts:
        row = _write_facts(folder, sheet, row, section)
    charts = [(figure, figure.native) for figure in section.figures if figure.native]
    chart_row = row
    row += CHART_ROWS if charts else 0
    written: list[Placed] = []
    for table in section.tables:
        placed = write_table(sheet, styles, table, row, folder.names, folder.table_name(table.key), widths)
        folder.placed[table.key] = placed
        written.append(placed)
        row = placed.end
    for place, (figure, native) in enumerate(charts):
        insert_chart(folder.book, sheet, folder.placed[native.table], figure, native, chart_row, place)
    # Only a sheet that is one long table gains from a frozen heading; above several it would stay for the wrong one.
    alone = written[0] if len(written) == 1 and written[0].table.rows and not charts else None
    sheet.freeze_panes(alone.header + 1 if alone else 3, 0)
    set_print(
        folder.report,
        sheet,
        section.title,
        widths,
        head=alone.header if alone else None,
        blocks=[Block(placed.top, placed.header, placed.first + _BESIDE_HEAD, placed.end) for placed in written],
        reach=reach_of_charts(len(charts)),
    )


def _insert_logo(folder: Folder, sheet: Any, row: int) -> int:
    """Put the logo above the facts of the cover; gives the next free row."""
    logo = folder.report.logo
    if logo is None:
        raise ValueError("the report has no logo")
    scale = min(_LOGO_WIDTH / logo.width, _LOGO_HEIGHT / logo.height)
    sheet.set_row_pixels(row, _LOGO_HEIGHT + 8)
    options = {
        "image_data": io.BytesIO(logo.picture),
        "x_scale": scale,
        "y_scale": scale,
        "x_offset": 4,
        "y_offset": 4,
        "description": f"Logo of {folder.report.institution}",
        "object_position": 2,
    }
    sheet.insert_image(row, 0, "logo.png", options)
    return row + 2


def write_title(folder: Folder, sheet: Any, title: str) -> int:
    """Title and the line under it that says what, when, which definition; gives the next free row."""
    report, styles = folder.report, folder.styles
    sheet.hide_gridlines(2)
    sheet.set_row(0, 28)
    sheet.write_string(0, 0, title, styles.title)
    sheet.write_string(1, 0, f"{report.institution} · {report.footer} · {' · '.join(report.marks)}", styles.subtitle)
    return 3


def _set_columns(sheet: Any, section: Section) -> list[float]:
    """Give each column the width its widest table asks for."""
    widths: list[float] = []
    for table in section.tables:
        for place, column in enumerate(table.columns):
            if place == len(widths):
                widths.append(0.0)
            widths[place] = max(widths[place], column.width)
    if not section.tables:
        widths = [24.0, 90.0] if section.facts else [24.0] * 5
    elif section.facts:
        widths[0] = max(widths[0], 30.0)
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    return widths


def _write_paragraph(sheet: Any, styles: Styles, row: int, text: str, widths: list[float]) -> int:
    """Write a paragraph over as many columns as make a line of comfortable length."""
    count, reach = cells_across(widths)
    sheet.set_row(row, 14 * lines_needed(text, reach) + 4)
    # A merge needs two columns; a sheet with one wide column takes the paragraph as it is.
    if count > 1:
        sheet.merge_range(row, 0, row, count - 1, "", styles.paragraph)
    sheet.write_string(row, 0, text, styles.paragraph)
    return row + 1


def _write_facts(folder: Folder, sheet: Any, row: int, section: Section) -> int:
    styles = folder.styles
    for fact in section.facts:
        sheet.write_string(row, 0, fact.label, styles.label)
        write_value(sheet, styles, row, 1, fact.value, folder.names)
        if fact.note:
            sheet.write_string(row, 2, fact.note, styles.subtitle)
        if not isinstance(fact.value, Money | Count):
            sheet.set_row(row, 15 * lines_needed(str(fact.value or ""), 88 if not section.tables else 40))
        row += 1
    return row + 1


def name_pool(book: Any) -> None:
    """Define the name of the sum of all positions, the whole that shares of the pool are taken of."""
    book.define_name(POOL, "=SUM(pos_value)")
