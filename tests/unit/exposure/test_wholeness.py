"""Parts add to the whole at every level of any analysis: totals, coverage, bounds, whatever the order of the lines."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import large_analysis
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sinolens.exposure.cube import Cube
from sinolens.exposure.headline import headline
from sinolens.exposure.selection import DIMENSION_TITLES, Selection
from sinolens.exposure.valuation import ValueBasis, revalue

few = settings(max_examples=12, deadline=None)
ANALYSES = {seed: large_analysis.build(positions=25, lines=150, issuers=15, seed=seed) for seed in range(3)}
seeds = st.sampled_from(sorted(ANALYSES))


@pytest.mark.parametrize("seed", sorted(ANALYSES))
def test_every_dimension_and_every_pair_adds_to_the_whole(seed):
    cube = Cube(ANALYSES[seed])
    for measure in ("full", "long", "short", "low", "base", "high"):
        whole = cube.total(measure)
        for dimension in DIMENSION_TITLES:
            assert sum(cube.by(dimension, measure).values()) == whole
    for pair in combinations(("manager", "tier", "fund", "category", "reach", "account"), 2):
        assert sum(cube.cross(*pair).values()) == cube.total()


@few
@given(seeds, st.data())
def test_coverage_not_disclosed_and_unresolved_are_the_whole_of_any_selection(seed, data):
    cube = Cube(ANALYSES[seed])
    dimension = data.draw(st.sampled_from(sorted(DIMENSION_TITLES)))
    values = cube.values(dimension)
    chosen = data.draw(st.lists(st.sampled_from(values), min_size=1, max_size=3)) if values else []
    made = Selection().only(dimension, *chosen) if data.draw(st.booleans()) else Selection().excluding(
        dimension, *chosen)
    found = headline(cube.select(made))
    cover = found.coverage
    assert cover.known + cover.not_disclosed + cover.unresolved == cover.market_value == found.market_value
    assert found.direct + found.look_through + found.not_disclosed + found.unresolved == found.market_value
    assert found.weighted.low <= found.weighted.base <= found.weighted.high
    assert found.long + found.short == found.market_value and found.gross == found.long - found.short
    for manager in cube.values("manager"):
        part = headline(cube.select(made.only("manager", manager)))
        assert part.direct + part.look_through + part.not_disclosed + part.unresolved == part.market_value
        assert part.weighted.low <= part.weighted.base <= part.weighted.high


@few
@given(seeds, st.randoms(use_true_random=False), st.sampled_from(list(ValueBasis)))
def test_the_order_of_lines_changes_no_total_on_any_basis(seed, draw, basis):
    analysis = ANALYSES[seed]
    order = list(range(len(analysis.slices)))
    draw.shuffle(order)
    shuffled = replace(analysis, slices=analysis.slices.iloc[order].reset_index(drop=True))
    first, second = Cube(revalue(analysis, basis)), Cube(revalue(shuffled, basis))
    for dimension in ("tier", "category", "manager", "fund"):
        before, after = first.by(dimension), second.by(dimension)
        assert before.keys() == after.keys()
        # Cents that are handed out by largest remainder may go to another line of equal rest.
        assert all(abs(before[key] - after[key]) <= len(order) for key in before)
    assert first.total() == second.total()
    if basis is ValueBasis.MARKET_VALUE:
        assert first.by("fund") == second.by("fund")


@few
@given(seeds, st.integers(2, 50))
def test_scaling_every_line_scales_every_total(seed, factor):
    analysis = ANALYSES[seed]
    money = ("market_value", "low", "base", "high")
    scaled = replace(
        analysis, slices=analysis.slices.assign(**{name: analysis.slices[name] * factor for name in money}),
        positions=analysis.positions.assign(market_value=analysis.positions["market_value"] * factor))
    first, second = Cube(analysis), Cube(scaled)
    for measure in ("full", "low", "base", "high", "long", "short"):
        before, after = first.by("category", measure), second.by("category", measure)
        assert {key: value * factor for key, value in before.items()} == after
    assert np.array_equal(first.positions(), second.positions())
