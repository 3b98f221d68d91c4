"""The as-of date, the definition and the institution the open holdings are asked with, changed on the title line."""

from __future__ import annotations

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QVBoxLayout, QWidget

from sinolens.qt.base.asking import ask_anew
from sinolens.qt.base.date_field import DateField
from sinolens.qt.base.dialogs import make_buttons
from sinolens.qt.base.labels import label
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.pages.institution_form import InstitutionForm
from sinolens.qt.pages.page import button

ISO = "yyyy-MM-dd"


class QuestionPicker(QDialog):
    """Three fields and what changing them means."""

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        super().__init__(parent)
        self.setWindowTitle("What is asked")
        self.setMinimumWidth(480)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workspace = workspace
        analysis = workspace.analysis
        self.as_of = DateField(QDate.fromString(analysis.as_of, Qt.DateFormat.ISODate))
        self.as_of.setAccessibleName("As of")
        self.definition, self.institution = QComboBox(), QComboBox()
        self.definition.setAccessibleName("Definition")
        self.institution.setAccessibleName("Institution")
        for box in (self.definition, self.institution):
            box.setMinimumContentsLength(24)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._fill()
        workspace.reference_loaded.connect(self._fill)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(1, 1)
        for row, (name, field, meaning) in enumerate((
            ("As of", self.as_of, "Lists, rules and clocks answer for this day."),
            ("Definition", self.definition, "What counts as China."),
            ("Institution", self.institution, "Who holds: state laws and own policies on file."),
        )):
            grid.addWidget(label(name), 2 * row, 0)
            grid.addWidget(field, 2 * row, 1)
            grid.addWidget(label(meaning, "caption"), 2 * row + 1, 1)
        self.own = button("Another institution…", tip="Give name, kind and state of the institution that holds this")
        self.own.setAutoDefault(False)
        self.own.clicked.connect(self._give_own)
        grid.addWidget(self.own, 6, 1, Qt.AlignmentFlag.AlignLeft)
        buttons, self.ask = make_buttons(self, "Ask anew", self._ask)
        kept = "It is kept in the project and can be undone." if workspace.session is not None else (
            "The holdings are in no project yet, so it is not kept.")
        lines = QVBoxLayout(self)
        lines.setContentsMargins(24, 20, 24, 20)
        lines.setSpacing(12)
        lines.addLayout(grid)
        lines.addWidget(label(f"Everything is worked out again, and what moved is shown. {kept}", "caption", wrap=True))
        lines.addWidget(buttons)
        self.as_of.setFocus()

    def _fill(self) -> None:
        reference, analysis, question = (
            self._workspace.reference(), self._workspace.analysis, self._workspace.question)
        if reference is None or analysis is None or question is None:
            return
        definitions = {one.id: one.name for one in reference.definitions.values()}
        definitions.setdefault(question.definition, analysis.definition.name)
        _offer(self.definition, definitions, question.definition)
        institutions = {one.id: one.name for one in reference.institutions.values()}
        if not question.institution:
            institutions = {"": analysis.institution.name, **institutions}
        _offer(self.institution, institutions, question.institution)

    def _give_own(self) -> None:
        """Type in who holds it; asked for in place of this dialog."""
        self.accept()
        InstitutionForm(self.parentWidget(), self._workspace).open()

    def _ask(self) -> None:
        workspace = self._workspace
        question, analysis = workspace.question, workspace.analysis
        if question is None or analysis is None or not self.definition.count():
            return
        given: dict[str, str] = {}
        told = []
        day = self.as_of.date().toString(ISO)
        if day != analysis.as_of:
            given["as_of"] = day
            told.append(f"as of {day}")
        if self.definition.currentData() != question.definition:
            given["definition"] = self.definition.currentData()
            told.append(f"definition {self.definition.currentText()}")
        if self.institution.currentData() != question.institution:
            given["institution"] = self.institution.currentData()
            told.append(f"institution {self.institution.currentText()}")
        self.accept()
        words = ", ".join(told)
        ask_anew(workspace, given, f"{words[:1].upper()}{words[1:]}.")


def _offer(box: QComboBox, choices: dict[str, str], chosen: str) -> None:
    box.clear()
    for key, name in choices.items():
        box.addItem(name, key)
    box.setCurrentIndex(box.findData(chosen))
