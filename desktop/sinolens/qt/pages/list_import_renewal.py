"""What follows when facts changed by the user's will: the open holdings are analysed anew, and what moved is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinolens.qt.base.workspace import Opened, Workspace
from sinolens.qt.pages.list_import_work import OpenHoldings, Renewing
from sinolens.qt.pages.page import day
from sinolens.services.list_effect import compare_analyses, describe_moves

if TYPE_CHECKING:
    from collections.abc import Callable

    from sinolens.reference.update import ListUpdate
    from sinolens.services.fact_source import FactSource
    from sinolens.storage.changes import Command
    from sinolens.storage.project import Project


class Renewal:
    """Brings the open holdings up to facts that changed and says what moved."""

    def __init__(self, workspace: Workspace, folder: FactSource, held: OpenHoldings | None, told: str,
                 updates: tuple[ListUpdate, ...] = (), record: Callable[[Project], Command] | None = None,
                 undo: tuple[str, str] = ("", "")) -> None:
        """What was done, for the message, and how it is logged and taken back.

        `updates`: accepted editions, of which the message says from when on they answer; `record`: makes the command
        that logs it in an open project; `undo`: command of the window that takes it back, and its words.
        """
        self._workspace, self._folder, self._held = workspace, folder, held
        self._told, self._updates, self._record, self._undo = told, updates, record, undo

    def start(self) -> None:
        """Read the facts anew, and analyse what is open."""
        space = self._workspace
        space.renew_reference()
        writable = space.project is not None and not space.project.read_only and not getattr(space, "frozen", "")
        if self._record is not None and space.session is not None and writable:
            space.change("Analysing with the lists as they are now", self._record, lambda _: self._tell(), self._told)
        elif self._held is not None and not getattr(space, "frozen", ""):
            space.tasks.run("Analysing with the new facts", Renewing(self._folder, self._held), self._renewed,
                            space.refuse, project=self._held.session is not None, cancellable=False)
        else:
            space.tell(self._told, "done", action=self._undo)

    def _renewed(self, opened: Opened) -> None:
        self._workspace.renew(opened)
        self._tell()

    def _tell(self) -> None:
        after = self._workspace.analysis
        if self._held is None or after is None or len(after.positions) != len(self._held.shown.positions):
            self._workspace.tell(self._told, "done", action=self._undo)
            return
        moved = compare_analyses(self._held.shown, after)
        later = [one for one in self._updates if one.edition > after.as_of]
        detail = describe_moves(moved) or f"No position moved as of {day(after.as_of)}."
        if later:
            detail += f" It answers from {day(min(one.edition for one in later))} on."
        self._workspace.tell(self._told, "done", detail, self._undo)
