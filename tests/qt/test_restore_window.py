"""Going back to backups in the window: after a killed restore, of a project that moved, of one saved as another."""

import pytest
from desktop import KEY

from sinolens.storage.backups import list_backups


@pytest.fixture
def path(desk, tmp_path, holdings_file):
    desk.import_file(holdings_file)
    desk.create(tmp_path / "endowment.sinolens")
    return tmp_path / "endowment.sinolens"


def shut(desk):
    desk.commands["file.close"].trigger()
    desk.settle()


def test_a_project_left_out_of_its_place_by_a_killed_restore_opens_and_says_so(desk, path):
    shut(desk)
    aside = path.rename(path.with_name("endowment (before restore 2026-10-01 090000).sinolens"))
    part = path.with_name("endowment (restored 2026-10-01 090000).part")
    part.write_bytes(aside.read_bytes())
    path.with_name(".endowment.sinolens.open").write_text("{}")
    desk.open(path)
    assert len(desk.names) == 3
    assert desk.workspace.project.path == path
    assert "was not closed the last time" in desk.told
    assert not aside.exists()
    assert not part.exists()


def test_the_backups_of_a_project_that_moved_are_listed_and_put_back(desk, path):
    shut(desk)
    place = path.parent / "new place" / path.name
    place.parent.mkdir()
    path.rename(place)
    old = list_backups(desk.home.backups, path)
    assert len(old) == 1
    desk.open(place)
    desk.settle()
    desk.commands["file.backups"].trigger()
    dialog = desk.cases.backups.dialog
    assert set(dialog._backups) == {*old, *list_backups(desk.home.backups, place)}
    assert len(dialog._backups) == 2
    dialog.close()
    desk.cases.backups.restore(old[0])
    desk.settle()
    assert "The backup is the open project now" in desk.told
    assert desk.workspace.project.path == place
    assert len(desk.names) == 3


def test_a_project_saved_as_another_lists_its_own_backups_only(desk, path):
    target = path.with_name("copy.sinolens")
    desk.projects.copy_to(target)
    desk.settle()
    desk.settle()
    desk.commands["file.backups"].trigger()
    assert desk.cases.backups.dialog._backups == list_backups(desk.home.backups, target)
    assert len(desk.cases.backups.dialog._backups) == 1
    desk.cases.backups.dialog.close()
    desk.open(path, KEY)
    assert len(list_backups(desk.home.backups, path)) >= 1
