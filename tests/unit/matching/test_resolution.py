"""Names: what makes one a hit, what only a candidate, and what nothing at all."""

from __future__ import annotations

import pandas as pd
import pytest

from sinolens.domain.match import ScreeningState
from sinolens.matching.decisions import Decision
from sinolens.matching.entities import EntityIndex
from sinolens.matching.resolution import match_names

HIT = ScreeningState.HIT
POSSIBLE = ScreeningState.POSSIBLE
NONE = ScreeningState.NONE
NOT_SCREENED = ScreeningState.NOT_SCREENED


def test_the_legal_form_tells_two_entities_apart(match):
    assert match("SENSETIME GROUP INC-CLASS B").issuer_id == "sensetime"
    assert match("SENSETIME GROUP LTD", country="HK").entry_ids == ("alpha:1",)
    open_question = match("SENSETIME GROUP", country="HK")
    assert open_question.state is POSSIBLE and open_question.runner_up and not open_question.issuer_id


def test_an_alias_two_entities_share_is_never_exact(match):
    found = match("CHINA TELECOM", country="CN")
    assert found.state is POSSIBLE and not found.entry_ids and found.runner_up
    assert match("CHINA TELECOM CORP LTD-H", country="CN").entry_ids == ("alpha:3",)
    assert match("CHINA TELECOMMUNICATIONS CORP", country="CN").entry_ids == ("beta:1",)


@pytest.mark.parametrize(
    "cells",
    [{"isin": "US22160N1090"}, {"country": "US"}, {"cusip": "22160N109"}, {}],
)
def test_a_foreign_namesake_is_no_hit(match, cells):
    found = match("COSTAR GROUP INC", **cells)
    assert found.state is (NONE if cells else POSSIBLE) and not found.entry_ids
    assert "COSTAR GROUP CO" in f"{found.runner_up} {found.name}"


def test_a_namesake_of_another_country_alone_is_for_a_person(match):
    found = match("COSTAR GROUP CO LTD", country="US")
    assert found.state is POSSIBLE and "US" in found.evidence and not found.entry_ids


def test_the_region_makes_the_name_a_hit(match):
    assert match("COSTAR GROUP", country="CN").entry_ids == ("alpha:2",)


def test_entries_of_several_lists_that_name_one_entity_are_one(match):
    assert set(match("AERO ENGINE CORP OF CHINA", country="CN").entry_ids) == {"alpha:5", "beta:3"}


def test_an_entry_with_an_issuers_very_name_comes_with_the_issuer(match):
    found = match("HANGZHOU HIKVISION DIGITAL TECHNOLOGY-A")
    assert found.issuer_id == "hikvision" and found.entry_ids == ("alpha:4",)


def test_a_place_and_one_word_is_no_exact_alias(match):
    found = match("SHANGHAI SOMEDAN", country="CN")
    assert found.state is POSSIBLE and not found.issuer_id and "more than one company" in found.evidence
    assert match("SHANGHAI SOMEDAN MICROELECTRONICS GRP-H", country="CN").issuer_id == "fudan"


def test_a_short_name_needs_more_than_itself(match):
    assert match("AECC").state is POSSIBLE
    assert match("AECC", country="CN").state is HIT


def test_a_former_name_is_the_same_entity(match):
    assert match("OLDNAME ELECTRONIC CO LTD-A").issuer_id == "renamed"


def test_a_likeness_is_provisional_at_best(match):
    found = match("HANGZHOU HIKVISION DIGITAL TE-A")
    assert found.state is POSSIBLE and found.provisional and found.issuer_id == "hikvision"
    assert "HIKVISION" in found.evidence and found.score >= 90


def test_a_likeness_outside_china_is_not_accepted(match):
    assert not match("NVIDIA CORPORATIO COMM", country="US").provisional


@pytest.mark.parametrize("name", ["HANGZHOU SILAN MICROELECTRONICS", "TENCENT MUSIC ENTERTAINMENT", "HUAXIA BANK-A"])
def test_other_chinese_companies_are_none_only_by_an_identifier(match, name):
    found = match(name, country="CN")
    assert found.state is NOT_SCREENED and not found.issuer_id and "name alone" in found.evidence
    assert match(name, country="CN", isin="CNE0000018R8").state is NONE
    assert match(name, country="CN", ticker="600015", mic="XSHG").state is NONE
    assert match(name, country="CN", isin="CNE0000018R9").state is NOT_SCREENED
    assert match(name, country="CN", isin="XS2117455860").state is NOT_SCREENED


@pytest.mark.parametrize("country", ["CN", "HK", "MO", ""])
@pytest.mark.parametrize("name", ["某某股份有限公司", "UNHEARD OF TRADING CO LTD"])
def test_a_chinese_or_homeless_name_alone_is_never_none(match, name, country):
    assert match(name, country=country).state is NOT_SCREENED


def test_a_name_in_chinese_characters_is_never_none(match):
    assert match("某某股份有限公司", country="CN", isin="CNE0000018R8").state is NOT_SCREENED
    assert match("阿里巴巴新业务", country="CN").state is NOT_SCREENED


def test_an_alias_in_chinese_characters_that_two_bear_is_never_exact(index):
    own = EntityIndex.from_table([("a", "商汤集团有限公司", ()), ("b", "商汤科技股份有限公司", ())])
    frame = pd.DataFrame({"name": ["商汤集团", "商汤集团有限公司"], "country": "CN"})
    matches, which = match_names(frame, own)
    assert [matches[place].state for place in which] == [POSSIBLE, HIT]


@pytest.mark.parametrize(
    "name",
    ["GUANGZHOU HAI", "CHINA TELECOMMUNIC", "SEMICONDUCTOR MANUFAC", "AERO ENGINE CORPORATIO", "ali baba group"],
)
def test_the_beginning_of_a_name_on_file_is_possible(match, name):
    found = match(name, country="CN")
    assert found.state is POSSIBLE and found.name


def test_a_beginning_that_several_names_share_is_never_exact():
    own = EntityIndex.from_table(
        [("a", "China Somewhat Construction Company Limited", ()), ("b", "China Somewhat Construction Dredging", ())]
    )
    frame = pd.DataFrame({"name": ["China Somewhat Construct", "China Somewhat Construction Company Limited"]})
    matches, which = match_names(frame, own)
    assert [matches[place].state for place in which] == [POSSIBLE, HIT]
    assert matches[which.iloc[0]].runner_up


def test_a_listed_name_needs_a_region_or_an_identifier(match):
    found = match("AERO ENGINE CORP OF CHINA")
    assert found.state is POSSIBLE and found.provisional and "neither region" in found.evidence
    assert match("TENCENT HOLDINGS LTD").state is HIT  # on no list
    assert match("HANGZHOU HIKVISION DIGITAL TECHNOLOGY", country="KY").state is HIT  # its place of incorporation
    assert match("AERO ENGINE CORP OF CHINA", country="KY").state is POSSIBLE


def test_a_fund_means_its_vehicle(match):
    assert match("KRANESHARES CSI CHINA INTERNET", instrument="etf").vehicle_id == "kweb"
    assert match("KRANE CHINA INET", ticker="KWEB", mic="XNYS", instrument="etf").vehicle_id == "kweb"
    assert match("KRANESHS TR CSI CHI INTERNET", instrument="etf", country="US").vehicle_id == "kweb"
    assert match("SPDR S&P500 TR", instrument="etf", country="US").vehicle_id == "spy"
    assert match("S&P 500 DEPOSITARY", ticker="SPY", instrument="etf").vehicle_id == "spy"
    assert not match("SPECIAL OPPORTUNITY", ticker="SPY", instrument="equity").vehicle_id


def test_options_and_swaps_follow_the_underlying(match):
    assert match("CALL TENCENT HOLDINGS 400 06/26", instrument="option").issuer_id == "tencent"
    assert match("TRS TENCENT HOLDINGS LTD", instrument="swap").issuer_id == "tencent"
    assert match("SWAP ON HIKVISION", instrument="swap", country="CN").issuer_id == "hikvision"
    assert match("BABA US 01/15/27 C100", instrument="option", country="US").issuer_id == "alibaba"
    assert match("BABA  261218C00100000", instrument="option", country="US").issuer_id == "alibaba"
    assert match("TENCENT HOLDINGS 30 DEC 26 CALL", instrument="option", country="US").issuer_id == "tencent"
    assert match("CALL BABA 2026", instrument="option", country="US").state is POSSIBLE
    assert match("OPTION ON APPLE INC", instrument="option", country="US").state is NOT_SCREENED
    assert match("SPY US 12/18/26 P500", instrument="option", country="US").vehicle_id == "spy"


@pytest.mark.parametrize("tail", ["Pre-IPO", "Series B Pref", "Convertible Note", "Series C"])
def test_tails_of_private_deals_are_no_part_of_the_name(match, tail):
    assert match(f"Tencent Holdings {tail}", instrument="direct_private", country="CN").state is HIT


@pytest.mark.parametrize(
    "name",
    [
        "Tencent Holdings Co-Invest", "Bridge Road SPV III LP (Hikvision)", "HIKVISION COINVESTMENT LP",
        "HV SPV 2 - 阿里巴巴",
    ],
)
@pytest.mark.parametrize(
    "cells", [{}, {"country": "CN", "instrument": "direct_private"}, {"instrument": "private_fund"}]
)
def test_the_company_a_private_vehicle_is_named_for_is_possible_never_accepted(match, name, cells):
    found = match(name, **cells)
    assert found.state is POSSIBLE and found.name and not found.issuer_id and not found.provisional
    assert "private deal" in found.evidence
    rejected = {"Tencent": "tencent", "Hangzhou": "hikvision", "Alibaba": "alibaba"}[found.name.split()[0]]
    assert match(name, decisions=[Decision(name, rejected, "different")], **cells).name != found.name


@pytest.mark.parametrize("name", ["PACIFIC FUTURE SPV 3 LTD", "CHINA GROWTH CO-INVEST LP", "ASIA TECHNOLOGY SPV"])
def test_a_private_vehicle_named_for_nobody_on_file_is_not_screened(match, name):
    assert match(name).state is NOT_SCREENED


def test_the_issuer_column_helps(match):
    assert match("3.975% NOTES 2029", issuer_name="Tencent Holdings Limited").issuer_id == "tencent"


@pytest.mark.parametrize(
    "name",
    [
        "Т\u0415NCENT H\u041eLDINGS LTD",
        "TEN\u200bCENT\ufeff HOLDINGS",
        "ＴＥＮＣＥＮＴ ＨＯＬＤＩＮＧＳ",
        "騰訊控股",
        "Tencent 腾讯控股",
        "TENCENT HOLDINGS LTD" + " " * 10_000,
    ],
)
def test_ugly_spellings_are_still_found(match, name):
    assert match(name, country="CN").issuer_id == "tencent"


@pytest.mark.parametrize(
    ("name", "issuer"),
    [
        ("SENSETIMEGROUPINC-B", "SenseTime Group"),
        ("TENCENTHOLDINGS LTD", "Tencent"),
        ("CAMBRICONTECHNOLOGIES-A", "Cambricon"),
        ("IFLYTEKCO-A", "iFlytek"),
    ],
)
def test_glued_words_are_taken_apart(match, name, issuer):
    found = match(name)
    assert found.state in (HIT, POSSIBLE) and found.name.startswith(issuer)


@pytest.mark.parametrize(
    "name", ["TENCENT INTERNATIONAL LTD", "CAMBRICON DIGITAL HOLDINGS", "HIKVISION DEVELOPMENT CO"]
)
def test_a_word_only_the_row_has_means_a_sister_company(match, name):
    found = match(name)
    assert not found.issuer_id and found.state is NOT_SCREENED


@pytest.mark.parametrize("name", ["TENCENT HOLDINGS LTD HK", "Tencent Holdings Ltd US", "TENCENT HOLDINGS LTD-UNS ADR"])
def test_a_market_code_behind_the_legal_form_is_no_name(match, name):
    assert match(name).issuer_id == "tencent"


@pytest.mark.parametrize("name", ["HIKVISION ETF", "TENCENT UCITS ETF", "ALIBABA OPPORTUNITIES FUND"])
def test_a_fund_named_for_a_company_is_not_the_company(match, name):
    found = match(name)
    assert found.state is not HIT and not found.issuer_id
