"""Tracker, sales log, exceptions and names removed: bounded by two dates, never a trade date or proceeds made up."""

import dataclasses
import json

import openpyxl
import pypdf
import pytest
import synthetic_analysis

from sinolens.domain.tier import Clock
from sinolens.exposure.comparison import compare
from sinolens.reporting.pdf import write_pdf
from sinolens.reporting.report import compose
from sinolens.reporting.workbook import write_workbook
from sinolens.services.export import to_json


@pytest.fixture(scope="module")
def pair():
    return synthetic_analysis.compared(synthetic_analysis.build(40, 4))


@pytest.fixture(scope="module")
def pack(pair):
    return compose(pair.after, "regulator", previous=pair.before)


def table_of(report, key, place=0):
    table = report.section(key).tables[place]
    keys = [column.key for column in table.columns]
    return table, [dict(zip(keys, row, strict=True)) for row in table.rows]


def test_sales_are_bounded_by_the_two_periods(pair, pack):
    table, rows = table_of(pack, "sales")
    assert [row["status"] for row in rows].count("reduced") == 1
    assert [row["status"] for row in rows].count("no longer held") == 1
    part = next(row for row in rows if row["status"] == "reduced")
    assert (part["after"], part["by"]) == ("2026-06-30", "2026-09-30")
    assert (part["quantity_then"].value, part["quantity"].value, part["sold"].value) == (1000, 400, 600)
    whole = next(row for row in rows if row["status"] == "no longer held")
    assert whole["left"].cents == 0
    # What no holdings file tells is for staff, never worked out.
    assert {row[key] for row in rows for key in ("traded", "proceeds", "cost", "expenses", "gain")} == {""}
    held = pair.before.positions.set_index("cusip")["market_value"]
    assert {abs(row["value"].cents) for row in rows} <= {abs(round(v * p)) for v in held for p in (0.6, 1)}
    said = " ".join(pack.section("sales").lead)
    assert "2026 Q2 (then-0001)" in said and "2026 Q3 (now-0002)" in said
    assert "not frozen" not in table.note


def test_what_is_not_frozen_is_told(pair):
    open_holdings = dataclasses.replace(pair.after, period="")
    table, _ = table_of(compose(open_holdings, "regulator", previous=pair.before), "sales")
    assert "is not frozen" in table.note
    assert "freeze both" in table.note


def test_without_a_quantity_nothing_is_called_sold(pair):
    bare = [dataclasses.replace(one, positions=one.positions.assign(quantity=float("nan"))) for one in
            (pair.before, pair.after)]
    table, rows = table_of(compose(bare[1], "regulator", previous=bare[0]), "sales")
    assert {row["status"] for row in rows} == {"no longer held"}
    assert {row["sold"] for row in rows} == {None}
    assert "cannot be told for want of a quantity" in table.note


def test_a_transfer_between_accounts_is_no_sale(pair):
    moved = dataclasses.replace(pair.after, positions=pair.after.positions.assign(account="Elsewhere"))
    _, rows = table_of(compose(moved, "regulator", previous=pair.before), "sales")
    assert len(rows) == 2


def test_the_tracker_says_clock_days_left_then_and_now(pair, pack):
    _, rows = table_of(pack, "divestment")
    assert {row["code"] for row in rows} <= {"1A", "1B", "1C", "1D", "1E", "3A", "3B"}
    assert all(row["change"].cents == row["value"].cents - row["then"].cents for row in rows)
    assert "quantity unchanged" in {row["status"] for row in rows}


def test_the_next_date_is_the_nearest_that_is_not_past(pair):
    clocks = (
        Clock("First step", "2026-01-31", -242), Clock("Half is sold", "2026-12-31", 92),
        Clock("All is sold", "2027-12-31", 457), Clock("Of another rule", "2026-10-01", 1, "rule-b"),
    )
    statuses = [dataclasses.replace(one, clocks=clocks) if one.code == "1B" else one for one in pair.after.statuses]
    report = compose(dataclasses.replace(pair.after, statuses=statuses), "regulator", previous=pair.before)
    table, rows = table_of(report, "divestment")
    held = [row for row in rows if row["status"] != "no longer held"]
    assert {(row["clock"], row["date"], row["days"].number) for row in held} == {("Half is sold", "2026-12-31", 92)}
    assert "31 Dec 2026, Half is sold" in table.note


def test_a_lone_analysis_tells_no_past(pair):
    table, rows = table_of(compose(pair.after, "regulator"), "divestment")
    assert {row["then"] for row in rows} == {row["change"] for row in rows} == {None}
    assert {row["status"] for row in rows} == {"not compared"}
    assert "No earlier period" in table.note
    assert table.total[13] is None
    assert compose(pair.after, "regulator").section("sales").empty.endswith(".")


def test_names_off_the_list_are_removed_and_only_they(pair, pack):
    _, rows = table_of(pack, "removed")
    freed = next(status for status in pair.before.statuses if status.code == "4A").triggers[0].entry_id
    assert len(rows) == 1
    assert rows[0]["name"] in {i.name for i in synthetic_analysis.ISSUERS if f"list:{i.id}" == freed}
    assert rows[0]["reason"].startswith("no longer")
    assert (rows[0]["tier"], rows[0]["tier_now"]) == ("T4", "T5")


def test_a_list_without_an_edition_lets_nobody_go(pair):
    lists = tuple(dataclasses.replace(state, edition=None) for state in pair.after.lists)
    _, rows = table_of(
        compose(dataclasses.replace(pair.after, lists=lists), "regulator", previous=pair.before), "removed"
    )
    assert all(row["reason"].startswith("not known") for row in rows)


def test_exceptions_name_their_evidence_and_what_is_missing(pair, pack):
    relied, open_, evidence = (table_of(pack, "exemptions", place)[1] for place in range(3))
    assert relied[0]["exception"] == "Committed before the rule"
    assert relied[0]["missing"] == "statement of the manager"
    assert open_[0]["missing"] == "registration of the fund"
    paper = next(row for row in evidence if row["document"])
    assert (paper["who"], paper["when"], paper["sha256"]) == ("A. Analyst", "2026-07-01", "cd" * 32)
    assert relied[0]["value"].cents == pair.after.positions["market_value"].iloc[0]


def test_workbook_paper_and_json_say_the_same(pair, pack, tmp_path):
    write_workbook(pack, tmp_path / "pack.xlsx")
    write_pdf(pack, tmp_path / "pack.pdf")
    book = openpyxl.load_workbook(tmp_path / "pack.xlsx", data_only=True)
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "pack.pdf").pages)
    data = json.loads(json.dumps(to_json(pair.after, "regulator", pair.before)))
    sold = {one["name"]: one["value_gone"] for one in data["comparison"]["sales"]}
    printed = {row[0].value: row[10].value for row in book["Sales Log"].iter_rows() if row[0].value in sold}
    assert printed == pytest.approx(sold)
    tracked = sum(one["value_after"] for one in data["divestment"])
    total = next(row for row in book["Divestment Tracker"].iter_rows() if row[0].value == "All")
    assert total[14].value == pytest.approx(tracked)
    assert f"{abs(tracked):,.2f}" in text
    assert data["comparison"]["periods"] == [pair.before.period, pair.after.period]
    assert book["Removed"] and book["Exempt"]


def test_the_public_learns_none_of_it(pair):
    report = compose(pair.after, "public", previous=pair.before)
    assert not {"divestment", "sales", "removed", "exemptions"} & {section.key for section in report.sections}
    data = to_json(pair.after, "public", pair.before)
    assert data["exceptions"] == data["divestment"] == []
    assert data["comparison"]["sales"] == data["comparison"]["removed"] == []
    assert "subscription.pdf" not in json.dumps(data) and "A. Analyst" not in json.dumps(data)


def test_a_comparison_with_itself_sells_nothing(pair):
    same = compare(pair.after, pair.after)
    report = compose(same.after, "regulator", previous=same.before)
    assert table_of(report, "sales")[1] == table_of(report, "removed")[1] == []
    assert table_of(report, "sales")[0].empty.endswith(".")
