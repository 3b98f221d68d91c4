"""Dialogs about the project file: a new one, and another passphrase for one."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from sinolens.qt.base.dialogs import make_buttons
from sinolens.qt.base.labels import label
from sinolens.qt.windows.passphrase import NewPassphrase, secret_field

PROJECTS = "Sinolens project (*.sinolens)"
SUFFIX = ".sinolens"


@dataclass(frozen=True, slots=True)
class NewFile:
    """What the user wants. `passphrase` None = not encrypted, by explicit choice."""

    path: Path
    passphrase: str | None
    in_store: bool
    keep_open: bool


def project_path(text: str) -> Path:
    """The path a user typed, with the suffix of projects."""
    path = Path(text.strip()).expanduser()
    if not path.name:
        return path  # a folder is being typed
    return path if path.suffix.lower() == SUFFIX else path.with_name(f"{path.name}{SUFFIX}")


class NewProject(QDialog):
    """Place and passphrase of a new project file.

    Signals:
        wanted: a `NewFile`.
    """

    wanted = Signal(object)

    def __init__(self, parent: QWidget, folder: Path, key_store: str, *, has_holdings: bool,
                 why: str = "", name: str = "Endowment") -> None:
        """`why`: a sentence about why a project is needed now."""
        super().__init__(parent)
        self.setWindowTitle("New project")
        self.setMinimumWidth(520)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.place = QLineEdit(str(folder / f"{name}{SUFFIX}"))
        self.place.setAccessibleName("File")
        choose = QPushButton("Choose…")
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.place, 1)
        row.addWidget(choose)
        self.secret = NewPassphrase(key_store, offer_plain=True)
        self.keep = QCheckBox("Keep the holdings that are open in it")
        self.keep.setChecked(has_holdings)
        self.keep.setVisible(has_holdings and not why)
        self.note = label("", "caption", wrap=True)
        self.buttons, self.create = make_buttons(
            self, "Create project", self._give, QDialogButtonBox.StandardButton.Save)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(24, 20, 24, 20)
        lines.setSpacing(8)
        if why:
            lines.addWidget(label(why, "stateText", wrap=True))
        for title, part in (("File", row), ("Passphrase", None)):
            lines.addWidget(label(title, "sectionTitle"))
            if part is not None:
                lines.addLayout(part)
        lines.addWidget(label(
            "The file is encrypted with it. Nobody can open the file without it, and it cannot be recovered: keep it "
            "where your institution keeps such things.", "caption", wrap=True))
        lines.addWidget(self.secret)
        lines.addWidget(self.keep)
        lines.addSpacing(4)
        lines.addWidget(self.note)
        lines.addWidget(self.buttons)
        self.place.textChanged.connect(self._check)
        self.secret.changed.connect(self._check)
        self.secret.first.setFocus()
        self._check()

    def refuse(self, why: str) -> None:
        """It could not be made: say why; what was typed stays."""
        self._say(why, "danger")
        self.setEnabled(True)

    def _check(self) -> None:
        typed = self.place.text().strip()
        path = project_path(typed) if typed else None
        if path is None:
            problem = "Choose a file."
        elif not path.name or path.is_dir() or typed.endswith(("/", os.sep)):
            problem = f"{typed} is a folder. Give the file a name."
        elif not path.parent.is_dir():
            problem = f"There is no folder {path.parent}."
        elif path.exists():
            problem = f"{path.name} exists already. Choose another name, or open it."
        else:
            problem = self.secret.problem
        self._say(problem, "caption")
        self.create.setEnabled(not problem)

    def _say(self, words: str, kind: str) -> None:
        self.note.setText(words)
        self.note.setObjectName(kind)
        self.note.style().unpolish(self.note)
        self.note.style().polish(self.note)

    def _choose(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "New project", self.place.text(), PROJECTS)
        if name:
            self.place.setText(str(project_path(name)))

    def _give(self) -> None:
        self._check()
        if self.create.isEnabled():
            self.setEnabled(False)
            secret = self.secret
            self.wanted.emit(NewFile(
                project_path(self.place.text()), secret.passphrase,
                secret.in_store.isChecked() and secret.passphrase is not None, self.keep.isChecked()))


class ChangePassphrase(QDialog):
    """Another passphrase for the open project, or the first one of an unencrypted file.

    Signals:
        wanted: the new passphrase and whether the key store keeps it.
    """

    wanted = Signal(str, bool)

    def __init__(self, parent: QWidget, name: str, current: str | None, key_store: str) -> None:
        """`current`: the passphrase in use, None for an unencrypted file."""
        super().__init__(parent)
        self.setWindowTitle("Change passphrase" if current is not None else "Encrypt project")
        self.setMinimumWidth(460)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._current = current
        self.old = secret_field("Passphrase now")
        self.old.setVisible(current is not None)
        self.secret = NewPassphrase(key_store)
        self.note = label("", "caption", wrap=True)
        words = "Change passphrase" if current is not None else "Encrypt"
        self.buttons, self.save = make_buttons(self, words, self._give, QDialogButtonBox.StandardButton.Save)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(24, 20, 24, 20)
        lines.setSpacing(8)
        lines.addWidget(label(name, "sectionTitle", wrap=True))
        lines.addWidget(self.old)
        lines.addWidget(label("New passphrase", "sectionTitle"))
        lines.addWidget(self.secret)
        lines.addWidget(label(
            "Backups and archives made before keep the passphrase they were made with."
            if current is not None else "Backups and archives made before stay unencrypted.", "caption", wrap=True))
        lines.addWidget(self.note)
        lines.addWidget(self.buttons)
        self.old.textChanged.connect(self._check)
        self.secret.changed.connect(self._check)
        self._check()

    def _check(self) -> None:
        problem = self.secret.problem
        if self._current is not None and not self.old.text():
            problem = problem or "Give the passphrase the file has now."
        self.note.setText(problem)
        self.note.setObjectName("caption")
        self.save.setEnabled(not problem)

    def _give(self) -> None:
        if self._current is not None and self.old.text() != self._current:
            self.note.setText("The passphrase the file has now is another one.")
            self.old.selectAll()
            self.old.setFocus()
            return
        words = self.secret.passphrase
        if words is not None and not self.secret.problem:
            self.wanted.emit(words, self.secret.in_store.isChecked())
            self.accept()
