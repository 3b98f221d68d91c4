"""The positions as a table: one row per position; `exposure.position_values` fills it."""

from __future__ import annotations

from sinolens.qt.models.table import TableColumn


def dollars(cents: int) -> str:
    """Full dollars, rounded to whole ones, negative in parentheses: what a table shows."""
    whole = (abs(cents) + 50) // 100
    return f"(${whole:,})" if cents < 0 and whole else f"${whole:,}"


def percent(share: float | None) -> str:
    """Two decimals, "–" where there is no whole."""
    if share is None or share != share:
        return "–"
    text = f"{abs(100 * share):.2f}%"
    # As amounts are: negative in parentheses, and no sign on nothing.
    return f"({text})" if share < 0 and text != "0.00%" else text


def number(value: float | None) -> str:
    """Thousands separated, no needless decimals, "" when missing."""
    if value is None:
        return ""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.4f}".rstrip("0")


OVERVIEW_COLUMNS = (
    TableColumn("name", "Security or fund", 220, stretch=True, meaning="Name as typed in the source"),
    TableColumn("category", "Category", 170, spare=True, meaning="China-AI exposure category of the position itself"),
    TableColumn("tier", "Tier", 190, tier=True, meaning="Regulatory tier of the position itself, at full value"),
    TableColumn("manager", "Manager", 150, spare=True, meaning="Managing firm"),
    TableColumn("shown", "Market value", 120, right=True, text=dollars,
                meaning="Market value in base currency, as far as the filter reaches into the position"),
    TableColumn("china", "China AI", 112, right=True, text=dollars,
                meaning="Part of it in issuers of the headline categories, full value"),
    TableColumn("share", "% of pool", 76, right=True, text=percent, meaning="China AI as a share of the whole pool"),
)
HOLDING_COLUMNS = (
    TableColumn("name", "Security or fund", 200, stretch=True, meaning="Name as typed in the source"),
    TableColumn("issuer", "Issuer", 180, hidden=True, meaning="Issuer it was matched to"),
    TableColumn("tier", "Tier", 70, tier=True, meaning="Regulatory tier of the position itself, at full value"),
    TableColumn("code", "Code", 54, spare=True,
                meaning="Tier sub-code as calculated; * = judged otherwise and approved, ? = only proposed"),
    TableColumn("category", "Category", 210, spare=True, meaning="China-AI exposure category of the position itself"),
    TableColumn("manager", "Manager", 170, spare=True, meaning="Managing firm"),
    TableColumn("account", "Account", 120, hidden=True, meaning="Custody account"),
    TableColumn("asset_class", "Asset class", 120, hidden=True, meaning="As the source or the account gives it"),
    TableColumn("instrument", "Instrument", 120, hidden=True, meaning="Kind of instrument"),
    TableColumn("isin", "ISIN", 120, hidden=True, meaning="After repair, check digit valid"),
    TableColumn("cusip", "CUSIP", 96, hidden=True, meaning="After repair, check digit valid"),
    TableColumn("sedol", "SEDOL", 84, hidden=True, meaning="After repair, check digit valid"),
    TableColumn("ticker", "Ticker", 80, hidden=True, meaning="Without market suffix"),
    TableColumn("currency", "Currency", 76, hidden=True, meaning="Currency the position trades in"),
    TableColumn("quantity", "Quantity", 110, right=True, text=number, hidden=True, meaning="Shares, par or units"),
    TableColumn("market_value", "Market value", 116, right=True, text=dollars,
                meaning="Market value in base currency, the whole position"),
    TableColumn("shown", "In filter", 116, right=True, text=dollars, hidden=True,
                meaning="Market value as far as the filter reaches into the position"),
    TableColumn("china", "China AI", 110, right=True, text=dollars,
                meaning="Part in issuers of the headline categories, full value, as far as the filter reaches"),
    TableColumn("share", "% of pool", 76, right=True, text=percent, hidden=True,
                meaning="China AI as a share of the whole pool"),
    TableColumn("as_of", "As of", 92, hidden=True, meaning="Date the position is true for"),
    TableColumn("file", "File", 160, hidden=True, meaning="Source file"),
    TableColumn("sheet", "Sheet", 110, hidden=True, meaning="Sheet in that file"),
    TableColumn("row", "Row", 60, right=True, text=str, hidden=True, meaning="Row as the source shows it"),
)
