"""A U.S. code is a depositary receipt's too: what the name says against a home in the United States."""

from __future__ import annotations

import csv
from collections.abc import Callable

import pandas as pd
import pytest

from sinolens.domain.match import ScreeningState
from sinolens.matching.entities import EntityIndex
from sinolens.matching.homes import find_known, find_listed_at_home, find_near, is_doubtful_us
from sinolens.matching.region import find_regions
from sinolens.matching.resolution import match_names
from sinolens.reference.loader import Reference, resources

NONE, NOT_SCREENED, POSSIBLE, HIT = (
    ScreeningState.NONE, ScreeningState.NOT_SCREENED, ScreeningState.POSSIBLE, ScreeningState.HIT,
)
US = "US92763W1036"


@pytest.fixture
def place(index: EntityIndex, facts: Reference) -> Callable[..., tuple[ScreeningState, str, str]]:
    """State, region and evidence of a row."""

    def run(name: str, **cells: str) -> tuple[ScreeningState, str, str]:
        frame = pd.DataFrame([{"name": name, "instrument": "equity", **cells}])
        matches, which = match_names(frame, index)
        return matches[0].state, str(find_regions(frame, matches, which, facts).iloc[0]), matches[0].evidence

    return run


@pytest.mark.parametrize(("name", "cells", "region"), [
    ("VIPSHOP HOLDINGS LTD", {"isin": US}, "PRC"),
    ("VIPSHOP HLDGS LTD SPON ADR", {"isin": US}, "PRC"),
    ("VIPSHOP HOLDINGS LTD", {"isin": US, "country": "US"}, "PRC"),  # files print the country of trade
    ("VIPSHOP HOLDINGS LTD", {"cusip": "92763W103"}, "PRC"),
    ("DIDI GLOBAL INC", {"isin": US}, "PRC"),
    ("ZTO EXPRESS CAYMAN INC", {"isin": US}, "PRC"),
    ("PETROCHINA CO LTD", {"isin": US}, "PRC"),
    ("PING AN INSURANCE GROUP CO OF CHINA", {"isin": US}, "HK"),  # by its line in Hong Kong alone
    ("SHENZHOU INTL GROUP HLDGS", {"isin": US}, "HK"),
    ("ANTA SPORTS PRODUCTS", {"isin": US}, "PRC"),
    ("VIPSHOP 2.5% 2030", {"isin": US, "ticker": "VIPS"}, "PRC"),
])
def test_a_company_of_china_off_the_lists_is_at_home_there_whatever_its_us_code(place, name, cells, region):
    state, found, _ = place(name, **cells)
    assert state is NONE
    assert found in (region, "PRC")


def test_the_answer_says_by_what_the_company_is_known(place):
    assert "Vipshop Holdings Ltd, of China by a table" in place("VIPSHOP HOLDINGS LTD", isin=US)[2]


@pytest.mark.parametrize("name", [
    "VIPSHOP", "ZTO EXPRESS", "DIDI", "UNHEARD OF ROBOTICS LTD", "UNHEARD OF (CAYMAN) INC",
    "UNHEARD OF HOLDINGS CO LTD",
])
def test_a_name_that_is_hardly_a_us_companys_leaves_the_home_open(place, name):
    state, region, evidence = place(name, isin=US)
    assert (state, region) == (NOT_SCREENED, "UNKNOWN")
    assert "U.S. code" in evidence


@pytest.mark.parametrize("name", [
    "APPLE INC", "MICROSOFT CORP", "BERKSHIRE HATHAWAY INC DEL", "EXXON MOBIL CORP", "FORD MTR CO DEL", "NIKE INC",
    "HELLO KITTY LICENSING INC", "CRANE CO", "LITHIUM CORP", "TARGET CORP", "CHUBB", "3M CO", "AT&T INC",
])
@pytest.mark.parametrize("cells", [{"isin": "US0378331005"}, {"isin": "US0378331005", "country": "US"}])
def test_an_ordinary_us_stock_stays_cleared(place, name, cells):
    assert place(name, **cells)[:2] == (NONE, "OTHER")


def test_a_file_that_gives_the_united_states_is_believed_but_for_the_table(place):
    assert place("STEVEN MADDEN LTD", isin="US5562691080", country="US")[:2] == (NONE, "OTHER")
    assert place("STEVEN MADDEN LTD", isin="US5562691080")[:2] == (NOT_SCREENED, "UNKNOWN")


def test_european_forms_are_no_question_of_china(place):
    assert place("NOVARTIS AG", isin="US66987V1098")[0] is NONE


@pytest.mark.parametrize("kind", ["etf", "mutual_fund", "government_bond", "cash"])
def test_funds_and_cash_have_no_such_question(place, kind):
    evidence = place("UNHEARD OF HOLDINGS LTD", isin=US, instrument=kind)[2]
    assert "U.S. code beside a name" not in evidence


def test_a_us_code_speaks_not_against_an_issuer_with_a_us_line(match):
    assert match("ALIBABA GROUP HOLDING LTD", isin=US).issuer_id == "alibaba"
    found = match("TENCENT HOLDINGS INC", isin=US)  # of no U.S. line, and another form
    assert found.state is not HIT


@pytest.mark.parametrize("name", ["BABA", "BABA US", "BABA US EQUITY"])
@pytest.mark.parametrize("cells", [{}, {"country": "US"}, {"isin": US}, {"country": "CN"}])
def test_a_ticker_typed_as_the_name_is_a_candidate(match, name, cells):
    found = match(name, **cells)
    assert (found.state, found.name, found.provisional) == (POSSIBLE, "Alibaba Group Holding Limited", False)
    assert "a ticker typed as the name" in found.evidence


def test_a_typed_ticker_decides_nothing_elsewhere(match):
    assert match("BABA", country="GB").state is not POSSIBLE
    assert match("Baba", country="US").state is not POSSIBLE
    assert match("BABA LN", country="").state is not POSSIBLE


def test_the_ticker_of_a_company_of_the_table_is_not_cleared_either(place):
    state, region, evidence = place("VIPS", country="US")
    assert (state, region) == (NOT_SCREENED, "UNKNOWN") and "Vipshop" in evidence


def test_every_row_of_the_table_finds_itself_and_is_sourced():
    text = (resources() / "matching" / "chinese-issuers.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert len(rows) >= 200
    for row in rows:
        known = find_known(row["name"]) if row["market"] else find_listed_at_home(row["name"])
        assert known is not None and known.country == row["country"] and known.market == row["market"]
        assert row["source"] and row["as_of"] and row["country"] in ("CN", "HK")


def test_few_companies_of_the_united_states_are_doubted():
    """Names as the SEC prints them, foreign filers among them: what is doubted is nearly all "limited"."""
    from pathlib import Path

    path = Path(__file__).parents[2] / "data" / "matching" / "us-issuers.csv"
    with path.open(encoding="utf-8", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    domestic = [name for name in names if not any(form in name.upper() for form in ("LTD", "LIMITED", "CAYMAN"))]
    doubted = [name for name in domestic if is_doubtful_us(name)]
    assert len(domestic) > 800
    assert len(doubted) <= len(domestic) // 100, doubted
    assert all(find_near(name) for name in doubted)
