"""Dialog: which managers were asked for what is missing, who is late, and who still is to be asked."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from sinolens.domain.money import format_compact
from sinolens.qt.base.date_field import DateField
from sinolens.qt.base.dialogs import DialogPlace, make_buttons
from sinolens.qt.base.labels import label
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.models.positions import dollars
from sinolens.qt.models.table import TableColumn, TableModel
from sinolens.qt.models.view import TableView
from sinolens.qt.pages.institution_form import InstitutionForm
from sinolens.qt.pages.page import day
from sinolens.qt.pages.questionnaire_answer import AnswerReview
from sinolens.qt.pages.questionnaire_work import QuestionnaireWork
from sinolens.qt.pages.reason import Reason
from sinolens.services.own_institution import is_named

if TYPE_CHECKING:
    from sinolens.services.questionnaire import TrackerRow

COLUMNS = (
    TableColumn("manager", "Manager", 170, stretch=True),
    TableColumn("state", "State", 96, fixed=True),
    TableColumn("due", "Due", 92, fixed=True),
    TableColumn("value", "Value of funds", 112, right=True, text=dollars),
    TableColumn("funds", "Funds", 190),
    TableColumn("asked", "Asked on", 92, fixed=True),
    TableColumn("received", "Answered on", 96, fixed=True),
    TableColumn("file", "Answer", 150, hidden=True),
)
WORKBOOK = "Excel workbook (*.xlsx)"
WEEKS = 3
"""The reply is due after so many weeks unless the sender says otherwise."""
ISO = "yyyy-MM-dd"


class ManagerTracker(QDialog):
    """A row for each questionnaire that waits or was answered, and for each manager still to be asked."""

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        super().__init__(parent)
        self.setWindowTitle("Manager questionnaires")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(980, 560)
        self._workspace = workspace
        self.work = QuestionnaireWork(self, workspace)
        self.rows: tuple[TrackerRow, ...] = ()
        self._place = DialogPlace(self)
        self.model = TableModel(COLUMNS, self)
        self.model.fill({column.key: [] for column in COLUMNS})
        self.table = TableView(workspace.appearance, self.model, "Manager questionnaires")
        self.table.row_chosen.connect(self._follow)
        self._note = label("Reading the project…", "stateText", wrap=True)
        self.ask_button = QPushButton("Write a questionnaire…")
        self.ask_button.setProperty("kind", "primary")
        self.ask_button.setToolTip("One workbook for the manager on this row")
        self.ask_button.clicked.connect(self.ask_manager)
        self.read_button = QPushButton("Read an answer…")
        self.read_button.setToolTip("Read a workbook that came back and look at it before it is taken in")
        self.read_button.clicked.connect(self.choose_answer)
        self.withdraw_button = QPushButton("Withdraw…")
        self.withdraw_button.setToolTip("Stop waiting for the answer of this row")
        self.withdraw_button.clicked.connect(self.withdraw)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        for act in (self.ask_button, self.read_button, self.withdraw_button):
            act.setAutoDefault(False)
            acts.addWidget(act)
        acts.addStretch(1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        acts.addWidget(buttons)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(24, 20, 24, 20)
        lines.setSpacing(12)
        lines.addWidget(label("What managers are asked for", "stateTitle"))
        lines.addWidget(self._note)
        lines.addWidget(self.table, 1)
        self._why = label("", "caption", wrap=True)
        lines.addWidget(self._why)
        lines.addLayout(acts)
        workspace.project_changed.connect(self.refresh)
        self._follow()
        self.refresh()

    def refresh(self) -> None:
        """Read the tracker anew."""
        if self._workspace.session is not None and self._workspace.analysis is not None:
            self.work.read_tracker(self._show)

    def ask_manager(self) -> None:
        """Ask for the date of the reply, then where the workbook goes."""
        row, analysis = self._current(), self._workspace.analysis
        if row is None or not row.manager or analysis is None:
            return
        if not is_named(analysis.institution):
            # The manager would read a placeholder as the sender.
            form = InstitutionForm(self, self._workspace, self._named)
            self._place.show_dialog(form)
            return
        dialog = AskManager(self, row)
        dialog.accepted.connect(self._save)
        self._place.show_dialog(dialog)

    def _named(self) -> None:
        # The answer may come after the user closed this dialog.
        if isValid(self) and self.isVisible():
            self.ask_manager()

    def choose_answer(self) -> None:
        """Ask for a workbook that came back."""
        name, _ = QFileDialog.getOpenFileName(self, "Answer of a manager", self.work.folder(), WORKBOOK)
        if name:
            self.read_answer(Path(name))

    def read_answer(self, path: Path) -> None:
        """Read an answer and show what it would change; nothing is taken in before the user says so."""
        self.work.read_answer(path, self._review)

    def withdraw(self) -> None:
        """Stop waiting for an answer."""
        row = self._current()
        if row is None or not row.request_id:
            return
        dialog = Reason(self, "Withdraw", f"Stop waiting for {row.manager}?", "Withdraw")
        key = row.request_id
        dialog.given.connect(lambda why: self.work.withdraw(key, why))
        self._place.show_dialog(dialog)

    def _save(self) -> None:
        dialog, row = self.dialog, self._current()
        if not isinstance(dialog, AskManager) or row is None:
            return
        due, note = dialog.due.date().toString(ISO), dialog.note.text().strip()
        suggested = f"Questionnaire {_file_name(row.manager)} {_today().isoformat()}.xlsx"
        name, _ = QFileDialog.getSaveFileName(
            self, "Write a questionnaire", str(Path(self.work.folder()) / suggested), WORKBOOK)
        if name:
            path = Path(name)
            self.work.send(row.manager, path if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.xlsx"),
                           due, row.funds, note)

    def _review(self, found: tuple[Path, Any]) -> None:
        path, answers = found
        dialog = AnswerReview(self, self._workspace.appearance, path, answers)
        dialog.accepted.connect(lambda: self.work.receive(path, answers))
        self._place.show_dialog(dialog)

    def _show(self, rows: tuple[TrackerRow, ...]) -> None:
        before = self._current()
        self.rows = rows
        self.model.fill({
            "manager": [row.manager or "No manager given" for row in rows],
            "state": [str(row.state).capitalize() for row in rows],
            "due": [day(row.due) for row in rows],
            "value": [row.value for row in rows],
            "funds": ["; ".join(row.funds) for row in rows],
            "asked": [day(row.sent_at[:10]) for row in rows],
            "received": [day(row.received_at[:10]) for row in rows],
            "file": [row.file for row in rows],
        })
        self._note.setText(summary(rows))
        if rows:
            # By manager: a row may change its place, its state and its id.
            self.table.choose_row(next((
                place for place, row in enumerate(rows) if before is not None and row.manager == before.manager), 0))
        self._follow()

    def _follow(self) -> None:
        row = self._current()
        state = str(row.state) if row is not None else ""
        asks = row is not None and bool(row.manager)
        self.ask_button.setEnabled(asks)
        self.ask_button.setToolTip(
            "One workbook for the manager on this row" if asks else
            "The holdings name no manager for these funds: nobody can be asked" if row is not None else "Choose a row")
        self._why.setText("" if asks or row is None else
                          "No file names the manager of these funds. Give it in the holdings or on the import page.")
        self._why.setVisible(bool(self._why.text()))
        self.withdraw_button.setEnabled(state in ("due", "overdue"))

    def _current(self) -> TrackerRow | None:
        index = self.table.currentIndex()
        if not index.isValid() or index.row() >= self.model.rowCount():
            return None
        place = self.model.source_row(index.row())
        return self.rows[place] if place < len(self.rows) else None

    @property
    def dialog(self) -> QDialog | None:
        """Shown over it, None when there is none."""
        return self._place.dialog


class AskManager(QDialog):
    """When the reply is due, and a note for the record."""

    def __init__(self, parent: QWidget, row: TrackerRow) -> None:
        super().__init__(parent)
        self.setWindowTitle("Write a questionnaire")
        self.setMinimumWidth(440)
        today = _today()
        due = today + timedelta(weeks=WEEKS)
        self.due = DateField(QDate(due.year, due.month, due.day))
        self.due.setMinimumDate(QDate(today.year, today.month, today.day))
        self.due.setAccessibleName("Reply due")
        self.note = QLineEdit()
        self.note.setPlaceholderText("For your own record")
        self.note.setAccessibleName("Note")
        form = QGridLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.setColumnStretch(1, 1)
        for line, (name, field) in enumerate((("Reply due", self.due), ("Note", self.note))):
            form.addWidget(label(name), line, 0)
            form.addWidget(field, line, 1)
        buttons, self.act = make_buttons(self, "Write the workbook…", self.accept)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(24, 20, 24, 20)
        lines.setSpacing(12)
        lines.addWidget(label(row.manager, "stateTitle", wrap=True))
        count = len(row.funds)
        lines.addWidget(label(
            f"Asks about {count:,} fund{'' if count == 1 else 's'} worth {format_compact(row.value)}: holdings or a "
            "split by country, names held from the lists, AI names, and the date they are true for. You send the "
            "workbook yourself.", "caption", wrap=True))
        lines.addLayout(form)
        lines.addWidget(buttons)


def summary(rows: tuple[TrackerRow, ...]) -> str:
    """The tracker in one sentence."""
    if not rows:
        return "No position is a fund: there is nobody to ask."
    counts: dict[str, list[int]] = {}
    for row in rows:
        found = counts.setdefault(str(row.state), [0, 0])
        found[0] += 1
        found[1] += row.value
    words = {"overdue": "overdue", "due": "waiting", "not asked": "not asked", "received": "answered"}
    parts = [f"{counts[key][0]:,} {told} ({format_compact(counts[key][1])})" for key, told in words.items()
             if key in counts]
    return " · ".join(parts)


def _today() -> date:
    from sinolens.services.projects import timestamp

    return date.fromisoformat(timestamp()[:10])


def _file_name(manager: str) -> str:
    kept = "".join(mark if mark.isalnum() or mark in " -." else " " for mark in manager)
    return " ".join(kept.split()) or "manager"
