"""A change fills the page that is looked at; the others are filled when they are shown. What is closed leaves all."""

import pytest
import synthetic_analysis

from sinolens.qt.base.workspace import prepare


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
