"""What is open: one analysis, one selection with its history, and the services every page shares."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from sinolens.exposure.selection import Selection
from sinolens.qt.base.attention import Attention
from sinolens.qt.base.errors import Message
from sinolens.qt.base.facts import Facts
from sinolens.qt.base.filtering import Filtering
from sinolens.qt.base.lens import Lens
from sinolens.qt.base.moved import Moved
from sinolens.qt.base.open_project import OpenProject, ProjectState, Stepped
from sinolens.qt.base.settings import Settings
from sinolens.qt.base.tasks import Tasks
from sinolens.qt.base.theme import Appearance
from sinolens.qt.base.views import Views

if TYPE_CHECKING:
    # pandas comes with these: they are imported when the first analysis is shown, not at the start.
    from sinolens.exposure.analysis import Analysis
    from sinolens.exposure.cube import Cube
    from sinolens.reference.loader import Reference
    from sinolens.services.fact_source import FactSource
    from sinolens.services.session import Session
    from sinolens.storage.changes import Command
    from sinolens.storage.paths import Home
    from sinolens.storage.project import Changed, Project


@dataclass(frozen=True)
class Opened:
    """An analysis made ready for the screen; made off the main thread."""

    analysis: Analysis
    cube: Cube


def prepare(analysis: Analysis) -> Opened:
    """Make an analysis ready for the screen. Takes a while for large ones; needs no Qt."""
    from sinolens.exposure.cube import Cube
    from sinolens.exposure.headline import headline
    from sinolens.exposure.position_values import filtered_values, fixed_values
    from sinolens.figures.bars import layout_bars
    from sinolens.figures.flow import layout_flow
    from sinolens.figures.heatmap import layout_heatmap
    from sinolens.figures.ring import layout_ring
    from sinolens.figures.treemap import layout_treemap

    # The view the window shows first, so that what is worked out here is found again.
    cube = Cube(analysis).select(Selection())
    cube.totals(("scope", "tier"))
    fixed_values(cube)
    filtered_values(cube)
    headline(cube)
    # What the first pictures ask is worked out here, off the main thread: the window then only paints.
    for lay_out in (layout_treemap, layout_heatmap, layout_ring, layout_bars, layout_flow):
        lay_out(cube, 900.0, 300.0)
    return Opened(analysis, cube)


class Workspace(Filtering):
    """Shared by all pages. Pages ask it and tell it; they never talk to each other.

    Signals:
        analysis_changed: another analysis, or none, is open.
        message: something to tell the user.
        page_wanted: id of a page to show.
        action_wanted: id of a command to do.
        position_wanted: row of the position table to go to, on the page of holdings.
        issuer_wanted: id of an issuer to go to, on the page of issuers.
        file_wanted: name and sheet of a file to go to, on the page of the import.
        list_wanted: id or short title of a list to go to, on the page of rules and lists.
        reference_loaded: the bundled facts are there.
        project_changed: another project file is open, or none, or it has a new entry.
        attention_changed: a page is asked to show some rows alone, or all again.
        project_needed: a change is wanted and there is no project to keep it in; carries a function that makes the
            change once there is one.
        project_wanted: path of a project file to open.
        opened_well: something was opened or read; what was said about another thing that was not is over.

    Attributes:
        home: the program's folders; None in a window that keeps nothing.
        views: filters and lenses kept in the project under a name.
        lens: how all pictures look at what is open: which value, and grouped by what.
        attention: the rows a page shows alone, None = each shows all of its rows.
        locked: the content is hidden until the passphrase is given again.
        frozen: label of the frozen state that is shown in place of the project, "" for the project itself.
        openings: how often something was opened; another number means that what is shown is no renewal of it.
        opened_project: the open project's session and the work on it.
        moved: what the analysis shown answers otherwise than the one before it; None when they cannot be compared.
    """

    analysis_changed = Signal()
    message = Signal(object)
    page_wanted = Signal(str)
    action_wanted = Signal(str)
    position_wanted = Signal(object)
    issuer_wanted = Signal(str)
    file_wanted = Signal(str, str)
    list_wanted = Signal(str)
    reference_loaded = Signal()
    project_changed = Signal()
    attention_changed = Signal()
    project_needed = Signal(object)
    project_wanted = Signal(object)
    opened_well = Signal()

    def __init__(self, appearance: Appearance, settings: Settings, tasks: Tasks, parent: QObject | None = None,
                 home: Home | None = None) -> None:
        super().__init__(parent)
        self.home = home
        self.locked = False
        self.appearance = appearance
        self.lens = Lens(self)
        self.settings = settings
        self.tasks = tasks
        self.analysis: Analysis | None = None
        self.busy = ""
        self.holdings: Any = None
        self.question: Any = None
        self.frozen = ""
        self.opened_project = OpenProject(tasks, prepare, self)
        self.opened_project.changed.connect(self.project_changed)
        self.opened_project.changed.connect(self._follow_own)
        self.opened_project.stepped.connect(self._take_step)
        self.opened_project.refused.connect(self.refuse)
        self.views = Views(self)
        self._facts = Facts(tasks, self)
        self._facts.loaded.connect(self.reference_loaded)
        self._facts.refused.connect(self.refuse)
        self.moved: Moved | None = None
        self.openings = 0
        self.attention: Attention | None = None

    @property
    def lists(self) -> FactSource | None:
        """What the facts are read with: imported list editions and the user's own issuers; None without a home."""
        if self.home is None:
            return None
        # Late: what the start can do without.
        from sinolens.services.fact_source import FactSource

        state = self.project
        return FactSource(self.home.lists) if state is None else FactSource(self.home.lists, state.own, state.packs)

    @property
    def session(self) -> Session | None:
        """The open project with its holdings, None without one. Its project is read in `ask`, never directly."""
        return self.opened_project.session

    @property
    def project(self) -> ProjectState | None:
        """What is known of the open project file without touching it; None without one."""
        return self.opened_project.state

    def open(self, opened: Opened, holdings: Any = None, question: Any = None) -> None:
        """Show an analysis, with an empty filter, and remember what it was made of."""
        self.analysis, self.cube = opened.analysis, opened.cube
        self.holdings, self.question = holdings, question
        self.forget_filters()
        self.moved = self.attention = None
        self.openings += 1
        self.busy = ""
        self.view = opened.cube.select(Selection())
        self.analysis_changed.emit()
        self.selection_changed.emit()
        self.opened_well.emit()

    def attend(self, attention: Attention | None) -> None:
        """Show a page with some of its rows alone; None: every page shows all of its rows again."""
        self.attention = attention
        if attention is not None:
            # First, so that a page made only now hears of it too.
            self.page_wanted.emit(attention.page)
        self.attention_changed.emit()

    def renew(self, opened: Opened) -> None:
        """Show another analysis of the same holdings: filter, page and scroll stay as they are."""
        self.analysis, self.cube = opened.analysis, opened.cube
        self.view = opened.cube.select(self.selection)
        self.analysis_changed.emit()
        self.selection_changed.emit()

    def change(self, words: str, build: Callable[[Project], Command], done: Callable[[Changed], None] | None = None,
               told: str = "") -> None:
        """Make a change of the project: one undoable step, in the background, with a new analysis where it needs one.

        Without a project the user is first offered to make one. What cannot be done is told to the user.

        Args:
            words: what is being done, for the progress strip ("Accepting the match").
            build: makes the command of the project as it stands then (`storage.commands`); runs off the main thread.
            done: gets what was changed, on the main thread, after the new analysis is shown.
            told: the message afterwards; the step's own title when empty.
        """
        if self.session is None:
            self.project_needed.emit(lambda: self.change(words, build, done, told))
        elif self.project is not None and self.project.read_only:
            self.tell(self.project.read_only_reason, "warning", "Nothing was changed.")
        else:
            frozen = self.frozen
            self.opened_project.step(
                words, lambda session, task: session.apply(partial(_build, build, frozen), task), done, told)

    def undo(self) -> None:
        """Take back the newest step."""
        if self.project is not None and self.project.undo_title and not self._refuse_frozen():
            title = self.project.undo_title
            self.opened_project.step(
                f"Undoing: {title}", lambda session, task: session.undo(task), None, f"Undone: {title}.")

    def redo(self) -> None:
        """Do again what was undone last."""
        if self.project is not None and self.project.redo_title and not self._refuse_frozen():
            title = self.project.redo_title
            self.opened_project.step(
                f"Redoing: {title}", lambda session, task: session.redo(task), None, f"Done again: {title}.")

    def show_frozen(self, name: str, opened: Opened, holdings: Any, question: Any) -> None:
        """Show a frozen state of the open project by its label, or with "" the project as it stands again."""
        self.frozen = name
        self.open(opened, holdings, question)
        self.project_changed.emit()

    def _refuse_frozen(self) -> bool:
        if self.frozen:
            self.tell(_FROZEN.format(self.frozen), "warning", action=("file.unfreeze", "Back to the project"))
        return bool(self.frozen)

    def ask(self, words: str, read: Callable[[Project], Any], done: Callable[[Any], None],
            failed: Callable[[Exception], None] | None = None) -> None:
        """Read from the open project in the background and hand the answer over on the main thread."""
        self.opened_project.ask(words, read, done, failed)

    def reference(self) -> Reference | None:
        """The facts; None while they are being read, and `reference_loaded` fires when they are there."""
        return self._facts.read(self.lists)

    def renew_reference(self) -> None:
        """Read the facts anew, after a list edition was imported."""
        self._facts.renew(self.lists)

    def _follow_own(self) -> None:
        """The user's own issuers are others: another project, or a step in it."""
        self._facts.follow(self.lists)

    def _take_step(self, made: Stepped) -> None:
        session = self.session
        if session is None or made.changed is None:
            return
        if made.renewed:
            self.holdings, self.question = session.holdings, session.question
            if made.opened is None:
                self._show_nothing()
            elif self.analysis is None:
                self.open(made.opened, session.holdings, session.question)
            else:
                self.renew(made.opened)
            self.moved = made.moved
        seen = made.moved if made.renewed else None
        more = ("go.moved", "What moved") if seen is not None and seen.worth_showing else ("", "")
        # Only where Undo would take back this very step: not after an approval, nor after an undo.
        undo = ("edit.undo", "Undo") if made.changed.undoable else ("", "")
        if made.problem is not None:
            self.tell(str(made.problem), "warning", action=undo)
        else:
            self.tell(made.told or f"{made.changed.title}.", "done", seen.summary if seen else "", undo, more)

    def refuse(self, error: Exception, about: str = "") -> None:
        """Tell the user what was refused; anything else is an error inside the program.

        Args:
            error: what came of the work.
            about: `OPENING` where something was not opened: the message goes when the next thing is.
        """
        from sinolens.importing.errors import UnreadableFile
        from sinolens.services.errors import Refused
        from sinolens.storage.errors import DiskFault, Full, ProjectError
        from sinolens.storage.errors import Moved as FileMoved

        if isinstance(error, UnreadableFile | Refused | ProjectError):
            elsewhere = isinstance(error, FileMoved | Full | DiskFault) and self.session is not None
            self.tell(str(error), "error", "Nothing was changed.",
                      ("file.save_as", "Save as…") if elsewhere else ("", ""), about=about)
        else:
            self.tasks.unexpected.emit(error)

    def _show_nothing(self) -> None:
        self.analysis = self.cube = self.view = None
        self.forget_filters()
        self.busy = ""
        self.analysis_changed.emit()
        self.selection_changed.emit()

    def close(self) -> None:
        """Nothing is open any more."""
        self.opened_project.close()
        self.frozen = ""
        self.holdings = self.question = None
        self._show_nothing()

    def open_session(self, session: Session, state: ProjectState, passphrase: str | None,
                     opened: Opened | None) -> None:
        """Show a project that was opened in the project's thread; `opened` None while it has no positions."""
        self.frozen = ""
        self.opened_project.open(session, state, passphrase)
        if opened is not None:
            self.open(opened, session.holdings, session.question)
        else:
            self.holdings, self.question = session.holdings, session.question
            self._show_nothing()
            self.opened_well.emit()

    def adopt_session(self, session: Session, state: ProjectState, passphrase: str | None) -> None:
        """Go on in a project that holds what is shown already: page, filter and scroll stay as they are."""
        self.opened_project.open(session, state, passphrase)
        self.holdings, self.question = session.holdings, session.question

    @property
    def opened(self) -> Opened | None:
        """The analysis shown, made ready; None without one."""
        return Opened(self.analysis, self.cube) if self.analysis is not None and self.cube is not None else None

    def set_busy(self, words: str) -> None:
        """Say that an analysis is on its way, or with "" that none is; pages show it where they have nothing else."""
        self.busy = words
        if self.analysis is None:
            self.analysis_changed.emit()

    def source_line(self) -> str:
        """What a copied chart or table is true for: who, as of when, which definition, report and filter."""
        if self.analysis is None or self.cube is None:
            return ""
        from sinolens.reporting.identity import source_line

        words = self.selection.words(self.cube.label) if not self.selection.is_empty else ""
        return source_line(self.analysis) + (f" · filter: {words}" if words else "")

    def facts_line(self) -> str:
        """What a copied table of the facts on file is true for: which facts, and the newest list edition among them."""
        facts = self.reference()
        if facts is None:
            return ""
        newest = max((edition.edition for edition in facts.editions), default="")
        until = f" · list editions until {newest}" if newest else ""
        return f"Facts on file {facts.id}{until}"

    def tell(self, text: str, severity: str = "info", detail: str = "", action: tuple[str, str] = ("", ""),
             more: tuple[str, str] = ("", ""), about: str = "") -> None:
        """Show a message to the user."""
        self.message.emit(Message(text, severity, detail, action, more, about))

_FROZEN = "{0} is frozen: nothing can be changed while it is shown."
_ABOUT_REPORTS = frozenset({"export"})
"""Commands that say what was done with the state shown; they fit a frozen one too."""


def _build(build: Callable[[Project], Command], frozen: str, project: Project) -> Command:
    """The command, unless it would change the project by what a frozen state shows."""
    from sinolens.services.errors import Refused

    command = build(project)
    if frozen and command.name not in _ABOUT_REPORTS:
        raise Refused(_FROZEN.format(frozen))
    return command
