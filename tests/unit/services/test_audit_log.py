"""The log for people: in words, and as files whose cells are never formulas."""

import csv

import openpyxl
import pytest

from sinolens.matching.decisions import SAME, Decision
from sinolens.services import audit_log
from sinolens.services.errors import WrongUse
from sinolens.storage import commands
from sinolens.storage.audit import LIMITS
from sinolens.storage.decisions import decide_matches
from sinolens.storage.project import Project


@pytest.fixture
def project(tmp_path):
    with Project.create(tmp_path / "p.sinolens", None) as made:
        made.apply(commands.set_setting(made, "as_of", "2026-09-30"))
        made.apply(commands.set_setting(made, "as_of", "2026-12-31"))
        made.apply(decide_matches(made, [Decision("=HYPERLINK(1)", "issuer-1", SAME, "ana", "2026-10-01", "+why")]))
        yield made


def test_changes_are_told_in_words(project):
    entry = list(project.entries())[2]
    assert audit_log.describe(entry.before) == ["as of: 2026-09-30"]
    assert audit_log.changed_fields(entry.before, entry.after) == [("as of", "2026-09-30", "2026-12-31")]


def test_text_that_is_no_record_stays_text():
    assert audit_log.describe("encrypted") == ["encrypted"]
    assert audit_log.describe("") == []
    assert audit_log.describe('{"a": 1}') == ['{"a": 1}']
    assert audit_log.changed_fields("encrypted", "x") == []


def test_the_workbook_has_every_entry_as_text(project, tmp_path):
    target = tmp_path / "log.xlsx"
    entries = list(project.entries())
    audit_log.write_log(entries, project.verify(), "p.sinolens", target)
    sheet = openpyxl.load_workbook(target).active
    assert sheet["A2"].value == f"All {len(entries)} entries fit together."
    assert sheet["A3"].value == LIMITS
    cells = [cell for row in sheet.iter_rows(min_row=6) for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert sheet.cell(5 + len(entries), 10).value == entries[-1].hash
    assert any(cell.value == "=HYPERLINK(1)" for cell in cells)


def test_the_csv_has_no_formula_either(project, tmp_path):
    target = tmp_path / "log.csv"
    audit_log.write_log(list(project.entries()), project.verify(), "p", target)
    with target.open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert "'=HYPERLINK(1)" in cells
    assert "'+why" in cells
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    assert LIMITS in cells


def test_another_ending_is_refused(project, tmp_path):
    with pytest.raises(WrongUse, match="\\.pdf"):
        audit_log.write_log([], project.verify(), "p", tmp_path / "log.pdf")
