"""How few issuers hold how much: the running share of the largest issuers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate

from sinolens.domain.money import format_compact, format_dollars, format_percent
from sinolens.exposure.cube import Cube
from sinolens.figures.labels import width_of
from sinolens.figures.plot import DOT_SIZE, TICK_SIZE, Bar, Curve, Dot, Plot, Tick, plot_items, thinned
from sinolens.figures.primitives import Item, Mark, Measure, Picture, Text
from sinolens.figures.reading import (
    CHINA_AI,
    LONG_PART,
    MEASURE_WORDS,
    denominator,
    hover_rows,
    late_quality,
    late_worst,
    nothing_in,
    nothing_shown,
    scope_filters,
    scoped,
)

LEFT, BOTTOM, TOP = 44.0, 24.0, 10.0
MILESTONES = (1, 5, 10, 20, 50)
ABOVE_AXIS = 5.0
SLICE = 2.5
"""Width in pixels of the finest upright slices the hatched area is made of."""
STEP = 2.0
"""Pixels by which neighbouring slices may differ to be drawn as one: the curve's line is as wide."""


@dataclass(frozen=True, slots=True)
class Concentration:
    """Issuers with a positive value, largest first: keys and running totals in cents; `short` sums the others.

    Attributes:
        issuers: keys, largest value first.
        running: totals up to each.
        short: sum of what is net short, negative.
        shorts: keys of the issuers that are net short.
        estimated: totals up to each of what rests on an estimate.
    """

    issuers: tuple[str, ...]
    running: tuple[int, ...]
    short: int
    shorts: tuple[str, ...] = ()
    estimated: tuple[int, ...] = ()

    @property
    def whole(self) -> int:
        """Sum of the positive values."""
        return self.running[-1] if self.running else 0


def concentration(view: Cube, measure: str = "full") -> Concentration:
    """Running totals of the issuers of a view."""
    sums: dict[str, int] = {}
    guesses: dict[str, int] = {}
    for (issuer, knowledge), value in scoped(view, CHINA_AI, ("issuer", "knowledge"), measure).items():
        sums[issuer] = sums.get(issuer, 0) + value
        if knowledge == "estimated":
            guesses[issuer] = value
    values = sorted(((value, issuer) for issuer, value in sums.items()), key=lambda item: (-item[0], item[1]))
    long = [(value, key) for value, key in values if value > 0]
    running = list(accumulate(value for value, _ in long))
    estimated = list(accumulate(min(value, max(0, guesses.get(key, 0))) for value, key in long))
    return Concentration(tuple(key for value, key in values if value > 0), tuple(running),
                         sum(value for value, _ in values if value < 0), tuple(
                             key for value, key in values if value < 0), tuple(estimated))


def layout_concentration(
    view: Cube, width: float, height: float, measure: str = "full", text_width: Measure = width_of,
) -> Picture:
    """Lay out the curve with its axes and a dot at the 1, 5, 10, 20 and 50 largest issuers.

    What of the running total rests on an estimate is hatched below the curve.
    """
    data = concentration(view, measure)
    of = f"{denominator(CHINA_AI)}{LONG_PART if data.short else ''}"
    marks: list[Mark] = []
    if not data.issuers and data.short:
        told = f"Concentration of nothing but net short issuers, {format_dollars(data.short)}."
        return nothing_shown(width, height, told,
                             (f"Every issuer is net short, {format_compact(data.short)}: nothing to add up",))
    if not data.issuers:
        return nothing_in(view, width, height, "Concentration without any value in this selection.")
    count = len(data.issuers)
    right, floor = width - 12.0, height - BOTTOM
    shares = [value / data.whole for value in data.running]
    plot = Plot(
        LEFT, TOP, right, floor, (0.0, float(count)), (0.0, 1.0),
        y_ticks=tuple(Tick(step / 4, f"{25 * step}%") for step in range(5)),
        curves=(Curve(thinned(((0.0, 0.0), *((i + 1.0, share) for i, share in enumerate(shares))), floor - TOP)),),
    )
    plot = replace(plot, bars=_hatched(data, plot))
    ticks: list[Tick] = []
    dots: list[Dot] = []
    notes: list[Item] = []
    quality = late_quality(view, (("issuer", {key: i for i, key in enumerate(data.issuers)}),), CHINA_AI)
    written = 0.0
    for rank in sorted({*(rank for rank in MILESTONES if rank < count), count}):
        x, y = plot.x(rank), plot.y(shares[rank - 1])
        mark = f"top:{rank}"
        share = format_percent(data.running[rank - 1], data.whole, 1)
        dots.append(Dot(rank, shares[rank - 1], "accent", mark))
        label = "All" if rank == count else f"{rank}"
        half = text_width(label, TICK_SIZE, False) / 2
        if x - half >= written:
            ticks.append(Tick(rank, label, mark))
            written = x + half + 8.0
        if x + DOT_SIZE + text_width(share, TICK_SIZE, True) < right and rank != count:
            # Never on the axis: below a dot near the floor there is no room.
            below = min(y + 14.0, floor - ABOVE_AXIS)
            notes.append(Text(x + DOT_SIZE, below, share, TICK_SIZE, True, "text", "start", mark))
        # All of them is no filter: net short issuers, which the curve leaves out, would come with it.
        filters = () if rank == count else (
            *scope_filters(CHINA_AI), *(("issuer", key) for key in data.issuers[:rank]))
        title = f"All {count:,} issuers" if rank == count else (
            "Largest issuer" if rank == 1 else f"{rank} largest issuers")
        rows = hover_rows(data.running[rank - 1], data.whole, of, "", late_worst(quality, range(rank)),
                          view.analysis.as_of, data.estimated[rank - 1])
        marks.append(Mark(mark, title, rows, filters, data.running[rank - 1]))
    if data.short:
        words = f"Net short {format_compact(data.short)} left out"
        if text_width(words, TICK_SIZE, False) < plot.right - plot.left:
            marks.append(_short_mark(view, data))
            notes.append(Text(right - 8.0, floor - 9.0, words, TICK_SIZE, False, "text", "end", "short"))
    ten = min(10, count)
    note = f" Net short issuers of {format_dollars(data.short)} are left out." if data.short else ""
    plot = replace(plot, x_ticks=tuple(ticks), dots=tuple(dots), notes=tuple(notes))
    return Picture(
        width, height, plot_items(plot), tuple(marks),
        f"Concentration of {MEASURE_WORDS[measure]}: the {ten} largest of {count} issuers hold "
        f"{format_percent(data.running[ten - 1], data.whole, 1)} of {of}.{note}",
        plot,
    )


def _short_mark(view: Cube, data: Concentration) -> Mark:
    """What the curve leaves out, and the way to it."""
    quality = late_quality(view, (("issuer", dict.fromkeys(data.shorts, 0)),), CHINA_AI)(0)
    rows = hover_rows(data.short, data.whole + data.short, denominator(CHINA_AI), "", quality, view.analysis.as_of)
    count = len(data.shorts)
    return Mark("short", f"{count:,} net short issuer{'' if count == 1 else 's'}, not in the curve", rows,
                (*scope_filters(CHINA_AI), *(("issuer", key) for key in data.shorts)), data.short)


def _hatched(data: Concentration, plot: Plot) -> tuple[Bar, ...]:
    """The area between the curve and what of it is known, in slices."""
    if not data.estimated or not data.estimated[-1]:
        return ()
    count = len(data.running)
    slices = max(1, int((plot.right - plot.left) / SLICE))
    totals, guesses = (0, *data.running), (0, *data.estimated)

    def at(steps: tuple[int, ...], place: float) -> float:
        low = min(int(place), count - 1)
        return (steps[low] + (steps[low + 1] - steps[low]) * (place - low)) / data.whole

    pixel = 1.0 / (plot.bottom - plot.top)
    runs: list[list[tuple[int, float, float]]] = []
    for number in range(slices):
        middle = count * (number + 0.5) / slices
        high, part = at(totals, middle), at(guesses, middle)
        if part < pixel:
            continue
        low = high - part
        first = runs[-1][0] if runs else None
        if (first is not None and runs[-1][-1][0] == number - 1
                and high - first[2] <= STEP * pixel and abs(low - first[1]) <= STEP * pixel):
            runs[-1].append((number, low, high))
        else:
            runs.append([(number, low, high)])
    return tuple(Bar(count * run[0][0] / slices, count * (run[-1][0] + 1) / slices, (run[0][1] + run[-1][1]) / 2,
                     (run[0][2] + run[-1][2]) / 2, "surface", "light_hatch", edged=False) for run in runs)
