"""What every step of the import is, and the bar that leads through them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from sinolens.figures.theme import Theme
from sinolens.importing.workbook import ImportedTable
from sinolens.qt.base.cards import GRID
from sinolens.qt.base.icons import icon
from sinolens.qt.base.labels import ElidedLabel, as_tooltip
from sinolens.qt.pages.page import button
from sinolens.services.import_draft import Draft, place_of, said_of, say
from sinolens.services.import_progress import BLOCKED, LOOK, SETTLED, StepState

WORDS = (
    ("source", "Source"), ("sheet", "Sheet and header"), ("columns", "Columns"), ("values", "Values"),
    ("accounts", "Accounts and funds"), ("tie", "Tie-out"), ("review", "Review and commit"),
)
BESIDE = 316
"""Width of what stands beside the user's own tables: the sheet needs the room."""
_ICONS = {SETTLED: ("check", "positive"), LOOK: ("info", "warning"), BLOCKED: ("error", "danger")}
_SAID = {SETTLED: "settled", LOOK: "to look at", BLOCKED: "needs you"}


class Step(QWidget):
    """One step for one table of one file.

    Signals:
        wanted: `ImportOptions` of the file as the user now wants it understood.
    """

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft: Draft | None = None
        self._table: ImportedTable | None = None

    def say(self, **changes: Any) -> None:
        """Say something about the table shown; what is said already is not said again."""
        if self._draft is None or self._table is None:
            return
        place = place_of(self._table)
        said = said_of(self._draft, place)
        if any(getattr(said, key) != value for key, value in changes.items()):
            self.wanted.emit(say(self._draft, place, **changes))

    def show_table(self, draft: Draft, table: ImportedTable | None) -> None:
        """Show how a table stands. For steps to fill in."""
        raise NotImplementedError

    def tint(self, theme: Theme) -> None:
        """Take the theme's colours where the style sheet does not reach. For steps to fill in."""


class StepBar(QWidget):
    """The steps in a row, each with its state; any of them can be gone to at any time.

    Signals:
        chosen: key of a step.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme | None = None
        self._states: Mapping[str, StepState] = {}
        self.buttons: dict[str, QToolButton] = {}
        group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID - 2)
        for number, (key, word) in enumerate(WORDS, 1):
            made = QToolButton()
            made.setObjectName("segment")
            made.setText(f" {number}  {word}")
            made.setCheckable(True)
            made.setProperty("step", key)
            made.setIconSize(QSize(14, 14))
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            made.clicked.connect(self._choose)
            group.addButton(made)
            row.addWidget(made)
            self.buttons[key] = made
        row.addStretch(1)

    def show_states(self, states: Mapping[str, StepState], current: str) -> None:
        """Show how the steps stand and which one is shown."""
        self._states = states
        self.buttons[current].setChecked(True)
        for (key, word), made in zip(WORDS, self.buttons.values(), strict=True):
            state = states.get(key, StepState())
            made.setToolTip(as_tooltip(f"{word}: {state.note}" if state.note else f"{word}: settled"))
            made.setAccessibleName(f"{word}, {_SAID[state.state]}")
            made.setAccessibleDescription(state.note)
        self._draw()

    def tint(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self._draw()

    def _draw(self) -> None:
        if self._theme is None:
            return
        for key, made in self.buttons.items():
            name, token = _ICONS[self._states.get(key, StepState()).state]
            colour = self._theme.colour(token)
            if made.property("drawn") != (name, colour):
                made.setProperty("drawn", (name, colour))
                made.setIcon(icon(name, colour, colour))

    def _choose(self) -> None:
        self.chosen.emit(self.sender().property("step"))


class StepFoot(QWidget):
    """Where the import stands, and the way on.

    Attributes:
        status: the sentence.
        undo: takes the last choice back.
        go: to what needs the user.
        back, next: through the steps.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.status = ElidedLabel("", "caption")
        self.undo = button("Undo", tip="Take the last choice back (Ctrl+Z)")
        self.go = button("Show me")
        self.back = button("Back", tip="The step before (Ctrl+Page Up)")
        self.next = button("Next", tip="The next step (Ctrl+Page Down)")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self.status, 1)
        for made in (self.undo, self.go, self.back, self.next):
            row.addWidget(made)
