"""The headline figures: cards in a row, or in several where there is no room for one."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from sinolens.figures.cards import Card as Figure
from sinolens.figures.theme import Theme
from sinolens.qt.base.cards import Card
from sinolens.qt.base.labels import as_tooltip, label
from sinolens.qt.base.layouts import laid_out_once
from sinolens.qt.base.swatch import TierSwatch

PAD, GAP = 12, 12
MOST_LINES = 2
"""Of a name or caption; cards that would need more stand in another row."""


class HeadlineCard(Card):
    """One figure: name, amount, caption. A click leads to what it is made of."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.figure: Figure | None = None
        self.body.setContentsMargins(PAD, 11, PAD, 11)
        self.body.setSpacing(2)
        self.swatch = TierSwatch("", 11)
        self._name, self._caption = label("", "cardName", wrap=True), label("", "caption", wrap=True)
        self._amount = label("–", "figure")
        line = QHBoxLayout()
        line.setSpacing(6)
        marked = QVBoxLayout()
        # Level with the middle of the first line of the name.
        marked.setContentsMargins(0, 3, 0, 0)
        marked.addWidget(self.swatch)
        marked.addStretch(1)
        line.addLayout(marked)
        line.addWidget(self._name, 1)
        self.body.addLayout(line)
        self.body.addWidget(self._amount)
        self.body.addWidget(self._caption)
        for part in (self._name, self._caption):
            part.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.setProperty("clickable", True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_figure(self, figure: Figure, theme: Theme) -> None:
        """Fill the card."""
        self.figure = figure
        self._name.setText(figure.title)
        self._amount.setText(figure.figure)
        self._amount.setToolTip(figure.exact if not figure.explained else "")
        self.setToolTip(as_tooltip(f"{figure.exact}. {figure.explained}") if figure.explained else "")
        self._caption.setText(figure.caption)
        self.swatch.setVisible(bool(figure.tier))
        self.swatch.set_tier(figure.tier, theme)
        self.setAccessibleName(f"{figure.title}: {figure.exact}. {figure.caption}"
                               + (f". {figure.explained}" if figure.explained else ""))

    def lines_needed(self, width: int) -> tuple[int, int]:
        """How many lines the name and the caption take in a card of this width."""
        room = width - 2 * PAD
        taken = self.swatch.width() + 6 if self.figure is not None and self.figure.tier else 0
        return _lines(self._name, room - taken), _lines(self._caption, room)

    def width_needed(self) -> int:
        """Width in which nothing of it is broken."""
        taken = self.swatch.width() + 6 if self.figure is not None and self.figure.tier else 0
        wide = [_width(self._name) + taken, _width(self._caption), self._amount.sizeHint().width()]
        return max(wide) + 2 * PAD + 2

    def least_width(self) -> int:
        """Width in which the figure is not cut."""
        return self._amount.sizeHint().width() + 2 * PAD

    def reserve(self, name: int, caption: int) -> None:
        """Keep room for so many lines, so that the figures of a row stand level."""
        self._name.ensurePolished()
        self._caption.ensurePolished()
        self._name.setFixedHeight(name * self._name.fontMetrics().lineSpacing() + 2)
        self._caption.setFixedHeight(caption * self._caption.fontMetrics().lineSpacing() + 2)

    def minimumSizeHint(self) -> QSize:
        """The figure is never cut."""
        return QSize(self.least_width(), super().minimumSizeHint().height())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click leads to what the figure is made of."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.chosen.emit(self.figure)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and space do what a click does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self.figure)
        else:
            super().keyPressEvent(event)


_Lines = Callable[[HeadlineCard, int], tuple[int, int]]
_Wanted = Callable[[HeadlineCard], int]


class HeadlineRow(QWidget):
    """The cards of the overview.

    Signals:
        chosen: the figure of the card that was pressed.
        grown: there are cards that were not there before, and Tab does not know yet where they stand.
    """

    chosen = Signal(object)
    grown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clear")
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(GAP)
        self._rows: list[QHBoxLayout] = []
        self._placed: tuple[int, ...] = ()
        self.cards: list[HeadlineCard] = []
        self._spare: list[HeadlineCard] = []
        self._reserved: dict[int, tuple[int, int]] = {}
        self._least = 1
        self._known = (0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_figures(self, figures: tuple[Figure, ...], theme: Theme) -> None:
        """Fill the row; cards are kept from filter to filter, and the keyboard stays on its figure."""
        focused = self.window().focusWidget()
        held = next((card for card in self.cards if card is focused), None)
        on = held.figure.title if held is not None and held.figure is not None else ""
        places = [figure.title for figure in figures]
        place = places.index(on) if on in places else len(places) - 1
        if held is not None and 0 <= place < len(self.cards) and self.cards[place] is not held:
            # Before its card goes: else the keyboard would be wherever Tab leads from there.
            self.cards[place].setFocus(Qt.FocusReason.OtherFocusReason)
        had = len(self.cards) + len(self._spare)
        with laid_out_once(self._lines, *(card.body for card in self.cards)):
            self._take(figures, theme)
        self._level()
        if len(self.cards) + len(self._spare) > had:
            self.grown.emit()

    def _take(self, figures: tuple[Figure, ...], theme: Theme) -> None:
        while len(self.cards) > len(figures):
            # The next filter may need it again, and Tab knows where it stands.
            self._spare.append(self.cards.pop())
            self._spare[-1].hide()
        while len(self.cards) < len(figures):
            self.cards.append(self._spare.pop() if self._spare else self._made())
            self.cards[-1].show()
        for card, figure in zip(self.cards, figures, strict=True):
            card.show_figure(figure, theme)

    def _made(self) -> HeadlineCard:
        card = HeadlineCard(self)
        card.chosen.connect(self.chosen)
        return card

    def tint(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        for card in self.cards:
            card.swatch.retint(theme)

    def loosen(self) -> None:
        """Take no more room than the next figures need: they are of something else."""
        self._known = (0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrower cards may need two lines, or another row."""
        super().resizeEvent(event)
        self._level()

    def minimumSizeHint(self) -> QSize:
        """Room for the widest card: all others can stand below it."""
        return QSize(max((card.minimumSizeHint().width() for card in self.cards), default=0),
                     super().minimumSizeHint().height())

    def _level(self) -> None:
        if not self.cards:
            return
        if self._known != (self.width(), len(self.cards)):
            self._known, self._least, self._reserved = (self.width(), len(self.cards)), 1, {}
        # Asked for in plan after plan.
        lines, wanted = cache(HeadlineCard.lines_needed), cache(HeadlineCard.width_needed)
        plans = map(self._plan, range(self._least, len(self.cards)))
        plan = next((plan for plan in plans if self._fits(plan, lines, wanted)), self._plan(len(self.cards)))
        # Room that was needed is kept: what stands below would jump from filter to filter.
        if len(plan) != self._least:
            self._least, self._reserved = len(plan), {}
        self._place(tuple(len(part) for part in plan))
        for number, (row, part) in enumerate(zip(self._rows, plan, strict=True)):
            widths = self._widths(part, wanted)
            for place, width in enumerate(widths):
                row.setStretch(place, width)
            needed = [lines(card, width) for card, width in zip(part, widths, strict=True)]
            before = self._reserved.get(number, (1, 1))
            name, caption = (min(3, max(lines)) for lines in zip(*needed, before, strict=True))
            self._reserved[number] = (name, caption)
            for card in part:
                card.reserve(name, caption)
        self.updateGeometry()

    def _plan(self, rows: int) -> list[list[HeadlineCard]]:
        """The cards in so many rows, as even as they can be, the fuller ones first."""
        each, more = divmod(len(self.cards), rows)
        sizes = [each + 1] * more + [each] * (rows - more)
        return [self.cards[sum(sizes[:row]):sum(sizes[:row + 1])] for row in range(rows)]

    def _fits(self, plan: list[list[HeadlineCard]], lines: _Lines, wanted: _Wanted) -> bool:
        """No figure is cut and no words take more than two lines."""
        return all(
            width >= card.least_width() and max(lines(card, width)) <= MOST_LINES
            for part in plan for card, width in zip(part, self._widths(part, wanted), strict=True)
        )

    def _widths(self, part: list[HeadlineCard], wanted: _Wanted) -> list[int]:
        """Each as wide as its words ask, where that spares all of a row a second line; else all alike."""
        room = self.width() - GAP * (len(part) - 1)
        each = [wanted(card) for card in part]
        return each if max(each) * len(each) > room >= sum(each) else [room // len(part)] * len(part)

    def _place(self, sizes: tuple[int, ...]) -> None:
        if sizes == self._placed:
            return
        self._placed = sizes
        for row in self._rows:
            while row.count():
                row.takeAt(0)
            self._lines.removeItem(row)
            row.deleteLater()
        self._rows = []
        left = iter(self.cards)
        for size in sizes:
            row = QHBoxLayout()
            row.setSpacing(GAP)
            for card in (next(left) for _ in range(size)):
                row.addWidget(card, 1)
            self._lines.addLayout(row)
            self._rows.append(row)


def _width(words: QLabel) -> int:
    words.ensurePolished()
    return words.fontMetrics().horizontalAdvance(words.text())


def _lines(words: QLabel, room: int) -> int:
    """Lines a text takes, counted as a label breaks it."""
    if _width(words) <= room:
        return 1
    metrics = words.fontMetrics()
    needed = metrics.boundingRect(0, 0, max(room, 1), 10_000, int(Qt.TextFlag.TextWordWrap), words.text())
    return max(1, round(needed.height() / metrics.lineSpacing()))
