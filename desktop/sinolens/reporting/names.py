"""Names: each issuer of the lines, its amounts, and the list entries that name it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sinolens.domain.tier import Status, Tier, Trigger
from sinolens.reporting.document import Money, Row
from sinolens.reporting.material import Material

_ACTIONS = {"no": "barred", "divest_only": "only to divest", "counsel": "ask counsel", "unknown": "not known"}


@dataclass
class Name:
    """One issuer over all its lines. Money in cents. `waiting`: of lines whose issuer is not settled."""

    key: str
    issuer: str
    value: int = 0
    direct: int = 0
    through: int = 0
    waiting: int = 0
    positions: set[int] = field(default_factory=set)
    accounts: set[str] = field(default_factory=set)
    tiers: set[str] = field(default_factory=set)
    statuses: dict[int, Status] = field(default_factory=dict)


def names_of(m: Material) -> dict[str, Name]:
    """Every issuer of the lines by its key in the cube."""
    found: dict[str, Name] = {}
    keys, codes = m.cube.values("issuer"), m.cube.codes("issuer").tolist()
    lines, accounts = m.analysis.slices, m.analysis.positions["account"].tolist()
    columns = (
        lines["market_value"].tolist(),
        lines["method"].tolist(),
        lines["position"].tolist(),
        lines["tier"].tolist(),
        lines["status"].tolist(),
    )
    for code, value, method, position, tier, status in zip(codes, *columns, strict=True):
        key = keys[code]
        name = found.get(key)
        if name is None:
            name = found[key] = Name(key, m.cube.label("issuer", key))
        name.value += value
        if method == "direct":
            name.direct += value
        else:
            name.through += value
        name.positions.add(position)
        name.accounts.add(accounts[position])
        name.tiers.add(tier)
        if 0 <= status < len(m.analysis.statuses):
            name.statuses[status] = m.analysis.statuses[status]
            name.waiting += value if m.analysis.statuses[status].code == "U1" else 0
    return found


def entries(name: Name) -> list[tuple[Trigger, Status]]:
    """The list entries that name an issuer, each once, with the status that carries it."""
    found: dict[tuple[str, ...], tuple[Trigger, Status]] = {}
    for status in name.statuses.values():
        for trigger in status.triggers:
            if trigger.list_id and trigger.entry_name:
                found.setdefault(
                    (trigger.list_id, trigger.entry_id, trigger.entry_name, trigger.relation, trigger.code),
                    (trigger, status),
                )
    return [found[key] for key in sorted(found)]


def list_title(m: Material, list_id: str) -> str:
    """Short title of a list; its id when the list is not on file."""
    return next((state.short_title for state in m.analysis.lists if state.list_id == list_id), list_id)


def actions(name: Name) -> str:
    """What may be done with an issuer's lines by the most severe status of them."""
    status = min(name.statuses.values(), key=lambda s: s.tier.precedence)
    a = status.actions
    if {a.buy, a.sell, a.hold, a.reinvest} == {"yes"}:
        return "no bar found"
    said = {"buy": a.buy, "sell": a.sell, "hold": a.hold, "reinvest": a.reinvest}
    parts = []
    for answer, words in _ACTIONS.items():
        verbs = ", ".join(verb for verb, given in said.items() if given == answer)
        parts.append(f"{words}: {verbs}" if verbs else "")
    return "; ".join(part for part in parts if part)


def worst(tiers: set[str]) -> str:
    """The most severe of some tiers."""
    return min((Tier(tier) for tier in tiers), key=lambda tier: tier.precedence).value


def names_by_size(names: dict[str, Name]) -> list[Name]:
    """Names by the size of their value, largest first."""
    return sorted(names.values(), key=lambda name: (-abs(name.value), name.key))


def sum_of(rows: Sequence[Row], place: int) -> int:
    """Sum of a money column of rows, in cents."""
    return sum(cell.cents for row in rows if isinstance(cell := row[place], Money))
