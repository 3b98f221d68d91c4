"""A made-up analysis of any size, built by columns, with many issuers, funds, shorts and unknowns. No real holdings."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sinolens.domain.column import ASSESSED_COLUMNS, POSITION_COLUMNS, SLICE_COLUMNS, Column
from sinolens.domain.definition import DefinitionProfile, Institution
from sinolens.domain.match import Match, ScreeningState
from sinolens.domain.region import Region
from sinolens.domain.tier import CODE_LABELS, Status, tier_of
from sinolens.exposure.analysis import Analysis

CATEGORY_NAMES = {
    "A": "Compute and infrastructure", "A1": "AI accelerators", "A2": "Foundry and memory", "A3": "Equipment and EDA",
    "A4": "Servers and optical", "A5": "Data centres and cloud", "B": "Foundation models", "B1": "Model labs",
    "B2": "Hyperscale platforms", "B3": "Enterprise AI platforms", "C": "Perception and surveillance",
    "C1": "Vision and video", "C2": "Speech and forensics", "D": "Embodied and autonomous",
    "D1": "Autonomous driving", "D2": "Robots and drones", "D3": "Smart-EV makers", "E": "Applications",
    "E1": "Enterprise software", "E2": "Consumer internet", "E3": "Vertical applications", "F": "Foreign enablers",
    "F1": "Chips and tools", "F2": "Cloud and software", "G": "Pooled vehicles", "G1": "Listed index funds",
    "G2": "Registered funds", "G3": "Private funds, U.S. manager", "G4": "Private funds, non-U.S. manager",
    "G5": "Commingled and hedge funds", "N": "Not China-AI", "N1": "China, not AI", "N2": "Not China",
    "U": "Unclassified", "Z": "Cash and index derivatives", "Z1": "Cash", "Z2": "Index derivatives",
}
_AI = tuple(code for code in CATEGORY_NAMES if len(code) == 2 and code[0] in "ABCDE")
_FIRST = ("Lotus", "Jade", "River", "Lantern", "Crane", "Plum", "Harbor", "Sage", "Tide", "North", "Cedar", "Amber",
          "Summit", "Orchid", "Willow", "Heron", "Delta", "Quarry", "Saffron", "Meridian")
_SECOND = ("Compute", "Foundry", "Cloud", "Vision", "Robotics", "Autonomous Driving", "Internet", "Model Lab",
           "Software", "Semiconductor Equipment", "Optical", "Data Centre", "Speech", "Electric Vehicle")
_FORM = ("Holdings Limited", "Co., Ltd.", "Group Inc.", "Technology Corporation", "International Ltd")
MANAGERS = ("Northgate Asia Venture Partners III", "Elm Global Equity", "Summit Long/Short Asia", "Pier Passive EM",
            "Harbor EM Growth", "Direct co-investments", "Cedar Hedge", "In-house", "Orchid Credit", "Quarry Macro")
ASSET_CLASSES = ("Public equity", "Private equity", "Venture capital", "Hedge funds", "Fixed income", "Cash")


def build(
    positions: int = 400, lines: int = 4_000, issuers: int = 300, managers: int = 10, seed: int = 7,
    negative: bool = True,
) -> Analysis:
    """An analysis whose slices add to their positions to the cent; about 15 % of the value is hidden or unresolved."""
    random = np.random.default_rng(seed)
    # Every other position is a fund that shares what lines are left; the others are a line of their own.
    funds = np.arange(0, positions, 2)
    owner = np.sort(np.concatenate([np.arange(positions), random.choice(funds, max(0, lines - positions))]))
    count = len(owner)
    value = np.rint(np.exp(random.normal(17.0, 1.6, count) - np.log(max(count / 400, 1)))).astype(np.int64) + 1
    if negative:
        value = np.where(random.random(count) < 0.02, -value, value)
    issuer = np.minimum((random.pareto(0.9, count) * 3).astype(np.int64), issuers - 1)
    in_fund = (np.bincount(owner, minlength=positions) > 1)[owner]
    names = [f"{_FIRST[i % 20]} {_SECOND[i * 7 % 14]} {_FORM[i * 3 % 5]}" + (f" {i // 140}" if i >= 140 else "")
             for i in range(issuers)]
    kinds = [("N2" if i % 3 == 0 else "N1" if i % 7 == 1 else "F1" if i % 29 == 2 else _AI[i * 5 % len(_AI)])
             for i in range(issuers)]
    places = ["OTHER" if kind in ("N2", "F1") else "TW" if i % 23 == 4 else ("PRC", "PRC", "HK")[i % 3]
              for i, kind in enumerate(kinds)]
    codes = ["5" if kind in ("N2", "F1") else ("5", "4A", "4C", "1B", "4A", "2B", "3B", "4B", "5", "4C")[i % 10]
             for i, kind in enumerate(kinds)]
    category, region, code = (np.array(part, object)[issuer] for part in (kinds, places, codes))
    intensity = np.array(["" if kind[0] in "NF" else ("pure", "material", "unknown", "peripheral")[i % 4]
                          for i, kind in enumerate(kinds)], object)[issuer]
    name = np.array(names, object)[issuer]
    issuer_id = np.array([f"made-{i}" for i in range(issuers)], object)[issuer]
    opened = random.choice(["known", "scaled", "split", "proxy"], count, p=[.4, .4, .1, .1])
    method = np.where(in_fund, opened, "direct").astype(object)
    chance = random.random(count)
    hidden, lost = in_fund & (chance < 0.03), (chance > 0.985)
    fund_name = np.array([f"Fund {i:05d} Limited Partnership" for i in range(positions)], object)
    for column, shown, missing in (
        (category, "G4", "U"), (region, "UNKNOWN", "UNKNOWN"), (code, "U2", "U1"), (intensity, "", ""),
        (issuer_id, "", ""), (name, None, "Unmatched line"),
    ):
        column[lost] = missing
        column[hidden] = fund_name[owner[hidden]] if shown is None else shown
    method[hidden] = "residual"
    tiers = np.array([tier_of(text).value for text in code], object)
    weights = {"pure": (.5, .75, 1.), "material": (.2, .35, .5), "peripheral": (0., .1, .2), "unknown": (0., 0., 1.)}
    weight = np.array([weights.get(kind, (0., 0., 0.)) for kind in intensity])
    weight[hidden | lost] = (0.0, 0.0, 1.0)
    parts = np.sort(np.rint(value[:, None] * weight).astype(np.int64), axis=1)
    status = {text: i for i, text in enumerate(CODE_LABELS)}
    confidence = np.select(
        [hidden | lost, method == "proxy", method == "split", method == "scaled"],
        ["unknown", "proxy", "estimated", "stated"], "confirmed")
    slices = _frame((*SLICE_COLUMNS, *ASSESSED_COLUMNS), count, {
        "position": owner, "path": np.where(in_fund, fund_name[owner], ""), "depth": in_fund.astype(np.int64),
        "method": method, "weight": np.ones(count), "data_date": np.where(in_fund, "2026-06-30", "2026-09-30"),
        "confidence": confidence, "file": np.full(count, "fund.xlsx", object), "row": np.arange(count) % 2000 + 9,
        "name": name, "currency": np.where(region == "OTHER", "USD", "CNY"),
        "instrument": np.where(hidden, "private_fund", "equity"), "market_value": value, "issuer_id": issuer_id,
        "issuer": name, "region": region, "category": category, "group": np.array([t[0] for t in category], object),
        "intensity": intensity, "low": parts[:, 0], "base": np.where(weight[:, 1] == weight[:, 0], np.rint(
            value * weight[:, 0]).astype(np.int64), parts[:, 1]), "high": parts[:, 2],
        "status": np.array([status[text] for text in code]), "tier": tiers, "code": code,
    })
    held = np.zeros(positions, np.int64)
    np.add.at(held, owner, value)
    first = np.unique(owner, return_index=True)[1]
    firms = [MANAGERS[i % 10] + (f" {i // 10}" if i >= 10 else "") for i in range(managers)]
    number = np.arange(positions)
    pooled = in_fund[first]
    frame = _frame((*POSITION_COLUMNS, *(c for c in ASSESSED_COLUMNS if c.name not in ("low", "base", "high"))),
                   positions, {
        "file": np.full(positions, "custodian.xlsx", object), "row": number + 6,
        "account": np.array([f"Account {i % 40:02d}" for i in number], object),
        "manager": np.array([firms[i % managers] for i in number], object),
        "asset_class": np.array([ASSET_CLASSES[i * 7 % 6] for i in number], object),
        "name": np.where(pooled, fund_name, name[first]), "currency": np.full(positions, "USD", object),
        "market_value": held, "instrument": np.where(pooled, "private_fund", "equity"),
        "unfunded": pd.array(np.where(pooled, 5_000_00, 0), dtype="Int64"), "issuer": name[first],
        "as_of": np.full(positions, "2026-09-30", object), "region": region[first], "category": category[first],
        "group": np.array([t[0] for t in category[first]], object), "tier": tiers[first], "code": code[first],
        "status": np.array([status[text] for text in code[first]]),
    })
    return Analysis(
        title="Made-up review", as_of="2026-09-30", definition=DefinitionProfile(
            id="made", name="Mainland, Hong Kong, Macau", version="1", regions=frozenset(
                {Region.PRC, Region.HONG_KONG, Region.MACAU}), basis=("headquarters",), reach="all",
            citation="", source="made up"),
        institution=Institution(id="made", name="Made-up College"), base_currency="USD", positions=frame, slices=slices,
        matches=[Match(ScreeningState.HIT, "name")], statuses=[Status(tier_of(text), text) for text in CODE_LABELS],
        inputs=(), funds=(), lists=(), findings=(), category_names=CATEGORY_NAMES,
    )


def _frame(columns: tuple[Column, ...], count: int, given: dict[str, object]) -> pd.DataFrame:
    blank = {"str": "", "int64": 0, "float64": float("nan"), "Int64": pd.NA}
    return pd.DataFrame({
        column.name: pd.Series(given.get(column.name, blank[column.dtype]), index=range(count), dtype=column.dtype)
        for column in columns
    })
