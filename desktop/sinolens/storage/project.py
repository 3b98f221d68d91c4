"""The project: one encrypted file with everything in it, changed by commands, never lost."""

from __future__ import annotations

import getpass
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import apsw

from sinolens.storage import audit, cipher
from sinolens.storage.changes import Change, Command, Content, from_json, read_row, read_rows, to_json, write_change
from sinolens.storage.errors import Conflict, EmptyKey, Moved, NotAProject, ProjectError, ReadOnly, translating
from sinolens.storage.lock import WriterLock
from sinolens.storage.schema import NOTES, RECORD_TABLES, VERSION, migrate, read_version

SUFFIX = ".sinolens"
Clock = Callable[[], datetime]


def refuse_locked(dates: Iterable[str]) -> None:
    """Refuse to change the holdings of locked periods, when there are any.

    Raises:
        Conflict: there are.
    """
    closed = ", ".join(f"{date.fromisoformat(day):%d %b %Y}".lstrip("0") for day in sorted(dates))
    if closed:
        raise Conflict(f"The period of {closed} is locked. Start a new version of it to change its holdings.")


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

    def __init__(
        self,
        path: Path,
        connection: apsw.Connection,
        *,
        encrypted: bool,
        read_only_reason: str = "",
        lock: WriterLock | None = None,
        clock: Clock = local_now,
        version: int = VERSION,
    ) -> None:
        self.path = path
        self.encrypted = encrypted
        self.read_only_reason = read_only_reason
        self.recovered = lock is not None and lock.left_open
        self._connection = connection
        self._lock = lock
        self._clock = clock
        self._identity = self._stat()
        self.version_found = version
        # An older file that cannot be written stays as it is: what came later is not in it.
        self._absent = frozenset(RECORD_TABLES) - _tables(connection) if version < VERSION else frozenset()

    @classmethod
    def create(cls, path: Path, passphrase: str | None, *, clock: Clock = local_now) -> Self:
        """Make a new project. `passphrase` None = unencrypted, by the user's explicit choice.

        Raises:
            EmptyKey: an empty passphrase.
            ProjectError: something is there already, the folder cannot be written, or the disk is full.
        """
        if passphrase is not None and not passphrase:
            raise EmptyKey("A passphrase is needed: without one the project would not be encrypted.")
        path = path.absolute()
        if not path.parent.is_dir():
            raise ProjectError(f"There is no folder {path.parent}. Choose one that exists.")
        lock = WriterLock(path)
        lock.acquire()
        try:
            cipher.create_private(path)
        except FileExistsError as error:
            lock.release()
            raise ProjectError(f"{path.name} exists already. Open it, or choose another name.") from error
        except OSError as error:
            lock.release()
            raise ReadOnly(f"{path.parent} cannot be written. Choose another folder.") from error
        try:
            connection = cipher.connect(path, passphrase)
            with translating(path):
                migrate(connection, 0)
            if passphrase is not None and cipher.is_plain(path):
                connection.close()
                raise ProjectError("The encryption of this installation does not work; the project was not made.")
            made = cls(path, connection, encrypted=passphrase is not None, lock=lock, clock=clock)
            made.note("create-project", path.name, "encrypted" if passphrase is not None else "not encrypted")
        except BaseException:
            # Ours since create_private: nothing of anybody else's is removed.
            path.unlink(missing_ok=True)
            lock.release()
            raise
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
        if not path.is_file():
            raise NotAProject(f"There is no file at {path}.")
        try:
            plain = cipher.is_plain(path)
            cipher.check_kind(path)
        except OSError as error:
            raise ReadOnly(f"{path.name} cannot be read: {error.strerror}.") from error
        if not plain and not passphrase:
            raise EmptyKey(f"{path.name} is encrypted: it opens only with its passphrase.")
        reason = "It was opened read-only." if read_only else ""
        lock = None
        if not reason:
            lock = WriterLock(path)
            try:
                lock.acquire()
            except ReadOnly as error:
                lock, reason = None, str(error)
        try:
            connection, reason, version = cls._connect(path, None if plain else passphrase or "", reason)
        except BaseException:
            if lock:
                lock.release()
            raise
        if reason and lock:
            lock.release()
            lock = None
        return cls(path, connection, encrypted=not plain, read_only_reason=reason, lock=lock, clock=clock,
                   version=version)

    @staticmethod
    def _connect(path: Path, passphrase: str | None, reason: str) -> tuple[apsw.Connection, str, int]:
        connection = cipher.connect(path, passphrase, read_only=bool(reason))
        try:
            with translating(path):
                version = read_version(connection, path)
            cipher.check_pages(connection, path)
            if not reason and connection.readonly("main"):
                reason = f"{path.name} is write-protected, so it can only be read. Save a copy elsewhere to change it."
            if version > VERSION:
                connection.close()
                connection = cipher.connect(path, passphrase, read_only=True)
                reason = (
                    f"{path.name} was written by a newer version of Sinolens (file version {version}, "
                    f"this program knows {VERSION}). It can be read here, not changed. Update the program to change it."
                )
            elif version < VERSION and not reason:
                with translating(path):
                    migrate(connection, version)
        except BaseException:
            connection.close()
            raise
        return connection, reason, version

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

    @contextmanager
    def reading(self) -> Iterator[apsw.Connection]:
        """The database as it stands, not changing meanwhile; for copies of it."""
        with translating(self.path):
            self._connection.execute("begin")
            try:
                yield self._connection
            finally:
                self._connection.execute("rollback")

    def close(self) -> None:
        """Close the file and give the writer's lock back. Safe to call twice."""
        self._connection.close()
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
            self._refuse_locked(command.changes)
            self._store(command.contents)
            for change in command.changes:
                write_change(self._connection, change)
            if not command.undoable:
                self._seal(command.changes)
            if not {change.table for change in command.changes} <= NOTES:
                # A new change ends what could be redone.
                self._connection.execute("update step set state = 'dropped' where state = 'undone'")
            self._connection.execute(
                "insert into step(name, title, changes, undoable, state) values (?, ?, ?, ?, 'done')",
                (command.name, command.title, to_json(command.changes), int(command.undoable)),
            )
            self._log(command.name, command.subject, command.changes, command.reason)
        return self._changed(command.name, command.title, command.changes, command.undoable)

    def _seal(self, changes: tuple[Change, ...]) -> None:
        """Earlier steps on rows that a final step decides can no longer be undone; the steps beside them still can."""
        final = {(change.table, change.id) for change in changes}
        query = "select seq, changes from step where state = 'done' and undoable = 1"
        for seq, text in self._connection.execute(query).fetchall():
            if any((change.table, change.id) in final for change in from_json(str(text))):
                self._connection.execute("update step set state = 'sealed' where seq = ?", (seq,))

    def undo(self) -> Changed | None:
        """Take back the newest step that can be; None when there is none. The log keeps both.

        Raises:
            Conflict: an approval or another final step rests on it; nothing was changed.
        """
        return self._turn("done", "undone", "desc", "undo")

    def redo(self) -> Changed | None:
        """Do again what was undone last; None when there is nothing."""
        return self._turn("undone", "done", "asc", "redo")

    def _turn(self, state: str, turned: str, order: str, verb: str) -> Changed | None:
        self._check_writable()
        with translating(self.path):
            columns = "seq, name, title, changes"
            query = f"select {columns} from step where state = ? and undoable = 1 order by seq {order} limit 1"  # noqa: S608
            found = self._connection.execute(query, (state,)).fetchone()
            if not found:
                return None
            seq, name, title, text = found
            changes = from_json(text)
            if verb == "undo":
                changes = tuple(change.inverse for change in reversed(changes))
            with self._transaction():
                self._refuse_locked(changes)
                for change in changes:
                    write_change(self._connection, change)
                self._connection.execute("update step set state = ? where seq = ?", (turned, seq))
                self._log(f"{verb} {name}", title, changes, "")
        return self._changed(name, title, changes, verb == "redo")

    def _refuse_locked(self, changes: tuple[Change, ...]) -> None:
        """Whatever the way: the holdings of a locked period stay."""
        touched = {
            row["as_of"] for change in changes if change.table == "import_table"
            for row in (change.before, change.after) if row is not None
        }
        if touched:
            locked = {row["as_of"] for row in read_rows(self._connection, "snapshot").values() if row["locked"]}
            refuse_locked(touched & locked)

    @property
    def undo_title(self) -> str:
        """Title of the step `undo` would take back, "" when there is none."""
        return self._title("done", "desc")

    @property
    def redo_title(self) -> str:
        """Title of the step `redo` would make, "" when there is none."""
        return self._title("undone", "asc")

    def _title(self, state: str, order: str) -> str:
        query = f"select title from step where state = ? and undoable = 1 order by seq {order} limit 1"  # noqa: S608
        found = self._connection.execute(query, (state,)).fetchone()
        return str(found[0]) if found else ""

    def note(self, action: str, subject: str, after: str = "", reason: str = "") -> None:
        """Write an entry into the log that changes no record (opened, exported, restored)."""
        self._check_writable()
        with translating(self.path), self._transaction():
            audit.append(self._connection, self._clock(), getpass.getuser(), action, subject, "", after, reason)

    def _store(self, contents: tuple[Content, ...]) -> None:
        for content in contents:
            self._connection.execute(
                "insert or ignore into content values (?, ?, ?, ?)",
                (content.sha256, content.kind, len(content.data), content.data),
            )

    def _log(self, action: str, subject: str, changes: tuple[Change, ...], reason: str) -> None:
        before = to_json(Change(c.table, c.id, c.before, None) for c in changes if c.before is not None)
        after = to_json(Change(c.table, c.id, None, c.after) for c in changes if c.after is not None)
        audit.append(self._connection, self._clock(), getpass.getuser(), action, subject, before, after, reason)

    @staticmethod
    def _changed(name: str, title: str, changes: tuple[Change, ...], undoable: bool) -> Changed:
        return Changed(name, title, frozenset(change.table for change in changes), undoable)

    # -- the log ------------------------------------------------------------------------------------------------------

    def verify(self) -> audit.ChainState:
        """Check the chain of the log."""
        with translating(self.path):
            return audit.verify(self._connection)

    def check(self) -> audit.ChainState:
        """Read every page of the file, then check the chain of the log.

        Raises:
            Damaged: a page cannot be read or does not fit.
        """
        cipher.check_pages(self._connection, self.path)
        return self.verify()

    def entries(self, newest_first: bool = False, limit: int = -1) -> Iterator[audit.Entry]:
        """Entries of the log."""
        with translating(self.path):
            yield from audit.read_entries(self._connection, newest_first, limit)


__all__ = ["SUFFIX", "Changed", "Clock", "Conflict", "Project", "local_now"]
