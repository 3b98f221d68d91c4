"""A file more is no purchase: what an account reported on one date only holds has a step of its own."""

from dataclasses import replace

import pytest
import synthetic_analysis

from sinolens.exposure.bridge import Step
from sinolens.exposure.comparison import compare
from sinolens.exposure.one_date import TOUCHED

NEW = "Account 07"


@pytest.fixture(scope="module")
def both():
    made = synthetic_analysis.build(60, 3, negative=False)
    return replace(made, positions=made.positions.assign(
        quantity=[100.0 + row for row in range(60)], name=[f"Security {row}" for row in range(60)]))


def without(analysis, account):
    """The analysis as it was before an account was reported."""
    kept = [row for row, name in enumerate(analysis.positions["account"]) if name != account]
    numbers = {row: place for place, row in enumerate(kept)}
    lines = analysis.slices[analysis.slices["position"].isin(kept)].reset_index(drop=True)
    return replace(
        analysis, positions=analysis.positions.iloc[kept].reset_index(drop=True),
        slices=lines.assign(position=lines["position"].map(numbers)), as_of="2026-06-30", report_id="")


def counted(analysis, account):
    """Cents of an account in China-AI, and in tiers T1 to T4."""
    rows = analysis.positions.index[analysis.positions["account"] == account]
    lines = analysis.slices[analysis.slices["position"].isin(rows)]
    china = lines["group"].isin(list("ABCDE")) & lines["region"].isin(analysis.definition.regions)
    return lines[china]["market_value"].sum(), lines[lines["tier"].isin(TOUCHED)]["market_value"].sum()


def taken(bridge):
    return {step: cents for step, cents in bridge.steps.items() if cents}


def with_securities_of(analysis, account, of, factor):
    """The analysis with the account holding the securities of another account as well, so many times as many."""
    rows = [row for row, name in enumerate(analysis.positions["account"]) if name == account]
    positions = analysis.positions.copy()
    sources = [row for row, name in enumerate(positions["account"]) if name == of]
    for row, source in zip(rows, sources, strict=True):
        for column in ("name", "cusip", "instrument"):
            positions.loc[row, column] = positions.loc[source, column]
        positions.loc[row, "quantity"] = positions.loc[source, "quantity"] * factor
    return replace(analysis, positions=positions)


def test_an_account_reported_for_the_first_time_is_not_bought(both):
    found = compare(without(both, NEW), both)
    china, touched = counted(both, NEW)
    assert china and touched
    for bridge, cents in ((found.china_ai, china), (found.touched, touched)):
        assert taken(bridge) == {Step.NEW_ACCOUNTS: cents}
        assert bridge.opening + cents == bridge.closing


def test_an_account_no_longer_reported_is_not_sold(both):
    found = compare(both, without(both, NEW))
    china, touched = counted(both, NEW)
    assert (taken(found.china_ai), taken(found.touched)) == (
        {Step.GONE_ACCOUNTS: -china}, {Step.GONE_ACCOUNTS: -touched})


def test_a_purchase_in_a_known_account_stays_one_beside_a_new_account(both):
    then = without(both, NEW)
    lines = then.slices[(then.slices["method"] == "direct") & then.slices["group"].isin(["A", "B"])]
    row = int(lines["position"].iloc[0])
    kept = [place for place in range(len(then.positions)) if place != row]
    numbers = {place: at for at, place in enumerate(kept)}
    rest = then.slices[then.slices["position"] != row].reset_index(drop=True)
    smaller = replace(then, positions=then.positions.iloc[kept].reset_index(drop=True),
                      slices=rest.assign(position=rest["position"].map(numbers)))
    bridge = compare(smaller, both).china_ai
    assert taken(bridge) == {
        Step.NEW_ACCOUNTS: counted(both, NEW)[0], Step.BOUGHT: int(then.positions["market_value"].iat[row])}


@pytest.mark.parametrize("factor", [1.0, float("nan")], ids=["with quantities", "without"])
def test_more_of_a_security_in_a_new_account_is_told_from_the_change_of_what_was_held(both, factor):
    now = with_securities_of(both, NEW, "Account 06", factor)
    found = compare(without(now, NEW), now)
    for bridge in (found.china_ai, found.touched):
        assert bridge.opening + sum(bridge.steps.values()) == bridge.closing
        assert not bridge.steps[Step.BOUGHT] and not bridge.steps[Step.SOLD]
        for move in bridge.moves:
            assert move.before + sum(move.steps.values()) == move.after
    assert found.china_ai.steps[Step.NEW_ACCOUNTS]


def test_an_account_by_another_name_is_neither_new_nor_gone(both):
    names = both.positions["account"].replace({NEW: "Custody 4711"})
    renamed = replace(both, positions=both.positions.assign(account=names))
    assert not taken(compare(both, renamed).china_ai)
    spaced = replace(both, positions=both.positions.assign(account=[f" {name.upper()} " for name in names]))
    assert not taken(compare(renamed, spaced).china_ai)


def test_without_accounts_on_one_date_nothing_is_called_new(both):
    bare = without(both, NEW)
    bare = replace(bare, positions=bare.positions.assign(account=""))
    assert set(taken(compare(bare, both).china_ai)) == {Step.BOUGHT}


def test_a_name_of_a_new_account_was_not_bought(both):
    account = both.positions["account"].iat[int(both.slices["position"].iloc[0])]
    only = both.slices["position"] == 0
    own = both.slices.copy()
    own.loc[only, ["issuer_id", "issuer", "group", "region"]] = ["own-only", "Only Here Ltd", "A", "PRC"]
    now = replace(both, slices=own)
    assert {one.reason for one in compare(without(now, account), now).names if one.key == "own-only"} == {
        "newly reported account"}
    assert {one.reason for one in compare(now, without(now, account)).names if one.key == "own-only"} == {
        "account no longer reported"}
