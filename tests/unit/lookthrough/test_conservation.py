"""Nothing is lost or made on the way down: properties of the look-through."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from exact_split import split_cents
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sinolens.lookthrough.apportionment import split_by_shares

relaxed = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
cents = st.integers(min_value=-(10**13), max_value=10**13)
weights = st.lists(st.floats(min_value=-1.5, max_value=3.0, allow_nan=False, width=32), min_size=1, max_size=12)


def fund(name: str, value: int, **more: object) -> dict[str, object]:
    return {"name": name, "market_value": value, "instrument": "hedge_fund", "quantity": float(value), **more}


def lines(values: list[float], **more: object) -> list[dict[str, object]]:
    return [{"name": f"Line {place}", "weight": value, **more} for place, value in enumerate(values)]


@given(cents, st.lists(st.floats(min_value=-5, max_value=5, allow_nan=False), min_size=1, max_size=60))
def test_the_parts_add_to_the_whole(total, given_shares):
    shares = np.append(given_shares, 1 - sum(given_shares))
    assert int(split_by_shares(total, shares).sum()) == total


@given(
    st.integers(min_value=-(10**9), max_value=10**9),
    st.lists(st.integers(min_value=0, max_value=10_000), min_size=1, max_size=30).filter(any),
)
def test_the_array_split_is_the_exact_split_but_for_ties(total, parts):
    shares = np.array(parts) / sum(parts)
    difference = np.abs(split_by_shares(total, shares) - np.array(split_cents(total, parts)))
    assert difference.max() <= 1 and difference.sum() % 2 == 0


def test_shares_that_are_no_numbers_are_refused():
    with pytest.raises(ValueError, match="finite"):
        split_by_shares(100, np.array([np.nan, 1.0]))
    with pytest.raises(ValueError, match="at least one"):
        split_by_shares(100, np.array([]))


@relaxed
@given(st.lists(st.tuples(cents, weights), min_size=1, max_size=4))
def test_slices_add_to_every_position(run, make_positions, make_table, funds):
    positions = make_positions(
        *(fund(f"Fund {place}", value) for place, (value, _) in enumerate(funds)),
        {"name": "Direct", "market_value": 7},
    )
    tables = [make_table(f"Fund {place}", *lines(values)) for place, (_, values) in enumerate(funds)]
    result = run(positions, *tables)
    sums = result.slices.groupby("position")["market_value"].sum()
    assert sums.tolist() == positions["market_value"].tolist()
    assert result.slices["position"].is_monotonic_increasing
    for coverage in result.funds:
        assert coverage.known_value + coverage.undisclosed_value == coverage.market_value
        own = result.slices[result.slices["position"] == coverage.position]
        dark = own[own["method"].isin(["residual", "not_disclosed"])]["market_value"].sum()
        assert dark == coverage.undisclosed_value
        assert own["weight"].sum() == pytest.approx(1.0, abs=1e-6)


@relaxed
@given(cents, weights, weights, st.integers(min_value=0, max_value=11))
def test_nesting_changes_no_total(run, make_positions, make_table, value, outer, inner, place):
    positions = make_positions(fund("Outer", value))
    rows = lines(outer)
    rows[place % len(rows)] |= {"name": "Inner", "instrument": "etf"}
    closed = run(positions, make_table("Outer", *rows))
    opened = run(positions, make_table("Outer", *rows), make_table("Inner", *lines(inner)))
    assert opened.slices["market_value"].sum() == closed.slices["market_value"].sum() == value
    through = opened.slices[opened.slices["path"] == "Outer ▸ Inner"]["market_value"].sum()
    assert through == closed.slices.loc[closed.slices["name"] == "Inner", "market_value"].sum()


@relaxed
@given(
    st.integers(min_value=1, max_value=10**12),
    st.lists(st.integers(min_value=1, max_value=10**10), min_size=1, max_size=10),
    st.integers(min_value=2, max_value=1000),
)
def test_the_scale_of_the_file_does_not_matter(run, make_positions, make_table, value, amounts, factor):
    positions = make_positions(fund("Fund", value))
    small = run(positions, make_table("Fund", *({"name": str(a), "market_value": a} for a in amounts)))
    large = run(positions, make_table("Fund", *({"name": str(a), "market_value": a * factor} for a in amounts)))
    difference = (small.slices["market_value"] - large.slices["market_value"]).abs()
    assert difference.max() <= 1 and large.slices["market_value"].sum() == value


@relaxed
@given(st.integers(min_value=0, max_value=10**12), weights, st.randoms(use_true_random=False))
def test_the_order_of_the_lines_does_not_matter(run, make_positions, make_table, value, values, draw):
    positions = make_positions(fund("Fund", value))
    rows = lines(values)
    shuffled = list(rows)
    draw.shuffle(shuffled)
    first = run(positions, make_table("Fund", *rows)).slices
    second = run(positions, make_table("Fund", *shuffled)).slices
    assert first["market_value"].sum() == second["market_value"].sum() == value
    both = pd.concat([first, second]).groupby(["name", "method"])["market_value"]
    assert (both.max() - both.min()).max() <= 1


def test_the_order_of_positions_and_tables_does_not_matter(run, make_positions, make_table):
    rows = [fund("A", 1001), fund("B", 999), {"name": "C", "market_value": 5}]
    tables = [make_table("A", *lines([0.3, 0.3])), make_table("B", *lines([0.7, 0.2, 0.1]))]
    first = run(make_positions(*rows), *tables).slices
    second = run(make_positions(*reversed(rows)), *reversed(tables)).slices
    columns = ["path", "name", "method", "market_value"]
    assert sorted(map(tuple, first[columns].to_numpy())) == sorted(map(tuple, second[columns].to_numpy()))


def test_a_table_used_by_two_positions_is_split_for_each(run, make_positions, make_table):
    positions = make_positions(fund("Fund", 1000), fund("Fund", 500, account="2"))
    result = run(positions, make_table("Fund", *lines([0.5, 0.5])))
    assert result.slices.groupby("position")["market_value"].sum().tolist() == [1000, 500]


def test_twelve_funds_deep_is_the_end(run, make_positions, make_table):
    positions = make_positions(fund("Fund 0", 1000))
    tables = [
        make_table(f"Fund {place}", {"name": f"Fund {place + 1}", "weight": 1.0, "instrument": "etf"})
        for place in range(20)
    ]
    result = run(positions, *tables)
    assert "fund-too-deep" in [finding.code for finding in result.findings]
    assert result.slices["market_value"].sum() == 1000 and result.slices["depth"].max() <= 12
