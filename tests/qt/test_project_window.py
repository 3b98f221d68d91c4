"""A project in the real window: made, filled, undone, closed, opened again."""

import pytest
from desktop import KEY, ORCHID
from PySide6.QtCore import Qt

from sinolens.matching.decisions import SAME, Decision
from sinolens.storage.cipher import is_plain
from sinolens.storage.decisions import decide_matches
from sinolens.storage.project import Project


@pytest.fixture
def path(tmp_path):
    return tmp_path / "endowment.sinolens"


def issuer(desk, name):
    rows = desk.workspace.analysis.positions
    return rows[rows["name"].str.contains(name)]["issuer_id"].iloc[0]


def decide(desk):
    tencent = issuer(desk, "TENCENT")
    desk.workspace.change(
        "Matching",
        lambda p: decide_matches(p, [Decision(ORCHID, tencent, SAME, "ana", "2026-10-01", "seen")]),
    )
    desk.settle()


def test_a_project_keeps_what_was_imported_and_opens_again(desk, path, holdings_file):
    desk.import_file(holdings_file)
    desk.create(path)
    assert not is_plain(path)
    assert desk.window.windowTitle() == "endowment – Sinolens"
    names = desk.names
    desk.commands["file.close"].trigger()
    desk.settle()
    assert desk.names == []
    assert desk.window.windowTitle() == "Sinolens"
    desk.open(path)
    assert desk.names == names
    assert "not closed" not in desk.told


def test_quitting_closes_the_project_and_leaves_nothing_beside_it(desk, path, holdings_file):
    desk.import_file(holdings_file)
    desk.create(path)
    assert list(path.parent.glob(f".{path.name}.*"))
    # Opened by a thread of its own, closed by the window's.
    desk.window.close()
    assert not list(path.parent.glob(f".{path.name}.*"))
    with Project.open(path, KEY) as project:
        assert not project.recovered


def test_a_step_is_shown_undone_and_redone_by_the_keyboard(desk, path, holdings_file):
    desk.import_file(holdings_file)
    desk.create(path)
    decide(desk)
    assert issuer(desk, "ORCHID") == issuer(desk, "TENCENT")
    assert desk.told == f"Match {ORCHID}."
    assert desk.window.messages.message.action == ("edit.undo", "Undo")
    assert desk.commands["edit.undo"].text() == f"&Undo match {ORCHID}"
    desk.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert issuer(desk, "ORCHID") == ""
    assert desk.told == f"Undone: Match {ORCHID}."
    assert desk.window.messages.message.action == ("", "")
    assert desk.commands["edit.redo"].text() == f"&Redo match {ORCHID}"
    desk.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert issuer(desk, "ORCHID") == issuer(desk, "TENCENT")


def test_undo_reaches_over_a_restart_to_the_import(desk, path, holdings_file):
    desk.import_file(holdings_file)
    desk.create(path)
    desk.commands["file.close"].trigger()
    desk.settle()
    desk.open(path)
    assert desk.commands["edit.undo"].text() == "&Undo import holdings.csv"
    desk.commands["edit.undo"].trigger()
    desk.settle()
    assert desk.names == []
    assert desk.window.windowTitle() == "endowment – Sinolens"
    desk.commands["edit.redo"].trigger()
    desk.settle()
    assert len(desk.names) == 3


def test_a_step_keeps_filter_and_page(desk, path, holdings_file):
    desk.import_file(holdings_file)
    desk.create(path)
    desk.window.show_page("holdings")
    desk.workspace.choose((("group", "A"),))
    selection = desk.workspace.selection
    decide(desk)
    assert desk.workspace.selection == selection
    assert desk.window.page is desk.window.pages["holdings"]


def test_a_wrong_passphrase_is_said_in_the_dialog_and_may_be_tried_again(desk, path, holdings_file):
    desk.import_file(holdings_file)
    desk.create(path)
    desk.commands["file.close"].trigger()
    desk.settle()
    desk.open(path, "not the passphrase at all")
    dialog = desk.projects.dialog
    assert "does not open with this passphrase" in dialog.note.text()
    assert desk.names == []
    desk.give(KEY)
    assert len(desk.names) == 3
    assert desk.projects.dialog is None


def test_a_judgement_without_a_project_offers_one_and_is_then_made(desk, path, holdings_file):
    desk.import_file(holdings_file)
    decide(desk)
    dialog = desk.projects.dialog
    assert dialog is not None
    dialog.place.setText(str(path))
    dialog.secret.first.setText(KEY)
    dialog.secret.second.setText(KEY)
    desk.wait(dialog.create.isEnabled)
    dialog.create.click()
    desk.settle()
    desk.settle()
    assert issuer(desk, "ORCHID") == issuer(desk, "TENCENT")


def test_an_unencrypted_file_is_a_choice_that_stays_visible(desk, path, holdings_file):
    desk.import_file(holdings_file)
    desk.create(path, None)
    assert is_plain(path)
    assert desk.window.windowTitle() == "endowment [not encrypted] – Sinolens"
    assert desk.commands["file.passphrase"].text() == "Encrypt project…"
    desk.projects.change_passphrase(KEY)
    desk.settle()
    assert not is_plain(path)
    assert desk.window.windowTitle() == "endowment – Sinolens"


def test_a_question_whose_project_is_closed_before_its_turn_is_dropped(desk, path, holdings_file):
    desk.import_file(holdings_file)
    desk.create(path)
    heard = []
    # Asked in the same turn in which the file is closed: its turn comes after.
    desk.workspace.ask("Reading", lambda project: list(project.entries()), heard.append)
    desk.workspace.opened_project.close_now()
    desk.settle()
    assert desk.workspace.session is None
    assert not heard


def test_weak_passphrases_are_not_taken(desk, path):
    desk.commands["file.new"].trigger()
    desk.wait(lambda: desk.projects.dialog is not None)
    dialog = desk.projects.dialog
    dialog.place.setText(str(path))
    for words, again, problem in (
        ("short", "short", "At least 12"), ("aaaaaaaaaaaaaa", "aaaaaaaaaaaaaa", "too easy"), (KEY, "x", "do not agree"),
    ):
        dialog.secret.first.setText(words)
        dialog.secret.second.setText(again)
        desk.wait(lambda p=problem: p in dialog.note.text())
        assert not dialog.create.isEnabled()


def test_a_project_left_open_by_a_crash_says_so(desk, path, holdings_file):
    desk.import_file(holdings_file)
    desk.create(path)
    desk.commands["file.close"].trigger()
    desk.settle()
    # What a killed program leaves: the note of who has it open.
    (path.parent / f".{path.name}.open").write_text("{}", encoding="utf-8")
    desk.open(path)
    assert "was not closed the last time" in desk.told
    assert "All 3 entries fit together" in desk.window.messages.message.detail


def test_a_project_open_elsewhere_can_be_read(desk, path, holdings_file):
    desk.import_file(holdings_file)
    desk.create(path)
    desk.commands["file.close"].trigger()
    desk.settle()
    with Project.open(path, KEY):
        desk.open(path)
        question = desk.projects.dialog
        assert "already open" in question.findChildren(type(question.layout().itemAt(0).widget()))[0].text()
        question.buttons["read"].click()
        desk.settle()
        desk.give(KEY)
        assert desk.window.windowTitle() == "endowment [read-only] – Sinolens"
        assert not desk.commands["edit.undo"].isEnabled()
        decide(desk)
        assert "read-only" in desk.told


def test_saving_as_goes_on_in_the_copy(desk, path, holdings_file, tmp_path):
    desk.import_file(holdings_file)
    desk.create(path)
    other = tmp_path / "other.sinolens"
    desk.projects.copy_to(other)
    desk.settle()
    assert desk.workspace.project.path == other
    assert desk.commands["edit.undo"].text() == "&Undo import holdings.csv"
    with Project.open(path, KEY) as first:
        assert not first.recovered


def test_changing_the_passphrase(desk, path, holdings_file):
    desk.import_file(holdings_file)
    desk.create(path)
    desk.projects.change_passphrase("another long passphrase of mine")
    desk.settle()
    assert len(desk.names) == 3
    desk.commands["file.close"].trigger()
    desk.settle()
    desk.open(path, "another long passphrase of mine")
    assert len(desk.names) == 3


def test_recent_projects_are_paths_and_can_be_switched_off(desk, path, holdings_file):
    desk.import_file(holdings_file)
    desk.create(path)
    assert desk.projects.recent.paths == [path]
    desk.settings.put("remember_recent", "off")
    assert desk.projects.recent.paths == []


@pytest.mark.parametrize("content", [b"", b"no project at all", b"SQLite format 3\x00" + bytes(4000)])
def test_a_file_that_is_no_project_is_refused_and_the_window_stays_usable(desk, path, content, holdings_file):
    path.write_bytes(content)
    desk.projects.open_path(path)
    desk.settle()
    if desk.projects.dialog is not None:
        desk.give(KEY)
    assert path.name in desk.told or path.name in desk.projects.dialog.note.text()
    desk.import_file(holdings_file)
    assert len(desk.names) == 3
