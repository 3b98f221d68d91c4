"""Use case: from holdings to the analysis that every face prints from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from sinolens import __version__
from sinolens.domain.definition import DefinitionProfile, Institution
from sinolens.domain.finding import Finding, Severity
from sinolens.domain.match import Match
from sinolens.domain.money import Rate
from sinolens.domain.progress import Progress, SilentProgress
from sinolens.domain.tier import Status
from sinolens.exposure.analysis import Analysis, InputSummary, ListState
from sinolens.exposure.classification import issuer_weights, short_issuer_names
from sinolens.exposure.limits import check_limits
from sinolens.exposure.scenarios import run_scenarios
from sinolens.lookthrough.expansion import LookThrough
from sinolens.matching.decisions import Decision
from sinolens.matching.pooled import match_vehicles
from sinolens.matching.resolution import match_names
from sinolens.reference import definitions
from sinolens.reference.loader import Reference
from sinolens.reference.own import own_names
from sinolens.regulation.engine import Answers, Engine
from sinolens.reporting.identity import fingerprint
from sinolens.services.conversion import Converted, convert
from sinolens.services.entity_indexes import entity_index
from sinolens.services.errors import WrongUse
from sinolens.services.exemptions import find_exemptions
from sinolens.services.holdings import Holdings
from sinolens.services.matched_rows import MatchedRows, assign_tiers, categorise, open_funds

DEFAULT_DEFINITION = definitions.DEFAULT_DEFINITION
STALE_DAYS = 90


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the holdings.

    Attributes:
        as_of: ISO date; "" takes the latest date of the files.
        definition, institution: ids on file; "" = the default, and no institution.
        institution_name: printed name when no institution is on file.
        decisions: confirmed matches of people.
        sample: the holdings are the bundled sample.
        rates: exchange rates of the user, for files whose values are in several currencies.
    """

    as_of: str = ""
    definition: str = DEFAULT_DEFINITION
    institution: str = ""
    institution_name: str = ""
    title: str = ""
    decisions: tuple[Decision, ...] = ()
    sample: bool = False
    accept_difference: str = ""
    rates: tuple[Rate, ...] = ()


def find_definition(reference: Reference, name: str) -> DefinitionProfile:
    """A definition by id, with Hong Kong, Macau or Taiwan switched on or off after it ("prc-only+HK").

    Raises:
        WrongUse: no such definition; the message names those on file.
    """
    wanted = id_of_name(name or DEFAULT_DEFINITION, {key: d.name for key, d in reference.definitions.items()})
    try:
        return definitions.find_definition(reference.definitions, wanted)
    except KeyError:
        known = ", ".join(sorted(reference.definitions))
        raise WrongUse(f"No definition is called “{wanted}”. On file: {known}.") from None


UNNAMED = "Institution not named"
"""Printed where nobody said who holds."""


def find_institution(reference: Reference, name: str, printed: str) -> Institution:
    """An institution by id or printed name; without one, an institution about which nothing is known but its name.

    Raises:
        WrongUse: no such institution; the message names those on file.
    """
    if not name:
        return Institution(id="", name=printed or UNNAMED)
    by_id = id_of_name(name, {key: institution.name for key, institution in reference.institutions.items()})
    if by_id not in reference.institutions:
        known = "; ".join(f"{key} ({reference.institutions[key].name})" for key in sorted(reference.institutions))
        raise WrongUse(f"No institution is called “{name}”. On file: {known}.")
    return reference.institutions[by_id]


def id_of_name(given: str, names: Mapping[str, str]) -> str:
    """The id a printed name leads to, capitals aside; what was given itself when it is no name on file."""
    if given in names:
        return given
    wanted = " ".join(given.casefold().split())
    return next((key for key, name in names.items() if wanted in (key.casefold(), name.casefold())), given)


def check_date(text: str) -> str:
    """An ISO date.

    Raises:
        WrongUse: the text is no date.
    """
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise WrongUse(f"“{text}” is not a date; write it as 2026-09-30.") from None


def list_states(reference: Reference, as_of: str) -> tuple[ListState, ...]:
    """Each list as it answers on the as-of date, with its age in days since it was last checked."""
    states = []
    day = date.fromisoformat(as_of)
    for list_id in dict.fromkeys(edition.list_id for edition in reference.editions):
        some = next(e for e in reference.editions if e.list_id == list_id)
        edition = reference.edition_on(list_id, as_of)
        # Checked after the as-of date: as fresh as can be.
        age = max(0, (day - date.fromisoformat(edition.checked_on)).days) if edition else None
        states.append(
            ListState(
                list_id=list_id,
                title=some.title,
                short_title=some.short_title,
                edition=edition,
                age_days=age,
                stale=age is not None and age > STALE_DAYS,
                entries=len(reference.entries_on(list_id, as_of)),
            )
        )
    return tuple(states)


def analyse(
    holdings: Holdings,
    question: Question,
    reference: Reference,
    progress: Progress | None = None,
    answers: Answers | None = None,
) -> Analysis:
    """Match, look through, classify and tier the holdings.

    Args:
        holdings: what the files say.
        question: what is asked of them.
        reference: the facts on file.
        progress: told how far it is; may cancel.
        answers: of the fact sheets: row number of a position to field and text.

    Raises:
        WrongUse: unknown definition or institution, or no as-of date anywhere.
        sinolens.domain.progress.Cancelled: the user stopped it.
    """
    definition = find_definition(reference, question.definition)
    institution = find_institution(reference, question.institution, question.institution_name)
    as_of = _as_of(holdings, question)
    converted = _in_base_currency(holdings, question, as_of)
    found = _work_out(
        converted.holdings, question, reference, as_of, institution, progress or SilentProgress(), answers
    )
    issuers = found.slices["issuer_id"].unique()
    made = Analysis(
        title=question.title,
        as_of=as_of,
        definition=definition,
        institution=institution,
        base_currency="USD",
        positions=found.positions,
        slices=found.slices,
        matches=found.matches,
        statuses=found.statuses,
        inputs=accept(converted.holdings, question.accept_difference),
        funds=found.opened.funds,
        lists=list_states(reference, as_of),
        findings=found.findings,
        missing_lists=tuple(missing.short_title for missing in reference.missing_lists),
        sample=question.sample,
        reference_id=reference.id,
        program_version=__version__,
        category_names={code: category.name for code, category in reference.categories.items()},
        issuer_short_names=short_issuer_names(reference, issuers),
        headline_groups=frozenset(c.group for c in reference.categories.values() if c.in_headline),
        overlaps=found.opened.overlaps,
        issuer_weights=issuer_weights(reference, issuers),
        excluded=converted.excluded,
        rates=converted.used,
        own_names=own_names(reference),
    )
    return replace(
        made,
        report_id=fingerprint(made),
        scenarios=run_scenarios(made, reference),
        limits=check_limits(made),
        exemptions=find_exemptions(made, reference),
    )


@dataclass(frozen=True, slots=True)
class _Answered:
    """What the holdings come to: positions and slices with categories and tiers, and what was noticed on the way."""

    positions: pd.DataFrame
    slices: pd.DataFrame
    matches: list[Match]
    statuses: list[Status]
    opened: LookThrough
    findings: tuple[Finding, ...]


def _work_out(
    holdings: Holdings,
    question: Question,
    reference: Reference,
    as_of: str,
    institution: Institution,
    progress: Progress,
    answers: Answers | None,
) -> _Answered:
    """Match the positions, open the funds, match what is in them, and give each line its category and tier."""
    progress.report(0, 5, "Finding issuers")
    index = entity_index(reference, as_of)
    held = MatchedRows(*match_vehicles(holdings.positions, index, question.decisions, as_of))
    progress.check()

    progress.report(1, 5, "Looking through funds")
    opened = open_funds(holdings, held, question.decisions, reference, index, as_of, answers or {})
    progress.check()

    progress.report(2, 5, "Finding issuers inside funds")
    lines = MatchedRows(opened.slices, *match_names(opened.slices, index, question.decisions, as_of)).after(held)
    findings = (*holdings.findings, *opened.findings, *held.conflicts())
    progress.check()

    progress.report(3, 5, "Assigning categories")
    held = categorise(held, reference)
    lines = categorise(lines, reference, held.frame)
    progress.check()

    progress.report(4, 5, "Assigning tiers")
    engine = Engine(reference, as_of, institution, stale_days=STALE_DAYS)
    positions, slices, statuses = assign_tiers(engine, held, lines, answers)
    progress.report(5, 5, "Done")
    return _Answered(positions, slices, lines.matches, statuses, opened, findings)


def _as_of(holdings: Holdings, question: Question) -> str:
    """The date asked for, or the latest of the files, as ISO date."""
    as_of = question.as_of or holdings.as_of
    if not as_of and holdings.fund_tables and not len(holdings.positions):
        funds = ", ".join(dict.fromkeys(table.name or table.file for table in holdings.fund_tables))
        raise WrongUse(
            f"Only what funds hold was given ({funds}), and no positions of the institution. Give a file of its "
            "positions as well, and these beside it: --fund-holdings FUND=FILE."
        )
    if not as_of:
        raise WrongUse("No file says which date its holdings are for. Give the date: --as-of 2026-09-30.")
    return check_date(as_of)


def _in_base_currency(holdings: Holdings, question: Question, as_of: str) -> Converted:
    """The holdings in the base currency; as they are where the user accepted that the files do not tie out.

    A reason for a difference is none for adding a currency that was confirmed as if it were another.
    """
    if question.accept_difference and not any(item.currency for item in holdings.inputs):
        return Converted(holdings, (), ())
    return convert(holdings, question.rates, as_of)


def accept(holdings: Holdings, reason: str) -> tuple[InputSummary, ...]:
    """The inputs with the reason for which a difference was accepted."""
    if not reason:
        return holdings.inputs
    return tuple(
        replace(item, accepted_reason=reason)
        if item.difference or any(finding.severity == Severity.BLOCKING for finding in item.findings)
        else item
        for item in holdings.inputs
    )


def blocking(analysis: Analysis) -> list[Finding]:
    """Findings that keep a report from being final: a tie-out that failed and was not explained."""
    explained = {(item.file, item.sheet) for item in analysis.inputs if item.accepted_reason}
    return [f for f in analysis.findings if f.severity == Severity.BLOCKING and (f.file, f.sheet) not in explained]
