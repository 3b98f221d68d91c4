"""The changes a project knows, as commands: each reads what stands and says what shall stand.

Those of imports and of overrides have modules of their own and are reached from here too.
"""

from __future__ import annotations

import json
from typing import Any

from sinolens.storage.changes import Command
from sinolens.storage.errors import Conflict
from sinolens.storage.imports import (
    StoredTable,
    import_tables,
    overlapping_imports,
    remove_import,
    same_imports,
    stored_tables,
)
from sinolens.storage.overrides import judge_override, propose_override, revoke_override
from sinolens.storage.project import Project
from sinolens.storage.record import keep, new_id, replace_row

__all__ = [
    "EVIDENCE_LIMIT", "StoredTable", "add_evidence", "answer_question", "attach_fund", "import_tables",
    "judge_override", "keep", "new_id", "overlapping_imports", "propose_override", "record_edition", "record_export",
    "remove_import", "replace_row", "revoke_override", "same_imports", "set_setting", "stored_tables",
]

EVIDENCE_LIMIT = 25 * 1024 * 1024
"""Largest document kept as evidence, in bytes."""


def set_setting(project: Project, key: str, value: Any) -> Command:
    """Set one setting of the project."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return replace_row(project, "setting", key, {"value": text}, "set-setting", f"Change {key.replace('_', ' ')}")


def attach_fund(project: Project, fund: str, table: str) -> Command:
    """Say which holdings table a fund position is looked through with; an empty table takes it away."""
    values = {"fund_table": table, "method": "known"} if table else None
    return replace_row(project, "attachment", fund, values, "attach-fund", f"Holdings of {fund}")


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
