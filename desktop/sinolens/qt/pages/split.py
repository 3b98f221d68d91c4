"""A table and, beside it, the facts about its row: how all pages of that kind share their width."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

FACTS, LEAST = 372, 300
PART = 0.38
"""Of the width for the facts where there is not enough for both: names in the table stay readable."""


class Split(QSplitter):
    """Gives the facts the width they ask for, less where the window is narrow, until the user moves the handle."""

    def __init__(self, width: int = FACTS, parent: QWidget | None = None) -> None:
        """`width`: of the facts."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._wanted, self._moved = width, False
        self.setChildrenCollapsible(False)
        self.splitterMoved.connect(self._keep)

    def hold(self, table: QWidget, facts: QWidget) -> None:
        """Put both in; what is made in here already is not asked for its style once more."""
        facts.setMinimumWidth(min(self._wanted, LEAST))
        self.addWidget(table)
        self.addWidget(facts)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self.share()

    def share(self) -> None:
        """Share the width, unless the user has."""
        if not self._moved and self.count() == 2:
            facts = min(self._wanted, max(LEAST, round(PART * self.width())))
            self.setSizes([max(1, self.width() - facts), facts])

    def _keep(self) -> None:
        self._moved = True


def split(table: QWidget, facts: QWidget, width: int = FACTS) -> Split:
    """Both side by side; the table takes what the window gains, the facts stay readable. `width`: of the facts."""
    made = Split(width)
    made.hold(table, facts)
    return made
