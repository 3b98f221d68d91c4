"""Confines the reading process where the system cannot be asked from inside it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess


@contextmanager
def confined(process: BaseProcess, memory: int) -> Iterator[None]:
    """On Windows, hold the process in a Job Object with a memory limit that ends it together with the program.

    On other systems the process caps itself when it starts, see `child`.

    Raises:
        OSError: Windows refused.
    """
    if sys.platform != "win32":
        yield
        return
    from sinolens.importing.windows_job import close_job, put_into_job

    job = put_into_job(process.pid or 0, memory)
    try:
        yield
    finally:
        close_job(job)
