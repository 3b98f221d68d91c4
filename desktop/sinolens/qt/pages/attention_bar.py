"""The line that says a page shows only the rows behind one concern, with the way back to all of them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from sinolens.qt.base.labels import ElidedLabel
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.pages.page import button


class AttentionBar(QFrame):
    """Hidden while the page shows all of its rows.

    Attributes:
        all_button: shows all rows again.
    """

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.setObjectName("filterPill")
        self._words = ElidedLabel("", "strong")
        self.all_button = button("Show all")
        self.all_button.setProperty("kind", "link")
        self.all_button.clicked.connect(self._show_all)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 2, 6, 2)
        row.addWidget(self._words, 1)
        row.addWidget(self.all_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    @property
    def words(self) -> str:
        """What is said, "" while all rows are shown."""
        return self._words.text()

    def say(self, words: str) -> None:
        """Say what is shown alone; "" hides the line."""
        self._words.setText(words)
        self.setAccessibleName(words)
        self.setVisible(bool(words))

    def _show_all(self) -> None:
        self._workspace.attend(None)
