"""The window at its least size: nothing collapses, hangs over the edge or is cut to a few letters."""

import pytest
import synthetic_analysis
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from sinolens.qt.base.workspace import prepare
from sinolens.qt.windows.main import SMALLEST


@pytest.fixture
def narrow(desk):
    # Smaller windows scroll a page of this size.
    desk.window.resize(SMALLEST)
    desk.workspace.open(prepare(synthetic_analysis.build(90)))
    settle(desk)
    return desk


def settle(desk):
    for _ in range(6):
        QApplication.processEvents()
    desk.settle()


def cards_of(page):
    return (*page.charts, page._positions, page.health, *page._headline.cards)


@pytest.mark.parametrize("width", [0, 1150, 1240, 1320])
def test_every_card_of_the_overview_lies_within_the_page_at_a_fair_size(narrow, width):
    if width:
        narrow.window.resize(width, 700)
        settle(narrow)
    page = narrow.window.pages["overview"]
    for card in cards_of(page):
        left = card.mapTo(page, QPoint(0, 0)).x()
        assert left >= 0
        assert left + card.width() <= page.width(), card.accessibleName()
    assert page.ring.width() >= 280
    assert page.ring.height() >= 240
    assert page.treemap.width() >= 500


def test_no_figure_or_name_of_the_headline_is_cut(narrow):
    for card in narrow.window.pages["overview"]._headline.cards:
        assert card.width() >= card.minimumSizeHint().width()
        assert max(card.lines_needed(card.width())) <= 2


def test_the_ring_and_its_legend_are_drawn(narrow):
    picture = narrow.window.pages["overview"].ring.picture
    boxes = [picture.mark_map.bounds(mark.id) for mark in picture.picture.marks]
    assert picture.picture.items
    assert all(box.width() > 20 for box in boxes)


def test_pairs_come_back_when_there_is_room(narrow):
    page = narrow.window.pages["overview"]
    below = page.ring.mapTo(page, QPoint(0, 0)).y() > page.treemap.mapTo(page, QPoint(0, 0)).y()
    assert below
    narrow.window.resize(1440, 900)
    settle(narrow)
    assert page.ring.mapTo(page, QPoint(0, 0)).y() == page.treemap.mapTo(page, QPoint(0, 0)).y()


def test_names_of_holdings_can_be_read_beside_the_facts(narrow):
    narrow.show("holdings")
    holdings = narrow.window.page
    holdings.table.choose_row(0)
    settle(narrow)
    assert holdings._side.isVisible()
    names = holdings.table.columnWidth(0)
    letters = holdings.table.fontMetrics().averageCharWidth()
    assert names >= 16 * letters
    assert names >= holdings.table.horizontalHeader().fontMetrics().horizontalAdvance("Security or fund")


def test_a_handle_moved_by_hand_stays(narrow):
    narrow.show("holdings")
    holdings = narrow.window.page
    holdings.table.choose_row(0)
    settle(narrow)
    splitter = holdings._side.parentWidget()
    splitter.moveSplitter(splitter.width() - 400, 1)
    splitter.splitterMoved.emit(splitter.width() - 400, 1)
    before = splitter.sizes()[1]
    narrow.window.resize(1300, 800)
    settle(narrow)
    assert abs(splitter.sizes()[1] - before) < 30
