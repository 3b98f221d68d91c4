"""Drivers and risk channels: one bar for each, the same total shared out by how strongly it holds."""

from __future__ import annotations

from sinolens.domain.attribute import AttributeTopic, Level
from sinolens.domain.money import format_dollars, format_percent
from sinolens.exposure.channels import LEVELS, by_level, level_filters
from sinolens.exposure.cube import Cube
from sinolens.figures.labels import width_of
from sinolens.figures.primitives import Item, Mark, Measure, Picture, Text
from sinolens.figures.reading import (
    CHINA_AI,
    MEASURE_WORDS,
    denominator,
    estimated_part,
    late_quality,
    nothing_in,
    scope_filters,
)
from sinolens.figures.share_bar import Share, ShareBars
from sinolens.reference.loader import Reference

TEXT_SIZE, HEAD_SIZE, PITCH_LARGEST, BAR = 13.0, 12.0, 34.0, 0.7
HEAD_SHARE = 0.75
KINDS = {"driver": "Why it is held", "risk": "What pushes back"}
LEVEL_NAMES = {
    Level.HIGH: "High", Level.SOME: "Some", Level.NONE_SEEN: "None seen", Level.UNKNOWN: "Unknown",
}
_TINTS = {Level.HIGH: "tint_90", Level.SOME: "tint_45", Level.NONE_SEEN: "tint_15", Level.UNKNOWN: "raised"}


def layout_channels(
    view: Cube, reference: Reference, width: float, height: float, measure: str = "full",
    scopes: tuple[str, ...] = CHINA_AI, text_width: Measure = width_of,
) -> Picture:
    """Lay out one full-width bar for each topic, drivers above risks; every bar is the same total.

    An issuer has a level of each topic, so the bars overlap and never add up. What is unknown is outlined only; a level
    that is net short has no length: its amount stands at the bar's end.
    """
    topics = [topic for kind in KINDS for topic in reference.attribute_topics.values() if topic.kind == kind]
    of, whole = denominator(scopes), view.totals((), measure, scopes).get((), 0)
    part = estimated_part(view)
    rows = [_shares(view, part, reference, topic, measure, scopes) for topic in topics]
    if not any(share.value for row in rows for share in row):
        return nothing_in(view, width, height, f"Drivers and risk channels without any {of} in this selection.")
    names = max((text_width(topic.name, TEXT_SIZE, False) for topic in topics), default=0.0) + 14.0
    pitch = min(PITCH_LARGEST, height / (len(topics) + HEAD_SHARE * len(KINDS)))
    items: list[Item] = []
    marks: list[Mark] = []
    bars = ShareBars(names, width, whole, of, view.analysis.as_of, BAR, rows, text_width)
    top, kind = 0.0, ""
    for number, topic in enumerate(topics):
        if topic.kind != kind:
            kind = topic.kind
            items.append(Text(0.0, top + pitch * HEAD_SHARE - 5.0, KINDS[kind], HEAD_SIZE, True, "muted"))
            top += pitch * HEAD_SHARE
        items.append(Text(0.0, top + pitch / 2 + 4.5, topic.name, TEXT_SIZE))
        bars.draw(number, top, pitch, items, marks)
        top += pitch
    told = "; ".join(_told(topic.name, row, whole) for topic, row in zip(topics, rows, strict=True))
    lead = f"{MEASURE_WORDS[measure].capitalize()} by driver and risk channel"
    return Picture(width, height, tuple(items), tuple(marks), f"{lead}, {format_dollars(whole)} of {of}. {told}.")


def _shares(
    view: Cube, part: Cube | None, reference: Reference, topic: AttributeTopic, measure: str, scopes: tuple[str, ...],
) -> list[Share]:
    """The parts of one bar, the strongest level first."""
    led = level_filters(view, reference, topic.id)
    numbers = {value: LEVELS.index(level) for level, filters in led.items() for _, value in filters}
    quality = late_quality(view, (("issuer", numbers),), scopes)
    guessed = by_level(part, reference, topic.id, measure, scopes) if part is not None else {}
    return [
        Share(f"{topic.id}|{level}", f"{topic.name}: {LEVEL_NAMES[level].lower()}", LEVEL_NAMES[level], value,
              guessed.get(level, 0), _TINTS[level], level is Level.UNKNOWN,
              (*scope_filters(scopes), *led.get(level, ())), quality(LEVELS.index(level)))
        for level, value in by_level(view, reference, topic.id, measure, scopes).items()
    ]


def _told(name: str, shares: list[Share], whole: int) -> str:
    """What is high and what is known of a topic, in words."""
    high = sum(share.value for share in shares if share.name == LEVEL_NAMES[Level.HIGH])
    known = sum(share.value for share in shares if not share.unknown)
    if whole <= 0:
        return f"{name}: {format_dollars(high)} high, {format_dollars(known)} known"
    return f"{name}: {format_percent(high, whole, 1)} high, {format_percent(known, whole, 1)} known"
