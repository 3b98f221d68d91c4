"""What the pages say under a filter: totals that meet their columns, the way back, and why two figures differ."""

from dataclasses import replace

import pytest
import synthetic_analysis
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from sinolens.domain.money import format_compact, format_dollars
from sinolens.exposure.selection import Selection
from sinolens.qt.base.workspace import prepare

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(desk):
    desk.window.resize(1600, 1000)
    desk.workspace.open(prepare(synthetic_analysis.build(90)))
    QApplication.processEvents()
    return desk.window.pages["overview"]


def type_search(desk, page, words):
    page.search.setFocus()
    desk.qtbot.keyClicks(page.search, words)
    desk.wait(lambda: desk.workspace.selection.text == words)
    QApplication.processEvents()


def covers(widget):
    """Whether nothing of the bar lies over the middle of a widget of it."""
    bar = widget.parentWidget()
    found = bar.childAt(widget.geometry().center())
    return found is widget


def test_clear_filter_stays_in_sight_when_a_search_joins_a_filter(desk, page):
    desk.workspace.choose((("tier", "T1"), ("group", "A")))
    QApplication.processEvents()
    assert covers(page.filter_bar._clear)
    type_search(desk, page, "zzz")
    clear = page.filter_bar._clear
    assert len(page.filter_bar.pills) == 3
    assert covers(clear)
    assert clear.geometry().left() > page.filter_bar.pills[-1].geometry().right()
    desk.qtbot.mouseClick(clear, LEFT)
    assert desk.workspace.selection.is_empty


def test_an_overview_without_a_match_says_so_and_leads_back(desk, page):
    desk.workspace.choose((("tier", "T1"),))
    type_search(desk, page, "zzz")
    assert page._nothing.isVisible()
    assert not any(card.isVisible() for card in page.charts)
    desk.qtbot.mouseClick(page._nothing.findChild(QPushButton, "edit.clear_filter"), LEFT)
    QApplication.processEvents()
    assert desk.workspace.selection.is_empty
    assert not page._nothing.isVisible()
    assert all(card.isVisible() for card in page.charts)
    assert page.search.text() == ""


def amounts(model, key):
    return sum(int(model.value(model.source_row(row), key)) for row in range(model.rowCount()))


def test_totals_of_holdings_meet_their_columns_under_a_filter(desk, page):
    desk.show("holdings")
    holdings = desk.window.page
    desk.workspace.choose((("tier", "T1"),))
    QApplication.processEvents()
    whole, inside = amounts(holdings.model, "market_value"), amounts(holdings.model, "shown")
    assert whole != inside
    words = holdings._totals.text()
    assert f"market value {format_dollars(whole)}, whole positions" in words
    assert f"in the filter {format_dollars(inside)}" in words
    assert f"China AI {format_dollars(amounts(holdings.model, 'china'))}" in words
    place = next(i for i, column in enumerate(holdings.model.columns) if column.key == "shown")
    assert not holdings.table.isColumnHidden(place)
    desk.workspace.clear_filter()
    QApplication.processEvents()
    assert holdings.table.isColumnHidden(place)
    assert holdings._totals.text().startswith(f"Total: market value {format_dollars(amounts(holdings.model, 'shown'))}")
    assert "in the filter" not in holdings._totals.text()


def test_totals_of_groups_are_those_of_the_filter(desk, page):
    desk.show("holdings")
    holdings = desk.window.page
    desk.workspace.lens.group("holdings.table", ("manager",))
    desk.workspace.choose((("tier", "T1"),))
    QApplication.processEvents()
    groups = holdings.groups.model()
    assert f"in the filter {format_dollars(amounts(groups, 'value'))}" in holdings._totals.text()
    assert "whole positions" not in holdings._totals.text()


def test_a_group_opened_twice_never_drops_the_filter(desk, page):
    desk.show("holdings")
    holdings = desk.window.page
    for _ in range(2):
        desk.workspace.lens.group("holdings.table", ("manager",))
        QApplication.processEvents()
        holdings.groups.setFocus()
        holdings.groups.selectRow(0)
        desk.qtbot.keyClick(holdings.groups, Qt.Key.Key_Return)
        assert len(desk.workspace.selection.values("manager")) == 1


def test_a_tiers_card_says_what_of_it_the_ring_shows(desk, page):
    analysis = synthetic_analysis.build(90)
    slices = analysis.slices.copy()
    # A barred line that is no China AI: a card counts it, the pictures do not.
    slices.loc[slices.index[slices["tier"] == "T1"][0], ["category", "group"]] = ["F1", "F"]
    desk.workspace.open(prepare(replace(analysis, slices=slices)))
    QApplication.processEvents()
    card = next(one for one in page._headline.cards if one.figure.tier == "T1")
    segment = next(mark for mark in page.ring.picture.picture.marks if dict(mark.filters)["tier"] == "T1")
    assert card.figure.exact != format_dollars(segment.value)
    assert f"{format_compact(segment.value)} of it China AI" in card.figure.caption
    desk.workspace.select(Selection().only("scope", "china_ai"))
    QApplication.processEvents()
    assert card.figure.exact == format_dollars(segment.value)
    assert "of it" not in card.figure.caption
