"""What the public version withholds: names of companies, notes, overrides, and whatever would give them away.

Names of funds, of their managers, and amounts stay: they are what public-records practice shows. The figures are
untouched, so the public totals equal the confidential ones.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from sinolens.domain.finding import Finding
from sinolens.domain.instrument import Instrument
from sinolens.domain.tier import Status
from sinolens.exposure.analysis import Analysis, InputSummary
from sinolens.figures.labels import short_name
from sinolens.reporting.document import Withheld
from sinolens.reporting.known_names import company_names, own_company_names
from sinolens.reporting.scrubber import WITHHELD, Scrubber, is_chinese, pattern_of, words_of
from sinolens.reporting.text import map_texts

_IDENTIFIERS = ("isin", "cusip", "sedol", "figi", "lei", "uscc", "ticker", "mic", "internal_id", "issuer_name", "notes")
_RENAMED = ("name", "issuer", "issuer_id")


def scrubber(analysis: Analysis) -> Callable[[str], str]:
    """What takes the names withheld from an analysis out of other texts, such as those staff typed for the cover."""
    return _scrubber_of(analysis, *_hidden(analysis))


def _scrubber_of(analysis: Analysis, hidden_positions: pd.Series[bool], hidden_slices: pd.Series[bool]) -> Scrubber:
    positions, slices = analysis.positions, analysis.slices
    names = _names(positions[hidden_positions], slices[hidden_slices], analysis)
    names |= _inside_funds(positions[~hidden_positions], analysis)
    return Scrubber(names, own_company_names(analysis.own_names))


def _hidden(analysis: Analysis) -> tuple[pd.Series[bool], pd.Series[bool]]:
    """Which positions and which lines stand under the name of a company."""
    cash = frozenset(kind.value for kind in Instrument if kind.is_cash_like)
    shown = cash | {kind.value for kind in Instrument if kind.is_fund}
    positions, slices = analysis.positions, analysis.slices
    hidden_positions = ~positions["instrument"].isin(shown)
    in_the_dark = slices["method"].isin(("not_disclosed", "residual"))
    # What nobody showed of a fund stands under the fund's own name, and cash is no company's wherever it lies; every
    # other line inside a fund is a company's.
    own_name = slices["instrument"].isin(shown) & (slices["depth"] == 0)
    return hidden_positions, ~(in_the_dark | own_name | slices["instrument"].isin(cash))


def redact(analysis: Analysis) -> tuple[Analysis, tuple[Withheld, ...]]:
    """The analysis as the public may see it, and the list of what was taken out (which stays inside)."""
    positions, slices = analysis.positions, analysis.slices
    hidden_positions, hidden_slices = _hidden(analysis)
    scrub = _scrubber_of(analysis, hidden_positions, hidden_slices)
    sources = {source.file: f"Source {i}" for i, source in enumerate(analysis.inputs, start=1)}
    numbers = _number_issuers(positions[hidden_positions], slices[hidden_slices])
    shown_positions = _without_rows(_frame(positions, hidden_positions, numbers, scrub), sources)
    shown_slices = _without_rows(_frame(slices, hidden_slices, numbers, scrub), sources)
    shown_positions = shown_positions.assign(
        **{name: float("nan") for name in ("quantity", "price") if name in shown_positions}
    )
    public = replace(
        analysis,
        title=scrub(analysis.title),
        positions=shown_positions.astype(positions.dtypes.to_dict()),
        slices=shown_slices.astype(slices.dtypes.to_dict()),
        matches=[
            replace(match, name="", evidence="", runner_up="", conflict="", issuer_id="", entry_ids=())
            for match in analysis.matches
        ],
        statuses=[_public_status(status, scrub) for status in analysis.statuses],
        inputs=tuple(_public_input(source, sources[source.file], scrub) for source in analysis.inputs),
        funds=tuple(
            replace(fund, name=scrub(fund.name), manager=scrub(fund.manager), file="", missing=scrub(fund.missing))
            for fund in analysis.funds
        ),
        findings=_counted(analysis.findings),
        institution=replace(
            analysis.institution, mandates=(), limits=(), note="",
            policies=tuple(scrub(policy) for policy in analysis.institution.policies),
        ),
        issuer_short_names={},
        issuer_weights={},
        own_names=(),
        overrides=(),
        exemptions=(),
        period="",
        entered=None,
        # Their identifiers, names and currencies would tell of which company they are.
        overlaps=(),
        doubts=(),
        excluded=tuple(replace(one, currency="") for one in analysis.excluded),
        rates=tuple(replace(rate, source=scrub(rate.source)) for rate in analysis.rates),
        at_market=None,
        # A limit names the issuer or manager it is closest at; scenarios are staff's to judge.
        scenarios=None,
        limits=(),
    )
    return public, _list_withheld(analysis, positions[hidden_positions], slices[hidden_slices], scrub.withheld)


def _without_rows(shown: pd.DataFrame, sources: dict[str, str]) -> pd.DataFrame:
    """The frame without currencies and with numbers for files; where in them a row stood is left out."""
    files = [sources.get(name, "Source") if name else "" for name in shown["file"]]
    return shown.assign(file=files, sheet="", row=0, currency="")


def _public_status(status: Status, scrub: Scrubber) -> Status:
    return replace(
        status,
        explanation="",
        notes=(),
        evidence_needed=(),
        clocks=tuple(replace(clock, label=scrub(clock.label)) for clock in status.clocks),
        triggers=tuple(
            replace(
                trigger,
                entry_id="",
                entry_name=WITHHELD,
                explanation="",
                rule_name=scrub(trigger.rule_name),
                citation=scrub(trigger.citation),
            )
            for trigger in status.triggers
        ),
    )


def _public_input(source: InputSummary, number: str, scrub: Scrubber) -> InputSummary:
    return replace(
        source,
        file=number,
        sheet="",
        sha256="",
        mapping={},
        mapping_confidence={},
        fund=scrub(source.fund),
        accepted_reason=WITHHELD if source.accepted_reason else "",
        skipped=(),
        findings=_counted(source.findings),
    )


def _number_issuers(positions: pd.DataFrame, slices: pd.DataFrame) -> dict[str, str]:
    """Issuer key to "Company 7", numbered by value so that the number tells nothing about the name."""
    parts = [slices.assign(key=_issuer_key(slices))[["key", "market_value"]]]
    totals = pd.concat(parts).groupby("key")["market_value"].sum()
    order = sorted(((-abs(int(value)), str(key)) for key, value in totals.items()))
    numbers = {key: f"Company {i}" for i, (_, key) in enumerate(order, start=1)}
    for key in _issuer_key(positions).unique():
        numbers.setdefault(str(key), f"Company {len(numbers) + 1}")
    return numbers


def _issuer_key(frame: pd.DataFrame) -> pd.Series[str]:
    return frame["issuer_id"].where(frame["issuer_id"] != "", frame["issuer"])


def _frame(frame: pd.DataFrame, hidden: pd.Series[bool], numbers: dict[str, str], scrub: Scrubber) -> pd.DataFrame:
    shown = frame.copy()
    company = map_texts(_issuer_key(frame), numbers)
    for name in ("name", "issuer"):
        shown[name] = company.where(hidden, shown[name].map(scrub))
    shown["issuer_id"] = company.where(hidden & (frame["issuer_id"] != ""), "").str.lower().str.replace(" ", "-")
    for name in _IDENTIFIERS:
        if name in shown:
            shown[name] = ""
    # Whatever else is text may have been typed by a person: accounts, managers, asset classes, ways through funds.
    for name in shown.columns:
        if name not in (*_IDENTIFIERS, *_RENAMED) and pd.api.types.is_string_dtype(shown[name].dtype):
            texts = shown[name].unique()
            shown[name] = map_texts(shown[name], {text: clean for text in texts if (clean := scrub(text)) != text})
    return shown


def _names(positions: pd.DataFrame, slices: pd.DataFrame, analysis: Analysis) -> set[str]:
    found: set[str] = set()
    for frame in (positions, slices):
        for column in ("name", "issuer", "issuer_name"):
            found.update(str(text) for text in frame[column].unique())
    for match in analysis.matches:
        if match.issuer_id:
            found.add(match.name)
    # A company's common name gives it away as well as its legal one.
    ids = {*positions["issuer_id"], *slices["issuer_id"]}
    found.update(name for issuer_id, name in analysis.issuer_short_names.items() if issuer_id in ids)
    found.update(trigger.entry_name for status in analysis.statuses for trigger in status.triggers)
    # Without its legal form a name of several words is still that name.
    found.update(short for name in tuple(found) if " " in (short := short_name(name)))
    return {name for name in found if name.strip()}


def _inside_funds(shown: pd.DataFrame, analysis: Analysis) -> set[str]:
    """Names of companies on file that the names of shown funds bear, held directly or not."""
    texts = {str(text) for text in (*shown["name"].unique(), *(fund.name for fund in analysis.funds))}
    words = {word for text in texts for word in words_of(text)}
    likely = [
        name for name in company_names()
        if (any(name in text for text in texts) if is_chinese(name[0]) else next(iter(words_of(name)), "") in words)
    ]
    return {name for name in likely if any(pattern_of(name).search(text) for text in texts)}


def _counted(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Findings without their words and addresses: the code and how grave it is stay."""
    return tuple(Finding(finding.code, finding.severity, WITHHELD) for finding in findings)


def _list_withheld(
    analysis: Analysis, positions: pd.DataFrame, slices: pd.DataFrame, names: set[str]
) -> tuple[Withheld, ...]:
    taken = [Withheld("company name", "", name) for name in sorted(names)]
    for frame, place in ((positions, "positions"), (slices, "look-through lines")):
        for column in _IDENTIFIERS:
            if column in frame:
                taken += [Withheld(column, place, str(value)) for value in sorted(set(frame[column].unique()) - {""})]
    notes = sorted(set(analysis.positions["notes"].unique()) - {""})
    taken += [Withheld("notes", "positions", str(note)) for note in notes if note not in set(positions["notes"])]
    taken += [Withheld("source file", "sources", f"{source.file} {source.sheet}".strip()) for source in analysis.inputs]
    taken += [Withheld("finding", finding.cell, finding.message) for finding in analysis.findings]
    return tuple(taken)
