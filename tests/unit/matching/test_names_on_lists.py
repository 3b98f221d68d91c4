"""What the bundled lists name is never cleared by the way a custodian prints it."""

from __future__ import annotations

import pytest

from sinolens.domain.match import ScreeningState
from sinolens.matching.entities import EntityIndex
from sinolens.matching.query import Query
from sinolens.matching.resolution import Matcher
from sinolens.reference.loader import load_reference

LISTS = ("ofac-ns-cmic", "dod-1260h", "bis-entity-list")
DAY = "2026-09-30"
_SHORT = {
    "TECHNOLOGY": "TECH", "GROUP": "GRP", "HOLDINGS": "HLDGS", "COMMUNICATIONS": "COMMS", "CORPORATION": "CORP",
    "COMPANY": "CO", "LIMITED": "LTD", "INDUSTRY": "IND", "INTERNATIONAL": "INTL", "ELECTRONIC": "ELEC",
}


@pytest.fixture(scope="module")
def reference():
    return load_reference()


@pytest.fixture(scope="module")
def index(reference):
    return EntityIndex(reference)


def abbreviate(name):
    text = name.upper().replace(",", "").replace(".", "")
    return " ".join(_SHORT.get(word, word) for word in text.split())


def answers(index, names, **cells):
    return Matcher(index, None, DAY).answer([Query(name=name, instrument="equity", **cells) for name in names])


@pytest.mark.parametrize("list_id", LISTS)
@pytest.mark.parametrize("cut", [18, 20, 25, 30, 35])
def test_a_cut_name_is_never_cleared_and_hits_no_other(reference, index, list_id, cut):
    entries = reference.entries_on(list_id, DAY)
    found = answers(index, [entry.name[:cut] for entry in entries], country="CN")
    assert [e.name[:cut] for e, a in zip(entries, found, strict=True) if a.entity is None] == []
    wrong = [
        entry.name for entry, answer in zip(entries, found, strict=True)
        if answer.match.state is ScreeningState.HIT and answer.entity != index.place_of(entry.id)
    ]
    assert len(wrong) <= 0.005 * len(entries)


@pytest.mark.parametrize("list_id", LISTS)
def test_an_abbreviated_name_is_never_cleared(reference, index, list_id):
    entries = reference.entries_on(list_id, DAY)
    found = answers(index, [abbreviate(entry.name) for entry in entries], country="CN")
    assert all(answer.match.state is not ScreeningState.NONE for answer in found)
    assert sum(answer.entity is None for answer in found) <= 0.01 * len(entries)


@pytest.mark.parametrize("list_id", LISTS)
def test_a_name_on_a_list_is_no_hit_without_a_country(reference, index, list_id):
    found = answers(index, [entry.name for entry in reference.entries_on(list_id, DAY)])
    assert {answer.match.state for answer in found} == {ScreeningState.POSSIBLE}


@pytest.mark.parametrize("country", ["", "CN", "HK"])
def test_a_chinese_code_without_a_market_is_possible(reference, index, country):
    codes = sorted({line.ticker for line in reference.lines if line.mic in ("XSHG", "XSHE", "XHKG")})
    queries = [Query(name=code, ticker=code, instrument="equity", country=country) for code in codes]
    assert {match.state for match in Matcher(index, None, DAY).match(queries)} == {ScreeningState.POSSIBLE}


def test_an_isin_on_a_list_needs_no_name(reference, index):
    isins = [
        identifier.value for entry in reference.entries_on("ofac-ns-cmic", DAY) for identifier in entry.identifiers
        if identifier.kind == "isin"
    ]
    for queries in ([Query(isin=isin) for isin in isins], [Query(name=isin, isin=isin) for isin in isins]):
        assert {match.state for match in Matcher(index, None, DAY).match(queries)} == {ScreeningState.HIT}


def test_one_acronym_of_two_legal_entities_is_for_a_person(index):
    match = answers(index, ["CXMT Corp"], country="CN")[0].match
    assert match.state is ScreeningState.POSSIBLE and match.runner_up
