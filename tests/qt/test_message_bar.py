"""Messages: what merely worked goes by itself, what asks something or went wrong stays."""

import pytest

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
