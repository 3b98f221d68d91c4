"""Totals of an analysis by any dimensions and any selection, and the way back from a total to its positions."""

from __future__ import annotations

import numpy as np

from sinolens.domain.tier import Tier
from sinolens.exposure.analysis import Analysis
from sinolens.exposure.selection import DIMENSION_TITLES, Selection
from sinolens.exposure.store import CELL_DIMENSIONS, CONFIDENCE_ORDER, MEASURES, Amounts, Codes, Mask, Store

__all__ = ["DIMENSION_TITLES", "MEASURES", "Cube"]


class Cube:
    """An analysis, or a view of it through a selection. Views share their numbers and are cheap.

    Amounts are cents of the base currency. Measures: `full` (market value, long + short), `long`, `short`, and the
    AI-weighted `low`, `base`, `high`. Keys that occur in no line of the view are left out; a key whose lines cancel
    stays, at zero.
    """

    def __init__(self, analysis: Analysis) -> None:
        self._attach(Store(analysis), Selection())

    def _attach(self, store: Store, selection: Selection) -> None:
        self._store = store
        self.selection = selection
        self._cell_mask = _cell_mask(store, selection)
        self._line_mask = _line_mask(store, selection)
        self._lines_cache: Codes | None = None
        self._live_cache: Codes | None = None
        self._amounts_cache: dict[str, Amounts] = {}
        self._totals_cache: dict[tuple[tuple[str, ...], str], dict[tuple[str, ...], int]] = {}

    @property
    def analysis(self) -> Analysis:
        """What the cube is made of."""
        return self._store.analysis

    @property
    def pool(self) -> int:
        """Market value of the whole analysis, whatever is selected."""
        return int(self._store.cell_amounts["full"].sum())

    def select(self, selection: Selection) -> Cube:
        """A view of the whole analysis through `selection` (not of this view)."""
        view = Cube.__new__(Cube)
        view._attach(self._store, selection)
        return view

    def label(self, dimension: str, value: str) -> str:
        """Name of a dimension's value for people: "T1 Transactions barred", "A1 AI accelerators"."""
        return self._store.label(dimension, value)

    def name(self, dimension: str, value: str) -> str:
        """Name of a value without its code, for labels beside which a colour or a header says the rest."""
        if dimension in ("category", "group"):
            return self.analysis.category_names.get(value, value) or "None given"
        return self._store.label(dimension, value)

    def values(self, dimension: str) -> tuple[str, ...]:
        """Values of a dimension that occur in the whole analysis, in natural order."""
        return self._store.dimensions[dimension].values

    def codes(self, dimension: str) -> Codes:
        """Place in `values` of every line of the whole analysis."""
        return self._store.dimensions[dimension].codes

    def by(self, dimension: str, measure: str = "full") -> dict[str, int]:
        """Totals by one dimension, in its natural order.

        Raises:
            KeyError: no such dimension or measure.
        """
        return {key[0]: amount for key, amount in self.totals((dimension,), measure).items()}

    def cross(self, first: str, second: str, measure: str = "full") -> dict[tuple[str, str], int]:
        """Totals by a pair of dimensions."""
        return {(key[0], key[1]): amount for key, amount in self.totals((first, second), measure).items()}

    def totals(self, dimensions: tuple[str, ...], measure: str = "full") -> dict[tuple[str, ...], int]:
        """Totals by any number of dimensions.

        Raises:
            KeyError: no such dimension or measure.
        """
        made = self._totals_cache.get((dimensions, measure))
        if made is None:
            made = self._totals_cache[(dimensions, measure)] = self._totals(dimensions, measure)
        return made

    def total(self, measure: str = "full") -> int:
        """Total of the view."""
        return int(self._cell_amounts(measure)[self._live].sum())

    def oldest(self, dimensions: tuple[str, ...]) -> dict[tuple[str, ...], str]:
        """ISO date of the oldest data in each combination of cell dimensions, "" where none is dated."""
        codes, keys = self._store.composite(dimensions)
        dates = np.full(len(keys), np.iinfo(np.int64).max)
        np.minimum.at(dates, codes[self._live], self._store.oldest[self._live])
        return {keys[i]: _iso(int(dates[i])) for i in np.unique(codes[self._live])}

    def confidence(self, dimensions: tuple[str, ...]) -> dict[tuple[str, ...], str]:
        """The weakest confidence in each combination of cell dimensions."""
        codes, keys = self._store.composite(dimensions)
        scale = self._store.dimensions["confidence"]
        rank = np.array([CONFIDENCE_ORDER.index(value) if value in CONFIDENCE_ORDER else len(CONFIDENCE_ORDER)
                         for value in scale.values] or [0])
        worst = np.zeros(len(keys), np.int64)
        np.maximum.at(worst, codes[self._live], rank[self._store.cell_codes["confidence"][self._live]])
        names = (*CONFIDENCE_ORDER, "unknown")
        return {keys[i]: names[worst[i]] for i in np.unique(codes[self._live])}

    def lines(self) -> Codes:
        """Row numbers of the slices in the view."""
        if self._lines_cache is None:
            store = self._store
            mask = None if self._cell_mask is None else self._cell_mask[store.cell_of_line]
            if self._line_mask is not None:
                mask = self._line_mask if mask is None else mask & self._line_mask
            self._lines_cache = np.arange(store.line_count) if mask is None else np.flatnonzero(mask)
        return self._lines_cache

    def positions(self) -> Codes:
        """Row numbers of the positions with a line in the view, ascending."""
        found = np.zeros(self._store.position_count, bool)
        found[self._store.position[self.lines()]] = True
        return np.flatnonzero(found)

    def positions_of(self, selection: Selection) -> Codes:
        """Row numbers of the positions behind a selection of the whole analysis, ascending."""
        return self.select(selection).positions()

    @property
    def position_count(self) -> int:
        """Number of positions with a line in the view."""
        return len(self.positions())

    @property
    def line_count(self) -> int:
        """Number of lines in the view."""
        if self._line_mask is not None:
            return len(self.lines())
        return int(self._store.cell_lines[self._live].sum())

    def position_sum(self, column: str) -> int:
        """Sum of a money column of the position table over the view's positions; missing counts as nothing."""
        return int(self.analysis.positions[column].iloc[self.positions()].fillna(0).sum())

    def positions_by_tier(self, china_ai: bool = False) -> dict[str, int]:
        """Positions with at least one line in each tier; with `china_ai` only their China-AI lines are looked at."""
        store = self._store
        tiers = store.dimensions["tier"].values
        lines = self.lines()
        if china_ai:
            scope = store.dimensions["scope"]
            lines = lines[scope.codes[lines] == scope.values.index("china_ai")]
        found = np.zeros(store.position_count * len(tiers), bool)
        found[store.tier_of_position[lines]] = True
        counts = found.reshape(store.position_count, len(tiers)).sum(axis=0)
        return {tier: int(count) for tier, count in zip(tiers, counts, strict=True)}

    def position_statuses(self) -> dict[str, tuple[int, int]]:
        """Market value and number of the view's positions by the tier of the position itself, all six tiers."""
        rows = self.analysis.positions[["tier", "market_value"]].iloc[self.positions()]
        sums = rows.groupby("tier")["market_value"].agg(["sum", "count"])
        found = {str(tier): (int(value), int(count)) for tier, value, count in sums.itertuples()}
        return {str(tier): found.get(str(tier), (0, 0)) for tier in Tier}

    @property
    def _live(self) -> Codes:
        """Cells with a line in the view."""
        if self._live_cache is None:
            if self._line_mask is not None:
                count = np.bincount(self._store.cell_of_line[self.lines()], minlength=self._store.cell_count)
                self._live_cache = np.flatnonzero(count)
            elif self._cell_mask is not None:
                self._live_cache = np.flatnonzero(self._cell_mask)
            else:
                self._live_cache = np.arange(self._store.cell_count)
        return self._live_cache

    def _cell_amounts(self, measure: str) -> Amounts:
        """Amount of every cell as far as the view reaches into it; cells outside the view hold anything."""
        if measure not in MEASURES:
            raise KeyError(measure)
        if self._line_mask is None:
            return self._store.cell_amounts[measure]
        made = self._amounts_cache.get(measure)
        if made is None:
            store, lines = self._store, self.lines()
            made = store.sum_by(store.cell_of_line[lines], store.amounts[measure][lines], store.cell_count)
            self._amounts_cache[measure] = made
        return made

    def _totals(self, dimensions: tuple[str, ...], measure: str) -> dict[tuple[str, ...], int]:
        store = self._store
        if all(name in CELL_DIMENSIONS for name in dimensions):
            codes, keys = store.composite(dimensions)
            codes, amounts = codes[self._live], self._cell_amounts(measure)[self._live]
        else:
            codes, keys = store.line_composite(dimensions)
            lines = self.lines()
            codes, amounts = codes[lines], store.amounts[measure][lines]
        if not len(codes):
            return {}
        present = np.flatnonzero(np.bincount(codes, minlength=len(keys)))
        sums = store.sum_by(codes, amounts, len(keys))
        return {keys[i]: int(sums[i]) for i in present}


def _cell_mask(store: Store, selection: Selection) -> Mask | None:
    """Which cells the selection leaves, as far as cells can tell; None = all."""
    return _dimension_mask(
        store, selection, tuple(name for name in DIMENSION_TITLES if name in CELL_DIMENSIONS), on_cells=True,
    )


def _line_mask(store: Store, selection: Selection) -> Mask | None:
    """Which lines the selection leaves by what cells cannot tell: account, fund, positions, text; None = all."""
    mask = _dimension_mask(
        store, selection, tuple(name for name in DIMENSION_TITLES if name not in CELL_DIMENSIONS), on_cells=False,
    )
    if selection.positions:
        chosen = np.zeros(store.position_count, bool)
        rows = np.array(selection.positions, np.int64)
        chosen[rows[(rows >= 0) & (rows < store.position_count)]] = True
        mask = _both(mask, chosen[store.position])
    for word in selection.text.casefold().split():
        mask = _both(mask, _lines_with(store, word))
    return mask


def _dimension_mask(store: Store, selection: Selection, names: tuple[str, ...], *, on_cells: bool) -> Mask | None:
    mask: Mask | None = None
    for chosen, wanted in ((selection.included, True), (selection.excluded, False)):
        for name, values in chosen:
            if name in names:
                dimension = store.dimensions[name]
                codes = store.cell_codes[name] if on_cells else dimension.codes
                mask = _both(mask, (dimension.among(values) == wanted)[codes])
    return mask


def _lines_with(store: Store, word: str) -> Mask:
    """Lines one of whose names holds the word."""
    mask = np.zeros(store.line_count, bool)
    for name, texts in store.haystacks.items():
        found = np.fromiter((word in text for text in texts), bool, len(texts))
        if found.any():
            mask |= found[store.position if name == "position" else store.dimensions[name].codes]
    return mask


def _both(first: Mask | None, second: Mask) -> Mask:
    return second if first is None else first & second


def _iso(number: int) -> str:
    if number == np.iinfo(np.int64).max:
        return ""
    return f"{number // 10000:04d}-{number // 100 % 100:02d}-{number % 100:02d}"
