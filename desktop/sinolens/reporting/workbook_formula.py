"""Queries as spreadsheet formulas over the named columns of the positions sheet."""

from __future__ import annotations

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from sinolens.reporting.document import Column, Query, Table

POOL = "total_market_value"
"""Defined name of the sum of all positions."""


def query_formula(query: Query | tuple[Query, ...], names: dict[str, str]) -> str:
    """The query as SUMIFS, COUNTIFS or SUM; several are added.

    Args:
        query: what to add up.
        names: line column key to the defined name of its range.

    Raises:
        KeyError: a column of the query has no defined name.
    """
    parts = query if isinstance(query, tuple) else (query,)
    return "=" + "+".join(_term(part, names) for part in parts)


def _term(query: Query, names: dict[str, str]) -> str:
    term = _sum(query, names)
    return term if query.factor == 1.0 else f"ROUND({term}*{query.factor!r},2)"


def _sum(query: Query, names: dict[str, str]) -> str:
    conditions = ",".join(f"{names[key]},{_criterion(value)}" for key, value in query.where)
    if not query.measure:
        return f"COUNTIFS({conditions})"
    if not conditions:
        return f"SUM({names[query.measure]})"
    return f"SUMIFS({names[query.measure]},{conditions})"


def share_formula(table: Table, column: Column, row: int, total_row: int | None, left: int) -> str:
    """The share in a row as a division of cells; no whole gives 0.

    Args:
        table: the table the column is in.
        column: the share's column.
        row: sheet row of the cell, first row = 0.
        total_row: sheet row of the table's totals.
        left: sheet column of the table's first column.

    Raises:
        ValueError: the whole is a total row and the table has none.
    """
    places = {c.key: left + i for i, c in enumerate(table.columns)}
    part = xl_rowcol_to_cell(row, places[column.part])
    if column.whole == "pool":
        whole = POOL
    elif column.whole.startswith("total:"):
        if total_row is None:
            raise ValueError(f"table {table.key} has no total row")
        whole = xl_rowcol_to_cell(total_row, places[column.whole.removeprefix("total:")], row_abs=True)
    else:
        whole = xl_rowcol_to_cell(row, places[column.whole])
    return f"=IF({whole}=0,0,{part}/{whole})"


def percent_formula(table: Table, column: Column, row: int, left: int) -> str:
    """An amount as so many percent of another cell of its row; "n/a" as long as no percentage stands there.

    Args:
        table: the table the column is in.
        column: the amount's column.
        row: sheet row of the cell, first row = 0.
        left: sheet column of the table's first column.
    """
    places = {c.key: left + i for i, c in enumerate(table.columns)}
    part, percent = (xl_rowcol_to_cell(row, places[key]) for key in (column.part, column.whole))
    return f'=IF(ISNUMBER({percent}),ROUND({part}*{percent}/100,2),"n/a")'


def sum_formula(first_row: int, last_row: int, column: int) -> str:
    """Sum of a column's cells."""
    name = xl_col_to_name(column)
    return f"=SUM({name}{first_row + 1}:{name}{last_row + 1})"


def _criterion(value: str | int) -> str:
    return str(value) if isinstance(value, int) else '"' + value.replace('"', '""') + '"'
