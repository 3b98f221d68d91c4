"""Scenarios reach what they select, add nothing up, and change no status."""

import re
from dataclasses import replace

import pytest
import synthetic_analysis

from sinolens.domain.definition import Institution, Limit
from sinolens.domain.scenario import EffectKind
from sinolens.exposure.limits import LimitState, check_limits
from sinolens.exposure.scenarios import RunState, loss, price_marks, run_scenarios
from sinolens.reference.loader import load_reference


@pytest.fixture(scope="module")
def reference():
    return load_reference()


@pytest.fixture(scope="module")
def analysis():
    return replace(
        synthetic_analysis.build(80, 5), institution=Institution("x", "X", public=False, assets_usd=2_000_000_000))


@pytest.fixture(scope="module")
def run(analysis, reference):
    return run_scenarios(analysis, reference)


def find(run, key):
    return next(result for result in run.results if result.scenario.id == key)


def test_every_scenario_of_the_library_is_there_once(run, reference):
    assert [result.scenario.id for result in run.results] == list(reference.scenarios)


def test_the_marks_of_the_lines_add_up_to_what_is_reached(run, analysis):
    values = analysis.slices["market_value"].tolist()
    for result in run.results:
        for mark, reached in [(e.mark, e.value) for e in result.effects] + [(result.scenario.id, result.value)]:
            found = sum(v for v, text in zip(values, run.marks, strict=True) if f";{mark};" in text)
            assert found == reached, mark
    assert all(text == "" or re.fullmatch(r";([A-Z]+-\d+(\.\d+)?;)+", text) for text in run.marks)


def test_no_line_bears_two_price_effects_of_one_scenario(run):
    for result in run.results:
        prices = [e for e in result.effects if e.effect.kind is EffectKind.PRICE and not e.effect.selects.pick]
        for text in run.marks:
            assert sum(f";{effect.mark};" in text for effect in prices) <= 1


def test_a_scenario_changes_no_status(analysis, reference):
    before = analysis.slices.copy(), analysis.positions.copy(), list(analysis.statuses)
    run_scenarios(analysis, reference)
    assert before[0].equals(analysis.slices)
    assert before[1].equals(analysis.positions)
    assert before[2] == analysis.statuses


def test_the_taiwan_conflict_has_no_figure_until_one_is_entered(run, analysis):
    result = find(run, "MKT-12")
    assert result.state is RunState.NEEDS_FIGURE
    assert all(effect.effect.shock is None for effect in result.effects)
    assert "MKT-12.1" in price_marks(replace(analysis, scenarios=run))


def test_what_waits_for_a_choice_says_so(run):
    assert find(run, "MKT-3").state is RunState.NEEDS_CHOICE
    assert find(run, "REG-13").state is RunState.NEEDS_CHOICE


def test_a_scenario_about_other_holders_reaches_nothing(analysis, reference):
    public = replace(analysis, institution=replace(analysis.institution, public=True))
    result = find(run_scenarios(public, reference), "REG-3")
    assert result.state is RunState.OTHER_HOLDER
    assert result.value == 0
    small = replace(analysis, institution=replace(analysis.institution, assets_usd=5))
    assert find(run_scenarios(small, reference), "REG-3").state is RunState.OTHER_HOLDER


def test_the_lists_of_a_scenario_that_are_not_on_file_are_named(run, analysis):
    assert analysis.lists
    assert find(run, "REG-3").missing_lists


@pytest.mark.parametrize(
    ("cents", "shock", "wanted"), [(10_000, -9, -900), (-10_000, -9, 900), (1, -50, -1), (5, -9, 0), (0, -100, 0)])
def test_a_loss_is_value_times_shock(cents, shock, wanted):
    assert loss(cents, shock) == wanted


def test_an_empty_portfolio_runs(reference, analysis):
    empty = replace(analysis, positions=analysis.positions.iloc[:0], slices=analysis.slices.iloc[:0])
    run = run_scenarios(empty, reference)
    assert run.marks == ()
    assert not any(result.value for result in run.results)


def limited(analysis, **fields):
    wanted = {"id": "one", "name": "One", "measure": "china_ai", "of": "pool", "percent": 10.0, "document": "Paper"}
    limit = Limit(**(wanted | fields))
    return check_limits(replace(analysis, institution=Institution("x", "X", limits=(limit,))))[0]


def test_a_limit_is_never_assumed(analysis):
    assert check_limits(analysis) == ()


def test_a_limit_is_passed_watched_breached_or_possibly_breached(analysis):
    share = limited(analysis).part / limited(analysis).whole * 100
    assert limited(analysis, percent=share * 0.9).state is LimitState.BREACH
    # What nobody knows could count, so a pass is not said.
    assert limited(analysis, percent=share * 1.05).state is LimitState.POSSIBLE
    assert limited(analysis, measure="unknown", percent=99.0).state is LimitState.PASS
    unknown = limited(analysis, measure="unknown")
    assert limited(analysis, measure="unknown", percent=unknown.part / unknown.whole * 105).state is LimitState.WATCH
    assert limited(analysis, from_date="2099-01-01").state is LimitState.NOT_YET


def test_a_limit_of_managers_names_the_one_with_the_largest_share(analysis):
    found = limited(analysis, of="manager")
    assert found.where in set(analysis.positions["manager"])
    whole = analysis.positions[analysis.positions["manager"] == found.where]["market_value"].sum()
    assert found.whole == whole
    assert limited(analysis, measure="issuer").where
