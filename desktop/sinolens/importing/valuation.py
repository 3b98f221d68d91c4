"""Whether the only value column of a file with several currencies is in the base currency or each row's own."""

from __future__ import annotations

from collections import Counter

import numpy as np

from sinolens.domain.counting import choose_word, counted
from sinolens.domain.finding import Severity
from sinolens.importing.cells import column_letters
from sinolens.importing.headers import take_apart
from sinolens.importing.money import Money, MoneyColumns
from sinolens.importing.options import ImportOptions
from sinolens.importing.table import Table
from sinolens.importing.vocabulary import Vocabulary

CODE = "value-currency"
_NEAR = 0.01
_MOST = 0.5
_SHOWN = 8
# How values are had when nothing in the file says that they are in the base currency; see `MoneyColumns`.
_UNSAID = frozenset(
    {
        "only column of its kind",
        "local column, no rate",
        "value with accrued income",
        "value with accrued income − accrued income",
        "total value",
        "quantity × price",
    }
)


def check_value_currency(
    table: Table,
    money: MoneyColumns,
    value: Money | None,
    units: np.ndarray,
    declared: str,
    vocabulary: Vocabulary,
    options: ImportOptions,
) -> bool:
    """Tell when values of several currencies would be added as if all were in the base currency.

    Values are local when their column says so, or when in most rows of another currency that have both, quantity ×
    price gives the value within 1 %. That blocks until a reason is given. When the file cannot tell, it is a warning.

    Args:
        table: the table; its findings are added to.
        money: its money columns.
        value: how the value is had.
        units: value of each position, scaled.
        declared: currency the file says its amounts are in, "" when it does not.
        vocabulary: currencies and their rough worth.
        options: base currency, and why a difference is accepted.

    Returns:
        Whether a finding that would block was accepted for a reason.
    """
    if value is None or value.how not in _UNSAID or value.fields[0].endswith("_base"):
        return False
    column = table.columns.by_field[value.fields[0]]
    if take_apart(column.header, vocabulary).currency:
        return False
    currencies = money.iso_currencies()
    foreign = np.array([bool(c) and c != options.base_currency for c in currencies], bool)
    if not foreign.any():
        return False
    labelled = value.fields[0].endswith("_local")
    local = 1.0 if labelled else _share_local(table, money, value, units, foreign, vocabulary, options.base_currency)
    if (local is None and declared) or (local is not None and local < _MOST):
        return False
    counts = Counter(c for c, other in zip(currencies, foreign, strict=True) if other)
    shown = ", ".join(f"{c} ({counted(n, 'row')})" for c, n in counts.most_common(_SHOWN))
    if len(counts) > _SHOWN:
        shown += f" and {len(counts) - _SHOWN} more"
    sheet = f", sheet {table.findings.sheet!r}" if table.findings.sheet else ""
    where = f"{table.findings.file}{sheet}, column {column_letters(column.column)} ({column.header!r})"
    others, rows = int(foreign.sum()), counted(len(foreign), "row")
    total = f"{others:,} of {rows} {choose_word(others, 'is', 'are')} not in {options.base_currency}: {shown}"
    if local is None:
        severity = Severity.WARNING
        message = (
            f"{where}: {total}. Nothing tells whether their values are in {options.base_currency}; they were read as "
            f"if they were. Check it, and give values in {options.base_currency} or exchange rates if they are not."
        )
    else:
        why = "the column is labelled local" if labelled else "quantity × price gives the value as it stands"
        accepted = options.accept_difference
        severity = Severity.WARNING if accepted else Severity.BLOCKING
        message = (
            f"{where}: {total}. Their values are in those currencies ({why}). "
        ) + (
            f"They are added as if they were {options.base_currency}. Accepted: {accepted}"
            if accepted
            else f"They count nothing until a table of exchange rates is given. Give one, or a column with values in "
            f"{options.base_currency}, or accept them as {options.base_currency} with a reason."
        )
    table.findings.add(CODE, severity, message, table.area.header_last, column.column)
    return local is not None and bool(options.accept_difference)


def _share_local(
    table: Table,
    money: MoneyColumns,
    value: Money,
    units: np.ndarray,
    foreign: np.ndarray,
    vocabulary: Vocabulary,
    base: str,
) -> float | None:
    """Share of the rows of another currency whose value is quantity × price; None when no row can tell."""
    local_price, base_price = money.pair("price")
    name = local_price or base_price
    if value.how == "quantity × price":
        return 1.0 if name.endswith("_local") else None
    price, quantity = table.amounts(name) if name else None, table.amounts("quantity")
    if price is None or quantity is None:
        return None
    if name.endswith("_base") or take_apart(table.columns.by_field[name].header, vocabulary).currency:
        # Prices of one currency say nothing of the currencies of the rows.
        return None
    telling = foreign & np.isfinite(units) & (units != 0) & np.isfinite(price) & np.isfinite(quantity)
    telling &= (price != 0) & (quantity != 0)
    if not telling.any():
        return None
    worth, amounts = np.abs(quantity * price), np.abs(units)
    near = np.abs(worth - amounts) <= _NEAR * amounts
    # Bonds are quoted per hundred, some shares in pence; a currency worth about a hundredth of the base proves nothing.
    per_hundred = np.abs(worth / 100 - amounts) <= _NEAR * amounts
    one = vocabulary.currencies.get(base, 0.0)
    rough = np.array([vocabulary.currencies.get(c, 0.0) / one if one else 0.0 for c in money.iso_currencies()])
    near |= per_hundred & ((rough < 0.004) | (rough > 0.025))
    return float(np.mean(near[telling]))
