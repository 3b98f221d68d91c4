"""The sections that name names: largest issuers, names on lists, and the lines behind the figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sinolens.domain.counting import choose_word, counted
from sinolens.domain.tier import Trigger
from sinolens.reporting.document import Column, Count, Kind, Money, Row, Section, Share, Table
from sinolens.reporting.material import CHINA_AI, Material, weighted_note
from sinolens.reporting.names import Name, actions, entries, list_title, names_by_size, worst
from sinolens.reporting.remark_table import remarks
from sinolens.reporting.source_sections import source_numbers
from sinolens.reporting.text import long_date

TOP = 25
APPENDIX_ROWS = 2_000
MOST_REMARKS = 5
_NAMES_ON_PAPER = 16


def top_holdings(m: Material, names: dict[str, Name]) -> Section:
    """The largest China-AI issuers over share classes, accounts and funds."""
    cells = m.cube.totals(("scope", "issuer", "reach"))
    totals = {
        issuer: value for (scope, issuer), value in m.cube.totals(("scope", "issuer")).items() if scope == "china_ai"
    }
    base = m.cube.totals(("scope", "issuer"), "base")
    categories = {
        issuer: category
        for (scope, issuer, category) in m.cube.totals(("scope", "issuer", "category"))
        if scope == "china_ai"
    }
    largest = sorted(totals, key=lambda key: (-totals[key], key))[:TOP]
    rows: tuple[Row, ...] = tuple(
        (
            Count(rank),
            m.cube.label("issuer", key),
            categories[key],
            m.cube.label("category", categories[key]).removeprefix(f"{categories[key]} "),
            worst(names[key].tiers),
            *(
                m.sum(cells.get(("china_ai", key, reach), 0), CHINA_AI, m.key("issuer", key), ("reach", reach))
                for reach in ("direct", "look_through")
            ),
            m.sum(totals[key], CHINA_AI, m.key("issuer", key)),
            Share(totals[key], m.headline.china_ai),
            m.of_pool(totals[key]),
            m.sum(base[("china_ai", key)], CHINA_AI, m.key("issuer", key), measure="base"),
            Count(len(names[key].positions)),
        )
        for rank, key in enumerate(largest, start=1)
    )
    shown = sum(totals[key] for key in largest)
    sums = {
        reach: sum(cells.get(("china_ai", key, reach), 0) for key in largest) for reach in ("direct", "look_through")
    }
    table = Table(
        "holdings",
        f"Top {len(largest)} of {len(totals):,} issuers" if len(totals) > TOP else "All China-AI issuers",
        (
            Column("rank", "No.", Kind.COUNT, 5),
            Column("issuer", "Issuer", width=34),
            Column("code", "Cat.", Kind.CODE, 6),
            Column("category", "Category", width=28, paper=False),
            Column("tier", "Tier", Kind.TIER, 26),
            Column("direct", "Direct (USD)", Kind.MONEY, 17, adds=True, paper=False),
            Column("through", "Through funds (USD)", Kind.MONEY, 17, adds=True, paper=False),
            Column("value", "Full value (USD)", Kind.MONEY, 17, adds=True),
            Column("of_china", "% of China-AI", Kind.SHARE, 10, paper=False),
            Column("pool", "% of pool", Kind.SHARE, 10, part="value", whole="pool"),
            Column("base", "AI-weighted", Kind.MONEY, 17, adds=True),
            Column("positions", "Positions", Kind.COUNT, 9, paper=False),
        ),
        rows,
        (
            "",
            f"These {len(largest)}",
            "",
            "",
            "",
            Money(sums["direct"]),
            Money(sums["look_through"]),
            Money(shown),
            Share(shown, m.headline.china_ai),
            m.of_pool(shown),
            Money(sum(base[("china_ai", key)] for key in largest)),
            "",
        )
        if rows
        else None,
        note=weighted_note(m),
        empty=m.wording.empty["holdings"],
    )
    return Section(
        "holdings", "Top Holdings", m.wording.sections["holdings"], (m.wording.lead["holdings"],), tables=(table,)
    )


def listed_names(m: Material, names: dict[str, Name], *, whole: bool = False) -> Section:
    """Names on official lists with the entries that name them.

    Args:
        m: what the report is made from.
        names: every issuer of the lines.
        whole: the entries are printed here, because the report has no appendix to print them in.
    """
    listed = [(name, listings) for name in names_by_size(names) if (listings := entries(name))]
    rows: tuple[Row, ...] = tuple(
        (
            name.issuer,
            worst(name.tiers),
            _titles(m, (t for t, _ in listings if t.relation == "exact")),
            _titles(m, (t for t, _ in listings if t.relation != "exact")),
            Money(name.direct),
            Money(name.through),
            m.sum(name.value, m.key("issuer", name.key)),
            m.of_pool(name.value),
            Count(len(name.positions)),
            Count(len(name.accounts)),
            Money(name.waiting),
            actions(name),
        )
        for name, listings in listed
    )
    table = Table(
        "listed",
        "Names held",
        (
            Column("name", "Name", width=34),
            Column("tier", "Tier", Kind.TIER, 26),
            Column("lists", "Appears on", width=30),
            Column("related", "Affiliate of a name on", width=24),
            Column("direct", "Direct (USD)", Kind.MONEY, 17, adds=True, paper=False),
            Column("through", "Through funds (USD)", Kind.MONEY, 17, adds=True, paper=False),
            Column("value", "Value (USD)", Kind.MONEY, 17, adds=True),
            Column("pool", "% of pool", Kind.SHARE, 10, part="value", whole="pool"),
            Column("positions", "Positions", Kind.COUNT, 9, paper=False),
            Column("accounts", "Accounts", Kind.COUNT, 9, paper=False),
            Column("waiting", "Of it not settled (USD)", Kind.MONEY, 17, adds=True, paper=False),
            Column("actions", "What may be done", width=34),
        ),
        rows,
        (
            "All names",
            "",
            "",
            "",
            *(Money(sum(value)) for value in zip(*((n.direct, n.through, n.value) for n, _ in listed), strict=True)),
            m.of_pool(sum(n.value for n, _ in listed)),
            "",
            "",
            Money(sum(n.waiting for n, _ in listed)),
            "",
        )
        if rows
        else None,
        empty=m.wording.empty["listed"].format(as_of=long_date(m.analysis.as_of)),
        # In a pack without an appendix this is the only place on paper where they stand.
        limit=0 if whole else _NAMES_ON_PAPER,
    )
    return Section(
        "listed",
        "Listed Names",
        m.wording.sections["listed"],
        (m.wording.lead["listed"],),
        tables=(table, remarks(m, limit=MOST_REMARKS), replace(entries_of(m, names), paper=whole)),
    )


def _titles(m: Material, triggers: Iterable[Trigger]) -> str:
    """Titles of the lists some triggers rest on, each once."""
    return "; ".join(sorted({list_title(m, trigger.list_id) for trigger in triggers}))


def entries_of(m: Material, names: dict[str, Name]) -> Table:
    """Every list entry that names something held."""
    listed = [(name, listings) for name in names_by_size(names) if (listings := entries(name))]
    return Table(
        "entries",
        "List entries behind the names",
        (
            Column("name", "Name", width=34),
            Column("list", "List", width=24),
            Column("entry", "Entry as printed", width=34),
            Column("edition", "Edition", Kind.DATE, 12, paper=False),
            Column("listed", "Listed on", Kind.DATE, 12),
            Column("effective", "Effective on", Kind.DATE, 12, paper=False),
            Column("relation", "Relation", Kind.CODE, 12),
            Column("at_date", "Listed at the as-of date", width=13, paper=False),
            Column("code", "Code", Kind.CODE, 7),
            Column("citation", "Citation", width=26, paper=False),
            Column("verified", "Checked", Kind.CODE, 13),
        ),
        tuple(
            (
                name.issuer,
                list_title(m, t.list_id),
                t.entry_name,
                t.edition,
                t.listed_on or None,
                t.effective_on or None,
                t.relation.replace("_", " "),
                {True: "designated later", False: "yes", None: "not known"}[t.designated_later],
                t.code,
                t.citation,
                "yes" if t.verified else "unverified",
            )
            for name, listings in listed
            for t, _ in listings
        ),
        empty=m.wording.empty["listed"].format(as_of=long_date(m.analysis.as_of)),
    )


def appendix(m: Material, names: dict[str, Name]) -> Section:
    """The lines behind the headline, largest first, with their way home; the rest is in the workbook."""
    lines, positions = m.analysis.slices, m.analysis.positions
    china_ai = m.cube.codes("scope") == m.cube.values("scope").index(CHINA_AI[1])
    wanted = lines[china_ai | lines["tier"].isin(("T1", "T2", "T3"))]
    order = wanted["market_value"].abs().sort_values(ascending=False, kind="stable").index
    shown = wanted.loc[order[:APPENDIX_ROWS]]
    accounts = positions["account"].tolist()
    numbers = source_numbers(m)
    columns = ("issuer", "path", "position", "category", "tier", "code", "market_value", "file", "sheet", "row")
    rows: tuple[Row, ...] = tuple(
        (issuer, path or accounts[position], category, tier, code, Money(value), _address(numbers, file, sheet, row))
        for issuer, path, position, category, tier, code, value, file, sheet, row in zip(
            *(shown[column].tolist() for column in columns), strict=True
        )
    )
    total, more = int(wanted["market_value"].sum()), len(wanted) - len(shown)
    note = (
        f"{counted(more, 'smaller line')} {choose_word(more, 'is', 'are')} on the sheet “Positions” of the workbook; "
        f"the total counts {choose_word(more, 'it', 'them')}."
        if more
        else ""
    )
    table = Table(
        "appendix",
        "Lines",
        (
            Column("issuer", "Issuer", width=30),
            Column("through", "Fund, or account", width=24),
            Column("category", "Cat.", Kind.CODE, 6),
            Column("tier", "Tier", Kind.TIER, 6),
            Column("code", "Code", Kind.CODE, 6),
            Column("value", "Value (USD)", Kind.MONEY, 17),
            Column("source", "Read from", Kind.CODE, 18),
        ),
        rows,
        ("All lines", "", "", "", "", Money(total), counted(len(wanted), "line")),
        note=note,
        empty=m.wording.empty["holdings"],
    )
    return Section(
        "appendix",
        "",
        m.wording.sections["appendix"],
        (m.wording.lead["appendix"],),
        tables=(entries_of(m, names), replace(remarks(m), title="All remarks on positions"), table),
    )


def _address(numbers: dict[tuple[str, str], int], file: str, sheet: str, row: int) -> str:
    """Number of the source and row in it; the file's own name when it is not among the sources."""
    source = f"S{numbers[(file, sheet)]}" if (file, sheet) in numbers else file
    return f"{source}, row {row}" if row else source
