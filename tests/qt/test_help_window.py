"""F1 opens the chapter of the page, offline."""

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QKeySequence

from sinolens.qt.base.actions import COMMANDS
from sinolens.qt.pages.catalogue import PAGES
from sinolens.services.help import CHAPTERS


@pytest.fixture
def help_window(desk):
    def open_on(page):
        desk.window.show_page(page)
        desk.settle()
        desk.commands["help.contents"].trigger()
        desk.settle()
        return desk.cases.help.window
    return open_on


def test_every_page_has_a_chapter():
    assert {page.id for page in PAGES} <= {chapter.id for chapter in CHAPTERS}


@pytest.mark.parametrize("page", ["rules", "issuers", "import"])
def test_the_help_opens_at_the_page_shown(help_window, page):
    opened = help_window(page)
    assert opened.isVisible() and opened.chapter == page
    assert opened.reader.toPlainText().strip()


def test_f1_is_its_key(desk):
    assert QKeySequence("F1") in desk.commands["help.contents"].shortcuts()


def test_the_chapter_on_sources_shows_the_facts_in_use(desk, help_window):
    opened = help_window("rules")
    opened.show_chapter("sources")
    text = opened.reader.toPlainText()
    assert "1,069 entries" in text and "Epoch AI" in text and "Lists not on file" in text


def test_the_chapter_on_menus_names_every_command_with_its_keys(desk, help_window):
    opened = help_window("overview")
    opened.show_chapter("commands")
    text = opened.reader.toPlainText()
    for command in COMMANDS:
        action = desk.commands[command.id]
        if action.isVisible():
            assert command.text.replace("&", "").rstrip("…") in text, command.id
            assert action.shortcut().toString(QKeySequence.SequenceFormat.NativeText) in text, command.id
    opened.search.setText("Ctrl+Shift+K")
    assert opened.contents.count() == 1


def test_search_narrows_the_chapters(help_window):
    opened = help_window("overview")
    opened.search.setText("designated later")
    assert 0 < opened.contents.count() < len(CHAPTERS)
    opened.search.setText("no such words here")
    assert opened.contents.count() == 0 and "Nothing found" in opened.reader.toPlainText()


def test_nothing_is_loaded_from_anywhere(help_window):
    opened = help_window("overview")
    assert not opened.reader.openLinks() and not opened.reader.openExternalLinks()
    assert opened.reader.loadResource(2, QUrl("https://example.org/x.png")) is None
