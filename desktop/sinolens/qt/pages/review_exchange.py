"""The queue and the decisions as files: out to staff and colleagues, and back as changes a person accepts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from sinolens.qt.base.tasks import Task
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.pages.change_list import ChangeList

if TYPE_CHECKING:
    from sinolens.services.entity_directory import EntityDirectory
    from sinolens.services.fact_source import FactSource

WORKBOOK = "Excel workbook (*.xlsx)"
TABLE = "Comma-separated table (*.csv)"


class ReviewExchange(QObject):
    """Writes and reads the files of the review page.

    Attributes:
        directory: the entities on file; set by the page when it has them.
        dialog: the change list shown last.
    """

    def __init__(self, page: QWidget, workspace: Workspace) -> None:
        super().__init__(page)
        self._page, self._workspace = page, workspace
        self.directory: EntityDirectory | None = None
        self.dialog: ChangeList | None = None

    @property
    def offers(self) -> tuple[tuple[str, str, Callable[[], None]], ...]:
        """What can be done with files: the words and the tip of its button, and what it does."""
        return (
            ("Queue to Excel…", "Write the queue as a workbook that staff fill in", self.choose_queue_file),
            ("Read back…", "Read a filled-in workbook, or a table of decisions, and look at its changes first",
             self.choose_reviewed_file),
            ("Export decisions…", "Write the decisions made as a table", self.choose_decisions_file),
        )

    def choose_queue_file(self) -> None:
        """Ask where the queue shall be written."""
        self._save("Queue to Excel", "names-to-review.xlsx", WORKBOOK, self.write_queue)

    def choose_decisions_file(self) -> None:
        """Ask where the decisions shall be written."""
        self._save("Export decisions", "decisions.csv", TABLE, self.write_decisions)

    def choose_reviewed_file(self) -> None:
        """Ask for a workbook or table that came back."""
        name, _ = QFileDialog.getOpenFileName(
            self._page, "Read back", self._folder(), "Workbook or table of decisions (*.xlsx *.csv)")
        if name:
            self.read_back(Path(name))

    def write_queue(self, path: Path) -> None:
        """Write the queue as a workbook for staff."""
        workspace = self._workspace
        if workspace.analysis is None:
            return
        self._run(f"Writing {path.name}", _QueueWriting(
            workspace.analysis, workspace.lists, path, decisions_of(workspace)), self._queue_written)

    def write_decisions(self, path: Path) -> None:
        """Write the decisions as a table."""
        self._run(f"Writing {path.name}", _DecisionWriting(path, decisions_of(self._workspace)), self._table_written)

    def read_back(self, path: Path) -> None:
        """Read a filled-in workbook, or a table of decisions, and show what it would change."""
        workspace = self._workspace
        if self.directory is None or workspace.analysis is None:
            return
        self._run(f"Reading {path.name}", _Reading(
            path, self.directory, workspace.analysis, decisions_of(workspace)), self._show_changes)

    def _show_changes(self, found: Any) -> None:
        path, changes = found
        if self.directory is None:
            return
        self.dialog = ChangeList(self._page, self._workspace.appearance, path.name, changes, self.directory.name_of)
        self.dialog.accepted_changes.connect(self._accept)
        self.dialog.finished.connect(self._dialog_gone)
        self.dialog.open()

    def _dialog_gone(self) -> None:
        self.dialog = None

    def _accept(self, changes: list[Any]) -> None:
        from sinolens.services.projects import timestamp, user_name
        from sinolens.services.review import accept_changes

        who, at = user_name(), timestamp()
        self._workspace.change(
            "Taking the decisions in", lambda project: accept_changes(project, changes, who, at))

    def _queue_written(self, made: tuple[Path, int]) -> None:
        path, count = made
        self._workspace.tell(
            f"{path.name} was written with {count:,} name{'' if count == 1 else 's'}.", "done",
            "Fill in the columns Decision, Entity id, Why and Who, then read it back here.")

    def _table_written(self, made: tuple[Path, int]) -> None:
        path, count = made
        self._workspace.tell(f"{path.name} was written with {count:,} decision{'' if count == 1 else 's'}.", "done",
                             str(path.parent))

    def _run(self, words: str, work: Any, done: Any) -> None:
        self._workspace.tasks.run(words, work, done, self._refuse, cancellable=False)

    def _refuse(self, error: Exception) -> None:
        from sinolens.reporting.errors import ExportFailed

        if isinstance(error, ExportFailed):
            self._workspace.tell(str(error), "error", "Nothing was written.")
        else:
            self._workspace.refuse(error)

    def _save(self, title: str, name: str, kind: str, write: Any) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self._page, title, str(Path(self._folder()) / name), kind)
        if chosen:
            path = Path(chosen)
            ending = Path(name).suffix
            write(path if path.suffix.lower() == ending else path.with_name(f"{path.name}{ending}"))

    def _folder(self) -> str:
        kept = self._workspace.settings.get("folder")
        return kept if kept and Path(kept).is_dir() else str(Path.home())


def decisions_of(workspace: Workspace) -> tuple[Any, ...]:
    """Decisions the open analysis was made with."""
    return workspace.question.decisions if workspace.question is not None else ()


class _QueueWriting:
    def __init__(self, analysis: Any, lists: FactSource | None, path: Path, decisions: tuple[Any, ...]) -> None:
        self._analysis, self._lists, self._path, self._decisions = analysis, lists, path, decisions

    def __call__(self, task: Task) -> tuple[Path, int]:
        from sinolens.services.lists import load_facts
        from sinolens.services.review import export_queue

        del task
        return self._path, export_queue(self._analysis, load_facts(self._lists), self._path, self._decisions)


class _DecisionWriting:
    def __init__(self, path: Path, decisions: tuple[Any, ...]) -> None:
        self._path, self._decisions = path, decisions

    def __call__(self, task: Task) -> tuple[Path, int]:
        from sinolens.reporting.delivery import deliver
        from sinolens.services.decision_csv import write_decisions

        del task
        text = write_decisions(self._decisions)
        # The mark at the front makes Excel read it as UTF-8.
        deliver(self._path, lambda draft: _write(draft, text))
        return self._path, len(self._decisions)


def _write(draft: Path, text: str) -> None:
    draft.write_bytes(text.encode("utf-8-sig"))


class _Reading:
    def __init__(self, path: Path, directory: EntityDirectory, analysis: Any, decisions: tuple[Any, ...]) -> None:
        self._path, self._directory, self._analysis, self._decisions = path, directory, analysis, decisions

    def __call__(self, task: Task) -> tuple[Path, Any]:
        from sinolens.services.decision_csv import read_decisions
        from sinolens.services.review import compare_review, read_review

        del task
        if self._path.suffix.lower() == ".csv":
            proposed = read_decisions(self._path, self._directory)
        else:
            slices = self._analysis.slices
            strings = {*slices["name"].unique(), *slices["issuer_name"].unique()} - {""}
            proposed = read_review(self._path, self._directory, strings)
        return self._path, compare_review(self._decisions, proposed)
