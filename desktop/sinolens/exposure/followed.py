"""Each security a duty rests on, followed from an earlier analysis to the present one, and the names a list let go.

What happened between the two dates is bounded by them: no day of a trade, no proceeds and no cost is known.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from sinolens.domain.tier import Status
from sinolens.exposure.analysis import Analysis
from sinolens.exposure.cube import Cube
from sinolens.exposure.identity_across import Securities

Codes = frozenset[str]
DIVESTING: Codes = frozenset({"1A", "1B", "1C", "1D", "1E", "3A", "3B"})
"""Codes under which a holding is to be wound down, or may not be traded: tiers T1 and T3."""
LOGGED: Codes = DIVESTING | {"2A", "2B", "2C"}
"""Codes under which a sale is told: barred, reportable and under a mandate."""


class Course(StrEnum):
    """What became of a holding between the two dates."""

    NOT_COMPARED = "not compared"
    NEW = "new since then"
    GONE = "no longer held"
    REDUCED = "reduced"
    UNCHANGED = "quantity unchanged"
    INCREASED = "increased"
    UNKNOWN = "units unknown"


@dataclass
class Side:
    """One security on one date, over all accounts. `quantity` is nan where a row gives none; `value` in cents."""

    name: str
    issuer: str
    value: int = 0
    quantity: float = 0.0
    rows: list[int] = field(default_factory=list)
    accounts: list[str] = field(default_factory=list)
    statuses: list[Status] = field(default_factory=list)

    def status(self, codes: Codes) -> Status | None:
        """The most severe status that carries one of some codes."""
        found = [one for one in self.statuses if codes & {one.code, *one.other_codes}]
        return min(found, key=lambda one: (one.tier.precedence, one.code), default=None)


@dataclass(frozen=True)
class Followed:
    """A security on both dates; `then` None = not held then, or nothing to compare with; `now` None = not held now."""

    then: Side | None
    now: Side | None
    compared: bool

    @property
    def here(self) -> Side:
        """The present side, else the earlier one."""
        side = self.now or self.then
        if side is None:
            raise ValueError("a security is held on one of the two dates")
        return side

    @property
    def course(self) -> Course:
        """What became of it."""
        if not self.compared:
            return Course.NOT_COMPARED
        if self.then is None:
            return Course.NEW
        if self.now is None:
            return Course.GONE
        before, after = self.then.quantity, self.now.quantity
        if not (math.isfinite(before) and math.isfinite(after)):
            return Course.UNKNOWN
        if before == after:
            return Course.UNCHANGED
        return Course.REDUCED if _fell(before, after) else Course.INCREASED

    @property
    def sold(self) -> float:
        """Units less than then; nan where a quantity is not given."""
        if self.then is None:
            return math.nan
        return self.then.quantity - (self.now.quantity if self.now else 0.0)

    @property
    def sold_value(self) -> int:
        """Value on the earlier date of the units that are gone, in cents. Never what a sale brought."""
        if self.then is None:
            return 0
        if self.now is None:
            return self.then.value
        return round(self.then.value * self.sold / self.then.quantity)


@dataclass(frozen=True, slots=True)
class LetGo:
    """A name that was on an official list then and is not now, or is not held now. Cents.

    `lists`: short title, edition then and edition now ("" = none on file for the date) of each list that named it.
    """

    name: str
    reason: str
    lists: tuple[tuple[str, str, str], ...]
    before: int
    after: int
    tier_before: str
    tier_after: str


def follow(
    before: Analysis | None, after: Analysis, codes: Codes, numbers: tuple[list[int], list[int]] | None = None
) -> tuple[Followed, ...]:
    """Every security that carries one of some codes on either date, largest first.

    Args:
        before: the earlier analysis; None = nothing to compare with.
        after: the present one.
        codes: sub-codes that are asked for.
        numbers: of the securities of both, where a comparison has worked them out.
    """
    if numbers is None:
        securities = Securities()
        numbers = (
            securities.number(before.positions) if before is not None else [],
            securities.number(after.positions),
        )
    both = ((before, numbers[0]), (after, numbers[1]))
    wanted = {
        number
        for analysis, of in both if analysis is not None
        for number, carried in zip(of, _carried(analysis, codes), strict=True) if carried
    }
    old, new = (_sides(analysis, of, wanted) if analysis is not None else {} for analysis, of in both)
    found = [Followed(old.get(number), new.get(number), before is not None) for number in dict.fromkeys((*new, *old))]
    found.sort(key=lambda one: (-max(abs(s.value) for s in (one.then, one.now) if s), one.here.name))
    return tuple(found)


def _carried(analysis: Analysis, codes: Codes) -> list[bool]:
    """Whether each position carries one of some codes."""
    carry = [bool(codes & {status.code, *status.other_codes}) for status in analysis.statuses]
    return [0 <= number < len(carry) and carry[number] for number in analysis.positions["status"].tolist()]


def sales(followed: Iterable[Followed]) -> tuple[Followed, ...]:
    """Those of which less is held than then, or nothing."""
    return tuple(one for one in followed if one.course in (Course.REDUCED, Course.GONE))


def let_go(before: Analysis, after: Analysis) -> tuple[LetGo, ...]:
    """The names that were on a list then, and are on none of those now or not held now; largest first."""
    old, new = _listed(before), _listed(after)
    titles = {state.list_id: state.short_title for state in (*before.lists, *after.lists)}
    then, now = ({s.list_id: s.edition.edition for s in a.lists if s.edition} for a in (before, after))
    found = []
    for key, past in old.items():
        here = new.get(key)
        gone = past.lists if here is None else past.lists - here.lists
        if not past.lists or not gone:
            continue
        lists = tuple((titles.get(one, one), then.get(one, ""), now.get(one, "")) for one in sorted(gone))
        found.append(
            LetGo(past.name, _why(here, lists), lists, past.value, here.value if here else 0, past.tier,
                  here.tier if here else "")
        )
    return tuple(sorted(found, key=lambda one: (-abs(one.before), one.name)))


def _why(here: _Name | None, lists: tuple[tuple[str, str, str], ...]) -> str:
    if here is None:
        return "no longer held"
    if not all(edition for _, _, edition in lists):
        return "not known: no edition of the list on file for the later date"
    if all(one == other for _, one, other in lists):
        return "no longer matched to its entry: same edition"
    return "no longer named"


@dataclass
class _Name:
    name: str
    value: int = 0
    lists: set[str] = field(default_factory=set)
    worst: tuple[int, str] = (99, "")

    @property
    def tier(self) -> str:
        return self.worst[1]


def _listed(analysis: Analysis) -> dict[str, _Name]:
    """Every issuer of the lines, with the lists its lines are named on."""
    cube = Cube(analysis)
    keys, codes = cube.values("issuer"), cube.codes("issuer").tolist()
    named = [
        frozenset(t.list_id for t in status.triggers if t.list_id and t.entry_name) for status in analysis.statuses
    ]
    found: dict[str, _Name] = {}
    columns = (analysis.slices[name].tolist() for name in ("market_value", "status"))
    for code, value, status in zip(codes, *columns, strict=True):
        key = keys[code]
        one = found.get(key)
        if one is None:
            one = found[key] = _Name(cube.label("issuer", key))
        one.value += value
        if 0 <= status < len(named):
            one.lists |= named[status]
            tier = analysis.statuses[status].tier
            one.worst = min(one.worst, (tier.precedence, tier.value))
    return found


def _sides(analysis: Analysis, numbers: list[int], wanted: set[int]) -> dict[int, Side]:
    positions, statuses = analysis.positions, analysis.statuses
    found: dict[int, Side] = {}
    accounts: defaultdict[int, dict[str, None]] = defaultdict(dict)
    columns = (positions[name].tolist() for name in ("name", "issuer", "market_value", "quantity", "account", "status"))
    rows = zip(numbers, *columns, strict=True)
    for row, (number, name, issuer, value, quantity, account, status) in enumerate(rows):
        if number not in wanted:
            continue
        side = found.get(number)
        if side is None:
            side = found[number] = Side(name, issuer)
        side.value += value
        # Not a number once, not a number for the whole: a sum of some lots is no quantity.
        side.quantity += quantity
        side.rows.append(row)
        accounts[number][account] = None
        if 0 <= status < len(statuses):
            side.statuses.append(statuses[status])
    for number, held in accounts.items():
        found[number].accounts = [account for account in held if account]
    return found


def _fell(before: float, after: float) -> bool:
    """Whether less is held; of a short, whether it was covered in part."""
    return before != 0 and (abs(after) < abs(before) or (before > 0) != (after > 0))
