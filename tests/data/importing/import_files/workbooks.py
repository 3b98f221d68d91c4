"""What a workbook hides."""

# ruff: noqa: E501 - tables of test data read better in one line a row
from __future__ import annotations

from pathlib import Path
from typing import Any

from import_files.case import PLAIN, PLAIN_COLUMNS, PLAIN_POSITIONS, book, fixture

# --- traps: what a workbook hides -----------------------------------------------------------------------------------------------------------------------------

@fixture(suffix=".xlsx", positions=[*PLAIN_POSITIONS, ("GHOST INC", 0.0)], columns=PLAIN_COLUMNS, findings=("error-cell", "uncached-formula", "hidden-sheet", "value-missing"), control=False)
def errors_and_formulas(path: Path) -> None:
    def after(workbook: Any) -> None:
        sheet = workbook["2026-06-30"]
        sheet["D4"] = "=1/0"
        sheet["C2"] = "#N/A"
        sheet["C2"].data_type = "e"
        workbook["Old"].sheet_state = "hidden"
    book(path, ("2026-06-30", [*PLAIN[:3], ["GHOST INC", "", 1, 0]]), ("Old", [["Security Name", "Market Value"], ["OLD INC", 5.0], ["OLDER INC", 6.0]]), after=after)


@fixture(suffix=".xlsx", positions=PLAIN_POSITIONS, columns={"name": "C", "isin": "D", "quantity": "E", "market_value": "F"}, findings=("stray-cells",))
def stray_far_cell(path: Path) -> None:
    def after(workbook: Any) -> None:
        workbook["Holdings"]["XFD1048576"] = "x"
    book(path, ("Holdings", [[None, None, "As of 2026-06-30"], [], *[[None, None, *row] for row in PLAIN]]), after=after)


@fixture(suffix=".xlsx", positions=PLAIN_POSITIONS, columns={"name": "B", "isin": "D", "quantity": "F", "market_value": "H"})
def blank_columns_between(path: Path) -> None:
    rows = [[None] * 8 for _ in PLAIN]
    for target, row in zip(rows, PLAIN, strict=True):
        target[1::2] = row
    book(path, ("June 30 2026", [[], [], *rows]))


@fixture(suffix=".xlsx", positions=[("CHIP MAKER LTD", 100.0), ("CLOUD LTD", 200.0)], columns={"name": "A", "market_value": "B", "as_of": "C"}, fields={0: {"as_of": "2026-06-30"}}, control=False)
def dates_since_1904(path: Path) -> None:
    import datetime as dt

    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"date_1904": True}) as workbook:
        sheet = workbook.add_worksheet("Holdings")
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["Security", "Market Value", "As Of Date"])
        for number, (name, value) in enumerate((("CHIP MAKER LTD", 100.0), ("CLOUD LTD", 200.0)), 1):
            sheet.write_row(number, 0, [name, value])
            sheet.write_datetime(number, 2, dt.date(2026, 6, 30), day)


@fixture(suffix=".xlsx", positions=PLAIN_POSITIONS, columns=PLAIN_COLUMNS, findings=("table-left-out",))
def summary_and_detail(path: Path) -> None:
    book(path, ("Summary", [["Asset Class", "Market Value"], ["Equity", 7000.75], ["Total", 7000.75]]), ("By name", [["Security", "Market Value"], ["APPLE INC", 2000.25], ["TENCENT HOLDINGS LTD", 5000.5]]),
         ("Holdings", [["As of 2026-06-30"], *PLAIN]), ("Notes", [["Prices are those of the last trading day."]]))


@fixture(suffix=".xlsx", positions=[("APPLE INC", 10.0), ("TENCENT", 20.0), ("Cedar Partners LP", 30.0)], tables=2, columns={"name": "A", "market_value": "C"},
         fields={2: {"instrument": "private_fund", "commitment": 10000}}, control=True)
def two_sheets_of_holdings(path: Path) -> None:
    book(path, ("Equities", [["As of 6/30/2026"], ["Security", "Shares", "Market Value"], ["APPLE INC", 1, 10.0], ["TENCENT", 2, 20.0], ["Total", None, 30.0]]),
         ("Private", [["As of 6/30/2026"], ["Fund Name", "Commitment", "NAV"], ["Cedar Partners LP", 100, 30.0], ["Total", 100, 30.0]]))


@fixture(suffix=".xlsx", positions=PLAIN_POSITIONS, columns=PLAIN_COLUMNS)
def wrong_dimension(path: Path) -> None:
    import zipfile

    whole = path.with_name("whole.xlsx")
    book(whole, ("2026-06-30", PLAIN))
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b'<dimension ref="A1:D4"', b'<dimension ref="A1:B2"'))


@fixture(suffix=".xlsx", positions=PLAIN_POSITIONS, columns=PLAIN_COLUMNS, skipped=("total row",))
def blank_rows_with_formats(path: Path) -> None:
    def after(workbook: Any) -> None:
        from openpyxl.styles import PatternFill

        for row in range(6, 3000):
            workbook["2026-06-30"].cell(row, 1).fill = PatternFill("solid", start_color="FFEEEEEE")
    book(path, ("2026-06-30", PLAIN), after=after)


@fixture(suffix=".xlsx", positions=PLAIN_POSITIONS, columns=PLAIN_COLUMNS, findings=("hidden-rows",))
def rows_filtered_away(path: Path) -> None:
    def after(workbook: Any) -> None:
        sheet = workbook["2026-06-30"]
        sheet.auto_filter.ref = "A1:D4"
        sheet.auto_filter.add_filter_column(0, ["APPLE INC"])
        sheet.row_dimensions[2].hidden = True
    book(path, ("2026-06-30", PLAIN), after=after)
