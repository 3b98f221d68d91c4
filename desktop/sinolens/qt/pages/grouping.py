"""What a picture is grouped by: a button with a menu of dimensions, one level or several."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from sinolens.exposure.selection import DIMENSION_TITLES
from sinolens.qt.base.lens import Lens

_LEVELS = ("Outermost", "Within it", "Innermost")


class GroupingButton(QToolButton):
    """Shows the present grouping ("Category group ▸ Issuer") and offers others.

    Attributes:
        offered: dimensions to choose from.
        parts: the menu of each level while the whole is shown, outermost first; none for one level.
    """

    def __init__(self, lens: Lens, picture: str, default: tuple[str, ...], offered: tuple[str, ...], levels: int = 1,
                 parent: QWidget | None = None) -> None:
        """`picture`: the name the lens knows the grouping by. `levels`: most levels; with a default never none."""
        super().__init__(parent)
        self._lens, self._picture, self._default, self._levels = lens, picture, default, levels
        self.offered = offered
        self.setObjectName("grouping")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self._menu = QMenu(self)
        self.parts: list[QMenu] = []
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)
        lens.changed.connect(self._follow)
        self._follow()

    @property
    def chosen(self) -> tuple[str, ...]:
        """Dimensions, outermost first."""
        return self._lens.grouping(self._picture, self._default)

    def _follow(self) -> None:
        words = " ▸ ".join(DIMENSION_TITLES[name] for name in self.chosen)
        if not self._default:
            words = f"Grouped by {words.lower()}" if words else "Group by"
        self.setText(f"{words} ▾")
        self.setAccessibleName(words if not self._default else f"Grouped by {words}")
        self.setToolTip("Group by something else")

    def _fill(self) -> None:
        self._menu.clear()
        # Clearing a menu leaves its submenus behind.
        for part in self.parts:
            part.deleteLater()
        self.parts = []
        if self._levels == 1:
            self._offer(self._menu, 0, self.chosen or ("",))
            return
        # The innermost level stands last, whatever number of levels is in use.
        padded = ("",) * (self._levels - len(self.chosen)) + self.chosen
        for level in range(self._levels):
            words = DIMENSION_TITLES[padded[level]] if padded[level] else "None"
            part = QMenu(f"{_LEVELS[level - self._levels]}: {words}", self._menu)
            self._menu.addMenu(part)
            self.parts.append(part)
            self._offer(part, level, padded)

    def _offer(self, menu: QMenu, level: int, padded: tuple[str, ...]) -> None:
        group = QActionGroup(menu)
        needed = level == len(padded) - 1 and bool(self._default)
        names = self.offered if needed else ("", *self.offered)
        for name in names:
            action = menu.addAction(DIMENSION_TITLES[name] if name else "None")
            action.setCheckable(True)
            action.setChecked(padded[level] == name)
            group.addAction(action)
            action.setData((level, name, padded))
            action.triggered.connect(self._choose)

    def _choose(self) -> None:
        level, name, padded = self.sender().data()
        made = (*padded[:level], name, *padded[level + 1:])
        # A dimension inside itself says nothing: the one just chosen stays.
        kept = [one for place, one in enumerate(made) if one and (one != name or place == level)]
        self._lens.group(self._picture, tuple(kept))
