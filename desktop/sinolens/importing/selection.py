"""Which of the tables found in a file are read, so that no holding is counted twice."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from sinolens.domain.finding import Finding, Severity
from sinolens.importing.understanding import ImportedTable

_SHARED = 0.8


def choose_tables(found: list[ImportedTable], file: str) -> tuple[tuple[ImportedTable, ...], list[Finding]]:
    """Leave out tables that repeat or summarise others.

    Args:
        found: all tables with positions, in the order they stand.
        file: name of the file, for the findings.

    Returns:
        The tables to read, and a finding for each one left out.
    """
    kept: list[ImportedTable] = []
    findings: list[Finding] = []
    named = any(not table.table.area.headerless for table in found)
    ranked = sorted(found, key=lambda t: -_detail(t))  # stable: equals stay in the order they stand
    for table in ranked:
        reason = next((why for other in kept if (why := _repeats(table, other))), "")
        if named and table.table.area.headerless:
            reason = "no row names its columns, and other tables of the file have such a row"
        if not reason and len(ranked) > 1 and not _alike(table, kept) and _is_summary(table, kept):
            reason = "it adds to the same total as the tables with more detail"
        if reason:
            findings.append(
                Finding(
                    "table-left-out",
                    Severity.WARNING,
                    f"The table {_under(table)} was not read: {reason}.",
                    file,
                    table.summary.sheet,
                    "",
                    table.summary.header_row,
                )
            )
        else:
            kept.append(table)
    order = {id(t): i for i, t in enumerate(found)}
    return tuple(sorted(kept, key=lambda t: order[id(t)])), findings


def _under(table: ImportedTable) -> str:
    row = table.summary.header_row
    return f"that starts in row {row + 1}" if table.table.area.headerless else f"under row {row}"


def _detail(table: ImportedTable) -> float:
    """How much a table says about each holding: identifiers first, then rows."""
    frame = table.frame
    codes = (frame[["isin", "cusip", "sedol", "ticker", "figi"]] != "").any(axis=1)
    return float(codes.sum()) * 2 + len(frame)


def _keys(frame: pd.DataFrame) -> Counter[tuple[str, int]]:
    return Counter(zip(frame["name"].str.lower(), frame["market_value"], strict=True))


def _repeats(table: ImportedTable, other: ImportedTable) -> str:
    """Why a table says what another one already said, "" when it does not."""
    if table.role != other.role or not table.frame["market_value"].any():
        return ""
    mine, theirs = _keys(table.frame), _keys(other.frame)
    shared = sum((mine & theirs).values())
    if shared >= _SHARED * sum(mine.values()) and sum(mine.values()) > 1:
        return f"its holdings are those of {_where(other)} again"
    if sum(mine.values()) == 1 and sum(theirs.values()) == 1 and shared and other.summary.sheet != table.summary.sheet:
        return f"its holding is that of {_where(other)} again"
    return ""


def _where(table: ImportedTable) -> str:
    return (
        f"the sheet {table.summary.sheet!r}"
        if table.summary.sheet
        else f"the table under row {table.summary.header_row}"
    )


def _alike(table: ImportedTable, kept: list[ImportedTable]) -> bool:
    """A table laid out like one already kept is more of the same, never its summary."""
    return any(t.summary.mapping == table.summary.mapping for t in kept)


def _is_summary(table: ImportedTable, kept: list[ImportedTable]) -> bool:
    """Fewer rows that add to the same total, to a cent a row, as tables kept before."""
    total = table.summary.sum
    if not kept or not total or len(table.frame) < 2:
        return False
    sums = [t.summary.sum for t in kept if t.role == table.role]
    return any(abs(total - s) <= max(len(table.frame), 100) for s in (*sums, sum(sums)) if s)
