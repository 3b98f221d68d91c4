"""The exceptions positions are held under: by what evidence, from whom, and what of it is missing."""

from __future__ import annotations

from sinolens.domain.exempted import Evidence, Exempted
from sinolens.reporting.document import Audience, Column, Count, Kind, Money, Query, Row, Section, Table
from sinolens.reporting.material import Material
from sinolens.reporting.text import long_date

_ON_PAPER = 10


def exemptions(m: Material) -> Section:
    """Exceptions relied on, and positions a rule reaches for want of one."""
    regulator = m.audience is Audience.REGULATOR
    sheet, title = ("Exempt", "Exempt") if regulator else ("Exemptions & Waivers", "Exemptions and waivers")
    relied = [one for one in m.analysis.exemptions if one.relied]
    open_ = [one for one in m.analysis.exemptions if not one.relied]
    if not relied and not open_:
        said = m.wording.empty["exemptions"].format(as_of=long_date(m.analysis.as_of))
        return Section("exemptions", sheet, title, empty=said)
    tables = (_relied(m, relied), _open(m, open_), _evidence(m, [*relied, *open_]))
    return Section("exemptions", sheet, title, (m.wording.lead["exempt"],), tables=tables)


def _relied(m: Material, found: list[Exempted]) -> Table:
    rows: tuple[Row, ...] = tuple(
        (
            _name(m, one),
            one.exception,
            f"{one.rule} ({one.citation})",
            "yes" if one.verified else "unverified",
            _value(m, one),
            Count(len(one.evidence)),
            "; ".join(one.missing) or "none",
        )
        for one in _by_size(m, found)
    )
    return Table(
        "exempt",
        m.wording.sections["exempt"],
        (
            Column("name", "Position", width=34),
            Column("exception", "Exception", width=32),
            Column("basis", "Rule and citation", width=40, paper=False),
            Column("checked", "Source checked", Kind.CODE, 12, paper=False),
            Column("value", "Value (USD)", Kind.MONEY, 17, adds=True),
            Column("evidence", "Answers on file", Kind.COUNT, 11),
            Column("missing", "Missing evidence", width=44),
        ),
        rows,
        ("All", "", "", "", _sum(rows, 4), "", "") if rows else None,
        empty="No position is held under an exception.",
        limit=_ON_PAPER,
    )


def _open(m: Material, found: list[Exempted]) -> Table:
    rows: tuple[Row, ...] = tuple(
        (
            _name(m, one),
            str(m.analysis.positions["code"].iloc[one.row]),
            f"{one.rule} ({one.citation})",
            "; ".join(one.could) or "none of those on file",
            _value(m, one),
            Count(len(one.evidence)),
            "; ".join(one.missing) or "none would change it",
        )
        for one in _by_size(m, found)
    )
    return Table(
        "exempt_open",
        "Reached because no exception is shown",
        (
            Column("name", "Position", width=34),
            Column("code", "Code", Kind.CODE, 7),
            Column("basis", "Rule and citation", width=40, paper=False),
            Column("could", "Could still hold", width=44, paper=False),
            Column("value", "Value (USD)", Kind.MONEY, 17, adds=True),
            Column("evidence", "Answers on file", Kind.COUNT, 11),
            Column("missing", "Missing evidence", width=50),
        ),
        rows,
        ("All", "", "", "", _sum(rows, 4), "", "") if rows else None,
        note=m.wording.lead["exempt_open"] if rows else "",
        empty=m.wording.empty["exemptions_open"],
        limit=_ON_PAPER,
    )


def _evidence(m: Material, found: list[Exempted]) -> Table:
    rows: tuple[Row, ...] = tuple(
        (_name(m, one), one.exception or "none shown", *_told(evidence)) for one in found for evidence in one.evidence
    )
    return Table(
        "evidence",
        "Evidence on file",
        (
            Column("name", "Position", width=34),
            Column("exception", "Exception", width=30),
            Column("question", "Question", width=44),
            Column("answer", "Answer", width=18),
            Column("origin", "From", width=40),
            Column("who", "Answered by", width=16),
            Column("when", "On", Kind.DATE, 12),
            Column("document", "Document", width=24),
            Column("sha256", "SHA-256 of the document", width=40),
        ),
        rows,
        empty="No answer is on file.",
        paper=False,
    )


def _told(one: Evidence) -> Row:
    return (one.question, one.answer, one.origin, one.who, one.when[:10], one.document, one.sha256)


def _name(m: Material, one: Exempted) -> str:
    return str(m.analysis.positions["name"].iloc[one.row])


def _cents(m: Material, one: Exempted) -> int:
    return int(m.analysis.positions["market_value"].iloc[one.row])


def _value(m: Material, one: Exempted) -> Money:
    return Money(_cents(m, one), Query("value", (("position_no", one.row + 1),)))


def _by_size(m: Material, found: list[Exempted]) -> list[Exempted]:
    return sorted(found, key=lambda one: (-abs(_cents(m, one)), one.row))


def _sum(rows: tuple[Row, ...], place: int) -> Money:
    return Money(sum(cell.cents for row in rows if isinstance(cell := row[place], Money)))
