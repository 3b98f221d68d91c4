"""Use case: write down in a project which facts its answers were made with, and say when they are others by now."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path

from sinolens import __version__
from sinolens.domain.day import spell_day
from sinolens.reference.loader import Reference
from sinolens.services.kept_editions import keep_new_editions
from sinolens.services.projects import timestamp
from sinolens.storage.changes import Change, Command
from sinolens.storage.project import Project

TABLE = "used_facts"
KEY = "latest"


def note_facts(project: Project, reference: Reference, folder: Path | None = None) -> Command | None:
    """The command that writes down the facts in use and keeps the imported editions among them; None when all is there.

    Args:
        project: to write in.
        reference: the facts in use.
        folder: of the imported editions they were read with; None = none.

    Raises:
        sinolens.services.errors.Refused: an imported edition cannot be read.
    """
    before = project.row(TABLE, KEY)
    changes, contents = keep_new_editions(project, folder, reference)
    subject = f"facts {reference.id}, program {__version__}"
    if changes:
        subject += "; keeps " + ", ".join(change.id.replace(":", " of ") for change in changes)
    if before is None or before["reference"] != reference.id or before["program"] != __version__:
        after = {
            "reference": reference.id,
            "program": __version__,
            "editions": json.dumps(_editions(reference), sort_keys=True),
            "noted_at": timestamp(),
        }
        changes = (Change(TABLE, KEY, before, after), *changes)
    if not changes:
        return None
    return Command("use-facts", f"Use facts {reference.id}", changes, subject, undoable=False, contents=contents)


def tell_changes(project: Project, reference: Reference, told: Collection[str] = ()) -> str:
    """What is other than when the project was worked on last, as one sentence; "" when nothing is.

    `told`: short titles of lists of which the user is told otherwise.
    """
    before = project.row(TABLE, KEY)
    if before is None or (before["reference"] == reference.id and before["program"] == __version__):
        return ""
    was, now = json.loads(before["editions"]), _editions(reference)
    parts = []
    if before["program"] != __version__:
        parts.append(f"the program is {__version__}, was {before['program']}")
    for name in sorted((set(was) | set(now)) - set(told)):
        if was.get(name, "") > now.get(name, ""):
            parts.append(f"{name} of {spell_day(was[name])} is not on this computer")
        elif was.get(name) != now.get(name):
            before_it = f"was of {spell_day(was[name])}" if name in was else "was not on file"
            parts.append(f"{name} is of {spell_day(now[name])}, {before_it}")
    if not parts and not told:
        parts.append("the issuers, rules or lists on file are others")
    return "; ".join(parts)


def _editions(reference: Reference) -> dict[str, str]:
    """Each list's newest edition on file, by the list's short title."""
    newest: dict[str, str] = {}
    for edition in reference.editions:
        title = edition.short_title
        newest[title] = max(newest.get(title, ""), edition.edition)
    return newest
