"""Copies of a project file, checked before they count, and its contents written into another file row by row."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import apsw

from sinolens.storage import cipher
from sinolens.storage.disk import taking_place
from sinolens.storage.errors import translating
from sinolens.storage.project import Project


def copy_checked(source: Path, target: Path, passphrase: str | None) -> None:
    """Copy a project file that no transaction is open on, and check every page of the copy.

    Raises:
        Damaged: the copy does not open with the same key.
        DiskFault, Busy: what a save that broke off left half written cannot be taken back.
        Full: there is no room; nothing is left behind.
    """
    part = part_of(target)
    settle(source, passphrase)
    with taking_place(part, target, "The backup could not be written: {}. The project itself is safe."):
        with (
            source.open("rb") as read,
            os.fdopen(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as write,
        ):
            shutil.copyfileobj(read, write, 1 << 20)
        connection = cipher.connect(part, passphrase, read_only=True)
        try:
            cipher.check_pages(connection, part)
        finally:
            connection.close()


def journal_of(path: Path) -> Path:
    """Where the database keeps what it needs to take back a save that breaks off."""
    return path.with_name(f"{path.name}-journal")


def part_of(target: Path) -> Path:
    """What is written until it is whole: hidden, and of no name that anybody else gives a file."""
    return target.with_name(f".{target.name}.part")


def settle(path: Path, passphrase: str | None) -> None:
    """Take back what a save that broke off left half written: without its journal a copy would hold some of it.

    Raises:
        DiskFault, Busy, ReadOnly: it cannot be taken back; see `storage.errors`.
    """
    if journal_of(path).exists():
        connection = cipher.connect(path, passphrase)
        try:
            with translating(path):
                connection.execute("select count(*) from sqlite_schema").fetchall()
        finally:
            connection.close()


def rescue(project: Project, target: Path, passphrase: str | None) -> None:
    """Write everything an open project holds into a new file, when its own is no longer where it was.

    Raises:
        Moved, DiskFault: the open file does not answer any more; nothing is left behind.
        Full: there is no room; nothing is left behind.
    """
    cipher.create_private(target)
    try:
        with project.reading() as source:
            made = cipher.connect(target, passphrase)
            try:
                copy_database(source, made, target)
                cipher.check_pages(made, target)
            finally:
                made.close()
    except BaseException:  # also a stop by the user: nothing half-made is left; it goes on to the caller
        target.unlink(missing_ok=True)
        raise


def copy_database(source: apsw.Connection, target: apsw.Connection, path: Path) -> None:
    """Write every table of a database with its rows, versions and triggers into an empty one; `path` names it."""
    with translating(path), target:
        triggers = []
        for kind, name, sql in source.execute("select type, name, sql from sqlite_schema where sql is not null"):
            if kind == "trigger":
                triggers.append(sql)
                continue
            target.execute(sql)
            if kind != "table":
                continue
            for row in source.execute(f'select * from "{name}"'):  # noqa: S608 - names of our own schema
                target.execute(f'insert into "{name}" values ({",".join("?" * len(row))})', row)  # noqa: S608
        for sql in triggers:
            target.execute(sql)
        for pragma in ("user_version", "application_id"):
            target.pragma(pragma, source.pragma(pragma))
