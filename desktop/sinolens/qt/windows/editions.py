"""List editions beyond the page of lists: withdrawn, put back, and taken over from the open project."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject

from sinolens.qt.base.question import ask
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.windows.main import MainWindow

TAKE = ("edit.project_lists", "Use the project's lists…")
"""Command and words of the button beside the notice that this computer lacks editions of the project."""


class EditionCases(QObject):
    """Binds the commands; the page of lists does the work of the first two.

    Attributes:
        question: the question asked last, None when it is answered.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._workspace: Workspace = window.workspace
        self.question: Any = None
        window.commands.bind("edit.withdraw", self.withdraw)
        window.commands.bind("edit.put_back", self.put_back)
        window.commands.bind("edit.project_lists", self.offer_projects)
        self._workspace.project_changed.connect(self._follow)
        self._follow()

    def withdraw(self) -> None:
        """Go to the lists and offer to withdraw the edition the user is on, else the one imported last."""
        self._window.show_page("rules")
        self._window.pages["rules"].withdraw_edition()

    def put_back(self) -> None:
        """Go to the lists and offer to put back an edition that was withdrawn."""
        self._window.show_page("rules")
        self._window.pages["rules"].put_back_edition()

    def offer_projects(self) -> None:
        """Ask whether the editions the project was answered with are to be used on this computer."""
        from sinolens.services.kept_editions import describe_lacking

        space = self._workspace
        session, state = space.session, space.project
        if session is None or state is None or not session.lacking or space.frozen:
            space.tell("This computer has every list edition the open project was answered with.")
            return
        one = len(session.lacking) == 1
        leave = () if state.read_only else (("leave", "Keep this computer's"),)
        self.question = ask(
            self._window, "Lists of the project",
            f"Use the list edition{'' if one else 's'} of this project on this computer?",
            f"{describe_lacking(session.lacking)} In use, {'it answers' if one else 'they answer'} in every project on "
            "this computer until withdrawn; another edition of the same day is moved aside. "
            + ("" if state.read_only else
               "Otherwise the project is answered with this computer's lists from now on and does not ask again."),
            (("take", "Use the project's"), *leave, ("cancel", "Not now")), self._answered)

    def _answered(self, answer: str) -> None:
        self.question = None
        space = self._workspace
        session = space.session
        if session is None or answer == "cancel":
            return
        if answer == "take":
            count = len(session.lacking)
            # The facts that pages show are read anew whether or not the step could be logged.
            space.opened_project.step(
                "Taking the project's lists into use", lambda session, task: session.take_editions(task),
                lambda _: space.renew_reference(),
                f"{'The list edition' if count == 1 else f'{count} list editions'} of the project "
                f"{'is' if count == 1 else 'are'} in use on this computer.")
        else:
            space.opened_project.step(
                "Noting the lists", lambda session, _: session.leave_editions(), None,
                "The project is answered with the lists of this computer from now on.")

    def _follow(self) -> None:
        session = self._workspace.session
        lacks = session is not None and bool(session.lacking) and not self._workspace.frozen
        self._window.commands["edit.project_lists"].setEnabled(lacks)
