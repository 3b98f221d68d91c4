"""Confines the reading process where the system cannot be asked from inside it."""

from __future__ import annotations

import sys
from multiprocessing.process import BaseProcess


def confine(process: BaseProcess, memory: int) -> None:
    """On Windows, put the process into a Job Object with a memory limit that dies with the program.

    On other systems the process caps itself when it starts. The Windows part follows the documented Job Object calls
    and was not run on the machine this was written on.
    """
    if sys.platform == "win32":
        from sinolens.importing.windows_job import put_into_job

        put_into_job(process.pid or 0, memory)
