"""Which value the pictures show, and the named views: beside what is asked, above the filter."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QToolButton, QWidget

from sinolens.qt.base.lens import BASES
from sinolens.qt.base.workspace import Workspace

_TIPS = {
    "full": "Pictures show the whole market value of what is Chinese AI",
    "base": "Pictures count each issuer by how much of it is AI (base case)",
}


class LensBar(QWidget):
    """A switch for the value, and the menu of views.

    Attributes:
        segments: button of each value, by measure.
        views: the button of the named views.
    """

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clear")
        self._workspace = workspace
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        group = QButtonGroup(self)
        self.segments: dict[str, QToolButton] = {}
        for measure, words in BASES.items():
            made = QToolButton()
            made.setObjectName("segment")
            made.setText(words)
            made.setCheckable(True)
            made.setToolTip(_TIPS[measure])
            made.setAccessibleName(f"Pictures show {words}")
            made.clicked.connect(self._choose)
            group.addButton(made)
            self.segments[measure] = made
            row.addWidget(made)
        self.views = QToolButton()
        self.views.setObjectName("grouping")
        self.views.setText("Views ▾")
        self.views.setToolTip("Filters kept under a name")
        self.views.setAccessibleName("Named views")
        self.views.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self.views)
        self._menu.aboutToShow.connect(self._fill)
        self.views.setMenu(self._menu)
        row.addWidget(self.views)
        workspace.lens.changed.connect(self._follow)
        workspace.analysis_changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        # Shown before it stands on its page it would be a window of its own.
        if self.parentWidget() is not None or self._workspace.analysis is None:
            self.setVisible(self._workspace.analysis is not None)
        self.segments[self._workspace.lens.measure].setChecked(True)

    def _choose(self) -> None:
        chosen = next(measure for measure, button in self.segments.items() if button.isChecked())
        self._workspace.lens.show_measure(chosen)

    def _fill(self) -> None:
        self._workspace.views.fill_menu(self._menu)
