"""Notional and delta of derivatives: as given, worked out from the contract, or not known; never assumed."""

from __future__ import annotations

from pathlib import Path

import pytest

from sinolens.importing.workbook import ImportOptions, import_file

HEAD = "As of 2026-09-30\nAccount,Security,Asset Type,Quantity,Price,Market Value"


def read(tmp_path: Path, places, head: str, *rows: str):
    path = tmp_path / "book.csv"
    path.write_text("\n".join([f"{HEAD}{head}", *rows]) + "\n", encoding="utf-8")
    (table,) = import_file(path, places, ImportOptions()).tables
    return table.frame.set_index("name")


def test_a_given_notional_is_taken_with_the_sign_of_the_quantity(tmp_path, places):
    frame = read(tmp_path, places, ",Notional", 'A,ALPHA TRS,Total Return Swap,10,1.00,5.00,"1,000.00"',
                 "A,BETA FUT DEC26,Future,-3,100.00,0.00,300.00", "A,GAMMA CORP,Common Stock,5,2.00,10.00,10.00")
    assert frame.loc["ALPHA TRS", "notional"] == 100000 and frame.loc["BETA FUT DEC26", "notional"] == -30000
    assert str(frame.loc["GAMMA CORP", "notional"]) == "<NA>"


def test_quantity_times_multiplier_times_price_is_the_notional_of_a_future(tmp_path, places):
    frame = read(tmp_path, places, ",Contract Multiplier", "A,BETA FUT DEC26,Future,-3,100.00,0.00,50",
                 "A,GAMMA CORP,Common Stock,5,2.00,10.00,")
    assert frame.loc["BETA FUT DEC26", "notional"] == -1500000


def test_an_option_needs_the_price_of_its_underlying(tmp_path, places):
    rows = ("A,GAMMA CORP CALL 90 12/18/26,Option,2,3.50,700.00,100,{}", "A,GAMMA CORP,Common Stock,5,2.00,10.00,,")
    without = read(tmp_path, places, ",Multiplier,Underlying Price", rows[0].format(""), rows[1])
    assert str(without["notional"].iloc[0]) == "<NA>"
    given = read(tmp_path, places, ",Multiplier,Underlying Price", rows[0].format("95.00"), rows[1])
    assert given["notional"].iloc[0] == 1900000


@pytest.mark.parametrize(("typed", "share"), [("0.45", 0.45), ("45", 0.45), ("-0.3", -0.3)])
def test_delta_is_read_as_a_share(tmp_path, places, typed, share):
    frame = read(tmp_path, places, ",Notional,Delta",
                 f"A,GAMMA CORP CALL 90 12/18/26,Option,2,3.50,700.00,19000.00,{typed}",
                 "A,GAMMA CORP,Common Stock,5,2.00,10.00,,")
    assert frame["delta"].iloc[0] == pytest.approx(share)
    assert frame["delta"].isna().tolist() == [False, True]


def test_a_file_without_such_columns_says_nothing(tmp_path, places):
    frame = read(tmp_path, places, "", "A,BETA FUT DEC26,Future,-3,100.00,0.00", "A,C,Common Stock,5,2.00,10.00")
    assert frame["notional"].isna().all() and frame["delta"].isna().all()
