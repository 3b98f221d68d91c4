"""Columns no header explains: found by what the arithmetic between them and the look of their values say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import permutations

import numpy as np

from sinolens.importing.area import CLASS, HOW_MUCH, WHAT, TableArea
from sinolens.importing.cells import Sheet
from sinolens.importing.headers import read_header
from sinolens.importing.mapping import ColumnMap, MappedColumn
from sinolens.importing.numbers import read_numbers
from sinolens.importing.profile import ColumnProfile
from sinolens.importing.relations import values_from
from sinolens.importing.vocabulary import Vocabulary

_ROWS = 2000
_MAX_NUMERIC = 12
_PROVEN = 0.7
_VALUES = frozenset(
    {
        "market_value",
        "market_value_base",
        "market_value_local",
        "market_value_accrued",
        "nav",
        "nav_base",
        "weight",
        "total_value",
    }
)


def complete_map(
    columns: ColumnMap,
    sheet: Sheet,
    area: TableArea,
    profiles: Mapping[int, ColumnProfile],
    vocabulary: Vocabulary,
    withheld: frozenset[str],
) -> ColumnMap:
    """Place value, quantity, price and name in columns nothing else explains.

    Args:
        columns: the map by headers and values.
        sheet: the cells.
        area: the table.
        profiles: of every column.
        vocabulary: known headers, and words that mean "no value".
        withheld: fields the user placed or took away.
    """
    found: dict[int, tuple[str, float, str]] = {}
    nulls = vocabulary.words["null"]
    free = [c for c in columns.columns if not c.field and c.reason == "not recognised"]
    have = set(columns.by_field) | withheld
    numeric = [c.column for c in free if profiles[c.column].number >= 0.8 and profiles[c.column].date < 0.5][
        :_MAX_NUMERIC
    ]
    if not have & _VALUES or not {"quantity", "price"} <= have:
        found |= _by_products(columns, sheet, area, numeric, nulls, have)
    have |= {f for f, _, _ in found.values()}
    if not have & (HOW_MUCH - {"price", "quantity"}):
        left = [c for c in numeric if c not in found and not _is_count(sheet, area, c)]
        if left:
            best = max(left, key=lambda c: abs(profiles[c].total))
            found[best] = ("market_value", 0.45, "the largest amounts of the table")
    if not have & (WHAT - {"isin", "cusip", "sedol", "figi", "ticker", "identifier", "internal_id"}):
        texts = [c.column for c in free if profiles[c.column].text >= 0.8 and profiles[c.column].distinct >= 0.3]
        if texts:
            found[max(texts, key=lambda c: profiles[c].length * profiles[c].distinct)] = (
                "name",
                0.45,
                "the longest, most varied texts",
            )
    have |= {f for f, _, _ in found.values()}
    if not have & (WHAT | {CLASS}) and "quantity" in have:
        # A fund's own statement names its classes only: headers that are of no use elsewhere say what is held here.
        found |= {
            c.column: (CLASS, 0.8, "the classes of the one fund")
            for c in columns.columns
            if not c.field and any(r.field == CLASS for r in read_header(c.header, vocabulary))
        }
    if not found:
        return columns
    return ColumnMap(tuple(_placed(c, found) for c in columns.columns))


def _placed(column: MappedColumn, found: Mapping[int, tuple[str, float, str]]) -> MappedColumn:
    if column.column not in found:
        return column
    name, confidence, reason = found[column.column]
    return replace(column, field=name, confidence=confidence, reason=reason)


def _amounts(sheet: Sheet, area: TableArea, column: int, nulls: frozenset[str]) -> np.ndarray:
    rows = slice(area.header_last + 1, min(area.end, area.header_last + 1 + _ROWS))
    return read_numbers(sheet.values[rows, column], sheet.kinds[rows, column], nulls).values


def _is_count(sheet: Sheet, area: TableArea, column: int) -> bool:
    """Whether the numbers count the rows: 1, 2, 3."""
    values = _amounts(sheet, area, column, frozenset())
    values = values[np.isfinite(values)]
    return len(values) > 1 and bool(np.all(np.diff(values) == 1))


def _by_products(
    columns: ColumnMap, sheet: Sheet, area: TableArea, numeric: list[int], nulls: frozenset[str], have: set[str]
) -> dict[int, tuple[str, float, str]]:
    """Quantity, price and value among the free columns and those already known, where quantity × price = value."""
    value_field = next(
        (f for f in ("market_value_local", "market_value", "market_value_base") if f in columns.by_field), ""
    )
    fixed = {
        role: columns.by_field[f].column
        for role, f in (("quantity", "quantity"), ("price", "price"), ("value", value_field))
        if f in columns.by_field
    }
    if "quantity" in have and "quantity" not in fixed:
        return {}
    amounts = {c: _amounts(sheet, area, c, nulls) for c in {*numeric, *fixed.values()}}
    best: tuple[float, tuple[int, int, int]] | None = None
    pool = [c for c in numeric if c not in fixed.values()]
    for quantity, price, value in permutations([*pool, *fixed.values()], 3):
        places = {"quantity": quantity, "price": price, "value": value}
        if any(places[role] != column for role, column in fixed.items()):
            continue
        share, _ = values_from(amounts[quantity], amounts[price], amounts[value])
        # Both factors make the same product: the one with fractions is the price.
        whole = np.nanmean(amounts[quantity] == np.rint(amounts[quantity])) - np.nanmean(
            amounts[price] == np.rint(amounts[price])
        )
        score = share + 0.01 * float(whole)
        if share >= _PROVEN and (best is None or score > best[0]):
            best = (score, (quantity, price, value))
    if best is None:
        return {}
    names = ("quantity", "price", "market_value")
    return {
        c: (name, 0.7, "quantity × price gives the value")
        for c, name in zip(best[1], names, strict=True)
        if c not in fixed.values()
    }
