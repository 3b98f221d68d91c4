"""A screen smaller than the pages need, or a large scale on an ordinary one: everything stays within reach."""

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt

from sinolens.app import dispose, open_window
from sinolens.qt.base.settings import Settings
from sinolens.qt.windows.main import FRAME, SMALLEST


@pytest.fixture
def window(qapp, tmp_path):
    made = open_window(qapp, Settings(tmp_path))
    yield made
    made.close()
    dispose(made)


def test_the_window_is_never_larger_than_its_screen(window, qapp):
    room = qapp.primaryScreen().availableGeometry().size() - FRAME
    window.fit_screen()
    window.show()
    assert window.width() <= room.width()
    assert window.height() <= room.height()
    assert window.minimumSize() == SMALLEST.boundedTo(room)


def test_what_does_not_fit_is_scrolled_to(window, qtbot):
    window.setMinimumSize(QSize(0, 0))
    window.resize(500, 400)
    window.show()
    area, last = window._body, window.rail.items["settings"]

    def is_seen():
        view = area.viewport()
        place = QRect(last.mapTo(view, QPoint(0, 0)), last.size())
        return view.rect().contains(place)

    assert not is_seen()
    assert area.verticalScrollBar().maximum() > 0
    assert area.horizontalScrollBar().maximum() > 0
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    qtbot.waitUntil(is_seen)


def test_what_the_keyboard_reaches_comes_into_view(window, qtbot):
    window.setMinimumSize(QSize(0, 0))
    window.resize(500, 400)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.follow_keyboard()
    window.rail.items["overview"].setFocus()
    assert window._body.verticalScrollBar().value() == 0
    for _ in window.rail.items:
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Down)
        if window.focusWidget() is window.rail.items["settings"]:
            break
    assert window.focusWidget() is window.rail.items["settings"]
    assert window._body.verticalScrollBar().value() > 0


def test_on_a_screen_with_room_nothing_scrolls(window, qtbot):
    window.resize(1440, 900)
    window.show()
    bars = (window._body.verticalScrollBar(), window._body.horizontalScrollBar())
    qtbot.waitUntil(lambda: not any(bar.isVisible() for bar in bars))
    assert window._body.widget().width() == 1440
