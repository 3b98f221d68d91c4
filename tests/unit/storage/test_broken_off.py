"""Saves that broke off, clocks that go back, two programs at once: what copies, backups and new passphrases do then."""

import os
import stat
from datetime import datetime, timedelta

import pytest
from faulty_files import faulty_files

from sinolens.storage import backups, cipher, commands, copies, exchange, passphrases, snapshots
from sinolens.storage.errors import Busy, DiskFault, Moved, ReadOnly
from sinolens.storage.project import Project

from .conftest import KEY, break_off, make_table  # noqa: TID252


@pytest.fixture
def broken_off(path):
    """A project whose writer died in mid-save: changed pages are in the file, what stood there is in its journal."""
    with Project.create(path, KEY) as made:
        made.apply(commands.set_setting(made, "x", 1))
    break_off(path)
    return path


def test_a_copy_holds_nothing_of_a_save_that_broke_off(broken_off):
    target = broken_off.with_name("copy.sinolens")
    copies.copy_checked(broken_off, target, KEY)
    for path in (target, broken_off):
        with Project.open(path, KEY) as project:
            assert project.setting("x") == 1
            assert project.check().whole


def test_a_save_that_broke_off_is_taken_back_before_the_passphrase_changes(broken_off):
    passphrases.change_passphrase(broken_off, KEY, "another one")
    assert [file.name for file in broken_off.parent.iterdir()] == [broken_off.name]
    with Project.open(broken_off, "another one") as project:
        assert project.setting("x") == 1
        assert project.check().whole


def test_who_only_reads_is_told_of_a_save_that_broke_off(broken_off):
    with pytest.raises(ReadOnly, match=r"was being saved when .* endowment\.sinolens-journal beside it along"):
        Project.open(broken_off, KEY, read_only=True)
    with Project.open(broken_off, KEY) as project:
        assert project.setting("x") == 1
    Project.open(broken_off, KEY, read_only=True).close()


def test_a_copy_takes_no_file_of_the_user_s_for_its_own(path):
    Project.create(path, KEY).close()
    other = path.with_name("copy.part")
    other.write_bytes(b"of somebody else")
    copies.copy_checked(path, path.with_name("copy.sinolens"), KEY)
    assert other.read_bytes() == b"of somebody else"


def test_the_passphrase_of_a_project_in_use_stays(path):
    with Project.create(path, KEY) as project:
        with pytest.raises(Busy, match="already open"):
            passphrases.change_passphrase(path, KEY, "another one")
        project.apply(commands.set_setting(project, "x", 1))
    with Project.open(path, KEY) as project:
        assert project.setting("x") == 1


def test_the_newest_backup_is_kept_when_the_clock_goes_back(project, tmp_path, monkeypatch):
    late = datetime(2031, 5, 1, 9).astimezone()
    for number in range(3):
        monkeypatch.setattr(backups, "local_now", lambda number=number: late + timedelta(minutes=number))
        backups.make_backup(tmp_path / "b", project, KEY, kept=3)
    right = datetime(2026, 10, 1, 9).astimezone()
    for number in range(4):
        monkeypatch.setattr(backups, "local_now", lambda number=number: right + timedelta(minutes=number))
        made = backups.make_backup(tmp_path / "b", project, KEY, kept=3)
        assert made.made_at == right + timedelta(minutes=number)
        assert made.path.exists()
    kept = backups.list_backups(tmp_path / "b", project.path)
    assert [backup.made_at for backup in kept] == [right + timedelta(minutes=number) for number in (3, 2, 1)]


def test_no_plain_backup_is_left_of_a_project_that_was_encrypted(path, tmp_path, monkeypatch):
    now = datetime(2026, 10, 1, 9).astimezone()
    with Project.create(path, None) as project:
        for number in range(3):
            monkeypatch.setattr(backups, "local_now", lambda number=number: now + timedelta(minutes=number))
            project.apply(commands.set_setting(project, "x", number))
            backups.make_backup(tmp_path / "b", project, None)
    broken = backups.list_backups(tmp_path / "b", path)[1]
    broken.path.write_bytes(broken.path.read_bytes()[:9000])
    passphrases.change_passphrase(path, None, KEY)
    monkeypatch.setattr(backups, "local_now", lambda: now + timedelta(minutes=3))
    with Project.open(path, KEY) as project:
        made = backups.make_backup(tmp_path / "b", project, KEY)
    kept = backups.list_backups(tmp_path / "b", path)
    assert kept[0] == made
    assert [backup.made_at.minute for backup in kept] == [3, 2, 0]
    for backup, number in zip(kept, (2, 2, 0), strict=True):
        with Project.open(backup.path, KEY, read_only=True) as copy:
            assert copy.encrypted
            assert copy.setting("x") == number
    assert not [file for file in made.path.parent.iterdir() if file.read_bytes().startswith(cipher.PLAIN_HEADER)]


def test_what_a_killed_backup_left_goes_with_the_next(project, tmp_path):
    made = backups.make_backup(tmp_path / "b", project, KEY)
    left = made.path.with_name(".2026-01-01 000000.sinolens.part")
    left.write_bytes(b"half")
    backups.make_backup(tmp_path / "b", project, KEY)
    assert not [file for file in made.path.parent.iterdir() if file.suffix == ".part"]


@pytest.fixture
def synced(monkeypatch):
    """Folders brought to the disk, in order, among the files taken away."""
    seen, fsync, unlink = [], os.fsync, os.unlink

    def note(handle):
        found = os.fstat(handle)
        if stat.S_ISDIR(found.st_mode):
            seen.append(found.st_ino)
        fsync(handle)

    def gone(path, *rest, **more):
        seen.append(str(path))
        unlink(path, *rest, **more)

    monkeypatch.setattr(os, "fsync", note)
    monkeypatch.setattr(os, "unlink", gone)
    return seen


@pytest.mark.skipif(os.name != "posix", reason="folders are files of their own there only")
def test_names_are_on_the_disk_before_what_they_stand_for_goes(path, tmp_path, synced):
    with Project.create(path, KEY) as project:
        old = backups.make_backup(tmp_path / "b", project, KEY)
        old.path.rename(old.path.with_name("2026-01-01 000000.sinolens"))
        synced.clear()
        backup = backups.make_backup(tmp_path / "b", project, KEY, kept=1)
    folder = backup.path.parent.stat().st_ino
    assert synced.index(folder) < synced.index(str(old.path.with_name("2026-01-01 000000.sinolens")))
    here = path.parent.stat().st_ino
    for act in (lambda: exchange.restore_backup(backup, path, KEY),
                lambda: passphrases.change_passphrase(path, KEY, "another one")):
        synced.clear()
        act()
        assert here in synced
    path.unlink()
    synced.clear()
    exchange.restore_backup(backup, path, KEY)
    assert here in synced


def archive(project, target):
    key, command = snapshots.freeze(project, "Q3", "2026-09-30", b"facts", "ana", "2026-10-01")
    project.apply(command)
    snapshots.write_archive(project, key, [], [], target)


@pytest.mark.skipif(os.name != "posix", reason="folders are files of their own there only")
def test_an_archive_is_on_the_disk_when_it_has_its_name(project, tmp_path, synced):
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    archive(project, shelf / "q3.zip")
    assert shelf.stat().st_ino in synced


def test_an_archive_takes_no_other_file_for_the_project(project, tmp_path):
    key, command = snapshots.freeze(project, "Q3", "2026-09-30", b"facts", "ana", "2026-10-01")
    project.apply(command)
    project.path.rename(tmp_path / "elsewhere.sinolens")
    project.path.write_bytes(b"of somebody else")
    with pytest.raises(Moved, match="no longer where it was opened"):
        snapshots.write_archive(project, key, [], [], tmp_path / "q3.zip")
    assert not list(tmp_path.glob("*q3.zip*"))


def test_a_disk_that_fails_while_all_is_written_anew_is_named(path, tmp_path):
    with faulty_files() as faults, Project.create(path, KEY) as project:
        project.apply(commands.import_tables(project, [make_table(rows=3000)], "ana", "2026-10-01"))
        project._connection.pragma("cache_size", 1)
        faults.reads = 12
        target = tmp_path / "rescued.sinolens"
        with pytest.raises(DiskFault, match="did not read or write"):
            copies.rescue(project, target, KEY)
        assert not target.exists()
        faults.clear()


def test_the_lock_goes_back_whatever_the_file_does(path):
    project = Project.create(path, KEY)
    real = project._connection

    class Stuck:
        def close(self):
            raise OSError("stuck")

    project._connection = Stuck()
    with pytest.raises(OSError, match="stuck"):
        project.close()
    real.close()
    Project.open(path, KEY).close()
