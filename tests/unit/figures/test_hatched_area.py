"""The hatched area below the curve of concentration: few pieces that follow the curve as near as is seen."""

import random
from itertools import accumulate, pairwise

import pytest

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


def test_a_piece_goes_on_in_the_next_without_an_edge_between():
    bars = _hatched(made(1, 300), PLOT)
    wide = [bar_box(bar, PLOT.left + bar.left, 10.0, PLOT.left + bar.right, 60.0) for bar in bars]
    assert any(box.width > 3.0 for box in wide)
    assert not any(box.stroke for box in wide)
