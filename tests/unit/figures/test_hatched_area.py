"""The hatched area below the curve of concentration: few pieces that follow the curve as near as is seen."""

import random
from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinolens.figures.concentration import SLICE, STEP, Concentration, _hatched
from sinolens.figures.plot import Plot, bar_box

PLOT = Plot(44.0, 10.0, 522.0, 224.0, (0.0, 1.0), (0.0, 1.0))


def made(seed, count):
    chance = random.Random(seed)
    values = sorted((round(chance.paretovariate(0.8) * 10_000) for _ in range(count)), reverse=True)
    guesses = [round(value * chance.choice((0, 0, 0.3, 1))) for value in values]
    names = tuple(f"I{number}" for number in range(count))
    return Concentration(names, tuple(accumulate(values)), 0, (), tuple(accumulate(guesses)))


def between(steps, place):
    low = min(int(place), len(steps) - 2)
    return steps[low] + (steps[low + 1] - steps[low]) * (place - low)


@pytest.mark.parametrize("count", [2, 9, 60, 1500])
@pytest.mark.parametrize("seed", range(4))
def test_pieces_follow_the_curve_and_what_is_known_below_it(seed, count):
    data = made(seed, count)
    bars = _hatched(data, PLOT)
    height, across = PLOT.bottom - PLOT.top, PLOT.right - PLOT.left
    totals, guesses = (0, *data.running), (0, *data.estimated)
    assert all(one.right <= two.left + 1e-9 for one, two in pairwise(bars))
    assert len(bars) < across / SLICE
    for bar in bars:
        for place in (bar.left, bar.right):
            # Half a step to either side, and what the curve does within the finest slice.
            room = (STEP / 2 + 0.5) / height + max(
                abs(between(totals, place) - between(totals, near)) / data.whole
                for near in (max(0, place - count * SLICE / across), min(count, place + count * SLICE / across)))
            assert abs(bar.high - between(totals, place) / data.whole) <= room
    area = sum((bar.right - bar.left) / count * (bar.high - bar.low) for bar in bars)
    whole = sum(between(guesses, (i + 0.5) * count / 2000) for i in range(2000)) / 2000 / data.whole
    assert area == pytest.approx(whole, abs=2.0 / height)


@pytest.mark.parametrize("count", [1, 3, 40, 400])
@pytest.mark.parametrize("height", [60.0, 214.0, 900.0])
def test_a_curve_that_starts_flat_and_is_all_estimated_is_hatched_from_its_start(count, height):
    even = tuple(range(1000, 1000 * (count + 1), 1000))
    data = Concentration(tuple(f"I{number}" for number in range(count)), even, 0, (), even)
    plot = Plot(44.0, 10.0, 522.0, 10.0 + height, (0.0, 1.0), (0.0, 1.0))
    bars = _hatched(data, plot)
    assert bars
    assert sum((bar.right - bar.left) / count * (bar.high - bar.low) for bar in bars) == pytest.approx(
        0.5, abs=3.0 / height)


@given(st.lists(st.tuples(st.integers(1, 10**9), st.floats(0, 1)), min_size=1, max_size=60),
       st.floats(20.0, 900.0), st.floats(5.0, 2000.0))
def test_any_values_can_be_hatched(values, height, width):
    ranked = sorted(values, reverse=True)
    data = Concentration(tuple(map(str, range(len(ranked)))), tuple(accumulate(value for value, _ in ranked)), 0, (),
                         tuple(accumulate(int(value * part) for value, part in ranked)))
    bars = _hatched(data, Plot(44.0, 10.0, 44.0 + width, 10.0 + height, (0.0, 1.0), (0.0, 1.0)))
    assert all(bar.left < bar.right and bar.low <= bar.high for bar in bars)
    assert all(one.right <= two.left + 1e-9 for one, two in pairwise(bars))


def test_a_piece_goes_on_in_the_next_without_an_edge_between():
    bars = _hatched(made(1, 300), PLOT)
    wide = [bar_box(bar, PLOT.left + bar.left, 10.0, PLOT.left + bar.right, 60.0) for bar in bars]
    assert any(box.width > 3.0 for box in wide)
    assert not any(box.stroke for box in wide)
