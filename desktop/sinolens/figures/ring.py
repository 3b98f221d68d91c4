"""The tier ring: value by tier around its total, with a legend that also says what a ring cannot show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from sinolens.domain.money import format_compact, format_dollars, format_percent
from sinolens.domain.tier import Tier
from sinolens.exposure.cube import Cube
from sinolens.figures.beside import LEAST_NOTED, NOTE_HEIGHT, draw_chips, unknown_chips
from sinolens.figures.labels import first_that_fits, width_of
from sinolens.figures.primitives import Box, Item, Mark, Measure, Picture, Text, Wedge
from sinolens.figures.reading import (
    CHINA_AI,
    MEASURE_WORDS,
    PARTS,
    TIERS,
    Told,
    denominator,
    hover_rows,
    inside,
    late_quality,
    nothing_in,
    scope_filters,
    scoped,
    style_of,
    tier_words,
)

THICKNESS, TEXT_SIZE, SMALL_SIZE, ROW, STACKED_ROW = 0.28, 13.0, 12.0, 24.0, 37.0
LARGEST_RADIUS, SMALLEST_RADIUS = 160.0, 24.0
LEGEND_GAP, SWATCH, GAP_DEGREES = 24.0, 12.0, 1.2
FAIR = 0.7
"""Part of the picture's shorter side the ring should fill."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One tier: its value, how much of it rests on an estimate, and how much nobody disclosed."""

    tier: str
    value: int
    estimated: int
    hidden: int
    quality: Told


def layout_ring(
    view: Cube, width: float, height: float, measure: str = "full", scopes: tuple[str, ...] = CHINA_AI,
    text_width: Measure = width_of, notes: bool = False,
) -> Picture:
    """Lay out the ring of tiers with its legend beside it, or below when the picture is upright.

    The most severe tier begins at twelve o'clock. A tier whose total is negative has no wedge; its legend row says so.
    What nobody disclosed is an outlined wedge; with `notes` what is not known stands at the foot where it is no part of
    the scopes.
    """
    parts = _parts(view, measure, scopes)
    if not parts:
        return nothing_in(view, width, height, "Ring without any value in this selection.")
    whole = sum(part.value for part in parts)
    around = sum(part.value for part in parts if part.value > 0)
    chips = unknown_chips(view, measure, scopes) if notes and height >= LEAST_NOTED else []
    foot, height = height, height - (NOTE_HEIGHT if chips else 0.0)
    of = denominator(scopes)
    items: list[Item] = []
    marks = [_mark(view, part, whole, scopes) for part in parts]
    plan = _plan(_Legend(parts, whole, text_width), width, height)
    if plan.radius >= SMALLEST_RADIUS:
        _draw_ring(parts, around, plan.centre, plan.radius, items)
        _draw_total(whole, of, plan.centre, plan.radius * (1 - THICKNESS) * 2 - 16.0, items, text_width)
    plan.legend.draw(plan.left, plan.top, plan.right, height, items)
    draw_chips(chips, width, foot, text_width, items, marks)
    told = "; ".join(f"{tier_words(p.tier)} {format_compact(p.value)}, {format_percent(p.value, whole)}" for p in parts)
    lead = f"{MEASURE_WORDS[measure].capitalize()} by tier, {format_dollars(whole)} of {of}"
    hole = plan.radius * (1 - THICKNESS)
    clear = (plan.centre[0] - hole, plan.centre[1] - hole, 2 * hole, 2 * hole) if hole > 0 else None
    return Picture(width, foot, tuple(items), tuple(marks), f"{lead}: {told or 'nothing'}.", clear=clear)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where ring and legend go."""

    radius: float
    centre: tuple[float, float]
    legend: _Legend
    left: float
    top: float
    right: float


def _plan(legend: _Legend, width: float, height: float) -> _Plan:
    """The fullest legend that leaves the ring a fair size; failing that, the plan with the largest ring."""
    plans = []
    for style in ("row", "stacked", "codes"):
        shown = replace(legend, style=style)
        if width >= height * 1.2:
            radius = min(LARGEST_RADIUS, height / 2, (width - shown.width - LEGEND_GAP) / 2) - 2.0
            left = max(0.0, 2 * radius + LEGEND_GAP)
            # What room is left over stands half on each side of the pair.
            shift = max(0.0, (width - left - shown.width) / 2)
            plans.append(_Plan(radius, (shift + radius + 2.0, height / 2), shown, shift + left + 2.0,
                               max(0.0, (height - shown.height) / 2), shift + left + 2.0 + shown.width))
        else:
            radius = min(LARGEST_RADIUS, width / 2, (height - shown.height - 16.0) / 2) - 2.0
            left = max(0.0, (width - shown.width) / 2)
            plans.append(_Plan(radius, (width / 2, radius + 2.0), shown, left, max(0.0, height - shown.height),
                               min(width, left + shown.width)))
    whole = [plan for plan in plans if plan.legend.width <= width and plan.legend.height <= height]
    fair = min(width, height) * FAIR
    return next((plan for plan in whole if 2 * plan.radius >= fair), None) or max(
        whole or plans[-1:], key=lambda plan: plan.radius)


def _parts(view: Cube, measure: str, scopes: tuple[str, ...]) -> list[_Part]:
    values = scoped(view, scopes, ("tier", "knowledge"), measure)
    quality = late_quality(view, PARTS[:1], inside(scopes))
    parts = []
    for tier in TIERS:
        found = {knowledge: value for (name, knowledge), value in values.items() if name == tier}
        if not found:
            continue
        parts.append(_Part(tier, sum(found.values()), max(0, found.get("estimated", 0)),
                           max(0, found.get("not_disclosed", 0)), quality(TIERS.index(tier))))
    return parts


def _mark(view: Cube, part: _Part, whole: int, scopes: tuple[str, ...]) -> Mark:
    rows = hover_rows(part.value, whole, denominator(scopes), "", part.quality, view.analysis.as_of, part.estimated)
    filters = (*scope_filters(scopes), ("tier", part.tier))
    return Mark(f"tier:{part.tier}", tier_words(part.tier), rows, filters, part.value, part.tier)


def _draw_ring(parts: list[_Part], around: int, centre: tuple[float, float], radius: float, items: list[Item]) -> None:
    angle = 0.0
    inner = radius * (1 - THICKNESS)
    for part in parts:
        if part.value <= 0 or not around:
            continue
        hidden = min(part.hidden, part.value)
        known = max(0, part.value - part.estimated - hidden)
        for value, knowledge in ((known, "known"), (part.value - known - hidden, "estimated"),
                                 (hidden, "not_disclosed")):
            if value:
                style = style_of(part.tier, knowledge)
                span = 360.0 * value / around
                gap = min(GAP_DEGREES, span / 3) if value < around else 0.0
                items.append(Wedge(*centre, inner, radius, angle + gap / 2, span - gap, style.fill, style.pattern,
                                   f"tier:{part.tier}", f"edge_{style.fill}"))
                angle += span
    if not around:
        items.append(Wedge(*centre, inner, radius, 0.0, 360.0, "raised"))


def _draw_total(whole: int, of: str, centre: tuple[float, float], room: float, items: list[Item],
                measure: Measure) -> None:
    size = next((size for size in (24.0, 20.0, 16.0, 13.0) if measure(format_compact(whole), size, True) <= room), 0.0)
    if size:
        items.append(Text(centre[0], centre[1] + size * 0.62, format_compact(whole), size, True, "text", "middle"))
        caption = first_that_fits((of,), room, 12.0, measure)
        if caption:
            items.append(Text(centre[0], centre[1] - size * 0.42, caption, 12.0, False, "muted", "middle"))


@dataclass(frozen=True, slots=True)
class _Legend:
    """A row for each tier.

    Styles: "row" has name, value and share in one line; "stacked" the name below; "codes" the tier's code instead.
    """

    parts: list[_Part]
    whole: int
    measure: Measure
    style: str = "row"

    @property
    def pitch(self) -> float:
        """Height of one row."""
        return STACKED_ROW if self.style == "stacked" else ROW

    @property
    def height(self) -> float:
        """Height of all rows."""
        return self.pitch * len(self.parts)

    @property
    def width(self) -> float:
        """Width of the widest row."""
        numbers = self._widest(self._value, True) + 12.0 + self._widest(self._share, False)
        if self.style == "stacked":
            name = self._widest(lambda part: Tier(part.tier).label, False, SMALL_SIZE)
            return SWATCH + 8.0 + max(name, self._widest(lambda part: part.tier, True) + 14.0 + numbers)
        words = self._widest(lambda part: part.tier if self.style == "codes" else tier_words(part.tier), False)
        return SWATCH + 8.0 + words + 16.0 + numbers

    def draw(self, left: float, top: float, right: float, height: float, items: list[Item]) -> None:
        """Write the rows between `left` and `right`; rows beyond `height` are left to the hover cards."""
        share = self._widest(self._share, False)
        for i, part in enumerate(self.parts):
            baseline = top + i * self.pitch + 16.0
            if baseline > height:
                break
            style = style_of(part.tier, "known" if part.value >= 0 and not part.hidden else "not_disclosed")
            mark = f"tier:{part.tier}"
            # Nothing is drawn for it: the whole row takes the click, also between swatch and words.
            items.append(Box(left, baseline - 15.0, right - left, self.pitch - 2.0, mark=mark))
            items.append(Box(left, baseline - 10.5, SWATCH, SWATCH, style.fill, f"edge_{style.fill}", 2.0,
                             style.pattern, mark))
            words = tier_words(part.tier) if self.style == "row" else part.tier
            at = left + SWATCH + 8.0
            items.append(Text(at, baseline, words, TEXT_SIZE, self.style == "stacked", "text", "start", mark))
            items.append(Text(right - share - 12.0, baseline, self._value(part), TEXT_SIZE, True, "text", "end", mark))
            shown = self._share(part)
            items.append(Text(right, baseline, shown, TEXT_SIZE, False, "muted", "end", mark,
                              shown if part.value >= 0 else ""))
            if self.style == "stacked":
                items.append(Text(at, baseline + 15.0, Tier(part.tier).label, SMALL_SIZE, False, "muted", "start",
                                  mark))

    def _value(self, part: _Part) -> str:
        return format_compact(part.value)

    def _share(self, part: _Part) -> str:
        if part.value < 0:
            return "not in ring"
        return format_percent(part.value, self.whole, 1) if self.whole > 0 else "–"

    def _widest(self, words: Callable[[_Part], str], bold: bool, size: float = TEXT_SIZE) -> float:
        return max((self.measure(words(part), size, bold) for part in self.parts), default=0.0)
