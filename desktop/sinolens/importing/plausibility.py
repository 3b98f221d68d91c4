"""What looks odd in a table that was read: rows that repeat, rows without an amount, dates far from today."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pandas as pd

from sinolens.domain.finding import Severity
from sinolens.domain.money import format_dollars
from sinolens.importing.area import WHAT
from sinolens.importing.asof import AsOf
from sinolens.importing.cells import column_index
from sinolens.importing.rows import UNREADABLE, reason_kind
from sinolens.importing.table import Table
from sinolens.importing.texts import text_of

_SHOWN = 50
_OLD_DAYS = 366
_SLACK = 0.01
_WITHOUT_AMOUNT = frozenset({"no amount in the row", "no value, quantity or weight in the row"})


def check_rows(table: Table, frame: pd.DataFrame, nulls: frozenset[str]) -> None:
    """Rows that repeat another one in every cell, rows that name a holding without an amount, promises that do not add.

    Args:
        table: the table; its findings are added to.
        frame: its positions.
        nulls: words that mean "no value".
    """
    _check_repeats(table, frame)
    _check_without_amount(table, nulls)
    _check_promises(table, frame)


def check_date(table: Table, as_of: AsOf, today: str) -> None:
    """An as-of date after today, or more than a year before it. The date itself never comes from the clock.

    Args:
        table: the table; its findings are added to.
        as_of: the date and where it was found.
        today: ISO date to compare with; "" = that of the computer's clock.
    """
    if not as_of.iso:
        return
    found = date.fromisoformat(as_of.iso)
    now = date.fromisoformat(today) if today else datetime.now().astimezone().date()
    if found > now:
        table.findings.add(
            "as-of-future",
            Severity.WARNING,
            f"The holdings are dated {as_of.iso}, which is still to come; give the date if it was read wrongly.",
        )
    elif (now - found).days > _OLD_DAYS:
        table.findings.add(
            "as-of-old",
            Severity.WARNING,
            f"The holdings are dated {as_of.iso}, more than a year ago; check that this is the file you mean.",
        )


def _check_repeats(table: Table, frame: pd.DataFrame) -> None:
    # The value first: it is quick to compare and seldom the same.
    near = frame["market_value"].duplicated(keep=False).to_numpy(copy=True)
    near[near] = frame[near].duplicated(["name", "account", "market_value", "quantity"], keep=False).to_numpy()
    first: dict[tuple[object, ...], int] = {}
    shown = 0
    for row in table.plan.positions[near]:
        cells = tuple(map(text_of, table.sheet.values[row, list(table.area.columns)]))
        if cells not in first:
            first[cells] = int(row)
        elif shown < _SHOWN:
            shown += 1
            table.findings.add(
                "duplicate-row",
                Severity.WARNING,
                f"The row is the same in every cell as row {first[cells] + 1}; both count. Delete one if it is a copy.",
                int(row),
                table.area.columns[0],
            )


def _check_without_amount(table: Table, nulls: frozenset[str]) -> None:
    """Rows that were left out because no amount could be read, although they name something and write "n/a"."""
    by_field = table.columns.by_field
    what = [by_field[f].column for f in WHAT if f in by_field]
    amounts = [by_field[f].column for f in table.numbers]
    shown = 0
    for row, reason in sorted(table.plan.skipped.items()):
        if shown < _SHOWN and reason_kind(reason) == UNREADABLE:
            shown += 1
            column = column_index(reason.rpartition(" ")[2].rstrip("0123456789"))
            table.findings.add(
                "row-without-amount",
                Severity.WARNING,
                f"The row names a holding, but {text_of(table.sheet.values[row, column])[:40]!r} is no number; it was "
                "left out. Correct the cell if the holding is held.",
                row,
                column,
            )
        if reason not in _WITHOUT_AMOUNT or shown == _SHOWN:
            continue
        words = [text_of(table.sheet.values[row, c]) for c in amounts]
        named = next((t for c in what if (t := text_of(table.sheet.values[row, c]))), "")
        written = next((w for w in words if w.lower() in nulls and w), "")
        if named and written:
            shown += 1
            table.findings.add(
                "row-without-amount",
                Severity.WARNING,
                f"The row names a holding but says {written!r} where its value belongs; it was left out. Give the "
                "value if it is held.",
                row,
                amounts[0],
            )


def _check_promises(table: Table, frame: pd.DataFrame) -> None:
    """Commitment − called − unfunded, where all three are given."""
    parts = frame[["commitment", "called", "unfunded"]]
    given = parts.notna().all(axis=1).to_numpy()
    if not given.any():
        return
    whole = parts[given].astype("int64").to_numpy()
    rest = whole[:, 0] - whole[:, 1] - whole[:, 2]
    odd = np.flatnonzero((np.abs(rest) > _SLACK * np.abs(whole[:, 0])) & (whole[:, 0] != 0))
    rows = table.plan.positions[given]
    for i in odd[:_SHOWN]:
        table.findings.add(
            "commitment-differs",
            Severity.INFO,
            f"Commitment less called less unfunded leaves {format_dollars(int(rest[i]))}; distributions that can be "
            "called again explain such a difference, a wrong column too.",
            int(rows[i]),
        )
