"""The keyboard alone: Tab reaches all that can be used on a page, in reading order, and what it reaches can be seen."""

import pytest
import synthetic_analysis
from import_desk import give
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QButtonGroup,
    QComboBox,
    QDialog,
    QLineEdit,
    QScrollArea,
    QTextEdit,
)

from sinolens.qt.base.cards import Card
from sinolens.qt.base.workspace import prepare
from sinolens.qt.charts.picture import PictureWidget
from sinolens.qt.pages.catalogue import PAGES

USED = (QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QTextEdit, PictureWidget)
MOST = 200
LINE = 60
"""Where the title's line ends and the line of what is asked begins, in pixels of the page."""
IDS = [entry.id for entry in PAGES]


def is_part(widget):
    """Whether it is a part of something that is reached whole: the field of a date, the arrow of a box."""
    above = widget.parentWidget()
    while above is not None and above.window() is widget.window():
        if isinstance(above, QAbstractSpinBox | QComboBox | QLineEdit | QAbstractItemView):
            return True
        above = above.parentWidget()
    return False


def is_reached_by_arrows(widget, reached):
    """One of a group of round buttons: Tab goes to the chosen one, arrows to the others."""
    if not isinstance(widget, QAbstractButton) or not widget.isCheckable():
        return False
    group = widget.group()
    others = group.buttons() if isinstance(group, QButtonGroup) else widget.parentWidget().findChildren(type(widget))
    exclusive = group.exclusive() if isinstance(group, QButtonGroup) else widget.autoExclusive()
    return exclusive and any(other in reached for other in others)


def name_of(widget):
    words = widget.text() if hasattr(widget, "text") else ""
    return f"{type(widget).__name__} {widget.accessibleName() or words or widget.objectName()}"


def walk(desk, page):
    """Everything Tab reaches on a page, in its order; each is in sight when it is reached."""
    desk.window.activateWindow()
    desk.wait(desk.window.isActiveWindow)
    page.setFocus(Qt.FocusReason.OtherFocusReason)
    reached, came_round = [], False
    for _ in range(MOST):
        at = QApplication.focusWidget()
        desk.qtbot.keyClick(at, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        assert now is not at, f"Tab stays on {name_of(at)}"
        if page.isAncestorOf(now):
            assert_in_sight(now, page)
            reached.append(now)
        elif came_round and reached:
            return reached
        elif reached:
            # Where it began may be in the midst: from here it goes through the page from its head.
            reached, came_round = [], True
    raise AssertionError("Tab never comes round")


def assert_in_sight(part, page):
    assert part.isVisible(), name_of(part)
    area = part.parentWidget()
    while area is not page:
        if isinstance(area, QScrollArea):
            # A part of it at least: a chart can be taller than the window.
            place = part.mapTo(area.viewport(), QPoint(0, 0))
            assert place.y() < area.viewport().height(), name_of(part)
            assert place.y() + part.height() > 0, name_of(part)
        area = area.parentWidget()


def open_page(desk, folder, page_id):
    if page_id == "import":
        give(desk, folder, "valuation_with_junk_rows")
    else:
        desk.workspace.open(prepare(synthetic_analysis.build(60)))
        desk.window.show_page(page_id)
    desk.settle()
    for _ in range(4):
        QApplication.processEvents()
    return desk.window.page


def used_on(page):
    return [part for part in page.findChildren(object) if isinstance(part, USED) and part.isVisible()
            and part.isEnabled() and not is_part(part)]


@pytest.mark.parametrize("page_id", IDS)
def test_tab_reaches_everything_in_the_order_it_is_read(desk, tmp_path, page_id):
    page = open_page(desk, tmp_path, page_id)
    reached = walk(desk, page)
    missed = [name_of(part) for part in used_on(page)
              if part not in reached and not is_reached_by_arrows(part, reached)]
    assert not missed
    head = [part for part in reached if page._head.isAncestorOf(part)]
    assert reached[:len(head)] == head, "the title line comes first"
    lines = [part.mapTo(page, QPoint(0, 0)) for part in head]
    order = [(place.y() > LINE, place.x()) for place in lines]
    assert order == sorted(order)


@pytest.mark.parametrize(("page_id", "width"), [
    ("overview", 1040), ("overview", 1440), ("charts", 1040), ("charts", 1440)])
def test_tab_goes_through_the_cards_as_they_stand(desk, tmp_path, page_id, width):
    page = open_page(desk, tmp_path, page_id)
    # From one arrangement to the other, so that the order follows it.
    for wide in (1440, 1040, width):
        desk.window.resize(wide, 800)
        for _ in range(4):
            QApplication.processEvents()
    cards = [card for card in page.findChildren(Card) if card.parentWidget() is page._arrangement]
    met = []
    for part in walk(desk, page):
        card = next((one for one in cards if one.isAncestorOf(part)), None)
        if card is not None and card not in met[-1:]:
            met.append(card)
    seen = sorted(cards, key=lambda card: (card.y(), card.x()))
    assert [card.accessibleName() for card in met] == [
        card.accessibleName() for card in seen if card in met], "each card once, from above and from the left"
    assert len(met) >= len(cards) - 1


@pytest.mark.parametrize("page_id", IDS)
def test_shift_tab_goes_the_same_way_back(desk, tmp_path, page_id):
    page = open_page(desk, tmp_path, page_id)
    # Twice: what a table's row brings up beside it is there the second time.
    walk(desk, page)
    names = [name_of(part) for part in walk(desk, page)]
    back = []
    while len(back) < MOST:
        desk.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
        now = QApplication.focusWidget()
        if page.isAncestorOf(now):
            back.append(name_of(now))
        elif back:
            break
    assert back == names[::-1]


@pytest.mark.parametrize("page_id", ["overview", "charts", "holdings", "issuers", "rules"])
def test_find_goes_to_the_field_of_the_page_itself(desk, tmp_path, page_id):
    page = open_page(desk, tmp_path, page_id)
    desk.commands["edit.find"].trigger()
    assert desk.window.page is page
    assert page.search.hasFocus()


def test_find_leads_to_the_overview_from_a_page_without_a_field(desk, tmp_path):
    open_page(desk, tmp_path, "settings")
    desk.commands["edit.find"].trigger()
    assert desk.window.page.search.hasFocus()
    assert desk.window.page is desk.window.pages["overview"]


# A dialog is closed by Escape and answered by Enter, and its first Tab leads somewhere.
@pytest.mark.parametrize("command", [
    "go.measures", "go.overrides", "go.override", "go.fact_sheet", "file.export",
    "file.new", "view.keep"])
def test_a_dialog_is_used_by_keys_alone(desk, tmp_path, command):
    page = open_page(desk, tmp_path, "holdings")
    page.show_position(0)
    desk.commands[command].trigger()
    desk.settle()
    dialog = QApplication.activeModalWidget() or next(
        part for part in QApplication.topLevelWidgets() if isinstance(part, QDialog) and part.isVisible())
    dialog.activateWindow()
    reached = set()
    for _ in range(MOST):
        at = dialog.focusWidget()
        assert at is not None
        if at in reached:
            break
        reached.add(at)
        desk.qtbot.keyClick(at, Qt.Key.Key_Tab)
    missed = [name_of(part) for part in used_on(dialog)
              if part not in reached and not is_reached_by_arrows(part, reached)]
    assert not missed
    desk.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
