"""Every remark of the rules as a table: which positions it is made of, and for how much."""

from __future__ import annotations

from dataclasses import dataclass, field

from sinolens.domain.tier import Tier
from sinolens.reporting.document import Column, Count, Kind, Money, Row, Table
from sinolens.reporting.material import Material
from sinolens.reporting.names import worst
from sinolens.reporting.remarks import said_of

_NAMES = 3


@dataclass
class _Remark:
    """One remark over everything it is made of. Money in cents."""

    value: int = 0
    positions: dict[int, int] = field(default_factory=dict)
    tiers: set[str] = field(default_factory=set)


def remarks(m: Material, limit: int = 0) -> Table:
    """Every remark once, with the positions it is made of; the most severe tier first.

    Args:
        m: what the report is made from.
        limit: rows on paper before it points to the workbook, 0 = all.
    """
    found = _collect(m)
    names = m.analysis.positions["name"].tolist()
    order = sorted(found, key=lambda text: (_severity(found[text]), -abs(found[text].value), text))
    rows: tuple[Row, ...] = tuple(
        (
            text,
            worst(found[text].tiers),
            Count(len(found[text].positions)),
            Money(found[text].value),
            m.of_pool(found[text].value),
            _named(found[text], names),
        )
        for text in order
    )
    return Table(
        "remarks",
        "Remarks on positions",
        (
            Column("remark", "Remark", width=60),
            Column("tier", "Tier", Kind.TIER, 8),
            Column("positions", "Positions", Kind.COUNT, 9),
            Column("value", "Value (USD)", Kind.MONEY, 17),
            Column("pool", "% of pool", Kind.SHARE, 10, part="value", whole="pool"),
            Column("names", "Positions by size", width=34),
        ),
        rows,
        note="A position may carry several remarks, so the values do not add up to one total." if rows else "",
        empty="The rules on file remark nothing beside tier and code.",
        limit=limit,
    )


def _collect(m: Material) -> dict[str, _Remark]:
    lines, said = m.analysis.slices, [said_of(status) for status in m.analysis.statuses]
    of, tiers = m.analysis.positions["status"].tolist(), m.analysis.positions["tier"].tolist()
    found: dict[str, _Remark] = {}
    for own, position, value, tier in zip(
        *(lines[name].tolist() for name in ("status", "position", "market_value", "tier")), strict=True
    ):
        here = said[own] if 0 <= own < len(said) else ()
        above = said[of[position]] if 0 <= of[position] < len(said) else ()
        for text in dict.fromkeys((*here, *above)):
            remark = found.setdefault(text, _Remark())
            remark.value += value
            remark.positions[position] = remark.positions.get(position, 0) + value
            remark.tiers.add(tier if text in here else tiers[position])
    return found


def _severity(remark: _Remark) -> int:
    return Tier(worst(remark.tiers)).precedence


def _named(remark: _Remark, names: list[str]) -> str:
    order = sorted(remark.positions, key=lambda position: (-abs(remark.positions[position]), position))
    shown = list(dict.fromkeys(names[position] for position in order))
    more = f" and {len(shown) - _NAMES:,} more" if len(shown) > _NAMES else ""
    return "; ".join(shown[:_NAMES]) + more
