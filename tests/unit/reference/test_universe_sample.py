"""The sample endowment: its files are what the builder makes of its tables, marked, and adding up."""

import sys
import tomllib
from collections import Counter
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from stdnum import cusip, isin

DATA = Path(__file__).parents[2] / "data"
SAMPLE = Path(__file__).parents[3] / "resources" / "sample"


@pytest.fixture
def builder(monkeypatch):
    monkeypatch.syspath_prepend(str(DATA))
    monkeypatch.delitem(sys.modules, "build_sample", raising=False)
    import build_sample

    return build_sample


def manifest():
    return tomllib.loads((SAMPLE / "manifest.toml").read_text(encoding="utf-8"))


def test_the_committed_files_are_the_ones_the_tables_give(builder, monkeypatch, tmp_path):
    monkeypatch.setattr(builder, "OUT", tmp_path)
    builder.build()
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    kept = {path.name: path.read_bytes() for path in SAMPLE.iterdir() if path.name != "manifest.toml"}
    assert made.keys() == kept.keys()
    assert [name for name in made if made[name] != kept[name]] == []


def test_the_manifest_names_every_file_and_a_position_for_every_fund_file(builder):
    told = manifest()
    files = [*told["files"], *(item["file"] for item in told["fund_holdings"])]
    assert sorted(files) == sorted(path.name for path in SAMPLE.iterdir() if path.name != "manifest.toml")
    assert told["sample"] is True
    held = {row["name"] for name in ("securities.csv", "other.csv") for row in builder.read(name)}
    assert {item["fund"] for item in told["fund_holdings"]} <= held


def test_every_sheet_and_text_file_says_sample(builder):
    for path in SAMPLE.glob("*.xlsx"):
        book = openpyxl.load_workbook(path, read_only=True)
        for sheet in book:
            top = [str(cell) for row in sheet.iter_rows(max_row=2, values_only=True) for cell in row if cell]
            assert any("SAMPLE" in text for text in top), (path.name, sheet.title)
        book.close()
    for path in SAMPLE.glob("*.csv"):
        assert "SAMPLE" in path.read_text(encoding="utf-8-sig").splitlines()[0] + path.read_text().splitlines()[1]


def test_it_is_large_enough_and_has_twelve_accounts(builder):
    positions = [row for row in builder.read("securities.csv") if row["account"].startswith("AR-")]
    positions += builder.read("private.csv") + builder.read("other.csv")
    accounts = Counter(row["account"] for row in positions)
    assert set(accounts) == set(builder.ACCOUNTS)
    assert len(accounts) == 12
    assert len(positions) >= 250
    total = sum((Decimal(row.get("market_value") or row["nav"]) for row in positions), Decimal(0))
    assert Decimal("4.1e9") < total < Decimal("4.3e9")


def test_every_value_is_quantity_by_price_by_rate_to_the_cent(builder):
    for row in builder.read("securities.csv"):
        value = Decimal(row["quantity"]) * Decimal(row["price"]) * Decimal(row["fx"])
        assert abs(value - Decimal(row["market_value"])) <= Decimal("0.005"), row["name"]


def test_commitments_tie(builder):
    for row in builder.read("private.csv"):
        assert Decimal(row["commitment"]) == Decimal(row["called"]) + Decimal(row["unfunded"]), row["name"]


def test_identifiers_hold_and_no_cusip_is_a_real_one(builder):
    rows = builder.read("securities.csv")
    assert all(isin.is_valid(row["isin"]) for row in rows if row["isin"])
    codes = [row["cusip"] for row in rows if row["cusip"]]
    assert codes
    # Issuer numbers 000990 to 000999 are kept free for users' own codes.
    assert all(cusip.is_valid(code) and code.startswith("00099") for code in codes)
