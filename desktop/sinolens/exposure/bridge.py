"""The bridge from an earlier measure of the portfolio to the present one, which adds up to the cent.

Each security is followed over both dates:

* **bought, sold**: the change of quantity at the present price per unit; a security of one date only, whole;
* **newly reported accounts, accounts no longer reported**: as much of such a change, or of a change in value, as
  stands in accounts that only one date reports: a file more is no purchase. Of a security that other accounts hold
  too it is the net change: what moved from one account to another was neither bought nor newly reported;
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

from sinolens.exposure.cube import Cube
from sinolens.exposure.one_date import Mask, OneDate

_PLAUSIBLE = (0.5, 2.0)
"""Between two dates an exchange rate beyond these is no rate: the unit of a price changed (pence, lots)."""
_DUST = 2.0
"""Cents that rounding of the values leaves where the rate did not change."""


class Step(StrEnum):
    """A step of the bridge, in the order it is printed."""

    BOUGHT = "bought"
    SOLD = "sold"
    NEW_ACCOUNTS = "new_accounts"
    GONE_ACCOUNTS = "gone_accounts"
    PRICE = "price"
    CURRENCY = "currency"
    VALUE = "value"
    LOOK_THROUGH = "look_through"
    IDENTIFIED = "identified"
    RECLASSIFIED = "reclassified"
    RULES = "rules"


_FLOWS = (
    Step.VALUE, Step.PRICE, Step.CURRENCY, Step.BOUGHT, Step.SOLD, Step.NEW_ACCOUNTS, Step.GONE_ACCOUNTS,
)
"""Steps of a holding's whole value; the first of them that a security has takes the cents of rounding."""


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


@dataclass(slots=True)
class _Leaf:
    """One line inside a holding: value, the part of it that counts, and whom it was taken for."""

    value: int = 0
    counted: int = 0
    issuer: str = ""


@dataclass(slots=True)
class _Holding:
    """One security over all accounts on one date.

    `apart`, `quantity_apart`, `counted_apart`: the parts of `value`, `quantity` and `counted` in accounts that only
    this date reports.
    """

    name: str
    issuer: str
    currency: str
    value: int = 0
    quantity: float = 0.0
    local: float = 0.0
    leaves: dict[tuple[str, int], _Leaf] = field(default_factory=dict)
    counted: int = 0
    apart: int = 0
    quantity_apart: float = 0.0
    counted_apart: int = 0
    reached: bool = False


def lay_bridge(then: OneDate, now: OneDate, counts: Callable[[Cube], Mask], changed: Step) -> Bridge:
    """The bridge of one measure.

    Args:
        then: the earlier date.
        now: the later date.
        counts: which lines of a cube the measure counts.
        changed: the step of a line of the same issuer that counts on one date only.
    """
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


def _holdings(side: OneDate, counts: Mask) -> dict[int, _Holding]:
    positions, slices = side.analysis.positions, side.analysis.slices
    found: dict[int, _Holding] = {}
    numbers = side.numbers
    columns = (positions[name].tolist() for name in ("name", "issuer_id", "currency", "market_value", "quantity",
                                                     "price"))
    for number, apart, name, issuer, currency, value, quantity, price in zip(
        numbers, side.apart, *columns, strict=True
    ):
        holding = found.get(number)
        if holding is None:
            holding = found[number] = _Holding(name, issuer, currency)
        holding.value += value
        # Not a number once, not a number for the whole: a sum of some lots is no quantity.
        holding.quantity += quantity
        holding.local += quantity * price if currency == holding.currency else math.nan
        if apart:
            holding.apart += value
            holding.quantity_apart += quantity
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
            if side.apart[position]:
                holding.counted_apart += cents
    return found


def _steps(old: _Holding | None, new: _Holding | None, changed: Step, base: str) -> dict[Step, int]:
    """Steps of one security, those that are nothing left out; they add up to the change of its measure."""
    made: dict[Step, int] = defaultdict(int)
    if old is None or new is None or not old.value:
        made[Step.NEW_ACCOUNTS] = new.counted_apart if new else 0
        made[Step.GONE_ACCOUNTS] = -old.counted_apart if old else 0
        change = (new.counted if new else 0) - (old.counted if old else 0) - sum(made.values())
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
    flows = [step for step in _FLOWS if made.get(step)]
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
        return _tell_accounts(change, new.apart, -old.apart, Step.VALUE)
    per_unit = new.value / new.quantity
    trade = (new.quantity - old.quantity) * per_unit
    arrived, left = new.quantity_apart * per_unit, -old.quantity_apart * per_unit
    trades = _tell_accounts(trade, arrived, left, Step.BOUGHT if trade > 0 else Step.SOLD)
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


def _tell_accounts(change: float, arrived: float, left: float, step: Step) -> tuple[tuple[Step, float], ...]:
    """A change with the part of it told apart that lies in accounts of one date only, all in cents.

    Args:
        change: of the whole holding.
        arrived: what newly reported accounts hold.
        left: less what accounts no longer reported held.
        step: where the rest belongs.
    """
    for where, part in ((Step.NEW_ACCOUNTS, arrived), (Step.GONE_ACCOUNTS, left)):
        if part * change > 0:
            inside = math.copysign(min(abs(part), abs(change)), change)
            return ((where, inside), (step, change - inside))
    return ((step, change),)
