"""One writer at a time, also in the moment one leaves, on a full disk and after a kill."""

import errno
import json
import os
import stat
import threading

import pytest
from faulty_files import faulty_files

from sinolens.storage import commands, lock
from sinolens.storage.errors import Busy, ReadOnly
from sinolens.storage.lock import WriterLock
from sinolens.storage.project import Project
from sinolens.storage.user import user_name

from .conftest import KEY  # noqa: TID252


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
    with pytest.raises(Busy, match=f"is already open \\(by {user_name()} on "):
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


def without_flock(number):
    def refuse(_handle, _how):
        raise OSError(number, os.strerror(number))

    return refuse


@pytest.fixture
def no_flock(monkeypatch):
    """A drive whose system does not know locks: the library takes a file that is there for one."""
    fcntl = pytest.importorskip("fcntl")
    monkeypatch.setattr(fcntl, "flock", without_flock(errno.ENOSYS))


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EOPNOTSUPP])
def test_a_drive_that_keeps_no_locks_opens_read_only_and_is_named(path, monkeypatch, number):
    fcntl = pytest.importorskip("fcntl")
    with Project.create(path, KEY) as project:
        project.apply(commands.set_setting(project, "x", 1))
    with faulty_files() as faults:
        # The database asks the drive for locks of its own, and does not get them either.
        monkeypatch.setattr(fcntl, "flock", without_flock(number))
        faults.lock = True
        with Project.open(path, KEY) as project:
            assert "keeps no locks, as some network drives do" in project.read_only_reason
            assert "cannot be written" not in project.read_only_reason
            assert "Save a copy on another drive" in project.read_only_reason
            assert project.setting("x") == 1
            assert project.check().whole
            with pytest.raises(ReadOnly, match="keeps no locks"):
                project.undo()


def test_a_user_without_a_name_leaves_no_lock_behind(path, monkeypatch):
    def nameless():
        raise KeyError("getpwuid(): uid not found: 4711")

    monkeypatch.setattr("getpass.getuser", nameless)
    with Project.create(path, KEY) as project:
        made = next(project.entries())
        assert made.user == user_name() != ""
        with pytest.raises(Busy, match=f"by {user_name()} on"):
            WriterLock(path).acquire()
    one = WriterLock(path)
    one.acquire()
    one.release()


def test_what_goes_wrong_after_the_lock_was_taken_gives_it_back(path, monkeypatch):
    broken = WriterLock(path)
    monkeypatch.setattr(lock.socket, "gethostname", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        broken.acquire()
    monkeypatch.undo()
    one = WriterLock(path)
    one.acquire()
    one.release()


def test_a_file_taken_for_a_lock_keeps_others_out_and_goes_with_its_holder(path, no_flock):
    one, other = WriterLock(path), WriterLock(path)
    one.acquire()
    assert one.soft
    with pytest.raises(Busy, match=rf"is already open \(by .* delete \.{path.name}\.lock beside it"):
        other.acquire()
    one.release()
    assert list(path.parent.iterdir()) == []
    other.acquire()
    assert not other.left_open
    other.release()
    assert list(path.parent.iterdir()) == []


def test_the_file_of_a_killed_program_is_no_lock_any_more(path, no_flock):
    one = WriterLock(path)
    one.acquire()
    marker, note = path.with_name(f".{path.name}.lock"), path.with_name(f".{path.name}.open")
    lines, told = marker.read_text().splitlines(), note.read_text()
    one.release()
    # A process of this computer that is gone: no system numbers its processes so high.
    marker.write_text("\n".join(["2147483000", *lines[1:]]) + "\n")
    note.write_text(told)
    other = WriterLock(path)
    other.acquire()
    assert other.left_open
    other.release()
    assert list(path.parent.iterdir()) == []


def test_the_file_of_another_computer_is_named_to_be_deleted(path, no_flock):
    marker = path.with_name(f".{path.name}.lock")
    marker.write_text("77\ndesk-of-somebody-else\n")
    path.with_name(f".{path.name}.open").write_text(json.dumps(
        {"user": "ana", "computer": "desk-of-somebody-else", "process": 77, "since": "2026-10-01T09:00+00:00"}))
    with pytest.raises(Busy, match=rf"by ana on desk-of-somebody-else .* delete \.{path.name}\.lock"):
        WriterLock(path).acquire()
    marker.unlink()
    one = WriterLock(path)
    one.acquire()
    assert one.left_open
    one.release()
