"""A line through many points is drawn with those it needs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinolens.figures.plot import NEAR, thinned

heights = st.lists(st.floats(-500, 500, allow_nan=False), min_size=2, max_size=60)


@given(heights, st.sampled_from([0.5, 1.0, 40.0]))
def test_it_is_never_off_by_more_than_is_seen(ups, scale):
    points = [(float(i), up) for i, up in enumerate(ups)]
    kept = thinned(points, scale)
    assert kept[0] == points[0]
    assert kept[-1] == points[-1]
    assert set(kept) <= set(points)
    drawn = np.interp([x for x, _ in points], [x for x, _ in kept], [y for _, y in kept])
    assert np.abs(drawn - np.array(ups)).max() * scale <= NEAR + 1e-6


def test_a_long_curve_needs_few_of_its_points():
    points = [(float(i), 1 - 0.99**i) for i in range(1500)]
    assert len(thinned(points, 300.0)) < 60


@pytest.mark.parametrize("points", [[], [(0.0, 1.0)], [(0.0, 1.0), (2.0, 1.0)]])
def test_what_is_short_stays(points):
    assert thinned(points, 100.0) == tuple(points)

