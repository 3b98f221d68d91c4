"""The bridge between two dates as a waterfall: what was, each step up or down, what is."""

from __future__ import annotations

from dataclasses import dataclass

from sinolens.domain.money import format_compact
from sinolens.figures.labels import width_of, wrap
from sinolens.figures.primitives import Box, Item, Line, Mark, Picture, Text

_LABEL, _FOOT, _HEAD = 10.5, 44.0, 18.0


@dataclass(frozen=True, slots=True)
class Rung:
    """A column: `whole` stands on the zero line, another hangs where the one before ended. Cents."""

    label: str
    cents: int
    whole: bool = False


def layout_waterfall(rungs: tuple[Rung, ...], width: float, height: float, title: str) -> Picture:
    """Lay out the columns from left to right.

    Args:
        rungs: opening, steps and closing.
        width: in logical pixels.
        height: in logical pixels.
        title: what the amounts are, for the description.
    """
    spans, level = [], 0
    for rung in rungs:
        start = 0 if rung.whole else level
        level = start + rung.cents
        spans.append((start, level))
    low, high = min(0, *(min(span) for span in spans)), max(0, *(max(span) for span in spans))
    scale = (height - _FOOT - _HEAD) / (high - low) if high > low else 0.0

    def y(cents: int) -> float:
        return _HEAD + (high - cents) * scale

    pitch = width / len(rungs)
    bar = pitch * 0.62
    items: list[Item] = [Line(0.0, y(0), width, y(0), "muted", 0.8)]
    marks: list[Mark] = []
    for place, (rung, (start, end)) in enumerate(zip(rungs, spans, strict=True)):
        left = place * pitch + (pitch - bar) / 2
        top, foot = y(max(start, end)), y(min(start, end))
        mark = f"rung:{place}"
        marks.append(Mark(mark, rung.label, (("Amount", format_compact(rung.cents)),), (), rung.cents))
        # Up is filled, down is an outline: told apart without colour.
        fill = "text" if rung.whole else "accent" if rung.cents >= 0 else "accent_soft"
        stroke = "accent" if fill == "accent_soft" else ""
        items.append(Box(left, top, bar, max(foot - top, 1.0), fill, stroke, 0.0, "", mark))
        items.append(
            Text(left + bar / 2, top - 5.0, _signed(rung), _LABEL, rung.whole, "text", "middle", mark)
        )
        if place + 1 < len(rungs):
            items.append(Line(left + bar, y(end), left + pitch, y(end), "muted", 0.6, "dotted"))
        lines = wrap(rung.label, pitch - 4.0, _LABEL, 3, width_of) or (rung.label,)
        for number, text in enumerate(lines):
            at = height - _FOOT + 16.0 + number * 12.5
            items.append(Text(left + bar / 2, at, text, _LABEL, False, "muted", "middle", mark))
    told = "; ".join(f"{rung.label} {format_compact(rung.cents)}" for rung in rungs)
    return Picture(width, height, tuple(items), tuple(marks), f"{title}, step by step: {told}.")


def _signed(rung: Rung) -> str:
    text = format_compact(rung.cents)
    return text if rung.whole or rung.cents <= 0 else f"+{text}"
