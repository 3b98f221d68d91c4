"""Positions grouped: one row for each value of a dimension, with the totals of what the filter leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtWidgets import QWidget

from sinolens.qt.base.workspace import Workspace
from sinolens.qt.models.positions import dollars, number, percent
from sinolens.qt.models.table import TableColumn, TableModel
from sinolens.qt.models.view import TableView
from sinolens.qt.pages.chart_card import Grouped

if TYPE_CHECKING:
    from sinolens.exposure.cube import Cube

HOLDINGS = Grouped("holdings.table", (), ("manager", "account", "asset_class", "tier", "category", "group", "issuer",
                                          "fund", "region", "instrument", "currency", "confidence"))
COLUMNS = (
    TableColumn("name", "Group", 260, stretch=True),
    TableColumn("positions", "Positions", 90, right=True, text=number),
    TableColumn("value", "Market value", 130, right=True, text=dollars),
    TableColumn("share", "% of pool", 90, right=True, text=percent),
    TableColumn("china", "China AI", 130, right=True, text=dollars),
    TableColumn("weighted", "AI-weighted", 120, right=True, text=dollars),
)


def grouped_values(view: Cube, dimension: str) -> tuple[tuple[str, ...], dict[str, list[Any]]]:
    """Values of the dimension in the view, and the columns of `COLUMNS`. A position may be in several groups."""
    full = view.by(dimension)
    china = view.by(dimension, "full", ("china_ai",))
    weighted = view.by(dimension, "base", ("china_ai",))
    lines = view.lines()
    position = view.analysis.slices["position"].to_numpy(np.int64)[lines]
    size = len(view.analysis.positions)
    pairs = np.unique(view.codes(dimension)[lines] * size + position)
    counts = np.bincount(pairs // size, minlength=len(view.values(dimension))) if size else np.zeros(0, np.int64)
    place = {value: i for i, value in enumerate(view.values(dimension))}
    pool = view.pool
    return tuple(full), {
        "name": [view.label(dimension, value) for value in full],
        "positions": [float(counts[place[value]]) for value in full],
        "value": list(full.values()),
        "share": [amount / pool if pool else None for amount in full.values()],
        "china": [china.get(value, 0) for value in full],
        "weighted": [weighted.get(value, 0) for value in full],
    }


class GroupTable(TableView):
    """The groups of one dimension; opening one shows its positions."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace.appearance, TableModel(COLUMNS), "Groups", parent)
        self._workspace = workspace
        self.model().setParent(self)
        self.source = workspace.source_line
        self._dimension = ""
        self._values: tuple[str, ...] = ()
        self.order_by("value", descending=True)
        self.row_opened.connect(self._enter)

    def show_groups(self, view: Cube, dimension: str) -> int:
        """Show the groups of a dimension; how many there are."""
        self._dimension = dimension
        self._values, values = grouped_values(view, dimension)
        self.model().fill(values)
        return len(self._values)

    def _enter(self, row: int) -> None:
        self._workspace.lens.group(HOLDINGS.picture, ())
        self._workspace.show_only(((self._dimension, self._values[row]),))
