"""From a path to an open database: a new file made, or one found, checked, locked and brought up to date."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import apsw

from sinolens.storage import cipher
from sinolens.storage.errors import (
    Damaged,
    EmptyKey,
    Full,
    NoLocks,
    NotAProject,
    ProjectError,
    ReadOnly,
    WrongKey,
    translating,
)
from sinolens.storage.lock import WriterLock
from sinolens.storage.schema import VERSION, migrate, read_version


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A project's file as it was opened.

    Attributes:
        connection: to the database.
        encrypted: the file is.
        read_only_reason: why nothing can be changed, "" when it can.
        lock: the writer's, held; None without the right to change.
        version: schema version the file had before it was opened.
    """

    connection: apsw.Connection
    encrypted: bool
    read_only_reason: str = ""
    lock: WriterLock | None = None
    version: int = VERSION


@contextmanager
def creating(path: Path, passphrase: str | None) -> Iterator[OpenFile]:
    """A new file with an empty schema; it is removed again when what is done with it here fails.

    Raises:
        EmptyKey, ReadOnly, ProjectError: as `Project.create` says.
    """
    if passphrase is not None and not passphrase:
        raise EmptyKey("A passphrase is needed: without one the project would not be encrypted.")
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
    connection: apsw.Connection | None = None
    try:
        connection = cipher.connect(path, passphrase)
        with translating(path):
            migrate(connection, 0)
        if passphrase is not None and cipher.is_plain(path):
            raise ProjectError("The encryption of this installation does not work; the project was not made.")
        yield OpenFile(connection, encrypted=passphrase is not None, lock=lock)
    except BaseException:
        if connection is not None:
            connection.close()
        # Ours since create_private: nothing of anybody else's is removed.
        path.unlink(missing_ok=True)
        lock.release()
        raise


def open_file(path: Path, passphrase: str | None, read_only: bool) -> OpenFile:
    """Open what is there; every page is read first, and older files are brought up to date.

    Raises:
        WrongKey, Damaged, NotAProject, Busy, Moved: see `storage.errors`.
    """
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
    lock, locks = None, True
    if not reason:
        lock = WriterLock(path)
        try:
            lock.acquire()
        except ReadOnly as error:
            lock, reason, locks = None, str(error), not isinstance(error, NoLocks)
    try:
        connection, reason, version = _connect(path, None if plain else passphrase or "", reason, locks)
    except BaseException as error:
        if lock:
            lock.release()
        if plain and isinstance(error, WrongKey):
            # No passphrase was asked for: what cannot be read as a project begins like one and is broken.
            raise Damaged(f"{path.name} is damaged and was not opened. Restore one of its backups.") from error
        raise
    if reason and lock:
        lock.release()
        lock = None
    return OpenFile(connection, not plain, reason, lock, version)


def _connect(path: Path, passphrase: str | None, reason: str, locks: bool) -> tuple[apsw.Connection, str, int]:
    connection = cipher.connect(path, passphrase, read_only=bool(reason), locks=locks)
    try:
        with translating(path):
            version = read_version(connection, path)
        cipher.check_pages(connection, path)
        if not reason and connection.readonly("main"):
            reason = f"{path.name} is write-protected, so it can only be read. Save a copy elsewhere to change it."
        if version > VERSION:
            connection.close()
            connection = cipher.connect(path, passphrase, read_only=True, locks=locks)
            reason = (
                f"{path.name} was written by a newer version of Sinolens (file version {version}, "
                f"this program knows {VERSION}). It can be read here, not changed. Update the program to change it."
            )
        elif version < VERSION and not reason:
            try:
                with translating(path):
                    migrate(connection, version)
            except Full:
                # What is in it can be read all the same.
                connection.close()
                connection = cipher.connect(path, passphrase, read_only=True)
                reason = (
                    f"{path.name} was written by an earlier version of Sinolens, and there is no room left to bring it "
                    "up to date. It can be read here, not changed. Make room and open it again to change it."
                )
    except BaseException:
        connection.close()
        raise
    return connection, reason, version
