"""The steps of an import, driven as a user does: with the mouse, with the keyboard, to the analysis."""

from functools import partial
from threading import Event

import pytest
from import_desk import click, give, say
from import_files import FIXTURES
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit

from sinolens.qt.pages import import_work
from sinolens.services.import_draft import place_of, said_of
from sinolens.services.import_progress import file_states

OFF = "Schedule as of 30 June 2026\nSecurity,Market Value\nALPHA LTD,100.00\nBETA LTD,200.00\nTotal,400.00\n"
TWO_VALUES = """As of 2026-06-30
Security,ISIN,Fair Value,Book
TENCENT HLDGS LTD,KYG875721634,500.00,100.00
ALIBABA GROUP HLDG LTD,KYG017191142,700.00,300.00
"""


@pytest.fixture
def given(desk, tmp_path):
    """Gives files to the page and waits until they are read: text of a CSV file, or the name of a shape."""

    return partial(give, desk, tmp_path)


def mean(desk, page, column, field):
    """Choose what a column means in the list above it."""
    head = page.steps.sheet.view.meanings
    place = QPoint(head.sectionViewportPosition(column) + 40, 40)
    desk.qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert head.box.isVisible()
    head.box.setCurrentIndex(head.box.findData(field))
    head.box.hidePopup()
    head.box.activated.emit(head.box.currentIndex())
    desk.settle()


def rows_shown(page):
    model = page.steps.sheet.view.sheet_model
    return [model.marks.word(row) for row in range(model.rowCount())]


def test_a_file_with_junk_is_led_through_every_step_with_the_keyboard(desk, given):
    page = given("valuation_with_junk_rows")
    assert page.step == "source"
    assert page._analyse.isEnabled()
    assert page._analyse.text() == "Import as understood"
    for key in ("sheet", "columns", "values", "accounts", "tie", "review"):
        desk.press(Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
        assert page.step == key
        assert page.bar.buttons[key].isChecked()
    words = rows_shown(page)
    assert words.count("header") == 1
    assert words.count("position") == 2
    assert page._analyse.text() == "Commit"
    assert page.steps.review.models["positions"].rowCount() == 2
    figures = {key: figure.value.text() for key, figure in page.steps.review.figures.items()}
    assert int(figures["rows"]) == int(figures["positions"]) + int(figures["left"])
    for key in ("tie", "accounts", "values", "columns", "sheet", "source"):
        desk.press(Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
        assert page.step == key
    assert desk.workspace.analysis is None
    click(desk, page._analyse)
    assert len(desk.workspace.analysis.positions) == 2


def test_a_column_is_given_another_meaning_and_the_result_is_there_at_once(desk, given):
    page = given(book=TWO_VALUES)
    before = page.current_table.summary.sum
    page.show_step("columns")
    mean(desk, page, 3, "market_value")
    assert before == 120_000
    assert page.current_table.summary.sum == 40_000
    assert page.steps.sheet.view.sheet_model.meanings[3].reason == "placed by you"
    mean(desk, page, 3, "")
    assert page.steps.sheet.view.sheet_model.meanings[3].field == ""
    assert page.current_table.summary.sum == 120_000
    mean(desk, page, 3, "cost")
    click(desk, page.foot.next)
    click(desk, page.foot.back)
    assert said_of(page.draft, place_of(page.current_table)).mapping == {"cost": "D"}
    assert page.current_table.frame["cost"].tolist() == [10_000, 30_000]


def test_a_wish_that_cannot_be_followed_is_refused_and_the_result_before_stays(desk, given):
    page = given(book="As of 2026-06-30\nSecurity,Market Value\nALPHA LTD,100.00\nBETA LTD,200.00\n")
    page.show_step("sheet")
    page.steps.sheet.view.setFocus()
    page.steps.sheet.view.look_at(3, 0)
    assert page.steps.sheet.header_panel.use.text() == "Use row 4 as the header"
    desk.qtbot.keyClick(page.steps.sheet.view, Qt.Key.Key_Return)
    desk.settle()
    assert page.draft.refused is not None
    assert page.current_table.summary.positions == 2
    assert not page._analyse.isEnabled()
    assert "cannot" in page.foot.status.text() or "no table" in page.foot.status.text()
    click(desk, page.steps.sheet.header_panel.again)
    assert page.draft.refused is None
    assert page._analyse.isEnabled()
    page.steps.sheet.view.look_at(2, 0)
    click(desk, page.steps.sheet.header_panel.use)
    assert page.draft.options.header_rows == {"": 3}


def test_a_difference_stops_the_import_until_a_reason_is_typed(desk, given):
    page = given(off=OFF)
    assert not page._analyse.isEnabled()
    assert "Off by $100.00" in page.foot.status.text()
    click(desk, page.foot.go)
    assert page.step == "tie"
    assert page.steps.tie.difference.value.text() == "$100.00"
    say(desk, page.steps.tie.reason, "The custodian counts a line of cash")
    assert page._analyse.isEnabled()
    say(desk, page.steps.tie.typed, "not a number")
    assert "no amount" in page.steps.tie._typed_note.text()
    say(desk, page.steps.tie.typed, "$300.00")
    assert page.steps.tie.difference.value.text() == "$0.00"
    say(desk, page.steps.tie.typed, "")
    # typing nothing takes the total back, and the reason given before still stands
    page.steps.tie.typed.clear()
    page.steps.tie.typed.editingFinished.emit()
    desk.settle()
    assert page.steps.tie.difference.value.text() == "$100.00"
    click(desk, page._analyse)
    (summary,) = desk.workspace.analysis.inputs
    assert summary.accepted_reason == "The custodian counts a line of cash"


def test_amounts_in_euros_stop_the_import_until_their_currency_is_confirmed(desk, given):
    page = given(euros="As of 2026-06-30\nSecurity,ISIN,Quantity,Marktwert EUR\n"
                       "TENCENT HLDGS LTD,KYG875721634,10,600.00\n"
                       "ALIBABA GROUP,KYG017191142,10,300.00\nTotal,,,900.00\n")
    assert not page._analyse.isEnabled()
    assert "The amounts are in EUR" in page.foot.status.text()
    click(desk, page.foot.go)
    assert page.step == "values"
    box = page.steps.values.currency
    box.setCurrentText("EUR")
    box.activated.emit(box.currentIndex())
    desk.settle()
    assert page._analyse.isEnabled()
    for step in ("accounts", "tie"):
        desk.press(Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
        assert page.step == step
    assert page.steps.tie.sum.value.text() == "EUR 900.00"
    click(desk, page._analyse)
    (summary,) = desk.workspace.analysis.inputs
    assert (summary.currency, summary.sum) == ("EUR", 900_00)
    assert desk.workspace.analysis.positions["market_value"].tolist() == [0, 0]


def test_columns_that_compete_are_asked_about(desk, given):
    page = given("two_dated_columns")
    assert file_states(page.pending)["columns"].state != "settled"
    page.show_step("columns")
    well = page.steps.sheet.column_panel._questions.itemAt(0).widget()
    buttons = well.findChildren(type(page._analyse))
    assert len(buttons) == 2
    taken = page.current_table.columns["market_value"]
    buttons[0].setFocus()
    click(desk, buttons[0])
    assert page.current_table.columns["market_value"] == taken
    assert not page.steps.sheet.column_panel._questions.count()
    assert not any(f.code == "columns-compete" for f in page.current_table.summary.findings)
    # the button that was answered with is gone, the keyboard is still in the import
    assert page.isAncestorOf(desk.window.focusWidget())


def test_what_was_cleaned_is_listed_and_can_be_read_otherwise(desk, given):
    page = given("comma_decimals")
    page.show_step("values")
    desk.settle()
    model = page.steps.values.model
    said = [model.value(row, "what") for row in range(model.rowCount())]
    assert "A decimal comma was read as a decimal point" in said
    total = page.current_table.summary.sum
    box = page.steps.values.boxes["scale"]
    assert isinstance(box, QComboBox)
    box.setFocus()
    for _ in range(2):
        desk.qtbot.keyClick(box, Qt.Key.Key_Down)
    box.activated.emit(box.currentIndex())
    desk.settle()
    assert page.current_table.summary.sum == 1000 * total
    box.setCurrentIndex(0)
    box.activated.emit(0)
    desk.settle()
    assert page.current_table.summary.sum == total


def test_without_a_date_nothing_is_imported_and_the_day_of_import_is_never_taken(desk, given):
    page = given(undated="Security,Market Value\nALPHA LTD,100.00\nBETA LTD,200.00\n")
    assert not page._analyse.isEnabled()
    click(desk, page.foot.go)
    assert page.step == "accounts"
    assert page.steps.accounts.as_of.text() == "Not given"
    page.steps.accounts.as_of.setDate(page.steps.accounts.as_of.date().fromString("2026-06-30", "yyyy-MM-dd"))
    page.steps.accounts.as_of.editingFinished.emit()
    desk.settle()
    assert page.steps.accounts._found.text() == "typed by you"
    say(desk, page.steps.accounts.account, "POOL-1")
    assert page._analyse.isEnabled()
    click(desk, page._analyse)
    positions = desk.workspace.analysis.positions
    assert set(positions["as_of"]) == {"2026-06-30"}
    assert set(positions["account"]) == {"POOL-1"}


def test_a_protected_workbook_asks_for_its_password(desk, given):
    page = given("password_protected")
    assert page.steps.source.model.rowCount() == 1
    assert page.steps.source.password.isVisible()
    # Nobody waits for the answer: the window goes on, and Escape gives none.
    dialog = page.exchange.dialog
    assert "Try again" not in dialog.field.accessibleName()
    assert dialog.field.echoMode() == QLineEdit.EchoMode.Password
    assert not dialog.act.isEnabled()
    desk.qtbot.keyClick(dialog.field, Qt.Key.Key_Escape)
    assert page.exchange.dialog is None
    assert page.draft.refused.code == "password"
    click(desk, page.steps.source.password)
    assert "Try again" not in page.exchange.dialog.field.accessibleName()
    say(desk, page.exchange.dialog.field, "wrong")
    assert "Try again" in page.exchange.dialog.field.accessibleName()
    say(desk, page.exchange.dialog.field, "correct horse")
    assert page.exchange.dialog is None
    assert page.draft.is_usable
    assert page._analyse.isEnabled()


def test_protected_files_that_come_together_are_asked_about_one_after_another(desk, given, tmp_path):
    page = given("password_protected")
    first = page.exchange.dialog
    copy = tmp_path / "second.xlsx"
    copy.write_bytes(page.draft.path.read_bytes())
    desk.add_files([copy])
    desk.settle()
    assert page.exchange.dialog is first
    say(desk, first.field, "correct horse")
    assert "second.xlsx" in page.exchange.dialog.field.accessibleName()
    say(desk, page.exchange.dialog.field, "correct horse")
    assert [draft.is_usable for draft in page.drafts.all] == [True, True]


def test_a_layout_is_kept_under_the_name_that_is_given(desk, given):
    page = given(book=TWO_VALUES)
    page.show_step("columns")
    page.steps.layout_wanted.emit()
    dialog = page.exchange.dialog
    assert dialog.field.text() == "book"
    desk.qtbot.keyClicks(dialog.field, "   ")
    assert not dialog.act.isEnabled()
    say(desk, dialog.field, " Quarterly ")
    assert page.exchange.dialog is None
    assert "“Quarterly” is saved" in desk.told
    assert [one.name for one in page.drafts.shelf.templates()] == ["Quarterly"]


def test_several_files_dropped_on_the_page_are_chosen_one_by_one(desk, tmp_path):
    paths = []
    for name in ("one", "two"):
        path = tmp_path / f"{name}.csv"
        path.write_text(TWO_VALUES.replace("500.00", "600.00") if name == "two" else TWO_VALUES, encoding="utf-8")
        paths.append(path)
    desk.window.show_page("import")
    page = desk.window.pages["import"]
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton,
                       Qt.KeyboardModifier.NoModifier)
    page.steps.source.drop.dropEvent(event)
    desk.settle()
    assert page.steps.source.model.rowCount() == 2
    page.show_step("tie")
    assert page.chooser.box.count() == 2
    assert page.steps.tie.sum.value.text() == "$1,200.00"
    page.chooser.box.setCurrentIndex(1)
    page.chooser.box.activated.emit(1)
    assert page.steps.tie.sum.value.text() == "$1,300.00"
    page.show_step("source")
    page.steps.source.table.selectRow(0)
    click(desk, page.steps.source.take_out)
    assert page.steps.source.model.rowCount() == 1
    say(desk, page.steps.source.path, str(paths[0]))
    assert page.steps.source.model.rowCount() == 2
    click(desk, page._discard)
    assert not page.pending
    assert page.steps.source.drop.isVisible()
    QApplication.processEvents()


def test_holdings_of_a_fund_are_given_to_the_position_they_belong_to(desk, given):
    page = given(
        holdings="As of 2026-06-30\nSecurity,Asset Type,Market Value\n"
                 "Jade Hill Growth Fund II L.P.,Limited Partnership,2500.00\n"
                 "TENCENT HLDGS LTD,Common Stock,500.00\nTotal,,3000.00\n",
        inside="Holdings as of 30 June 2026\nName,Weight (%)\nALIBABA GROUP HLDG LTD,60\nBAIDU INC,40\n")
    page.show_step("accounts")
    number = next(i for i in range(page.chooser.box.count()) if "inside" in page.chooser.box.itemText(i))
    page.chooser.box.setCurrentIndex(number)
    page.chooser.box.activated.emit(number)
    assert page.steps.accounts.attach.isVisible()
    assert page.steps.accounts.attach.itemText(1) == "Jade Hill Growth Fund II L.P."
    page.steps.accounts.attach.setCurrentIndex(1)
    page.steps.accounts.attach.activated.emit(1)
    click(desk, page._analyse)
    (fund,) = desk.workspace.analysis.funds
    assert fund.name == "Jade Hill Growth Fund II L.P."
    assert fund.known_value == 250_000


def test_files_that_belong_together_are_understood_together(desk, given, tmp_path):
    shape = next(one for one in FIXTURES if one.name == "two_files_joined")
    ((name, write),) = shape.beside.items()
    write(tmp_path / name)
    desk.add_files([tmp_path / name])
    desk.settle()
    page = given("two_files_joined")
    held = next(d for d in page.pending if d.name == "two_files_joined.csv")
    (table,) = held.read.tables
    assert table.frame["name"].tolist() == ["HSBC HOLDINGS PLC", "BP PLC"]
    page.drafts.wish(held.path, held.options)
    desk.settle()
    assert page.drafts.at(held.path).read.tables[0].frame["name"].tolist() == ["HSBC HOLDINGS PLC", "BP PLC"]
    page.drafts.remove(tmp_path / name)
    desk.settle()
    alone = page.drafts.at(held.path).read
    assert alone is None or alone.tables[0].frame["name"].tolist() != ["HSBC HOLDINGS PLC", "BP PLC"]


def test_a_reading_can_be_stopped_and_leaves_nothing(desk, tmp_path, monkeypatch):
    begun, held = Event(), Event()

    def endless(path, options, reference, shelf, progress):
        begun.set()
        while not held.wait(0.01):
            progress.check()

    monkeypatch.setattr(import_work, "read_draft", endless)
    path = tmp_path / "slow.csv"
    path.write_text(TWO_VALUES, encoding="utf-8")
    desk.add_files([path])
    page = desk.window.pages["import"]
    desk.wait(begun.is_set)
    assert page.foot.status.text() == "Reading…"
    next(task for task in desk.workspace.tasks.running if task.title == "Reading slow.csv").cancel()
    desk.settle()
    assert desk.told == "Stopped. slow.csv was not read."
    assert not page.pending
    assert page.steps.source.drop.isVisible()
