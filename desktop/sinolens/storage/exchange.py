"""A backup put in its project's place, and what a kill in the middle of that left behind put back."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

from sinolens.storage import cipher
from sinolens.storage.backups import Backup
from sinolens.storage.copies import copy_checked, journal_of, settle
from sinolens.storage.disk import keep_bytes, keep_names
from sinolens.storage.errors import ProjectError, ReadOnly
from sinolens.storage.lock import WriterLock
from sinolens.storage.project import SUFFIX, local_now


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
        _take_back_now(project)
        for left in _read_fresh(project).values():
            # The program was killed before it came into its place.
            left.unlink(missing_ok=True)
        key = None if cipher.is_plain(backup.path) else passphrase
        now = stamp = f"{local_now():%Y-%m-%d %H%M%S}"
        number = 1
        while _aside(project, stamp).exists():
            # The clock may go back: what an earlier restore kept is not overwritten.
            number += 1
            stamp = f"{now} {number}"
        fresh, aside = _fresh(project, stamp), _aside(project, stamp)
        copy_checked(backup.path, fresh, key)
        try:
            _settle_before(project, passphrase)
            return _exchange(fresh, project, aside)
        except OSError as error:
            fresh.unlink(missing_ok=True)
            raise ReadOnly(f"{project.name} could not be put in its place: {error.strerror}.") from error
    finally:
        lock.release()


def take_back(project: Path) -> bool:
    """Put a project back that is not in its place because a restore was killed in the middle; nothing is lost by it.

    Returns:
        Whether there was one.

    Raises:
        Busy: another program is at it.
        ReadOnly: its folder cannot be written.
    """
    if project.exists() or _broken_exchange(project) is None:
        return False
    lock = WriterLock(project)
    lock.acquire()
    try:
        return _take_back_now(project)
    except OSError as error:
        raise ReadOnly(f"{project.name} could not be put back in its place: {error.strerror}.") from error
    finally:
        # Who opens it next is told that the program or the computer stopped.
        lock.release(closed=False)


def _fresh(project: Path, stamp: str) -> Path:
    return project.with_name(f"{project.stem} (restored {stamp}).part")


def _aside(project: Path, stamp: str) -> Path:
    return project.with_name(f"{project.stem} (before restore {stamp}){SUFFIX}")


def _read_fresh(project: Path) -> dict[str, Path]:
    """What killed restores left beside the project that had not its name yet, by the date of the restore."""
    start, end = _fresh(project, "\n").name.split("\n")
    try:
        beside = list(project.parent.iterdir())
    except OSError:
        # No folder, or one that shows nothing: whoever opens the project there says so.
        return {}
    return {
        file.name.removeprefix(start).removesuffix(end): file for file in beside
        if file.name.startswith(start) and file.name.endswith(end)
    }


def _broken_exchange(project: Path) -> str | None:
    """Date of the exchange that was killed: what is new has not its name yet, what was there has it no longer."""
    return next((stamp for stamp in _read_fresh(project) if _aside(project, stamp).exists()), None)


def _take_back_now(project: Path) -> bool:
    """As `take_back`, for who has the lock."""
    stamp = None if project.exists() else _broken_exchange(project)
    if stamp is None:
        return False
    _undo_exchange(_fresh(project, stamp), project, _aside(project, stamp))
    return True


def _undo_exchange(fresh: Path, project: Path, aside: Path) -> None:
    # The journal first: a file that has its name back is whole only with it.
    if journal_of(aside).exists():
        journal_of(aside).replace(journal_of(project))
    if aside.exists():
        aside.replace(project)
    keep_names(project.parent)
    fresh.unlink(missing_ok=True)


def _settle_before(project: Path, passphrase: str | None) -> None:
    """Take back what a killed writer left half written, where the passphrase at hand is also the file's."""
    if project.exists():
        # It is damaged, or has another passphrase: then its journal goes aside with it.
        with contextlib.suppress(ProjectError):
            settle(project, None if cipher.is_plain(project) else passphrase)


def _exchange(fresh: Path, project: Path, aside: Path) -> Path | None:
    """Put a new file in a project's place; what was there, with the journal of a writer that was killed, goes aside.

    Killed at any moment it leaves the one or the other in its place, or what `take_back` puts back.
    """
    journal = journal_of(project)
    if not project.exists():
        if journal.exists():
            # Left here it would be played into the new file, and its own, wherever that was moved, may need it.
            journal.replace(journal_of(aside))
        fresh.replace(project)
        keep_names(project.parent)
        return None
    try:
        if journal.exists():
            # Copied, not moved: neither of the two names stands for half a file at any moment.
            shutil.copyfile(journal, journal_of(aside))
            journal_of(aside).chmod(0o600)
            keep_bytes(journal_of(aside))
        project.replace(aside)
        # Left here it would be played into the new file, page by page.
        journal.unlink(missing_ok=True)
        fresh.replace(project)
        keep_names(project.parent)
    except OSError:
        if aside.exists():
            _undo_exchange(fresh, project, aside)
        else:
            journal_of(aside).unlink(missing_ok=True)
        raise
    return aside
