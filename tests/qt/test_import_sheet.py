"""The user's own sheet as a model: what it shows, what it stands on, and that Qt finds nothing wrong with it."""

import numpy as np
import pytest
from import_desk import give
from PySide6.QtCore import QPoint, Qt

from sinolens.domain.finding import Severity
from sinolens.figures.theme import DARK, LIGHT, contrast
from sinolens.importing.cells import Sheet
from sinolens.qt.base.theme import Appearance
from sinolens.qt.models.sheet import Meaning, SheetModel, mark_colour
from sinolens.qt.pages.import_sheet import SheetView
from sinolens.services.import_draft import ANYTHING
from sinolens.services.import_marks import HEADER, OUTSIDE, POSITION, SKIPPED, TOTAL, SheetMarks

CELLS = [
    ["Statement <b>30 June</b>", "", ""],
    ["Security", "ISIN", "Value"],
    ["=HYPERLINK(\"x\")", "KYG875721634", 1234567.5],
    ["no amount\nhere", "", ""],
    ["Total", "", 1234567.5],
]
KINDS = [OUTSIDE, HEADER, POSITION, SKIPPED, TOTAL]
MEANINGS = {
    0: Meaning("name", "Name of the security", 1.0, "header known as name"),
    2: Meaning("market_value", "Market value", 0.5, "the largest amounts", ("B",)),
}


def sheet():
    values = np.empty((len(CELLS), 3), object)
    values[:] = CELLS
    return Sheet("Holdings", values)


def marks():
    return SheetMarks(np.array(KINDS, np.int8), {3: "no amount in the row", 4: "total row"},
                      {(2, 2): (Severity.WARNING, "looks <large>")})


@pytest.fixture
def model(qapp):
    made = SheetModel()
    made.show_sheet(sheet(), marks(), MEANINGS)
    return made


def test_qt_finds_nothing_wrong_with_the_model(qtmodeltester, model):
    qtmodeltester.check(model, force_py=True)


def test_cells_are_plain_text_and_rows_say_what_they_were_taken_for(model):
    shown = [[model.data(model.index(r, c)) for c in range(3)] for r in range(5)]
    assert shown[0][0] == "Statement <b>30 June</b>"
    assert shown[2] == ['=HYPERLINK("x")', "KYG875721634", "1234567.5"]
    assert shown[3][0] == "no amount here"
    rows = [model.headerData(row, Qt.Orientation.Vertical) for row in range(5)]
    assert rows == ["1", "2 header", "3 position", "4 no amount in the row", "5 total"]
    assert model.headerData(2, Qt.Orientation.Horizontal) == "C Market value, 50% sure"
    assert model.headerData(1, Qt.Orientation.Horizontal) == "B"
    tip = model.data(model.index(2, 2), Qt.ItemDataRole.ToolTipRole)
    assert "looks &lt;large&gt;" in tip
    heard = model.data(model.index(3, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert heard == "A4 no amount here, no amount in the row"


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_marks_differ_by_colour_and_their_words_are_readable(theme):
    colours = [mark_colour(kind, theme) or theme.surface for kind in (HEADER, POSITION, TOTAL, SKIPPED)]
    assert len(set(colours)) == 4
    assert all(contrast(theme.text, colour) >= 4.5 for colour in colours)
    assert contrast(theme.accent, mark_colour(HEADER, theme)) >= 3
    assert contrast(theme.muted, mark_colour(SKIPPED, theme)) >= 3


def test_a_click_or_a_key_above_a_column_offers_what_it_may_mean(qtbot, qapp):
    view = SheetView(Appearance(qapp))
    qtbot.addWidget(view)
    view.resize(700, 300)
    view.sheet_model.show_sheet(sheet(), marks(), MEANINGS)
    view.show()
    head = view.meanings
    place = QPoint(head.sectionViewportPosition(2) + 30, 40)
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert head.box.isVisible()
    assert head.box.currentText() == "Market value"
    with qtbot.waitSignal(head.meaning_chosen) as chosen:
        head.box.setCurrentIndex(head.box.findData("nav"))
        head.box.activated.emit(head.box.currentIndex())
    assert chosen.args == [2, "nav"]
    assert not head.box.isVisible()
    view.look_at(2, 0)
    qtbot.keyClick(view, Qt.Key.Key_F2)
    assert head.box.isVisible()
    assert head.box.currentText() == "Name of the security"
    with qtbot.waitSignal(head.meaning_chosen) as chosen:
        head.box.activated.emit(0)
    assert chosen.args == [0, ANYTHING]
    assert view.grab().toImage().width() > 0


def test_the_same_sheet_again_keeps_place_and_another_starts_anew(model):
    resets = []
    model.modelReset.connect(lambda: resets.append(1))
    same = model.sheet
    model.show_sheet(same, SheetMarks(), {})
    assert not resets
    assert model.headerData(1, Qt.Orientation.Vertical) == "2"
    model.show_sheet(None, SheetMarks(), {})
    assert resets
    assert model.rowCount() == model.columnCount() == 0


def test_a_statement_laid_out_downwards_is_marked_on_the_users_own_sheet(desk, tmp_path):
    page = give(desk, tmp_path, "capital_statement_downwards")
    page.show_step("sheet")
    model = page.steps.sheet.view.sheet_model
    words = {row + 1: model.marks.word(row) for row in range(model.rowCount()) if model.marks.word(row)}
    assert words == {
        1: "gives: fund name", 6: "gives: commitment", 7: "gives: called", 8: "gives: unfunded",
        15: "gives: net asset value",
    }
    index = page.steps.sheet.view.currentIndex()
    assert (index.row(), index.column()) == (14, 2)
    assert "statement laid out downwards" in model.marks.cells[14, 2][1]
    assert model.marks.cells[5, 1][1] == "Read as: commitment."
    read, label = (model.index(14, column).data(Qt.ItemDataRole.BackgroundRole).color() for column in (2, 0))
    assert read != label
    assert page.steps.sheet.header_panel._says.text() == "It is read as part of the statement: net asset value."
