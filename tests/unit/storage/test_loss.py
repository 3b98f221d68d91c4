"""Kills, damage and full disks: nothing acknowledged is lost, nothing opens wrong."""

import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from sinolens.storage import commands
from sinolens.storage.errors import Damaged, Full, ProjectError, WrongKey
from sinolens.storage.project import Project

from .conftest import KEY, make_table  # noqa: TID252

WRITER = textwrap.dedent("""
    import os
    import sys
    from pathlib import Path
    sys.path.insert(0, sys.argv[3])
    from conftest import make_table
    from sinolens.storage import backups, commands, snapshots
    from sinolens.storage.project import Project
    path = Path(sys.argv[1])
    project = Project.open(path, sys.argv[2])
    start = project.setting("count", 0)
    for number in range(start + 1, start + 100_000):
        # Import, override, snapshot and copy in turn, each followed by the number that is acknowledged.
        kind = number % 4
        if kind == 0:
            project.apply(commands.import_tables(project, [make_table(rows=200, sha=f"{number:064x}")], "ana", "2026"))
        elif kind == 1:
            project.apply(commands.propose_override(
                project, f"k{number}", "A1", "tier", "T3", "T2", "why", "ana", "2026-10-01"))
        elif kind == 2:
            # The process id keeps a state apart that the killed writer froze already.
            label = f"Q{number} {os.getpid()}"
            key, freeze = snapshots.freeze(project, label, "2026-09-30", b"facts", "ana", "2026-10-01")
            project.apply(freeze)
        else:
            backups.copy_checked(path, path.with_name("copy.sinolens"), sys.argv[2])
        project.apply(commands.set_setting(project, "count", number))
        print(number, flush=True)
""")


def kill_once(path, rng):
    """Run a writer, kill it at a random moment, and return the last number it acknowledged."""
    child = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), KEY, str(Path(__file__).parent)],
        stdout=subprocess.PIPE, text=True, stderr=subprocess.PIPE,
    )
    try:
        first = child.stdout.readline()
        assert first, child.stderr.read()
        time.sleep(rng.uniform(0, 0.6))
    finally:
        child.send_signal(signal.SIGKILL)
    rest, _ = child.communicate(timeout=30)
    lines = [line for line in (first + rest).splitlines(keepends=True) if line.endswith("\n")]
    return int(lines[-1])


def run_kills(path, count, seed):
    rng = random.Random(seed)
    Project.create(path, KEY).close()
    for _ in range(count):
        acknowledged = kill_once(path, rng)
        with Project.open(path, KEY) as project:
            assert project.recovered
            assert project.setting("count") >= acknowledged
            assert project.verify().whole
            done = range(1, acknowledged + 1)
            assert len(project.rows("import")) >= sum(n % 4 == 0 for n in done)
            assert len(project.rows("override")) >= sum(n % 4 == 1 for n in done)
            assert len(project.rows("snapshot")) >= sum(n % 4 == 2 for n in done)
            # Nothing half done: every table that is named can be read.
            assert len(commands.stored_tables(project)) == len(project.rows("import_table"))


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_a_killed_writer_loses_nothing_acknowledged(path):
    run_kills(path, 6, seed=1)


@pytest.mark.full
@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_300_kills_lose_nothing_acknowledged(path):
    run_kills(path, 300, seed=2)


def damage(data, rng):
    """One of: cut, flipped bits, two pages swapped, a page of zeros, a foreign page."""
    data = bytearray(data)
    pages = len(data) // 4096
    kind = rng.choice(["cut", "flip", "swap", "zero", "noise"])
    at = rng.randrange(pages) * 4096
    if kind == "cut":
        return bytes(data[: rng.randrange(1, len(data) - 1)])
    if kind == "flip":
        for _ in range(rng.randrange(1, 4)):
            data[at + rng.randrange(4096)] ^= 1 << rng.randrange(8)
    elif kind == "swap":
        other = (at + 4096 * rng.randrange(1, pages)) % (pages * 4096)
        data[at : at + 4096], data[other : other + 4096] = data[other : other + 4096], data[at : at + 4096]
    elif kind == "zero":
        data[at : at + 4096] = bytes(4096)
    else:
        data[at : at + 4096] = rng.randbytes(4096)
    return bytes(data)


def run_damage(path, count, seed):
    rng = random.Random(seed)
    with Project.create(path, KEY) as project:
        for number in range(3):
            table = make_table(name=f"NAME {number} " + rng.randbytes(400).hex(), rows=40, sha=f"{number:064x}")
            project.apply(commands.import_tables(project, [table], "ana", "2026-10-01"))
    whole = path.read_bytes()
    with Project.open(path, KEY) as project:
        expected = [table.frame.to_csv() for table in commands.stored_tables(project)]
    refused = 0
    for _ in range(count):
        path.write_bytes(damage(whole, rng))
        try:
            with Project.open(path, KEY) as project:
                # A page that nothing uses may be damaged without harm: then everything must be right.
                assert [table.frame.to_csv() for table in commands.stored_tables(project)] == expected
                assert project.verify().whole
        except (Damaged, WrongKey) as error:
            refused += 1
            assert path.name in str(error)
    return refused


def test_a_damaged_file_is_refused_and_never_opens_wrong(path):
    assert run_damage(path, 40, seed=3) >= 36


@pytest.mark.full
def test_500_damaged_files_are_refused(path):
    assert run_damage(path, 500, seed=4) >= 450


FILLER = textwrap.dedent("""
    import resource, signal, sys
    from pathlib import Path
    from sinolens.storage import commands
    from sinolens.storage.errors import ProjectError
    from sinolens.storage.project import Project
    path = Path(sys.argv[1])
    project = Project.open(path, sys.argv[2])
    project.apply(commands.set_setting(project, "kept", "yes"))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    size = path.stat().st_size + 20_000
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    try:
        project.apply(commands.add_evidence(project, "big.bin", bytes(range(256)) * 4000, "ana", "2026-10-01"))
    except ProjectError as error:
        print("REFUSED", error)
    project.apply(commands.set_setting(project, "after", "yes"))
    project.close()
""")


@pytest.mark.skipif(os.name != "posix", reason="RLIMIT_FSIZE")
def test_a_write_that_fails_leaves_the_last_saved_state(path):
    Project.create(path, KEY).close()
    done = subprocess.run(
        [sys.executable, "-c", FILLER, str(path), KEY], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.startswith("REFUSED"), done.stderr
    with Project.open(path, KEY) as project:
        assert project.setting("kept") == "yes"
        assert project.setting("after") == "yes"
        assert project.rows("evidence") == {}
        assert project.verify().whole


def test_a_full_disk_is_named_and_harmless(project):
    project.apply(commands.set_setting(project, "kept", 1))
    pages = project._connection.pragma("page_count")
    project._connection.pragma("max_page_count", pages + 3)
    with pytest.raises(Full, match="no room"):
        project.apply(commands.add_evidence(project, "big.bin", bytes(200_000), "ana", "2026-10-01"))
    assert project.setting("kept") == 1
    assert project.rows("evidence") == {}
    assert project.verify().whole


def test_the_error_of_a_missing_folder_is_a_sentence(tmp_path):
    with pytest.raises(ProjectError):
        Project.create(tmp_path / "nowhere" / "p.sinolens", KEY)
