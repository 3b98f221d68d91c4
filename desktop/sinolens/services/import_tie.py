"""Use case: what the percent column of a table says of its completeness, beside the tie-out."""

from __future__ import annotations

import numpy as np

from sinolens.domain.money import format_dollars
from sinolens.importing.workbook import ImportedTable


def weights_total(table: ImportedTable) -> str:
    """One sentence on what the percentages add to and imply, "" when there are none."""
    weights = table.table.amounts("weight")
    if weights is None or not len(weights) or not np.isfinite(weights).any():
        return ""
    whole = float(np.nansum(weights))
    # Points or ratios: only a whole near one hundred, or near one, can be told.
    unit = 100.0 if abs(whole - 100) < abs(whole - 1) else 1.0
    share = whole / unit
    sentence = f"The weights add to {share:.2%}."
    total = table.summary.sum
    if total and share > 0.01 and table.role == "positions":
        implied = round(total / share)
        sentence += f" By them the whole is {format_dollars(implied)}, {format_dollars(implied - total)} off the sum."
    return sentence
