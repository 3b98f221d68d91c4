"""An import into an open project: what it will do is said beforehand, and nothing is written before the commit."""

import pytest
from desktop import FILE


@pytest.fixture
def open_desk(desk, tmp_path, holdings_file):
    desk.import_file(holdings_file)
    desk.create(tmp_path / "endowment.sinolens")
    return desk


def review(desk, path):
    desk.cases.add_files([path])
    desk.settle()
    page = desk.window.pages["import"]
    page.show_step("review")
    desk.settle()
    return page


def entries(desk):
    return len(desk.workspace.session.project.rows("import"))


def test_the_same_file_again_is_said_to_change_nothing(open_desk, holdings_file):
    page = review(open_desk, holdings_file)
    assert "zero changes" in page.review._note.text()
    assert not page.review._question.isVisible()
    page._analyse.click()
    open_desk.settle()
    assert open_desk.told == "holdings.csv was already imported, nothing changed."
    assert entries(open_desk) == 1


def test_the_same_account_and_date_says_what_would_change(open_desk, tmp_path):
    other = tmp_path / "corrected.csv"
    other.write_text(FILE.replace("5000.00", "6000.00").replace("8500", "9500").replace("50.00", "60.00"),
                     encoding="utf-8")
    page = review(open_desk, other)
    assert "1 changed, 0 new, 0 gone, 2 the same" in page.review._note.text()
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
    assert "the same positions and values: zero changes" in page.review._note.text()
