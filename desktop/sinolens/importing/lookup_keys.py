"""Identifiers two tables share: which column of the holdings and which of a security master hold the same ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sinolens.importing.area import TableArea
from sinolens.importing.cells import BLANK, DATE, Sheet
from sinolens.importing.mapping import ColumnMap
from sinolens.importing.masters import Master
from sinolens.importing.texts import text_of

CODES = ("isin", "cusip", "sedol", "figi", "lei", "uscc", "ticker")
TAKEN = frozenset(
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
_SAME_AMOUNTS = ("quantity", "market_value", "market_value_base", "market_value_local", "nav")
_LEAST_SHARE = 0.5
_LEAST_KEYS = 2
_LONGEST_KEY = 24


@dataclass(frozen=True)
class Key:
    """A column of the holdings and one of a master that hold the same identifiers."""

    master: Master
    own: int
    theirs: int
    share: float
    rows: dict[str, int]
    doubtful: frozenset[str]
    same_lines: bool = False


def key_text(value: object, nulls: frozenset[str]) -> str:
    """A cell as an identifier is compared: capitals, without leading zeros, "" for a mark that means "no value"."""
    text = text_of(value).upper()
    return "" if text.lower() in nulls else text.lstrip("0") or text


def _texts(sheet: Sheet, column: int, first: int, end: int, nulls: frozenset[str]) -> list[str]:
    return [
        "" if kind == BLANK else key_text(value, nulls)
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


def find_keys(
    sheet: Sheet, area: TableArea, columns: ColumnMap, master: Master, nulls: frozenset[str]
) -> list[Key]:
    """Pairs of columns, one of the holdings and one of a master, that share enough identifiers.

    Args:
        sheet: cells of the holdings.
        area: the table.
        columns: its column map.
        master: the table that may name what is held.
        nulls: words that mean "no value".
    """
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
                found.append(Key(master, own, other, share, rows, frozenset(doubtful), same))
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
        if any(key_text(a, nulls) != key_text(b, nulls) for a, b in pairs):
            return False
    return True


def _differ(master: Master, row: int, other: int) -> bool:
    """Two rows of a master for the same identifier name different securities."""
    return any(
        text_of(master.sheet.values[row, c.column]) != text_of(master.sheet.values[other, c.column])
        for c in master.columns.columns
        if c.field in TAKEN
    )
