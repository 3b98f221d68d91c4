"""Own figures and choices for scenarios: what is chosen is reached, the rest is not, and nothing counts twice."""

from dataclasses import replace
from functools import partial

import pytest
import synthetic_analysis

from sinolens.exposure.scenario_choice import Entered, asks_for, candidates, enter
from sinolens.exposure.scenarios import RunState, run_scenarios
from sinolens.reference.loader import load_reference
from sinolens.reporting.document import Money
from sinolens.reporting.report import compose
from sinolens.services.errors import WrongUse
from sinolens.services.scenario_inputs import check_entered, resolve_picks


@pytest.fixture(scope="module")
def analysis():
    made = synthetic_analysis.build(60, 5)
    return replace(made, scenarios=run_scenarios(made, load_reference()))


def picked(analysis):
    return [result.scenario for result in analysis.scenarios.results if asks_for(result.scenario)]


def result_of(analysis, key):
    return next(result for result in analysis.scenarios.results if result.scenario.id == key)


def test_every_scenario_that_asks_can_be_answered(analysis):
    asking = picked(analysis)
    assert len(asking) >= 5
    for scenario in asking:
        there = candidates(analysis, scenario)
        assert bool(there) == bool(result_of(analysis, scenario.id).positions), scenario.id
        if not there:
            continue
        whole = enter(analysis, Entered({}, {scenario.id: tuple(key for key, _, _ in there)}))
        assert result_of(whole, scenario.id).state is RunState.RUN
        assert result_of(whole, scenario.id).chosen


def test_the_chosen_alone_are_reached(analysis):
    scenario = next(one for one in picked(analysis) if asks_for(one) == "issuer")
    key, name, cents = candidates(analysis, scenario)[0]
    made = enter(analysis, Entered({}, {scenario.id: (key,)}))
    reach = next(one for one in result_of(made, scenario.id).effects if one.effect.selects.pick)
    lines = made.slices[[f";{reach.mark};" in marks for marks in made.scenarios.marks]]
    assert set(lines["issuer_id"]) == {key}
    assert int(lines["market_value"].sum()) == reach.value == sum(value for _, value in reach.by_asset_class) == cents
    assert result_of(made, scenario.id).chosen == (name,)
    other = next(one for one in analysis.scenarios.results if not asks_for(one.scenario) and one.value)
    assert result_of(made, other.scenario.id) == other


def test_no_line_bears_two_price_effects_once_it_is_chosen(analysis):
    for scenario in filter(partial(candidates, analysis), picked(analysis)):
        chosen = tuple(key for key, _, _ in candidates(analysis, scenario)[:2])
        made = enter(analysis, Entered({}, {scenario.id: chosen}))
        prices = [one.mark for one in result_of(made, scenario.id).effects if one.effect.kind == "price"]
        for marks in made.scenarios.marks:
            assert sum(f";{mark};" in marks for mark in prices) <= 1, scenario.id


def test_choices_are_taken_back_whole(analysis):
    scenario = picked(analysis)[0]
    key = candidates(analysis, scenario)[0][0]
    chosen = enter(analysis, Entered({}, {scenario.id: (key,)}))
    assert enter(chosen, Entered()).scenarios == analysis.scenarios


def test_the_report_says_what_was_chosen_and_re_adds(analysis):
    scenario = next(one for one in picked(analysis) if asks_for(one) == "issuer" and one.id.startswith("MKT"))
    key, name, _ = candidates(analysis, scenario)[0]
    report = compose(enter(analysis, Entered({"MKT-12.1": -30.0}, {scenario.id: (key,)})))
    tables = report.section("scenarios").tables
    row = next(row for row in tables[0].rows if row[0] == scenario.id)
    assert f"Chosen: {name}." in row[-1]
    lines = report.lines.frame
    for mark, value in ((row[0], row[3]) for row in tables[1].rows):
        held = lines[lines["scenarios"].str.contains(f";{mark};", regex=False)]["value"].sum()
        assert isinstance(value, Money) and value.cents == held, mark


def test_names_are_taken_for_ids_and_strangers_refused(analysis):
    scenario = next(one for one in picked(analysis) if asks_for(one) == "issuer")
    key, name, _ = candidates(analysis, scenario)[0]
    assert resolve_picks(analysis, {scenario.id: (name.upper(), key)}) == {scenario.id: (key,)}
    with pytest.raises(WrongUse, match="cannot choose Nobody"):
        resolve_picks(analysis, {scenario.id: ("Nobody",)})
    with pytest.raises(WrongUse, match="leaves nothing to choose"):
        resolve_picks(analysis, {"MKT-1": (key,)})
    with pytest.raises(WrongUse, match="between"):
        check_entered(analysis, Entered({"MKT-12.1": -101.0}))
    with pytest.raises(WrongUse, match="No price effect"):
        check_entered(analysis, Entered({"MKT-99.1": -1.0}))
