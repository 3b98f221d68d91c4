"""Cards in rows, arranged otherwise when the room changes; the cards themselves stay."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sinolens.qt.base.cards import GAP

Row = tuple[tuple[tuple[QWidget, int], ...], int]
"""Cards of a row with each one's part of the width, and the row's part of the height."""


class Arrangement(QWidget):
    """Rows of cards below each other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clear")
        self._rows: tuple[Row, ...] = ()
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(GAP)

    def place(self, *rows: Row) -> None:
        """Arrange the cards so; nothing is moved when they stand so already."""
        if rows == self._rows:
            return
        self._rows = rows
        while self._lines.count():
            line = self._lines.takeAt(0).layout()
            while line.count():
                line.takeAt(0)
            line.deleteLater()
        for cards, height in rows:
            line = QHBoxLayout()
            line.setSpacing(GAP)
            for card, part in cards:
                line.addWidget(card, part)
            self._lines.addLayout(line, height)
        self._order_tabs([card for cards, _ in rows for card, _ in cards])

    def _order_tabs(self, cards: list[QWidget]) -> None:
        """Tab goes through the cards as they stand, within each as it went before."""
        chain, at = [], self.nextInFocusChain()
        while at is not self:
            if at.focusPolicy() & Qt.FocusPolicy.TabFocus:
                chain.append(at)
            at = at.nextInFocusChain()
        before: QWidget = self
        for card in cards:
            for part in chain:
                if part is card or card.isAncestorOf(part):
                    QWidget.setTabOrder(before, part)
                    before = part
