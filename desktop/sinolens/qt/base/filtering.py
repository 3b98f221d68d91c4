"""The filter every page shares: what is chosen, what was chosen before, and what it leaves of the analysis."""

from __future__ import annotations

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

    def choose(self, filters: tuple[tuple[str, str], ...], add: bool = False) -> None:
        """Filter by what a mark stands for; with `add`, beside what is chosen. Choosing what is chosen undoes it."""
        selection = self.selection
        wanted = grouped(filters)
        if not add and wanted and all(selection.values(name) == tuple(sorted(set(v))) for name, v in wanted.items()):
            for name in wanted:
                selection = selection.cleared(name)
        else:
            for name, values in wanted.items():
                if not add:
                    selection = selection.only(name, *values)
                elif len(values) == 1 and len(wanted) == 1:
                    selection = selection.toggle(name, values[0])
                else:
                    selection = selection.including(name, *values)
        self.select(selection)

    def exclude(self, filters: tuple[tuple[str, str], ...]) -> None:
        """Everything but what a mark stands for: its finest dimension is left out."""
        wanted = grouped(filters)
        if wanted:
            # Leaving out every dimension would leave out far more than the mark.
            name = "issuer" if "issuer" in wanted else next(reversed(wanted))
            self.select(self.selection.excluding(name, *wanted[name]))

    def is_chosen(self, mark: Mark, dimensions: tuple[str, ...]) -> bool:
        """Whether the filter's choice in these dimensions is about this mark."""
        for name in dimensions:
            chosen = self.selection.values(name)
            if chosen:
                values = [value for dimension, value in mark.filters if dimension == name]
                if values and not any(value in chosen for value in values):
                    return False
        return True

    def _look(self) -> None:
        if self.cube is not None:
            self.view = self.cube.select(self.selection)
        self.selection_changed.emit()


def grouped(filters: tuple[tuple[str, str], ...]) -> dict[str, list[str]]:
    """Filters of a mark by dimension."""
    made: dict[str, list[str]] = {}
    for name, value in filters:
        if name in DIMENSION_TITLES:
            made.setdefault(name, []).append(value)
    return made
