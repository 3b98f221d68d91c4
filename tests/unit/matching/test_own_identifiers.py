"""Identifiers alone: which entity each kind names, over time, and what it does not name."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from sinolens.domain.identifier import Identifier, IdentifierKind
from sinolens.domain.issuer import Issuer, Line
from sinolens.domain.match import Match, ScreeningState
from sinolens.domain.official_list import ListEntry
from sinolens.domain.region import Region
from sinolens.matching.entities import EntityIndex
from sinolens.matching.resolution import match_names

LEI, FIGI, ISIN, SEDOL = "254900N4SLUMW4XUYY11", "BBG000BJD1D4", "GB00BN4HT335", "BN4HT33"


@pytest.fixture(scope="module")
def identified(facts) -> EntityIndex:
    issuers = (
        Issuer("lotus", "Lotus Robotics Group", region=Region.PRC, incorporation="KY", lei=LEI),
        Issuer("maple", "Maple Chips Holdings", region=Region.PRC, incorporation="KY"),
    )
    lines = (
        Line("lotus", "XLON", "LTS", "ordinary", isin=ISIN, figi=FIGI),
        Line("maple", "XHKG", "0700", "p_chip", valid_to="2024-06-30"),
        Line("lotus", "XHKG", "0700", "p_chip", valid_from="2024-06-30"),
    )
    entry = ListEntry(
        "alpha:9", "alpha", "2026-01-01", "Willow Sensors Co., Ltd.", (), country="CN",
        identifiers=(Identifier(IdentifierKind.SEDOL, "B0WNLY7"),),
    )
    reference = replace(
        facts, issuers={one.id: one for one in issuers}, lines=lines, links=(),
        entries={("alpha", "2026-01-01"): (entry,)},
    )
    return EntityIndex(reference)


@pytest.fixture
def match(identified):
    def one(name: str = "", as_of: str = "2026-09-30", **cells: str) -> Match:
        matches, which = match_names(pd.DataFrame([{"name": name, **cells}]), identified, as_of=as_of)
        return matches[which.iloc[0]]

    return one


@pytest.mark.parametrize(
    ("cells", "method"),
    [
        ({"isin": ISIN}, "isin"),
        ({"sedol": SEDOL}, "sedol"),  # the ISIN of a British line holds it
        ({"figi": FIGI}, "figi"),
        ({"lei": LEI}, "lei"),
        ({"ticker": "700", "mic": "XHKG"}, "ticker"),
    ],
)
def test_each_kind_alone_names_its_issuer(match, cells, method):
    found = match("", **cells)
    assert (found.state, found.method, found.issuer_id) == (ScreeningState.HIT, method, "lotus")


def test_a_sedol_printed_on_a_list_names_its_entry(match):
    assert match("", sedol="B0WNLY7").entry_ids == ("alpha:9",)


def test_a_ticker_names_its_holder_of_the_day(match):
    assert match("", as_of="2024-06-29", ticker="700", mic="XHKG").issuer_id == "maple"
    assert match("", as_of="2024-06-30", ticker="700", mic="XHKG").issuer_id == "lotus"


@pytest.mark.parametrize("ticker", ["700", "0700", "LTS"])
def test_a_bare_ticker_names_nobody(match, ticker):
    assert match("", ticker=ticker).state is not ScreeningState.HIT


@pytest.mark.parametrize("cells", [{"lei": LEI}, {"sedol": SEDOL}, {"figi": FIGI}, {"ticker": "700", "mic": "XHKG"}])
def test_an_identifier_against_the_name_is_a_finding_not_a_choice(match, cells):
    found = match("MAPLE CHIPS HOLDINGS", **cells)
    assert found.conflict and not found.issuer_id and found.state is ScreeningState.POSSIBLE
    assert "Lotus" in found.conflict and "Maple" in found.conflict
