"""A tier in a cell of a table."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from sinolens.domain.tier import TIER_LABELS, Tier
from sinolens.figures.primitives import Box, Picture
from sinolens.qt.base.fonts import sized
from sinolens.qt.base.painting import draw
from sinolens.qt.base.swatch import tier_box
from sinolens.qt.base.theme import Appearance
from sinolens.qt.models.table import TIER_ROLE, Index

ROW_HEIGHT = 30
"""Height of a table's rows, pixels."""
_PILL_HEIGHT, _PILL_PAD, _PATTERN_WIDTH = 20, 9, 13


class TierPill(QStyledItemDelegate):
    """A tier as colour, pattern and words: its label where there is room, else its code."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        # Of the theme shown: a table draws one of a few pills in every row, at every filter and step of the wheel.
        self._drawn: dict[tuple[object, ...], QPixmap] = {}
        appearance.changed.connect(self._forget)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the row's background as any cell has it, then the pill."""
        tier = index.data(TIER_ROLE)
        blank = QStyleOptionViewItem(option)
        self.initStyleOption(blank, index)
        blank.text = ""
        style = option.widget.style() if option.widget is not None else None
        if style is not None:
            style.drawControl(QStyle.ControlElement.CE_ItemViewItem, blank, painter, option.widget)
        if not tier:
            return
        font, ratio, room = option.font, painter.device().devicePixelRatio(), option.rect.width() - 6
        for words in (f"{tier} {TIER_LABELS[Tier(tier)]}", tier):
            key = (tier, words, font.key(), ratio)
            pill = self._drawn.get(key) or self._drawn.setdefault(key, self._draw(tier, words, font, ratio))
            if pill.deviceIndependentSize().width() <= room:
                break
        painter.drawPixmap(option.rect.left() + 3, option.rect.center().y() - _PILL_HEIGHT // 2, pill)

    def _forget(self) -> None:
        self._drawn.clear()

    def _draw(self, tier: str, words: str, base: QFont, ratio: float) -> QPixmap:
        theme, font, token = self._appearance.theme, sized(base, 12, bold=True), tier.lower()
        # The pattern stands at the pill's head, where no line of it crosses a letter.
        head = _PATTERN_WIDTH if tier_box(tier, 0, 0, 1, 1).pattern == "hatch" else 0
        width = QFontMetrics(font).horizontalAdvance(words) + 2 * _PILL_PAD + head
        made = QPixmap(ceil(width * ratio), ceil((_PILL_HEIGHT + 1) * ratio))
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        # Half a pixel lower: its outline is then as sharp as the lines around it.
        items = [tier_box(tier, 0, 0.5, width, _PILL_HEIGHT, radius=_PILL_HEIGHT / 2)]
        if head:
            items.append(Box(head, 1.5, width - head - 1, _PILL_HEIGHT - 2, token, radius=_PILL_HEIGHT / 2 - 1))
            items.append(Box(head, 1.5, _PILL_HEIGHT / 2, _PILL_HEIGHT - 2, token))
        painter = QPainter(made)
        draw(Picture(width, _PILL_HEIGHT + 1, tuple(items), (), ""), painter, theme, font)
        painter.setFont(font)
        painter.setPen(QPen(QColor(theme.colour(f"on_{token}"))))
        painter.drawText(QRect(head, 0, width - head, _PILL_HEIGHT), int(Qt.AlignmentFlag.AlignCenter), words)
        painter.end()
        return made

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Any size will do."""
        del option, index
        return QSize(60, ROW_HEIGHT)
