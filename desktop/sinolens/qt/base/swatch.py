"""A tier as a small square: its colour and its pattern."""

from __future__ import annotations

from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from sinolens.figures.primitives import Box, Picture
from sinolens.figures.theme import Theme
from sinolens.qt.base.painting import draw

PATTERNS = {"T1": "hatch", "U": "dots"}
"""Tier to its pattern; all others are solid."""


def tier_box(tier: str, x: float, y: float, width: float, height: float, radius: float = 2.0) -> Box:
    """A box in a tier's colour and pattern."""
    # Pale tiers get an outline that stands out from the surface.
    fill = tier.lower()
    return Box(x, y, width, height, fill, f"edge_{fill}", radius, PATTERNS.get(tier, ""))


class TierSwatch(QWidget):
    """The square before a tier's name."""

    def __init__(self, tier: str, size: int = 12, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tier = tier
        self._theme: Theme | None = None
        self.setFixedSize(size, size)

    def set_tier(self, tier: str, theme: Theme) -> None:
        """Show another tier, or another theme."""
        self._tier, self._theme = tier, theme
        self.update()

    def retint(self, theme: Theme) -> None:
        """Show the same tier in another theme."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it with the primitives every picture is drawn with."""
        del event
        if self._theme is None or not self._tier:
            return
        painter = QPainter(self)
        item = tier_box(self._tier, 0, 0, self.width(), self.height())
        draw(Picture(self.width(), self.height(), (item,), (), ""), painter, self._theme, QFont())
        painter.end()
