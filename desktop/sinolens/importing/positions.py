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
from sinolens.importing.captions import account_captions, class_captions
from sinolens.importing.dates import read_dates
from sinolens.importing.derivatives import read_delta, read_notional
from sinolens.importing.fieldtexts import FieldTexts
from sinolens.importing.filling import fill_down, first_given, repeat_beside
from sinolens.importing.identifiers import read_identifiers
from sinolens.importing.kinds import find_instruments
from sinolens.importing.money import MoneyColumns
from sinolens.importing.numbers import cents_of
from sinolens.importing.options import ImportOptions
from sinolens.importing.table import Table
from sinolens.importing.texts import TickerReader, map_texts
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
    rows = table.plan.positions
    texts = FieldTexts(table, around.vocabulary)
    count = len(rows)
    data: dict[str, object] = {"file": [around.file] * count, "sheet": [table.sheet.name] * count, "row": rows + 1}
    named = bool(table.columns.by_field.keys() & WHAT)
    names = _names(texts, table) if named else _class_names(texts, table, banner, around)
    amounts = _amounts(table, money, scale)
    kinds = find_instruments(table, names, texts, amounts["commitment"], around.vocabulary)
    if not named:
        # Classes of a fund are interests in it, whatever their names sound like.
        kinds = [kind if Instrument(kind).is_fund else Instrument.COMMINGLED_FUND.value for kind in kinds]
    data["name"] = names
    data |= _holders(texts, table, banner, around)
    data |= _descriptions(texts, table, around)
    data |= read_identifiers(table, around.tickers, around.vocabulary)
    data |= _places(texts, around.countries)
    data |= _prices(table, money, texts.blank)
    data["market_value"] = market_value
    data |= amounts
    data |= _days(table, as_of, around.options, texts.blank)
    data["instrument"] = kinds
    data["notional"] = read_notional(table, money, kinds, scale)
    data["delta"] = read_delta(table, kinds)
    if role != "fund_holdings":
        return _frame(data, POSITION_COLUMNS)
    data["weight"] = weights
    return _frame(data, FUND_HOLDING_COLUMNS)


def _holders(texts: FieldTexts, table: Table, banner: Banner, around: Surroundings) -> dict[str, object]:
    """Who holds the positions: their accounts and managers."""
    count, options = len(texts.blank), around.options
    accounts = first_given(
        texts("account"),
        texts("account_name"),
        account_captions(table, around.vocabulary),
        [options.account or banner.account] * count,
    )
    managers = repeat_beside(texts("manager"), first_given(texts("account"), texts("account_name")))
    return {
        "account": fill_down(accounts),
        "manager": first_given(managers, [options.manager or banner.manager] * count),
    }


def _descriptions(texts: FieldTexts, table: Table, around: Surroundings) -> dict[str, object]:
    """What the file says of the positions in words: plain texts, issuers, asset classes, and what is yes or no."""
    described: dict[str, object] = {name: texts(name) for name in _PLAIN_TEXTS}
    # Whoever issued what a contract is on is whom its holder is exposed to.
    described["issuer_name"] = first_given(texts("issuer_name"), texts("underlying"))
    described["asset_class"] = first_given(
        texts("asset_class"),
        texts("asset_subclass"),
        texts("security_type"),
        class_captions(table, around.vocabulary),
        [around.options.asset_class] * len(texts.blank),
    )
    return described | {name: _yes_no(texts(name), around.vocabulary) for name in _YES_NO}


def _places(texts: FieldTexts, countries: dict[str, str]) -> dict[str, object]:
    given = first_given(texts("country_risk"), texts("country"), texts("country_domicile"), texts("region"))
    return {"country": _countries(given, countries), "fund_domicile": _countries(texts("fund_domicile"), countries)}


def _prices(table: Table, money: MoneyColumns, blank: list[str]) -> dict[str, object]:
    """Quantities, prices and the currency they are in."""
    quantities, prices = table.amounts("quantity"), money.prices()
    return {
        "currency": money.iso_currencies() or blank,
        "quantity": np.full(len(blank), np.nan) if quantities is None else quantities,
        "price": np.full(len(blank), np.nan) if prices is None else prices,
    }


def _amounts(table: Table, money: MoneyColumns, scale: int) -> dict[str, pd.api.extensions.ExtensionArray]:
    """Cents of the amounts a position may have beside its value; missing where none is given or none can be kept."""
    rows = table.plan.positions
    found: dict[str, pd.api.extensions.ExtensionArray] = {}
    for name in _OPTIONAL_MONEY:
        recipe = money.base_amount(name)
        values = np.full(len(rows), np.nan) if recipe is None else recipe.recipe(rows) * scale
        cents, too_large = cents_of(values)
        missing = np.isnan(values) | too_large
        found[name] = pd.array(np.where(missing, 0, cents), dtype="Int64")
        found[name][missing] = pd.NA
    return found


def _days(table: Table, as_of: str, options: ImportOptions, blank: list[str]) -> dict[str, object]:
    """ISO dates; a row without a date of its own takes the one above it where dates head groups, else `as_of`."""
    def read(name: str) -> list[str]:
        cells = table.cells(name)
        return blank if cells is None else read_dates(cells, options.day_first)[0]

    own = read("as_of")
    dates = own if own is blank else fill_down(own)
    days: dict[str, object] = {name: read(name) for name in _DATES}
    return days | {"as_of": [options.as_of or day or as_of for day in dates]}


def _frame(data: dict[str, object], declared: tuple[Column, ...]) -> pd.DataFrame:
    """The declared columns; one made once for all columns that share their values."""
    made: dict[tuple[int, str], pd.Series] = {}
    for column in declared:
        key = (id(data[column.name]), column.dtype)
        if key not in made:
            made[key] = pd.Series(data[column.name], dtype=column.dtype)
    return pd.DataFrame({c.name: made[id(data[c.name]), c.dtype] for c in declared})


def _names(texts: FieldTexts, table: Table) -> list[str]:
    name, issuer, fund, more = (texts(f) for f in ("name", "issuer_name", "fund", "name_more"))
    if "name" not in table.columns.by_field and "issuer_name" in table.columns.by_field:
        name = [
            f"{i} {m}".strip() if m and m.lower() not in i.lower() else i for i, m in zip(issuer, more, strict=True)
        ]
    elif "name_more" in table.columns.by_field:
        name = [
            f"{n} {m}".strip() if n and m and m.lower() not in n.lower() else n or m
            for n, m in zip(name, more, strict=True)
        ]
    name = first_given(name, fund, issuer)
    codes = ("ticker", "identifier", "isin", "cusip", "sedol")
    return name if all(name) else first_given(name, *(texts(code) for code in codes))


def _class_names(texts: FieldTexts, table: Table, banner: Banner, around: Surroundings) -> list[str]:
    """Classes or series of the one fund the sheet is a statement of: each is a holding under the fund's name."""
    fund = banner.fund or find_title(table.sheet, 0, max(table.area.header_first, 0), around.vocabulary)
    fund = around.options.fund or fund or banner.title or Path(around.file).stem
    return [f"{fund} {more}".strip() for more in texts(CLASS)]


def _yes_no(values: list[str], vocabulary: Vocabulary) -> list[str]:
    words = vocabulary.words
    return map_texts(values, lambda v: "yes" if v.lower() in words["yes"] else "no" if v.lower() in words["no"] else "")


def _countries(values: list[str], countries: dict[str, str]) -> list[str]:
    return map_texts(values, lambda v: countries.get(v.casefold(), ""))


