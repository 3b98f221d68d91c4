"""Questionnaires to managers, as commands: sent, answered, withdrawn. One record each, under the id printed on it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sinolens.storage import commands
from sinolens.storage.changes import Change, Command
from sinolens.storage.errors import Conflict
from sinolens.storage.project import Project

SENT, RECEIVED, WITHDRAWN = "sent", "received", "withdrawn"
TABLE = "questionnaire"


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """One questionnaire.

    Attributes:
        id: printed in the workbook; how an answer finds its question.
        manager: as the positions name the firm.
        funds: names of the funds asked about.
        as_of: ISO date the answers were asked for.
        sent_at, sent_by, due: when, by whom, and the ISO date the answer is due.
        received_at, received_by, file, sha256: of the answer, "" while there is none.
        state: "sent", "received" or "withdrawn".
        note: typed by a person.
    """

    id: str
    manager: str
    funds: tuple[str, ...]
    as_of: str
    sent_at: str
    sent_by: str
    due: str
    received_at: str = ""
    received_by: str = ""
    file: str = ""
    sha256: str = ""
    state: str = SENT
    note: str = ""


def read_questionnaires(project: Project) -> list[Questionnaire]:
    """All questionnaires of the project in the order they were last changed."""
    return [
        Questionnaire(key, **{**row, "funds": tuple(json.loads(row["funds"]))})
        for key, row in project.rows(TABLE).items()
    ]


def send_questionnaire(
    project: Project,
    key: str,
    manager: str,
    funds: Sequence[str],
    as_of: str,
    due: str,
    who: str,
    at: str,
    note: str = "",
) -> Command:
    """Record that a questionnaire went out.

    Raises:
        ValueError: no fund is asked about, or the due date is before the sending.
        Conflict: the id was sent before.
    """
    if not funds:
        raise ValueError("a questionnaire asks about at least one fund")
    if due < at[:10]:
        raise ValueError(f"the answer would be due on {due}, before it was asked for")
    if project.row(TABLE, key) is not None:
        raise Conflict("This questionnaire was recorded as sent before.")
    values = {
        "manager": manager,
        "funds": json.dumps(list(funds), ensure_ascii=False),
        "as_of": as_of,
        "sent_at": at,
        "sent_by": who,
        "due": due,
        "received_at": "",
        "received_by": "",
        "file": "",
        "sha256": "",
        "state": SENT,
        "note": note,
    }
    return commands.replace_row(
        project, TABLE, key, values, "send-questionnaire", f"Ask {manager}", subject=manager, reason=note
    )


def receive_questionnaire(
    project: Project,
    key: str,
    tables: Sequence[commands.StoredTable],
    attachments: Sequence[tuple[str, str]],
    file: str,
    sha256: str,
    who: str,
    at: str,
    note: str = "",
    workbook: bytes = b"",
) -> Command:
    """Record an answer, keep its tables and look its funds through with them, as one step.

    A corrected answer takes the place of the earlier one, tables included.

    Args:
        project: the project.
        key: id printed in the workbook.
        tables: holdings and splits of the answer; may be none.
        attachments: fund position and the table that speaks for it.
        file: name of the workbook that came back.
        sha256: of its bytes.
        who: who took it in.
        at: when.
        note: typed by that person.
        workbook: bytes of the answer, kept as evidence; b"" keeps none.

    Raises:
        Conflict: no such questionnaire, it was withdrawn, the very same file was taken in before, a table is for a
            locked period, or the workbook is too large to keep.
    """
    row = project.row(TABLE, key)
    if row is None or row["state"] == WITHDRAWN:
        raise Conflict("This answer belongs to no questionnaire of the project that is still open.")
    if row["sha256"] == sha256:
        raise Conflict(f"{file} was taken in already.")
    changes: list[Change] = []
    for earlier in commands.same_imports(project, row["sha256"]) if row["sha256"] else ():
        changes.extend(commands.remove_import(project, earlier).changes)
    kept = commands.import_tables(project, tables, who, at) if tables else None
    if kept:
        changes.extend(kept.changes)
    for fund, table in attachments:
        changes.extend(commands.attach_fund(project, fund, table).changes)
    answered: dict[str, Any] = {
        **row,
        "received_at": at,
        "received_by": who,
        "file": file,
        "sha256": sha256,
        "state": RECEIVED,
        "note": note or row["note"],
    }
    changes.append(Change(TABLE, key, row, answered))
    contents = kept.contents if kept else ()
    if workbook:
        evidence = commands.add_evidence(project, file, workbook, who, at)
        changes.extend(evidence.changes)
        contents = (*contents, *evidence.contents)
    return Command(
        "receive-questionnaire",
        f"Answer of {row['manager']}",
        tuple(changes),
        row["manager"],
        reason=note,
        contents=contents,
    )


def withdraw_questionnaire(project: Project, key: str, why: str) -> Command:
    """Stop waiting for an answer.

    Raises:
        Conflict: no such questionnaire, or it was answered.
    """
    row = project.row(TABLE, key)
    if row is None or row["state"] != SENT:
        raise Conflict("Only a questionnaire that waits for its answer can be withdrawn.")
    values = {**row, "state": WITHDRAWN, "note": why or row["note"]}
    return commands.replace_row(
        project,
        TABLE,
        key,
        values,
        "withdraw-questionnaire",
        f"Withdraw {row['manager']}",
        subject=row["manager"],
        reason=why,
    )
