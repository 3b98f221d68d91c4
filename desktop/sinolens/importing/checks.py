"""What the user must see about a table: cells that hide something, columns in doubt, amounts that do not agree."""

from __future__ import annotations

import numpy as np

from sinolens.domain.counting import choose_word, counted
from sinolens.domain.finding import Severity
from sinolens.importing.banner import Banner
from sinolens.importing.cells import column_index, column_letters
from sinolens.importing.money import Money, MoneyColumns
from sinolens.importing.options import ImportOptions
from sinolens.importing.table import Table
from sinolens.importing.texts import text_of
from sinolens.importing.tieout import TieOut

_SHOWN = 100
_KEY = frozenset({"isin", "cusip", "sedol", "name", "quantity", "price", "market_value", "weight", "currency", "nav"})


def check_columns(table: Table, money: MoneyColumns, banner: Banner, options: ImportOptions) -> None:
    """Columns that compete or were taken with little confidence, another currency, tables beside this one."""
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
    currency = banner.currency or money.header_currency
    if currency and currency != options.base_currency:
        findings.add(
            "base-currency",
            Severity.ERROR,
            f"The amounts are in {currency}, not in {options.base_currency}; they were read as they "
            "stand. Convert the file or choose its base currency.",
        )
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
    findings, traits = table.findings, table.sheet.traits
    rows = {int(r) for r in table.plan.positions}
    mapped = {c.column: c.field for c in table.columns.columns if c.field}
    for code, cells, text in (
        (
            "error-cell",
            [(a, w) for a, w in traits.error_cells],
            "{} holds the error {}; it was read as empty. Mend the source.",
        ),
        (
            "uncached-formula",
            [(a, "") for a in traits.uncached],
            "{} is a formula saved without its value; it was read as empty. Open the file in a spreadsheet program and "
            "save it.",
        ),
    ):
        shown = 0
        for address, word in cells:
            column, row = _place(address)
            if row in rows and column in mapped and shown < _SHOWN:
                shown += 1
                findings.add(
                    code,
                    Severity.ERROR if mapped[column] in _KEY else Severity.WARNING,
                    text.format(address, word),
                    row,
                    column,
                )
    hidden = [r - 1 for r in traits.hidden_rows if r - 1 in rows]
    if hidden:
        stand = choose_word(len(hidden), "stands in a row that is", "stand in rows that are")
        findings.add(
            "hidden-rows",
            Severity.WARNING,
            f"{len(hidden):,} of the positions {stand} hidden or filtered away, the first in row {hidden[0] + 1}; "
            f"{choose_word(len(hidden), 'it was', 'they were')} read.",
            hidden[0],
        )
    if traits.strays:
        were = choose_word(len(traits.strays), "was", "were")
        findings.add(
            "stray-cells",
            Severity.WARNING,
            f"{counted(len(traits.strays), 'cell')} far outside the table {were} left out, the first at "
            f"{traits.strays[0]}.",
        )
    start, shown = table.area.header_last + 1, 0
    for name, numbers in table.numbers.items():
        column = table.columns.by_field[name].column
        for offset in np.flatnonzero(numbers.unread):
            row = start + int(offset)
            if row in rows and shown < _SHOWN:
                shown += 1
                word = text_of(table.sheet.values[row, column])
                findings.add(
                    "number-unread",
                    Severity.ERROR if name.startswith(("market_value", "nav")) else Severity.WARNING,
                    f"{word[:40]!r} is no number; the {name.replace('_', ' ')} was read as empty.",
                    row,
                    column,
                )
    _check_shapes(table, rows)
    if value is not None:
        column = table.columns.by_field[value.fields[0]].column
        missing = np.flatnonzero(np.isnan(units))
        for i in missing[:_SHOWN]:
            findings.add(
                "value-missing",
                Severity.WARNING,
                "The position has no market value; it counts as 0.",
                int(table.plan.positions[i]),
                column,
            )
        for i in np.flatnonzero(too_large)[:_SHOWN]:
            findings.add(
                "value-too-large",
                Severity.BLOCKING,
                "The value is 90 trillion or more and was read as 0; check the column.",
                int(table.plan.positions[i]),
                column,
            )


def _check_shapes(table: Table, rows: set[int]) -> None:
    """Numbers whose marks contradict the rest of their column."""
    start, shown = table.area.header_last + 1, 0
    for name, numbers in table.numbers.items():
        column = table.columns.by_field[name].column
        for offset in np.flatnonzero(numbers.reshaped):
            row = start + int(offset)
            if row in rows and shown < _SHOWN:
                shown += 1
                table.findings.add(
                    "number-shape",
                    Severity.INFO,
                    f"{text_of(table.sheet.values[row, column])[:40]!r} is written with another decimal mark than the "
                    f"rest of its column; it was read as {numbers.values[offset]:,.10g} by its own marks.",
                    row,
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
