"""One selection filters all: the real window, driven by mouse and keyboard."""

import clicking
import pytest
import synthetic_analysis
from clicking import CTRL, NO_KEY, place_of
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from sinolens.exposure.selection import Selection
from sinolens.qt.base.workspace import prepare
from sinolens.qt.charts.hover import HoverCard


@pytest.fixture
def analysis():
    return synthetic_analysis.build(90)


@pytest.fixture
def page(desk, analysis):
    desk.window.resize(1280, 800)
    desk.workspace.open(prepare(analysis))
    QApplication.processEvents()
    return desk.window.pages["overview"]


def click(desk, picture, mark, modifiers=NO_KEY):
    clicking.click(desk.qtbot, picture, mark, modifiers)


def mark_with(picture, *dimensions):
    return next(m for m in picture.picture.marks if {name for name, _ in m.filters} >= set(dimensions) and m.value > 0)


def expected_rows(desk):
    return set(desk.workspace.cube.select(desk.workspace.selection).positions().tolist())


def shown_rows(page):
    return {page.model.source_row(row) for row in range(page.model.rowCount())}


def test_a_click_on_a_tile_filters_the_table_and_every_chart(desk, page):
    before = [card.picture.picture for card in page.charts]
    tile = mark_with(page.treemap.picture, "issuer", "tier")
    click(desk, page.treemap.picture, tile)
    assert dict(tile.filters).items() <= {
        (name, values[0]) for name, values in desk.workspace.selection.included
    }
    assert shown_rows(page) == expected_rows(desk)
    assert 0 < page.model.rowCount() < 90
    after = [card.picture.picture for card in page.charts]
    assert all(old is not new for old, new in zip(before, after, strict=True))
    assert page.bars.picture.picture.description != before[3].description
    assert page._headline.cards[0].figure.figure != ""


def test_the_map_keeps_its_tiles_when_one_of_them_is_chosen(desk, page):
    tile = mark_with(page.treemap.picture, "issuer", "tier")
    tiles = [m.id for m in page.treemap.picture.picture.marks if "issuer" in dict(m.filters)]
    click(desk, page.treemap.picture, tile)
    assert [m.id for m in page.treemap.picture.picture.marks if "issuer" in dict(m.filters)] == tiles
    assert page.treemap._is_chosen(tile)
    assert sum(page.treemap._is_chosen(m) for m in page.treemap.picture.picture.marks) < len(tiles) / 2


def test_the_filter_is_said_in_words_and_goes_back_and_forward(desk, page):
    click(desk, page.ring.picture, mark_with(page.ring.picture, "tier"))
    first = desk.workspace.selection
    click(desk, page.bars.picture, mark_with(page.bars.picture, "manager"))
    second = desk.workspace.selection
    assert "Manager is" in " ".join(pill._text.accessibleName() for pill in page.filter_bar.pills)
    desk.commands["go.back"].trigger()
    assert desk.workspace.selection == first
    assert shown_rows(page) == expected_rows(desk)
    desk.commands["go.back"].trigger()
    assert desk.workspace.selection.is_empty
    assert not page.filter_bar.pills and page.filter_bar._hint.isVisible()
    desk.commands["go.forward"].trigger()
    desk.commands["go.forward"].trigger()
    assert desk.workspace.selection == second


def test_ctrl_click_adds_and_a_second_click_undoes(desk, page):
    tiers = [m for m in page.ring.picture.picture.marks if m.value > 0][:2]
    click(desk, page.ring.picture, tiers[0])
    click(desk, page.ring.picture, tiers[1], CTRL)
    assert set(desk.workspace.selection.values("tier")) == {dict(m.filters)["tier"] for m in tiers}
    click(desk, page.ring.picture, tiers[0])
    assert desk.workspace.selection.values("tier") == (dict(tiers[0].filters)["tier"],)
    click(desk, page.ring.picture, tiers[0])
    assert desk.workspace.selection.is_empty


def test_a_pill_can_be_turned_to_is_not_and_removed(desk, page):
    desk.workspace.select(Selection().only("manager", "Elm Street Global"))
    (pill,) = page.filter_bar.pills
    pill.flip()
    assert desk.workspace.selection.excluded_values("manager") == ("Elm Street Global",)
    managers = desk.workspace.analysis.positions["manager"]
    assert all(managers.iloc[row] != "Elm Street Global" for row in shown_rows(page))
    (pill,) = page.filter_bar.pills
    desk.qtbot.mouseClick(pill._remove_button, Qt.MouseButton.LeftButton)
    assert desk.workspace.selection.is_empty
    assert page.model.rowCount() == 90


def test_typing_in_the_search_filters_and_escape_empties_it(desk, page):
    desk.qtbot.keyClicks(page.search, "crane")
    desk.wait(lambda: desk.workspace.selection.text == "crane")
    assert shown_rows(page) == expected_rows(desk)
    desk.qtbot.keyClick(page.search, Qt.Key.Key_Escape)
    assert desk.workspace.selection.is_empty
    assert page.search.text() == ""


def test_the_keyboard_reaches_marks_filters_and_clears(desk, page):
    picture = page.treemap.picture
    picture.setFocus(Qt.FocusReason.TabFocusReason)
    first = picture.focused_mark
    assert first is not None
    seen = {first.id}
    for _ in range(12):
        for key in (Qt.Key.Key_Right, Qt.Key.Key_Down):
            desk.qtbot.keyClick(picture, key)
            seen.add(picture.focused_mark.id)
    assert len(seen) > 4
    desk.qtbot.keyClick(picture, Qt.Key.Key_Return)
    assert not desk.workspace.selection.is_empty
    desk.qtbot.keyClick(picture, Qt.Key.Key_Escape)
    assert desk.workspace.selection.is_empty


def test_the_hover_card_has_five_lines_of_plain_text(desk, page):
    picture = page.treemap.picture
    mark = mark_with(picture, "issuer")
    desk.qtbot.mouseMove(picture, place_of(picture, mark))
    card = desk.window.findChild(HoverCard)
    desk.wait(card.isVisible)
    assert card._title.text() == mark.title
    shown = [name.text() for name, _ in card._rows if name.isVisible()]
    assert shown == [name for name, _ in mark.rows]
    assert len(shown) <= 4
    assert all(part.textFormat() == Qt.TextFormat.PlainText for pair in card._rows for part in pair)


def test_a_double_click_opens_the_positions_behind_a_mark(desk, page):
    picture = page.treemap.picture
    tile = mark_with(picture, "issuer", "tier")
    point = place_of(picture, tile)
    desk.qtbot.mouseClick(picture, Qt.MouseButton.LeftButton, NO_KEY, point)
    desk.qtbot.mouseDClick(picture, Qt.MouseButton.LeftButton, NO_KEY, point)
    holdings = desk.window.pages["holdings"]
    assert desk.window.page is holdings
    assert shown_rows(holdings) == expected_rows(desk)
    assert holdings.model.rowCount() < 90


def test_a_filter_that_leaves_nothing_says_so_and_leads_back(desk, page):
    desk.window.show_page("holdings")
    desk.workspace.select(Selection().searching("no such words at all"))
    holdings = desk.window.page
    assert holdings._nothing.isVisible()
    desk.workspace.action_wanted.emit("edit.clear_filter")
    assert holdings.table.isVisible()
    assert holdings.model.rowCount() == 90


def test_the_figures_of_the_headline_equal_the_analysis_to_the_cent(page, analysis):
    exact = page._headline.cards[0].figure.exact
    total = int(analysis.positions["market_value"].sum())
    assert exact.strip("()$").replace(",", "") == f"{abs(total) / 100:.2f}"
