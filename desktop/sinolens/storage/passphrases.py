"""Another passphrase for a closed project, or the first one of an unencrypted file."""

from __future__ import annotations

from pathlib import Path

from sinolens.storage import cipher
from sinolens.storage.copies import copy_checked, copy_database, settle
from sinolens.storage.disk import keep_names
from sinolens.storage.errors import Damaged, ProjectError, ReadOnly, translating
from sinolens.storage.lock import WriterLock


def change_passphrase(project: Path, old: str | None, new: str) -> None:
    """Encrypt a closed project anew. Works on a checked copy: a crash leaves the old file whole.

    Raises:
        EmptyKey, WrongKey, Damaged, Full, Busy, ReadOnly: see `storage.errors`; the file is unchanged.
    """
    # What another program saved meanwhile would be gone with the file that is replaced.
    lock = WriterLock(project)
    lock.acquire()
    try:
        encrypt_anew(project, old, new)
    finally:
        lock.release()


def encrypt_anew(project: Path, old: str | None, new: str) -> None:
    """Encrypt a file nobody has open anew, in its place; `old` None = it is plain.

    Raises:
        EmptyKey, WrongKey, Damaged, Full, Busy, ReadOnly: see `storage.errors`; the file is unchanged.
    """
    work = project.with_name(f".{project.stem}.rekey")
    work.unlink(missing_ok=True)
    try:
        # A journal that is left would be played into the new file, page by page.
        settle(project, old)
        if old is None:
            # A plain file cannot be turned in place by every build: write its rows into an encrypted one.
            cipher.create_private(work)
            source = cipher.connect(project, None, read_only=True)
            target = cipher.connect(work, new)
            try:
                copy_database(source, target, project)
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
