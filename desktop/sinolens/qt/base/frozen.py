"""Showing a frozen period in place of the project: asked for by the list of periods and by the figure over time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sinolens.qt.base.workspace import Opened, Workspace, prepare

if TYPE_CHECKING:
    from sinolens.qt.base.tasks import Task
    from sinolens.services.periods import FrozenSession


def open_frozen(
    workspace: Workspace, key: str, label: str, done: Callable[[], None] | None = None,
    ended: Callable[[], None] | None = None,
) -> None:
    """Open a frozen state in the background and show it; nothing can be changed in it.

    Args:
        workspace: of the window; its project holds the state.
        key: id of the frozen state.
        label: what people call it.
        done: called once it is shown.
        ended: called once it is shown, could not be opened, or was stopped.
    """
    session = workspace.session
    if session is None:
        return

    def show(made: tuple[FrozenSession, Opened]) -> None:
        if session is workspace.session:
            frozen, opened = made
            workspace.show_frozen(label, opened, frozen.holdings, frozen.question)
            workspace.tell(
                f"You see {label} as it was frozen ({key}).", "info",
                "Nothing can be changed in it. Reports made now are the reports of that day.",
                ("file.unfreeze", "Back to the project"))
            if done is not None:
                done()
        if ended is not None:
            ended()

    def fail(error: Exception) -> None:
        workspace.refuse(error)
        if ended is not None:
            ended()

    workspace.tasks.run(f"Opening {label}", _Opening(session, key), show, fail, cancelled=ended, project=True)


class _Opening:
    """Opens a frozen state; knows no widget."""

    def __init__(self, session: Any, key: str) -> None:
        self._session, self._key = session, key

    def __call__(self, task: Task) -> tuple[FrozenSession, Opened]:
        from sinolens.services.periods import open_period

        frozen = open_period(self._session.project, self._key, task)
        if frozen.analysis is None:
            raise LookupError(f"{self._key} is frozen without positions")
        return frozen, prepare(frozen.analysis)
