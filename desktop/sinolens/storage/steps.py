"""The steps of a project in its database: kept as they are made, found again to be undone or redone.

Everything here runs inside a transaction of `storage.project`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import apsw

from sinolens.domain.day import spell_day
from sinolens.storage.changes import Change, Command, Content, from_json, read_rows, to_json
from sinolens.storage.errors import Conflict
from sinolens.storage.schema import NOTES

_TURNS = {"done": "desc", "undone": "asc"}
"""State of a step to the order its steps are turned in: the newest is undone first, the oldest undone one redone."""
_EDITION_ACTS = ("accept-edition", "withdraw-edition", "take-editions", "put-back-edition")
"""Commands about list editions, which count beyond the project."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step that can be turned: its number, the command's name and title, and its changes."""

    seq: int
    name: str
    title: str
    changes: tuple[Change, ...]


def refuse_locked(dates: Iterable[str]) -> None:
    """Refuse to change the holdings of locked periods, when there are any.

    Raises:
        Conflict: there are.
    """
    closed = ", ".join(spell_day(day) for day in sorted(dates))
    if closed:
        raise Conflict(f"The period of {closed} is locked. Start a new version of it to change its holdings.")


def guard_locked(connection: apsw.Connection, changes: Iterable[Change]) -> None:
    """Whatever the way: the holdings of a locked period stay.

    Raises:
        Conflict: the changes touch some.
    """
    touched = {
        row["as_of"] for change in changes if change.table == "import_table"
        for row in (change.before, change.after) if row is not None
    }
    if touched:
        locked = {row["as_of"] for row in read_rows(connection, "snapshot").values() if row["locked"]}
        refuse_locked(touched & locked)


def store_contents(connection: apsw.Connection, contents: Iterable[Content]) -> None:
    """Keep bulk data; what is there already is not written twice."""
    for content in contents:
        connection.execute(
            "insert or ignore into content values (?, ?, ?, ?)",
            (content.sha256, content.kind, len(content.data), content.data),
        )


def add_step(connection: apsw.Connection, command: Command) -> None:
    """Keep a command as the newest step."""
    if not {change.table for change in command.changes} <= NOTES:
        if not command.undoable:
            _seal(connection, command.changes)
        # A new change ends what could be redone.
        connection.execute("update step set state = 'dropped' where state = 'undone'")
    connection.execute(
        "insert into step(name, title, changes, undoable, state) values (?, ?, ?, ?, 'done')",
        (command.name, command.title, to_json(command.changes), int(command.undoable)),
    )


def _seal(connection: apsw.Connection, changes: tuple[Change, ...]) -> None:
    """Earlier steps on rows that a final step decides can no longer be undone; the steps beside them still can."""
    final = {(change.table, change.id) for change in changes}
    query = "select seq, changes from step where state = 'done' and undoable = 1"
    for seq, text in connection.execute(query).fetchall():
        if any((change.table, change.id) in final for change in from_json(str(text))):
            connection.execute("update step set state = 'sealed' where seq = ?", (seq,))


def next_step(connection: apsw.Connection, state: str) -> Step | None:
    """The step that is turned next: `done` to undo, `undone` to redo; None when there is none."""
    found = _next(connection, "seq, name, title, changes", state)
    if found is None:
        return None
    seq, name, title, changes = found
    return Step(seq, name, title, from_json(changes))


def next_title(connection: apsw.Connection, state: str) -> str:
    """Its title, "" when there is none; without reading its changes, which may be many."""
    found = _next(connection, "title", state)
    return str(found[0]) if found else ""


def newest_fact_title(connection: apsw.Connection) -> str:
    """Title of the newest act on list editions, "" unless that was the newest act of all.

    Such an act is no step of the project: undo would pass it by and reach an older one.
    """
    marks = ", ".join("?" * len(_EDITION_ACTS))
    query = (
        f"select title from step where undoable = 0 and name in ({marks}) "  # noqa: S608 - question marks
        "and seq > coalesce((select max(seq) from step where undoable = 1), 0) order by seq desc limit 1"
    )
    found = connection.execute(query, _EDITION_ACTS).fetchone()
    turned: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("select coalesce(max(seq), 0) from audit where action like 'undo %' or action like 'redo %'", ()),
        (f"select coalesce(max(seq), 0) from audit where action in ({marks})", _EDITION_ACTS),  # noqa: S608
    )
    last_turn, last_act = (
        int(str(connection.execute(text, names).fetchone()[0])) for text, names in turned)  # type: ignore[index]
    return str(found[0]) if found and last_act > last_turn else ""


def _next(connection: apsw.Connection, columns: str, state: str) -> tuple[Any, ...] | None:
    # The words of the query come from here, never from data.
    query = f"select {columns} from step where state = ? and undoable = 1 order by seq {_TURNS[state]} limit 1"  # noqa: S608
    return connection.execute(query, (state,)).fetchone()


def mark_step(connection: apsw.Connection, step: Step, state: str) -> None:
    """Say that a step is `done` or `undone`."""
    connection.execute("update step set state = ? where seq = ?", (state, step.seq))
