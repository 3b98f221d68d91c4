"""Passphrases: fields for a new one with its strength, and the dialog that opens a project file."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from sinolens.qt.base.dialogs import ButtonRow
from sinolens.qt.base.labels import label

SHORTEST = 12
WEAKEST = 2
"""Least level of `storage.keys.LEVELS` that is taken."""


def secret_field(words: str) -> QLineEdit:
    """A field that does not show what is typed."""
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setPlaceholderText(words)
    field.setAccessibleName(words)
    field.setInputMethodHints(Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhNoPredictiveText)
    return field


def show_secret(fields: tuple[QLineEdit, ...], shown: bool) -> None:
    """Show or hide what was typed."""
    for field in fields:
        field.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)


class NewPassphrase(QWidget):
    """A passphrase typed twice, with its strength while it is typed.

    Signals:
        changed: `problem` may be another one.

    Attributes:
        first, second: the fields.
        plain: the box that says not to encrypt; None where that is no choice.
        in_store: the box that keeps a copy in the computer's key store; hidden where there is none.
    """

    changed = Signal()

    def __init__(self, key_store: str = "", offer_plain: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first, self.second = secret_field("Passphrase"), secret_field("Passphrase again")
        self._level = -1
        self._rated = ""
        self._rate_soon = QTimer(self)
        self._rate_soon.setSingleShot(True)
        self._rate_soon.setInterval(120)
        self._rate_soon.timeout.connect(self._rate)
        self._meter = QProgressBar()
        self._meter.setRange(0, 4)
        self._meter.setTextVisible(False)
        self._meter.setAccessibleName("Strength of the passphrase")
        self._strength = label("", "caption", wrap=True)
        self._reveal = QPushButton("Show")
        self._reveal.setCheckable(True)
        self._reveal.setAutoDefault(False)
        self._reveal.setAccessibleName("Show the passphrase")
        self._reveal.toggled.connect(self._show)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.first, 1)
        row.addWidget(self._reveal)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(8)
        lines.addLayout(row)
        lines.addWidget(self._meter)
        lines.addWidget(self._strength)
        lines.addWidget(self.second)
        self.in_store = QCheckBox(f"Also keep it in the key store of this computer ({key_store})")
        self.in_store.setVisible(bool(key_store))
        lines.addWidget(self.in_store)
        self._store_note = label(
            "The project then opens here without asking. The passphrase stays the recovery passphrase: with it the "
            "file opens on any computer.", "caption", wrap=True)
        self._store_note.setIndent(24)
        self._store_note.setVisible(bool(key_store))
        lines.addWidget(self._store_note)
        self.plain = QCheckBox("Do not encrypt this file") if offer_plain else None
        self._plain_note = label(
            "Anybody who gets hold of the file can read every holding in it. The title bar will say “not encrypted”.",
            "unverified", wrap=True)
        self._plain_note.setIndent(24)
        self._plain_note.hide()
        if self.plain is not None:
            self.plain.toggled.connect(self._choose_plain)
            lines.addWidget(self.plain)
            lines.addWidget(self._plain_note)
        self.first.textChanged.connect(self._typed)
        self.second.textChanged.connect(self.changed)
        self._rate()

    @property
    def passphrase(self) -> str | None:
        """What was typed; None when the file is not to be encrypted."""
        return None if self.plain is not None and self.plain.isChecked() else self.first.text()

    @property
    def problem(self) -> str:
        """Why it cannot be taken yet, "" when it can."""
        words = self.passphrase
        if words is None:
            return ""
        if len(words) < SHORTEST:
            return f"At least {SHORTEST} characters; a few unrelated words are easiest."
        if words != self._rated:
            return "Checking the strength…"
        if self._level < WEAKEST:
            return "This is too easy to guess. Add a few unrelated words."
        if words != self.second.text():
            return "The two do not agree yet."
        return ""

    def clear(self) -> None:
        """Forget what was typed."""
        self.first.clear()
        self.second.clear()

    def _typed(self) -> None:
        self._rate_soon.start()
        self.changed.emit()

    def _rate(self) -> None:
        from sinolens.storage.keys import rate_passphrase

        self._rated = self.first.text()
        found = rate_passphrase(self._rated)
        self._level = found.level
        self._meter.setValue(found.level if self._rated else 0)
        advice = f": {found.advice}" if found.advice else ""
        self._strength.setText(f"{found.name}{advice}" if self._rated else found.advice)
        self.changed.emit()

    def _show(self, shown: bool) -> None:
        show_secret((self.first, self.second), shown)
        self._reveal.setText("Hide" if shown else "Show")

    def _choose_plain(self, plain: bool) -> None:
        for part in (self.first, self.second, self._reveal, self._meter, self.in_store, self._store_note):
            part.setEnabled(not plain)
        self._plain_note.setVisible(plain)
        self.changed.emit()


class Unlock(QDialog):
    """Asks for the passphrase of a file until it opens or the user leaves.

    Args:
        name: of the file.
        given: called with each passphrase; answers through `refuse` or by closing the dialog.
        note: said at once, such as why it is asked.
    """

    def __init__(self, parent: QWidget, name: str, given: Callable[[str], None], note: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle("Open project")
        self.setMinimumWidth(420)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._given = given
        self.field = secret_field("Passphrase")
        self._reveal = QPushButton("Show")
        self._reveal.setCheckable(True)
        self._reveal.setAutoDefault(False)
        self._reveal.toggled.connect(self._show)
        self.note = label(note, "danger", wrap=True)
        self.note.setVisible(bool(note))
        self._buttons = ButtonRow(
            QDialogButtonBox.StandardButton.Open | QDialogButtonBox.StandardButton.Cancel)
        self._open = self._buttons.button(QDialogButtonBox.StandardButton.Open)
        self._open.setProperty("kind", "primary")
        self._buttons.accepted.connect(self._give)
        self._buttons.rejected.connect(self.reject)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(24, 20, 24, 20)
        lines.setSpacing(8)
        lines.addWidget(label(f"Passphrase of {name}", "sectionTitle", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self._reveal)
        lines.addLayout(row)
        lines.addWidget(self.note)
        lines.addWidget(self._buttons)
        self.field.textChanged.connect(self._follow)
        self._follow()

    def refuse(self, why: str) -> None:
        """The passphrase did not open it: say so and let the user try again."""
        self.note.setText(why)
        self.note.show()
        self._busy(False)
        self.field.selectAll()
        self.field.setFocus()

    def _give(self) -> None:
        if self.field.text():
            self._busy(True)
            self._given(self.field.text())

    def _busy(self, busy: bool) -> None:
        self.field.setEnabled(not busy)
        self._open.setEnabled(not busy)
        if busy:
            self.note.hide()

    def _show(self, shown: bool) -> None:
        show_secret((self.field,), shown)
        self._reveal.setText("Hide" if shown else "Show")

    def _follow(self) -> None:
        self._open.setEnabled(bool(self.field.text()))
