"""Named views: a filter with how it is looked at, kept in the project under a name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sinolens.storage.changes import Command
from sinolens.storage.errors import Conflict
from sinolens.storage.project import Project
from sinolens.storage.record import new_id, replace_row

LONGEST = 80
"""Most characters of a name."""


@dataclass(frozen=True, slots=True)
class View:
    """One named view. `body`: what the window wrote: its filter and its lens, as plain JSON."""

    id: str
    name: str
    body: dict[str, Any]


def list_views(project: Project) -> list[View]:
    """All views by name."""
    found = [View(key, row["name"], json.loads(row["body"])) for key, row in project.rows("view").items()]
    return sorted(found, key=lambda view: (view.name.casefold(), view.id))


def save_view(project: Project, name: str, body: Mapping[str, Any]) -> Command:
    """Keep a view; one of the same name is replaced.

    Raises:
        Conflict: the name is empty or too long.
    """
    name = _checked(name)
    same = next((view.id for view in list_views(project) if view.name.casefold() == name.casefold()), "")
    values = {"name": name, "body": json.dumps(body, ensure_ascii=False, sort_keys=True)}
    return replace_row(project, "view", same or new_id(), values, "save-view", f"Save view {name}", subject=name)


def rename_view(project: Project, key: str, name: str) -> Command:
    """Call a view otherwise.

    Raises:
        KeyError: no such view.
        Conflict: the name is empty, too long, or another view has it.
    """
    row, name = _row(project, key), _checked(name)
    if any(view.id != key and view.name.casefold() == name.casefold() for view in list_views(project)):
        raise Conflict(f"Another view is called “{name}” already.")
    return replace_row(project, "view", key, {**row, "name": name}, "rename-view", f"Rename view {row['name']}",
                       subject=name)


def delete_view(project: Project, key: str) -> Command:
    """Take a view away.

    Raises:
        KeyError: no such view.
    """
    name = _row(project, key)["name"]
    return replace_row(project, "view", key, None, "delete-view", f"Delete view {name}", subject=name)


def _row(project: Project, key: str) -> dict[str, Any]:
    row = project.row("view", key)
    if row is None:
        raise KeyError(key)
    return row


def _checked(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise Conflict("Give the view a name.")
    if len(name) > LONGEST:
        raise Conflict(f"The name has {len(name)} characters; {LONGEST} are kept.")
    return name
