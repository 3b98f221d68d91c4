"""Issuers that came, went or moved between tiers from one analysis to a later one, and how many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from sinolens.domain.tier import Tier
from sinolens.exposure.one_date import TOUCHED, OneDate, in_china_ai


@dataclass(frozen=True, slots=True)
class NameChange:
    """A name that came, went or moved between tiers. `before`, `after`: cents; tiers "" where it did not count."""

    kind: str
    key: str
    name: str
    reason: str
    before: int
    after: int
    tier_before: str
    tier_after: str


@dataclass(frozen=True, slots=True)
class NameCount:
    """`before` + `added` - `removed` = `after`."""

    what: str
    before: int
    added: int
    removed: int
    after: int


@dataclass
class _Known:
    """An issuer on one date: all its lines, and those in China-AI.

    `elsewhere`: an account that both dates report holds it, itself or in a fund.
    """

    value: int = 0
    china: int = 0
    in_china: bool = False
    elsewhere: bool = False
    tiers: set[Tier] = field(default_factory=set)
    lists: set[str] = field(default_factory=set)

    @property
    def tier(self) -> str:
        return min(self.tiers, key=lambda tier: tier.precedence).value if self.tiers else ""


def find_name_changes(then: OneDate, now: OneDate) -> tuple[tuple[NameChange, ...], tuple[NameCount, ...]]:
    """The changes, those added first and the largest of each kind first, and the counts they lead from and to."""
    old, new = _issuers(then), _issuers(now)
    changes = tuple(_changes(then, now, old, new))
    tests: tuple[tuple[str, Callable[[_Known], bool]], ...] = (
        ("Names in China-AI", lambda one: one.in_china),
        ("Names in tiers T1 to T4", lambda one: bool(one.tiers & TOUCHED)),
        ("Names on an official list", lambda one: bool(one.lists)),
    )
    counts = []
    for what, test in tests:
        past_keys = {key for key, one in old.items() if test(one)}
        keys = {key for key, one in new.items() if test(one)}
        counts.append(NameCount(what, len(past_keys), len(keys - past_keys), len(past_keys - keys), len(keys)))
    return changes, tuple(counts)


def _changes(then: OneDate, now: OneDate, old: dict[str, _Known], new: dict[str, _Known]) -> list[NameChange]:
    found: list[NameChange] = []
    for key in dict.fromkeys((*old, *new)):
        past, here = old.get(key, _Known()), new.get(key, _Known())
        name = (now if key in new else then).cube.label("issuer", key)
        said = (past.china, here.china, past.tier, here.tier)
        if here.in_china and not past.in_china:
            came = "bought" if here.elsewhere else "newly reported account"
            found.append(NameChange("added", key, name, "counted anew" if key in old else came, *said))
        elif past.in_china and not here.in_china:
            went = "no longer held" if past.elsewhere else "account no longer reported"
            found.append(NameChange("removed", key, name, "no longer counted" if key in new else went, *said))
        if key in old and key in new and past.tier != here.tier and {past.tier, here.tier} & TOUCHED:
            kind = "stricter" if Tier(here.tier).precedence < Tier(past.tier).precedence else "milder"
            listed = sorted(here.lists - past.lists if kind == "stricter" else past.lists - here.lists)
            way = "now" if kind == "stricter" else "no longer"
            reason = f"{way} named on {', '.join(listed)}" if listed else "rule or date"
            found.append(NameChange(kind, key, name, reason, past.value, here.value, past.tier, here.tier))
    order = {"added": 0, "removed": 1, "stricter": 2, "milder": 3}
    found.sort(key=lambda one: (order[one.kind], -max(abs(one.before), abs(one.after)), one.name))
    return found


def _issuers(side: OneDate) -> dict[str, _Known]:
    found: dict[str, _Known] = defaultdict(_Known)
    cube = side.cube
    lines, statuses, china = side.analysis.slices, side.analysis.statuses, in_china_ai(cube)
    titles = {state.list_id: state.short_title for state in side.analysis.lists}
    keys, codes = cube.values("issuer"), cube.codes("issuer").tolist()
    columns = (lines[name].tolist() for name in ("market_value", "tier", "status", "position"))
    for place, (code, value, tier, status, position) in enumerate(zip(codes, *columns, strict=True)):
        one = found[keys[code]]
        one.value += value
        one.elsewhere = one.elsewhere or not side.apart[position]
        one.tiers.add(Tier(tier))
        if china[place]:
            one.china += value
            one.in_china = True
        if 0 <= status < len(statuses):
            one.lists.update(
                titles.get(trigger.list_id, trigger.list_id)
                for trigger in statuses[status].triggers
                if trigger.list_id and trigger.entry_name
            )
    return dict(found)
