"""Issuers of the user's own between projects: from this computer's tables into the project, and out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from sinolens.qt.base.question import ask
from sinolens.qt.windows.main import MainWindow

if TYPE_CHECKING:
    from pathlib import Path

    from sinolens.storage.changes import Command
    from sinolens.storage.project import Project


class OwnSharing(QObject):
    """Binds the two commands to the window.

    Attributes:
        question: the dialog that asks before anything leaves the encrypted file.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._workspace = window.workspace
        self.question: Any = None
        window.commands.bind("file.own_take", self.take)
        window.commands.bind("file.own_give", self.ask_give)
        self._workspace.project_changed.connect(self._follow)
        self._follow()

    def take(self) -> None:
        """Put this computer's own issuers into the project, as one step."""
        home = self._workspace.home
        if home is not None:
            self._workspace.change("Taking in this computer's issuers", _Taking(home.lists))

    def ask_give(self) -> None:
        """Ask, then put the project's own issuers into this computer's tables."""
        state = self._workspace.project
        if state is None or not state.own:
            self._workspace.tell("This project has no issuers of your own. Add them on the page of issuers.")
            return
        self.question = ask(
            self._window, "Copy own issuers", f"Copy {len(state.own):,} of your issuers to this computer?",
            "New projects begin with them, and other projects can take them in. They are kept in a folder that is not "
            "encrypted: names in it may tell what is held.",
            (("copy", "Copy"), ("cancel", "Cancel")), lambda answer: self.give() if answer == "copy" else None)

    def give(self) -> None:
        """Put the project's own issuers into this computer's tables."""
        from sinolens.services.own_issuers import give_to_computer

        home = self._workspace.home
        if home is not None:
            lists = home.lists
            self._workspace.ask(
                "Copying own issuers", lambda project: give_to_computer(project, lists), self._given)

    def _given(self, count: int) -> None:
        home = self._workspace.home
        self._workspace.tell(f"Copied: {count:,}. New projects on this computer begin with them.", "done",
                             str(home.universe) if home is not None else "")

    def _follow(self) -> None:
        state, commands = self._workspace.project, self._window.commands
        commands["file.own_take"].setEnabled(state is not None and not state.read_only)
        commands["file.own_give"].setEnabled(state is not None)


class _Taking:
    """Makes the step; knows no widget."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, project: Project) -> Command:
        from sinolens.services.errors import Refused
        from sinolens.services.own_issuers import take_computers

        command = take_computers(project, self._folder)
        if command is None:
            raise Refused("This computer keeps no issuers of your own that the project does not have.")
        return command
