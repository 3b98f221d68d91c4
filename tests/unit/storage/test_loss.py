"""Kills, damage and full disks: nothing acknowledged is lost, nothing opens wrong."""

import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from collections import Counter
from pathlib import Path

import pytest

from sinolens.storage import commands
from sinolens.storage.errors import Damaged, Full, NotAProject, ProjectError, WrongKey
from sinolens.storage.project import Project

from .conftest import KEY, make_table  # noqa: TID252

WRITER = textwrap.dedent("""
    # Imports once, then forks a writer for every path it is told: a writer is killed, its parent is not.
    import os
    import sys
    from pathlib import Path
    sys.path.insert(0, sys.argv[2])
    from conftest import make_table
    from sinolens.storage import backups, commands, copies, snapshots
    from sinolens.storage.project import Project

    KEY = sys.argv[1]
    # A copy takes longer than all else together: it comes once a round.
    KINDS = (*("import", "override", "snapshot") * 8, "save")

    def write(path, told):
        say = lambda text: os.write(told, (text + chr(10)).encode())
        say("0 opening")
        project = Project.open(path, KEY)
        start = project.setting("count", 0)
        for number in range(start + 1, start + 100_000):
            kind = KINDS[number % len(KINDS)]
            say(f"{number} {kind}")
            if kind == "import":
                project.apply(commands.import_tables(project, [make_table(rows=20, sha=f"{number:064x}")], "ana", "2"))
            elif kind == "override":
                project.apply(commands.propose_override(
                    project, f"k{number}", "A1", "tier", "T3", "T2", "why", "ana", "2026-10-01"))
            elif kind == "snapshot":
                # The process id keeps a state apart that the killed writer froze already.
                facts = os.urandom(20_000)
                _, freeze = snapshots.freeze(project, f"Q{number} {os.getpid()}", "2026-09-30", facts, "ana", "2026")
                project.apply(freeze)
            else:
                copies.copy_checked(path, path.with_name("copy.sinolens"), KEY)
            project.apply(commands.set_setting(project, "count", number))
            say(f"{number} acknowledged")

    while line := sys.stdin.readline():
        path, told = map(Path, line.rstrip("\\n").split("\\t"))
        child = os.fork()
        if child == 0:
            write(path, os.open(told, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600))
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)
""")
ROUND = 25
LONGEST_LIFE = 1.0
"""Seconds a writer may work before it is killed."""
KILLS_A_PROJECT = 20
"""Kills after which the next project is begun, so that opening it stays quick."""


class Writers:
    """Writers of a project that die at random moments."""

    def __init__(self, rng):
        self._rng = rng
        self._parent = subprocess.Popen(
            [sys.executable, "-c", WRITER, KEY, str(Path(__file__).parent)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
        )

    def kill_one(self, path, told):
        """Start a writer, kill it; what it said until then: (number, word) pairs."""
        told.unlink(missing_ok=True)
        self._parent.stdin.write(f"{path}\t{told}\n")
        child = int(self._parent.stdout.readline())
        deadline = time.monotonic() + 60
        while not told.exists() and time.monotonic() < deadline:
            time.sleep(0.005)
        time.sleep(self._rng.uniform(0, LONGEST_LIFE))
        os.kill(child, signal.SIGKILL)
        # Whoever ended by itself ended with an error: the test would prove nothing.
        assert int(self._parent.stdout.readline()) == -signal.SIGKILL
        said = told.read_text().splitlines()
        return [(int(number), word) for number, word in (line.split() for line in said)]

    def close(self):
        self._parent.stdin.close()
        self._parent.wait(timeout=60)
        self._parent.stdout.close()


def check_after_kill(path, acknowledged, had_file):
    """Everything acknowledged is there, everything that is there is whole."""
    with Project.open(path, KEY) as project:
        # Killed before it had the file, nothing was left open.
        assert project.recovered or not had_file
        count = project.setting("count", 0)
        assert count >= acknowledged
        assert project.verify().whole
        done = range(1, count + 1)
        for place, table in enumerate(("import", "override", "snapshot")):
            assert len(project.rows(table)) >= sum(n % ROUND != ROUND - 1 and n % ROUND % 3 == place for n in done)
        # Nothing half done: every table that is named can be read.
        assert len(commands.stored_tables(project)) == len(project.rows("import_table"))
    copy = path.with_name("copy.sinolens")
    if copy.exists():
        with Project.open(copy, KEY, read_only=True) as kept:
            assert kept.verify().whole
    return count


def run_kills(folder, count, seed):
    """Kill `count` writers; returns the moments they died in and how many edits were acknowledged."""
    writers, moments, edits = Writers(random.Random(seed)), Counter(), 0
    try:
        for number in range(count):
            place = folder / f"{number // KILLS_A_PROJECT}"
            path = place / "endowment.sinolens"
            if number % KILLS_A_PROJECT == 0:
                place.mkdir()
                Project.create(path, KEY).close()
                before = 0
            said = writers.kill_one(path, place / "said")
            moments[said[-1][1]] += 1
            acknowledged = max((n for n, word in said if word == "acknowledged"), default=0)
            now = check_after_kill(path, max(acknowledged, before), bool(acknowledged))
            edits += now - before
            before = now
    finally:
        writers.close()
    return moments, edits


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_a_killed_writer_loses_nothing_acknowledged(tmp_path):
    run_kills(tmp_path, 8, seed=1)


@pytest.mark.full
@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_300_kills_lose_nothing_acknowledged(tmp_path):
    moments, edits = run_kills(tmp_path, 300, seed=2)
    print(f"300 kills, {edits} edits acknowledged or found, moments: {dict(moments)}")
    assert {"import", "override", "snapshot", "save"} <= set(moments)


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
        except (Damaged, NotAProject, WrongKey) as error:
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
