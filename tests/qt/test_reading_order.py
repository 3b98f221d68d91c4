"""The keyboard on the overview: Tab as the page is read, Enter as a click, and nothing that moves or is lost."""

import pytest
import synthetic_analysis
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QToolButton

from sinolens.qt.base.workspace import prepare
from sinolens.qt.pages.headline import HeadlineCard


@pytest.fixture
def page(desk):
    desk.window.resize(1280, 800)
    desk.workspace.open(prepare(synthetic_analysis.build(60)))
    desk.show("overview")
    return desk.window.pages["overview"]


def stops(desk, page, most=60):
    """What Tab reaches on the page, in its order."""
    page.setFocus()
    found = []
    for _ in range(most):
        desk.qtbot.keyClick(desk.window.focusWidget(), Qt.Key.Key_Tab)
        on = desk.window.focusWidget()
        if not page.isAncestorOf(on) or on in found:
            break
        found.append(on)
    return found


def test_tab_reads_the_overview_from_title_to_health(desk, page):
    desk.workspace.select(desk.workspace.selection.including("tier", "T1"))
    desk.settle()
    found = stops(desk, page)
    pill = page.filter_bar.pills[0]._text
    parts = (page.search, page._export, pill, page._headline.cards[0], page._headline.cards[-1], page.treemap.picture,
             page.ring.picture, page.heatmap.picture, page.bars.picture, page.table)
    assert [found.index(part) for part in parts] == sorted(found.index(part) for part in parts)
    cards = [part for part in found if isinstance(part, HeadlineCard)]
    assert cards == page._headline.cards
    health = [part for part in found if page.health.isAncestorOf(part)]
    assert health and found.index(health[0]) > found.index(page.table)


def test_enter_on_a_headline_figure_leaves_the_keyboard_on_it(desk, page):
    titles = [card.figure.title for card in page._headline.cards]
    for title in titles:
        card = next(card for card in page._headline.cards if card.figure.title == title)
        card.setFocus(Qt.FocusReason.TabFocusReason)
        desk.qtbot.keyClick(card, Qt.Key.Key_Return)
        desk.settle()
        on = desk.window.focusWidget()
        assert isinstance(on, HeadlineCard) and on.isVisible(), title
        shown = {one.figure.title for one in page._headline.cards}
        assert on.figure.title == title or title not in shown
        desk.workspace.clear_filter()
        desk.settle()


def test_enter_presses_what_a_click_does(desk, page):
    chip = next(iter(page._legend.buttons.values()))
    chip.setFocus(Qt.FocusReason.TabFocusReason)
    desk.press(Qt.Key.Key_Return)
    assert desk.workspace.selection.values("tier") == ("T1",)
    assert desk.window.focusWidget() is chip
    desk.press(Qt.Key.Key_Return)
    assert desk.workspace.selection.is_empty
    off = QToolButton(desk.window.page)
    pressed = []
    off.clicked.connect(lambda: pressed.append(1))
    off.show()
    off.setFocus()
    desk.qtbot.keyClick(off, Qt.Key.Key_Enter)
    assert pressed == [1]


@pytest.mark.parametrize("keys", [(Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)])
def test_a_picture_opens_its_menu_by_keyboard(desk, page, keys):
    picture = page.treemap.picture
    picture.setFocus(Qt.FocusReason.TabFocusReason)
    desk.qtbot.keyClick(picture, *keys)
    QApplication.processEvents()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu) and menu.actions()
    menu.close()
    page.table.setFocus()
    page.table.selectRow(0)
    desk.qtbot.keyClick(page.table, *keys)
    QApplication.processEvents()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu) and "Copy" in menu.actions()[0].text()
    menu.close()


@pytest.mark.parametrize("name", ["overview", "holdings", "charts"])
def test_a_filter_of_one_line_moves_nothing(desk, page, name):
    desk.show(name)
    shown = desk.window.page
    before = shown._states.geometry()
    assert shown.filter_bar._hint.isVisible() and shown.filter_bar._hint.text()
    desk.workspace.select(desk.workspace.selection.including("tier", "T1").including("category", "C1"))
    desk.settle()
    bar = shown.filter_bar
    assert shown._states.geometry() == before
    assert len(bar.pills) == 2 and not bar._hint.isVisible() and bar._clear.isVisible()
    assert all(bar.rect().contains(pill.geometry()) for pill in bar.pills)
    desk.workspace.clear_filter()
    desk.settle()
    assert shown._states.geometry() == before and bar._hint.isVisible()


def test_no_part_of_a_page_is_a_window_while_the_page_is_built(desk, page):
    before = {one for one in QApplication.topLevelWidgets() if one.isVisible()}
    for name in ("charts", "holdings", "review", "import"):
        desk.window.show_page(name)
        shown = {one for one in QApplication.topLevelWidgets() if one.isVisible()}
        assert shown <= before, [type(one).__name__ for one in shown - before]
    assert QApplication.activeWindow() is desk.window


def test_the_line_of_the_filter_goes_with_what_was_open(desk, page):
    desk.workspace.close()
    desk.settle()
    assert not page.filter_bar.isVisible()
    desk.workspace.open(prepare(synthetic_analysis.build(30)))
    desk.settle()
    assert page.filter_bar.isVisible()


def test_a_pill_that_is_turned_keeps_its_place_and_the_keyboard(desk, page):
    selection = desk.workspace.selection
    for name, value in (("tier", "T1"), ("category", "C1"), ("manager", "In-house")):
        selection = selection.including(name, value)
    desk.workspace.select(selection)
    desk.settle()
    pills = page.filter_bar.pills
    order = [pill._dimension for pill in pills]
    pills[0]._text.setFocus()
    pills[0].flip()
    desk.settle()
    assert [pill._dimension for pill in page.filter_bar.pills] == order
    assert page.filter_bar.pills[0]._negated and desk.window.focusWidget() is pills[0]._text
    assert pills[0].geometry().left() < pills[1].geometry().left()
    pills[0].flip()
    desk.settle()
    assert [(pill._dimension, pill._negated) for pill in page.filter_bar.pills] == [(one, False) for one in order]


def test_no_word_of_the_health_is_cut_at_an_ordinary_width(desk, page):
    titles = [label for label in page.health.findChildren(type(page.health._lines.itemAt(0).widget().layout().itemAt(0)
              .layout().itemAt(0).widget())) if label.isVisible()]
    assert titles
    for label in titles:
        assert not label.toolTip(), label.text()
        assert "".join(label.shown_lines).replace(" ", "") == label.text().replace(" ", "")
        assert label.height() >= len(label.shown_lines) * label.fontMetrics().lineSpacing()


def test_every_button_of_the_page_stands_in_the_window(desk, page):
    for button in page.findChildren(QAbstractButton):
        if button.isVisible():
            left = button.mapTo(page, QPoint(0, 0)).x()
            assert left >= 0 and left + button.width() <= page.width(), button.text()
