"""An institution of one's own, imported in the window: kept, chosen, answered by; a bad file changes nothing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from sinolens.qt.pages.institution_form import InstitutionForm

INSTITUTION = """[[institution]]
id = "birch-hall"
name = "Birch Hall University"
public = "no"
state = ""

[[institution.mandate]]
rule = "own-policy"
notice_date = "2026-07-01"
document = "Investment policy, section 4"
issuers = ["tencent"]
"""


@pytest.fixture
def loose(desk, holdings_file):
    desk.import_file(holdings_file)
    desk.window.show_page("holdings")
    desk.settle()
    return desk


def give(desk, path, text):
    path.write_text(text, encoding="utf-8")
    desk.cases.judgements.import_rules(path)
    desk.settle()
    desk.wait(lambda: desk.workspace.reference() is not None)


def codes(desk):
    return desk.workspace.analysis.positions["code"].tolist()


def test_an_own_institution_is_kept_chosen_and_answers(loose, tmp_path):
    before = codes(loose)
    give(loose, tmp_path / "birch.toml", INSTITUTION)
    assert loose.told == "birch.toml: institution Birch Hall University. It is kept."
    assert codes(loose) == before
    loose.window.messages.acted.emit("go.question")
    QApplication.processEvents()
    picker = loose.cases.judgements.dialog
    picker.institution.setCurrentIndex(picker.institution.findData("birch-hall"))
    loose.qtbot.keyClick(picker, Qt.Key.Key_Return)
    loose.settle()
    assert codes(loose) == ["3B", *before[1:]]
    assert "moved" in loose.window.messages.message.detail
    # A newer paper of the institution that is asked for answers at once.
    give(loose, tmp_path / "birch.toml", INSTITUTION + 'waived = ["tencent"]\n')
    assert codes(loose) == before


def test_a_bad_file_is_named_by_line_and_field_and_the_last_good_one_stays(loose, tmp_path):
    give(loose, tmp_path / "birch.toml", INSTITUTION)
    give(loose, tmp_path / "birch.toml", INSTITUTION.replace("2026-07-01", "2026-07-32"))
    assert loose.told.startswith("birch.toml, line 9, field 'notice_date'")
    assert loose.told.endswith("Nothing was kept. The one kept before stays in use.")
    assert "birch-hall" in loose.workspace.reference().institutions


def test_in_a_project_the_papers_stand_in_its_file_alone(loose, tmp_path):
    loose.create(tmp_path / "endowment.sinolens")
    give(loose, tmp_path / "birch.toml", INSTITUTION)
    loose.settle()
    assert loose.told == "birch.toml: institution Birch Hall University. It is kept."
    assert not loose.home.rules.exists()
    loose.wait(lambda: loose.workspace.reference() is not None)
    assert "birch-hall" in loose.workspace.reference().institutions
    give(loose, tmp_path / "birch.toml", INSTITUTION.replace("2026-07-01", "2026-07-32"))
    assert loose.told.endswith("Nothing was kept. The one kept before stays in use.")
    loose.commands["edit.undo"].trigger()
    loose.settle()
    loose.settle()
    loose.wait(lambda: loose.workspace.reference() is not None)
    assert "birch-hall" not in loose.workspace.reference().institutions


def test_the_institution_is_typed_in_kept_in_the_project_and_undone(loose, tmp_path):
    loose.create(tmp_path / "endowment.sinolens")
    loose.wait(lambda: loose.workspace.reference() is not None)
    before = loose.workspace.analysis.institution
    loose.commands["go.question"].trigger()
    loose.cases.judgements.dialog.own.click()
    QApplication.processEvents()
    (form,) = [one for one in loose.window.findChildren(InstitutionForm) if one.isVisible()]
    assert not form.act.isEnabled() and form.act.toolTip() == "Give a name"
    loose.qtbot.keyClicks(form.name, 'Birch "Hall" University')
    form.kind.setCurrentText("Public")
    form.state.setCurrentText("tx")
    loose.qtbot.keyClicks(form.assets, "1,200,000,000")
    loose.qtbot.keyClick(form.name, Qt.Key.Key_Return)
    loose.settle()
    made = loose.workspace.analysis.institution
    assert (made.name, made.public, made.state) == ('Birch "Hall" University', True, "TX")
    assert made.assets_usd == 1_200_000_000
    assert not loose.home.rules.exists()
    loose.commands["edit.undo"].trigger()
    loose.settle()
    assert loose.workspace.analysis.institution == before
