"""Ctrl+C copies from the table the user is on, or the one in sight, on every page, with its headers."""

import pytest
import synthetic_analysis
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from sinolens.qt.base.workspace import prepare
from sinolens.qt.models.view import TableView

LEFT, NO_KEY, CTRL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def opened(desk):
    desk.window.resize(1440, 900)
    desk.workspace.open(prepare(synthetic_analysis.build(60)))
    desk.wait(lambda: desk.workspace.reference() is not None)
    QGuiApplication.clipboard().setText("before")
    return desk


def copied():
    """Lines of the clipboard without the last, which names the source."""
    return QGuiApplication.clipboard().text().split("\n")[:-1]


def click_row(desk, table, row):
    place = table.visualRect(table.model().index(row, table._first_column())).center()
    desk.qtbot.mouseClick(table.viewport(), LEFT, NO_KEY, place)
    QApplication.processEvents()


def heads(table):
    return [table.model().columns[place].title for place in table._visible_columns()]


def test_a_row_of_holdings_clicked_is_copied_with_its_headers(opened):
    opened.show("holdings")
    table = opened.window.page.table
    click_row(opened, table, 2)
    opened.qtbot.keyClick(table, Qt.Key.Key_C, CTRL)
    lines = copied()
    assert lines[0].split("\t") == heads(table)
    assert len(lines) == 2
    assert table.model().text(table.model().source_row(2), 0) in lines[1]


def test_all_rows_of_holdings_are_copied_by_keys_and_by_the_menu(opened):
    opened.show("holdings")
    table = opened.window.page.table
    click_row(opened, table, 0)
    opened.qtbot.keyClick(table, Qt.Key.Key_A, CTRL)
    opened.commands["edit.copy"].trigger()
    assert len(copied()) == 1 + table.model().rowCount() == 61


def test_groups_of_holdings_are_copied_while_they_are_shown(opened):
    opened.show("holdings")
    opened.workspace.lens.group("holdings.table", ("manager",))
    QApplication.processEvents()
    groups = opened.window.page.groups
    click_row(opened, groups, 1)
    opened.commands["edit.copy"].trigger()
    lines = copied()
    assert lines[0].split("\t") == heads(groups)
    assert lines[0].startswith("Group")
    assert len(lines) == 2


@pytest.mark.parametrize("page", ["overview", "funds", "issuers", "review", "rules"])
def test_a_row_of_the_table_in_sight_is_copied_on_every_page(opened, page):
    opened.show(page)
    table = next(one for one in opened.window.page.findChildren(TableView)
                 if one.isVisible() and one.model().rowCount())
    click_row(opened, table, 0)
    opened.commands["edit.copy"].trigger()
    assert copied()[0].split("\t") == heads(table)
    assert len(copied()) == 2


def test_a_focused_table_without_a_chosen_row_copies_no_other(opened):
    opened.show("overview")
    table = opened.window.page.table
    table.setFocus()
    table.clearSelection()
    opened.commands["edit.copy"].trigger()
    assert QGuiApplication.clipboard().text() == "before"
    assert "Select rows" in opened.told


def test_a_page_without_a_table_says_so(opened):
    opened.show("charts")
    opened.commands["edit.copy"].trigger()
    assert QGuiApplication.clipboard().text() == "before"
    assert "no table" in opened.told


def test_a_row_is_chosen_by_a_click_anywhere_in_it(opened):
    opened.show("holdings")
    table = opened.window.page.table
    last = table._visible_columns()[-1]
    opened.qtbot.mouseClick(table.viewport(), LEFT, NO_KEY,
                            table.visualRect(table.model().index(1, last)).center() + QPoint(1, 1))
    opened.commands["edit.copy"].trigger()
    assert len(copied()) == 2
