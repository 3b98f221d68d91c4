"""Messages: what merely worked goes by itself, what asks something or went wrong stays."""

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QLabel, QLineEdit, QWidget

from sinolens.qt.base.errors import ABOVE, Message, MessageBar


@pytest.fixture
def bar(qtbot):
    made = MessageBar()
    qtbot.addWidget(made)
    made.fade_ms = 40
    return made


def test_what_is_done_fades(qtbot, bar, monkeypatch):
    # Without a screen the pointer lies where the bar is.
    monkeypatch.setattr(bar, "underMouse", lambda: False)
    bar.show_message(Message("Saved.", "done"))
    assert bar.isVisibleTo(None)
    qtbot.waitUntil(lambda: bar.message is None, timeout=10_000)
    assert not bar.isVisible()


@pytest.mark.parametrize("message", [
    Message("Changed.", "done", action=("edit.undo", "Undo")),
    Message("Moved.", "done", more=("go.moved", "What moved")),
])
def test_what_offers_something_stays_longer_and_fades_too(bar, message):
    bar.show_message(Message("Saved.", "done"))
    plain = bar._fade.interval()
    bar.show_message(message)
    assert bar._fade.isActive() and bar._fade.interval() > plain


@pytest.mark.parametrize("message", [
    Message("No room.", "error"), Message("Read-only.", "warning"), Message("Facts are others.", "info"),
])
def test_what_asks_or_warns_stays(bar, message):
    bar.show_message(Message("Saved.", "done"))
    bar.show_message(message)
    assert not bar._fade.isActive()
    assert bar.message is message


def test_a_message_under_the_pointer_waits(bar, monkeypatch):
    bar.show_message(Message("Saved.", "done"))
    monkeypatch.setattr(bar, "underMouse", lambda: True)
    bar._go()
    assert bar.message is not None and bar._fade.isActive()


def test_a_quiet_message_lies_over_the_page_and_moves_nothing(desk):
    desk.window.show_page("import")
    desk.settle()
    window = desk.window
    before = window.stack.geometry()
    window.messages.show_message(Message("The layout is kept.", "done", "For files like this one."))
    QApplication.processEvents()
    assert window.messages.isVisible() and window.stack.geometry() == before
    side = window.messages.parentWidget()
    assert side.rect().contains(window.messages.geometry())
    window.messages.show_message(Message("The file was moved away.", "error"))
    QApplication.processEvents()
    assert window.stack.geometry().top() > before.top(), "what went wrong covers nothing"
    window.messages.show_message(Message("Saved.", "done"))
    QApplication.processEvents()
    assert window.stack.geometry() == before


LONG = Message("“GOLDEN ORCHID TECH HLDGS LTD” means Golden Orchid Technology Holdings Limited: 3 lines.", "done",
               "China AI $1,000.00 more; 1 position moved", ("edit.undo", "Undo"), ("go.moved", "What moved"))


def seen(part, side):
    """Where a part is seen: what scrolls shows a piece of it."""
    place = QRect(part.mapTo(side, QPoint(0, 0)), part.size())
    around = part.parentWidget()
    while around is not side:
        place &= QRect(around.mapTo(side, QPoint(0, 0)), around.size())
        around = around.parentWidget()
    return place


@pytest.mark.parametrize("size", [(1280, 800), (1040, 680)])
def test_a_quiet_message_covers_no_button_row_or_total(desk, holdings_file, size):
    desk.import_file(holdings_file)
    desk.window.resize(*size)
    for name in ("review", "holdings", "import", "funds", "issuers", "rules"):
        desk.show(name)
        bar, side = desk.window.messages, desk.window.messages.parentWidget()
        bar.show_message(LONG)
        QApplication.processEvents()
        place = bar.geometry()
        assert side.rect().contains(place)
        parts = [part for kind in (QAbstractButton, QAbstractItemView, QLineEdit, QLabel)
                 for part in desk.window.page.findChildren(kind) if part.isVisible()]
        assert parts
        for part in parts:
            covered = seen(part, side)
            assert not covered.intersects(place), (name, part.accessibleName() or part.objectName())
        bar.clear()


def test_what_stays_is_written_within_its_frame(desk):
    desk.window._show_message(Message("It could not be read.", "error", "Ask for another copy.", ("one", "Do it")))
    QApplication.processEvents()
    bar = desk.window.messages
    # The frame is painted below the room the style sheet leaves above it.
    frame = bar.rect().adjusted(0, ABOVE, 0, 0)
    parts = [part for part in bar.findChildren(QWidget) if part.isVisible()]
    assert parts
    for part in parts:
        assert frame.contains(QRect(part.mapTo(bar, QPoint(0, 0)), part.size())), part
    picture = desk.window.grab().toImage()
    above, within = (picture.pixelColor(bar.mapTo(desk.window, QPoint(40, y))) for y in (ABOVE // 2, ABOVE + 3))
    assert above != within


def test_a_message_too_long_for_its_line_is_told_whole_on_hover(desk):
    desk.window.resize(1040, 680)
    bar = desk.window.messages
    bar.show_message(Message("A long tale. " * 20, "info", "Short."))
    QApplication.processEvents()
    assert bar._text.text().endswith("…") and "A long tale. A long tale." in bar._text.toolTip()
    assert bar._detail.text() == "Short." and not bar._detail.toolTip()
    assert bar.parentWidget().rect().contains(bar.geometry())
    desk.window.resize(1440, 900)
    bar.show_message(Message("A tale.", "error", "Long. " * 60))
    assert bar._detail.text() == "Long. " * 60 and bar._detail.wordWrap()


def test_what_only_told_something_goes_with_its_page(desk):
    for severity, stays in (("done", False), ("info", False), ("warning", True), ("error", True)):
        desk.window.show_page("overview")
        desk.window.messages.show_message(Message("Select rows of a table first.", severity))
        desk.window.rail.chosen.emit("rules")
        assert (desk.window.messages.message is not None) is stays


def test_what_was_said_of_a_file_not_opened_is_over_when_the_next_one_opens(desk, holdings_file, tmp_path):
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"no workbook")
    desk.add_files([broken])
    desk.settle()
    assert desk.window.messages.message.severity == "error"
    desk.add_files([holdings_file])
    desk.settle()
    assert desk.told == ""
    desk.add_files([broken, holdings_file])
    desk.settle()
    other = tmp_path / "other.xlsx"
    other.write_bytes(b"no workbook either")
    again = tmp_path / "again.csv"
    again.write_bytes(holdings_file.read_bytes())
    desk.add_files([other, again])
    desk.settle()
    assert "other.xlsx" in desk.told, "of files given together none talks over another"


def test_what_was_said_of_a_project_not_opened_is_over_when_another_opens(desk, holdings_file, tmp_path):
    broken = tmp_path / "broken.sinolens"
    broken.write_bytes(b"no project" * 500)
    desk.projects.open_path(broken)
    desk.settle()
    assert desk.window.messages.message.severity == "error"
    desk.window.messages.show_message(desk.window.messages.message)
    desk.import_file(holdings_file)
    assert desk.told == ""
    desk.workspace.tell("There is no room.", "error")
    desk.import_file(holdings_file)
    assert desk.told, "what is about something else stays"
