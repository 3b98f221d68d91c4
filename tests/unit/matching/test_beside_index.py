"""What a contract's name holds beside an index, a rate or a commodity; and companies named in lines of cash."""

import pandas as pd
import pytest

from sinolens.domain.match import ScreeningState
from sinolens.matching.decisions import NONE, Decision
from sinolens.matching.entities import EntityIndex
from sinolens.matching.resolution import match_names
from sinolens.matching.underlying import find_underlying
from sinolens.reference.loader import load_reference


@pytest.fixture(scope="module")
def index():
    return EntityIndex(load_reference())


def match(index, name, instrument, country="US", decisions=()):
    frame = pd.DataFrame({"name": [name], "instrument": [instrument], "country": [country], "method": ["direct"]},
                         dtype="str")
    return match_names(frame, index, decisions, "2026-09-30")[0][0]


@pytest.mark.parametrize(("name", "text"), [
    ("TRS RCV CHINA MOBILE LTD / PAY SOFR", "CHINA MOBILE LTD"),
    ("SWAP: REC CNOOC LTD TOTAL RETURN VS SOFR+45", "CNOOC LTD"),
    ("WTI CRUDE / CNOOC LTD SPREAD SWAP", "CNOOC LTD"), ("BASKET SWAP CN DEFENCE VS SOFR", "CN DEFENCE"),
    ("CALL SPX 6000 / CHINA MOBILE WORST-OF", "CHINA MOBILE"),
])
def test_a_company_named_beside_an_index_or_a_rate_lies_under_the_contract(index, name, text):
    found = find_underlying(name, "swap")
    assert (found.text, found.index) == (text, "")
    answer = match(index, name, "swap")
    assert answer.method != "index"
    assert answer.state in (ScreeningState.POSSIBLE, ScreeningState.NOT_SCREENED)


@pytest.mark.parametrize("name", [
    "S&P 500 EMINI FUT DEC26", "IRS USD SOFR 10Y", "US 10YR NOTE (CBT) DEC26", "EURO STOXX 50 FUT EUX DEC26",
    "3 MONTH SOFR FUT JUN27", "GOLD FUTURE DEC26", "SPX US 12/18/26 P5500", "FTSE 100 IDX FUT DEC26", "TAIEX FUT TWD",
])
def test_words_of_terms_name_nothing_beside_an_index(index, name):
    assert match(index, name, "future").method == "index"


@pytest.mark.parametrize(("name", "instrument", "country"), [
    ("CHINA TELECOM CORP LTD CP 11/30/26", "cash", "CN"), ("STIF CHINA MOBILE TIME DEPOSIT", "cash", "HK"),
    ("CASH COLLATERAL CHINA TELECOM SWAP", "cash", "US"), ("FWD CHINA MOBILE LTD 12/26 USD/HKD", "currency", "HK"),
])
def test_a_chinese_company_named_in_a_line_of_cash_waits_for_a_person(index, name, instrument, country):
    answer = match(index, name, instrument, country)
    assert answer.state is ScreeningState.POSSIBLE
    assert "commercial paper, a deposit or a contract" in answer.evidence
    settled = match(index, name, instrument, country, [Decision(name, "", NONE, "a person", "2026-10-01", "")])
    assert (settled.state, settled.method) == (ScreeningState.NONE, "confirmed")


@pytest.mark.parametrize("name", ["USD CASH", "CASH COLLATERAL", "CNH CASH", "JPM US GOVT MONEY MARKET", "FWD USD/CNH"])
def test_plain_cash_is_nothing_to_screen(index, name):
    answer = match(index, name, "cash")
    assert answer.state is ScreeningState.NOT_SCREENED
    assert answer.evidence.startswith("nothing to screen")
