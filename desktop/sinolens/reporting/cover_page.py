"""What stands before the figures: the memo, what the report rests on, and the facts of the cover."""

from __future__ import annotations

from sinolens.domain.counting import counted
from sinolens.domain.money import format_dollars
from sinolens.reference.definitions import describe_limits
from sinolens.reporting.document import CoverFields, Fact
from sinolens.reporting.material import Material
from sinolens.reporting.text import long_date


def memo(m: Material, cover: CoverFields) -> tuple[Fact, ...]:
    """DATE, AS OF, TO, FROM, SUBJECT and the action requested; what staff typed wins over the words of the audience."""
    words = m.wording.memo[m.audience.value]
    return (
        # Left blank for staff: the day the figures are for is not the day of the memo.
        Fact("Date", long_date(cover.meeting_date) if cover.meeting_date else ""),
        Fact("As of", long_date(m.analysis.as_of)),
        Fact("To", cover.to or words["to"]),
        Fact("From", cover.sender or words["sender"]),
        Fact("Subject", cover.subject or words["subject"].format(as_of=long_date(m.analysis.as_of))),
        Fact("Action requested", cover.action or words["action"]),
    )


def basis(m: Material, cover: CoverFields) -> tuple[Fact, ...]:
    """What the first page rests on: definition, lists, dates, people."""
    a = m.analysis
    people = (
        ("Prepared by", cover.prepared_by),
        ("Reviewed by", cover.reviewed_by),
        ("Approved by", cover.approved_by),
    )
    return (
        Fact("Definition", f"{a.definition.name}, version {a.definition.version}; sources of {_source_dates(m)}"),
        Fact("Lists", _editions(m)),
        *(Fact(role, name) for role, name in people if name),
    )


def _editions(m: Material) -> str:
    return (
        "; ".join(
            f"{s.short_title} {long_date(s.edition.edition)}"
            if s.edition
            else f"{s.short_title}: none on file for the date"
            for s in m.analysis.lists
        )
        or "none on file"
    )


def _source_dates(m: Material) -> str:
    dates = sorted({source.as_of for source in m.analysis.inputs if source.as_of})
    return " to ".join(long_date(date) for date in dict.fromkeys((dates[0], dates[-1]))) if dates else "–"


def _define(m: Material) -> str:
    """The definition, and what of it the figures do not look at."""
    chosen = m.analysis.definition
    limits = describe_limits(chosen.basis, chosen.reach)
    return f"{chosen.name}, version {chosen.version}{f'. {limits}' if limits else ''}"


def cover_facts(m: Material, cover: CoverFields, report_id: str, marks: tuple[str, ...]) -> tuple[Fact, ...]:
    """What the cover sheet lists."""
    a, h = m.analysis, m.headline
    return (
        Fact("Institution", a.institution.name),
        Fact("Mark", " · ".join(marks)),
        Fact("As of", long_date(a.as_of)),
        Fact("Dates of the sources", _source_dates(m)),
        Fact(
            "Meeting",
            " · ".join(
                part for part in (cover.meeting, long_date(cover.meeting_date) if cover.meeting_date else "") if part
            ),
        ),
        Fact("Definition", _define(m)),
        Fact("Lists", _editions(m)),
        Fact("Prepared by", cover.prepared_by),
        Fact("Reviewed by", cover.reviewed_by),
        Fact("Approved by", cover.approved_by),
        Fact("Program", f"Sinolens {a.program_version}".strip()),
        Fact("Reference facts", a.reference_id),
        Fact("Report id", report_id),
        Fact("Pool", m.sum(m.headline.pool)),
        Fact(
            "In words",
            f"{format_dollars(h.pool)} market value, {counted(h.positions, 'position')}, {counted(h.lines, 'line')}",
        ),
    )
