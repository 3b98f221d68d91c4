"""The right side of the review page while decisions are looked at: one decision, and the way back from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sinolens.qt.base.cards import GRID
from sinolens.qt.base.theme import Appearance
from sinolens.qt.pages.decision_facts import decision_sections
from sinolens.qt.pages.facts import FactSheet
from sinolens.qt.pages.page import button

if TYPE_CHECKING:
    from sinolens.matching.decisions import Decision
    from sinolens.services.entity_directory import EntityDirectory


class DecisionPanel(QWidget):
    """What was decided about a name.

    Signals:
        revoke_wanted: the user wants to forget it.
    """

    revoke_wanted = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facts = FactSheet(appearance, "review", "Choose a decision",
                               "Who made it, when, why, and what the entity is are shown here.")
        self.revoke = button("Del · Revoke…", tip="Forget what was decided about this name")
        self.revoke.clicked.connect(self.revoke_wanted)
        self.revoke.setEnabled(False)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GRID)
        lines.addWidget(self.facts, 1)
        lines.addWidget(self.revoke, 0, Qt.AlignmentFlag.AlignRight)

    def clear(self) -> None:
        """No decision is chosen."""
        self.facts.clear()
        self.revoke.setEnabled(False)

    def show_decision(self, one: Decision, directory: EntityDirectory) -> None:
        """Show one."""
        self.facts.show_facts(one.string, "applies to every line with this name", decision_sections(one, directory))
        self.revoke.setEnabled(True)
