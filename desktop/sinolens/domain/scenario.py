"""A scenario as data: whom it selects, what it would do to them, and where its figures come from.

A scenario is a "what if" beside the status. It never changes the tier or code of a position.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ScenarioFamily(StrEnum):
    """Whether law or markets move."""

    REGULATION = "regulation"
    MARKET = "market"


class EffectKind(StrEnum):
    """What an effect does to what it selects.

    `STATUS`: it would carry other sub-codes. `PRICE`: it would lose value. `SALE`: it would have to be sold by steps.
    `TAX`: purchases or income would be taxed. `LOCK`: it could not be sold. `RELIEF`: a sub-code would fall away.
    """

    STATUS = "status"
    PRICE = "price"
    SALE = "sale"
    TAX = "tax"
    LOCK = "lock"
    RELIEF = "relief"


@dataclass(frozen=True, slots=True)
class ScenarioSelector:
    """Whom an effect reaches. Empty fields do not restrict; several fields must all hold.

    Attributes:
        lists: the issuer is named exactly on the current edition of one of these lists.
        affiliate_lists: an entity of one of these lists stands in a parent relation to the issuer.
        codes: current sub-codes.
        regions: values of `Region`; "definition" stands for what the chosen definition counts as China.
        groups: groups of the taxonomy.
        instruments: kinds of instrument.
        listing: "listed", "nonpublic" or "".
        line_kinds: kinds of line ("adr", "A", ...).
        markets: MICs of the line.
        other_line: "yes" = the issuer has a listed line outside the country of this one, "no" = none.
        pick: a choice the user makes before it runs: "group", "issuer" or "".
    """

    lists: tuple[str, ...] = ()
    affiliate_lists: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    listing: str = ""
    line_kinds: tuple[str, ...] = ()
    markets: tuple[str, ...] = ()
    other_line: str = ""
    pick: str = ""


@dataclass(frozen=True, slots=True)
class SaleStep:
    """By `days` after the start, `percent` of the holding must be sold."""

    days: int
    percent: float


@dataclass(frozen=True, slots=True)
class ScenarioEffect:
    """One effect.

    Attributes:
        kind: what is done.
        selects: to whom.
        label: in words.
        codes: sub-codes it would carry, in the order time brings them (`STATUS`), or that fall away (`RELIEF`).
        code_days: days from the start at which each of `codes` begins; as long as `codes`.
        shock: change of value in percent, -9 = nine percent less; None = the user must enter one.
        severe: the worse end of what was seen, None when only one figure is known.
        horizon: over what time the shock was seen.
        steps: for `SALE`.
        purchase_rate, income_rate: for `TAX`, percent of purchases and of income.
        evidence: what supports the figures.
    """

    kind: EffectKind
    selects: ScenarioSelector
    label: str
    codes: tuple[str, ...] = ()
    code_days: tuple[int, ...] = ()
    shock: float | None = None
    severe: float | None = None
    horizon: str = ""
    steps: tuple[SaleStep, ...] = ()
    purchase_rate: float = 0.0
    income_rate: float = 0.0
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario. Of several price effects the first that selects a slice applies to it; all others add up.

    Attributes:
        id: "REG-1" or "MKT-1", stable.
        summary: what would happen, one sentence.
        status: where the idea stands: "law", "bill", "policy", "precedent" or "assumption".
        days_to_comply: from the start to full compliance, None when none is set.
        holder: pairs a holder is tested with ("public": "no", "assets_usd_above": "1000000000", "kind": "endowment").
        limits: what the figures do not say.
        as_of: ISO date of the event, of the source, or else the day it was last looked at.
    """

    id: str
    name: str
    family: ScenarioFamily
    summary: str
    status: str
    effects: tuple[ScenarioEffect, ...]
    citation: str
    source: str
    as_of: str
    verified: bool
    days_to_comply: int | None = None
    holder: tuple[tuple[str, str], ...] = ()
    limits: str = ""

    @property
    def needs_shock(self) -> bool:
        """A figure is missing that only the user can give; without it there is no result."""
        return any(effect.kind is EffectKind.PRICE and effect.shock is None for effect in self.effects)
