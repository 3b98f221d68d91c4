"""One answer of a fact sheet: a field of the question's kind, what is wrong with it, and where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from sinolens.qt.base.labels import label

if TYPE_CHECKING:
    from sinolens.domain.rule import Rule, RuleQuestion

HINTS = {"date": "YYYY-MM-DD", "amount": "U.S. dollars or a plain number", "text": ""}
FROM_FILE = "holdings file"


class AnswerField(QWidget):
    """A line to type in for dates, amounts and text; a list for yes or no and for choices.

    Signals:
        changed_by_user: another answer stands in the field.
    """

    changed_by_user = Signal()

    def __init__(self, rule: Rule, question: RuleQuestion, value: str, origin: str,
                 parent: QWidget | None = None) -> None:
        from sinolens.services.diligence import list_choices

        super().__init__(parent)
        self._rule, self._question, self._value, self._origin = rule, question, value, origin
        self.box: QComboBox | None = None
        self.line: QLineEdit | None = None
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(2)
        if question.kind in ("yes_no", "choice"):
            self.box = QComboBox()
            self.box.setMinimumContentsLength(12)
            self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            self.box.addItem("not answered", "")
            names = {activity.id: activity.label for activity in rule.activities}
            choices = ("yes", "no") if question.kind == "yes_no" else list_choices(rule, question)
            for choice in choices:
                words = names.get(choice, choice.replace("_", " "))
                self.box.addItem(words if choice in names else words[:1].upper() + words[1:], choice)
            self.box.setCurrentIndex(max(self.box.findData(value), 0))
            self.box.currentIndexChanged.connect(self._check)
        else:
            self.line = QLineEdit(value)
            self.line.setPlaceholderText(HINTS.get(question.kind, ""))
            self.line.textChanged.connect(self._check)
        field = self.box or self.line
        field.setAccessibleName(question.text)
        self.setFocusProxy(field)
        self._note = label("", "caption", wrap=True)
        lines.addWidget(field)
        lines.addWidget(self._note)
        self._tell()

    @property
    def text(self) -> str:
        """The answer as it stands in the field, in the form the rules read where it can be read."""
        from sinolens.regulation.factsheet import check_answer

        typed = self.box.currentData() if self.box is not None else self.line.text()
        try:
            return check_answer(self._rule, self._question.field, typed)
        except ValueError:
            return typed.strip()

    @property
    def changed(self) -> bool:
        """It differs from what is on file; a cell of the holdings file cannot be taken back, only answered anew."""
        return self.text != self._value and not (not self.text and self._origin == FROM_FILE)

    @property
    def problem(self) -> str:
        """What is wrong with the answer, "" when nothing is."""
        from sinolens.regulation.factsheet import check_answer

        if not self.changed:
            return ""
        try:
            check_answer(self._rule, self._question.field, self.text)
        except ValueError as error:
            return f"{error}."
        return ""

    def _check(self) -> None:
        self._tell()
        self.changed_by_user.emit()

    def _tell(self) -> None:
        problem = self.problem
        if problem:
            words, kind = problem, "danger"
        elif self.changed:
            words, kind = ("to be taken back" if not self.text else "to be kept"), "verified"
        elif not self._value:
            words, kind = "not on file", "unverified"
        else:
            words, kind = self._origin, "caption"
        self._note.setText(words)
        self._note.setObjectName(kind)
        self._note.style().unpolish(self._note)
        self._note.style().polish(self._note)
