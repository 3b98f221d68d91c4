"""The project: one encrypted file with everything in it, changed by commands, never lost."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import apsw

from sinolens.storage import audit, cipher, steps
from sinolens.storage.changes import Change, Command, read_row, read_rows, to_json, write_change
from sinolens.storage.errors import Conflict, Damaged, Moved, ReadOnly, translating
from sinolens.storage.opening import OpenFile, creating, open_file
from sinolens.storage.schema import RECORD_TABLES, VERSION
from sinolens.storage.user import user_name

SUFFIX = ".sinolens"
Clock = Callable[[], datetime]


def _tables(connection: apsw.Connection) -> frozenset[str]:
    return frozenset(row[0] for row in connection.execute("select name from sqlite_schema where type = 'table'"))


def local_now() -> datetime:
    """Now, with the computer's time zone."""
    return datetime.now().astimezone()


@dataclass(frozen=True, slots=True)
class Changed:
    """What a command changed: the tables, for views to decide whether they care.

    `undoable`: undo would take back this very step.
    """

    name: str
    title: str
    tables: frozenset[str]
    undoable: bool = False


class Project:
    """An open project. Use from one thread at a time; close it, or use it as a context manager.

    Attributes:
        path: where the file is.
        encrypted: False only when the user chose so; the window says it.
        read_only: nothing can be changed; `read_only_reason` says why.
        recovered: the last writer was killed; what it had committed is here.
        version_found: schema version the file had before it was opened.
    """

    def __init__(self, path: Path, opened: OpenFile, *, clock: Clock = local_now) -> None:
        self.path = path
        self.encrypted = opened.encrypted
        self.read_only_reason = opened.read_only_reason
        self.recovered = opened.lock is not None and opened.lock.left_open
        self._connection = opened.connection
        self._lock = opened.lock
        self._clock = clock
        self._identity = self._stat()
        self.version_found = opened.version
        # An older file that cannot be written stays as it is: what came later is not in it.
        older = opened.version < VERSION
        self._absent = frozenset(RECORD_TABLES) - _tables(opened.connection) if older else frozenset()

    @classmethod
    def create(cls, path: Path, passphrase: str | None, *, clock: Clock = local_now) -> Self:
        """Make a new project. `passphrase` None = unencrypted, by the user's explicit choice.

        Raises:
            EmptyKey: an empty passphrase.
            ProjectError: something is there already, the folder cannot be written, or the disk is full.
        """
        path = path.absolute()
        with creating(path, passphrase) as opened:
            made = cls(path, opened, clock=clock)
            made.note("create-project", path.name, "encrypted" if made.encrypted else "not encrypted")
        return made

    @classmethod
    def open(
        cls,
        path: Path,
        passphrase: str | None,
        *,
        read_only: bool = False,
        clock: Clock = local_now,
    ) -> Self:
        """Open a project; every page is read first, and older files are brought up to date.

        A file from a newer version, or in a folder that cannot be written, opens read-only with a sentence why.

        Raises:
            WrongKey, Damaged, NotAProject, Busy, Moved: see `storage.errors`.
        """
        path = path.absolute()
        return cls(path, open_file(path, passphrase, read_only), clock=clock)

    # -- state --------------------------------------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """File name without its suffix."""
        return self.path.stem

    @property
    def read_only(self) -> bool:
        """Whether changes are refused."""
        return bool(self.read_only_reason)

    @property
    def is_away(self) -> bool:
        """The file is no longer where it was opened: moved, renamed, deleted, or another one stands there."""
        return self._stat() != self._identity

    @property
    def origin(self) -> str:
        """What tells the project from every other, wherever its file is: the first entry of its log, or its own mark.

        A file that was copied as another project has a mark; see `part_from_origin`.
        """
        with translating(self.path):
            found = self._connection.execute(
                "select value from meta where key = 'origin' union all select hash from audit where seq = 1 limit 1",
            ).fetchone()
        return str(found[0]) if found else ""

    def part_from_origin(self) -> None:
        """From now on it is a project of its own: what is found by the origin of the one it was copied from is not its.

        Raises:
            ReadOnly, Moved, Full: see `storage.errors`; nothing was changed.
        """
        self._check_writable()
        with translating(self.path), self._transaction():
            self._connection.execute("insert or replace into meta values ('origin', ?)", (secrets.token_hex(32),))

    @contextmanager
    def reading(self) -> Iterator[apsw.Connection]:
        """The database as it stands, not changing meanwhile; for copies of it."""
        with translating(self.path):
            self._connection.execute("begin")
            try:
                yield self._connection
            finally:
                # A disk that fails while it is read has ended it already.
                if self._connection.in_transaction:
                    self._connection.execute("rollback")

    def close(self) -> None:
        """Close the file and give the writer's lock back. Safe to call twice."""
        try:
            self._connection.close()
        finally:
            if self._lock:
                self._lock.release()
                self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _stat(self) -> tuple[int, int] | None:
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _check_writable(self) -> None:
        if self.read_only:
            raise ReadOnly(self.read_only_reason)
        if self.is_away:
            raise Moved(
                f"{self.path.name} is no longer at {self.path.parent}: it was moved, renamed, deleted or replaced. "
                "Put it back, open it where it is now, or save what is open as another file."
            )

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """All or nothing. On a full disk the database has rolled back by itself already."""
        self._connection.execute("begin immediate")
        try:
            yield
            self._connection.execute("commit")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("rollback")
            raise

    # -- reading ------------------------------------------------------------------------------------------------------

    def rows(self, table: str) -> dict[str, dict[str, Any]]:
        """All records of a table by id, in order of entry.

        Raises:
            KeyError: no such table.
        """
        if table in self._absent:
            return {}
        with translating(self.path):
            return read_rows(self._connection, table)

    def row(self, table: str, key: str) -> dict[str, Any] | None:
        """One record, or None."""
        if table in self._absent:
            return None
        with translating(self.path):
            return read_row(self._connection, table, key)

    def content(self, sha256: str) -> bytes:
        """Bulk data by its hash.

        Raises:
            KeyError: it is not in the file.
        """
        with translating(self.path):
            found = self._connection.execute("select data from content where sha256 = ?", (sha256,)).fetchone()
        if not found:
            raise KeyError(sha256)
        return bytes(found[0])

    def setting(self, key: str, default: Any = None) -> Any:
        """A setting of the project."""
        found = self.row("setting", key)
        return json.loads(found["value"]) if found else default

    # -- changing -----------------------------------------------------------------------------------------------------

    def apply(self, command: Command) -> Changed:
        """Make all changes of a command in one transaction, with its entry in the log.

        Raises:
            Conflict: a row is not what the command expected; nothing was changed.
            ReadOnly, Moved, Full, Damaged: see `storage.errors`; nothing was changed.
        """
        self._check_writable()
        with translating(self.path), self._transaction():
            steps.guard_locked(self._connection, command.changes)
            steps.store_contents(self._connection, command.contents)
            for change in command.changes:
                write_change(self._connection, change)
            steps.add_step(self._connection, command)
            self._log(command.name, command.subject, command.changes, command.reason)
        return self._changed(command.name, command.title, command.changes, command.undoable)

    def undo(self) -> Changed | None:
        """Take back the newest step that can be; None when there is none. The log keeps both.

        Raises:
            Conflict: an approval or another final step rests on it; nothing was changed.
        """
        return self._turn("done", "undone", "undo")

    def redo(self) -> Changed | None:
        """Do again what was undone last; None when there is nothing."""
        return self._turn("undone", "done", "redo")

    def _turn(self, state: str, turned: str, verb: str) -> Changed | None:
        self._check_writable()
        with translating(self.path):
            step = steps.next_step(self._connection, state)
            if step is None:
                return None
            changes = step.changes
            if verb == "undo":
                changes = tuple(change.inverse for change in reversed(changes))
            with self._transaction():
                steps.guard_locked(self._connection, changes)
                for change in changes:
                    write_change(self._connection, change)
                steps.mark_step(self._connection, step, turned)
                self._log(f"{verb} {step.name}", step.title, changes, "")
        return self._changed(step.name, step.title, changes, verb == "redo")

    @property
    def undo_title(self) -> str:
        """Title of the step `undo` would take back, "" when there is none."""
        return steps.next_title(self._connection, "done")

    @property
    def passed_title(self) -> str:
        """Title of an accepted or withdrawn list edition that `undo` would pass by as the newest act; else ""."""
        return steps.newest_fact_title(self._connection)

    @property
    def redo_title(self) -> str:
        """Title of the step `redo` would make, "" when there is none."""
        return steps.next_title(self._connection, "undone")

    def note(self, action: str, subject: str, after: str = "", reason: str = "") -> None:
        """Write an entry into the log that changes no record (opened, exported, restored)."""
        self._check_writable()
        with translating(self.path), self._transaction():
            audit.append(self._connection, self._clock(), user_name(), action, subject, "", after, reason)

    def _log(self, action: str, subject: str, changes: tuple[Change, ...], reason: str) -> None:
        before = to_json(Change(c.table, c.id, c.before, None) for c in changes if c.before is not None)
        after = to_json(Change(c.table, c.id, None, c.after) for c in changes if c.after is not None)
        audit.append(self._connection, self._clock(), user_name(), action, subject, before, after, reason)

    @staticmethod
    def _changed(name: str, title: str, changes: tuple[Change, ...], undoable: bool) -> Changed:
        return Changed(name, title, frozenset(change.table for change in changes), undoable)

    # -- the log ------------------------------------------------------------------------------------------------------

    def verify(self) -> audit.ChainState:
        """Check the chain of the log."""
        with translating(self.path):
            return audit.verify(self._connection)

    def check(self) -> audit.ChainState:
        """Read every page of the file, compare what is kept in bulk with its hashes, then check the chain of the log.

        Raises:
            Damaged: a page cannot be read or does not fit, or a table or document is not what was kept.
        """
        cipher.check_pages(self._connection, self.path)
        with translating(self.path):
            for sha256, kind, data in self._connection.execute("select sha256, kind, data from content"):
                if hashlib.sha256(bytes(data)).hexdigest() != sha256:
                    raise Damaged(
                        f"{self.path.name}: what is kept under {str(sha256)[:12]} ({kind}) was altered since. "
                        "Compare with a backup made before.")
        return self.verify()

    def entries(self, newest_first: bool = False, limit: int = -1) -> Iterator[audit.Entry]:
        """Entries of the log."""
        with translating(self.path):
            yield from audit.read_entries(self._connection, newest_first, limit)


__all__ = ["SUFFIX", "Changed", "Clock", "Conflict", "Project", "local_now"]
