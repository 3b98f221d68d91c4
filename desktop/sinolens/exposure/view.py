"""The part of an analysis a selection leaves: its lines, cells and blocks, and their amounts."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from sinolens.exposure.dimension import Codes, Mask
from sinolens.exposure.masks import both, cell_mask, line_mask
from sinolens.exposure.selection import Selection
from sinolens.exposure.store import MEASURES, Amounts, Store, sum_by


class View:
    """What is inside a selection, worked out when first asked for.

    Cells hold lines that are alike in every cell dimension, blocks hold cells that are alike in every block dimension
    (see `Store`), so that most questions never look at single lines.
    """

    def __init__(self, store: Store, selection: Selection) -> None:
        self._store = store
        self._cell_mask = cell_mask(store, selection)
        self._line_mask = line_mask(store, selection)
        self._amounts_cache: dict[str, Amounts] = {}
        self._block_cache: dict[str, Amounts] = {}

    @cached_property
    def mask(self) -> Mask | None:
        """Which lines are in the view; None = all."""
        if self._cell_mask is None:
            return self._line_mask
        return both(self._line_mask, self._cell_mask[self._store.cells.of_finer])

    @cached_property
    def fewer(self) -> tuple[Codes, bool]:
        """The fewer of the lines in the view and those outside it, and whether they are those outside."""
        if self.mask is None:
            return np.zeros(0, np.int64), True
        dropped = 2 * int(np.count_nonzero(self.mask)) > self._store.line_count
        return np.flatnonzero(~self.mask if dropped else self.mask), dropped

    @cached_property
    def _partial(self) -> tuple[Codes, bool] | None:
        """The fewer of the lines the line mask keeps and those it drops, and whether they are the dropped ones."""
        if self._line_mask is None:
            return None
        dropped = 2 * int(np.count_nonzero(self._line_mask)) > self._store.line_count
        return np.flatnonzero(~self._line_mask if dropped else self._line_mask), dropped

    @cached_property
    def _partial_cells(self) -> Codes:
        """Cell of each line of `_partial`."""
        lines = self._partial[0] if self._partial is not None else np.zeros(0, np.int64)
        return self._store.cells.of_finer[lines]

    @cached_property
    def cell_lines(self) -> Codes:
        """Number of lines of every cell, as far as the line mask leaves them."""
        cells = self._store.cells
        if self._partial is None:
            return cells.lines
        _, dropped = self._partial
        count: Codes = np.bincount(self._partial_cells, minlength=cells.count).astype(np.int64, copy=False)
        return cells.lines - count if dropped else count

    @cached_property
    def live(self) -> Codes | slice:
        """Cells with a line in the view."""
        if self._line_mask is None:
            return slice(None) if self._cell_mask is None else np.flatnonzero(self._cell_mask)
        present = self.cell_lines > 0
        return np.flatnonzero(present if self._cell_mask is None else present & self._cell_mask)

    @cached_property
    def live_blocks(self) -> Codes | slice:
        """Blocks with a line in the view."""
        if self.is_whole:
            return slice(None)
        present: Codes = np.flatnonzero(np.bincount(self._store.blocks.of_finer[self.live]))
        return present

    @property
    def is_whole(self) -> bool:
        """Nothing is left out."""
        return self._cell_mask is None and self._line_mask is None

    def cell_amounts(self, measure: str) -> Amounts:
        """Amount of every cell, as far as the line mask leaves its lines."""
        store = self._store
        if self._partial is None:
            return store.cells.amounts[measure]
        made = self._amounts_cache.get(measure)
        if made is None and measure == "short":
            made = self._amounts_cache[measure] = self.cell_amounts("full") - self.cell_amounts("long")
        if made is None:
            lines, dropped = self._partial
            # Cents are whole numbers, so taking away what is dropped is as exact as adding what is kept.
            part = sum_by(self._partial_cells, store.amounts[measure][lines], store.cells.count)
            made = self._amounts_cache[measure] = store.cells.amounts[measure] - part if dropped else part
        return made

    def line_amounts(self, measure: str) -> Amounts:
        """Amount of every line of the whole analysis.

        Raises:
            KeyError: no such measure.
        """
        if measure not in MEASURES:
            raise KeyError(measure)
        return self._store.amounts[measure]

    def block_amounts(self, measure: str) -> Amounts:
        """Amount of every block, as far as the view reaches into it."""
        blocks = self._store.blocks
        if self.is_whole:
            return blocks.amounts[measure]
        made = self._block_cache.get(measure)
        if made is None:
            amounts = self.cell_amounts(measure)[self.live]
            made = self._block_cache[measure] = sum_by(blocks.of_finer[self.live], amounts, blocks.count)
        return made
