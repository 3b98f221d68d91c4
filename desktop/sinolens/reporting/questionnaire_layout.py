"""What the questionnaire's writer and its reader agree on: sheets, headings, labels, words, and who is asked what."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from sinolens.domain.coverage import FundCoverage
from sinolens.domain.official_list import Relation
from sinolens.exposure.analysis import Analysis
from sinolens.matching.decisions import string_key
from sinolens.reference.loader import Reference, resources
from sinolens.reporting.text import long_date

COVER, HOLDINGS, SPLIT, LISTED, CHINA_AI = "Request", "Holdings", "Country split", "Listed names", "China AI names"
REQUEST_ID, AS_OF_ASKED, DUE, MANAGER = "Request id", "As of", "Reply due", "Manager"
FUND, FUND_AS_OF, FUND_REASON = "Fund", "As-of date of your answer", "If you cannot answer, why"
FUND_VALUE, FUND_METHOD = "Our value (USD)", "How we see it now"
HOLDING, IDENTIFIER, COUNTRY, WEIGHT, VALUE = "Holding", "Identifier", "Country", "Weight", "Value (USD)"
CODE, TOTAL = "Code", "Total"
NUMBER, NAME, APPEARS_ON, CATEGORY, HELD = "No.", "Name", "Appears on", "AI category", "Held?"
NAMES_ASKED, ANSWER_COVERS = "Names asked", "This answer covers"
YES, NO = "yes", "no"
OTHER_COUNTRY = "XX"
"""User-assigned code of ISO 3166 for "outside the first four, not named"."""
_LINES = 2


@dataclass(frozen=True, slots=True)
class QuestionnaireWords:
    """Fixed words, from `resources/reporting/questionnaire.toml`."""

    title: str
    why: tuple[str, ...]
    how: tuple[tuple[str, str, str], ...]
    holdings_note: str
    split_note: str
    names_note: str
    confidential: str
    coverage: dict[str, str]
    method: dict[str, str]
    signature: tuple[str, ...]
    own_countries: tuple[tuple[str, str], ...]
    other_countries: tuple[tuple[str, str], ...]
    rest: str
    cash: str


@cache
def load_words() -> QuestionnaireWords:
    """Read the words once per process.

    Raises:
        KeyError: a part is missing from the file.
        tomllib.TOMLDecodeError: the file is no TOML.
    """
    data = tomllib.loads((resources() / "reporting" / "questionnaire.toml").read_text(encoding="utf-8"))
    countries = data["countries"]
    return QuestionnaireWords(
        title=data["title"],
        why=tuple(data["why"]),
        how=tuple((number, sheet, told) for number, sheet, told in data["how"]),
        holdings_note=data["holdings_note"],
        split_note=data["split_note"],
        names_note=data["names_note"],
        confidential=data["confidential"],
        coverage=data["coverage"],
        method=data["method"],
        signature=tuple(data["signature"]["rows"]),
        own_countries=tuple((code, name) for code, name in countries["own"]),
        other_countries=tuple((code, name) for code, name in countries["others"]),
        rest=countries["rest"],
        cash=countries["cash"],
    )


@dataclass(frozen=True, slots=True)
class FundAsked:
    """One fund of a manager, all its positions together. Money in cents.

    Attributes:
        name: as the positions type it.
        vehicle: kind of instrument, in words.
        value: of all positions in it.
        undisclosed: part of the value nothing is known of.
        method: how it is looked through now, in words.
        data_date: ISO date of the data, "" when there are none.
        missing: what would be needed.
    """

    name: str
    vehicle: str
    value: int
    undisclosed: int
    method: str
    data_date: str
    missing: str


@dataclass(frozen=True, slots=True)
class NameAsked:
    """One issuer a manager is asked about; `note`: the lists it appears on, or its category."""

    issuer_id: str
    name: str
    name_zh: str
    identifiers: str
    note: str


@dataclass(frozen=True)
class Request:
    """What one workbook is about."""

    id: str
    manager: str
    institution: str
    as_of: str
    due: str
    funds: tuple[FundAsked, ...]
    listed: tuple[NameAsked, ...]
    china_ai: tuple[NameAsked, ...]
    lists: str
    sample: bool

    @property
    def subtitle(self) -> str:
        """Line below the title of every sheet."""
        mark = "SAMPLE · " if self.sample else ""
        return f"{mark}{self.institution} · to {self.manager} · as of {long_date(self.as_of)}"


def funds_asked(funds: Iterable[FundCoverage], manager: str, names: Collection[str] = ()) -> tuple[FundAsked, ...]:
    """Funds of a manager, or those of some names, most undisclosed dollars first; positions in one fund are one."""
    words = load_words()
    wanted = {string_key(name) for name in names}
    groups: dict[str, list[FundCoverage]] = {}
    for fund in funds:
        if string_key(fund.name) in wanted if wanted else fund.manager == manager:
            groups.setdefault(string_key(fund.name), []).append(fund)
    asked = [
        FundAsked(
            name=group[0].name,
            vehicle=group[0].vehicle.replace("_", " "),
            value=sum(fund.market_value for fund in group),
            undisclosed=sum(fund.undisclosed_value for fund in group),
            method="; ".join(dict.fromkeys(words.method.get(fund.method, fund.method) for fund in group)),
            data_date=max(fund.data_date for fund in group) if group[0].method != "not_disclosed" else "",
            missing="; ".join(dict.fromkeys(fund.missing for fund in group if fund.missing)),
        )
        for group in groups.values()
    ]
    return tuple(sorted(asked, key=lambda fund: (-abs(fund.undisclosed), -abs(fund.value), fund.name)))


def listed_names(reference: Reference, as_of: str) -> tuple[NameAsked, ...]:
    """Issuers on file that appear themselves on an edition in force on the date, by name."""
    titles: dict[str, str] = {}
    for edition in reference.editions:
        for entry in reference.entries_on(edition.list_id, as_of):
            titles[entry.id] = edition.short_title
    lists: dict[str, dict[str, None]] = {}
    for link in reference.links:
        if link.relation is Relation.EXACT and link.entry_id in titles:
            lists.setdefault(link.issuer_id, {})[titles[link.entry_id]] = None
    return _asked(reference, {issuer: "; ".join(found) for issuer, found in lists.items()})


def china_ai_names(analysis: Analysis, reference: Reference, but: Iterable[NameAsked] = ()) -> tuple[NameAsked, ...]:
    """Issuers on file in the groups the headline counts, by name, without those already asked about."""
    asked = {name.issuer_id for name in but}
    notes = {}
    for issuer in reference.issuers.values():
        codes = [
            one.code
            for one in issuer.categories
            if reference.categories[one.code].group in analysis.headline_groups and issuer.id not in asked
        ]
        if codes:
            notes[issuer.id] = "; ".join(reference.categories[code].name for code in dict.fromkeys(codes))
    return _asked(reference, notes)


def _asked(reference: Reference, notes: Mapping[str, str]) -> tuple[NameAsked, ...]:
    lines: dict[str, list[str]] = {}
    for line in reference.lines:
        told = line.isin or (f"{line.ticker} ({line.mic})" if line.ticker else "")
        if line.issuer_id in notes and told and len(lines.setdefault(line.issuer_id, [])) < _LINES:
            lines[line.issuer_id].append(told)
    found = [
        NameAsked(key, issuer.name, issuer.name_zh, ", ".join(lines.get(key, ())), note)
        for key, note in notes.items()
        if (issuer := reference.issuers.get(key)) is not None
    ]
    return tuple(sorted(found, key=lambda name: (name.name.casefold(), name.issuer_id)))
