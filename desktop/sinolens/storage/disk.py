"""What makes a finished file outlast a power cut."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from sinolens.storage.errors import Full, ProjectError


def keep_names(folder: Path) -> None:
    """Have the names given in a folder outlast a power cut: the files themselves were written to the end before."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        # Some network drives cannot do this for a folder; they keep names by themselves.
        with contextlib.suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)


def keep_bytes(file: Path) -> None:
    """Have what was written into a file on the disk before it is given its name.

    Raises:
        OSError: the disk does not take it.
    """
    handle = os.open(file, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def taking_place(part: Path, target: Path, refusal: str) -> Iterator[None]:
    """Write `part`; then it is on the disk, under the name of `target`, or gone.

    Args:
        part: written by the body.
        target: its name in the end.
        refusal: the sentence when the disk does not take it; "{}" stands for the system's words.

    Raises:
        Full: the disk did not take it; nothing is left behind.
    """
    try:
        yield
        keep_bytes(part)
        part.replace(target)
        keep_names(target.parent)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Full(refusal.format(error.strerror)) from error
    except ProjectError:
        part.unlink(missing_ok=True)
        raise
