"""Names of securities, as custodians print them, taken apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinolens.matching.normaliser import LONGEST_NAME, fold, normalise


def key(name: str) -> str:
    return "|".join(normalise(name).keys)


@pytest.mark.parametrize(
    "spelling",
    [
        "Alpha Beta Technology Co., Ltd.",
        "ALPHA BETA TECHNOLOGY CO LTD-A",
        "ALPHA BETA TECH 'A'CNY1",
        "Alpha Beta Technologies Company Limited",
        "ALPHA BETA TECHNOL CO LTD SPON ADR EACH REPR 10 ORD SHS",
        "ALPHA BETA TECH CO LTD HKD0.01",
        "ALPHA BETA TECHNOLOGY CO LTD COM STK USD0.0001 CL B",
        "ALPHA BETA TECHNOLOGY CO 3.4% 12/06/27 144A",
        "ALPHA BETA TECHNOLOGY DUE 2030",
        "ALPHA BETA TECHNOLOGY LTD SPONSORED AMERICAN DEPOSITARY SHARES",
        "ADR ALPHA BETA TECHNOLOGY",
        "AlphaBeta Technology Co.,Ltd",
        "ALPHA  BETA\u00a0TECHNOLOGY COLTD",
        "Ａｌｐｈａ Ｂｅｔａ Technology",
        "Al\u200bpha Be\u00adta Technology",
        "\u0410lph\u0430 B\u0435t\u0430 Technology",  # Cyrillic look-alikes
        "Álpha Bètä Technology",
        "ALPHA BETA KEJI TECHNOLOGY".replace("KEJI ", ""),
    ],
)
def test_spellings_of_one_name_share_a_key(spelling):
    assert key(spelling) == "ALPHABETATECHNOLOGY"


@pytest.mark.parametrize(
    "spelling", ["甲乙科技股份有限公司", "甲乙科技有限公司", "甲乙科技-W", "甲乙科技A股", "甲乙科技", "甲乙 科技 H"]
)
def test_chinese_forms_and_marks_are_dropped(spelling):
    assert normalise(spelling).keys == ("甲乙科技",)


def test_traditional_characters_are_read_as_simplified():
    assert key("騰訊業務集團") == key("腾讯业务集团")


def test_pinyin_forms_are_legal_forms():
    assert key("Jia Yi Gufen Youxian Gongsi") == "JIAYI"


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Alpha Group Limited", {"LTD"}),
        ("Alpha Group, Inc.", {"INC"}),
        ("Alpha Group Co., Ltd.", {"CO", "LTD"}),
        ("甲乙股份有限公司", {"CO", "LTD", "SHARES"}),
        ("甲乙有限公司", {"CO", "LTD"}),
        ("Alpha Group", set()),
    ],
)
def test_the_legal_form_is_kept_beside_the_words(name, forms):
    assert normalise(name).forms == forms


def test_words_that_differ_keep_different_keys():
    names = ["China Telecom Corporation", "China Telecommunications Corporation", "China Mobile", "Alpha 360", "Alpha"]
    assert len({key(name) for name in names}) == len(names)


def test_numbers_that_belong_to_a_name_stay():
    assert normalise("360 Security Technology Inc.").tokens[0] == "360"
    assert normalise("3SBio Inc.").tokens == ("3SBIO",)
    assert normalise("58.com Inc. ADR").tokens[0] == "58"


def test_a_name_of_noise_alone_keeps_its_words():
    assert normalise("CO LTD").keys and normalise("ADR").keys and normalise("A").keys


def test_dots_of_initials_and_ampersands_do_not_split():
    assert key("S.F. Holding Co.") == key("SF HLDG")
    assert key("H&E Industry") == key("H & E INDUSTRIES")


@pytest.mark.parametrize("name", ["", "   ", "...", "\u200b\u200b", "\x00\x01", "💰💰", "-"])
def test_names_without_words_have_no_key(name):
    assert normalise(name).keys == ()


def test_a_very_long_name_is_cut():
    assert len("".join(normalise("X" * 10_000).tokens)) == LONGEST_NAME
    assert normalise("字" * 10_000).keys


@given(st.text(max_size=60))
def test_any_text_is_taken_apart(text):
    found = normalise(text)
    assert found.length == len(text.strip())
    assert all(word and word == word.upper() for word in found.tokens)


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.lists(st.sampled_from(["ALPHA", "BETA", "TECH", "HLDGS", "GRP", "SHENZHEN", "INTL"]), min_size=1, max_size=5))
def test_case_blanks_and_a_share_class_do_not_change_the_key(words):
    plain = " ".join(words)
    assert key(plain) == key(plain.lower()) == key(f"  {plain.replace(' ', '   ')} ") == key(f"{plain}-A")
