"""The total a table is compared with: found in its rows or above them, and what adds up without saying so."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sinolens.importing.cells import BLANK, TEXT
from sinolens.importing.money import Money
from sinolens.importing.numbers import cents_of, read_numbers
from sinolens.importing.positions import Surroundings
from sinolens.importing.rows import is_total
from sinolens.importing.table import Table
from sinolens.importing.texts import text_of
from sinolens.importing.tieout import TieOut, tie_out

_MOST_HEADS = 200


def settle_tie(table: Table, value: Money | None, cents: np.ndarray, scale: int, around: Surroundings) -> TieOut:
    """Compare the positions with the total the user gives, else with the table's own.

    Args:
        table: the table.
        value: how the value is had.
        cents: value of each position.
        scale: 1000 when the amounts are in thousands.
        around: words, and what the user says.
    """
    plan = table.plan
    total_cents: dict[int, int] = {}
    if value is not None and plan.totals:
        rows = np.array([row for row, _ in plan.totals], np.int64)
        units = value.recipe(rows)
        if len(value.fields) > 1:
            # A total row has no rate of its own; a derived value is only taken where every part is there.
            direct = table.amounts(value.fields[0], rows)
            units = np.where(np.isnan(units), np.nan, units) if direct is not None else units
        for row, amount in zip(rows, units, strict=True):
            if np.isfinite(amount):
                total_cents[int(row)] = int(cents_of(np.array([amount * scale]))[0][0])
    decimals = table.numbers[value.fields[0]].decimals if value is not None else 2
    totals = plan.totals or _total_above(table, value, total_cents, scale, around)
    tie = tie_out(
        plan.positions,
        cents,
        totals,
        total_cents,
        decimals,
        scale,
        around.options.control_total,
        around.options.control_source,
        around.vocabulary,
    )
    return replace(tie, column=table.columns.by_field[value.fields[0]].column) if value is not None else tie


def find_heads(table: Table, cents: np.ndarray, tie: TieOut) -> np.ndarray:
    """Rows without a word of totals that add up the rows below them; looked for only where the table does not add."""
    if tie.within or tie.control is None:
        return np.zeros(len(cents), bool)
    bare = np.ones(len(cents), bool)
    for name in ("quantity", "price", "price_local", "price_base"):
        amounts = table.amounts(name)
        if amounts is not None:
            bare &= np.isnan(amounts)
    for name in ("isin", "cusip", "sedol", "figi", "ticker", "identifier", "internal_id"):
        column = table.columns.by_field.get(name)
        if column is not None:
            bare &= table.sheet.kinds[table.plan.positions, column.column] == BLANK
    return find_group_heads(cents, bare, tie.control, tie.tolerance // max(len(cents), 1))


def _total_above(
    table: Table, value: Money | None, total_cents: dict[int, int], scale: int, around: Surroundings
) -> list[tuple[int, str]]:
    """A total above the header, in the value column or alone in its row; its cents are added to `total_cents`."""
    if value is None:
        return []
    sheet, area = table.sheet, table.area
    column = table.columns.by_field[value.fields[0]].column
    for row in range(area.header_first - 1, max(-1, area.header_first - 8), -1):
        texts = [text_of(sheet.values[row, c]) for c in np.flatnonzero(sheet.kinds[row] == TEXT)]
        if not texts or not is_total(texts[0].lower(), around.vocabulary.words):
            continue
        places = [column] if sheet.kinds[row, column] != BLANK else list(np.flatnonzero(sheet.kinds[row] != BLANK)[1:])
        nulls = around.vocabulary.words["null"]
        read = [
            read_numbers(sheet.values[[row], c], sheet.kinds[[row], c], nulls, around.options.decimal_mark).values[0]
            for c in places
        ]
        amounts = [amount for amount in read if np.isfinite(amount)]
        if len(amounts) == 1:
            total_cents[row] = int(cents_of(np.array([amounts[0] * scale]))[0][0])
            return [(row, texts[0])]
    return []


def find_group_heads(cents: np.ndarray, bare: np.ndarray, total: int, tolerance: int) -> np.ndarray:
    """Positions that are totals of the rows below them; only where without them the table adds to its own total.

    Args:
        cents: value of each position.
        bare: positions without identifier, quantity or price.
        total: the table's own total, in cents.
        tolerance: cents that rounding explains for one row.

    Returns:
        Mask over the positions; nothing in it when the total is not reached that way.
    """
    heads = np.zeros(len(cents), bool)
    # From below upwards, so that a total of totals adds what is left.
    for i in np.flatnonzero(bare & (cents != 0))[::-1][:_MOST_HEADS]:
        rest = i + 1 + np.flatnonzero(~heads[i + 1 :])
        sums = np.cumsum(cents[rest])
        heads[i] = bool((np.abs(sums - cents[i]) <= tolerance * np.arange(2, len(rest) + 2)).any())
    if not heads.any() or abs(int(cents[~heads].sum()) - total) > tolerance * len(cents):
        return np.zeros(len(cents), bool)
    return heads
