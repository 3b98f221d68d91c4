"""What the menus and pages ask for, done with the services, in the background."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from sinolens.qt.base.errors import OPENING
from sinolens.qt.base.tasks import Task
from sinolens.qt.base.workspace import Opened, Workspace, prepare
from sinolens.qt.windows.arrivals import Arrivals
from sinolens.qt.windows.backups import Backups
from sinolens.qt.windows.editions import EditionCases
from sinolens.qt.windows.help import Help
from sinolens.qt.windows.judgements import JudgementCases
from sinolens.qt.windows.locking import Locking
from sinolens.qt.windows.main import MainWindow
from sinolens.qt.windows.measuring import MeasuringCases
from sinolens.qt.windows.own_sharing import OwnSharing
from sinolens.qt.windows.periods import Periods
from sinolens.qt.windows.projects import ProjectCases
from sinolens.qt.windows.viewing import Viewing

if TYPE_CHECKING:
    from sinolens.services.analysis import Question
    from sinolens.services.fact_source import FactSource
    from sinolens.services.holdings import Holdings

Made = tuple[Opened, "Holdings", "Question"]

TURN_MS = 1
AHEAD_MS = 300
"""Until a page that may be next is filled: what is looked at now is drawn by then."""
"""Later than what is painted now. A timer of none would come before the painting."""


class UseCases(QObject):
    """Binds the commands that need services to the window."""

    def __init__(self, window: MainWindow, clock: Callable[[], float] = monotonic) -> None:
        """`clock`: seconds that only go forward, for the idle lock."""
        super().__init__(window)
        self._window = window
        self._workspace: Workspace = window.workspace
        self.projects = ProjectCases(window)
        self.judgements = JudgementCases(window)
        self.measuring = MeasuringCases(window)
        self.arrivals = Arrivals(window, self._imported, self._not_imported)
        self.backups = Backups(window, self.projects)
        self.periods = Periods(window)
        self.own_sharing = OwnSharing(window)
        self.editions = EditionCases(window)
        self.locking = Locking(window, self.projects, clock)
        self.help = Help(window)
        self.viewing = Viewing(window)
        bind = window.commands.bind
        bind("file.sample", self.open_sample)
        bind("file.import", self.choose_files)
        bind("file.export", self.export)
        bind("edit.copy", self.copy)
        window.files_dropped.connect(self.add_files)
        window.follow_keyboard()
        self._opening = self._workspace.openings
        self._ahead = QTimer(self)
        self._ahead.setSingleShot(True)
        self._ahead.timeout.connect(self._prepare_next)
        window.page_built.connect(self._built)
        self._workspace.analysis_changed.connect(self._follow)
        self._workspace.project_changed.connect(self._follow)
        self._follow()

    def begin(self, sample: bool, files: list[Path]) -> None:
        """What the program was started with."""
        if sample:
            self.open_sample()
        elif files:
            self.add_files(files)

    def open_sample(self) -> None:
        """Analyse the endowment that comes with the program."""
        self._analyse("Opening the sample endowment", _AnalyseSample(self._workspace.lists))

    def choose_files(self) -> None:
        """Show the page of imports and ask for files."""
        self._window.show_page("import")
        self._import_page().choose_files()

    def add_files(self, paths: list[Path]) -> None:
        """Read files; a project among them is opened instead."""
        projects = [path for path in paths if path.suffix.lower() == ".sinolens"]
        if projects:
            self.projects.open_path(projects[0])
            return
        self._window.show_page("import")
        page = self._import_page()
        # The page is painted first: both in one turn would hold the window up.
        QTimer.singleShot(TURN_MS, page, partial(page.add_files, paths))

    def analyse(self, holdings: Holdings, question: Question) -> None:
        """Analyse the holdings of the page of imports, or add them to what is open."""
        page = self._import_page()
        if page.is_analysing:
            return
        page.wait_for_analysis(True)
        if self._workspace.session is not None:
            self.arrivals.receive(holdings, question)
        else:
            self.arrivals.meet(holdings, question, self._analyse_holdings)

    def _analyse_holdings(self, holdings: Holdings, question: Question) -> None:
        self._analyse("Analysing the holdings", _AnalyseHoldings(holdings, question, self._workspace.lists),
                      self._take_imported, self._not_imported)

    def export(self) -> None:
        """Ask what to export, where the user is; on the page of reports itself, write what it shows."""
        reports = self._window.pages.get("reports")
        if self._workspace.analysis is None:
            self._window.show_page("reports")
        elif reports is not None and self._window.page is reports:
            reports.ask()
        else:
            from sinolens.qt.windows.export_choice import ExportChoice

            form = reports.form if reports is not None else None
            choice = ExportChoice(
                self._window, self._workspace, form.audience if form is not None else "committee",
                form.chosen_kinds if form is not None else ("xlsx", "pdf"))
            choice.wanted.connect(self._export_chosen)
            choice.more_wanted.connect(self._show_reports)
            choice.open()

    def _export_chosen(self, audience: str, kinds: tuple[str, ...]) -> None:
        self._window.show_page("reports")
        reports = self._window.pages["reports"]
        # What was named is what is written, whatever period the page showed before.
        reports.form.periods.choose_open()
        reports.form.choose(audience, kinds)
        reports.ask()

    def _show_reports(self) -> None:
        self._window.show_page("reports")
        self._window.pages["reports"].export_button.setFocus()

    def copy(self) -> None:
        """Copy the rows of the table the user is on, else of a table that is in sight."""
        from sinolens.qt.models.view import TableView

        page, focused = self._window.page, QApplication.focusWidget()
        shown = [table for table in page.findChildren(TableView) if table.isVisible()] if page is not None else []
        if focused in shown:
            shown = [focused]
        if any(table.copy_rows() for table in shown):
            return
        words = "Select rows of a table first" if shown else "There is no table here to copy from"
        self._workspace.tell(f"{words}; rows are copied with their headers.")

    def _analyse(self, words: str, work: Any, done: Any = None, ended: Callable[[], None] | None = None) -> None:
        """`ended`: called when nothing came of it."""
        workspace, shown = self._workspace, self._workspace.analysis
        end = ended or _nothing
        workspace.set_busy(words)
        workspace.tasks.run(
            words, work, done or self._take, lambda error: self._refused(error, end),
            cancelled=lambda: self._stopped(shown, end))

    def _take(self, made: Made) -> None:
        if self._workspace.locked:
            return
        self._workspace.opened_project.close()
        self._workspace.open(*made)

    def _take_imported(self, made: Made) -> None:
        if not self._workspace.locked:
            self._take(made)
            self._imported()

    def _imported(self) -> None:
        # In turns, so that none is long: the page shown has heard of the analysis; what the overview says, its places,
        # the overview itself, the page left.
        window = self._window
        self._in_turns(partial(window.prepare_page, "overview"), partial(window.lay_out_page, "overview"),
                       partial(self._show_imported, window.page))

    def _prepare_next(self) -> None:
        """The page most often gone to from the overview, while the overview is looked at."""
        window = self._window
        if self._workspace.analysis is None or "holdings" not in window.pages or (
                window.page is not window.pages.get("overview")):
            return
        self._in_turns(partial(window.prepare_page, "holdings"), partial(window.lay_out_page, "holdings"))

    def _in_turns(self, first: Callable[[], None], *others: Callable[[], None]) -> None:
        def act() -> None:
            try:
                first()
            finally:
                if others:
                    self._in_turns(*others)

        QTimer.singleShot(TURN_MS, self._window, act)

    def _show_imported(self, left: object) -> None:
        """`left`: the page shown when the analysis came; where the user went elsewhere since, he stays."""
        if self._workspace.locked:
            # Nothing is built behind the lock.
            return
        page = self._import_page()
        if self._window.page is left:
            self._window.show_page("overview")
        QTimer.singleShot(TURN_MS, page, page.take_analysed)

    def _not_imported(self) -> None:
        page = self._window.pages.get("import")
        if page is not None:
            page.wait_for_analysis(False)

    def _refused(self, error: Exception, end: Callable[[], None]) -> None:
        self._workspace.set_busy("")
        end()
        self._workspace.refuse(error, OPENING)

    def _stopped(self, shown: object, end: Callable[[], None]) -> None:
        """`shown`: the analysis that was open when the work began."""
        workspace = self._workspace
        workspace.set_busy("")
        end()
        same = workspace.analysis is shown
        workspace.tell("Stopped. Nothing was changed." if same else "Stopped. What was opened meanwhile stays open.")

    def _built(self, page_id: str) -> None:
        if page_id == "import":
            self._import_page().analyse_wanted.connect(self.analyse)

    def _import_page(self) -> Any:
        if "import" not in self._window.pages:
            self._window.show_page("import")
        return self._window.pages["import"]

    def _follow(self) -> None:
        workspace, commands = self._workspace, self._window.commands
        has = workspace.analysis is not None
        commands["file.export"].setEnabled(has)
        if has and workspace.openings != self._opening:
            # Once for what was opened: a judgement makes the numbers anew, and is not to be held up by it.
            self._opening = workspace.openings
            self._ahead.start(AHEAD_MS)


def _nothing() -> None:
    """Nothing waits for the end."""


class _AnalyseSample:
    """Reads and analyses the sample; knows no widget."""

    def __init__(self, lists: FactSource | None) -> None:
        self._lists = lists

    def __call__(self, task: Task) -> Made:
        from sinolens.services.analysis import analyse
        from sinolens.services.holdings import read_holdings
        from sinolens.services.lists import load_facts
        from sinolens.services.sample import open_sample

        reference = load_facts(self._lists)
        with open_sample() as sample:
            holdings = read_holdings(sample.sources, reference, sample.attachments, task)
            question = sample.question
        return prepare(analyse(holdings, question, reference, task)), holdings, question


class _AnalyseHoldings:
    """Analyses holdings that were read; knows no widget."""

    def __init__(self, holdings: Holdings, question: Question, lists: FactSource | None) -> None:
        self._holdings, self._question, self._lists = holdings, question, lists

    def __call__(self, task: Task) -> Made:
        from sinolens.services.analysis import analyse
        from sinolens.services.lists import load_facts

        made = analyse(self._holdings, self._question, load_facts(self._lists), task)
        return prepare(made), self._holdings, self._question
