"""Fact sheets, the question asked of the holdings, and what moved, in the real window."""

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QApplication

from sinolens.storage.project import Project

KEY = "correct horse battery staple"
FILE = """As of 2026-09-30
Account,Security,ISIN,Ticker,Exchange,Country,Asset Type,Fund Domicile,Quantity,Price,Market Value
A1,TENCENT HLDGS LTD,KYG875721634,700,XHKG,CN,Common Stock,,100,50.00,5000.00
A1,Jade Hill Growth Fund II L.P.,,,,KY,Limited Partnership,KY,1,2500.00,2500.00
Total,,,,,,,,,,7500.00
"""
FUND = 1


@pytest.fixture
def path(tmp_path):
    return tmp_path / "endowment.sinolens"


@pytest.fixture
def loose(desk, tmp_path):
    """Holdings that are open in no project, on their page."""
    desk.show_holdings(tmp_path, FILE)
    return desk


@pytest.fixture
def held(loose, path):
    """The same in a project."""
    loose.create(path)
    loose.show("holdings")
    return loose


def open_sheet(desk, row=FUND):
    page = desk.window.pages["holdings"]
    page.show_position(row)
    desk.settle()
    desk.window.activateWindow()
    desk.wait(lambda: QApplication.activeWindow() is desk.window)
    desk.qtbot.keyClick(page.table, Qt.Key.Key_Return)
    desk.settle()
    return desk.cases.judgements.dialog


def values(field):
    return [field.box.itemData(place) for place in range(field.box.count())]


def status(desk, row=FUND):
    analysis = desk.workspace.analysis
    return analysis.statuses[int(analysis.positions["status"].iloc[row])]


def test_every_question_has_a_field_of_its_kind(held):
    sheet = open_sheet(held)
    reference = held.workspace.reference()
    questions = [question for rule in reference.rules for question in rule.questions]
    assert set(sheet.fields) == {question.field for question in questions}
    for question in questions:
        field = sheet.fields[question.field]
        assert (field.box is not None) == (question.kind in ("yes_no", "choice"))
        if question.kind == "yes_no":
            assert values(field) == ["", "yes", "no"]
    assert not sheet.save.isEnabled()
    assert sheet.sheet.missing


def test_an_answer_is_kept_with_who_when_and_document_and_moves_the_tier(held, path, tmp_path):
    assert status(held).code == "2B"
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(b"%PDF-1.4 signed")
    sheet = open_sheet(held)
    sheet.fields["commitment_date"].line.setText("2024-03-01")
    sheet.fields["secondary"].box.setCurrentIndex(2)
    sheet.paper.attach(letter)
    assert sheet.save.text() == "Save 2 answers"
    sheet.save.click()
    held.settle()
    assert held.told.startswith("2 answers about Jade Hill")
    assert status(held).code != "2B"
    assert held.window.messages.message.more == ("go.moved", "What moved")
    origin = sheet.fields["commitment_date"]._note.text()
    assert "letter.pdf" in origin
    assert sheet.given == {}
    held.commands["edit.undo"].trigger()
    held.settle()
    assert status(held).code == "2B"
    assert sheet.fields["commitment_date"].line.text() == ""
    held.commands["edit.redo"].trigger()
    held.settle()
    held.commands["file.close"].trigger()
    held.settle()
    with Project.open(path, KEY) as project:
        answers = {row["field"]: row for row in project.rows("answer").values()}
        assert answers["commitment_date"]["value"] == "2024-03-01"
        assert answers["commitment_date"]["who"]
        kept = project.row("evidence", answers["commitment_date"]["evidence"])
        assert kept["name"] == "letter.pdf"
        assert project.content(kept["content"]) == b"%PDF-1.4 signed"


def test_an_answer_only_the_sheet_asks_reaches_the_rules(held):
    sheet = open_sheet(held)
    sheet.fields["commitment_total"].line.setText("1,000,000")
    sheet.fields["special_rights"].box.setCurrentIndex(2)
    sheet.save.click()
    held.settle()
    assert status(held).code != "2B"
    assert [one.state for one in sheet.sheet.exceptions if "2,000,000" in one.label] == ["shown"]


def test_an_answer_can_be_taken_back(held):
    sheet = open_sheet(held)
    sheet.fields["assurance_date"].line.setText("2025-06-01")
    sheet.save.click()
    held.settle()
    sheet.fields["assurance_date"].line.clear()
    assert sheet.fields["assurance_date"]._note.text() == "to be taken back"
    sheet.save.click()
    held.settle()
    assert sheet.fields["assurance_date"]._note.text() == "not on file"
    assert held.workspace.session.answers == {}


@pytest.mark.parametrize(("field", "text", "told"), [
    ("assurance_date", "June 2025", "is not a date"), ("commitment_total", "lots", "is not an amount"),
])
def test_what_does_not_answer_is_said_at_the_field_and_not_kept(held, field, text, told):
    sheet = open_sheet(held)
    sheet.fields[field].line.setText(text)
    assert told in sheet.fields[field]._note.text()
    assert not sheet.save.isEnabled()


def test_a_file_that_is_no_document_is_not_taken(held, tmp_path):
    program = tmp_path / "run.exe"
    program.write_bytes(b"MZ")
    sheet = open_sheet(held)
    sheet.paper.attach(program)
    assert "no document" in sheet.paper.words.text()


def test_the_record_is_printed_as_pdf(held, tmp_path):
    from pypdf import PdfReader

    sheet = open_sheet(held)
    out = tmp_path / "record.pdf"
    sheet.write_pdf(out)
    held.settle()
    assert held.told == "record.pdf was written."
    text = "".join(page.extract_text() for page in PdfReader(out).pages)
    assert "Jade Hill Growth Fund II L.P." in text
    assert "not on file" in text
    assert "Screening aid, not a legal determination." in text


def test_without_a_project_one_is_offered_before_an_answer_is_kept(loose, path):
    sheet = open_sheet(loose)
    sheet.fields["secondary"].box.setCurrentIndex(2)
    sheet.save.click()
    loose.settle()
    dialog = loose.projects.dialog
    assert dialog is not None
    dialog.place.setText(str(path))
    dialog.secret.first.setText(KEY)
    dialog.secret.second.setText(KEY)
    loose.wait(dialog.create.isEnabled)
    dialog.create.click()
    loose.settle()
    loose.settle()
    assert [row["value"] for row in loose.workspace.session.answers.values()] == ["no"]


def test_the_pane_says_why_what_follows_and_what_would_change_it(held):
    page = held.window.pages["holdings"]
    page.show_position(FUND)
    held.settle()
    from PySide6.QtWidgets import QLabel

    words = [part.text() for part in page.detail.findChildren(QLabel)]
    for title in ("Why this tier", "What follows", "What does not follow", "What may be done", "What would change it"):
        assert title in words
    stage = next(rule for rule in held.workspace.reference().rules if rule.id == "outbound").stage("2B")
    assert stage.follows in words
    assert stage.limits in words
    assert any(text in ("unverified", "verified against its source") for text in words)


def ask(desk, **given):
    desk.window.activateWindow()
    desk.wait(lambda: QApplication.activeWindow() is desk.window)
    desk.qtbot.keyClick(desk.window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    picker = desk.cases.judgements.dialog
    if "as_of" in given:
        picker.as_of.setDate(QDate.fromString(given["as_of"], Qt.DateFormat.ISODate))
    for name in ("definition", "institution"):
        if name in given:
            box = getattr(picker, name)
            box.setCurrentIndex(box.findData(given[name]))
    desk.qtbot.keyClick(picker, Qt.Key.Key_Return)
    desk.settle()


def test_another_question_is_kept_in_the_project_and_undone(held, path):
    before = held.workspace.analysis
    ask(held, as_of="2024-06-30", institution="public-tx")
    assert held.workspace.analysis.as_of == "2024-06-30"
    assert held.workspace.analysis.institution.id == "public-tx"
    assert held.told == "As of 2024-06-30, institution Public endowment in Texas."
    assert "moved" in held.window.messages.message.detail
    held.commands["edit.undo"].trigger()
    held.settle()
    assert held.workspace.analysis.as_of == before.as_of
    assert held.workspace.analysis.institution == before.institution


def test_what_moved_is_listed_and_leads_to_the_position(held):
    ask(held, as_of="2024-06-30")
    held.window.messages.acted.emit("go.moved")
    QApplication.processEvents()
    dialog = held.cases.judgements.dialog
    assert dialog.model.rowCount() == len(held.workspace.moved.moves) > 0
    row = dialog._rows[dialog.model.source_row(0)]
    held.qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    held.settle()
    assert held.window.page is held.window.pages["holdings"]
    assert held.window.page.position == row


def test_holdings_in_no_project_are_asked_anew_without_one(loose):
    ask(loose, definition="prc-only")
    assert loose.workspace.analysis.definition.id == "prc-only"
    assert loose.projects.dialog is None
    assert loose.workspace.session is None


def test_asking_the_same_changes_nothing(held):
    before = held.workspace.analysis
    ask(held)
    assert held.workspace.analysis is before
