"""The filter every page shares: what is chosen, what was chosen before, and what it leaves of the analysis."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from sinolens.exposure.selection import DIMENSION_TITLES, Selection

if TYPE_CHECKING:
    from sinolens.exposure.cube import Cube
    from sinolens.figures.primitives import Mark

HISTORY = 100


class Filtering(QObject):
    """One selection with its history.

    Signals:
        selection_changed: the filter is another one.

    Attributes:
        cube: of the analysis shown; None without one.
        view: what the filter leaves of it.
    """

    selection_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.cube: Cube | None = None
        self.view: Cube | None = None
        self._history: list[Selection] = [Selection()]
        self._place = 0

    @property
    def selection(self) -> Selection:
        """The filter."""
        return self._history[self._place]

    @property
    def can_go_back(self) -> bool:
        """There was a filter before this one."""
        return self._place > 0

    @property
    def can_go_forward(self) -> bool:
        """Back was used."""
        return self._place < len(self._history) - 1

    def forget_filters(self) -> None:
        """No filter, and none before it; tells nobody."""
        self._history, self._place = [Selection()], 0

    def select(self, selection: Selection) -> None:
        """Filter by another selection; what was before stays one step back."""
        if selection == self.selection:
            return
        self._history = [*self._history[: self._place + 1], selection][-HISTORY:]
        self._place = len(self._history) - 1
        self._look()

    def clear_filter(self) -> None:
        """Show everything."""
        self.select(Selection())

    def back(self) -> None:
        """The filter before this one."""
        if self.can_go_back:
            self._place -= 1
            self._look()

    def forward(self) -> None:
        """The filter after this one."""
        if self.can_go_forward:
            self._place += 1
            self._look()

    def choose(self, filters: tuple[tuple[str, str], ...], add: bool = False, own: tuple[str, ...] = ()) -> None:
        """Filter by what a mark stands for; with `add`, beside what is chosen. Choosing what is chosen undoes it.

        Args:
            filters: of the mark.
            add: beside what is chosen: the filter is then the sum of the marks chosen, nothing else.
            own: dimensions whose choice the mark's picture does not filter by.
        """
        selection, wanted = self.selection, grouped(filters)
        if not wanted:
            return
        if add:
            self.select(selection.with_mark(wanted, own))
            return
        made = self._only(wanted, own)
        if (made.included, made.either) == (selection.included, selection.either):
            for name in wanted:
                made = made.cleared(name)
        self.select(made)

    def show_only(self, filters: tuple[tuple[str, str], ...], own: tuple[str, ...] = ()) -> None:
        """Filter by what a mark stands for, also when it is chosen already: it is never undone."""
        wanted = grouped(filters)
        if wanted:
            self.select(self._only(wanted, own))

    def exclude(self, filters: tuple[tuple[str, str], ...]) -> None:
        """Everything but what a mark stands for; of an issuer's mark, everything but the issuer."""
        wanted = grouped(filters)
        if "issuer" in wanted:
            self.select(self.selection.excluding("issuer", *wanted["issuer"]))
        elif wanted:
            self.select(self.selection.leaving_out(wanted))

    def is_chosen(self, mark: Mark, dimensions: tuple[str, ...]) -> bool:
        """Whether the filter's choice in these dimensions is about this mark."""
        selection, wanted = self.selection, mark.filters
        asked = [(name, values) for name, values in selection.included if name in dimensions]
        if not _is_about(wanted, asked):
            return False
        if not selection.either or not selection.either_dimensions <= set(dimensions):
            return True
        return any(_is_about(wanted, part) for part in selection.either)

    def _only(self, wanted: dict[str, list[str]], own: tuple[str, ...]) -> Selection:
        made = self.selection.only_mark(wanted, own)
        if made.either and self.cube is not None and not self.cube.select(made).line_count:
            # A legend also offers what the chosen parts hold nothing of: it is then asked for by itself.
            made = self.selection.only_mark(wanted, tuple(made.either_dimensions))
        return made

    def _look(self) -> None:
        if self.cube is not None:
            self.view = self.cube.select(self.selection)
        self.selection_changed.emit()


def _is_about(filters: Sequence[tuple[str, str]], asked: Iterable[tuple[str, tuple[str, ...]]]) -> bool:
    """A mark with these filters has one of the asked values in every dimension it knows.

    A mark may stand for thousands of values of one dimension, which stand in a row; what else it knows stands behind
    them, so that they are looked at only when they are asked for.
    """
    left, end = dict(asked), len(filters)
    while end and left:
        name = filters[end - 1][0]
        start = bisect_left(filters, True, 0, end - 1, key=lambda one: one[0] == name)
        values = left.pop(name, None)
        if values is not None and not any(value in values for _, value in filters[start:end]):
            return False
        end = start
    return True


def grouped(filters: tuple[tuple[str, str], ...]) -> dict[str, list[str]]:
    """Filters of a mark by dimension."""
    made: dict[str, list[str]] = {}
    for name, value in filters:
        if name in DIMENSION_TITLES:
            made.setdefault(name, []).append(value)
    return made
