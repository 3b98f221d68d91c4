"""When a backup is made by itself: whenever what is saved is in none, whatever the clock says."""

import os
from datetime import datetime, timedelta

import pytest

from sinolens.services.project_files import back_up
from sinolens.storage import backups, commands
from sinolens.storage.project import Project

KEY = "correct horse battery staple"


@pytest.fixture(params=[KEY, None], ids=["encrypted", "plain"])
def project(request, tmp_path):
    with Project.create(tmp_path / "endowment.sinolens", request.param) as made:
        made.key = request.param
        yield made


def test_a_backup_made_with_the_clock_ahead_holds_up_none_that_follows(project, tmp_path, monkeypatch):
    root, right = tmp_path / "b", datetime.now().astimezone().replace(microsecond=0)
    ahead = right + timedelta(days=2000)
    monkeypatch.setattr(backups, "local_now", lambda: ahead)
    first = back_up(root, project, project.key)
    os.utime(first.path, (ahead.timestamp(), ahead.timestamp()))
    monkeypatch.setattr(backups, "local_now", lambda: right)
    assert back_up(root, project, project.key) is None
    project.apply(commands.set_setting(project, "x", 1))
    second = back_up(root, project, project.key)
    assert second is not None and second.made_at == right
    assert back_up(root, project, project.key) is None
    with Project.open(second.path, project.key, read_only=True) as copy:
        assert copy.setting("x") == 1


def test_a_clock_set_back_makes_no_backup_of_what_is_backed_up(project, tmp_path):
    made = back_up(tmp_path / "b", project, project.key)
    os.utime(made.path, (0, 0))
    assert back_up(tmp_path / "b", project, project.key) is None
    assert back_up(tmp_path / "b", project, project.key, force=True) is not None


def test_a_backup_that_was_damaged_since_is_none(project, tmp_path, monkeypatch):
    now = datetime(2026, 10, 1, 9).astimezone()
    monkeypatch.setattr(backups, "local_now", lambda: now)
    made = back_up(tmp_path / "b", project, project.key)
    data = bytearray(made.path.read_bytes())
    data[-100] ^= 1
    made.path.write_bytes(data)
    monkeypatch.setattr(backups, "local_now", lambda: now + timedelta(minutes=1))
    assert back_up(tmp_path / "b", project, project.key) is not None
