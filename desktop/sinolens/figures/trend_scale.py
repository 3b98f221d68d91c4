"""Where an amount and a date stand in the figure over time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sinolens.domain.day import spell_day
from sinolens.domain.money import format_compact
from sinolens.figures.plot import TICK_GAP, TICK_SIZE, Guide, Plot, Tick
from sinolens.figures.primitives import Measure
from sinolens.figures.trend_column import Column

RIGHT, BOTTOM, TOP, LINE = 10.0, 24.0, 42.0, 18.0
COLUMN, LEAST_COLUMN, FILLED, FULLER, DENSE, APART = 56.0, 6.0, 0.62, 0.8, 10.0, 4.0
HIDDEN_LIMIT, BESIDE_FROM = 1.25, 18.0
"""Not-disclosed value is drawn to scale up to this part of the columns, beside them from this width of a column on."""
STEPS, REACH, BETWEEN, THINNER = 4, 48.0, 10.0, 1.8


class Scale:
    """Amounts upwards, dates across.

    Attributes:
        edge: how far right words may reach.
        pitch: from column to column in pixels, were they evenly spread.
        column: width of a column in pixels.
        shows_hidden: what is not disclosed is drawn to scale.
        beside: it stands beside its column; else as a cap at its height.
        places: middles of the columns in pixels.
        plot: with its axes upwards, and nothing in it.
    """

    def __init__(self, columns: Sequence[Column], width: float, height: float, text_width: Measure) -> None:
        highest, lowest = max(c.top for c in columns), min(c.foot for c in columns)
        most, least = max(c.hidden for c in columns), min(c.hidden for c in columns)
        # Taller than this beside it, and nothing could be read off the columns.
        self.shows_hidden = most <= HIDDEN_LIMIT * highest and least >= min(0, HIDDEN_LIMIT * lowest)
        if self.shows_hidden or not highest:
            self.shows_hidden = True
            highest, lowest = max(highest, most), min(lowest, least)
        self.edge = width
        self._step = _round_step((highest - lowest) / STEPS)
        self._low = lowest // self._step * self._step
        self._high = max(-(-highest // self._step) * self._step, self._low + self._step)
        widest = max(text_width(format_compact(value), TICK_SIZE, False) for value in self._values())
        left = min(widest + 10.0, width / 3)
        # The last date stands in the middle of its words, as the others do.
        last = text_width(_month(columns[-1]), TICK_SIZE, False) / 2
        right = max(left + 1.0, width - max(RIGHT, last - 6.0 if len(columns) > 1 else 0.0))
        roof = min(TOP, height / 4)
        floor = max(roof + 1.0, height - min(BOTTOM if self.shows_hidden else BOTTOM + LINE, height / 4))
        pitch = (right - left) / len(columns)
        self.pitch = pitch
        self.column = max(min(LEAST_COLUMN, pitch / 2), min(COLUMN, pitch * (FILLED if pitch > DENSE else FULLER)))
        self.beside = self.column >= BESIDE_FROM
        # Columns stand at their dates as far as they do not touch: places across are pixels, the ticks tell the dates.
        self.plot = Plot(left, roof, right, floor, (left, right), (float(self._low), float(self._high)),
                         y_ticks=self._worded(left - TICK_GAP, text_width), zero=True)
        self.places = self._places([column.as_of for column in columns])

    def guides(self, columns: Sequence[Column]) -> tuple[Guide, ...]:
        """A band around each column, half-way to its neighbours and no wider than a hand's reach."""
        made = []
        for i, (column, place) in enumerate(zip(columns, self.places, strict=True)):
            before = (place - self.places[i - 1]) / 2 if i else REACH
            after = (self.places[i + 1] - place) / 2 if i + 1 < len(columns) else REACH
            reach = max(self.column / 2 + 2.0, REACH / 2)
            left, right = place - min(before, reach), place + min(after, reach)
            made.append(Guide(max(self.plot.left, left), min(self.edge, right), place,
                              f"period:{column.name}"))
        return tuple(made)

    def labelled(self, columns: Sequence[Column], text_width: Measure) -> list[tuple[int, str]]:
        """Number and words of the dates that are written: evenly thinned back from the last until none touch.

        A little thinner where that gives the same month of every year.
        """
        days = [date_words(column, columns) for column in columns]
        months = [_month(column) for column in columns]
        found: list[tuple[int, str]] = []
        for stride in range(1, len(columns) + 1):
            chosen = range(len(columns) - 1, -1, -stride)
            for words in (days, months) if len({months[i] for i in chosen}) == len(chosen) else (days,):
                told = [(i, words[i]) for i in reversed(chosen)]
                if found and len(chosen) * THINNER < len(found):
                    return found
                if not self._are_apart(told[::-1], text_width):
                    continue
                if len({columns[i].as_of[5:7] for i in chosen}) == 1 or stride == 1:
                    return told
                found = found or told
        return found

    def middle(self, place: float, wide: float) -> float:
        """Middle of words that wide at a place, moved as far as the picture's edges ask."""
        half = wide / 2
        return min(max(place, half), max(half, self.edge - half))

    def _are_apart(self, chosen: list[tuple[int, str]], text_width: Measure) -> bool:
        free = float("inf")
        for i, words in chosen:
            wide = text_width(words, TICK_SIZE, False)
            middle = self.middle(self.places[i], wide)
            if middle + wide / 2 > free:
                return False
            free = middle - wide / 2 - BETWEEN
        return True

    def _values(self) -> list[int]:
        """Amounts with a line across."""
        return list(range(self._low, self._high + 1, self._step))

    def _places(self, dates: list[str]) -> list[float]:
        """Middles of the columns: to scale by date, but never closer than columns are wide."""
        left, right = self.plot.left, self.plot.right
        if len(dates) == 1:
            return [(left + right) / 2]
        first, last = left + self.column * 0.75, right - self.column * 0.75
        days = [date.fromisoformat(text).toordinal() for text in dates]
        span = days[-1] - days[0]
        if not span:
            # States of one date have no order in time: they stand evenly.
            return [left + (right - left) * (i + 0.5) / len(days) for i in range(len(days))]
        wanted = [first + (last - first) * (day - days[0]) / span for day in days]
        # Pushed apart from the left, then back from the right: both passes keep the order.
        gap = min(self.column + APART, (last - first) / (len(dates) - 1))
        for i in range(1, len(wanted)):
            wanted[i] = max(wanted[i], wanted[i - 1] + gap)
        wanted[-1] = min(wanted[-1], last)
        for i in range(len(wanted) - 2, -1, -1):
            wanted[i] = min(wanted[i], wanted[i + 1] - gap)
        return wanted

    def _worded(self, room: float, text_width: Measure) -> tuple[Tick, ...]:
        """Lines across, with their amounts where they fit."""
        made = ((value, format_compact(value) if value else "$0") for value in self._values())
        return tuple(Tick(float(value), words if text_width(words, TICK_SIZE, False) <= room else "")
                     for value, words in made)


def date_words(column: Column, columns: Sequence[Column]) -> str:
    """The date; of what is open "Open now" where a state of the same date stands beside it."""
    twin = not column.key and any(other.key and other.as_of == column.as_of for other in columns)
    return "Open now" if twin else spell_day(column.as_of)


def _month(column: Column) -> str:
    """The date as "Sep 2026"."""
    return spell_day(column.as_of).split(" ", 1)[-1]


def _round_step(rough: float) -> int:
    """The nearest of 1, 2, 2.5, 5 times a power of ten above a rough step, in cents."""
    size = 100
    while True:
        for factor in (1.0, 2.0, 2.5, 5.0):
            if size * factor >= rough:
                return int(size * factor)
        size *= 10
