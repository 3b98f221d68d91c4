"""What the menus and pages ask for, done with the services, in the background."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from sinolens.qt.base.tasks import Task
from sinolens.qt.base.workspace import Opened, Workspace, prepare
from sinolens.qt.windows.main import MainWindow
from sinolens.qt.windows.passphrase import ask_new_passphrase, ask_passphrase

if TYPE_CHECKING:
    from sinolens.services.analysis import Question
    from sinolens.services.holdings import Holdings, Source
    from sinolens.storage.project import Project

PROJECTS = "Sinolens project (*.sinolens)"
Made = tuple[Opened, "Holdings", "Question"]


class UseCases(QObject):
    """Binds the commands that need services to the window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._workspace: Workspace = window.workspace
        bind = window.commands.bind
        bind("file.sample", self.open_sample)
        bind("file.import", self.choose_files)
        bind("file.export", self.export)
        bind("file.open", self.choose_project)
        bind("file.save_as", self.choose_place)
        bind("file.save", self.save)
        bind("file.close", self.close_project)
        bind("edit.copy", self.copy)
        window.files_dropped.connect(self.add_files)
        window.closing.connect(self._close_file)
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
        self._analyse("Opening the sample endowment", _analyse_sample)

    def choose_files(self) -> None:
        """Show the page of imports and ask for files."""
        self._window.show_page("import")
        self._import_page().choose_files()

    def add_files(self, paths: list[Path]) -> None:
        """Read files; a project among them is opened instead."""
        projects = [path for path in paths if path.suffix.lower() == ".sinolens"]
        if projects:
            self.open_project(projects[0])
            return
        self._window.show_page("import")
        self._import_page().add_files(paths)

    def analyse(self, sources: list[Source], question: Question) -> None:
        """Analyse the files of the page of imports."""
        self._analyse("Analysing the holdings", _AnalyseFiles(sources, question), self._take_imported)

    def export(self) -> None:
        """Show the page of reports."""
        self._window.show_page("reports")
        if self._workspace.analysis is not None:
            self._window.pages["reports"].export_button.setFocus()

    def copy(self) -> None:
        """Copy the rows of the page's table."""
        from sinolens.qt.models.view import TableView

        page = self._window.page
        table = page.findChild(TableView) if page is not None else None
        if table is None or not table.copy_rows():
            self._workspace.tell("Select rows of a table first; they are copied with their headers.")

    def choose_project(self) -> None:
        """Ask for a project file and open it."""
        name, _ = QFileDialog.getOpenFileName(self._window, "Open project", self._folder(), PROJECTS)
        if name:
            self.open_project(Path(name))

    def open_project(self, path: Path) -> None:
        """Open a project file, asking for its passphrase when it has one."""
        from sinolens.storage.cipher import is_plain

        passphrase = ""
        if not path.is_file():
            self._workspace.tell(f"There is no file at {path}.", "error")
            return
        if not is_plain(path):
            answer = ask_passphrase(self._window, path.name)
            if answer is None:
                return
            passphrase = answer
        self._analyse(f"Opening {path.name}", _OpenProject(path, passphrase), self._take_project, project=True)

    def choose_place(self) -> None:
        """Ask for a file and a passphrase, and keep what is open there."""
        workspace = self._workspace
        if workspace.holdings is None:
            return
        name, _ = QFileDialog.getSaveFileName(self._window, "Save project as", self._folder(), PROJECTS)
        if not name:
            return
        path = Path(name) if name.endswith(".sinolens") else Path(f"{name}.sinolens")
        passphrase = ask_new_passphrase(self._window, path.name)
        if passphrase is not None:
            self.save_project(path, passphrase)

    def save_project(self, path: Path, passphrase: str) -> None:
        """Keep what is open in a new project file."""
        workspace = self._workspace
        workspace.tasks.run(
            f"Saving {path.name}", _SaveProject(path, passphrase, workspace.holdings, workspace.question),
            self._saved, self._refused, project=True, cancellable=False,
        )

    def save(self) -> None:
        """A project is written at every step; without one, ask for a place."""
        if self._workspace.project is None:
            self.choose_place()
        else:
            self._workspace.tell(f"{self._workspace.project.path.name} is saved: every step is kept at once.", "done")

    def close_project(self) -> None:
        """Nothing is open any more."""
        self._close_file()
        self._workspace.close()
        self._workspace.project_changed.emit()

    def _analyse(self, words: str, work: Any, done: Any = None, project: bool = False) -> None:
        self._workspace.set_busy(words)
        self._workspace.tasks.run(words, work, done or self._take, self._refused, cancelled=self._stopped, project=project)

    def _take(self, made: Made) -> None:
        self._close_file()
        self._workspace.open(*made)
        self._workspace.project_changed.emit()

    def _take_imported(self, made: Made) -> None:
        self._take(made)
        self._import_page().take_analysed()
        self._window.show_page("overview")

    def _take_project(self, made: tuple[Project, Made]) -> None:
        project, opened = made
        self._close_file()
        self._workspace.project = project
        self._workspace.open(*opened)
        self._workspace.project_changed.emit()
        self._window.show_page("overview")
        if project.read_only:
            self._workspace.tell(project.read_only_reason, "warning")

    def _saved(self, project: Project) -> None:
        self._close_file()
        self._workspace.project = project
        self._workspace.project_changed.emit()
        self._workspace.tell(f"Saved as {project.path.name}.", "done", str(project.path.parent))

    def _refused(self, error: Exception) -> None:
        from sinolens.importing.errors import UnreadableFile
        from sinolens.services.errors import Refused
        from sinolens.storage.errors import ProjectError

        self._workspace.set_busy("")
        if isinstance(error, UnreadableFile | Refused | ProjectError):
            self._workspace.tell(str(error), "error", "Nothing was changed.")
        else:
            self._workspace.tasks.unexpected.emit(error)

    def _stopped(self) -> None:
        self._workspace.set_busy("")
        self._workspace.tell("Stopped. Nothing was changed.")

    def _close_file(self) -> None:
        if self._workspace.project is not None:
            self._workspace.project.close()
            self._workspace.project = None

    def _built(self, page_id: str) -> None:
        if page_id == "import":
            self._import_page().analyse_wanted.connect(self.analyse)

    def _import_page(self) -> Any:
        if "import" not in self._window.pages:
            self._window.show_page("import")
        return self._window.pages["import"]

    def _folder(self) -> str:
        return self._workspace.settings.get("folder") or str(Path.home())

    def _follow(self) -> None:
        workspace, commands = self._workspace, self._window.commands
        has = workspace.analysis is not None
        for name in ("file.export", "file.close"):
            commands[name].setEnabled(has)
        for name in ("file.save", "file.save_as"):
            commands[name].setEnabled(workspace.holdings is not None)


def _analyse_sample(task: Task) -> Made:
    from sinolens.reference.loader import load_reference
    from sinolens.services.analysis import analyse
    from sinolens.services.holdings import read_holdings
    from sinolens.services.sample import open_sample

    reference = load_reference()
    with open_sample() as sample:
        holdings = read_holdings(sample.sources, reference, sample.attachments, task)
        question = sample.question
    return prepare(analyse(holdings, question, reference, task)), holdings, question


class _AnalyseFiles:
    """Reads and analyses files; knows no widget."""

    def __init__(self, sources: list[Source], question: Question) -> None:
        self._sources, self._question = sources, question

    def __call__(self, task: Task) -> Made:
        from sinolens.reference.loader import load_reference
        from sinolens.services.analysis import analyse
        from sinolens.services.holdings import read_holdings

        reference = load_reference()
        holdings = read_holdings(self._sources, reference, progress=task)
        return prepare(analyse(holdings, self._question, reference, task)), holdings, self._question


class _OpenProject:
    """Opens a project file and analyses what it keeps; knows no widget."""

    def __init__(self, path: Path, passphrase: str) -> None:
        self._path, self._passphrase = path, passphrase

    def __call__(self, task: Task) -> tuple[Project, Made]:
        from sinolens.reference.loader import load_reference
        from sinolens.services.analysis import analyse
        from sinolens.services.projects import load_holdings, load_question
        from sinolens.storage.project import Project

        project = Project.open(self._path, self._passphrase)
        try:
            holdings, question = load_holdings(project), load_question(project)
            made = prepare(analyse(holdings, question, load_reference(), task))
        except BaseException:
            project.close()
            raise
        return project, (made, holdings, question)


class _SaveProject:
    """Makes a project file of what is open; knows no widget."""

    def __init__(self, path: Path, passphrase: str, holdings: Holdings, question: Question) -> None:
        self._path, self._passphrase, self._holdings, self._question = path, passphrase, holdings, question

    def __call__(self, task: Task) -> Project:
        from sinolens.services.projects import save_holdings
        from sinolens.storage.project import Project

        del task
        project = Project.create(self._path, self._passphrase)
        try:
            save_holdings(project, self._holdings, self._question)
        except BaseException:
            project.close()
            raise
        return project
