"""Facts about one thing, in sections: the detail pane of holdings, funds, issuers and lists."""

from __future__ import annotations

import re
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from sinolens.figures.theme import Theme
from sinolens.qt.base.cards import GRID, Card, StateView
from sinolens.qt.base.labels import doubled, label
from sinolens.qt.base.swatch import TierSwatch
from sinolens.qt.base.theme import Appearance

NAME_WIDTH = 104
LONGEST_WORD = 24
"""Letters of a word that always find room beside a name."""
_LONG_RUN = re.compile(rf"(\w{{{LONGEST_WORD // 2}}})(?=\w{{{LONGEST_WORD // 2}}})")
"""Half a line of letters without a mark, as of a digest, and as many more."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line. Without a name the value takes the whole width.

    `kind`: a style of the label ("verified", "strong"). `tier`: a swatch stands before the value. `link`: the value can
    be clicked, and the sheet then says this.
    """

    name: str
    value: str
    kind: str = ""
    tier: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Facts under a title."""

    title: str
    facts: tuple[Fact, ...]


def checked(verified: bool) -> Fact:
    """Whether a fact was compared with its primary source."""
    return Fact("Checked", "verified against its source", "verified") if verified else Fact(
        "Checked", "unverified", "unverified")


def given(*facts: Fact) -> tuple[Fact, ...]:
    """The facts that say something."""
    return tuple(fact for fact in facts if fact.value)


def beside_text(swatch: QWidget) -> QVBoxLayout:
    """A swatch at the height of the first line of a text beside it."""
    made = QVBoxLayout()
    made.setContentsMargins(0, 3, 0, 0)
    made.addWidget(swatch)
    made.addStretch(1)
    return made


def _value(fact: Fact) -> QLabel:
    """A value; one long word, as a file's name, breaks after its marks, or within, instead of widening."""
    if max(map(len, fact.value.split()), default=0) <= LONGEST_WORD:
        return label(fact.value, fact.kind, wrap=True, selectable=True)
    # The places to break would be copied with the text: such a value is read, not selected.
    made = label(_LONG_RUN.sub("\\1\u200b", re.sub(r"([_./\-])", "\\1\u200b", fact.value)), fact.kind, wrap=True)
    made.setToolTip(fact.value)
    made.setAccessibleName(fact.value)
    return made


class LinkButton(QPushButton):
    """A value that can be clicked; gives way in width as a label does, and tells all on hover."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = text
        self.setProperty("kind", "link")
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setStyleSheet("text-align: left; padding: 0px; min-height: 18px;")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the words to the room there is."""
        super().resizeEvent(event)
        self.setText(doubled(self.fontMetrics().elidedText(
            self._words, Qt.TextElideMode.ElideRight, self.width() - 12)))


class FactSheet(Card):
    """Shows sections, or a hint while there is nothing to show.

    Signals:
        linked: the `link` of a fact that was clicked.
        acted: key of a button of the hint.
    """

    linked = Signal(str)
    acted = Signal(str)

    def __init__(self, appearance: Appearance, icon: str, hint: str, text: str,
                 actions: tuple[tuple[str, str], ...] = (), parent: QWidget | None = None) -> None:
        """`actions`: key and words of the buttons below the hint."""
        super().__init__(parent=parent)
        self._appearance = appearance
        self._hint = StateView(icon, hint, text, actions, stacked=True)
        self._hint.acted.connect(self.acted)
        self._area = QScrollArea()
        self._area.setObjectName("clear")
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.setContentsMargins(4, 4, 4, 4)
        self.body.addWidget(self._hint, 1)
        self.body.addWidget(self._area, 1)
        self._area.hide()
        self._title = ""
        appearance.changed.connect(self._tint)
        self._tint()

    @property
    def shown_title(self) -> str:
        """Title of what is shown, "" while there is nothing."""
        return self._title

    def clear(self) -> None:
        """Show the hint."""
        self._title = ""
        self._area.hide()
        self._hint.show()

    def show_facts(self, title: str, subtitle: str, sections: list[Section]) -> None:
        """Show something else."""
        self._title = title
        sheet = QWidget()
        sheet.setObjectName("clear")
        lines = QVBoxLayout(sheet)
        lines.setContentsMargins(12, 8, 12, 12)
        lines.setSpacing(GRID)
        lines.addWidget(label(title, "stateTitle", wrap=True, selectable=True))
        if subtitle:
            lines.addWidget(label(subtitle, "stateText", wrap=True, selectable=True))
        for section in sections:
            if section.facts:
                lines.addSpacing(4)
                lines.addWidget(label(section.title, "sectionTitle", wrap=True))
                lines.addLayout(self._grid(section))
        lines.addStretch(1)
        self._area.setWidget(sheet)
        self.setAccessibleName(title)
        self._hint.hide()
        self._area.show()

    def _grid(self, section: Section) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(0, NAME_WIDTH)
        grid.setColumnStretch(2, 1)
        for row, fact in enumerate(section.facts):
            value = self._link(fact) if fact.link else _value(fact)
            if not fact.name:
                grid.addWidget(value, row, 0, 1, 3)
                continue
            name = label(fact.name, "fieldName", wrap=True)
            name.setMaximumWidth(NAME_WIDTH + 24)
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            if fact.tier:
                swatch = TierSwatch(fact.tier, 12)
                swatch.set_tier(fact.tier, self._appearance.theme)
                grid.addLayout(beside_text(swatch), row, 1)
                grid.addWidget(value, row, 2)
            else:
                grid.addWidget(value, row, 1, 1, 2)
        return grid

    def _link(self, fact: Fact) -> QPushButton:
        button = LinkButton(fact.value)
        button.setProperty("link", fact.link)
        button.clicked.connect(self._follow)
        return button

    def _follow(self) -> None:
        self.linked.emit(self.sender().property("link"))

    def _tint(self) -> None:
        theme: Theme = self._appearance.theme
        self._hint.tint(theme)
        for swatch in self.findChildren(TierSwatch):
            swatch.retint(theme)
