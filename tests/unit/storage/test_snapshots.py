import hashlib
import zipfile

import pytest

from sinolens.matching.decisions import SAME, Decision
from sinolens.reference.loader import resources
from sinolens.storage import commands, snapshots
from sinolens.storage.decisions import decide_matches
from sinolens.storage.errors import Conflict
from sinolens.storage.project import Project

from .conftest import KEY, make_table  # noqa: TID252


@pytest.fixture
def frozen(project):
    project.apply(commands.import_tables(project, [make_table()], "ana", "2026-10-01"))
    facts = snapshots.pack_facts(resources())
    key, command = snapshots.freeze(project, "Q3", "2026-09-30", facts, "ana", "2026-10-05")
    project.apply(command)
    return project, key


def test_a_snapshot_is_what_was_there(frozen):
    project, key = frozen
    project.apply(decide_matches(project, [Decision("K LTD", "x", SAME, "ana", "2026-10-06")]))
    snapshot = snapshots.read_snapshot(project, key)
    assert snapshot.records["decision"] == {}
    assert len(snapshot.records["import_table"]) == 1
    facts = snapshots.open_facts(project, snapshot)
    assert (facts / "lists").is_dir()


def test_the_same_facts_pack_to_the_same_bytes():
    assert snapshots.pack_facts(resources()) == snapshots.pack_facts(resources())


def test_freezing_is_final_and_the_same_state_is_frozen_once(frozen):
    project, key = frozen
    with pytest.raises(Conflict, match=key):
        snapshots.freeze(project, "Q3", "2026-09-30", snapshots.pack_facts(resources()), "ana", "2026-10-05")
    assert project.undo_title == "Import holdings.xlsx"
    project.undo()
    assert snapshots.read_snapshot(project, key).records["import_table"]


def test_a_later_version_names_the_earlier(frozen):
    project, key = frozen
    project.apply(commands.set_setting(project, "definition", "other"))
    second, command = snapshots.freeze(project, "Q3 again", "2026-09-30", b"PK", "ana", "2026-10-07")
    project.apply(command)
    assert second != key
    assert project.row("snapshot", second)["previous"] == key


def test_a_locked_period_refuses_new_holdings(frozen):
    project, key = frozen
    project.apply(snapshots.lock_period(project, key))
    with pytest.raises(Conflict, match="locked"):
        commands.import_tables(project, [make_table(sha="cd" * 32)], "ana", "2026-10-08")
    commands.import_tables(project, [make_table(sha="cd" * 32, as_of="2026-12-31")], "ana", "2027-01-08")
    (import_id,) = project.rows("import")
    with pytest.raises(Conflict, match="locked"):
        commands.remove_import(project, import_id)


def test_neither_undo_nor_redo_reaches_into_a_locked_period(frozen):
    project, key = frozen
    project.apply(snapshots.lock_period(project, key))
    with pytest.raises(Conflict, match="30 Sep 2026 is locked"):
        project.undo()
    assert len(project.rows("import_table")) == 1
    project.apply(snapshots.start_version(project, key, "a price was wrong"))
    assert project.undo()
    project.apply(snapshots.lock_period(project, key))
    with pytest.raises(Conflict, match="locked"):
        commands.import_tables(project, [make_table()], "ana", "2026-10-08")
    assert project.rows("import_table") == {}


def test_an_archive_holds_project_reports_and_sums(frozen, tmp_path):
    project, key = frozen
    report = tmp_path / "report.pdf"
    report.write_bytes(b"%PDF-")
    target = tmp_path / "q3.zip"
    snapshots.write_archive(project, key, [report], [], target)
    with zipfile.ZipFile(target) as archive:
        assert set(archive.namelist()) == {"endowment.sinolens", "reports/report.pdf", "SHA256SUMS"}
        sums = archive.read("SHA256SUMS").decode()
        for name in ("endowment.sinolens", "reports/report.pdf"):
            assert f"{hashlib.sha256(archive.read(name)).hexdigest()}  {name}" in sums
        archive.extract("endowment.sinolens", tmp_path / "out")
    with Project.open(tmp_path / "out" / "endowment.sinolens", KEY, read_only=True) as copy:
        assert snapshots.read_snapshot(copy, key).label == "Q3"


def test_a_new_version_of_a_locked_period_needs_a_reason_and_keeps_what_is_frozen(frozen):
    project, key = frozen
    with pytest.raises(Conflict, match="not locked"):
        snapshots.start_version(project, key, "a price was wrong")
    project.apply(snapshots.lock_period(project, key))
    with pytest.raises(Conflict, match="reason"):
        snapshots.start_version(project, key, " ")
    project.apply(snapshots.start_version(project, key, "a price was wrong"))
    commands.import_tables(project, [make_table(sha="cd" * 32)], "ana", "2026-10-08")
    assert snapshots.read_snapshot(project, key).label == "Q3"
    assert "version" not in project.undo_title


def test_records_keep_their_order_of_entry(project):
    for number in range(8):
        project.apply(commands.import_tables(project, [make_table(sha=f"{number:064x}")], "ana", "2026-10-01"))
    key, command = snapshots.freeze(project, "Q3", "2026-09-30", b"PK", "ana", "2026-10-05")
    project.apply(command)
    assert list(snapshots.read_snapshot(project, key).records["import"]) == list(project.rows("import"))
