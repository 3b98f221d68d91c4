"""Messages: what merely worked goes by itself, what asks something or went wrong stays."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication

from sinolens.qt.base.errors import Message, MessageBar


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
    # Room at the right of it for the buttons at the foot of a page.
    assert window.messages.geometry().right() < side.width() - 240
    window.messages.show_message(Message("The file was moved away.", "error"))
    QApplication.processEvents()
    assert window.stack.geometry().top() > before.top(), "what went wrong covers nothing"
    window.messages.show_message(Message("Saved.", "done"))
    QApplication.processEvents()
    assert window.stack.geometry() == before


def test_a_quiet_message_keeps_off_the_pointer(desk, monkeypatch):
    bar, side = desk.window.messages, desk.window.messages.parentWidget()
    pointer = side.mapToGlobal(side.rect().bottomLeft() + QPoint(60, -40))
    monkeypatch.setattr(QCursor, "pos", staticmethod(lambda: pointer))
    bar.show_message(Message("Saved.", "done"))
    QApplication.processEvents()
    assert not bar.geometry().contains(side.mapFromGlobal(pointer)) and side.rect().contains(bar.geometry())


def test_what_only_told_something_goes_with_its_page(desk):
    for severity, stays in (("done", False), ("info", False), ("warning", True), ("error", True)):
        desk.window.show_page("overview")
        desk.window.messages.show_message(Message("Select rows of a table first.", severity))
        desk.window.rail.chosen.emit("rules")
        assert (desk.window.messages.message is not None) is stays
