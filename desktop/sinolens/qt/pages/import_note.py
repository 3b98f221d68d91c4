"""What importing will do to the open project, said beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from sinolens.qt.base.workspace import Workspace
from sinolens.services.import_arrival import asks_more, holdings_of
from sinolens.services.import_draft import Draft

if TYPE_CHECKING:
    from sinolens.storage.project import Project


class ProjectNote(QObject):
    """Compares the files with the project in the background, once for each reading of them.

    Signals:
        changed: the words are others.
    """

    changed = Signal()

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._read: list[Any] = []
        self._words = ""
        workspace.project_changed.connect(self.forget)

    def words(self, drafts: Sequence[Draft]) -> str:
        """One or more sentences; what is known without looking while the comparison is under way."""
        has_project = self._workspace.session is not None
        return self._words or asks_more(drafts, self._workspace.analysis, has_project=has_project)

    def look(self, drafts: tuple[Draft, ...]) -> None:
        """Compare, unless these readings were compared."""
        read = [draft.read for draft in drafts]
        # By identity: the readings hold whole tables.
        same = len(read) == len(self._read) and all(a is b for a, b in zip(read, self._read, strict=True))
        if self._workspace.session is None or same:
            return
        self._read, self._words = read, ""
        self._workspace.ask("Comparing with the project", lambda project: _compared(project, drafts), self._have)

    def forget(self) -> None:
        """The project is another, or has other files."""
        self._read, self._words = [], ""

    def _have(self, words: str) -> None:
        self._words = words
        self.changed.emit()


def _compared(project: Project, drafts: tuple[Draft, ...]) -> str:
    from sinolens.services.arrivals import describe_arrival, receive

    return describe_arrival(receive(project, holdings_of(drafts, ())))
