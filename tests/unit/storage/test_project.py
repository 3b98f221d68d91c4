import json
import os
import shutil
import stat
from pathlib import Path

import apsw
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sinolens.storage import cipher, commands, schema
from sinolens.storage.changes import Change, Command, from_json, to_json
from sinolens.storage.errors import (
    Busy,
    Conflict,
    Damaged,
    EmptyKey,
    Moved,
    NotAProject,
    ProjectError,
    ReadOnly,
    WrongKey,
)
from sinolens.storage.frames import decode_frame, encode_frame
from sinolens.storage.project import Project

from .conftest import KEY, SECRET_CENTS, SECRET_NAME, make_table  # noqa: TID252


def put(project, key, value):
    return project.apply(commands.set_setting(project, key, value))


def test_what_is_imported_can_be_closed_and_opened_again(path):
    table = make_table()
    with Project.create(path, KEY) as project:
        project.apply(commands.import_tables(project, [table], "ana", "2026-10-01T09:00:00"))
    with Project.open(path, KEY) as project:
        (kept,) = commands.stored_tables(project)
    pd.testing.assert_frame_equal(kept.frame, table.frame)
    assert kept.summary == table.summary


def test_a_new_file_is_private_and_not_plaintext(project, path):
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not cipher.is_plain(path)


def test_an_unencrypted_file_only_by_choice_and_it_says_so(path):
    with Project.create(path, None) as project:
        assert not project.encrypted
    assert cipher.is_plain(path)
    with Project.open(path, "ignored") as project:
        assert not project.encrypted


def test_a_broken_file_that_is_not_encrypted_is_damaged_and_no_passphrase_is_blamed(path):
    Project.create(path, None).close()
    path.write_bytes(path.read_bytes()[:16] + b"x" * 5_000)
    with pytest.raises(Damaged, match="damaged"):
        Project.open(path, None)


def test_an_empty_passphrase_is_refused(path):
    with pytest.raises(EmptyKey):
        Project.create(path, "")
    assert not path.exists()


@pytest.mark.parametrize("wrong", ["", "correct horse", KEY + " ", KEY.upper(), "\x00", "пароль"])
def test_a_wrong_passphrase_is_refused_and_nothing_left_behind(path, wrong):
    Project.create(path, KEY).close()
    before = path.read_bytes()
    with pytest.raises((WrongKey, EmptyKey)):
        Project.open(path, wrong)
    assert path.read_bytes() == before
    Project.open(path, KEY).close()


def test_passphrases_with_quotes_and_other_scripts_work(tmp_path):
    for number, phrase in enumerate(["it's; drop table meta--", '"', "密码很长很长", "a" * 4000]):
        path = tmp_path / f"{number}.sinolens"
        Project.create(path, phrase).close()
        Project.open(path, phrase).close()


def test_something_else_is_not_a_project(tmp_path):
    other = tmp_path / "other.sinolens"
    connection = apsw.Connection(str(other))
    connection.execute("create table t(x)")
    connection.close()
    with pytest.raises(NotAProject):
        Project.open(other, KEY)
    with pytest.raises(NotAProject):
        Project.open(tmp_path / "missing.sinolens", KEY)


def test_an_existing_file_is_not_overwritten(path):
    path.write_text("mine")
    with pytest.raises(ProjectError):
        Project.create(path, KEY)
    assert path.read_text() == "mine"


def test_one_writer_at_a_time(project, path):
    with pytest.raises(Busy, match="already open"):
        Project.open(path, KEY)
    with Project.open(path, KEY, read_only=True) as reader, pytest.raises(ReadOnly):
        put(reader, "x", 1)


def test_a_file_moved_away_is_noticed(project, path):
    path.rename(path.with_name("elsewhere.sinolens"))
    with pytest.raises(Moved, match="no longer at"):
        put(project, "x", 1)


def test_a_newer_file_opens_read_only_with_a_sentence(path):
    Project.create(path, KEY).close()
    connection = cipher.connect(path, KEY)
    connection.pragma("user_version", schema.VERSION + 1)
    connection.close()
    with Project.open(path, KEY) as project:
        assert project.read_only
        assert "newer version" in project.read_only_reason
        with pytest.raises(ReadOnly):
            put(project, "x", 1)


def test_fifty_steps_can_be_undone_and_redone_across_restarts(path):
    with Project.create(path, KEY) as project:
        for number in range(60):
            put(project, "x", number)
    with Project.open(path, KEY) as project:
        for _ in range(55):
            assert project.undo()
        assert project.setting("x") == 4
    with Project.open(path, KEY) as project:
        for _ in range(30):
            assert project.redo()
        assert project.setting("x") == 34
        put(project, "x", "other")
        assert project.redo() is None
        assert project.verify().whole


def test_undo_import_removes_it_and_redo_brings_it_back(project):
    project.apply(commands.import_tables(project, [make_table()], "ana", "2026-10-01"))
    assert project.undo_title == "Import holdings.xlsx"
    project.undo()
    assert commands.stored_tables(project) == []
    project.redo()
    assert len(commands.stored_tables(project)) == 1


def test_undo_appends_to_the_log(project):
    put(project, "x", 1)
    count = project.verify().entries
    project.undo()
    assert project.verify().entries == count + 1
    assert next(iter(project.entries(newest_first=True))).action == "undo set-setting"


def propose(project, key="o1", **more):
    given = {"target": "p", "field": "category", "value": "N1", "was": "A1", "reason": "why", "maker": "ana",
             "at": "2026-10-01", **more}
    return project.apply(commands.propose_override(project, key, **given))


def test_an_approval_is_never_undone(project):
    put(project, "x", 1)
    propose(project)
    project.apply(commands.judge_override(project, "o1", True, "ben", "2026-10-02"))
    # Undo passes over the proposal that was decided, and takes back what stands beside it.
    assert project.undo_title == "Change x"
    assert project.undo().name == "set-setting"
    assert project.undo() is None
    assert project.row("override", "o1")["state"] == "approved"
    assert project.verify().whole


def test_maker_and_checker_differ(project):
    propose(project)
    with pytest.raises(Conflict, match="Another person"):
        project.apply(commands.judge_override(project, "o1", True, "ANA", "2026-10-02"))


def test_a_barred_tier_is_lowered_only_with_a_document(project):
    with pytest.raises(Conflict, match="document"):
        propose(project, field="tier", value="4A", was="1B")
    propose(project, field="tier", value="4A", was="1B", evidence="ab" * 32)


def test_what_the_program_notes_ends_no_redo(project):
    put(project, "x", 1)
    project.undo()
    note = Change("used_facts", "latest", None, {"reference": "ab", "program": "1", "editions": "{}", "noted_at": "x"})
    made = project.apply(Command("use-facts", "Use facts ab", (note,), undoable=False))
    assert not made.undoable
    redone = project.redo()
    assert redone.undoable and project.setting("x") == 1
    assert not project.undo().undoable


def test_an_override_needs_a_reason(project):
    with pytest.raises(Conflict, match="reason"):
        propose(project, reason="  ")


def test_a_command_is_whole_or_not_at_all(project):
    first, second = Change("setting", "a", None, {"value": "1"}), Change("setting", "b", {"value": "9"}, None)
    bad = Command("x", "X", (first, second))
    entries = project.verify().entries
    with pytest.raises(Conflict):
        project.apply(bad)
    assert project.rows("setting") == {}
    assert project.verify().entries == entries
    assert project.undo_title == ""


def test_evidence_is_kept_by_hash_and_capped(project):
    project.apply(commands.add_evidence(project, "letter.pdf", b"%PDF letter", "ana", "2026-10-01"))
    (key,) = project.rows("evidence")
    assert project.content(key) == b"%PDF letter"
    with pytest.raises(Conflict, match="MB"):
        commands.add_evidence(project, "film.mov", bytes(commands.EVIDENCE_LIMIT + 1), "ana", "2026-10-01")


def test_verifying_sees_a_document_that_was_altered(project):
    project.apply(commands.add_evidence(project, "letter.pdf", b"the letter", "ana", "2026-10-01"))
    assert project.check().whole
    project._connection.execute("update content set data = ? where kind = 'evidence'", (b"another letter",))
    assert project.verify().whole
    with pytest.raises(Damaged, match=r"\(evidence\) was altered since"):
        project.check()


def test_same_file_and_same_account_and_date_are_recognised(project):
    table = make_table()
    project.apply(commands.import_tables(project, [table], "ana", "2026-10-01"))
    assert len(commands.same_imports(project, table.summary.sha256)) == 1
    assert commands.overlapping_imports(project, table.frame)[0][1:] == ("ACCT-77", "2026-09-30")
    assert commands.overlapping_imports(project, make_table(as_of="2026-06-30").frame) == []


def test_no_other_file_holds_a_name_or_an_amount(project, path):
    project.apply(commands.import_tables(project, [make_table()], "ana", "2026-10-01"))
    needles = [SECRET_NAME.encode(), str(SECRET_CENTS).encode(), b"987,654", b"987654321"]
    for file in path.parent.rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            assert not any(needle in data for needle in needles), file


@pytest.mark.skipif(os.name != "posix", reason="POSIX modes")
def test_every_file_beside_the_project_is_private(project, path):
    put(project, "x", 1)
    for file in path.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) & 0o077 == 0, file


def test_nothing_is_left_beside_a_closed_project(path):
    Project.create(path, KEY).close()
    assert [file.name for file in path.parent.iterdir()] == [path.name]


KEPT = Path(__file__).parents[2] / "data" / "storage"


def test_there_is_a_kept_file_of_every_version():
    assert {file.name for file in KEPT.glob("*.sinolens")} == {
        f"version-{number}.sinolens" for number in range(1, schema.VERSION + 1)}


@pytest.mark.parametrize("version", range(1, schema.VERSION + 1))
@pytest.mark.parametrize("read_only", [False, True])
def test_a_kept_file_of_every_version_opens_with_all_that_is_in_it(path, version, read_only):
    shutil.copy(KEPT / f"version-{version}.sinolens", path)
    before = path.read_bytes()
    with Project.open(path, "kept for the tests", read_only=read_only) as project:
        assert project.version_found == version
        assert project.read_only == read_only
        (table,) = commands.stored_tables(project)
        assert table.frame["market_value"].sum() == 3 * SECRET_CENTS
        assert project.setting("as_of") == "2026-09-30"
        assert project.verify().whole
        # What a later version added is empty, not an error, in a file that may not be changed.
        assert len(project.rows("own_issuer")) == (version >= 2)
        assert all(isinstance(project.rows(name), dict) for name in schema.RECORD_TABLES)
        assert project.row("used_facts", "nothing") is None
        if not read_only:
            assert project.undo()
    if read_only:
        assert path.read_bytes() == before
    else:
        with Project.open(path, "kept for the tests") as project:
            assert project.version_found == schema.VERSION


def test_a_migration_that_fails_leaves_the_old_file(path, monkeypatch):
    shutil.copy(KEPT / "version-1.sinolens", path)
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS[:1], schema.MIGRATIONS[1] + "create table step(x);"))
    before = path.read_bytes()
    with pytest.raises(apsw.SQLError):
        Project.open(path, "kept for the tests")
    monkeypatch.undo()
    assert path.read_bytes() == before
    with Project.open(path, "kept for the tests") as project:
        assert not project.recovered


rows = st.dictionaries(st.sampled_from("abc"), st.integers(0, 3), max_size=3)


@settings(max_examples=25, deadline=None)
@given(states=st.lists(rows, min_size=1, max_size=6), back=st.integers(0, 6))
def test_undo_then_redo_is_where_one_was(tmp_path_factory, states, back):
    path = tmp_path_factory.mktemp("p") / "p.sinolens"
    seen = [{}]
    with Project.create(path, None) as project:
        for wanted in states:
            now = {key: json.loads(row["value"]) for key, row in project.rows("setting").items()}
            changes = []
            for key in sorted(set(now) | set(wanted)):
                before = {"value": json.dumps(now[key])} if key in now else None
                after = {"value": json.dumps(wanted[key])} if key in wanted else None
                if before != after:
                    changes.append(Change("setting", key, before, after))
            project.apply(Command("set", "Set", tuple(changes)))
            seen.append(wanted)

        def state():
            return {key: json.loads(row["value"]) for key, row in project.rows("setting").items()}

        steps = min(back, len(states))
        for number in range(steps):
            project.undo()
            assert state() == seen[len(states) - 1 - number]
        for _ in range(steps):
            project.redo()
        assert state() == seen[-1]
        assert project.verify().whole


def test_changes_survive_text():
    changes = (Change("setting", "k", None, {"value": "é\n'\""}), Change("setting", "k", {"value": "1"}, None))
    assert from_json(to_json(changes)) == changes


@settings(max_examples=30, deadline=None)
@given(
    texts=st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=0, max_size=20),
    number=st.integers(-(2**62), 2**62),
)
def test_frames_come_back_as_they_went(texts, number):
    frame = pd.DataFrame({
        "t": pd.array(texts, dtype="str"),
        "i": pd.Series([number] * len(texts), dtype="int64"),
        "n": pd.array([None if i % 2 else i for i in range(len(texts))], dtype="Int64"),
        "f": pd.Series([float("nan") if i % 3 else i / 7 for i in range(len(texts))], dtype="float64"),
    })
    pd.testing.assert_frame_equal(decode_frame(encode_frame(frame)), frame)
