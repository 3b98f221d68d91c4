"""Values on other bases: worked by hand, and what holds for any lines."""

from __future__ import annotations

from dataclasses import replace

import large_analysis
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sinolens.domain.column import SLICE_COLUMNS
from sinolens.exposure.cube import Cube
from sinolens.exposure.measures import denominator, measure
from sinolens.exposure.selection import Selection
from sinolens.exposure.valuation import ValueBasis, revalue

BASE = large_analysis.build(positions=30, lines=120, issuers=12)
AI = {"category": "A1", "group": "A", "region": "PRC", "issuer_id": "made-x", "issuer": "X", "intensity": "material",
      "tier": "T5", "code": "5"}
WEIGHTS = {"made-x": (0.2, 0.35, 0.5)}


def analysis_of(*lines, positions=None):
    """An analysis of one position a line, all of one Chinese AI issuer, laid over a made-up one."""
    rows = []
    for place, line in enumerate(lines):
        value = line.get("market_value", 0)
        low, base, high = sorted(round(value * share) for share in WEIGHTS["made-x"])
        rows.append({"position": place, "weight": 1.0, "method": "direct", "confidence": "confirmed", "name": "X",
                     "low": low, "base": base, "high": high, **AI, **line})
    empty = {"str": "", "int64": 0, "float64": float("nan"), "Int64": pd.NA}
    kinds = {column.name: column.dtype for column in SLICE_COLUMNS}
    kinds |= {name: str(BASE.slices[name].dtype) for name in BASE.slices}
    slices = pd.DataFrame({
        name: pd.Series([row.get(name, empty[kind]) for row in rows], dtype=kind) for name, kind in kinds.items()
    })
    count = max(row["position"] for row in rows) + 1
    held = BASE.positions.iloc[:count].reset_index(drop=True).copy()
    held["market_value"] = [sum(r.get("market_value", 0) for r in rows if r["position"] == i) for i in range(count)]
    for name in ("accrued", "unfunded"):
        held[name] = pd.array((positions or {}).get(name, [0] * count), dtype="Int64")
    return replace(BASE, positions=held, slices=slices, issuer_weights=WEIGHTS)


def first(frame, *names):
    return tuple(int(frame[name].iloc[0]) for name in names)


def test_market_value_is_the_analysis_itself():
    assert revalue(BASE, ValueBasis.MARKET_VALUE) is BASE


def test_only_market_value_can_be_valued_anew():
    made = revalue(BASE, ValueBasis.WITH_UNFUNDED)
    with pytest.raises(ValueError, match="market value"):
        revalue(made, ValueBasis.NOTIONAL)
    assert made.at_market is BASE and made.value_basis == "with_unfunded"


def test_accrued_income_is_added_to_the_line_and_weighted_alike():
    made = revalue(analysis_of({"market_value": 1000_00}, positions={"accrued": [20_00]}), ValueBasis.WITH_ACCRUED)
    assert first(made.slices, "market_value", "low", "base", "high") == (1020_00, 204_00, 357_00, 510_00)
    assert first(made.positions, "market_value") == (1020_00,)


def test_unfunded_is_spread_as_the_fund_is_invested_to_the_cent():
    lines = [{"position": 0, "market_value": value, "weight": weight} for value, weight in
             ((333, 1 / 3), (333, 1 / 3), (334, 1 / 3))]
    made = revalue(analysis_of(*lines, positions={"unfunded": [100]}), ValueBasis.UNFUNDED)
    assert sorted(made.slices["market_value"]) == [33, 33, 34]
    both = revalue(analysis_of(*lines, positions={"unfunded": [100]}), ValueBasis.WITH_UNFUNDED)
    assert int(both.slices["market_value"].sum()) == 1100


def test_a_commitment_without_nav_counts_whole():
    made = revalue(analysis_of({"market_value": 0}, positions={"unfunded": [500]}), ValueBasis.WITH_UNFUNDED)
    assert first(made.slices, "market_value", "low", "base", "high") == (500, 100, 175, 250)


def test_a_swap_worth_nothing_counts_with_its_notional():
    made = revalue(analysis_of({"instrument": "swap", "notional": 1000}), ValueBasis.NOTIONAL)
    assert first(made.slices, "market_value", "low", "base", "high") == (1000, 200, 350, 500)
    assert made.doubts == ()


def test_a_short_future_swaps_its_bounds():
    made = revalue(analysis_of({"instrument": "future", "notional": -1000, "market_value": 3}), ValueBasis.NOTIONAL)
    assert first(made.slices, "market_value", "low", "base", "high") == (-1000, -500, -350, -200)


def test_a_given_delta_is_taken():
    line = {"instrument": "option", "notional": 1000, "delta": 0.4, "market_value": 50, "name": "X CALL 100"}
    made = revalue(analysis_of(line), ValueBasis.DELTA_ADJUSTED)
    assert first(made.slices, "market_value", "value_least", "value_most") == (400, 400, 400)
    assert first(made.slices, "low", "base", "high") == (80, 140, 200) and made.doubts == ()


@pytest.mark.parametrize(("name", "notional", "expected"), [
    ("X CALL 100", 1000, (1000, 0, 1000)),
    ("X PUT 100", 1000, (-1000, -1000, 0)),
    ("X CALL 100", -1000, (-1000, -1000, 0)),
    ("X PUT 100", -1000, (1000, 0, 1000)),
    ("X OTC 100", 1000, (1000, -1000, 1000)),
])
def test_an_unknown_delta_is_a_stated_range(name, notional, expected):
    line = {"instrument": "option", "notional": notional, "name": name, "market_value": 5}
    made = revalue(analysis_of(line), ValueBasis.DELTA_ADJUSTED)
    assert first(made.slices, "market_value", "value_least", "value_most") == expected
    low, base, high = first(made.slices, "low", "base", "high")
    assert low <= base <= high and low <= 0 <= high
    (doubt,) = made.doubts
    assert (doubt.value, doubt.least, doubt.most) == expected and "delta is not given" in doubt.why


def test_futures_and_swaps_move_one_for_one():
    made = revalue(analysis_of({"instrument": "future", "notional": 700}), ValueBasis.DELTA_ADJUSTED)
    assert first(made.slices, "market_value") == (700,) and made.doubts == ()


def test_a_derivative_without_notional_is_said_and_counts_at_market_value():
    made = revalue(analysis_of({"instrument": "option", "market_value": 42}), ValueBasis.NOTIONAL)
    assert first(made.slices, "market_value") == (42,)
    assert [(doubt.least, doubt.most) for doubt in made.doubts] == [(None, None)]


def test_what_is_no_derivative_stays_at_market_value():
    made = revalue(analysis_of({"instrument": "equity", "market_value": 42, "notional": 99}), ValueBasis.NOTIONAL)
    assert first(made.slices, "market_value") == (42,)


def test_a_line_worth_nothing_that_nobody_can_place_may_be_anything():
    line = {"instrument": "swap", "notional": 1000, "issuer_id": "", "group": "U", "category": "U"}
    made = revalue(analysis_of(line), ValueBasis.NOTIONAL)
    assert first(made.slices, "low", "base", "high") == (0, 0, 1000)


KINDS = ("equity", "option", "future", "swap", "private_fund")
line_of = st.fixed_dictionaries({
    "instrument": st.sampled_from(KINDS), "market_value": st.integers(-10**9, 10**9),
    "notional": st.one_of(st.just(pd.NA), st.integers(-10**10, 10**10)),
    "delta": st.one_of(st.just(float("nan")), st.floats(-1, 1)), "name": st.sampled_from(("X", "X CALL", "X PUT")),
})


@settings(max_examples=40, deadline=None)
@given(st.lists(line_of, min_size=1, max_size=6), st.sampled_from(list(ValueBasis)), st.data())
def test_bounds_hold_on_every_basis_and_in_every_total(lines, basis, data):
    count = len(lines)
    extra = {name: data.draw(st.lists(st.integers(0, 10**8), min_size=count, max_size=count))
             for name in ("accrued", "unfunded")}
    made = revalue(analysis_of(*lines, positions=extra), basis)
    assert (made.slices["low"] <= made.slices["base"]).all() and (made.slices["base"] <= made.slices["high"]).all()
    if basis is not ValueBasis.MARKET_VALUE:
        assert (made.slices["value_least"] <= made.slices["market_value"]).all()
        assert (made.slices["market_value"] <= made.slices["value_most"]).all()
    cube = Cube(made)
    for dimension in ("category", "instrument", "manager"):
        low, base, high, least, full, most = (
            cube.by(dimension, name) for name in ("low", "base", "high", "least", "full", "most"))
        assert all(low[key] <= base[key] <= high[key] and least[key] <= full[key] <= most[key] for key in full)
    assert int(made.positions["market_value"].sum()) == cube.total() == int(made.slices["market_value"].sum())


def test_the_measures_agree_with_each_other():
    rows = {row.key: row for row in measure(BASE, Selection())}
    assert rows["net"].value == rows["long"].value + rows["short"].value == rows["market_value"].value
    assert rows["gross"].value == rows["long"].value - rows["short"].value
    accrued, unfunded = (int(BASE.positions[name].fillna(0).sum()) for name in ("accrued", "unfunded"))
    assert rows["with_accrued"].value == rows["market_value"].value + accrued
    assert rows["unfunded"].value == unfunded
    assert rows["nav_and_unfunded"].value == rows["nav"].value + unfunded
    for row in rows.values():
        assert row.weighted.low <= row.weighted.base <= row.weighted.high
    assert rows["market_value"].china_ai == Cube(BASE).by("scope")["china_ai"]


def test_a_share_can_be_of_pool_asset_class_manager_or_china():
    cube = Cube(BASE)
    manager = cube.values("manager")[0]
    chosen = Selection().only("manager", manager)
    assert denominator(cube, chosen, "pool") == Selection()
    assert denominator(cube, chosen, "manager") == chosen
    classes = set(np.asarray(BASE.positions["asset_class"])[cube.select(chosen).positions()])
    assert set(denominator(cube, chosen, "asset_class").values("asset_class")) == classes
    assert set(denominator(cube, chosen, "china").values("region")) == {str(r) for r in BASE.definition.regions}
    with pytest.raises(KeyError):
        denominator(cube, chosen, "house")
