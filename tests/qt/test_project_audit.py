"""The audit page in the real window."""

import apsw
import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from sinolens.storage import commands
from sinolens.storage.audit import LIMITS


@pytest.fixture
def page(desk, tmp_path, holdings_file):
    desk.import_file(holdings_file)
    desk.create(tmp_path / "endowment.sinolens", None)
    desk.workspace.change("x", lambda p: commands.set_setting(p, "definition", "prc-only"))
    desk.settle()
    desk.window.show_page("audit")
    desk.settle()
    return desk.window.pages["audit"]


def shown(page):
    return [[page.model.text(page.model.source_row(row), c) for c in range(len(page.columns))]
            for row in range(page.model.rowCount())]


def test_entries_are_newest_first_and_readable(desk, page):
    rows = shown(page)
    assert [row[0] for row in rows] == ["4", "3", "2", "1"]
    assert rows[0][3] == "Setting changed"
    assert rows[0][5].endswith("→ prc-only")
    assert [row[3] for row in rows[1:]] == ["Facts noted", "Imported", "Project made"]
    assert page.state.text() == "All 4 entries fit together."
    assert page.limits.text() == LIMITS


def test_a_step_is_in_the_log_at_once(desk, page):
    page.table.choose_row(2)
    assert page.detail.shown_title == "Entry 2: imported"
    desk.commands["edit.undo"].trigger()
    desk.settle()
    desk.settle()
    assert shown(page)[0][3] == "Undone: setting changed"
    assert page.detail.shown_title == "Entry 2: imported"


def test_search_and_kind(desk, page):
    page.search.setText("prc-only")
    assert page.model.rowCount() == 1
    page.search.clear()
    page.kind.setCurrentIndex(page.kind.findData("import"))
    page._choose_kind()
    assert [row[3] for row in shown(page)] == ["Imported"]
    page.kind.setCurrentIndex(page.kind.findData("export"))
    page._choose_kind()
    assert page.model.rowCount() == 0


def test_verify_says_that_all_fit(desk, page):
    page.verify_button.click()
    desk.settle()
    assert "All 4 entries fit together" in desk.told


def test_the_first_broken_link_is_named(desk, page):
    path = desk.workspace.project.path
    desk.commands["file.close"].trigger()
    desk.settle()
    connection = apsw.Connection(str(path))
    connection.execute("drop trigger audit_stays")
    connection.execute("update audit set user = 'somebody' where seq = 2")
    connection.close()
    desk.open(path, None)
    desk.window.show_page("audit")
    desk.settle()
    assert page.state.text().startswith("The chain is broken. Entry 2")


def test_the_log_is_exported(desk, page, tmp_path):
    target = tmp_path / "log.xlsx"
    page.export(target)
    desk.settle()
    assert desk.told == "Written: log.xlsx."
    assert openpyxl.load_workbook(target).active["A2"].value == "All 4 entries fit together."
    page.export(tmp_path / "nowhere" / "log.xlsx")
    desk.settle()
    assert "folder does not exist" in desk.told


def test_closing_empties_the_page(desk, page):
    desk.commands["file.close"].trigger()
    desk.settle()
    assert page.model.rowCount() == 0
    assert not page.banner.isVisible()


def test_a_log_that_cannot_be_written_is_told_with_its_place_and_what_to_do(desk, page, tmp_path):
    blocked = tmp_path / "a file"
    blocked.write_text("x", encoding="utf-8")
    page.export(blocked / "log.xlsx")
    desk.settle()
    message = desk.window.messages.message
    assert message.text.startswith("The log was not written.")
    assert str(blocked / "log.xlsx") in message.detail
    assert "Choose another place" in message.detail


def test_where_no_entry_is_of_a_kind_the_way_back_is_offered(desk, page):
    page.kind.setCurrentIndex(page.kind.findData("export"))
    page._show_log()
    assert page.card._note.text() == "0 of 4 entries"
    assert page._no_match.isVisible()
    desk.qtbot.mouseClick(page._no_match.findChild(QPushButton, "all"), Qt.MouseButton.LeftButton)
    assert page.model.rowCount() == 4
    assert page.kind.currentIndex() == 0


def test_an_import_is_told_in_dollars(desk, page):
    page.table.choose_row(2)
    words = [part.text() for part in page.detail.findChildren(QLabel)]
    assert "–  →  $8,500.00" in words
