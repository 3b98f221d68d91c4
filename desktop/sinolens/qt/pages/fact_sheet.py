"""The fact sheet of a position: the questions of a rule, the answers on file, and fields to answer what is missing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from sinolens.domain.tier import CODE_LABELS, tier_of
from sinolens.qt.base.dialogs import button_row
from sinolens.qt.base.labels import ElidedLabel, label
from sinolens.qt.base.swatch import TierSwatch
from sinolens.qt.base.tasks import Task
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.pages.answer_field import AnswerField
from sinolens.qt.pages.document_field import DocumentField
from sinolens.qt.pages.page import day

if TYPE_CHECKING:
    from sinolens.domain.rule import Rule
    from sinolens.services.diligence import FactSheet

_STATES = {"shown": ("holds", "verified"), "open": ("open", "unverified"), "failed": ("does not hold", "caption")}


class FactSheetDialog(QDialog):
    """Questions at the left, fields at the right, exceptions below; answers are kept with who, when and document.

    Attributes:
        fields: by the field each fills.
    """

    def __init__(self, parent: QWidget, workspace: Workspace, row: int) -> None:
        super().__init__(parent)
        self.setWindowTitle("Fact sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(900, 660)
        self._workspace, self._row = workspace, row
        self._target = ""
        self._sheets: tuple[FactSheet, ...] = ()
        self.fields: dict[str, AnswerField] = {}
        self._name = label("", "stateTitle", wrap=True, selectable=True)
        self._swatch = TierSwatch("", 12)
        self._answer = ElidedLabel("", "strong")
        self._source = ElidedLabel("", "caption")
        self._rules = QComboBox()
        self._rules.setAccessibleName("Rule")
        self._rules.activated.connect(self._build)
        self._missing = label("", "caption", wrap=True)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.paper = DocumentField(
            workspace.settings, "The paper the answers given now rest on; it is kept in the project", "",
            "Answers given now rest on")
        self.save = QPushButton("Save answers")
        self.save.setProperty("kind", "primary")
        self.save.setMinimumWidth(140)
        self.save.clicked.connect(self.save_answers)
        self._print = QPushButton("Save as PDF…")
        self._print.clicked.connect(self._choose_pdf)
        close = QPushButton("Close")
        close.clicked.connect(self.close)
        for part in (self._print, close):
            part.setAutoDefault(False)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(20, 16, 20, 16)
        lines.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(self._swatch)
        head.addWidget(self._answer, 1)
        head.addWidget(self._rules)
        for part in (self._name, head, self._source, self._missing):
            lines.addLayout(part) if isinstance(part, QHBoxLayout) else lines.addWidget(part)
        lines.addWidget(self._area, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.paper, 1)
        foot.addWidget(button_row(self.save, close, (self._print,)))
        lines.addLayout(foot)
        workspace.analysis_changed.connect(self._refresh)
        workspace.reference_loaded.connect(self._refresh)
        self._refresh()

    @property
    def sheet(self) -> FactSheet | None:
        """The sheet shown."""
        at = self._rules.currentIndex()
        return self._sheets[at] if 0 <= at < len(self._sheets) else None

    @property
    def given(self) -> dict[str, str]:
        """Answers that differ from what is on file, by field."""
        return {name: field.text for name, field in self.fields.items() if field.changed}

    def save_answers(self) -> None:
        """Keep the answers given now, with the document, as one step."""
        from sinolens.services.diligence import record_answers
        from sinolens.services.projects import timestamp, user_name

        sheet, given, reference = self.sheet, self.given, self._workspace.reference()
        if sheet is None or reference is None or not given:
            return
        target, rule, document, who, at = self._target, sheet.rule_name, self.paper.document, user_name(), timestamp()
        count = len(given)
        self._workspace.change(
            "Keeping the answers",
            lambda project: record_answers(project, reference, target, rule, given, document, who, at),
            self._saved, f"{count:,} answer{'' if count == 1 else 's'} about {sheet.name} kept.")

    def write_pdf(self, path: Path) -> None:
        """Write the sheet as it is on file."""
        from sinolens.services.projects import timestamp, user_name

        sheet, analysis, workspace = self.sheet, self._workspace.analysis, self._workspace
        if sheet is None or analysis is None:
            return
        paper, at = workspace.settings.get("paper"), timestamp()
        printed = f"printed {day(at[:10])} by {user_name()}"
        workspace.tasks.run(
            f"Writing {path.name}", _Printing(sheet, path, analysis, paper, printed),
            lambda made: workspace.tell(f"{made.name} was written.", "done", str(made.parent)), self._refuse,
            cancellable=False)

    # -- filling ------------------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        from sinolens.services.diligence import fact_sheets, target_of_row

        workspace = self._workspace
        analysis, reference = workspace.analysis, workspace.reference()
        if analysis is None or self._row >= len(analysis.positions):
            self.close()
            return
        if reference is None:
            self._missing.setText("The rules are being read.")
            return
        target = target_of_row(analysis, self._row)
        if self._target and target != self._target:
            # Other holdings are open now; this sheet is about none of them.
            self.close()
            return
        self._target = target
        session = workspace.session
        self._sheets = fact_sheets(
            analysis, self._row, reference, session.answers if session is not None else {},
            session.documents if session is not None else {})
        chosen = max(self._rules.currentIndex(), 0)
        self._rules.clear()
        for sheet in self._sheets:
            self._rules.addItem(sheet.rule_name)
        self._rules.setCurrentIndex(min(chosen, len(self._sheets) - 1))
        self._rules.setVisible(len(self._sheets) > 1)
        self._build()

    def _build(self) -> None:
        sheet, reference = self.sheet, self._workspace.reference()
        if sheet is None or reference is None:
            self._missing.setText("No rule on file asks questions.")
            self.save.setEnabled(False)
            self._print.setEnabled(False)
            return
        rule = next(one for one in reference.rules if one.name == sheet.rule_name)
        tier = str(tier_of(sheet.code))
        self._name.setText(sheet.name)
        self._swatch.set_tier(tier, self._workspace.appearance.theme)
        self._answer.setText(f"{tier} · {sheet.code} {CODE_LABELS[sheet.code]}")
        self._source.setText(f"{sheet.rule_name} · {sheet.citation} · {sheet.source} · as of {day(sheet.as_of)}")
        asked, missing = len(sheet.lines), len(sheet.missing)
        self._missing.setText(
            f"{asked - missing:,} of {asked:,} questions are answered, {missing:,} are not. Not every question "
            "matters for every holding: what is still needed stands with the exceptions below.")
        scroll = self._area.verticalScrollBar().value()
        self._area.setWidget(self._contents(sheet, rule))
        self._area.verticalScrollBar().setValue(scroll)
        self._count()

    def _contents(self, sheet: FactSheet, rule: Rule) -> QWidget:
        body = QWidget()
        body.setObjectName("pageBody")
        lines = QVBoxLayout(body)
        lines.setContentsMargins(0, 0, 8, 0)
        lines.setSpacing(10)
        self.fields = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        for row, line in enumerate(sheet.lines):
            question = line.question
            words = QVBoxLayout()
            words.setSpacing(2)
            words.addWidget(label(question.text, "strong", wrap=True))
            checked = "verified" if question.verified else "unverified"
            words.addWidget(label(f"{question.why} {question.citation} ({checked})", "caption", wrap=True))
            words.addStretch(1)
            field = AnswerField(rule, question, line.value, line.origin)
            field.changed_by_user.connect(self._count)
            self.fields[question.field] = field
            grid.addLayout(words, row, 0)
            grid.addWidget(field, row, 1, Qt.AlignmentFlag.AlignTop)
        lines.addLayout(grid)
        lines.addWidget(_divider())
        lines.addWidget(label("Exceptions", "sectionTitle"))
        if not sheet.exceptions:
            lines.addWidget(label("None of the exceptions on file is for this kind of holding.", "caption"))
        for one in sheet.exceptions:
            state, kind = _STATES[one.state]
            checked = "verified" if one.verified else "unverified"
            head = QHBoxLayout()
            head.addWidget(label(one.label, "", wrap=True), 1)
            head.addWidget(label(state, kind), 0, Qt.AlignmentFlag.AlignTop)
            lines.addLayout(head)
            lacks = f"; missing: {', '.join(one.lacks)}" if one.lacks else ""
            lines.addWidget(label(f"{one.citation} ({checked}){lacks}", "caption", wrap=True))
        lines.addWidget(_divider())
        lines.addWidget(label("Why this answer", "sectionTitle"))
        lines.addWidget(label(sheet.explanation, "", wrap=True, selectable=True))
        lines.addStretch(1)
        return body

    def _count(self) -> None:
        given = self.given
        wrong = any(field.problem for field in self.fields.values())
        self.save.setEnabled(bool(given) and not wrong)
        self.save.setText(f"Save {len(given):,} answer{'' if len(given) == 1 else 's'}" if given else "Save answers")
        self._print.setEnabled(not given)
        self._print.setToolTip("Save the answers first; the record prints what is on file" if given else "")

    def _saved(self, changed: Any) -> None:
        del changed
        self.paper.clear()

    def _choose_pdf(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, "Save as PDF", str(Path(self._folder()) / "diligence-record.pdf"), "PDF (*.pdf)")
        if name:
            path = Path(name)
            self.write_pdf(path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf"))

    def _refuse(self, error: Exception) -> None:
        from sinolens.reporting.errors import ExportFailed

        if isinstance(error, ExportFailed):
            self._workspace.tell(str(error), "error", "Nothing was written.")
        else:
            self._workspace.refuse(error)

    def _folder(self) -> str:
        kept = self._workspace.settings.get("folder")
        return kept if kept and Path(kept).is_dir() else str(Path.home())


def _divider() -> QFrame:
    line = QFrame()
    line.setObjectName("divider")
    return line


class _Printing:
    """Writes the record; knows no widget."""

    def __init__(self, sheet: FactSheet, path: Path, analysis: Any, paper: str, printed: str) -> None:
        self._sheet, self._path, self._analysis = sheet, path, analysis
        self._paper, self._printed = paper, printed

    def __call__(self, task: Task) -> Path:
        from sinolens.services.diligence import print_record

        del task
        print_record(self._sheet, self._path, self._analysis, self._paper, self._printed)
        return self._path
