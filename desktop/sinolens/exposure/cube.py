"""Totals of an analysis by any dimensions and any selection, and the way back from a total to its positions."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TypeVar

import numpy as np

from sinolens.domain.tier import Tier
from sinolens.exposure.analysis import Analysis
from sinolens.exposure.dimension import CONFIDENCE_ORDER, Codes, Mask, Numbers
from sinolens.exposure.lookup import Lookup, read_day
from sinolens.exposure.selection import DIMENSION_TITLES, Selection
from sinolens.exposure.store import BLOCK_DIMENSIONS, CELL_DIMENSIONS, MEASURES, NO_DATE, Key, Store, sum_by
from sinolens.exposure.view import View

__all__ = ["DIMENSION_TITLES", "MEASURES", "Cube"]

_LARGEST_TABLE = 1_000_000
"""Combinations of values that are counted in a table with a place for each; more are sorted."""
Columns = tuple[tuple[str, Mapping[str, int]], ...]
"""Dimensions, each with the numbers given to its values."""
_Rolled = tuple[bool, Codes, Codes, list[int]]
Made = TypeVar("Made")


class Cube:
    """An analysis, or a view of it through a selection. Views share their numbers and are cheap.

    Amounts are cents of the base currency. Measures: `full` (the value on its basis, long + short), `long`, `short`,
    its range `least` and `most` where it is not known itself, and the AI-weighted `low`, `base`, `high`. Keys that
    occur in no line of the view are left out; a key whose lines cancel stays, at zero.
    """

    def __init__(self, analysis: Analysis) -> None:
        self._attach(Store(analysis), Selection())

    def _attach(self, store: Store, selection: Selection) -> None:
        self._store = store
        self.selection = selection
        self._view = View(store, selection)
        self._totals_cache: dict[tuple[Key, str, tuple[str, ...]], dict[Key, int]] = {}
        self._ranked_cache: dict[tuple[str, str, tuple[str, ...]], tuple[tuple[str, str], ...]] = {}
        self._rows_cache: dict[tuple[bool, tuple[str, ...]], Codes] = {}

    @property
    def analysis(self) -> Analysis:
        """What the cube is made of."""
        return self._store.analysis

    @property
    def pool(self) -> int:
        """Market value of the whole analysis, whatever is selected."""
        return int(self._store.blocks.amounts["full"].sum())

    def select(self, selection: Selection) -> Cube:
        """A view of the whole analysis through `selection` (not of this view)."""
        # Figures that leave the same out share one view, and so all it has worked out.
        view = self._store.views.get(selection)
        if view is None:
            view = Cube.__new__(Cube)
            view._attach(self._store, selection)
            self._store.views[selection] = view
        return view

    def condensed(self) -> Cube:
        """The whole analysis for totals by dimensions only, in a fraction of the room; this cube is not used any more.

        For dates that stand beside the open one: what is asked of whole positions is no longer there.
        """
        self._store.condense()
        return self.select(Selection())

    @property
    def size(self) -> int:
        """About how many bytes it keeps besides the tables of the analysis."""
        return self._store.size

    def label(self, dimension: str, value: str) -> str:
        """Name of a dimension's value for people: "T1 Transactions barred", "A1 AI accelerators"."""
        return self._store.label(dimension, value)

    def name(self, dimension: str, value: str) -> str:
        """Name of a value without its code, for labels beside which a colour or a header says the rest."""
        if dimension in ("category", "group"):
            return self.analysis.category_names.get(value, value) or "None given"
        return self._store.label(dimension, value)

    def short_name(self, dimension: str, value: str) -> str:
        """What an issuer is commonly called, "" where nothing shorter is on file."""
        return self.analysis.issuer_short_names.get(value, "") if dimension == "issuer" else ""

    def values(self, dimension: str) -> tuple[str, ...]:
        """Values of a dimension that occur in the whole analysis, in natural order."""
        return self._store.dimensions[dimension].values

    def codes(self, dimension: str) -> Codes:
        """Place in `values` of every line of the whole analysis."""
        return self._store.dimensions[dimension].codes

    def by(self, dimension: str, measure: str = "full", scopes: tuple[str, ...] = ()) -> dict[str, int]:
        """Totals by one dimension, in its natural order.

        Raises:
            KeyError: no such dimension or measure.
        """
        return {key[0]: amount for key, amount in self.totals((dimension,), measure, scopes).items()}

    def cross(
        self, first: str, second: str, measure: str = "full", scopes: tuple[str, ...] = (),
    ) -> dict[tuple[str, str], int]:
        """Totals by a pair of dimensions."""
        return {(key[0], key[1]): amount for key, amount in self.totals((first, second), measure, scopes).items()}

    def totals(
        self, dimensions: tuple[str, ...], measure: str = "full", scopes: tuple[str, ...] = (),
    ) -> dict[tuple[str, ...], int]:
        """Totals by any number of dimensions.

        Args:
            dimensions: names; none gives one total with the empty key.
            measure: one of `MEASURES`.
            scopes: only lines of these values of the dimension "scope"; none = all.

        Raises:
            KeyError: no such dimension or measure.
        """
        asked = (dimensions, measure, scopes)
        made = self._totals_cache.get(asked)
        if made is None:
            made = self._totals_cache[asked] = self._totals(dimensions, measure, scopes)
        return made

    def ranked(
        self, dimension: str, measure: str = "full", scopes: tuple[str, ...] = (),
    ) -> tuple[tuple[str, str], ...]:
        """The dimension with each of its values in the view, the largest total first, equal ones in natural order.

        Raises:
            KeyError: no such dimension or measure.
        """
        asked = (dimension, measure, scopes)
        made = self._ranked_cache.get(asked)
        if made is None:
            sums = self.totals((dimension,), measure, scopes)
            names, amounts = list(sums), np.fromiter(sums.values(), np.int64, len(sums))
            order = np.argsort(-amounts, kind="stable").tolist()
            # A list first: there can be thousands of funds.
            made = self._ranked_cache[asked] = tuple([(dimension, names[place][0]) for place in order])
        return made

    def rolled(
        self, columns: Columns, measure: str = "full", scopes: tuple[str, ...] = (),
    ) -> dict[tuple[int, ...], int]:
        """Totals by numbers given to the values of dimensions; several values may share a number.

        Args:
            columns: dimension and the number of each of its values, from 0; values without one are left out, unless the
                numbers are `dimension.Numbers` with a rest.
            measure: one of `MEASURES`.
            scopes: as for `totals`.

        Raises:
            KeyError: no such dimension or measure.
        """
        on_cells, chosen, key, shape = self._rolled_keys(columns, scopes)
        amounts = (self._view.cell_amounts(measure) if on_cells else self._view.line_amounts(measure))[chosen]
        present, key = _occurring(key, shape)
        sums = sum_by(key, amounts, len(present)).astype(np.int64).tolist()
        return dict(zip(_unravelled(present, shape), sums, strict=True))

    def rolled_quality(
        self, columns: Columns, scopes: tuple[str, ...] = (),
    ) -> dict[tuple[int, ...], tuple[str, str]]:
        """The weakest confidence and the ISO date of the oldest data ("" undated) behind each total of `rolled`."""
        store = self._store
        on_cells, chosen, key, shape = self._rolled_keys(columns, scopes)
        ranks = store.confidence_rank[chosen if on_cells else store.cells.of_finer[chosen]]
        dates = (store.oldest if on_cells else store.line_dates)[chosen]
        present, key = _occurring(key, shape)
        worst, oldest = np.full(len(present), -1), np.full(len(present), NO_DATE)
        np.maximum.at(worst, key, ranks)
        np.minimum.at(oldest, key, dates)
        told = ((CONFIDENCE_ORDER[rank], read_day(number))
                for rank, number in zip(worst.tolist(), oldest.tolist(), strict=True))
        return dict(zip(_unravelled(present, shape), told, strict=True))

    def _rolled_keys(self, columns: Columns, scopes: tuple[str, ...]) -> _Rolled:
        """Whether cells can answer, which of them (or of the lines) are inside, the number of each, and their range."""
        store = self._store
        on_cells = all(name in CELL_DIMENSIONS for name, _ in columns)
        chosen = self._rows_of(on_cells, scopes)
        key = np.zeros(len(chosen), np.int64)
        shape = []
        for name, numbers in columns:
            dimension = store.dimensions[name]
            found = dimension.renumbered(numbers)[(store.cells.codes[name] if on_cells else dimension.codes)[chosen]]
            known = found >= 0
            if not known.all():
                # What has no number is left out at once: the columns that follow then look at less.
                chosen, key, found = chosen[known], key[known], found[known]
            highest = max(numbers.values(), default=0)
            shape.append((max(highest, numbers.rest) if isinstance(numbers, Numbers) else highest) + 1)
            key = key * shape[-1] + found
        return on_cells, chosen, key, shape

    def _rows_of(self, on_cells: bool, scopes: tuple[str, ...]) -> Codes:
        """Cells, or lines, of the view that are of some scopes; none = of any. Every figure of a view asks the same."""
        made = self._rows_cache.get((on_cells, scopes))
        if made is None:
            store, mask = self._store, self._view.mask if not on_cells else None
            if on_cells:
                made = np.arange(store.cells.count)[self._view.live]
            else:
                made = np.arange(store.line_count) if mask is None else np.flatnonzero(mask)
            if scopes:
                scope = store.dimensions["scope"]
                made = made[scope.among(scopes)[(store.cells.codes["scope"] if on_cells else scope.codes)[made]]]
            self._rows_cache[on_cells, scopes] = made
        return made

    def remembered(self, name: tuple[str, ...], facts: object, make: Callable[[], Made]) -> Made:
        """What was made once of the whole analysis and some facts under a name; made anew for other facts."""
        kept = self._store.memory.get(name)
        if kept is None or kept[0] is not facts:
            kept = self._store.memory[name] = (facts, make())
        made: Made = kept[1]
        return made

    def total(self, measure: str = "full") -> int:
        """Total of the view."""
        return int(self._view.block_amounts(measure)[self._view.live_blocks].sum())

    def oldest(self, dimensions: tuple[str, ...]) -> Mapping[tuple[str, ...], str]:
        """ISO date of the oldest data in each combination of cell dimensions, "" where none is dated."""
        codes, keys = self._store.cells.composite(dimensions)
        dates = np.full(len(keys), NO_DATE)
        np.minimum.at(dates, codes[self._view.live], self._store.oldest[self._view.live])
        return Lookup(self._store.cells.places(dimensions), dates, read_day)

    def confidence(self, dimensions: tuple[str, ...]) -> Mapping[tuple[str, ...], str]:
        """The weakest confidence in each combination of cell dimensions."""
        codes, keys = self._store.cells.composite(dimensions)
        worst = np.full(len(keys), -1)
        np.maximum.at(worst, codes[self._view.live], self._store.confidence_rank[self._view.live])
        return Lookup(self._store.cells.places(dimensions), worst, lambda rank: CONFIDENCE_ORDER[rank])

    @cached_property
    def _tally(self) -> tuple[Codes, dict[str, int], dict[str, int]]:
        """Positions in the view, and how many of them have a line of each tier: of any scope, and of China AI.

        One pass over the lines answers all three.
        """
        store = self._store
        tiers = store.dimensions["tier"].values
        lines, dropped = self._view.fewer
        if dropped:
            counts = store.position_key_counts
            keys = store.position_keys[lines]
            if len(keys) * 8 < len(counts):
                # Only what the few dropped lines touch can have gone.
                gone = np.zeros(len(counts), np.int64)
                np.add.at(gone, keys, 1)
                flags = store.position_key_flags.copy()
                flags[keys[gone[keys] == counts[keys]]] = False
            else:
                flags = counts > np.bincount(keys, minlength=len(counts))
        else:
            flags = np.zeros(store.position_count * len(tiers) * 2, bool)
            flags[store.position_keys[lines]] = True
        found = flags.reshape(2, len(tiers), store.position_count)
        either = found[0] | found[1]
        return (
            np.flatnonzero(either.any(axis=0)),
            {tier: int(np.count_nonzero(either[place])) for place, tier in enumerate(tiers)},
            {tier: int(np.count_nonzero(found[1, place])) for place, tier in enumerate(tiers)},
        )

    def lines(self) -> Codes:
        """Row numbers of the slices in the view, ascending."""
        return np.arange(self._store.line_count) if self._view.mask is None else np.flatnonzero(self._view.mask)

    def positions(self) -> Codes:
        """Row numbers of the positions with a line in the view, ascending."""
        return self._tally[0]

    def positions_by_tier(self, china_ai: bool = False) -> dict[str, int]:
        """Positions with at least one line in each tier; with `china_ai` only their China-AI lines are looked at."""
        return self._tally[2] if china_ai else self._tally[1]

    @property
    def position_count(self) -> int:
        """Number of positions with a line in the view."""
        return len(self.positions())

    @property
    def line_count(self) -> int:
        """Number of lines in the view."""
        return int(self._view.cell_lines[self._view.live].sum())

    def position_sum(self, column: str) -> int:
        """Sum of a money column of the position table over the view's positions; missing counts as nothing."""
        table = self.analysis.positions
        amounts = self.remembered(
            ("position amounts", column), table, lambda: table[column].fillna(0).to_numpy(np.int64))
        return int(amounts[self.positions()].sum())

    def position_statuses(self) -> dict[str, tuple[int, int]]:
        """Market value and number of the view's positions by the tier of the position itself, all six tiers."""
        tiers, value = self._store.position_tiers
        rows = self.positions()
        codes = tiers.codes[rows]
        size = max(len(tiers.values), 1)
        counts = np.bincount(codes, minlength=size).tolist()
        sums = np.zeros(size, np.int64)
        np.add.at(sums, codes, value[rows])
        found = dict.fromkeys((str(tier) for tier in Tier), (0, 0))
        return found | {tier: (int(sums[place]), counts[place]) for place, tier in enumerate(tiers.values)}

    def _line_totals(self, dimensions: Key, measure: str, scopes: tuple[str, ...]) -> dict[Key, int]:
        """Totals with a dimension too fine for cells: over the lines, or over the fewer that are outside the view."""
        store = self._store
        codes, keys = store.line_composite(dimensions)
        lines, dropped = self._view.fewer
        if scopes:
            scope = store.dimensions["scope"]
            inside = scope.among(scopes)[scope.codes]
            lines, dropped = np.flatnonzero(inside if self._view.mask is None else inside & self._view.mask), False
        counts: Codes = np.bincount(codes[lines], minlength=len(keys)).astype(np.int64, copy=False)
        sums = sum_by(codes[lines], store.amounts[measure][lines], len(keys))
        if dropped:
            all_counts, all_sums = store.line_totals(dimensions, measure)
            counts, sums = all_counts - counts, all_sums - sums
        present = np.flatnonzero(counts)
        return dict(zip(map(keys.__getitem__, present.tolist()), sums[present].astype(np.int64).tolist(), strict=True))

    def _totals(self, dimensions: Key, measure: str, scopes: tuple[str, ...]) -> dict[Key, int]:
        if measure not in MEASURES:
            raise KeyError(measure)
        if not dimensions:
            return {(): sum(self.by("scope", measure, scopes).values())}
        store = self._store
        wanted = store.dimensions["scope"].among(scopes) if scopes else None
        chosen: Codes | slice | Mask | None
        if all(name in BLOCK_DIMENSIONS for name in dimensions):
            codes, keys = store.blocks.composite(dimensions)
            amounts, scope = self._view.block_amounts(measure), store.blocks.codes["scope"]
            chosen = self._view.live_blocks
        elif all(name in CELL_DIMENSIONS for name in dimensions):
            codes, keys = store.cells.composite(dimensions)
            amounts, scope, chosen = self._view.cell_amounts(measure), store.cells.codes["scope"], self._view.live
        else:
            return self._line_totals(dimensions, measure, scopes)
        codes, amounts = codes[chosen], amounts[chosen]
        if wanted is not None:
            inside = wanted[scope[chosen]]
            codes, amounts = codes[inside], amounts[inside]
        if not len(codes):
            return {}
        present = np.flatnonzero(np.bincount(codes, minlength=len(keys)))
        sums = sum_by(codes, amounts, len(keys))[present].astype(np.int64).tolist()
        return dict(zip(map(keys.__getitem__, present.tolist()), sums, strict=True))


def _unravelled(present: Codes, shape: list[int]) -> list[tuple[int, ...]]:
    """Numbers of each column of the keys that occur."""
    places = np.column_stack(np.unravel_index(present, shape)).tolist()
    return [tuple(place) for place in places]


def _occurring(key: Codes, shape: list[int]) -> tuple[Codes, Codes]:
    """The numbers that occur, ascending, and for every row the place of its own among them."""
    size = math.prod(shape)
    if size > _LARGEST_TABLE:
        # Fine dimensions together have far more combinations than there are rows.
        present, place = np.unique(key, return_inverse=True)
        return present, place.reshape(-1)
    present = np.flatnonzero(np.bincount(key, minlength=size))
    table = np.zeros(size, np.int64)
    table[present] = np.arange(len(present))
    return present, table[key]
