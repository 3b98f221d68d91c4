"""The sections that say what the report rests on: files, lists, method and glossary."""

from __future__ import annotations

from collections import Counter

from sinolens.domain.money import format_dollars
from sinolens.reporting.document import Column, Count, Kind, Money, Row, Section, Table
from sinolens.reporting.material import Material


def source_numbers(m: Material) -> dict[tuple[str, str], int]:
    """Number of each source by file and sheet, as the table of sources prints it."""
    return {(source.file, source.sheet): number for number, source in enumerate(m.analysis.inputs, start=1)}


def sources(m: Material) -> Section:
    """Files with their tie-out, and the list editions screened against."""
    other = any(source.currency for source in m.analysis.inputs)
    unit = "" if other else " (USD)"
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
            *((Column("currency", "Currency", Kind.CODE, 8),) if other else ()),
            Column("sum", f"Sum{unit}", Kind.MONEY, 18),
            Column("control", f"Control total{unit}", Kind.MONEY, 18, paper=False),
            Column("difference", f"Difference{unit}", Kind.MONEY, 15),
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
                *((s.currency or m.analysis.base_currency,) if other else ()),
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
