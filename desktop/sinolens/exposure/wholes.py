"""What a share is of when it is no longer a share of what a figure shows: the pool, a class, a manager, the sleeve."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from sinolens.exposure.cube import Cube
from sinolens.exposure.measures import DENOMINATORS, denominator
from sinolens.exposure.selection import Selection

Filters = tuple[tuple[str, str], ...]
_OWN = ("asset_class", "manager")
_NAMED = 2
_SHORT = 26
"""Letters of a name that stand under a headline figure."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A denominator: `cents`, and which one it is for people ("pool", "asset class Public equity")."""

    cents: int
    name: str
    kind: str

    @property
    def brief(self) -> str:
        """The name where it is short, else only what kind of whole it is."""
        return self.name if len(self.name) <= _SHORT else self.kind


class Wholes:
    """Denominators of the parts of a selection.

    A part is a share of the asset classes, or managers, its own lines are in, not of all that are shown beside it: the
    same part has the same share whether the window is filtered to it or not.
    """

    def __init__(self, cube: Cube, selection: Selection, against: str) -> None:
        """`selection`: the lines parts are taken from; `against`: one of `DENOMINATORS`.

        Raises:
            KeyError: no such denominator.
        """
        self._cube, self._against = cube, against
        self._kind = DENOMINATORS[against]
        self._lines = cube.select(selection).lines()
        self._amounts: dict[str, int] = cube.select(Selection()).by(against) if against in _OWN else {}
        self._made: dict[tuple[int, ...], Whole] = {}
        common = cube.select(denominator(cube, selection, against)).total() if against not in _OWN else 0
        self._common = Whole(common, self._kind, self._kind)

    def of_all(self) -> Whole:
        """The whole of everything selected."""
        return self._whole(self._lines)

    def of(self, filters: Filters) -> Whole:
        """The whole of a part; values of one dimension are alternatives."""
        if self._against not in _OWN:
            return self._common
        lines = self._lines
        for dimension, values in _by_dimension(filters).items():
            wanted = np.zeros(len(self._cube.values(dimension)) + 1, bool)
            places = {value: place for place, value in enumerate(self._cube.values(dimension))}
            wanted[[places[value] for value in values if value in places]] = True
            lines = lines[wanted[self._cube.codes(dimension)[lines]]]
        return self._whole(lines if len(lines) else self._lines)

    def _whole(self, lines: np.ndarray) -> Whole:
        if self._against not in _OWN:
            return self._common
        occurring = self._cube.values(self._against)
        codes = tuple(np.flatnonzero(np.bincount(
            self._cube.codes(self._against)[lines], minlength=len(occurring))).tolist())
        if codes not in self._made:
            self._made[codes] = self._name([occurring[code] for code in codes])
        return self._made[codes]

    def _name(self, values: list[str]) -> Whole:
        names = [self._cube.label(self._against, value) for value in values]
        plural = f"{self._kind}es" if self._kind.endswith("s") else f"{self._kind}s"
        if len(names) == 1:
            told = f"{self._kind} {names[0]}"
        elif 1 < len(names) <= _NAMED:
            told = f"{plural} {' and '.join(names)}"
        else:
            told = f"{len(names)} {plural}"
        kind = self._kind if len(names) == 1 else f"{len(names)} {plural}"
        return Whole(sum(self._amounts.get(value, 0) for value in values), told, kind)


def whole_of(cube: Cube, selection: Selection, against: str) -> Whole:
    """The whole of everything in a selection.

    Raises:
        KeyError: no such denominator.
    """
    return Wholes(cube, selection, against).of_all()


def _by_dimension(filters: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for dimension, value in filters:
        found[dimension].append(value)
    return found
