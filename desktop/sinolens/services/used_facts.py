"""Use case: write down in a project which facts its answers were made with, and say when they are others by now."""

from __future__ import annotations

import json

from sinolens import __version__
from sinolens.reference.loader import Reference
from sinolens.services.projects import timestamp
from sinolens.storage.changes import Change, Command
from sinolens.storage.project import Project

TABLE = "used_facts"
KEY = "latest"


def note_facts(project: Project, reference: Reference) -> Command | None:
    """The command that writes down the facts in use; None when they are the ones written down already."""
    before = project.row(TABLE, KEY)
    if before is not None and before["reference"] == reference.id and before["program"] == __version__:
        return None
    after = {
        "reference": reference.id,
        "program": __version__,
        "editions": json.dumps(_editions(reference), sort_keys=True),
        "noted_at": timestamp(),
    }
    return Command("use-facts", f"Use facts {reference.id}", (Change(TABLE, KEY, before, after),),
                   subject=f"facts {reference.id}, program {__version__}", undoable=False)


def tell_changes(project: Project, reference: Reference) -> str:
    """What is other than when the project was worked on last, as one sentence; "" when nothing is."""
    before = project.row(TABLE, KEY)
    if before is None or (before["reference"] == reference.id and before["program"] == __version__):
        return ""
    was, now = json.loads(before["editions"]), _editions(reference)
    parts = []
    if before["program"] != __version__:
        parts.append(f"the program is {__version__}, was {before['program']}")
    for name in sorted(set(was) | set(now)):
        if was.get(name, "") > now.get(name, ""):
            parts.append(f"{name} of {was[name]} is not on this computer")
        elif was.get(name) != now.get(name):
            before_it = f"was of {was[name]}" if name in was else "was not on file"
            parts.append(f"{name} is of {now[name]}, {before_it}")
    if not parts:
        parts.append("the issuers, rules or lists on file are others")
    return "; ".join(parts)


def _editions(reference: Reference) -> dict[str, str]:
    """Each list's newest edition on file, by the list's short title."""
    newest: dict[str, str] = {}
    for edition in reference.editions:
        title = edition.short_title
        newest[title] = max(newest.get(title, ""), edition.edition)
    return newest
