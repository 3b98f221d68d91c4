"""The rows of a table with what they are worth, kept in step while rows are left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from sinolens.importing.amounts import find_scale, find_valueless, value_units, weight_shares
from sinolens.importing.banner import Banner
from sinolens.importing.control import find_heads, settle_tie
from sinolens.importing.money import Money, MoneyColumns
from sinolens.importing.numbers import cents_of
from sinolens.importing.omissions import drop_rows, find_unlabelled_total, leave_out_repeats
from sinolens.importing.positions import Surroundings
from sinolens.importing.table import Table
from sinolens.importing.tieout import TieOut

Numbers = npt.NDArray[np.float64]


@dataclass
class ValuedRows:
    """The positions of a table and their values, row by row in the same order.

    Attributes:
        table: the rows; those left out are named in its plan.
        around: words and the user's wishes.
        value: how the market value is had from the columns, None where it cannot be had.
        scale: 1000 when the amounts are in thousands, 1 otherwise.
        units: market values in units of the base currency, NaN where there is none.
        weights: shares of the whole, None without a column of weights.
        money: the columns of money over the rows that are left.
    """

    table: Table
    around: Surroundings
    value: Money | None
    scale: int
    units: Numbers
    weights: Numbers | None
    money: MoneyColumns = field(init=False)

    def __post_init__(self) -> None:
        self.money = self._columns()

    @classmethod
    def of(cls, table: Table, banner: Banner, around: Surroundings) -> ValuedRows:
        """Value the rows; those that repeat others and a total without a word for it are left out on the way."""
        value = MoneyColumns(table, around.vocabulary, around.options).market_value()
        scale = find_scale(table, value, banner, around)
        plan = table.plan
        leave_out_repeats(plan, value_units(value, plan.positions, scale), table.amounts("weight"), bool(value))
        find_unlabelled_total(plan, value_units(value, plan.positions, scale), table.numbers, table.sheet, table.area,
                              table.columns)
        units = value_units(value, plan.positions, scale)
        return cls(table, around, value, scale, units, weight_shares(table, around.options.weight_unit))

    def leave_out_valueless(self) -> None:
        """Leave out rows without value, quantity and weight."""
        self._leave_out(find_valueless(self.table, self.units, self.weights, self.value),
                        "no value, quantity or weight in the row")

    def tie_out(self) -> TieOut:
        """Compare the sum with the file's own total; rows that turn out to be sums of those below are left out."""
        tie = self._tie()
        heads = find_heads(self.table, self.cents[0], tie)
        if not heads.any():
            return tie
        self._leave_out(heads, "subtotal of the rows below")
        return self._tie()

    @cached_property
    def cents(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
        """The values in cents, and which are too large to be values (they count 0)."""
        return cents_of(self.units)

    @property
    def shares(self) -> Numbers:
        """The weights, NaN where there is none."""
        return np.full(len(self.units), np.nan) if self.weights is None else self.weights

    def _tie(self) -> TieOut:
        return settle_tie(self.table, self.value, self.cents[0], self.scale, self.around)

    def _leave_out(self, which: npt.NDArray[np.bool_], reason: str) -> None:
        if not which.any():
            return
        plan = self.table.plan
        drop_rows(plan, plan.positions[which], reason)
        self.units = self.units[~which]
        self.__dict__.pop("cents", None)
        self.weights = self.weights[~which] if self.weights is not None else None
        self.money = self._columns()

    def _columns(self) -> MoneyColumns:
        return MoneyColumns(self.table, self.around.vocabulary, self.around.options)
