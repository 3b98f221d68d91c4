"""From a table to the frame of positions, every column as `domain.column` declares it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from sinolens.domain.column import FUND_HOLDING_COLUMNS, POSITION_COLUMNS, Column
from sinolens.domain.instrument import Instrument
from sinolens.importing.area import CLASS, WHAT
from sinolens.importing.asof import AsOf
from sinolens.importing.banner import Banner
from sinolens.importing.dates import read_dates
from sinolens.importing.derivatives import read_delta, read_notional
from sinolens.importing.identifiers import read_identifiers
from sinolens.importing.instruments import (
    LineSigns,
    NamedKind,
    instrument_of,
    named_kind,
    names_class,
    settled_by_class,
)
from sinolens.importing.money import MoneyColumns
from sinolens.importing.numbers import cents_of
from sinolens.importing.options import ImportOptions
from sinolens.importing.table import Table
from sinolens.importing.texts import TickerReader, map_texts, read_texts
from sinolens.importing.titles import find_title
from sinolens.importing.vocabulary import Vocabulary

_PLAIN_TEXTS = ("issuer_name", "fund_registration", "notes")
_OPTIONAL_MONEY = ("accrued", "cost", "commitment", "called", "unfunded")
_DATES = ("nav_date", "commitment_date", "assurance_date")
_YES_NO = frozenset({"special_rights", "secondary", "reinvest"})


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a table is read with: words, places, the user's wishes, and the date other sheets give."""

    vocabulary: Vocabulary
    countries: dict[str, str]
    tickers: TickerReader
    options: ImportOptions
    file: str
    cover: AsOf = field(default_factory=AsOf)


def build_frame(
    table: Table,
    money: MoneyColumns,
    market_value: np.ndarray,
    weights: np.ndarray,
    as_of: str,
    role: str,
    scale: int,
    banner: Banner,
    around: Surroundings,
) -> pd.DataFrame:
    """The frame of a table.

    Args:
        table: with its rows planned.
        money: the settled money columns.
        market_value: cents of each position.
        weights: share of the fund of each position, NaN where not given.
        as_of: ISO date for rows without one of their own.
        role: "positions" or "fund_holdings".
        scale: factor of the money columns.
        banner: what stands above the table.
        around: words, places and wishes.
    """
    vocabulary, options = around.vocabulary, around.options
    nulls = vocabulary.words["null"]
    rows = table.plan.positions
    count = len(rows)
    blank = [""] * count

    def texts(name: str) -> list[str]:
        cells = table.cells(name)
        return blank if cells is None else read_texts(cells, nulls)

    data: dict[str, object] = {"file": [around.file] * count, "sheet": [table.sheet.name] * count, "row": rows + 1}
    named = table.columns.by_field.keys() & WHAT
    data["name"] = _names(texts, table) if named else _class_names(texts, table, banner, around)
    data["account"] = _fill_down(
        _first(
            texts("account"),
            texts("account_name"),
            _accounts(table, vocabulary),
            [options.account or banner.account] * count,
        )
    )
    managers = _repeat_beside(texts("manager"), _first(texts("account"), texts("account_name")))
    data["manager"] = _first(managers, [options.manager or banner.manager] * count)
    for name in _PLAIN_TEXTS:
        data[name] = texts(name)
    # Whoever issued what a contract is on is whom its holder is exposed to.
    data["issuer_name"] = _first(texts("issuer_name"), texts("underlying"))
    data["asset_class"] = _first(
        texts("asset_class"), texts("asset_subclass"), texts("security_type"), _class_captions(table, vocabulary),
        [options.asset_class] * count,
    )
    for name in _YES_NO:
        data[name] = _yes_no(texts(name), vocabulary)
    data |= read_identifiers(table, around.tickers, vocabulary)
    data["country"] = _countries(
        _first(texts("country_risk"), texts("country"), texts("country_domicile"), texts("region")), around.countries
    )
    data["fund_domicile"] = _countries(texts("fund_domicile"), around.countries)
    data["currency"] = money.iso_currencies() or blank
    for name in ("quantity", "price"):
        values = table.amounts(name) if name == "quantity" else money.prices()
        data[name] = np.full(count, np.nan) if values is None else values
    data["market_value"] = market_value
    for name in _OPTIONAL_MONEY:
        recipe = money.base_amount(name)
        values = np.full(count, np.nan) if recipe is None else recipe.recipe(rows) * scale
        cents, too_large = cents_of(values)
        data[name] = pd.array(np.where(np.isnan(values) | too_large, 0, cents), dtype="Int64")
        data[name][np.isnan(values) | too_large] = pd.NA  # type: ignore[index]
    for name in _DATES:
        cells = table.cells(name)
        data[name] = blank if cells is None else read_dates(cells, options.day_first)[0]
    own = table.cells("as_of")
    dates = blank if own is None else _fill_down(read_dates(own, options.day_first)[0])
    data["as_of"] = [options.as_of or d or as_of for d in dates]
    kinds = _instruments(table, data["name"], texts, data["commitment"], vocabulary)  # type: ignore[arg-type]
    if not named:
        # Classes of a fund are interests in it, whatever their names sound like.
        kinds = [kind if Instrument(kind).is_fund else Instrument.COMMINGLED_FUND.value for kind in kinds]
    data["instrument"] = kinds
    data["notional"] = read_notional(table, money, kinds, scale)
    data["delta"] = read_delta(table, kinds)
    declared = FUND_HOLDING_COLUMNS if role == "fund_holdings" else POSITION_COLUMNS
    if role == "fund_holdings":
        data["weight"] = weights
    return _frame(data, declared)


def _frame(data: dict[str, object], declared: tuple[Column, ...]) -> pd.DataFrame:
    """The declared columns; one made once for all columns that share their values."""
    made: dict[tuple[int, str], pd.Series] = {}
    for column in declared:
        key = (id(data[column.name]), column.dtype)
        if key not in made:
            made[key] = pd.Series(data[column.name], dtype=column.dtype)
    return pd.DataFrame({c.name: made[id(data[c.name]), c.dtype] for c in declared})


def _names(texts: object, table: Table) -> list[str]:
    read = texts if callable(texts) else list
    name, issuer, fund, more = (read(f) for f in ("name", "issuer_name", "fund", "name_more"))
    if "name" not in table.columns.by_field and "issuer_name" in table.columns.by_field:
        name = [
            f"{i} {m}".strip() if m and m.lower() not in i.lower() else i for i, m in zip(issuer, more, strict=True)
        ]
    elif "name_more" in table.columns.by_field:
        name = [
            f"{n} {m}".strip() if n and m and m.lower() not in n.lower() else n or m
            for n, m in zip(name, more, strict=True)
        ]
    name = _first(name, fund, issuer)
    return name if all(name) else _first(name, *(read(f) for f in ("ticker", "identifier", "isin", "cusip", "sedol")))


def _class_names(texts: object, table: Table, banner: Banner, around: Surroundings) -> list[str]:
    """Classes or series of the one fund the sheet is a statement of: each is a holding under the fund's name."""
    read = texts if callable(texts) else list
    fund = banner.fund or find_title(table.sheet, 0, max(table.area.header_first, 0), around.vocabulary)
    fund = around.options.fund or fund or banner.title or Path(around.file).stem
    return [f"{fund} {more}".strip() for more in read(CLASS)]


def _names_account(caption: str, vocabulary: Vocabulary) -> bool:
    words = caption.lower().replace(":", " ").replace("#", " ").split()
    return any(word in vocabulary.words["account"] for word in words)


def _accounts(table: Table, vocabulary: Vocabulary) -> list[str]:
    """Captions between blocks that name an account."""
    plan = table.plan
    blocks = map_texts(plan.accounts, lambda c: "" if names_class(c, vocabulary) else c)
    return _first(blocks, map_texts(plan.captions, lambda c: c if _names_account(c, vocabulary) else ""))


def _class_captions(table: Table, vocabulary: Vocabulary) -> list[str]:
    captions = map_texts(table.plan.captions, lambda c: "" if _names_account(c, vocabulary) else c)
    return _first(captions, map_texts(table.plan.accounts, lambda c: c if names_class(c, vocabulary) else ""))


def _first(*columns: list[str]) -> list[str]:
    first, *others = columns
    for other in others:
        if all(first):
            break
        if any(other):
            first = [a or b for a, b in zip(first, other, strict=True)]
    return first


def _fill_down(values: list[str]) -> list[str]:
    """Texts written on the first row of their group only, repeated for the rows below."""
    if (
        not values
        or not values[0]
        or values.count("") < len(values) // 2
        or len(set(values)) > max(2, len(values) // 2)
    ):
        return values
    current, result = "", []
    for value in values:
        current = value or current
        result.append(current)
    return result


def _repeat_beside(values: list[str], heads: list[str]) -> list[str]:
    """Texts written only beside the head of their group, repeated for its rows: the manager beside an account."""
    if _fill_down(heads) is heads or any(value and not head for value, head in zip(values, heads, strict=True)):
        return values
    current, result = "", []
    for value, head in zip(values, heads, strict=True):
        current = value if head else current
        result.append(current)
    return result


def _yes_no(values: list[str], vocabulary: Vocabulary) -> list[str]:
    words = vocabulary.words
    return map_texts(values, lambda v: "yes" if v.lower() in words["yes"] else "no" if v.lower() in words["no"] else "")


def _countries(values: list[str], countries: dict[str, str]) -> list[str]:
    return map_texts(values, lambda v: countries.get(v.casefold(), ""))


def _instruments(
    table: Table, names: list[str], texts: object, commitment: pd.api.extensions.ExtensionArray, vocabulary: Vocabulary
) -> list[str]:
    read = texts if callable(texts) else list
    kinds = [read(f) for f in ("security_type", "asset_subclass", "asset_class")]
    coupon = table.amounts("coupon")
    has_coupon = np.zeros(len(names), bool) if coupon is None else np.nan_to_num(coupon) > 0
    maturity = read("maturity")
    option = read("put_call")
    # A column of commitments stands beside public lines too, empty or zero there.
    private = np.asarray(commitment.fillna(0).astype("int64")).astype(bool)
    flags = [np.asarray(has_coupon) | _given(maturity), _given(option), private]
    group = np.zeros(len(names), np.int64)
    keys: list[tuple[np.ndarray, np.ndarray]] = []
    for column in (*kinds, _class_captions(table, vocabulary), *flags):
        keys.append(pd.factorize(np.array(column, object)))
        group = group * max(len(keys[-1][1]), 1) + keys[-1][0]
    _, first, group = np.unique(group, return_index=True, return_inverse=True)
    groups = []
    for row in first:
        *classes, coupon_given, option_given, is_private = (values[own[row]] for own, values in keys)
        groups.append(LineSigns(tuple(classes), bool(coupon_given), bool(option_given), bool(is_private)))
    codes, uniques = pd.factorize(np.array(names, object))
    numbered: dict[NamedKind, int] = {}
    by_name = [numbered.setdefault(named_kind(name, vocabulary), len(numbered)) for name in uniques]
    pairs, back = np.unique(np.array(by_name, np.int64)[codes] * len(groups) + group, return_inverse=True)
    settled = np.empty(len(pairs), object)
    for i, pair in enumerate(pairs.tolist()):
        kind = settled_by_class(list(numbered)[pair // len(groups)], groups[pair % len(groups)], vocabulary)
        settled[i] = kind.value if kind else ""
    result: list[str] = settled[back].tolist()
    for row in np.flatnonzero(settled[back] == "").tolist():
        result[row] = instrument_of(names[row], groups[group[row]], vocabulary).value
    return result


def _given(texts: list[str]) -> np.ndarray:
    return np.fromiter(map(bool, texts), bool, len(texts))
