"""The headline figures as cards: title, figure, caption, and the tier a swatch shows."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, replace

from sinolens.domain.counting import counted
from sinolens.domain.money import format_compact, format_dollars
from sinolens.domain.tier import Tier
from sinolens.exposure.headline import Headline, Share, TierTotal
from sinolens.exposure.valuation import ValueBasis

Filters = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One figure. Its tooltip tells the full amount `exact`, and what is `explained`; a click selects `filters`."""

    title: str
    figure: str
    caption: str
    exact: str
    tier: str = ""
    filters: Filters = ()
    explained: str = ""


NOT_KNOWN = "Not known"
WEIGHTED = (
    "Each issuer's value times its AI weight: from the lowest to the highest weight on file, from nothing to all where "
    "none is."
)
SHORTS_APART = (
    " The upper end is above the full value here: it counts what is sold short at its lowest weight, while the full "
    "value takes it off whole."
)


def headline_cards(
    headline: Headline, as_of: str, whole: int | None = None, of: str = "pool", basis: str = "market_value",
    kept: Container[str] = (),
) -> tuple[Card, ...]:
    """The row of cards of the overview, in reading order.

    Args:
        headline: the figures.
        as_of: date in words.
        whole: cents shares are of; None = the pool.
        of: name of that.
        basis: value of `ValueBasis` the figures are on.
        kept: tiers that have a card though no position is of them, as a filter may leave none.
    """
    against = headline.pool if whole is None else whole
    china = (("scope", "china_ai"),)
    low, high = format_compact(headline.weighted.low), format_compact(headline.weighted.high)
    unknown = headline.not_disclosed + headline.unresolved
    cards = [
        _card(ValueBasis(basis).words, headline.market_value, _positions_of(headline.positions, as_of)),
        _card("China AI, full value", headline.china_ai, str(Share(headline.china_ai, against, of)), filters=china),
        replace(
            _card("China AI, weighted", headline.weighted.base, f"between {low} and {high}", filters=china),
            explained=WEIGHTED + (SHORTS_APART if headline.weighted.high > headline.china_ai else "")),
    ]
    nothing_seen = not headline.china_ai and not headline.weighted.high
    if nothing_seen and unknown and unknown == headline.market_value:
        # Of what nobody disclosed, nothing is known: an amount would be made up.
        cards[1:] = [replace(card, figure=NOT_KNOWN, caption="none of it is known", exact=NOT_KNOWN, explained="")
                     for card in cards[1:]]
    for tier in (Tier.T1, Tier.T2, Tier.T3):
        total = next(part for part in headline.by_tier if part.tier is tier)
        if total.positions or tier is Tier.T1 or tier in kept:
            cards.append(_card(f"{tier} {tier.label}", total.value, _of_tier(total), tier, (("tier", str(tier)),)))
    cards.append(_card(
        "Not disclosed or not identified", unknown, str(Share(unknown, against, of)),
        filters=(("reach", "not_disclosed"), ("reach", "unresolved")),
    ))
    return tuple(cards)


def _card(title: str, cents: int, caption: str, tier: Tier | None = None, filters: Filters = ()) -> Card:
    return Card(title, format_compact(cents), caption, format_dollars(cents), str(tier) if tier else "", filters)


def _of_tier(total: TierTotal) -> str:
    """How many positions, and what of the figure is an estimate: never shown as if it were known."""
    estimated = f", {format_compact(total.estimated)} estimated" if total.estimated else ""
    return f"{_positions(total.positions)}{estimated}"


def _positions_of(count: int, as_of: str) -> str:
    return f"{counted(count, 'position')}, {as_of}"


def _positions(count: int) -> str:
    return counted(count, "position") if count else "none"
