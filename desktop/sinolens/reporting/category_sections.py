"""The sections that say how much: by category and by tier."""

from __future__ import annotations

from collections.abc import Iterable

from sinolens.domain.tier import CODE_LABELS, Tier
from sinolens.reporting.document import Column, Count, Kind, Money, Row, Section, Share, Table
from sinolens.reporting.material import CHINA_AI, Material, by_size, weighted_note
from sinolens.reporting.pictures import category_figures, tier_figures

TIERS = tuple(tier.value for tier in Tier)
_VALUE = Column("value", "Value (USD)", Kind.MONEY, 18, adds=True)
_POOL = Column("pool", "% of pool", Kind.SHARE, 10, part="value", whole="pool")
_TIER_COLUMNS = tuple(Column(tier, f"{tier} {Tier(tier).label}", Kind.MONEY, 16, adds=True) for tier in TIERS)


def by_category(m: Material) -> Section:
    """China-AI by category: direct, through funds, AI-weighted; then what stands beside the headline."""
    reach = m.cube.totals(("scope", "category", "reach"))
    weights = {name: m.cube.totals(("scope", "category"), name) for name in ("full", "low", "base", "high")}
    codes = _present(category for scope, category in weights["full"] if scope == "china_ai")
    rows: tuple[Row, ...] = tuple(
        (
            code,
            m.cube.label("category", code).removeprefix(f"{code} "),
            *(
                m.sum(reach.get(("china_ai", code, name), 0), CHINA_AI, ("category", code), ("reach", name))
                for name in ("direct", "look_through")
            ),
            m.sum(weights["full"][("china_ai", code)], CHINA_AI, ("category", code)),
            m.of_pool(weights["full"][("china_ai", code)]),
            *(
                m.sum(weights[name][("china_ai", code)], CHINA_AI, ("category", code), measure=name)
                for name in ("low", "base", "high")
            ),
        )
        for code in codes
    )
    h = m.headline
    table = Table(
        "category",
        "China-AI by category",
        (
            Column("code", "Code", Kind.CODE, 6),
            Column("category", "Category", width=30),
            Column("direct", "Direct (USD)", Kind.MONEY, 17, adds=True),
            Column("through", "Through funds (USD)", Kind.MONEY, 17, adds=True),
            _VALUE,
            _POOL,
            Column("low", "AI-weighted, low", Kind.MONEY, 16, adds=True, paper=False),
            Column("base", "AI-weighted", Kind.MONEY, 16, adds=True),
            Column("high", "AI-weighted, high", Kind.MONEY, 16, adds=True, paper=False),
        ),
        rows,
        (
            "",
            "China-AI",
            Money(h.china_ai_direct),
            Money(h.china_ai_look_through),
            Money(h.china_ai),
            m.of_pool(h.china_ai),
            Money(h.weighted.low),
            Money(h.weighted.base),
            Money(h.weighted.high),
        ),
        note=weighted_note(m),
        empty=m.wording.empty["holdings"],
    )
    return Section(
        "category",
        "Exposure by Category",
        m.wording.sections["category"],
        (m.wording.lead["category"],),
        figures=category_figures(m, table),
        tables=(table, _category_by_tier(m, codes)),
    )


def _category_by_tier(m: Material, codes: tuple[str, ...]) -> Table:
    cells = m.cube.totals(("scope", "category", "tier"))
    totals = m.cube.totals(("scope", "category"))
    rows: tuple[Row, ...] = tuple(
        (
            m.cube.label("category", code),
            *(
                m.sum(cells.get(("china_ai", code, tier), 0), CHINA_AI, ("category", code), ("tier", tier))
                for tier in TIERS
            ),
            m.sum(totals[("china_ai", code)], CHINA_AI, ("category", code)),
        )
        for code in codes
    )
    by_tier = {total.tier.value: total.value for total in m.headline.china_ai_by_tier}
    return Table(
        "category_tier",
        "China-AI by category and tier (USD)",
        (
            Column("category", "Category", width=30),
            *_TIER_COLUMNS,
            Column("total", "Total", Kind.MONEY, 17, adds=True),
        ),
        rows,
        ("China-AI", *(Money(by_tier[tier]) for tier in TIERS), Money(m.headline.china_ai)),
        empty=m.wording.empty["holdings"],
        heat=TIERS,
        paper=False,
    )


def whole_pool(m: Material) -> Table:
    """Every line of the pool in exactly one part, the headline first."""
    scopes = m.cube.by("scope")
    rows: tuple[Row, ...] = tuple(
        (m.label("scope", scope), m.sum(scopes.get(scope, 0), ("scope", scope)), m.of_pool(scopes.get(scope, 0)))
        for scope in m.cube.values("scope")
    )
    return Table(
        "scope",
        "The whole pool",
        (Column("scope", "Part of the pool", width=30), _VALUE, _POOL),
        rows,
        ("Pool", Money(m.headline.market_value), m.of_pool(m.headline.market_value)),
        note="Every line stands in exactly one part. Only the first is the headline.",
        narrow=True,
    )


def by_tier(m: Material) -> Section:
    """Value by tier and code; tier by asset class; positions by their own status."""
    tiers = _china_ai_by_tier(m)
    return Section(
        "tier",
        "Exposure by Tier",
        m.wording.sections["tier"],
        (m.wording.lead["tier"],),
        figures=tier_figures(m, tiers),
        tables=(tiers, _by_code(m), _tier_by_asset_class(m), _position_tiers(m)),
    )


def _by_code(m: Material) -> Table:
    """Every line of the portfolio by tier and code."""
    everything, china = m.cube.totals(("tier", "code")), m.cube.totals(("scope", "tier", "code"))
    order = {code: place for place, code in enumerate(CODE_LABELS)}
    pairs = sorted(everything, key=lambda pair: (TIERS.index(pair[0]), order.get(pair[1], 99)))
    rows: tuple[Row, ...] = tuple(
        (
            tier,
            code,
            CODE_LABELS.get(code, code),
            m.sum(everything[(tier, code)], ("tier", tier), ("code", code)),
            m.of_pool(everything[(tier, code)]),
            m.sum(china.get(("china_ai", tier, code), 0), CHINA_AI, ("tier", tier), ("code", code)),
            Share(china.get(("china_ai", tier, code), 0), m.headline.china_ai),
        )
        for tier, code in pairs
    )
    return Table(
        "tier",
        "All lines by tier and code",
        (
            Column("tier", "Tier", Kind.TIER, 28),
            Column("code", "Code", Kind.CODE, 7),
            Column("meaning", "Meaning", width=34),
            _VALUE,
            _POOL,
            Column("china", "China-AI (USD)", Kind.MONEY, 18, adds=True),
            Column("of_china", "% of China-AI", Kind.SHARE, 11, part="china", whole="total:china"),
        ),
        rows,
        (
            "",
            "",
            "All lines",
            Money(m.headline.market_value),
            m.of_pool(m.headline.market_value),
            Money(m.headline.china_ai),
            Share(m.headline.china_ai, m.headline.china_ai),
        ),
    )


def _china_ai_by_tier(m: Material) -> Table:
    """Lines of China-AI by tier, beside all lines of the tier."""
    return Table(
        "tiers",
        "Of China-AI: by tier",
        (
            Column("tier", "Tier", Kind.TIER, 28),
            Column("china", "China-AI (USD)", Kind.MONEY, 18, adds=True),
            Column("of_china", "% of China-AI", Kind.SHARE, 11, part="china", whole="total:china"),
            Column("pool", "% of pool", Kind.SHARE, 10, part="china", whole="pool"),
            Column("all", "All lines (USD)", Kind.MONEY, 18, adds=True),
            Column("positions", "Positions with China-AI in it", Kind.COUNT, 12),
        ),
        tuple(
            (
                total.tier.value,
                m.sum(total.value, CHINA_AI, ("tier", total.tier.value)),
                Share(total.value, m.headline.china_ai),
                m.of_pool(total.value),
                m.sum(whole.value, ("tier", total.tier.value)),
                Count(total.positions),
            )
            for total, whole in zip(m.headline.china_ai_by_tier, m.headline.by_tier, strict=True)
        ),
        (
            "All tiers",
            Money(m.headline.china_ai),
            Share(m.headline.china_ai, m.headline.china_ai),
            m.of_pool(m.headline.china_ai),
            Money(m.headline.market_value),
            "",
        ),
        note="A position whose lines stand in several tiers is counted in each.",
        paper=False,
    )


def _tier_by_asset_class(m: Material) -> Table:
    cells, totals = m.cube.cross("asset_class", "tier"), m.cube.by("asset_class")
    rows: tuple[Row, ...] = tuple(
        (
            m.cube.label("asset_class", name),
            *(m.sum(cells.get((name, tier), 0), m.key("asset_class", name), ("tier", tier)) for tier in TIERS),
            m.sum(totals[name], m.key("asset_class", name)),
        )
        for name in by_size(totals)
    )
    by_tier = {total.tier.value: total.value for total in m.headline.by_tier}
    return Table(
        "asset_class_tier",
        "All lines by asset class and tier (USD)",
        (
            Column("asset_class", "Asset class", width=26),
            *_TIER_COLUMNS,
            Column("total", "Total", Kind.MONEY, 18, adds=True),
        ),
        rows,
        ("All", *(Money(by_tier[tier]) for tier in TIERS), Money(m.headline.market_value)),
        heat=TIERS[:4],
        paper=False,
    )


def _position_tiers(m: Material) -> Table:
    return Table(
        "position_tiers",
        "Positions by their own status",
        (
            Column("tier", "Tier", Kind.TIER, 28),
            Column("positions", "Positions", Kind.COUNT, 11, adds=True),
            Column("value", "Market value (USD)", Kind.MONEY, 18, adds=True),
        ),
        tuple((total.tier.value, Count(total.positions), Money(total.value)) for total in m.headline.position_tiers),
        ("All positions", Count(m.headline.positions), Money(m.headline.market_value)),
        note=m.wording.lead["position_tiers"],
    )


def _present(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(codes)))
