"""Deciding what a name means: kept in the project, told, and not asked twice while the analysis is renewed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from sinolens.qt.base.workspace import Workspace
from sinolens.qt.pages.entity_finder import EntityFinder
from sinolens.qt.pages.reason import Reason

if TYPE_CHECKING:
    from sinolens.matching.decisions import Decision
    from sinolens.matching.review import ReviewItem
    from sinolens.services.entity_directory import EntityCard, EntityDirectory


class Deciding(QObject):
    """What is done about names, for the page that shows them.

    Signals:
        found: a name's `ReviewItem` and the `EntityCard` the user found for it.
        closed: the search for an entity was left.
        freed: names that were being decided can be decided again.

    Attributes:
        pending: names decided since the analysis shown was made.
        finder: the search for an entity while it is open.
        reason: the question asked last before revoking.
    """

    found = Signal(object, object)
    closed = Signal()
    freed = Signal()

    def __init__(self, page: QWidget, workspace: Workspace) -> None:
        super().__init__(page)
        self._page, self._workspace = page, workspace
        self.pending: set[str] = set()
        self.finder: EntityFinder | None = None
        self.reason: Reason | None = None
        workspace.opened_project.refused.connect(self._free)

    @property
    def can_keep(self) -> bool:
        """There is a project that can be written; else the user is asked to make one."""
        project = self._workspace.project
        return project is not None and not project.read_only

    def decide(self, item: ReviewItem, verdict: str, entity: str, words: str, why: str) -> None:
        """Keep a decision; `words`: what is told of it behind the name."""
        from sinolens.matching.decisions import Decision
        from sinolens.services.projects import timestamp, user_name
        from sinolens.storage.decisions import decide_matches

        decision = Decision(item.string, entity, verdict, user_name(), timestamp(), why)
        lines = len(item.rows)
        if self.can_keep:
            self.pending.add(item.string)
        self._workspace.change(
            "Keeping the decision", lambda project: decide_matches(project, [decision]),
            told=f"“{item.string}” {words}: {lines:,} line{'' if lines == 1 else 's'}.")

    def find_same(self, item: ReviewItem, directory: EntityDirectory) -> None:
        """Look for the entity among all on file."""
        self.finder = EntityFinder(self._page, self._workspace, directory, item.string)
        self.finder.found.connect(lambda card: self._found(item, card))
        self.finder.finished.connect(self._leave_finder)
        self.finder.open()

    def ask_to_revoke(self, decision: Decision) -> None:
        """Forget what was decided about a name, with a reason."""
        self.reason = Reason(
            self._page, "Revoke", f"Forget what was decided about “{decision.string}”?", "Revoke")
        self.reason.given.connect(lambda why: self._revoke(decision.string, why))
        self.reason.open()

    def _revoke(self, string: str, why: str) -> None:
        from sinolens.services.review import revoke_decisions

        self._workspace.change("Revoking", lambda project: revoke_decisions(project, [string], why),
                               told=f"What was decided about “{string}” is revoked.")

    def _found(self, item: ReviewItem, card: EntityCard) -> None:
        self.found.emit(item, card)

    def _leave_finder(self) -> None:
        self.finder = None
        self.closed.emit()

    def _free(self) -> None:
        self.pending.clear()
        self.freed.emit()
