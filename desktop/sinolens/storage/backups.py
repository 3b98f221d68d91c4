"""Rotating backups of a project: copies of the encrypted file, each opened and checked before it counts."""

from __future__ import annotations

import contextlib
import filecmp
import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sinolens.storage import cipher
from sinolens.storage.copies import copy_checked, part_of, settle
from sinolens.storage.errors import Damaged, Full, WrongKey, translating
from sinolens.storage.passphrases import encrypt_anew
from sinolens.storage.project import SUFFIX, Project, local_now

KEPT = 10
ORIGIN = ".origin"
"""File in a folder of backups that says which project they are of, wherever that one is kept by now."""


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


def list_backups(root: Path, project: Path, origin: str = "") -> list[Backup]:
    """Backups of a project, newest first; other files in their folder are left alone.

    Args:
        root: where the backups of all projects are.
        project: where its file is.
        origin: `Project.origin`; with it those are found too that were made while its file was elsewhere.
    """
    own = backup_folder(root, project)
    found = _read_folder(own)
    if origin and root.is_dir():
        for folder in root.iterdir():
            if folder != own and _read_origin(folder) == origin:
                found.extend(_read_folder(folder))
    return sorted(found, key=_date, reverse=True)


def _date(backup: Backup) -> datetime:
    return backup.made_at


def _read_folder(folder: Path) -> list[Backup]:
    found = []
    for path in folder.glob(f"*{SUFFIX}"):
        try:
            made = datetime.strptime(path.stem, "%Y-%m-%d %H%M%S").astimezone()
        except ValueError:
            # Somebody put it there; it is not counted and never rotated away.
            continue
        found.append(Backup(path, made, path.stat().st_size))
    return found


def _read_origin(folder: Path) -> str:
    try:
        return (folder / ORIGIN).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        # It was made before folders said so, or is none of ours.
        return ""


def is_backed_up(root: Path, project: Project) -> bool:
    """Whether one of its backups is the very file, byte by byte: clocks go ahead and back, and say nothing of that.

    Every save changes the first page, so that two files that differ are told apart at their beginning.
    """
    filecmp.clear_cache()
    try:
        return any(
            filecmp.cmp(backup.path, project.path, shallow=False)
            for backup in _read_folder(backup_folder(root, project.path)))
    except OSError:
        # One of them cannot be read: a backup that is made now says what is wrong, or is one that can.
        return False


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
    _mark(folder, project.origin)
    now = local_now()
    target = folder / f"{now:%Y-%m-%d %H%M%S}{SUFFIX}"
    for left in folder.glob(part_of(folder / f"*{SUFFIX}").name):
        # The program was killed while it made one.
        left.unlink(missing_ok=True)
    key = passphrase if project.encrypted else None
    settle(project.path, key)
    # A reader's lock keeps writers out while the bytes are copied.
    guard = cipher.connect(project.path, key, read_only=True)
    try:
        with translating(project.path):
            guard.execute("begin")
            guard.execute("select count(*) from meta").fetchall()
        copy_checked(project.path, target, key)
    finally:
        guard.close()
    # Only of this place: a copy that somebody made of the file elsewhere has backups of its own.
    found = sorted(_read_folder(folder), key=_date, reverse=True)
    others = [backup for backup in found if backup.path != target]
    # A computer's clock goes back too. What is dated later than now then goes first, never what was made just now.
    others.sort(key=lambda backup: backup.made_at > now)
    for old in others[max(kept - 1, 0):]:
        old.path.unlink(missing_ok=True)
    if key is not None:
        _encrypt_plain(others[:max(kept - 1, 0)], key)
    return next(backup for backup in found if backup.path == target)


def _mark(folder: Path, origin: str) -> None:
    # Without it the backups are found all the same, as long as the project stays where it is.
    if _read_origin(folder) != origin:
        with contextlib.suppress(OSError):
            (folder / ORIGIN).write_text(origin, encoding="ascii")


def _encrypt_plain(backups: list[Backup], key: str) -> None:
    """Backups from before their project was encrypted become as encrypted as it; one that is damaged is no backup."""
    for backup in backups:
        if cipher.is_plain(backup.path):
            try:
                encrypt_anew(backup.path, None, key)
            except (Damaged, WrongKey):
                backup.path.unlink()
