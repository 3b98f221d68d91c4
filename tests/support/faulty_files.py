"""A file layer under the encryption that fails on demand: full disk, failing writes, reads and syncs, read-only media.

It is a layer of SQLite itself, below the one that encrypts, so that what reaches it is what would reach the disk.
"""

import os
from contextlib import contextmanager
from dataclasses import dataclass

import apsw

NAME = "faulty"
BELOW = "win32" if os.name == "nt" else "unix"


@dataclass
class Faults:
    """What fails from now on. `room`: bytes that may still be written, `reads`: times to read; None = any number."""

    room: int | None = None
    reads: int | None = None
    write: bool = False
    read: bool = False
    sync: bool = False
    remove: bool = False
    lock: bool = False
    written: int = 0

    def clear(self):
        """Nothing fails any more."""
        self.room = self.reads = None
        self.write = self.read = self.sync = self.remove = self.lock = False


class _File(apsw.VFSFile):
    def __init__(self, faults, name, flags):
        super().__init__(BELOW, name, flags)
        self._faults = faults

    def xWrite(self, data, offset):  # noqa: N802 - SQLite's name
        faults = self._faults
        if faults.write:
            raise apsw.IOError("a write failed")
        if faults.room is not None:
            faults.room -= len(data)
            if faults.room < 0:
                raise apsw.FullError("no room")
        faults.written += len(data)
        super().xWrite(data, offset)

    def xRead(self, amount, offset):  # noqa: N802
        if self._faults.reads is not None:
            self._faults.reads -= 1
        if self._faults.read or (self._faults.reads or 0) < 0:
            raise apsw.IOError("a read failed")
        return super().xRead(amount, offset)

    def xSync(self, flags):  # noqa: N802
        if self._faults.sync:
            raise apsw.IOError("a sync failed")
        return super().xSync(flags)

    def xLock(self, level):  # noqa: N802
        if self._faults.lock:
            # What the database makes of a drive that keeps no locks.
            raise apsw.BusyError("no locks available")
        super().xLock(level)


class _Files(apsw.VFS):
    def __init__(self, faults):
        self._faults = faults
        super().__init__(NAME, BELOW)

    def xOpen(self, name, flags):  # noqa: N802
        return _File(self._faults, name, flags)

    def xDelete(self, name, sync):  # noqa: N802
        if self._faults.remove:
            raise apsw.IOError("a removal failed")
        return super().xDelete(name, sync)


@contextmanager
def faulty_files():
    """Every project opened meanwhile lies on files that fail as the `Faults` handed out say."""
    faults = Faults()
    layer = _Files(faults)
    usual = apsw.vfs_names()[0]
    # The encrypting layer makes itself above any other when it is asked for by this name.
    above = f"multipleciphers-{NAME}"
    apsw.Connection(":memory:", vfs=above).close()
    apsw.set_default_vfs(above)
    try:
        yield faults
    finally:
        apsw.set_default_vfs(usual)
        apsw.unregister_vfs(above)
        layer.unregister()
