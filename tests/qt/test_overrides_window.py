"""Overrides in the real window: proposed at a position, decided by another person, listed, taken back."""

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QApplication, QLabel

FILE = """As of 2026-09-30
Account,Security,ISIN,Ticker,Exchange,Country,Asset Type,Quantity,Price,Market Value
A1,TENCENT HLDGS LTD,KYG875721634,700,XHKG,CN,Common Stock,100,50.00,5000.00
A1,CHINA MOBILE LTD,HK0941009539,941,XHKG,HK,Common Stock,10,100.00,1000.00
A1,RIVER DRONE TECHNOLOGY CO LTD,,300999,XSHE,CN,Common Stock,10,100.00,1000.00
Total,,,,,,,,,7000.00
"""
LISTED, BARRED, NOBODY = range(3)
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def loose(desk, tmp_path):
    """Holdings that are open in no project, on their page."""
    desk.show_holdings(tmp_path, FILE)
    return desk


@pytest.fixture
def held(loose, tmp_path):
    """The same in a project."""
    loose.create(tmp_path / "endowment.sinolens", None)
    loose.show("holdings")
    return loose


@pytest.fixture
def be(monkeypatch):
    """Who sits at the keyboard, as the operating system would say."""
    def sit(name):
        monkeypatch.setattr("sinolens.storage.user.getpass.getuser", lambda: name)
    sit("ana")
    return sit


def press(desk, key, modifiers):
    desk.window.activateWindow()
    desk.wait(lambda: QApplication.activeWindow() is desk.window)
    desk.qtbot.keyClick(desk.window, key, modifiers)
    desk.settle()
    return desk.cases.judgements.dialog


def open_form(desk, row):
    desk.window.pages["holdings"].show_position(row)
    desk.settle()
    return press(desk, Qt.Key.Key_J, CONTROL)


def open_list(desk):
    return press(desk, Qt.Key.Key_J, CONTROL | SHIFT)


def fill(form, value, reason="another entity is meant"):
    form.value.setCurrentIndex(form.value.findData(value))
    form.value.activated.emit(form.value.currentIndex())
    form.reason.setPlainText(reason)


def propose(desk, row=LISTED, value="5"):
    form = open_form(desk, row)
    fill(form, value)
    form.propose.click()
    desk.settle()


def answer(desk, dialog, reason=""):
    dialog.dialog.field.setText(reason)
    dialog.dialog.act.click()
    desk.settle()


def codes(desk):
    return desk.workspace.analysis.positions["code"].tolist()


def words(widget):
    return [part.text() for part in widget.findChildren(QLabel)]


def test_a_proposal_stands_side_by_side_is_kept_and_changes_no_number(held, be, tmp_path):
    before = codes(held)
    form = open_form(held, LISTED)
    assert not form.propose.isEnabled()
    assert form.value.findData("4A") == -1, "what is calculated is no choice"
    fill(form, "5", "")
    assert not form.propose.isEnabled(), "a reason is needed"
    fill(form, "5", "another entity is meant")
    assert [value.text() for value in form.pair.values] == [
        "T4 · 4A Named on a list that bars no holding", "T5 · 5 None identified"]
    assert form.direction.text() == "It lowers the tier from T4 to T5."
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(b"%PDF-1.4")
    form.paper.attach(letter)
    form.ends.setChecked(True)
    form.until.setDate(QDate.currentDate().addDays(30))
    form.propose.click()
    held.settle()
    assert held.told == "5 proposed for TENCENT HLDGS LTD; another person decides."
    assert held.cases.judgements.dialog is None
    assert codes(held) == before
    (made,) = held.workspace.analysis.overrides
    assert (made.state, made.maker, made.evidence) == ("submitted", "ana", "letter.pdf")
    assert made.expires == QDate.currentDate().addDays(30).toString("yyyy-MM-dd")
    page = held.window.pages["holdings"]
    assert "waits for another person" in words(page.detail)
    shown = [page.model.index(row, place).data() for row in range(3) for place in range(6)]
    assert "4A?" in shown and "4A*" not in shown, "nobody approved it yet"
    assert held.commands["edit.undo"].text() == "&Undo propose 5 for TENCENT HLDGS LTD"


def test_what_is_unresolved_is_settled_not_raised(held, be):
    form = open_form(held, NOBODY)
    fill(form, "4A")
    assert form.direction.text() == "It settles what is unresolved: T4 Listed or structural risk."
    form.propose.click()
    held.settle()
    message = held.window.messages.message
    assert "graver" not in message.text + message.detail


def test_a_bar_is_judged_away_only_with_a_document(held, be, tmp_path):
    form = open_form(held, BARRED)
    fill(form, "4A")
    assert "evidence document" in form.problem.text()
    assert not form.propose.isEnabled()
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(b"%PDF-1.4")
    form.paper.attach(letter)
    assert form.propose.isEnabled()


def test_a_category_is_judged_beside_the_calculated_one(held, be):
    form = open_form(held, LISTED)
    form.field.setCurrentIndex(form.field.findData("category"))
    form.field.activated.emit(form.field.currentIndex())
    fill(form, "N1")
    form.propose.click()
    held.settle()
    (made,) = held.workspace.analysis.overrides
    assert (made.field, made.value, made.state) == ("category", "N1", "submitted")
    assert held.workspace.analysis.positions["category"].iloc[LISTED] == made.calculated != "N1"
    assert open_list(held).pair.values[0].text().startswith(made.calculated)


def test_another_person_decides_and_undo_leaves_it(held, be):
    before = codes(held)
    propose(held)
    listed = open_list(held)
    assert not listed.approve.isEnabled() and not listed.reject_it.isEnabled()
    assert "another person has to decide it" in listed.note.text()
    listed.close()
    held.settle()
    be("ben")
    listed = open_list(held)
    listed.approve.click()
    answer(held, listed)
    assert held.told == "5 for TENCENT HLDGS LTD approved."
    assert held.window.messages.message.action == ("", ""), "no undo is offered"
    (made,) = held.workspace.analysis.overrides
    assert (made.state, made.maker, made.checker) == ("approved", "ana", "ben")
    assert codes(held) == before
    page = held.window.pages["holdings"]
    assert "4A*" in [page.model.index(row, place).data() for row in range(3) for place in range(6)]
    held.wait(lambda: any(text.startswith("approved by") for text in words(listed.detail)))
    listed.close()
    for _ in range(2):
        held.commands["edit.undo"].trigger()
        held.settle()
    (made,) = held.workspace.analysis.overrides if held.workspace.analysis else (made,)
    assert made.state == "approved"


def test_a_rejection_and_a_return_need_a_reason(held, be):
    propose(held)
    be("ben")
    listed = open_list(held)
    listed.reject_it.click()
    assert not listed.dialog.act.isEnabled()
    answer(held, listed, "the filing says otherwise")
    assert listed.chosen.state == "rejected"
    assert not listed.take_back.isEnabled()
    listed.close()
    propose(held, NOBODY, "4A")
    listed = open_list(held)
    listed.take_back.click()
    answer(held, listed, "typed at the wrong row")
    assert {one.target.rpartition(":")[2]: one.state for one in held.workspace.analysis.overrides} == {
        "KYG875721634": "rejected", "300999": "revoked"}


def test_one_person_may_decide_only_where_the_project_says_so(held, be):
    propose(held)
    listed = open_list(held)
    listed.own.click()
    held.wait(listed.approve.isEnabled)
    listed.approve.click()
    answer(held, listed)
    assert held.workspace.analysis.overrides[0].own
    assert "approved by the same person" in held.workspace.analysis.overrides[0].mark


def test_enter_leads_from_the_list_to_the_position(held, be):
    propose(held, NOBODY, "4A")
    held.window.show_page("overview")
    held.settle()
    listed = open_list(held)
    held.qtbot.keyClick(listed.table, Qt.Key.Key_Return)
    held.settle()
    assert held.window.page is held.window.pages["holdings"]
    assert held.window.page.position == NOBODY


def test_one_proposal_waits_at_a_time(held, be):
    propose(held)
    form = open_form(held, LISTED)
    fill(form, "4B")
    assert form.problem.text() == "ana has proposed 5 already. Decide that one first."
    assert not form.propose.isEnabled()


def test_without_a_position_it_says_what_is_missing(loose):
    loose.window.show_page("overview")
    loose.settle()
    loose.commands["go.override"].trigger()
    assert loose.told == "Choose a position on the page of holdings first."
    assert open_list(loose)._stack.currentIndex() == 1


def test_without_a_project_one_is_offered_and_the_proposal_is_kept_in_it(loose, be, tmp_path):
    form = open_form(loose, LISTED)
    fill(form, "5")
    form.propose.click()
    loose.settle()
    dialog = loose.projects.dialog
    assert dialog is not None
    dialog.place.setText(str(tmp_path / "new.sinolens"))
    dialog.secret.plain.setChecked(True)
    loose.wait(dialog.create.isEnabled)
    dialog.create.click()
    loose.settle()
    loose.wait(lambda: bool(loose.workspace.analysis.overrides))
    assert loose.workspace.analysis.overrides[0].maker == "ana"


def test_who_opens_the_project_next_is_told_what_waits(held, be, tmp_path):
    propose(held)
    held.commands["file.close"].trigger()
    held.settle()
    held.open(tmp_path / "endowment.sinolens", None)
    assert "wait" not in held.told, "nothing of one's own waits for oneself"
    held.commands["file.close"].trigger()
    held.settle()
    be("ben")
    held.open(tmp_path / "endowment.sinolens", None)
    assert held.told == "1 override waits for your decision."
    held.window.messages.acted.emit("go.overrides")
    held.settle()
    assert held.cases.judgements.dialog.approve.isEnabled()
