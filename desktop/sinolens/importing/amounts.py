"""What each row of a table is worth, as the file says it: its value, the scale of it, its share, or nothing at all."""

from __future__ import annotations

import numpy as np

from sinolens.domain.finding import Severity
from sinolens.importing.area import HOW_MUCH
from sinolens.importing.banner import Banner
from sinolens.importing.headers import take_apart
from sinolens.importing.money import Money
from sinolens.importing.positions import Surroundings
from sinolens.importing.table import Table

_PROMISES = frozenset({"commitment_base", "commitment_local", "unfunded", "unfunded_base", "unfunded_local"})


def value_units(value: Money | None, rows: np.ndarray, scale: int) -> np.ndarray:
    """Value of rows of the sheet in units of the base currency, NaN where there is none."""
    return np.full(len(rows), np.nan) if value is None else value.recipe(rows) * scale


def find_scale(table: Table, value: Money | None, banner: Banner, around: Surroundings) -> int:
    """1000 when the value's header or the banner says the amounts are in thousands."""
    if value is None:
        return 1
    column = table.columns.by_field[value.fields[0]]
    if around.options.scale:
        return around.options.scale
    scale = take_apart(column.header, around.vocabulary).scale
    if scale == 1 and banner.scale > 1:
        scale = banner.scale
    if scale > 1:
        table.findings.add(
            "values-scaled",
            Severity.INFO,
            f"Amounts are in {'thousands' if scale == 1000 else 'millions'} and were multiplied by {scale:,}.",
            table.area.header_last,
            column.column,
        )
    return scale


def find_valueless(table: Table, units: np.ndarray, weights: np.ndarray | None, value: Money | None) -> np.ndarray:
    """Rows that say nothing of how much although other rows do."""
    if value is None and weights is not None:
        without: np.ndarray = np.isnan(weights)
        return without
    dead: np.ndarray = np.isnan(units)
    offsets = table.plan.positions - table.area.header_last - 1
    for name, numbers in table.numbers.items():
        if name in HOW_MUCH or name in _PROMISES:
            # A text where a number belongs is a fault to be told, not a row without an amount.
            dead &= np.isnan(numbers.values[offsets]) & ~numbers.unread[offsets]
    return dead


def weight_shares(table: Table, unit: str) -> np.ndarray | None:
    """Weights as shares: a column with percent signs, or that adds to more than two, is in points."""
    weights = table.amounts("weight")
    if weights is None or not np.isfinite(weights).any():
        return None
    numbers = table.numbers["weight"]
    points = unit == "points" or (not unit and (numbers.percent > 0.5 or abs(float(np.nansum(weights))) > 2.0))
    return weights / 100 if points else weights
