"""One of two analyses that are compared: its cube, its securities, and which of its lines a measure counts."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from sinolens.domain.tier import Tier
from sinolens.exposure.analysis import Analysis
from sinolens.exposure.cube import Cube
from sinolens.exposure.identity_across import Securities, leaf_keys
from sinolens.exposure.reported_accounts import reported_once

Mask = npt.NDArray[np.bool_]
TOUCHED = frozenset({Tier.T1, Tier.T2, Tier.T3, Tier.T4})


@dataclass
class OneDate:
    """One of the two analyses.

    Attributes:
        cube: its lines.
        numbers: the security of each position, numbered over both dates.
        keys: of each line the way through the funds and the security at its end, see `leaf_keys`.
        apart: of each position whether only this date reports its account, see `reported_once`.
    """

    cube: Cube
    numbers: list[int]
    keys: list[tuple[str, int]]
    apart: list[bool] = field(default_factory=list)

    @property
    def analysis(self) -> Analysis:
        """What the cube was made of."""
        return self.cube.analysis


def two_dates(before: Analysis, after: Analysis) -> tuple[OneDate, OneDate]:
    """Both analyses with their securities numbered together."""
    securities = Securities()
    sides = []
    for analysis in (before, after):
        numbers = securities.number(analysis.positions)
        sides.append(OneDate(Cube(analysis), numbers, list(leaf_keys(securities, analysis.slices))))
    then, now = sides
    then.apart, now.apart = reported_once(before.positions, after.positions, (then.numbers, now.numbers))
    return then, now


def in_china_ai(cube: Cube) -> Mask:
    """Which lines count as Chinese AI under the definition of the analysis."""
    values = cube.values("scope")
    return np.asarray(cube.codes("scope") == (values.index("china_ai") if "china_ai" in values else -1), bool)


def is_touched(cube: Cube) -> Mask:
    """Which lines stand in tiers T1 to T4, Chinese AI or not."""
    inside = np.array([value in TOUCHED for value in cube.values("tier")] or [False], bool)
    return np.asarray(inside[cube.codes("tier")], bool) if len(cube.codes("tier")) else np.zeros(0, bool)
