"""Frozen states: holdings, judgements and the facts they were judged by, under one id that never changes meaning."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from sinolens.storage.changes import Change, Command
from sinolens.storage.disk import taking_place
from sinolens.storage.errors import Conflict, Moved
from sinolens.storage.project import Project
from sinolens.storage.record import keep, replace_row

FROZEN = ("import", "import_table", "attachment", "decision", "override", "answer", "evidence", "edition", "setting",
          "own_issuer")
"""Record tables a snapshot holds whole."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
_FACTS = (".csv", ".toml")
"""Kinds of file that are facts."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A frozen state. `records`: table to rows by id; `facts`: hash of the packed reference files."""

    id: str
    label: str
    as_of: str
    records: dict[str, dict[str, dict[str, Any]]]
    facts: str


def pack_facts(root: Traversable, imported: Path | None = None) -> bytes:
    """The facts as a zip that is the same for the same facts, to be read again through `zipfile.Path`.

    Args:
        root: the bundled facts.
        imported: folder of imported list editions; kept under `imported/`.
    """
    buffer = io.BytesIO()
    found = list(_walk(root, ""))
    if imported is not None and imported.is_dir():
        found.extend(_walk(imported, "imported/"))
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, file in sorted(found, key=lambda item: item[0]):
            if name.endswith(_FACTS):
                archive.writestr(zipfile.ZipInfo(name, _EPOCH), file.read_bytes(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _walk(folder: Traversable, prefix: str) -> Iterable[tuple[str, Traversable]]:
    for item in folder.iterdir():
        if item.is_dir():
            if not item.name.startswith("__"):
                yield from _walk(item, f"{prefix}{item.name}/")
        else:
            yield f"{prefix}{item.name}", item


def freeze(project: Project, label: str, as_of: str, facts: bytes, who: str, at: str) -> tuple[str, Command]:
    """Freeze the project as it stands. Final: later changes make a new version that names this one as `previous`.

    Returns:
        The id (first 12 hexadecimal digits of the content's SHA-256) and the command.

    Raises:
        Conflict: exactly this state is frozen already.
    """
    packed = keep("facts", facts)
    records = {table: project.rows(table) for table in FROZEN}
    body = {
        "label": label,
        "as_of": as_of,
        "facts": packed.sha256,
        "records": records,
        # Objects are written in the order of their keys: the order of entry, which reports follow, is kept beside.
        "order": {table: list(rows) for table, rows in records.items()},
    }
    content = keep("snapshot", json.dumps(body, ensure_ascii=False, sort_keys=True).encode())
    key = content.sha256[:12]
    if project.row("snapshot", key):
        raise Conflict(f"This state is frozen already, as {key}.")
    earlier = [other for other, row in project.rows("snapshot").items() if row["as_of"] == as_of]
    values = {
        "label": label,
        "as_of": as_of,
        "created_at": at,
        "created_by": who,
        "content": content.sha256,
        "previous": earlier[-1] if earlier else "",
        "locked": 0,
    }
    command = replace_row(
        project,
        "snapshot",
        key,
        values,
        "freeze-snapshot",
        f"Freeze {label}",
        undoable=False,
        contents=(packed, content),
    )
    return key, command


def lock_period(project: Project, key: str) -> Command:
    """Lock the reporting period of a snapshot: its holdings can no longer change. Final.

    Raises:
        KeyError: no such snapshot.
    """
    row = project.row("snapshot", key)
    if row is None:
        raise KeyError(key)
    return replace_row(
        project, "snapshot", key, {**row, "locked": 1}, "lock-period", f"Lock {row['as_of']}", undoable=False
    )


def start_version(project: Project, key: str, reason: str) -> Command:
    """Let the holdings of a locked period change again, for a corrected version; the frozen ones stay. Final.

    Raises:
        KeyError: no such snapshot.
        Conflict: no reason, or the period is not locked.
    """
    row = project.row("snapshot", key)
    if row is None:
        raise KeyError(key)
    if not reason.strip():
        raise Conflict("Give the reason: it stands in the log beside the new version.")
    changes = tuple(
        Change("snapshot", other, found, {**found, "locked": 0})
        for other, found in project.rows("snapshot").items()
        if found["as_of"] == row["as_of"] and found["locked"]
    )
    if not changes:
        raise Conflict(f"The period of {row['as_of']} is not locked.")
    return Command("start-version", f"New version of {row['as_of']}", changes, row["as_of"], reason, undoable=False)


def read_snapshot(project: Project, key: str) -> Snapshot:
    """A frozen state by id.

    Raises:
        KeyError: no such snapshot.
        Conflict: its content is not what its id says.
    """
    row = project.row("snapshot", key)
    if row is None:
        raise KeyError(key)
    data = project.content(row["content"])
    if hashlib.sha256(data).hexdigest()[:12] != key:
        raise Conflict(f"Snapshot {key} does not match its id; it was altered.")
    body = json.loads(data)
    order = body.get("order", {})
    records = {
        table: {name: rows[name] for name in order.get(table, rows)} for table, rows in body["records"].items()
    }
    return Snapshot(key, body["label"], body["as_of"], records, body["facts"])


def open_facts(project: Project, snapshot: Snapshot) -> zipfile.Path:
    """The facts a snapshot was judged by, as a folder the reference loader can read."""
    return zipfile.Path(zipfile.ZipFile(io.BytesIO(project.content(snapshot.facts))))


def write_archive(project: Project, key: str, reports: Iterable[Path], sources: Iterable[Path], target: Path) -> None:
    """Write the record for the shelf: the project (as encrypted as it is), reports, source files, and a list of hashes.

    Reports and source files are not encrypted by this; the caller says so before.

    Raises:
        KeyError: no such snapshot.
        Moved: another file, or none, stands where the project was opened; nothing is left behind.
        Full: the archive could not be written; nothing is left behind.
    """
    read_snapshot(project, key)
    if project.is_away:
        raise Moved(
            f"{project.path.name} is no longer where it was opened, so it cannot be put into the archive. "
            "Save what is open as another file first.")
    part = target.with_name(f".{target.name}.part")
    sums: list[str] = []
    # Within a reading, so that a save that broke off was taken back before the file is copied byte by byte.
    with (
        taking_place(part, target, "The archive could not be written: {}."),
        project.reading() as settled,
        zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        settled.execute("select count(*) from meta").fetchall()
        part.chmod(0o600)
        for folder, files in (("", [project.path]), ("reports/", reports), ("sources/", sources)):
            for file in files:
                data = file.read_bytes()
                sums.append(f"{hashlib.sha256(data).hexdigest()}  {folder}{file.name}")
                archive.writestr(f"{folder}{file.name}", data)
        head = project.verify().head
        archive.writestr("SHA256SUMS", "\n".join([*sums, f"{head}  audit-head", f"snapshot {key}", ""]))
