"""Reports: for whom, on which paper, which files; written in the background, with a way to stop."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from sinolens.exposure.analysis import Analysis
from sinolens.qt.base.cards import GAP, Card
from sinolens.qt.base.labels import ElidedLabel, label
from sinolens.qt.base.tasks import Task
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.pages.page import Page, button
from sinolens.reporting.document import CoverFields
from sinolens.reporting.errors import ExportFailed
from sinolens.services.export import export_report

AUDIENCES = (
    ("committee", "Investment committee", "Everything, marked confidential."),
    ("public", "Public", "Redacted: no accounts and no managers. Read it before you publish it."),
    ("regulator", "Regulator or statute", "The tables a state law or a regulator asks for, with sources."),
)
KINDS = (("xlsx", "Committee workbook (.xlsx)", "Live formulas and native charts; every sheet leads back to its rows."),
         ("pdf", "PDF report (.pdf)", "The first page answers the committee alone."))
COVER = (("meeting", "Meeting"), ("meeting_date", "Meeting date"), ("prepared_by", "Prepared by"),
         ("reviewed_by", "Reviewed by"))


@dataclass(frozen=True)
class Wanted:
    """What to write and how."""

    targets: tuple[tuple[str, Path], ...]
    audience: str
    paper: str
    cover: CoverFields


def write_reports(analysis: Analysis, wanted: Wanted, task: Task) -> list[Path]:
    """Write every file, in the background.

    Raises:
        ExportFailed: a file could not be written.
        Cancelled: the user stopped it.
    """
    for kind, path in wanted.targets:
        task.check()
        task.report(0, 0, path.name)
        export_report(analysis, path, kind, audience=wanted.audience, paper=wanted.paper, cover=wanted.cover,
                      progress=task)
    return [path for _, path in wanted.targets]


class ReportsPage(Page):
    """A short form and what was written in this session."""

    title = "Reports"
    written = Signal(object)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        left = QVBoxLayout()
        left.setSpacing(GAP)
        left.addWidget(self._audience_card())
        left.addWidget(self._files_card())
        row.addLayout(left, 3)
        right = QVBoxLayout()
        right.setSpacing(GAP)
        right.addWidget(self._cover_card())
        self._done_card = Card("Written in this session", " ")
        self._done_empty = label("Nothing yet.", "stateText")
        self._done_card.body.addWidget(self._done_empty)
        right.addWidget(self._done_card)
        right.addStretch(1)
        row.addLayout(right, 2)
        self.body.addLayout(row)
        self.body.addStretch(1)
        self.export_button = button("Export report", primary=True)
        self.export_button.clicked.connect(self.ask)
        self.tools.addStretch(1)
        self.tools.addWidget(self.export_button)
        self._task: Task | None = None

    def ask(self) -> None:
        """Ask for a folder and write there."""
        if not self.kinds():
            self.workspace.tell("Choose at least one kind of file.", "warning")
            return
        folder = QFileDialog.getExistingDirectory(
            self, "Folder for the report", self.workspace.settings.get("folder") or str(Path.home()))
        if folder:
            self.workspace.settings.put("folder", folder)
            self.write(Path(folder))

    def write(self, folder: Path) -> None:
        """Write what is chosen into a folder."""
        analysis = self.workspace.analysis
        if analysis is None or self._task is not None:
            return
        audience = self._audiences.checkedButton().property("audience")
        stem = f"{_file_name(analysis.institution.name)} China-AI {audience} {analysis.as_of}"
        wanted = Wanted(
            tuple((kind, folder / f"{stem}.{kind}") for kind in self.kinds()), audience,
            self.workspace.settings.get("paper"),
            CoverFields(**{key: field.text().strip() for key, field in self._cover.items()}),
        )
        self.export_button.setEnabled(False)
        self._task = self.workspace.tasks.run(
            "Writing the report", _Writing(analysis, wanted), self._done, self._failed, cancelled=self._stopped)

    def kinds(self) -> tuple[str, ...]:
        """Kinds of file chosen."""
        return tuple(kind for kind, box in self._kinds.items() if box.isChecked())

    def _audience_card(self) -> Card:
        card = Card("For whom")
        self._audiences = QButtonGroup(self)
        for number, (key, words, meaning) in enumerate(AUDIENCES):
            choice = QRadioButton(words)
            choice.setProperty("audience", key)
            choice.setChecked(number == 0)
            self._audiences.addButton(choice)
            card.body.addWidget(choice)
            note = label(meaning, "caption", wrap=True)
            note.setIndent(24)
            card.body.addWidget(note)
        return card

    def _files_card(self) -> Card:
        card = Card("What is written")
        self._kinds: dict[str, QCheckBox] = {}
        for key, words, meaning in KINDS:
            box = QCheckBox(words)
            box.setChecked(True)
            self._kinds[key] = box
            card.body.addWidget(box)
            note = label(meaning, "caption", wrap=True)
            note.setIndent(24)
            card.body.addWidget(note)
        self._paper = ElidedLabel("", "caption")
        card.body.addWidget(self._paper)
        return card

    def _cover_card(self) -> Card:
        card = Card("Cover", "empty fields print as lines to fill in")
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        self._cover: dict[str, QLineEdit] = {}
        for row, (key, words) in enumerate(COVER):
            field = QLineEdit()
            field.setAccessibleName(words)
            self._cover[key] = field
            grid.addWidget(label(words), row, 0)
            grid.addWidget(field, row, 1)
        card.body.addLayout(grid)
        return card

    def refresh(self) -> None:
        """The paper may have been changed in the settings."""
        paper = {"letter": "US Letter", "a4": "A4"}[self.workspace.settings.get("paper")]
        self._paper.setText(f"PDF on {paper}; change it in Settings.")

    def showEvent(self, event: object) -> None:
        """Coming from the settings."""
        super().showEvent(event)
        if self.workspace.analysis is not None:
            self.refresh()

    def _done(self, paths: list[Path]) -> None:
        self._end()
        self._done_empty.hide()
        for path in paths:
            line = QHBoxLayout()
            line.addWidget(ElidedLabel(path.name), 1)
            show = button("Show in folder")
            show.setProperty("kind", "link")
            show.setProperty("path", str(path))
            show.clicked.connect(self._show_in_folder)
            line.addWidget(show)
            self._done_card.body.addLayout(line)
        names = " and ".join(path.name for path in paths)
        self.workspace.tell(f"Written: {names}.", "done", str(paths[0].parent))
        self.written.emit(paths)

    def _failed(self, error: Exception) -> None:
        self._end()
        if not isinstance(error, ExportFailed):
            self.workspace.tasks.unexpected.emit(error)
            return
        self.workspace.tell(error.reason, "error", error.path)

    def _stopped(self) -> None:
        self._end()
        self.workspace.tell("Stopped. No report was written.")

    def _end(self) -> None:
        self._task = None
        self.export_button.setEnabled(True)

    def _show_in_folder(self) -> None:
        path = Path(self.sender().property("path"))
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))


class _Writing:
    """The work of one export: knows no widget, so that it can run anywhere."""

    def __init__(self, analysis: Analysis, wanted: Wanted) -> None:
        self._analysis, self._wanted = analysis, wanted

    def __call__(self, task: Task) -> list[Path]:
        return write_reports(self._analysis, self._wanted, task)


def _file_name(text: str) -> str:
    """The text without what file systems refuse."""
    kept = "".join(character if character.isalnum() or character in " -_" else " " for character in text)
    return " ".join(kept.split())[:60] or "Report"
