"""A code given out or traded in the United States says nothing about the home of the company behind it."""

from __future__ import annotations

import pandas as pd
import pytest

from sinolens.domain.match import ScreeningState
from sinolens.matching.entities import EntityIndex
from sinolens.matching.region import find_regions
from sinolens.matching.resolution import match_names
from sinolens.reference.loader import Reference


def answer(index: EntityIndex, facts: Reference, **cells: str) -> tuple[ScreeningState, str, str]:
    frame = pd.DataFrame([{"instrument": "equity", **cells}])
    matches, which = match_names(frame, index)
    region = find_regions(frame, matches, which, facts)
    match = matches[which.iloc[0]]
    return match.state, str(region.iloc[0]), match.evidence


@pytest.mark.parametrize("country", ["", "US"])
@pytest.mark.parametrize("cells", [
    {"isin": "US92763W1036"}, {"name": "US92763W1036", "isin": "US92763W1036"}, {"cusip": "92763W103"},
    {"ticker": "CHLKF", "mic": "XNYS"}, {"name": "CHLKF", "ticker": "CHLKF", "mic": "XNYS"},
    {"isin": "US01609WAT99", "instrument": "bond"},
])
def test_a_us_code_without_a_name_was_not_screened(
    index: EntityIndex, facts: Reference, country: str, cells: dict[str, str]
) -> None:
    state, region, evidence = answer(index, facts, country=country, **cells)
    assert state is ScreeningState.NOT_SCREENED
    assert region == "UNKNOWN"
    assert evidence


@pytest.mark.parametrize("country", ["", "US"])
def test_a_named_us_company_is_cleared_by_its_name(index: EntityIndex, facts: Reference, country: str) -> None:
    cells = {"name": "APPLE INC", "isin": "US0378331005", "ticker": "AAPL", "mic": "XNAS"}
    state, region, _ = answer(index, facts, country=country, **cells)
    assert (state, region) == (ScreeningState.NONE, "OTHER")


def test_the_fifth_letter_of_a_us_ticker_speaks_against_the_country_beside_it(
    index: EntityIndex, facts: Reference
) -> None:
    state, region, evidence = answer(index, facts, name="PNGAY HOLDINGS", ticker="PNGAY", mic="XNYS", country="US")
    assert (state, region) == (ScreeningState.NOT_SCREENED, "UNKNOWN")
    assert "last letter of its U.S. ticker" in evidence
    state, _, _ = answer(index, facts, name="ROCHE HOLDING AG", ticker="RHHBY", mic="XNYS", country="CH")
    assert state is ScreeningState.NONE
