"""A made-up analysis of any size, consistent to the cent, for tests of what prints it. No real holdings."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace

import pandas as pd

from sinolens.domain.column import ASSESSED_COLUMNS, POSITION_COLUMNS, SLICE_COLUMNS, Column
from sinolens.domain.definition import DefinitionProfile, Institution
from sinolens.domain.exempted import Evidence, Exempted
from sinolens.domain.finding import Finding, Severity
from sinolens.domain.match import Match, ScreeningState
from sinolens.domain.money import split_cents
from sinolens.domain.official_list import ListEdition
from sinolens.domain.region import Region
from sinolens.domain.tier import Actions, Clock, Status, Trigger, tier_of
from sinolens.exposure.analysis import Analysis, FundCoverage, InputSummary, ListState, SkippedRow
from sinolens.exposure.comparison import Comparison, compare

CATEGORY_NAMES = {
    "A": "Compute and infrastructure",
    "A1": "AI accelerators and processors",
    "A2": "Foundry and memory",
    "A3": "Equipment, EDA, packaging",
    "A4": "Servers and optical networks",
    "A5": "Data centres and cloud",
    "B": "Foundation models and platforms",
    "B1": "Independent model labs",
    "B2": "Hyperscale platforms",
    "B3": "MLOps and data platforms",
    "C": "Perception and public-security AI",
    "C1": "Vision, face and video",
    "C2": "Speech, forensics, language",
    "D": "Embodied and autonomous",
    "D1": "Autonomous driving and sensing",
    "D2": "Robots and drones",
    "D3": "Smart-EV makers",
    "E": "Applications",
    "E1": "Enterprise and security software",
    "E2": "Consumer internet and content",
    "E3": "Vertical applications",
    "F": "Foreign enablers",
    "F1": "Chips and tools",
    "F2": "Cloud and software",
    "G": "Pooled vehicles",
    "G1": "Listed ETFs and index funds",
    "G4": "Private funds (non-U.S. manager)",
    "N": "Not China-AI",
    "N1": "China, not AI",
    "N2": "Not China",
    "U": "Unclassified",
    "U0": "Unclassified",
    "Z": "Cash and derivatives",
    "Z1": "Cash and money market",
    "Z2": "Index derivatives",
}


@dataclass(frozen=True)
class Made:
    """One made-up issuer."""

    id: str
    name: str
    region: str
    category: str
    intensity: tuple[float, float, float]
    code: str


_PURE, _MATERIAL, _UNKNOWN, _NONE = (0.5, 0.75, 1.0), (0.2, 0.35, 0.5), (0.0, 0.0, 1.0), (0.0, 0.0, 0.0)
ISSUERS = (
    Made("lotus-compute", "Lotus Compute Holdings Ltd", "PRC", "A1", _PURE, "4A"),
    Made("jade-foundry", "Jade Foundry International Corp", "PRC", "A2", _MATERIAL, "1B"),
    Made("river-cloud", "River Cloud Group 江云集团", "PRC", "B2", _MATERIAL, "4A"),
    Made("lantern-vision", "Lantern Vision Technology Co", "PRC", "C1", _PURE, "1B"),
    Made("crane-robotics", "Crane Robotics Inc", "PRC", "D2", _PURE, "4A"),
    Made("plum-drive", "Plum Drive Autonomous Ltd", "PRC", "D1", _PURE, "4C"),
    Made("harbor-apps", "Harbor Apps Holding", "HK", "E2", _MATERIAL, "4C"),
    Made("sage-model", "Sage Model Lab 智谷", "PRC", "B1", _UNKNOWN, "2B"),
    Made("tide-software", "Tide Software Co", "PRC", "E1", _MATERIAL, "5"),
    Made("north-chip", "North Chip Corp", "OTHER", "F1", _MATERIAL, "5"),
    Made("formosa-fab", "Formosa Fab Co", "TW", "F1", _MATERIAL, "5"),
    Made("pine-bank", "Pine Bank of the North", "PRC", "N1", _NONE, "5"),
    Made("oak-foods", "Oak Foods plc", "OTHER", "N2", _NONE, "5"),
    Made("elm-energy", "Elm Energy Corp", "OTHER", "N2", _NONE, "5"),
    Made("ash-retail", "Ash Retail SA", "OTHER", "N2", _NONE, "5"),
)
MANAGERS = ("Northgate Asia Partners", "Harbor Point Capital", "Elm Street Global", "Summit Long/Short", "In-house")
ASSET_CLASSES = ("Public equity", "Private equity", "Hedge funds", "Fixed income", "Cash")
HOSTILE = (
    '=HYPERLINK("http://x","y")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "<b>bold</b> & <script>alert(1)</script>",
    '#set page(fill: red) #eval("1") $x^2$ *bold* _em_ `raw` @label <tag>',
    "bell\x07 null\x00 esc\x1b vt\x0b end",
    "شركة الاختبار المحدودة",
    "名" * 500,
    "L" * 500,
    "quote \" and ' back\\slash",
    "tab\tnew\nline\r\nend",
    "\ud800 lone",
    "{{x}} %s",
)


@dataclass
class Draft:
    """Rows while they are being made."""

    positions: list[dict[str, object]] = field(default_factory=list)
    slices: list[dict[str, object]] = field(default_factory=list)
    funds: list[FundCoverage] = field(default_factory=list)
    statuses: list[Status] = field(default_factory=list)
    status_of: dict[tuple[str, str], int] = field(default_factory=dict)


def build(
    positions: int = 60,
    seed: int = 1,
    *,
    names: tuple[str, ...] = (),
    without_codes: frozenset[str] = frozenset(),
    sample: bool = True,
    negative: bool = True,
) -> Analysis:
    """An analysis of so many positions; every fifth is a fund, every eleventh is not matched.

    `names` are laid over position names, managers, accounts and issuers; lines with `without_codes` are made T5.
    """
    rng = random.Random(seed)
    draft = Draft()
    for number in range(positions):
        named = names[number % len(names)] if names else ""
        kind = "fund" if number % 5 == 4 else "unmatched" if number % 11 == 10 else "direct"
        _add_position(draft, rng, number, kind, named, without_codes, negative)
    value = sum(int(str(row["market_value"])) for row in draft.positions)
    return Analysis(
        title="Quarterly review",
        as_of="2026-09-30",
        definition=DefinitionProfile(
            id="baseline",
            name="Baseline (PRC, Hong Kong, Macau)",
            version="2026-11",
            reach="direct and look-through",
            regions=frozenset({Region.PRC, Region.HONG_KONG, Region.MACAU}),
            basis=("headquarters", "incorporation"),
            citation="Sinolens baseline profile",
            source="resources",
            note="Taiwan is shown on a line of its own.",
        ),
        institution=Institution(id="sample", name="Fernwood College Endowment", public=False, state="MA"),
        base_currency="USD",
        positions=_frame(draft.positions, (*POSITION_COLUMNS, *_assessed_for_positions())),
        slices=_frame(draft.slices, (*SLICE_COLUMNS, *ASSESSED_COLUMNS)),
        matches=[
            Match(
                ScreeningState.HIT, "isin", issuer_id="lotus-compute", name="Lotus Compute", score=100, evidence="ISIN"
            ),
            Match(ScreeningState.NOT_SCREENED, "none", evidence="no identifier and no name on file"),
            Match(ScreeningState.HIT, "name", name="by name", score=100, evidence="every word agrees"),
        ],
        statuses=draft.statuses,
        inputs=(
            InputSummary(
                file="custodian.xlsx",
                sheet="Holdings",
                sha256="ab" * 32,
                header_row=5,
                mapping={"name": "Security Name", "market_value": "Market Value"},
                mapping_confidence={"name": 0.98, "market_value": 0.95},
                rows_read=positions + 1,
                positions=positions,
                skipped=(SkippedRow(positions + 6, "total row"),),
                as_of="2026-09-30",
                control_total=value,
                sum=value,
                difference=0,
                findings=(
                    Finding(
                        "identifier-repaired",
                        Severity.INFO,
                        "CUSIP in row 7 got its leading zero back.",
                        file="custodian.xlsx",
                        sheet="Holdings",
                        cell="C7",
                        row=7,
                    ),
                ),
            ),
        ),
        funds=tuple(draft.funds),
        lists=_lists(),
        findings=(
            Finding(
                "stale-nav",
                Severity.WARNING,
                "The NAV of Northgate Fund III is 187 days old.",
                file="custodian.xlsx",
                sheet="Holdings",
                cell="F9",
                row=9,
            ),
        ),
        missing_lists=("Specially Designated Nationals",),
        sample=sample,
        reference_id="0123456789ab",
        report_id="",
        created_at="2026-11-23T00:00:00+00:00",
        program_version="0.1.0",
        category_names=CATEGORY_NAMES,
    )


def compared(analysis: Analysis) -> Comparison:
    """The analysis as a frozen quarter, beside the frozen one before it.

    Then: every position was held in 1,000 units, and so it is now but for those in tiers T1 and T2: of the first 400
    are left, and the second is gone. A name of T4 then has left its list since. A position of the first manager is held
    under an exception.
    """
    units = analysis.positions.assign(quantity=1000.0)
    barred = [row for row, code in enumerate(units["code"]) if code[0] in "12"]
    before = replace(analysis, positions=units, as_of="2026-06-30", period="2026 Q2 (then-0001)", report_id="")
    after = units.copy()
    after.loc[barred[:1], "quantity"] = 400.0
    kept = [row for row in range(len(after)) if row not in barred[1:2]]
    numbers = {row: place for place, row in enumerate(kept)}
    lines = analysis.slices[analysis.slices["position"].isin(kept)].reset_index(drop=True)
    lines["position"] = lines["position"].map(numbers)
    statuses, freed = [], False
    for status in analysis.statuses:
        named = not freed and status.code == "4A"
        statuses.append(replace(status, triggers=(), tier=tier_of("5"), code="5") if named else status)
        freed = freed or named
    papers = (
        Evidence("When was the deal bindingly committed?", "2024-05-06", "fact sheet", "A. Analyst",
                 "2026-07-01T09:00:00+00:00", "subscription.pdf", "cd" * 32),
        Evidence("Was it bought from another holder?", "no", "holdings file: custodian.xlsx, Holdings, row 6"),
    )
    now = replace(
        analysis, positions=after.iloc[kept].reset_index(drop=True), slices=lines, statuses=statuses,
        period="2026 Q3 (now-0002)", exemptions=(
            Exempted(0, "Example transactions rule", "Committed before the rule", "99 CFR 999.2", False, True,
                     evidence=papers, missing=("statement of the manager",)),
            Exempted(1, "Example transactions rule", "", "99 CFR 999.1", False, False,
                     could=("Registered fund",), missing=("registration of the fund",)),
        ),
    )
    return compare(before, now)


def _add_position(
    draft: Draft,
    rng: random.Random,
    number: int,
    kind: str,
    named: str,
    without: frozenset[str],
    negative: bool,
) -> None:
    value = rng.randrange(100_00, 9_000_000_00)
    if negative and number % 17 == 16:
        value = -value
    made = rng.choice(ISSUERS)
    name = named or (
        f"Northgate Fund {number}"
        if kind == "fund"
        else f"Private vehicle {number}"
        if kind == "unmatched"
        else made.name
    )
    base = {
        "file": "custodian.xlsx",
        "sheet": "Holdings",
        "row": number + 6,
        "account": named or f"Account {number % 12 + 1:02d}",
        "manager": named or MANAGERS[number % len(MANAGERS)],
        "asset_class": ASSET_CLASSES[number % 4],
        "name": name,
        "cusip": f"0Q{number:07d}",
        "currency": "USD",
        "market_value": value,
        "as_of": "2026-09-30",
        "instrument": "private_fund" if kind == "fund" else "equity",
    }
    if kind == "fund":
        parts = _fund_parts(draft, rng, number, value, name, named, without)
        worst = max(parts, key=lambda part: abs(int(str(part["market_value"]))))
        status = _status(draft, "U2" if number % 10 == 9 else "4C", without, "fund")
        draft.positions.append(
            {
                **base,
                "match": 2,
                "issuer": name,
                "region": "UNKNOWN",
                "category": "G4",
                "group": "G",
                **status,
                "issuer_id": worst["issuer_id"] and "",
            }
        )
        draft.slices.extend(parts)
        return
    if kind == "unmatched":
        answer: dict[str, object] = {
            "match": 1,
            "issuer_id": "",
            "issuer": name,
            "region": "UNKNOWN",
            "category": "U",
            "group": "U",
            **_status(draft, "U1", without, name),
        }
        weights = (0, 0, 0)
    else:
        answer = {
            "match": 0,
            "issuer_id": made.id,
            "issuer": named or made.name,
            "region": made.region,
            "category": made.category,
            "group": made.category[0],
            **_status(draft, made.code, without, made.id),
        }
        weights = _weigh(value, made)
    draft.positions.append({**base, **answer})
    draft.slices.append(
        {
            **_leaf(base),
            **answer,
            "position": number,
            "path": "",
            "depth": 0,
            "method": "direct",
            "weight": 1.0,
            "data_date": "2026-09-30",
            "confidence": "confirmed",
            "market_value": value,
            "low": weights[0],
            "base": weights[1],
            "high": weights[2],
        }
    )


def _fund_parts(
    draft: Draft,
    rng: random.Random,
    number: int,
    value: int,
    name: str,
    named: str,
    without: frozenset[str],
) -> list[dict[str, object]]:
    dark = number % 10 == 9
    shares = [100] if dark else [35, 25, 20, 20]
    parts = []
    for index, (cents, share) in enumerate(zip(split_cents(value, shares), shares, strict=True)):
        residual = dark or index == 3
        made = rng.choice(ISSUERS)
        answer = (
            {
                "match": 1,
                "issuer_id": "",
                "issuer": name,
                "region": "UNKNOWN",
                "category": "G4",
                "group": "G",
                **_status(draft, "U2", without, "fund"),
            }
            if residual
            else {
                "match": 0,
                "issuer_id": made.id,
                "issuer": named or made.name,
                "region": made.region,
                "category": made.category,
                "group": made.category[0],
                **_status(draft, made.code, without, made.id),
            }
        )
        weights = (0, 0, cents if cents > 0 else 0) if residual else _weigh(cents, made)
        parts.append(
            {
                "position": number,
                "path": name,
                "depth": 0 if dark else 1,
                "weight": share / 100,
                "data_date": "2026-06-30",
                "method": "not_disclosed" if dark else "residual" if residual else "scaled",
                "scale_factor": float("nan") if residual else 1.01,
                "confidence": "unknown" if residual else "stated",
                "file": "fund.xlsx",
                "sheet": "Fund",
                "row": index + 2,
                "name": name if residual else named or made.name,
                "currency": "USD",
                "instrument": "private_fund" if residual else "equity",
                "market_value": cents,
                "low": weights[0],
                "base": weights[1],
                "high": weights[2],
                **answer,
            }
        )
    undisclosed = sum(int(str(p["market_value"])) for p in parts if p["method"] in ("not_disclosed", "residual"))
    draft.funds.append(
        FundCoverage(
            position=number,
            name=name,
            manager=named or MANAGERS[number % len(MANAGERS)],
            vehicle="private_fund",
            market_value=value,
            known_value=value - undisclosed,
            undisclosed_value=undisclosed,
            method="not_disclosed" if dark else "scaled",
            scale_factor=None if dark else 1.01,
            data_date="" if dark else "2026-06-30",
            confidence="unknown" if dark else "stated",
            file="" if dark else "fund.xlsx",
            missing="The manager gave no holdings." if dark else "",
        )
    )
    return parts


def _weigh(value: int, made: Made) -> tuple[int, int, int]:
    low, base, high = (round(value * part) for part in made.intensity)
    return low, base, high


def _leaf(base: dict[str, object]) -> dict[str, object]:
    return {key: base[key] for key in ("file", "sheet", "row", "name", "cusip", "currency", "instrument")}


def _status(draft: Draft, code: str, without: frozenset[str], who: str) -> dict[str, object]:
    code = "5" if code in without else code
    tier = tier_of(code)
    if (code, who) not in draft.status_of:
        draft.status_of[(code, who)] = len(draft.statuses)
        listed = code in ("1B", "4A")
        trigger = Trigger(
            code=code,
            rule_id="rule-a",
            rule_name="Example securities order" if code == "1B" else "Example notice",
            citation="99 CFR 999.1",
            list_id="list-a" if code == "1B" else "list-b",
            entry_id=f"list:{who}",
            entry_name=f"Entry {who}",
            edition="2026-06-08",
            relation="exact",
            listed_on="2021-06-03",
            effective_on="2021-08-02",
            explanation="Named.",
            verified=code == "1B",
            designated_later=False,
        )
        draft.statuses.append(
            Status(
                tier=tier,
                code=code,
                triggers=(trigger,) if listed else (),
                clocks=(Clock("Rules due", "2027-03-13", 164),) if code == "2B" else (),
                actions=Actions(buy="no", sell="counsel", reinvest="no") if code == "1B" else Actions(),
                explanation=f"{who}: code {code} by the example rule; screening aid.",
                evidence_needed=("assurance_date",) if code == "2B" else (),
                notes=_notes(code, who),
            )
        )
    return {"status": draft.status_of[(code, who)], "tier": tier.value, "code": code}


def _notes(code: str, who: str) -> tuple[str, ...]:
    if code == "1B":
        return ("Dividends are reinvested in this account: each reinvestment is a purchase. Switch it off.",)
    return ("Contains T1 names, 12.50 % of value.",) if who == "fund" and code == "4C" else ()


def _lists() -> tuple[ListState, ...]:
    def state(key: str, title: str, age: int) -> ListState:
        edition = ListEdition(
            list_id=key,
            edition="2026-06-08",
            title=title,
            short_title=title,
            publisher="Publisher",
            in_force_from="2026-06-08",
            in_force_to="",
            withdrawn=False,
            checked_on="2026-08-22",
            source="https://example.org",
            citation="99 FR 999",
            count=188,
            sha256="cd" * 32,
            verified=True,
        )
        return ListState(key, title, title, edition, age, age > 90, 188)

    return (
        state("list-a", "Example securities list", 39),
        state("list-b", "Example notice list", 120),
        ListState("list-c", "Example third list", "Third list", None, None, True, 0),
    )


def _assessed_for_positions() -> tuple[Column, ...]:
    return tuple(column for column in ASSESSED_COLUMNS if column.name not in ("low", "base", "high"))


def _frame(rows: list[dict[str, object]], columns: tuple[Column, ...]) -> pd.DataFrame:
    blank = {"str": "", "int64": 0, "float64": float("nan"), "Int64": pd.NA}
    data = {
        column.name: pd.array([row.get(column.name, blank[column.dtype]) for row in rows], dtype=column.dtype)
        for column in columns
    }
    return pd.DataFrame(data)
