"""Every row, however ugly, has one of four states and a reason."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sinolens.domain.match import ScreeningState
from sinolens.matching.resolution import match_names

POSSIBLE = ScreeningState.POSSIBLE
NONE = ScreeningState.NONE
NOT_SCREENED = ScreeningState.NOT_SCREENED


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


def test_equal_rows_share_an_answer_and_keep_their_order(index):
    names = ["TENCENT HLDGS", "APPLE INC", "TENCENT HLDGS", "", "APPLE INC"]
    matches, which = match_names(pd.DataFrame({"name": names}, index=[5, 3, 9, 1, 0]), index)
    assert which.tolist() == [0, 1, 0, 2, 1] and which.index.tolist() == [5, 3, 9, 1, 0]
    assert len(matches) == 3


def test_an_empty_table_has_no_answers(index):
    matches, which = match_names(pd.DataFrame({"name": pd.Series([], dtype="str")}), index)
    assert matches == [] and which.empty


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
