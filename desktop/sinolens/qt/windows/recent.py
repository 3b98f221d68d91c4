"""The menu of projects opened before: paths only, and none at all when the user does not want it."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from sinolens.qt.base.labels import doubled
from sinolens.qt.base.recent import KEPT, recent_paths
from sinolens.qt.base.workspace import Workspace


class RecentProjects(QObject):
    """Newest first.

    Signals:
        chosen: path of the project to open.
    """

    chosen = Signal(Path)

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self._settings = workspace.settings
        self.menu = QMenu(parent)
        self.menu.aboutToShow.connect(self.fill)
        self.fill()

    @property
    def paths(self) -> list[Path]:
        """Projects opened before; empty when they are not to be remembered."""
        return recent_paths(self._settings)

    def add(self, path: Path) -> None:
        """Put a project first."""
        if self._settings.get("remember_recent") == "on":
            others = [kept for kept in self.paths if kept != path]
            self._settings.put("recent", json.dumps([str(kept) for kept in [path, *others][:KEPT]]))
        self.fill()

    def clear(self) -> None:
        """Forget them all."""
        self._settings.put("recent", "")
        self.fill()

    def fill(self) -> None:
        """Make the entries anew."""
        self.menu.clear()
        for path in self.paths:
            action = self.menu.addAction(doubled(f"{path.name}  –  {path.parent}"))
            action.setData(str(path))
            action.triggered.connect(self._choose)
        if self.paths:
            self.menu.addSeparator()
            self.menu.addAction("Clear this list", self.clear)
        else:
            nothing = self.menu.addAction("Nothing yet" if self._settings.get("remember_recent") == "on"
                                          else "Not remembered (see Settings)")
            nothing.setEnabled(False)

    def _choose(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.chosen.emit(Path(action.data()))
