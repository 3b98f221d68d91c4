"""Layouts saved from an import, used again by themselves, and loud when a header moved; marked copies and back."""

import json

import openpyxl
import pytest
from PySide6.QtCore import Qt

from sinolens.qt.pages.import_layouts import LayoutsDialog
from sinolens.services.import_draft import place_column
from sinolens.services.import_progress import file_states

HEAD = "As of 2026-06-30\nSecurity,ISIN,Fair Value,Book"
ROWS = "TENCENT HLDGS LTD,KYG875721634,500.00,100.00\nALIBABA GROUP HLDG LTD,KYG017191142,700.00,300.00\n"


@pytest.fixture
def page_with(desk, tmp_path):
    def give(name, text):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        desk.add_files([path])
        desk.settle()
        return desk.window.pages["import"]

    return give


@pytest.fixture
def changed(desk, page_with):
    """A file whose column D the user made its cost, imported, so that the layout is remembered."""
    page = page_with("Trust Bank 2026-06.csv", f"{HEAD}\n{ROWS}")
    page._wish(place_column(page.draft, page.current_table, "D", "cost"))
    desk.settle()
    page.show_step("review")
    desk.settle()
    assert page.steps.review.remember.isVisible()
    page._analyse.click()
    desk.settle()
    return page


def test_a_layout_is_remembered_used_again_and_loud_when_it_moved(desk, changed, page_with):
    page = page_with("next.csv", f"{HEAD}\n{ROWS.replace('500.00', '900.00')}")
    assert page.current_table.frame["cost"].tolist() == [10_000, 30_000]
    page.show_step("columns")
    assert page.steps.sheet.column_panel._layout_note.text() == "The saved layout “Trust Bank” was used."
    page._discard.click()
    moved = "As of 2026-06-30\nSecurity,Fair Value,ISIN,Book"
    rows = "TENCENT HLDGS LTD,500.00,KYG875721634,100.00\nALIBABA GROUP HLDG LTD,700.00,KYG017191142,300.00\n"
    page = page_with("moved.csv", f"{moved}\n{rows}")
    assert "Trust Bank" in desk.told
    assert "moved from column" in desk.told
    assert file_states(page.pending)["columns"].state == "look"
    page.show_step("columns")
    assert page.steps.sheet.column_panel._moved_note.isVisible()
    assert "'ISIN'" in page.steps.sheet.column_panel._moved_note.text()


def test_layouts_are_listed_exported_deleted_and_imported(desk, changed, tmp_path):
    page = desk.window.pages["import"]
    desk.window.show_page("import")
    desk.qtbot.mouseClick(page._saved, Qt.MouseButton.LeftButton)
    dialog = page._layouts
    assert isinstance(dialog, LayoutsDialog)
    assert dialog.model.rowCount() == 1
    target = tmp_path / "layout.json"
    dialog.give_file(target)
    said = json.loads(target.read_text(encoding="utf-8"))
    assert said["mapping"]["cost"] == "D"
    assert "TENCENT" not in target.read_text(encoding="utf-8")
    dialog.remove.click()
    assert dialog.model.rowCount() == 0
    (tmp_path / "broken.json").write_text("[]", encoding="utf-8")
    dialog.bring_file(tmp_path / "broken.json")
    assert "broken.json is not a layout" in dialog.told.text()
    dialog.bring_file(target)
    assert dialog.model.rowCount() == 1
    dialog.close()


def test_rejected_rows_go_out_in_a_marked_copy_and_come_back_mended(desk, page_with, tmp_path):
    page = page_with("holdings.csv", "As of 2026-06-30\nSecurity,ISIN,Quantity,Market Value\n"
                                     "TENCENT HLDGS LTD,KYG875721634,10,100.00\nALIBABA GROUP,KYG017191142,20,2oo\n"
                                     "GAMMA LTD,,30,300.00\nTotal,,,600.00\n")
    assert not page._analyse.isEnabled()
    target = tmp_path / "holdings marked.xlsx"
    page.exchange.write_copy(page.draft, target)
    desk.settle()
    assert "marked cells" in desk.told
    book = openpyxl.load_workbook(target)
    sheet = book.active
    notes = {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
    assert "no number" in notes["D4"]
    sheet["D4"] = 200.0
    book.save(target)
    page.drafts.replace_file(page.draft.path, target)
    desk.settle()
    assert page.draft.path == target
    assert page._analyse.isEnabled()
    assert page.current_table.summary.sum == 60_000
    page.exchange.write_copy(page.draft, target)
    assert "is the file itself" in desk.told
