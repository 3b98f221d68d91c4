"""The first step: which files, and how each was understood; with no file yet, where to drop one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from sinolens.domain.finding import Finding, Severity
from sinolens.domain.money import format_amount, format_whole_amount
from sinolens.exposure.analysis import InputSummary
from sinolens.qt.base.cards import GRID, Card, StateView
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.models.table import TableColumn, TableModel
from sinolens.qt.models.view import TableView
from sinolens.qt.pages.facts import Fact, FactSheet, Section, given
from sinolens.qt.pages.page import button, day, offer_recent
from sinolens.qt.pages.split import Split
from sinolens.services.import_draft import Draft
from sinolens.services.import_fields import field_title

COLUMNS = (
    TableColumn("file", "File", 200, stretch=True),
    TableColumn("sheet", "Sheet", 100, spare=True),
    TableColumn("role", "Holds", 104),
    TableColumn("positions", "Rows", 60, right=True),
    TableColumn("sum", "Value", 120, right=True),
    TableColumn("as_of", "As of", 88, fixed=True),
    TableColumn("tie", "Tie-out", 72, fixed=True, meaning="Whether the rows add to the file's own total"),
)
SKIPPED, REMARKS = 30, 60
Row = tuple[Draft | None, InputSummary | None]


class DropCard(QFrame):
    """Where files are dropped while there are none; the window takes them anywhere else too.

    Signals:
        dropped: paths.
        acted: key of a button.
    """

    dropped = Signal(object)
    acted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("dropTarget")
        self.setAcceptDrops(True)
        self.state = StateView(
            "import", "Drop holdings here",
            "Workbooks of custodians, managers and administrators, and holdings of funds: .xlsx, .xlsm, .xlsb, .xls, "
            ".ods, .csv or .tsv, as they came, also protected by a password. Nothing is kept until you import.",
            (("choose", "Choose files…"), ("file.open", "Open project…"),
             ("file.sample", "Open the sample endowment")))
        self.state.acted.connect(self.acted)
        self.path = PathField()
        self.path.setMaximumWidth(520)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.path, 3)
        row.addStretch(1)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(24, 16, 24, 40)
        lines.addStretch(2)
        lines.addWidget(self.state)
        lines.addLayout(row)
        lines.addStretch(3)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are welcome."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self._light(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The files went elsewhere."""
        super().dragLeaveEvent(event)
        self._light(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand the files over."""
        self._light(False)
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)

    def _light(self, on: bool) -> None:
        self.setProperty("active", "true" if on else "false")
        self.style().unpolish(self)
        self.style().polish(self)


class PathField(QLineEdit):
    """A path that is typed or pasted; Enter reads the file.

    Signals:
        given: paths, one from each line or quoted part.
    """

    given = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText("…or paste the path of a file and press Enter")
        self.setAccessibleName("Path of a file")
        self.returnPressed.connect(self._give)

    def _give(self) -> None:
        text = self.text().strip().strip("\"'").removeprefix("file://")
        if text:
            self.clear()
            self.given.emit([Path(text).expanduser()])


class SourceStep(QWidget):
    """One row for each table of each file; before the import those to come, afterwards those the analysis is made of.

    Signals:
        files_given: paths to read.
        acted: key of a button of the empty state.
        opened: draft and table's summary of a row the user opened.
        password_wanted: path of a protected file.
        removed: path of a file the user takes out.
    """

    files_given = Signal(object)
    acted = Signal(str)
    opened = Signal(object, object)
    password_wanted = Signal(object)
    removed = Signal(object)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self._detailed: tuple[Any, ...] = ()
        # From the outside in: what is put into another part with all it holds is asked for its style once more.
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        self._stack = QStackedWidget(self)
        lines.addWidget(self._stack)
        beside = Split(parent=self._stack)
        self.model = TableModel(COLUMNS, self)
        self.card = Card("Files", " ", beside)
        self.table = TableView(workspace.appearance, self.model, "Files", self.card)
        self.table.source = workspace.source_line
        self.table.horizontalHeader().setSortIndicatorShown(False)
        self.card.body.addWidget(self.table, 1)
        self.path = PathField()
        self.take_out = button("Take this file out")
        self.take_out.clicked.connect(self._remove)
        self.password = button("Give its password…")
        self.password.clicked.connect(self._ask_password)
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addWidget(self.path, 1)
        foot.addWidget(self.password)
        foot.addWidget(self.take_out)
        self.card.body.addLayout(foot)
        self.detail = FactSheet(
            workspace.appearance, "import", "Choose a file",
            "How it was understood is shown here: sheet, header row, columns, skipped rows.", parent=beside)
        beside.hold(self.card, self.detail)
        self.drop = DropCard(self._stack)
        self._workspace = workspace
        self._stack.addWidget(beside)
        self._stack.addWidget(self.drop)
        self.drop.dropped.connect(self.files_given)
        self.drop.acted.connect(self.acted)
        for field in (self.path, self.drop.path):
            field.given.connect(self.files_given)
        # In the turn after: a sheet of facts is many widgets, and the list of files is to be seen before.
        self._facts = QTimer(self)
        self._facts.setSingleShot(True)
        self._facts.timeout.connect(self._show)
        self.table.row_chosen.connect(self._show_later)
        self.table.row_opened.connect(self._open)

    def show_files(self, drafts: Sequence[Draft], analysed: Sequence[InputSummary]) -> None:
        """Show the files on their way, or those the open analysis was made of."""
        self._rows = [row for draft in drafts for row in _rows_of(draft)]
        if not drafts:
            self._rows = [(None, summary) for summary in analysed]
        texts = [_row_texts(draft, summary) for draft, summary in self._rows]
        note = "not imported yet" if drafts else "what the open analysis was made of" if self._rows else ""
        self.model.fill({column.key: [text[place] for text in texts] for place, column in enumerate(COLUMNS)})
        self.card.set_note(note)
        self._stack.setCurrentIndex(0 if self._rows else 1)
        if not self._rows:
            offer_recent(self.drop.state, self._workspace)
        current = self.table.currentIndex()
        if self._rows and not current.isValid():
            self.table.selectRow(0)
        elif current.isValid():
            self._show_later()
        if not self._rows:
            self._detailed = ()
            self.detail.clear()
            self._show_buttons(None)

    def choose_file(self, name: str, sheet: str) -> bool:
        """Put the user on a table of a file, on its first table where it has none of that name; False without one."""
        rows = [(row, _place_of(draft, summary)) for row, (draft, summary) in enumerate(self._rows)]
        of_file = [(row, place) for row, place in rows if place[0] == name]
        row = next((row for row, place in of_file if place[1] == sheet), of_file[0][0] if of_file else -1)
        return self.table.choose_row(row)

    def facts(self, row: int) -> tuple[str, str, list[Section]]:
        """How a table was understood."""
        draft, summary = self._rows[row]
        if summary is not None:
            return summary.file, summary.sheet, understood(summary, draft)
        if draft is not None and draft.refused is not None:
            refused = draft.refused
            return draft.name, "could not be read", [Section("Why", given(
                Fact("Sheet", refused.sheet), Fact("", refused.reason, "unverified")))]
        if draft is not None and draft.read is not None:
            return draft.name, "names what other files hold", [Section("Why", tuple(
                Fact("", finding.message) for finding in draft.read.findings))]
        return (draft.name if draft is not None else ""), "is being read", []

    def tint(self, theme: object) -> None:
        """The empty state's icon takes the theme."""
        self.drop.state.tint(theme)

    def _show_later(self) -> None:
        self._facts.start(0)

    def _show(self) -> None:
        current = self.table.currentIndex()
        row = self.model.source_row(current.row()) if current.isValid() else len(self._rows)
        if row < len(self._rows):
            draft, summary = self._rows[row]
            # A sheet of facts is many widgets: it is made anew only for another table, or another reading of it.
            detailed = (summary, draft.path, draft.read, draft.refused, draft.templates) if draft else (summary,)
            if len(detailed) != len(self._detailed) or any(
                    a is not b for a, b in zip(detailed, self._detailed, strict=True)):
                self._detailed = detailed
                self.detail.show_facts(*self.facts(row))
            self._show_buttons(draft)

    def _show_buttons(self, draft: Draft | None) -> None:
        self.take_out.setVisible(draft is not None)
        self.password.setVisible(draft is not None and draft.refused is not None and draft.refused.code == "password")

    def _chosen(self) -> Row:
        current = self.table.currentIndex()
        return self._rows[self.model.source_row(current.row())] if current.isValid() else (None, None)

    def _open(self, row: int) -> None:
        draft, summary = self._rows[row]
        if draft is not None and draft.read is None:
            self._ask_password()
        elif draft is not None and summary is not None:
            self.opened.emit(draft, summary)

    def _ask_password(self) -> None:
        draft, _ = self._chosen()
        if draft is not None and draft.refused is not None and draft.refused.code == "password":
            self.password_wanted.emit(draft.path)

    def _remove(self) -> None:
        draft, _ = self._chosen()
        if draft is not None:
            self.removed.emit(draft.path)


def _rows_of(draft: Draft) -> list[Row]:
    if draft.read is None:
        return [(draft, None)]
    return [(draft, table.summary) for table in draft.read.tables] or [(draft, None)]


def _place_of(draft: Draft | None, summary: InputSummary | None) -> tuple[str, str]:
    """Name of the file and of the sheet."""
    return (summary.file, summary.sheet) if summary is not None else (draft.name if draft is not None else "", "")


def _row_texts(draft: Draft | None, summary: InputSummary | None) -> tuple[str, ...]:
    if summary is None:
        state = "refused" if draft is not None and draft.refused is not None else "reading…"
        if draft is not None and draft.read is not None:
            state = "names only"
        return (draft.name if draft is not None else "", "", state, "", "", "", "")
    role = "fund holdings" if summary.role == "fund_holdings" else "positions"
    return (summary.file, summary.sheet, role, f"{summary.positions:,}",
            format_whole_amount(summary.sum, summary.currency), day(summary.as_of), tie_word(summary))


def tie_word(summary: InputSummary) -> str:
    """How a table ties out, in a word."""
    if summary.difference is None:
        return "no total"
    if summary.difference == 0:
        return "ties"
    blocked = any(finding.code == "tie-out" for finding in summary.findings)
    return "explained" if summary.accepted_reason else "off" if blocked else "rounding"


def understood(summary: InputSummary, draft: Draft | None = None) -> list[Section]:
    """How a table was understood, for people."""
    tie = given(
        Fact("Own total", format_amount(summary.control_total, summary.currency)
             if summary.control_total is not None else "none given"),
        Fact("Sum of rows", format_amount(summary.sum, summary.currency)),
        Fact("Difference", format_amount(summary.difference, summary.currency) if summary.difference else "",
             "danger" if tie_word(summary) == "off" else ""),
        Fact("Explained by", summary.accepted_reason),
    )
    columns = tuple(
        Fact(field_title(name), f"{header}   ({100 * summary.mapping_confidence.get(name, 0):.0f}% sure)")
        for name, header in summary.mapping.items()
    )
    skipped = [Fact(f"Row {row.row:,}", row.reason) for row in summary.skipped[:SKIPPED]]
    if len(summary.skipped) > SKIPPED:
        skipped.append(Fact("", f"and {len(summary.skipped) - SKIPPED:,} more"))
    layouts = [use for use in (draft.templates if draft is not None else ())
               if use.place == (summary.sheet, summary.header_row)]
    return [
        Section("Saved layout", tuple(
            Fact("", f"“{use.template.name}” was used.", "verified") if use.applied
            else Fact("", f"“{use.template.name}” was NOT used: {'; '.join(use.differences)}.", "danger")
            for use in layouts)),
        Section("Table", given(
            Fact("Holds", summary.role.replace("_", " ")), Fact("Fund", summary.fund),
            Fact("Header row", f"{summary.header_row:,}"), Fact("Rows read", f"{summary.rows_read:,}"),
            Fact("Positions", f"{summary.positions:,}"), Fact("Skipped", f"{len(summary.skipped):,}"),
            Fact("As of", day(summary.as_of) if summary.as_of else "not said in the file"),
        )),
        Section("Tie-out", tie),
        Section("Remarks", tuple(_remark(finding) for finding in ranked(summary.findings)[:REMARKS])),
        Section("Columns", columns),
        Section("Skipped rows", tuple(skipped)),
    ]


def ranked(findings: Sequence[Finding]) -> list[Finding]:
    """The gravest first."""
    order = (Severity.BLOCKING, Severity.ERROR, Severity.WARNING, Severity.INFO)
    return sorted(findings, key=lambda finding: order.index(finding.severity))


def _remark(finding: Finding) -> Fact:
    place = finding.cell or (f"row {finding.row:,}" if finding.row else "")
    kind = {Severity.INFO: "", Severity.BLOCKING: "danger"}.get(finding.severity, "unverified")
    return Fact(place or str(finding.severity), finding.message, kind)
