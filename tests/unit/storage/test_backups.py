import pytest

from sinolens.storage import backups, cipher, commands, exchange, passphrases
from sinolens.storage.copies import journal_of
from sinolens.storage.errors import Busy, Damaged, EmptyKey, ReadOnly, WrongKey
from sinolens.storage.keys import rate_passphrase
from sinolens.storage.paths import Home
from sinolens.storage.project import Project

from .conftest import KEY, break_off, make_table  # noqa: TID252


def test_a_backup_opens_with_the_same_key_and_is_not_plaintext(project, tmp_path):
    project.apply(commands.import_tables(project, [make_table()], "ana", "2026-10-01"))
    backup = backups.make_backup(tmp_path / "b", project, KEY)
    assert not cipher.is_plain(backup.path)
    with Project.open(backup.path, KEY, read_only=True) as copy:
        assert len(commands.stored_tables(copy)) == 1
        assert copy.verify().whole


def test_backups_rotate(project, tmp_path, monkeypatch):
    from datetime import datetime, timedelta

    now = datetime(2026, 10, 1, 9).astimezone()
    for number in range(5):
        monkeypatch.setattr(backups, "local_now", lambda number=number: now + timedelta(minutes=number))
        backups.make_backup(tmp_path / "b", project, KEY, kept=3)
    kept = backups.list_backups(tmp_path / "b", project.path)
    assert [backup.made_at.minute for backup in kept] == [4, 3, 2]


def test_other_files_among_the_backups_are_left_alone(project, tmp_path):
    made = backups.make_backup(tmp_path / "b", project, KEY)
    stray = made.path.with_name("copy of my project.sinolens")
    stray.write_bytes(b"x")
    assert backups.list_backups(tmp_path / "b", project.path) == [made]
    backups.make_backup(tmp_path / "b", project, KEY, kept=1)
    assert stray.exists()


def test_restore_keeps_what_was_there(path, tmp_path):
    with Project.create(path, KEY) as project:
        project.apply(commands.set_setting(project, "x", 1))
        backup = backups.make_backup(tmp_path / "b", project, KEY)
        project.apply(commands.set_setting(project, "x", 2))
    aside = exchange.restore_backup(backup, path, KEY)
    with Project.open(path, KEY) as project:
        assert project.setting("x") == 1
    with Project.open(aside, KEY) as project:
        assert project.setting("x") == 2


def test_the_journal_of_a_killed_writer_is_not_played_into_the_backup(path, tmp_path):
    with Project.create(path, KEY) as project:
        project.apply(commands.set_setting(project, "x", 1))
        backup = backups.make_backup(tmp_path / "b", project, KEY)
    break_off(path)
    journal = journal_of(path)
    aside = exchange.restore_backup(backup, path, KEY)
    # The passphrase is the file's too: what broke off is taken back before the file goes aside.
    assert not journal.exists() and not aside.with_name(f"{aside.name}-journal").exists()
    with Project.open(path, KEY) as project:
        assert project.setting("x") == 1 and project.check().whole
    with Project.open(aside, KEY) as project:
        assert project.check().whole


def test_a_project_that_is_gone_comes_back(path, tmp_path):
    with Project.create(path, KEY) as project:
        backup = backups.make_backup(tmp_path / "b", project, KEY)
    path.unlink()
    assert exchange.restore_backup(backup, path, KEY) is None
    Project.open(path, KEY).close()


def test_a_project_in_use_is_not_exchanged(path, tmp_path):
    with Project.create(path, KEY) as project:
        backup = backups.make_backup(tmp_path / "b", project, KEY)
        before = path.read_bytes()
        with pytest.raises(Busy):
            exchange.restore_backup(backup, path, KEY)
        assert path.read_bytes() == before


def test_what_cannot_be_exchanged_stays(path, tmp_path, monkeypatch):
    with Project.create(path, KEY) as project:
        backup = backups.make_backup(tmp_path / "b", project, KEY)
    before, replace = path.read_bytes(), type(path).replace

    def refuse(self, target):
        if " (restored " in self.name and target.name == path.name:
            raise OSError(13, "Permission denied")
        return replace(self, target)

    monkeypatch.setattr(type(path), "replace", refuse)
    with pytest.raises(ReadOnly, match="Permission denied"):
        exchange.restore_backup(backup, path, KEY)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir() if file.is_file()] == [path.name]


def test_a_damaged_backup_changes_nothing(path, tmp_path):
    with Project.create(path, KEY) as project:
        project.apply(commands.import_tables(project, [make_table(rows=200)], "ana", "2026-10-01"))
        backup = backups.make_backup(tmp_path / "b", project, KEY)
    data = bytearray(backup.path.read_bytes())
    data[-3000] ^= 1
    backup.path.write_bytes(data)
    before = path.read_bytes()
    with pytest.raises((Damaged, WrongKey)):
        exchange.restore_backup(backup, path, KEY)
    assert path.read_bytes() == before


def test_change_of_passphrase(path):
    with Project.create(path, KEY) as project:
        project.apply(commands.set_setting(project, "x", 1))
    passphrases.change_passphrase(path, KEY, "new one")
    with pytest.raises(WrongKey):
        Project.open(path, KEY)
    with Project.open(path, "new one") as project:
        assert project.setting("x") == 1
        assert project.verify().whole
    with pytest.raises(EmptyKey):
        passphrases.change_passphrase(path, "new one", "")
    Project.open(path, "new one").close()
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_an_unencrypted_project_can_be_encrypted(path):
    with Project.create(path, None) as project:
        project.apply(commands.import_tables(project, [make_table()], "ana", "2026-10-01"))
    passphrases.change_passphrase(path, None, KEY)
    assert not cipher.is_plain(path)
    with Project.open(path, KEY) as project:
        assert project.encrypted
        assert project.verify().whole
        assert len(commands.stored_tables(project)) == 1
        assert project.undo()


def test_strength_rises_with_the_passphrase():
    weak, strong = rate_passphrase("password1"), rate_passphrase("umber quill lantern moss 71")
    assert weak.level == 0
    assert weak.advice
    assert strong.level == 4
    assert rate_passphrase("").level == 0


def test_a_throw_away_home_is_private(tmp_path):
    home = Home.at(tmp_path / "h")
    home.make()
    assert home.backups.is_dir()
    assert home.settings.parent == home.config


def test_the_backups_of_a_project_that_moved_are_found_by_what_it_is(path, tmp_path):
    root, place = tmp_path / "b", tmp_path / "new place" / path.name
    with Project.create(path, KEY) as project:
        old = backups.make_backup(root, project, KEY)
        origin = project.origin
    place.parent.mkdir()
    path.rename(place)
    Project.create(tmp_path / "another.sinolens", KEY).close()
    with Project.open(tmp_path / "another.sinolens", KEY) as other:
        backups.make_backup(root, other, KEY)
        assert other.origin != origin
    with Project.open(place, KEY) as project:
        assert project.origin == origin
        assert backups.list_backups(root, place) == []
        assert backups.list_backups(root, place, origin) == [old]
        new = backups.make_backup(root, project, KEY, kept=1)
    assert set(backups.list_backups(root, place, origin)) == {old, new}
    assert exchange.restore_backup(old, place, KEY) is not None
    with Project.open(place, KEY) as project:
        assert project.origin == origin


def test_a_file_saved_as_another_project_is_found_by_itself_only(project):
    before = project.origin
    project.part_from_origin()
    assert len(before) == 64 and project.origin not in ("", before)
    assert project.check().whole
