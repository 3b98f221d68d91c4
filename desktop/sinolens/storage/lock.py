"""One writer at a time. The operating system drops the lock when its process dies: a kill leaves nothing to clear."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import socket
import warnings
from datetime import datetime
from pathlib import Path

from filelock import FileLock, SoftFileLock, Timeout, UnixFileLock

from sinolens.storage.errors import Busy, NoLocks, ReadOnly
from sinolens.storage.user import user_name

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
_NO_LOCKS = (errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP)


class WriterLock:
    """Held while a project is open for writing: a hidden lock file beside it, with a note of who holds it.

    The note names user, computer and time, nothing of the project.
    """

    def __init__(self, project: Path) -> None:
        self._project = project
        # Held by the program, not by the thread that took it: a project is opened by one thread and closed by another.
        self._lock = FileLock(project.with_name(f".{project.name}.lock"), timeout=0, mode=0o600, thread_local=False)
        self._note = project.with_name(f".{project.name}.open")
        self.left_open = False
        """The last writer did not close the project: it was killed or the computer stopped."""

    def acquire(self) -> None:
        """Take the lock.

        Where the system has no locks for files, the lock is a file that is there: what another computer left behind
        by a kill then has to be taken away by hand, and the message says which.

        Raises:
            Busy: another running program holds it; the message says who and since when.
            ReadOnly: the folder cannot be written.
            NoLocks: its drive keeps none.
        """
        try:
            with warnings.catch_warnings():
                # The library warns that it takes a file for a lock; what follows from it is said where it matters.
                warnings.simplefilter("ignore", UserWarning)
                self._lock.acquire()
        except Timeout as error:
            stale = (
                f" If no program has it open there any more, delete {Path(self._lock.lock_file).name} beside it."
                if self.soft else "")
            raise Busy(
                f"{self._project.name} is already open{self._holder()}. Close it there, or open it read-only.{stale}",
            ) from error
        except OSError as error:
            if error.errno in _NO_LOCKS:
                raise NoLocks(
                    f"The drive of {self._project.parent} keeps no locks, as some network drives do, so nobody could "
                    f"be kept from changing {self._project.name} at the same time: it can only be read here. Save a "
                    "copy on another drive to change it.",
                ) from error
            why = "has no room left" if error.errno in _NO_ROOM else "cannot be written"
            raise ReadOnly(
                f"{self._project.parent} {why}, so {self._project.name} can only be read.",
            ) from error
        try:
            self.left_open = self._note.exists()
            # On a full disk the lock alone does its work; whoever meets it is only not told who holds it.
            with contextlib.suppress(OSError):
                self._write_note()
        except BaseException:  # whatever it was, nobody is left with a lock that nobody gives back
            self._lock.release()
            raise

    @property
    def soft(self) -> bool:
        """The lock is a file that is there, which the system does not take away when its holder is killed."""
        # The library turns the lock into this kind when the drive turns out to have none of its own.
        return isinstance(self._lock, SoftFileLock)

    def _write_note(self) -> None:
        note = {
            "user": user_name(),
            "computer": socket.gethostname(),
            "process": os.getpid(),
            "since": datetime.now().astimezone().isoformat(timespec="minutes"),
        }
        private = os.open(self._note, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(private, "w", encoding="utf-8") as file:
            file.write(json.dumps(note))

    def _holder(self) -> str:
        try:
            note = json.loads(self._note.read_text(encoding="utf-8"))
            return f" (by {note['user']} on {note['computer']} since {note['since']})"
        except (OSError, ValueError, KeyError):
            return " in another program"

    def release(self, *, closed: bool = True) -> None:
        """Give the lock back and take the note away; `closed` False leaves it, as a writer that was killed would."""
        if not self._lock.is_locked:
            return
        if closed:
            with contextlib.suppress(OSError):
                self._note.unlink(missing_ok=True)
        if self.soft:
            # Its file is the lock: the library takes it away itself, and only if it is still its own.
            self._lock.release()
            return
        file = Path(self._lock.lock_file)
        if isinstance(self._lock, UnixFileLock):
            # While the lock is held: whoever waits for it sees that its file lost its name, and makes a new one. Taken
            # away afterwards it could be the file of the next writer, and a third would make another one beside it.
            with contextlib.suppress(OSError):
                file.unlink(missing_ok=True)
            self._lock.release()
        else:
            self._lock.release()
            # Refused by the system while another writer holds it.
            with contextlib.suppress(OSError):
                file.unlink(missing_ok=True)
