"""What a user makes of a fund: a benchmark, not disclosed, one holding or two; with figures worked out by hand."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sinolens.lookthrough.fund_table import Basis, read_shares

ISIN, OTHER = "CNE100000PM8", "US5949181045"
relaxed = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def codes(result):
    return [finding.code for finding in result.findings]


def by_name(result, position=0):
    own = result.slices[result.slices["position"] == position]
    return own.set_index("name")["market_value"].to_dict()


@pytest.fixture
def shared(make_positions):
    """A fund of 1,000 and 300 of a security held by the same manager."""
    return make_positions(
        {"name": "Fund", "market_value": 1000, "instrument": "hedge_fund", "manager": "Acme"},
        {"name": "A", "isin": ISIN, "market_value": 300, "instrument": "equity", "manager": "ACME"},
    )


def test_a_chosen_benchmark_answers_line_by_line_as_a_proxy(run, make_positions, make_table):
    positions = make_positions({"name": "Dark LP", "market_value": 1000, "instrument": "private_fund"})
    index = make_table("Index", {"name": "A", "weight": 0.7}, {"name": "B", "weight": 0.3})
    result = run(positions, index, attach={"Dark LP": "Index"}, methods={"Dark LP": "proxy"})
    assert by_name(result) == {"A": 700, "B": 300}
    assert set(result.slices["method"]) == {"proxy"} and set(result.slices["confidence"]) == {"proxy"}
    (fund,) = result.funds
    assert (fund.method, fund.confidence, fund.known_value, fund.undisclosed_value) == ("proxy", "proxy", 1000, 0)


def test_a_benchmarks_size_is_no_scaling_of_the_fund(run, make_positions, make_table):
    positions = make_positions({"name": "Dark LP", "market_value": 1000, "instrument": "private_fund"})
    index = make_table("Index", {"name": "A", "market_value": 10**9})
    result = run(positions, index, attach={"Dark LP": "Index"}, methods={"Dark LP": "proxy"})
    assert codes(result) == [] and by_name(result) == {"A": 1000}


def test_a_proxy_short_of_the_whole_keeps_its_residual(run, make_positions, make_table):
    positions = make_positions({"name": "Dark LP", "market_value": 1000, "instrument": "private_fund"})
    index = make_table("Index", {"name": "A", "weight": 0.6})
    result = run(positions, index, attach={"Dark LP": "Index"}, methods={"Dark LP": "proxy"})
    assert result.funds[0].undisclosed_value == 400
    assert result.slices.set_index("method")["market_value"].to_dict()["residual"] == 400


def test_not_disclosed_goes_before_any_file_and_any_benchmark(run, make_positions, make_table):
    positions = make_positions(
        {"name": "State Street S&P 500", "isin": "US78462F1030", "market_value": 1000, "instrument": "etf"})
    table = make_table("State Street S&P 500", {"name": "A", "weight": 1.0})
    result = run(positions, table, methods={"STATE STREET S&P 500": "not_disclosed"})
    (fund,) = result.funds
    assert (fund.method, fund.undisclosed_value) == ("not_disclosed", 1000)
    assert fund.missing == "the manager does not disclose its holdings"


def test_a_position_of_another_kind_can_be_marked(run, make_positions):
    positions = make_positions({"name": "Account 7", "market_value": 1000, "instrument": "other"})
    assert run(positions, methods={"Account 7": "not_disclosed"}).slices["method"].tolist() == ["not_disclosed"]


def test_a_double_count_is_asked_about_once_with_what_it_is_about(run, shared, make_table):
    table = make_table("Fund", {"name": "A", "isin": ISIN, "weight": 0.3}, {"name": "B", "isin": OTHER, "weight": 0.7})
    result = run(shared, table)
    assert codes(result) == ["possible-double-count"]
    (overlap,) = result.overlaps
    assert (overlap.position, overlap.rows, overlap.codes, overlap.value, overlap.answer) == (0, (1,), (ISIN,), 300, "")
    assert by_name(result) == {"A": 300, "B": 700}


def test_one_holding_is_left_out_of_the_files_weights(run, shared, make_table):
    table = make_table("Fund", {"name": "A", "isin": ISIN, "weight": 0.3}, {"name": "B", "isin": OTHER, "weight": 0.5})
    result = run(shared, table, same={0: "one"})
    # B is 0.5 of the 0.7 that remains; what was not itemised keeps its proportion: 0.2 of 0.7.
    own = result.slices[result.slices["position"] == 0]
    assert own["market_value"].tolist() == [714, 286] and own["method"].tolist() == ["known", "residual"]
    assert "double-count-answered" in codes(result) and "possible-double-count" not in codes(result)
    assert result.slices["market_value"].sum() == 1300


def test_one_holding_is_left_out_of_the_files_values(run, shared, make_table):
    table = make_table("Fund", {"name": "A", "isin": ISIN, "market_value": 300}, {"name": "B", "market_value": 1000})
    result = run(shared, table, same={0: "one"})
    # Without the separate account's line the file ties to the custodian.
    assert by_name(result) == {"B": 1000} and result.funds[0].scale_factor == 1.0
    assert codes(result) == ["double-count-answered"]


def test_two_holdings_are_both_counted_and_the_answer_is_told(run, shared, make_table):
    table = make_table("Fund", {"name": "A", "isin": ISIN, "weight": 1.0})
    result = run(shared, table, same={0: "both"})
    assert by_name(result) == {"A": 1000} and codes(result) == ["double-count-answered"]
    assert result.overlaps[0].answer == "both"


def test_a_fund_of_nothing_but_the_other_account_is_not_disclosed(run, shared, make_table):
    result = run(shared, make_table("Fund", {"name": "A", "isin": ISIN, "weight": 1.0}), same={0: "one"})
    assert result.funds[0].undisclosed_value == 1000 and "fund-file-unusable" in codes(result)


def test_another_identifier_of_the_same_security_is_seen(run, make_positions, make_table):
    positions = make_positions(
        {"name": "Fund", "market_value": 1000, "instrument": "hedge_fund", "account": "7"},
        {"name": "A", "isin": ISIN, "cusip": "594918104", "market_value": 300, "instrument": "equity", "account": "7"},
    )
    result = run(positions, make_table("Fund", {"name": "A", "cusip": "594918104", "weight": 1.0}))
    assert codes(result) == ["possible-double-count"]


def test_swaps_futures_cash_and_shorts_stand_in_a_fund_as_printed(run, make_positions, make_table):
    positions = make_positions({"name": "Hedge", "market_value": 1000, "instrument": "hedge_fund"})
    table = make_table(
        "Hedge",
        {"name": "Long", "weight": 0.9, "instrument": "equity"},
        {"name": "Short", "weight": -0.3, "instrument": "equity"},
        {"name": "Index swap", "weight": 0.02, "instrument": "swap"},
        {"name": "Index future", "weight": 0.0, "instrument": "future"},
        {"name": "Cash", "weight": 0.38, "instrument": "cash"},
    )
    result = run(positions, table)
    assert by_name(result) == {"Long": 900, "Short": -300, "Index swap": 20, "Index future": 0, "Cash": 380}
    assert codes(result) == [] and result.funds[0].undisclosed_value == 0


def test_notional_inside_a_fund_is_the_positions_part_of_it(run, make_positions, make_table):
    positions = make_positions(
        {"name": "Hedge", "market_value": 1000, "instrument": "hedge_fund"},
        {"name": "Own swap", "market_value": 0, "notional": -700, "instrument": "swap"},
    )
    table = make_table(
        "Hedge", {"name": "Cash", "market_value": 20_000}, {"name": "Swap", "notional": 50_000, "instrument": "swap"},
        {"name": "Call", "notional": 8_000, "delta": 0.5, "instrument": "option"},
    )
    slices = run(positions, table).slices.set_index("name")
    assert slices.loc["Swap", "notional"] == 2500 and slices.loc["Call", "notional"] == 400
    assert slices.loc["Call", "delta"] == 0.5 and slices.loc["Own swap", "notional"] == -700
    assert slices.loc["Cash", "notional"] is pd.NA


def test_a_file_without_amounts_says_nothing_of_notional(run, make_positions, make_table):
    positions = make_positions({"name": "Hedge", "market_value": 1000, "instrument": "hedge_fund"})
    table = make_table("Hedge", {"name": "Swap", "weight": 1.0, "notional": 50_000, "instrument": "swap"})
    assert run(positions, table).slices["notional"].isna().all()


def test_percentages_of_which_none_is_a_country_but_the_rest_are_a_split(fund_facts, make_table):
    table = make_table("Fund", {"name": "Elsewhere", "country": "XX", "weight": 1.0})
    assert read_shares(table, fund_facts.countries).basis is Basis.SPLIT


@relaxed
@given(
    st.integers(min_value=1, max_value=10**12),
    st.lists(st.tuples(st.integers(1, 10**6), st.booleans()), min_size=1, max_size=8),
    st.sampled_from(["one", "both", ""]), st.booleans(),
)
def test_no_answer_changes_what_the_fund_is_worth(run, make_positions, make_table, value, lines, answer, by_weight):
    rows = [{"name": "Fund", "market_value": value, "instrument": "hedge_fund", "manager": "M"}]
    rows += [{"name": f"L{place}", "isin": f"X{place}", "market_value": 5, "instrument": "equity", "manager": "M"}
             for place, (_, shared) in enumerate(lines) if shared]
    total = sum(size for size, _ in lines)
    table = make_table("Fund", *(
        {"name": f"L{place}", "isin": f"X{place}",
         **({"weight": size / total} if by_weight else {"market_value": size})}
        for place, (size, _) in enumerate(lines)))
    positions = make_positions(*rows)
    result = run(positions, table, same={0: answer})
    sums = result.slices.groupby("position")["market_value"].sum()
    assert sums.tolist() == positions["market_value"].tolist()
    (fund,) = result.funds
    assert fund.known_value + fund.undisclosed_value == value
    if answer == "one":
        left = {f"X{place}" for place, (_, shared) in enumerate(lines) if shared}
        inside = result.slices[result.slices["depth"] == 1]
        assert not set(inside["isin"]) & left
