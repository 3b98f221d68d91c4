"""A name with its words marked: those the other name has too, those only this one has, those not compared."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from sinolens.qt.base.fonts import sized
from sinolens.qt.base.theme import Appearance

SHARED, ALONE, PASSED = "shared", "alone", "passed"
_PAD, _GAP, _LINE = 5.0, 4.0, 24.0

Words = tuple[tuple[str, str], ...]


def mark_words(text: str, shared: Iterable[str], alone: Iterable[str]) -> Words:
    """Each word of a name as typed with its mark.

    Args:
        text: the name.
        shared: compared words that have a partner in the other name.
        alone: compared words without one. What is in neither (legal forms, share classes) was not compared.
    """
    from sinolens.matching.normaliser import normalise

    both = {word for phrase in shared for word in phrase.split()}
    only = {word for phrase in alone for word in phrase.split()}
    marked = []
    for word in text.split():
        parts = {*normalise(word).words, *(letters for letters in (_bare(word),) if letters)}
        marked.append((word, SHARED if parts & both else ALONE if parts & only else PASSED))
    if not any(mark == SHARED for _, mark in marked) and both and len(marked) == 1:
        # Chinese names and glued words stand in one piece.
        return ((text, SHARED),)
    return tuple(marked)


def _bare(word: str) -> str:
    return "".join(letter for letter in word.upper() if letter.isalnum())


class MarkedWords(QWidget):
    """Draws marked words, wrapped to the width there is. Shape tells as much as colour: shaded, underlined, plain."""

    def __init__(self, appearance: Appearance, size: int = 13, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._size = size
        self._words: Words = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def words(self) -> Words:
        """What is shown."""
        return self._words

    def show_words(self, words: Words) -> None:
        """Show other words."""
        self._words = words
        told = "; ".join(
            f"{title}: {', '.join(word for word, mark in words if mark == kind)}"
            for kind, title in ((SHARED, "in both"), (ALONE, "only here"), (PASSED, "not compared"))
            if any(mark == kind for _, mark in words)
        )
        self.setAccessibleName(" ".join(word for word, _ in words))
        self.setAccessibleDescription(told)
        self.setToolTip(told.replace("<", "‹"))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Narrower means higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of all lines."""
        places = self._place(float(width))
        return int(places[-1][0].bottom() + 1) if places else int(_LINE)

    def sizeHint(self) -> QSize:
        """One line, as wide as it may be."""
        return QSize(240, self.heightForWidth(max(self.width(), 240)))

    def minimumSizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(80, int(_LINE))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words."""
        del event
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for box, word, mark in self._place(float(self.width())):
            painter.setFont(sized(self.font(), self._size, bold=mark == SHARED))
            if mark == SHARED:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(theme.colour("accent_soft")))
                painter.drawRoundedRect(box, 4, 4)
            elif mark == ALONE:
                pen = QPen(QColor(theme.colour("warning")), 1.5)
                pen.setDashPattern([2.0, 2.0])
                painter.setPen(pen)
                painter.drawLine(box.bottomLeft() + QPointF(3, 0), box.bottomRight() - QPointF(3, 0))
            painter.setPen(QColor(theme.colour("muted" if mark == PASSED else "text")))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), word)
        painter.end()

    def _place(self, width: float) -> list[tuple[QRectF, str, str]]:
        places: list[tuple[QRectF, str, str]] = []
        x = y = 0.0
        for word, mark in self._words:
            metrics = QFontMetricsF(sized(self.font(), self._size, bold=mark == SHARED))
            shown = metrics.elidedText(word, Qt.TextElideMode.ElideRight, max(width - 2 * _PAD, 40.0))
            wide = metrics.horizontalAdvance(shown) + 2 * _PAD
            if x and x + wide > width:
                x, y = 0.0, y + _LINE
            places.append((QRectF(x, y + 1, wide, _LINE - 4), shown, mark))
            x += wide + _GAP
        return places
