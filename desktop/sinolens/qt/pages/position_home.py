"""The way home of a position: file, sheet and row, match, rule, list entry, edition, citation, and what is inside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sinolens.domain.counting import counted
from sinolens.domain.judgement import Judgement
from sinolens.domain.match import Match
from sinolens.domain.money import format_dollars, format_percent
from sinolens.domain.rule import Rule
from sinolens.domain.tier import CODE_LABELS, tier_of
from sinolens.exposure.analysis import Analysis, FundCoverage
from sinolens.qt.pages.facts import Fact, Section, given
from sinolens.qt.pages.page import day
from sinolens.qt.pages.status_facts import status_sections

LINES = 12
"""Lines of a fund's inside that the pane names; the rest is summed."""

_DECIDED = {"submitted": "waits for another person", "approved": "approved", "refused": "does not stand"}
_SHOWN = frozenset(_DECIDED)
_METHODS = {
    "isin": "ISIN", "cusip": "CUSIP", "sedol": "SEDOL", "figi": "FIGI", "lei": "LEI",
    "ticker": "ticker with its market",
    "uscc": "Unified Social Credit Code", "confirmed": "confirmed by a person", "name": "name, exact",
    "candidate": "likeness of names", "vehicle": "known pooled vehicle", "none": "nothing found",
    "not_screened": "not screened",
}
_PROVISIONAL = "a person to confirm it; until then it sets no tier"
_FUND_METHODS = {
    "known": "holdings on file", "scaled": "holdings on file, scaled to the custodian's value",
    "split": "reported percentages", "proxy": "benchmark as proxy", "not_disclosed": "not disclosed",
    "residual": "rest of the weights", "direct": "held directly",
}


def position_sections(analysis: Analysis, row: int, rules: Mapping[str, Rule] | None = None) -> list[Section]:
    """Everything known about a row of the position table; `rules` by id, None while they are being read."""
    position = analysis.positions.iloc[row]
    status = analysis.statuses[int(position["status"])]
    match = analysis.matches[int(position["match"])]
    judged = [one for one in analysis.overrides if one.row == row and one.state in _SHOWN]
    # What the sections below say in full needs no note.
    marks = {one.mark for one in judged}
    own = replace(status, notes=tuple(note for note in status.notes if note not in marks))
    first, *others = status_sections(own, rules)
    return [
        first,
        *(judgement_section(one, analysis) for one in judged),
        *others,
        Section("Where it was read", given(
            Fact("File", str(position["file"])), Fact("Sheet", str(position["sheet"])),
            Fact("Row", f"{int(position['row']):,}" if position["row"] else ""),
            Fact("As of", day(str(position["as_of"]))), Fact("Account", str(position["account"])),
            Fact("Manager", str(position["manager"])), Fact("Notes", str(position["notes"])),
        )),
        Section("Identifiers", given(
            *(Fact(name.upper(), str(position[name])) for name in ("isin", "cusip", "sedol", "figi", "lei", "uscc")),
            Fact("Ticker", " ".join(part for part in (str(position["ticker"]), str(position["mic"])) if part)),
        )),
        Section("Matched to", match_facts(match)),
        Section("Category and region", _category_facts(analysis, row)),
        *_fund_sections(analysis, row),
    ]


def judgement_section(one: Judgement, analysis: Analysis) -> Section:
    """What a person holds to be right, beside what was calculated."""
    names = CODE_LABELS if one.field == "tier" else analysis.category_names
    tier = str(tier_of(one.value)) if one.field == "tier" and one.value in CODE_LABELS else ""
    decided = f"{_DECIDED[one.state]} by {one.checker}, {day(one.on)}" if one.checker else _DECIDED[one.state]
    return Section("Judged otherwise", given(
        Fact("Judged", f"{one.value} {names.get(one.value, '')}".rstrip(), "strong", tier),
        Fact("Calculated", f"{one.calculated} {names.get(one.calculated, '')}".rstrip()),
        Fact("State", decided, "unverified" if one.state != "approved" else ""),
        Fact("Why it does not", one.why_not, "unverified"),
        Fact("Proposed by", one.maker), Fact("Reason", one.reason), Fact("Document", one.evidence),
        Fact("Holds until", day(one.expires)),
    ))


def position_summary(analysis: Analysis, row: int) -> tuple[str, str]:
    """Title and subtitle of a position's pane."""
    position = analysis.positions.iloc[row]
    value = int(position["market_value"])
    return str(position["name"]), f"{format_dollars(value)} · {format_percent(value, _pool(analysis))} of pool"


def match_facts(match: Match) -> tuple[Fact, ...]:
    """How a name was matched, and what came second."""
    return given(
        Fact("Entity", match.name or "none"),
        Fact("By", _METHODS.get(match.method, match.method)),
        Fact("Score", f"{match.score:.0f} of 100" if match.score else ""),
        Fact("Evidence", match.evidence),
        Fact("Runner-up", f"{match.runner_up} ({match.runner_up_score:.0f})" if match.runner_up else ""),
        Fact("Waits for", _PROVISIONAL if match.provisional else "", "unverified"),
        Fact("Conflict", match.conflict, "unverified"),
    )


def _pool(analysis: Analysis) -> int:
    return int(analysis.positions["market_value"].sum())


def _category_facts(analysis: Analysis, row: int) -> tuple[Fact, ...]:
    position = analysis.positions.iloc[row]
    lines = analysis.slices[analysis.slices["position"] == row]
    low, base, high = (int(lines[name].sum()) for name in ("low", "base", "high"))
    code, issuer = str(position["category"]), str(position["issuer_id"])
    return given(
        Fact("Issuer", str(position["issuer"]) if issuer else "", link=f"issuer:{issuer}"),
        Fact("Category", f"{code} {analysis.category_names.get(code, '')}".rstrip()),
        Fact("Region", str(position["region"])),
        Fact("AI-weighted", f"{format_dollars(base)}, between {format_dollars(low)} and {format_dollars(high)}"
             if high else ""),
    )


def _fund_sections(analysis: Analysis, row: int) -> list[Section]:
    funds = [fund for fund in analysis.funds if fund.position == row]
    sections = [Section("Look-through", fund_facts(fund)) for fund in funds]
    lines = analysis.slices[analysis.slices["position"] == row]
    if len(lines) <= 1:
        return sections
    largest = lines.reindex(lines["market_value"].abs().sort_values(ascending=False, kind="stable").index)
    facts = [
        Fact(format_dollars(int(line.market_value)).removesuffix(".00"), _line_words(line), tier=str(line.tier))
        for line in largest.head(LINES).itertuples()
    ]
    rest = largest.iloc[LINES:]
    if len(rest):
        facts.append(Fact(format_dollars(int(rest["market_value"].sum())), f"{len(rest):,} smaller lines"))
    return [*sections, Section(f"Inside, {counted(len(lines), 'line')}", tuple(facts))]


def fund_facts(fund: FundCoverage) -> tuple[Fact, ...]:
    """How a fund was looked through."""
    return given(
        Fact("Method", _FUND_METHODS.get(fund.method, fund.method)),
        Fact("Estimated", f"{format_dollars(fund.estimated_value)}, "
             f"{format_percent(fund.estimated_value, fund.market_value)} of the fund; no name of its own was seen")
        if fund.estimated_value else
        Fact("Known", f"{format_dollars(fund.own_value)}, "
             f"{format_percent(fund.own_value, fund.market_value)} of the fund"),
        Fact("Not disclosed", format_dollars(fund.undisclosed_value) if fund.undisclosed_value else ""),
        Fact("Scale factor", f"{fund.scale_factor:.4f}" if fund.scale_factor is not None else ""),
        Fact("Data from", day(fund.data_date)), Fact("Confidence", fund.confidence), Fact("File", fund.file),
        Fact("Missing", fund.missing, "unverified"),
    )


def _line_words(line: object) -> str:
    """A line inside a fund: name, where it lies, how it is known, which row it came from."""
    name = str(line.issuer) or str(line.name)
    way = f"via {line.path}" if line.path and int(line.depth) > 1 else ""
    source = f"{line.file}, row {int(line.row):,}" if line.file and line.row else ""
    how = _FUND_METHODS.get(str(line.method), str(line.method)) if str(line.method) != "direct" else ""
    tail = " · ".join(part for part in (how, way, source) if part)
    return f"{name}\n{tail}" if tail else name
