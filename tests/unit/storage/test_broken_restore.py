"""A restore that is killed at any moment: the project is in its place, or comes back to it whole."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from sinolens.services import project_files
from sinolens.storage import backups, commands, exchange, passphrases
from sinolens.storage.copies import journal_of
from sinolens.storage.errors import Busy
from sinolens.storage.lock import WriterLock
from sinolens.storage.project import Project

from .conftest import KEY, break_off  # noqa: TID252

OTHER = "another long passphrase"


class Killed(BaseException):
    """The program ends here: nothing that follows is done."""


def set_x(project, value):
    project.apply(commands.set_setting(project, "x", value))


@pytest.fixture
def backup(path, tmp_path):
    """A backup with x = 1 of a project that has x = 2 by now."""
    with Project.create(path, KEY) as project:
        set_x(project, 1)
        made = backups.make_backup(tmp_path / "b", project, KEY)
        set_x(project, 2)
    return made


def kill_at(monkeypatch, number):
    """Die before the `number`-th time (from 0) that a name is given or taken in the exchange."""
    real = exchange._exchange
    kind = type(Path())
    replace, unlink = kind.replace, kind.unlink

    def interrupted(*files):
        left = [number]

        def counting(act):
            def counted(*arguments, **more):
                if left[0] == 0:
                    raise Killed
                left[0] -= 1
                return act(*arguments, **more)
            return counted

        monkeypatch.setattr(kind, "replace", counting(replace))
        monkeypatch.setattr(kind, "unlink", counting(unlink))
        try:
            return real(*files)
        finally:
            monkeypatch.setattr(kind, "replace", replace)
            monkeypatch.setattr(kind, "unlink", unlink)

    monkeypatch.setattr(exchange, "_exchange", interrupted)


def kept(path):
    return [file for file in path.parent.iterdir() if "(before restore" in file.name and file.suffix == ".sinolens"]


@pytest.mark.parametrize(("torn", "key", "moment"), [
    *((False, KEY, moment) for moment in range(3)), *((True, OTHER, moment) for moment in range(4)),
])
def test_a_restore_killed_at_any_moment_loses_nothing(path, backup, monkeypatch, torn, key, moment):
    if key != KEY:
        # The file has another passphrase than its backup: what broke off cannot be taken back before it is exchanged.
        passphrases.change_passphrase(path, KEY, key)
    if torn:
        break_off(path, key)
    kill_at(monkeypatch, moment)
    finished = False
    try:
        exchange.restore_backup(backup, path, KEY)
        finished = True
    except Killed:
        pass
    monkeypatch.undo()
    # What is kept beside it is whole at any moment, however it is opened.
    for aside in kept(path):
        copy = path.with_name("looked at.sinolens")
        copy.write_bytes(aside.read_bytes())
        if (journal := journal_of(aside)).exists():
            journal_of(copy).write_bytes(journal.read_bytes())
        with Project.open(copy, key) as project:
            assert project.setting("x") == 2
            assert project.check().whole
        copy.unlink()
    assert project_files.needs_passphrase(path)
    with Project.open(path, KEY if finished else key) as project:
        assert project.setting("x") == (1 if finished else 2)
        assert project.check().whole
    assert not journal_of(path).exists()
    # And the next restore does what this one should have.
    exchange.restore_backup(backup, path, KEY)
    with Project.open(path, KEY) as project:
        assert project.setting("x") == 1
    assert not list(path.parent.glob("*.part"))


def test_a_restore_right_after_a_killed_one_keeps_what_that_left(path, backup, monkeypatch):
    break_off(path)
    kill_at(monkeypatch, 1)
    with pytest.raises(Killed):
        exchange.restore_backup(backup, path, KEY)
    monkeypatch.undo()
    assert not path.exists()
    aside = exchange.restore_backup(backup, path, KEY)
    with Project.open(aside, KEY) as project:
        assert project.setting("x") == 2
        assert project.check().whole


KILLED = textwrap.dedent("""
    import os
    import signal
    import sys
    from pathlib import Path
    from sinolens.storage import backups, exchange

    path, root, key, before = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
    backup = backups.list_backups(root, path)[0]
    replace, names = Path.replace, []

    def counted(self, target):
        if "(before restore" in str(target) or names:
            names.append(target)
            if len(names) > before:
                os.kill(os.getpid(), signal.SIGKILL)
        return replace(self, target)

    Path.replace = counted
    exchange.restore_backup(backup, path, key)
""")


@pytest.mark.skipif(os.name != "posix", reason="kills as POSIX does")
@pytest.mark.parametrize("before", [0, 1])
def test_who_opens_after_a_killed_restore_is_told(path, backup, tmp_path, before):
    done = subprocess.run([sys.executable, "-c", KILLED, str(path), str(tmp_path / "b"), KEY, str(before)],
                          capture_output=True, text=True, timeout=120)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert path.exists() is (before == 0)
    assert project_files.needs_passphrase(path)
    session = project_files.open_project(path, KEY)
    try:
        assert session.project.recovered
        assert session.project.setting("x") == 2
        assert session.project.check().whole
    finally:
        session.close()
    assert not kept(path)


def test_what_another_program_is_at_is_not_put_back(path, backup, monkeypatch):
    kill_at(monkeypatch, 1)
    with pytest.raises(Killed):
        exchange.restore_backup(backup, path, KEY)
    monkeypatch.undo()
    other = WriterLock(path)
    other.acquire()
    with pytest.raises(Busy):
        project_files.needs_passphrase(path)
    other.release()
    assert project_files.needs_passphrase(path)


def test_a_project_that_was_moved_away_is_not_replaced_by_one_kept_earlier(path, backup):
    exchange.restore_backup(backup, path, KEY)
    away = path.rename(path.with_name("elsewhere.sinolens"))
    assert not exchange.take_back(path)
    assert not path.exists()
    assert away.exists()


def test_a_journal_without_its_file_is_kept(path, backup):
    break_off(path)
    away = path.rename(path.with_name("elsewhere.sinolens"))
    left = journal_of(path).read_bytes()
    assert exchange.restore_backup(backup, path, KEY) is None
    with Project.open(path, KEY) as project:
        assert project.setting("x") == 1
    found = [file for file in path.parent.iterdir() if file.name.endswith("-journal")]
    assert [file.read_bytes() for file in found] == [left]
    found[0].rename(journal_of(away))
    with Project.open(away, KEY) as project:
        assert project.setting("x") == 2
        assert project.check().whole


def test_two_restores_at_the_same_time_of_the_clock_keep_both_files(path, backup, monkeypatch):
    monkeypatch.setattr(exchange, "local_now", lambda: backup.made_at)
    first, second = (exchange.restore_backup(backup, path, KEY) for _ in range(2))
    assert first != second
    with Project.open(first, KEY) as project:
        assert project.setting("x") == 2
    with Project.open(second, KEY) as project:
        assert project.setting("x") == 1
