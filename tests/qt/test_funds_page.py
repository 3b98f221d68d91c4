"""The page of funds: coverage in dollars, and every way to say how a fund is known, each one undoable step."""

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel

from sinolens.qt.pages.institution_form import InstitutionForm
from sinolens.qt.pages.questionnaire_tracker import AskManager

FILE = """As of 2026-09-30
Account,Security,ISIN,Manager,Country,Asset Type,Quantity,Price,Market Value
A1,TENCENT HLDGS LTD,KYG875721634,Jade Hill,CN,Common Stock,100,50.00,5000.00
A1,Jade Hill Growth Fund II L.P.,,Jade Hill,KY,Limited Partnership,1,2500.00,2500.00
A1,Orchid Lane Fund IV L.P.,,Orchid Lane,US,Limited Partnership,1,4000.00,4000.00
Total,,,,,,,,11500.00
"""
HOLDINGS = """Jade Hill Growth Fund II L.P.
Holdings as of,2026-09-30

Security Name,ISIN,Country,Weight (%)
TENCENT HOLDINGS LTD,KYG875721634,CN,40.00
NVIDIA CORP,US67066G1040,US,60.00
"""
FUND, OTHER = "Jade Hill Growth Fund II L.P.", "Orchid Lane Fund IV L.P."


@pytest.fixture
def funds_desk(desk, tmp_path):
    file = tmp_path / "pool.csv"
    file.write_text(FILE, encoding="utf-8")
    (tmp_path / "jade.csv").write_text(HOLDINGS, encoding="utf-8")
    desk.import_file(file)
    desk.create(tmp_path / "endowment.sinolens")
    desk.window.show_page("funds")
    return desk


def page(desk):
    return desk.window.pages["funds"]


def choose(desk, fund):
    place = [one.name for one in desk.workspace.analysis.funds].index(fund)
    assert page(desk).table.choose_row(place)


def coverage(desk, fund):
    return next(one for one in desk.workspace.analysis.funds if one.name == fund)


def undo(desk):
    desk.commands["edit.undo"].trigger()
    desk.settle()


def test_coverage_stands_in_dollars_for_the_pool_and_for_each_fund(funds_desk):
    cards = {card.figure.title: card.figure for card in page(funds_desk).figures.cards}
    assert cards["In funds"].exact == "$6,500.00" and cards["In funds"].caption == "56.52% of pool"
    assert cards["Not disclosed"].exact == "$6,500.00"
    assert cards["Not disclosed"].caption == "100.00% of funds, in 2 of them"
    model = page(funds_desk).model
    assert [model.value(row, "undisclosed") for row in range(2)] == [250000, 400000]
    assert not page(funds_desk).panel.isVisibleTo(page(funds_desk))
    choose(funds_desk, FUND)
    assert page(funds_desk).panel.isVisibleTo(page(funds_desk)) and page(funds_desk).detail.shown_title == FUND


def test_a_file_that_is_dropped_becomes_the_chosen_funds_holdings(funds_desk, tmp_path):
    choose(funds_desk, FUND)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "jade.csv"))])
    drop = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton,
                      Qt.KeyboardModifier.NoModifier)
    page(funds_desk).dropEvent(drop)
    funds_desk.settle()
    found = coverage(funds_desk, FUND)
    assert (found.method, found.known_value, found.undisclosed_value) == ("known", 250000, 0)
    assert funds_desk.told == f"Holdings of {FUND}."
    undo(funds_desk)
    assert coverage(funds_desk, FUND).method == "not_disclosed"


def test_the_same_security_with_the_same_manager_is_asked_about_and_the_answer_stays(funds_desk, tmp_path):
    choose(funds_desk, FUND)
    page(funds_desk).work.attach_file(FUND, tmp_path / "jade.csv")
    funds_desk.settle()
    panel = page(funds_desk).panel
    assert panel.question.isVisibleTo(panel)
    assert "1 direct position worth $5,000" in panel._asked.text() and "One holding, or two?" in panel._asked.text()
    assert "possible-double-count" in {one.code for one in funds_desk.workspace.analysis.findings}
    panel.one.click()
    funds_desk.settle()
    lines = funds_desk.workspace.analysis.slices
    inside = lines[lines["position"] == 1]
    assert inside["name"].tolist() == ["NVIDIA CORP"] and inside["market_value"].tolist() == [250000]
    assert "one holding" in panel._asked.text() and not panel.one.isEnabled() and panel.open.isVisibleTo(panel)
    codes = {one.code for one in funds_desk.workspace.analysis.findings}
    assert "double-count-answered" in codes and "possible-double-count" not in codes
    panel.both.click()
    funds_desk.settle()
    assert len(funds_desk.workspace.analysis.slices) == 4
    undo(funds_desk)
    assert len(funds_desk.workspace.analysis.slices) == 3
    undo(funds_desk)
    assert "One holding, or two?" in panel._asked.text()


def test_a_table_on_hand_can_speak_for_a_fund_or_stand_for_its_benchmark(funds_desk, tmp_path):
    page(funds_desk).work.attach_file(FUND, tmp_path / "jade.csv")
    funds_desk.settle()
    choose(funds_desk, OTHER)
    page(funds_desk).panel.menu.actions()[1].trigger()
    dialog = page(funds_desk).dialog
    assert dialog.kind.proxy and dialog.model.rowCount() == 1
    dialog.act.click()
    funds_desk.settle()
    assert coverage(funds_desk, OTHER).method == "proxy" and coverage(funds_desk, OTHER).confidence == "proxy"
    shown = page(funds_desk)
    row = next(n for n, fund in enumerate(shown._funds) if fund.name == OTHER)
    assert (shown.model.value(row, "known"), shown.model.value(row, "estimated")) == (0, 400000)
    assert "38.46% of it known, 61.54% estimated" in shown.card._note.text(), "an estimate is not known"
    lines = funds_desk.workspace.analysis.slices
    chinese = lines[(lines["position"] == 2) & (lines["region"] == "PRC")]
    assert chinese["low"].tolist() == [0] and (chinese["high"] == chinese["market_value"]).all()
    page(funds_desk).panel.back.trigger()
    funds_desk.settle()
    assert coverage(funds_desk, OTHER).method == "not_disclosed"


def test_a_fund_can_be_split_by_percent(funds_desk):
    choose(funds_desk, OTHER)
    page(funds_desk).panel.split_wanted.emit()
    dialog = page(funds_desk).dialog
    assert not dialog.act.isEnabled()
    dialog.fields["CN"].setValue(120)
    assert dialog.fields["CN"].value() == 100
    dialog.fields["US"].setValue(25)
    assert not dialog.act.isEnabled() and dialog._left.text() == "more than the whole fund"
    dialog.fields["CN"].setValue(30)
    assert dialog.total.text() == "Together 55.00 %" and dialog._left.text() == "45.00 % not disclosed, $1,800"
    dialog.act.click()
    funds_desk.settle()
    found = coverage(funds_desk, OTHER)
    assert (found.method, found.known_value, found.undisclosed_value) == ("split", 220000, 180000)
    page(funds_desk)._split()
    again = page(funds_desk).dialog
    assert again.fields["CN"].value() == 30 and again.fields["US"].value() == 25
    again.fields["XX"].setValue(45)
    again.act.click()
    funds_desk.settle()
    assert coverage(funds_desk, OTHER).undisclosed_value == 0
    undo(funds_desk)
    assert coverage(funds_desk, OTHER).undisclosed_value == 180000


def test_a_fund_can_be_marked_not_disclosed_whatever_is_on_hand(funds_desk, tmp_path):
    page(funds_desk).work.attach_file(FUND, tmp_path / "jade.csv")
    funds_desk.settle()
    choose(funds_desk, FUND)
    page(funds_desk).panel.not_disclosed_wanted.emit()
    funds_desk.settle()
    found = coverage(funds_desk, FUND)
    assert found.method == "not_disclosed" and found.missing == "the manager does not disclose its holdings"
    undo(funds_desk)
    assert coverage(funds_desk, FUND).method == "known"


def test_a_file_that_holds_no_holdings_changes_nothing(funds_desk, tmp_path):
    (tmp_path / "letter.csv").write_text("Dear investor,\nno holdings this quarter.\n", encoding="utf-8")
    choose(funds_desk, FUND)
    page(funds_desk).work.attach_file(FUND, tmp_path / "letter.csv")
    funds_desk.settle()
    assert "letter.csv" in funds_desk.told and coverage(funds_desk, FUND).method == "not_disclosed"


def test_questionnaires_go_out_are_tracked_and_come_back(funds_desk, tmp_path, monkeypatch):
    page(funds_desk).ask_button.click()
    dialog = page(funds_desk).dialog
    funds_desk.settle()
    assert [(row.manager, str(row.state)) for row in dialog.rows] == [
        ("Orchid Lane", "not asked"), ("Jade Hill", "not asked")]
    assert not dialog.withdraw_button.isEnabled()
    target = tmp_path / "quest.xlsx"
    monkeypatch.setattr("sinolens.qt.pages.questionnaire_tracker.QFileDialog.getSaveFileName",
                        lambda *_: (str(target), ""))
    dialog.table.choose_row(1)
    dialog.ask_button.click()
    form = dialog.dialog
    assert isinstance(form, InstitutionForm), "no workbook goes out in the name of a placeholder"
    form.name.setText("Birch Hall University")
    form.act.click()
    funds_desk.settle()
    funds_desk.wait(lambda: isinstance(dialog.dialog, AskManager))
    assert dialog._current().manager == "Jade Hill", "the row stays"
    dialog.dialog.reject()
    dialog.table.choose_row(0)
    dialog.ask_button.click()
    dialog.dialog.act.click()
    funds_desk.settle()
    assert dialog._current().manager == "Orchid Lane"
    assert target.is_file() and "Send it to Orchid Lane" in funds_desk.told
    assert [str(row.state) for row in dialog.rows] == ["due", "not asked"]
    dialog.read_answer(target)
    funds_desk.settle()
    review = dialog.dialog
    assert [review.funds.model().index(0, column).data() for column in (0, 1)] == [OTHER, "No data"]
    review.act.click()
    funds_desk.settle()
    assert [str(row.state) for row in dialog.rows] == ["not asked", "received"]
    undo(funds_desk)
    assert {str(row.state) for row in dialog.rows} == {"due", "not asked"}


def test_an_overdue_questionnaire_stands_in_the_data_health_panel(funds_desk, tmp_path):
    from sinolens.storage.questionnaires import send_questionnaire

    funds_desk.workspace.change("Asking", lambda project: send_questionnaire(
        project, "q-1", "Orchid Lane", [OTHER], "2026-09-30", "2020-02-01", "A", "2020-01-01T00:00:00+00:00"))
    funds_desk.settle()
    funds_desk.window.show_page("overview")
    funds_desk.settle()
    health = funds_desk.window.pages["overview"].health
    late = next(one for one in health._concerns if "overdue" in one.title)
    assert (late.title, late.detail, late.cents, late.page) == (
        "1 questionnaire overdue", "Orchid Lane", 400000, "funds")


def test_without_a_project_the_tracker_offers_one(desk, tmp_path):
    file = tmp_path / "pool.csv"
    file.write_text(FILE, encoding="utf-8")
    desk.import_file(file)
    desk.window.show_page("funds")
    page(desk).ask_button.click()
    desk.wait(lambda: desk.projects.dialog is not None)
    desk.projects.dialog.reject()


def test_a_long_file_name_does_not_push_the_facts_under_the_scroll_bar(funds_desk, tmp_path):
    file = tmp_path / "jade_hill_growth_fund_two_holdings_2026-09-30.csv"
    file.write_bytes((tmp_path / "jade.csv").read_bytes())
    page(funds_desk).work.attach_file(FUND, file)
    funds_desk.settle()
    choose(funds_desk, FUND)
    area = page(funds_desk).detail._area
    assert area.widget().width() <= area.viewport().width()
    assert any(one.toolTip() == file.name for one in area.widget().findChildren(QLabel))
