"""What is said of one row is said of one row."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from sinolens.importing.workbook import import_file
from sinolens.reference.loader import Reference

HEADER: list[object] = ["Account", "Security", "CUSIP", "Long/Short", "Market Value"]


def messages(path: Path, places: Reference, shorts: int) -> dict[str, str]:
    """Findings of a table whose last rows are short and hidden, by code."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(HEADER)
    for number in range(6):
        side = "Short" if number >= 6 - shorts else "Long"
        sheet.append(["P1", f"SECURITY {number} LTD", "037833100", side, 100.0 + number])
    for number in range(shorts):
        sheet.row_dimensions[7 - number].hidden = True
    workbook.save(path)
    return {f.code: f.message for table in import_file(path, places).tables for f in table.summary.findings}


def test_one_row_and_several_rows(tmp_path: Path, places: Reference) -> None:
    one, two = (messages(tmp_path / f"{shorts}.xlsx", places, shorts) for shorts in (1, 2))
    assert one["short-by-column"].startswith("1 row is short by column D")
    assert two["short-by-column"].startswith("2 rows are short by column D")
    assert one["hidden-rows"].startswith("1 of the positions stands in a row that is hidden")
    assert two["hidden-rows"].startswith("2 of the positions stand in rows that are hidden")
