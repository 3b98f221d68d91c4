"""The sections that say how it is known: gaps, sources, lists, method and glossary."""

from __future__ import annotations

from collections import Counter

from sinolens.domain.finding import Finding, Severity
from sinolens.domain.money import format_dollars
from sinolens.domain.tier import CODE_LABELS
from sinolens.exposure.analysis import Analysis
from sinolens.reporting.document import Column, Count, Kind, Money, Number, Row, Section, Table
from sinolens.reporting.material import Material

_ORDER = (Severity.BLOCKING, Severity.ERROR, Severity.WARNING, Severity.INFO)


def data_quality(m: Material) -> Section:
    """What is known and how, what is not, and what was noticed while reading."""
    knowledge = m.cube.by("knowledge")
    reasons = {
        "known": "Matched, and read from a holdings file or held directly.",
        "estimated": "Rests on a split by percent, a benchmark or an estimate.",
        "not_disclosed": "The manager showed no holdings, or weights that do not add to the whole.",
        "unresolved": "Which company it is, or what it does, is not known; its region may be.",
    }
    coverage = Table(
        "coverage",
        "How the value is known",
        (
            Column("part", "Part", width=22),
            Column("value", "Value (USD)", Kind.MONEY, 18, adds=True),
            Column("pool", "% of pool", Kind.SHARE, 10, part="value", whole="pool"),
            Column("reason", "Why", width=60),
        ),
        tuple(
            (
                m.label("knowledge", part),
                m.sum(knowledge.get(part, 0), ("knowledge", part)),
                m.of_pool(knowledge.get(part, 0)),
                reason,
            )
            for part, reason in reasons.items()
        ),
        ("Pool", Money(m.headline.market_value), m.of_pool(m.headline.market_value), ""),
    )
    return Section(
        "quality",
        "Data Quality",
        m.wording.sections["quality"],
        (m.wording.lead["quality"],),
        tables=(coverage, *_left_out(m), _gaps(m), *_twice(m), _methods(m), _remarks(m), _finding_counts(m)),
    )


def _left_out(m: Material) -> tuple[Table, ...]:
    """Positions no rate brings into the base currency: they are in no total, and that must not go unsaid."""
    if not m.analysis.excluded:
        return ()
    names = m.analysis.positions["name"].tolist()
    table = Table(
        "excluded",
        "Held, but in no total: no exchange rate is on file",
        (
            Column("name", "Position", width=40),
            Column("number", "No.", Kind.COUNT, 9),
            Column("currency", "Currency", Kind.CODE, 10),
            Column("amount", "Amount in it", Kind.NUMBER, 20),
        ),
        tuple(
            (names[one.position], Count(one.position + 1), one.currency, Number(one.amount / 100))
            for one in m.analysis.excluded
        ),
        note="Give the rates with their dates, and these positions are counted.",
        limit=8,
    )
    return (table,)


def _twice(m: Material) -> tuple[Table, ...]:
    """Securities that a fund and the direct lines beside it both hold: one holding, or two?"""
    if not m.analysis.overlaps:
        return ()
    said = {"one": "one holding, counted once", "both": "two holdings", "": "nobody said yet: both are counted"}
    table = Table(
        "twice",
        "Held by a fund and directly beside it",
        (
            Column("fund", "Fund", width=36),
            Column("lines", "Direct lines", Kind.COUNT, 11),
            Column("value", "Their value (USD)", Kind.MONEY, 18),
            Column("answer", "What staff said", width=34),
        ),
        tuple((one.fund, Count(len(one.rows)), Money(one.value), said[one.answer]) for one in m.analysis.overlaps),
        limit=8,
    )
    return (table,)


def _gaps(m: Material) -> Table:
    slices = m.analysis.slices
    dark = slices[slices["tier"] == "U"].copy()
    managers = m.analysis.positions["manager"].tolist()
    statuses = m.analysis.statuses
    dark["size"] = dark["market_value"].abs()
    dark = dark.sort_values(["size", "position"], ascending=[False, True], kind="stable")
    rows: tuple[Row, ...] = tuple(
        (
            str(name),
            Count(int(position) + 1),
            managers[position],
            str(code),
            CODE_LABELS.get(str(code), str(code)),
            Money(int(value)),
            m.of_pool(int(value)),
            statuses[status].explanation if 0 <= status < len(statuses) else "",
        )
        for position, name, code, value, status in zip(
            dark["position"].tolist(),
            dark["name"].tolist(),
            dark["code"].tolist(),
            dark["market_value"].tolist(),
            dark["status"].tolist(),
            strict=True,
        )
    )
    total = int(dark["market_value"].sum())
    return Table(
        "gaps",
        "Every unresolved line and its reason",
        (
            Column("name", "Name", width=34),
            Column("position", "Position", Kind.COUNT, 9, paper=False),
            Column("manager", "Manager", width=22),
            Column("code", "Code", Kind.CODE, 7),
            Column("reason", "Reason", width=34),
            Column("value", "Value (USD)", Kind.MONEY, 17, adds=True),
            Column("pool", "% of pool", Kind.SHARE, 10, part="value", whole="pool"),
            Column("detail", "In words", width=60, paper=False),
        ),
        rows,
        ("All unresolved", "", "", "", "", Money(total), m.of_pool(total), "") if rows else None,
        empty="Every line has a tier.",
        limit=6,
    )


def _methods(m: Material) -> Table:
    counts = Counter(
        m.analysis.matches[i].method if 0 <= i < len(m.analysis.matches) else "none"
        for i in m.analysis.slices["match"].tolist()
    )
    return Table(
        "methods",
        "How lines were matched to issuers",
        (Column("method", "Matched by", width=22), Column("lines", "Lines", Kind.COUNT, 10, adds=True)),
        tuple(
            (method.replace("_", " "), Count(number))
            for method, number in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        ),
        ("All lines", Count(sum(counts.values()))),
        paper=False,
    )


def _remarks(m: Material) -> Table:
    found = sorted(
        all_findings(m.analysis), key=lambda f: (_ORDER.index(f.severity), f.file, f.sheet, f.row, f.code, f.message)
    )
    return Table(
        "findings",
        "What was noticed",
        (
            Column("severity", "Weight", width=10),
            Column("message", "Remark", width=70),
            Column("file", "File", width=24),
            Column("place", "Place", width=16),
            Column("code", "Code", Kind.CODE, 22, paper=False),
        ),
        tuple(
            (f.severity.value, f.message, f.file, " ".join(part for part in (f.sheet, f.cell) if part), f.code)
            for f in found
        ),
        empty=m.wording.empty["findings"],
        limit=2,
    )


def _finding_counts(m: Material) -> Table:
    counts = Counter((f.severity, f.code) for f in all_findings(m.analysis))
    return Table(
        "finding_counts",
        "Remarks by kind",
        (
            Column("code", "Kind", width=28),
            Column("severity", "Weight", width=10),
            Column("number", "Number", Kind.COUNT, 9, adds=True),
        ),
        tuple(
            (code.replace("-", " ").capitalize(), severity.value, Count(number))
            for (severity, code), number in sorted(
                counts.items(), key=lambda pair: (_ORDER.index(pair[0][0]), -pair[1], pair[0][1])
            )
        ),
        ("All", "", Count(sum(counts.values()))),
        empty=m.wording.empty["findings"],
        limit=10,
        paper=False,
    )


def all_findings(analysis: Analysis) -> list[Finding]:
    """Findings of the inputs and of the analysis, each once."""
    return list(dict.fromkeys((*(f for source in analysis.inputs for f in source.findings), *analysis.findings)))


def source_numbers(m: Material) -> dict[tuple[str, str], int]:
    """Number of each source by file and sheet, as the table of sources prints it."""
    return {(source.file, source.sheet): number for number, source in enumerate(m.analysis.inputs, start=1)}


def sources(m: Material) -> Section:
    """Files with their tie-out, and the list editions screened against."""
    files = Table(
        "sources",
        "Files read",
        (
            Column("number", "No.", Kind.CODE, 6),
            Column("file", "File", width=48),
            Column("sheet", "Sheet", width=18),
            Column("role", "Holds", width=22),
            Column("as_of", "As of", Kind.DATE, 12),
            Column("rows", "Rows", Kind.COUNT, 8, paper=False),
            Column("positions", "Positions", Kind.COUNT, 9),
            Column("skipped", "Skipped", Kind.COUNT, 8, paper=False),
            Column("sum", "Sum (USD)", Kind.MONEY, 18),
            Column("control", "Control total (USD)", Kind.MONEY, 18, paper=False),
            Column("difference", "Difference (USD)", Kind.MONEY, 15),
            Column("reason", "Difference accepted because", width=30, paper=False),
            Column("sha256", "SHA-256", Kind.CODE, 66, paper=False),
        ),
        tuple(
            (
                f"S{number}",
                s.file,
                s.sheet,
                "positions" if s.role == "positions" else f"holdings of {s.fund}",
                s.as_of or None,
                Count(s.rows_read),
                Count(s.positions),
                Count(len(s.skipped)),
                Money(s.sum),
                None if s.control_total is None else Money(s.control_total),
                None if s.difference is None else Money(s.difference),
                s.accepted_reason,
                s.sha256,
            )
            for number, s in enumerate(m.analysis.inputs, start=1)
        ),
        note="Files with the holdings of a fund explain its value; they never add to it.",
        empty="No file was read.",
    )
    return Section(
        "sources",
        "Sources",
        m.wording.sections["sources"],
        (m.wording.lead["sources"],),
        tables=(files, _lists(m), _skipped(m)),
    )


def _lists(m: Material) -> Table:
    rows: tuple[Row, ...] = tuple(
        (
            state.short_title,
            state.title,
            state.edition.edition if state.edition else None,
            Count(state.entries) if state.edition else None,
            state.edition.checked_on if state.edition else None,
            None if state.age_days is None else Count(state.age_days),
            "no edition on file for the date"
            if state.edition is None
            else "older than 90 days"
            if state.stale
            else "current"
            if state.edition.complete
            else "current, not complete",
            state.edition.citation if state.edition else "",
            ("yes" if state.edition.verified else "unverified") if state.edition else "",
        )
        for state in m.analysis.lists
    )
    missing: tuple[Row, ...] = tuple(
        (title, title, None, None, None, None, "not on file", "", "") for title in m.analysis.missing_lists
    )
    return Table(
        "lists",
        "Lists screened against",
        (
            Column("short", "List", width=26),
            Column("list", "Full name", width=44, paper=False),
            Column("edition", "Edition", Kind.DATE, 12),
            Column("entries", "Entries", Kind.COUNT, 9),
            Column("checked", "Last checked", Kind.DATE, 12),
            Column("age", "Days since", Kind.COUNT, 9),
            Column("state", "State", width=22),
            Column("citation", "Citation", width=28, paper=False),
            Column("verified", "Verified", Kind.CODE, 11),
        ),
        (*rows, *missing),
        empty="No list is on file: nothing could be screened.",
    )


def _skipped(m: Material) -> Table:
    counts = Counter((s.file, s.sheet, row.reason) for s in m.analysis.inputs for row in s.skipped)
    return Table(
        "skipped",
        "Rows that are no positions",
        (
            Column("file", "File", width=30),
            Column("sheet", "Sheet", width=16),
            Column("reason", "Reason", width=40),
            Column("rows", "Rows", Kind.COUNT, 8, adds=True),
        ),
        tuple((*key, Count(number)) for key, number in sorted(counts.items())),
        ("All", "", "", Count(sum(counts.values()))) if counts else None,
        empty="No row was skipped.",
        limit=8,
        paper=False,
    )


def method(m: Material, left_out: tuple[str, ...] = ()) -> Section:
    """How the figures are made, in words; what was left out by choice; the definition in full; the glossary."""
    definition = m.analysis.definition
    profile = Table(
        "definition",
        "The definition in full",
        (Column("field", "Field", width=22), Column("text", "Text", width=90)),
        (
            ("Name and version", f"{definition.name}, version {definition.version}"),
            ("Counts as China", ", ".join(m.cube.label("region", region) for region in sorted(definition.regions))),
            ("Looks at", ", ".join(definition.basis).replace("_", " ")),
            ("Reach", definition.reach),
            ("Citation", definition.citation),
            ("Source", definition.source),
            ("Note", definition.note),
            ("Checked against the source", "yes" if definition.verified else "unverified"),
        ),
    )
    glossary = Table(
        "glossary",
        "Glossary",
        (Column("term", "Term", width=28), Column("meaning", "Meaning", width=90)),
        tuple(m.wording.glossary.items()),
    )
    pool = f"The pool is {format_dollars(m.headline.pool)}; market values leave out accrued income."
    choice = (m.wording.lead["left_out"].format(parts="; ".join(left_out)),) if left_out else ()
    return Section(
        "method",
        "Method & Glossary",
        m.wording.sections["method"],
        (*m.wording.method, pool, *choice),
        tables=(profile, glossary),
    )
