"""Identifiers and codes go before names; where the two quarrel, that is told."""

from __future__ import annotations

import pytest

from sinolens.domain.match import ScreeningState

HIT = ScreeningState.HIT
POSSIBLE = ScreeningState.POSSIBLE
NONE = ScreeningState.NONE
NOT_SCREENED = ScreeningState.NOT_SCREENED


@pytest.mark.parametrize(
    ("cells", "method", "issuer"),
    [
        ({"isin": "KYG875721634"}, "isin", "tencent"),
        ({"cusip": "G87572163"}, "cusip", "tencent"),
        ({"cusip": "01609W102"}, "cusip", "alibaba"),
        ({"ticker": "700", "mic": "XHKG"}, "ticker", "tencent"),
        ({"ticker": "BABA", "mic": "XNAS"}, "ticker", "alibaba"),
        ({"uscc": "91330000733796106P"}, "uscc", "hikvision"),
    ],
)
def test_an_identifier_alone_is_a_hit(match, cells, method, issuer):
    found = match(**cells)
    assert (found.state, found.method, found.issuer_id, found.score) == (HIT, method, issuer, 100.0)


def test_a_code_without_a_market_is_a_candidate_at_most(match):
    for cells in ({"ticker": "002415"}, {"ticker": "0981", "country": "CN"}, {"name": "002415"}, {"ticker": "BABA"}):
        found = match(**cells)
        assert found.state is POSSIBLE and found.name and not found.issuer_id and "market" in found.evidence
    assert match("UNRELATED MINING", ticker="BABA").state is NOT_SCREENED
    assert match("UNRELATED MINING", ticker="BABA", country="US").state is NONE
    assert match("688999", ticker="688999", country="CN").state is NOT_SCREENED
    assert match("HON HAI", ticker="0981", country="TW").state is NONE


def test_a_code_that_agrees_makes_a_listed_name_a_hit(match):
    assert match("HANGZHOU HIKVISION DIGITAL TECHNOLOGY", ticker="002415").issuer_id == "hikvision"
    assert match("HANGZHOU HIKVISION DIGITAL TECHNOLOGY", ticker="002415").state is HIT


@pytest.mark.parametrize("name", ["", "CNE100000PM8", "002415", "002415.SZ", "002415 CH"])
def test_a_name_that_is_the_identifier_contradicts_nothing(match, name):
    assert match(name, isin="CNE100000PM8").state is HIT
    assert match(name, ticker="002415", mic="XSHE").state is HIT


def test_another_code_typed_as_the_name_is_a_conflict(match):
    found = match("0700", isin="US01609W1027")
    assert found.state is POSSIBLE and "0700" in found.conflict


def test_an_identifier_of_a_list_entry_is_a_hit_on_the_entry(match):
    found = match(uscc="91110000MA005UCQ5P")
    assert found.state is HIT and "alpha:5" in found.entry_ids and not found.issuer_id


def test_a_ticker_belongs_to_its_holder_of_the_day(match):
    assert match(ticker="300111", mic="XSHE", as_of="2026-09-30").issuer_id == "iflytek"
    assert match(ticker="300111", mic="XSHE", as_of="2024-09-30").issuer_id == "renamed"
    assert match(ticker="0020", mic="XHKG", as_of="2021-06-30").state is not HIT


def test_a_recycled_ticker_is_a_conflict_not_a_choice(match):
    found = match("OLDNAME ELECTRONIC CO", ticker="300111", mic="XSHE")
    assert found.state is POSSIBLE and not found.issuer_id and not found.provisional
    assert "300111" in found.conflict and "Newname" in found.conflict


def test_a_wrong_isin_is_a_conflict(match):
    found = match("MICROSOFT CORP", isin="US01609W1027")
    assert found.state is POSSIBLE and found.conflict and not found.issuer_id


def test_identifiers_that_quarrel_are_a_conflict(match):
    found = match(isin="KYG875721634", ticker="BABA", mic="XNYS")
    assert found.state is POSSIBLE and not found.issuer_id
    assert "Tencent" in found.conflict and "Alibaba" in found.conflict


def test_identifiers_that_agree_are_one_hit(match):
    assert match(isin="KYG017191142", ticker="BABA", mic="XNYS").issuer_id == "alibaba"


def test_a_short_or_foreign_spelling_is_no_conflict(match):
    assert match("TENCENT HLDGS UNSPON ADR", isin="KYG875721634").issuer_id == "tencent"
    assert match("某某控股", isin="US67066G1040").issuer_id == "nvidia"
    assert match("SENSETIME GROUP LTD", isin="KYG8062L1041").issuer_id == "sensetime"
