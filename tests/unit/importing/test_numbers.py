"""Numbers, dates, identifiers and tickers as people and programs write them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinolens.domain.money import to_cents
from sinolens.importing.cells import classify_cells, column_index, column_letters
from sinolens.importing.dates import find_dates, read_dates
from sinolens.importing.instruments import LineSigns, instrument_of
from sinolens.importing.numbers import cents_of, find_decimal_mark, parse_number, read_numbers
from sinolens.importing.texts import read_identifier, rebuild_cusip, ticker_reader
from sinolens.importing.vocabulary import header_key, load_vocabulary
from sinolens.reference.loader import Reference


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,234.50", 1234.5),
        ("(1,234.50)", -1234.5),
        ("1,234.50-", -1234.5),
        ("$1,234.50", 1234.5),
        ("-$310.00", -310.0),
        ("+$3.10", 3.1),
        ("($5)", -5.0),
        ("USD 5.25", 5.25),
        ("5.25 EUR", 5.25),
        ("12.5%", 12.5),
        ("(0.9)%", -0.9),
        ("1 234.5", 1234.5),
        ("1\u00a0234", 1234.0),
        ("1'234.5", 1234.5),
        ("−7", -7.0),
        ("5 CR", -5.0),
        ("1.2bn", 1.2e9),
        ("3mm", 3e6),
        (".5", 0.5),
        ("1E+3", 1000.0),
        ("HK$ 8", 8.0),
        ("1_000", None),
        ("n/a", None),
        ("", None),
        ("--", None),
        ("A1", None),
        ("1.2.3", None),
        ("infinity", None),
    ],
)
def test_number_texts(text: str, number: float | None) -> None:
    assert parse_number(text) == number


def test_decimal_mark_is_that_of_the_column() -> None:
    assert find_decimal_mark(["1.234,50", "12,5"]) == ","
    assert find_decimal_mark(["1,234.50", "1,234"]) == "."
    assert find_decimal_mark(["1,234", "5,678"]) == "."
    assert parse_number("1.234,50", ",") == 1234.5


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_amounts_keep_their_cents(amount: object) -> None:
    text = f"{amount:,.2f}"
    number = parse_number(text)
    assert number is not None
    assert cents_of(np.array([number]))[0][0] == to_cents(amount)  # type: ignore[arg-type]


@given(st.lists(st.floats(min_value=-1e10, max_value=1e10, allow_nan=False), min_size=1, max_size=30))
def test_cents_of_columns_are_those_of_single_amounts(amounts: list[float]) -> None:
    assert cents_of(np.array(amounts))[0].tolist() == [to_cents(a) for a in amounts]


def test_amount_beyond_reason_is_told() -> None:
    cents, too_large = cents_of(np.array([1e15, 5.0, np.nan]))
    assert cents.tolist() == [0, 500, 0]
    assert too_large.tolist() == [True, False, False]


def test_column_with_nulls_and_texts() -> None:
    values = np.array([1.5, "2.25", "--", "abc", "", "30%"], object)
    column = read_numbers(values, classify_cells(values), frozenset({"--"}))
    assert np.isnan(column.values[[2, 3, 4]]).all()
    assert column.unread.tolist() == [False, False, False, True, False, False]
    assert column.values[[0, 1, 5]].tolist() == [1.5, 2.25, 30.0]
    assert column.decimals == 2


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("As of 06/30/2026", "2026-06-30"),
        ("30-Jun-2026", "2026-06-30"),
        ("June 30, 2026", "2026-06-30"),
        ("2026年6月30日", "2026-06-30"),
        ("20260630", "2026-06-30"),
        ("30.06.2026", "2026-06-30"),
        ("Q2 2026", "2026-06-30"),
        ("2Q26", "2026-06-30"),
        ("Sept 2026", "2026-09-30"),
        ("holdings_2026-06-30_v2", "2026-06-30"),
        ("06302026", "2026-06-30"),
        ("30th June 2026", "2026-06-30"),
        ("6/30/26", "2026-06-30"),
    ],
)
def test_dates_in_texts(text: str, iso: str) -> None:
    assert find_dates(text)[0].iso == iso


def test_no_date_where_there_is_none() -> None:
    assert not find_dates("13/32/2026 and 99 bottles of 1.2.3")


def test_order_of_day_and_month_is_that_of_the_column() -> None:
    assert read_dates(np.array(["03/04/2026", "25/04/2026"], object)) == (["2026-04-03", "2026-04-25"], False)
    assert read_dates(np.array(["03/04/2026", "04/25/2026"], object)) == (["2026-03-04", "2026-04-25"], False)
    assert read_dates(np.array(["03/04/2026"], object)) == (["2026-03-04"], True)


@given(st.integers(min_value=0, max_value=16383))
def test_column_letters_come_back(index: int) -> None:
    assert column_index(column_letters(index)) == index


@pytest.mark.parametrize(
    ("value", "field", "kind", "read", "note"),
    [
        ("US0378331005", "isin", "isin", "US0378331005", ""),
        ("us 0378331005", "isin", "isin", "US0378331005", ""),
        (37833100.0, "cusip", "cusip", "037833100", "zeros"),
        ("03783310", "cusip", "cusip", "037833100", "check-added"),
        (540528.0, "sedol", "sedol", "0540528", "zeros"),
        ("US0378331006", "isin", "internal_id", "US0378331006", "invalid"),
        ("Unassigned", "isin", "", "", ""),
        ("037833100", "identifier", "cusip", "037833100", ""),
        ("037833100", "isin", "cusip", "037833100", "other-kind"),
        ("ABC-17", "internal_id", "internal_id", "ABC-17", ""),
        ("1.7275E+105", "cusip", "internal_id", "1.7275E+105", "scientific"),
    ],
)
def test_identifiers(value: object, field: str, kind: str, read: str, note: str) -> None:
    found = read_identifier(value, field, load_vocabulary().words["null"])
    assert (found.kind, found.value, found.note) == (kind, read, note)


def test_scientific_cusip_has_candidates() -> None:
    assert rebuild_cusip(1.7275e105) == ("17275E101",)


@pytest.mark.parametrize(
    ("text", "ticker", "mic"),
    [
        ("700 HK Equity", "0700", "XHKG"),
        ("0700.HK", "0700", "XHKG"),
        ("600519 CH", "600519", "XSHG"),
        ("300750 CH", "300750", "XSHE"),
        ("600519.SS", "600519", "XSHG"),
        ("BABA US", "BABA", ""),
        ("XHKG:700", "0700", "XHKG"),
        ("BRK.B", "BRK.B", ""),
        ("BF/B", "BF/B", ""),
        ("2330 TT", "2330", ""),
    ],
)
def test_tickers(text: str, ticker: str, mic: str, places: Reference) -> None:
    reader = ticker_reader(
        {m.mic: (m.after_space, m.after_dot) for m in places.markets.values()}, load_vocabulary()
    )
    assert reader.read(text) == (ticker, mic)


@pytest.mark.parametrize(
    ("name", "classes", "kind"),
    [
        ("TENCENT HOLDINGS LTD", ("", "", "Equity"), "equity"),
        ("ALIBABA GROUP SPON ADR", ("", "", "Equities"), "depositary_receipt"),
        ("ISHARES CHINA ETF", ("", "", "Equity"), "etf"),
        ("US TREASURY N/B 4.25% 11/15/34", ("", "", ""), "government_bond"),
        ("ACME CORP 5.25% 03/01/2031", ("", "", ""), "bond"),
        ("Bamboo Growth Fund II, L.P.", ("", "", ""), "private_fund"),
        ("USD", ("", "", ""), "cash"),
        ("CASH - EUR", ("", "", ""), "cash"),
        ("HONG KONG DOLLAR", ("", "", "Cash"), "cash"),
        ("ACME 5.5% PFD SER A", ("", "", ""), "preferred"),
        ("AAPL 01/16/27 C200", ("Option", "", ""), "option"),
        ("S&P 500 INDEX FUT SEP26", ("", "", ""), "index_derivative"),
        ("Absolute Fund Ltd", ("", "Hedge Fund", ""), "hedge_fund"),
        ("ORBITAL SYSTEMS INC", ("", "", ""), "equity"),
        ("Timber Co", ("", "", "Timberland"), "real_asset"),
    ],
)
def test_instruments(name: str, classes: tuple[str, str, str], kind: str) -> None:
    assert instrument_of(name, LineSigns(classes), load_vocabulary()) == kind


def test_header_keys_ignore_case_and_marks() -> None:
    assert header_key("MarketValue") == header_key("Market_Value") == header_key(" MARKET  value: ") == "market value"
