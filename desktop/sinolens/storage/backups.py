"""Rotating backups of a project: copies of the encrypted file, each opened and checked before it counts."""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import apsw

from sinolens.storage import cipher
from sinolens.storage.disk import keep_names
from sinolens.storage.errors import Damaged, Full, ProjectError, ReadOnly, WrongKey, translating
from sinolens.storage.lock import WriterLock
from sinolens.storage.project import SUFFIX, Project, local_now

KEPT = 10


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup: where, when it was made, its size in bytes."""

    path: Path
    made_at: datetime
    size: int


def backup_folder(root: Path, project: Path) -> Path:
    """Folder of one project's backups; its name gives nothing away but the file name."""
    mark = hashlib.sha256(str(project.absolute()).encode()).hexdigest()[:8]
    return root / f"{project.stem}-{mark}"


def list_backups(root: Path, project: Path) -> list[Backup]:
    """Backups of a project, newest first; other files in their folder are left alone."""
    found = []
    for path in backup_folder(root, project).glob(f"*{SUFFIX}"):
        try:
            made = datetime.strptime(path.stem, "%Y-%m-%d %H%M%S").astimezone()
        except ValueError:
            # Somebody put it there; it is not counted and never rotated away.
            continue
        found.append(Backup(path, made, path.stat().st_size))
    return sorted(found, key=lambda b: b.made_at, reverse=True)


def copy_checked(source: Path, target: Path, passphrase: str | None) -> None:
    """Copy a project file that no transaction is open on, and check every page of the copy.

    Raises:
        Damaged: the copy does not open with the same key.
        DiskFault, Busy: what a save that broke off left half written cannot be taken back.
        Full: there is no room; nothing is left behind.
    """
    part = _part(target)
    _settle(source, passphrase)
    try:
        with (
            source.open("rb") as read,
            os.fdopen(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as write,
        ):
            shutil.copyfileobj(read, write, 1 << 20)
            write.flush()
            os.fsync(write.fileno())
        connection = cipher.connect(part, passphrase, read_only=True)
        try:
            cipher.check_pages(connection, part)
        finally:
            connection.close()
        part.replace(target)
        keep_names(target.parent)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Full(f"The backup could not be written: {error.strerror}. The project itself is safe.") from error
    except ProjectError:
        part.unlink(missing_ok=True)
        raise


def make_backup(root: Path, project: Project, passphrase: str | None, *, kept: int = KEPT) -> Backup:
    """Back up an open project and drop all but the newest `kept` backups, of which this one always is.

    Raises:
        Damaged, Full: see `copy_checked`; older backups stay.
    """
    folder = backup_folder(root, project.path)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise Full(f"The backup could not be written: {error.strerror}. The project itself is safe.") from error
    now = local_now()
    target = folder / f"{now:%Y-%m-%d %H%M%S}{SUFFIX}"
    for left in folder.glob(_part(folder / f"*{SUFFIX}").name):
        # The program was killed while it made one.
        left.unlink(missing_ok=True)
    key = passphrase if project.encrypted else None
    _settle(project.path, key)
    # A reader's lock keeps writers out while the bytes are copied.
    guard = cipher.connect(project.path, key, read_only=True)
    try:
        with translating(project.path):
            guard.execute("begin")
            guard.execute("select count(*) from meta").fetchall()
        copy_checked(project.path, target, key)
    finally:
        guard.close()
    found = list_backups(root, project.path)
    others = [backup for backup in found if backup.path != target]
    # A computer's clock goes back too. What is dated later than now then goes first, never what was made just now.
    others.sort(key=lambda backup: backup.made_at > now)
    for old in others[max(kept - 1, 0):]:
        old.path.unlink(missing_ok=True)
    if key is not None:
        _encrypt_plain(others[:max(kept - 1, 0)], key)
    return next(backup for backup in found if backup.path == target)


def _encrypt_plain(backups: list[Backup], key: str) -> None:
    """Backups from before their project was encrypted become as encrypted as it; one that is damaged is no backup."""
    for backup in backups:
        if cipher.is_plain(backup.path):
            try:
                _encrypt_anew(backup.path, None, key)
            except (Damaged, WrongKey):
                backup.path.unlink()


def restore_backup(backup: Backup, project: Path, passphrase: str | None) -> Path | None:
    """Put a backup in the project's place, whether the file there is whole, damaged or gone.

    The project must be closed. What was there is kept beside it.

    Returns:
        The path it is kept under; None where nothing was there.

    Raises:
        Damaged, WrongKey, Full, Busy, ReadOnly: the backup cannot be used, or its place not be written; nothing was
            changed.
    """
    lock = WriterLock(project)
    lock.acquire()
    try:
        fresh = project.with_name(f"{project.stem} (restored).part")
        copy_checked(backup.path, fresh, None if cipher.is_plain(backup.path) else passphrase)
        aside = project.with_name(f"{project.stem} (before restore {local_now():%Y-%m-%d %H%M%S}){SUFFIX}")
        try:
            return _exchange(fresh, project, aside)
        except OSError as error:
            fresh.unlink(missing_ok=True)
            raise ReadOnly(f"{project.name} could not be put in its place: {error.strerror}.") from error
    finally:
        lock.release()


def _exchange(fresh: Path, project: Path, aside: Path) -> Path | None:
    """Put a new file in a project's place; what was there, with the journal of a writer that was killed, goes aside."""
    if not project.exists():
        # A journal without its file belongs to nothing that is left, and would be played into the new one.
        _journal(project).unlink(missing_ok=True)
        fresh.replace(project)
        keep_names(project.parent)
        return None
    project.replace(aside)
    try:
        # Left here it would be played into the new file, page by page.
        if _journal(project).exists():
            _journal(project).replace(_journal(aside))
        fresh.replace(project)
        keep_names(project.parent)
    except OSError:
        if _journal(aside).exists():
            _journal(aside).replace(_journal(project))
        aside.replace(project)
        raise
    return aside


def _journal(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")


def _part(target: Path) -> Path:
    """What is written until it is whole: hidden, and of no name that anybody else gives a file."""
    return target.with_name(f".{target.name}.part")


def _settle(path: Path, passphrase: str | None) -> None:
    """Take back what a save that broke off left half written: without its journal a copy would hold some of it.

    Raises:
        DiskFault, Busy, ReadOnly: it cannot be taken back; see `storage.errors`.
    """
    if _journal(path).exists():
        connection = cipher.connect(path, passphrase)
        try:
            with translating(path):
                connection.execute("select count(*) from sqlite_schema").fetchall()
        finally:
            connection.close()


def change_passphrase(project: Path, old: str | None, new: str) -> None:
    """Encrypt a closed project anew. Works on a checked copy: a crash leaves the old file whole.

    Raises:
        EmptyKey, WrongKey, Damaged, Full, Busy, ReadOnly: see `storage.errors`; the file is unchanged.
    """
    # What another program saved meanwhile would be gone with the file that is replaced.
    lock = WriterLock(project)
    lock.acquire()
    try:
        _encrypt_anew(project, old, new)
    finally:
        lock.release()


def _encrypt_anew(project: Path, old: str | None, new: str) -> None:
    work = project.with_name(f".{project.stem}.rekey")
    work.unlink(missing_ok=True)
    try:
        # A journal that is left would be played into the new file, page by page.
        _settle(project, old)
        if old is None:
            # A plain file cannot be turned in place by every build: write its rows into an encrypted one.
            cipher.create_private(work)
            source = cipher.connect(project, None, read_only=True)
            target = cipher.connect(work, new)
            try:
                _copy_database(source, target, project)
            finally:
                target.close()
                source.close()
        else:
            copy_checked(project, work, old)
            connection = cipher.connect(work, old)
            try:
                if not new:
                    cipher.set_key(connection, new)
                with translating(project):
                    answer = connection.pragma("hexrekey", new.encode().hex())
                if answer != "ok":
                    raise ProjectError("The encryption of this installation did not take the new passphrase.")
            finally:
                connection.close()
        check = cipher.connect(work, new, read_only=True)
        try:
            cipher.check_pages(check, work)
        finally:
            check.close()
        if cipher.is_plain(work):
            raise Damaged("The new file would not be encrypted; the old one stands.")
        try:
            work.replace(project)
            keep_names(project.parent)
        except OSError as error:
            raise ReadOnly(f"{project.name} could not be replaced: {error.strerror}. It is as it was.") from error
    finally:
        work.unlink(missing_ok=True)


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
                _copy_database(source, made, target)
                cipher.check_pages(made, target)
            finally:
                made.close()
    except BaseException:  # also a stop by the user: nothing half-made is left; it goes on to the caller
        target.unlink(missing_ok=True)
        raise


def _copy_database(source: apsw.Connection, target: apsw.Connection, path: Path) -> None:
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
