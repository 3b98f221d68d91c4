"""Joins holdings with a security master on an identifier both of them use.

Custodians send what is held in one table and what it is in another, tied by a number of their own. The master's columns
are laid beside the holdings as if they stood there, so that everything that reads a table reads them too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sinolens.domain.finding import Finding, Severity
from sinolens.importing.area import TableArea
from sinolens.importing.cells import Sheet, column_letters
from sinolens.importing.lookup_keys import CODES, TAKEN, Key, find_keys, key_text
from sinolens.importing.mapping import ColumnMap
from sinolens.importing.masters import Master
from sinolens.importing.texts import text_of

_AMOUNTS = frozenset({"quantity", "price", "price_local", "price_base"})
_SHOWN = 20
_SURE = 0.5


@dataclass(frozen=True)
class Joined:
    """Holdings with the columns of a master laid beside them.

    Attributes:
        sheet: cells with the added columns.
        area: the table with them.
        master: where they are from.
        findings: what was joined, what was not found, what is ambiguous.
    """

    sheet: Sheet
    area: TableArea
    master: Master | None
    findings: tuple[Finding, ...]


def lacks_identity(columns: ColumnMap) -> bool:
    """The table names no security, or has no public identifier."""
    fields = columns.by_field.keys()
    return not fields & {"name", "issuer_name", "fund"} or not fields & {*CODES, "identifier"}


def without_guessed_name(columns: ColumnMap) -> ColumnMap:
    """The column map without a name that no header gives: it may be the source's own number of the security."""
    name = columns.by_field.get("name")
    if name is None or name.confidence >= _SURE:
        return columns
    return ColumnMap(tuple(replace(c, field="") if c is name else c for c in columns.columns))


def join_master(
    sheet: Sheet, area: TableArea, columns: ColumnMap, masters: Sequence[Master], file: str, nulls: frozenset[str]
) -> Joined | None:
    """Look the rows of a table up in the master that fits best.

    Args:
        sheet: cells of the holdings.
        area: the table.
        columns: its column map.
        masters: tables that may name what is held.
        file: name of the file, for findings.
        nulls: words that mean "no value".

    Returns:
        The widened table; None when no master fits or none adds anything. Where several masters fit equally well and
        say different things nothing is joined and the finding "join-ambiguous" says so.
    """
    keys = [key for master in masters for key in find_keys(sheet, area, columns, master, nulls)]
    keys = [key for key in keys if _wanted(key, columns)]
    if not keys:
        return None
    best, *others = sorted(keys, key=lambda key: (-round(key.share, 2), -len(_wanted(key, columns))))
    rival = next((k for k in others if k.share >= best.share - 0.02 and _contradict(best, k, sheet, area, nulls)), None)
    if rival is not None:
        message = (
            f"Names and identifiers could be looked up by {_header(columns, best.own)!r} in {best.master.place}, or by "
            f"{_header(columns, rival.own)!r} in {rival.master.place}, and the two say different things; neither was "
            "used. Leave one of them out."
        )
        finding = Finding("join-ambiguous", Severity.WARNING, message, file, sheet.name, "", area.header_last + 1)
        return Joined(sheet, area, None, (finding,))
    return _lay_beside(best, sheet, area, columns, file, nulls)


def _wanted(key: Key, columns: ColumnMap) -> list[int]:
    """Columns of the master the holdings have not."""
    have = set(columns.by_field)
    taken = TAKEN | _AMOUNTS if key.same_lines else TAKEN
    return [
        c.column
        for c in key.master.columns.columns
        if c.field in taken and c.field not in have and c.column != key.theirs
    ]


def _contradict(one: Key, other: Key, sheet: Sheet, area: TableArea, nulls: frozenset[str]) -> bool:
    """Two ways to look up say different things of a row."""
    for field in ("isin", "cusip", "sedol", "ticker", "name"):
        mine, theirs = (k.master.columns.by_field.get(field) for k in (one, other))
        if mine is None or theirs is None:
            continue
        for row in range(area.header_last + 1, area.end):
            a = one.rows.get(key_text(sheet.values[row, one.own], nulls))
            b = other.rows.get(key_text(sheet.values[row, other.own], nulls))
            if a is None or b is None:
                continue
            left = text_of(one.master.sheet.values[a, mine.column])
            right = text_of(other.master.sheet.values[b, theirs.column])
            if left and right and left.upper() != right.upper():
                return True
    return False


def _lay_beside(
    key: Key, sheet: Sheet, area: TableArea, columns: ColumnMap, file: str, nulls: frozenset[str]
) -> Joined:
    adopted = _wanted(key, columns)
    height, width = sheet.values.shape
    added = np.full((height, len(adopted)), "", object)
    missing, doubtful = [], []
    for row in range(area.header_last + 1, area.end):
        text = key_text(sheet.values[row, key.own], nulls)
        if not text:
            continue
        if text in key.doubtful:
            doubtful.append(row)
        elif text in key.rows:
            added[row] = key.master.sheet.values[key.rows[text], adopted]
        elif any(c.isdigit() for c in text):
            # Without a digit it is a word, such as that of a total.
            missing.append(row)
    headers = {c.column: c.header for c in key.master.columns.columns}
    if area.header_last >= 0:
        added[area.header_last] = [headers[c] for c in adopted]
    wide = Sheet(sheet.name, np.concatenate([sheet.values, added], axis=1), sheet.hidden, sheet.traits)
    extra = tuple(range(width, width + len(adopted)))
    joined = replace(
        area,
        columns=(*area.columns, *extra),
        headers=(*area.headers, *(headers[c] for c in adopted)),
        joined=extra,
    )
    place = f"{sheet.address(area.header_last, key.own)}" if area.header_last >= 0 else ""
    shown = ", ".join(repr(headers[c]) for c in adopted)
    own = _header(columns, key.own)
    findings = [
        Finding(
            "joined",
            Severity.INFO,
            f"{shown} were looked up by {own!r} in {key.master.place} (column {column_letters(key.theirs)}); "
            f"{key.share:.0%} of the identifiers were found there.",
            file,
            sheet.name,
            place,
            area.header_last + 1,
        )
    ]
    for rows, code, text in (
        (missing, "join-missing", "{} is not in {}; the row has no name or identifier from there."),
        (doubtful, "join-ambiguous", "{} stands for several securities in {}; none of them was taken."),
    ):
        findings.extend(
            Finding(
                code,
                Severity.WARNING,
                text.format(text_of(sheet.values[row, key.own]), key.master.place),
                file,
                sheet.name,
                sheet.address(row, key.own),
                row + 1,
            )
            for row in rows[:_SHOWN]
        )
    return Joined(wide, joined, key.master, tuple(findings))


def _header(columns: ColumnMap, column: int) -> str:
    return next((c.header for c in columns.columns if c.column == column), "") or f"column {column_letters(column)}"
