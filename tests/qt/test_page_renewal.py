"""A change fills the page that is looked at; the others are filled when they are shown. What is closed leaves all."""

import pytest
import synthetic_analysis

from sinolens.qt.base.workspace import prepare
from sinolens.qt.pages.chart_card import ChartCard


@pytest.fixture
def counted(desk):
    """The desk with two pages built, and how often each was filled since."""
    desk.workspace.open(prepare(synthetic_analysis.build(30)))
    filled = {}
    for name in ("reports", "funds"):
        desk.window.show_page(name)
        page, filled[name] = desk.window.pages[name], 0

        def count(name=name, refresh=page.refresh):
            filled[name] += 1
            refresh()

        page.refresh = count
    desk.settle()
    return desk, filled


def test_only_the_page_looked_at_is_filled_at_once(counted):
    desk, filled = counted
    desk.workspace.open(prepare(synthetic_analysis.build(40)))
    desk.settle()
    assert filled == {"reports": 0, "funds": 1}
    desk.window.show_page("reports")
    assert filled == {"reports": 1, "funds": 1}
    desk.window.show_page("funds")
    desk.window.show_page("reports")
    assert filled == {"reports": 1, "funds": 1}


def test_a_page_not_looked_at_says_what_is_open_when_it_is_shown(counted):
    desk, _ = counted
    other = synthetic_analysis.build(40)
    desk.workspace.open(prepare(other))
    desk.window.show_page("reports")
    assert other.institution.name in desk.window.pages["reports"]._meta.text()


def test_what_is_closed_is_taken_off_every_page(counted):
    desk, _ = counted
    desk.workspace.close()
    desk.settle()
    for name in ("reports", "funds"):
        page = desk.window.pages[name]
        assert page._states.currentIndex() == 1
        assert not page._stale


def pixels(picture):
    """How many colours are painted in the picture as it stands, without laying anything out."""
    image = picture.grab().toImage()
    return len({image.pixel(x, y) for x in range(0, image.width(), 9) for y in range(0, image.height(), 9)})


@pytest.mark.parametrize("name", ["overview", "charts"])
def test_no_picture_of_what_was_open_before_stands_for_a_moment(desk, name):
    desk.workspace.open(prepare(synthetic_analysis.build(30)))
    desk.window.show_page(name)
    desk.settle()
    cards = [card for card in desk.window.page.findChildren(ChartCard)
             if not card.picture.visibleRegion().isEmpty()]
    desk.wait(lambda: not any(card.picture.waits for card in cards))
    assert any(pixels(card.picture) > 1 for card in cards)
    # The same judged anew stays until its turn, so that nothing flickers.
    stood = [pixels(card.picture) for card in cards]
    desk.workspace.renew(prepare(synthetic_analysis.build(30)))
    waiting = [(card, count) for card, count in zip(cards, stood, strict=True) if card.picture.waits]
    assert waiting
    assert all(pixels(card.picture) == count for card, count in waiting)
    desk.wait(lambda: not any(card.picture.waits for card in cards))
    # Other holdings do not stand below the former ones' picture.
    desk.workspace.open(prepare(synthetic_analysis.build(40)))
    waiting = [card for card in cards if card.picture.waits]
    assert waiting
    assert all(pixels(card.picture) == 1 for card in waiting)
    desk.wait(lambda: not any(card.picture.waits for card in cards))
    assert any(pixels(card.picture) > 1 for card in cards)
    # Nothing is kept of what was closed.
    desk.workspace.close()
    for card in cards:
        assert card.picture._drawn is None and card.picture.picture.marks == ()
