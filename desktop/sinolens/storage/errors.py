"""What can go wrong with a project file, each with one sentence for the user."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw


class ProjectError(Exception):
    """A project file could not be used; the message says which, why and what to do."""


class EmptyKey(ProjectError):  # noqa: N818 - named for what the user did
    """An encrypted project was asked for without a passphrase."""


class WrongKey(ProjectError):  # noqa: N818
    """The passphrase does not open the file (or its first page is damaged; the two cannot be told apart)."""


class Damaged(ProjectError):  # noqa: N818
    """The file is not what was written."""


class NotAProject(ProjectError):  # noqa: N818
    """The file is something else."""


class Busy(ProjectError):  # noqa: N818
    """Another running program has the file open for writing."""


class ReadOnly(ProjectError):  # noqa: N818
    """The file, its folder or its schema does not allow writing."""


class NoLocks(ReadOnly):
    """The drive keeps no locks: nobody could be kept from writing at the same time."""


class Full(ProjectError):  # noqa: N818
    """No room is left where the file is."""


class KeyStoreFault(ProjectError):  # noqa: N818
    """The operating system's key store did not answer or refused."""


class DiskFault(ProjectError):  # noqa: N818
    """The disk or the network drive did not read or write to the end."""


class Moved(ProjectError):  # noqa: N818
    """The file is no longer where it was opened."""


class Conflict(ProjectError):  # noqa: N818
    """What a command expected to find has changed since, or a rule of the project forbids the change."""


@contextmanager
def translating(path: Path) -> Iterator[None]:
    """Turn the database's errors into sentences about `path`."""
    name = path.name
    try:
        yield
    except apsw.FullError as error:
        raise Full(
            f"There is no room left to save {name}. Nothing was lost: the last saved state stands. "
            "Make room and try again."
        ) from error
    except apsw.ReadOnlyError as error:
        # Only errors that the library itself made carry the attribute.
        if getattr(error, "extendedresult", 0) == apsw.SQLITE_READONLY_ROLLBACK:
            raise ReadOnly(
                f"{name} was being saved when the program or the computer stopped. Open it once for writing: that puts "
                f"the last saved state back. To copy it elsewhere, take {name}-journal beside it along."
            ) from error
        raise ReadOnly(
            f"{name} cannot be written: the file or its folder is read-only. Save a copy elsewhere."
        ) from error
    except apsw.BusyError as error:
        raise Busy(f"{name} is in use by another program. Close it there and try again.") from error
    except apsw.CantOpenError as error:
        raise Moved(
            f"{name} could not be opened where it was. It may have been moved, or its folder is gone."
        ) from error
    except apsw.NotADBError as error:
        raise WrongKey(
            f"{name} does not open with this passphrase. Check it, or restore a backup if you are sure of it.",
        ) from error
    except apsw.CorruptError as error:
        raise Damaged(f"{name} is damaged and was not opened. Restore one of its backups.") from error
    except apsw.IOError as error:
        raise DiskFault(
            f"The disk or network drive did not read or write {name} to the end. "
            "Nothing saved before was lost. Check the drive and its connection, then try again."
        ) from error
