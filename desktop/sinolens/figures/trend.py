"""Exposure over time: a column for each as-of date, split by tier, and the changes of list editions between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sinolens.domain.day import spell_day
from sinolens.domain.money import format_compact, format_dollars, format_percent
from sinolens.exposure.cube import Cube
from sinolens.exposure.dimension import CONFIDENCE_ORDER
from sinolens.figures.labels import width_of
from sinolens.figures.plot import TICK_DROP, TICK_GAP, TICK_SIZE, Bar, Plot, Tick, plot_items
from sinolens.figures.primitives import Box, Item, Mark, Measure, Picture, Text
from sinolens.figures.reading import (
    CHINA_AI,
    MEASURE_WORDS,
    TIERS,
    age_words,
    denominator,
    hover_rows,
    scope_filters,
    scoped,
    style_of,
    tier_words,
)

RIGHT, BOTTOM, TOP = 10.0, 24.0, 42.0
COLUMN, LEAST_COLUMN, HIDDEN_SHARE, GAP = 56.0, 6.0, 0.34, 3.0
STEPS, SIGN, SIGN_RISE, NAMED, HIDDEN_LIMIT, LINE = 4, 9.0, 20.0, 3, 1.25, 18.0
_KNOWLEDGE = ("known", "estimated")


@dataclass(frozen=True, slots=True)
class Period:
    """One as-of date of the figure: `key` names its state ("" = the one that is open), `view` is filtered already."""

    key: str
    label: str
    view: Cube

    @property
    def as_of(self) -> str:
        """ISO date."""
        return self.view.analysis.as_of


@dataclass(frozen=True, slots=True)
class _Column:
    period: Period
    parts: tuple[tuple[str, str, int], ...]
    hidden: int
    pool: int

    @property
    def total(self) -> int:
        return sum(value for _, _, value in self.parts)

    @property
    def top(self) -> int:
        return sum(value for _, _, value in self.parts if value > 0)

    @property
    def foot(self) -> int:
        return sum(value for _, _, value in self.parts if value < 0)


def layout_trend(
    periods: Sequence[Period], width: float, height: float, measure: str = "full",
    scopes: tuple[str, ...] = CHINA_AI, text_width: Measure = width_of,
) -> Picture:
    """Lay out a column for each period, at its date, oldest first.

    The most severe tier stands at the zero line; what is estimated is hatched; what funds do not disclose stands beside
    the column, outlined, and is not part of it: to scale where the columns stay readable beside it, else as a number
    below the date. What is net short hangs below the line. A dotted line stands where list editions changed between two
    periods.

    Args:
        periods: filtered alike; in any order.
        width: of the picture in pixels.
        height: of the picture in pixels.
        measure: see `Cube`.
        scopes: which lines the columns hold.
        text_width: measures text.
    """
    columns = [_column(period, measure, scopes) for period in sorted(periods, key=_order)]
    if not any(column.parts or column.hidden for column in columns):
        nothing = Text(width / 2, height / 2, "Nothing to show in this selection", 13.0, False, "muted", "middle")
        return Picture(width, height, (nothing,), (), "Exposure over time without any value in this selection.")
    scale = _Scale(columns, width, height, text_width)
    places = scale.places([column.period.as_of for column in columns])
    drawn = _Drawn([], [], [], [], [])
    _draw_editions(columns, places, scale, drawn, text_width)
    written = float("-inf")
    before: _Column | None = None
    for place, column in zip(places, columns, strict=True):
        _draw_column(column, before, place, scale, scopes, drawn)
        written = _write_date(column, place, scale, written, drawn, text_width)
        before = column
    plot = replace(scale.plot, x_ticks=tuple(drawn.ticks), bars=tuple(drawn.bars), rules=tuple(drawn.rules),
                   notes=tuple(drawn.notes))
    told = "; ".join(f"{spell_day(column.period.as_of)} {format_compact(column.total)}" for column in columns)
    return Picture(width, height, plot_items(plot), tuple(drawn.marks),
                   f"{MEASURE_WORDS[measure].capitalize()} of {denominator(scopes)} over time by tier: {told}.", plot)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What the figure is filled with."""

    bars: list[Bar]
    rules: list[float]
    ticks: list[Tick]
    notes: list[Item]
    marks: list[Mark]


def _order(period: Period) -> tuple[str, bool, str]:
    """By date; of one date the open state last."""
    return period.as_of, not period.key, period.label


def _column(period: Period, measure: str, scopes: tuple[str, ...]) -> _Column:
    found = scoped(period.view, scopes, ("tier", "knowledge"), measure)
    parts = sorted(((tier, kind, value) for (tier, kind), value in found.items() if value),
                   key=lambda part: (TIERS.index(part[0]), part[1] != "known", part[1]))
    hidden = 0 if "not_disclosed" in scopes else scoped(
        period.view, ("not_disclosed",), ("scope",), measure).get(("not_disclosed",), 0)
    return _Column(period, tuple(parts), hidden, period.view.total(measure))


class _Scale:
    """Where an amount and a date stand."""

    def __init__(self, columns: list[_Column], width: float, height: float, text_width: Measure) -> None:
        highest, lowest = max(c.top for c in columns), min(c.foot for c in columns)
        most, least = max(c.hidden for c in columns), min(c.hidden for c in columns)
        # Taller than this beside it, and nothing could be read off the columns.
        self.shows_hidden = most <= HIDDEN_LIMIT * highest and least >= min(0, HIDDEN_LIMIT * lowest)
        if self.shows_hidden or not highest:
            self.shows_hidden = True
            highest, lowest = max(highest, most), min(lowest, least)
        self.step = _round_step((highest - lowest) / STEPS)
        self.high = -(-highest // self.step) * self.step
        self.low = lowest // self.step * self.step
        widest = max(text_width(format_compact(value), TICK_SIZE, False) for value in self.ticks())
        self.left = min(widest + 10.0, width / 3)
        self.right = max(self.left + 1.0, width - RIGHT)
        self.roof = min(TOP, height / 4)
        self.floor = max(self.roof + 1.0, height - min(BOTTOM if self.shows_hidden else BOTTOM + LINE, height / 4))
        count = len(columns)
        self.column = max(min(LEAST_COLUMN, (self.right - self.left) / (2 * count)),
                          min(COLUMN, (self.right - self.left) / count * 0.62))
        # Columns stand at their dates as far as they do not touch: places across are pixels, the ticks tell the dates.
        self.plot = Plot(self.left, self.roof, self.right, self.floor, (self.left, self.right),
                         (float(self.low), float(self.high)), y_ticks=self._worded(text_width), zero=True)

    def ticks(self) -> list[int]:
        """Amounts with a line across."""
        return [self.low + i * self.step for i in range((self.high - self.low) // self.step + 1)]

    def places(self, dates: list[str]) -> list[float]:
        """Middles of the columns: to scale by date, but never closer than columns are wide."""
        if len(dates) == 1:
            return [(self.left + self.right) / 2]
        first, last = self.left + self.column * 0.75, self.right - self.column * 0.75
        days = [date.fromisoformat(text).toordinal() for text in dates]
        span = max(1, days[-1] - days[0])
        wanted = [first + (last - first) * (day - days[0]) / span for day in days]
        # Pushed apart from the left, then back from the right: both passes keep the order.
        gap = min(self.column + 4.0, (last - first) / (len(dates) - 1))
        for i in range(1, len(wanted)):
            wanted[i] = max(wanted[i], wanted[i - 1] + gap)
        wanted[-1] = min(wanted[-1], last)
        for i in range(len(wanted) - 2, -1, -1):
            wanted[i] = min(wanted[i], wanted[i + 1] - gap)
        return wanted

    def _worded(self, text_width: Measure) -> tuple[Tick, ...]:
        """Lines across, with their amounts where they fit."""
        room = self.left - TICK_GAP
        made = ((value, format_compact(value) if value else "$0") for value in self.ticks())
        return tuple(Tick(float(value), words if text_width(words, TICK_SIZE, False) <= room else "")
                     for value, words in made)


def _round_step(rough: float) -> int:
    """The nearest of 1, 2, 2.5, 5 times a power of ten above a rough step, in cents."""
    size = 100
    while True:
        for factor in (1.0, 2.0, 2.5, 5.0):
            if size * factor >= rough:
                return int(size * factor)
        size *= 10


def _draw_column(column: _Column, before: _Column | None, place: float, scale: _Scale, scopes: tuple[str, ...],
                 drawn: _Drawn) -> None:
    key, of, within = _key(column.period), denominator(scopes), scope_filters(scopes)
    beside = bool(column.hidden) and scale.shows_hidden
    wide = scale.column * (1 - HIDDEN_SHARE) - GAP if beside else scale.column
    left = place - scale.column / 2
    quality = column.period.view.rolled_quality(
        (("tier", {tier: i for i, tier in enumerate(TIERS)}), ("knowledge", {k: i for i, k in enumerate(_KNOWLEDGE)})),
        scopes)
    drawn.marks.append(Mark(
        f"period:{key}", f"{spell_day(column.period.as_of)} · {column.period.label}",
        (*hover_rows(column.total, column.pool, "all in the filter"), *_change(column, before),
         *_worst(quality, column.period.as_of)),
        within, column.total))
    up = down = 0
    for tier, kind, value in column.parts:
        start = up if value > 0 else down
        style = style_of(tier, kind)
        mark = f"part:{key}|{tier}|{kind}"
        drawn.bars.append(Bar(left, left + wide, min(start, start + value), max(start, start + value), style.fill,
                              style.pattern, mark))
        confidence, dated = ("", "")
        if kind in _KNOWLEDGE:
            confidence, dated = quality.get((TIERS.index(tier), _KNOWLEDGE.index(kind)), ("", ""))
        drawn.marks.append(Mark(
            mark, f"{spell_day(column.period.as_of)}: {tier_words(tier)}",
            hover_rows(value, column.total, of, "", confidence, age_words(dated, column.period.as_of)),
            (*within, ("tier", tier), ("knowledge", kind)), value, tier))
        up, down = (up + value, down) if value > 0 else (up, down + value)
    if column.hidden:
        mark = f"hidden:{key}"
        if beside:
            drawn.bars.append(Bar(left + wide + GAP, left + scale.column, min(0, column.hidden), max(0, column.hidden),
                                  "u", "outline", mark))
        drawn.marks.append(Mark(mark, f"{spell_day(column.period.as_of)}: not disclosed",
                          hover_rows(column.hidden, column.pool, "all in the filter"), (("scope", "not_disclosed"),),
                          column.hidden))
    label = Text(left + wide / 2, scale.plot.y(max(0, up)) - 5.0, format_compact(column.total), TICK_SIZE, True, "text",
                 "middle", f"period:{key}")
    if width_of(label.text, TICK_SIZE, True) <= scale.column + 8.0 and label.y > TICK_SIZE:
        drawn.notes.append(label)


def _change(column: _Column, before: _Column | None) -> tuple[tuple[str, str], ...]:
    if before is None:
        return ()
    by = column.total - before.total
    share = f" ({format_percent(by, before.total)})" if before.total > 0 else ""
    return ((f"Since {spell_day(before.period.as_of)}", f"{'+' if by > 0 else ''}{format_dollars(by)}{share}"),)


def _worst(quality: dict[tuple[int, ...], tuple[str, str]], as_of: str) -> tuple[tuple[str, str], ...]:
    """Weakest confidence and oldest data of a whole column."""
    if not quality:
        return ()
    weakest = max((confidence for confidence, _ in quality.values()), key=CONFIDENCE_ORDER.index)
    dates = [dated for _, dated in quality.values() if dated]
    return hover_rows(0, 1, "", "", weakest, age_words(min(dates), as_of) if dates else "")[1:]


def _write_date(column: _Column, place: float, scale: _Scale, written: float, drawn: _Drawn,
                text_width: Measure) -> float:
    """The date below the column where it does not touch the one before; how far the text reaches."""
    words = spell_day(column.period.as_of)
    half = text_width(words, TICK_SIZE, False) / 2
    hidden = f"+ {format_compact(column.hidden)} not disclosed" if column.hidden and not scale.shows_hidden else ""
    below = (text_width(hidden, TICK_SIZE, False) + LINE) / 2 if hidden else 0.0
    half = max(half, below)
    middle = min(max(place, half), max(half, scale.right + RIGHT - half))
    if middle - half < written + 8.0:
        return written
    if hidden:
        mark, left = f"hidden:{_key(column.period)}", middle - below
        baseline = scale.floor + TICK_DROP + LINE
        drawn.notes.append(Box(left, baseline - 10.0, 11.0, 11.0, "u", "", 2.0, "outline", mark))
        drawn.notes.append(Text(left + LINE, baseline, hidden, TICK_SIZE, False, "muted", "start", mark))
    drawn.ticks.append(Tick(middle, words, f"period:{_key(column.period)}"))
    return middle + half


def _draw_editions(columns: list[_Column], places: list[float], scale: _Scale, drawn: _Drawn,
                   text_width: Measure) -> None:
    """A dotted line between two periods whose lists differ, with a sign and its words at its top."""
    for i in range(1, len(columns)):
        old, new = (_editions(columns[j].period) for j in (i - 1, i))
        changed = [name for name in new if new[name] != old.get(name, "")]
        gone = [name for name in old if name not in new]
        if not changed and not gone:
            continue
        x, count = (places[i - 1] + places[i]) / 2, len(changed) + len(gone)
        mark = f"editions:{_key(columns[i].period)}"
        top = scale.roof - SIGN - SIGN_RISE
        drawn.rules.append(x)
        drawn.notes.append(Box(x - SIGN / 2, top, SIGN, SIGN, "muted", "", SIGN / 2, "", mark))
        # Up to where the next sign can stand.
        end = (places[i] + places[i + 1]) / 2 - SIGN if i + 1 < len(places) else scale.right + RIGHT
        lists = f"{count} list{'' if count == 1 else 's'}"
        for words in (f"{lists} changed", lists):
            if x + SIGN + text_width(words, TICK_SIZE, False) <= end and top > 0:
                drawn.notes.append(Text(x + SIGN, top + SIGN, words, TICK_SIZE, False, "muted", "start", mark))
                break
        rows = [(name, f"{spell_day(old[name])} to {spell_day(new[name])}" if name in old
                 else f"new: {spell_day(new[name])}")
                for name in changed]
        rows += [(name, "no edition any more") for name in gone]
        if len(rows) > NAMED + 1:
            rows = [*rows[:NAMED], ("and", f"{len(rows) - NAMED} more lists")]
        title = f"{count} list edition{'' if count == 1 else 's'} changed by {spell_day(columns[i].period.as_of)}"
        drawn.marks.append(Mark(mark, title, tuple(rows), (), count))


def _editions(period: Period) -> dict[str, str]:
    return {state.short_title: state.edition.edition for state in period.view.analysis.lists
            if state.edition is not None}


def _key(period: Period) -> str:
    return period.key or "open"
