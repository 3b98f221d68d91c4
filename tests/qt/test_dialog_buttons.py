"""The buttons of every dialog stand in one order: the main one last at the right, what leads out before it."""

import sys

import pytest
import synthetic_analysis
from import_desk import give
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QDialogButtonBox, QMessageBox, QPushButton

from sinolens.qt.base.question import ask
from sinolens.qt.base.style import button_layout
from sinolens.qt.base.workspace import prepare

OUT = ("Cancel", "Close", "Keep them")
MOST = 100
CANCEL_LAST = sys.platform == "win32"


def row_of(dialog):
    """Words of the buttons at the foot of a dialog, from the left, and the main one's."""
    leave = next(part for part in dialog.findChildren(QPushButton) if part.isVisible() and words_of(part) in OUT)
    level = middle(dialog, leave).y()
    row = [part for part in dialog.findChildren(QPushButton)
           if part.isVisible() and abs(middle(dialog, part).y() - level) < 8]
    row.sort(key=lambda part: middle(dialog, part).x())
    main = [words_of(part) for part in row if part.property("kind") == "primary"]
    return [words_of(part) for part in row], main


def words_of(part):
    return part.text().replace("&", "")


def middle(dialog, part):
    return part.mapTo(dialog, QPoint(part.width() // 2, part.height() // 2))


def reached_by_tab(dialog):
    """Words of the buttons Tab comes to, once round; those it could not are switched on first."""
    for part in dialog.findChildren(QPushButton):
        part.setEnabled(True)
    dialog.activateWindow()
    reached, at = [], dialog.focusWidget() or dialog
    # A date has three places of its own: Tab has come round when it is back where it began.
    for _ in range(MOST):
        reached.append(at)
        QTest.keyClick(at, Qt.Key.Key_Tab)
        at = dialog.focusWidget()
        if at is reached[0] and at is not reached[-1]:
            break
    return {words_of(part) for part in reached if isinstance(part, QPushButton)}


def opened(desk):
    desk.settle()
    dialog = next(part for part in QApplication.topLevelWidgets() if isinstance(part, QDialog) and part.isVisible())
    for _ in range(3):
        QApplication.processEvents()
    return dialog


def assert_in_order(dialog):
    row, main = row_of(dialog)
    leave = next(words for words in row if words in OUT)
    assert len(main) == 1
    assert reached_by_tab(dialog) >= set(row), "Tab passes none of them"
    assert row[-2:] == ([main[0], leave] if CANCEL_LAST else [leave, main[0]]), row


@pytest.fixture
def holdings(desk):
    desk.workspace.open(prepare(synthetic_analysis.build(60)))
    desk.window.show_page("holdings")
    desk.settle()
    desk.window.page.show_position(0)
    return desk


@pytest.mark.parametrize("command", ["go.override", "go.fact_sheet", "file.export", "file.new", "view.keep"])
def test_dialogs_of_commands_have_one_order(holdings, command):
    holdings.commands[command].trigger()
    dialog = opened(holdings)
    assert_in_order(dialog)
    dialog.close()


def test_the_question_before_something_is_replaced_has_the_same_order(holdings):
    answers = []
    dialog = ask(holdings.window, "Import", "Which?", "", (
        ("replace", "Replace"), ("add", "Add beside them"), ("cancel", "Cancel")), answers.append)
    opened(holdings)
    first = dialog.focusWidget()
    row, main = row_of(dialog)
    assert row == (["Replace", "Add beside them", "Cancel"] if CANCEL_LAST else
                   ["Add beside them", "Cancel", "Replace"])
    assert main == ["Replace"]
    assert reached_by_tab(dialog) == set(row)
    # Enter and Space give the main answer, wherever its button stands.
    assert dialog.buttons["replace"].isDefault()
    assert first is dialog.buttons["replace"]
    dialog.buttons["add"].click()
    assert answers == ["add"]


def test_the_editor_of_issuers_has_the_same_order(desk):
    desk.show("issuers")
    desk.wait(lambda: desk.workspace.reference() is not None and desk.window.page.model.source_count > 0)
    desk.window.page.edit()
    dialog = opened(desk)
    assert_in_order(dialog)
    # Of a new issuer there is nothing to take away.
    assert not dialog.remove_button.isVisible()
    dialog.close()


def test_an_answer_a_password_is_given_to_has_the_same_order(desk, tmp_path):
    page = give(desk, tmp_path, "valuation_with_junk_rows")
    page.exchange.ask_password(page, tmp_path / "x.xlsx", lambda path, password: None)
    dialog = opened(desk)
    assert_in_order(dialog)
    dialog.close()


def test_a_row_made_by_qt_itself_has_the_same_order(desk):
    box = QMessageBox(desk.window)
    box.setStandardButtons(QMessageBox.StandardButton.Ok | QMessageBox.StandardButton.Cancel)
    box.open()
    QApplication.processEvents()
    row = box.findChild(QDialogButtonBox)
    places = {words_of(part): part.x() for part in row.findChildren(QAbstractButton)}
    assert (places["Cancel"] > places["OK"]) is CANCEL_LAST
    box.close()


@pytest.mark.parametrize(("platform", "layout"), [
    ("win32", QDialogButtonBox.ButtonLayout.WinLayout), ("darwin", QDialogButtonBox.ButtonLayout.MacLayout),
    ("linux", QDialogButtonBox.ButtonLayout.GnomeLayout)])
def test_each_platform_has_its_own_order(platform, layout):
    assert button_layout(platform) == layout.value
