"""What a custodian prints on the first row of an account only holds for all rows of the account."""

from sinolens.importing.workbook import import_file
from sinolens.reference.loader import load_reference

HEAD = "As of 2026-09-30\nAccount,Manager,Security,Currency,Quantity,Price,Market Value\n"


def read(tmp_path, rows):
    file = tmp_path / "grouped.csv"
    file.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    (table,) = import_file(file, load_reference()).tables
    return list(zip(table.frame["account"], table.frame["manager"], table.frame["name"], strict=True))


def test_the_manager_beside_the_account_holds_for_its_rows(tmp_path):
    rows = ["A1,Elm Partners,ALPHA CORP,USD,10,10.00,100.00", ",,BETA CORP,USD,10,20.00,200.00",
            ",,GAMMA CORP,USD,10,30.00,300.00", "A2,,DELTA CORP,USD,10,40.00,400.00",
            ",,EPSILON CORP,USD,10,5.00,50.00", ",,ZETA CORP,USD,10,6.00,60.00"]
    found = read(tmp_path, rows)
    assert [account for account, _, _ in found] == ["A1"] * 3 + ["A2"] * 3
    assert [manager for _, manager, _ in found] == ["Elm Partners"] * 3 + [""] * 3


def test_a_manager_of_a_single_row_is_not_given_to_its_neighbours(tmp_path):
    rows = ["A1,Elm Partners,ALPHA CORP,USD,10,10.00,100.00", "A1,,BETA CORP,USD,10,20.00,200.00",
            "A1,,GAMMA CORP,USD,10,30.00,300.00", "A1,Oak Capital,DELTA CORP,USD,10,40.00,400.00"]
    assert [manager for _, manager, _ in read(tmp_path, rows)] == ["Elm Partners", "", "", "Oak Capital"]
