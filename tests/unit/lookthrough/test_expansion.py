"""Look-through, method by method, with figures worked out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sinolens.domain.column import SLICE_COLUMNS

M = 100_000_00  # a hundred thousand dollars in cents


def codes(result):
    return [finding.code for finding in result.findings]


def by_name(result):
    return result.slices.set_index("name")["market_value"].to_dict()


def assert_whole(result, positions):
    sums = result.slices.groupby("position")["market_value"].sum()
    assert sums.tolist() == positions["market_value"].tolist()
    for fund in result.funds:
        assert fund.known_value + fund.undisclosed_value == fund.market_value


def test_a_direct_position_is_one_slice(run, make_positions):
    positions = make_positions(
        {"name": "Alpha Co Ltd", "isin": "CNE100000PM8", "market_value": M, "instrument": "equity"}
    )
    result = run(positions)
    row = result.slices.iloc[0]
    assert (row["method"], row["depth"], row["path"], row["weight"]) == ("direct", 0, "", 1.0)
    assert np.isnan(row["scale_factor"])
    assert row["row"] == 2 and row["file"] == "pool.xlsx" and row["isin"] == "CNE100000PM8"
    assert result.funds == () and result.findings == ()


def test_the_slices_have_the_declared_columns_and_types(run, make_positions, make_table):
    positions = make_positions(
        {"name": "Fund", "market_value": M, "instrument": "etf"}, {"name": "X", "market_value": 5}
    )
    result = run(positions, make_table("Fund", {"name": "A", "weight": 1.0}))
    assert list(result.slices.columns) == [column.name for column in SLICE_COLUMNS]
    for column in SLICE_COLUMNS:
        assert str(result.slices[column.name].dtype) == column.dtype, column.name
    assert isinstance(result.slices.index, pd.RangeIndex)


def test_known_weights_split_the_position(run, make_positions, make_table):
    positions = make_positions({"name": "Fund One", "market_value": 1001, "instrument": "mutual_fund"})
    table = make_table(
        "FUND ONE", {"name": "A", "weight": 0.5}, {"name": "B", "weight": 0.3}, {"name": "C", "weight": 0.2}
    )
    result = run(positions, table)
    assert by_name(result) == {"A": 501, "B": 300, "C": 200}
    assert set(result.slices["method"]) == {"known"}
    assert set(result.slices["path"]) == {"Fund One"}
    assert result.funds[0].known_value == 1001 and result.funds[0].scale_factor == pytest.approx(1.0)
    assert_whole(result, positions)


def test_values_are_scaled_to_the_custodian_and_the_factor_is_shown(run, make_positions, make_table):
    positions = make_positions({"name": "Manager X", "market_value": 103_000, "instrument": "hedge_fund"})
    table = make_table("Manager X", {"name": "A", "market_value": 60_000}, {"name": "B", "market_value": 40_000})
    result = run(positions, table)
    assert by_name(result) == {"A": 61_800, "B": 41_200}
    assert result.funds[0].method == "scaled" and result.funds[0].scale_factor == pytest.approx(1.03)
    assert codes(result) == ["fund-file-scaled"]


def test_a_factor_within_the_band_is_no_finding(run, make_positions, make_table):
    positions = make_positions({"name": "Manager X", "market_value": 101_000, "instrument": "hedge_fund"})
    result = run(positions, make_table("Manager X", {"name": "A", "market_value": 100_000}))
    assert result.funds[0].method == "scaled" and codes(result) == []


def test_a_file_of_the_whole_fund_is_taken_in_proportion(run, make_positions, make_table):
    positions = make_positions({"name": "Big ETF", "market_value": M, "instrument": "etf"})
    table = make_table(
        "Big ETF",
        {"name": "A", "weight": 0.25, "market_value": 250_000 * M},
        {"name": "B", "weight": 0.75, "market_value": 750_000 * M},
    )
    result = run(positions, table)
    assert by_name(result) == {"A": M // 4, "B": 3 * M // 4}
    assert result.funds[0].method == "known"
    assert [(finding.code, finding.severity.value) for finding in result.findings] == [("fund-file-scaled", "info")]


def test_weights_short_of_the_whole_keep_their_residual(run, make_positions, make_table):
    positions = make_positions({"name": "Fund", "market_value": M, "instrument": "etf"})
    result = run(positions, make_table("Fund", {"name": "A", "weight": 0.6}, {"name": "B", "weight": 0.1}))
    residual = result.slices[result.slices["method"] == "residual"]
    assert residual["market_value"].tolist() == [3 * M // 10]
    assert residual["confidence"].tolist() == ["unknown"]
    assert result.funds[0].undisclosed_value == 3 * M // 10
    assert codes(result) == ["fund-weights-sum"]
    assert_whole(result, positions)


def test_a_file_of_343_percent_is_kept_with_what_offsets_it(run, make_positions, make_table):
    positions = make_positions({"name": "Levered", "market_value": M, "instrument": "hedge_fund"})
    table = make_table(
        "Levered",
        {"name": "A", "weight": 0.43},
        {"name": "B swap", "weight": 3.0, "instrument": "swap"},
    )
    result = run(positions, table)
    assert by_name(result)["B swap"] == 3 * M
    assert result.slices.loc[result.slices["method"] == "residual", "market_value"].tolist() == [-243 * M // 100]
    assert "343.00 %" in result.findings[0].message
    assert_whole(result, positions)


def test_short_lines_inside_a_fund_keep_their_sign(run, make_positions, make_table):
    positions = make_positions({"name": "Long Short", "market_value": 1000, "instrument": "hedge_fund"})
    table = make_table("Long Short", {"name": "L", "market_value": 1500}, {"name": "S", "market_value": -500})
    result = run(positions, table)
    assert by_name(result) == {"L": 1500, "S": -500}
    assert codes(result) == ["fund-file-leveraged"]


def test_a_country_table_is_a_split(run, make_positions, make_table):
    positions = make_positions({"name": "Growth VII", "market_value": 1000, "instrument": "private_fund"})
    table = make_table(
        "Growth VII",
        {"name": "China", "country": "CN", "weight": 0.6},
        {"name": "India", "country": "IN", "weight": 0.3},
        {"name": "Other", "weight": 0.1},
    )
    result = run(positions, table)
    assert set(result.slices["method"]) == {"split"} and set(result.slices["confidence"]) == {"estimated"}
    assert by_name(result) == {"China": 600, "India": 300, "Other": 100}


def test_a_fund_without_a_file_is_not_disclosed(run, make_positions):
    positions = make_positions({"name": "Dark Fund LP", "market_value": M, "instrument": "private_fund"})
    result = run(positions)
    assert result.slices["method"].tolist() == ["not_disclosed"]
    fund = result.funds[0]
    assert (fund.known_value, fund.undisclosed_value, fund.scale_factor, fund.missing) == (0, M, None, "holdings")


def test_a_benchmark_outside_china_answers_as_a_proxy(run, make_positions):
    positions = make_positions(
        {"name": "State Street S&P 500", "isin": "US78462F1030", "market_value": M, "instrument": "etf"}
    )
    result = run(positions)
    assert result.slices["method"].tolist() == ["proxy"] and result.slices["confidence"].tolist() == ["proxy"]
    assert result.funds[0].undisclosed_value == 0


def test_a_fund_inside_a_fund_is_opened(run, make_positions, make_table):
    positions = make_positions({"name": "Outer", "market_value": 1000, "instrument": "mutual_fund"})
    outer = make_table("Outer", {"name": "Inner", "weight": 0.4, "instrument": "etf"}, {"name": "A", "weight": 0.6})
    inner = make_table("Inner", {"name": "B", "weight": 0.5}, {"name": "C", "weight": 0.5})
    result = run(positions, outer, inner)
    assert by_name(result) == {"A": 600, "B": 200, "C": 200}
    deep = result.slices.set_index("name").loc["B"]
    assert deep["path"] == "Outer ▸ Inner" and deep["depth"] == 2 and deep["weight"] == pytest.approx(0.2)
    assert deep["file"] == "Inner.csv"
    assert codes(result) == []


def test_a_cycle_is_closed_and_said(run, make_positions, make_table):
    positions = make_positions({"name": "Ring A", "market_value": 1000, "instrument": "etf"})
    first = make_table("Ring A", {"name": "Ring B", "weight": 0.5, "instrument": "etf"}, {"name": "X", "weight": 0.5})
    second = make_table("Ring B", {"name": "Ring A", "weight": 0.5, "instrument": "etf"}, {"name": "Y", "weight": 0.5})
    result = run(positions, first, second)
    assert by_name(result) == {"X": 500, "Y": 250, "Ring A": 250}
    assert codes(result) == ["fund-cycle"]
    assert result.funds[0].undisclosed_value == 250
    assert_whole(result, positions)


def test_an_undisclosed_fund_inside_a_fund_stays_unknown(run, make_positions, make_table):
    positions = make_positions({"name": "Outer", "market_value": 1000, "instrument": "mutual_fund"})
    result = run(
        positions,
        make_table(
            "Outer",
            {"name": "Dark LP", "weight": 0.4, "instrument": "private_fund"},
            {"name": "A", "weight": 0.6},
        ),
    )
    assert result.slices.set_index("name").loc["Dark LP", "method"] == "not_disclosed"
    assert result.funds[0].undisclosed_value == 400 and "Dark LP" in result.funds[0].missing


def test_the_users_attachment_goes_before_the_name(run, make_positions, make_table):
    positions = make_positions({"name": "Account 7", "market_value": 1000, "instrument": "other"})
    table = make_table("Something Else", {"name": "A", "weight": 1.0}, file="q3.xlsx")
    result = run(positions, table, attach={"Account 7": "q3.xlsx"})
    assert by_name(result) == {"A": 1000} and codes(result) == []


def test_an_attachment_without_holdings_is_an_error(run, make_positions):
    positions = make_positions({"name": "Fund", "market_value": 1000, "instrument": "etf"})
    result = run(positions, attach={"Fund": "missing.xlsx"})
    assert "fund-file-missing" in codes(result)
    assert result.slices["method"].tolist() == ["not_disclosed"]


def test_a_file_of_no_position_is_not_counted(run, make_positions, make_table):
    positions = make_positions({"name": "Alpha", "market_value": 1000, "instrument": "equity"})
    result = run(positions, make_table("Unheld Fund", {"name": "A", "weight": 1.0}))
    assert codes(result) == ["fund-file-unused"]
    assert result.slices["market_value"].sum() == 1000


@pytest.mark.parametrize(
    ("name", "row"),
    [
        (
            "KraneShares CSI China Internet ETF (KWEB)",
            {"name": "KRANESHARES CHINA INTRNT", "ticker": "KWEB", "mic": "XNYS"},
        ),
        ("KWEB", {"name": "KRANESHARES CSI CHINA INTERNET ETF"}),
        ("US5007673065", {"name": "Krane", "isin": "US5007673065"}),
    ],
)
def test_a_vehicle_on_file_joins_position_and_table(run, make_positions, make_table, name, row):
    positions = make_positions({**row, "market_value": 1000, "instrument": "etf"})
    result = run(positions, make_table(name, {"name": "A", "weight": 1.0}))
    assert by_name(result) == {"A": 1000}


@pytest.mark.parametrize(
    ("file_date", "code"),
    [
        ("2026-06-26", "fund-file-stale"),
        ("2026-10-15", "fund-file-newer"),
        ("", "fund-file-undated"),
    ],
)
def test_the_age_of_a_file_is_said(run, make_positions, make_table, file_date, code):
    positions = make_positions({"name": "Fund", "market_value": 1000, "instrument": "etf"})
    result = run(positions, make_table("Fund", {"name": "A", "weight": 1.0}, as_of=file_date))
    assert codes(result) == [code]
    assert result.slices["market_value"].sum() == 1000


def test_ninety_five_days_are_not_stale(run, make_positions, make_table):
    positions = make_positions({"name": "Fund", "market_value": 1000, "instrument": "etf"})
    assert codes(run(positions, make_table("Fund", {"name": "A", "weight": 1.0}, as_of="2026-06-27"))) == []


def test_of_several_files_the_latest_before_the_position_is_used(run, make_positions, make_table):
    positions = make_positions({"name": "Fund", "market_value": 1000, "instrument": "etf"})
    tables = [
        make_table("Fund", {"name": label, "weight": 1.0}, as_of=day, file=f"{label}.csv")
        for label, day in (("old", "2026-06-30"), ("right", "2026-08-31"), ("new", "2026-10-31"))
    ]
    result = run(positions, *tables)
    assert by_name(result) == {"right": 1000}
    assert codes(result) == ["fund-file-choice"]


def test_a_negative_nav_is_kept_and_said(run, make_positions):
    positions = make_positions({"name": "Sunk LP", "market_value": -500, "instrument": "private_fund"})
    result = run(positions)
    assert codes(result) == ["fund-negative-value"] and result.slices["market_value"].tolist() == [-500]


def test_a_short_etf_is_opened_with_its_sign(run, make_positions, make_table):
    positions = make_positions({"name": "Fund", "market_value": -1000, "quantity": -10.0, "instrument": "etf"})
    result = run(positions, make_table("Fund", {"name": "A", "weight": 0.75}, {"name": "B", "weight": 0.25}))
    assert by_name(result) == {"A": -750, "B": -250} and codes(result) == []


def test_values_that_cancel_out_cannot_be_scaled(run, make_positions, make_table):
    positions = make_positions({"name": "Fund", "market_value": 1000, "instrument": "hedge_fund"})
    result = run(positions, make_table("Fund", {"name": "A", "market_value": 500}, {"name": "B", "market_value": -500}))
    assert codes(result) == ["fund-file-unusable"]
    assert result.slices["method"].tolist() == ["not_disclosed"]
    assert "cannot be used" in result.funds[0].missing


def test_an_empty_file_is_not_disclosed(run, make_positions, make_table):
    positions = make_positions({"name": "Fund", "market_value": 1000, "instrument": "etf"})
    result = run(positions, make_table("Fund"))
    assert codes(result) == ["fund-file-unusable"] and result.slices["method"].tolist() == ["not_disclosed"]


def test_lines_without_weight_take_it_from_their_value(run, make_positions, make_table):
    positions = make_positions({"name": "Fund", "market_value": 1000, "instrument": "etf"})
    result = run(
        positions,
        make_table(
            "Fund",
            {"name": "A", "weight": 0.5, "market_value": 50},
            {"name": "B", "market_value": 50},
        ),
    )
    assert by_name(result) == {"A": 500, "B": 500}


def test_the_same_security_at_the_same_manager_is_asked_about(run, make_positions, make_table):
    positions = make_positions(
        {"name": "Fund", "market_value": 1000, "instrument": "hedge_fund", "manager": "Acme"},
        {"name": "A", "isin": "CNE100000PM8", "market_value": 300, "instrument": "equity", "manager": "ACME"},
        {"name": "A", "isin": "CNE100000PM8", "market_value": 900, "instrument": "equity", "manager": "Other"},
    )
    result = run(positions, make_table("Fund", {"name": "A", "isin": "CNE100000PM8", "weight": 1.0}))
    assert codes(result) == ["possible-double-count"]
    assert "$3" in result.findings[0].message and result.slices["market_value"].sum() == 2200
