"""Native charts of the workbook, in the tier colours, each with its alternative text."""

from __future__ import annotations

from typing import Any

from sinolens.figures.theme import LIGHT
from sinolens.reporting.document import Figure, NativeChart
from sinolens.reporting.workbook_style import FACE
from sinolens.reporting.workbook_table import Placed

_WIDTH, _HEIGHT, _GAP, _ROW = 760, 320, 16, 20
CHART_ROWS = _HEIGHT // _ROW + 2
"""Rows a sheet keeps free for its charts."""
_MOST_BARS = 15
_TEXT = {"name": FACE, "size": 9, "color": LIGHT.muted}


def reach_of_charts(count: int) -> float:
    """Inches so many charts beside each other need."""
    return (count * (_WIDTH + _GAP) - _GAP) / 96 if count else 0.0


def insert_chart(
    book: Any, sheet: Any, placed: Placed, figure: Figure, native: NativeChart, row: int, place: int
) -> None:
    """Insert a chart over columns of a table.

    Args:
        book: XlsxWriter workbook.
        sheet: its worksheet the chart goes on.
        placed: where the table stands.
        figure: title and alternative text.
        native: which columns, in which colours.
        row: sheet row of its top.
        place: 0 for the first chart of a row, 1 for the second.
    """
    chart = _ring(book, placed, figure, native) if native.kind == "doughnut" else _bars(book, placed, native)
    shown = min(placed.last - placed.first + 1, _MOST_BARS)
    more = f", largest {shown}" if placed.last - placed.first + 1 > shown and native.kind != "doughnut" else ""
    chart.set_title(
        {
            "name": f"{figure.title}{more}",
            "overlay": False,
            "name_font": {"name": FACE, "size": 12, "bold": True, "color": LIGHT.text},
        }
    )
    chart.set_chartarea({"border": {"color": LIGHT.border}})
    chart.set_size({"width": _WIDTH, "height": _HEIGHT})
    sheet.insert_chart(
        row,
        0,
        chart,
        {
            "description": figure.alt,
            "object_position": 2,
            "x_offset": place * (_WIDTH + _GAP),
        },
    )


def _ring(book: Any, placed: Placed, figure: Figure, native: NativeChart) -> Any:
    chart = book.add_chart({"type": "doughnut"})
    edge = {"color": LIGHT.surface, "width": 1.5}
    chart.add_series(
        {
            "name": figure.title,
            "categories": placed.range_of(native.labels),
            "values": placed.range_of(native.values[0]),
            "points": [{"fill": {"color": colour}, "border": edge} for colour in native.colours],
        }
    )
    chart.set_hole_size(58)
    chart.set_legend({"position": "right", "font": {**_TEXT, "color": LIGHT.text, "size": 10}})
    return chart


def _bars(book: Any, placed: Placed, native: NativeChart) -> Any:
    stacked = {"subtype": "stacked"} if native.kind == "stacked_bar" else {}
    chart = book.add_chart({"type": "bar", **stacked})
    titles = {column.key: column.title for column in placed.table.columns}
    for key, colour in zip(native.values, native.colours, strict=True):
        chart.add_series(
            {
                "name": titles[key],
                "categories": placed.range_of(native.labels, _MOST_BARS),
                "values": placed.range_of(key, _MOST_BARS),
                "fill": {"color": colour},
                "border": {"color": LIGHT.surface, "width": 0.75},
                "gap": 40,
            }
        )
    # In a bar chart the y axis names the rows. Reversed, so that the first row stands on top as in the table;
    # then the values would be printed above, unless the axes cross at the far end.
    chart.set_y_axis(
        {
            "reverse": True,
            "crossing": "max",
            "num_font": {**_TEXT, "color": LIGHT.text},
            "line": {"color": LIGHT.border},
            "major_tick_mark": "none",
            "label_position": "low",
        }
    )
    chart.set_x_axis(
        {
            "num_font": _TEXT,
            "num_format": '$#,##0.0,,"M"',
            "line": {"none": True},
            "major_gridlines": {"visible": True, "line": {"color": LIGHT.border, "width": 0.5}},
        }
    )
    chart.set_legend({"none": True} if len(native.values) == 1 else {"position": "bottom", "font": _TEXT})
    return chart
