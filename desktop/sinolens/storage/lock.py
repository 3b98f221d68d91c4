"""One writer at a time. The operating system drops the lock when its process dies: a kill leaves nothing to clear."""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import socket
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from sinolens.storage.errors import Busy, ReadOnly


class WriterLock:
    """Held while a project is open for writing: a hidden lock file beside it, with a note of who holds it.

    The note names user, computer and time, nothing of the project.
    """

    def __init__(self, project: Path) -> None:
        self._project = project
        self._lock = FileLock(project.with_name(f".{project.name}.lock"), timeout=0, mode=0o600)
        self._note = project.with_name(f".{project.name}.open")
        self.left_open = False
        """The last writer did not close the project: it was killed or the computer stopped."""

    def acquire(self) -> None:
        """Take the lock.

        Raises:
            Busy: another running program holds it; the message says who and since when.
            ReadOnly: the folder cannot be written.
        """
        try:
            self._lock.acquire()
        except Timeout as error:
            raise Busy(
                f"{self._project.name} is already open{self._holder()}. Close it there, or open it read-only.",
            ) from error
        except OSError as error:
            raise ReadOnly(
                f"{self._project.parent} cannot be written, so {self._project.name} can only be read.",
            ) from error
        self.left_open = self._note.exists()
        note = {
            "user": getpass.getuser(),
            "computer": socket.gethostname(),
            "process": os.getpid(),
            "since": datetime.now().astimezone().isoformat(timespec="minutes"),
        }
        self._note.write_text(json.dumps(note), encoding="utf-8")
        self._note.chmod(0o600)

    def _holder(self) -> str:
        try:
            note = json.loads(self._note.read_text(encoding="utf-8"))
            return f" (by {note['user']} on {note['computer']} since {note['since']})"
        except (OSError, ValueError, KeyError):
            return " in another program"

    def release(self) -> None:
        """Give the lock back and take the note away."""
        if self._lock.is_locked:
            self._note.unlink(missing_ok=True)
            self._lock.release()
            with contextlib.suppress(OSError):  # another writer may have taken it in this moment
                Path(self._lock.lock_file).unlink(missing_ok=True)
