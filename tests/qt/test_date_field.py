"""A day is taken as typed or pasted, whatever stood there."""

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QGuiApplication

from sinolens.qt.base.date_field import DateField


@pytest.fixture
def field(qtbot):
    made = DateField(QDate(2026, 9, 30))
    qtbot.addWidget(made)
    made.show()
    made.setFocus()
    return made


@pytest.mark.parametrize("typed", ["2024-12-31", "20241231", "2024-1-5-", "2024.12.31"])
@pytest.mark.parametrize("whole", [True, False])
def test_a_typed_day_is_that_day(qtbot, field, typed, whole):
    if whole:
        field.lineEdit().selectAll()
    else:
        field.setSelectedSection(DateField.Section.YearSection)
    qtbot.keyClicks(field, typed)
    field.interpretText()
    wanted = QDate(2024, 1, 5) if typed == "2024-1-5-" else QDate(2024, 12, 31)
    assert field.date() == wanted


def test_the_word_for_no_day_gives_way_to_what_is_typed(qtbot, field):
    field.setMinimumDate(QDate(1990, 1, 1))
    field.setSpecialValueText("Not given")
    field.setDate(field.minimumDate())
    assert field.text() == "Not given"
    field.lineEdit().selectAll()
    qtbot.keyClicks(field, "2026-09-01")
    field.interpretText()
    assert (field.date(), field.text()) == (QDate(2026, 9, 1), "2026-09-01")


def test_a_pasted_day_is_taken_and_other_text_is_not(qtbot, field):
    QGuiApplication.clipboard().setText(" 2025-02-28 ")
    qtbot.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert field.date() == QDate(2025, 2, 28)
    QGuiApplication.clipboard().setText("someday")
    qtbot.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert field.date() == QDate(2025, 2, 28)
