"""A made-up analysis of any size, consistent to the cent, for tests of what prints it. No real holdings."""

from __future__ import annotations

import random
from dataclasses import replace

import pandas as pd
from synthetic_issuers import CATEGORY_NAMES
from synthetic_issuers import HOSTILE as HOSTILE
from synthetic_issuers import ISSUERS as ISSUERS
from synthetic_rows import Draft, add_position
from synthetic_statuses import list_states

from sinolens.domain.column import ASSESSED_COLUMNS, POSITION_COLUMNS, SLICE_COLUMNS, Column
from sinolens.domain.definition import DefinitionProfile, Institution
from sinolens.domain.exempted import Evidence, Exempted
from sinolens.domain.finding import Finding, Severity
from sinolens.domain.match import Match, ScreeningState
from sinolens.domain.region import Region
from sinolens.domain.tier import tier_of
from sinolens.exposure.analysis import Analysis, InputSummary, SkippedRow
from sinolens.exposure.comparison import Comparison, compare


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
        add_position(draft, rng, number, kind, named, without_codes, negative)
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
        statuses=draft.statuses.made,
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
        lists=list_states(),
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


def _assessed_for_positions() -> tuple[Column, ...]:
    return tuple(column for column in ASSESSED_COLUMNS if column.name not in ("low", "base", "high"))


def _frame(rows: list[dict[str, object]], columns: tuple[Column, ...]) -> pd.DataFrame:
    blank = {"str": "", "int64": 0, "float64": float("nan"), "Int64": pd.NA}
    data = {
        column.name: pd.array([row.get(column.name, blank[column.dtype]) for row in rows], dtype=column.dtype)
        for column in columns
    }
    return pd.DataFrame(data)
