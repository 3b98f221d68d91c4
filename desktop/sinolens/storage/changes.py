"""One kind of change for every record: a row before and after. Its inverse is the same thing turned round."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import apsw

from sinolens.storage.errors import Conflict
from sinolens.storage.schema import RECORD_TABLES

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """Row `id` of `table` goes from `before` to `after`; None = no such row."""

    table: str
    id: str
    before: Row | None
    after: Row | None

    @property
    def inverse(self) -> Change:
        """The change that takes it back."""
        return Change(self.table, self.id, self.after, self.before)


@dataclass(frozen=True, slots=True)
class Content:
    """Bulk data to keep, named by its SHA-256."""

    sha256: str
    kind: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Command:
    """One named change of the project, applied in one transaction.

    Attributes:
        name: stable, for the log ("decide-match").
        title: for people, in the undo menu ("Accept match").
        changes: in the order they are made.
        subject: what it is about, for the log.
        reason: typed by the user, "" when none was asked.
        undoable: False for approvals, snapshots and locks: these are never reversed, only superseded.
    """

    name: str
    title: str
    changes: tuple[Change, ...]
    subject: str = ""
    reason: str = ""
    undoable: bool = True
    contents: tuple[Content, ...] = ()


def read_row(connection: apsw.Connection, table: str, key: str) -> dict[str, Any] | None:
    """A record without its id, or None.

    Raises:
        KeyError: no such table.
    """
    columns = RECORD_TABLES[table]
    # The names come from the schema's own table, never from data.
    query = f'select {", ".join(columns)} from "{table}" where id = ?'  # noqa: S608
    found = connection.execute(query, (key,)).fetchone()
    return dict(zip(columns, found, strict=True)) if found else None


def read_rows(connection: apsw.Connection, table: str) -> dict[str, dict[str, Any]]:
    """All records of a table by id, in order of entry.

    Raises:
        KeyError: no such table.
    """
    columns = RECORD_TABLES[table]
    query = f'select id, {", ".join(columns)} from "{table}" order by rowid'  # noqa: S608
    return {row[0]: dict(zip(columns, row[1:], strict=True)) for row in connection.execute(query)}


def write_change(connection: apsw.Connection, change: Change) -> None:
    """Make one change; the row must be as `before` says.

    Raises:
        Conflict: it is not.
    """
    if read_row(connection, change.table, change.id) != (dict(change.before) if change.before is not None else None):
        raise Conflict("This was changed again since; the later change stands. Look at it and decide anew.")
    columns = RECORD_TABLES[change.table]
    if change.after is None:
        connection.execute(f'delete from "{change.table}" where id = ?', (change.id,))  # noqa: S608
        return
    unknown = set(change.after) - set(columns)
    if unknown:
        raise KeyError(f"{change.table} has no column {', '.join(sorted(unknown))}")
    marks = ", ".join("?" * (len(columns) + 1))
    connection.execute(
        f'insert or replace into "{change.table}"(id, {", ".join(columns)}) values ({marks})',  # noqa: S608
        (change.id, *(change.after.get(column) for column in columns)),
    )


def to_json(changes: Iterable[Change]) -> str:
    """Changes as text, keys in a fixed order."""
    return json.dumps(
        [[c.table, c.id, c.before, c.after] for c in changes],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
        default=dict,
    )


def from_json(text: str) -> tuple[Change, ...]:
    """The changes that `to_json` wrote."""
    return tuple(Change(table, key, before, after) for table, key, before, after in json.loads(text))
