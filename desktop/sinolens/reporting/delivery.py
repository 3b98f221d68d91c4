"""Puts a finished file in its place at once, or leaves what was there."""

from __future__ import annotations

import contextlib
import errno
import secrets
from collections.abc import Callable
from pathlib import Path

from sinolens.reporting.errors import ExportFailed

DRAFT = ".sinolens-"
LEFT_AFTER = 3600.0
"""Seconds after which a draft belongs to no export any more: its program was killed. An export takes seconds."""

_CLOSED = "The folder cannot be written, or the file is open in another program. Close it or choose another place."
_REASONS = {
    errno.EACCES: _CLOSED,
    errno.EPERM: _CLOSED,
    errno.EROFS: "The folder is read-only. Choose another place.",
    errno.ENOENT: "The folder does not exist.",
    errno.ENOTDIR: "The folder does not exist.",
    errno.EISDIR: "A folder of that name is in the way.",
    errno.ENOSPC: "The disk is full.",
    errno.EDQUOT: "The disk quota is used up.",
    errno.ENAMETOOLONG: "The file name is too long.",
}


def deliver(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` fill a new file in the same folder, then put it in the place of `path` in one step.

    Args:
        path: the file the user asked for. What killed exports left in its folder is removed: it holds holdings.
        write: called with the path of an empty temporary file in the same folder.

    Raises:
        ExportFailed: the file could not be written; whatever stood at `path` is as it was.
    """
    if path.is_dir():
        raise ExportFailed(path, _REASONS[errno.EISDIR])
    draft: Path | None = None
    try:
        # Opened the plain way, not by mkstemp: a report gets the rights any new file in this folder would get.
        new = path.with_name(f"{DRAFT}{secrets.token_hex(8)}{path.suffix}")
        new.open("xb").close()
        # Only what was made is taken away again.
        draft = new
        _remove_left(draft)
        write(draft)
        draft.replace(path)
        draft = None
    except Exception as error:
        # The writers wrap what the system refused in classes of their own, which have no common base; what has no
        # such cause is a fault of the program and goes on its way.
        cause = _system_error(error)
        if cause is None:
            raise
        raise ExportFailed(
            path, _REASONS.get(cause.errno or 0, f"The file could not be written ({cause.strerror}).")
        ) from error
    finally:
        if draft is not None:
            draft.unlink(missing_ok=True)


def _remove_left(draft: Path) -> None:
    # By the clock that wrote the new one: a network drive may have its own.
    now = draft.stat().st_mtime
    for other in draft.parent.glob(f"{DRAFT}{'[0-9a-f]' * 16}.*"):
        # What cannot be looked at or removed is somebody else's.
        with contextlib.suppress(OSError):
            if other != draft and other.is_file() and now - other.stat().st_mtime > LEFT_AFTER:
                other.unlink()


def _system_error(error: Exception) -> OSError | None:
    """What the system refused: the error itself, or the one a writer of files wrapped in its own."""
    if isinstance(error, OSError):
        return error
    return next((part for part in error.args if isinstance(part, OSError)), None)
