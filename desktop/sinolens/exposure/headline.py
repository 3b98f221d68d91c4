"""The headline figures: what the pool is worth, how much of it is Chinese AI, and how much is not known.

Every value belongs to one reach, so that

    market_value = direct + look_through + not_disclosed + unresolved

holds to the cent, for the pool and for every selection of it:

* **not disclosed**: the part of a fund nobody showed (method `not_disclosed`, or the `residual` of weights that do not
  add to the whole), at any depth, and a fund inside a fund that was not looked into (category G);
* **unresolved**: every other line whose category is U: which company it is, or what that does, is not known; its region
  may be;
* **direct**: the rest of the lines held without a fund between;
* **look-through**: the rest of the lines inside funds (known, scaled, split by percent, or by proxy).

A line that is matched but waits for a person keeps its category and its reach; only its tier is U.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sinolens.domain.money import format_percent
from sinolens.domain.tier import Tier

if TYPE_CHECKING:
    from sinolens.exposure.cube import Cube


@dataclass(frozen=True, slots=True)
class Range:
    """An amount that is not known exactly, in cents: low <= base <= high."""

    low: int
    base: int
    high: int


@dataclass(frozen=True, slots=True)
class Share:
    """A share that carries its denominator: `part` of `whole` cents, `of` says of what ("pool")."""

    part: int
    whole: int
    of: str

    @property
    def fraction(self) -> float | None:
        """The share, 0.05 = 5 %; None when the whole is zero."""
        return self.part / self.whole if self.whole else None

    def __str__(self) -> str:
        return f"{format_percent(self.part, self.whole)} of {self.of}"


@dataclass(frozen=True, slots=True)
class TierTotal:
    """One tier: value in cents and the number of positions with any part in it.

    `estimated`: the part of `value` that rests on a split by percent, a benchmark or an estimate.
    """

    tier: Tier
    value: int
    positions: int
    estimated: int = 0


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the value is known: `known` + `not_disclosed` + `unresolved` = `market_value`, in cents.

    `estimated` is the part of `known` that rests on a split by percent, a benchmark or an estimate.
    """

    market_value: int
    known: int
    estimated: int
    not_disclosed: int
    unresolved: int

    @property
    def share(self) -> Share:
        """Known part of the market value."""
        return Share(self.known, self.market_value, "market value")


@dataclass(frozen=True, slots=True)
class Headline:
    """The figures of one selection, in cents of the base currency.

    Attributes:
        pool: market value of the whole analysis, what a share of the pool is a share of.
        market_value: of the selection, net of shorts, without accrued income.
        long, short: its positive and negative lines; long + short = market_value, long - short = gross.
        accrued: accrued income of the positions, never part of market value.
        unfunded: capital still callable by the positions' funds, never part of market value.
        china_ai: full value in issuers of groups A to E whose region the definition counts as China.
        china_ai_direct, china_ai_look_through: its two parts.
        china_ai_estimated: the part of `china_ai` known only by split, benchmark or estimate.
        weighted: AI-weighted value of the same lines.
        possible_high: `weighted.high` and all that is not disclosed or unresolved, were it all Chinese AI.
        unknown_intensity: full value of lines of `china_ai` whose intensity is not known.
        outside_definition: full value in groups A to E in regions the definition leaves out; shown apart.
        enablers: full value in group F, foreign enablers; a line of its own, outside the headline.
        by_tier: all lines, by their own tier.
        china_ai_by_tier: the lines of `china_ai`, by their own tier.
        position_tiers: positions by the status of the position itself, at full value; never added to `by_tier`.
        positions, lines: how many.
    """

    pool: int
    market_value: int
    long: int
    short: int
    direct: int
    look_through: int
    not_disclosed: int
    unresolved: int
    accrued: int
    unfunded: int
    china_ai: int
    china_ai_direct: int
    china_ai_look_through: int
    china_ai_estimated: int
    weighted: Range
    possible_high: int
    unknown_intensity: int
    outside_definition: int
    enablers: int
    by_tier: tuple[TierTotal, ...]
    china_ai_by_tier: tuple[TierTotal, ...]
    position_tiers: tuple[TierTotal, ...]
    coverage: Coverage
    positions: int
    lines: int

    @property
    def gross(self) -> int:
        """Long plus the size of the short lines."""
        return self.long - self.short


def headline(cube: Cube) -> Headline:
    """Headline figures of a cube or of a view of it."""
    reach = cube.by("reach")
    scope = cube.by("scope")
    china_reach = cube.cross("scope", "reach")
    known = cube.by("knowledge")
    low, base, high = (cube.by("scope", measure) for measure in ("low", "base", "high"))
    not_disclosed, unresolved = reach.get("not_disclosed", 0), reach.get("unresolved", 0)
    market_value = sum(reach.values())
    china = scope.get("china_ai", 0)
    unknown = cube.cross("scope", "intensity").get(("china_ai", "unknown"), 0)
    china_known = cube.cross("scope", "knowledge")
    return Headline(
        pool=cube.pool,
        market_value=market_value,
        long=cube.total("long"),
        short=cube.total("short"),
        direct=reach.get("direct", 0),
        look_through=reach.get("look_through", 0),
        not_disclosed=not_disclosed,
        unresolved=unresolved,
        accrued=cube.position_sum("accrued"),
        unfunded=cube.position_sum("unfunded"),
        china_ai=china,
        china_ai_direct=china_reach.get(("china_ai", "direct"), 0),
        china_ai_look_through=china_reach.get(("china_ai", "look_through"), 0),
        china_ai_estimated=china_known.get(("china_ai", "estimated"), 0),
        weighted=_range(low, base, high, "china_ai"),
        possible_high=sum(high.get(name, 0) for name in ("china_ai", "not_disclosed", "unresolved")),
        unknown_intensity=unknown,
        outside_definition=scope.get("outside_definition", 0),
        enablers=scope.get("enabler", 0),
        by_tier=_tiers(cube.by("tier"), cube.positions_by_tier(), _estimated(cube.cross("tier", "knowledge"))),
        china_ai_by_tier=_tiers(
            {tier: value for (name, tier), value in cube.cross("scope", "tier").items() if name == "china_ai"},
            cube.positions_by_tier(china_ai=True),
            _estimated(cube.cross("tier", "knowledge", "full", ("china_ai",))),
        ),
        position_tiers=tuple(
            TierTotal(Tier(tier), value, count) for tier, (value, count) in cube.position_statuses().items()
        ),
        coverage=Coverage(
            market_value=market_value,
            known=known.get("known", 0) + known.get("estimated", 0),
            estimated=known.get("estimated", 0),
            not_disclosed=not_disclosed,
            unresolved=unresolved,
        ),
        positions=cube.position_count,
        lines=cube.line_count,
    )


def _range(low: Mapping[str, int], base: Mapping[str, int], high: Mapping[str, int], key: str) -> Range:
    return Range(low.get(key, 0), base.get(key, 0), high.get(key, 0))


def _estimated(values: Mapping[tuple[str, str], int]) -> dict[str, int]:
    return {tier: value for (tier, knowledge), value in values.items() if knowledge == "estimated"}


def _tiers(
    values: Mapping[str, int], counts: Mapping[str, int], estimated: Mapping[str, int]
) -> tuple[TierTotal, ...]:
    """All six tiers in order, those without a line at zero."""
    return tuple(
        TierTotal(tier, values.get(tier, 0), counts.get(tier, 0), estimated.get(tier, 0)) for tier in Tier
    )
