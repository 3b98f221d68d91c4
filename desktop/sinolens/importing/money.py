"""Which columns give the money in the base currency, and how: base, local times rate, local over rate, NAV, weights."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sinolens.domain.finding import Severity
from sinolens.importing.headers import take_apart
from sinolens.importing.options import ImportOptions
from sinolens.importing.relations import direction_by_magnitude, rate_direction, share_equal, values_from
from sinolens.importing.table import Table
from sinolens.importing.texts import read_texts
from sinolens.importing.vocabulary import Vocabulary

Recipe = Callable[[np.ndarray], np.ndarray]
"""Rows of the sheet → amounts in units of the base currency, NaN where there is none."""


@dataclass(frozen=True, slots=True)
class Money:
    """How one amount is had from the columns.

    Attributes:
        recipe: see `Recipe`.
        fields: the fields it reads, the leading one first.
        how: for the user.
    """

    recipe: Recipe
    fields: tuple[str, ...]
    how: str


@dataclass(frozen=True, slots=True)
class Rate:
    """How a table's exchange rate is used.

    Attributes:
        field: "fx_rate" or "fx_divisor", "" when the table has none.
        direction: "times" (base = local × rate), "over" (base = local ÷ rate), "" = it is not used.
        found: the direction the file itself tells, "" when nothing does.
        local: field of the amount that is converted into the market value, "" when the value needs no rate.
    """

    field: str = ""
    direction: str = ""
    found: str = ""
    local: str = ""


NO_RATE = Rate()


class MoneyColumns:
    """Settles base and local for every kind of amount in one table.

    Attributes:
        found_direction: what the file says of its rate: "times", "over", or "" when nothing tells.
        direction: the one that is used, the user's word first; "" without a rate.
    """

    def __init__(self, table: Table, vocabulary: Vocabulary, options: ImportOptions) -> None:
        """`options`: base currency, and what the user says of prices and rates."""
        self._price_in = options.price_in
        self._table = table
        self._vocabulary = vocabulary
        self._base = options.base_currency
        cells = table.cells("currency")
        nulls = vocabulary.words["null"]
        known = vocabulary.currencies
        self.currencies = (
            [t if t in known else t.upper() for t in read_texts(cells, nulls)] if cells is not None else []
        )
        self.found_direction = self._find_direction()
        self.direction = options.rate_direction or self.found_direction if self.rate_field else ""

    def _has(self, name: str) -> bool:
        return name in self._table.numbers

    def _plain(self, name: str, how: str) -> Money:
        def recipe(rows: np.ndarray) -> np.ndarray:
            values = self._table.amounts(name, rows)
            return np.full(len(rows), np.nan) if values is None else values

        return Money(recipe, (name,), how)

    @property
    def base_currency(self) -> str:
        """ISO code of the currency the holdings are added in."""
        return self._base

    @property
    def rate_field(self) -> str:
        """The field with exchange rates, "" when there is none."""
        return "fx_rate" if self._has("fx_rate") else "fx_divisor" if self._has("fx_divisor") else ""

    def rate(self, value: Money | None) -> Rate:
        """How the exchange rate is used, and whether the market value needs it."""
        field = self.rate_field
        local = value.fields[0] if value is not None and field and field in value.fields else ""
        return Rate(field, self.direction, self.found_direction, local)

    def iso_currencies(self) -> list[str]:
        """ISO code of the currency of each position, "" where the file names none that is known."""
        units, known = self._vocabulary.currency_units, self._vocabulary.currencies
        return [units[c][0] if c in units else c if c in known else "" for c in self.currencies]

    def _minor(self, rows: np.ndarray) -> np.ndarray:
        """How many of the units a row is quoted in make one of its currency: 100 for pence, else 1."""
        if not any(c in self._vocabulary.currency_units for c in set(self.currencies)):
            return np.ones(len(rows))
        by_row = {
            int(r): self._vocabulary.currency_units.get(c, ("", 1))[1]
            for r, c in zip(self._table.plan.positions, self.currencies, strict=False)
        }
        return np.array([by_row.get(int(r), 1) for r in rows], float)

    def prices(self) -> np.ndarray | None:
        """Price of each position in its currency: pence become pounds, by the currency or by the arithmetic."""
        local, base = self.pair("price")
        price, rows = self._table.amounts(local or base) if local or base else None, self._table.plan.positions
        if price is None:
            return None
        minor = self._minor(rows)
        if self._price_in:
            minor = np.full(len(rows), 100.0 if self._price_in == "hundredths" else 1.0)
        column = self._table.columns.by_field[local or base].column
        if (minor > 1).any():
            first = int(rows[int(np.argmax(minor > 1))])
            self._table.findings.add(
                "price-in-pence",
                Severity.INFO,
                f"{int((minor > 1).sum())} prices are in hundredths of their currency and were divided by 100.",
                first,
                column,
            )
        prices: np.ndarray = price / minor
        return prices

    def _find_direction(self) -> str:
        """Direction of the rate ("times", "over" or ""), proved by pairs, else by the worth of the currencies."""
        rate_field = self.rate_field
        if not rate_field:
            return ""
        rate = self._table.amounts(rate_field)
        if rate is None:
            return ""
        for stem in ("market_value", "cost", "price", "accrued", "nav", "commitment", "unfunded"):
            local, base = self.pair(stem)
            if local and base:
                left, right = self._table.amounts(local), self._table.amounts(base)
                if left is not None and right is not None and (proved := rate_direction(left, rate, right)):
                    return proved
        if rate_field == "fx_divisor":
            return "over"
        return (
            direction_by_magnitude(self.currencies, rate, self._vocabulary.currencies, self._base)
            if self.currencies
            else ""
        )

    @property
    def header_currency(self) -> str:
        """Currency written in the header of the value column, "" when there is none."""
        for name in ("market_value_base", "market_value", "nav_base", "nav"):
            column = self._table.columns.by_field.get(name)
            if column is not None and (currency := take_apart(column.header, self._vocabulary).currency):
                return currency
        return ""

    def pair(self, stem: str) -> tuple[str, str]:
        """Fields of the local and the base amount, "" where there is none; an unqualified column fills the gap."""
        plain, base, local = stem, f"{stem}_base", f"{stem}_local"
        have = {name for name in (plain, base, local) if self._has(name)}
        if base in have and local in have:
            return local, base
        if base in have:
            return (plain if plain in have else ""), base
        if local in have:
            return local, (plain if plain in have else "")
        return "", plain if plain in have else ""

    def base_amount(self, stem: str) -> Money | None:
        """The amount in the base currency, None when the table has no column for it."""
        local, base = self.pair(stem)
        if base and base.endswith("_base"):
            return self._plain(base, "base column")
        if base and local:
            return self._plain(base, "the column beside the local one")
        if base:
            return self._unqualified(stem, base)
        if local:
            return self._converted(local)
        return None

    def _unqualified(self, stem: str, name: str) -> Money:
        """One column, unqualified: base, unless the arithmetic with price, quantity and rate says it is local."""
        if not self.rate_field or not self.direction or not self.is_foreign:
            return self._plain(name, "only column of its kind")
        value, quantity = self._table.amounts(name), self._table.amounts("quantity")
        local_price, base_price = self.pair("price")
        price = self._table.amounts(local_price or base_price) if (local_price or base_price) else None
        rate = self._table.amounts(self.rate_field)
        if (
            stem == "market_value"
            and value is not None
            and quantity is not None
            and price is not None
            and rate is not None
        ):
            telling = np.abs(rate - 1) > 0.02
            worth = quantity * price
            converted = worth * rate if self.direction == "times" else worth / rate
            as_local = values_from(quantity[telling], price[telling], value[telling])[0]
            as_base = max(
                share_equal(converted[telling], value[telling], 0.02),
                share_equal(converted[telling] / 100, value[telling], 0.02),
            )
            if as_local > as_base and as_local >= 0.5 and not (local_price == "" and base_price.endswith("_base")):
                return self._converted(name)
        return self._plain(name, "only column of its kind")

    @property
    def is_foreign(self) -> bool:
        """Some rate differs from one."""
        rate = self._table.amounts(self.rate_field)
        return rate is not None and bool(np.any(np.abs(rate[np.isfinite(rate)] - 1) > 0.02))

    def _converted(self, name: str) -> Money:
        rate_field, direction = self.rate_field, self.direction
        if not rate_field or not direction:
            return self._plain(name, "local column, no rate")

        def recipe(rows: np.ndarray) -> np.ndarray:
            values, rate = self._table.amounts(name, rows), self._table.amounts(rate_field, rows)
            if values is None or rate is None:
                return np.full(len(rows), np.nan)
            rate = np.where(np.isfinite(rate) & (rate != 0), rate, np.nan)
            values = values / self._quoted_minor(rows, values, rate)
            converted: np.ndarray = values * rate if direction == "times" else values / rate
            return converted

        return Money(recipe, (name, rate_field), f"local {'×' if direction == 'times' else '÷'} rate")

    def _quoted_minor(self, rows: np.ndarray, values: np.ndarray, rate: np.ndarray) -> np.ndarray:
        """100 where a local amount is in pence but the rate is of pounds, else 1."""
        minor = self._minor(rows)
        quantity, price = self._table.amounts("quantity", rows), None
        local, base = self.pair("price")
        if local or base:
            price = self._table.amounts(local or base, rows)
        if not (minor > 1).any() or quantity is None or price is None:
            return np.ones(len(rows))
        in_pence = np.abs(quantity * price - values) <= 0.02 * np.abs(values)
        # A rate of pence is a hundredth of that of pounds; currencies with pence are worth 0.05 dollars and more.
        of_pounds = (rate if self.direction == "times" else 1 / rate) > 0.04
        return np.where((minor > 1) & in_pence & of_pounds, minor, 1.0)

    def market_value(self) -> Money | None:
        """The value of a position without accrued income."""
        findings = self._table.findings
        found = self.base_amount("market_value")
        if found is not None and found.how != "local column, no rate":
            return found
        if self._has("market_value_accrued"):
            accrued = self.base_amount("accrued")
            total = self._plain("market_value_accrued", "value with accrued income")
            if accrued is None:
                findings.add(
                    "value-includes-accrued",
                    Severity.WARNING,
                    "The only value column includes accrued income and the file gives no accrued income to take off.",
                )
                return total

            def recipe(rows: np.ndarray) -> np.ndarray:
                clean: np.ndarray = total.recipe(rows) - np.nan_to_num(accrued.recipe(rows))
                return clean

            return Money(
                recipe, ("market_value_accrued", *accrued.fields), "value with accrued income − accrued income"
            )
        nav = self.base_amount("nav") or (
            self._plain("total_value", "total value") if self._has("total_value") and found is None else None
        )
        if nav is not None:
            return nav
        if found is not None:
            others = {c for c in self.currencies if c and c != self._base}
            if others:
                # Whether that may stand is for `valuation.check_value_currency`; this only says which column was taken.
                findings.add(
                    "local-values-only",
                    Severity.INFO,
                    f"The only value column is a local one, in {', '.join(sorted(others)[:6])} too, and the file has "
                    f"no rate or base value; map a column with the value in {self._base} when there is one.",
                )
            return found
        return self._from_price()

    def _from_price(self) -> Money | None:
        """Quantity × price when there is no value column at all."""
        local, base = self.pair("price")
        name = base or local
        if not name or not self._has("quantity"):
            return None
        self._table.findings.add(
            "value-from-price",
            Severity.WARNING,
            "The file has no value column; values are quantity × price, bonds per hundred of par not told apart.",
        )
        price = self.base_amount("price")
        quantity = self._plain("quantity", "")

        def recipe(rows: np.ndarray) -> np.ndarray:
            return quantity.recipe(rows) * (price.recipe(rows) if price else np.nan)

        return Money(recipe, (name, "quantity"), "quantity × price")
