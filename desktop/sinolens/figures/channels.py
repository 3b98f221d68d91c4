"""Drivers and risk channels: one bar for each, the same total shared out by how strongly it holds."""

from __future__ import annotations

from sinolens.domain.attribute import Level
from sinolens.domain.money import format_dollars, format_percent
from sinolens.exposure.channels import LEVELS, by_level, level_filters
from sinolens.exposure.cube import Cube
from sinolens.figures.labels import first_that_fits, width_of
from sinolens.figures.primitives import Box, Item, Mark, Measure, Picture, Text
from sinolens.figures.reading import (
    CHINA_AI,
    MEASURE_WORDS,
    age_words,
    denominator,
    hover_rows,
    scope_filters,
)
from sinolens.reference.loader import Reference

TEXT_SIZE, LABEL_SIZE, HEAD_SIZE, PITCH_LARGEST, BAR = 13.0, 12.0, 12.0, 34.0, 0.7
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

    An issuer has a level of each topic, so the bars overlap and never add up. What is unknown is outlined only.
    """
    topics = [topic for kind in KINDS for topic in reference.attribute_topics.values() if topic.kind == kind]
    of = denominator(scopes)
    names = max((text_width(topic.name, TEXT_SIZE, False) for topic in topics), default=0.0) + 14.0
    rows = len(topics) + HEAD_SHARE * len(KINDS)
    pitch = min(PITCH_LARGEST, height / rows) if topics else PITCH_LARGEST
    items: list[Item] = []
    marks: list[Mark] = []
    told: list[str] = []
    top, kind = 0.0, ""
    for topic in topics:
        if topic.kind != kind:
            kind = topic.kind
            items.append(Text(0.0, top + pitch * HEAD_SHARE - 5.0, KINDS[kind], HEAD_SIZE, True, "muted"))
            top += pitch * HEAD_SHARE
        items.append(Text(0.0, top + pitch / 2 + 4.5, topic.name, TEXT_SIZE))
        x = names
        found = by_level(view, reference, topic.id, measure, scopes)
        led = level_filters(view, reference, topic.id)
        numbers = {value: LEVELS.index(level) for level, filters in led.items() for _, value in filters}
        quality = view.rolled_quality((("issuer", numbers),), scopes)
        whole = sum(value for value in found.values() if value > 0)
        for level, value in found.items():
            if value <= 0 or not whole:
                continue
            length = (width - names) * value / whole
            fill, mark = _TINTS[level], f"{topic.id}|{level}"
            items.append(Box(
                x, top + pitch * (1 - BAR) / 2, max(1.0, length - 1.0), pitch * BAR, fill, f"edge_{fill}", 2.0,
                "outline" if level is Level.UNKNOWN else "", mark))
            name, share = LEVEL_NAMES[level], format_percent(value, whole, 1)
            shown = first_that_fits((f"{name} {share}", name, share), length - 12.0, LABEL_SIZE, text_width)
            if shown:
                ink = "text" if level is Level.UNKNOWN else f"on_{fill}"
                items.append(Text(x + 6.0, top + pitch / 2 + 4.5, shown, LABEL_SIZE, False, ink, "start", mark))
            confidence, dated = quality.get((LEVELS.index(level),), ("", ""))
            hover = hover_rows(value, whole, of, "", confidence, age_words(dated, view.analysis.as_of))
            marks.append(Mark(
                mark, f"{topic.name}: {name.lower()}", hover, (*scope_filters(scopes), *led.get(level, ())), value))
            x += length
        if whole:
            known = whole - max(0, found.get(Level.UNKNOWN, 0))
            told.append(f"{topic.name}: {format_percent(max(0, found.get(Level.HIGH, 0)), whole, 1)} high, "
                        f"{format_percent(known, whole, 1)} known")
        top += pitch
    lead = f"{MEASURE_WORDS[measure].capitalize()} by driver and risk channel"
    total = format_dollars(view.totals((), measure, scopes).get((), 0))
    return Picture(width, height, tuple(items), tuple(marks), f"{lead}, {total} of {of}. {'; '.join(told)}.")
