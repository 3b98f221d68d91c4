"""What makes a finished file outlast a power cut."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


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
