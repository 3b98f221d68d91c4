"""The positions as a table: one row per position, values as far as the filter reaches into it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sinolens.qt.models.table import TableColumn

if TYPE_CHECKING:
    from sinolens.exposure.analysis import Analysis
    from sinolens.exposure.cube import Cube


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
_TEXTS = ("name", "issuer", "tier", "code", "manager", "account", "asset_class", "isin", "cusip", "sedol", "ticker",
          "currency", "as_of", "file", "sheet", "row")


def fixed_values(analysis: Analysis) -> dict[str, Sequence[Any]]:
    """Values of the positions that no filter changes, as plain Python lists."""
    frame = analysis.positions
    made: dict[str, Sequence[Any]] = {name: frame[name].tolist() for name in _TEXTS}
    made["market_value"] = frame["market_value"].to_numpy()
    judged = {one.row: "?" for one in analysis.overrides if one.state == "submitted" and one.field == "tier"}
    # What was approved stands, whatever else is proposed beside it.
    judged |= {one.row: "*" for one in analysis.overrides if one.state == "approved" and one.field == "tier"}
    if judged:
        made["code"] = [f"{code}{judged.get(row, '')}" for row, code in enumerate(made["code"])]
    names = analysis.category_names
    made["category"] = [f"{code} {names.get(code, '')}".rstrip() for code in frame["category"].tolist()]
    made["instrument"] = [text.replace("_", " ").capitalize() for text in frame["instrument"].tolist()]
    made["quantity"] = [None if value != value else value for value in frame["quantity"].tolist()]
    return made


def filtered_values(view: Cube) -> tuple[dict[str, Sequence[Any]], list[int]]:
    """Values that depend on the filter, for all positions, and the rows the filter leaves."""
    # pandas and numpy are there already when a view is; importing them by name here keeps the start light.
    import numpy as np

    owner = view.analysis.slices["position"].to_numpy()
    value = view.analysis.slices["market_value"].to_numpy()
    count = len(view.analysis.positions)

    def summed(lines: Any) -> Any:
        # Doubles hold whole cents exactly up to ninety trillion dollars.
        return np.bincount(owner[lines], weights=value[lines], minlength=count).astype(np.int64)

    china = summed(_china_lines(view))
    share = china / view.pool if view.pool else np.full(count, np.nan)
    return {"shown": summed(view.lines()), "china": china, "share": share}, view.positions().tolist()


def _china_lines(view: Cube) -> Any:
    """Row numbers of the view's lines in the China-AI scope."""
    import numpy as np

    selection = view.selection
    chosen = selection.values("scope")
    if "china_ai" in selection.excluded_values("scope") or (chosen and "china_ai" not in chosen):
        return np.zeros(0, np.int64)
    return view.select(selection.only("scope", "china_ai")).lines()
