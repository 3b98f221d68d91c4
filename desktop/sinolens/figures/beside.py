"""What a figure does not draw to scale: named at its foot with the amount, never left out."""

from __future__ import annotations

from dataclasses import dataclass

from sinolens.domain.money import format_compact
from sinolens.exposure.cube import Cube
from sinolens.figures.primitives import Box, Item, Mark, Measure, Text
from sinolens.figures.reading import EVERYTHING, SCOPE_WORDS, UNKNOWN, hover_rows, late_quality

NOTE_HEIGHT, NOTE_SIZE = 24.0, 12.0
LEAST_NOTED = 150.0
"""Height under which a figure needs all its room for itself."""
LEAD = "Not drawn to scale:"
_STYLES = {"not_disclosed": ("u", "outline"), "unresolved": ("u", "dots"), "outside_definition": ("tint_25", ""),
           "enabler": ("tint_25", "")}
BESIDE = tuple(_STYLES)
"""Scopes that are named at a figure's foot, in this order."""


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing named below a figure: its mark, its words, and fill and pattern of its swatch."""

    mark: Mark
    text: str
    style: tuple[str, str]


def scope_chips(view: Cube, measure: str, scopes: tuple[str, ...]) -> list[Chip]:
    """A chip for each of the scopes with a value in the view; what has no AI weight is told at full value."""
    totals = view.by("scope", "full" if measure in ("low", "base", "high") else measure)
    whole = sum(totals.values())
    quality = late_quality(view, (("scope", {scope: i for i, scope in enumerate(EVERYTHING)}),))
    chips = []
    for scope in scopes:
        value = totals.get(scope, 0)
        if value:
            rows = hover_rows(value, whole, "market value", "", quality(EVERYTHING.index(scope)), view.analysis.as_of)
            mark = Mark(f"scope:{scope}", SCOPE_WORDS[scope], rows, (("scope", scope),), value)
            chips.append(Chip(mark, f"{SCOPE_WORDS[scope]} {format_compact(value)}", _STYLES[scope]))
    return chips


def unknown_chips(view: Cube, measure: str, scopes: tuple[str, ...]) -> list[Chip]:
    """What is not disclosed and what is not identified of a view, where a figure of these scopes does not draw it."""
    return scope_chips(view, measure, tuple(scope for scope in UNKNOWN if scope not in scopes))


def draw_chips(chips: list[Chip], width: float, height: float, measure: Measure, items: list[Item],
               marks: list[Mark]) -> None:
    """Swatch and words at the foot; what does not fit whole is left to the table beside the picture."""
    if not chips:
        return
    x, baseline = 0.0, height - 6.0
    needed = sum(16.0 + measure(chip.text, NOTE_SIZE, False) + 16.0 for chip in chips) - 16.0
    lead = measure(LEAD, NOTE_SIZE, False)
    # The amounts matter more than the words before them.
    if lead + 10.0 + needed <= width or lead < width < needed:
        items.append(Text(x, baseline, LEAD, NOTE_SIZE, False, "muted"))
        x += lead + 10.0
    for chip in chips:
        room = 16.0 + measure(chip.text, NOTE_SIZE, False)
        if x + room > width:
            continue
        fill, pattern = chip.style
        items.append(Box(x, baseline - 10.0, 11.0, 11.0, fill, f"edge_{fill}", 2.0, pattern, chip.mark.id))
        items.append(Text(x + 16.0, baseline, chip.text, NOTE_SIZE, False, "text", "start", chip.mark.id))
        marks.append(chip.mark)
        x += room + 16.0
