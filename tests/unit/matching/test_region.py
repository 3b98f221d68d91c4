"""Where issuers are at home, by what the row tells."""

from __future__ import annotations

import pandas as pd
import pytest

from sinolens.domain.region import Region
from sinolens.matching.region import find_regions, region_of_country
from sinolens.matching.resolution import match_names


@pytest.fixture
def region(index, facts):
    def one(**cells):
        frame = pd.DataFrame([{"name": "", **cells}])
        matches, which = match_names(frame, index, (), "2026-09-30")
        return find_regions(frame, matches, which, facts).iloc[0]

    return one


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"name": "ALIBABA GROUP ADR", "isin": "US01609W1027", "country": "US"}, "PRC"),  # the issuer goes first
        ({"name": "SOME MAKER-A", "country": "CN"}, "PRC"),
        ({"name": "SOME TRADER", "country": "HK"}, "HK"),
        ({"name": "SOME FOUNDRY", "country": "TW"}, "TW"),
        ({"name": "SOME CASINO", "country": "MO"}, "MO"),
        ({"name": "SOME MAKER-A", "isin": "CNE0000018R8"}, "PRC"),
        ({"name": "APPLE INC", "isin": "US0378331005"}, "OTHER"),
        ({"name": "SOME ADR", "isin": "US6410694060", "instrument": "depositary_receipt"}, "UNKNOWN"),
        ({"name": "NESTLE SPONS ADR", "isin": "US6410694060"}, "UNKNOWN"),
        ({"name": "NESTLE SPONS ADR", "isin": "US6410694060", "country": "CH"}, "OTHER"),
        ({"name": "SOME SHANGHAI HOLDING INC", "isin": "US6410694060"}, "UNKNOWN"),
        ({"name": "OFFSHORE LTD", "isin": "KYG011981035"}, "UNKNOWN"),
        ({"name": "OFFSHORE LTD", "isin": "KYG011981035", "mic": "XHKG"}, "HK"),
        ({"name": "OFFSHORE LTD", "isin": "KYG011981035", "mic": "XNYS"}, "UNKNOWN"),
        ({"name": "OFFSHORE LTD", "country": "KY"}, "UNKNOWN"),
        ({"name": "DOLLAR BOND", "isin": "XS1234567890", "instrument": "bond"}, "UNKNOWN"),
        ({"name": "SOMETHING", "mic": "XLON"}, "OTHER"),
        ({"name": "SOMETHING"}, "UNKNOWN"),
        ({"name": "CASH", "instrument": "cash", "currency": "USD"}, "OTHER"),
        ({"name": "CASH", "instrument": "cash", "currency": "CNH"}, "PRC"),
        ({"name": "DARK FUND", "instrument": "private_fund", "country": "KY"}, "UNKNOWN"),
        ({"name": "EU FUND", "instrument": "mutual_fund", "isin": "IE00B4L5Y983"}, "UNKNOWN"),
        ({"name": "SPDR S&P 500 ETF TRUST", "instrument": "etf"}, "OTHER"),
        ({"name": "SPY", "instrument": "etf", "method": "proxy", "isin": "US78462F1030"}, "OTHER"),
        ({"name": "KRANESHARES CSI CHINA INTERNET", "instrument": "etf"}, "UNKNOWN"),
        ({"name": "China", "instrument": "private_fund", "method": "split", "country": "CN"}, "PRC"),
        ({"name": "China", "instrument": "other", "method": "split"}, "PRC"),
        ({"name": "TW", "instrument": "other", "method": "split"}, "TW"),
        ({"name": "Rest of world", "instrument": "other", "method": "split"}, "UNKNOWN"),
        ({"name": "Cash", "instrument": "cash", "method": "split"}, "OTHER"),
        ({"name": "Fund", "instrument": "etf", "method": "residual", "country": "US"}, "UNKNOWN"),
        ({"name": "GUANGZHOU HAIGE COMM GRP"}, "PRC"),  # an accepted list entry brings its country
        ({"name": "MSCI CHINA INDEX FUTURE", "instrument": "future", "country": "US"}, "PRC"),
        ({"name": "FTSE CHINA A50 FUT OCT26", "instrument": "index_derivative", "country": "SG"}, "PRC"),
        ({"name": "HSI FUTURE DEC26", "instrument": "future", "country": "US"}, "HK"),
        ({"name": "MSCI EM SWAP", "instrument": "swap", "country": "US"}, "UNKNOWN"),
        ({"name": "S&P 500 E-MINI FUT", "instrument": "future", "country": "HK"}, "OTHER"),
        ({"name": "MSCI TAIWAN FUT", "instrument": "future", "mic": "XSES"}, "TW"),
        ({"name": "BABA US 01/15/27 C100", "instrument": "option", "country": "US"}, "PRC"),
        ({"name": "UNHEARD OF CALL", "instrument": "option", "country": "US"}, "UNKNOWN"),
        ({"name": "SPY US 12/18/26 P500", "instrument": "option", "country": "US"}, "OTHER"),
        ({"name": "SPOTIFY TECH SA", "country": "LU", "ticker": "SPOT", "mic": "XNYS"}, "OTHER"),
        ({"name": "SMART GLOBAL", "country": "KY", "ticker": "SGH", "mic": "XNAS"}, "UNKNOWN"),
    ],
)
def test_the_region_of_a_row(region, cells, expected):
    assert region(**cells) == expected


def test_regions_keep_the_index_of_the_table(index, facts):
    frame = pd.DataFrame({"name": ["ACME CO", "TENCENT HLDGS LTD"], "country": ["US", ""]}, index=[7, 3])
    matches, which = match_names(frame, index)
    found = find_regions(frame, matches, which, facts)
    assert found.to_dict() == {7: "OTHER", 3: "PRC"} and str(found.dtype) == "str"


def test_no_country_is_unknown_never_other():
    assert region_of_country("") is Region.UNKNOWN and region_of_country("FR") is Region.OTHER
