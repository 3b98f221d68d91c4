"""Backups that are made by themselves, and the way back to one, in the real window."""

import pytest
from desktop import KEY

from sinolens.storage import commands
from sinolens.storage.backups import list_backups
from sinolens.storage.project import Project


@pytest.fixture
def path(open_desk):
    return open_desk.workspace.project.path


def test_a_backup_is_made_after_opening_and_after_steps(open_desk, path):
    root = open_desk.home.backups
    assert len(list_backups(root, path)) == 1
    for number in range(20):
        open_desk.workspace.change("x", lambda p, n=number: commands.set_setting(p, "note", n))
    open_desk.settle()
    open_desk.settle()
    made = list_backups(root, path)
    assert made[0].made_at >= made[-1].made_at
    with Project.open(made[0].path, KEY, read_only=True) as copy:
        assert copy.setting("note") == 19


def test_going_back_to_a_backup(open_desk, path):
    target = {}
    open_desk.workspace.ask("", lambda p: p.setting("definition", ""), lambda found: target.update(before=found))
    open_desk.settle()
    open_desk.workspace.change("x", lambda p: commands.set_setting(p, "definition", "prc-only"))
    open_desk.settle()
    assert open_desk.workspace.analysis.definition.id == "prc-only"
    open_desk.commands["file.backups"].trigger()
    dialog = open_desk.cases.backups.dialog
    assert dialog.model.rowCount() == 1
    dialog.back.click()
    open_desk.cases.backups.question.buttons["restore"].click()
    open_desk.settle()
    assert open_desk.workspace.analysis.definition.id != "prc-only"
    assert "The backup is the open project now" in open_desk.told
    assert list(path.parent.glob("* (before restore *).sinolens"))


def test_a_backup_with_an_earlier_passphrase_asks_for_it(open_desk, path):
    open_desk.projects.change_passphrase("another long passphrase of mine")
    open_desk.settle()
    old = list_backups(open_desk.home.backups, path)[-1]
    open_desk.cases.backups.restore(old)
    open_desk.settle()
    question = open_desk.cases.backups.question
    assert "earlier passphrase" in question.note.text()
    assert len(open_desk.names) == 3
    question.field.setText(KEY)
    question._open.click()
    open_desk.settle()
    assert "The backup is the open project now" in open_desk.told
    assert open_desk.workspace.opened_project.passphrase == KEY
