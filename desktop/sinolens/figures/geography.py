"""Where the exposure is, by each basis: one bar for each, split by place, so that the bases can be compared."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from sinolens.domain.counting import counted
from sinolens.domain.money import format_dollars, format_percent
from sinolens.exposure.cube import Cube
from sinolens.exposure.geography import BASES, NOT_KNOWN, place_filters, place_name, place_numbers, split_by_basis
from sinolens.figures.labels import width_of
from sinolens.figures.primitives import Box, Item, Mark, Measure, Picture, Text
from sinolens.figures.reading import (
    CHINA_AI,
    MEASURE_WORDS,
    denominator,
    inside,
    is_unknown,
    late_quality,
    late_worst,
    nothing_in,
    scope_filters,
)
from sinolens.figures.share_bar import Share, ShareBars
from sinolens.reference.loader import Reference

TEXT_SIZE, PITCH_LARGEST, BAR = 13.0, 46.0, 0.66
SHOWN = 6
TINTS = tuple(f"tint_{strength}" for strength in (90, 45, 75, 30, 60, 15))
"""Of the places in their order: neighbours in a bar differ by several steps, not by one."""
COUNTRY_CODE = 2
"""Letters of an ISO 3166 alpha-2 code."""
KEY_SIZE, KEY_ROW, SWATCH, KEY_GAP = 12.0, 20.0, 11.0, 16.0
REST = "\N{HORIZONTAL ELLIPSIS}"


@dataclass(frozen=True, slots=True)
class _Entry:
    """A place in the key: its words, how its swatch is drawn, and where it stands."""

    words: str
    fill: str
    pattern: str
    x: float
    line: int


def layout_geography(
    view: Cube, reference: Reference, width: float, height: float, measure: str = "full",
    scopes: tuple[str, ...] = CHINA_AI, text_width: Measure = width_of,
) -> Picture:
    """Lay out one full-width bar for each basis; every bar is the same total, shared out differently.

    A place has the same tint and code on every basis, and a key at the foot names them. What is not known on a basis is
    outlined only. A place that is net short has no length: its amount stands at the bar's end.
    """
    split = {basis: split_by_basis(view, reference, basis, measure, scopes) for basis in BASES}
    totals = {basis: found for basis, (found, _) in split.items()}
    of, whole = denominator(scopes), view.totals((), measure, scopes)[()]
    if not any(any(found.values()) for found in totals.values()):
        return nothing_in(view, width, height, f"Places without any {of} in this selection.")
    places = _ranked(totals)
    tints = dict(zip(places, TINTS, strict=False))
    rows = [_shares(view, reference, basis, *split[basis], places, tints, scopes) for basis in BASES]
    names = max(text_width(title, TEXT_SIZE, False) for title in BASES.values()) + 14.0
    key = _key(totals, places, tints, reference, scopes, width, text_width)
    room = height - KEY_ROW * (key[-1].line + 1) - 4.0 if key else height
    pitch = min(PITCH_LARGEST, room / len(BASES))
    items: list[Item] = []
    marks: list[Mark] = []
    bars = ShareBars(names, width, whole, of, view.analysis.as_of, BAR, rows, text_width)
    for i, title in enumerate(BASES.values()):
        items.append(Text(0.0, i * pitch + pitch / 2 + 4.5, title, TEXT_SIZE))
        bars.draw(i, i * pitch, pitch, items, marks)
    for entry in key:
        baseline = len(BASES) * pitch + 4.0 + entry.line * KEY_ROW + 14.0
        items.append(Box(entry.x, baseline - 10.0, SWATCH, SWATCH, entry.fill, f"edge_{entry.fill}", 2.0,
                         entry.pattern))
        items.append(Text(entry.x + SWATCH + 5.0, baseline, entry.words, KEY_SIZE))
    told = "; ".join(
        f"{title}: {_largest(totals[basis], reference)}" for basis, title in BASES.items() if totals[basis]
    )
    lead = f"{MEASURE_WORDS[measure].capitalize()} by place on each basis"
    return Picture(width, height, tuple(items), tuple(marks), f"{lead}, {format_dollars(whole)} of {of}. {told}.")


def _shares(
    view: Cube, reference: Reference, basis: str, found: dict[str, int], guessed: dict[str, int], places: list[str],
    tints: dict[str, str], scopes: tuple[str, ...],
) -> list[Share]:
    """The parts of one bar."""
    led = place_filters(view, reference, basis)
    dimension, numbers, names = place_numbers(view, reference, basis)
    quality = late_quality(view, ((dimension, numbers),), inside(scopes))
    place_of = {name: number for number, name in enumerate(names)}
    made = []
    for place, value in _fold(found, places):
        others = _others(found, places)
        name = counted(len(others), "other place") if place == REST else place_name(reference, place)
        parts = others if place == REST else (place,)
        # A place may lead to thousands of issuers.
        filters = (*scope_filters(scopes), *chain.from_iterable(led.get(one, ()) for one in parts))
        made.append(Share(f"{basis}|{place}", f"{BASES[basis]}: {name}", name, value,
                          sum(guessed.get(one, 0) for one in parts), tints.get(place, "raised"),
                          place == NOT_KNOWN or is_unknown(scopes),
                          filters, late_worst(quality, [place_of[one] for one in parts]), _code(place)))
    return made


def _code(place: str) -> str:
    """What stands for a place in a narrow part of a bar: its country code."""
    return place if len(place) == COUNTRY_CODE else ""


def _key(
    totals: dict[str, dict[str, int]], places: list[str], tints: dict[str, str], reference: Reference,
    scopes: tuple[str, ...], width: float, text_width: Measure,
) -> list[_Entry]:
    """The places drawn on any basis in lines as wide as the picture; nothing where a name does not fit whole."""
    others = {place for found in totals.values() for place in _others(found, places) if found[place] > 0}
    unknown = any(found.get(NOT_KNOWN, 0) > 0 for found in totals.values())
    drawn = "outline" if is_unknown(scopes) else ""
    named = [(f"{_code(place)} {place_name(reference, place)}".strip(), tints[place], drawn) for place in places]
    named += [("Other places", "raised", drawn)] if others else []
    named += [("Not known", "raised", "outline")] if unknown else []
    entries: list[_Entry] = []
    x, line = 0.0, 0
    for words, fill, pattern in named:
        wide = SWATCH + 5.0 + text_width(words, KEY_SIZE, False)
        if wide > width:
            return []
        if x and x + wide > width:
            x, line = 0.0, line + 1
        entries.append(_Entry(words, fill, pattern, x, line))
        x += wide + KEY_GAP
    return entries


def _largest(found: dict[str, int], reference: Reference) -> str:
    """The two largest places in words."""
    whole = sum(found.values())
    return ", ".join(
        f"{place_name(reference, place)} {format_percent(value, whole, 1)}" for place, value in list(found.items())[:2]
    )


def _ranked(totals: dict[str, dict[str, int]]) -> list[str]:
    """The places that matter most on any basis; the others are summed."""
    largest: dict[str, int] = {}
    for found in totals.values():
        for place, value in found.items():
            if place != NOT_KNOWN:
                largest[place] = max(largest.get(place, 0), value)
    return sorted(largest, key=lambda place: (-largest[place], place))[:SHOWN]


def _others(found: dict[str, int], places: list[str]) -> list[str]:
    return [place for place in found if place not in places and place != NOT_KNOWN]


def _fold(found: dict[str, int], places: list[str]) -> list[tuple[str, int]]:
    """The shown places in their common order, then the rest as one, then what is not known."""
    parts = [(place, found[place]) for place in places if place in found]
    rest = sum(found[place] for place in _others(found, places))
    if rest:
        parts.append((REST, rest))
    if NOT_KNOWN in found:
        parts.append((NOT_KNOWN, found[NOT_KNOWN]))
    return parts
