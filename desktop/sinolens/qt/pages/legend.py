"""The tiers in a row: swatch and code, each a switch of the filter."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon, QPainter, QPixmap, Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from sinolens.domain.tier import Tier
from sinolens.figures.primitives import Picture
from sinolens.qt.base.painting import draw
from sinolens.qt.base.swatch import tier_box
from sinolens.qt.base.workspace import Workspace

_SIZE = 12


class TierLegend(QWidget):
    """A button for each tier; a click filters by it, a second click undoes it, Ctrl adds."""

    def __init__(self, workspace: Workspace, own: Callable[[], tuple[str, ...]] = tuple,
                 parent: QWidget | None = None) -> None:
        """`own`: dimensions whose choice the picture it belongs to does not filter by."""
        super().__init__(parent)
        self._workspace = workspace
        self._own = own
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        self.buttons: dict[Tier, QToolButton] = {}
        for tier in Tier:
            button = QToolButton()
            button.setObjectName(str(tier))
            button.setText(f" {tier}")
            button.setToolTip(f"{tier} {tier.label}")
            button.setAccessibleName(f"Filter by {tier} {tier.label}")
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setIconSize(QSize(_SIZE, _SIZE))
            button.clicked.connect(self._choose)
            self.buttons[tier] = button
            row.addWidget(button)
        workspace.appearance.changed.connect(self._tint)
        self._tint()

    def _choose(self) -> None:
        tier = self.sender().objectName()
        add = bool(_modifiers() & Qt.KeyboardModifier.ControlModifier)
        self._workspace.choose((("tier", tier),), add, self._own())

    def _tint(self) -> None:
        for tier, button in self.buttons.items():
            ratio = 2.0
            pixmap = QPixmap(round(_SIZE * ratio), round(_SIZE * ratio))
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            box = tier_box(str(tier), 0, 0, _SIZE, _SIZE)
            draw(Picture(_SIZE, _SIZE, (box,), (), ""), painter, self._workspace.appearance.theme, self.font())
            painter.end()
            button.setIcon(QIcon(pixmap))


def _modifiers() -> Qt.KeyboardModifier:
    from PySide6.QtGui import QGuiApplication

    return QGuiApplication.keyboardModifiers()
