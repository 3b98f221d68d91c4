"""How few issuers hold how much: the running share of the largest issuers."""

from __future__ import annotations

from dataclasses import dataclass

from sinolens.domain.money import format_dollars, format_percent
from sinolens.exposure.cube import Cube
from sinolens.exposure.dimension import CONFIDENCE_ORDER
from sinolens.figures.labels import width_of
from sinolens.figures.primitives import Box, Item, Line, Mark, Measure, Picture, Polyline, Text
from sinolens.figures.reading import CHINA_AI, MEASURE_WORDS, age_words, denominator, hover_rows, scope_filters, scoped

TEXT_SIZE, LEFT, BOTTOM, TOP, DOT = 12.0, 44.0, 24.0, 10.0, 9.0
MILESTONES = (1, 5, 10, 20, 50)


@dataclass(frozen=True, slots=True)
class Concentration:
    """Issuers with a positive value, largest first: keys and running totals in cents; `short` sums the others."""

    issuers: tuple[str, ...]
    running: tuple[int, ...]
    short: int

    @property
    def whole(self) -> int:
        """Sum of the positive values."""
        return self.running[-1] if self.running else 0


def concentration(view: Cube, measure: str = "full", scopes: tuple[str, ...] = CHINA_AI) -> Concentration:
    """Running totals of the issuers of a view."""
    values = sorted(((value, key[0]) for key, value in scoped(view, scopes, ("issuer",), measure).items()),
                    key=lambda item: (-item[0], item[1]))
    running: list[int] = []
    for value, _ in values:
        if value > 0:
            running.append(value + (running[-1] if running else 0))
    return Concentration(tuple(key for value, key in values if value > 0), tuple(running),
                         sum(value for value, _ in values if value < 0))


def _weakness(confidence: str) -> int:
    return CONFIDENCE_ORDER.index(confidence) if confidence else -1


def layout_concentration(
    view: Cube, width: float, height: float, measure: str = "full", scopes: tuple[str, ...] = CHINA_AI,
    text_width: Measure = width_of,
) -> Picture:
    """Lay out the curve with its axes and a dot at the 1, 5, 10, 20 and 50 largest issuers."""
    data, of = concentration(view, measure, scopes), denominator(scopes)
    items: list[Item] = []
    marks: list[Mark] = []
    if not data.issuers:
        items.append(Text(width / 2, height / 2, "Nothing to show in this selection", 13.0, False, "muted", "middle"))
        return Picture(width, height, tuple(items), (), "Concentration without any value in this selection.")
    count = len(data.issuers)
    right, floor = width - 12.0, height - BOTTOM

    def place(rank: float, share: float) -> tuple[float, float]:
        return LEFT + (right - LEFT) * rank / count, floor - (floor - TOP) * share

    for step in range(5):
        y = place(0, step / 4)[1]
        items.append(Line(LEFT, y, right, y))
        items.append(Text(LEFT - 8.0, y + 4.0, f"{25 * step}%", TEXT_SIZE, False, "muted", "end"))
    points = [place(0, 0.0), *(place(i + 1, value / data.whole) for i, value in enumerate(data.running))]
    items.append(Polyline(tuple(points), "accent", 2.0, "accent", floor, 0.14))
    quality = view.rolled_quality((("issuer", {key: i for i, key in enumerate(data.issuers)}),), scopes)
    weakest, oldest = "", ""
    seen = 0
    written = 0.0
    for rank in sorted({*(rank for rank in MILESTONES if rank < count), count}):
        x, y = place(rank, data.running[rank - 1] / data.whole)
        mark = f"top:{rank}"
        share = format_percent(data.running[rank - 1], data.whole, 1)
        items.append(Box(x - DOT / 2, y - DOT / 2, DOT, DOT, "accent", "surface", DOT / 2, "", mark))
        label = "All" if rank == count else f"{rank}"
        half = text_width(label, TEXT_SIZE, False) / 2
        if x - half >= written:
            items.append(Text(x, floor + 17.0, label, TEXT_SIZE, False, "muted", "middle", mark))
            written = x + half + 8.0
        if x + DOT + text_width(share, TEXT_SIZE, True) < right and rank != count:
            items.append(Text(x + DOT, y + 14.0, share, TEXT_SIZE, True, "text", "start", mark))
        # All of them is no filter: net short issuers, which the curve leaves out, would come with it.
        filters = () if rank == count else (
            *scope_filters(scopes), *(("issuer", key) for key in data.issuers[:rank]))
        for number in range(seen, rank):
            confidence, dated = quality[number,]
            weakest = max(weakest, confidence, key=_weakness)
            oldest = min(filter(None, (oldest, dated)), default="")
        seen = rank
        title = f"All {count:,} issuers" if rank == count else (
            "Largest issuer" if rank == 1 else f"{rank} largest issuers")
        rows = hover_rows(data.running[rank - 1], data.whole, of, "", weakest, age_words(oldest, view.analysis.as_of))
        marks.append(Mark(mark, title, rows, filters, data.running[rank - 1]))
    ten = min(10, count)
    note = f" Net short issuers of {format_dollars(data.short)} are left out." if data.short else ""
    return Picture(
        width, height, tuple(items), tuple(marks),
        f"Concentration of {MEASURE_WORDS[measure]}: the {ten} largest of {count} issuers hold "
        f"{format_percent(data.running[ten - 1], data.whole, 1)} of {of}.{note}",
    )
