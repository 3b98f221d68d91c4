"""What the tracker of questionnaires does with the project and with files, in the background."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from sinolens.qt.base.tasks import Task
from sinolens.qt.base.workspace import Workspace


class QuestionnaireWork(QObject):
    """Writes questionnaires, reads answers, and keeps both in the project."""

    def __init__(self, parent: QObject, workspace: Workspace) -> None:
        super().__init__(parent)
        self._workspace = workspace

    def read_tracker(self, done: Callable[[Any], None]) -> None:
        """Who was asked and who is late, for `done`."""
        from sinolens.services.projects import timestamp
        from sinolens.services.questionnaire import tracker

        funds, today = self._workspace.analysis.funds, timestamp()[:10]
        self._workspace.ask("Reading the questionnaires", lambda project: tracker(project, today, funds), done)

    def send(self, manager: str, path: Path, due: str, funds: Sequence[str], note: str) -> None:
        """Write a questionnaire and record that it went out."""
        from sinolens.services.projects import timestamp, user_name

        workspace, who, at = self._workspace, user_name(), timestamp()
        workspace.settings.put("folder", str(path.parent))
        analysis = workspace.analysis
        workspace.change(
            f"Writing {path.name}",
            _Sending(analysis, workspace.lists, manager, path, due, who, at, tuple(funds), note),
            told=f"{path.name} was written. Send it to {manager}; the reply is due {due}.")

    def read_answer(self, path: Path, done: Callable[[tuple[Path, Any]], None]) -> None:
        """Read a workbook that came back."""
        self._workspace.settings.put("folder", str(path.parent))
        self._workspace.tasks.run(
            f"Reading {path.name}", _AnswerReading(path, self._workspace.lists), done, self._workspace.refuse)

    def receive(self, path: Path, answers: Any) -> None:
        """Take an answer in, as one step: tables, looked-through funds, the tracker, and the workbook as evidence."""
        from sinolens.services.projects import timestamp, user_name
        from sinolens.services.questionnaire import receive_answers

        who, at = user_name(), timestamp()
        self._workspace.change(
            f"Taking in {path.name}", lambda project: receive_answers(project, answers, who, at, path))

    def withdraw(self, key: str, why: str) -> None:
        """Stop waiting for an answer."""
        from sinolens.storage.questionnaires import withdraw_questionnaire

        self._workspace.change("Withdrawing", lambda project: withdraw_questionnaire(project, key, why))

    def folder(self) -> str:
        """Where files were chosen last."""
        kept = self._workspace.settings.get("folder")
        return kept if kept and Path(kept).is_dir() else str(Path.home())


class _Sending:
    """Writes the workbook and builds the command; knows no widget."""

    def __init__(self, analysis: Any, lists: Path | None, *what: Any) -> None:
        self._analysis, self._lists, self._what = analysis, lists, what

    def __call__(self, project: Any) -> Any:
        from sinolens.reporting.errors import ExportFailed
        from sinolens.services.errors import Refused
        from sinolens.services.lists import load_facts
        from sinolens.services.questionnaire import send_questionnaire

        manager, path, due, who, at, funds, note = self._what
        try:
            return send_questionnaire(
                project, self._analysis, load_facts(self._lists), manager, path, due, who, at, funds, note)
        except ExportFailed as error:
            # The window tells refusals; nothing was recorded.
            raise Refused(str(error)) from error


class _AnswerReading:
    """Reads the workbook; knows no widget."""

    def __init__(self, path: Path, lists: Path | None) -> None:
        self._path, self._lists = path, lists

    def __call__(self, task: Task) -> tuple[Path, Any]:
        from sinolens.services.lists import load_facts
        from sinolens.services.questionnaire import read_answers

        del task
        return self._path, read_answers(self._path, load_facts(self._lists))
