"""One writer at a time, also in the moment one leaves, on a full disk and after a kill."""

import errno
import os
import stat
import threading

import pytest

from sinolens.storage import lock
from sinolens.storage.errors import Busy, ReadOnly
from sinolens.storage.lock import WriterLock


def test_who_comes_while_another_leaves_is_alone(path, monkeypatch):
    first, second, third = WriterLock(path), WriterLock(path), WriterLock(path)
    first.acquire()
    release = first._lock.release

    def release_to_second():
        release()
        second.acquire()

    monkeypatch.setattr(first._lock, "release", release_to_second)
    first.release()
    with pytest.raises(Busy, match="is already open"):
        third.acquire()
    second.release()
    third.acquire()
    third.release()
    assert list(path.parent.iterdir()) == []


def test_without_room_for_the_note_the_lock_still_holds(path, monkeypatch):
    def refuse(*_arguments, **_more):
        raise OSError(errno.ENOSPC, "No space left on device")

    first, second = WriterLock(path), WriterLock(path)
    monkeypatch.setattr(lock.os, "fdopen", refuse)
    first.acquire()
    with pytest.raises(Busy, match="already open"):
        second.acquire()
    first.release()


@pytest.mark.parametrize(("number", "words"), [
    (errno.ENOSPC, "has no room left, so"), (errno.EROFS, "cannot be written, so"), (errno.EACCES, "cannot be written"),
])
def test_a_folder_that_takes_no_lock_is_read_only_with_the_reason(path, monkeypatch, number, words):
    def refuse():
        raise OSError(number, os.strerror(number))

    one = WriterLock(path)
    monkeypatch.setattr(one._lock, "acquire", refuse)
    with pytest.raises(ReadOnly, match=words):
        one.acquire()


def test_the_note_of_a_killed_writer_stops_nobody_and_is_told(path):
    stale = path.with_name(f".{path.name}.open")
    stale.write_text('{"user": "ana", "computer": "desk-7", "process": 1, "since": "2026-10-01T09:00+00:00"}')
    one = WriterLock(path)
    one.acquire()
    assert one.left_open
    other = WriterLock(path)
    with pytest.raises(Busy, match=f"is already open \\(by {lock.getpass.getuser()} on "):
        other.acquire()
    if os.name == "posix":
        assert stat.S_IMODE(path.with_name(f".{path.name}.lock").stat().st_mode) == 0o600
    one.release()


def test_what_one_thread_took_another_gives_back(path):
    one = WriterLock(path)
    taking = threading.Thread(target=one.acquire)
    taking.start()
    taking.join(30)
    one.release()
    assert not list(path.parent.glob(f".{path.name}.*"))
    after = WriterLock(path)
    after.acquire()
    assert not after.left_open
    after.release()
