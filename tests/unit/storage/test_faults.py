"""Disks that are full, fail or cannot be written: refused in a sentence, and the last saved state stands."""

import os
import random
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

import pytest
from faulty_files import faulty_files

from sinolens.storage import cipher, commands, schema
from sinolens.storage.errors import DiskFault, Full, ProjectError, ReadOnly
from sinolens.storage.project import Project

from .conftest import KEY, make_table  # noqa: TID252


@pytest.fixture
def faults():
    with faulty_files() as made:
        yield made


@pytest.fixture
def faulty(faults, path):
    with Project.create(path, KEY) as made:
        made.apply(commands.set_setting(made, "kept", 1))
        yield made
        faults.clear()


def import_one(project, number=0):
    return project.apply(commands.import_tables(project, [make_table(rows=50, sha=f"{number:064x}")], "ana", "2026"))


def state(project):
    return {table: project.rows(table) for table in schema.RECORD_TABLES}, project.verify().entries


def fill_the_disk(faults):
    faults.room = 6_000


@pytest.mark.parametrize(("fault", "kind", "words"), [
    ("room", Full, "no room left"), ("write", DiskFault, "did not read or write"), ("sync", DiskFault, "did not read"),
    ("read", DiskFault, "did not read or write"), ("remove", DiskFault, "did not read or write"),
])
def test_a_fault_is_a_sentence_and_leaves_the_last_saved_state(faults, faulty, path, fault, kind, words):
    before = state(faulty)
    setattr(faults, fault, 6_000 if fault == "room" else True)
    with pytest.raises(kind, match=words) as caught:
        import_one(faulty)
    assert path.name in str(caught.value)
    faults.clear()
    assert state(faulty) == before
    import_one(faulty)
    assert faulty.check().whole
    assert len(commands.stored_tables(faulty)) == 1


def test_a_disk_that_fills_at_any_moment_leaves_the_old_state_or_the_new(faults, faulty):
    rng = random.Random(5)
    refused = kept = 0
    for number in range(60):
        before = len(faulty.rows("import"))
        faults.room = rng.randrange(0, 120_000)
        try:
            import_one(faulty, number)
            kept += 1
        except Full:
            refused += 1
        faults.clear()
        assert len(faulty.rows("import")) == len(faulty.rows("import_table")) == kept
        assert len(faulty.rows("import")) - before in (0, 1)
        assert faulty.verify().whole
    assert refused > 10 and kept > 10
    assert faulty.check().whole


def test_what_fails_after_the_commit_is_rolled_back_at_the_next_opening(faults, path):
    with Project.create(path, KEY) as made:
        import_one(made)
    made = Project.open(path, KEY)
    faults.sync = True
    with pytest.raises(DiskFault):
        import_one(made, 1)
    faults.write = faults.read = faults.remove = True
    made.close()
    faults.clear()
    with Project.open(path, KEY) as again:
        assert len(commands.stored_tables(again)) == 1
        assert again.check().whole


def test_a_project_is_not_made_on_a_full_disk_and_leaves_nothing(faults, path):
    fill_the_disk(faults)
    with pytest.raises(Full, match="no room"):
        Project.create(path, KEY)
    assert list(path.parent.iterdir()) == []


def test_an_older_file_opens_read_only_on_a_full_disk(faults, path):
    with Project.create(path, KEY) as made:
        made.apply(commands.set_setting(made, "kept", 1))
    connection = cipher.connect(path, KEY)
    for table in (*schema._SECOND_TABLES, *schema._THIRD_TABLES):
        connection.execute(f"drop table {table}")
    connection.pragma("user_version", 1)
    connection.close()
    before = path.read_bytes()
    faults.room = 0
    with Project.open(path, KEY) as project:
        assert "no room left to bring it up to date" in project.read_only_reason
        assert path.name in project.read_only_reason
        assert project.setting("kept") == 1
        assert project.rows("used_edition") == {}
        assert project.check().whole
    faults.clear()
    assert path.read_bytes() == before
    with Project.open(path, KEY) as project:
        assert not project.read_only
        assert project.version_found == 1


def test_undo_and_notes_on_a_failing_disk_change_nothing(faults, faulty):
    before = state(faulty)
    faults.write = True
    for act in (faulty.undo, lambda: faulty.note("export", "x")):
        with pytest.raises(DiskFault):
            act()
    faults.clear()
    assert state(faulty) == before
    assert faulty.undo()


def test_the_journal_is_a_file_that_goes_with_each_step(faults, faulty):
    # What network drives can: no shared memory, no second file that stays.
    assert faulty._connection.pragma("journal_mode") == "delete"
    import_one(faulty)
    names = sorted(file.name for file in faulty.path.parent.iterdir())
    assert not [name for name in names if name.endswith(("-journal", "-wal", "-shm"))], names


READER = textwrap.dedent("""
    import os
    import sys
    import tempfile
    from pathlib import Path
    from sinolens.storage import commands
    from sinolens.storage.errors import ReadOnly
    from sinolens.storage.project import Project

    if os.getuid() == 0:
        # Nothing binds root: go on as nobody, after everything is imported that opening a project needs.
        with tempfile.TemporaryDirectory() as folder:
            Project.create(Path(folder) / "x.sinolens", "x").close()
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    with Project.open(Path(sys.argv[1]), sys.argv[2]) as project:
        print(project.read_only_reason)
        print(project.setting("kept"))
        try:
            project.apply(commands.set_setting(project, "kept", 2))
        except ReadOnly as error:
            print("REFUSED", error)
""")


def read_as_somebody(path):
    """Open the project as a user whom its permissions bind, in a process of its own."""
    done = subprocess.run([sys.executable, "-c", READER, str(path), KEY], capture_output=True, text=True, timeout=60,
                          env={**os.environ, "LOGNAME": "somebody"})
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.fixture
def media():
    """A folder that others may reach, unlike the one of the test."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        yield folder
        folder.chmod(0o700)


@pytest.mark.skipif(os.name != "posix", reason="POSIX modes")
@pytest.mark.parametrize(("folder_mode", "file_mode", "words"), [
    (0o555, 0o444, "cannot be written, so endowment.sinolens can only be read"),
    (0o777, 0o444, "is write-protected, so it can only be read"),
])
def test_read_only_media_and_files_open_read_only_with_a_sentence(media, folder_mode, file_mode, words):
    path = media / "endowment.sinolens"
    with Project.create(path, KEY) as made:
        made.apply(commands.set_setting(made, "kept", 1))
    path.chmod(file_mode)
    media.chmod(folder_mode)
    reason, kept, refused = read_as_somebody(path)
    assert words in reason
    assert kept == "1"
    assert refused == f"REFUSED {reason}"


def test_a_file_from_a_newer_version_tells_which(path):
    Project.create(path, KEY).close()
    connection = cipher.connect(path, KEY)
    connection.execute("alter table setting add column hue any; create table fresh(id text)")
    connection.pragma("user_version", schema.VERSION + 3)
    connection.close()
    with Project.open(path, KEY) as project:
        assert f"file version {schema.VERSION + 3}, this program knows {schema.VERSION}" in project.read_only_reason
        assert project.rows("setting") == {}
        with pytest.raises(ReadOnly, match="newer version"):
            project.undo()


@pytest.mark.parametrize("content", [b"Account,Security\nA1,X\n" * 500, b"PK\x03\x04" + os.urandom(9000),
                                     b"%PDF-1.7" + os.urandom(9000), b"", b"short", bytes(20_000)])
def test_something_else_is_not_taken_for_a_wrong_passphrase(path, content):
    path.write_bytes(content)
    with pytest.raises(ProjectError, match="is no Sinolens project"):
        Project.open(path, KEY)
    assert path.read_bytes() == content
