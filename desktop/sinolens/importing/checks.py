"""What the user must see about a table: cells that hide something, columns in doubt, amounts that do not agree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

import numpy as np

from sinolens.domain.counting import choose_word, counted
from sinolens.domain.finding import Severity
from sinolens.importing.cells import column_index, column_letters
from sinolens.importing.money import Money, MoneyColumns
from sinolens.importing.numbers import NumberColumn
from sinolens.importing.options import ImportOptions
from sinolens.importing.table import Table
from sinolens.importing.texts import text_of
from sinolens.importing.tieout import TieOut

_SHOWN = 100
_KEY = frozenset({"isin", "cusip", "sedol", "name", "quantity", "price", "market_value", "weight", "currency", "nav"})


def check_columns(table: Table, money: MoneyColumns, options: ImportOptions) -> None:
    """Columns that compete or were taken with little confidence, exchange rates, tables beside this one."""
    _check_choices(table)
    _check_surroundings(table)
    _check_rate(table, money, options)


def _check_choices(table: Table) -> None:
    """Columns that could be another's, and those that matter and were taken with little confidence."""
    findings, area = table.findings, table.area
    for column in table.columns.columns:
        if column.rivals and column.field:
            others = ", ".join(f"{column_letters(r)} ({_header(table, r)!r})" for r in column.rivals)
            findings.add(
                "columns-compete",
                Severity.WARNING,
                f"Column {column_letters(column.column)} ({column.header!r}) was taken as "
                f"{column.field.replace('_', ' ')}; {others} could be it too. Choose one.",
                area.header_last,
                column.column,
            )
        elif column.field in _KEY and column.confidence < 0.6:
            findings.add(
                "mapping-unsure",
                Severity.WARNING,
                f"Column {column_letters(column.column)} ({column.header!r}) was taken as "
                f"{column.field.replace('_', ' ')} with little confidence: {column.reason}. Check it.",
                area.header_last,
                column.column,
            )


def _check_surroundings(table: Table) -> None:
    """A header that is not there, and other tables beside the holdings or between them."""
    findings, area = table.findings, table.area
    if area.headerless:
        findings.add(
            "no-header",
            Severity.WARNING,
            "No row names the columns; what they mean was understood from their values alone. Check every column.",
            area.header_last + 1,
            area.columns[0],
        )
    if area.side_columns:
        span = f"{column_letters(area.side_columns[0])} to {column_letters(area.side_columns[-1])}"
        findings.add(
            "side-table",
            Severity.INFO,
            f"Columns {span} hold another table beside the holdings and were left out.",
            area.header_last,
            area.side_columns[0],
        )
    for first, last in area.other_tables:
        findings.add(
            "other-table",
            Severity.INFO,
            f"Rows {first + 1} to {last} hold a table that is no list of holdings; they were left out.",
            first,
            0,
        )


def _check_rate(table: Table, money: MoneyColumns, options: ImportOptions) -> None:
    """An exchange rate that turns the other way than was said, that nothing tells the way of, or that divides."""
    findings = table.findings
    wished, found = options.rate_direction, money.found_direction
    if wished and found and wished != found and money.is_foreign:
        verbs = {"times": "multiplies", "over": "divides"}
        findings.add(
            "rate-contradicts",
            Severity.WARNING,
            f"You say that the exchange rate {verbs[wished]}; by the file's own amounts it {verbs[found]}. Check the "
            "market value of a position in another currency.",
        )
    if money.rate_field and not money.direction and money.is_foreign:
        findings.add(
            "rate-direction",
            Severity.WARNING,
            "Nothing in the file tells whether its exchange rate multiplies or divides; it was not used.",
        )
    elif money.direction == "over":
        findings.add(
            "rate-divides", Severity.INFO, "The exchange rate of this file divides: base amount = local amount ÷ rate."
        )


def _header(table: Table, column: int) -> str:
    return next((c.header for c in table.columns.columns if c.column == column), "")


def check_cells(table: Table, value: Money | None, units: np.ndarray, too_large: np.ndarray) -> None:
    """Error cells, formulas without a value, hidden rows, texts where numbers belong, values that are missing."""
    rows = {int(row) for row in table.plan.positions}
    traits = table.sheet.traits
    _check_marked(
        table, rows, "error-cell", traits.error_cells, "{} holds the error {}; it was read as empty. Mend the source."
    )
    _check_marked(
        table,
        rows,
        "uncached-formula",
        [(address, "") for address in traits.uncached],
        "{} is a formula saved without its value; it was read as empty. Open the file in a spreadsheet program and "
        "save it.",
    )
    _check_hidden(table, rows)
    _check_strays(table)
    _check_unread(table, rows)
    _check_shapes(table, rows)
    if value is not None:
        _check_values(table, table.columns.by_field[value.fields[0]].column, units, too_large)


def _check_marked(
    table: Table, rows: set[int], code: str, cells: Iterable[tuple[str, str]], text: str
) -> None:
    """Cells of positions the file itself marks, each with its word; `text` has room for the address and the word."""
    mapped = {column.column: column.field for column in table.columns.columns if column.field}
    found = ((address, word, *_place(address)) for address, word in cells)
    for address, word, column, row in islice((one for one in found if one[3] in rows and one[2] in mapped), _SHOWN):
        table.findings.add(
            code,
            Severity.ERROR if mapped[column] in _KEY else Severity.WARNING,
            text.format(address, word),
            row,
            column,
        )


def _check_hidden(table: Table, rows: set[int]) -> None:
    hidden = [row - 1 for row in table.sheet.traits.hidden_rows if row - 1 in rows]
    if hidden:
        stand = choose_word(len(hidden), "stands in a row that is", "stand in rows that are")
        table.findings.add(
            "hidden-rows",
            Severity.WARNING,
            f"{len(hidden):,} of the positions {stand} hidden or filtered away, the first in row {hidden[0] + 1}; "
            f"{choose_word(len(hidden), 'it was', 'they were')} read.",
            hidden[0],
        )


def _check_strays(table: Table) -> None:
    strays = table.sheet.traits.strays
    if strays:
        were = choose_word(len(strays), "was", "were")
        table.findings.add(
            "stray-cells",
            Severity.WARNING,
            f"{counted(len(strays), 'cell')} far outside the table {were} left out, the first at {strays[0]}.",
        )


def _check_unread(table: Table, rows: set[int]) -> None:
    """Texts where numbers belong."""
    for name, _, row, column in _cells_where(table, rows, lambda numbers: numbers.unread):
        table.findings.add(
            "number-unread",
            Severity.ERROR if name.startswith(("market_value", "nav")) else Severity.WARNING,
            f"{text_of(table.sheet.values[row, column])[:40]!r} is no number; the {name.replace('_', ' ')} was read as "
            "empty.",
            row,
            column,
        )


def _check_shapes(table: Table, rows: set[int]) -> None:
    """Numbers whose marks contradict the rest of their column."""
    for name, offset, row, column in _cells_where(table, rows, lambda numbers: numbers.reshaped):
        table.findings.add(
            "number-shape",
            Severity.INFO,
            f"{text_of(table.sheet.values[row, column])[:40]!r} is written with another decimal mark than the "
            f"rest of its column; it was read as {table.numbers[name].values[offset]:,.10g} by its own marks.",
            row,
            column,
        )


def _cells_where(
    table: Table, rows: set[int], marks: Callable[[NumberColumn], np.ndarray]
) -> Iterator[tuple[str, int, int, int]]:
    """The first cells of positions that are marked: field, place in its column, row and column of the sheet."""
    start = table.area.header_last + 1
    found = (
        (name, offset, start + offset, table.columns.by_field[name].column)
        for name, numbers in table.numbers.items() for offset in map(int, np.flatnonzero(marks(numbers)))
    )
    return islice((one for one in found if one[2] in rows), _SHOWN)


def _check_values(table: Table, column: int, units: np.ndarray, too_large: np.ndarray) -> None:
    """Positions without a value, and with one no file can mean."""
    for place in np.flatnonzero(np.isnan(units))[:_SHOWN]:
        table.findings.add(
            "value-missing",
            Severity.WARNING,
            "The position has no market value; it counts as 0.",
            int(table.plan.positions[place]),
            column,
        )
    for place in np.flatnonzero(too_large)[:_SHOWN]:
        table.findings.add(
            "value-too-large",
            Severity.BLOCKING,
            "The value is 90 trillion or more and was read as 0; check the column.",
            int(table.plan.positions[place]),
            column,
        )


def _place(address: str) -> tuple[int, int]:
    letters = address.rstrip("0123456789")
    return column_index(letters), int(address[len(letters) :]) - 1


def check_weights(table: Table, cents: np.ndarray, weights: np.ndarray | None, tie: TieOut) -> None:
    """Without a total to tie out against, do the percentages agree with the values and add to a whole?"""
    if weights is None or len(weights) < 2:
        return
    whole = float(np.nansum(weights))
    column = table.columns.by_field["weight"].column
    if tie.control is None and not 0.98 <= whole <= 1.02:
        table.findings.add(
            "weights-sum",
            Severity.WARNING,
            f"The weights add to {whole:.2%}, not to 100 %; rows may be missing or counted twice.",
            table.area.header_last,
            column,
        )
    total = int(cents.sum())
    if not total or tie.control is not None:
        return
    off = np.abs(cents / total * whole - np.nan_to_num(weights)) > 0.005 + 0.05 * np.abs(np.nan_to_num(weights))
    if np.count_nonzero(off) > 0.1 * len(off):
        table.findings.add(
            "weights-differ",
            Severity.WARNING,
            f"In {counted(int(np.count_nonzero(off)), 'row')} the weight does not agree with the value.",
            table.area.header_last,
            column,
        )
