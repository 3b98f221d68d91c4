"""Proposes another value for a position: side by side with what was calculated, with reason, document and expiry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from sinolens.qt.base.date_field import DateField
from sinolens.qt.base.dialogs import button_row
from sinolens.qt.base.errors import Message
from sinolens.qt.base.labels import label
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.pages.document_field import DocumentField
from sinolens.qt.pages.position_home import position_summary
from sinolens.qt.pages.question_picker import ISO
from sinolens.qt.pages.side_by_side import Side, SideBySide, describe_code, reasons_of, side_of

if TYPE_CHECKING:
    from sinolens.exposure.analysis import Analysis

_BESIDE = (
    "Nothing counts it until another person approves it. Approved, it stands beside the calculated value on screen and "
    "in every report; totals keep what was calculated. Who an issuer is, is decided in the review queue; what a fund "
    "holds, by its files."
)


class OverrideForm(QDialog):
    """One position, one field, one proposal."""

    def __init__(self, parent: QWidget, workspace: Workspace, row: int) -> None:
        from sinolens.services.override_steps import FIELDS

        super().__init__(parent)
        self.setWindowTitle("Judge otherwise")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(760, 560)
        self._workspace, self._row = workspace, row
        self._analysis = workspace.analysis
        self.field, self.value = QComboBox(), QComboBox()
        for key, words in FIELDS.items():
            self.field.addItem(words, key)
        self.value.setMinimumContentsLength(30)
        for box in (self.field, self.value):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.pair = SideBySide(workspace.appearance)
        self.direction = label("", "caption", wrap=True)
        self.reason = QPlainTextEdit()
        self.reason.setPlaceholderText("Why the calculated value is not right; it is printed in the report")
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(76)
        self.ends = QCheckBox("Holds until")
        self.until = DateField(QDate.currentDate().addYears(1))
        self.until.setMinimumDate(QDate.currentDate())
        self.until.setEnabled(False)
        self.ends.toggled.connect(self.until.setEnabled)
        self.paper = DocumentField(
            workspace.settings, "The paper it rests on; it is kept in the project", "No document", "Rests on")
        self.paper.changed.connect(self._check)
        self.problem = label("", "danger", wrap=True)
        self.propose = QPushButton("Propose")
        self.propose.setProperty("kind", "primary")
        self.propose.setMinimumWidth(120)
        self.propose.clicked.connect(self._propose)
        cancel = QPushButton("Cancel")
        cancel.clicked.connect(self.close)
        cancel.setAutoDefault(False)
        for part, name in ((self.field, "What is judged"), (self.value, "Judged"), (self.reason, "Reason"),
                           (self.until, "Holds until")):
            part.setAccessibleName(name)
        self._lay_out(cancel)
        self.field.activated.connect(self._offer)
        self.value.activated.connect(self._check)
        self.reason.textChanged.connect(self._check)
        workspace.analysis_changed.connect(self._follow)
        workspace.message.connect(self._hear)
        self._offer()
        self.value.setFocus()

    # -- filling ------------------------------------------------------------------------------------------------------

    def _lay_out(self, cancel: QPushButton) -> None:
        lines = QVBoxLayout(self)
        lines.setContentsMargins(24, 20, 24, 20)
        lines.setSpacing(8)
        if self._analysis is not None:
            title, about = position_summary(self._analysis, self._row)
            lines.addWidget(label(title, "stateTitle", wrap=True, selectable=True))
            lines.addWidget(label(about, "caption", wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, (name, part) in enumerate((("What is judged", self.field), ("Judged", self.value))):
            grid.addWidget(label(name), row, 0)
            grid.addWidget(part, row, 1)
        lines.addLayout(grid)
        lines.addWidget(self.pair)
        lines.addWidget(self.direction)
        lines.addWidget(label("Reason"))
        lines.addWidget(self.reason)
        more = QHBoxLayout()
        more.setSpacing(8)
        more.addWidget(self.ends)
        more.addWidget(self.until)
        more.addSpacing(16)
        more.addWidget(self.paper, 1)
        lines.addLayout(more)
        lines.addWidget(self.problem)
        lines.addStretch(1)
        lines.addWidget(label(_BESIDE, "caption", wrap=True))
        lines.addWidget(button_row(self.propose, cancel))

    def _offer(self) -> None:
        from sinolens.services.override_steps import TIER, list_choices, value_on

        if self._analysis is None:
            return
        field = self.field.currentData()
        now = value_on(self._analysis, self._row, field)
        self.value.clear()
        self.value.addItem("Choose…", "")
        for code, name in list_choices(self._analysis, field).items():
            if code != now:
                self.value.addItem(describe_code(code) if field == TIER else f"{code} {name}", code)
        self._check()

    def _check(self) -> None:
        if self._analysis is None:
            return
        code = self.value.currentData() or ""
        problem = self._show_pair(self._analysis, code)
        waiting = self._waiting(self._analysis)
        if waiting:
            problem = waiting
        elif self._workspace.project is not None and self._workspace.project.read_only:
            problem = self._workspace.project.read_only_reason
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.propose.setEnabled(bool(code and self.reason.toPlainText().strip() and not problem))

    def _show_pair(self, analysis: Analysis, code: str) -> str:
        """Show both sides; gives what speaks against the proposal, "" when nothing does."""
        from sinolens.services.override_steps import CATEGORY, value_on
        from sinolens.services.overrides import weigh

        why = (self.reason.toPlainText().strip() or "Give the reason below.",)
        if self.field.currentData() == CATEGORY:
            names, now = analysis.category_names, value_on(analysis, self._row, CATEGORY)
            self.direction.setText("")
            judged = Side(f"{code} {names[code]}", "", why) if code else Side("Not chosen yet")
            self.pair.show_sides(Side(f"{now} {names.get(now, '')}".rstrip()), judged, "")
            return ""
        status = analysis.statuses[int(analysis.positions["status"].iloc[self._row])]
        calculated = side_of(status, reasons_of(status))
        if not code:
            self.direction.setText("")
            self.pair.show_sides(calculated, Side("Not chosen yet"), "")
            return ""
        judged_status, told, problem = weigh(
            status, code, self.paper.document.name if self.paper.document is not None else "")
        self.direction.setText(told)
        self.pair.show_sides(
            calculated, side_of(judged_status, why) if judged_status else Side(describe_code(code), "", why), "")
        return problem

    def _waiting(self, analysis: Analysis) -> str:
        found = [one for one in analysis.overrides
                 if (one.row, one.field, one.state) == (self._row, self.field.currentData(), "submitted")]
        return f"{found[0].maker} has proposed {found[0].value} already. Decide that one first." if found else ""

    # -- doing --------------------------------------------------------------------------------------------------------

    def _propose(self) -> None:
        from sinolens.services.override_steps import propose
        from sinolens.services.projects import timestamp, user_name

        analysis, row, document = self._analysis, self._row, self.paper.document
        if analysis is None or not self.propose.isEnabled():
            return
        field, value, reason = self.field.currentData(), self.value.currentData(), self.reason.toPlainText().strip()
        until = self.until.date().toString(ISO) if self.ends.isChecked() else ""
        who, at = user_name(), timestamp()
        self._workspace.change(
            "Proposing the judgement",
            lambda project: propose(project, analysis, row, field, value, reason, until, document, who, at),
            told=f"{value} proposed for {analysis.positions['name'].iloc[row]}; another person decides.")

    def _follow(self) -> None:
        """It was proposed, or other holdings are open: this form is about neither."""
        self.close()

    def _hear(self, message: Message) -> None:
        """What was refused is told here too: the form stands before the message."""
        if message.severity in ("error", "warning"):
            self.problem.setText(message.text)
            self.problem.show()
