"""Named views in the project: kept, replaced, renamed, deleted, each taken back in one step."""

import pytest

from sinolens.storage.errors import Conflict
from sinolens.storage.project import Project
from sinolens.storage.views import delete_view, list_views, rename_view, save_view

from .conftest import KEY  # noqa: TID252

BODY = {"filter": {"included": {"tier": ["T1"]}}, "lens": {"measure": "base"}}


def names(project):
    return [view.name for view in list_views(project)]


def test_a_view_is_kept_with_what_it_says_and_read_again(path):
    with Project.create(path, KEY) as project:
        project.apply(save_view(project, "  Barred,   by hand ", BODY))
    with Project.open(path, KEY) as project:
        (view,) = list_views(project)
    assert (view.name, view.body) == ("Barred, by hand", BODY)


def test_one_name_is_one_view_in_any_spelling(project):
    project.apply(save_view(project, "Barred", BODY))
    project.apply(save_view(project, "BARRED", {"filter": {}}))
    (view,) = list_views(project)
    assert (view.name, view.body) == ("BARRED", {"filter": {}})


def test_each_step_is_undone_and_redone(project):
    project.apply(save_view(project, "One", BODY))
    project.apply(save_view(project, "two", BODY))
    (one, _) = list_views(project)
    project.apply(rename_view(project, one.id, "Three"))
    project.apply(delete_view(project, one.id))
    assert names(project) == ["two"]
    project.undo()
    assert names(project) == ["Three", "two"]
    project.undo()
    assert names(project) == ["One", "two"]
    project.redo()
    assert names(project) == ["Three", "two"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_name_that_is_none_is_refused(project, name):
    with pytest.raises(Conflict):
        save_view(project, name, BODY)


def test_a_name_in_use_is_not_given_twice(project):
    project.apply(save_view(project, "One", BODY))
    project.apply(save_view(project, "Two", BODY))
    view = list_views(project)[0]
    with pytest.raises(Conflict, match="already"):
        rename_view(project, view.id, "TWO")
    with pytest.raises(KeyError):
        rename_view(project, "none", "Four")
