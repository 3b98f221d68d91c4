"""Cells chosen one by one with Ctrl: what is shown is exactly their sum, in figures, words, pills and kept views."""

import pytest
import synthetic_analysis
from clicking import CTRL, NO_KEY, click, double_click
from PySide6.QtWidgets import QApplication, QMenu

from sinolens.exposure.selection import Selection
from sinolens.qt.base.workspace import prepare


@pytest.fixture
def page(desk):
    desk.window.resize(1440, 900)
    desk.workspace.open(prepare(synthetic_analysis.build(90)))
    QApplication.processEvents()
    return desk.window.pages["overview"]


def two_cells(page):
    """Two cells of the heat map that share neither row nor column."""
    cells = [mark for mark in page.heatmap.picture.picture.marks if mark.id.startswith("cell:") and mark.value]
    first = cells[0]
    asked = dict(first.filters)
    second = next(one for one in cells
                  if dict(one.filters)["group"] != asked["group"] and dict(one.filters)["tier"] != asked["tier"])
    return first, second


def choose(desk, page, *cells):
    for number, cell in enumerate(cells):
        click(desk.qtbot, page.heatmap.picture, cell, CTRL if number else NO_KEY)


def test_two_cells_are_their_sum_and_no_third_is_lit(desk, page):
    first, second = two_cells(page)
    choose(desk, page, first, second)
    assert desk.workspace.view.total() == first.value + second.value
    lit = {mark.id for mark in page.heatmap.picture.picture.marks
           if mark.id.startswith("cell:") and page.heatmap._is_chosen(mark)}
    assert lit == {first.id, second.id}
    assert page._headline.cards[0].figure.exact.replace(",", "") == f"${(first.value + second.value) / 100:.2f}"


def test_a_cell_is_taken_out_again_with_ctrl(desk, page):
    first, second = two_cells(page)
    choose(desk, page, first, second)
    click(desk.qtbot, page.heatmap.picture, second, CTRL)
    assert desk.workspace.view.total() == first.value
    assert not desk.workspace.selection.either
    click(desk.qtbot, page.heatmap.picture, first, CTRL)
    assert not desk.workspace.selection.either
    assert not desk.workspace.selection.values("group")


def test_a_plain_click_asks_for_its_cell_alone(desk, page):
    first, second = two_cells(page)
    choose(desk, page, first, second)
    click(desk.qtbot, page.heatmap.picture, second)
    assert desk.workspace.view.total() == second.value
    assert not desk.workspace.selection.either


def test_what_another_picture_shows_of_the_cells_is_what_a_click_in_it_gives(desk, page):
    first, second = two_cells(page)
    choose(desk, page, first, second)
    tier = dict(second.filters)["tier"]
    segment = next(mark for mark in page.ring.picture.picture.marks if dict(mark.filters)["tier"] == tier)
    assert segment.value == second.value
    click(desk.qtbot, page.ring.picture, segment)
    assert desk.workspace.view.total() == second.value


def test_tiles_added_to_each_other_are_their_sum(desk, page):
    tiles = [mark for mark in page.treemap.picture.picture.marks
             if {"issuer", "tier"} <= dict(mark.filters).keys() and mark.value > 0]
    first = tiles[0]
    second = next(one for one in tiles if dict(one.filters)["tier"] != dict(first.filters)["tier"])
    click(desk.qtbot, page.treemap.picture, first)
    click(desk.qtbot, page.treemap.picture, second, CTRL)
    assert desk.workspace.view.total() == first.value + second.value


def test_the_cells_are_said_in_words_and_can_be_taken_out_of_their_pill(desk, page):
    first, second = two_cells(page)
    choose(desk, page, first, second)
    pill = page.filter_bar.pills[-1]
    words = pill._text.accessibleName()
    label = desk.workspace.cube.label
    assert words.startswith("either (")
    assert words.count(") or (") == 1
    for cell in (first, second):
        assert all(label(name, dict(cell.filters)[name]) in words for name in ("group", "tier"))
    assert words in desk.workspace.source_line()
    pill._offer()
    menu = next(one for one in pill.findChildren(QMenu) if one.isVisible())
    offered = {action.text(): action for action in menu.actions()}
    taken = next(action for text, action in offered.items()
                 if text.startswith("Take out") and desk.workspace.cube.name(
                     "group", dict(first.filters)["group"]) in text)
    taken.trigger()
    menu.close()
    assert desk.workspace.view.total() == second.value


def test_is_not_leaves_everything_but_the_cells(desk, page):
    first, second = two_cells(page)
    choose(desk, page, first, second)
    common = Selection(included=desk.workspace.selection.included)
    page.filter_bar.pills[-1].flip()
    assert desk.workspace.view.total() == (
        desk.workspace.cube.select(common).total() - first.value - second.value)
    page.filter_bar.pills[-1].remove()
    assert desk.workspace.selection == common


def test_everything_but_one_cell_leaves_its_row_and_its_column(desk, page):
    first, _ = two_cells(page)
    whole = desk.workspace.view.total()
    page.heatmap.picture.excluded.emit(first)
    assert desk.workspace.view.total() == whole - first.value


def test_a_double_click_as_a_hand_makes_it_opens_the_positions_of_the_mark(desk, page):
    first, _ = two_cells(page)
    for _ in range(2):
        desk.show("overview")
        double_click(page.heatmap.picture, first)
        desk.wait(lambda: desk.window.page is desk.window.pages.get("holdings"))
        assert desk.workspace.view.total() == first.value
        assert desk.window.page.model.rowCount() == desk.workspace.view.position_count


def test_a_kept_view_brings_the_cells_back(desk, page, tmp_path, holdings_file):
    desk.import_file(holdings_file)
    desk.create(tmp_path / "kept.sinolens")
    asked = Selection().with_mark({"group": ["A"], "tier": ["T1"]}).with_mark({"group": ["C"], "tier": ["T4"]})
    assert asked.either
    desk.workspace.select(asked)
    desk.workspace.views.save("Two cells")
    desk.settle()
    desk.workspace.clear_filter()
    desk.wait(lambda: bool(desk.workspace.views.all))
    desk.workspace.views.show(desk.workspace.views.all[0])
    assert desk.workspace.selection == asked
