"""The sections that name names: largest issuers, names on lists, restricted, under review, and what lists hold."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from sinolens.domain.tier import CODE_LABELS, Status, Tier, Trigger
from sinolens.reporting.document import Cell, Column, Count, Kind, Money, Section, Share, Table
from sinolens.reporting.material import CHINA_AI, Material
from sinolens.reporting.text import long_date

TOP = 25
APPENDIX_ROWS = 2_000
_ACTIONS = {"yes": "yes", "no": "no", "divest_only": "only to divest", "counsel": "ask counsel", "unknown": "not known"}
_RESTRICTING = ("1A", "1B", "1C", "1D", "1E", "2A", "2B", "2C", "3A", "3B")
_REVIEWED = ("4B", "U1", "U4")


@dataclass
class Name:
    """One issuer over all its lines. Money in cents."""

    key: str
    issuer: str
    value: int = 0
    direct: int = 0
    through: int = 0
    positions: set[int] = field(default_factory=set)
    accounts: set[str] = field(default_factory=set)
    tiers: set[str] = field(default_factory=set)
    statuses: dict[int, Status] = field(default_factory=dict)


def names_of(m: Material) -> dict[str, Name]:
    """Every issuer of the lines by its key in the cube."""
    found: dict[str, Name] = {}
    keys, codes = m.cube.values("issuer"), m.cube.codes("issuer").tolist()
    lines, accounts = m.analysis.slices, m.analysis.positions["account"].tolist()
    columns = (lines["market_value"].tolist(), lines["method"].tolist(), lines["position"].tolist(), lines["tier"].tolist(),
               lines["status"].tolist())
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
    return found


def top_holdings(m: Material, names: dict[str, Name]) -> Section:
    """The largest China-AI issuers over share classes, accounts and funds."""
    cells = m.cube.totals(("scope", "issuer", "reach"))
    totals = {issuer: value for (scope, issuer), value in m.cube.totals(("scope", "issuer")).items() if scope == "china_ai"}
    base = m.cube.totals(("scope", "issuer"), "base")
    categories = {issuer: category for (scope, issuer, category) in m.cube.totals(("scope", "issuer", "category")) if scope == "china_ai"}
    largest = sorted(totals, key=lambda key: (-totals[key], key))[:TOP]
    rows = tuple(
        (Count(rank), m.cube.label("issuer", key), m.cube.label("category", categories[key]), _worst(names[key].tiers),
         *(m.sum(cells.get(("china_ai", key, reach), 0), CHINA_AI, m.key("issuer", key), ("reach", reach)) for reach in ("direct", "look_through")),
         m.sum(totals[key], CHINA_AI, m.key("issuer", key)), Share(totals[key], m.headline.china_ai), m.of_pool(totals[key]),
         m.sum(base[("china_ai", key)], CHINA_AI, m.key("issuer", key), measure="base"), Count(len(names[key].positions)))
        for rank, key in enumerate(largest, start=1))
    shown = sum(totals[key] for key in largest)
    sums = {reach: sum(cells.get(("china_ai", key, reach), 0) for key in largest) for reach in ("direct", "look_through")}
    table = Table(
        "holdings", f"Top {len(largest)} of {len(totals):,} issuers" if len(totals) > TOP else "All China-AI issuers",
        (Column("rank", "No.", Kind.COUNT, 5), Column("issuer", "Issuer", width=34), Column("category", "Category", width=28),
         Column("tier", "Most severe tier", Kind.TIER, 26), Column("direct", "Direct (USD)", Kind.MONEY, 17, adds=True, paper=False),
         Column("through", "Through funds (USD)", Kind.MONEY, 17, adds=True, paper=False), Column("value", "Full value (USD)", Kind.MONEY, 17, adds=True),
         Column("of_china", "% of China-AI", Kind.SHARE, 10, paper=False), Column("pool", "% of pool", Kind.SHARE, 10, part="value", whole="pool"),
         Column("base", "AI-weighted, base", Kind.MONEY, 17, adds=True), Column("positions", "Positions", Kind.COUNT, 9, paper=False)),
        rows,
        (None, f"These {len(largest)}", "", "", Money(sums["direct"]), Money(sums["look_through"]), Money(shown), Share(shown, m.headline.china_ai),
         m.of_pool(shown), Money(sum(base[("china_ai", key)] for key in largest)), "") if rows else None,
        empty=m.wording.empty["holdings"])
    return Section("holdings", "Top Holdings", m.wording.sections["holdings"], (m.wording.lead["holdings"],), tables=(table,))


def listed_names(m: Material, names: dict[str, Name]) -> Section:
    """Names on official lists with the entries that name them."""
    listed = [(name, entries) for name in _by_size(names) if (entries := _entries(name))]
    rows = tuple(
        (name.issuer, _worst(name.tiers), "; ".join(sorted({_list_title(m, t.list_id) for t, _ in entries})),
         Money(name.direct), Money(name.through), m.sum(name.value, m.key("issuer", name.key)), m.of_pool(name.value),
         Count(len(name.positions)), Count(len(name.accounts)), _actions(name))
        for name, entries in listed)
    table = Table(
        "listed", "Names held",
        (Column("name", "Name", width=34), Column("tier", "Most severe tier", Kind.TIER, 26), Column("lists", "Appears on", width=30),
         Column("direct", "Direct (USD)", Kind.MONEY, 17, adds=True, paper=False), Column("through", "Through funds (USD)", Kind.MONEY, 17, adds=True, paper=False),
         Column("value", "Value (USD)", Kind.MONEY, 17, adds=True), Column("pool", "% of pool", Kind.SHARE, 10, part="value", whole="pool"),
         Column("positions", "Positions", Kind.COUNT, 9, paper=False), Column("accounts", "Accounts", Kind.COUNT, 9), Column("actions", "What may be done", width=34)),
        rows,
        ("All names", "", "", *(Money(sum(value)) for value in zip(*((n.direct, n.through, n.value) for n, _ in listed), strict=True)),
         m.of_pool(sum(n.value for n, _ in listed)), "", "", "") if rows else None,
        empty=m.wording.empty["listed"].format(as_of=long_date(m.analysis.as_of)))
    entries_table = Table(
        "entries", "The entries behind them",
        (Column("name", "Name", width=34), Column("list", "List", width=24), Column("entry", "Entry as printed", width=34),
         Column("edition", "Edition", Kind.DATE, 12, paper=False), Column("listed", "Listed on", Kind.DATE, 12), Column("effective", "Effective on", Kind.DATE, 12, paper=False),
         Column("relation", "Relation", Kind.CODE, 12), Column("at_date", "Listed at the as-of date", width=13, paper=False), Column("code", "Code", Kind.CODE, 7),
         Column("citation", "Citation", width=26), Column("verified", "Checked", Kind.CODE, 13)),
        tuple((name.issuer, _list_title(m, t.list_id), t.entry_name, t.edition, t.listed_on or None, t.effective_on or None, t.relation.replace("_", " "),
               {True: "designated later", False: "yes", None: "not known"}[t.designated_later], t.code, t.citation, "yes" if t.verified else "unverified")
              for name, entries in listed for t, _ in entries),
        empty=m.wording.empty["listed"].format(as_of=long_date(m.analysis.as_of)), limit=40)
    return Section("listed", "Listed Names", m.wording.sections["listed"], (m.wording.lead["listed"],), tables=(table, entries_table))


def under_review(m: Material, names: dict[str, Name]) -> Section:
    """Names that wait for a person: affiliates, unmatched lines, rules of unknown status."""
    rows = []
    for name in _by_size(names):
        codes = sorted({c for s in name.statuses.values() for c in (s.code, *s.other_codes) if c in _REVIEWED})
        if codes:
            status = next(s for s in name.statuses.values() if {s.code, *s.other_codes} & set(codes))
            rows.append((name.issuer, "; ".join(CODE_LABELS[code] for code in codes), status.explanation, _worst(name.tiers),
                         m.sum(name.value, m.key("issuer", name.key)), m.of_pool(name.value), "", "", ""))
    table = Table(
        "review", "",
        (Column("name", "Name", width=34), Column("reason", "Reason", width=28), Column("summary", "What is known", width=50, paper=False),
         Column("tier", "Assessed tier", Kind.TIER, 24), Column("value", "Value (USD)", Kind.MONEY, 17, adds=True),
         Column("pool", "% of pool", Kind.SHARE, 10, part="value", whole="pool"), Column("letters", "Notice, reply due", width=16, paper=False),
         Column("next", "Next review", width=14, paper=False), Column("owner", "Owner", width=14, paper=False)),
        tuple(rows), ("All", "", "", "", Money(_sum(rows, 4)), m.of_pool(_sum(rows, 4)), "", "", "") if rows else None,
        empty=m.wording.empty["review"], limit=25)
    return Section("review", "Under Review", "Under review", tables=(table,), paper=bool(rows))


def restricted(m: Material, names: dict[str, Name]) -> Section:
    """The restricted table of a statute pack: what barred or conditioned names are held, and on what basis."""
    rows = []
    for name in _by_size(names):
        found = [(t, s) for s in name.statuses.values() for t in s.triggers if t.code in _RESTRICTING]
        if found:
            trigger, status = min(found, key=lambda pair: _RESTRICTING.index(pair[0].code))
            rows.append((name.issuer, f"{trigger.rule_name} ({trigger.citation})", trigger.listed_on or None, None, None,
                         m.sum(name.value, m.key("issuer", name.key)), None, min((c.date for c in status.clocks), default="") or None,
                         f"{trigger.code} {CODE_LABELS[trigger.code]}", "; ".join(status.evidence_needed)))
    table = Table(
        "restricted", "",
        (Column("name", "Company", width=34), Column("basis", "List and legal basis", width=36), Column("listed", "Date listed", Kind.DATE, 12),
         Column("found", "Date found", Kind.DATE, 12, paper=False), Column("then", "Held when found (USD)", Kind.MONEY, 17, paper=False),
         Column("value", "Held now (USD)", Kind.MONEY, 17, adds=True), Column("gone", "% removed", Kind.SHARE, 10, paper=False),
         Column("deadline", "Next date", Kind.DATE, 12), Column("status", "Status", width=30), Column("evidence", "Evidence to show", width=28, paper=False)),
        tuple(rows), ("All", "", "", "", "", Money(_sum(rows, 5)), "", "", "", "") if rows else None,
        note="Date found, value when found and share removed are not recorded in this project.",
        empty=m.wording.empty["restricted"].format(as_of=long_date(m.analysis.as_of)))
    return Section("restricted", "Restricted", "Restricted", tables=(table,))


def lists_answered(m: Material, names: dict[str, Name]) -> Section:
    """The answer to a letter that asks, list by list, what is held."""
    held: dict[str, dict[str, Name]] = {}
    for name in names.values():
        for trigger, _ in _entries(name):
            held.setdefault(trigger.list_id, {})[name.key] = name
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (state.title, state.edition.edition if state.edition else None, Count(state.entries),
         ("yes" if held.get(state.list_id) else "none identified") if state.edition else "not known: no edition on file",
         Count(len(held.get(state.list_id, {}))), Money(sum(n.value for n in held.get(state.list_id, {}).values())),
         "; ".join(n.issuer for n in _by_size(held.get(state.list_id, {}))))
        for state in m.analysis.lists)
    missing = tuple((title, None, Count(0), "not known: no edition on file", Count(0), Money(0), "") for title in m.analysis.missing_lists)
    table = Table(
        "answers", f"What is held on {long_date(m.analysis.as_of)}",
        (Column("list", "List", width=40), Column("edition", "Edition", Kind.DATE, 12), Column("entries", "Entries", Kind.COUNT, 9),
         Column("held", "Is a named entity held?", width=20), Column("names", "Names", Kind.COUNT, 8), Column("value", "Value (USD)", Kind.MONEY, 17),
         Column("which", "Which", width=50, paper=False)),
        (*rows, *missing), note="A name on several lists stands in each, so the values do not add up to one total.")
    policies = m.analysis.institution.policies
    lead = ("Policy on file: " + "; ".join(policies) + ".",) if policies else ("No divestment policy text is on file in this project.",)
    return Section("answers", "Answer Pack", "Answers by list", lead, tables=(table,))


def appendix(m: Material) -> Section:
    """The lines behind the headline, largest first, with their way home; the rest is in the workbook."""
    lines, positions = m.analysis.slices, m.analysis.positions
    scope = pd.Series(pd.Categorical.from_codes(m.cube.codes("scope"), m.cube.values("scope")), index=lines.index).astype("str")
    wanted = lines[(scope == CHINA_AI[1]) | lines["tier"].isin(("T1", "T2", "T3"))]
    order = wanted["market_value"].abs().sort_values(ascending=False, kind="stable").index
    shown = wanted.loc[order[:APPENDIX_ROWS]]
    accounts = positions["account"].tolist()
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (line.issuer, line.path or accounts[line.position], line.category, line.tier, line.code, Money(line.market_value),
         " · ".join(part for part in (line.file, line.sheet, f"row {line.row}" if line.row else "") if part))
        for line in shown.itertuples())
    total, more = int(wanted["market_value"].sum()), len(wanted) - len(shown)
    note = f"{more:,} smaller lines are on the sheet “Positions” of the workbook; the total counts them." if more else ""
    table = Table(
        "appendix", "",
        (Column("issuer", "Issuer", width=30), Column("through", "Fund, or account", width=24), Column("category", "Cat.", Kind.CODE, 6), Column("tier", "Tier", Kind.TIER, 6),
         Column("code", "Code", Kind.CODE, 6), Column("value", "Value (USD)", Kind.MONEY, 17), Column("source", "Read from", width=26)),
        rows, ("All lines", "", "", "", "", Money(total), f"{len(wanted):,} lines"), note=note, empty=m.wording.empty["holdings"])
    return Section("appendix", "", m.wording.sections["appendix"], (m.wording.lead["appendix"],), tables=(table,))


def _entries(name: Name) -> list[tuple[Trigger, Status]]:
    found = {}
    for status in name.statuses.values():
        for trigger in status.triggers:
            if trigger.list_id and trigger.entry_name:
                found.setdefault((trigger.list_id, trigger.entry_id, trigger.entry_name, trigger.relation, trigger.code), (trigger, status))
    return [found[key] for key in sorted(found)]


def _list_title(m: Material, list_id: str) -> str:
    return next((state.short_title for state in m.analysis.lists if state.list_id == list_id), list_id)


def _actions(name: Name) -> str:
    status = min(name.statuses.values(), key=lambda s: s.tier.precedence)
    a = status.actions
    if {a.buy, a.sell, a.hold, a.reinvest} == {"yes"}:
        return "no bar found"
    return ", ".join(f"{verb} {_ACTIONS.get(answer, answer)}" for verb, answer in (
        ("buy", a.buy), ("sell", a.sell), ("hold", a.hold), ("reinvest", a.reinvest)))


def _worst(tiers: set[str]) -> str:
    return min((Tier(tier) for tier in tiers), key=lambda tier: tier.precedence).value


def _by_size(names: dict[str, Name]) -> list[Name]:
    return sorted(names.values(), key=lambda name: (-abs(name.value), name.key))


def _sum(rows: list[tuple[Cell, ...]], place: int) -> int:
    return sum(cell.cents for row in rows if isinstance(cell := row[place], Money))
