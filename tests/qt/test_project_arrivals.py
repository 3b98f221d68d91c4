"""Files imported while a project is open go into it."""

from desktop import FILE


def test_the_same_file_changes_nothing(open_desk, holdings_file):
    open_desk.import_file(holdings_file)
    assert open_desk.told == "holdings.csv was already imported, nothing changed."
    assert len(open_desk.names) == 3


def test_another_account_is_added_and_can_be_taken_back(open_desk, tmp_path):
    other = tmp_path / "second.csv"
    other.write_text(FILE.replace("A1,", "B2,"), encoding="utf-8")
    open_desk.import_file(other)
    assert len(open_desk.names) == 6
    assert open_desk.told == "Import second.csv."
    open_desk.commands["edit.undo"].trigger()
    open_desk.settle()
    assert len(open_desk.names) == 3


def corrected(open_desk, tmp_path):
    other = tmp_path / "corrected.csv"
    other.write_text(FILE.replace("5000.00", "6000.00").replace("8500", "9500").replace("50.00", "60.00"),
                     encoding="utf-8")
    open_desk.import_file(other)
    return open_desk.cases.arrivals.question


def value(open_desk):
    return int(open_desk.workspace.analysis.positions["market_value"].sum())


def test_the_same_account_and_date_can_be_replaced_as_one_step(open_desk, tmp_path):
    question = corrected(open_desk, tmp_path)
    assert value(open_desk) == 850000
    question.buttons["replace"].click()
    open_desk.settle()
    assert value(open_desk) == 950000
    assert open_desk.commands["edit.undo"].text() == "&Undo replace holdings.csv by corrected.csv"
    open_desk.commands["edit.undo"].trigger()
    open_desk.settle()
    assert value(open_desk) == 850000


def test_or_added_beside_or_left(open_desk, tmp_path):
    corrected(open_desk, tmp_path).buttons["cancel"].click()
    open_desk.settle()
    assert value(open_desk) == 850000
    open_desk.window.pages["import"]._analyse.click()
    open_desk.settle()
    open_desk.cases.arrivals.question.buttons["add"].click()
    open_desk.settle()
    assert value(open_desk) == 1800000


def test_an_empty_project_takes_its_first_holdings(desk, tmp_path, holdings_file):
    desk.create(tmp_path / "empty.sinolens")
    assert desk.names == []
    assert desk.window.windowTitle() == "empty – Sinolens"
    desk.import_file(holdings_file)
    assert len(desk.names) == 3
    assert desk.commands["edit.undo"].text() == "&Undo import holdings.csv"
