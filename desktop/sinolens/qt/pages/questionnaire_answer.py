"""Dialog: what a manager answered, looked at before it is taken in."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QTabWidget, QVBoxLayout, QWidget

from sinolens.domain.counting import counted
from sinolens.domain.finding import Severity
from sinolens.qt.base.dialogs import make_buttons
from sinolens.qt.base.labels import label
from sinolens.qt.base.theme import Appearance
from sinolens.qt.models.positions import percent
from sinolens.qt.models.table import TableColumn, TableModel
from sinolens.qt.models.view import TableView
from sinolens.qt.pages.page import day

if TYPE_CHECKING:
    from sinolens.services.questionnaire_answers import FundAnswer, QuestionnaireAnswers

FUNDS = (
    TableColumn("fund", "Fund", 210, stretch=True),
    TableColumn("basis", "Answered with", 130),
    TableColumn("lines", "Lines", 64, right=True, text=str),
    TableColumn("sum", "Weights", 84, right=True, text=percent, meaning="What the weights given add to"),
    TableColumn("as_of", "As of", 96, fixed=True),
    TableColumn("reason", "Why not", 170),
)
NAMES = (
    TableColumn("name", "Name", 220, stretch=True),
    TableColumn("kind", "Asked as", 110),
    TableColumn("held", "Held", 70, fixed=True),
    TableColumn("fund", "Fund", 150),
    TableColumn("weight", "Weight", 80, right=True, text=percent),
    TableColumn("cell", "Cell", 130),
)
REMARKS = (
    TableColumn("message", "Remark", 420, stretch=True),
    TableColumn("severity", "Severity", 84, fixed=True),
    TableColumn("cell", "Cell", 130, fixed=True),
)
_BASES = {"holdings": "Holdings", "split": "Split by country", "none": "No data"}
_KINDS = {"listed": "Name on a list", "china_ai": "China AI name"}


class AnswerReview(QDialog):
    """Funds, names and remarks of an answer; accepting takes it in."""

    def __init__(self, parent: QWidget, appearance: Appearance, path: Path, answers: QuestionnaireAnswers) -> None:
        super().__init__(parent)
        self.setWindowTitle("Answer of a manager")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(900, 560)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        said = [one for one in answers.statements if one.held is not None]
        self.funds = self._add(appearance, FUNDS, f"Funds ({len(answers.funds):,})", {
            "fund": [one.fund for one in answers.funds],
            "basis": [_BASES.get(one.basis, one.basis) for one in answers.funds],
            "lines": [len(one.table.frame) if one.table is not None else 0 for one in answers.funds],
            "sum": [_sum(one) for one in answers.funds],
            "as_of": [day(one.as_of) for one in answers.funds],
            "reason": [one.reason for one in answers.funds],
        })
        self.names = self._add(appearance, NAMES, f"Names answered ({len(said):,})", {
            "name": [one.name for one in said],
            "kind": [_KINDS.get(one.kind, one.kind) for one in said],
            "held": ["yes" if one.held else "no" for one in said],
            "fund": [one.fund for one in said],
            "weight": [one.weight for one in said],
            "cell": [one.cell for one in said],
        })
        self.remarks = self._add(appearance, REMARKS, f"Remarks ({len(answers.findings):,})", {
            "message": [one.message for one in answers.findings],
            "severity": [str(one.severity) for one in answers.findings],
            "cell": [f"{one.sheet}!{one.cell}" if one.cell else one.sheet for one in answers.findings],
        })
        buttons, self.act = make_buttons(self, "Take it in", self.accept)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(24, 20, 24, 20)
        lines.setSpacing(12)
        lines.addWidget(label(f"{answers.manager}: {path.name}", "stateTitle", wrap=True))
        lines.addWidget(label(_summary(answers), "stateText", wrap=True))
        lines.addWidget(self.tabs, 1)
        lines.addWidget(label(
            "Taking it in keeps its tables and the workbook, and looks the funds through with them, as one step that "
            "can be undone. A name that was left open is never taken for a no.", "caption", wrap=True))
        lines.addWidget(buttons)
        if any(one.severity in (Severity.ERROR, Severity.BLOCKING) for one in answers.findings):
            self.tabs.setCurrentIndex(2)

    def _add(
        self, appearance: Appearance, columns: tuple[TableColumn, ...], title: str, values: dict[str, list[object]]
    ) -> TableView:
        model = TableModel(columns, self)
        model.fill(values)
        table = TableView(appearance, model, title)
        self.tabs.addTab(table, title)
        return table


def _sum(answer: FundAnswer) -> float | None:
    return float(answer.table.frame["weight"].sum()) if answer.table is not None else None


def _summary(answers: QuestionnaireAnswers) -> str:
    bases = Counter(one.basis for one in answers.funds)
    held = Counter(one.held for one in answers.statements)
    grave = sum(one.severity is not Severity.INFO for one in answers.findings)
    parts = [f"{count:,} fund{'' if count == 1 else 's'} with {_BASES.get(basis, basis).lower()}"
             for basis, count in bases.items()]
    parts.append(f"names: {held[True]:,} held, {held[False]:,} not held, {held[None]:,} left open")
    if grave:
        all_told = len(answers.findings)
        parts.append(f"{grave:,} of {counted(all_told, 'remark')} to look at" if grave < all_told
                     else f"{counted(grave, 'remark')} to look at")
    return " · ".join(parts)
