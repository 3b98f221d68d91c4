"""Pictures that wait for their turn: what is on the screen in the end, whatever was asked or changed meanwhile."""

import threading

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import delete

from sinolens.figures.primitives import Box, Mark, Picture, Ribbon
from sinolens.figures.theme import DARK, LIGHT
from sinolens.qt.base.tasks import Tasks
from sinolens.qt.base.theme import Appearance
from sinolens.qt.charts.classes import classes_of
from sinolens.qt.charts.picture import PictureWidget
from sinolens.qt.charts.plot import PlotWidget
from sinolens.qt.charts.reading import install_readers
from sinolens.qt.charts.sharing import picture_image
from sinolens.qt.charts.turns import Turns

WAIT = 30_000


def tiles(left, right):
    def lay_out(width, height, measure):
        half = width / 2
        items = (Box(0, 0, half, height, left, mark="a"), Box(half, 0, half, height, right, mark="b"))
        marks = tuple(Mark(name, name, (("Amount", "$1.00"),), (("issuer", name),), 100, "T1") for name in "ab")
        return Picture(width, height, items, marks, "Two tiles.")

    return lay_out


@pytest.fixture
def appearance(qapp):
    return Appearance(qapp, "light")


@pytest.fixture
def waiting(qtbot, appearance):
    """A picture in sight that was painted empty: its turn is still to come."""
    install_readers()
    made = PictureWidget(appearance, "Tiles")
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show_figure(tiles("t5", "t2"), key="first", patient=True)
    made.show()
    qtbot.waitUntil(lambda: made.findChild(Turns) is not None, timeout=WAIT)
    assert made.waits
    return made


def on_screen(widget, x, y=150):
    """The colour the window really shows there: grabbing the widget would paint it anew."""
    image = widget.screen().grabWindow(widget.winId()).toImage()
    place = QPoint(round(x * image.devicePixelRatio()), round(y * image.devicePixelRatio()))
    return QColor(image.pixelColor(place)).name() if image.rect().contains(place) else ""


def shows(qtbot, widget, left, right, theme=LIGHT):
    wanted = (theme.colour(left), theme.colour(right))
    qtbot.waitUntil(lambda: (on_screen(widget, 20), on_screen(widget, widget.width() - 20)) == wanted, timeout=WAIT)


def test_what_waits_is_shown_in_its_turn(waiting, qtbot):
    assert on_screen(waiting, 20) == LIGHT.surface
    shows(qtbot, waiting, "t5", "t2")


@pytest.mark.parametrize("ask", [
    lambda widget: QTest.mouseMove(widget, QPoint(20, 20)),
    lambda widget: QAccessible.queryAccessibleInterface(widget).childCount(),
    lambda widget: picture_image(widget),
    lambda widget: widget.mark_map,
])
def test_who_cannot_wait_leaves_no_empty_picture(waiting, qtbot, ask):
    ask(waiting)
    shows(qtbot, waiting, "t5", "t2")


def test_another_figure_takes_the_place_of_the_one_before_it_even_when_asked_for_early(waiting, qtbot):
    shows(qtbot, waiting, "t5", "t2")
    waiting.show_figure(tiles("t1", "t3"), key="second", patient=True)
    waiting.grab()
    assert waiting.findChild(Turns)._waiting
    assert waiting.mark_map.first().id == "a"
    shows(qtbot, waiting, "t1", "t3")


def test_the_former_picture_leaves_nothing_open_where_there_is_more_room_now(waiting, qtbot):
    shows(qtbot, waiting, "t5", "t2")
    waiting.show_figure(tiles("t1", "t3"), key="second", patient=True)
    waiting.resize(700, 300)
    image = waiting.grab().toImage()
    assert waiting.waits
    assert image.pixelColor(image.width() - 20, 150).name() == LIGHT.surface
    shows(qtbot, waiting, "t1", "t3")


def test_a_size_that_goes_and_comes_back_is_laid_out_for_what_it_is(waiting, qtbot):
    waiting.resize(700, 300)
    waiting.resize(400, 300)
    shows(qtbot, waiting, "t5", "t2")
    assert waiting.picture.width == 400
    drawn = waiting.picture
    waiting.resize(700, 300)
    waiting.resize(400, 300)
    QApplication.processEvents()
    assert waiting.picture is drawn
    waiting.resize(700, 300)
    shows(qtbot, waiting, "t5", "t2")
    assert waiting.picture.width == 700


def test_a_theme_or_a_font_that_changes_meanwhile_is_shown(waiting, qtbot, appearance):
    appearance.set_mode("dark")
    font = waiting.font()
    font.setPointSizeF(font.pointSizeF() + 3)
    waiting.setFont(font)
    shows(qtbot, waiting, "t5", "t2", DARK)


def test_what_is_hidden_or_gone_before_its_turn_stops_nothing(waiting, qtbot, appearance):
    from PySide6.QtWidgets import QHBoxLayout, QWidget

    window = QWidget()
    qtbot.addWidget(window)
    row = QHBoxLayout(window)
    row.setContentsMargins(0, 0, 0, 0)
    pictures = [PictureWidget(appearance, name) for name in ("gone", "hidden", "last")]
    for picture in pictures:
        picture.show_figure(tiles("t5", "t2"), patient=True)
        row.addWidget(picture)
    window.resize(900, 300)
    window.show()
    qtbot.waitUntil(lambda: window.findChild(Turns) is not None, timeout=WAIT)
    gone, hidden, last = pictures
    delete(gone)
    hidden.hide()
    qtbot.waitUntil(lambda: not last.waits, timeout=WAIT)
    assert not window.findChild(Turns)._waiting
    hidden.show()
    QApplication.sendEvent(window, QEvent(QEvent.Type.LayoutRequest))
    qtbot.waitUntil(lambda: hidden._pixmap is not None, timeout=WAIT)


def test_axes_that_are_loaded_for_a_picture_that_is_gone_are_let_go(qtbot, appearance):
    tasks = Tasks()
    gate = threading.Event()
    # Two at a time: the load stands behind these.
    for _ in range(2):
        tasks.run("Waiting", lambda task: gate.wait(30), lambda _: None)
    plot = PlotWidget(appearance, tasks, "Trend")
    plot.show()
    qtbot.waitUntil(lambda: len(tasks.running) == 3, timeout=WAIT)
    delete(plot)
    gate.set()
    qtbot.waitUntil(lambda: not tasks.running, timeout=WAIT)
    tasks.close()


def test_the_classes_of_qt_are_made_here_before_the_axes_are_loaded_elsewhere(qtbot, appearance):
    tasks = Tasks()
    window = QWidget()
    qtbot.addWidget(window)
    plots = [PlotWidget(appearance, tasks, name, window) for name in ("Trend", "Gone", "Concentration")]
    window.show()
    classes = classes_of(window)
    assert classes.pending
    assert not tasks.running
    delete(plots[1])
    made = []
    classes.when_made(lambda: made.append(threading.current_thread() is threading.main_thread()))
    qtbot.waitUntil(lambda: bool(made), timeout=WAIT)
    assert made == [True]
    assert not classes.pending
    assert classes_of(window) is classes
    qtbot.waitUntil(lambda: not tasks.running, timeout=WAIT)
    assert plots[0]._stage_type is plots[2]._stage_type is not None
    classes.when_made(lambda: made.append(None))
    qtbot.waitUntil(lambda: len(made) == 2, timeout=WAIT)
    tasks.close()


def test_a_key_while_it_waits_finds_its_marks(waiting, qtbot):
    QTest.keyClick(waiting, Qt.Key.Key_Home)
    assert waiting.focused_mark.id == "a"
    shows(qtbot, waiting, "t5", "t2")


def test_what_is_forgotten_does_not_stand_until_the_next_turn(waiting, qtbot):
    shows(qtbot, waiting, "t5", "t2")
    waiting.forget()
    waiting.show_figure(tiles("t1", "t3"), key="second", patient=True)
    assert waiting.waits
    image = waiting.grab().toImage()
    assert image.pixelColor(20, 150).name() == LIGHT.surface
    shows(qtbot, waiting, "t1", "t3")
    waiting.forget()
    assert waiting.picture.marks == ()
    assert waiting.accessibleDescription() == ""
    qtbot.waitUntil(lambda: on_screen(waiting, 20) == LIGHT.surface, timeout=WAIT)


def test_in_another_theme_nothing_of_the_old_one_is_seen_while_it_waits(waiting, qtbot, appearance):
    shows(qtbot, waiting, "t5", "t2")
    waiting.show_figure(tiles("t1", "t3"), key="second", patient=True)
    appearance.set_mode("dark")
    try:
        image = waiting.grab().toImage()
        assert waiting.waits
        assert image.pixelColor(20, 150).name() == appearance.theme.surface
    finally:
        appearance.set_mode("light")


def test_a_picture_that_fails_stops_none_of_the_others(qtbot, appearance):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(620, 320)
    both = [PictureWidget(appearance, "Tiles", window) for _ in range(2)]

    def fail(width, height, measure):
        raise ValueError("no layout")

    for place, (picture, lay_out) in enumerate(zip(both, (fail, tiles("t5", "t2")), strict=True)):
        picture.setGeometry(310 * place, 0, 300, 300)
        picture.show_figure(lay_out, patient=True)
    with qtbot.captureExceptions() as caught:
        window.show()
        qtbot.waitUntil(lambda: not both[1].waits, timeout=WAIT)
    assert caught
    assert {type(error) for _, error, _ in caught} == {ValueError}
    both[0].forget()


def test_a_picture_that_fails_shows_nothing_rather_than_the_one_before(qtbot, appearance):
    picture = PictureWidget(appearance, "Tiles")
    qtbot.addWidget(picture)
    picture.resize(400, 300)
    picture.show_figure(tiles("t5", "t2"), key="first")
    picture.show()
    qtbot.waitUntil(lambda: on_screen(picture, 100) == LIGHT.t5, timeout=WAIT)

    def fail(width, height, measure):
        raise ValueError("no layout")

    with qtbot.captureExceptions() as caught:
        picture.show_figure(fail, key="second", patient=True)
        qtbot.waitUntil(lambda: not picture.waits, timeout=WAIT)
    assert [error for _, error, _ in caught if isinstance(error, ValueError)]
    assert picture.picture.marks == ()
    assert picture.accessibleDescription() == ""
    qtbot.waitUntil(lambda: on_screen(picture, 100) == LIGHT.surface, timeout=WAIT)
    picture.show_figure(tiles("t1", "t2"), key="third", patient=True)
    qtbot.waitUntil(lambda: on_screen(picture, 100) == LIGHT.t1, timeout=WAIT)


def test_the_pointer_finds_the_band_that_lies_on_top(qtbot, appearance):
    bands = (Ribbon(0.0, 20.0, 40.0, 300.0, 200.0, 40.0, "t1", 0.7, "", "chosen"),
             Ribbon(0.0, 200.0, 40.0, 300.0, 20.0, 40.0, "t4", 0.7, "", "faint"))
    marks = tuple(Mark(name, name, (), (("tier", name),), 1) for name in ("chosen", "faint"))
    picture = PictureWidget(appearance, "Flow")
    qtbot.addWidget(picture)
    picture.resize(300, 260)
    crossing = QPointF(150.0, 130.0)
    picture.show_figure(lambda w, h, m: Picture(w, h, bands, marks, ""))
    assert picture.mark_map.at(crossing).id == "faint"
    picture.show_figure(lambda w, h, m: Picture(w, h, bands, marks, ""), lambda mark: mark.id == "chosen")
    assert picture.mark_map.at(crossing).id == "chosen"
