"""Notional and delta of derivatives: as the file gives them, else quantity × multiplier × price of what lies under."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sinolens.domain.instrument import Instrument
from sinolens.importing.money import MoneyColumns
from sinolens.importing.numbers import cents_of
from sinolens.importing.table import Table

_OPTIONS = frozenset({Instrument.OPTION, Instrument.WARRANT})
_LINEAR = frozenset({Instrument.FUTURE, Instrument.SWAP, Instrument.INDEX_DERIVATIVE})
_LARGEST_DELTA = 1.5
"""Deltas above this are in points of a hundred."""


def read_notional(
    table: Table, money: MoneyColumns, instruments: Sequence[str], scale: int
) -> pd.api.extensions.ExtensionArray:
    """Cents of the base currency, signed like the quantity; missing for what is no derivative or where nothing tells.

    The price of an option is its premium: without a price of the underlying its notional is not known.

    Args:
        table: with its rows planned.
        money: the settled money columns, for the rate of each row.
        instruments: kind of each position.
        scale: factor of the money columns.
    """
    rows = table.plan.positions
    options = np.array([kind in _OPTIONS for kind in instruments], bool)
    linear = np.array([kind in _LINEAR for kind in instruments], bool)
    given = money.base_amount("notional")
    found = np.full(len(rows), np.nan) if given is None else given.recipe(rows) * scale
    quantity, multiplier = table.amounts("quantity"), table.amounts("multiplier")
    if quantity is not None and multiplier is not None:
        under = table.amounts("underlying_price")
        nothing = np.full(len(rows), np.nan)
        prices = money.prices()
        price = np.where(np.isfinite(nothing if under is None else under), under if under is not None else nothing,
                         np.where(linear, nothing if prices is None else prices, np.nan))
        worked = quantity * multiplier * price * _rates(table, money)
        found = np.where(np.isfinite(found), found, worked)
    if quantity is not None:
        # Files print the size of a short contract without its sign.
        found = np.where((quantity < 0) & (found > 0), -found, found)
    found = np.where(options | linear, found, np.nan)
    cents, too_large = cents_of(found)
    missing = ~np.isfinite(found) | too_large
    result = pd.array(np.where(missing, 0, cents), dtype="Int64")
    result[missing] = pd.NA
    return result


def read_delta(table: Table, instruments: Sequence[str]) -> np.ndarray:
    """Delta of each option as a share, NaN where not given or no option."""
    delta = table.amounts("delta")
    if delta is None:
        return np.full(len(instruments), np.nan)
    largest = np.nanmax(np.abs(delta), initial=0.0)
    shares: np.ndarray = delta / 100 if largest > _LARGEST_DELTA else delta
    derivative = np.array([kind in _OPTIONS | _LINEAR for kind in instruments], bool)
    return np.where(derivative & (np.abs(shares) <= 1), shares, np.nan)


def _rates(table: Table, money: MoneyColumns) -> np.ndarray:
    """Base currency for one of each row's; NaN where the row is of another currency and the file has no rate."""
    currencies = money.iso_currencies()
    foreign = np.array([bool(code) and code != money.base_currency for code in currencies], bool)
    if not len(foreign):
        return np.ones(len(table.plan.positions))
    rate = table.amounts(money.rate_field) if money.rate_field else None
    if rate is None or not money.direction:
        return np.where(foreign, np.nan, 1.0)
    rate = np.where(np.isfinite(rate) & (rate != 0), rate, np.nan)
    return np.where(foreign, rate if money.direction == "times" else 1 / rate, 1.0)
