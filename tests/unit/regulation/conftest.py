"""A small reference with the facts of the regulatory notes, and fictional names where no list reaches a code."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

import pandas as pd
import pytest

from sinolens.domain.activity import ActivityEvidence
from sinolens.domain.category import Category, CategoryAssignment, Intensity
from sinolens.domain.column import POSITION_COLUMNS, SLICE_COLUMNS, Column
from sinolens.domain.definition import Institution, Mandate
from sinolens.domain.instrument import Instrument
from sinolens.domain.issuer import Issuer, Line, Vehicle
from sinolens.domain.match import Match, ScreeningState
from sinolens.domain.official_list import EntityLink, ListEdition, ListEntry, Relation
from sinolens.domain.region import Region
from sinolens.domain.tier import Status
from sinolens.reference.benchmarks import load_benchmarks
from sinolens.reference.institutions import load_institutions
from sinolens.reference.loader import MissingList, Reference, resources
from sinolens.reference.markets import load_markets
from sinolens.reference.rules import load_rules
from sinolens.regulation.engine import Engine

CMIC, MILITARY, ENTITY, MEU = "ofac-ns-cmic", "dod-1260h", "bis-entity-list", "bis-meu-list"
FCC, UFLPA, SDN = "fcc-covered-list", "dhs-uflpa-list", "ofac-sdn"
S889, S5949, S154 = "section-889", "section-5949", "section-154"
FIRST = ("2021-06-03", "2021-08-02", "2022-06-03")
LATER = ("2021-12-16", "2022-02-14", "2022-12-16")
NONE = ("", "", "")
ISIN = "US0378331005"
COUNTRIES = {"PRC": "CN", "HK": "HK", "MO": "MO", "TW": "TW", "OTHER": "US"}
"""What a row prints as its country, by region; nothing where the region is not known."""

# list, edition, in force from, checked on, is kept whole (entries listed by the edition's day)
EDITIONS = (
    (CMIC, "2021-06-03", "2021-06-03", "2026-07-09"), (CMIC, "2021-12-16", "2021-12-16", "2026-07-09"),
    (CMIC, "2026-03-01", "2026-03-01", "2026-07-09"), (CMIC, "2026-09-01", "2026-09-01", "2026-07-09"),
    (MILITARY, "2026-06-08", "2026-06-08", "2026-07-09"), (ENTITY, "2026-07-09", "2026-07-09", "2026-07-09"),
    (MEU, "2026-07-09", "2026-07-09", "2026-07-09"), (FCC, "2026-07-09", "2026-07-09", "2026-07-09"),
    (UFLPA, "2026-07-09", "2026-07-09", "2026-07-09"), (S889, "2018-08-13", "2018-08-13", "2026-07-09"),
    (S5949, "2022-12-23", "2022-12-23", "2026-07-09"), (S154, "2023-12-22", "2023-12-22", "2026-07-09"),
    (SDN, "2015-01-01", "2015-01-01", "2026-07-09"),
)


@dataclass(frozen=True)
class Entry:
    """One entry of the small pack: list, key, dates, and the issuers it is related to."""

    list_id: str
    key: str
    dates: tuple[str, str, str] = NONE
    links: tuple[tuple[str, Relation, float, str], ...] = ()


def exact(issuer: str) -> tuple[tuple[str, Relation, float, str], ...]:
    return ((issuer, Relation.EXACT, 0.0, "2026-07-09"),)


def related(
    issuer: str, relation: Relation, share: float, as_of: str = "2026-06-30"
) -> tuple[str, Relation, float, str]:
    return (issuer, relation, share, as_of)


def line(issuer: str, kind: str, mic: str, ticker: str, start: str = "", end: str = "") -> Line:
    return Line(issuer, mic, ticker, kind, valid_from=start, valid_to=end)


def _issuers() -> dict[str, tuple[Region, str, tuple[Line, ...]]]:
    prc, hk, other = Region.PRC, Region.HONG_KONG, Region.OTHER
    found: dict[str, tuple[Region, str, tuple[Line, ...]]] = {}

    def add(key: str, region: Region, category: str, *lines: tuple[str, ...]) -> None:
        found[key] = (region, category, tuple(line(key, *one) for one in lines))

    add("smic", prc, "A2", ("H", "XHKG", "0981"), ("A", "XSHG", "688981"), ("adr", "OTCM", "SMICY"))
    add("cloudwalk", prc, "C1", ("A", "XSHG", "688327"))
    add("hikvision", prc, "C1", ("A", "XSHE", "002415"))
    add("china-mobile", hk, "A5", ("red_chip", "XHKG", "0941"), ("A", "XSHG", "600941"),
        ("adr", "XNYS", "CHL", "", "2021-05-07"))
    add("sensetime", prc, "C1", ("HK", "XHKG", "0020"))
    add("sensetime-limited", hk, "C1")
    add("ieit", prc, "A4", ("A", "XSHE", "000977"))
    add("yitu", prc, "C1")
    add("megvii", prc, "C1")
    add("huawei", prc, "A1")
    add("proven-honour", other, "A1")
    add("dji", prc, "D2")
    add("alibaba", prc, "B2", ("HK", "XHKG", "9988"), ("adr", "XNYS", "BABA"))
    add("tencent", prc, "B2", ("HK", "XHKG", "0700"))
    add("baidu", prc, "B2", ("HK", "XHKG", "9888"), ("adr", "XNAS", "BIDU"))
    add("byd", prc, "D3", ("HK", "XHKG", "1211"))
    add("iflytek", prc, "C2", ("A", "XSHE", "002230"))
    add("dahua", prc, "C1", ("A", "XSHE", "002236"))
    add("zhipu", prc, "B1", ("HK", "XHKG", "2513", "2026-01-08"))
    add("minimax", prc, "B1", ("HK", "XHKG", "0100", "2026-01-09"))
    add("cambricon", prc, "A1", ("A", "XSHG", "688256"))
    add("zte", prc, "A4", ("HK", "XHKG", "0763"))
    add("xinjiang", prc, "N1", ("A", "XSHE", "000001"))
    add("meu-name", prc, "N1", ("A", "XSHE", "000002"))
    add("quantumctek", prc, "N1", ("A", "XSHG", "688027"))
    add("ymtc", prc, "A2")
    add("xiaomi", prc, "D3", ("HK", "XHKG", "1810"))
    add("jd", prc, "E2", ("HK", "XHKG", "9618"), ("adr", "XNAS", "JD"))
    add("kuaishou", prc, "E2", ("HK", "XHKG", "1024"))
    add("pony", prc, "D1", ("adr", "XNAS", "PONY"))
    add("moutai", prc, "N1", ("A", "XSHG", "600519"))
    add("nvidia", other, "F1", ("ordinary", "XNAS", "NVDA"))
    add("tsmc", Region.TAIWAN, "F1", ("ordinary", "XTAI", "2330"))
    add("deepseek", prc, "B1")
    add("moonshot", prc, "B1")
    add("quantum-private", prc, "N1")
    add("us-startup", other, "N2")
    add("us-share", other, "N2", ("ordinary", "XNYS", "USS"))
    add("sg-holdco", other, "N2")
    for key in ("pending", "winddown", "blocked", "half-blocked", "half-cmic", "affiliate-60", "affiliate-40",
                "affiliate-undated", "owner-of-listed", "sister-listed", "sister-state", "likeness"):
        add(key, prc, "N1", ("A", "XSHG", f"60{len(found):04d}"))
    return found


ENTRIES: tuple[Entry, ...] = (
    *(Entry(CMIC, key, FIRST, exact(key)) for key in (
        "smic", "hikvision", "china-mobile", "huawei", "proven-honour")),
    *(Entry(CMIC, key, LATER, exact(key)) for key in ("cloudwalk", "yitu", "megvii", "dji")),
    Entry(CMIC, "costar", FIRST),
    Entry(CMIC, "inspur-group", FIRST, (related("ieit", Relation.PARENT, 0.0),)),
    Entry(CMIC, "sensetime-limited", ("2021-12-10", "2022-02-08", "2022-12-10"), (
        related("sensetime-limited", Relation.EXACT, 0.0), related("sensetime", Relation.SUBSIDIARY, 100.0))),
    Entry(CMIC, "half-parent", FIRST, (related("half-cmic", Relation.PARENT, 60.0),)),
    Entry(CMIC, "winddown", ("2026-03-01", "2026-04-30", "2027-03-01"), exact("winddown")),
    Entry(CMIC, "pending", ("2026-09-01", "2026-10-31", "2027-09-01"), exact("pending")),
    *(Entry(MILITARY, key, NONE, exact(key)) for key in (
        "smic", "cloudwalk", "hikvision", "china-mobile", "huawei", "dji", "alibaba", "tencent", "baidu", "byd",
        "dahua", "ymtc")),
    Entry(MILITARY, "sensetime-inc", NONE, (
        related("sensetime", Relation.EXACT, 0.0), related("sensetime-limited", Relation.PARENT, 100.0))),
    Entry(MILITARY, "shanghai-yitu", NONE, (related("yitu", Relation.SUBSIDIARY, 0.0),)),
    Entry(MILITARY, "listed-parent", NONE, (related("sister-listed", Relation.PARENT, 55.0),)),
    *(Entry(ENTITY, key, ("2019-10-09", "", ""), exact(key)) for key in (
        "smic", "cloudwalk", "hikvision", "huawei", "dji", "iflytek", "dahua", "zhipu", "cambricon", "ymtc", "ieit",
        "megvii", "yitu", "quantumctek")),
    Entry(ENTITY, "export-parent", NONE, (
        related("affiliate-60", Relation.PARENT, 60.0), related("affiliate-40", Relation.PARENT, 40.0),
        related("affiliate-undated", Relation.PARENT, 60.0, ""))),
    Entry(ENTITY, "export-child", NONE, (related("owner-of-listed", Relation.SUBSIDIARY, 80.0),)),
    Entry(ENTITY, "export-sister", NONE, (
        related("sister-listed", Relation.SISTER, 0.0), related("sister-state", Relation.SISTER, 0.0))),
    Entry(ENTITY, "look-alike", NONE, (related("likeness", Relation.NAME_ONLY, 0.0),)),
    Entry(MEU, "meu-name", NONE, exact("meu-name")),
    *(Entry(FCC, key, NONE, exact(key)) for key in ("huawei", "hikvision", "dahua", "zte")),
    Entry(UFLPA, "xinjiang", NONE, exact("xinjiang")),
    *(Entry(S889, key, NONE, exact(key)) for key in ("huawei", "zte", "hikvision", "dahua")),
    *(Entry(S5949, key, NONE, exact(key)) for key in ("smic", "ymtc")),
    Entry(S154, "byd", NONE, exact("byd")),
    Entry(SDN, "blocked", NONE, (
        related("blocked", Relation.EXACT, 0.0), related("half-blocked", Relation.PARENT, 60.0))),
)


def make_reference(
    entries: Iterable[Entry] = ENTRIES, editions: Iterable[tuple[str, str, str, str]] = EDITIONS,
    missing: Iterable[str] = ("bis-unverified-list", "bis-mieu"), withdrawn: Iterable[ListEdition] = (),
) -> Reference:
    """The small reference, with the rules of the product."""
    entries, editions = tuple(entries), tuple(editions)
    issuers, lines = {}, []
    for key, (region, code, of) in _issuers().items():
        weight = CategoryAssignment(code, 1.0, Intensity.UNKNOWN, 0.0, None, 1.0)
        issuers[key] = Issuer(key, key.title(), region=region, listed=bool(of), categories=(weight,))
        lines += of
    made: list[ListEdition] = list(withdrawn)
    by_edition: dict[tuple[str, str], tuple[ListEntry, ...]] = {}
    for place, (list_id, edition, start, checked) in enumerate(editions):
        later = [other for other in editions[place + 1:] if other[0] == list_id]
        end = later[0][2] if later else ""
        made.append(ListEdition(
            list_id, edition, list_id, list_id, "publisher", start, end, False, checked, "source", "citation", 0, "",
            verified=True,
        ))
        by_edition[list_id, edition] = tuple(
            ListEntry(
                f"{list_id}:{one.key}", list_id, edition, one.key.title(), listed_on=one.dates[0],
                effective_on=one.dates[1], divest_by=one.dates[2], country="CN", verified=True,
            )
            for one in entries if one.list_id == list_id and (list_id != CMIC or one.dates[0] <= edition)
        )
    links = tuple(
        EntityLink(f"{one.list_id}:{one.key}", issuer, relation, share, "as the notes say", "notes", as_of, True)
        for one in entries for issuer, relation, share, as_of in one.links
    )
    groups = {code for _, code, _ in _issuers().values()}
    return Reference(
        id="test", categories={code: Category(code, code[0], code, "", code[0] in "ABCDE") for code in sorted(groups)},
        issuers=issuers, lines=tuple(lines),
        vehicles={"us-index": Vehicle("us-index", "Index fund", proxy_region="OTHER", focus="us")},
        editions=tuple(made), entries=by_edition,
        missing_lists=tuple(MissingList(one, one, one, "") for one in missing), links=links,
        rules=load_rules(resources()), definitions={}, institutions=load_institutions(resources()),
        markets=load_markets(resources()), countries={}, benchmarks=load_benchmarks(resources()),
        activities=(ActivityEvidence(
            "deepseek", "", "training_operations", 3.4e24, "V3", True, "confident", "an estimator", "2025-06-10"),
            ActivityEvidence(
            "xiaomi", "", "training_operations", 3.4e25, "Big", True, "speculative", "an estimator", "2025-06-10")),
    )


@pytest.fixture(scope="session")
def reference() -> Reference:
    return make_reference()


@pytest.fixture(scope="session")
def build_reference() -> Callable[..., Reference]:
    return make_reference


@pytest.fixture(scope="session")
def entry_type() -> type[Entry]:
    return Entry


@pytest.fixture(scope="session")
def institutions(reference: Reference) -> dict[str, Institution]:
    """Holders with and without papers."""
    presets = reference.institutions

    def paper(rule: str, *issuers: str, groups: tuple[str, ...] = ()) -> Mandate:
        notice = "2026-01-01" if rule == "own-policy" else "2026-03-01"
        return Mandate(rule, notice, "the paper", issuers, groups=groups)

    return {
        **presets,
        "tx": presets["public-tx"],
        "tx-papers": replace(presets["public-tx"], mandates=(paper("tx-809a", "alibaba"),)),
        "ar-papers": replace(presets["public-ar"], mandates=(paper("ar-25-1-1503", "alibaba"),)),
        "policy": replace(presets["private-endowment"], mandates=(paper("own-policy", "kuaishou", groups=("C",)),)),
        "policy-smic": replace(presets["private-endowment"], mandates=(paper("own-policy", "smic"),)),
        "private-tx-papers": replace(presets["private-endowment"], mandates=(paper("tx-809a", "alibaba"),)),
    }


@dataclass
class Holding:
    """One position of a test, with the slices it stands for."""

    issuer: str = ""
    instrument: str = "equity"
    region: str = ""
    state: str = "hit"
    provisional: bool = False
    method: str = "isin"
    entry_ids: tuple[str, ...] = ()
    vehicle: str = ""
    identified: bool = True
    line: str = ""
    market_value: int = 100_000_00
    holds: tuple[tuple[str, str, float], ...] = ()
    fields: Mapping[str, str | int] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    as_of: str = ""
    name: str = "x"
    country: str | None = None


def make_frame(columns: tuple[Column, ...], rows: list[dict[str, object]]) -> pd.DataFrame:
    """A table with all the declared columns."""
    blank: dict[str, object] = {"str": "", "int64": 0, "Int64": None, "float64": float("nan")}
    return pd.DataFrame({
        column.name: pd.Series([row.get(column.name, blank[column.dtype]) for row in rows], dtype=column.dtype)
        for column in columns
    })


@dataclass
class Assessed:
    """What the engine said: per slice and per position."""

    slice_statuses: list[Status]
    slice_index: pd.Series
    position_statuses: list[Status]
    position_index: pd.Series

    def position(self, row: int = 0) -> Status:
        return self.position_statuses[int(self.position_index.iloc[row])]

    def slices(self) -> list[Status]:
        return [self.slice_statuses[int(number)] for number in self.slice_index]


def assess_holdings(
    reference: Reference, holdings: list[Holding], as_of: str, institution: Institution | None = None, **options: int
) -> Assessed:
    """Run the engine over holdings as the analysis does."""
    matches: list[Match] = []
    position_rows, slice_rows, position_match, slice_match = [], [], [], []

    def match(holding: Holding) -> int:
        meant = bool(holding.issuer or holding.entry_ids or holding.vehicle)
        state = ScreeningState(holding.state if meant or holding.state != "hit" else "none")
        issuer = "" if state is ScreeningState.NONE else holding.issuer
        method = holding.method if holding.identified else "name"
        provisional = holding.provisional
        matches.append(Match(state, method, issuer, holding.entry_ids, holding.vehicle, provisional=provisional))
        return len(matches) - 1

    def describe(holding: Holding) -> dict[str, object]:
        known = reference.issuers.get(holding.issuer)
        region = holding.region or (known.region.value if known else "UNKNOWN")
        lines = [one for one in reference.lines if one.issuer_id == holding.issuer and one.kind == holding.line]
        found = lines[0] if lines else None
        cells: dict[str, object] = {"name": holding.name, "instrument": holding.instrument, "region": region}
        cells["country"] = COUNTRIES.get(region, "") if holding.country is None else holding.country
        cells["group"] = known.categories[0].code[0] if known else ""
        if found is not None:
            cells |= {"mic": found.mic, "ticker": found.ticker}
        elif holding.identified and not Instrument(holding.instrument).is_private and holding.line == "":
            cells["isin"] = ISIN
        for name in ("isin", "cusip", "ticker", "mic"):
            if name in holding.fields:
                cells[name] = holding.fields[name]
        return cells

    for place, holding in enumerate(holdings):
        cells = describe(holding)
        dates = {"as_of": holding.as_of or as_of}
        position_rows.append(cells | {"market_value": holding.market_value} | dates | dict(holding.fields))
        position_match.append(match(holding))
        if not holding.holds:
            hidden = Instrument(holding.instrument).is_fund
            slice_rows.append(cells | {
                "position": place, "method": "not_disclosed" if hidden else "direct", "weight": 1.0,
                "confidence": "unknown" if hidden else "confirmed", "market_value": holding.market_value,
            })
            slice_match.append(position_match[-1])
        for key, kind, percent in holding.holds:
            value = round(holding.market_value * percent / 100)
            row: dict[str, object]
            if key in ("undisclosed", "proxy-us"):
                region = "OTHER" if key == "proxy-us" else "UNKNOWN"
                row = {"instrument": kind, "region": region, "method": "proxy" if key == "proxy-us" else "residual",
                       "confidence": "proxy" if key == "proxy-us" else "unknown"}
                leaf = Holding(state="none")
            else:
                by_proxy = key.startswith("proxy:")
                leaf = Holding(key.removeprefix("proxy:"), kind)
                row = describe(leaf) | ({"method": "proxy", "confidence": "proxy"} if by_proxy else
                                        {"method": "known", "confidence": "stated"})
            slice_rows.append(row | {"position": place, "depth": 1, "weight": percent / 100, "market_value": value})
            slice_match.append(match(leaf))
    positions = make_frame(POSITION_COLUMNS, position_rows)
    slices = make_frame(SLICE_COLUMNS, slice_rows)
    for frame, rows in ((positions, position_rows), (slices, slice_rows)):
        for name in ("region", "group"):
            frame[name] = pd.Series([str(row.get(name, "")) for row in rows], dtype="str")
    answers = {place: dict(one.answers) for place, one in enumerate(holdings) if one.answers}
    engine = Engine(reference, as_of, institution, **options)
    index = pd.Series(slice_match, dtype="int64")
    statuses, numbers = engine.assess_slices(slices, matches, index, positions, answers)
    own, own_numbers = engine.assess_positions(
        positions, pd.Series(position_match, dtype="int64"), matches, slices, numbers, statuses, answers
    )
    return Assessed(statuses, numbers, own, own_numbers)


@pytest.fixture(scope="session")
def holding() -> type[Holding]:
    return Holding


@pytest.fixture(scope="session")
def assess() -> Callable[..., Assessed]:
    return assess_holdings
