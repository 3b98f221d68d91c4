"""Positions that turn out to be none: totals without a label, rows the file excludes, holdings listed twice."""

from __future__ import annotations

import numpy as np

from sinolens.importing.area import TableArea
from sinolens.importing.cells import BLANK, Sheet
from sinolens.importing.mapping import ColumnMap
from sinolens.importing.numbers import NumberColumn
from sinolens.importing.rows import CODES, REPEATED, TOTAL, RowPlan
from sinolens.importing.texts import read_texts
from sinolens.importing.vocabulary import Vocabulary, header_key

_DETAILED = 0.8


def find_unlabelled_total(
    plan: RowPlan,
    units: np.ndarray,
    numbers: dict[str, NumberColumn],
    sheet: Sheet,
    area: TableArea,
    columns: ColumnMap,
) -> None:
    """Make the last position a total when it adds all others up and has nothing else that positions here have."""
    if len(plan.positions) < 3 or not np.isfinite(units[-1]) or not units[-1]:
        return
    if abs(float(np.nansum(units[:-1])) - float(units[-1])) > 0.005 * len(units):
        return
    offsets = plan.positions - area.header_last - 1
    details = [np.isfinite(numbers[f].values[offsets]) for f in ("quantity", "price", "price_local") if f in numbers]
    for name in CODES:
        if name in columns.by_field:
            details.append(sheet.kinds[plan.positions, columns.by_field[name].column] != BLANK)
    if not details:
        return
    detailed = np.logical_or.reduce(details)
    if not detailed[-1] and np.mean(detailed[:-1]) >= _DETAILED:
        row = int(plan.positions[-1])
        drop_rows(plan, plan.positions[-1:], TOTAL)
        plan.totals.append((row, ""))
        plan.totals.sort()


def drop_rows(plan: RowPlan, rows: np.ndarray, reason: str) -> None:
    """Make positions skipped rows."""
    gone = {int(row) for row in rows}
    keep = [i for i, row in enumerate(plan.positions) if int(row) not in gone]
    plan.skipped |= dict.fromkeys(gone, reason)
    plan.captions = [plan.captions[i] for i in keep]
    plan.accounts = [plan.accounts[i] for i in keep]
    plan.positions = plan.positions[keep]


def leave_out_excluded(plan: RowPlan, sheet: Sheet, columns: ColumnMap, vocabulary: Vocabulary) -> None:
    """Take out the rows the file itself marks as not counting."""
    column = columns.by_field.get("include")
    if column is None or not len(plan.positions):
        return
    marks = read_texts(sheet.values[plan.positions, column.column], frozenset())
    words = vocabulary.words
    out_words = (
        words["exclude"]
        if header_key(column.header) not in words["excluding"]
        else words["yes"] | {"excluded", "exclude"}
    )
    drop_rows(plan, plan.positions[[mark.lower() in out_words for mark in marks]], "marked as excluded in the file")


def leave_out_repeats(plan: RowPlan, units: np.ndarray, weights: np.ndarray | None, has_value: bool) -> None:
    """Take out blocks under a repeated header that add to the same whole as the first: its funds looked through."""
    marks = sorted(row for row, reason in plan.skipped.items() if reason == REPEATED)
    amounts = units if has_value else weights
    if not marks or amounts is None or not len(plan.positions):
        return
    block = np.searchsorted(marks, plan.positions)
    sizes = np.bincount(block, minlength=len(marks) + 1)
    sums = np.bincount(block, weights=np.nan_to_num(amounts), minlength=len(marks) + 1)
    if not sums.any():
        return
    first = int(np.flatnonzero(sums)[0])
    again = (
        (np.abs(sums - sums[first]) <= 0.01 * abs(sums[first]))
        & (sizes > sizes[first])
        & (np.arange(len(sums)) > first)
    )
    drop_rows(plan, plan.positions[again[block]], "repeats the holdings above, looked through their funds")
