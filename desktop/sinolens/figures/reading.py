"""What figures read from a view of the cube: amounts by scope, hover rows, and how a part is drawn."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache

from sinolens.domain.day import count_days, spell_day
from sinolens.domain.money import format_compact, format_dollars, format_percent
from sinolens.domain.tier import Tier
from sinolens.exposure.cube import Columns, Cube
from sinolens.exposure.dimension import CONFIDENCE_ORDER
from sinolens.figures.primitives import LateRows, Mark, Picture, Row, Text
from sinolens.figures.text_width import text_width

CHINA_AI = ("china_ai",)
EVERYTHING = ("china_ai", "outside_definition", "enabler", "china_other", "other", "not_disclosed", "unresolved")
UNKNOWN = ("not_disclosed", "unresolved")
"""Scopes of what nobody can tell: it is never drawn as if it were known, and never left out as if it were nothing."""
TIERS = tuple(str(tier) for tier in Tier)
KNOWLEDGE = ("known", "estimated", "not_disclosed", "unresolved")
PARTS = (
    ("tier", {tier: i for i, tier in enumerate(TIERS)}), ("knowledge", {kind: i for i, kind in enumerate(KNOWLEDGE)}),
)
"""Tier and knowledge as columns of `Cube.rolled`: their values are numbered in the order of `TIERS` and `KNOWLEDGE`."""
MEASURE_WORDS = {
    "full": "full value", "long": "long value", "short": "short value",
    "low": "AI-weighted value, low", "base": "AI-weighted value", "high": "AI-weighted value, high",
}
SCOPE_WORDS = {
    "china_ai": "China-AI value", "outside_definition": "AI outside the definition", "enabler": "Foreign enablers",
    "china_other": "China, not AI", "other": "Neither China nor AI", "not_disclosed": "Not disclosed",
    "unresolved": "Not identified",
}
UNKNOWN_WORDS = {"not_disclosed": "value not disclosed", "unresolved": "value not identified"}
CONFIDENCE_WORDS = {
    "confirmed": "Confirmed by identifier or person", "stated": "Stated by the manager", "estimated": "Estimated",
    "proxy": "By benchmark proxy", "unknown": "Not known",
}
LONG_PART = ", long part"
"""After the name of a whole that leaves net short values out."""
_SAID = 13.0
_SHARES_SAID = re.compile(r": \(?[\d.]+%\)? high, \(?[\d.]+%\)? known|,? \(?[\d.]+%\)?")
"""Shares in a picture's description."""
_PATTERNS = {"estimated": "light_hatch", "not_disclosed": "outline", "unresolved": "dots"}

Amounts = dict[tuple[str, ...], int]
Quality = tuple[str, str]
"""The weakest confidence behind an amount, and the ISO date of its oldest data; "" where there is none."""
Told = Callable[[], Quality]
"""Works out a quality when it is asked for."""
Qualities = Callable[..., Told]
"""Gives what works out the quality of a key of `Cube.rolled_quality`, its numbers one by one."""
_WEAKNESS = {confidence: rank for rank, confidence in enumerate(CONFIDENCE_ORDER)}


@dataclass(frozen=True, slots=True)
class Style:
    """How a mark is filled: a colour token and a pattern of `primitives.Box`."""

    fill: str
    pattern: str
    ink: str


@cache
def style_of(tier: str, knowledge: str) -> Style:
    """Tier gives the colour; T1 is hatched, U dotted, estimated lightly hatched, not disclosed outlined only."""
    token = tier.lower()
    if knowledge == "not_disclosed":
        return Style(token, "outline", "text")
    if tier == Tier.U or knowledge == "unresolved":
        return Style("u", "dots", "on_u")
    if tier == Tier.T1:
        return Style(token, "cross_hatch" if knowledge == "estimated" else "hatch", f"on_{token}")
    return Style(token, _PATTERNS.get(knowledge, ""), f"on_{token}")


def scoped(view: Cube, scopes: tuple[str, ...], dimensions: tuple[str, ...], measure: str) -> Amounts:
    """Totals by the dimensions over lines of some scopes."""
    return view.totals(dimensions, measure, inside(scopes))


def shown_scopes(view: Cube) -> tuple[str, ...]:
    """What a figure of China AI shows of a view: where it holds none of that, what is unknown of it, drawn outlined."""
    found = view.by("scope")
    if "china_ai" in found:
        return CHINA_AI
    return tuple(scope for scope in UNKNOWN if scope in found) or CHINA_AI


def is_unknown(scopes: tuple[str, ...]) -> bool:
    """Nothing of these scopes is known."""
    return set(scopes) <= set(UNKNOWN)


def inside(scopes: tuple[str, ...]) -> tuple[str, ...]:
    """The scopes as a cube is asked for them: none where nothing is left out."""
    return () if set(scopes) >= set(EVERYTHING) else scopes


def estimated_part(view: Cube) -> Cube | None:
    """What of a view rests on an estimate; None where its selection leaves none of that."""
    chosen = view.selection.values("knowledge")
    if (chosen and "estimated" not in chosen) or "estimated" in view.selection.excluded_values("knowledge"):
        return None
    return view.select(view.selection.only("knowledge", "estimated"))


def denominator(scopes: tuple[str, ...]) -> str:
    """Name of the whole a share within these scopes is a part of."""
    if is_unknown(scopes):
        return UNKNOWN_WORDS[scopes[0]] if len(scopes) == 1 else "value not known"
    if len(scopes) == 1:
        return SCOPE_WORDS[scopes[0]]
    return "market value" if set(scopes) >= set(EVERYTHING) else "value shown"


def scope_filters(scopes: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """What every mark of a figure of these scopes filters by, so that its rows add to the amount it shows."""
    return () if set(scopes) >= set(EVERYTHING) else tuple(("scope", scope) for scope in scopes)


@cache
def tier_words(tier: str) -> str:
    """"T1 Transactions barred"."""
    return f"{tier} {Tier(tier).label}"


@lru_cache(maxsize=4096)
def age_words(data_date: str, as_of: str) -> str:
    """Date of the data and its age on the as-of date; "" when there is no date."""
    try:
        days = (date.fromisoformat(as_of) - date.fromisoformat(data_date)).days
    except ValueError:
        return data_date
    if days == 0:
        return f"{spell_day(data_date)}, the as-of date"
    return f"{spell_day(data_date)}, {count_days(abs(days))} {'old' if days > 0 else 'after the as-of date'}"


def worst_of(found: Iterable[Quality]) -> Quality:
    """The weakest confidence and the oldest date of several."""
    weakest, weakness, oldest = "", -1, ""
    for confidence, dated in found:
        if confidence and _WEAKNESS[confidence] > weakness:
            weakest, weakness = confidence, _WEAKNESS[confidence]
        if dated and (not oldest or dated < oldest):
            oldest = dated
    return weakest, oldest


def late_quality(view: Cube, columns: Columns, scopes: tuple[str, ...] = ()) -> Qualities:
    """The qualities of some columns, all worked out at once when the first of them is asked for."""
    found = cache(lambda: view.rolled_quality(columns, scopes))
    return lambda *key: lambda: found().get(key, ("", ""))


def late_worst(quality: Qualities, numbers: Iterable[int]) -> Told:
    """What works out the worst of the qualities of some numbers of a column."""
    return lambda: worst_of(quality(number)() for number in numbers)


def part_place(tier: str, knowledge: str) -> tuple[int, int]:
    """Numbers of a tier and a kind of knowledge in `PARTS`."""
    return TIERS.index(tier), KNOWLEDGE.index(knowledge)


def amount_words(amount: int, whole: int, of: str) -> str:
    """The amount in full and its share of `whole` cents, named `of`; of what is net short nothing is a share."""
    if whole < 0:
        return f"{format_dollars(amount)} · – of {of}, net short"
    return f"{format_dollars(amount)} · {format_percent(amount, whole)} of {of}"


def hover_rows(
    amount: int, whole: int, of: str, tier: str, quality: Quality | Told, as_of: str, estimated: int = 0,
) -> Sequence[Row]:
    """The lines under the title of a hover card: amount and share, tier, confidence, age of the data, estimated part.

    Where the quality is still to be worked out, it and the lines are made when they are first read.
    """
    if callable(quality):
        return LateRows(lambda: hover_rows(amount, whole, of, tier, quality(), as_of, estimated))
    confidence, dated = quality
    age = age_words(dated, as_of)
    rows = [("Amount", amount_words(amount, whole, of))]
    if tier:
        rows.append(("Tier", tier_words(tier)))
    if confidence:
        rows.append(("Confidence", CONFIDENCE_WORDS.get(confidence, confidence)))
    if age or confidence:
        rows.append(("Data from", age or "no date given"))
    if estimated:
        rows.append(("Of it estimated", format_dollars(estimated)))
    return tuple(rows)


def restated(picture: Picture, whole_of: Callable[[Mark], tuple[int, str]]) -> Picture:
    """The picture with its marks' amounts as shares of other wholes, in cents and by name, hovered, printed and said.

    A picture with axes is left as it is: its shares can be read off the axis.
    """
    if picture.plot is not None:
        return picture
    wholes = {mark.id: (mark, *whole_of(mark)) for mark in picture.marks}
    marks = tuple(replace(mark, rows=_restated_rows(*wholes[mark.id])) for mark in picture.marks)
    items = (_restated_text(item, wholes) if isinstance(item, Text) and item.share else item for item in picture.items)
    names = list(dict.fromkeys(of for _, _, of in wholes.values()))
    of = names[0] if len(names) == 1 else "each part's own whole"
    said = f"{_SHARES_SAID.sub('', picture.description)} Shares are of {of}." if names else picture.description
    return replace(picture, marks=marks, items=tuple(item for item in items if item is not None), description=said)


def _restated_rows(mark: Mark, whole: int, of: str) -> LateRows:
    return LateRows(lambda: tuple(
        (name, amount_words(mark.value, whole, of))
        if name == "Amount" and value.startswith(f"{format_dollars(mark.value)} · ") else (name, value)
        for name, value in mark.rows))


def _restated_text(item: Text, wholes: Mapping[str, tuple[Mark, int, str]]) -> Text | None:
    """The text with the share of the other whole, or without it where that needs more room; None = nothing is left."""
    if item.mark not in wholes:
        return item
    mark, whole, _ = wholes[item.mark]
    share = format_percent(mark.value, whole, 1) if whole > 0 else "–"
    if len(share) > len(item.share) and item.anchor == "start":
        rest = item.text.replace(item.share, "").strip()
        return replace(item, text=rest, share="") if rest else None
    return replace(item, text=item.text.replace(item.share, share), share=share)


def nothing_in(view: Cube, width: float, height: float, description: str) -> Picture:
    """What a figure of China-AI value shows where a view has none; what is unknown of the view is never left unsaid."""
    totals = view.by("scope")
    unknown = totals.get("not_disclosed", 0) + totals.get("unresolved", 0)
    words: tuple[str, ...]
    noun = _noun(view.analysis.value_basis)
    of = f" of {noun}" if noun != "value" else ""
    if not totals:
        words = (f"No {noun} in this selection" if of else "Nothing to show in this selection",)
    elif unknown:
        words = (f"No China-AI {noun} seen",
                 f"{format_compact(unknown)}{of} not disclosed or not identified may hold some")
    elif of and not sum(totals.values()):
        words = (f"No {noun} in this selection",)
    else:
        words = (f"No China-AI value in {format_compact(sum(totals.values()))}{of}",)
    return nothing_shown(width, height, f"{description} {'; '.join(words)}.", words)


def _noun(basis: str) -> str:
    """What the amounts of an analysis are."""
    # Only now: the window's start does not wait for what reads tables.
    from sinolens.exposure.valuation import ValueBasis

    return ValueBasis(basis).noun


def nothing_shown(width: float, height: float, description: str, words: tuple[str, ...]) -> Picture:
    """A few words in the middle, as far as each fits."""
    shown = [text for text in words if text_width(text, _SAID) <= width]
    top = height / 2 - (len(shown) - 1) * _SAID * 0.7
    items = tuple(Text(width / 2, top + i * _SAID * 1.4, text, _SAID, False, "muted", "middle")
                  for i, text in enumerate(shown))
    return Picture(width, height, items, (), description)
