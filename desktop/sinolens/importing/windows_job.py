"""A Windows Job Object around the reading process: a memory limit, and death together with the program.

Written after the documentation of `SetInformationJobObject`; it was not run on the machine this was written on.
"""

from __future__ import annotations

import ctypes
from typing import Any

_EXTENDED_LIMITS = 9
_LIMIT_PROCESS_MEMORY = 0x00000100
_LIMIT_KILL_ON_CLOSE = 0x00002000
_PROCESS_SET_QUOTA = 0x0100
_PROCESS_TERMINATE = 0x0001


class _BasicLimits(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

    _fields_ = (
        ("PerProcessUserTimeLimit", ctypes.c_int64),
        ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", ctypes.c_uint32),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", ctypes.c_uint32),
        ("Affinity", ctypes.c_size_t),
        ("PriorityClass", ctypes.c_uint32),
        ("SchedulingClass", ctypes.c_uint32),
    )


class _ExtendedLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

    _fields_ = (
        ("BasicLimitInformation", _BasicLimits),
        ("IoInfo", ctypes.c_uint64 * 6),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    )


def put_into_job(process_id: int, memory: int) -> int:
    """Put a running process into a job of its own.

    Args:
        process_id: of the reading process.
        memory: bytes the process may commit.

    Returns:
        Handle of the job, for `close_job`.

    Raises:
        OSError: Windows refused one of the calls.
    """
    loader: Any = getattr(ctypes, "WinDLL")  # noqa: B009 - the name exists on Windows only
    kernel = loader("kernel32", use_last_error=True)
    kernel.CreateJobObjectW.restype = ctypes.c_void_p
    kernel.OpenProcess.restype = ctypes.c_void_p
    limits = _ExtendedLimits()
    limits.BasicLimitInformation.LimitFlags = _LIMIT_PROCESS_MEMORY | _LIMIT_KILL_ON_CLOSE
    limits.ProcessMemoryLimit = memory
    job = kernel.CreateJobObjectW(None, None)
    if not job:
        raise _refusal()
    known = kernel.SetInformationJobObject(
        ctypes.c_void_p(job), _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits)
    )
    process = kernel.OpenProcess(_PROCESS_SET_QUOTA | _PROCESS_TERMINATE, False, process_id)
    assigned = known and process and kernel.AssignProcessToJobObject(ctypes.c_void_p(job), ctypes.c_void_p(process))
    error = None if assigned else _refusal()
    if process:
        kernel.CloseHandle(ctypes.c_void_p(process))
    if error is not None:
        kernel.CloseHandle(ctypes.c_void_p(job))
        raise error
    return int(job)


def close_job(job: int) -> None:
    """Close the handle of a job, which ends what still runs in it."""
    loader: Any = getattr(ctypes, "WinDLL")  # noqa: B009
    loader("kernel32", use_last_error=True).CloseHandle(ctypes.c_void_p(job))


def _refusal() -> OSError:
    code: Any = getattr(ctypes, "get_last_error")  # noqa: B009
    return OSError(code(), "the reading process could not be confined")
