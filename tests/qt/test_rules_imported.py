"""An institution of one's own, imported in the window: kept, chosen, answered by; a bad file changes nothing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

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
