"""Names in Chinese characters: short and full names, sister companies, everyday words, funds."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from sinolens.domain.issuer import Issuer
from sinolens.domain.match import Match, ScreeningState
from sinolens.domain.region import Region
from sinolens.matching.entities import EntityIndex
from sinolens.matching.resolution import match_names

HIT, POSSIBLE, NOT_SCREENED = ScreeningState.HIT, ScreeningState.POSSIBLE, ScreeningState.NOT_SCREENED


def chinese(issuer_id: str, name: str, **more: object) -> Issuer:
    more.setdefault("region", Region.PRC)
    return Issuer(id=issuer_id, name=name, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def chinese_names(facts) -> EntityIndex:
    issuers = (
        chinese("robot", "Newpine Robot Automation Co., Ltd.", aliases=("机器人",)),
        chinese("aurora", "Aurora Pushing Limited", aliases=("极光",)),
        chinese("legend", "Thinking Group Limited", name_zh="想联集团有限公司"),
        chinese("eastking", "Eastking Inc.", aliases=("东王",)),
        chinese("nova", "Nova Contemporary Co., Ltd.", aliases=("星德时代",)),
        chinese("bydi", "Bydi Company Limited", name_zh="比亚第股份有限公司", aliases=("比亚第",)),
        chinese("bydi-electronic", "Bydi Electronic Limited", aliases=("比亚第电子",)),
        chinese("inspire", "Inspire Information Co., Ltd.", aliases=("浪波信息",)),
        chinese("winter", "Winter Star Chips Co., Ltd.", aliases=("寒武星",)),
        chinese("medial", "Medial Technology Inc.", aliases=("連發科",)),
        chinese("unity", "Unity Guoxin Co., Ltd.", aliases=("子光国微",)),
        chinese("inspire-soft", "Inspire Software Co., Ltd.", aliases=("浪波软件",)),
        chinese("dan", "Shanghai Dan Micro Co., Ltd.", name_zh="上海丹旦微电子集团股份有限公司"),
        chinese("vision-inc", "Vision Group Inc.", name_zh="视汤集团股份有限公司"),
        chinese("vision-ltd", "Vision Group Limited", name_zh="视汤集团有限公司", region=Region.HONG_KONG),
    )
    return EntityIndex(replace(facts, issuers={one.id: one for one in issuers}, lines=(), links=(), entries={}))


@pytest.fixture
def match(chinese_names):
    def one(name: str, **cells: str) -> Match:
        matches, which = match_names(pd.DataFrame([{"name": name, **cells}]), chinese_names)
        return matches[which.iloc[0]]

    return one


@pytest.mark.parametrize("name", ["机器人", "机器人 300024", "機器人", "机器人股份有限公司", "极光", "极光-W"])
@pytest.mark.parametrize("country", ["", "CN"])
def test_an_everyday_word_is_never_exact(match, name, country):
    found = match(name, country=country)
    assert found.state is POSSIBLE and not found.provisional and not found.issuer_id
    assert "everyday word" in found.evidence


@pytest.mark.parametrize("name", ["机器人ETF", "机器人产业基金", "中证机器人ETF", "极光ETF"])
def test_a_fund_named_for_a_word_is_not_the_company_of_that_name(match, name):
    found = match(name)
    assert found.state is not HIT and not found.issuer_id


@pytest.mark.parametrize("name", ["中", "东", "微", "中国", "人工智能", "半导体", "科技股份有限公司"])
def test_a_single_character_or_words_of_the_trade_mean_nobody(match, name):
    found = match(name)
    assert found.state is NOT_SCREENED and found.evidence


def test_a_name_in_two_scripts_is_read_in_the_one_that_tells(match):
    assert match("星德时代 GROUP").name.startswith("Nova")


def test_two_characters_wait_for_a_country(match):
    alone = match("东王")
    assert alone.state is POSSIBLE and alone.provisional and alone.issuer_id == "eastking"
    assert match("东王", country="CN").state is HIT


@pytest.mark.parametrize(
    "name",
    [
        "想联控股",  # the group's holding company
        "东王健康",  # a sister company
        "东王银行",
        "星德医药健康",
        "浪波国际",
        "中海油田服务",
        "比亚第半导体股份有限公司",  # another full name, where the whole name of the company is on file
    ],
)
def test_a_company_that_shares_the_beginning_is_not_shown(match, name):
    found = match(name)
    assert found.state is NOT_SCREENED and not found.issuer_id


def test_a_full_name_of_a_short_one_is_accepted_until_a_person_confirms(match):
    found = match("江苏星德时代新能源科技股份有限公司")
    assert found.state is POSSIBLE and found.provisional and found.issuer_id == "nova"


@pytest.mark.parametrize(
    ("name", "issuer"),
    [
        ("星德时代科技", "Nova"),
        ("浪波电子信息产业股份有限公司", "Inspire"),
        ("上海丹旦 1385", "Shanghai Dan"),
        ("丹旦集团", "Shanghai Dan"),
        ("中科寒武星股份有限公司", "Winter"),
        ("連發科技", "Medial"),
        ("子光国芯微电子股份有限公司", "Unity"),
    ],
)
def test_a_short_or_long_spelling_is_shown(match, name, issuer):
    found = match(name)
    assert found.state is POSSIBLE and found.name.startswith(issuer) and not found.provisional


def test_a_legal_form_says_that_the_name_was_not_cut(match):
    assert match("比亚第股份有限公司").issuer_id == "bydi"
    assert match("比亚第电子").issuer_id == "bydi-electronic"
    assert not match("比亚第").issuer_id


def test_a_company_limited_by_shares_is_not_the_limited_company(match):
    assert match("视汤集团股份有限公司", country="CN").issuer_id == "vision-inc"
    assert match("视汤集团有限公司", country="HK").issuer_id == "vision-ltd"
    assert match("比亚第有限公司").issuer_id == ""


def test_a_row_that_names_its_trade_means_the_company_of_that_trade(match):
    assert match("浪波信息", country="CN").issuer_id == "inspire"
    assert match("浪波软件", country="CN").issuer_id == "inspire-soft"


def test_traditional_characters_read_the_same(match):
    assert match("比亞第電子").issuer_id == "bydi-electronic"
