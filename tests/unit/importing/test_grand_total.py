"""A row that is called the total of everything decides; subtotals prove a file only where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from workbook_files import write_book

from sinolens.domain.finding import Severity
from sinolens.importing.tieout import TieOut
from sinolens.importing.workbook import ImportedTable, ImportOptions, import_file
from sinolens.reference.loader import Reference

HEADER: list[object] = ["Security", "Quantity", "Market Value USD"]


def sections(path: Path, *closing: list[object], label: str = "Subtotal") -> Path:
    rows: list[list[object]] = [HEADER]
    for name, start in (("Equities", 100.0), ("Bonds", 300.0), ("Cash", 500.0)):
        rows += [[name, None, None], [f"{name} ALPHA", 10, start], [f"{name} BETA", 20, start + 50.0],
                 [f"{label} {name}".strip() if label == "Subtotal" else label, None, 2 * start + 50.0], []]
    return write_book(path, [*rows, *closing])


def read(path: Path, places: Reference, options: ImportOptions | None = None) -> ImportedTable:
    return import_file(path, places, options or ImportOptions(as_of="2026-09-30")).tables[0]


def test_a_grand_total_that_differs_from_the_subtotals_stops_and_is_named_with_both_places(
    tmp_path: Path, places: Reference
) -> None:
    path = sections(tmp_path / "h.xlsx", ["GRAND TOTAL", None, 2950.0])
    table = read(path, places)
    assert (table.tie.within, table.summary.difference) == (False, 100_000)
    found = {finding.code: finding for finding in table.summary.findings}
    assert (found["tie-out"].severity, found["tie-out"].cell) == (Severity.BLOCKING, "C17")
    disagree = found["totals-disagree"]
    for part in ("C5 to C15", "$1,950.00", "C17", "$2,950.00", "a difference of $1,000.00"):
        assert part in disagree.message
    accepted = read(path, places, ImportOptions(as_of="2026-09-30", accept_difference="a fee is not listed"))
    assert not [one for one in accepted.summary.findings if one.severity is Severity.BLOCKING]


@pytest.mark.parametrize(
    ("closing", "source", "row"),
    [
        ([["Grand Total", None, 1950.0]], "total row", 16),
        ([["Total", None, 1950.0]], "total row", 16),
        ([], "sum of the subtotals", -1),
        ([["Net assets", None, 1875.0]], "sum of the subtotals", -1),
        ([["Total investments", None, 1950.0], ["Net assets", None, 1875.0]], "total row", 16),
    ],
    ids=["grand total", "total", "subtotals alone", "net assets below", "net assets below a total"],
)
def test_sections_that_add_up_tie(
    tmp_path: Path, places: Reference, closing: list[list[object]], source: str, row: int
) -> None:
    tie = read(sections(tmp_path / "h.xlsx", *closing), places).tie
    assert (tie.within, tie.difference, tie.source, tie.row, tie.explain_parts()) == (True, 0, source, row, "")


def test_sections_each_closed_by_the_same_word_are_subtotals(tmp_path: Path, places: Reference) -> None:
    tie = read(sections(tmp_path / "h.xlsx", label="Total"), places).tie
    assert (tie.within, tie.source) == (True, "sum of the subtotals")


def test_a_place_is_a_row_while_its_column_is_not_known() -> None:
    tie = TieOut(200, 100, 100, 1, "total row", 9, 100, (4, 7))
    assert "in row 5 and row 8 add to $1.00, the grand total in row 10" in tie.explain_parts()
