"""One question with a few answers, asked without stopping the rest of the program."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLayout, QPushButton, QVBoxLayout, QWidget

from sinolens.qt.base.dialogs import ButtonRow
from sinolens.qt.base.labels import doubled, label

Role = QDialogButtonBox.ButtonRole


class Question(QDialog):
    """The first answer is the main one, Escape means the last; their buttons stand in the order of the platform.

    Attributes:
        buttons: by key.
    """

    def __init__(self, parent: QWidget, title: str, text: str, detail: str, choices: tuple[tuple[str, str], ...],
                 answered: Callable[[str], None]) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(440)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._answered = answered
        self._answer = choices[-1][0]
        lines = QVBoxLayout(self)
        # Wrapped words claim the height of a narrower window as their least one.
        lines.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        lines.setContentsMargins(24, 20, 24, 20)
        lines.setSpacing(8)
        lines.addWidget(label(text, "stateTitle", wrap=True, selectable=True))
        if detail:
            lines.addWidget(label(detail, "stateText", wrap=True, selectable=True))
        lines.addSpacing(8)
        row = ButtonRow()
        self.buttons: dict[str, QPushButton] = {}
        for number, (key, words) in enumerate(choices):
            button = QPushButton(doubled(words))
            button.setProperty("answer", key)
            button.setAutoDefault(number == 0)
            button.setDefault(number == 0)
            if number == 0:
                button.setProperty("kind", "primary")
            button.clicked.connect(self._choose)
            self.buttons[key] = button
            row.addButton(button, Role.AcceptRole if number == 0 else
                          Role.RejectRole if number == len(choices) - 1 else Role.DestructiveRole)
        lines.addWidget(row)
        # Whatever stands first: Space, as Enter, gives the main answer.
        self.buttons[choices[0][0]].setFocus()
        self.finished.connect(self._finish)

    def showEvent(self, event: QShowEvent) -> None:
        """As high as its words are at this width: before their style was known the height was a guess."""
        super().showEvent(event)
        self.resize(self.width(), self.layout().totalHeightForWidth(self.width()))

    def _choose(self) -> None:
        self._answer = self.sender().property("answer")
        self.accept()

    def _finish(self) -> None:
        self._answered(self._answer)


def ask(parent: QWidget, title: str, text: str, detail: str, choices: tuple[tuple[str, str], ...],
        answered: Callable[[str], None]) -> Question:
    """Ask; `answered` gets the key of the choice."""
    question = Question(parent, title, text, detail, choices, answered)
    question.open()
    return question
