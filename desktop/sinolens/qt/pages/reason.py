"""Asks for a reason before something is decided or taken back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from sinolens.qt.base.dialogs import make_buttons
from sinolens.qt.base.labels import label


class Reason(QDialog):
    """One line that must not stay empty, unless the reason is not needed.

    Signals:
        given: the reason.
    """

    given = Signal(str)

    def __init__(self, parent: QWidget, title: str, text: str, words: str, detail: str = "",
                 *, needed: bool = True) -> None:
        """`words`: of the main button. `detail`: what follows, in place of where the reason is kept."""
        super().__init__(parent)
        self._needed = needed
        self.setWindowTitle(title)
        self.setMinimumWidth(440)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.field = QLineEdit()
        self.field.setPlaceholderText("Why" if needed else "Why, if there is more to say")
        self.field.setAccessibleName("Why")
        buttons, self.act = make_buttons(self, words, self._give)
        self.act.setEnabled(not needed)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(24, 20, 24, 20)
        lines.setSpacing(8)
        lines.addWidget(label(text, "stateTitle", wrap=True))
        lines.addWidget(label(
            detail or "The reason is kept in the log, beside what stood before.", "caption", wrap=True))
        lines.addWidget(self.field)
        lines.addWidget(buttons)
        self.field.textChanged.connect(self._check)
        self.field.setFocus()

    def _check(self) -> None:
        self.act.setEnabled(bool(self.field.text().strip()) or not self._needed)

    def _give(self) -> None:
        if self.field.text().strip() or not self._needed:
            self.given.emit(self.field.text().strip())
            self.accept()
