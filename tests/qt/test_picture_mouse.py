"""What the mouse does to a picture: single and double clicks, scrolling, and where the hover card stands."""

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from sinolens.figures.primitives import Box, Mark, Picture
from sinolens.figures.theme import LIGHT
from sinolens.qt.base.theme import Appearance
from sinolens.qt.charts.hover import HoverCard
from sinolens.qt.charts.picture import PictureWidget


def mark(name):
    return Mark(name, f"Tile {name}", (("Amount", "$1.00"), ("Tier", "T1")), (("issuer", name),), 100, "T1")


def lay_out(width, height, measure):
    """Two tiles beside each other."""
    half = width / 2
    items = tuple(Box(half * i, 20, half, height - 20, "t1", "edge_t1", 3, "", name) for i, name in enumerate("ab"))
    return Picture(width, height, items, (mark("a"), mark("b")), "Two tiles.")


@pytest.fixture
def widget(qtbot, qapp):
    made = PictureWidget(Appearance(qapp, "light"), "Tiles")
    qtbot.addWidget(made)
    made.resize(400, 320)
    made.show_figure(lay_out)
    made.show()
    return made


def _click(widget, kind, place, ending=True):
    """One press with its release, as the mouse sends them: the second press of a double click comes as such."""
    for event, buttons in ((kind, Qt.MouseButton.LeftButton), (QMouseEvent.Type.MouseButtonRelease,
                                                               Qt.MouseButton.NoButton))[:2 if ending else 1]:
        QApplication.sendEvent(widget, QMouseEvent(
            event, QPointF(place), widget.mapToGlobal(QPointF(place)), Qt.MouseButton.LeftButton, buttons,
            Qt.KeyboardModifier.NoModifier))


def test_the_release_that_ends_a_double_click_chooses_nothing(widget):
    said = []
    widget.chosen.connect(lambda mark, add: said.append(("chosen", mark.id)))
    widget.opened.connect(lambda mark: said.append(("opened", mark.id)))
    _click(widget, QMouseEvent.Type.MouseButtonPress, QPoint(50, 60))
    _click(widget, QMouseEvent.Type.MouseButtonDblClick, QPoint(50, 60))
    assert said == [("chosen", "a"), ("opened", "a")]


def test_a_press_released_on_another_mark_chooses_nothing(widget):
    said = []
    widget.chosen.connect(lambda mark, add: said.append(mark.id))
    _click(widget, QMouseEvent.Type.MouseButtonPress, QPoint(50, 60), ending=False)
    _click(widget, QMouseEvent.Type.MouseButtonRelease, QPoint(350, 60), ending=False)
    assert not said
    _click(widget, QMouseEvent.Type.MouseButtonPress, QPoint(350, 60))
    assert said == ["b"]


@pytest.fixture
def scrolled(qtbot, qapp):
    """A tall picture in a page that scrolls."""
    area = QScrollArea()
    made = PictureWidget(Appearance(qapp, "light"), "Tiles")
    made.setFixedSize(400, 900)
    made.show_figure(lay_out)
    area.setWidget(made)
    area.resize(420, 300)
    qtbot.addWidget(area)
    area.show()
    return area, made


@pytest.mark.parametrize("by", ["wheel", "bar"])
def test_the_hover_card_goes_when_the_page_scrolls(scrolled, qtbot, by):
    area, made = scrolled
    qtbot.mouseMove(made, QPoint(30, 60))
    QApplication.sendEvent(made, QMouseEvent(
        QMouseEvent.Type.MouseMove, QPointF(50, 80), made.mapToGlobal(QPointF(50, 80)), Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier))
    card = area.findChild(HoverCard)
    assert card.isVisible()
    if by == "wheel":
        QApplication.sendEvent(made, QWheelEvent(
            QPointF(50, 80), made.mapToGlobal(QPointF(50, 80)), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False))
    else:
        area.verticalScrollBar().setValue(100)
    assert not card.isVisible()


def test_the_hover_card_leaves_what_is_to_be_kept_in_sight(qtbot, qapp):
    window = QWidget()
    window.resize(900, 600)
    qtbot.addWidget(window)
    window.show()
    card, ring = HoverCard(window), QRect(400, 250, 120, 100)
    for near in (QPoint(390, 300), QPoint(530, 300), QPoint(460, 240), QPoint(460, 360), QPoint(880, 590)):
        card.show_mark(mark("a"), LIGHT, near, ring)
        assert not card.geometry().intersects(ring)
        assert window.rect().contains(card.geometry())
        assert not card.geometry().contains(near)
