"""What the page of funds does with files: reads them in the background and makes the change in the project."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from sinolens.qt.base.tasks import Task
from sinolens.qt.base.workspace import Workspace

if TYPE_CHECKING:
    from sinolens.storage.changes import Command
    from sinolens.storage.commands import StoredTable
    from sinolens.storage.project import Project

FILES = "Holdings (*.xlsx *.xlsm *.xlsb *.xls *.ods *.csv *.txt)"


class FundWork(QObject):
    """Reads fund files and changes how a fund is known. Every change is one step that can be undone."""

    def __init__(self, page: QWidget, workspace: Workspace) -> None:
        super().__init__(page)
        self._page, self._workspace = page, workspace

    def choose_file(self, fund: str, *, proxy: bool = False) -> None:
        """Ask for a file of holdings."""
        title = f"Holdings of the benchmark of {fund}" if proxy else f"Holdings of {fund}"
        name, _ = QFileDialog.getOpenFileName(self._page, title, self._folder(), FILES)
        if name:
            self.attach_file(fund, Path(name), proxy=proxy)

    def attach_file(self, fund: str, path: Path, *, proxy: bool = False) -> None:
        """Read a file and look a fund through with it."""
        self._workspace.settings.put("folder", str(path.parent))
        self._workspace.tasks.run(
            f"Reading {path.name}", _FundReading(path, fund, self._workspace.lists),
            lambda tables: self._attach(fund, tables, proxy), self._workspace.refuse)

    def attach_table(self, fund: str, choice: str, *, proxy: bool = False) -> None:
        """Look a fund through with a table that is on hand."""
        from sinolens.services.fund_methods import choose_table

        self.change(f"Looking through {fund}", lambda project: choose_table(project, fund, choice, proxy=proxy))

    def split(self, fund: str, shares: list[Any], as_of: str, *, proxy: bool = False) -> None:
        """Know a fund by typed percentages."""
        from sinolens.services.fund_methods import split_by_percent
        from sinolens.services.projects import timestamp, user_name

        who, at = user_name(), timestamp()
        self.change(f"Splitting {fund}", lambda project: split_by_percent(
            project, fund, shares, as_of, who, at, proxy=proxy))

    def mark_not_disclosed(self, fund: str) -> None:
        """Count a fund as not disclosed."""
        from sinolens.services.fund_methods import mark_not_disclosed

        self.change(f"Marking {fund}", lambda project: mark_not_disclosed(project, fund))

    def take_back(self, fund: str) -> None:
        """Forget what was said about a fund."""
        from sinolens.services.fund_methods import take_back

        self.change(f"Taking back {fund}", lambda project: take_back(project, fund))

    def answer_double_count(self, position: int, answer: str) -> None:
        """Say whether a possible double count is one holding."""
        from sinolens.services.fund_methods import answer_double_count
        from sinolens.services.projects import timestamp, user_name

        analysis, who, at = self._workspace.analysis, user_name(), timestamp()
        if analysis is not None:
            self.change("Keeping the answer", lambda project: answer_double_count(
                project, analysis, position, answer, who, at))

    def change(self, words: str, build: Callable[[Project], Command]) -> None:
        """Make a step in the project."""
        self._workspace.change(words, build)

    def _attach(self, fund: str, tables: list[StoredTable], proxy: bool) -> None:
        from sinolens.services.fund_methods import choose_read
        from sinolens.services.projects import timestamp, user_name

        who, at = user_name(), timestamp()
        self.change(f"Looking through {fund}", lambda project: choose_read(
            project, fund, tables, who, at, proxy=proxy))

    def _folder(self) -> str:
        kept = self._workspace.settings.get("folder")
        return kept if kept and Path(kept).is_dir() else str(Path.home())


class _FundReading:
    """The work of reading a file as the holdings of a fund; knows no widget."""

    def __init__(self, path: Path, fund: str, lists: Path | None) -> None:
        self._path, self._fund, self._lists = path, fund, lists

    def __call__(self, task: Task) -> list[StoredTable]:
        from sinolens.importing.options import ImportOptions
        from sinolens.services.holdings import Source, read_holdings
        from sinolens.services.lists import load_facts
        from sinolens.services.projects import split_tables

        source = Source(self._path, ImportOptions(role="fund_holdings", fund=self._fund))
        return split_tables(read_holdings([source], load_facts(self._lists), progress=task))
