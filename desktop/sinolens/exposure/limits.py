"""The institution's own limits against the figures: used so far, and whether passed, watched or breached."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from sinolens.domain.definition import Limit
from sinolens.domain.tier import Tier
from sinolens.exposure.analysis import Analysis
from sinolens.exposure.cube import Cube


class LimitState(StrEnum):
    """How far a limit is used. `NOT_YET`: it binds from a later day. `POSSIBLE`: a breach if what is unknown counts."""

    PASS = "pass"  # noqa: S105 - a state, no password
    WATCH = "watch"
    BREACH = "breach"
    POSSIBLE = "possible"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class LimitResult:
    """One limit. `part` of `whole` cents; `where` names the manager, asset class or issuer with the largest share.

    `unknown` cents of the same denominator are not disclosed or not identified: they could count.
    """

    limit: Limit
    part: int
    whole: int
    where: str
    unknown: int
    state: LimitState

    @property
    def used(self) -> float | None:
        """Share of the limit that is used, 1.0 = all; None when the limit or the whole is nothing."""
        allowed = self.whole * self.limit.percent / 100
        return self.part / allowed if allowed > 0 else None


def check_limits(analysis: Analysis) -> tuple[LimitResult, ...]:
    """Every limit of the institution against the figures of an analysis."""
    if not analysis.institution.limits:
        return ()
    cube = Cube(analysis)
    return tuple(_check(limit, cube) for limit in analysis.institution.limits)


def _check(limit: Limit, cube: Cube) -> LimitResult:
    where, part, whole, unknown = max(_shares(limit, cube), key=lambda one: (one[1] / one[2] if one[2] > 0 else 0.0))
    allowed = whole * limit.percent / 100
    if limit.from_date and cube.analysis.as_of < limit.from_date:
        state = LimitState.NOT_YET
    elif part > allowed:
        state = LimitState.BREACH
    elif limit.measure != "unknown" and part + unknown > allowed:
        state = LimitState.POSSIBLE
    elif part >= allowed * limit.watch / 100:
        state = LimitState.WATCH
    else:
        state = LimitState.PASS
    return LimitResult(limit, part, whole, where, unknown, state)


def _shares(limit: Limit, cube: Cube) -> list[tuple[str, int, int, int]]:
    """Where, part, whole and unknown cents of every share the limit could mean."""
    if limit.of == "pool":
        dark = sum(cube.by("reach").get(name, 0) for name in ("not_disclosed", "unresolved"))
        if limit.measure == "issuer":
            found = {key: cents for (scope, key), cents in cube.cross("scope", "issuer").items() if scope == "china_ai"}
            largest = max(found, key=lambda key: (found[key], key), default="")
            name = cube.label("issuer", largest) if largest else ""
            return [(name, found.get(largest, 0), cube.pool, dark)]
        return [("", _measured(limit, cube, lambda _: True), cube.pool, dark)]
    totals, reach = cube.by(limit.of), cube.cross(limit.of, "reach")
    return [
        (
            cube.label(limit.of, name),
            _measured(limit, cube, lambda value, name=name: value == name),  # type: ignore[misc]
            whole,
            sum(reach.get((name, part), 0) for part in ("not_disclosed", "unresolved")),
        )
        for name, whole in totals.items()
    ] or [("", 0, 0, 0)]


def _measured(limit: Limit, cube: Cube, inside: Callable[[str], bool]) -> int:
    """The limit's measure over the lines of one manager or asset class, or of the pool."""
    over = limit.of if limit.of != "pool" else "scope"
    if limit.measure in {tier.value for tier in Tier}:
        cells = cube.cross("tier", over)
        return sum(cents for (tier, value), cents in cells.items() if tier == limit.measure and inside(value))
    if limit.measure == "unknown":
        dark = cube.totals((over, "reach"))
        names = ("not_disclosed", "unresolved")
        return sum(cents for (value, name), cents in dark.items() if name in names and inside(value))
    if limit.measure == "issuer":
        by_issuer = cube.totals(("scope", over, "issuer"))
        return max((c for (s, value, _), c in by_issuer.items() if s == "china_ai" and inside(value)), default=0)
    cells = cube.cross("scope", over, "base" if limit.measure == "ai_weighted" else "full")
    return sum(cents for (scope, value), cents in cells.items() if scope == "china_ai" and inside(value))
