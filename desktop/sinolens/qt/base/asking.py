"""Asks the open holdings anew: another as-of date, definition or institution, with what moved as the answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sinolens.qt.base.moved import Moved, compare
from sinolens.qt.base.tasks import Task
from sinolens.qt.base.workspace import Opened, Workspace, prepare

if TYPE_CHECKING:
    from sinolens.services.fact_source import FactSource
    from sinolens.storage.changes import Command
    from sinolens.storage.project import Project

_NAMES = {"as_of": "as-of date", "definition": "definition", "institution": "institution"}


def ask_anew(workspace: Workspace, given: dict[str, str], told: str) -> None:
    """Ask the open holdings another question, in the background.

    In a project it is an undoable step; holdings that are not kept in one are only shown anew.

    Args:
        workspace: what is open.
        given: fields of the question (as_of, definition, institution) to their new values.
        told: the message afterwards.
    """
    if not given:
        return
    if workspace.session is not None:
        workspace.change("Asking anew", lambda project: _set_question(project, given), told=told)
        return
    if workspace.holdings is None or workspace.question is None:
        return
    asked = replace(workspace.question, **given)
    work = _Asking(workspace.holdings, asked, workspace.lists, workspace.analysis, told)
    workspace.tasks.run(
        "Asking anew", work, lambda made: _show(workspace, asked, *made), workspace.refuse)


def _set_question(project: Project, given: dict[str, str]) -> Command:
    from sinolens.storage import commands
    from sinolens.storage.changes import Command

    changes = tuple(
        change for field, value in given.items() for change in commands.set_setting(project, field, value).changes
    )
    names = " and ".join(_NAMES[field] for field in given)
    return Command("set-question", f"Change {names}", changes, subject=names,
                   reason="; ".join(f"{_NAMES[field]}: {value}" for field, value in given.items()))


def _show(workspace: Workspace, asked: Any, opened: Opened, moved: Moved | None, told: str) -> None:
    workspace.question = asked
    workspace.renew(opened)
    workspace.moved = moved
    more = ("go.moved", "What moved") if moved is not None and moved.worth_showing else ("", "")
    workspace.tell(told, "done", moved.summary if moved is not None else "", more=more)


class _Asking:
    """The work; knows no widget."""

    def __init__(self, holdings: Any, question: Any, lists: FactSource | None, before: Any, told: str) -> None:
        self._holdings, self._question, self._lists = holdings, question, lists
        # Figures are compared at market value, whatever the window shows.
        self._before, self._told = before.at_market or before if before is not None else None, told

    def __call__(self, task: Task) -> tuple[Opened, Moved | None, str]:
        from sinolens.services.analysis import analyse
        from sinolens.services.lists import load_facts

        analysis = analyse(self._holdings, self._question, load_facts(self._lists), task)
        return prepare(analysis), compare(self._before, analysis, self._told), self._told
