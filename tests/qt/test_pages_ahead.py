"""Pages are built before they are looked at, each part asked for its style once, and do nothing until they are."""

import pytest
import synthetic_analysis
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from sinolens.app import AHEAD, Starter
from sinolens.qt.base.workspace import prepare
from sinolens.qt.pages.catalogue import PAGES

MOST_STYLES = 3
"""Times a part of a page may be told of another style while the page is built: where it is made, and in its card."""


class Styles(QObject):
    """Counts how often parts are told of another style."""

    def __init__(self):
        super().__init__()
        self.count = 0

    def eventFilter(self, part, event):  # noqa: N802 - Qt's name
        self.count += event.type() == QEvent.Type.StyleChange and isinstance(part, QWidget)
        return False


def test_all_pages_are_built_ahead():
    assert sorted(AHEAD) == sorted(entry.id for entry in PAGES)


def test_they_are_built_when_the_program_has_started(desk):
    starter = Starter(desk.window, sample=False, files=[])
    starter._build_ahead(None)
    desk.wait(lambda: set(desk.window.pages) == set(AHEAD))
    assert desk.window.page is not None
    pages = dict(desk.window.pages)
    desk.workspace.open(prepare(synthetic_analysis.build(60)))
    for page_id in AHEAD:
        desk.show(page_id)
        assert desk.window.page is pages[page_id]
        assert desk.window.page._states.currentIndex() == 0, "it shows what is open"


def test_none_is_built_while_the_content_is_hidden(desk):
    desk.workspace.locked = True
    desk.window.forget_pages()
    desk.window.build_ahead("rules")
    assert not desk.window.pages
    desk.workspace.locked = False
    desk.window.build_ahead("rules")
    assert set(desk.window.pages) == {"rules"}


@pytest.mark.parametrize("page_id", [entry.id for entry in PAGES])
def test_a_page_is_built_from_the_outside_in(desk, page_id):
    # Once before: what is asked only the first time is not a page's own.
    desk.window.build_ahead(page_id)
    desk.window.pages.pop(page_id)
    styles = Styles()
    application = QApplication.instance()
    application.installEventFilter(styles)
    desk.window.build_ahead(page_id)
    application.removeEventFilter(styles)
    parts = len(desk.window.pages[page_id].findChildren(QWidget))
    assert styles.count <= MOST_STYLES * parts


def test_a_page_that_is_not_looked_at_is_filled_when_it_is(desk):
    for page_id in AHEAD:
        desk.window.build_ahead(page_id)
    desk.show("overview")
    desk.workspace.open(prepare(synthetic_analysis.build(60)))
    desk.settle()
    issuers, funds = desk.window.pages["issuers"], desk.window.pages["funds"]
    assert not issuers.model.source_count
    assert not funds.model.source_count
    desk.show("funds")
    assert funds.model.source_count
    desk.show("issuers")
    desk.wait(lambda: issuers.model.source_count > 0)


def test_what_a_project_keeps_of_reports_is_read_when_they_are_looked_at(desk, tmp_path, monkeypatch):
    desk.window.build_ahead("reports")
    asked = []
    ask = desk.workspace.ask
    monkeypatch.setattr(desk.workspace, "ask", lambda words, *rest: (asked.append(words), ask(words, *rest)))
    desk.create(tmp_path / "one.sinolens")
    desk.settle()
    about = ("Reading the periods", "Reading the exports")
    assert not [words for words in asked if words in about]
    desk.workspace.open(prepare(synthetic_analysis.build(60)))
    desk.show("reports")
    desk.settle()
    assert sorted(words for words in asked if words in about) == sorted(about)
