"""Asks for the passphrase of a project file."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QInputDialog, QLineEdit, QVBoxLayout, QWidget

from sinolens.qt.base.labels import label

SHORTEST = 12


def ask_passphrase(parent: QWidget, name: str) -> str | None:
    """The passphrase of an existing file, None when the user leaves."""
    words, given = QInputDialog.getText(parent, "Open project", f"Passphrase of {name}:", QLineEdit.EchoMode.Password)
    return words if given and words else None


def ask_new_passphrase(parent: QWidget, name: str) -> str | None:
    """A passphrase for a new file, typed twice; None when the user leaves."""
    dialog = NewPassphrase(parent, name)
    answer = dialog.exec()
    words = dialog.first.text()
    dialog.deleteLater()
    return words if answer == QDialog.DialogCode.Accepted else None


class NewPassphrase(QDialog):
    """Two fields that must agree."""

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("Save project")
        self.setMinimumWidth(420)
        self.first, self.second = QLineEdit(), QLineEdit()
        self._note = label("", "caption", wrap=True)
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(24, 20, 24, 20)
        lines.setSpacing(8)
        lines.addWidget(label(f"Passphrase for {name}", "sectionTitle", wrap=True))
        lines.addWidget(label(
            "The file is encrypted with it. Nobody can open the file without it, and it cannot be recovered: keep it "
            "where your institution keeps such things.", "stateText", wrap=True))
        for field, words in ((self.first, "Passphrase"), (self.second, "Passphrase again")):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setPlaceholderText(words)
            field.setAccessibleName(words)
            field.textChanged.connect(self._check)
            lines.addWidget(field)
        lines.addWidget(self._note)
        lines.addWidget(self._buttons)
        self._check()

    def _check(self) -> None:
        words, again = self.first.text(), self.second.text()
        note = ""
        if len(words) < SHORTEST:
            note = f"At least {SHORTEST} characters; a few words are easiest."
        elif words != again:
            note = "The two do not agree yet."
        self._note.setText(note)
        self._buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(not note)
