"""The tables a statute or a letter asks for: restricted, under review, and list by list what is held."""

from __future__ import annotations

from sinolens.domain.counting import counted
from sinolens.domain.money import format_compact
from sinolens.domain.official_list import ListEdition
from sinolens.domain.tier import CODE_LABELS, Status
from sinolens.exposure.analysis import ListState
from sinolens.reporting.document import Audience, Column, Count, Kind, Money, Row, Section, Table
from sinolens.reporting.material import Material
from sinolens.reporting.names import Name, entries, names_by_size, sum_of, worst
from sinolens.reporting.text import long_date

_RESTRICTING = ("1A", "1B", "1C", "1D", "1E", "2A", "2B", "2C", "3A", "3B")
_REVIEWED = ("4B", "U1", "U4")
_NO_EDITION = "not known: no edition on file"


def under_review(m: Material, names: dict[str, Name]) -> Section:
    """Names that wait for a person: affiliates, unmatched lines, rules of unknown status."""
    rows: list[Row] = []
    for name in names_by_size(names):
        codes = sorted({c for s in name.statuses.values() for c in (s.code, *s.other_codes) if c in _REVIEWED})
        if codes:
            status = next(s for s in name.statuses.values() if {s.code, *s.other_codes} & set(codes))
            rows.append(
                (
                    name.issuer,
                    "; ".join(CODE_LABELS[code] for code in codes),
                    status.explanation,
                    worst(name.tiers),
                    m.sum(name.value, m.key("issuer", name.key)),
                    m.of_pool(name.value),
                    "",
                    "",
                    "",
                )
            )
    table = Table(
        "review",
        "",
        (
            Column("name", "Name", width=34),
            Column("reason", "Reason", width=28),
            Column("summary", "What is known", width=50, paper=False),
            Column("tier", "Assessed tier", Kind.TIER, 24),
            Column("value", "Value (USD)", Kind.MONEY, 17, adds=True),
            Column("pool", "% of pool", Kind.SHARE, 10, part="value", whole="pool"),
            Column("letters", "Notice, reply due", width=16, paper=False),
            Column("next", "Next review", width=14, paper=False),
            Column("owner", "Owner", width=14, paper=False),
        ),
        tuple(rows),
        ("All", "", "", "", Money(sum_of(rows, 4)), m.of_pool(sum_of(rows, 4)), "", "", "") if rows else None,
        empty=m.wording.empty["review"],
        limit=6 if m.audience is Audience.COMMITTEE else 25,
    )
    return Section("review", "Under Review", "Under review", tables=(table,), paper=bool(rows))


def restricted(m: Material, names: dict[str, Name]) -> Section:
    """The restricted table of a statute pack: what barred or conditioned names are held, and on what basis."""
    rows: list[Row] = []
    for name in names_by_size(names):
        found = [(t, s) for s in name.statuses.values() for t in s.triggers if t.code in _RESTRICTING]
        if found:
            trigger, status = min(found, key=lambda pair: _RESTRICTING.index(pair[0].code))
            rows.append(
                (
                    name.issuer,
                    f"{trigger.rule_name} ({trigger.citation})",
                    trigger.listed_on or None,
                    None,
                    None,
                    m.sum(name.value, m.key("issuer", name.key)),
                    None,
                    _next_date(status),
                    f"{trigger.code} {CODE_LABELS[trigger.code]}",
                    "; ".join(status.evidence_needed),
                )
            )
    table = Table(
        "restricted",
        "",
        (
            Column("name", "Company", width=34),
            Column("basis", "List and legal basis", width=36),
            Column("listed", "Date listed", Kind.DATE, 12),
            Column("found", "Date found", Kind.DATE, 12, paper=False),
            Column("then", "Held when found (USD)", Kind.MONEY, 17, paper=False),
            Column("value", "Held now (USD)", Kind.MONEY, 17, adds=True),
            Column("gone", "% removed", Kind.SHARE, 10, paper=False),
            Column("deadline", "Next date", Kind.DATE, 12),
            Column("status", "Status", width=30),
            Column("evidence", "Evidence to show", width=28, paper=False),
        ),
        tuple(rows),
        ("All", "", "", "", "", Money(sum_of(rows, 5)), "", "", "", "") if rows else None,
        note="Date found, value when found and share removed are not recorded in this project; what changed since an "
        "earlier period stands under Divestment status and deadlines.",
        empty=m.wording.empty["restricted"].format(as_of=long_date(m.analysis.as_of)),
    )
    return Section("restricted", "Restricted", "Restricted", tables=(table,))


def lists_answered(m: Material, names: dict[str, Name]) -> Section:
    """The answer to a letter that asks, list by list, what is held."""
    held: dict[str, dict[str, Name]] = {}
    for name in names.values():
        for trigger, _ in entries(name):
            held.setdefault(trigger.list_id, {})[name.key] = name
    rows = tuple(_answer(m, state, held.get(state.list_id, {})) for state in m.analysis.lists)
    missing: tuple[Row, ...] = tuple(
        (title, None, None, _NO_EDITION, None, None, "") for title in m.analysis.missing_lists
    )
    table = Table(
        "answers",
        f"What is held on {long_date(m.analysis.as_of)}",
        (
            Column("list", "List", width=40),
            Column("edition", "Edition", Kind.DATE, 12),
            Column("entries", "Entries", Kind.COUNT, 9),
            Column("held", "Is a named entity held?", width=34),
            Column("names", "Names", Kind.COUNT, 8),
            Column("value", "Value (USD)", Kind.MONEY, 17),
            Column("which", "Which", width=50, paper=False),
        ),
        (*rows, *missing),
        note=_answers_note(m),
    )
    policies = m.analysis.institution.policies
    lead = (
        ("Policy on file: " + "; ".join(policies).replace("-", " ") + ".",)
        if policies
        else ("No divestment policy text is on file in this project.",)
    )
    return Section("answers", "Answer Pack", "Answers by list", lead, tables=(table,))


def _answers_note(m: Material) -> str:
    """What else must be known to read the answers: gaps of the lists, and what of the portfolio could not be told."""
    gaps = [f"{s.short_title}: {s.edition.note}" for s in m.analysis.lists if s.edition and not s.edition.complete]
    hidden = m.headline.not_disclosed + m.headline.unresolved
    said = (
        f"What is known leaves out {format_compact(hidden)} that is not disclosed or not identified." if hidden else "",
        f"Missing from the lists on file: {' '.join(gaps)}" if gaps else "",
        "A name on several lists stands in each, so the values do not add up to one total.",
    )
    return " ".join(text for text in said if text)


def _answer(m: Material, state: ListState, held: dict[str, Name]) -> Row:
    """Whether something named on a list is held. What was not or could not be looked at is never "none"."""
    if state.edition is None:
        return (state.title, None, None, _NO_EDITION, None, None, "")
    names = names_by_size(held)
    return (
        state.title,
        state.edition.edition,
        Count(state.entries),
        _held(m, state, state.edition, bool(names)),
        Count(len(names)),
        Money(sum(name.value for name in names)),
        "; ".join(name.issuer for name in names),
    )


def _held(m: Material, state: ListState, edition: ListEdition, found: bool) -> str:
    """Yes, or as much of a no as the list on file and the portfolio allow."""
    part = "" if edition.complete else f"; {state.entries:,} of {counted(edition.count, 'entry', 'entries')} on file"
    if edition.complete or edition.count <= state.entries:
        part = "" if edition.complete else "; entries known to be missing from the list on file"
    if found:
        return f"yes{part}"
    if state.stale:
        return f"not known: the list is too old{part}"
    hidden = m.headline.not_disclosed or m.headline.unresolved
    if not edition.complete:
        return f"not known: none among the entries on file{part}"
    return f"none identified{' in what is known' if hidden else ''}"


def _next_date(status: Status) -> str | None:
    """The nearest date not yet past; None when there is none."""
    return min((clock.date for clock in status.clocks if clock.days_left >= 0), default=None)
