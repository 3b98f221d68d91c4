"""Choices of an import whose result is there at once: the rate's direction, the total to compare with, the files."""

from functools import partial

import openpyxl
import pytest
from import_desk import click, give, say
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton

from sinolens.qt.models.sheet import NO_VALUE
from sinolens.qt.pages.import_meanings import MeaningBox
from sinolens.services.import_draft import place_of, said_of
from sinolens.services.import_fields import fields_to_choose, grouped_fields
from sinolens.services.import_marks import SKIPPED

RATED = """As of 2026-06-30
Security,ISIN,Currency,Local Market Value,FX Rate
HSBC HOLDINGS PLC,GB0005405286,GBP,1000.00,1.25
APPLE INC,US0378331005,USD,500.00,1
"""
TWO_VALUES = """As of 2026-06-30
Security,ISIN,Fair Value,Book
TENCENT HLDGS LTD,KYG875721634,500.00,100.00
ALIBABA GROUP HLDG LTD,KYG017191142,700.00,300.00
"""
SHARES = """As of 2026-06-30
Security,Market Value,% of Portfolio
ALPHA LTD,100.00,20.00%
BETA LTD,200.00,40.00%
Total,400.00,
"""
NO_NUMBER = """As of 2026-06-30
Security,Market Value
ALPHA LTD,100.00
BETA LTD,n.a.x
GAMMA LTD,200.00
Total,300.00
"""


@pytest.fixture
def given(desk, tmp_path):
    return partial(give, desk, tmp_path)


def choose(desk, box, value):
    """Choose in a list with the keyboard alone."""
    box.setFocus()
    for _ in range(box.findData(value) - box.currentIndex()):
        desk.qtbot.keyClick(box, Qt.Key.Key_Down)
    box.activated.emit(box.currentIndex())
    desk.settle()


def test_the_direction_of_the_rate_is_a_choice_with_its_result(desk, given):
    page = given(rated=RATED)
    page.show_step("values")
    desk.settle()
    box = page.steps.values.boxes["rate_direction"]
    assert box.isEnabled()
    assert box.itemText(0) == "As found: multiplies"
    assert "1,000.00 GBP × 1.25 = 1,250.00 USD" in page.steps.values._how.text()
    assert page.current_table.summary.sum == 175_000
    choose(desk, box, "over")
    assert "1,000.00 GBP ÷ 1.25 = 800.00 USD" in page.steps.values._how.text()
    assert "by the file's own amounts it multiplies" in page.steps.values._how.text()
    assert page.current_table.summary.sum == 130_000
    assert box.itemText(0) == "As found: multiplies"
    box.setCurrentIndex(0)
    box.activated.emit(0)
    desk.settle()
    assert page.current_table.summary.sum == 175_000


def test_without_a_rate_there_is_no_choice_of_its_direction(desk, given):
    page = given(plain=SHARES)
    page.show_step("values")
    desk.settle()
    box = page.steps.values.boxes["rate_direction"]
    assert not box.isEnabled()
    assert box.itemText(0) == "As found: there is none"


def test_the_percent_column_is_compared_with_and_named_as_what_it_is(desk, given):
    page = given(shares=SHARES)
    page.show_step("tie")
    assert page.steps.tie.difference.value.text() == "$100.00"
    assert page.steps.tie.control._note.text().startswith("the file's own total")
    click(desk, page.steps.tie.by_percent)
    assert page.steps.tie.control.value.text() == "$500.00"
    assert page.steps.tie.control._note.text() == "the whole that the percent column implies"
    assert "the percent column says $500.00" in page.steps.tie._says.text()
    assert page.steps.tie.typed.text() == ""
    # leaving the empty field says nothing
    page.steps.tie.typed.editingFinished.emit()
    desk.settle()
    assert page.steps.tie.control.value.text() == "$500.00"
    click(desk, page.steps.tie.by_percent)
    assert page.steps.tie.control.value.text() == "$400.00"
    say(desk, page.steps.tie.typed, "300")
    assert page.steps.tie.control._note.text() == "typed by you"
    assert said_of(page.draft, place_of(page.current_table)).control_source == ""


def test_an_amount_that_is_no_number_is_a_row_left_out_with_its_cell(desk, given):
    page = given(odd=NO_NUMBER)
    summary = page.current_table.summary
    (left,) = [row for row in summary.skipped if row.row == 4]
    assert left.reason == "amount that is no number: cell B4"
    assert summary.rows_read == summary.positions + len(summary.skipped) == 4
    page.show_step("sheet")
    marks = page.steps.sheet.view.sheet_model.marks
    assert (marks.kind(3), marks.word(3)) == (SKIPPED, left.reason)
    assert "1 amount that is no number" in page.steps.sheet._counts.text()
    assert "'n.a.x' is no number" in marks.cells[3, 1][1]


def test_a_cell_with_an_error_shows_its_text(desk, tmp_path):
    book = openpyxl.Workbook()
    for row in (["As of 2026-06-30"], ["Security", "Quantity", "Market Value"], ["ALPHA LTD", 5, 100.0],
                ["BETA LTD", 7, "#REF!"], ["GAMMA LTD", "=1+1", 50.0]):
        book.active.append(row)
    book.active["C4"].data_type = "e"
    path = tmp_path / "errors.xlsx"
    book.save(path)
    desk.add_files([path])
    desk.settle()
    page = desk.window.pages["import"]
    page.show_step("sheet")
    model = page.steps.sheet.view.sheet_model
    assert model.text(3, 2) == "#REF!"
    assert model.index(3, 2).data() == "#REF!"
    assert "#REF!" in model.index(3, 2).data(Qt.ItemDataRole.ToolTipRole)
    assert model.text(4, 1) == NO_VALUE


def test_files_are_chosen_in_the_dialog_which_remembers_the_folder(desk, tmp_path, monkeypatch):
    paths = [tmp_path / "one.csv", tmp_path / "two.csv"]
    for path, text in zip(paths, (SHARES, RATED), strict=True):
        path.write_text(text, encoding="utf-8")
    asked = []

    def answer(parent, title, folder, kinds):
        asked.append((title, folder, kinds))
        return [str(path) for path in paths[:len(asked)]], kinds

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", answer)
    desk.window.show_page("import")
    page = desk.window.pages["import"]
    main = next(b for b in page.steps.source.drop.findChildren(QPushButton) if b.text() == "Choose files…")
    click(desk, main)
    assert [draft.name for draft in page.pending] == ["one.csv"]
    click(desk, page._add)
    assert [draft.name for draft in page.pending] == ["one.csv", "two.csv"]
    assert asked[1][1] == str(tmp_path)
    assert all(kind in asked[0][2] for kind in ("*.xlsx", "*.xlsm", "*.xlsb", "*.xls", "*.ods", "*.csv", "*.tsv"))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([], ""))
    click(desk, page._add)
    assert len(page.pending) == 2


def test_a_choice_says_what_else_it_moved_and_is_taken_back_with_a_key(desk, tmp_path):
    page = give(desk, tmp_path, book=TWO_VALUES)
    page.show_step("columns")
    view, panel = page.steps.sheet.view, page.steps.sheet.column_panel
    before, meanings = page.draft.options, dict(view.sheet_model.meanings)
    view.look_at(1, 3)
    view.setFocus()
    view.meanings.meaning_chosen.emit(3, "market_value")
    desk.settle()
    assert page.current_table.columns["market_value"] == "D"
    assert not panel.also_moved.isHidden()
    assert "Column C" in panel.also_moved.text() and "Column D" not in panel.also_moved.text()
    # the sheet stays where it was while the file is read again
    assert (view.currentIndex().row(), view.currentIndex().column()) == (1, 3)
    desk.qtbot.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert page.draft.options == before
    assert {place: one.field for place, one in view.sheet_model.meanings.items()} == {
        place: one.field for place, one in meanings.items()}
    assert panel.also_moved.isHidden() and page.foot.undo.isHidden()
    desk.qtbot.keyClick(view, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert page.current_table.columns["market_value"] == "D"


def test_a_meaning_is_found_by_typing_a_part_of_its_name(qtbot):
    box = MeaningBox()
    qtbot.addWidget(box)
    box.show()
    box.setCurrentIndex(box.findData("name"))
    box.showPopup()
    chooser = box.list
    assert chooser.list.currentItem().text().strip() == "Name of the security"
    qtbot.keyClicks(chooser.field, "price, lo")
    shown = [item.text().strip() for item in chooser._items()]
    assert shown == ["Price, local"]
    with qtbot.waitSignal(box.activated) as chosen:
        qtbot.keyClick(chooser.field, Qt.Key.Key_Return)
    assert box.itemData(chosen.args[0]) == "price_local" and chooser.isHidden()
    box.showPopup()
    qtbot.keyClicks(chooser.field, "no such thing")
    qtbot.keyClick(chooser.field, Qt.Key.Key_Return)
    assert chooser.isVisible() and not chooser._items()
    qtbot.keyClick(chooser.field, Qt.Key.Key_Escape)
    assert chooser.isHidden() and box.currentData() == "price_local"


def test_every_meaning_stands_in_one_group():
    names = [name for _, group in grouped_fields() for name in group]
    assert sorted(names) == sorted(fields_to_choose())
