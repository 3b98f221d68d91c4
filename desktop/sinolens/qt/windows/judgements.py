"""The question asked of the holdings, what moved by it, fact sheets and overrides, as commands of the window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from sinolens.qt.base.asking import ask_anew
from sinolens.qt.base.dialogs import DialogPlace
from sinolens.qt.base.tasks import Task
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.pages.fact_sheet import FactSheetDialog
from sinolens.qt.pages.moved_list import MovedList
from sinolens.qt.pages.override_form import OverrideForm
from sinolens.qt.pages.override_list import OverrideList
from sinolens.qt.pages.question_picker import QuestionPicker
from sinolens.qt.windows.main import MainWindow

if TYPE_CHECKING:
    from sinolens.services.rule_packs import KeptPack
    from sinolens.storage.changes import Command
    from sinolens.storage.project import Project


class JudgementCases(DialogPlace):
    """Binds the commands to the window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._workspace: Workspace = window.workspace
        window.commands.bind("go.question", self.choose_question)
        window.commands.bind("go.moved", self.show_moved)
        window.commands.bind("go.fact_sheet", self.show_fact_sheet)
        window.commands.bind("file.rules", self.choose_rules)
        window.commands.bind("go.override", self.judge_otherwise)
        window.commands.bind("go.overrides", self.show_overrides)
        self._workspace.analysis_changed.connect(self._follow)
        self._workspace.project_changed.connect(self._follow)
        self._workspace.message.connect(self._follow)
        self._workspace.page_wanted.connect(self._follow)
        self._follow()

    def choose_question(self) -> None:
        """Change the as-of date, the definition or the institution."""
        if self._workspace.analysis is not None and self._workspace.question is not None:
            self.show_dialog(QuestionPicker(self._window, self._workspace))

    def choose_rules(self) -> None:
        """Ask for a file of rules or of institutions and keep it."""
        kept = self._workspace.settings.get("folder")
        folder = kept if kept and Path(kept).is_dir() else str(Path.home())
        name, _ = QFileDialog.getOpenFileName(
            self._window, "Import rules or institution", folder, "Rules and institutions (*.toml)")
        if name:
            self.import_rules(Path(name))

    def import_rules(self, file: Path) -> None:
        """Check a file of rules or of institutions and keep it; a bad one is refused and the last one stays."""
        home = self._workspace.home
        if home is None:
            self._workspace.tell("This window keeps nothing: there is no folder for rules of your own.", "warning")
            return
        project = self._workspace.project
        if project is not None and project.read_only:
            self._workspace.tell(project.read_only_reason, "warning", "Nothing was changed.")
            return
        if project is not None:
            self._workspace.tasks.run(
                f"Reading {file.name}", _Checking(home.lists, project.packs or (), file), self._keep_in_project,
                self._workspace.refuse, cancellable=False)
            return
        self._workspace.tasks.run(
            f"Reading {file.name}", _Keeping(home.lists, file), self._take_rules, self._workspace.refuse,
            cancellable=False)

    def _keep_in_project(self, checked: tuple[KeptPack, str]) -> None:
        """One undoable step: with a project open the institution's papers stand in its encrypted file alone."""
        kept, text = checked

        def build(project: Project) -> Command:
            from sinolens.services.own_rules import keep_rules

            return keep_rules(project, kept, text)

        self._workspace.change("Keeping your rules", build, told=_told(kept))

    def _take_rules(self, kept: KeptPack) -> None:
        workspace = self._workspace
        workspace.renew_reference()
        told = _told(kept)
        question = workspace.question
        touched = kept.rules or any(one.id == getattr(question, "institution", "") for one in kept.institutions)
        if workspace.analysis is not None and question is not None and touched:
            # Asked with the same words, answered by the new papers.
            ask_anew(workspace, {"institution": question.institution}, told)
            return
        workspace.tell(told, "done", "Choose the institution under What is asked." if kept.institutions else "",
                       more=("go.question", "What is asked…") if workspace.analysis is not None else ("", ""))

    def show_moved(self) -> None:
        """Show what moved by the last change."""
        workspace = self._workspace
        if workspace.analysis is None or workspace.moved is None:
            return
        dialog = MovedList(self._window, workspace.appearance, workspace.analysis, workspace.moved)
        dialog.position_wanted.connect(self._show_position)
        self.show_dialog(dialog)

    def show_fact_sheet(self) -> None:
        """Show the fact sheet of the position the user is on, on the page of holdings."""
        row = self._chosen()
        if row >= 0:
            self.show_dialog(FactSheetDialog(self._window, self._workspace, row))

    def judge_otherwise(self) -> None:
        """Propose another value for the position the user is on."""
        row = self._chosen()
        if row >= 0:
            self.show_dialog(OverrideForm(self._window, self._workspace, row))

    def show_overrides(self) -> None:
        """List the overrides of the project, the one of the position the user is on first."""
        if self._workspace.analysis is None:
            return
        row = getattr(self._window.page, "position", -1)
        dialog = OverrideList(self._window, self._workspace, -1 if row is None else row)
        dialog.position_wanted.connect(self._show_position)
        self.show_dialog(dialog)

    def _chosen(self) -> int:
        """Row of the position the user is on; without one, says so."""
        row = getattr(self._window.page, "position", -1)
        if self._workspace.analysis is None or row is None or row < 0:
            self._workspace.tell("Choose a position on the page of holdings first.")
            return -1
        return int(row)

    def _show_position(self, row: int) -> None:
        self._window.show_page("holdings")
        self._workspace.position_wanted.emit(row)


    def _follow(self) -> None:
        workspace, commands = self._workspace, self._window.commands
        commands["go.question"].setEnabled(workspace.analysis is not None and workspace.question is not None)
        commands["go.moved"].setEnabled(workspace.moved is not None)
        for name in ("go.fact_sheet", "go.override", "go.overrides"):
            commands[name].setEnabled(workspace.analysis is not None)


def _told(kept: KeptPack) -> str:
    return f"{kept.name}: {kept.words}. {'It replaced the one before.' if kept.replaced else 'It is kept.'}"


class _Checking:
    """Checks a pack for a project; knows no widget."""

    def __init__(self, lists: Path, packs: tuple[tuple[str, str], ...], file: Path) -> None:
        self._lists, self._packs, self._file = lists, packs, file

    def __call__(self, task: Task) -> tuple[KeptPack, str]:
        from sinolens.services.lists import load_lists
        from sinolens.services.rule_packs import check_pack

        del task
        return check_pack(dict(self._packs), self._file, load_lists(self._lists))


class _Keeping:
    """Keeps a pack; knows no widget."""

    def __init__(self, lists: Path, file: Path) -> None:
        self._lists, self._file = lists, file

    def __call__(self, task: Task) -> KeptPack:
        from sinolens.services.rule_packs import keep_pack

        del task
        return keep_pack(self._lists, self._file)
