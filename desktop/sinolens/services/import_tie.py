"""Use case: what the percent column of a table says of its completeness, beside the tie-out."""

from __future__ import annotations

import numpy as np

from sinolens.domain.money import format_dollars
from sinolens.importing.workbook import ImportedTable

_LEAST = 0.01
"""Weights that add to less say nothing of a whole."""


def weights_share(table: ImportedTable) -> float | None:
    """What the percentages of the positions add to, 1 = all of the whole; None when there are none."""
    weights = table.table.amounts("weight")
    if weights is None or not len(weights) or not np.isfinite(weights).any():
        return None
    whole = float(np.nansum(weights))
    # Points or ratios: a whole near one hundred, or near one, tells.
    return whole / (100.0 if abs(whole - 100) < abs(whole - 1) else 1.0)


def weights_whole(table: ImportedTable) -> int | None:
    """Cents of the whole that the values and their percentages imply together; None when nothing does.

    It only tells rows that are missing where the percentages are of a whole that has them.
    """
    share = weights_share(table)
    if share is None or share < _LEAST or not table.summary.sum or table.role != "positions":
        return None
    return round(table.summary.sum / share)


def weights_total(table: ImportedTable) -> str:
    """One sentence on what the percentages add to and imply, "" when there are none."""
    share = weights_share(table)
    if share is None:
        return ""
    sentence = f"The weights add to {share:.2%}."
    implied = weights_whole(table)
    if implied is not None:
        off = format_dollars(implied - table.summary.sum)
        sentence += f" By them the whole is {format_dollars(implied)}: {off} off the sum of the positions."
    return sentence
