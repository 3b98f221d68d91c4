"""The model and view of every table."""

import pytest
import synthetic_analysis
from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from sinolens.exposure.position_values import filtered_values, fixed_values
from sinolens.qt.base.theme import Appearance
from sinolens.qt.base.workspace import prepare
from sinolens.qt.models.positions import HOLDING_COLUMNS, dollars, number, percent
from sinolens.qt.models.table import TIER_ROLE, TableColumn, TableModel
from sinolens.qt.models.view import TableView

UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
COLUMNS = (
    TableColumn("name", "Name", 100, stretch=True),
    TableColumn("value", "Value", 80, right=True, text=dollars),
    TableColumn("tier", "Tier", 60, tier=True),
)
VALUES = {
    "name": ["pear", "Apple", "fig & <b>date</b>", "apple", "=1+1"],
    "value": [300, -100_00, 5_000_000_000_00, 0, 100_00],
    "tier": ["T1", "U", "T5", "T4", "T2"],
}


@pytest.fixture
def model(qapp):
    made = TableModel(COLUMNS)
    made.fill(VALUES)
    return made


@pytest.fixture
def view(qtbot, qapp, model):
    made = TableView(Appearance(qapp), model, "Fruit")
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.show()
    return made


def column(model, place):
    return [model.index(row, place).data() for row in range(model.rowCount())]


def test_qt_finds_nothing_wrong_with_the_model(model, qtmodeltester):
    qtmodeltester.check(model)
    model.sort(1, DOWN)
    qtmodeltester.check(model)


def test_qt_finds_nothing_wrong_with_the_positions(qapp, qtmodeltester):
    opened = prepare(synthetic_analysis.build(40))
    model = TableModel(HOLDING_COLUMNS)
    view = opened.cube.select(opened.cube.selection.only("tier", "T1"))
    values, rows = filtered_values(view)
    model.fill({**fixed_values(opened.cube), **values}, rows)
    qtmodeltester.check(model)


def test_every_cell_answers_with_text_alone(model):
    for row in range(model.rowCount()):
        for place in range(model.columnCount()):
            assert type(model.index(row, place).data()) is str
    assert model.index(2, 1).data() == "$5,000,000,000"
    assert model.index(0, 2).data(TIER_ROLE) == "T1"
    assert model.index(0, 0).data(Qt.ItemDataRole.FontRole) is None
    assert model.data(QModelIndex()) is None


def test_sorting_is_by_value_stable_and_keeps_what_is_selected(model):
    kept = QPersistentModelIndex(model.index(0, 0))
    model.sort(1, UP)
    assert column(model, 1) == ["($100)", "$0", "$3", "$100", "$5,000,000,000"]
    assert kept.data() == "pear"
    model.sort(1, DOWN)
    assert column(model, 1)[0] == "$5,000,000,000"
    model.sort(0, UP)
    assert column(model, 0) == ["=1+1", "Apple", "apple", "fig & <b>date</b>", "pear"]
    model.sort(99, UP)
    assert column(model, 0)[0] == "=1+1"


def test_a_filter_keeps_the_order_and_the_current_row(view, model):
    view.order_by("value", descending=True)
    assert view.choose_row(4)
    model.update({}, [0, 3, 4])
    assert column(model, 1) == ["$100", "$3", "$0"]
    assert model.source_row(view.currentIndex().row()) == 4
    assert not view.choose_row(2)
    model.update({"value": [5, 4, 3, 2, 1]}, [0, 1, 2, 3, 4])
    assert [model.source_row(row) for row in range(5)] == [0, 1, 2, 3, 4]


def test_rows_are_copied_as_a_table_with_headers(view, model):
    # Not selectRow: it asks the header for the column at its left edge, which an unlaid header does not know.
    whole = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    view.selectionModel().select(view.model().index(2, 0), whole)
    assert view.copy_rows()
    mime = QGuiApplication.clipboard().mimeData()
    assert mime.text() == "Name\tValue\tTier\nfig & <b>date</b>\t$5,000,000,000\tT5"
    assert "<td style=\"mso-number-format:'\\@'\">fig &amp; &lt;b&gt;date&lt;/b&gt;</td>" in mime.html()
    view.clearSelection()
    assert not view.copy_rows()


def test_a_hidden_column_is_not_copied(view, model):
    view._touched = True
    view.setColumnHidden(1, True)
    view.selectAll()
    view.copy_rows()
    assert QGuiApplication.clipboard().text().splitlines()[0] == "Name\tTier"


def test_the_stretching_column_takes_what_is_left_and_words_give_way(view):
    for width in (900, 420, 200):
        view.resize(width, 300)
        QApplication.processEvents()
        total = sum(view.columnWidth(place) for place in range(3))
        assert view.columnWidth(1) == 80
        assert view.columnWidth(2) == 60
        if width > 240:
            assert total == view.viewport().width()


def test_a_row_is_told_when_the_user_moves_to_it_or_opens_it(qtbot, view):
    with qtbot.waitSignal(view.row_chosen) as chosen:
        qtbot.keyClick(view, Qt.Key.Key_Down)
    assert chosen.args[0] in range(5)
    with qtbot.waitSignal(view.row_opened):
        qtbot.keyClick(view, Qt.Key.Key_Return)


@pytest.mark.parametrize(("cents", "text"), [
    (0, "$0"), (49, "$0"), (50, "$1"), (-50, "($1)"), (-49, "$0"), (123_456_789_00, "$123,456,789"),
    (-100_00, "($100)"),
])
def test_dollars_are_whole_and_negative_in_parentheses(cents, text):
    assert dollars(cents) == text


def test_numbers_and_percentages():
    assert [number(value) for value in (None, 0.0, 1234.0, 1.5, -2.25)] == ["", "0", "1,234", "1.5", "-2.25"]
    assert percent(None) == "–"
    assert percent(0.0123) == "1.23%"
