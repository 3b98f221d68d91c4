"""The section on what is known and what is not: gaps, how lines were matched, what was noticed."""

from __future__ import annotations

from collections import Counter

from sinolens.domain.finding import Finding, Severity
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
