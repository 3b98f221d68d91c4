"""Files imported while something is open: into the project as one undoable step, or beside what is in no project."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from sinolens.qt.base.question import Question as Asked
from sinolens.qt.base.question import ask
from sinolens.qt.base.tasks import Task
from sinolens.qt.windows.main import MainWindow

if TYPE_CHECKING:
    from sinolens.services.analysis import Question
    from sinolens.services.arrivals import Arrival, Overlap
    from sinolens.services.holdings import Holdings
    from sinolens.services.session import Session
    from sinolens.services.unsaved import Meeting

SHOWN = 6


class Arrivals(QObject):
    """Asks what to do where account and date are in the project already.

    Attributes:
        question: the dialog shown last.
    """

    def __init__(self, window: MainWindow, added: Callable[[], None], left: Callable[[], None]) -> None:
        """`added`: called when the files are in the project, or were already; `left`: when they were not taken."""
        super().__init__(window)
        self._window = window
        self._workspace = window.workspace
        self._added = added
        self._left = left
        # The step that was to take them in was refused; why is told by who refused it.
        self._workspace.opened_project.refused.connect(self._step_refused)
        self.question: Asked | None = None

    def meet(self, holdings: Holdings, question: Question, analyse: Callable[[Holdings, Question], None]) -> None:
        """Without a project: what is open and not saved is never replaced unasked.

        Args:
            holdings: what was read.
            question: asked of it when nothing else is open.
            analyse: analyses holdings and shows them in place of what is open.
        """
        workspace = self._workspace
        analysis, held = workspace.analysis, workspace.holdings
        if analysis is None or analysis.sample or held is None:
            analyse(holdings, question)
            return
        workspace.tasks.run(
            "Comparing with what is open", _Meeting(held, holdings),
            lambda meeting: self._met(held, meeting, question, analyse), self._refused, cancelled=self._stopped)

    def _met(self, held: Holdings, meeting: Meeting, question: Question,
             analyse: Callable[[Holdings, Question], None]) -> None:
        from sinolens.services.unsaved import describe_meeting

        if held is not self._workspace.holdings or self._workspace.locked:
            self._left()
            return
        if not meeting.fresh.inputs:
            self._tell_known(meeting.known)
            return
        self.question = ask(
            self._window, "Import", "What is open is not saved in a project", describe_meeting(meeting),
            (("add", "Add to it"), ("replace", "Replace it"), ("cancel", "Cancel")),
            lambda answer: self._met_answered(answer, held, meeting, question, analyse))

    def _met_answered(self, answer: str, held: Holdings, meeting: Meeting, question: Question,
                      analyse: Callable[[Holdings, Question], None]) -> None:
        from sinolens.services.unsaved import add_to

        self.question = None
        if answer == "add":
            analyse(*add_to(held, meeting.fresh, self._workspace.question or question))
        elif answer == "replace":
            analyse(meeting.fresh, question)
        else:
            self._left()
            self._workspace.tell("Nothing was imported.")

    def _tell_known(self, known: tuple[str, ...]) -> None:
        self._workspace.tell(
            f"{' and '.join(known)} {'was' if len(known) == 1 else 'were'} already imported, nothing changed.",
            "info", "Zero changes: the content is the same, byte for byte.")
        self._added()

    def receive(self, holdings: Holdings, question: Question) -> None:
        """Add holdings that were read to the open project."""
        workspace, session = self._workspace, self._workspace.session
        state = workspace.project
        if state is not None and state.read_only:
            self._left()
            workspace.tell(state.read_only_reason, "warning", "Nothing was imported.")
            return
        workspace.tasks.run(
            "Comparing with the project", _Receiving(session, holdings),
            lambda arrival: self._received(session, arrival, question), self._refused,
            cancelled=self._stopped, project=True)

    def _received(self, session: Session, arrival: Arrival, question: Question) -> None:
        if session is not self._workspace.session:
            self._left()
            return
        if not arrival.tables:
            self._tell_known(arrival.known)
        elif arrival.overlaps:
            self.question = ask(
                self._window, "Import", "The project has holdings of the same account and date", _told(arrival),
                (("replace", "Replace"), ("add", "Add beside them"), ("cancel", "Cancel")),
                lambda answer: self._answered(answer, arrival, question))
        else:
            self._add(arrival, question, replacing=False)

    def _answered(self, answer: str, arrival: Arrival, question: Question) -> None:
        self.question = None
        if answer == "cancel":
            self._left()
            self._workspace.tell("Nothing was imported.")
        else:
            self._add(arrival, question, replacing=answer == "replace")

    def _add(self, arrival: Arrival, question: Question, replacing: bool) -> None:
        from sinolens.services.arrivals import add_holdings

        told = ""
        if arrival.known:
            told = f"Imported {arrival.files}. Already there: {', '.join(arrival.known)}."
        self._workspace.change(
            "Importing", lambda project: add_holdings(project, arrival, question, replacing=replacing),
            lambda _: self._added(), told)

    def _step_refused(self) -> None:
        self._left()

    def _refused(self, error: Exception) -> None:
        self._left()
        self._workspace.refuse(error)

    def _stopped(self) -> None:
        self._left()
        self._workspace.tell("Stopped. Nothing was imported.")


class _Meeting:
    """Compares holdings with those that are open; knows no widget."""

    def __init__(self, held: Holdings, new: Holdings) -> None:
        self._held, self._new = held, new

    def __call__(self, task: Task) -> Meeting:
        from sinolens.services.unsaved import meet

        task.check()
        return meet(self._held, self._new)


class _Receiving:
    """Compares holdings with the project; knows no widget."""

    def __init__(self, session: Session, holdings: Holdings) -> None:
        self._session, self._holdings = session, holdings

    def __call__(self, task: Task) -> Arrival:
        from sinolens.services.arrivals import receive

        task.check()
        return receive(self._session.project, self._holdings)


def _told(arrival: Arrival) -> str:
    lines = [_line(overlap) for overlap in arrival.overlaps[:SHOWN]]
    if len(arrival.overlaps) > SHOWN:
        lines.append(f"and {len(arrival.overlaps) - SHOWN:,} more")
    files = ", ".join(dict.fromkeys(overlap.file for overlap in arrival.overlaps))
    return (
        "\n".join(lines) + f"\n\nReplace takes {files} out whole and puts {arrival.files} in, as one step that can be "
        "undone. Beside them, the same holdings may count twice.")


def _line(overlap: Overlap) -> str:
    changes = f": {overlap.changes}" if overlap.changes else ""
    return f"{overlap.file}: account {overlap.account or '(none)'}, {overlap.as_of or 'no date'}{changes}"
