"""Native charts of the deck: figures that staff can restyle and read, over a sheet that keeps text as text."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import xlsxwriter
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_PATTERN
from pptx.util import Pt

from sinolens.domain.money import format_compact
from sinolens.domain.tier import Tier
from sinolens.figures.theme import LIGHT, ink_on
from sinolens.reporting.document import Figure, Money, NativeChart, Table
from sinolens.reporting.workbook_style import FACE

if TYPE_CHECKING:
    from sinolens.reporting.deck_canvas import Frame

_MOST = 14
_LONGEST = 40
_TYPES = {
    "doughnut": XL_CHART_TYPE.DOUGHNUT,
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
    "stacked_bar": XL_CHART_TYPE.BAR_STACKED,
}
_MILLIONS = '[>=50000]$#,##0.0,,"M";[<=-50000]-$#,##0.0,,"M";$#,##0'
_MOMENT = datetime(2000, 1, 1)  # noqa: DTZ001 - document properties hold no zone
_WATERFALL = (LIGHT.accent, LIGHT.tier("T4"), LIGHT.tier("U"))
"""Colours of whole values, of rises and of falls."""
_ROOM = 1.35
"""How far the axis of losses reaches beyond the longest bar, so that its figure stands clear of the names."""
_LABELLED = 0.04
"""Smallest part of a ring that gets a label."""


def add_chart(slide: Any, frame: Frame, figure: Figure, native: NativeChart, table: Table) -> int:
    """Add a chart over columns of a table to a slide.

    Args:
        slide: where it goes.
        frame: its place.
        figure: title and alternative text.
        native: which columns, in which colours.
        table: the rows.

    Returns:
        How many rows found no room: bars show the largest.
    """
    places = {column.key: place for place, column in enumerate(table.columns)}
    titles = {column.key: column.title for column in table.columns}
    rows = list(table.rows)
    if native.kind != "doughnut":
        rows = [row for row in rows if any(_dollars(row[places[key]]) for key in native.values)]
        rows.sort(key=lambda row: -sum(abs(_dollars(row[places[key]])) for key in native.values))
    # A bar chart is drawn from the foot up: the largest goes last to stand on top.
    shown = rows[:_MOST][::-1] if native.kind != "doughnut" else rows
    labels = [_label(str(row[places[native.labels]])) for row in shown]
    series = [(_label(titles[key]), [_dollars(row[places[key]]) for row in shown]) for key in native.values]
    data: Any = CategoryChartData(number_format="#,##0.00")  # type: ignore[no-untyped-call]
    data.categories = labels
    for name, values in series:
        data.add_series(name, values)
    graphic = slide.shapes.add_chart(_TYPES[native.kind], *frame.box, data)
    graphic._element.nvGraphicFramePr.cNvPr.set("descr", figure.alt)
    chart = graphic.chart
    chart.part.chart_workbook.update_from_xlsx_blob(_sheet(labels, series))
    chart.has_title = False
    chart.font.name, chart.font.size = FACE, Pt(12)
    chart.font.color.rgb = rgb(LIGHT.text)
    if native.kind == "doughnut":
        _dress_ring(chart, native, series[0][1])
    else:
        every = [value for _, values in series for value in values] or [0.0]
        _dress_bars(chart, native, min(every), max(every), stacked=native.kind == "stacked_bar")
    return len(rows) - len(shown)


def add_waterfall(slide: Any, frame: Frame, figure: Figure, table: Table, value: str) -> None:
    """Add a bridge as stacked columns, each step hanging where the one before ended.

    Args:
        slide: where it goes.
        frame: its place.
        figure: title and alternative text.
        table: opening, the steps, and the closing as its total row; the first column names them.
        value: key of the column of amounts.
    """
    place = [column.key for column in table.columns].index(value)
    rows = [*table.rows, *((table.total,) if table.total else ())]
    labels = [_label(str(row[0])) for row in rows]
    amounts = [_dollars(row[place]) for row in rows]
    parts = _hang(amounts)
    titles = ("Below", "Value", "Up", "Down")
    data: Any = CategoryChartData(number_format="#,##0.00")  # type: ignore[no-untyped-call]
    data.categories = labels
    for title, values in zip(titles, parts, strict=True):
        data.add_series(title, values)
    graphic = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_STACKED, *frame.box, data)
    graphic._element.nvGraphicFramePr.cNvPr.set("descr", figure.alt)
    chart = graphic.chart
    chart.part.chart_workbook.update_from_xlsx_blob(_sheet(labels, list(zip(titles, parts, strict=True))))
    chart.has_title = chart.has_legend = False
    chart.font.name, chart.font.size = FACE, Pt(12)
    chart.font.color.rgb = rgb(LIGHT.text)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 45, 100
    below, *shown = plot.series
    below.format.fill.background()
    below.format.line.fill.background()
    for series, colour in zip(shown, _WATERFALL, strict=True):
        _paint(series.format.fill, colour, hatched=False)
        series.invert_if_negative = False
    for number, amount in enumerate(amounts):
        # A step is often too low to hold its figure, which then stands under it, at the end of what is invisible.
        hung = bool(parts[0][number])
        drawn = next((place for place in range(3) if parts[place + 1][number]), 0)
        label = (below if hung else shown[drawn]).points[number].data_label
        label.has_text_frame = True
        label.text_frame.text = format_compact(round(amount * 100))
        label.position = XL_LABEL_POSITION.INSIDE_END if hung else XL_LABEL_POSITION.CENTER
        font = label.text_frame.paragraphs[0].runs[0].font
        font.size, font.bold, font.name = Pt(12), True, FACE
        font.color.rgb = rgb(LIGHT.text if hung else ink_on(_WATERFALL[drawn]))
    names, axis = chart.category_axis, chart.value_axis
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.format.line.color.rgb = rgb(LIGHT.border)
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = _MILLIONS, False
    axis.tick_labels.font.color.rgb = rgb(LIGHT.muted)
    axis.format.line.fill.background()
    axis.major_gridlines.format.line.color.rgb = rgb(LIGHT.border)


def _hang(amounts: Sequence[float]) -> tuple[list[float], list[float], list[float], list[float]]:
    """What stands invisible below each column, the whole values at both ends, the rises and the falls."""
    below, whole, up, down = ([0.0] * len(amounts) for _ in range(4))
    level = 0.0
    for place, amount in enumerate(amounts):
        if place in (0, len(amounts) - 1):
            whole[place] = level = amount
            continue
        bottom, top = sorted((level, level + amount))
        level += amount
        if bottom >= 0 or top <= 0:
            # Below zero the column hangs from the end nearer to it.
            below[place] = bottom if bottom >= 0 else top
            (up if amount > 0 else down)[place] = (top - bottom) * (1 if bottom >= 0 else -1)
        else:
            # A step across zero has a part on each side.
            (up if amount > 0 else down)[place] = top
            whole[place] = bottom
    return below, whole, up, down


def _label(text: str) -> str:
    text = f"{text} {Tier(text).label}" if text in {tier.value for tier in Tier} else text
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def _dollars(cell: object) -> float:
    return cell.cents / 100 if isinstance(cell, Money) else 0.0


def _dress_ring(chart: Any, native: NativeChart, values: Sequence[float]) -> None:
    chart.has_legend = True
    chart.legend.position = XL_LEGEND_POSITION.BOTTOM
    chart.legend.include_in_layout = False
    whole = sum(values) or 1.0
    series = chart.plots[0].series[0]
    for place, value in enumerate(values):
        colour = native.colours[place % len(native.colours)]
        point = series.points[place]
        _paint(point.format.fill, colour, hatched=place == 0)
        point.format.line.color.rgb = rgb(LIGHT.surface)
        if value / whole >= _LABELLED:
            label = point.data_label
            label.has_text_frame = True
            label.text_frame.text = f"{100 * value / whole:.0f}%"
            font = label.text_frame.paragraphs[0].runs[0].font
            font.size, font.bold, font.name = Pt(13), True, FACE
            font.color.rgb = rgb(ink_on(colour))


def _dress_bars(chart: Any, native: NativeChart, lowest: float, highest: float, *, stacked: bool) -> None:
    chart.has_legend = stacked
    if stacked:
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
    plot = chart.plots[0]
    plot.gap_width = 45
    if stacked:
        plot.overlap = 100
    for place, series in enumerate(plot.series):
        _paint(series.format.fill, native.colours[place % len(native.colours)], hatched=stacked and place == 0)
        series.invert_if_negative = False
    if not stacked:
        plot.has_data_labels = True
        plot.data_labels.number_format, plot.data_labels.number_format_is_linked = _MILLIONS, False
        plot.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
    names, values = chart.category_axis, chart.value_axis
    # Names stand at the left of negative bars too.
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.format.line.color.rgb = rgb(LIGHT.border)
    names.has_major_gridlines = False
    if lowest >= 0:
        values.minimum_scale = 0
    elif not stacked and highest <= 0:
        values.minimum_scale, values.maximum_scale = lowest * _ROOM, 0
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = _MILLIONS, False
    values.tick_labels.font.color.rgb = rgb(LIGHT.muted)
    values.format.line.fill.background()
    values.major_gridlines.format.line.color.rgb = rgb(LIGHT.border)


def _paint(fill: Any, colour: str, *, hatched: bool) -> None:
    """The colour of a tier; the most severe is hatched too, so that it is told without colour."""
    if hatched:
        fill.patterned()
        fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        fill.fore_color.rgb = rgb(colour)
        fill.back_color.rgb = rgb(_paler(colour))
    else:
        fill.solid()
        fill.fore_color.rgb = rgb(colour)


def _paler(colour: str) -> str:
    parts = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    return "#" + "".join(f"{part + (255 - part) * 25 // 100:02x}" for part in parts)


def _sheet(labels: Sequence[str], series: Sequence[tuple[str, Sequence[float]]]) -> bytes:
    """The sheet behind a chart. Ours, because a name that begins with "=" would become a formula in the usual one."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        # Never the clock: the same report is the same file.
        book.set_properties({"created": _MOMENT})
        sheet = book.add_worksheet("Sheet1")
        for row, label in enumerate(labels, start=1):
            sheet.write_string(row, 0, label)
        for column, (name, values) in enumerate(series, start=1):
            sheet.write_string(0, column, name)
            for row, value in enumerate(values, start=1):
                sheet.write_number(row, column, value)
    return made.getvalue()


def rgb(colour: str) -> RGBColor:
    """A colour of ours ("#1f5fae") as the writer wants it."""
    return RGBColor(*(int(colour[place : place + 2], 16) for place in (1, 3, 5)))  # type: ignore[no-untyped-call]
