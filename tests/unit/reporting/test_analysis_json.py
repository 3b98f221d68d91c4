"""The JSON: true to its schema, its totals those of the positions, unknown is null and never zero."""

import dataclasses
import json
from importlib.resources import files

import jsonschema
import pytest
import synthetic_analysis
from hypothesis import given, settings
from hypothesis import strategies as st

from sinolens.reporting.json_output import input_to_json, to_json
from sinolens.reporting.text import tidy

FOLDER = files("sinolens.resources") / "reporting"
SCHEMA = json.loads((FOLDER / "analysis.schema.json").read_text(encoding="utf-8"))


def check(data):
    jsonschema.Draft202012Validator(SCHEMA).validate(data)


def test_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 999), positions=st.integers(1, 40))
def test_output_is_true_to_the_schema_and_adds_up(seed, positions):
    data = json.loads(json.dumps(to_json(synthetic_analysis.build(positions, seed)), allow_nan=False))
    check(data)
    cents = {name: round(value * 100) for name, value in data["totals"].items() if not isinstance(value, dict)}
    assert (
        cents["market_value"] == cents["direct"] + cents["look_through"] + cents["not_disclosed"] + cents["unresolved"]
    )
    assert cents["market_value"] == sum(round(position["market_value"] * 100) for position in data["positions"])
    full = round(data["totals"]["china_ai"]["full"] * 100)
    assert full == sum(round(row["market_value"] * 100) for row in data["exposure"]["by_category"])
    assert full == sum(round(row["market_value"] * 100) for row in data["exposure"]["by_category_tier"])
    assert full == sum(round(row["china_ai"] * 100) for row in data["exposure"]["by_tier"])
    assert full == sum(round(row["china_ai"] * 100) for row in data["exposure"]["by_manager"])


def written_example():
    """A quarter in which one position was sold in part and one is held under an exception."""
    now = synthetic_analysis.compared(synthetic_analysis.build(14))
    return to_json(now.after, now)


def test_committed_example_is_what_the_program_writes():
    example = json.loads((FOLDER / "analysis.example.json").read_text(encoding="utf-8"))
    check(example)
    assert json.loads(json.dumps(written_example())) == example
    comparison = example["comparison"]
    assert example["exceptions"] and example["divestment"] and comparison["sales"] and comparison["removed"]


def test_nothing_earlier_means_nothing_sold_and_no_status():
    data = to_json(synthetic_analysis.build(14))
    check(json.loads(json.dumps(data)))
    assert data["comparison"] is None
    assert {one["status"] for one in data["divestment"]} == {"not_compared"}
    assert {one["value_before"] for one in data["divestment"]} == {None}


def test_unknown_is_null():
    data = to_json(synthetic_analysis.build(30))
    absent = next(row for row in data["lists"] if row["id"] == "list-c")
    assert absent["edition"] is None
    assert absent["age_days"] is None
    unmatched = next(row for row in data["positions"] if row["code"] == "U1")
    assert unmatched["issuer"] is None
    assert unmatched["match"]["state"] == "not_screened"


def test_slices_of_a_fund_add_to_it():
    for position in to_json(synthetic_analysis.build(40))["positions"]:
        if position["look_through"]:
            assert sum(round(line["market_value"] * 100) for line in position["look_through"]) == round(
                position["market_value"] * 100
            )


def test_each_tier_says_how_much_of_it_is_estimated():
    made = synthetic_analysis.build(60)
    lines = made.slices.assign(confidence=made.slices["confidence"].where(made.slices["depth"] == 0, "estimated"))
    data = to_json(dataclasses.replace(made, slices=lines))
    check(json.loads(json.dumps(data)))
    estimated = lines[(lines["confidence"] == "estimated") & (lines["method"] == "scaled")]
    china = estimated[estimated["group"].isin(list("ABCDE")) & estimated["region"].isin(made.definition.regions)]
    for name, counted in (("estimated", estimated), ("china_ai_estimated", china)):
        said = {row["tier"]: round(row[name] * 100) for row in data["exposure"]["by_tier"] if row[name]}
        assert said and said == counted.groupby("tier")["market_value"].sum().to_dict()


def test_inputs_alone():
    source = synthetic_analysis.build(3).inputs[0]
    assert input_to_json(source)["difference"] == 0.0
    jsonschema.Draft202012Validator({**SCHEMA["$defs"]["input"], "$defs": SCHEMA["$defs"]}).validate(
        input_to_json(source)
    )


def test_hostile_text_can_be_written_once_tidied():
    data = to_json(tidy(synthetic_analysis.build(60, names=synthetic_analysis.HOSTILE)))
    check(json.loads(json.dumps(data, ensure_ascii=False).encode("utf-8")))


@pytest.mark.parametrize("key", ["tier", "code", "region", "method", "confidence"])
def test_codes_are_enumerated(key):
    assert SCHEMA["$defs"][key]["enum"]


def test_remarks_and_actions_are_given_for_positions_and_lines():
    data = to_json(synthetic_analysis.build(60))
    barred = next(row for row in data["positions"] if row["code"] == "1B")
    assert barred["actions"] == {"buy": "no", "sell": "counsel", "hold": "yes", "dividend": "yes", "reinvest": "no"}
    assert any("reinvested" in note for note in barred["notes"])
    lines = [line for row in data["positions"] for line in row["look_through"]]
    assert all({"actions", "notes"} <= set(line) for line in lines)
