"""A report that cannot be written: one clear sentence, the old file untouched, nothing left behind."""

import errno
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import synthetic_analysis

from sinolens.reporting.delivery import deliver
from sinolens.reporting.errors import ExportFailed
from sinolens.services.export import WRITERS, export_report

SMALL = 20 * 1024
"""No file may grow beyond so many bytes: smaller than any report."""
CHILD = textwrap.dedent("""
    import resource, signal, sys
    from pathlib import Path
    sys.path.insert(0, sys.argv[1])
    import synthetic_analysis
    from sinolens.reporting.errors import ExportFailed
    from sinolens.services.export import WRITERS, export_report
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    analysis = synthetic_analysis.build(20)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
    for kind in WRITERS:
        try:
            export_report(analysis, Path(sys.argv[2]) / f"report.{kind}", kind)
        except ExportFailed as error:
            print(kind, error.reason)
""")


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are set otherwise there")
def test_writing_that_stops_half_way_leaves_the_old_files(tmp_path):
    support = Path(synthetic_analysis.__file__).parent
    for kind in WRITERS:
        (tmp_path / f"report.{kind}").write_bytes(b"the old report")
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(support), str(tmp_path), str(SMALL)],
        capture_output=True, text=True, timeout=120, check=True,
    )
    told = done.stdout.splitlines()
    assert [line.split()[0] for line in told] == list(WRITERS)
    assert all("could not be written" in line for line in told)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(f"report.{kind}" for kind in WRITERS)
    assert all(path.read_bytes() == b"the old report" for path in tmp_path.iterdir())


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "The disk is full."),
        (errno.EDQUOT if hasattr(errno, "EDQUOT") else errno.ENOSPC, "is "),
        (errno.EACCES, "open in another program"),
        (errno.EROFS, "read-only"),
    ],
)
@pytest.mark.parametrize("wrapped", [False, True])
def test_what_the_system_refuses_is_said_in_words(tmp_path, code, words, wrapped):
    target = tmp_path / "report.xlsx"
    target.write_bytes(b"the old report")

    def write(draft):
        draft.write_bytes(b"half")
        refused = OSError(code, os.strerror(code))
        # The writer of workbooks wraps what the system says in an error of its own.
        raise RuntimeError(refused) if wrapped else refused

    with pytest.raises(ExportFailed) as caught:
        deliver(target, write)
    assert words in caught.value.reason
    assert target.read_bytes() == b"the old report"
    assert [path.name for path in tmp_path.iterdir()] == ["report.xlsx"]


def test_a_file_open_elsewhere_stays_as_it_is(tmp_path, monkeypatch):
    target = tmp_path / "report.pdf"
    target.write_bytes(b"the old report")

    def refuse(self, to):
        raise PermissionError(errno.EACCES, "in use", str(to))

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(ExportFailed, match="open in another program"):
        export_report(synthetic_analysis.build(3), target, "pdf")
    assert target.read_bytes() == b"the old report"
    assert [path.name for path in tmp_path.iterdir()] == ["report.pdf"]


def test_no_such_folder_and_a_folder_in_the_way(tmp_path):
    with pytest.raises(ExportFailed, match="does not exist"):
        export_report(synthetic_analysis.build(3), tmp_path / "none" / "report.pdf", "pdf")
    (tmp_path / "report.pdf").mkdir()
    with pytest.raises(ExportFailed, match="in the way"):
        export_report(synthetic_analysis.build(3), tmp_path / "report.pdf", "pdf")


def test_an_error_of_ours_is_not_blamed_on_the_disk(tmp_path):
    def write(draft):
        raise ValueError(f"a defect of {draft.suffix}")

    with pytest.raises(ValueError, match="defect"):
        deliver(tmp_path / "report.xlsx", write)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_export_left_is_removed_by_the_next_into_the_folder(tmp_path):
    left, fresh = tmp_path / ".sinolens-0123456789abcdef.xlsx", tmp_path / ".sinolens-fedcba9876543210.xlsx"
    others = [tmp_path / name for name in ("report.xlsx", ".sinolens-layout.json", ".sinolens-0123.xlsx")]
    for file in (left, fresh, *others):
        file.write_text("Jade Hill", encoding="utf-8")
    for file in (left, *others):
        os.utime(file, (1_000_000_000, 1_000_000_000))
    deliver(tmp_path / "new.xlsx", lambda draft: None)
    assert not left.exists()
    assert fresh.exists()  # it may belong to an export under way
    assert all(file.exists() for file in others)
