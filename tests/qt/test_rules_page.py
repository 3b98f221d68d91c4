"""Rules and lists in the real window: what is on file, and a newer edition from the file to what it moved."""

import pytest
from PySide6.QtCore import QDate, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractButton

from sinolens.reference.loader import forget_reference, load_reference
from sinolens.storage.commands import set_setting

LIST = "dod-1260h"


@pytest.fixture(autouse=True)
def fresh():
    yield
    forget_reference()


@pytest.fixture
def page(desk):
    desk.window.show_page("rules")
    desk.settle()
    return desk.window.pages["rules"]


def names_on_file():
    return [entry.name for entry in load_reference().entries_on(LIST, "2026-09-30")]


def simple_table(tmp_path, names):
    file = tmp_path / "military-companies.csv"
    lines = (f'"{name}",{"China" if name.startswith("River") else ""}\n' for name in names)
    file.write_text("name,country\n" + "".join(lines), encoding="utf-8")
    return file


def choose(page, key, name):
    page.show_shelf(key)
    row = next(n for n, one in enumerate(page.rows[key]) if name in str(one.cells))
    assert page.tables[key].choose_row(row)
    return page


def bring(desk, page, file, day=None):
    """Import a file as the Section 1260H list."""
    choose(page, "lists", "2026-06-08")
    page.import_files([file])
    desk.settle()
    if day:
        page.importing.form.edition_date.setDate(QDate.fromString(day, "yyyy-MM-dd"))
        page.importing._date_edited()
        desk.settle()
    return page.importing


def shown(dialog, key, column):
    return [cells[column] for cells in dialog._rows[key]]


def words(page):
    from PySide6.QtWidgets import QLabel

    return " ".join(label.text() for label in page.detail.findChildren(QLabel))


def test_every_list_edition_rule_definition_scenario_and_source_is_there(page):
    reference = load_reference()
    assert len(page.rows["lists"]) == len(reference.editions) + len(reference.missing_lists)
    assert len(page.rows["rules"]) == len(reference.rules)
    assert len(page.rows["definitions"]) == len(reference.definitions)
    assert len(page.rows["scenarios"]) == len(reference.scenarios)
    assert page.rows["sources"] and page.rows["gaps"]
    assert len(page.rows["links"]) == len(reference.links)
    states = {row.cells[2] for row in page.rows["lists"]}
    assert {"in use", "not on file", "withdrawn", "earlier date"} <= states


def test_an_edition_says_its_source_age_count_and_what_it_names(desk, page, holdings_file):
    desk.import_file(holdings_file)
    desk.window.show_page("rules")
    choose(page, "lists", "2026-06-08")
    told = words(page)
    for part in ("188", "8 Jun 2026", "83 days before", "91 FR 35189", "verified against its source"):
        assert part in told
    link = next(b for b in page.detail.findChildren(object) if getattr(b, "property", None) and b.property("link"))
    assert link.accessibleName() == "TENCENT HLDGS LTD"
    link.click()
    desk.settle()
    assert desk.window.page is desk.window.pages["holdings"]


def test_every_entry_that_touches_an_issuer_is_told_with_relation_evidence_and_licences(desk, page, holdings_file):
    desk.import_file(holdings_file)
    desk.window.show_page("rules")
    page.show_shelf("links")
    page.search.setText("tencent")
    assert page.models["links"].rowCount() >= 1
    place = next(n for n, row in enumerate(page.rows["links"]) if row.subject.link.issuer_id == "tencent"
                 and str(row.subject.link.relation) == "exact")
    page._show(place)
    told = words(page)
    assert "the entry is this issuer" in told and "Evidence same name" in told
    assert any(one.text() == "$5,000.00" for one in page.detail.findChildren(QAbstractButton))
    cambricon = next(n for n, row in enumerate(page.rows["links"]) if row.subject.link.issuer_id == "cambricon")
    page._show(cambricon)
    assert "Presumption of denial; stated by" in words(page) and "not compared with the rule itself" in words(page)
    page._follow_link("holdings:tencent")
    desk.settle()
    assert desk.window.pages["holdings"].isVisible()
    assert desk.workspace.selection.values("issuer") == ("tencent",)


def test_a_rule_says_what_it_bars_what_not_and_what_is_unknown_after_a_stay(page):
    choose(page, "rules", "Affiliates Rule")
    told = words(page)
    assert "Stayed" in told and "unknown" in told and "unverified" in told
    choose(page, "rules", "NS-CMIC")
    told = words(page)
    assert "only to divest" in told and "Locked in" in told and "Does not" in told


def test_a_list_that_is_not_on_file_says_so_on_every_word(page):
    choose(page, "lists", "SDN List")
    assert "without the program knowing" in words(page)


def test_search_looks_in_citations_too(page):
    page.show_shelf("rules")
    page.search.setText("586")
    assert 0 < page.models["rules"].rowCount() < len(page.rows["rules"])
    page.search.setText("no such words")
    assert page._stack.currentWidget() is page._no_match


def test_an_edition_is_shown_compared_accepted_and_told(desk, page, tmp_path, holdings_file):
    holdings_file.write_text(
        holdings_file.read_text(encoding="utf-8").replace(
            "GOLDEN ORCHID TECH HLDGS LTD,,,,KY", "River Drone Co. Ltd.,,,,CN"), encoding="utf-8")
    desk.import_file(holdings_file)
    desk.window.show_page("rules")
    dialog = bring(desk, page, simple_table(tmp_path, [*names_on_file(), "River Drone Co., Ltd."]))
    assert shown(dialog, "added", 0) == ["River Drone Co., Ltd."] and not dialog._rows["removed"]
    assert not dialog.accept_button.isEnabled(), "no date yet"
    dialog.form.edition_date.setDate(QDate(2026, 7, 20))
    dialog._date_edited()
    desk.settle()
    assert [(one.name, one.code_after, one.value) for one in dialog.effect.moved] == [
        ("River Drone Co. Ltd.", "4A", 100000)]
    codes = list(desk.workspace.analysis.positions["code"])
    assert codes[1] != "4A", "nothing is kept before it is accepted"
    dialog.accept_button.click()
    desk.settle()
    assert desk.workspace.analysis.positions["code"][1] == "4A"
    assert desk.told == "Section 1260H list of 20 Jul 2026 is on file."
    assert "1 position moved: River Drone Co. Ltd." in desk.window.messages.message.detail
    assert any(row.cells[:3] == ("Section 1260H list", "2026-07-20", "in use") for row in page.rows["lists"])
    assert page.importing is None


def test_with_a_project_the_edition_is_in_its_log(desk, page, tmp_path, holdings_file):
    desk.import_file(holdings_file)
    desk.create(tmp_path / "endowment.sinolens")
    desk.window.show_page("rules")
    names = [name for name in names_on_file() if "TENCENT" not in name.upper()]
    dialog = bring(desk, page, simple_table(tmp_path, names), "2026-07-20")
    assert [one.name for one in dialog.effect.moved] == ["TENCENT HLDGS LTD"]
    dialog.accept_button.click()
    desk.settle()
    assert desk.workspace.analysis.positions["code"][0] != "4A"
    found = []
    desk.workspace.ask("Reading", lambda project: list(project.rows("edition")), found.append)
    desk.settle()
    assert found == [[f"{LIST}:2026-07-20"]]
    assert "TENCENT" in desk.window.messages.message.detail


def test_a_later_edition_is_compared_on_its_own_day_and_moves_nothing_before(desk, page, tmp_path, holdings_file):
    desk.import_file(holdings_file)
    desk.window.show_page("rules")
    names = [name for name in names_on_file() if "TENCENT" not in name.upper()]
    dialog = bring(desk, page, simple_table(tmp_path, names), "2026-10-20")
    assert dialog.effect.as_of == "2026-10-20" and len(dialog.effect.moved) == 1
    dialog.days.setCurrentIndex(0)
    dialog._measure()
    desk.settle()
    assert dialog.effect.as_of == "2026-09-30" and not dialog.effect.moved and dialog.effect.later
    dialog.accept_button.click()
    desk.settle()
    assert "No position moved" in desk.window.messages.message.detail
    assert "from 20 Oct 2026 on" in desk.window.messages.message.detail


def test_a_collapsed_list_is_kept_only_after_an_explicit_tick(desk, page, tmp_path):
    dialog = bring(desk, page, simple_table(tmp_path, ["Only One Co."]), "2026-10-20")
    assert "lose 187 of 188" in dialog._warning.text()
    assert not dialog.keep_box.isChecked() and not dialog.accept_button.isEnabled()
    dialog.keep_box.setChecked(True)
    assert dialog.accept_button.isEnabled()
    dialog.reject()
    desk.settle()
    assert not (desk.home.lists / "editions.csv").exists()


def test_a_file_that_is_no_list_changes_nothing_and_says_why(desk, page, tmp_path):
    file = tmp_path / "letter.txt"
    file.write_text("Dear all\n", encoding="utf-8")
    dialog = bring(desk, page, file)
    assert "letter.txt" in dialog.refusal and not dialog.accept_button.isEnabled()


def test_files_dropped_on_the_page_are_lists_not_holdings(desk, page, tmp_path):
    choose(page, "lists", "2026-06-08")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(simple_table(tmp_path, names_on_file())))])
    page.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton,
                              Qt.KeyboardModifier.NoModifier))
    desk.settle()
    assert page.importing is not None and page.importing.update_shown.official.list_id == LIST
    assert desk.window.page is page


def test_a_name_of_an_issuer_is_decided_by_the_user_before_it_counts(desk, page, tmp_path, holdings_file):
    holdings_file.write_text(
        holdings_file.read_text(encoding="utf-8").replace(
            "TENCENT HLDGS LTD,KYG875721634,700", "MEITUAN-CLASS B,KYG596691041,3690"), encoding="utf-8")
    desk.import_file(holdings_file)
    desk.window.show_page("rules")
    dialog = bring(desk, page, simple_table(tmp_path, [*names_on_file(), "Meituan"]), "2026-07-20")
    assert not dialog.effect.moved
    dialog.segments.choose("namesakes")
    assert dialog._rows["namesakes"] == [("Meituan", "Meituan", 500000, "not decided")]
    assert dialog.tables["namesakes"].choose_row(0)
    dialog.join_button.click()
    desk.settle()
    assert [one.name for one in dialog.effect.moved] == ["MEITUAN-CLASS B"]
    dialog.accept_button.click()
    desk.settle()
    assert desk.workspace.analysis.positions["code"][0] == "4A"
    assert (desk.home.universe / "links.csv").is_file()


def test_the_treasurys_own_files_bar_a_position_found_by_its_isin(desk, page, tmp_path, holdings_file):
    """Made-up names in the publisher's format: names, other names and addresses, given together."""
    prim = tmp_path / "cons_prim.csv"
    prim.write_bytes((
        '90001,"RIVER DRONE CO., LTD.",-0- ,CMIC-EO13959,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"ISIN CNE9999ZZZ04; '
        'Effective Date (CMIC) 01 Aug 2026; Purchase/Sales For Divestment Date (CMIC) 02 Jun 2027; '
        'Listing Date (CMIC) 02 Jun 2026."\r\n').encode("latin-1"))
    other = tmp_path / "cons_alt.csv"
    other.write_bytes(b"90001,1,aka,RIVER UAV,-0- \r\n")
    holdings_file.write_text(
        holdings_file.read_text(encoding="utf-8").replace(
            "TENCENT HLDGS LTD,KYG875721634,700", "RIVER UAV,CNE9999ZZZ04,600999").replace("XHKG", "XSHG"),
        encoding="utf-8")
    desk.import_file(holdings_file)
    desk.window.show_page("rules")
    page.import_files([prim, other])
    desk.settle()
    dialog = page.importing
    assert dialog.update_shown.official.list_id == "ofac-ns-cmic", "the file says which list it is"
    assert "read as OFAC comma-separated files" in dialog._summary.text()
    dialog.form.edition_date.setDate(QDate(2026, 6, 10))
    dialog._date_edited()
    desk.settle()
    assert dialog.update_shown.collapsed and dialog.effect is None, "a cut file is not compared before it is confirmed"
    dialog.keep_box.setChecked(True)
    desk.settle()
    assert [(one.name, one.code_after) for one in dialog.effect.moved] == [("RIVER UAV", "1C")]
    dialog.accept_button.click()
    desk.settle()
    assert desk.workspace.analysis.positions["tier"][0] == "T1"


def take_in(desk, page, file, day):
    dialog = bring(desk, page, file, day)
    dialog.accept_button.click()
    desk.settle()
    desk.wait(lambda: desk.workspace.reference() is not None)


def test_an_imported_edition_is_withdrawn_after_its_effect_was_shown_and_only_moved_aside(
        desk, page, tmp_path, holdings_file):
    desk.import_file(holdings_file)
    desk.create(tmp_path / "endowment.sinolens")
    before = list(desk.workspace.analysis.positions["code"])
    desk.window.show_page("rules")
    choose(page, "lists", "2026-06-08")
    assert not page.withdraw_button.isEnabled() and "come with the program" in page.withdraw_button.toolTip()
    others = [name for name in names_on_file() if "TENCENT" not in name.upper()]
    take_in(desk, page, simple_table(tmp_path, others), "2026-07-20")
    assert list(desk.workspace.analysis.positions["code"]) != before
    assert desk.window.messages.message.action == ("edit.withdraw", "Withdraw it…")
    choose(page, "lists", "2026-07-20")
    assert page.withdraw_button.isEnabled() and "You imported this edition" in words(page)
    desk.window.messages._act()
    desk.settle()
    dialog = page.withdrawing
    assert dialog.edition.currentText().startswith("Section 1260H list of 20 Jul 2026")
    assert [one.name for one in dialog.effect.moved] == ["TENCENT HLDGS LTD"]
    assert "1 position moves" in dialog.told.text()
    dialog.accept_button.click()
    desk.settle()
    assert list(desk.workspace.analysis.positions["code"]) == before
    assert "is withdrawn" in desk.told and "TENCENT" in desk.window.messages.message.detail
    desk.wait(lambda: desk.workspace.reference() is not None)
    assert not any(row.cells[1] == "2026-07-20" for row in page.rows["lists"])
    (aside,) = (desk.home.data / "withdrawn lists").iterdir()
    assert sorted(one.name for one in aside.iterdir()) == [f"{LIST}-2026-07-20.csv", "editions.csv"]
    logged = []
    desk.workspace.ask("Reading", lambda project: [(row["state"]) for row in project.rows("edition").values()],
                       logged.append)
    desk.settle()
    assert logged == [["withdrawn"]]
    desk.commands["edit.withdraw"].trigger()
    assert "No list edition was imported" in desk.told


def test_undo_after_an_accepted_edition_asks_before_it_reaches_an_older_step(desk, page, tmp_path, holdings_file):
    desk.import_file(holdings_file)
    desk.create(tmp_path / "endowment.sinolens")
    desk.window.show_page("rules")
    desk.workspace.change("Asking", lambda project: set_setting(project, "as_of", "2026-09-29"))
    desk.settle()
    take_in(desk, page, simple_table(tmp_path, names_on_file()), "2026-07-20")
    desk.commands["edit.undo"].trigger()
    question = desk.projects.undoing.dialog
    assert desk.workspace.analysis.as_of == "2026-09-29" and set(question.buttons) == {"withdraw", "undo", "cancel"}
    question.buttons["undo"].click()
    desk.settle()
    assert desk.workspace.analysis.as_of == "2026-09-30"
    # The newest act is the undo now: what follows asks nothing.
    desk.commands["edit.redo"].trigger()
    desk.settle()
    desk.commands["edit.undo"].trigger()
    desk.settle()
    assert desk.workspace.analysis.as_of == "2026-09-30"


def test_a_restored_backup_says_which_list_was_imported_since(desk, page, tmp_path, holdings_file):
    desk.import_file(holdings_file)
    desk.create(tmp_path / "endowment.sinolens")
    desk.cases.backups.make_now()
    desk.settle()
    desk.window.show_page("rules")
    take_in(desk, page, simple_table(tmp_path, names_on_file()), "2026-07-20")
    desk.cases.backups.show_list()
    backup = desk.cases.backups.dialog._backups[-1]
    desk.cases.backups.restore(backup)
    desk.settle()
    assert desk.told.startswith("The backup is the open project now. The facts are others")
    assert "Section 1260H list is of 20 Jul 2026, was of 8 Jun 2026" in desk.told
    assert "withdrawn under Rules & lists" in desk.told
