"""The append-only log: each entry carries the SHA-256 of the one before it.

It proves that entries were not altered, removed from the middle or put in another order. On one machine it cannot prove
that the whole file was not replaced by an older copy, nor that the operating system's user name is the person: those
who need that keep the head hash printed in each report, or a copy of the file, elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import apsw

LIMITS = (
    "The log shows that no entry was altered, removed from the middle or reordered since it was written. "
    "On one computer it cannot show that the whole file was not exchanged for an earlier copy, nor who sat at the "
    "keyboard: the user name is the operating system's."
)
COLUMNS = ("seq", "at_utc", "at_local", "user", "action", "object", "before", "after", "reason", "previous", "hash")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the log. `before` and `after` are JSON text."""

    seq: int
    at_utc: str
    at_local: str
    user: str
    action: str
    object: str
    before: str
    after: str
    reason: str
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class ChainState:
    """Result of a check. `broken_at` is the first entry that does not fit, 0 when all do."""

    entries: int
    broken_at: int
    head: str
    message: str

    @property
    def whole(self) -> bool:
        """Whether every entry fits."""
        return self.broken_at == 0


def hash_entry(values: tuple[object, ...]) -> str:
    """SHA-256 over the entry's values, `seq` to `previous`, in their order."""
    return hashlib.sha256(json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def append(
    connection: apsw.Connection,
    now: datetime,
    user: str,
    action: str,
    subject: str,
    before: str,
    after: str,
    reason: str,
) -> None:
    """Add an entry; to be called inside the transaction of the change it records. `now` carries its time zone."""
    last = connection.execute("select seq, hash from audit order by seq desc limit 1").fetchone() or (0, "")
    utc = datetime.fromtimestamp(now.timestamp(), tz=UTC).isoformat(timespec="milliseconds")
    values = (
        last[0] + 1,
        utc,
        now.isoformat(timespec="milliseconds"),
        user,
        action,
        subject,
        before,
        after,
        reason,
        last[1],
    )
    digest = hash_entry(values)
    connection.execute(f"insert into audit values ({','.join('?' * 11)})", (*values, digest))  # noqa: S608
    # The head is kept twice: entries cut off at the end are seen.
    connection.execute("insert or replace into meta values ('audit_head', ?)", (f"{values[0]} {digest}",))


def read_entries(connection: apsw.Connection, newest_first: bool = False, limit: int = -1) -> Iterator[Entry]:
    """Entries of the log in order."""
    order = "desc" if newest_first else "asc"
    query = f"select {', '.join(COLUMNS)} from audit order by seq {order} limit ?"  # noqa: S608
    for row in connection.execute(query, (limit,)):
        yield Entry(*row)


def verify(connection: apsw.Connection) -> ChainState:
    """Check the whole chain and point at the first link that does not hold."""
    previous, count = "", 0
    query = f"select {', '.join(COLUMNS)} from audit order by seq"  # noqa: S608
    for row in connection.execute(query):
        count += 1
        if row[0] != count:
            return ChainState(count, count, previous, f"Entry {count} is missing.")
        if row[9] != previous or row[10] != hash_entry(row[:10]):
            return ChainState(count, count, previous, f"Entry {count} of {row[1]} was altered after it was written.")
        previous = row[10]
    head = connection.execute("select value from meta where key = 'audit_head'").fetchone()
    if (head[0] if head else "0 ") != f"{count} {previous}":
        return ChainState(count, count + 1, previous, f"Entries after number {count} are missing.")
    return ChainState(count, 0, previous, f"All {count} entries fit together.")
