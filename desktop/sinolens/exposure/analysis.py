"""The analysis: one set of objects that the screen, the workbook, the PDF and the command line all print from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sinolens.domain.coverage import DoubleCount
from sinolens.domain.coverage import FundCoverage as FundCoverage  # made below this layer
from sinolens.domain.definition import DefinitionProfile, Institution
from sinolens.domain.exempted import Exempted
from sinolens.domain.finding import Finding
from sinolens.domain.judgement import Judgement
from sinolens.domain.match import Match
from sinolens.domain.money import Excluded, Rate
from sinolens.domain.official_list import ListEdition
from sinolens.domain.tier import Status

if TYPE_CHECKING:
    # Only named here: the window's start does not wait for pandas.
    import pandas as pd

    from sinolens.exposure.limits import LimitResult
    from sinolens.exposure.scenario_choice import Entered
    from sinolens.exposure.scenarios import ScenarioRun


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row of the source that is no position, and why."""

    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class InputSummary:
    """What was read from one table of one file; the `inputs` of the JSON.

    Attributes:
        mapping: field name to header as typed.
        mapping_confidence: field name to 0..1.
        rows_read: rows below the header; equals positions + skipped.
        as_of: ISO date of the holdings, "" when none was found.
        control_total: the file's own total in cents, None when it has none.
        sum: of the positions, cents.
        difference: control_total - sum, None without a control total.
        role: "positions" or "fund_holdings".
        fund: name of the fund a holdings file is for.
        currency: ISO code of the currency all its amounts are in, "" where that is the base currency or each row's own.
    """

    file: str
    sheet: str
    sha256: str
    header_row: int
    mapping: dict[str, str]
    mapping_confidence: dict[str, float]
    rows_read: int
    positions: int
    skipped: tuple[SkippedRow, ...]
    as_of: str
    control_total: int | None
    sum: int
    difference: int | None
    findings: tuple[Finding, ...] = ()
    role: str = "positions"
    fund: str = ""
    accepted_reason: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class ListState:
    """A list as used on the as-of date. `edition` None: no edition on file answers for that date."""

    list_id: str
    title: str
    short_title: str
    edition: ListEdition | None
    age_days: int | None
    stale: bool
    entries: int


@dataclass(frozen=True, slots=True)
class ValueDoubt:
    """A line whose value on the basis asked for is not known.

    Attributes:
        line: row number of the slice.
        name: as typed.
        value: what is counted, cents.
        least, most: what it can be at the ends, cents; None = no limit is known.
        why: what is not given and what was done.
    """

    line: int
    name: str
    value: int
    least: int | None
    most: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything one analysis knows. Immutable; made by `services.analysis.analyse`.

    Attributes:
        as_of: ISO date.
        positions: POSITION_COLUMNS + ASSESSED_COLUMNS without low, base, high; one row per position.
        slices: SLICE_COLUMNS + ASSESSED_COLUMNS; the slices of a position add to its market value.
        matches, statuses: what the columns `match` and `status` point into.
        issuer_short_names: id of an issuer to the name it is commonly called by, for labels with little room.
        sample: the bundled sample is being shown; every page says so.
        exemptions: exceptions of rules that positions are held under, and positions reached for want of one.
        period: name and id of the frozen state this is the analysis of; "" = of no frozen state.
        entered: figures and choices of the user for scenarios; None where nothing was entered.
        overlaps: securities in a fund's file that the same manager's or account's direct lines hold too.
        excluded: positions that count nothing because their value could not be brought into the base currency.
        rates: exchange rates that were used, with their dates.
        issuer_weights: id of an issuer among the lines to its AI weight (low, base, high).
        value_basis: what the lines count with, see `exposure.valuation.ValueBasis`.
        doubts: lines whose value on that basis is not known.
        at_market: the same analysis at market value; None when this is it.
        overrides: what people judged otherwise, beside what was calculated; no column and no total rests on it.
        scenarios: what each scenario of the library would reach; None where none was run.
        limits: the institution's own limits, each against the figures.
        own_names: every name of the user's own issuers, held or not, which a public report withholds.
    """

    title: str
    as_of: str
    definition: DefinitionProfile
    institution: Institution
    base_currency: str
    positions: pd.DataFrame
    slices: pd.DataFrame
    matches: list[Match]
    statuses: list[Status]
    inputs: tuple[InputSummary, ...]
    funds: tuple[FundCoverage, ...]
    lists: tuple[ListState, ...]
    findings: tuple[Finding, ...]
    missing_lists: tuple[str, ...] = ()
    sample: bool = False
    reference_id: str = ""
    report_id: str = ""
    created_at: str = ""
    program_version: str = ""
    category_names: dict[str, str] = field(default_factory=dict)
    headline_groups: frozenset[str] = frozenset("ABCDE")
    issuer_short_names: dict[str, str] = field(default_factory=dict)
    overrides: tuple[Judgement, ...] = ()
    scenarios: ScenarioRun | None = None
    limits: tuple[LimitResult, ...] = ()
    overlaps: tuple[DoubleCount, ...] = ()
    excluded: tuple[Excluded, ...] = ()
    rates: tuple[Rate, ...] = ()
    issuer_weights: dict[str, tuple[float, float, float]] = field(default_factory=dict)
    value_basis: str = "market_value"
    doubts: tuple[ValueDoubt, ...] = ()
    at_market: Analysis | None = None
    exemptions: tuple[Exempted, ...] = ()
    period: str = ""
    entered: Entered | None = None
    own_names: tuple[str, ...] = ()
