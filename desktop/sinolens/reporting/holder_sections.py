"""The sections that say how much: by asset class, manager and geography."""

from __future__ import annotations

from sinolens.domain.region import Region
from sinolens.reporting.document import Column, Count, Kind, Money, Number, Row, Section, Share, Table
from sinolens.reporting.material import CHINA_AI, Material, by_size
from sinolens.reporting.pictures import manager_figures

_VALUE = Column("value", "Value (USD)", Kind.MONEY, 18, adds=True)
_POOL = Column("pool", "% of pool", Kind.SHARE, 10, part="value", whole="pool")


def by_asset_class(m: Material) -> Section:
    """China-AI in each asset class, with the earlier value where there is one."""
    totals, china = m.cube.by("asset_class"), m.cube.cross("scope", "asset_class")
    before = m.before_cube.cross("scope", "asset_class") if m.before_cube else {}
    rows: tuple[Row, ...] = tuple(
        (
            m.cube.label("asset_class", name),
            m.sum(totals[name], m.key("asset_class", name)),
            m.of_pool(totals[name]),
            m.sum(china.get(("china_ai", name), 0), CHINA_AI, m.key("asset_class", name)),
            Share(china.get(("china_ai", name), 0), totals[name]),
            m.of_pool(china.get(("china_ai", name), 0)),
            *((Money(before.get(("china_ai", name), 0)),) if m.before else ()),
        )
        for name in by_size(totals)
    )
    columns = (
        Column("asset_class", "Asset class", width=28),
        _VALUE,
        _POOL,
        Column("china", "China-AI (USD)", Kind.MONEY, 18, adds=True),
        Column("of_class", "% of class", Kind.SHARE, 11, part="china", whole="value"),
        Column("of_pool", "% of pool in China-AI", Kind.SHARE, 12, part="china", whole="pool"),
        *((Column("before", f"China-AI on {m.previous.as_of} (USD)", Kind.MONEY, 18),) if m.previous else ()),
    )
    h = m.headline
    total: Row = (
        "Pool",
        Money(h.market_value),
        m.of_pool(h.market_value),
        Money(h.china_ai),
        Share(h.china_ai, h.market_value),
        m.of_pool(h.china_ai),
        *((Money(m.before.china_ai),) if m.before else ()),
    )
    table = Table("asset_class", "China-AI by asset class", columns, rows, total, limit=16)
    return Section(
        "asset_class",
        "By Asset Class",
        m.wording.sections["asset_class"],
        (m.wording.lead["asset_class"],),
        tables=(table,),
    )


def by_manager(m: Material) -> Section:
    """Value and China-AI at each manager; how far each fund was looked through."""
    totals = m.cube.by("manager")
    china, reach = m.cube.cross("scope", "manager"), m.cube.cross("manager", "reach")
    rows: tuple[Row, ...] = tuple(
        (
            m.cube.label("manager", name),
            m.sum(totals[name], m.key("manager", name)),
            m.sum(china.get(("china_ai", name), 0), CHINA_AI, m.key("manager", name)),
            Share(china.get(("china_ai", name), 0), totals[name]),
            m.of_pool(china.get(("china_ai", name), 0)),
            *(
                m.sum(reach.get((name, part), 0), m.key("manager", name), ("reach", part))
                for part in ("not_disclosed", "unresolved")
            ),
        )
        for name in by_size({name: china.get(("china_ai", name), 0) for name in totals})
    )
    h = m.headline
    table = Table(
        "manager",
        "China-AI by manager",
        (
            Column("manager", "Manager", width=30),
            _VALUE,
            Column("china", "China-AI (USD)", Kind.MONEY, 18, adds=True),
            Column("of_manager", "% of manager", Kind.SHARE, 11, part="china", whole="value"),
            Column("of_pool", "% of pool", Kind.SHARE, 10, part="china", whole="pool"),
            Column("dark", "Not disclosed (USD)", Kind.MONEY, 18, adds=True),
            Column("open", "Not identified (USD)", Kind.MONEY, 18, adds=True),
        ),
        rows,
        (
            "Pool",
            Money(h.market_value),
            Money(h.china_ai),
            Share(h.china_ai, h.market_value),
            m.of_pool(h.china_ai),
            Money(h.not_disclosed),
            Money(h.unresolved),
        ),
        limit=12,
    )
    return Section(
        "manager",
        "By Manager",
        m.wording.sections["manager"],
        (m.wording.lead["manager"],),
        figures=manager_figures(m, table),
        tables=(table, _funds(m)),
    )


def _funds(m: Material) -> Table:
    china: dict[int, int] = {}
    lines = m.analysis.slices
    scope = m.cube.codes("scope") == m.cube.values("scope").index("china_ai") if len(lines) else []
    if len(lines):
        for position, value in lines[scope].groupby("position")["market_value"].sum().items():
            china[int(str(position))] = int(value)
    funds = sorted(m.analysis.funds, key=lambda fund: (-abs(fund.market_value), fund.name, fund.position))
    rows: tuple[Row, ...] = tuple(
        (
            fund.name,
            Count(fund.position + 1),
            fund.manager,
            _words(fund.vehicle),
            m.sum(fund.market_value, ("position_no", fund.position + 1)),
            Money(fund.known_value),
            Money(fund.undisclosed_value),
            m.sum(china.get(fund.position, 0), CHINA_AI, ("position_no", fund.position + 1)),
            _words(fund.method),
            None if fund.scale_factor is None else Number(fund.scale_factor, 4),
            fund.data_date or None,
            _words(fund.confidence),
            fund.missing,
        )
        for fund in funds
    )
    return Table(
        "funds",
        "Funds and how far they were looked through",
        (
            Column("fund", "Fund", width=32),
            Column("position", "Position", Kind.COUNT, 9, paper=False),
            Column("manager", "Manager", width=24, paper=False),
            Column("vehicle", "Vehicle", width=16, paper=False),
            Column("value", "Value (USD)", Kind.MONEY, 17, adds=True),
            Column("known", "Looked through (USD)", Kind.MONEY, 17, adds=True, paper=False),
            Column("dark", "Not disclosed (USD)", Kind.MONEY, 17, adds=True),
            Column("china", "China-AI inside (USD)", Kind.MONEY, 17, adds=True),
            Column("method", "Method", Kind.CODE, 13),
            Column("scale", "Scale factor", Kind.NUMBER, 9, paper=False),
            Column("date", "Data date", Kind.DATE, 12),
            Column("confidence", "Confidence", width=11, paper=False),
            Column("missing", "What is missing", width=34, paper=False),
        ),
        rows,
        (
            "All funds",
            "",
            "",
            "",
            Money(sum(f.market_value for f in funds)),
            Money(sum(f.known_value for f in funds)),
            Money(sum(f.undisclosed_value for f in funds)),
            Money(sum(china.get(f.position, 0) for f in funds)),
            "",
            "",
            "",
            "",
            "",
        ),
        empty=m.wording.empty["funds"],
        limit=10,
    )


def by_geography(m: Material) -> Section:
    """Value by region with the definition's answer, and the headline under wider and narrower sets of regions."""
    totals, reach = m.cube.by("region"), m.cube.cross("region", "reach")
    counted = m.analysis.definition.regions
    rows: tuple[Row, ...] = tuple(
        (
            m.cube.label("region", region.value),
            "Yes" if region in counted else "No",
            *(
                m.sum(reach.get((region.value, part), 0), ("region", region.value), ("reach", part))
                for part in ("direct", "look_through")
            ),
            m.sum(totals.get(region.value, 0), ("region", region.value)),
            m.of_pool(totals.get(region.value, 0)),
        )
        for region in Region
    )
    by_reach = m.cube.by("reach")
    table = Table(
        "region",
        "Value by region",
        (
            Column("region", "Region", width=24),
            Column("counted", "Counts as China", width=11),
            Column("direct", "Direct (USD)", Kind.MONEY, 18, adds=True),
            Column("through", "Through funds (USD)", Kind.MONEY, 18, adds=True),
            _VALUE,
            _POOL,
        ),
        rows,
        (
            "Pool",
            "",
            Money(by_reach.get("direct", 0)),
            Money(by_reach.get("look_through", 0)),
            Money(m.headline.market_value),
            m.of_pool(m.headline.market_value),
        ),
        note="Lines not disclosed or not identified are in the value, not in the two columns before it.",
    )
    return Section(
        "geography",
        "By Geography",
        m.wording.sections["geography"],
        (m.wording.lead["geography"],),
        tables=(table, _sensitivity(m), _by_source_country(m)),
    )


def _sensitivity(m: Material) -> Table:
    sets = (
        ("Mainland China only", (Region.PRC,)),
        ("With Hong Kong and Macau", (Region.PRC, Region.HONG_KONG, Region.MACAU)),
        ("With Hong Kong, Macau and Taiwan", (Region.PRC, Region.HONG_KONG, Region.MACAU, Region.TAIWAN)),
    )
    values = m.cube.totals(("scope", "region"))
    counted = m.analysis.definition.regions
    rows: list[Row] = []
    for name, regions in sets:
        value = sum(
            values.get((scope, region.value), 0) for scope in ("china_ai", "outside_definition") for region in regions
        )
        rows.append((name, "This report" if counted == frozenset(regions) else "", Money(value), m.of_pool(value)))
    return Table(
        "sensitivity",
        "The same portfolio under three definitions",
        (
            Column("definition", "China means", width=34),
            Column("used", "Used here", width=12),
            Column("value", "China-AI, full value (USD)", Kind.MONEY, 20),
            _POOL,
        ),
        tuple(rows),
        note="Groups A to E by the issuer's principal place of business.",
    )


def _by_source_country(m: Material) -> Table:
    held = m.analysis.positions.groupby("country")["market_value"].agg(["sum", "count"])
    rows = sorted(
        ((str(country) or "Not given", int(value), int(count)) for country, value, count in held.itertuples()),
        key=lambda row: (-abs(row[1]), row[0]),
    )
    return Table(
        "country",
        "Positions by country as the sources give it",
        (
            Column("country", "Country", width=24),
            Column("positions", "Positions", Kind.COUNT, 11, adds=True),
            _VALUE,
            _POOL,
        ),
        tuple((country, Count(count), Money(value), m.of_pool(value)) for country, value, count in rows),
        ("Pool", Count(m.headline.positions), Money(m.headline.market_value), m.of_pool(m.headline.market_value)),
        note="Sources mix risk, domicile and listing; this table decides nothing.",
        limit=8,
        paper=False,
    )


def _words(code: str) -> str:
    return code.replace("_", " ").capitalize()
