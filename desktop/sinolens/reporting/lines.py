"""The rows every total rests on: one per position and look-through line, with the codes the totals ask for."""

from __future__ import annotations

import pandas as pd

from sinolens.exposure.analysis import Analysis
from sinolens.exposure.cube import Cube
from sinolens.reporting.document import Audience, Kind, LineColumn, Lines
from sinolens.reporting.remarks import line_actions, line_remarks

_TEXT, _CODE, _MONEY, _COUNT = Kind.TEXT, Kind.CODE, Kind.MONEY, Kind.COUNT
_COLUMNS = (
    LineColumn("position_no", "Position", _COUNT, 9, "pos_position"),
    LineColumn("fund", "Held through", _TEXT, 28),
    LineColumn("name", "Name as typed", _TEXT, 34),
    LineColumn("issuer", "Issuer", _TEXT, 34),
    LineColumn("value", "Market value (USD)", _MONEY, 18, "pos_value"),
    LineColumn("tier", "Tier", _CODE, 6, "pos_tier"),
    LineColumn("code", "Code", _CODE, 6, "pos_code"),
    LineColumn("category", "Category", _CODE, 9, "pos_category"),
    LineColumn("scope", "Scope", _CODE, 18, "pos_scope"),
    LineColumn("reach", "Reach", _CODE, 14, "pos_reach"),
    LineColumn("region", "Region", _CODE, 10, "pos_region"),
    LineColumn("low", "AI-weighted, low", _MONEY, 16, "pos_low"),
    LineColumn("base", "AI-weighted, base", _MONEY, 16, "pos_base"),
    LineColumn("high", "AI-weighted, high", _MONEY, 16, "pos_high"),
    LineColumn("manager", "Manager", _TEXT, 36),
    LineColumn("account", "Account", _TEXT, 18),
    LineColumn("asset_class", "Asset class", _TEXT, 18),
    LineColumn("instrument", "Instrument", _CODE, 16),
    LineColumn("currency", "Currency", _CODE, 9),
    LineColumn("isin", "ISIN", _CODE, 15),
    LineColumn("cusip", "CUSIP", _CODE, 11),
    LineColumn("sedol", "SEDOL", _CODE, 9),
    LineColumn("ticker", "Ticker", _CODE, 9),
    LineColumn("mic", "Market", _CODE, 8),
    LineColumn("method", "Method", _CODE, 14),
    LineColumn("knowledge", "Known by", _CODE, 14, "pos_knowledge"),
    LineColumn("confidence", "Confidence", _CODE, 12),
    LineColumn("matched_by", "Matched by", _CODE, 12),
    LineColumn("data_date", "Data date", Kind.DATE, 11),
    LineColumn("file", "File", _TEXT, 24),
    LineColumn("sheet", "Sheet", _TEXT, 14),
    LineColumn("row", "Row", _COUNT, 7),
    LineColumn("unfunded", "Unfunded (USD, once a position)", _MONEY, 16, "pos_unfunded"),
    LineColumn("actions", "What may not simply be done", _TEXT, 26),
    LineColumn("remarks", "Remarks", _TEXT, 50),
    LineColumn("manager_no", "Manager no.", _COUNT, 9, "pos_manager_no"),
    LineColumn("asset_class_no", "Asset class no.", _COUNT, 9, "pos_asset_class_no"),
    LineColumn("issuer_no", "Issuer no.", _COUNT, 9, "pos_issuer_no"),
    LineColumn("scenarios", "Scenarios", _CODE, 24, "pos_scenarios"),
)
_INTERNAL = frozenset(
    {
        "isin",
        "cusip",
        "sedol",
        "ticker",
        "mic",
        "currency",
        "sheet",
        "row",
        "matched_by",
        "actions",
        "remarks",
        "scenarios",
    }
)
"""Columns the public version leaves out: with them a company could be told, or they are staff's to judge."""
_PARTITIONS = ("scope", "reach", "knowledge")
NUMBERED = ("manager", "asset_class", "issuer")
"""Dimensions whose values people type: the formulas ask for their number, never for the text."""


def compose_lines(analysis: Analysis, cube: Cube, audience: Audience) -> Lines:
    """The rows of the positions sheet, in the order of the position table, then of the look-through."""
    slices, positions = analysis.slices, analysis.positions
    of = slices["position"].to_numpy()
    first = ~slices["position"].duplicated().to_numpy()
    data: dict[str, object] = {
        "position_no": of + 1,
        "fund": slices["path"].to_numpy(),
        "value": slices["market_value"].to_numpy(),
    }
    for name in (
        "name",
        "issuer",
        "tier",
        "code",
        "category",
        "region",
        "low",
        "base",
        "high",
        "instrument",
        "currency",
        "isin",
        "cusip",
        "sedol",
        "ticker",
        "mic",
        "method",
        "confidence",
        "data_date",
        "file",
        "sheet",
        "row",
    ):
        data[name] = slices[name].to_numpy()
    for name in ("manager", "account", "asset_class"):
        data[name] = positions[name].to_numpy()[of]
    # Capital still callable belongs to the position: it stands on the first of its lines only.
    data["unfunded"] = positions["unfunded"].fillna(0).astype("int64").to_numpy()[of] * first
    for name in _PARTITIONS:
        printed = [printed_code(name, value) for value in cube.values(name)]
        data[name] = pd.Series(printed, dtype="str").take(cube.codes(name)).to_numpy()
    for name in NUMBERED:
        data[f"{name}_no"] = cube.codes(name) + 1
    methods = [match.method for match in analysis.matches]
    data["matched_by"] = [methods[index] if 0 <= index < len(methods) else "" for index in slices["match"].tolist()]
    data["actions"] = line_actions(slices, analysis.statuses)
    data["remarks"] = line_remarks(slices, positions, analysis.statuses)
    data["scenarios"] = analysis.scenarios.marks if analysis.scenarios else ("",) * len(slices)
    kept = tuple(column for column in _COLUMNS if audience is not Audience.PUBLIC or column.key not in _INTERNAL)
    return Lines(kept, pd.DataFrame({column.key: data[column.key] for column in kept}))


def printed_code(dimension: str, value: str) -> str:
    """A value as the rows print it: "unresolved" is tier U's word, so a line without issuer and region has another."""
    return "not_identified" if dimension in _PARTITIONS and value == "unresolved" else value


def number_of(cube: Cube, dimension: str) -> dict[str, int]:
    """Number of each value of a dimension, as the columns "manager_no", "asset_class_no" and "issuer_no" hold it."""
    return {value: number for number, value in enumerate(cube.values(dimension), start=1)}
