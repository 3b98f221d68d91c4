"""Undo and redo of a project's steps: what the menu calls them, and what is asked before an older step goes unseen."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject

from sinolens.qt.base.question import ask
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.windows.main import MainWindow


class UndoCases(QObject):
    """Binds undo and redo to the window.

    Attributes:
        dialog: the question asked last, None before any.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._workspace: Workspace = window.workspace
        self.dialog: Any = None
        window.commands.bind("edit.undo", self.undo)
        window.commands.bind("edit.redo", self._workspace.redo)
        self._workspace.project_changed.connect(self._follow)
        self._follow()

    def undo(self) -> None:
        """Take back the newest step; asks first where the newest act was none, so that no older one goes unseen."""
        workspace, state = self._workspace, self._workspace.project
        if state is None or not state.passed_title or not state.undo_title or workspace.frozen:
            workspace.undo()
            return
        accepted = not state.passed_title.startswith("Withdraw")
        other = ("withdraw", "Withdraw an edition…") if accepted else ("put_back", "Put it back…")
        self.dialog = ask(
            self._window, "Undo", f"The newest act is no step of this project: {state.passed_title}",
            "List editions count in every project on this computer and are not undone"
            + (", but can be withdrawn. " if accepted else ", but can be put back. ")
            + f"Undo would take back an earlier step: {state.undo_title}.",
            (other, ("undo", "Undo the earlier step"), ("cancel", "Cancel")), self._answered)

    def _answered(self, answer: str) -> None:
        if answer == "undo":
            self._workspace.undo()
        elif answer in ("withdraw", "put_back"):
            self._workspace.action_wanted.emit(f"edit.{answer}")

    def _follow(self) -> None:
        state, commands = self._workspace.project, self._window.commands
        for name, word, title in (("edit.undo", "&Undo", state.undo_title if state else ""),
                                  ("edit.redo", "&Redo", state.redo_title if state else "")):
            commands[name].setEnabled(bool(title))
            commands[name].setText(f"{word} {_after_verb(title)}".rstrip())


def _after_verb(title: str) -> str:
    """A step's title after “Undo”: its first letter small, unless it begins a name, and `&` kept as it is."""
    small = title[:1].lower() + title[1:] if title[1:2].islower() else title
    return small.replace("&", "&&")
