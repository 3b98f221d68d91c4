"""A table and, beside it, the facts about its row: how all pages of that kind share their width."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

FACTS, TABLE, LEAST = 372, 700, 320


def split(table: QWidget, facts: QWidget, width: int = FACTS) -> QSplitter:
    """Both side by side; the table takes what the window gains, the facts stay readable. `width`: of the facts."""
    made = QSplitter(Qt.Orientation.Horizontal)
    facts.setMinimumWidth(min(width, LEAST))
    made.addWidget(table)
    made.addWidget(facts)
    made.setStretchFactor(0, 1)
    made.setStretchFactor(1, 0)
    made.setSizes([TABLE + FACTS - width, width])
    made.setChildrenCollapsible(False)
    return made
