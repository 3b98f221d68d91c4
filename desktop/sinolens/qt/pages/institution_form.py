"""Who holds: name, kind, state and assets of the institution, typed in and kept in the project."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRegularExpression, Qt
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from sinolens.qt.base.dialogs import make_buttons
from sinolens.qt.base.labels import label
from sinolens.qt.base.workspace import Workspace
from sinolens.services.own_institution import (
    KINDS,
    GivenInstitution,
    give_institution,
    of_institution,
    states_with_rules,
)

LONGEST = 120


class InstitutionForm(QDialog):
    """Asks who holds what is open; everything but the name may stay open."""

    def __init__(self, parent: QWidget, workspace: Workspace, then: Callable[[], None] | None = None) -> None:
        """`then`: what goes on once it is kept."""
        super().__init__(parent)
        self.setWindowTitle("Who holds it")
        self.setMinimumWidth(480)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workspace, self._then = workspace, then
        self.name = QLineEdit()
        self.name.setMaxLength(LONGEST)
        self.name.setPlaceholderText("As reports and questionnaires print it")
        self.kind = QComboBox()
        for key, words in KINDS.items():
            self.kind.addItem(words, key)
        self.state = QComboBox()
        self.state.setEditable(True)
        reference = workspace.reference()
        self.state.addItems(["", *(states_with_rules(reference) if reference is not None else ())])
        self.state.lineEdit().setPlaceholderText("Two letters, such as those of its address")
        self.state.lineEdit().setValidator(QRegularExpressionValidator(QRegularExpression("[A-Za-z]{0,2}"), self))
        self.assets = QLineEdit()
        self.assets.setPlaceholderText("Whole dollars")
        self.assets.setValidator(QRegularExpressionValidator(QRegularExpression(r"\$? ?[0-9][0-9,]{0,20}"), self))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, (words, field) in enumerate((
            ("Held by", self.name), ("Kind", self.kind), ("State", self.state), ("Assets, USD", self.assets),
        )):
            grid.addWidget(label(words), row, 0)
            grid.addWidget(field, row, 1)
            field.setAccessibleName(words)
        buttons, self.act = make_buttons(self, "Keep in the project", self._give)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(24, 20, 24, 20)
        lines.setSpacing(12)
        lines.addLayout(grid)
        lines.addWidget(label(
            "State laws look at kind, state and assets. Lists and policies that bind you come with their papers, by "
            "File ▸ Import rules or institution… This is one step that can be undone.", "caption", wrap=True))
        lines.addWidget(buttons)
        self.name.textChanged.connect(self._check)
        self.state.editTextChanged.connect(self._check)
        self._prefill()
        self._check()
        self.name.setFocus()

    @property
    def given(self) -> GivenInstitution:
        """What is typed."""
        digits = "".join(mark for mark in self.assets.text() if mark.isdigit())
        return GivenInstitution(
            self.name.text().strip(), self.kind.currentData(), self.state.currentText().strip().upper(),
            int(digits) if digits else None)

    def _prefill(self) -> None:
        analysis = self._workspace.analysis
        before = of_institution(analysis.institution) if analysis is not None else None
        if before is not None:
            self.name.setText(before.name)
            self.kind.setCurrentIndex(self.kind.findData(before.public))
            self.state.setCurrentText(before.state)
            self.assets.setText("" if before.assets is None else f"{before.assets:,}")

    def _check(self) -> None:
        named, state = bool(self.name.text().strip()), len(self.state.currentText().strip())
        self.act.setEnabled(named and state in (0, 2))
        self.act.setToolTip("" if self.act.isEnabled() else
                            "Give a name" if not named else "A state is given by its two letters")

    def _give(self) -> None:
        if not self.act.isEnabled():
            return
        source, given, then = self._workspace.lists, self.given, self._then
        self.accept()
        self._workspace.change(
            "Asking anew", give_institution(source.folder if source is not None else None, given),
            (lambda _: then()) if then is not None else None, told=f"Held by {given.name}.")
