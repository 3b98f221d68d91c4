"""Asks for one line of text: a password, a name. The window goes on while it is open."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from sinolens.qt.base.dialogs import make_buttons
from sinolens.qt.base.labels import label


class LineDialog(QDialog):
    """One field. Enter gives what was typed, Escape gives nothing; blanks alone are nothing.

    Attributes:
        field: what is typed.
        act: the main button.
    """

    def __init__(self, parent: QWidget, title: str, question: str, act: str, given: Callable[[str], None],
                 suggestion: str = "", secret: bool = False) -> None:
        """Make the dialog.

        Args:
            parent: what it is asked over.
            title: of the dialog.
            question: above the field.
            act: words on the main button.
            given: gets what was typed, once.
            suggestion: what the field holds at first.
            secret: the field shows no letters, and what is typed is given as it is.
        """
        super().__init__(parent)
        self._given, self._secret = given, secret
        self.setWindowTitle(title)
        self.setMinimumWidth(440)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.field = QLineEdit(suggestion)
        self.field.setAccessibleName(question)
        if secret:
            self.field.setEchoMode(QLineEdit.EchoMode.Password)
        buttons, self.act = make_buttons(self, act, self._give)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(24, 20, 24, 20)
        lines.setSpacing(8)
        lines.addWidget(label(question, "stateText", wrap=True))
        lines.addWidget(self.field)
        lines.addSpacing(8)
        lines.addWidget(buttons)
        self.field.selectAll()
        self.field.textChanged.connect(self._follow)
        self._follow()

    @property
    def text(self) -> str:
        """What was typed."""
        return self.field.text() if self._secret else self.field.text().strip()

    def _follow(self) -> None:
        self.act.setEnabled(bool(self.text))

    def _give(self) -> None:
        if self.text:
            self._given(self.text)
            self.accept()
