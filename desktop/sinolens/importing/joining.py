"""Joins holdings with a security master on an identifier both of them use.

Custodians send what is held in one table and what it is in another, tied by a number of their own. The master's columns
are laid beside the holdings as if they stood there, so that everything that reads a table reads them too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sinolens.domain.finding import Finding, Severity
from sinolens.importing.cells import BLANK, DATE, Sheet, column_letters
from sinolens.importing.layout import TableArea
from sinolens.importing.mapping import ColumnMap
from sinolens.importing.masters import Master
from sinolens.importing.texts import text_of

CODES = ("isin", "cusip", "sedol", "figi", "lei", "uscc", "ticker")
_TAKEN = frozenset(
    {
        *CODES,
        "name",
        "name_more",
        "issuer_name",
        "identifier",
        "market",
        "country",
        "country_risk",
        "country_domicile",
        "currency",
        "asset_class",
        "asset_subclass",
        "security_type",
        "maturity",
        "coupon",
    }
)
_NO_KEY = frozenset(
    {
        "name",
        "name_more",
        "issuer_name",
        "currency",
        "base_currency",
        "asset_class",
        "asset_subclass",
        "security_type",
        "account",
        "account_name",
        "manager",
        "market",
        "region",
        "notes",
        "include",
        "as_of",
        "quantity",
        "price",
        "price_local",
        "price_base",
        "weight",
    }
)
_AMOUNTS = frozenset({"quantity", "price", "price_local", "price_base"})
_SAME_AMOUNTS = ("quantity", "market_value", "market_value_base", "market_value_local", "nav")
_LEAST_SHARE = 0.5
_LEAST_KEYS = 2
_LONGEST_KEY = 24
_SHOWN = 20


@dataclass(frozen=True)
class _Key:
    """A column of the holdings and one of a master that hold the same identifiers."""

    master: Master
    own: int
    theirs: int
    share: float
    rows: dict[str, int]
    doubtful: frozenset[str]
    same_lines: bool = False


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
    keys = [key for master in masters for key in _keys(sheet, area, columns, master, nulls)]
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


def _key_text(value: object, nulls: frozenset[str]) -> str:
    text = text_of(value).upper()
    return "" if text.lower() in nulls else text.lstrip("0") or text


def _texts(sheet: Sheet, column: int, first: int, end: int, nulls: frozenset[str]) -> list[str]:
    return [
        "" if kind == BLANK else _key_text(value, nulls)
        for value, kind in zip(sheet.values[first:end, column], sheet.kinds[first:end, column], strict=True)
    ]


def _codes(
    sheet: Sheet, area: TableArea, columns: ColumnMap, nulls: frozenset[str]
) -> dict[int, list[str]]:
    """Columns that may hold identifiers, with their texts."""
    found = {}
    fields = {c.column: c.field for c in columns.columns}
    for column in area.columns:
        field = fields.get(column, "")
        if field in _NO_KEY or field.startswith(("market_value", "nav", "cost", "accrued", "commitment", "country")):
            continue
        kinds = sheet.kinds[area.header_last + 1 : area.end, column]
        if np.count_nonzero(kinds == DATE) > len(kinds) // 4:
            continue
        texts = _texts(sheet, column, area.header_last + 1, area.end, nulls)
        given = [t for t in texts if t]
        codes = [t for t in given if len(t) <= _LONGEST_KEY and " " not in t and any(c.isdigit() for c in t)]
        if len(codes) < max(1, 0.6 * len(given)) or _counts(codes):
            continue
        found[column] = texts
    return found


def _counts(codes: list[str]) -> bool:
    """The codes number the rows or are amounts with fractions."""
    if any("." in code and code.replace(".", "").replace("-", "").isdigit() for code in codes):
        return True
    if not all(code.isdigit() and len(code) < 7 for code in codes):
        return False
    numbers = list(map(int, codes))
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] <= 1


def _keys(
    sheet: Sheet, area: TableArea, columns: ColumnMap, master: Master, nulls: frozenset[str]
) -> list[_Key]:
    if master.sheet is sheet and master.area.header_last == area.header_last:
        return []
    found = []
    ours = _codes(sheet, area, columns, nulls)
    theirs = _codes(master.sheet, master.area, master.columns, nulls)
    first = master.area.header_last + 1
    for own, texts in ours.items():
        wanted = {t for t in texts if t}
        for other, names in theirs.items():
            rows: dict[str, int] = {}
            doubtful = set()
            for offset, name in enumerate(names):
                if name in rows and name in wanted and _differ(master, rows[name], first + offset):
                    doubtful.add(name)
                elif name:
                    rows.setdefault(name, first + offset)
            share = len(wanted & rows.keys()) / len(wanted) if wanted else 0.0
            # Another list of holdings names these only when it lists the very same lines.
            same = master.has_values and _same_lines(sheet, area, columns, master, texts, names, nulls)
            if master.has_values and not same:
                continue
            if share >= _LEAST_SHARE and len(wanted & rows.keys()) >= min(_LEAST_KEYS, len(wanted)):
                found.append(_Key(master, own, other, share, rows, frozenset(doubtful), same))
    return found


def _same_lines(
    sheet: Sheet,
    area: TableArea,
    columns: ColumnMap,
    master: Master,
    texts: list[str],
    names: list[str],
    nulls: frozenset[str],
) -> bool:
    """Both tables list each identifier once, the same ones, and no amount they share differs."""
    ours = {t: area.header_last + 1 + i for i, t in enumerate(texts) if t}
    theirs = {t: master.area.header_last + 1 + i for i, t in enumerate(names) if t}
    if len(ours) != sum(map(bool, texts)) or len(theirs) != sum(map(bool, names)) or ours.keys() != theirs.keys():
        return False
    for field in _SAME_AMOUNTS:
        mine, other = columns.by_field.get(field), master.columns.by_field.get(field)
        if mine is None or other is None:
            continue
        pairs = [(sheet.values[ours[t], mine.column], master.sheet.values[theirs[t], other.column]) for t in ours]
        if any(_key_text(a, nulls) != _key_text(b, nulls) for a, b in pairs):
            return False
    return True


def _differ(master: Master, row: int, other: int) -> bool:
    """Two rows of a master for the same identifier name different securities."""
    return any(
        text_of(master.sheet.values[row, c.column]) != text_of(master.sheet.values[other, c.column])
        for c in master.columns.columns
        if c.field in _TAKEN
    )


def _wanted(key: _Key, columns: ColumnMap) -> list[int]:
    """Columns of the master the holdings have not."""
    have = set(columns.by_field)
    taken = _TAKEN | _AMOUNTS if key.same_lines else _TAKEN
    return [
        c.column
        for c in key.master.columns.columns
        if c.field in taken and c.field not in have and c.column != key.theirs
    ]


def _contradict(one: _Key, other: _Key, sheet: Sheet, area: TableArea, nulls: frozenset[str]) -> bool:
    """Two ways to look up say different things of a row."""
    for field in ("isin", "cusip", "sedol", "ticker", "name"):
        mine, theirs = (k.master.columns.by_field.get(field) for k in (one, other))
        if mine is None or theirs is None:
            continue
        for row in range(area.header_last + 1, area.end):
            a = one.rows.get(_key_text(sheet.values[row, one.own], nulls))
            b = other.rows.get(_key_text(sheet.values[row, other.own], nulls))
            if a is None or b is None:
                continue
            left = text_of(one.master.sheet.values[a, mine.column])
            right = text_of(other.master.sheet.values[b, theirs.column])
            if left and right and left.upper() != right.upper():
                return True
    return False


def _lay_beside(
    key: _Key, sheet: Sheet, area: TableArea, columns: ColumnMap, file: str, nulls: frozenset[str]
) -> Joined:
    adopted = _wanted(key, columns)
    height, width = sheet.values.shape
    added = np.full((height, len(adopted)), "", object)
    missing, doubtful = [], []
    for row in range(area.header_last + 1, area.end):
        text = _key_text(sheet.values[row, key.own], nulls)
        if not text:
            continue
        if text in key.doubtful:
            doubtful.append(row)
        elif text in key.rows:
            added[row] = key.master.sheet.values[key.rows[text], adopted]
        else:
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
