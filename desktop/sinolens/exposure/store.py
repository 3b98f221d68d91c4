"""The numbers behind the cube, at three levels of detail.

Lines that agree in all but account and fund are summed into cells, and cells that agree in what most charts ask for
into blocks. A question is put to the coarsest level that can answer it, a selection applied at the level that can tell.
Sums are exact to the cent: whole numbers in double precision up to 2**53, and in 64-bit integers beyond.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any
from weakref import WeakValueDictionary

import numpy as np
import numpy.typing as npt
import pandas as pd

from sinolens.exposure.analysis import Analysis
from sinolens.exposure.dimension import (
    CONFIDENCE_ORDER,
    Codes,
    Dimension,
    Mask,
    dimensions_of,
    encode,
    issuer_names,
    label_of,
)
from sinolens.exposure.selection import DIMENSION_TITLES, Selection
from sinolens.exposure.text_index import TextIndex

Amounts = npt.NDArray[np.float64] | npt.NDArray[np.int64]
Key = tuple[str, ...]

MEASURES = ("full", "long", "short", "low", "base", "high", "least", "most")
LINE_DIMENSIONS = ("account", "fund", "mic", "country")
"""Too fine to be part of a cell."""
CELL_DIMENSIONS = tuple(name for name in DIMENSION_TITLES if name not in LINE_DIMENSIONS)
BLOCK_DIMENSIONS = (
    "scope", "group", "category", "tier", "manager", "asset_class", "region", "reach", "knowledge", "intensity",
)
"""What most charts ask for."""
NO_DATE = 99_999_999
_LARGEST_EXACT = 2.0**53


class Level:
    """Lines summed into rows that agree in some dimensions.

    Attributes:
        of_finer: for every row of the finer level its row here.
        count: number of rows.
        codes: for every row its value's number, by dimension.
        amounts: sums by measure.
        lines: how many lines each row sums.
    """

    def __init__(
        self, names: Key, dimensions: dict[str, Dimension], finer: dict[str, Codes], amounts: dict[str, Amounts],
        lines: Codes,
    ) -> None:
        self.dimensions = dimensions
        rows, distinct = pd.factorize(_combined([(dimensions[name], finer[name]) for name in names]))
        self.of_finer: Codes = rows.astype(np.int64)
        self.count = len(distinct)
        first = np.full(self.count, len(rows), np.int64)
        np.minimum.at(first, self.of_finer, np.arange(len(rows)))
        self.codes: dict[str, Codes] = {name: finer[name][first] for name in names}
        self.amounts = {name: sum_by(self.of_finer, amount, self.count) for name, amount in amounts.items()}
        self.lines: Codes = sum_by(self.of_finer, lines, self.count).astype(np.int64)
        self._composites: dict[Key, tuple[Codes, list[Key]]] = {}
        self._places: dict[Key, dict[Key, int]] = {}

    def composite(self, names: Key) -> tuple[Codes, list[Key]]:
        """For every row the number of its combination of dimensions, and the combinations that occur, in order."""
        made = self._composites.get(names)
        if made is None:
            made = self._composites[names] = combinations([(self.dimensions[name], self.codes[name]) for name in names])
        return made

    def places(self, names: Key) -> dict[Key, int]:
        """Number of each combination of `composite`."""
        made = self._places.get(names)
        if made is None:
            made = self._places[names] = {key: place for place, key in enumerate(self.composite(names)[1])}
        return made


class Store:
    """All lines of an analysis as numbers. Built once; every view of the cube shares it."""

    def __init__(self, analysis: Analysis) -> None:
        slices = analysis.slices
        self.analysis = analysis
        self.position: Codes = slices["position"].to_numpy(np.int64)
        self.position_count = len(analysis.positions)
        self.line_count = len(slices)
        self.dimensions = dimensions_of(analysis)
        self.issuer_names = issuer_names(slices)
        value = slices["market_value"].to_numpy(np.int64)
        cents: dict[str, npt.NDArray[np.int64]] = {
            "full": value, "long": np.maximum(value, 0), "short": np.minimum(value, 0),
            **{name: slices[name].to_numpy(np.int64) for name in ("low", "base", "high")},
            # Only an analysis valued by delta has values that are not known themselves.
            **{name: slices[column].to_numpy(np.int64) if column in slices else value
               for name, column in (("least", "value_least"), ("most", "value_most"))},
        }
        exact = all(float(np.abs(amount.astype(np.float64)).sum()) < _LARGEST_EXACT for amount in cents.values())
        self.amounts: dict[str, Amounts] = {
            name: amount.astype(np.float64) if exact else amount for name, amount in cents.items()
        }
        codes = {name: dimension.codes for name, dimension in self.dimensions.items()}
        ones = np.ones(self.line_count, np.int64)
        self.cells = Level(CELL_DIMENSIONS, self.dimensions, codes, self.amounts, ones)
        self.blocks = Level(
            BLOCK_DIMENSIONS, self.dimensions, self.cells.codes, self.cells.amounts, self.cells.lines,
        )
        self._line_composites: dict[Key, tuple[Codes, list[Key]]] = {}
        self._line_totals: dict[tuple[Key, str], tuple[Codes, Amounts]] = {}
        # Views in use, by what they leave; each lives as long as something shows it.
        self.views: WeakValueDictionary[Selection, Any] = WeakValueDictionary()
        self.memory: dict[Key, tuple[object, Any]] = {}

    def line_composite(self, names: Key) -> tuple[Codes, list[Key]]:
        """`Level.composite` for every line; for combinations with a dimension too fine for a cell."""
        made = self._line_composites.get(names)
        if made is None:
            found = [self.dimensions[name] for name in names]
            made = self._line_composites[names] = combinations([(dimension, dimension.codes) for dimension in found])
        return made

    def line_totals(self, names: Key, measure: str) -> tuple[Codes, Amounts]:
        """Number of lines and sum of amounts of every combination of `line_composite`, of the whole analysis."""
        made = self._line_totals.get((names, measure))
        if made is None:
            codes, keys = self.line_composite(names)
            counts: Codes = np.bincount(codes, minlength=len(keys)).astype(np.int64, copy=False)
            made = self._line_totals[names, measure] = (counts, sum_by(codes, self.amounts[measure], len(keys)))
        return made

    def condense(self) -> None:
        """Keep the numbers and the names, in the least room, and let go of the tables they were made from.

        All that is asked of lines goes on working; what is asked of whole positions does not.
        """
        kept = (self.line_dates, self.oldest, self.confidence_rank, self.haystacks, self.first_lines)
        for dimension in self.dimensions.values():
            dimension.codes = _least(dimension.codes)
        for level in (self.cells, self.blocks):
            level.codes = {name: _least(codes) for name, codes in level.codes.items()}
            level.of_finer = _least(level.of_finer)
        self.position = _least(self.position)
        self._line_composites.clear()
        self._line_totals.clear()
        self.views.clear()
        self.memory.clear()
        none = self.analysis.slices.iloc[:0]
        self.analysis = replace(
            self.analysis, positions=self.analysis.positions.iloc[:0], slices=none, matches=[], statuses=[], inputs=(),
            findings=(), funds=(), at_market=None, scenarios=None, overrides=(), exemptions=(), overlaps=(), doubts=())
        del kept

    @property
    def size(self) -> int:
        """About how many bytes it keeps."""
        arrays = [self.position, self.line_dates, self.oldest, self.confidence_rank, self.first_lines,
                  *self.amounts.values(), *(dimension.codes for dimension in self.dimensions.values())]
        for level in (self.cells, self.blocks):
            arrays += [level.of_finer, level.lines, *level.codes.values(), *level.amounts.values()]
        words = sum(len(value) for dimension in self.dimensions.values() for value in dimension.values)
        return sum(array.nbytes for array in arrays) + 2 * words + sum(
            index.size for index in self.haystacks.values())

    def label(self, dimension: str, value: str) -> str:
        """Name of a value for people."""
        return label_of(dimension, value, self.analysis.category_names, self.issuer_names)

    @cached_property
    def oldest(self) -> Codes:
        """For every cell the oldest data date as YYYYMMDD; `NO_DATE` where no line has one."""
        dates = np.full(self.cells.count, NO_DATE, np.int64)
        np.minimum.at(dates, self.cells.of_finer, self.line_dates)
        return dates

    @cached_property
    def line_dates(self) -> Codes:
        """For every line the date of its data as YYYYMMDD; `NO_DATE` where it has none."""
        texts, found = pd.factorize(self.analysis.slices["data_date"])
        number: Codes = np.array([_as_number(str(text)) for text in found] or [NO_DATE], np.int64)
        return number[texts]

    @cached_property
    def confidence_rank(self) -> Codes:
        """For every cell the place of its confidence on the scale, the weakest last; what is not on it is unknown."""
        last = len(CONFIDENCE_ORDER) - 1
        rank = [CONFIDENCE_ORDER.index(value) if value in CONFIDENCE_ORDER else last
                for value in self.dimensions["confidence"].values]
        places: Codes = np.array(rank, np.int64)[self.cells.codes["confidence"]]
        return places

    @cached_property
    def position_keys(self) -> Codes:
        """For every line one number for whether it is China AI, its tier, and its position."""
        tiers, scope = self.dimensions["tier"], self.dimensions["scope"]
        china = scope.codes == scope.values.index("china_ai")
        keys: Codes = (china * len(tiers.values) + tiers.codes) * self.position_count + self.position
        return keys

    @cached_property
    def position_key_counts(self) -> Codes:
        """How many lines have each of the `position_keys`."""
        size = self.position_count * len(self.dimensions["tier"].values) * 2
        counts: Codes = np.bincount(self.position_keys, minlength=size).astype(np.int64, copy=False)
        return counts

    @cached_property
    def position_key_flags(self) -> Mask:
        """Which of the `position_keys` a line has."""
        flags: Mask = self.position_key_counts > 0
        return flags

    @cached_property
    def position_tiers(self) -> tuple[Dimension, Codes]:
        """Tier and market value of every position by its own status."""
        positions = self.analysis.positions
        return encode("tier", positions["tier"]), positions["market_value"].to_numpy(np.int64)

    @cached_property
    def haystacks(self) -> dict[str, TextIndex]:
        """Names that free text is looked for in: of positions, and of the values of named dimensions."""
        named = {
            name: TextIndex([f"{value} {self.label(name, value)}" for value in self.dimensions[name].values])
            for name in ("issuer", "fund", "manager", "account", "category")
        }
        return {"position": TextIndex([str(name) for name in self.analysis.positions["name"]]), **named}

    @cached_property
    def first_lines(self) -> Codes:
        """For every position one of its lines, -1 where it has none."""
        first: Codes = np.full(self.position_count, -1, np.int64)
        first[self.position[::-1]] = np.arange(self.line_count - 1, -1, -1)
        return first


def sum_by(codes: Codes, amounts: Amounts | Codes, size: int) -> Amounts:
    """Sum of amounts for each code, exact: in doubles as long as they are given as doubles, else in integers."""
    if amounts.dtype == np.float64:
        return np.bincount(codes, weights=amounts, minlength=size).astype(np.float64, copy=False)
    sums = np.zeros(size, np.int64)
    np.add.at(sums, codes, amounts)
    return sums


def combinations(columns: list[tuple[Dimension, Codes]]) -> tuple[Codes, list[Key]]:
    """For every row the number of its combination of values, and the combinations that occur, in natural order."""
    if len(columns) == 1:
        dimension, codes = columns[0]
        return codes, [(value,) for value in dimension.values]
    _, first, numbers = np.unique(_combined(columns), return_index=True, return_inverse=True)
    keys = [tuple(dimension.values[codes[row]] for dimension, codes in columns) for row in first]
    return numbers.reshape(-1).astype(np.int64), keys


def _combined(columns: list[tuple[Dimension, Codes]]) -> Codes:
    """One number for each combination; it rises with the combination's natural order while that fits 62 bits."""
    key = np.zeros(len(columns[0][1]), np.int64)
    size = 1
    for dimension, codes in columns:
        count = max(len(dimension.values), 1)
        if size * count >= 2**62:
            found, key = np.unique(key, return_inverse=True)
            key, size = key.reshape(-1).astype(np.int64), len(found)
        key = key * count + codes
        size *= count
    return key


def _least(codes: Codes) -> Codes:
    """The same whole numbers in the least room they fit: indexes and counts take any width."""
    highest = int(codes.max()) if len(codes) else 0
    kind = next(kind for kind in (np.int8, np.int16, np.int32, np.int64) if highest <= np.iinfo(kind).max)
    return codes.astype(kind)


def _as_number(text: str) -> int:
    digits = text.replace("-", "")
    return int(digits) if len(digits) == 8 and digits.isdecimal() else NO_DATE
