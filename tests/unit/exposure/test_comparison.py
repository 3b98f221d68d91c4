"""Two analyses side by side: the bridge adds up, and each change stands under its own step."""

from dataclasses import replace

import pytest
import synthetic_analysis
from hypothesis import given, settings
from hypothesis import strategies as st

from sinolens.exposure.bridge import Step
from sinolens.exposure.comparison import compare


@pytest.fixture(scope="module")
def now():
    made = synthetic_analysis.build(60, 3, negative=False)
    return replace(made, positions=made.positions.assign(quantity=[100.0 + row for row in range(60)]))


def altered(analysis, change):
    """The analysis with each position's value changed, its lines with it. `change`: row to factor, 0 = sold."""
    positions, slices = analysis.positions.copy(), analysis.slices.copy()
    factor = [change.get(row, 1.0) for row in range(len(positions))]
    slices["market_value"] = [
        round(value * factor[row]) for value, row in zip(slices["market_value"], slices["position"], strict=True)
    ]
    sums = slices.groupby("position")["market_value"].sum()
    positions["market_value"] = [int(sums[row]) for row in range(len(positions))]
    keep = [row for row in range(len(positions)) if factor[row]]
    number = {row: place for place, row in enumerate(keep)}
    positions = positions.iloc[keep].reset_index(drop=True)
    slices = slices[slices["position"].isin(keep)].reset_index(drop=True)
    slices["position"] = slices["position"].map(number)
    return replace(analysis, positions=positions, slices=slices, as_of="2026-06-30", report_id="")


def direct_china(analysis):
    """Row of a direct position with a quantity whose line is in China-AI."""
    found = analysis.slices[(analysis.slices["method"] == "direct") & (analysis.slices["group"].isin(["A", "B"]))]
    return int(found["position"].iloc[0])


def adds_up(bridge):
    return bridge.opening + sum(bridge.steps.values()) == bridge.closing


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(st.integers(0, 59), st.sampled_from([0.0, 0.5, 0.999, 1.7]), max_size=30), st.integers(0, 3))
def test_the_steps_always_add_up_to_the_cent(change, seed):
    analysis = synthetic_analysis.build(60, seed)
    found = compare(altered(analysis, change), analysis)
    for bridge in (found.china_ai, found.touched):
        assert adds_up(bridge)
        assert sum(move.after - move.before for move in bridge.moves) == bridge.closing - bridge.opening
        for move in bridge.moves:
            assert move.before + sum(move.steps.values()) == move.after
    for count in found.counts:
        assert count.before + count.added - count.removed == count.after


def test_nothing_changed_is_no_step(now):
    found = compare(now, now)
    assert not any(found.china_ai.steps.values())
    assert found.china_ai.moves == ()
    assert found.names == ()


def test_a_security_of_one_date_was_bought_or_sold(now):
    row = direct_china(now)
    value = int(now.slices[now.slices["position"] == row]["market_value"].sum())
    bought = compare(altered(now, {row: 0.0}), now)
    assert bought.china_ai.steps[Step.BOUGHT] == value
    sold = compare(now, altered(now, {row: 0.0}))
    assert sold.china_ai.steps[Step.SOLD] == -value


def test_trade_and_price_are_told_apart_by_quantity(now):
    row = direct_china(now)
    then = altered(now, {row: 0.5})
    value = int(now.positions["market_value"].iat[row])
    positions = then.positions.assign(currency="USD")
    current = replace(now, positions=now.positions.assign(currency="USD"))
    # The same number of units at half the price: all of it is price.
    priced = compare(replace(then, positions=positions), current).china_ai.steps
    quantity = positions["quantity"].copy()
    assert priced[Step.PRICE] == pytest.approx(value / 2, abs=2)
    # Half the units at the same price: all of it was bought.
    quantity.iat[row] = quantity.iat[row] / 2
    traded = compare(replace(then, positions=positions.assign(quantity=quantity)), current).china_ai.steps
    assert traded[Step.BOUGHT] == pytest.approx(value / 2, abs=2)
    assert abs(traded[Step.PRICE]) <= 2


def test_without_a_quantity_trade_and_price_stand_together(now):
    row = direct_china(now)
    bare = replace(now, positions=now.positions.assign(quantity=float("nan")))
    steps = compare(altered(bare, {row: 0.5}), bare).china_ai.steps
    assert steps[Step.VALUE]
    assert not steps[Step.BOUGHT] and not steps[Step.PRICE]


def test_another_account_is_no_trade(now):
    moved = replace(now, positions=now.positions.assign(account="Another custodian"))
    assert not any(compare(now, moved).china_ai.steps.values())


def test_a_new_category_is_reclassified_and_a_new_tier_a_rule(now):
    lines = now.slices["position"] == direct_china(now)
    value = int(now.slices[lines]["market_value"].sum())
    was = now.slices.copy()
    was.loc[lines, ["group", "category"]] = ["N", "N1"]
    steps = compare(replace(now, slices=was), now).china_ai.steps
    assert steps == dict.fromkeys(Step, 0) | {Step.RECLASSIFIED: value}
    milder = now.slices.copy()
    milder.loc[:, ["tier", "code"]] = ["T5", "5"]
    found = compare(replace(now, slices=milder), now)
    assert found.touched.steps[Step.RULES] == found.touched.closing
    assert not any(found.china_ai.steps.values())
    assert {one.kind for one in found.names} == {"stricter"}


def test_a_fund_that_shows_other_holdings_is_a_look_through_update(now):
    inside = (now.slices["method"] != "direct") & now.slices["group"].isin(["A", "B", "C", "D"])
    position = int(now.slices[inside]["position"].iloc[0])
    lines = (now.slices["position"] == position) & inside
    was = now.slices[~lines].reset_index(drop=True)
    rest = was.index[was["position"] == position]
    gone = int(now.slices[lines]["market_value"].sum())
    if not len(rest):
        pytest.skip("the fund has nothing else")
    was.loc[rest[0], "market_value"] += gone
    counted = was.loc[rest[0], "group"] in "ABCDE"
    steps = compare(replace(now, slices=was), now).china_ai.steps
    moved = {step for step, cents in steps.items() if cents}
    assert moved <= {Step.LOOK_THROUGH}
    assert counted or moved
