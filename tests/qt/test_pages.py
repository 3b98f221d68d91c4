"""Every page in every state: nothing open, working, open, nothing found; nothing scrolls sideways."""

import pytest
import synthetic_analysis
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QTableView

from sinolens.qt.base.workspace import prepare
from sinolens.qt.pages.catalogue import PAGES

IDS = [entry.id for entry in PAGES]


def settle():
    for _ in range(4):
        QApplication.processEvents()


@pytest.mark.parametrize("page_id", IDS)
def test_a_page_without_anything_open_says_what_to_do(desk, page_id):
    desk.window.show_page(page_id)
    settle()
    page = desk.window.page
    assert page.isVisible()
    words = " ".join(part.text() for part in page.findChildren(QLabel) if part.isVisible())
    assert len(words) > 20
    if page.needs_analysis:
        assert "No holdings are open" in words
        desk.workspace.set_busy("Reading the files")
        settle()
        assert any("Reading the files" in part.text() for part in page.findChildren(QLabel) if part.isVisible())


@pytest.mark.parametrize("page_id", IDS)
def test_nothing_scrolls_sideways_at_1280_by_800(desk, page_id):
    desk.window.resize(1280, 800)
    desk.workspace.open(prepare(synthetic_analysis.build(60)))
    desk.window.show_page(page_id)
    desk.settle()
    settle()
    page = desk.window.page
    for area in (*page.findChildren(QScrollArea), *page.findChildren(QTableView)):
        if area.isVisible():
            assert area.horizontalScrollBar().maximum() == 0, area.accessibleName() or area.objectName()
    assert page.width() <= desk.window.width()
    assert page._mark.isVisible()
    assert page._mark.text() == "SAMPLE"


def test_the_window_itself_never_scrolls_at_1280_by_800_whatever_pages_were_shown(desk):
    desk.window.resize(1280, 800)
    desk.workspace.open(prepare(synthetic_analysis.build(60)))
    for page_id in IDS:
        desk.show(page_id)
        settle()
        assert desk.window._body.verticalScrollBar().maximum() == 0, page_id


@pytest.mark.parametrize("page_id", ["issuers", "rules"])
def test_where_no_row_matches_a_page_says_so_and_leads_back(desk, page_id):
    desk.workspace.open(prepare(synthetic_analysis.build(60)))
    desk.show(page_id)
    page = desk.window.page
    desk.wait(lambda: page.table.model().rowCount() > 0)
    rows = page.table.model().rowCount()
    page.search.setText("no row has these words")
    state = page._no_match
    assert state.isVisible()
    desk.qtbot.mouseClick(state.findChild(QPushButton, "all"), Qt.MouseButton.LeftButton)
    assert not state.isVisible()
    assert page.table.model().rowCount() == rows
    assert page.table.hasFocus()


def test_the_rail_shows_pages_by_mouse_and_tells_the_current_one(desk):
    for entry in PAGES:
        desk.qtbot.mouseClick(desk.window.rail.items[entry.id], Qt.MouseButton.LeftButton)
        assert desk.window.page.title
        assert (desk.window.page is desk.window.pages.get(entry.id)) != bool(entry.waits)
        assert desk.window.rail.items[entry.id].isChecked()


def test_the_page_that_was_waited_for_takes_its_place(desk):
    desk.window.show_page("funds")
    waiting = desk.window.page
    desk.workspace.open(prepare(synthetic_analysis.build(20)))
    assert desk.window.page is desk.window.pages["funds"]
    assert desk.window.page is not waiting
    assert desk.window.page.title == waiting.title
    desk.workspace.close()
    assert desk.window.page._states.currentIndex() == 1


def test_every_position_leads_home(desk):
    analysis = synthetic_analysis.build(40)
    desk.workspace.open(prepare(analysis))
    desk.window.show_page("holdings")
    page = desk.window.page
    for row in range(40):
        page.show_position(row)
        words = " ".join(part.text() for part in page.detail.findChildren(QLabel))
        position = analysis.positions.iloc[row]
        assert str(position["name"]) in words
        assert str(position["file"]) in words
        assert f"{int(position['row']):,}" in words
        for trigger in analysis.statuses[int(position["status"])].triggers:
            assert trigger.citation in words
            assert trigger.entry_name in words
            assert ("verified against its source" if trigger.verified else "unverified") in words


def test_text_of_holdings_is_never_markup(desk):
    desk.workspace.open(prepare(synthetic_analysis.build(30, names=synthetic_analysis.HOSTILE)))
    for page_id in ("overview", "holdings", "review", "funds", "import"):
        desk.window.show_page(page_id)
        settle()
        page = desk.window.page
        if hasattr(page, "table"):
            page.table.selectRow(0)
            settle()
        for part in page.findChildren(QLabel):
            assert part.textFormat() == Qt.TextFormat.PlainText or not part.text(), part.text()


def test_concerns_are_ranked_by_dollars_and_lead_to_what_mends_them(desk):
    desk.workspace.open(prepare(synthetic_analysis.build(60)))
    settle()
    panel = desk.window.page.health
    desk.wait(lambda: bool(panel._concerns))
    amounts = [abs(c.cents) for c in panel._concerns if c.cents is not None and not c.grave]
    assert amounts == sorted(amounts, reverse=True)
    assert {c.page for c in panel._concerns} <= set(IDS)
    place = next(i for i, c in enumerate(panel._concerns) if c.page == "funds")
    button = panel.findChild(type(desk.window.page._export), str(place))
    desk.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert desk.window.page is desk.window.pages["funds"]


def test_an_unexpected_failure_leaves_the_window_usable(desk):
    desk.workspace.tasks.run("Failing", lambda task: 1 / 0, lambda result: None)
    desk.wait(lambda: bool(desk.unexpected))
    assert isinstance(desk.unexpected.pop(), ZeroDivisionError)
    desk.window.show_page("settings")
    assert desk.window.page.isVisible()
