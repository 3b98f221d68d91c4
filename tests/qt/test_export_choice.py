"""Exporting from where the user is: what is exported is named, chosen and written with one question."""

import pytest
import synthetic_analysis
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from sinolens.exposure.selection import Selection
from sinolens.qt.base.workspace import prepare
from sinolens.qt.windows.export_choice import ExportChoice


@pytest.fixture
def asked(desk):
    """The question, asked with Export report on the overview."""
    desk.workspace.open(prepare(synthetic_analysis.build(30)))
    desk.workspace.select(Selection().only("tier", "T1"))
    desk.window.show_page("overview")
    desk.settle()
    desk.qtbot.mouseClick(desk.window.page._export, Qt.MouseButton.LeftButton)
    return desk.window.findChild(ExportChoice)


def test_it_names_what_is_exported_and_that_no_filter_is_part_of_it(desk, asked):
    assert desk.window.page is desk.window.pages["overview"]
    assert asked.about.text().startswith(f"All {len(desk.workspace.analysis.positions):,} positions.")
    assert desk.workspace.analysis.institution.name in asked.about.text()
    assert "is not part of it" in asked.filter_note.text()
    assert asked.audiences["committee"].isChecked()
    for box in asked.kinds.values():
        box.setChecked(False)
    assert not asked.act.isEnabled()
    asked.reject()


def test_it_writes_the_chosen_files_for_the_chosen_audience(desk, asked, tmp_path, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *given: str(tmp_path))
    desk.qtbot.mouseClick(asked.audiences["public"], Qt.MouseButton.LeftButton)
    asked.kinds["pdf"].setChecked(False)
    desk.qtbot.keyClick(asked.act, Qt.Key.Key_Return)
    page = desk.window.page
    assert page is desk.window.pages["reports"]
    assert (page.form.audience, page.form.chosen_kinds) == ("public", ("xlsx",))
    desk.wait(lambda: any(path.suffix == ".xlsx" for path in tmp_path.iterdir()) and page.export_button.isEnabled())
    assert not [path for path in tmp_path.iterdir() if path.suffix == ".pdf"]


def test_more_choices_lead_to_the_page_of_reports_where_export_writes_at_once(desk, asked, monkeypatch):
    desk.qtbot.mouseClick(asked.more, Qt.MouseButton.LeftButton)
    page = desk.window.page
    assert page is desk.window.pages["reports"]
    folders = []
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *given: folders.append(1) or "")
    desk.commands["file.export"].trigger()
    assert folders == [1]
