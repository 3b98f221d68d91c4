"""What the exchange rate of a table does to its values, shown on one of its own rows."""

from __future__ import annotations

import numpy as np

from sinolens.domain.money import format_dollars
from sinolens.importing.workbook import ImportedTable


def describe_rate(table: ImportedTable, base: str) -> str:
    """One or two sentences on how the rate is used, with the arithmetic of one row; "" without a rate.

    Args:
        table: the table.
        base: ISO code of the currency the holdings are added in.
    """
    rate = table.rate
    if not rate.field:
        return ""
    if not rate.local:
        return "The market values need no exchange rate." if table.value_how else ""
    sign = "×" if rate.direction == "times" else "÷"
    rates, amounts = table.table.amounts(rate.field), table.table.amounts(rate.local)
    if rates is None or amounts is None:
        return ""
    values = table.frame["market_value"].to_numpy(np.int64)
    # A row in the base currency shows nothing: its rate is one.
    telling = np.flatnonzero(np.isfinite(rates) & np.isfinite(amounts) & (np.abs(rates - 1) > 0.02) & (values != 0))
    if not telling.size:
        return ""
    at = int(telling[0])
    currency = str(table.frame["currency"].iloc[at])
    local = f"{amounts[at]:,.2f}{f' {currency}' if currency else ''}"
    row = int(table.table.plan.positions[at]) + 1
    return f"Row {row:,}: {local} {sign} {rates[at]:,.6g} = {format_dollars(int(values[at])).lstrip('$')} {base}."
