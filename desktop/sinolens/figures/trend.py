"""Exposure over time: a column for each as-of date, split by tier, and the changes of list editions between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sinolens.domain.day import spell_day
from sinolens.domain.money import format_compact, format_dollars, format_percent
from sinolens.figures.labels import width_of
from sinolens.figures.plot import TICK_DROP, TICK_SIZE, Bar, Tick, plot_items
from sinolens.figures.primitives import Box, Item, Mark, Measure, Picture, Row, Text
from sinolens.figures.reading import (
    CHINA_AI,
    MEASURE_WORDS,
    Quality,
    denominator,
    hover_rows,
    nothing_shown,
    scope_filters,
    style_of,
    tier_words,
)
from sinolens.figures.trend_column import Column
from sinolens.figures.trend_editions import edition_signs
from sinolens.figures.trend_scale import LINE, Scale

HIDDEN_SHARE, GAP, CAP, SWATCH, TOLD = 0.34, 3.0, 3.0, 11.0, 12
_OF, _WITHIN = denominator(CHINA_AI), scope_filters(CHINA_AI)
_ALL = "all in the filter"


def layout_trend(
    columns: Sequence[Column], width: float, height: float, measure: str = "full", text_width: Measure = width_of,
) -> Picture:
    """Lay out a column for each date, oldest first; any number of them.

    The most severe tier stands at the zero line; what is estimated is hatched; what funds do not disclose is outlined
    and no part of the column: beside it, as a cap at its height where columns are too narrow for that, or as a number
    below the date where it is far larger than the columns. What is net short hangs below the line. Dates are thinned
    out until their words stand apart; each column is found in a band of its own, however narrow it is.

    Args:
        columns: filtered alike; in any order.
        width: of the picture in pixels.
        height: of the picture in pixels.
        measure: see `Cube`; for the description.
        text_width: measures text.
    """
    columns = sorted(columns, key=lambda column: (column.as_of, not column.key, column.label))
    if not any(column.parts or column.hidden or column.waits for column in columns):
        return nothing_shown(width, height, "Exposure over time without any value in this selection.",
                             ("Nothing to show in this selection",))
    scale = Scale(columns, width, height, text_width)
    rules, signs, changes = edition_signs(columns, scale, text_width)
    drawn = _Drawn(scale, text_width, [], [], list(signs), [])
    numbers = drawn.dates(columns)
    before: Column | None = None
    told = {mark.id.removeprefix("editions:"): mark for mark in changes}
    for i, column in enumerate(columns):
        if column.name in told:
            drawn.marks.append(told[column.name])
        drawn.column(column, before, scale.places[i], i in numbers, i + 1 == len(columns))
        before = before if column.waits else column
    plot = replace(scale.plot, x_ticks=tuple(drawn.ticks), bars=tuple(drawn.bars), rules=rules,
                   notes=tuple(drawn.notes), guides=scale.guides(columns))
    return Picture(width, height, plot_items(plot), tuple(drawn.marks), _description(columns, measure), plot)


def _description(columns: Sequence[Column], measure: str) -> str:
    read = [column for column in columns if not column.waits]
    told = "; ".join(f"{spell_day(column.as_of)} {format_compact(column.total)}" for column in read[-TOLD:])
    more = f"{len(read):,} dates, the last {TOLD}: " if len(read) > TOLD else ""
    waiting = f" {len(columns) - len(read):,} more are not read yet." if len(read) < len(columns) else ""
    return f"{MEASURE_WORDS[measure].capitalize()} of {_OF} over time by tier: {more}{told}.{waiting}"


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What the figure is filled with."""

    scale: Scale
    text_width: Measure
    bars: list[Bar]
    ticks: list[Tick]
    notes: list[Item]
    marks: list[Mark]

    def dates(self, columns: Sequence[Column]) -> frozenset[int]:
        """Write the dates; which columns have what is not disclosed written below theirs."""
        scale, numbers, free = self.scale, set(), float("inf")
        for i, words in reversed(scale.labelled(columns, self.text_width)):
            column = columns[i]
            wide = self.text_width(words, TICK_SIZE, False)
            self.ticks.insert(0, Tick(scale.middle(scale.places[i], wide), words, f"period:{column.name}"))
            # Between narrow columns nobody could tell whose number it is: only the last one has it.
            if not column.hidden or scale.shows_hidden or not (scale.beside or i + 1 == len(columns)):
                continue
            text = f"+ {format_compact(column.hidden)} not disclosed"
            wide = self.text_width(text, TICK_SIZE, False) + LINE
            left = scale.middle(scale.places[i], wide) - wide / 2
            if left + wide <= free:
                mark, baseline = f"hidden:{column.name}", scale.plot.bottom + TICK_DROP + LINE
                self.notes.append(Box(left, baseline - 10.0, SWATCH, SWATCH, "u", "", 2.0, "outline", mark))
                self.notes.append(Text(left + LINE, baseline, text, TICK_SIZE, False, "muted", "start", mark))
                numbers.add(i)
                free = left - 8.0
        return frozenset(numbers)

    def column(self, column: Column, before: Column | None, place: float, numbered: bool, last: bool) -> None:
        """Draw one column with its marks; `numbered` has what is not disclosed written below."""
        scale, mark, day = self.scale, f"period:{column.name}", spell_day(column.as_of)
        if column.waits:
            # No amount yet: a slot without a height, so that nothing is taken for zero.
            self.notes.append(Box(place - scale.column / 2, scale.plot.top, scale.column,
                                  scale.plot.bottom - scale.plot.top, "raised", "", 0.0, "", mark))
            self.marks.append(Mark(mark, f"{day} · {column.label}", (("Amount", "not read yet"),), _WITHIN, 0))
            return
        shown = bool(column.hidden) and scale.shows_hidden
        beside = shown and scale.beside
        wide = scale.column * (1 - HIDDEN_SHARE) - GAP if beside else scale.column
        left = place - scale.column / 2
        rows = _told(column, column.total, column.pool, _ALL, column.quality)
        second = ((("Not disclosed", format_dollars(column.hidden)),) if column.hidden and not shown and not numbered
                  else _change(column, before))
        self.marks.append(Mark(mark, f"{day} · {column.label}", (*rows[:1], *second, *rows[1:]), _WITHIN,
                               column.total))
        up = self._parts(column, left, wide, day)
        if column.hidden and (shown or numbered):
            self._hidden(column, left + wide + GAP if beside else left, left + scale.column, beside, day, shown)
        words = format_compact(column.total)
        room = scale.column + 8.0 if not last or scale.beside else scale.edge - scale.plot.left
        # Over the solid part, as far as the words stay clear of the lines half-way to the neighbours.
        half = self.text_width(words, TICK_SIZE, True) / 2
        aside = max(0.0, scale.pitch / 2 - half - 4.0)
        middle = scale.middle(max(left + wide / 2, place - aside), 2 * half)
        label = Text(middle, scale.plot.y(max(0, up)) - 5.0, words, TICK_SIZE, True, "text", "middle", mark)
        # A column of which nothing is known has no amount, not an amount of nothing.
        known = bool(column.parts) or not column.hidden
        if known and 2 * half <= room and label.y > TICK_SIZE:
            self.notes.append(label)

    def _parts(self, column: Column, left: float, wide: float, day: str) -> int:
        """The parts away from the zero line on both sides; how far they stand above it."""
        up = down = 0
        for part in column.parts:
            start = up if part.value > 0 else down
            style = style_of(part.tier, part.knowledge)
            mark = f"part:{column.name}|{part.tier}|{part.knowledge}"
            self.bars.append(Bar(left, left + wide, min(start, start + part.value), max(start, start + part.value),
                                 style.fill, style.pattern, mark))
            self.marks.append(Mark(
                mark, f"{day}: {tier_words(part.tier)}",
                _told(column, part.value, column.total, _OF, part.quality),
                (*_WITHIN, ("tier", part.tier), ("knowledge", part.knowledge)), part.value, part.tier))
            up, down = (up + part.value, down) if part.value > 0 else (up, down + part.value)
        return up

    def _hidden(self, column: Column, left: float, right: float, beside: bool, day: str, shown: bool) -> None:
        mark, plot = f"hidden:{column.name}", self.scale.plot
        if beside:
            self.bars.append(Bar(left, right, min(0, column.hidden), max(0, column.hidden), "u", "outline", mark))
        elif shown:
            self.notes.append(Box(left, plot.y(column.hidden) - CAP / 2, right - left, CAP, "u", "", 0.0, "outline",
                                  mark))
        rows = _told(column, column.hidden, column.pool, _ALL, column.hidden_quality)
        self.marks.append(Mark(mark, f"{day}: not disclosed", rows, (("scope", "not_disclosed"),), column.hidden))


def _told(column: Column, value: int, whole: int, of: str, quality: Quality) -> Sequence[Row]:
    """Lines of a hover card; the share is of what the window chose for all amounts, else of the amount's own whole."""
    whole, of = (column.whole, column.of) if column.of else (whole, of)
    return hover_rows(value, whole, of, "", quality, column.as_of)


def _change(column: Column, before: Column | None) -> tuple[tuple[str, str], ...]:
    if before is None:
        return ()
    by = column.total - before.total
    share = f" ({format_percent(by, before.total)})" if before.total > 0 else ""
    since = before.label if before.as_of == column.as_of else spell_day(before.as_of)
    return ((f"Since {since}", f"{'+' if by > 0 else ''}{format_dollars(by)}{share}"),)
