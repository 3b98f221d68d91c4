"""One section of the report as one sheet: title, words, facts, tables below one another, charts at their right."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sinolens.figures.theme import LIGHT
from sinolens.reporting.document import Count, Figure, Money, NativeChart, Report, Section
from sinolens.reporting.workbook_formula import POOL
from sinolens.reporting.workbook_style import FACE, Styles
from sinolens.reporting.workbook_table import Placed, lines_needed, write_table, write_value

_CHART_WIDTH, _CHART_HEIGHT = 560, 340
_PAPER = {"letter": 1, "a4": 9}
_ROW_PIXELS = 20


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


def write_section(folder: Folder, sheet: Any, section: Section) -> None:
    """Fill a sheet with a section and set it up for print."""
    styles = folder.styles
    width = _set_columns(sheet, section)
    row = write_title(folder, sheet, section.title)
    for paragraph in section.lead:
        row = _write_paragraph(sheet, styles, row, paragraph, width)
    if section.empty:
        sheet.merge_range(row, 0, row, 5, "", styles.empty)
        sheet.write_string(row, 0, section.empty, styles.empty)
        sheet.set_row(row, 24)
        row += 2
    if section.facts:
        row = _write_facts(folder, sheet, row, section)
    first_table = None
    for table in section.tables:
        placed = write_table(sheet, styles, table, row, folder.names, folder.table_name(table.key))
        folder.placed[table.key] = placed
        first_table = first_table or placed
        row = placed.end
    right = max((len(table.columns) for table in section.tables), default=4) + 1
    top = first_table.header if first_table else row
    for figure in section.figures:
        if figure.native:
            _insert_chart(folder, sheet, figure, figure.native, top, right)
            top += _CHART_HEIGHT // _ROW_PIXELS + 2
    # Only a sheet that is one long table gains from a frozen heading; above several it would stay for the wrong one.
    if first_table and len(section.tables) == 1 and first_table.table.rows:
        sheet.freeze_panes(first_table.header + 1, 0)
        sheet.repeat_rows(first_table.header)
    else:
        sheet.freeze_panes(3, 0)
        sheet.repeat_rows(0, 1)
    set_print(folder, sheet, section.title)


def write_title(folder: Folder, sheet: Any, title: str) -> int:
    """Title and the line under it that says what, when, which definition; gives the next free row."""
    report, styles = folder.report, folder.styles
    sheet.hide_gridlines(2)
    sheet.set_row(0, 28)
    sheet.write_string(0, 0, title, styles.title)
    sheet.write_string(1, 0, f"{report.institution} · {report.footer} · {' · '.join(report.marks)}", styles.subtitle)
    return 3


def set_print(folder: Folder, sheet: Any, title: str) -> None:
    """Landscape, one page wide, heading and footer on every page."""
    report = folder.report
    sheet.set_landscape()
    sheet.set_paper(_PAPER[report.paper])
    sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    sheet.set_header(
        f"&L&9{_coded(report.institution, 90)} · {_coded(title, 50)}&R&9&B{_coded(' · '.join(report.marks), 90)}"
    )
    sheet.set_footer(f"&L&8{_coded(report.footer, 150)}&C&8{_coded(report.marks[-1], 40)}&R&8Page &P of &N")


def _coded(text: str, longest: int) -> str:
    """Text for a header or footer: & starts a code there, and the whole may have 255 characters."""
    cut = text if len(text) <= longest else text[: longest - 1] + "…"
    return cut.replace("&", "&&")


def _set_columns(sheet: Any, section: Section) -> float:
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
    return sum(widths)


def _write_paragraph(sheet: Any, styles: Styles, row: int, text: str, width: float) -> int:
    reach, columns = min(width, 130.0), 1
    sheet.set_row(row, 14 * lines_needed(text, reach) + 3)
    columns = _columns_for(sheet, reach)
    sheet.merge_range(row, 0, row, columns - 1, "", styles.paragraph)
    sheet.write_string(row, 0, text, styles.paragraph)
    return row + 1


def _columns_for(sheet: Any, reach: float) -> int:
    """Columns from the first that together are about `reach` characters wide; at least two, for a merge needs two."""
    taken, count = 0.0, 0
    while taken < reach and count < 60:
        taken += float(sheet.col_info[count].width) if count in sheet.col_info else 8.43
        count += 1
    return max(count, 2)


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


def _insert_chart(folder: Folder, sheet: Any, figure: Figure, native: NativeChart, row: int, column: int) -> None:
    placed = folder.placed[native.table]
    kind = {
        "stacked_bar": {"type": "bar", "subtype": "stacked"},
        "bar": {"type": "bar"},
        "doughnut": {"type": "doughnut"},
    }[native.kind]
    chart = folder.book.add_chart(kind)
    places = {c.key: c.title for c in placed.table.columns}
    if native.kind == "doughnut":
        chart.add_series(
            {
                "name": figure.title,
                "categories": placed.range_of(native.labels),
                "values": placed.range_of(native.values[0]),
                "points": [
                    {"fill": {"color": colour}, "border": {"color": LIGHT.surface, "width": 1.5}}
                    for colour in native.colours
                ],
            }
        )
        chart.set_hole_size(58)
        chart.set_legend({"position": "right", "font": {"name": FACE, "size": 9, "color": LIGHT.text}})
    else:
        for key, colour in zip(native.values, native.colours, strict=True):
            chart.add_series(
                {
                    "name": places[key],
                    "categories": placed.range_of(native.labels),
                    "values": placed.range_of(key),
                    "fill": {"color": colour},
                    "border": {"color": LIGHT.surface, "width": 0.75},
                    "gap": 45,
                }
            )
        font = {"name": FACE, "size": 9, "color": LIGHT.muted}
        chart.set_y_axis(
            {"reverse": True, "num_font": font, "line": {"color": LIGHT.border}, "major_tick_mark": "none"}
        )
        chart.set_x_axis(
            {
                "num_font": font,
                "num_format": '$#,##0.0,,"M"',
                "major_gridlines": {"visible": True, "line": {"color": LIGHT.border}},
                "line": {"none": True},
            }
        )
        chart.set_legend(
            {"none": True} if len(native.values) == 1 else {"position": "bottom", "font": {"name": FACE, "size": 9}}
        )
    chart.set_title(
        {
            "name": figure.title,
            "overlay": False,
            "name_font": {"name": FACE, "size": 12, "bold": True, "color": LIGHT.text},
        }
    )
    chart.set_chartarea({"border": {"color": LIGHT.border}})
    rows = placed.last - placed.first + 1
    height = max(_CHART_HEIGHT, 110 + 22 * rows) if native.kind != "doughnut" else _CHART_HEIGHT
    chart.set_size({"width": _CHART_WIDTH, "height": min(height, 900)})
    sheet.insert_chart(row, column, chart, {"description": figure.alt, "object_position": 2})


def name_pool(book: Any) -> None:
    """Define the name of the sum of all positions, the whole that shares of the pool are taken of."""
    book.define_name(POOL, "=SUM(pos_value)")
