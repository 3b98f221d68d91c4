"""Opening the encrypted file, with every guard that was seen to matter.

A project is one SQLite file encrypted page by page (SQLCipher 4 layout: AES-256, HMAC-SHA512 of each page, PBKDF2), so
that other tools can open it too. Seen to leave a plaintext or unreadable file when forgotten: an empty key, a key the
library did not take, a file that starts with SQLite's own header.
"""

from __future__ import annotations

import os
from pathlib import Path

import apsw

from sinolens.storage.errors import Damaged, EmptyKey, NotAProject, ProjectError, translating

PLAIN_HEADER = b"SQLite format 3\x00"
APPLICATION_ID = 0x53494E4F
"""Marks the file as ours ("SINO")."""


def is_plain(path: Path) -> bool:
    """Whether the file is an unencrypted database."""
    with path.open("rb") as file:
        return file.read(len(PLAIN_HEADER)) == PLAIN_HEADER


_FOREIGN = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b")
_PAGE = 4096
_VARIED = 200
"""An encrypted page has nearly all 256 byte values in it; no text has this many."""


def check_kind(path: Path) -> None:
    """Tell a file that cannot be a project from one with another passphrase.

    Raises:
        NotAProject: it is text, a workbook, a picture, or shorter than a page.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        start = file.read(_PAGE)
    if start.startswith(PLAIN_HEADER):
        return
    if len(start) < _PAGE or len(set(start)) < _VARIED or start.startswith(_FOREIGN):
        raise NotAProject(f"{path.name} is no Sinolens project, or its beginning was destroyed.")


def create_private(path: Path) -> None:
    """Make an empty file that only its owner can read.

    Raises:
        FileExistsError: something is there already.
    """
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def set_key(connection: apsw.Connection, passphrase: str) -> None:
    """Give the key to a fresh connection.

    Raises:
        EmptyKey: the passphrase is empty; the library would write plaintext.
        ProjectError: the library did not take the key.
    """
    if not passphrase:
        raise EmptyKey("A passphrase is needed: without one the project would not be encrypted.")
    connection.pragma("cipher", "sqlcipher")
    connection.pragma("legacy", 4)
    # Hexadecimal, so that no character of the passphrase can end the statement it stands in.
    if connection.pragma("hexkey", passphrase.encode().hex()) != "ok":
        raise ProjectError("The encryption of this installation does not work; no project was opened.")


def connect(path: Path, passphrase: str | None, *, read_only: bool = False, locks: bool = True) -> apsw.Connection:
    """Open an existing file; `passphrase` None opens an unencrypted one.

    Args:
        path: of the file.
        passphrase: its key.
        read_only: nothing is written.
        locks: False on a drive that keeps none, to read only: else the database waits for a lock it never gets.

    Raises:
        WrongKey, NotAProject, Moved, EmptyKey: see `storage.errors`.
    """
    if not path.exists():
        raise NotAProject(f"There is no file at {path}.")
    flags = apsw.SQLITE_OPEN_READONLY if read_only else apsw.SQLITE_OPEN_READWRITE
    name = str(path)
    if not locks:
        name, flags = f"{path.absolute().as_uri()}?nolock=1", apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
    with translating(path):
        connection = apsw.Connection(name, flags=flags)
        try:
            if passphrase is not None:
                set_key(connection, passphrase)
            # Temporary tables and sorts stay in memory: no plaintext beside the file.
            connection.pragma("temp_store", "memory")
            connection.pragma("application_id")
            if not read_only:
                # DELETE works on network drives too and leaves one file; EXTRA also syncs the folder.
                connection.pragma("journal_mode", "delete")
                connection.pragma("synchronous", "extra")
                connection.pragma("secure_delete", True)
            connection.set_busy_timeout(2000)
        except BaseException:  # whatever it was, no open handle may keep the file; it goes on to the caller
            connection.close()
            raise
    return connection


def check_pages(connection: apsw.Connection, path: Path) -> None:
    """Read every page in use, so that damage anywhere is found before anything is shown.

    Raises:
        Damaged: a page cannot be read or the structure does not hold.
    """
    with translating(path):
        answers = [row[0] for row in connection.execute("pragma quick_check(1)")]
    if answers != ["ok"]:
        raise Damaged(f"{path.name} is damaged and was not opened. Restore one of its backups.")
