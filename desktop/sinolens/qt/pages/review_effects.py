"""What accepting a candidate would change, worked out in the background and remembered while the analysis stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from sinolens.qt.base.tasks import Task
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.pages.review_work import Weighing

if TYPE_CHECKING:
    from sinolens.services.effect import Effect

WEIGH_MS = 60
"""A candidate the user only passes is not weighed."""
Wanted = tuple[str, str]
"""A name and the entity it may mean."""


class EffectSource(QObject):
    """Weighs the candidate asked for last.

    Signals:
        known: `Wanted` and its `Effect`.
    """

    known = Signal(object, object)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._effects: dict[Wanted, Effect] = {}
        self._wanted: Wanted | None = None
        self._task: Task | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WEIGH_MS)
        self._timer.timeout.connect(self._weigh)

    @property
    def is_waiting(self) -> bool:
        """Something was asked that is not being worked out yet."""
        return self._timer.isActive()

    def forget(self) -> None:
        """Another analysis: other effects."""
        self._effects.clear()

    def ask(self, string: str, entity: str) -> Effect | None:
        """The effect where it is known; else None, and `known` tells when it is."""
        self._wanted = (string, entity)
        effect = self._effects.get(self._wanted)
        if effect is None:
            self._timer.start()
        return effect

    def _weigh(self) -> None:
        from sinolens.matching.decisions import SAME, Decision

        workspace, wanted = self._workspace, self._wanted
        if wanted is None or workspace.holdings is None or workspace.analysis is None:
            return
        if self._task is not None:
            self._task.cancel()
        answers = workspace.session.answers if workspace.session is not None else {}
        work = Weighing(workspace.holdings, workspace.question, workspace.analysis, workspace.lists,
                        Decision(*wanted, SAME), answers)
        analysis = workspace.analysis
        self._task = workspace.tasks.run(
            "Working out what would change", work, lambda effect: self._weighed(analysis, wanted, effect))

    def _weighed(self, analysis: Any, wanted: Wanted, effect: Effect) -> None:
        if analysis is self._workspace.analysis:
            self._effects[wanted] = effect
            self.known.emit(wanted, effect)
