"""An import into an open project: what it will do is said beforehand, and nothing is written before the commit."""

import pytest
from desktop import FILE


def review(desk, path):
    desk.add_files([path])
    desk.settle()
    page = desk.window.pages["import"]
    page.show_step("review")
    desk.settle()
    return page


def entries(desk):
    return len(desk.workspace.session.project.rows("import"))


def test_the_same_file_again_is_said_to_change_nothing(open_desk, holdings_file):
    page = review(open_desk, holdings_file)
    assert "zero changes" in page.steps.review._note.text()
    assert not page.steps.review._question.isVisible()
    page._analyse.click()
    open_desk.settle()
    assert open_desk.told == "holdings.csv was already imported, nothing changed."
    assert entries(open_desk) == 1


def test_the_same_account_and_date_says_what_would_change(open_desk, tmp_path):
    other = tmp_path / "corrected.csv"
    other.write_text(FILE.replace("5000.00", "6000.00").replace("8500", "9500").replace("50.00", "60.00"),
                     encoding="utf-8")
    page = review(open_desk, other)
    assert "1 changed, 0 new, 0 gone, 2 the same" in page.steps.review._note.text()
    assert entries(open_desk) == 1
    page._analyse.click()
    open_desk.settle()
    assert entries(open_desk) == 1
    question = open_desk.cases.arrivals.question
    assert list(question.buttons) == ["replace", "add", "cancel"]
    question.buttons["replace"].click()
    open_desk.settle()
    assert entries(open_desk) == 1
    assert open_desk.commands["edit.undo"].text() == "&Undo replace holdings.csv by corrected.csv"


def test_saved_again_with_the_same_rows_changes_nothing(open_desk, tmp_path):
    again = tmp_path / "again.csv"
    again.write_text(FILE.replace("\n", "\r\n"), encoding="utf-8", newline="")
    page = review(open_desk, again)
    assert "the same positions and values: zero changes" in page.steps.review._note.text()


@pytest.fixture
def unsaved_desk(desk, tmp_path, holdings_file):
    """An analysis that is in no project, and the page with another file."""
    desk.import_file(holdings_file)
    other = tmp_path / "second.csv"
    other.write_text(FILE.replace("A1,", "B2,").replace("2500.00", "1500.00").replace("8500", "7500"), encoding="utf-8")
    page = review(desk, other)
    assert "you will be asked" in page.steps.review._note.text()
    page._analyse.click()
    desk.settle()
    return desk


def answer(desk, key):
    desk.cases.arrivals.question.buttons[key].click()
    desk.settle()


def test_what_is_in_no_project_is_added_to(unsaved_desk):
    before = unsaved_desk.workspace.question
    assert list(unsaved_desk.cases.arrivals.question.buttons) == ["add", "replace", "cancel"]
    assert len(unsaved_desk.names) == 3
    answer(unsaved_desk, "add")
    analysis = unsaved_desk.workspace.analysis
    assert sorted(set(analysis.positions["account"])) == ["A1", "B2"]
    assert [summary.file for summary in analysis.inputs] == ["holdings.csv", "second.csv"]
    assert int(analysis.positions["market_value"].sum()) == 850_000 + 750_000
    assert unsaved_desk.workspace.question.definition == before.definition
    assert not unsaved_desk.window.pages["import"].pending


def test_what_is_in_no_project_is_replaced_only_when_the_user_says_so(unsaved_desk):
    answer(unsaved_desk, "cancel")
    assert set(unsaved_desk.workspace.analysis.positions["account"]) == {"A1"}
    assert len(unsaved_desk.window.pages["import"].pending) == 1
    unsaved_desk.window.pages["import"]._analyse.click()
    unsaved_desk.settle()
    answer(unsaved_desk, "replace")
    assert set(unsaved_desk.workspace.analysis.positions["account"]) == {"B2"}


def test_the_same_file_again_changes_nothing_without_a_project_too(desk, holdings_file):
    desk.import_file(holdings_file)
    analysis = desk.workspace.analysis
    desk.import_file(holdings_file)
    assert desk.told == "holdings.csv was already imported, nothing changed."
    assert desk.workspace.analysis is analysis


def test_both_kept_together_go_into_a_project_as_they_are(unsaved_desk, tmp_path):
    answer(unsaved_desk, "add")
    unsaved_desk.create(tmp_path / "both.sinolens")
    assert entries(unsaved_desk) == 2
    held = unsaved_desk.workspace.session.holdings
    assert held.positions.equals(unsaved_desk.workspace.holdings.positions)
    assert [summary.positions for summary in held.inputs] == [3, 3]
