"""Freezing, locking, opening and packing a period, in the real window."""

import zipfile

import pytest
from desktop import FILE
from PySide6.QtCore import Qt

from sinolens.services.export import export_report
from sinolens.storage import commands


@pytest.fixture
def frozen(desk, tmp_path, holdings_file):
    desk.import_file(holdings_file)
    desk.create(tmp_path / "endowment.sinolens")
    desk.commands["file.freeze"].trigger()
    dialog = desk.cases.periods.dialog
    assert dialog.name.text() == "Period of 30 Sep 2026"
    dialog.name.setText("Q3")
    dialog.freeze.click()
    desk.settle()
    desk.settle()
    return desk


def report(desk, tmp_path):
    target = tmp_path / "report.pdf"
    export_report(desk.workspace.analysis, target, "pdf")
    return target.read_bytes()


def test_a_period_is_frozen_and_listed(frozen):
    dialog = frozen.cases.periods.dialog
    assert frozen.told == "Q3 is frozen."
    assert [p.label for p in dialog._periods] == ["Q3"]
    assert frozen.commands["edit.undo"].text() == "&Undo import holdings.csv"
    dialog.freeze.click()
    frozen.settle()
    assert "frozen already" in frozen.told


def test_return_in_the_label_freezes_once(desk, tmp_path, holdings_file):
    desk.import_file(holdings_file)
    desk.create(tmp_path / "endowment.sinolens")
    desk.commands["file.freeze"].trigger()
    dialog = desk.cases.periods.dialog
    wanted = []
    dialog.freeze_wanted.connect(wanted.append)
    dialog.name.setFocus()
    desk.qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    desk.settle()
    desk.settle()
    assert wanted == ["Period of 30 Sep 2026"] and desk.told == "Period of 30 Sep 2026 is frozen."


def test_a_frozen_period_opens_read_only_with_the_same_report(frozen, tmp_path):
    before = report(frozen, tmp_path)
    frozen.workspace.change("x", lambda p: commands.set_setting(p, "definition", "prc-only"))
    frozen.settle()
    assert report(frozen, tmp_path) != before
    frozen.cases.periods.dialog.show_period.click()
    frozen.settle()
    assert frozen.window.windowTitle() == "endowment [frozen: Q3] – Sinolens"
    assert report(frozen, tmp_path) == before
    frozen.workspace.change("x", lambda p: commands.set_setting(p, "definition", "prc-hk-macau"))
    frozen.settle()
    assert "nothing can be changed" in frozen.told
    frozen.workspace.undo()
    assert "nothing can be changed" in frozen.told
    frozen.commands["file.unfreeze"].trigger()
    frozen.settle()
    assert frozen.window.windowTitle() == "endowment – Sinolens"
    assert frozen.workspace.analysis.definition.id == "prc-only"


def test_a_locked_period_takes_no_more_holdings(frozen, tmp_path):
    frozen.cases.periods.dialog.lock.click()
    frozen.cases.periods.question.buttons["lock"].click()
    frozen.settle()
    frozen.settle()
    assert frozen.cases.periods.dialog._periods[0].locked
    other = tmp_path / "late.csv"
    other.write_text(FILE.replace("A1,", "B2,"), encoding="utf-8")
    frozen.import_file(other)
    assert "is locked" in frozen.told
    assert len(frozen.names) == 3
    frozen.cases.periods.dialog.lock.click()
    reason = frozen.cases.periods.question
    assert not reason.act.isEnabled()
    reason.field.setText("the custodian corrected a price")
    reason.act.click()
    frozen.settle()
    frozen.settle()
    assert not frozen.cases.periods.dialog._periods[0].locked
    frozen.cases.periods.dialog.close()
    frozen.window.pages["import"]._analyse.click()
    frozen.settle()
    assert len(frozen.names) == 6


def test_the_package_holds_project_and_reports(frozen, tmp_path):
    made = tmp_path / "x China-AI committee.pdf"
    made.write_bytes(b"%PDF-")
    (period,) = frozen.cases.periods.dialog._periods
    target = tmp_path / "q3.zip"
    frozen.cases.periods.archive(period, [made], target)
    frozen.settle()
    with zipfile.ZipFile(target) as package:
        assert set(package.namelist()) == {"endowment.sinolens", f"reports/{made.name}", "SHA256SUMS"}
    assert "The project in it is encrypted" in frozen.window.messages.message.detail
    frozen.cases.periods.archive(period, [], tmp_path / "nowhere" / "q3.zip")
    frozen.settle()
    assert "could not be written" in frozen.told
