"""What the command line says of a file: one form as data, one for people; outputs under their own names only."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import openpyxl
import pytest

from sinolens.domain.finding import Finding, Severity
from sinolens.importing.batch import import_files
from sinolens.importing.options import ImportOptions
from sinolens.reference.loader import load_reference, resources
from sinolens.services.analysis import find_definition, find_institution
from sinolens.services.errors import WrongUse
from sinolens.services.inspection import describe_file, summarise, to_json
from sinolens.services.output_names import check_outputs
from sinolens.services.screening import read_table

HOLDINGS = """Holdings as of 2026-06-30
Security,ISIN,Shares,Market Value
TENCENT HOLDINGS LTD,KYG875721634,10,100.00
TENCENT HOLDINGS LTD,KYG875721634,10,100.00
OTHER,,n/a,n/a
Total,,,200.00
"""


@pytest.fixture
def imported(tmp_path: Path):
    path = tmp_path / "h.csv"
    path.write_text(HOLDINGS, encoding="utf-8")
    return import_files([(path, ImportOptions(today="2026-07-20"))], load_reference())


def test_data_is_true_to_the_schema(imported) -> None:
    schema = json.loads(resources().joinpath("reporting/analysis.schema.json").read_text(encoding="utf-8"))
    data = json.loads(json.dumps(to_json(imported), allow_nan=False))
    for one in data:
        jsonschema.Draft202012Validator({"$defs": schema["$defs"], "$ref": "#/$defs/input"}).validate(one)
    assert {c["column"]: c["field"] for c in data[0]["columns"]} == {
        "A": "name", "B": "isin", "C": "quantity", "D": "market_value",
    }
    assert all(c["reason"] for c in data[0]["columns"])


def test_people_read_every_part(imported) -> None:
    text = "\n".join(describe_file(imported[0]))
    for part in ("header in row 2", "as of     2026-06-30 (banner A1)", "4 read = 2 positions + 2 left out",
                 "difference", "1 × total row: row 6", "1 × no amount in the row: row 5", "duplicate-row",
                 "row-without-amount"):
        assert part in text


def test_findings_are_counted_by_kind_with_the_first_address() -> None:
    found = [Finding("value-missing", Severity.WARNING, "No value.", "h.xlsx", "Q2", f"D{row}", row) for row in (7, 9)]
    others = [Finding("x", Severity.INFO, "Fine.", "h.xlsx"), Finding("y", Severity.ERROR, "Bad.", "k")]
    lines = summarise([*found, *others])
    assert lines == [
        "error: y: k: Bad.",
        "warning: value-missing × 2, the first: h.xlsx, sheet Q2, D7: No value.",
    ]


@pytest.mark.parametrize(
    ("option", "name", "other"),
    [("report", "x.pdf", "--pdf"), ("pdf", "x.xlsx", "--report"), ("json", "x.pptx", "--deck")],
)
def test_an_output_under_the_name_of_another_kind_is_refused(option: str, name: str, other: str) -> None:
    with pytest.raises(WrongUse, match=other):
        check_outputs({option: Path(name)})


def test_outputs_under_their_own_names_pass() -> None:
    check_outputs({"report": Path("a.XLSX"), "pdf": Path("b.pdf"), "deck": None, "json": Path("-")})
    with pytest.raises(WrongUse, match=r"\.xlsx"):
        check_outputs({"report": Path("report")})


def test_institutions_and_definitions_go_by_their_printed_names() -> None:
    reference = load_reference()
    for key, institution in reference.institutions.items():
        assert find_institution(reference, institution.name.upper(), "").id == key
    for key, definition in reference.definitions.items():
        assert find_definition(reference, definition.name).id == key
    with pytest.raises(WrongUse) as refused:
        find_institution(reference, "nowhere", "")
    assert all(one.name in str(refused.value) for one in reference.institutions.values())


def test_names_are_read_from_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in ([], ["name", "code"], ["TENCENT", "0700"], ["=SUM(1)", 5]):
        book.active.append(row)
    book.save(tmp_path / "names.xlsx")
    table = read_table(tmp_path / "names.xlsx")
    assert list(table.columns) == ["name", "code"]
    assert table["code"].tolist()[0] == "0700"
