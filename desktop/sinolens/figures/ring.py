"""The tier ring: value by tier around its total, with a legend that also says what a ring cannot show."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sinolens.domain.money import format_compact, format_dollars, format_percent
from sinolens.exposure.cube import Cube
from sinolens.figures.labels import first_that_fits, width_of
from sinolens.figures.primitives import Box, Item, Mark, Measure, Picture, Text, Wedge
from sinolens.figures.reading import (
    CHINA_AI,
    MEASURE_WORDS,
    TIERS,
    age_words,
    denominator,
    hover_rows,
    scoped,
    style_of,
    tier_words,
)

THICKNESS, GAP_DEGREES, TEXT_SIZE, ROW = 0.30, 0.0, 13.0, 24.0
LARGEST_RADIUS = 120.0
LEGEND_GAP, SWATCH = 24.0, 12.0


@dataclass(frozen=True, slots=True)
class _Part:
    """One tier: its value, and how much of it rests on an estimate."""

    tier: str
    value: int
    estimated: int
    confidence: str
    dated: str


def layout_ring(
    view: Cube, width: float, height: float, measure: str = "full", scopes: tuple[str, ...] = CHINA_AI,
    text_width: Measure = width_of,
) -> Picture:
    """Lay out the ring of tiers with its legend beside it, or below when the picture is upright.

    The most severe tier begins at twelve o'clock. A tier whose total is negative has no wedge; its legend row says so.
    """
    parts = _parts(view, measure, scopes)
    whole = sum(part.value for part in parts)
    around = sum(part.value for part in parts if part.value > 0)
    of = denominator(scopes)
    beside = width >= height * 1.25
    legend_width = _legend_width(parts, whole, text_width)
    room = width - legend_width - LEGEND_GAP if beside else width
    tall = height if beside else height - len(parts) * ROW - 12.0
    radius = max(0.0, min(LARGEST_RADIUS, room / 2, tall / 2) - 2.0)
    items: list[Item] = []
    marks = [_mark(view, part, whole, of) for part in parts]
    if radius >= 24.0:
        centre = (radius + 2.0 if beside else width / 2, height / 2 if beside else radius + 2.0)
        _draw_ring(parts, around, centre, radius, items)
        _draw_total(whole, of, centre, radius * (1 - THICKNESS) * 2 - 12.0, items, text_width)
        left = 2 * radius + LEGEND_GAP if beside else 0.0
    else:
        left = 0.0
    top = (height - len(parts) * ROW) / 2 if beside else height - len(parts) * ROW
    _draw_legend(parts, whole, left, max(0.0, top), width, height, items, text_width)
    told = "; ".join(f"{tier_words(p.tier)} {format_compact(p.value)}, {format_percent(p.value, whole)}" for p in parts)
    lead = f"{MEASURE_WORDS[measure].capitalize()} by tier, {format_dollars(whole)} of {of}"
    return Picture(width, height, tuple(items), tuple(marks), f"{lead}: {told or 'nothing'}.")


def _parts(view: Cube, measure: str, scopes: tuple[str, ...]) -> list[_Part]:
    values = scoped(view, scopes, ("tier", "knowledge"), measure)
    confidence, oldest = view.confidence(("scope", "tier")), view.oldest(("scope", "tier"))
    parts = []
    for tier in TIERS:
        found = {knowledge: value for (name, knowledge), value in values.items() if name == tier}
        if not found:
            continue
        weakest = [confidence[scope, tier] for scope in scopes if (scope, tier) in confidence]
        dates = [date for scope in scopes if (date := oldest.get((scope, tier), ""))]
        parts.append(_Part(
            tier, sum(found.values()), max(0, found.get("estimated", 0)),
            weakest[0] if len(weakest) == 1 else "", min(dates, default=""),
        ))
    return parts


def _mark(view: Cube, part: _Part, whole: int, of: str) -> Mark:
    rows = hover_rows(part.value, whole, of, "", part.confidence, age_words(part.dated, view.analysis.as_of))
    if part.estimated:
        rows = (*rows, ("Of it estimated", format_dollars(part.estimated)))
    return Mark(f"tier:{part.tier}", tier_words(part.tier), rows, (("tier", part.tier),), part.value, part.tier)


def _draw_ring(parts: list[_Part], around: int, centre: tuple[float, float], radius: float, items: list[Item]) -> None:
    angle = 0.0
    inner = radius * (1 - THICKNESS)
    for part in parts:
        if part.value <= 0 or not around:
            continue
        known = max(0, part.value - part.estimated)
        for value, knowledge in ((known, "known"), (part.value - known, "estimated")):
            if value:
                style = style_of(part.tier, knowledge)
                span = 360.0 * value / around
                items.append(Wedge(*centre, inner, radius, angle, span, style.fill, style.pattern, f"tier:{part.tier}"))
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


def _columns(parts: list[_Part], whole: int, measure: Measure) -> tuple[float, float]:
    """Widths of the legend's value and share columns."""
    value = max((measure(format_compact(part.value), TEXT_SIZE, True) for part in parts), default=0.0)
    share = max((measure(_share(part, whole), TEXT_SIZE, False) for part in parts), default=0.0)
    return value, share


def _share(part: _Part, whole: int) -> str:
    return "not in the ring" if part.value < 0 else format_percent(part.value, whole, 1)


def _legend_width(parts: list[_Part], whole: int, measure: Measure) -> float:
    value, share = _columns(parts, whole, measure)
    name = max((measure(tier_words(part.tier), TEXT_SIZE, False) for part in parts), default=0.0)
    return SWATCH + 8.0 + name + 16.0 + value + 12.0 + share


def _draw_legend(parts: list[_Part], whole: int, left: float, top: float, width: float, height: float,
                 items: list[Item], measure: Measure) -> None:
    """A row for each tier: swatch, name, value, share. Names shorten to the tier's code where there is no room."""
    value_width, share_width = _columns(parts, whole, measure)
    right = min(width, left + max(_legend_width(parts, whole, measure), 0.0) + 24.0)
    names = right - left - SWATCH - 8.0 - value_width - share_width - 24.0
    with_share = names >= measure("T1", TEXT_SIZE, False)
    if not with_share:
        names += share_width + 12.0
    full = all(measure(tier_words(part.tier), TEXT_SIZE, False) <= names for part in parts)
    for i, part in enumerate(parts):
        baseline = top + i * ROW + 16.0
        if baseline > height:
            break
        style = style_of(part.tier, "known" if math.copysign(1, part.value) > 0 else "not_disclosed")
        mark = f"tier:{part.tier}"
        items.append(Box(left, baseline - 10.5, SWATCH, SWATCH, style.fill, f"edge_{style.fill}", 2.0, style.pattern,
                         mark))
        items.append(Text(left + SWATCH + 8.0, baseline, tier_words(part.tier) if full else part.tier, TEXT_SIZE, False,
                          "text", "start", mark))
        value_right = right - (share_width + 12.0 if with_share else 0.0)
        items.append(Text(value_right, baseline, format_compact(part.value), TEXT_SIZE, True, "text", "end", mark))
        if with_share:
            items.append(Text(right, baseline, _share(part, whole), TEXT_SIZE, False, "muted", "end", mark))
