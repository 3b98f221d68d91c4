"""The changes a project knows, as commands: each reads what stands and says what shall stand."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import pandas as pd

from sinolens.domain.finding import Finding, Severity
from sinolens.exposure.analysis import InputSummary, SkippedRow
from sinolens.storage.changes import Change, Command, Content
from sinolens.storage.errors import Conflict
from sinolens.storage.frames import decode_frame, encode_frame
from sinolens.storage.project import Project, refuse_locked

EVIDENCE_LIMIT = 25 * 1024 * 1024
"""Largest document kept as evidence, in bytes."""


@dataclass(frozen=True)
class StoredTable:
    """One table of the user's, as kept: a position table or the holdings of a fund."""

    role: str
    fund: str
    frame: pd.DataFrame
    summary: InputSummary


def new_id() -> str:
    """A fresh id for a record."""
    return uuid.uuid4().hex


def keep(kind: str, data: bytes) -> Content:
    """Bulk data under its hash."""
    return Content(hashlib.sha256(data).hexdigest(), kind, data)


# -- imports ----------------------------------------------------------------------------------------------------------


def write_summary(summary: InputSummary) -> str:
    """An import's summary as JSON."""
    return json.dumps(asdict(summary), ensure_ascii=False)  # the mapping keeps its order


def read_summary(text: str) -> InputSummary:
    """The summary that `write_summary` wrote."""
    fields: dict[str, Any] = json.loads(text)
    fields["skipped"] = tuple(SkippedRow(**row) for row in fields["skipped"])
    fields["findings"] = tuple(
        Finding(**{**finding, "severity": Severity(finding["severity"])}) for finding in fields["findings"]
    )
    return InputSummary(**fields)


def locked_dates(project: Project) -> frozenset[str]:
    """As-of dates of locked reporting periods."""
    return frozenset(row["as_of"] for row in project.rows("snapshot").values() if row["locked"])


def _refuse_locked(project: Project, dates: Iterable[str]) -> None:
    refuse_locked(set(dates) & locked_dates(project))


def import_tables(project: Project, tables: Sequence[StoredTable], who: str, at: str) -> Command:
    """Add the tables of one or more files; undoing it removes them again.

    Raises:
        Conflict: a table is for a locked period.
    """
    _refuse_locked(project, (table.summary.as_of for table in tables))
    changes: list[Change] = []
    contents: list[Content] = []
    imports: dict[str, str] = {}
    for place, table in enumerate(tables):
        sha256 = table.summary.sha256
        if sha256 not in imports:
            imports[sha256] = new_id()
            changes.append(
                Change(
                    "import",
                    imports[sha256],
                    None,
                    {
                        "file": table.summary.file,
                        "sha256": sha256,
                        "imported_at": at,
                        "imported_by": who,
                    },
                )
            )
        content = keep("frame", encode_frame(table.frame))
        contents.append(content)
        changes.append(
            Change(
                "import_table",
                new_id(),
                None,
                {
                    "import_id": imports[sha256],
                    "place": place,
                    "role": table.role,
                    "fund": table.fund,
                    "sheet": table.summary.sheet,
                    "as_of": table.summary.as_of,
                    "row_count": len(table.frame),
                    "value": table.summary.sum,
                    "content": content.sha256,
                    "summary": write_summary(table.summary),
                },
            )
        )
    files = ", ".join(dict.fromkeys(table.summary.file for table in tables))
    return Command("import", f"Import {files}", tuple(changes), subject=files, contents=tuple(contents))


def remove_import(project: Project, import_id: str) -> Command:
    """Take a file's tables out again.

    Raises:
        KeyError: no such import.
        Conflict: one of its tables is for a locked period.
    """
    record = project.row("import", import_id)
    if record is None:
        raise KeyError(import_id)
    mine = {key: row for key, row in project.rows("import_table").items() if row["import_id"] == import_id}
    _refuse_locked(project, (row["as_of"] for row in mine.values()))
    changes = [Change("import_table", key, row, None) for key, row in mine.items()]
    changes.append(Change("import", import_id, record, None))
    return Command("remove-import", f"Remove {record['file']}", tuple(changes), subject=record["file"])


def stored_tables(project: Project) -> list[StoredTable]:
    """All tables of the project in the order they came in."""
    return [
        StoredTable(
            row["role"], row["fund"], decode_frame(project.content(row["content"])), read_summary(row["summary"])
        )
        for row in project.rows("import_table").values()
    ]


def same_imports(project: Project, sha256: str) -> list[str]:
    """Ids of imports of the very same file."""
    return [key for key, row in project.rows("import").items() if row["sha256"] == sha256]


def overlapping_imports(project: Project, frame: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Imports that hold the same account and date as `frame`: (import id, account, date)."""
    wanted = set(zip(frame["account"], frame["as_of"], strict=True))
    found: list[tuple[str, str, str]] = []
    for row in project.rows("import_table").values():
        if row["role"] != "positions":
            continue
        kept = decode_frame(project.content(row["content"]))
        shared = wanted & set(zip(kept["account"], kept["as_of"], strict=True))
        found.extend((row["import_id"], account, day) for account, day in sorted(shared))
    return found


# -- judgements -------------------------------------------------------------------------------------------------------


def replace_row(
    project: Project,
    table: str,
    key: str,
    values: dict[str, Any] | None,
    name: str,
    title: str,
    *,
    subject: str = "",
    reason: str = "",
    undoable: bool = True,
    contents: tuple[Content, ...] = (),
) -> Command:
    """Set one record (None takes it away)."""
    change = Change(table, key, project.row(table, key), values)
    return Command(name, title, (change,), subject or key, reason, undoable, contents)


def set_setting(project: Project, key: str, value: Any) -> Command:
    """Set one setting of the project."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return replace_row(project, "setting", key, {"value": text}, "set-setting", f"Change {key.replace('_', ' ')}")


def attach_fund(project: Project, fund: str, table: str, method: str = "known") -> Command:
    """Say which holdings table a fund position is looked through with; an empty table takes it away."""
    values = {"fund_table": table, "method": method} if table else None
    return replace_row(project, "attachment", fund, values, "attach-fund", f"Holdings of {fund}")


def decide_match(
    project: Project, key: str, text: str, entity: str, verdict: str, who: str, at: str, why: str
) -> Command:
    """Remember who a name means (`verdict` as in `matching.decisions`) for every same string."""
    values = {"text": text, "entity": entity, "verdict": verdict, "who": who, "decided_at": at, "why": why}
    return replace_row(project, "decision", key, values, "decide-match", f"Match {text}", subject=text, reason=why)


def revoke_match(project: Project, key: str, why: str) -> Command:
    """Forget a decision about a name."""
    row = project.row("decision", key)
    text = row["text"] if row else key
    return replace_row(project, "decision", key, None, "revoke-match", f"Revoke {text}", subject=text, reason=why)


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
        raise Conflict(f"The override would have expired on {date.fromisoformat(expires):%d %b %Y} already.")
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
        raise Conflict(f"The override expired on {date.fromisoformat(row['expires']):%d %b %Y}. Propose it anew.")
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


def answer_question(
    project: Project,
    target: str,
    field: str,
    value: str,
    who: str,
    at: str,
    evidence: str = "",
) -> Command:
    """Record an answer on a position's fact sheet, with its document."""
    values = {"target": target, "field": field, "value": value, "evidence": evidence, "who": who, "answered_at": at}
    return replace_row(
        project, "answer", f"{target}|{field}", values, "answer-question", f"Answer {field}", subject=target
    )


def add_evidence(project: Project, name: str, data: bytes, who: str, at: str) -> Command:
    """Keep a document as evidence, by its hash.

    Raises:
        Conflict: it is larger than `EVIDENCE_LIMIT` or empty.
    """
    if not data:
        raise Conflict(f"{name} is empty.")
    if len(data) > EVIDENCE_LIMIT:
        raise Conflict(f"{name} has {len(data) / 2**20:.0f} MB; documents up to {EVIDENCE_LIMIT // 2**20} MB are kept.")
    content = keep("evidence", data)
    values = {"name": name, "content": content.sha256, "size": len(data), "added_at": at, "added_by": who}
    return replace_row(
        project, "evidence", content.sha256, values, "add-evidence", f"Add {name}", subject=name, contents=(content,)
    )


def save_template(project: Project, fingerprint: str, name: str, body: dict[str, Any]) -> Command:
    """Remember a column mapping for files with the same headers."""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True)
    return replace_row(
        project,
        "template",
        fingerprint,
        {"name": name, "body": text},
        "save-template",
        f"Save template {name}",
        subject=name,
    )


def record_edition(project: Project, list_id: str, edition: str, title: str, entries: bytes) -> Command:
    """Remember that a list edition was accepted, with its table of entries: what the analysis rests on from now on.

    The edition is kept among the program's facts, for all projects; undoing a step of one project cannot take it back.
    """
    content = keep("edition", entries)
    values = {"list_id": list_id, "edition": edition, "content": content.sha256, "state": "accepted"}
    return replace_row(
        project, "edition", f"{list_id}:{edition}", values, "accept-edition", f"Accept {title} of {edition}",
        subject=f"{list_id} {edition}", undoable=False, contents=(content,),
    )


def record_export(
    project: Project,
    kind: str,
    audience: str,
    report_id: str,
    sha256: str,
    name: str,
    at: str,
) -> Command:
    """Remember that a report left: what, for whom, with which id and hash."""
    values = {
        "exported_at": at,
        "kind": kind,
        "audience": audience,
        "report_id": report_id,
        "sha256": sha256,
        "name": name,
    }
    return replace_row(project, "export", new_id(), values, "export", f"Export {name}", subject=name, undoable=False)
