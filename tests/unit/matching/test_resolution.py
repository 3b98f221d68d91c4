"""The decision order, trap by trap."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sinolens.domain.match import ScreeningState
from sinolens.matching.decisions import Decision
from sinolens.matching.resolution import match_names

HIT, POSSIBLE, NONE, NOT_SCREENED = (
    ScreeningState.HIT,
    ScreeningState.POSSIBLE,
    ScreeningState.NONE,
    ScreeningState.NOT_SCREENED,
)


@pytest.fixture
def match(index):
    def one(name="", decisions=(), as_of="2026-09-30", **cells):
        matches, which = match_names(pd.DataFrame([{"name": name, **cells}]), index, decisions, as_of)
        return matches[which.iloc[0]]

    return one


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
    from sinolens.matching.entities import EntityIndex

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
    from sinolens.matching.entities import EntityIndex

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


def test_confirmed_decisions_apply_to_the_same_string(match):
    decision = Decision("Strange String 9", "tencent", "same", "Ann", "2026-09-01", "custodian's note")
    found = match("STRANGE  STRING 9", decisions=[decision])
    assert (found.state, found.method, found.issuer_id) == (HIT, "confirmed", "tencent")
    assert "Ann" in found.evidence and "custodian's note" in found.evidence


def test_a_rejected_entity_is_not_offered_again(match):
    string = "HANGZHOU HIKVISION DIGITAL TE-A"
    assert match(string, decisions=[Decision(string, "hikvision", "different", "Ann")]).state is NOT_SCREENED


def test_ruling_out_one_of_two_namesakes_is_no_decision_for_the_other(match):
    string = "CHINA TELECOM"
    found = match(string, country="CN", decisions=[Decision(string, "alpha:3", "different", "Ann")])
    assert found.state is POSSIBLE and not found.entry_ids and not found.provisional
    assert found.name == "China Telecommunications Corporation" and "only one left" in found.evidence
    both = [Decision(string, entity, "different", "Ann") for entity in ("alpha:3", "beta:1")]
    assert match(string, country="CN", decisions=both).state is NOT_SCREENED


def test_ruling_out_a_namesake_of_another_legal_form_changes_nothing(match):
    string = "CHINA TELECOM CORP LTD-H"
    ruled_out = [Decision(string, "beta:1", "different", "Ann")]
    assert match(string, country="CN", decisions=ruled_out).entry_ids == ("alpha:3",)


def test_none_is_a_decision_too_and_the_last_word_counts(match):
    string = "TENCENT HOLDINGS LTD"
    none = Decision(string, "", "none", "Ann")
    assert match(string, decisions=[none]).state is NONE
    assert match(string, decisions=[none, Decision(string, "tencent", "same", "Bob")]).issuer_id == "tencent"


def test_an_identifier_goes_before_a_decision_unless_they_quarrel(match):
    decided = [Decision("MICROSOFT CORP", "", "none", "Ann")]
    assert match("MICROSOFT CORP", isin="US01609W1027", decisions=decided).state is NONE
    wrong = [Decision("ALIBABA GROUP", "tencent", "same", "Ann")]
    assert match("ALIBABA GROUP", isin="US01609W1027", decisions=wrong).issuer_id == "alibaba"


def test_a_decision_about_an_entity_that_is_gone_is_not_screened(match):
    found = match("SOMETHING", decisions=[Decision("SOMETHING", "vanished", "same", "Ann")])
    assert found.state is NOT_SCREENED and "vanished" in found.evidence


@pytest.mark.parametrize(
    ("cells", "state", "why"),
    [
        ({"name": "USD CASH", "instrument": "cash"}, NOT_SCREENED, "nothing to screen"),
        ({"name": "US TREASURY 2030", "instrument": "government_bond", "country": "US"}, NOT_SCREENED, "nothing to"),
        ({"name": "CHINA GOVT BOND", "instrument": "government_bond", "country": "CN"}, NONE, "no entity"),
        ({"name": "FTSE CHINA A50 FUT", "instrument": "index_derivative"}, NOT_SCREENED, "index"),
        ({"name": "S&P 500 E-MINI FUT DEC26", "instrument": "future"}, NONE, "outside China"),
        ({"name": ""}, NOT_SCREENED, "no name"),
        ({"name": "***"}, NOT_SCREENED, "no words"),
        ({"name": "Q"}, NOT_SCREENED, "single character"),
        ({"name": "UNHEARD OF ADR"}, NOT_SCREENED, "home country"),
        ({"name": "UNHEARD OF ADR", "country": "US"}, NOT_SCREENED, "home country"),
        ({"name": "UNHEARD OF SA SPON ADR"}, NOT_SCREENED, "neither home"),
        ({"name": "SPOTIFY TECH SA", "country": "LU", "ticker": "SPOT", "mic": "XNYS"}, NONE, "no entity"),
        ({"name": "SMART GLOBAL", "country": "KY", "ticker": "SGH", "mic": "XNAS"}, NOT_SCREENED, "offshore"),
        ({"name": "UNHEARD OF LTD", "isin": "KYG011981035"}, NOT_SCREENED, "offshore"),
        ({"name": "UNHEARD OF LTD", "isin": "KYG011981035", "mic": "XHKG"}, NONE, "no entity"),
        ({"name": "APPLE INC", "isin": "US0378331005"}, NONE, "no entity"),
        ({"name": "GENERIC EMERGING FUND", "instrument": "mutual_fund"}, NONE, "pooled fund"),
        ({"name": "China", "instrument": "private_fund", "method": "split"}, NOT_SCREENED, "by country"),
        ({"name": "Fund", "instrument": "etf", "method": "residual"}, NOT_SCREENED, "itemise"),
    ],
)
def test_every_row_has_a_state_and_a_reason(match, cells, state, why):
    found = match(**cells)
    assert found.state is state and why in found.evidence and not found.issuer_id


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


def test_equal_rows_share_an_answer_and_keep_their_order(index):
    names = ["TENCENT HLDGS", "APPLE INC", "TENCENT HLDGS", "", "APPLE INC"]
    matches, which = match_names(pd.DataFrame({"name": names}, index=[5, 3, 9, 1, 0]), index)
    assert which.tolist() == [0, 1, 0, 2, 1] and which.index.tolist() == [5, 3, 9, 1, 0]
    assert len(matches) == 3


def test_an_empty_table_has_no_answers(index):
    matches, which = match_names(pd.DataFrame({"name": pd.Series([], dtype="str")}), index)
    assert matches == [] and which.empty


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
    "name", ["x" * 10_000, "字" * 10_000, "A B " * 3_000, "\x00\ud800", "=1+1", "💥", "\u202etnecneT"]
)
def test_hostile_names_get_a_state_and_a_reason(match, name):
    found = match(name)
    assert found.state in ScreeningState and (found.evidence or found.issuer_id)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.text(max_size=40), st.sampled_from(["", "CN", "US", "KY", "zz"]), st.sampled_from(["", "equity", "etf", "junk"])
)
def test_any_text_has_an_answer(match, name, country, instrument):
    found = match(name, country=country, instrument=instrument)
    assert found.evidence
    if found.provisional:
        assert found.state is POSSIBLE


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
