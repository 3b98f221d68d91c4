"""What the user says comes before what is found; templates, corrections, marked copies and inspection."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from workbook_files import write_book

from sinolens.domain.finding import Severity
from sinolens.importing.inspection import template_of
from sinolens.importing.rejects import write_marked_copy
from sinolens.importing.template import Template, TemplateMismatch
from sinolens.importing.workbook import ImportedFile, ImportOptions, import_file
from sinolens.reference.loader import Reference
from sinolens.services.inspection import to_json

ROWS: list[list[object]] = [
    ["Custody report as of 2026-06-30"],
    ["Account", "Security", "CUSIP", "Local Value", "Market Value", "Other Value"],
    ["P1", "ALPHA LTD", "037833100", 9.0, 10.0, 1.0],
    ["P1", "BETA LTD", "1.7275e+105", 19.0, 20.0, 2.0],
    ["P1", "GAMMA LTD", "000000001", 29.0, "n.k.", 3.0],
    ["Total", None, None, None, 30.0, 6.0],
]


def book(path: Path, rows: list[list[object]] = ROWS) -> Path:
    return write_book(path, rows)


def codes(imported: ImportedFile) -> set[str]:
    return {f.code for t in imported.tables for f in t.summary.findings}


def test_column_placed_by_the_user(tmp_path: Path, places: Reference) -> None:
    table = import_file(
        book(tmp_path / "h.xlsx"), places, ImportOptions(mapping={"market_value": "F", "cusip": ""})
    ).tables[0]
    assert table.summary.sum == 600
    assert table.columns["market_value"] == "F"
    assert "cusip" not in table.columns


def test_date_total_role_and_account_given(tmp_path: Path, places: Reference) -> None:
    options = ImportOptions(as_of="2026-03-31", control_total=3100, role="fund_holdings", fund="My Fund")
    table = import_file(book(tmp_path / "h.xlsx"), places, options).tables[0]
    assert (table.summary.as_of, set(table.frame["as_of"])) == ("2026-03-31", {"2026-03-31"})
    assert (table.role, table.fund, "weight" in table.frame) == ("fund_holdings", "My Fund", True)
    assert table.summary.difference == 100


def test_difference_blocks_until_it_is_explained(tmp_path: Path, places: Reference) -> None:
    path = book(tmp_path / "h.xlsx")
    blocked = import_file(path, places, ImportOptions(control_total=999_900)).tables[0].summary
    assert [f.severity for f in blocked.findings if f.code == "tie-out"] == [Severity.BLOCKING]
    accepted = (
        import_file(path, places, ImportOptions(control_total=999_900, accept_difference="late trade"))
        .tables[0]
        .summary
    )
    assert not [f for f in accepted.findings if f.severity == Severity.BLOCKING]
    assert accepted.accepted_reason == "late trade"


def test_offered_repair_is_taken_only_when_the_user_takes_it(tmp_path: Path, places: Reference) -> None:
    path = book(tmp_path / "h.xlsx")
    offered = import_file(path, places).tables[0]
    finding = next(f for f in offered.summary.findings if f.code == "identifier-scientific")
    assert (finding.cell, "17275E101" in finding.message) == ("C4", True)
    assert list(offered.frame["cusip"]) == ["037833100", "", ""]
    taken = import_file(path, places, ImportOptions(corrections={("Sheet", 4, "cusip"): "17275E101"})).tables[0]
    assert list(taken.frame["cusip"]) == ["037833100", "17275E101", ""]


def test_findings_carry_addresses(tmp_path: Path, places: Reference) -> None:
    table = import_file(book(tmp_path / "h.xlsx"), places).tables[0]
    by_code = {f.code: f for f in table.summary.findings}
    assert by_code["number-unread"].cell == "E5"
    assert by_code["value-missing"].row == 5
    assert table.address(3, "market_value") == "E3"


def test_template_comes_back_from_plain_data_and_reads_the_next_file(tmp_path: Path, places: Reference) -> None:
    first = import_file(book(tmp_path / "q1.xlsx"), places, ImportOptions(mapping={"market_value": "F"}))
    template = Template.from_dict(json.loads(json.dumps(template_of(first.tables[0], "custodian").to_dict())))
    again = import_file(book(tmp_path / "q2.xlsx"), places, ImportOptions(template=template))
    assert again.tables[0].summary.sum == 600
    assert again.tables[0].columns == first.tables[0].columns


def test_template_says_loudly_that_a_header_moved(tmp_path: Path, places: Reference) -> None:
    first = import_file(book(tmp_path / "q1.xlsx"), places)
    template = template_of(first.tables[0], "custodian")
    moved = [[*row[:4], *reversed(row[4:])] if len(row) == 6 else row for row in ROWS]
    with pytest.raises(TemplateMismatch) as caught:
        import_file(book(tmp_path / "q2.xlsx", moved), places, ImportOptions(template=template))
    assert "'Market Value' (market value) moved from column E to F" in caught.value.reason
    assert caught.value.code == "template"


@pytest.mark.parametrize(
    "damage", [{"version": 2}, {"mapping": 5}, {"name": ""}, {"header_row": -1}, {"columns": {"A": 1}}]
)
def test_damaged_template_is_refused(damage: dict[str, object], tmp_path: Path, places: Reference) -> None:
    data = template_of(import_file(book(tmp_path / "q1.xlsx"), places).tables[0], "custodian").to_dict()
    with pytest.raises(ValueError, match=r"template"):
        Template.from_dict({**data, **damage})


def test_marked_copy_keeps_the_workbook_and_can_be_read_back(tmp_path: Path, places: Reference) -> None:
    path = book(tmp_path / "h.xlsx")
    before = path.read_bytes()
    imported = import_file(path, places)
    target = tmp_path / "marked.xlsx"
    assert write_marked_copy(imported, target) >= 3
    assert path.read_bytes() == before
    sheet = openpyxl.load_workbook(target)["Sheet"]
    assert "no number" in sheet["E5"].comment.text
    assert sheet["E5"].fill.fgColor.rgb != "00000000"
    assert sheet["E3"].comment is None
    sheet["E5"] = 5.0
    sheet.parent.save(target)
    mended = import_file(target, places)
    assert mended.tables[0].summary.sum == 3500
    assert "number-unread" not in codes(mended)


def test_marked_copy_of_a_text_file_has_no_formulas(tmp_path: Path, places: Reference) -> None:
    path = tmp_path / "h.csv"
    path.write_text("Security,Market Value\n=HYPERLINK(1),10\nBETA,x\n", encoding="utf-8")
    target = tmp_path / "marked.xlsx"
    write_marked_copy(import_file(path, places), target)
    sheet = openpyxl.load_workbook(target).worksheets[0]
    assert sheet["A2"].data_type == "s"


def test_inspection_is_plain_data(tmp_path: Path, places: Reference) -> None:
    data = json.loads(json.dumps(to_json([import_file(book(tmp_path / "h.xlsx"), places)])))[0]
    assert data["rows_read"] == data["positions"] + len(data["skipped"]) == 4
    assert (data["control_total"], data["sum"], data["difference"]) == (30.0, 30.0, 0.0)
    columns = {c["column"]: c for c in data["columns"]}
    assert columns["E"]["field"] == "market_value"
    assert columns["E"]["reason"]
    assert data["sample_rows"][0]["market_value"] == "10.00"


def test_same_file_twice_gives_the_same(tmp_path: Path, places: Reference) -> None:
    path = book(tmp_path / "h.xlsx")
    one, two = import_file(path, places), import_file(path, places)
    assert one.sha256 == two.sha256
    assert one.tables[0].summary == two.tables[0].summary
    assert one.tables[0].frame.equals(two.tables[0].frame)
