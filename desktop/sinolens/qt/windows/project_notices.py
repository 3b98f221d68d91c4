"""What the user is told when a project was opened: the gravest first, one message."""

from __future__ import annotations

from sinolens.qt.base.workspace import Workspace
from sinolens.qt.windows.editions import TAKE
from sinolens.qt.windows.project_work import Ready


def tell_opened(workspace: Workspace, found: Ready) -> None:
    """Say what is particular about the project that was just opened; nothing where nothing is."""
    state, chain = found.state, found.chain
    lists = TAKE if found.session.lacking else ("", "")
    if state.read_only:
        workspace.tell(state.read_only_reason, "warning", found.notice, lists)
    elif chain is not None:
        told = (
            f"Every page was read as it was opened; every step that was confirmed is here. {chain.message}"
            if chain.whole else f"The log does not hold together. {chain.message}")
        workspace.tell(
            f"{state.path.name} was not closed the last time: the program or the computer stopped.",
            "info" if chain.whole else "error", f"{told} {found.notice}".rstrip(), ("page:audit", "Show the log"),
            lists)
    elif found.session.lacking:
        workspace.tell(found.notice, "warning", "", lists, ("page:rules", "Show the lists"))
    elif found.notice:
        workspace.tell(found.notice, "info", action=("page:rules", "Show the lists"))
    elif waiting := _count_waiting(workspace):
        what = "override waits" if waiting == 1 else "overrides wait"
        workspace.tell(f"{waiting:,} {what} for your decision.", "info", action=("go.overrides", "Show them"))


def _count_waiting(workspace: Workspace) -> int:
    """Overrides that another person proposed and nobody decided yet."""
    from sinolens.services.projects import user_name

    analysis = workspace.analysis
    made = {one.key: one for one in analysis.overrides} if analysis is not None else {}
    return sum(one.state == "submitted" and one.maker.casefold() != user_name().casefold() for one in made.values())
