"""Kinds of instrument that names and side columns would get wrong."""

import pytest

from sinolens.importing.options import ImportOptions
from sinolens.importing.workbook import import_file
from sinolens.reference.loader import load_reference


def kinds(tmp_path, rows, total):
    file = tmp_path / "holdings.csv"
    header = "Account,Security,Asset Type,ISIN,Quantity,Price,Market Value,Commitment\n"
    file.write_text(f"As of 2026-09-30\n{header}{rows}Total,,,,,,{total},\n", encoding="utf-8")
    (table,) = import_file(file, load_reference(), ImportOptions()).tables
    assert table.summary.difference == 0
    return dict(zip(table.frame["name"], table.frame["instrument"], strict=True))


@pytest.mark.parametrize(
    ("name", "typed", "kind"),
    [
        ("PACIFIC FUTURE SPV 3 LTD", "Common Stock", "equity"),
        ("GENERAL ELECTRIC FUTURE TECH", "Common Stock", "equity"),
        ("WHEAT FUTURE DEC 26", "Equity", "future"),
        ("ALIBABA GROUP HLDG SPON ADR", "Common Stock", "depositary_receipt"),
        ("ISHARES MSCI CHINA ETF", "Common Stock", "etf"),
        ("HANGZHOU HIKVISION TRS", "Total Return Swap", "swap"),
        ("VANGUARD 500 INDEX", "Mutual Fund", "mutual_fund"),
    ],
)
@pytest.mark.parametrize("commitment", ["", "0"])
def test_a_typed_line_keeps_its_kind(tmp_path, name, typed, kind, commitment):
    rows = f"A1,{name},{typed},,10,100.00,1000.00,{commitment}\nA1,OTHER CO,Common Stock,,10,50.00,500.00,\n"
    assert kinds(tmp_path, rows, "1500.00")[name] == kind


def test_a_total_return_swap_is_no_total_row(tmp_path):
    rows = (
        "A1,HANGZHOU HIKVISION TRS,Total Return Swap,,10,100.00,1000.00,\n"
        "A1,TOTAL RETURN BOND FD,Mutual Fund,,1,1.00,1.00,\n"
    )
    assert set(kinds(tmp_path, rows, "1001.00")) == {"HANGZHOU HIKVISION TRS", "TOTAL RETURN BOND FD"}
