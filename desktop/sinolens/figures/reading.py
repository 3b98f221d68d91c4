"""What figures read from a view of the cube: amounts by scope, hover rows, and how a part is drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sinolens.domain.money import format_dollars, format_percent
from sinolens.domain.tier import Tier
from sinolens.exposure.cube import Cube
from sinolens.figures.primitives import Picture

CHINA_AI = ("china_ai",)
EVERYTHING = ("china_ai", "outside_definition", "enabler", "china_other", "other", "not_disclosed", "unresolved")
TIERS = tuple(str(tier) for tier in Tier)
MEASURE_WORDS = {
    "full": "full value", "long": "long value", "short": "short value",
    "low": "AI-weighted value, low", "base": "AI-weighted value", "high": "AI-weighted value, high",
}
SCOPE_WORDS = {
    "china_ai": "China-AI value", "outside_definition": "AI outside the definition", "enabler": "Foreign enablers",
    "china_other": "China, not AI", "other": "Neither China nor AI", "not_disclosed": "Not disclosed",
    "unresolved": "Not identified",
}
CONFIDENCE_WORDS = {
    "confirmed": "Confirmed by identifier or person", "stated": "Stated by the manager", "estimated": "Estimated",
    "proxy": "By benchmark proxy", "unknown": "Not known",
}
_PATTERNS = {"estimated": "light_hatch", "not_disclosed": "outline", "unresolved": "dots"}

Amounts = dict[tuple[str, ...], int]


@dataclass(frozen=True, slots=True)
class Style:
    """How a mark is filled: a colour token and a pattern of `primitives.Box`."""

    fill: str
    pattern: str
    ink: str


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
    return view.totals(dimensions, measure, () if set(scopes) >= set(EVERYTHING) else scopes)


def denominator(scopes: tuple[str, ...]) -> str:
    """Name of the whole a share within these scopes is a part of."""
    if len(scopes) == 1:
        return SCOPE_WORDS[scopes[0]]
    return "market value" if set(scopes) >= set(EVERYTHING) else "value shown"


def scope_filters(scopes: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """What every mark of a figure of these scopes filters by, so that its rows add to the amount it shows."""
    return () if set(scopes) >= set(EVERYTHING) else tuple(("scope", scope) for scope in scopes)


def tier_words(tier: str) -> str:
    """"T1 Transactions barred"."""
    return f"{tier} {Tier(tier).label}"


def age_words(data_date: str, as_of: str) -> str:
    """Date of the data and its age on the as-of date; "" when there is no date."""
    try:
        days = (date.fromisoformat(as_of) - date.fromisoformat(data_date)).days
    except ValueError:
        return data_date
    if days == 0:
        return f"{data_date}, the as-of date"
    unit = "day" if abs(days) == 1 else "days"
    return f"{data_date}, {abs(days)} {unit} {'old' if days > 0 else 'after the as-of date'}"


def hover_rows(amount: int, whole: int, of: str, tier: str = "", confidence: str = "", age: str = "",
               ) -> tuple[tuple[str, str], ...]:
    """At most four lines under the title of a hover card: amount and share, tier, confidence, age of the data."""
    share = f"{format_dollars(amount)} · {format_percent(amount, whole)} of {of}"
    rows = [("Amount", share)]
    if tier:
        rows.append(("Tier", tier_words(tier)))
    if confidence:
        rows.append(("Confidence", CONFIDENCE_WORDS.get(confidence, confidence)))
    if age:
        rows.append(("Data from", age))
    return tuple(rows)


def restated(picture: Picture, whole: int, of: str) -> Picture:
    """The picture with its marks' amounts as shares of another whole, in cents, named `of`."""
    return replace(picture, marks=tuple(replace(mark, rows=tuple(
        (name, f"{format_dollars(mark.value)} · {format_percent(mark.value, whole)} of {of}")
        if name == "Amount" and value.startswith(f"{format_dollars(mark.value)} · ") else (name, value)
        for name, value in mark.rows
    )) for mark in picture.marks))
