"""A project brings the list editions it was answered with to a computer that lacks them; withdrawn ones come back."""

import shutil

import pytest

from sinolens.reference.loader import forget_reference, load_reference
from sinolens.services import project_files
from sinolens.services.analysis import Question
from sinolens.services.holdings import Source, read_holdings
from sinolens.services.lists import accept, read

KEY = "correct horse battery staple"
LIST, DAY = "dod-1260h", "2026-07-20"


@pytest.fixture(autouse=True)
def fresh():
    yield
    forget_reference()


@pytest.fixture
def brought(tmp_path, holdings_file):
    """A project of another computer, where an edition without one name was imported before."""
    lists = tmp_path / "other" / "data" / "lists"
    names = [one.name for one in load_reference().entries_on(LIST, "2026-09-30") if "TENCENT" not in one.name.upper()]
    table = tmp_path / "names.csv"
    table.write_text("name,country\n" + "".join(f'"{name}",\n' for name in names), encoding="utf-8")
    (update,) = read(lists, [table], LIST, DAY)
    accept(lists, update, "2026-07-21")
    path = tmp_path / "brought.sinolens"
    held = read_holdings([Source(holdings_file)], load_reference())
    project_files.create_project(path, KEY, lists, held, Question(as_of="2026-09-30")).close()
    project_files.open_project(path, KEY, lists).close()
    forget_reference()
    return path


def code(desk):
    return desk.workspace.analysis.positions["code"].iloc[0]


def offer(desk):
    """The button beside the notice."""
    message = desk.window.messages.message
    assert "Section 1260H list of 20 Jul 2026 is not on this computer" in f"{message.text} {message.detail}"
    assert message.action == ("edit.project_lists", "Use the project's lists…")
    desk.window.messages._act()
    return desk.cases.editions.question


def test_a_project_brings_its_lists_when_asked_to(desk, brought):
    desk.open(brought)
    assert code(desk) == "4A" and desk.commands["edit.project_lists"].isEnabled()
    question = offer(desk)
    assert set(question.buttons) == {"take", "leave", "cancel"}
    question.buttons["cancel"].click()
    assert code(desk) == "4A" and not desk.home.lists.exists()
    desk.commands["edit.project_lists"].trigger()
    desk.cases.editions.question.buttons["take"].click()
    desk.settle()
    desk.wait(lambda: desk.workspace.reference() is not None)
    assert code(desk) != "4A" and (desk.home.lists / f"{LIST}-{DAY}.csv").is_file()
    assert "in use on this computer" in desk.told and "TENCENT" not in desk.told
    assert "moved" in desk.window.messages.message.detail
    assert not desk.commands["edit.project_lists"].isEnabled()
    # The newest act is no step of the project: undo asks before it reaches the import.
    desk.commands["edit.undo"].trigger()
    assert set(desk.projects.undoing.dialog.buttons) == {"withdraw", "undo", "cancel"}
    desk.projects.undoing.dialog.buttons["cancel"].click()
    # It is an imported edition like another: withdrawn with its effect shown, and put back.
    desk.commands["edit.withdraw"].trigger()
    desk.settle()
    desk.window.pages["rules"].withdrawing.accept_button.click()
    desk.settle()
    assert code(desk) == "4A" and desk.workspace.session.lacking == ()
    assert desk.window.messages.message.action == ("edit.put_back", "Put it back…")
    desk.wait(lambda: desk.workspace.reference() is not None)
    desk.window.messages._act()
    dialog = desk.window.pages["rules"].putting_back
    assert dialog.edition.currentText().startswith("Section 1260H list of 20 Jul 2026")
    dialog.accept_button.click()
    desk.settle()
    assert code(desk) != "4A" and "is in use again" in desk.told
    desk.wait(lambda: desk.workspace.reference() is not None)
    desk.commands["edit.put_back"].trigger()
    assert "No list edition was withdrawn" in desk.told
    seen = []
    desk.workspace.ask("Reading", lambda project: [one.action for one in project.entries()], seen.append)
    desk.settle()
    acts = [one for one in seen[0] if one.endswith(("editions", "edition"))]
    assert acts == ["take-editions", "withdraw-edition", "put-back-edition"]


def test_keeping_this_computers_lists_asks_no_more(desk, brought):
    desk.open(brought)
    offer(desk).buttons["leave"].click()
    desk.settle()
    assert code(desk) == "4A" and not desk.commands["edit.project_lists"].isEnabled()
    desk.commands["file.close"].trigger()
    desk.settle()
    desk.open(brought)
    assert code(desk) == "4A" and "1260H" not in desk.told


def test_a_project_that_is_only_read_brings_them_too(desk, brought, tmp_path):
    path = tmp_path / "archive.sinolens"
    shutil.copy(brought, path)
    before = path.read_bytes()
    desk.projects.open_path(path, KEY, read_only=True)
    desk.settle()
    question = offer(desk)
    assert set(question.buttons) == {"take", "cancel"}
    question.buttons["take"].click()
    desk.settle()
    assert code(desk) != "4A" and "in use on this computer" in desk.told
    assert path.read_bytes() == before
