"""Under a filter the overview stays where it is: cards keep their places, and nothing is painted twice."""

import time
from dataclasses import replace

import pytest
import synthetic_analysis
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from sinolens.exposure.selection import Selection
from sinolens.figures.primitives import Picture
from sinolens.qt.base.flow import FlowLayout
from sinolens.qt.base.theme import Appearance
from sinolens.qt.base.workspace import prepare
from sinolens.qt.charts.picture import PictureWidget
from sinolens.qt.charts.turns import TURN_S, turns_of
from sinolens.qt.pages.headline import HeadlineCard

WAIT = 30_000


@pytest.fixture
def page(desk):
    desk.window.resize(1600, 1000)
    desk.workspace.open(prepare(synthetic_analysis.build(90)))
    desk.settle()
    return desk.window.pages["overview"]


def places(page):
    cards = [(card.figure.title, card.y()) for card in page._headline.cards]
    return cards, [card.mapTo(page, card.rect().topLeft()) for card in page.charts]


@pytest.mark.parametrize("width", [1280, 1600, 1920])
def test_no_filter_moves_what_stands_below_the_headline(desk, page, width):
    desk.window.resize(width, 1000)
    desk.settle()
    # Room that a filter needs once is kept from then on.
    for _ in range(2):
        seen = []
        for tier in ("T1", "T2", "T3", "T4", "T5", "U"):
            desk.workspace.select(Selection().only("tier", tier))
            desk.settle()
            if not page._nothing.isVisible():
                seen.append(places(page))
        desk.workspace.clear_filter()
        desk.settle()
        seen.append(places(page))
    assert len(seen) > 4
    assert all(one == seen[0] for one in seen)


def test_a_tier_the_filter_leaves_nothing_of_says_so_in_its_place(desk, page):
    titles = [card.figure.title for card in page._headline.cards]
    assert any(title.startswith("T2") for title in titles)
    desk.workspace.select(Selection().only("tier", "T4"))
    desk.settle()
    assert [card.figure.title for card in page._headline.cards] == titles
    card = next(card for card in page._headline.cards if card.figure.tier == "T2")
    assert (card.figure.exact, card.figure.caption) == ("$0.00", "none")


def test_a_tier_nothing_is_of_has_no_card_but_the_first(desk, page):
    analysis = synthetic_analysis.build(90)
    slices = analysis.slices[analysis.slices["tier"] != "T3"]
    desk.workspace.open(prepare(replace(analysis, slices=slices.reset_index(drop=True))))
    desk.settle()
    assert "T3" not in {card.figure.tier for card in page._headline.cards}
    assert "T1" in {card.figure.tier for card in page._headline.cards}


def test_cards_that_are_not_needed_are_kept_out_of_sight_for_later(desk, page):
    before = list(page._headline.cards)
    figures = tuple(card.figure for card in before)
    row, theme = page._headline, desk.workspace.appearance.theme
    grown = []
    row.grown.connect(lambda: grown.append(1))
    row.show_figures(figures[:-2], theme)
    assert [card.isVisible() for card in before] == [True] * (len(before) - 2) + [False, False]
    row.show_figures(figures, theme)
    desk.settle()
    assert row.cards == before
    assert all(card.isVisible() for card in before)
    assert not grown
    assert len(row.findChildren(HeadlineCard)) == len(before)


class Paints(QObject):
    """Counts the paint events of a widget."""

    def __init__(self, widget):
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched, event):  # noqa: N802 - Qt's own name
        self.count += event.type() == QEvent.Type.Paint
        return False


def test_the_table_is_painted_once_for_a_filter(desk, page):
    desk.window.resize(1600, 1400)
    # Enough that every filter leaves more rows than fit: a scroll bar that comes or goes paints the table again.
    desk.workspace.open(prepare(synthetic_analysis.build(900)))
    desk.workspace.select(Selection().only("tier", "T2"))
    desk.settle()
    view = page.table
    paints = Paints(view)
    rows = set()
    for tier in ("T5", "T1", "T4"):
        paints.count = 0
        desk.workspace.select(Selection().only("tier", tier))
        desk.settle()
        assert paints.count == 1
        assert view.verticalScrollBar().maximum() > 0
        rows.add(view.model().rowCount())
    assert len(rows) == 3


def test_small_pictures_are_made_ready_in_one_turn_and_a_slow_one_ends_it(qtbot, qapp):
    appearance = Appearance(qapp, "light")
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    made = [PictureWidget(appearance, name, window) for name in "abcd"]
    for picture in made:
        layout.addWidget(picture)
    window.resize(300, 600)

    def quick(width, height, measure):
        return Picture(width, height, (), (), "")

    def slow(width, height, measure):
        time.sleep(2 * TURN_S)
        return quick(width, height, measure)

    for picture in made:
        picture.show_figure(quick, key=0)
    window.show()
    qtbot.waitUntil(lambda: not any(picture.waits for picture in made), timeout=WAIT)
    QApplication.processEvents()
    turns = turns_of(window)
    turns._timer.stop()
    for picture, lay_out in zip(made, (quick, slow, quick, quick), strict=True):
        picture.show_figure(lay_out, key=1, patient=True)
    turns._timer.stop()
    assert list(turns._waiting) == made
    turns._take()
    assert [picture.waits for picture in made] == [False, True, True, True]
    turns._timer.stop()
    turns._take()
    qtbot.waitUntil(lambda: not any(picture.waits for picture in made), timeout=WAIT)


def test_a_flow_knows_its_height_when_a_part_grows_comes_or_goes(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    flow = FlowLayout(window)
    parts = [QWidget() for _ in range(4)]
    for part in parts:
        part.setFixedSize(100, 20)
        flow.addWidget(part)
    assert (flow.heightForWidth(1000), flow.heightForWidth(220)) == (20, 48)
    parts[0].setFixedHeight(60)
    assert (flow.heightForWidth(1000), flow.heightForWidth(220)) == (60, 88)
    parts[0].hide()
    assert flow.heightForWidth(220) == 48
    flow.takeAt(3)
    assert flow.heightForWidth(220) == 20
    flow.addWidget(parts[3])
    assert flow.heightForWidth(220) == 48
