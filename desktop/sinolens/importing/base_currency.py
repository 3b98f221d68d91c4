"""The one currency all amounts of a file are in, and what is to be done where it is not the base currency."""

from __future__ import annotations

from sinolens.domain.finding import Severity
from sinolens.importing.banner import Banner
from sinolens.importing.headers import take_apart
from sinolens.importing.money import Money
from sinolens.importing.options import BASE, ImportOptions
from sinolens.importing.table import Table
from sinolens.importing.valuation import CODE as CONFIRMED
from sinolens.importing.vocabulary import Vocabulary

CODE = "base-currency"
"""The file says another currency and nobody has confirmed it."""


def amounts_currency(
    table: Table, value: Money | None, banner: Banner, vocabulary: Vocabulary, options: ImportOptions
) -> str:
    """ISO code of the currency all values are in where that is another than the base currency, else "".

    The user's word goes first, then the header of the column with the values, then what stands above the table.
    """
    if value is None:
        return ""
    found = options.base_currency if options.base_currency != BASE else ""
    column = table.columns.by_field[value.fields[0]]
    # A value that was multiplied by a rate is no longer in the currency its column names.
    if not found and len(value.fields) == 1:
        found = take_apart(column.header, vocabulary).currency
    found = found or banner.currency
    return "" if found == BASE else found


def check_base_currency(
    table: Table, value: Money | None, currency: str, role: str, options: ImportOptions
) -> bool:
    """Tell of amounts in another currency: they wait for its confirmation, then for a rate.

    Of what a fund holds only the shares are used, which are the same in every currency.

    Args:
        table: the table; its findings are added to.
        value: how the market value is had.
        currency: as `amounts_currency` gives it.
        role: "positions" or "fund_holdings".
        options: what the user says.

    Returns:
        Whether the amounts are accepted as base currency for a reason.
    """
    if not currency or value is None:
        return False
    row, column = table.area.header_last, table.columns.by_field[value.fields[0]].column
    if role == "fund_holdings":
        text = f"The amounts are in {currency}; of what a fund holds only the shares are used, so no rate is needed."
        table.findings.add(CODE, Severity.INFO, text, row, column)
        return False
    counts = f"they are converted by your exchange rates and count nothing while none is on file for {currency}"
    if options.base_currency == currency:
        text = f"The amounts are in {currency}, as you say; {counts} (File, Exchange rates; or --rates)."
        table.findings.add(CONFIRMED, Severity.BLOCKING, text, row, column)
        return False
    if options.accept_difference:
        text = f"The amounts are said to be in {currency}; they are added as if they were {BASE}. Accepted: "
        table.findings.add(CODE, Severity.WARNING, text + options.accept_difference, row, column)
        return True
    text = (
        f"The amounts are in {currency}, not in {BASE}. Confirm it: choose {currency} for “Money columns are in” in "
        f"the step Values; {counts} (File, Exchange rates; or --rates). If they are {BASE} after all, say why in the "
        "step Tie-out."
    )
    table.findings.add(CODE, Severity.BLOCKING, text, row, column)
    return False
