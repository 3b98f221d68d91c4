"""The tables of a project file, and how older files are brought up to date.

Everything a person decides lives in rows with a text `id`, so that one kind of change record (`storage.changes`) undoes
any of them. Bulk data (position tables, evidence, frozen facts) is kept once by its SHA-256 in `content`.
"""

from __future__ import annotations

from pathlib import Path

import apsw

from sinolens.storage.cipher import APPLICATION_ID
from sinolens.storage.errors import NotAProject

_FIRST_TABLES: dict[str, tuple[str, ...]] = {
    "import": ("file", "sha256", "imported_at", "imported_by"),
    "import_table": (
        "import_id",
        "place",
        "role",
        "fund",
        "sheet",
        "as_of",
        "row_count",
        "value",
        "content",
        "summary",
    ),
    "attachment": ("fund_table", "method"),
    "decision": ("text", "entity", "verdict", "who", "decided_at", "why"),
    "override": (
        "target",
        "field",
        "value",
        "was",
        "reason",
        "evidence",
        "expires",
        "state",
        "maker",
        "checker",
        "changed_at",
    ),
    "answer": ("target", "field", "value", "evidence", "who", "answered_at"),
    "evidence": ("name", "content", "size", "added_at", "added_by"),
    "template": ("name", "body"),
    "edition": ("list_id", "edition", "content", "state"),
    "setting": ("value",),
    "snapshot": ("label", "as_of", "created_at", "created_by", "content", "previous", "locked"),
    "export": ("exported_at", "kind", "audience", "report_id", "sha256", "name"),
    "questionnaire": (
        "manager",
        "funds",
        "as_of",
        "sent_at",
        "sent_by",
        "due",
        "received_at",
        "received_by",
        "file",
        "sha256",
        "state",
        "note",
    ),
}
# Version 1 is written from these: what later versions add stands below.
_SECOND_TABLES: dict[str, tuple[str, ...]] = {
    "own_issuer": ("body",),
    "used_facts": ("reference", "program", "editions", "noted_at"),
    "view": ("name", "body"),
}
_THIRD_TABLES: dict[str, tuple[str, ...]] = {
    "used_edition": ("list_id", "edition", "line", "content", "state"),
}
RECORD_TABLES: dict[str, tuple[str, ...]] = {**_FIRST_TABLES, **_SECOND_TABLES, **_THIRD_TABLES}
"""Table to its columns after `id`. A row is a person's record: changed only by commands."""

NOTES = frozenset({"used_facts", "used_edition"})
"""Tables the program itself writes down what it used in; a change of them is no step of a person's."""


def _create(tables: dict[str, tuple[str, ...]]) -> str:
    return "".join(
        f'create table "{table}"(id text primary key, {", ".join(f"{c} any" for c in columns)}) strict;\n'
        for table, columns in tables.items()
    )


_FIRST = """
create table meta(key text primary key, value text not null) strict;
create table content(sha256 text primary key, kind text not null, size integer not null, data blob not null) strict;
create table step(
    seq integer primary key, name text not null, title text not null, changes text not null,
    undoable integer not null, state text not null
) strict;
create table audit(
    seq integer primary key, at_utc text not null, at_local text not null, user text not null, action text not null,
    object text not null, before text not null, after text not null, reason text not null,
    previous text not null, hash text not null
) strict;
create trigger audit_stays before update on audit begin select raise(abort, 'the audit log is append-only'); end;
create trigger audit_keeps before delete on audit begin select raise(abort, 'the audit log is append-only'); end;
"""

MIGRATIONS: tuple[str, ...] = (_FIRST + _create(_FIRST_TABLES), _create(_SECOND_TABLES), _create(_THIRD_TABLES))
"""Script that brings a file from version n to n + 1. A script that has been released never changes."""

VERSION = len(MIGRATIONS)


def read_version(connection: apsw.Connection, path: Path) -> int:
    """Schema version of the file.

    Raises:
        NotAProject: the database is not one of ours.
    """
    if connection.pragma("application_id") != APPLICATION_ID:
        raise NotAProject(f"{path.name} is not a Sinolens project.")
    return int(connection.pragma("user_version"))


def migrate(connection: apsw.Connection, version: int) -> None:
    """Bring a file of `version` (0 = empty) to `VERSION` in one transaction."""
    if version >= VERSION:
        return
    with connection:
        for script in MIGRATIONS[version:]:
            connection.execute(script)
        connection.pragma("user_version", VERSION)
        connection.pragma("application_id", APPLICATION_ID)
