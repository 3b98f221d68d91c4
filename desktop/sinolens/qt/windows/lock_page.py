"""What is shown while the content is locked: the name of the file and a field for its passphrase."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from sinolens.figures.theme import Theme
from sinolens.qt.base.cards import Card
from sinolens.qt.base.icons import pixmap
from sinolens.qt.base.labels import label
from sinolens.qt.windows.passphrase import secret_field


class LockPage(QWidget):
    """Covers the whole window.

    Signals:
        given: a passphrase to try.
        left: the user wants to close the project instead.
    """

    given = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        card = Card()
        card.setFixedWidth(420)
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._name = label("", "stateTitle", wrap=True)
        self._name.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        words = label("The project is closed and its key dropped. Give the passphrase to go on where you were.",
                      "stateText", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.field = secret_field("Passphrase")
        self.field.returnPressed.connect(self._give)
        self.note = label("", "danger", wrap=True)
        self.note.hide()
        self.unlock = QPushButton("Unlock")
        self.unlock.setProperty("kind", "primary")
        self.unlock.clicked.connect(self._give)
        self.leave = QPushButton("Close project")
        self.leave.clicked.connect(self.left)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.leave)
        buttons.addStretch(1)
        buttons.addWidget(self.unlock)
        card.body.setContentsMargins(24, 24, 24, 24)
        for part in (self._picture, self._name, words, self.field, self.note):
            card.body.addWidget(part)
        card.body.addLayout(buttons)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card)
        row.addStretch(1)
        lines = QVBoxLayout(self)
        lines.addStretch(2)
        lines.addLayout(row)
        lines.addStretch(3)

    def show_name(self, name: str) -> None:
        """Lock a project of this file name."""
        self._name.setText(f"{name} is locked")
        self.note.hide()
        self.field.clear()
        self.busy(False)
        self.field.setFocus()

    def refuse(self, why: str) -> None:
        """The passphrase did not open it."""
        self.note.setText(why)
        self.note.show()
        self.busy(False)
        self.field.selectAll()
        self.field.setFocus()

    def busy(self, busy: bool) -> None:
        """It is being opened."""
        self.unlock.setText("Opening…" if busy else "Unlock")
        for part in (self.field, self.unlock, self.leave):
            part.setEnabled(not busy)

    def tint(self, theme: Theme) -> None:
        """Draw the picture in the theme's colour."""
        self._picture.setPixmap(pixmap("lock", theme.muted, 40, self.devicePixelRatioF()))

    def _give(self) -> None:
        if self.field.text() and self.unlock.isEnabled():
            self.note.hide()
            self.busy(True)
            self.given.emit(self.field.text())
            self.field.clear()
