"""What was closed, hidden or is under way already is not acted on."""

from threading import Event

import pytest
from PySide6.QtCore import Qt

from sinolens.exposure.selection import Selection
from sinolens.qt.windows import usecases

OTHER = """As of 2026-09-30
Account,Security,ISIN,Country,Asset Type,Quantity,Price,Market Value
B1,ALIBABA GROUP HLDG LTD,KYG017191142,CN,Common Stock,10,70.00,700.00
B1,NATIONAL SAVINGS NOTE,,US,Corporate Bond,10,90.00,900.00
B1,Some Other Fund L.P.,,KY,Limited Partnership,1,100.00,100.00
"""


@pytest.fixture
def held(monkeypatch):
    """Analyses wait until the test lets them go."""
    class Gate(Event):
        begun = 0

    gate, work = Gate(), usecases._AnalyseHoldings.__call__

    def wait(self, task):
        gate.begun += 1
        while not gate.wait(0.02):
            task.check()
        return work(self, task)

    monkeypatch.setattr(usecases._AnalyseHoldings, "__call__", wait)
    yield gate
    gate.set()


def begin_import(desk, file, gate):
    desk.add_files([file])
    desk.settle()
    page = desk.window.pages["import"]
    page._analyse.click()
    desk.wait(lambda: gate.begun == 1)
    return page


def test_an_import_under_way_is_not_begun_again(desk, holdings_file, held):
    page = begin_import(desk, holdings_file, held)
    assert not page._analyse.isEnabled() and page.foot.status.text() == "Analysing…"
    page._analyse.click()
    page._want_analysis()
    page._show_again()
    assert not page._analyse.isEnabled() and page.foot.status.text() == "Analysing…"
    assert len(desk.workspace.tasks.running) == 1
    held.set()
    desk.settle()
    assert held.begun == 1 and len(desk.names) == 3
    assert not page.is_analysing and not page.pending


def test_an_import_that_was_stopped_can_be_begun_again(desk, holdings_file, held):
    page = begin_import(desk, holdings_file, held)
    for task in desk.workspace.tasks.running:
        task.cancel()
    desk.settle()
    assert desk.told == "Stopped. Nothing was changed."
    assert desk.workspace.analysis is None and page._analyse.isEnabled()
    held.set()
    page._analyse.click()
    desk.settle()
    assert len(desk.names) == 3


def test_a_stop_tells_that_something_was_opened_meanwhile(desk, holdings_file, held):
    begin_import(desk, holdings_file, held)
    before = desk.workspace.tasks.running
    desk.cases.open_sample()
    desk.wait(lambda: desk.workspace.analysis is not None, 120_000)
    before[0].cancel()
    desk.settle()
    assert "stays open" in desk.told and "Nothing was changed" not in desk.told


def test_an_import_left_at_a_question_can_be_begun_again(desk, holdings_file, tmp_path):
    desk.import_file(holdings_file)
    other = tmp_path / "other.csv"
    other.write_text(OTHER, encoding="utf-8")
    desk.import_file(other)
    page = desk.window.pages["import"]
    assert not page._analyse.isEnabled()
    desk.cases.arrivals.question.buttons["cancel"].click()
    desk.settle()
    assert desk.told == "Nothing was imported." and page._analyse.isEnabled()


def choose_first(desk, holdings_file):
    desk.import_file(holdings_file)
    desk.show("holdings")
    page = desk.window.pages["holdings"]
    assert page.table.choose_row(0)
    assert page.position == 0 and page.judge_button.isEnabled()
    return page


def assert_nothing_chosen(page):
    assert page.position == -1 and not page.detail.shown_title
    assert not page.table.currentIndex().isValid() and not page.table.selectionModel().hasSelection()
    assert not page.judge_button.isEnabled() and not page.sheet_button.isEnabled()


def test_a_position_the_filter_hides_is_let_go(desk, holdings_file):
    page = choose_first(desk, holdings_file)
    desk.workspace.select(Selection().at_positions((0, 1)))
    assert page.position == 0, "it is shown still"
    desk.workspace.select(Selection().at_positions((1,)))
    assert_nothing_chosen(page)
    desk.workspace.clear_filter()
    assert_nothing_chosen(page)


def test_a_position_is_let_go_where_groups_stand_in_its_place(desk, holdings_file):
    page = choose_first(desk, holdings_file)
    desk.workspace.lens.group("holdings.table", ("asset_class",))
    assert_nothing_chosen(page)
    page.groups.choose_row(0)
    desk.qtbot.keyClick(page.groups, Qt.Key.Key_Return)
    desk.settle()
    assert_nothing_chosen(page)


def test_another_file_begins_at_the_top_with_nothing_chosen(desk, holdings_file, tmp_path):
    page = choose_first(desk, holdings_file)
    other = tmp_path / "other.csv"
    other.write_text(OTHER, encoding="utf-8")
    desk.import_file(other)
    desk.cases.arrivals.question.buttons["replace"].click()
    desk.settle()
    desk.show("holdings")
    assert len(desk.names) == 3 and "ALIBABA GROUP HLDG LTD" in desk.names
    assert_nothing_chosen(page)
    assert page.table.verticalScrollBar().value() == 0 and not page.detail.isVisible()


def test_the_position_stays_chosen_where_the_same_holdings_are_answered_anew(desk, holdings_file):
    page = choose_first(desk, holdings_file)
    desk.workspace.renew(desk.workspace.opened)
    desk.settle()
    assert page.position == 0 and page.judge_button.isEnabled()


def test_the_review_queue_lets_go_of_what_was_closed(desk, holdings_file, tmp_path):
    desk.import_file(holdings_file)
    desk.create(tmp_path / "Fund.sinolens")
    desk.show("review")
    page = desk.window.pages["review"]
    desk.wait(lambda: page.queue is not None)
    desk.settle()
    assert page.comparison.item is not None and all(made.isEnabled() for made in page.file_buttons)
    desk.show("funds")
    assert desk.window.pages["funds"].ask_button.isEnabled()
    desk.show("review")
    desk.commands["file.close"].trigger()
    desk.settle()
    assert page.queue is None and page.comparison.item is None and page.names.model.rowCount() == 0
    assert not any(made.isEnabled() for made in (*page.file_buttons, *page.buttons.values()))
    for key in (Qt.Key.Key_A, Qt.Key.Key_R, Qt.Key.Key_N, Qt.Key.Key_S, Qt.Key.Key_J, Qt.Key.Key_D, Qt.Key.Key_U):
        page.setFocus()
        desk.press(key)
        assert desk.projects.dialog is None and page.deciding.finder is None
    page.exchange.write_queue(tmp_path / "queue.xlsx")
    desk.settle()
    assert not (tmp_path / "queue.xlsx").exists()
    funds = desk.window.pages["funds"]
    funds.show_tracker()
    assert not funds.ask_button.isEnabled() and funds.dialog is None and desk.projects.dialog is None


def test_the_review_queue_tells_that_names_are_on_their_way(desk, holdings_file):
    desk.import_file(holdings_file)
    desk.window.show_page("review")
    page = desk.window.pages["review"]
    assert page.queue is None and page.names._loading.isVisible() and not page.names.table.isVisible()
    assert "on their way" in page.comparison._hint._title.text()
    desk.settle()
    assert page.names.table.isVisible() and page.comparison.item is not None
