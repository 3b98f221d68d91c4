"""Import: files in, what was understood of each, and one button that makes the analysis."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QFileDialog, QHBoxLayout, QInputDialog, QLineEdit, QWidget

from sinolens.domain.finding import Finding, Severity
from sinolens.domain.money import format_dollars
from sinolens.exposure.analysis import InputSummary
from sinolens.importing.errors import UnreadableFile
from sinolens.importing.options import ImportOptions
from sinolens.importing.workbook import ImportedFile, import_file
from sinolens.qt.base.labels import label
from sinolens.qt.base.tasks import Task
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.models.table import TableColumn
from sinolens.qt.pages.facts import Fact, Section, given
from sinolens.qt.pages.page import button, day
from sinolens.qt.pages.table_page import TablePage
from sinolens.services.analysis import DEFAULT_DEFINITION, Question
from sinolens.services.holdings import Source

FILES = "Holdings (*.xlsx *.xlsm *.xlsb *.xls *.ods *.csv *.tsv *.txt);;All files (*)"
SKIPPED, REMARKS = 30, 60


@dataclass(frozen=True)
class Pending:
    """A file the user gave: being read, read, or refused with a reason."""

    path: Path
    options: ImportOptions
    read: ImportedFile | None = None
    refused: UnreadableFile | None = None


class _Reading:
    """The work of reading one file: knows no widget."""

    def __init__(self, path: Path, options: ImportOptions, lists: Path | None) -> None:
        self.path, self.options, self._lists = path, options, lists

    def __call__(self, task: Task) -> Pending:
        from sinolens.services.lists import load_facts

        try:
            found = import_file(self.path, load_facts(self._lists), self.options, task)
        except UnreadableFile as refused:
            return Pending(self.path, self.options, refused=refused)
        return Pending(self.path, self.options, read=found)


class ImportPage(TablePage):
    """One row for each table of each file; before the analysis those to come, afterwards those it was made of.

    Signals:
        analyse_wanted: sources and question.
    """

    title = "Import"
    needs_analysis = False
    card_title = "Files"
    hint = ("import", "Choose a file", "How it was understood is shown here: sheet, header row, columns, skipped rows.")
    nothing = ("import", "Drop holdings here",
               "Workbooks of custodians, managers and administrators, and holdings of funds: .xlsx, .xls, .xlsb, .ods "
               "or .csv, as they came. Nothing is kept until you analyse.",
               (("choose", "Choose files…"), ("file.sample", "Open the sample endowment")))
    columns = (
        TableColumn("file", "File", 200, stretch=True),
        TableColumn("sheet", "Sheet", 100, spare=True),
        TableColumn("role", "Holds", 104),
        TableColumn("positions", "Rows", 60, right=True),
        TableColumn("sum", "Value", 120, right=True),
        TableColumn("as_of", "As of", 88, fixed=True),
        TableColumn("tie", "Tie-out", 72, fixed=True, meaning="Whether the rows add to the file's own total"),
    )
    analyse_wanted = Signal(object, object)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._pending: list[Pending] = []
        self._rows: list[tuple[Pending | None, InputSummary | None]] = []
        self._add = button("Add files…")
        self._add.clicked.connect(self.choose_files)
        self._analyse = button("Analyse", primary=True)
        self._analyse.clicked.connect(self._want_analysis)
        self._discard = button("Discard")
        self._discard.clicked.connect(self._forget)
        self.tools.addStretch(1)
        for part in (self._add, self._discard, self._analyse):
            self.tools.addWidget(part)
        self._question = QWidget()
        form = QHBoxLayout(self._question)
        form.setContentsMargins(0, 4, 0, 0)
        form.setSpacing(8)
        self._as_of = QDateEdit()
        self._as_of.setDisplayFormat("d MMM yyyy")
        self._as_of.setCalendarPopup(True)
        self._as_of.setAccessibleName("As-of date")
        self._definition = QComboBox()
        self._definition.setAccessibleName("Definition of China")
        self._definition.setMinimumWidth(220)
        self._institution = QLineEdit()
        self._institution.setPlaceholderText("Name of the institution")
        self._institution.setAccessibleName("Institution")
        self._institution.setMaximumWidth(260)
        for words, field in (("As of", self._as_of), ("Definition", self._definition), ("Held by", self._institution)):
            form.addWidget(label(words, "fieldName"))
            form.addWidget(field)
        form.addStretch(1)
        self.top.addWidget(self._question)
        self._nothing.acted.connect(self._act)
        workspace.reference_loaded.connect(self._fill_definitions)

    @property
    def pending(self) -> tuple[Pending, ...]:
        """Files given and not analysed yet."""
        return tuple(self._pending)

    def choose_files(self) -> None:
        """Ask for files."""
        names, _ = QFileDialog.getOpenFileNames(
            self, "Holdings to import", self.workspace.settings.get("folder") or str(Path.home()), FILES)
        if names:
            self.workspace.settings.put("folder", str(Path(names[0]).parent))
            self.add_files([Path(name) for name in names])

    def add_files(self, paths: list[Path]) -> None:
        """Read files in the background; each is shown as soon as it is read."""
        self._fill_definitions()
        for path in paths:
            if any(item.path == path and item.refused is None for item in self._pending):
                continue
            self._pending = [item for item in self._pending if item.path != path]
            self._read(path, ImportOptions())

    def refresh(self) -> None:
        """Another analysis, or another file."""
        analysis = self.workspace.analysis
        if self._pending:
            self._rows = [row for item in self._pending for row in _rows_of(item)]
        else:
            self._rows = [(None, item) for item in analysis.inputs] if analysis is not None else []
        texts = [_row_texts(item, summary) for item, summary in self._rows]
        ready = [item for item in self._pending if item.read is not None]
        note = "to be analysed" if self._pending else "what the open analysis was made of" if self._rows else ""
        self.fill({column.key: [text[place] for text in texts] for place, column in enumerate(self.columns)}, note)
        self._question.setVisible(bool(self._pending))
        self._discard.setVisible(bool(self._pending))
        self._analyse.setVisible(bool(self._pending))
        self._analyse.setEnabled(bool(ready) and all(item.read or item.refused for item in self._pending))
        if self._rows:
            self.table.selectRow(0)

    def facts(self, row: int) -> tuple[str, str, list[Section]]:
        """How a table was understood."""
        item, summary = self._rows[row]
        if summary is not None:
            return summary.file, summary.sheet, _understood(summary)
        if item is not None and item.refused is not None:
            refused = item.refused
            return item.path.name, "could not be read", [Section("Why", given(
                Fact("Sheet", refused.sheet), Fact("", refused.reason, "unverified")))]
        return (item.path.name if item is not None else ""), "is being read", []

    def _read(self, path: Path, options: ImportOptions) -> None:
        self._pending.append(Pending(path, options))
        self.workspace.tasks.run(f"Reading {path.name}", _Reading(path, options, self.workspace.lists), self._have_read,
                                 self.workspace.refuse)
        self.refresh()

    def _have_read(self, read: Pending) -> None:
        # Only while the user still wants it: it may have been discarded meanwhile.
        self._pending = [read if item.path == read.path else item for item in self._pending]
        refused = read.refused
        if refused is not None and refused.code == "password" and self.isVisible():
            self._ask_password(read)
        elif refused is not None:
            where = f"{refused.file}, sheet “{refused.sheet}”" if refused.sheet else refused.file
            self.workspace.tell(f"{where}: {refused.reason}", "error", "It was left out. Nothing else changed.")
        dates = [table.summary.as_of for item in self._pending if item.read for table in item.read.tables
                 if table.summary.as_of and table.role == "positions"]
        if dates:
            self._as_of.setDate(QDate.fromString(max(dates), "yyyy-MM-dd"))
        self.refresh()

    def _ask_password(self, read: Pending) -> None:
        words, given_one = QInputDialog.getText(
            self, "Password", f"{read.path.name} is protected. Its password:", QLineEdit.EchoMode.Password)
        if given_one and words:
            self._pending = [item for item in self._pending if item.path != read.path]
            self._read(read.path, replace(read.options, password=words))

    def _want_analysis(self) -> None:
        sources = [Source(item.path, item.options) for item in self._pending if item.read is not None]
        name = self._institution.text().strip()
        question = Question(
            as_of=self._as_of.date().toString("yyyy-MM-dd"),
            definition=self._definition.currentData() or DEFAULT_DEFINITION, institution_name=name, title=name,
        )
        self.analyse_wanted.emit(sources, question)

    def take_analysed(self) -> None:
        """The files were analysed: they wait no more."""
        self._pending = []
        self.refresh()

    def _forget(self) -> None:
        self._pending = []
        self.refresh()

    def _act(self, key: str) -> None:
        if key == "choose":
            self.choose_files()
        else:
            self.workspace.action_wanted.emit(key)

    def _fill_definitions(self) -> None:
        reference = self.workspace.reference()
        if reference is None or self._definition.count():
            return
        for profile in reference.definitions.values():
            self._definition.addItem(profile.name, profile.id)
        place = self._definition.findData(DEFAULT_DEFINITION)
        self._definition.setCurrentIndex(max(place, 0))


def _rows_of(item: Pending) -> list[tuple[Pending | None, InputSummary | None]]:
    if item.read is None:
        return [(item, None)]
    return [(item, table.summary) for table in item.read.tables]


def _row_texts(item: Pending | None, summary: InputSummary | None) -> tuple[str, ...]:
    if summary is None:
        state = "refused" if item is not None and item.refused is not None else "reading…"
        return (item.path.name if item is not None else "", "", state, "", "", "", "")
    role = "fund holdings" if summary.role == "fund_holdings" else "positions"
    return (summary.file, summary.sheet, role, f"{summary.positions:,}", format_dollars(summary.sum)[:-3],
            day(summary.as_of), _tie(summary))


def _tie(summary: InputSummary) -> str:
    if summary.difference is None:
        return "no total"
    if summary.difference == 0:
        return "ties"
    return "explained" if summary.accepted_reason else "off"


def _understood(summary: InputSummary) -> list[Section]:
    tie = given(
        Fact("Own total", format_dollars(summary.control_total) if summary.control_total is not None else "none given"),
        Fact("Sum of rows", format_dollars(summary.sum)),
        Fact("Difference", format_dollars(summary.difference) if summary.difference else "",
             "" if summary.accepted_reason else "danger"),
        Fact("Explained by", summary.accepted_reason),
    )
    columns = tuple(
        Fact(name.replace("_", " "), f"{header}   ({100 * summary.mapping_confidence.get(name, 0):.0f}% sure)")
        for name, header in summary.mapping.items()
    )
    skipped = [Fact(f"Row {row.row:,}", row.reason) for row in summary.skipped[:SKIPPED]]
    if len(summary.skipped) > SKIPPED:
        skipped.append(Fact("", f"and {len(summary.skipped) - SKIPPED:,} more"))
    return [
        Section("Table", given(
            Fact("Holds", summary.role.replace("_", " ")), Fact("Fund", summary.fund),
            Fact("Header row", f"{summary.header_row:,}"), Fact("Rows read", f"{summary.rows_read:,}"),
            Fact("Positions", f"{summary.positions:,}"), Fact("Skipped", f"{len(summary.skipped):,}"),
            Fact("As of", day(summary.as_of) if summary.as_of else "not said in the file"),
        )),
        Section("Tie-out", tie),
        Section("Remarks", tuple(_remark(finding) for finding in _ranked(summary.findings)[:REMARKS])),
        Section("Columns", columns),
        Section("Skipped rows", tuple(skipped)),
    ]


def _ranked(findings: tuple[Finding, ...]) -> list[Finding]:
    order = (Severity.BLOCKING, Severity.ERROR, Severity.WARNING, Severity.INFO)
    return sorted(findings, key=lambda finding: order.index(finding.severity))


def _remark(finding: Finding) -> Fact:
    place = finding.cell or (f"row {finding.row:,}" if finding.row else "")
    kind = {Severity.INFO: "", Severity.BLOCKING: "danger"}.get(finding.severity, "unverified")
    return Fact(place or str(finding.severity), finding.message, kind)
