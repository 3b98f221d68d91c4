"""Overrides as commands: proposed by one person, approved, rejected or taken back by another, never rewritten."""

from __future__ import annotations

from sinolens.domain.day import spell_day
from sinolens.storage.changes import Change, Command
from sinolens.storage.errors import Conflict
from sinolens.storage.project import Project
from sinolens.storage.record import replace_row


def propose_override(
    project: Project,
    key: str,
    target: str,
    field: str,
    value: str,
    was: str,
    reason: str,
    maker: str,
    at: str,
    evidence: str = "",
    expires: str = "",
) -> Command:
    """Put an analyst's value beside the calculated one, submitted for approval.

    Raises:
        Conflict: no reason, an expiry in the past, or it would lower a barred tier without a document.
    """
    if not reason.strip():
        raise Conflict("Give the reason: it stands in the report beside the change.")
    if expires and expires < at[:10]:
        raise Conflict(f"The override would have expired on {spell_day(expires)} already.")
    if field == "tier" and was.startswith("1") and not value.startswith("1") and not evidence:
        raise Conflict("A barred position is lowered only with a document on file. Attach the evidence first.")
    values = {
        "target": target,
        "field": field,
        "value": value,
        "was": was,
        "reason": reason,
        "evidence": evidence,
        "expires": expires,
        "state": "submitted",
        "maker": maker,
        "checker": "",
        "changed_at": at,
    }
    return replace_row(
        project,
        "override",
        key,
        values,
        "propose-override",
        f"Override {field} of {target}",
        subject=target,
        reason=reason,
    )


def judge_override(
    project: Project, key: str, approve: bool, checker: str, at: str, reason: str = "", *, own_allowed: bool = False
) -> Command:
    """Approve or reject an override. Final: it is not undone, only replaced by a new override.

    An approved one takes the place of an earlier approved one of the same field.

    Args:
        project: the project.
        key: of the override.
        approve: False rejects it.
        checker: who decides.
        at: local time with its zone.
        reason: of the decision; needed to reject.
        own_allowed: the project lets one person decide their own proposals.

    Raises:
        Conflict: there is none waiting, it has expired, no reason, or maker and checker are the same person.
    """
    row = project.row("override", key)
    if row is None or row["state"] != "submitted":
        raise Conflict("There is no override waiting for approval here.")
    if row["maker"].casefold() == checker.casefold() and not own_allowed:
        raise Conflict("Another person has to approve this: maker and checker must differ.")
    if approve and row["expires"] and row["expires"] < at[:10]:
        raise Conflict(f"The override expired on {spell_day(row['expires'])}. Propose it anew.")
    if not approve and not reason.strip():
        raise Conflict("Give the reason: the person who proposed it will want to know.")
    state = "approved" if approve else "rejected"
    changes = [Change("override", key, row, {**row, "state": state, "checker": checker, "changed_at": at})]
    if approve:
        changes += [
            Change("override", other, old, {**old, "state": "replaced", "changed_at": at})
            for other, old in project.rows("override").items()
            if other != key and old["state"] == "approved"
            and (old["target"], old["field"]) == (row["target"], row["field"])
        ]
    return Command(
        f"{'approve' if approve else 'reject'}-override", f"{state.capitalize()}: {row['target']}", tuple(changes),
        row["target"], reason, undoable=False,
    )


def revoke_override(project: Project, key: str, who: str, at: str, reason: str) -> Command:
    """Take back an override that waits or stands. Final where it was approved, like the approval.

    Raises:
        Conflict: there is none that waits or stands, or no reason.
    """
    row = project.row("override", key)
    if row is None or row["state"] not in ("submitted", "approved"):
        raise Conflict("There is no override here that waits or stands.")
    if not reason.strip():
        raise Conflict("Give the reason: it stands in the log beside what was taken back.")
    return replace_row(
        project, "override", key, {**row, "state": "revoked", "checker": who, "changed_at": at}, "revoke-override",
        f"Take back the override of {row['target']}", subject=row["target"], reason=reason,
        undoable=row["state"] == "submitted",
    )
