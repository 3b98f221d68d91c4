"""Is a table the endowment's own positions, or what a fund holds?"""

from __future__ import annotations

import numpy as np

from sinolens.domain.finding import Severity
from sinolens.importing.banner import Banner
from sinolens.importing.options import ImportOptions
from sinolens.importing.table import Table

POSITIONS, FUND_HOLDINGS = "positions", "fund_holdings"
_WHOLE = 0.9, 1.1


def find_role(
    table: Table, banner: Banner, has_value: bool, weights: np.ndarray | None, options: ImportOptions, file_stem: str
) -> tuple[str, str]:
    """Role of a table and, for a fund's holdings, the name of the fund.

    A table is a fund's own file when it has weights but no values; or when it has weights that add to a whole, its
    banner reads like such a file, and nothing in it names an account.
    """
    fields = table.columns.by_field.keys()
    own_account = bool({"account", "account_name"} & fields) or bool(banner.account)
    private = bool({"commitment", "commitment_base", "unfunded", "unfunded_base", "called"} & fields)
    whole = weights is not None and _WHOLE[0] <= float(np.nansum(weights)) <= _WHOLE[1]
    role = options.role
    if not role:
        only_weights = weights is not None and not has_value
        fund_file = whole and banner.is_fund and not own_account and not private
        role = FUND_HOLDINGS if only_weights or fund_file else POSITIONS
        if role == FUND_HOLDINGS:
            why = (
                "it has weights and no values"
                if only_weights
                else "it has weights that add to the whole of one fund and names no account"
            )
            table.findings.add("role-fund-holdings", Severity.INFO, f"The table was read as what a fund holds: {why}.")
    if role != FUND_HOLDINGS:
        return role, ""
    return role, options.fund or banner.fund or _only_fund(table) or banner.title or _from_file(file_stem)


def _only_fund(table: Table) -> str:
    """The one name in the fund column, when the name of the holding stands in another."""
    cells = table.cells("fund")
    if cells is None or "name" not in table.columns.by_field:
        return ""
    names = {str(c).strip() for c in cells if str(c).strip()}
    return names.pop() if len(names) == 1 else ""


def _from_file(stem: str) -> str:
    """A file's name without dates and the words every such file has."""
    words = [w for w in stem.replace("_", " ").replace("-", " ").split() if not any(c.isdigit() for c in w)]
    return (
        " ".join(w for w in words if w.lower() not in ("holdings", "fund", "portfolio", "positions", "as", "of"))
        or stem
    )
