"""Cards: the surfaces everything stands on, and the states a surface can be in when it has nothing to show."""

from __future__ import annotations

from itertools import zip_longest

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from sinolens.figures.theme import Theme
from sinolens.qt.base.icons import pixmap
from sinolens.qt.base.labels import ElidedLabel, as_tooltip, doubled, label
from sinolens.qt.base.named import set_named

GRID = 8
GAP = 2 * GRID
FOOT = 48
"""Height that pages leave free at their foot, where messages lie that only tell something, pixels."""
HEAD = 30
"""Height of a title's line with buttons in it, pixels."""


class Card(QFrame):
    """A titled surface.

    Attributes:
        head: the title's line; widgets may be added at its right.
        body: the layout below it.
    """

    def __init__(self, title: str = "", note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(GAP, 12, GAP, GAP)
        self.body.setSpacing(GRID)
        self.head = QHBoxLayout()
        self.head.setSpacing(GRID)
        self._note: QLabel | None = None
        self._heading: QLabel | None = None
        if title:
            self._heading = label(title, "cardTitle")
            self._heading.setMinimumHeight(24)
            self._note = ElidedLabel(note, "cardNote")
            self.head.addWidget(self._heading)
            self.head.addWidget(self._note, 1)
            self.body.addLayout(self.head)
            self.setAccessibleName(title)

    def level_head(self) -> None:
        """Make the title's line as high as one with buttons, so that cards side by side begin level."""
        if self._heading is not None:
            self._heading.setMinimumHeight(HEAD)

    def set_title(self, title: str) -> None:
        """Change the title."""
        if self._heading is not None:
            self._heading.setText(title)
            self.setAccessibleName(title)

    def set_note(self, note: str) -> None:
        """Change the words beside the title."""
        if self._note is not None:
            self._note.setText(note)


class StateView(QWidget):
    """What a page or card shows when there is nothing to show: an icon, what is the case, and what to do about it."""

    acted = Signal(str)

    def __init__(self, icon: str, title: str, text: str = "", actions: tuple[tuple[str, str], ...] = (),
                 parent: QWidget | None = None, stacked: bool = False) -> None:
        """`actions`: key and words of each button; the first is the main one. `stacked`: one above the other."""
        super().__init__(parent)
        self._icon = icon
        self._picture = QLabel()
        set_named(self._picture, alignment="AlignCenter")
        self._title = label(title, "stateTitle", wrap=True)
        self._text = label(text, "stateText", wrap=True)
        for part in (self._title, self._text):
            set_named(part, alignment="AlignHCenter")
            part.setMaximumWidth(520)
        lines = QVBoxLayout(self)
        lines.setSpacing(GRID)
        lines.addStretch(1)
        for part in (self._picture, self._title, self._text):
            row = QHBoxLayout()
            row.addStretch(1)
            row.addWidget(part, 8)
            row.addStretch(1)
            lines.addLayout(row)
        buttons = QVBoxLayout() if stacked else QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addStretch(1)
        for number, (key, words) in enumerate(actions):
            button = QPushButton(doubled(words))
            button.setObjectName(key)
            if number == 0:
                button.setProperty("kind", "primary")
            button.clicked.connect(self._act)
            if stacked:
                buttons.addLayout(_centred(button))
            else:
                buttons.addWidget(button)
        buttons.addStretch(1)
        lines.addSpacing(GRID)
        lines.addLayout(buttons)
        self._links = QVBoxLayout()
        self._links.setSpacing(0)
        self._offered: list[QPushButton] = []
        self._heading = label("", "caption")
        self._heading.setContentsMargins(0, 2 * GRID, 0, 0)
        self._heading.hide()
        self._links.addLayout(_centred(self._heading))
        lines.addLayout(self._links)
        lines.addStretch(2)

    def offer(self, title: str, links: tuple[tuple[str, str, str], ...]) -> None:
        """Offer more below the buttons, under a title: key, words and tooltip of each; nothing where there is none."""
        self._heading.setText(title if links else "")
        self._heading.setVisible(bool(links))
        # Kept and filled anew: nothing is left of names that are offered no more, not even hidden.
        while len(self._offered) < len(links):
            made = QPushButton()
            made.setProperty("kind", "link")
            made.clicked.connect(self._act)
            self._offered.append(made)
            self._links.addLayout(_centred(made))
        for made, (key, words, tip) in zip_longest(self._offered, links, fillvalue=("", "", "")):
            made.setObjectName(key)
            made.setText(doubled(words))
            made.setToolTip(as_tooltip(tip))
            made.setVisible(bool(key))

    def say(self, title: str, text: str) -> None:
        """Change the words."""
        self._title.setText(title)
        self._text.setText(text)

    def tint(self, theme: Theme) -> None:
        """Draw the icon in the theme's muted colour."""
        self._picture.setPixmap(pixmap(self._icon, theme.muted, 40, self.devicePixelRatioF()))

    def _act(self) -> None:
        button = self.sender()
        if button is not None:
            self.acted.emit(button.objectName())


def _centred(part: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(part)
    row.addStretch(1)
    return row
