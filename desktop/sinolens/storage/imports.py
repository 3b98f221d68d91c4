"""The user's tables in the project: brought in and taken out as commands, and read back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from sinolens.domain.finding import Finding, Severity
from sinolens.exposure.analysis import InputSummary, SkippedRow
from sinolens.storage.changes import Change, Command, Content
from sinolens.storage.frames import decode_frame, encode_frame
from sinolens.storage.project import Project
from sinolens.storage.record import keep, new_id
from sinolens.storage.steps import refuse_locked


@dataclass(frozen=True)
class StoredTable:
    """One table of the user's, as kept: a position table or the holdings of a fund."""

    role: str
    fund: str
    frame: pd.DataFrame
    summary: InputSummary


def _write_summary(summary: InputSummary) -> str:
    """An import's summary as JSON."""
    return json.dumps(asdict(summary), ensure_ascii=False)  # the mapping keeps its order


def _read_summary(text: str) -> InputSummary:
    """The summary that `_write_summary` wrote."""
    fields: dict[str, Any] = json.loads(text)
    fields["skipped"] = tuple(SkippedRow(**row) for row in fields["skipped"])
    fields["findings"] = tuple(
        Finding(**{**finding, "severity": Severity(finding["severity"])}) for finding in fields["findings"]
    )
    return InputSummary(**fields)


def _refuse_locked(project: Project, dates: Iterable[str]) -> None:
    locked = {row["as_of"] for row in project.rows("snapshot").values() if row["locked"]}
    refuse_locked(set(dates) & locked)


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
                    "summary": _write_summary(table.summary),
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
            row["role"], row["fund"], decode_frame(project.content(row["content"])), _read_summary(row["summary"])
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
