"""The report composed from an analysis: every number that workbook and PDF print is made here, once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from sinolens.domain.finding import Severity
from sinolens.exposure.analysis import Analysis
from sinolens.exposure.comparison import compare
from sinolens.reporting.category_sections import by_category, by_tier
from sinolens.reporting.change_sections import change_bridge, change_counts
from sinolens.reporting.cover_page import basis, cover_facts, memo
from sinolens.reporting.document import (
    Audience,
    Box,
    Column,
    CoverFields,
    Fact,
    Logo,
    Report,
    Section,
    Table,
    Withheld,
)
from sinolens.reporting.exemption_section import exemptions
from sinolens.reporting.holder_sections import by_asset_class, by_geography, by_manager
from sinolens.reporting.holdings_sections import appendix, listed_names, top_holdings
from sinolens.reporting.identity import report_id
from sinolens.reporting.limit_section import limits
from sinolens.reporting.lines import compose_lines
from sinolens.reporting.material import Material
from sinolens.reporting.names import names_of
from sinolens.reporting.override_section import overrides
from sinolens.reporting.quality_sections import all_findings, data_quality
from sinolens.reporting.redaction import redact, scrubber
from sinolens.reporting.scenario_section import scenarios
from sinolens.reporting.source_sections import method, sources
from sinolens.reporting.statute_sections import lists_answered, restricted, under_review
from sinolens.reporting.summary import answers, cards, deadlines, names_by_tier, summary
from sinolens.reporting.text import plain, tidy
from sinolens.reporting.tracker_sections import divestment, removed_names, sales_log
from sinolens.reporting.wording import load_wording

_MARKS = {
    Audience.COMMITTEE: "Confidential – Investment Committee",
    Audience.PUBLIC: "Public",
    Audience.REGULATOR: "Confidential – Regulatory response",
}
_WITHOUT_DATA = (
    ("divestment", "Divestment Tracker", "Divestment status and deadlines"),
    ("exemptions", "Exemptions & Waivers", "Exemptions and waivers"),
    ("limits", "Limits", "Limits"),
    ("scenarios", "Scenarios", "Scenarios"),
    ("bridge", "Change Bridge", "Change since the last report"),
    ("changes", "Change Counts", "Added, removed and moved"),
    ("overrides", "Overrides", "Overrides"),
)
_STATUTE = (
    ("divestment", "Divestment Tracker", "Divestment status and deadlines"),
    ("exemptions", "Exempt", "Exempt"),
    ("sales", "Sales Log", "Sales log"),
    ("removed", "Removed", "Removed from consideration"),
    ("changes", "Change Counts", "Added, removed and moved"),
)

_GOVERNANCE = tuple(key for key, _, _ in _WITHOUT_DATA)
_EXPOSURE = ("summary", "category", "tier", "asset_class", "manager", "geography")
_ORDER: dict[Audience, tuple[str, ...]] = {
    Audience.COMMITTEE: (
        *_EXPOSURE,
        *("holdings", "listed", "review"),
        *_GOVERNANCE,
        *("quality", "sources", "method", "options", "approvals", "appendix"),
    ),
    Audience.PUBLIC: (*_EXPOSURE, "withheld", "quality", "sources", "method"),
    Audience.REGULATOR: (
        *("summary", "restricted", "review"),
        *(key for key, _, _ in _STATUTE),
        *("answers", "listed", "manager", "quality", "sources", "method"),
    ),
}
"""Sections of each audience, in the order they are printed."""
ALWAYS = frozenset({"summary", "withheld", "quality", "sources", "method"})
"""Sections no report may go out without: the figures, what is not known, and how it is known."""
_NEEDS_EARLIER = frozenset({"bridge", "changes", "removed", "sales"})
_NAMING = frozenset({"holdings", "listed", "review", "restricted", "answers", "appendix"})
_TITLES = {"restricted": "Restricted", "review": "Under review", "answers": "Answers by list"}


def compose(
    analysis: Analysis,
    audience: str = "committee",
    paper: str = "letter",
    previous: Analysis | None = None,
    mark: str | None = None,
    cover: CoverFields | None = None,
    sections: Collection[str] | None = None,
    logo: Logo | None = None,
    shocks: Mapping[str, float] | None = None,
) -> Report:
    """Compose the report.

    Args:
        analysis: what to report on.
        audience: "committee", "public" or "regulator".
        paper: "letter" or "a4".
        previous: an earlier analysis to compare with.
        mark: a further mark printed beside the audience's own, such as "Draft".
        cover: what staff typed for the cover.
        sections: keys of `section_choices` to print, None = all. What is left out is named on the page on method;
            no total changes by it.
        logo: printed on the first page and the cover sheet.
        shocks: figures for scenarios beside those entered in the analysis, by mark of the effect ("MKT-12.1"), percent.

    Raises:
        ValueError: no such audience, paper or section.
    """
    reader = Audience(audience)
    if paper not in ("letter", "a4"):
        raise ValueError(f"paper is 'letter' or 'a4', not {paper!r}")
    chosen = _chosen(reader, sections)
    # Whatever the screen counts with, a report is at market value, which ties out to the files.
    analysis = analysis.at_market or analysis
    number = report_id(analysis)
    whole = tidy(analysis)
    shown, withheld = _for_reader(whole, reader)
    earlier = tidy(previous) if previous is not None else None
    before = _for_reader(earlier, reader)[0] if earlier is not None else None
    named = reader is not Audience.PUBLIC and _NEEDS_EARLIER & set(chosen)
    comparison = compare(earlier, whole) if earlier is not None and named else None
    figures = {**(shown.entered.shocks if shown.entered else {}), **(shocks or {})}
    m = Material.of(shown, reader, load_wording(), before, comparison, figures)
    # What staff typed may name a company as well as what they imported.
    said = scrubber(whole) if reader is Audience.PUBLIC else None
    typed = _tidy_cover(cover or CoverFields(), said)
    marks = _marks(whole, reader, said(plain(mark)) if said and mark else mark)
    facts = cards(m)
    return Report(
        id=number,
        title=shown.title if shown.title not in ("", shown.institution.name) else m.wording.sections["report"],
        institution=shown.institution.name,
        as_of=shown.as_of,
        definition=f"{shown.definition.name} {shown.definition.version}".strip(),
        audience=reader,
        paper=paper,
        marks=marks,
        cover=typed,
        memo=memo(m, typed),
        answers=answers(m),
        cards=facts,
        front=(names_by_tier(m), deadlines(m)),
        basis=basis(m, typed),
        sections=(
            Section("cover", "Cover", shown.institution.name, facts=cover_facts(m, typed, number, marks), paper=False),
            *_sections(m, facts, chosen),
        ),
        lines=compose_lines(shown, m.cube, reader),
        legal=m.wording.legal,
        created=shown.created_at,
        program=shown.program_version,
        sample=shown.sample,
        withheld=withheld,
        left_out=_titles_left_out(reader, chosen),
        logo=logo,
    )


def _for_reader(analysis: Analysis, reader: Audience) -> tuple[Analysis, tuple[Withheld, ...]]:
    return redact(analysis) if reader is Audience.PUBLIC else (analysis, ())


def _marks(analysis: Analysis, reader: Audience, mark: str | None) -> tuple[str, ...]:
    explained = {(source.file, source.sheet) for source in analysis.inputs if source.accepted_reason}
    stopped = any(
        finding.severity is Severity.BLOCKING and (finding.file, finding.sheet) not in explained
        for finding in all_findings(analysis)
    )
    wanted = ("Sample" if analysis.sample else "", "Draft" if stopped else "", plain(mark or ""), _MARKS[reader])
    return tuple(dict.fromkeys(text for text in wanted if text))


def section_choices(audience: str = "committee") -> tuple[tuple[str, str], ...]:
    """Key and title of each section an audience gets and may do without, in order.

    Raises:
        ValueError: no such audience.
    """
    words = load_wording().sections
    own = {key: title for key, _, title in (*_WITHOUT_DATA, *_STATUTE)} | _TITLES
    return tuple((key, own.get(key, words.get(key, key))) for key in _ORDER[Audience(audience)] if key not in ALWAYS)


def _chosen(audience: Audience, sections: Collection[str] | None) -> tuple[str, ...]:
    order = _ORDER[audience]
    if sections is None:
        return order
    unknown = sorted(set(sections) - set(order))
    if unknown:
        raise ValueError(f"the report for {audience.value} has no section {', '.join(unknown)}")
    return tuple(key for key in order if key in ALWAYS or key in sections)


def _sections(m: Material, facts: tuple[Fact, ...], chosen: tuple[str, ...]) -> tuple[Section, ...]:
    names = names_of(m) if _NAMING & set(chosen) else {}
    makers: dict[str, Callable[[], Section]] = {
        "summary": lambda: summary(m, facts),
        "category": lambda: by_category(m),
        "tier": lambda: by_tier(m),
        "asset_class": lambda: by_asset_class(m),
        "manager": lambda: by_manager(m),
        "geography": lambda: by_geography(m),
        "holdings": lambda: top_holdings(m, names),
        "restricted": lambda: restricted(m, names),
        "answers": lambda: lists_answered(m, names),
        "listed": lambda: listed_names(m, names, whole="appendix" not in chosen),
        "review": lambda: under_review(m, names),
        "withheld": lambda: _withheld_note(m),
        "quality": lambda: data_quality(m),
        "sources": lambda: sources(m),
        "method": lambda: method(m, _titles_left_out(m.audience, chosen)),
        "options": lambda: _options(m),
        "approvals": lambda: _approvals(m),
        "appendix": lambda: appendix(m, names),
        "overrides": lambda: overrides(m),
        "limits": lambda: limits(m),
        "scenarios": lambda: scenarios(m, m.shocks),
        "divestment": lambda: divestment(m),
        "exemptions": lambda: exemptions(m),
    }
    since = m.comparison
    if since is not None:
        makers |= {
            "bridge": lambda: change_bridge(m, since),
            "changes": lambda: change_counts(m, since),
            "removed": lambda: removed_names(m, since),
            "sales": lambda: sales_log(m, since),
        }
    # The same part has another name in a statute pack, so these are made of its own table.
    empty = {part[0]: part for part in (_STATUTE if m.audience is Audience.REGULATOR else _WITHOUT_DATA)}
    return tuple(makers[key]() if key in makers else _without_data(m, *empty[key]) for key in chosen)


def _titles_left_out(audience: Audience, chosen: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(title for key, title in section_choices(audience.value) if key not in chosen)


def _without_data(m: Material, key: str, sheet: str, title: str) -> Section:
    return Section(key, sheet, title, empty=m.wording.empty[key])


def _withheld_note(m: Material) -> Section:
    return Section("withheld", "Withheld", "What this public version leaves out", (m.wording.lead["withheld"],))


def _options(m: Material) -> Section:
    lines = ("Cost and tracking effect", "Time needed", "For and against")
    options = (Box(title, lines) for title in ("A  Maintain", "B  Reduce", "C  Exit"))
    boxes = (*options, Box("Staff recommendation", ("",)), Box("Consultant's view", ("",)))
    return Section("options", "", m.wording.sections["options"], (m.wording.lead["options"],), boxes=boxes)


def _approvals(m: Material) -> Section:
    roles = Table(
        "approvals",
        "",
        (
            Column("role", "Role", width=24),
            Column("name", "Name", width=30),
            Column("signature", "Signature", width=34),
            Column("date", "Date", width=16),
        ),
        (),
    )
    return Section("approvals", "", m.wording.sections["approvals"], (m.wording.lead["approvals"],), tables=(roles,))


def _tidy_cover(cover: CoverFields, scrub: Callable[[str], str] | None) -> CoverFields:
    texts = (plain(getattr(cover, name)) for name in CoverFields.__slots__)
    return CoverFields(*(scrub(text) if scrub else text for text in texts))
