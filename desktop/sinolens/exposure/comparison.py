"""What changed between two analyses: bridges that add up to the cent, and the names that came, went or moved.

A bridge leads from an earlier measure of the portfolio to the present one. Each security is followed over both dates:

* **bought, sold**: the change of quantity at the present price per unit; a security of one date only, whole;
* **price, exchange rate**: the rest of the change in value, told apart where both files give the local price;
* **value change**: the same where a file gives no quantity, so that trades and prices cannot be told apart;
* **look-through**: what a fund's own holdings changed beyond the change in the fund's value;
* **identified, reclassified, lists and rules**: a line that counts now and did not then, or the other way round, at
  its present value: its issuer became known, its category or the definition changed, or a list or rule did.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from sinolens.domain.tier import Tier
from sinolens.exposure.analysis import Analysis
from sinolens.exposure.cube import Cube
from sinolens.exposure.identity_across import Securities, leaf_keys

Mask = npt.NDArray[np.bool_]
TOUCHED = frozenset({Tier.T1, Tier.T2, Tier.T3, Tier.T4})
_PLAUSIBLE = (0.5, 2.0)
"""Between two dates an exchange rate beyond these is no rate: the unit of a price changed (pence, lots)."""
_DUST = 2.0
"""Cents that rounding of the values leaves where the rate did not change."""


class Step(StrEnum):
    """A step of the bridge, in the order it is printed."""

    BOUGHT = "bought"
    SOLD = "sold"
    PRICE = "price"
    CURRENCY = "currency"
    VALUE = "value"
    LOOK_THROUGH = "look_through"
    IDENTIFIED = "identified"
    RECLASSIFIED = "reclassified"
    RULES = "rules"


@dataclass(frozen=True, slots=True)
class Move:
    """One security: its measure then and now and the steps between, in cents."""

    name: str
    issuer_id: str
    before: int
    after: int
    steps: dict[Step, int]


@dataclass(frozen=True, slots=True)
class Bridge:
    """`opening` + the steps = `closing`, in cents. `moves`: every security that changed, largest first."""

    opening: int
    steps: dict[Step, int]
    closing: int
    moves: tuple[Move, ...]


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


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two analyses side by side. `touched` is the bridge of all lines in tiers T1 to T4, China-AI or not.

    `numbers`: for each position of either its security's number, the same in both.
    """

    before: Analysis
    after: Analysis
    china_ai: Bridge
    touched: Bridge
    names: tuple[NameChange, ...]
    counts: tuple[NameCount, ...]
    numbers: tuple[list[int], list[int]]


@dataclass(slots=True)
class _Leaf:
    """One line inside a holding: value, the part of it that counts, and whom it was taken for."""

    value: int = 0
    counted: int = 0
    issuer: str = ""


@dataclass(slots=True)
class _Holding:
    """One security over all accounts on one date."""

    name: str
    issuer: str
    currency: str
    value: int = 0
    quantity: float = 0.0
    local: float = 0.0
    leaves: dict[tuple[str, int], _Leaf] = field(default_factory=dict)
    counted: int = 0
    reached: bool = False


def compare(before: Analysis, after: Analysis) -> Comparison:
    """Compare two analyses of one institution, the earlier one first."""
    then, now = Cube(before), Cube(after)
    securities = Securities()
    old, new = (_Side(cube, securities) for cube in (then, now))
    return Comparison(
        before,
        after,
        _bridge(old, new, _in_china_ai, Step.RECLASSIFIED),
        _bridge(old, new, _is_touched, Step.RULES),
        *_names(then, now),
        (old.numbers, new.numbers),
    )


class _Side:
    """One date: its cube, the number of the security of each position, and the key of each line inside it."""

    def __init__(self, cube: Cube, securities: Securities) -> None:
        self.cube, self.analysis = cube, cube.analysis
        self.numbers = securities.number(cube.analysis.positions)
        self.keys = list(leaf_keys(securities, cube.analysis.slices))


def _in_china_ai(cube: Cube) -> Mask:
    values = cube.values("scope")
    return np.asarray(cube.codes("scope") == (values.index("china_ai") if "china_ai" in values else -1), bool)


def _is_touched(cube: Cube) -> Mask:
    inside = np.array([value in TOUCHED for value in cube.values("tier")] or [False], bool)
    return np.asarray(inside[cube.codes("tier")], bool) if len(cube.codes("tier")) else np.zeros(0, bool)


def _bridge(then: _Side, now: _Side, counts: Callable[[Cube], Mask], changed: Step) -> Bridge:
    old, new = (_holdings(side, counts(side.cube)) for side in (then, now))
    moves = []
    for number in dict.fromkeys((*old, *new)):
        steps = _steps(old.get(number), new.get(number), changed, now.analysis.base_currency)
        if not any(number in side and side[number].reached for side in (old, new)):
            continue
        here = new.get(number) or old[number]
        start, end = (side[number].counted if number in side else 0 for side in (old, new))
        if steps:
            moves.append(Move(here.name, here.issuer, start, end, steps))
    moves.sort(key=lambda move: (-abs(move.after - move.before), -max(map(abs, move.steps.values())), move.name))
    totals: dict[Step, int] = dict.fromkeys(Step, 0)
    for move in moves:
        for step, cents in move.steps.items():
            totals[step] += cents
    opening, closing = (sum(holding.counted for holding in side.values()) for side in (old, new))
    return Bridge(opening, totals, closing, tuple(moves))


def _holdings(side: _Side, counts: Mask) -> dict[int, _Holding]:
    positions, slices = side.analysis.positions, side.analysis.slices
    found: dict[int, _Holding] = {}
    numbers = side.numbers
    columns = (positions[name].tolist() for name in ("name", "issuer_id", "currency", "market_value", "quantity",
                                                     "price"))
    for number, name, issuer, currency, value, quantity, price in zip(numbers, *columns, strict=True):
        holding = found.get(number)
        if holding is None:
            holding = found[number] = _Holding(name, issuer, currency)
        holding.value += value
        # Not a number once, not a number for the whole: a sum of some lots is no quantity.
        holding.quantity += quantity
        holding.local += quantity * price if currency == holding.currency else math.nan
    lines = (slices[name].tolist() for name in ("position", "issuer_id", "market_value"))
    for position, issuer, cents, key, counted in zip(*lines, side.keys, counts.tolist(), strict=True):
        holding = found[numbers[position]]
        leaf = holding.leaves.get(key)
        if leaf is None:
            leaf = holding.leaves[key] = _Leaf(issuer=issuer)
        leaf.value += cents
        if counted:
            leaf.counted += cents
            holding.counted += cents
            holding.reached = True
    return found


def _steps(old: _Holding | None, new: _Holding | None, changed: Step, base: str) -> dict[Step, int]:
    """Steps of one security, those that are nothing left out; they add up to the change of its measure."""
    made: dict[Step, int] = defaultdict(int)
    if old is None or new is None or not old.value:
        change = (new.counted if new else 0) - (old.counted if old else 0)
        made[Step.BOUGHT if change > 0 else Step.SOLD] += change
        return {key: cents for key, cents in made.items() if cents}
    for key, leaf in new.leaves.items():
        past = old.leaves.get(key)
        if past is not None and past.value:
            # What would count now, had the same part of the line counted as then.
            as_then = round(leaf.value * past.counted / past.value)
            made[Step.IDENTIFIED if leaf.issuer != past.issuer else changed] += leaf.counted - as_then
    share = old.counted / old.value
    for step, part in _value_steps(old, new, base):
        made[step] += round(part * share)
    left = new.counted - old.counted - sum(made.values())
    dust = abs(left) <= len(old.leaves) + len(new.leaves) + len(made)
    _settle(made, left, whole=dust or all(not path for path, _ in (*old.leaves, *new.leaves)))
    return {key: cents for key, cents in made.items() if cents}


def _settle(made: dict[Step, int], left: int, *, whole: bool) -> None:
    """Put what is left where it belongs: a fund's own changes, or the cents rounding left of the other steps."""
    flows = [step for step in (Step.VALUE, Step.PRICE, Step.CURRENCY, Step.BOUGHT, Step.SOLD) if made.get(step)]
    if whole and flows:
        made[flows[0]] += left
    else:
        made[Step.LOOK_THROUGH] += left


def _value_steps(old: _Holding, new: _Holding, base: str) -> Iterable[tuple[Step, float]]:
    """The change of a holding's whole value in its parts, in cents."""
    change = new.value - old.value
    if not change and old.quantity == new.quantity:
        return ()
    if not (math.isfinite(old.quantity) and math.isfinite(new.quantity) and old.quantity and new.quantity):
        return ((Step.VALUE, change),)
    trade = (new.quantity - old.quantity) * new.value / new.quantity
    trades = ((Step.BOUGHT if trade > 0 else Step.SOLD, trade),)
    rest = change - trade
    if old.currency == new.currency == base:
        return (*trades, (Step.PRICE, rest))
    if old.currency and old.currency == new.currency and old.local > 0 and new.local > 0:
        before, after = old.local / old.quantity, new.local / new.quantity
        rate = (new.value / new.local) / (old.value / old.local)
        if _PLAUSIBLE[0] < rate < _PLAUSIBLE[1]:
            price = old.value * (after / before - 1)
            if abs(rest - price) < _DUST:
                return (*trades, (Step.PRICE, rest))
            return (*trades, (Step.PRICE, price), (Step.CURRENCY, rest - price))
    return (*trades, (Step.VALUE, rest))


@dataclass
class _Known:
    """An issuer on one date: all its lines, and those in China-AI."""

    value: int = 0
    china: int = 0
    in_china: bool = False
    tiers: set[Tier] = field(default_factory=set)
    lists: set[str] = field(default_factory=set)

    @property
    def tier(self) -> str:
        return min(self.tiers, key=lambda tier: tier.precedence).value if self.tiers else ""


def _names(then: Cube, now: Cube) -> tuple[tuple[NameChange, ...], tuple[NameCount, ...]]:
    old, new = _issuers(then), _issuers(now)
    found: list[NameChange] = []
    for key in dict.fromkeys((*old, *new)):
        past, here = old.get(key, _Known()), new.get(key, _Known())
        name = (now if key in new else then).label("issuer", key)
        said = (past.china, here.china, past.tier, here.tier)
        if here.in_china and not past.in_china:
            found.append(NameChange("added", key, name, "counted anew" if key in old else "bought", *said))
        elif past.in_china and not here.in_china:
            why = "no longer counted" if key in new else "no longer held"
            found.append(NameChange("removed", key, name, why, *said))
        if key in old and key in new and past.tier != here.tier and {past.tier, here.tier} & TOUCHED:
            kind = "stricter" if Tier(here.tier).precedence < Tier(past.tier).precedence else "milder"
            listed = sorted(here.lists - past.lists if kind == "stricter" else past.lists - here.lists)
            way = "now" if kind == "stricter" else "no longer"
            reason = f"{way} named on {', '.join(listed)}" if listed else "rule or date"
            found.append(NameChange(kind, key, name, reason, past.value, here.value, past.tier, here.tier))
    order = {"added": 0, "removed": 1, "stricter": 2, "milder": 3}
    found.sort(key=lambda one: (order[one.kind], -max(abs(one.before), abs(one.after)), one.name))
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
    return tuple(found), tuple(counts)


def _issuers(cube: Cube) -> dict[str, _Known]:
    found: dict[str, _Known] = defaultdict(_Known)
    lines, statuses, china = cube.analysis.slices, cube.analysis.statuses, _in_china_ai(cube)
    titles = {state.list_id: state.short_title for state in cube.analysis.lists}
    keys, codes = cube.values("issuer"), cube.codes("issuer").tolist()
    columns = (lines[name].tolist() for name in ("market_value", "tier", "status"))
    for place, (code, value, tier, status) in enumerate(zip(codes, *columns, strict=True)):
        one = found[keys[code]]
        one.value += value
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
