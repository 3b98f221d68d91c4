"""Values of every position for a table: those no filter changes, and those that go as far as the filter reaches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from sinolens.exposure.analysis import Analysis
from sinolens.exposure.cube import Cube
from sinolens.exposure.dimension import Codes

Values = dict[str, Sequence[Any] | npt.NDArray[Any]]
"""A column's key to one value for each position."""
_TEXTS = ("name", "issuer", "tier", "code", "manager", "account", "asset_class", "isin", "cusip", "sedol", "ticker",
          "currency", "as_of", "file", "sheet", "row")


def fixed_values(view: Cube) -> Values:
    """Values of all positions that no filter changes: plain Python lists, amounts as an array of cents. Made once."""
    analysis = view.analysis
    return view.remembered(("position values",), analysis, lambda: _fixed(analysis))


def filtered_values(view: Cube) -> tuple[Values, Codes]:
    """Values that depend on the filter, for all positions, and the rows the filter leaves.

    Returns:
        `shown` and `china` in cents and `share` of the pool, each an array by position; row numbers, ascending.
    """
    owner = view.analysis.slices["position"].to_numpy()
    value = view.analysis.slices["market_value"].to_numpy()
    count = len(view.analysis.positions)

    def summed(lines: Codes) -> npt.NDArray[np.int64]:
        # Doubles hold whole cents exactly up to ninety trillion dollars.
        return np.bincount(owner[lines], weights=value[lines], minlength=count).astype(np.int64)

    china = summed(_china_lines(view))
    share = china / view.pool if view.pool else np.full(count, np.nan)
    return {"shown": summed(view.lines()), "china": china, "share": share}, view.positions()


def _fixed(analysis: Analysis) -> Values:
    frame = analysis.positions
    made: Values = {name: frame[name].tolist() for name in _TEXTS}
    made["market_value"] = frame["market_value"].to_numpy()
    judged = {one.row: "?" for one in analysis.overrides if one.state == "submitted" and one.field == "tier"}
    # What was approved stands, whatever else is proposed beside it.
    judged |= {one.row: "*" for one in analysis.overrides if one.state == "approved" and one.field == "tier"}
    if judged:
        made["code"] = [f"{code}{judged.get(row, '')}" for row, code in enumerate(made["code"])]
    names = analysis.category_names
    made["category"] = [f"{code} {names.get(code, '')}".rstrip() for code in frame["category"].tolist()]
    made["instrument"] = [text.replace("_", " ").capitalize() for text in frame["instrument"].tolist()]
    made["quantity"] = [None if value != value else value for value in frame["quantity"].tolist()]
    return made


def _china_lines(view: Cube) -> Codes:
    """Row numbers of the view's lines in the China-AI scope."""
    selection = view.selection
    chosen = selection.values("scope")
    if "china_ai" in selection.excluded_values("scope") or (chosen and "china_ai" not in chosen):
        return np.zeros(0, np.int64)
    return view.select(selection.only("scope", "china_ai")).lines()
