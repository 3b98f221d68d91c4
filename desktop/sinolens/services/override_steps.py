"""Use case: propose an override, decide it as another person, take it back, and what became of each."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from sinolens.domain.tier import CODE_LABELS
from sinolens.exposure.analysis import Analysis
from sinolens.services.answers import targets_of
from sinolens.services.diligence import Document
from sinolens.services.errors import WrongUse
from sinolens.services.overrides import TIER
from sinolens.storage import commands
from sinolens.storage.changes import Change, Command, Content
from sinolens.storage.project import Project

__all__ = [
    "CATEGORY", "FIELDS", "OWN_APPROVAL", "TIER", "Step", "allow_own_approval", "allows_own_approval", "judge",
    "list_choices", "name_target", "propose", "read_history", "revoke", "value_on",
]

CATEGORY = "category"
FIELDS = {TIER: "Regulatory code", CATEGORY: "Category"}
"""What can be judged otherwise. Who an issuer is, is decided about its name; what a fund holds, by its files."""
OWN_APPROVAL = "own_approval"
"""Setting of a project: one person may decide their own proposals. Off unless somebody switched it on."""
_STEPS = {
    "propose-override": "proposed", "approve-override": "approved", "reject-override": "rejected",
    "revoke-override": "taken back",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done about an override: what, by whom, when (local time with its zone) and why."""

    what: str
    who: str
    at: str
    why: str


def list_choices(analysis: Analysis, field: str) -> dict[str, str]:
    """Values a field can be judged to be, with their names.

    Raises:
        KeyError: no such field.
    """
    if field == TIER:
        return dict(CODE_LABELS)
    if field == CATEGORY:
        return dict(sorted(analysis.category_names.items()))
    raise KeyError(field)


def value_on(analysis: Analysis, row: int, field: str) -> str:
    """What the program calculated for a field of a position."""
    return str(analysis.positions["code" if field == TIER else field].iloc[row])


def propose(
    project: Project, analysis: Analysis, row: int, field: str, value: str, reason: str, expires: str,
    document: Document | None, who: str, at: str,
) -> Command:
    """Put a person's value beside the calculated one, waiting for another person, as one undoable step.

    Args:
        project: the project.
        analysis: as it stands.
        row: of the position table.
        field: one of `FIELDS`.
        value: a code the field knows.
        reason: why; printed in the report.
        expires: ISO date of the last day it holds, "" = until it is taken back.
        document: evidence; needed to lower a barred position.
        who: who proposes.
        at: local time with its zone.

    Raises:
        WrongUse: the value is not known, is the calculated one, or one is waiting already.
        sinolens.storage.errors.Conflict: no reason, an expiry in the past, or no document where one is needed.
    """
    if value not in list_choices(analysis, field):
        raise WrongUse(f"There is no {FIELDS[field].lower()} “{value}”.")
    was = value_on(analysis, row, field)
    if value == was:
        raise WrongUse(f"{value} is what the program calculated: there is nothing to judge otherwise.")
    target = targets_of(analysis.positions.iloc[[row]])[0]
    waiting = [one for one in project.rows("override").values()
               if (one["target"], one["field"], one["state"]) == (target, field, "submitted")]
    if waiting:
        raise WrongUse(f"{waiting[0]['maker']} has proposed {waiting[0]['value']} already. Decide that one first.")
    changes: list[Change] = []
    contents: tuple[Content, ...] = ()
    evidence = ""
    if document is not None:
        kept = commands.add_evidence(project, document.name, document.data, who, at)
        evidence, contents = kept.changes[0].id, kept.contents
        if kept.changes[0].before is None:
            changes.extend(kept.changes)
    made = commands.propose_override(
        project, commands.new_id(), target, field, value, was, reason.strip(), who, at, evidence, expires)
    title = f"Propose {value} for {analysis.positions['name'].iat[row]}"
    return Command(
        made.name, title, (*changes, *made.changes), made.subject, made.reason, contents=contents)


def judge(project: Project, key: str, approve: bool, who: str, at: str, reason: str = "") -> Command:
    """Approve or reject a proposal as `who`; as the project's setting says, only as another person.

    Raises:
        sinolens.storage.errors.Conflict: see `commands.judge_override`.
    """
    own = allows_own_approval(project)
    return commands.judge_override(project, key, approve, who, at, reason.strip(), own_allowed=own)


def revoke(project: Project, key: str, who: str, at: str, reason: str) -> Command:
    """Take back what waits or stands.

    Raises:
        sinolens.storage.errors.Conflict: see `commands.revoke_override`.
    """
    made = commands.revoke_override(project, key, who, at, reason.strip())
    return replace(made, title=f"Take back the override of {name_target(made.subject)}")


def allow_own_approval(project: Project, allowed: bool) -> Command:
    """Let one person decide their own proposals, or no longer. It stands in the log."""
    return commands.set_setting(project, OWN_APPROVAL, allowed)


def allows_own_approval(project: Project) -> bool:
    """Whether one person may decide their own proposals."""
    return project.setting(OWN_APPROVAL, False) is True


def read_history(project: Project) -> dict[str, tuple[Step, ...]]:
    """What was done about each override, by its id, oldest first; read from the log, which nobody can change."""
    found: dict[str, list[Step]] = {}
    for entry in project.entries():
        undone = entry.action.removeprefix("undo ") if entry.action.startswith("undo ") else ""
        what = "proposal undone" if undone == "propose-override" else _STEPS.get(entry.action.removeprefix("redo "), "")
        if not what:
            continue
        for key, state in _records(entry.after or entry.before):
            told = "replaced by a later one" if state == "replaced" else what
            found.setdefault(key, []).append(Step(told, entry.user, entry.at_local, entry.reason))
    return {key: tuple(steps) for key, steps in found.items()}


def name_target(target: str) -> str:
    """A position's name in the project's records, as people read it: without its account."""
    return target.partition("|")[2].partition(":")[2] or target


def _records(text: str) -> list[tuple[str, str]]:
    """(id, state) of the overrides in an entry of the log."""
    records: Any = json.loads(text) if text else []
    return [
        (str(key), str((after or before or {}).get("state", ""))) for table, key, before, after in records
        if table == "override"
    ]
