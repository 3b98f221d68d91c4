"""Figures by tier name their view: the lines with funds opened, or the positions by their own status."""

from __future__ import annotations

from dataclasses import replace

import synthetic_analysis

from sinolens.domain.tier import Tier
from sinolens.exposure.cube import Cube
from sinolens.exposure.headline import headline
from sinolens.reference.definitions import describe_limits
from sinolens.reporting.json_output import to_json
from sinolens.reporting.report import compose


def test_a_count_of_positions_stands_beside_their_own_value() -> None:
    made = synthetic_analysis.build(40)
    figures = headline(Cube(made))
    own = made.positions.groupby("tier")["market_value"].agg(["sum", "count"])
    for row in to_json(made)["exposure"]["by_tier"]:
        value, count = own.loc[row["tier"]] if row["tier"] in own.index else (0, 0)
        assert round(row["own_status_value"] * 100) == value
        assert row["own_status_positions"] == count
    assert {total.tier for total in figures.position_tiers} == set(Tier)
    assert sum(total.value for total in figures.position_tiers) == made.positions["market_value"].sum()


def test_the_list_a_name_stands_on_is_told_from_that_of_its_relatives() -> None:
    made = synthetic_analysis.build(120, 3)
    section = compose(made).section("listed")
    table = next(table for table in section.tables if table.key == "listed")
    entries = next(table for table in section.tables if table.key == "entries")
    exact = {(row[0], row[1]) for row in entries.rows if row[6] == "exact"}
    keys = [column.key for column in table.columns]
    for row in table.rows:
        told = {(row[0], title) for title in str(row[keys.index("lists")]).split("; ") if title}
        assert told <= exact


def test_what_a_definition_leaves_uncomputed_stands_beside_the_figure() -> None:
    made = synthetic_analysis.build(40)
    owned = replace(made.definition, basis=("state_ownership",))
    report = compose(replace(made, definition=owned))
    said = describe_limits(owned.basis, owned.reach)
    assert "not computed" in said
    assert said in dict(report.answers)["How much"]
    assert any(said in str(fact.value) for fact in report.section("cover").facts)
