"""Reports: a form at the left, the real pages at the right, what was exported below them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QScrollArea, QSplitter, QWidget

from sinolens.qt.base.cards import GAP
from sinolens.qt.base.question import Question, ask
from sinolens.qt.base.tasks import Task
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.pages.page import Page, button
from sinolens.qt.pages.report_form import ReportForm
from sinolens.qt.pages.report_history import HistoryCard
from sinolens.qt.pages.report_preview import PreviewCard
from sinolens.reporting.errors import ExportFailed
from sinolens.services.exports import Choice, Written, keep_logo, kept_logo, remember, targets, write_files

if TYPE_CHECKING:
    from sinolens.exposure.analysis import Analysis

_FORM_WIDTH = 352


@dataclass(frozen=True)
class Wanted:
    """What to write and how. Holds no widget."""

    analysis: Analysis
    choice: Choice
    kinds: tuple[str, ...]
    folder: Path
    password: str
    previous: Analysis | None = None

    def __call__(self, task: Task) -> list[Written]:
        """Write every file, in the background."""
        return write_files(self.analysis, self.choice, self.kinds, self.folder, self.password, task, self.previous)


class ReportsPage(Page):
    """Form, preview and history.

    Signals:
        written: the list of `Written` after an export.

    Attributes:
        question: asked last, before files are replaced.
    """

    title = "Reports"
    scrolls = False
    written = Signal(object)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        # From the outside in: what is put into another part with all it holds is asked for its style once more.
        row = QHBoxLayout()
        row.setSpacing(GAP)
        self.body.addLayout(row, 1)
        area = QScrollArea(self._content)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setFixedWidth(_FORM_WIDTH + 14)
        row.addWidget(area)
        self.form = ReportForm(workspace, area.viewport())
        area.setWidget(self.form)
        right = QSplitter(Qt.Orientation.Vertical, self._content)
        row.addWidget(right, 1)
        self.preview = PreviewCard(workspace, right)
        self.history = HistoryCard(workspace, right)
        right.setStretchFactor(0, 1)
        right.setSizes([520, 190])
        right.setChildrenCollapsible(False)
        self.export_button = button("Export report", primary=True)
        self.export_button.clicked.connect(self.ask)
        self.tools.addStretch(1)
        self.tools.addWidget(self.export_button)
        self._task: Task | None = None
        self.question: Question | None = None
        self._shown: tuple[object, object, Choice] | None = None
        self.form.changed.connect(self._update_preview)
        self.form.keep.toggled.connect(self._keep_logo)
        self.preview.failed.connect(workspace.tasks.unexpected)
        workspace.project_changed.connect(self._project_changed)
        self._project: object = None
        self._unread = False
        self._project_changed()

    def refresh(self) -> None:
        """Show the open analysis as a report."""
        self._update_preview()

    def _analysis_changed(self) -> None:
        super()._analysis_changed()
        if self.workspace.analysis is None:
            self.preview.show_choice(None, self.form.choice)
        self.export_button.setEnabled(self.workspace.analysis is not None and self._task is None)

    def showEvent(self, event: QShowEvent) -> None:
        """Coming back: the pages may be of an older state."""
        super().showEvent(event)
        if self._unread:
            self._read_project()
        self._update_preview()

    def hideEvent(self, event: QHideEvent) -> None:
        """A page nobody looks at sets nothing."""
        super().hideEvent(event)
        self.preview.stop()
        self._shown = None

    def ask(self) -> None:
        """Ask for a folder and write there."""
        analysis = self.form.periods.analysis
        if analysis is None or self.form.periods.waits:
            self.workspace.tell("The period is still being opened.", "warning")
            return
        if not self.form.chosen_kinds:
            self.workspace.tell("Choose at least one kind of file.", "warning")
            return
        folder = QFileDialog.getExistingDirectory(
            self, "Folder for the report", self.workspace.settings.get("folder") or str(Path.home()))
        if not folder:
            return
        self.workspace.settings.put("folder", folder)
        there = [path for _, path in targets(analysis, self.form.choice, self.form.chosen_kinds, Path(folder))
                 if path.exists()]
        if there:
            self._ask_to_replace(there, Path(folder))
        else:
            self.write(Path(folder))

    def write(self, folder: Path) -> None:
        """Write what is chosen into a folder."""
        analysis, waits = self.form.periods.analysis, self.form.periods.waits
        if analysis is None or waits or self._task is not None or not self.form.chosen_kinds:
            return
        wanted = Wanted(analysis, self.form.choice, self.form.chosen_kinds, folder, self.form.password.text(),
                        self.form.periods.earlier)
        self.export_button.setEnabled(False)
        self._task = self.workspace.tasks.run(
            "Writing the report", wanted, self._done, self._failed, cancelled=self._stopped)

    def _ask_to_replace(self, there: list[Path], folder: Path) -> None:
        count = len(there)
        self.question = ask(
            self, "Replace files?", f"{count:,} of the files {'is' if count == 1 else 'are'} in this folder already.",
            "\n".join(path.name for path in there), (("replace", "Replace"), ("keep", "Keep them")),
            lambda answer: self.write(folder) if answer == "replace" else None)

    def _update_preview(self) -> None:
        if not self.isVisible():
            return
        paper = self.workspace.settings.get("paper")
        if self.form.paper.currentData() != paper:
            self.form.paper.setCurrentIndex(self.form.paper.findData(paper))
        periods = self.form.periods
        if periods.waits:
            return
        self.form.scenarios.show_analysis(periods.analysis, frozen=bool(periods.period.currentData()))
        choice = self.form.choice
        analysis, earlier = periods.analysis, periods.earlier
        shown = self._shown
        if shown is not None and shown[0] is analysis and shown[1] is earlier and shown[2] == choice:
            return
        self._shown = (analysis, earlier, choice)
        self.preview.show_choice(analysis, choice, earlier)

    def _project_changed(self) -> None:
        project = self.workspace.project
        self.form.set_project(writable=project is not None and not project.read_only)
        # What the project keeps is read when it is looked at; of one that was closed nothing stays.
        self._unread = True
        if self.isVisible() or self.workspace.session is None:
            self._read_project()

    def _read_project(self) -> None:
        self._unread = False
        self.form.periods.renew()
        self.history.refresh()
        if self.workspace.session is not self._project:
            self._project = self.workspace.session
            if self._project is not None:
                self.workspace.ask("Reading the logo", kept_logo, self._take_kept_logo)

    def _take_kept_logo(self, kept: tuple[str, bytes] | None) -> None:
        if kept is not None and self.form.take_logo(*kept):
            self.form.keep.blockSignals(True)
            self.form.keep.setChecked(True)
            self.form.keep.blockSignals(False)

    def _keep_logo(self, on: bool) -> None:
        name, data = self.form.logo_data
        if on and data and self.workspace.session is not None:
            self.workspace.change("Keeping the logo", lambda project: keep_logo(project, name, data),
                                  told=f"{name} is kept in the project.")

    def _done(self, written: list[Written]) -> None:
        self._end()
        self.history.add(written)
        names = ", ".join(file.path.name for file in written)
        message = (f"Written: {names}.", "done", str(written[0].path.parent))
        project = self.workspace.project
        if self.workspace.session is not None and project is not None and not project.read_only:
            self._remember(written, message)
        else:
            self.workspace.tell(*message)
        self.written.emit(written)

    def _remember(self, written: list[Written], message: tuple[str, str, str]) -> None:
        """Keep each export in the project, one step after another; the message comes when all are kept."""
        file, rest = written[0], written[1:]

        def kept(changed: object) -> None:
            del changed
            if rest:
                self._remember(rest, message)
            else:
                self.history.refresh()
                self.workspace.tell(*message)

        self.workspace.change("Recording the export", lambda project: remember(project, file), kept)

    def _failed(self, error: Exception) -> None:
        self._end()
        if isinstance(error, ExportFailed):
            self.workspace.tell(f"The report was not written. {error.reason}", "error", str(error.path),
                                ("file.export", "Choose another folder…"))
        else:
            self.workspace.tasks.unexpected.emit(error)

    def _stopped(self) -> None:
        self._end()
        self.workspace.tell("Stopped. Files that were finished before stand; no other was written.")

    def _end(self) -> None:
        self._task = None
        self.export_button.setEnabled(self.workspace.analysis is not None)
