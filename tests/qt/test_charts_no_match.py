"""The page of charts while nothing matches the filter: it says so, and leads back."""

import pytest
import synthetic_analysis
from PySide6.QtWidgets import QPushButton

from sinolens.exposure.selection import Selection
from sinolens.qt.base.cards import StateView
from sinolens.qt.base.workspace import prepare


@pytest.fixture
def charts(desk):
    desk.workspace.open(prepare(synthetic_analysis.build(60)))
    desk.window.show_page("charts")
    desk.settle()
    return desk.window.page


def states(page):
    return [part for part in page.findChildren(StateView) if part.isVisible()]


def test_nothing_matching_is_said_with_the_way_back(desk, charts):
    assert charts.flow.isVisible()
    assert not states(charts)
    desk.workspace.select(Selection().searching("no such name anywhere"))
    desk.settle()
    assert not any(card.isVisible() for card in charts.charts)
    (state,) = states(charts)
    (back,) = state.findChildren(QPushButton)
    assert back.text() == "Clear filter"
    back.click()
    desk.settle()
    assert desk.workspace.selection.is_empty
    assert all(card.isVisible() for card in charts.charts)
    assert not states(charts)


def test_a_page_shown_under_such_a_filter_says_so_at_once(desk, charts):
    desk.window.show_page("overview")
    desk.workspace.select(Selection().searching("no such name anywhere"))
    desk.window.show_page("charts")
    desk.settle()
    assert states(charts)
    assert not charts.flow.isVisible()
