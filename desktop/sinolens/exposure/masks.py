"""What a selection leaves: decided on cells where they can tell, on lines where only lines can."""

from __future__ import annotations

import numpy as np

from sinolens.exposure.dimension import Mask
from sinolens.exposure.parts import Part, dimensions_of
from sinolens.exposure.selection import Selection
from sinolens.exposure.store import CELL_DIMENSIONS, LINE_DIMENSIONS, Store


def cell_mask(store: Store, selection: Selection) -> Mask | None:
    """Which cells the selection leaves, as far as cells can tell; None = all."""
    mask = _dimension_mask(store, selection, CELL_DIMENSIONS, on_cells=True)
    return _parts_mask(store, selection, mask, on_cells=True)


def line_mask(store: Store, selection: Selection) -> Mask | None:
    """Which lines the selection leaves by what cells cannot tell: account, fund, positions, text; None = all."""
    mask = _dimension_mask(store, selection, LINE_DIMENSIONS, on_cells=False)
    mask = _parts_mask(store, selection, mask, on_cells=False)
    if selection.positions:
        chosen = np.zeros(store.position_count, bool)
        rows = np.array(selection.positions, np.int64)
        chosen[rows[(rows >= 0) & (rows < store.position_count)]] = True
        mask = both(mask, chosen[store.position])
    for word in selection.text.casefold().split():
        mask = both(mask, _lines_with(store, word))
    return mask


def _dimension_mask(store: Store, selection: Selection, names: tuple[str, ...], *, on_cells: bool) -> Mask | None:
    mask: Mask | None = None
    for chosen, wanted in ((selection.included, True), (selection.excluded, False)):
        for name, values in chosen:
            if name in names:
                dimension = store.dimensions[name]
                codes = store.cells.codes[name] if on_cells else dimension.codes
                mask = both(mask, (dimension.among(values) == wanted)[codes])
    return mask


def _parts_mask(store: Store, selection: Selection, mask: Mask | None, *, on_cells: bool) -> Mask | None:
    """`mask` and what the parts leave; a union is decided where all its parts can be, on cells or on lines."""
    for parts, wanted in ((selection.either, True), (selection.neither, False)):
        if parts and on_cells == dimensions_of(parts).issubset(CELL_DIMENSIONS):
            found = np.zeros(store.cells.count if on_cells else store.line_count, bool)
            for part in parts:
                found |= _part_mask(store, part, on_cells=on_cells)
            mask = both(mask, found == wanted)
    return mask


def _part_mask(store: Store, part: Part, *, on_cells: bool) -> Mask:
    mask = np.ones(store.cells.count if on_cells else store.line_count, bool)
    for name, values in part:
        dimension = store.dimensions[name]
        mask &= dimension.among(values)[store.cells.codes[name] if on_cells else dimension.codes]
    return mask


def _lines_with(store: Store, word: str) -> Mask:
    """Lines one of whose names holds the word: asked of positions and of cells, which are fewer than lines."""
    found = {name: index.find(word) for name, index in store.haystacks.items()}
    position = found["position"].copy()
    first = store.first_lines
    for name in ("manager", "account"):
        if found[name].any():
            position |= (first >= 0) & found[name][store.dimensions[name].codes[first]]
    cell = np.zeros(store.cells.count, bool)
    for name in ("issuer", "category"):
        if found[name].any():
            cell |= found[name][store.cells.codes[name]]
    mask = np.zeros(store.line_count, bool)
    for own, codes in ((position, store.position), (cell, store.cells.of_finer),
                       (found["fund"], store.dimensions["fund"].codes)):
        if own.any():
            mask |= own[codes]
    return mask


def both(first: Mask | None, second: Mask) -> Mask:
    """Rows in both masks; None = all."""
    return second if first is None else first & second
