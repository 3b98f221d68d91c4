"""The review queue in the real window, by keyboard alone."""

import pytest
from desktop import KEY
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from sinolens.domain.match import ScreeningState
from sinolens.matching.decisions import Decision
from sinolens.qt.models.review import QUEUE_COLUMNS, queue_values, what_it_means, why_it_waits
from sinolens.qt.models.table import TableModel
from sinolens.qt.pages.change_list import ChangeModel
from sinolens.qt.pages.marked_words import ALONE, PASSED, SHARED, mark_words
from sinolens.services.decision_csv import write_decisions

FILE = """As of 2026-09-30
Account,Security,ISIN,Ticker,Exchange,Country,Asset Type,Quantity,Price,Market Value
A1,TENCENT HLDGS LTD,KYG875721634,700,XHKG,CN,Common Stock,100,50.00,5000.00
A1,CHINA TELECOM,,,,CN,Common Stock,10,100.00,4000.00
A2,China  Telecom,,,,CN,Common Stock,10,100.00,1000.00
A1,BGI,,,,CN,Common Stock,10,100.00,3000.00
Total,,,,,,,,,13000.00
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "endowment.sinolens"


@pytest.fixture
def review(desk, tmp_path, path):
    """The page of a project with names that wait."""
    file = tmp_path / "holdings.csv"
    file.write_text(FILE, encoding="utf-8")
    desk.import_file(file)
    desk.create(path)
    return show(desk)


def show(desk):
    desk.window.show_page("review")
    desk.settle()
    page = desk.window.pages["review"]
    desk.wait(lambda: page.queue is not None and (page.comparison.effect is None or bool(page.comparison.effect.told)))
    return page


def strings(page):
    return [page.names.model.text(page.names.model.source_row(row), 0) for row in range(page.names.model.rowCount())]


def press(desk, page, key, widget=None):
    desk.window.activateWindow()
    desk.wait(lambda: QApplication.activeWindow() is desk.window)
    desk.qtbot.keyClick(widget or page.names.table, key)
    desk.settle()
    settle_effect(desk, page)


def settle_effect(desk, page):
    desk.wait(lambda: not page.effects.is_waiting and not desk.workspace.tasks.running)
    desk.settle()


def codes(desk, name):
    rows = desk.workspace.analysis.positions
    return rows[rows["name"].str.upper().str.split().str.join(" ") == name]["code"].tolist()


def test_what_could_be_barred_stands_before_what_is_merely_large(desk, tmp_path):
    file = tmp_path / "holdings.csv"
    file.write_text(FILE.replace("A1,BGI,,,,CN,Common Stock,10,100.00,3000.00",
                                 "A1,Plum Harbour Optics,,,,CN,Common Stock,10,100.00,3000.00").replace(
        "100.00,4000.00", "100.00,400.00").replace("100.00,1000.00", "100.00,100.00").replace(
        ",,13000.00", ",,8500.00"), encoding="utf-8")
    desk.import_file(file)
    page = show(desk)
    assert strings(page)[:2] == ["CHINA TELECOM", "Plum Harbour Optics"]
    assert [page.names.model.value(page.names.model.source_row(row), "value") for row in range(2)] == [50000, 300000]
    page.names.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert strings(page)[0] == "Plum Harbour Optics"


def test_the_queue_stands_by_dollars_and_adds_same_strings(desk, review):
    assert strings(review)[0] == "CHINA TELECOM"
    assert review.queue.items[0].market_value == 500000
    assert review.queue.counts[0] == 2
    assert review.comparison.item.string == "CHINA TELECOM"


def test_words_candidates_and_the_effect_are_shown_before_anything_is_decided(desk, review):
    comparison = review.comparison
    assert [mark for _, mark in comparison.words.words] == [SHARED, SHARED]
    assert len(comparison.views) > 1
    assert comparison.views[0].offer.card.lists
    assert comparison.effect.told.startswith("U1 → ")
    before = comparison.effect.told
    press(desk, review, "2")
    assert comparison.chosen is comparison.views[1].offer.candidate
    assert comparison.effect.told != before or comparison.views[0].offer.card != comparison.views[1].offer.card


def test_accept_applies_to_every_same_string_moves_on_and_can_be_undone(desk, review):
    wanted, told = review.comparison.chosen, review.comparison.effect.told
    press(desk, review, "A")
    after = told.split(" → ")[1].split(":")[0]
    assert codes(desk, "CHINA TELECOM") == [after, after]
    assert "CHINA TELECOM" not in strings(review)
    assert review.comparison.item.string == strings(review)[0]
    assert desk.told.startswith(f"“CHINA TELECOM” means {wanted.name}")
    assert desk.window.messages.message.action == ("edit.undo", "Undo")
    assert desk.window.messages.message.more == ("go.moved", "What moved")
    press(desk, review, "U")
    assert codes(desk, "CHINA TELECOM") == ["U1", "U1"]
    assert "CHINA TELECOM" in strings(review)


def test_a_decision_is_kept_with_who_when_and_why(desk, review, path):
    press(desk, review, "W")
    assert review.why.hasFocus()
    desk.qtbot.keyClicks(review.why, "prospectus of anr")
    desk.qtbot.keyClick(review.why, Qt.Key.Key_Return)
    assert review.names.table.hasFocus()
    press(desk, review, "A")
    one = desk.workspace.question.decisions[0]
    assert (one.string, one.verdict, one.why) == ("CHINA TELECOM", "same", "prospectus of anr")
    assert one.who
    assert one.when[:2] == "20"
    assert review.why.text() == ""


def test_reject_leaves_the_others_and_none_settles(desk, review):
    press(desk, review, "J")
    assert review.comparison.item.string == "BGI"
    first, second = (view.offer.candidate.entity_id for view in review.comparison.views[:2])
    press(desk, review, "R")
    assert review.comparison.item.string == "BGI"
    offered = [view.offer.candidate.entity_id for view in review.comparison.views]
    assert first not in offered
    assert second in offered
    press(desk, review, "N")
    assert "BGI" not in strings(review)
    assert [one.verdict for one in desk.workspace.question.decisions] == ["different", "none"]


def test_next_and_previous_by_letters_and_arrows(desk, review):
    names = strings(review)
    press(desk, review, "J")
    assert review.comparison.item.string == names[1]
    press(desk, review, "K")
    assert review.comparison.item.string == names[0]
    press(desk, review, Qt.Key.Key_Down)
    assert review.comparison.item.string == names[1]


def test_same_as_finds_any_entity_on_file(desk, review):
    press(desk, review, "S")
    finder = review.deciding.finder
    finder.field.setText("KYG875721634")
    desk.wait(lambda: not finder._timer.isActive())
    desk.settle()
    assert "Tencent" in finder.model.text(0, 0)
    desk.qtbot.keyClick(finder.field, Qt.Key.Key_Return)
    desk.settle()
    rows = desk.workspace.analysis.positions
    issuers = rows[rows["name"].str.contains("TENCENT|CHINA TELECOM")]["issuer_id"]
    assert issuers.nunique() == 1


def test_a_decision_is_revoked_with_a_reason(desk, review):
    press(desk, review, "A")
    press(desk, review, "D")
    assert review.names.decided.hasFocus()
    assert review.decision.facts.shown_title == "CHINA TELECOM"
    press(desk, review, Qt.Key.Key_Delete, review.names.decided)
    dialog = review.deciding.reason
    assert not dialog.act.isEnabled()
    desk.qtbot.keyClicks(dialog.field, "wrong company")
    dialog.act.click()
    desk.settle()
    assert desk.workspace.question.decisions == ()
    assert codes(desk, "CHINA TELECOM") == ["U1", "U1"]
    press(desk, review, "Q")
    assert "CHINA TELECOM" in strings(review)


def test_without_a_project_one_is_offered_and_the_decision_then_made(desk, tmp_path, path):
    file = tmp_path / "holdings.csv"
    file.write_text(FILE, encoding="utf-8")
    desk.import_file(file)
    page = show(desk)
    press(desk, page, "A")
    dialog = desk.projects.dialog
    assert dialog is not None
    dialog.place.setText(str(path))
    dialog.secret.first.setText(KEY)
    dialog.secret.second.setText(KEY)
    desk.wait(dialog.create.isEnabled)
    dialog.create.click()
    desk.settle()
    desk.settle()
    assert [one.string for one in desk.workspace.question.decisions] == ["CHINA TELECOM"]


def test_the_queue_goes_to_excel_and_comes_back_as_changes_to_accept(desk, review, tmp_path):
    from openpyxl import load_workbook

    file = tmp_path / "queue.xlsx"
    review.exchange.write_queue(file)
    desk.settle()
    assert desk.told.startswith("queue.xlsx was written")
    book = load_workbook(file)
    sheet = book["Review"]
    heads = {cell.value: cell.column for row in sheet.iter_rows() for cell in row if cell.value in (
        "Name as typed", "Decision", "Entity id", "Why")}
    first = next(row for row in range(1, sheet.max_row + 1)
                 if sheet.cell(row, heads["Name as typed"]).value == "CHINA TELECOM")
    sheet.cell(first, heads["Decision"]).value = "same"
    sheet.cell(first, heads["Entity id"]).value = review.comparison.chosen.entity_id
    sheet.cell(first, heads["Why"]).value = "seen the notice"
    book.save(file)
    review.exchange.read_back(file)
    desk.settle()
    dialog = review.exchange.dialog
    assert dialog.apply.text() == "Accept 1 change"
    assert desk.workspace.question.decisions == ()
    dialog.apply.click()
    desk.settle()
    assert [one.why for one in desk.workspace.question.decisions] == ["seen the notice"]
    assert desk.window.messages.message.action == ("edit.undo", "Undo")


def test_decisions_go_out_as_a_table_and_conflicts_wait_to_be_ticked(desk, review, tmp_path):
    press(desk, review, "A")
    out = tmp_path / "decisions.csv"
    review.exchange.write_decisions(out)
    desk.settle()
    assert "CHINA TELECOM" in out.read_text(encoding="utf-8-sig")
    back = tmp_path / "other.csv"
    back.write_text(write_decisions([
        Decision("BGI", "", "none", "bob", "2026-10-01", "checked"),
        Decision("BGI", "bgi-group", "same", "eve", "2026-10-01", "checked too"),
        Decision("CHINA TELECOM", "no-such-entity", "same", "bob", "2026-10-01", ""),
    ]), encoding="utf-8")
    review.exchange.read_back(back)
    desk.settle()
    dialog = review.exchange.dialog
    assert "no-such-entity" in dialog.findings.toPlainText()
    assert not dialog.apply.isEnabled()
    dialog.table.choose_row(0)
    desk.qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
    assert dialog.apply.text() == "Accept 1 change"
    dialog.apply.click()
    desk.settle()
    assert {one.string: one.verdict for one in desk.workspace.question.decisions}["BGI"] == "none"


def test_a_file_that_is_no_queue_is_refused_in_words(desk, review, tmp_path):
    file = tmp_path / "letter.csv"
    file.write_text("hello,world\n1,2\n", encoding="utf-8")
    review.exchange.read_back(file)
    desk.settle()
    assert "letter.csv" in desk.told
    assert review.exchange.dialog is None


def test_every_key_is_shown(review):
    words = " ".join(button.text() for button in review.buttons.values())
    for key in "ARNSUJKW":
        assert f"{key} · " in words
    assert "1–5" in words


def test_typing_a_reason_decides_nothing(desk, review):
    press(desk, review, "W")
    desk.qtbot.keyClicks(review.why, "arns ujk")
    QApplication.processEvents()
    desk.settle()
    assert desk.workspace.question.decisions == ()
    desk.qtbot.keyClick(review.why, Qt.Key.Key_Escape)
    assert review.names.table.hasFocus()


def test_the_models_are_sound(review, qtmodeltester):
    model = TableModel(QUEUE_COLUMNS)
    model.fill(queue_values(review.queue.items, review.queue.counts, review.queue.values))
    qtmodeltester.check(model)
    changes = ChangeModel()
    changes.offer({0}, {0})
    changes.fill({column.key: ["x", "y"] for column in changes.columns})
    qtmodeltester.check(changes)


def test_words_are_marked_by_what_the_other_name_has():
    assert mark_words("ACME ROBOT HLDGS LTD", ["ACME"], ["ROBOT"]) == (
        ("ACME", SHARED), ("ROBOT", ALONE), ("HLDGS", PASSED), ("LTD", PASSED))


def test_each_item_says_why_it_waits(review):
    assert all(why_it_waits(item.match) for item in review.queue.items)
    told = what_it_means(review.comparison.item.match)
    assert told.startswith("It counts as unresolved") and told.endswith(".") and ". 2 entities share" in told


def test_ruling_out_one_namesake_leaves_the_other_to_a_person(desk, review):
    count = len(review.comparison.views)
    first = review.comparison.chosen.entity_id
    press(desk, review, "R")
    assert review.comparison.item.string == "CHINA TELECOM" and len(review.comparison.views) == count - 1
    assert review.comparison.chosen.entity_id != first
    assert review.comparison.item.match.state is ScreeningState.POSSIBLE
    assert codes(desk, "CHINA TELECOM") == ["U1", "U1"]
