"""The page of charts, the lens, the nested map and the named views, driven as a user drives them."""

from dataclasses import replace

import large_analysis
import pytest
import synthetic_analysis
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QMenu

from sinolens.exposure.selection import Selection
from sinolens.qt.base.workspace import prepare


def settle():
    for _ in range(4):
        QApplication.processEvents()


@pytest.fixture(scope="module")
def analysis():
    return synthetic_analysis.build(90)


@pytest.fixture
def page(desk, analysis):
    desk.window.resize(1280, 1000)
    desk.workspace.open(prepare(analysis))
    desk.window.show_page("charts")
    desk.settle()
    settle()
    return desk.window.page


def place_of(picture, mark):
    bounds = picture.mark_map.bounds(mark.id).toAlignedRect()
    for y in range(bounds.top(), bounds.bottom() + 1):
        for x in range(bounds.left(), bounds.right() + 1, 2):
            found = picture.mark_map.at(QPointF(x, y))
            if found is not None and found.id == mark.id:
                return QPointF(x, y).toPoint()
    raise AssertionError(f"{mark.title} cannot be hit")


NAMES = ("trend", "concentration", "flow", "geography", "bars", "channels")


@pytest.mark.parametrize("name", NAMES)
def test_a_click_filters_a_ctrl_click_adds_and_a_double_click_leads_to_the_positions(desk, page, name):
    picture = getattr(page, name).picture
    marks = [mark for mark in picture.picture.marks
             if mark.filters and mark.value > 0 and not mark.id.startswith(("period:", "hidden:"))
             and picture.mark_map.bounds(mark.id).width() >= 3 and picture.mark_map.bounds(mark.id).height() >= 3]
    first = marks[0]
    assert any(label == "Amount" for label, _ in first.rows)
    assert " of " in dict(first.rows)["Amount"]
    desk.qtbot.mouseClick(picture, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place_of(picture, first))
    for dimension, value in first.filters:
        assert value in desk.workspace.selection.values(dimension)
    assert desk.workspace.selection.words(desk.workspace.cube.label) != "Everything"
    second = next((m for m in picture.picture.marks if m.filters and m.id != first.id and m.value > 0
                   and picture.mark_map.bounds(m.id).width() >= 3 and picture.mark_map.bounds(m.id).height() >= 3
                   and not m.id.startswith(("period:", "hidden:"))), None)
    if second is not None:
        before = desk.workspace.selection
        desk.qtbot.mouseClick(picture, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier,
                              place_of(picture, second))
        kept = {(name, value) for name, values in before.included for value in values}
        now = {(name, value) for name, values in desk.workspace.selection.included for value in values}
        assert kept <= now or desk.workspace.selection != before
    desk.workspace.select(Selection())
    settle()
    found = next(mark for mark in picture.picture.marks if mark.id == first.id)
    picture.opened.emit(found)
    holdings = desk.window.pages["holdings"]
    assert desk.window.page is holdings
    shown = {holdings.model.source_row(row) for row in range(holdings.model.rowCount())}
    assert shown == set(desk.workspace.cube.select(desk.workspace.selection).positions().tolist())
    assert shown


@pytest.mark.parametrize("name", NAMES)
def test_the_keyboard_and_a_screen_reader_reach_every_mark(desk, page, name):
    picture = getattr(page, name).picture
    picture.setFocus(Qt.FocusReason.TabFocusReason)
    assert picture.focused_mark is not None
    seen = {picture.focused_mark.id}
    desk.qtbot.keyClick(picture, Qt.Key.Key_End)
    seen.add(picture.focused_mark.id)
    desk.qtbot.keyClick(picture, Qt.Key.Key_Home)
    for _ in range(8):
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Up):
            desk.qtbot.keyClick(picture, key)
            seen.add(picture.focused_mark.id)
    assert len(seen) >= min(3, len(picture.picture.marks))
    desk.qtbot.keyClick(picture, Qt.Key.Key_Escape)
    assert desk.workspace.selection.is_empty
    reader = QAccessible.queryAccessibleInterface(picture)
    assert reader.childCount() == len(picture.picture.marks)
    assert all(reader.child(i).text(QAccessible.Text.Name) for i in range(reader.childCount()))
    assert picture.accessibleDescription()


def test_a_filter_that_leaves_nothing_is_said_in_every_chart(desk, page):
    desk.workspace.select(Selection().searching("no such words at all"))
    settle()
    for name in NAMES:
        shown = getattr(page, name).picture.picture
        assert shown.description
        assert not [mark for mark in shown.marks if mark.value > 0], name


def test_the_value_switch_changes_every_picture_and_its_words(desk, page):
    desk.window.show_page("overview")
    overview = desk.window.page
    settle()
    cards = (*overview.charts, *page.charts)
    before = {card: card.picture.picture.description for card in overview.charts}
    desk.qtbot.mouseClick(overview.lens_bar.segments["base"], Qt.MouseButton.LeftButton)
    settle()
    for card, words in before.items():
        assert card.picture.picture.description != words
    assert overview.treemap.picture.picture.description.startswith("Exposure map, area is AI-weighted value")
    desk.window.show_page("charts")
    settle()
    assert page.lens_bar.segments["base"].isChecked()
    whole = desk.workspace.cube.totals((), "base", ("china_ai",))[()]
    total = next(m for m in page.trend.picture.picture.marks if m.id == "period:open")
    assert total.value == whole
    assert desk.commands["view.value"].isChecked()
    desk.commands["view.value"].trigger()
    assert desk.workspace.lens.measure == "full"
    assert len(cards) == 10


def test_bars_are_grouped_by_what_the_menu_says(desk, page):
    button = page.bars.grouping
    button.menu().aboutToShow.emit()
    action = next(a for a in button.menu().actions() if a.text() == "Account")
    action.trigger()
    settle()
    assert button.text().startswith("Account")
    assert {name for m in page.bars.picture.picture.marks for name, _ in m.filters} >= {"account"}
    assert "by account" in page.bars.picture.picture.description


def test_the_map_is_nested_as_wished_entered_and_left(desk, page):
    desk.window.show_page("overview")
    settle()
    card = desk.window.page.treemap
    desk.workspace.lens.group("overview.map", ("manager", "category", "issuer"))
    settle()
    group = next(m for m in card.picture.picture.marks if m.id.startswith("group:"))
    assert group.filters[-1][0] == "manager"
    card.picture.setFocus(Qt.FocusReason.OtherFocusReason)
    card.picture.focus_mark(group.id)
    desk.qtbot.keyClick(card.picture, Qt.Key.Key_Plus)
    settle()
    assert card.path == (group.filters[-1],)
    inside = [m for m in card.picture.picture.marks if m.id.startswith("group:")]
    assert inside
    assert all(group.filters[-1] in m.filters for m in inside)
    assert {m.filters[-1][0] for m in inside} == {"category"}
    assert card._crumbs.isVisible()
    for mark in inside:
        wanted = Selection()
        for dimension, value in mark.filters:
            wanted = wanted.including(dimension, value)
        assert desk.workspace.cube.select(wanted).total("full") == mark.value
    desk.qtbot.keyClick(card.picture, Qt.Key.Key_Minus)
    settle()
    assert card.path == ()
    assert not card._crumbs.isVisible()


def test_the_nesting_menu_offers_every_level(desk, page):
    desk.window.show_page("overview")
    button = desk.window.page.treemap.grouping
    button.menu().aboutToShow.emit()
    assert len(button.parts) == 3
    next(a for a in button.parts[0].actions() if a.text() == "None").trigger()
    assert button.chosen == ("category", "issuer")
    button.menu().aboutToShow.emit()
    next(a for a in button.parts[2].actions() if a.text() == "Category").trigger()
    assert button.chosen == ("category",)


def test_views_are_kept_shown_renamed_and_deleted_each_undoable(desk, holdings_file, tmp_path):
    desk.import_file(holdings_file)
    desk.create(tmp_path / "views.sinolens", None)
    workspace = desk.workspace
    wanted = Selection().only("tier", workspace.cube.values("tier")[0]).excluding("manager", "")
    workspace.select(wanted)
    workspace.lens.show_measure("base")
    desk.commands["view.keep"].trigger()
    dialog = desk.cases.viewing.dialog
    dialog.field.setText("What counts")
    dialog.act.click()
    desk.settle()
    assert [view.name for view in workspace.views.all] == ["What counts"]
    workspace.clear_filter()
    workspace.lens.show_measure("full")
    menu = QMenu()
    workspace.views.fill_menu(menu)
    menu.actions()[0].trigger()
    assert (workspace.selection, workspace.lens.measure) == (wanted, "base")
    workspace.views.ask_rename(workspace.views.all[0])
    desk.cases.viewing.dialog.field.setText("What counts most")
    desk.cases.viewing.dialog.act.click()
    desk.settle()
    assert [view.name for view in workspace.views.all] == ["What counts most"]
    workspace.views.delete(workspace.views.all[0])
    desk.settle()
    assert workspace.views.all == ()
    desk.commands["edit.undo"].trigger()
    desk.settle()
    assert [view.name for view in workspace.views.all] == ["What counts most"]
    desk.commands["edit.undo"].trigger()
    desk.settle()
    assert [view.name for view in workspace.views.all] == ["What counts"]


def test_a_frozen_period_stands_beside_what_is_open_and_opens_from_its_column(desk, holdings_file, tmp_path):
    desk.import_file(holdings_file)
    desk.create(tmp_path / "time.sinolens", None)
    desk.cases.periods.freeze("Third quarter")
    desk.settle()
    desk.window.show_page("charts")
    page = desk.window.page
    desk.wait(lambda: not page.trend.frozen.waiting and len(page.trend.frozen.columns) == 1)
    settle()
    periods = [mark for mark in page.trend.picture.picture.marks if mark.id.startswith("period:")]
    assert len(periods) == 2
    assert len({mark.value for mark in periods}) == 1
    frozen = next(mark for mark in periods if mark.id != "period:open")
    assert "Third quarter" in frozen.title
    page.trend.picture.opened.emit(frozen)
    desk.settle()
    assert desk.workspace.frozen == "Third quarter"
    assert desk.window.page is desk.window.pages["holdings"]


def test_names_that_are_markup_stay_text_in_every_chart(desk):
    desk.workspace.open(prepare(synthetic_analysis.build(30, names=synthetic_analysis.HOSTILE)))
    desk.window.show_page("charts")
    desk.settle()
    settle()
    picture = desk.window.page.flow.picture
    mark = next(m for m in picture.picture.marks if "<" in m.title)
    picture.setFocus(Qt.FocusReason.TabFocusReason)
    picture.focus_mark(mark.id)
    card = picture.card.card()
    assert card._title.textFormat() == Qt.TextFormat.PlainText
    assert card._title.text().startswith(mark.title[:20])


def test_short_values_are_drawn_below_the_line_and_never_in_area_or_band(desk):
    made = large_analysis.build(80, 400)
    slices = made.slices.copy()
    slices.loc[slices["tier"] == "T4", "market_value"] *= -1
    desk.workspace.open(prepare(replace(made, slices=slices)))
    desk.window.show_page("charts")
    desk.settle()
    settle()
    page = desk.window.page
    assert any(m.value < 0 for m in page.trend.picture.picture.marks)
    assert all(m.value > 0 for m in page.flow.picture.picture.marks)
    assert "Net short" in page.flow.picture.picture.description


def test_holdings_are_grouped_with_totals_that_follow_the_filter(desk, page, qtmodeltester):
    desk.window.show_page("holdings")
    holdings = desk.window.page
    settle()
    holdings.grouping.menu().aboutToShow.emit()
    next(a for a in holdings.grouping.menu().actions() if a.text() == "Manager").trigger()
    settle()
    table, cube = holdings.groups, desk.workspace.cube
    assert table.isVisible()
    assert not holdings.table.isVisible()
    assert table.model().rowCount() == len(cube.by("manager"))
    qtmodeltester.check(table.model())
    desk.workspace.select(Selection().only("tier", "T1"))
    settle()
    view = desk.workspace.view
    assert sum(table.model()._values[2]) == view.total("full")
    assert table.model().rowCount() == len(view.by("manager"))
    assert f"{len(view.positions()):,} of" in holdings._card._note.text()
    table.selectRow(0)
    manager = table._values[table.model().source_row(0)]
    desk.qtbot.keyClick(table, Qt.Key.Key_Return)
    settle()
    assert holdings.table.isVisible()
    assert desk.workspace.selection.values("manager") == (manager,)
    managers = desk.workspace.analysis.positions["manager"]
    assert {managers.iloc[holdings.model.source_row(row)] for row in range(holdings.model.rowCount())} == {manager}
