"""Values of several currencies in one unlabelled column, numbers against their column's marks, names of exchanges."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from workbook_files import write_book

from sinolens.domain.finding import Finding, Severity
from sinolens.importing.cells import classify_cells
from sinolens.importing.numbers import own_mark, read_numbers
from sinolens.importing.workbook import ImportOptions, import_file
from sinolens.reference.loader import Reference

HEADER = ["Security", "Quantity", "Price", "Currency"]
LINES: list[list[object]] = [
    ["Alpha Ltd", 1000, 380.2, "HKD"],
    ["Beta Ltd", 500, 81.5, "HKD"],
    ["Gamma Co", 2000, 42.1, "CNY"],
    ["Delta Inc", 10, 190.5, "USD"],
]


def holdings(path: Path, header: str, rate: float = 1.0) -> Path:
    """Values are quantity × price, times a rate in the rows that are not in dollars."""
    rows = [[*r, float(r[1]) * float(r[2]) * (1.0 if r[3] == "USD" else rate)] for r in LINES]  # type: ignore[arg-type]
    return write_book(path, [[*HEADER, header], *rows])


def told(path: Path, places: Reference, code: str, options: ImportOptions | None = None) -> list[Finding]:
    table = import_file(path, places, options or ImportOptions()).tables[0]
    return [f for f in table.summary.findings if f.code == code]


@pytest.mark.parametrize("header", ["Marktwert", "MV", "Market Value", "Local Market Value"])
def test_local_values_block(tmp_path: Path, places: Reference, header: str) -> None:
    (found,) = told(holdings(tmp_path / "h.xlsx", header), places, "value-currency")
    assert (found.severity, found.file, found.cell) == (Severity.BLOCKING, "h.xlsx", "E1")
    for part in ("h.xlsx", "'Sheet'", f"E ({header!r})", "3 of 4 rows", "HKD (2 rows)", "CNY (1 row)", "reason"):
        assert part in found.message


def test_local_values_are_accepted_with_a_reason(tmp_path: Path, places: Reference) -> None:
    path = holdings(tmp_path / "h.xlsx", "Marktwert")
    options = ImportOptions(accept_difference="sums in local units are wanted")
    (found,) = told(path, places, "value-currency", options)
    assert found.severity == Severity.WARNING and "sums in local units are wanted" in found.message
    assert import_file(path, places, options).tables[0].summary.accepted_reason == options.accept_difference


@pytest.mark.parametrize("header", ["Market Value (Base)", "Base Market Value", "Market Value USD"])
def test_base_column_is_never_affected(tmp_path: Path, places: Reference, header: str) -> None:
    assert not told(holdings(tmp_path / "h.xlsx", header), places, "value-currency")


def test_values_that_are_converted_already_are_left_alone(tmp_path: Path, places: Reference) -> None:
    assert not told(holdings(tmp_path / "h.xlsx", "Market Value", rate=0.128), places, "value-currency")


def test_values_that_cannot_be_told_warn(tmp_path: Path, places: Reference) -> None:
    rows: list[list[object]] = [
        ["Security", "Currency", "Market Value"],
        ["Alpha Ltd", "HKD", 7.0],
        ["Beta", "USD", 9.5],
    ]
    (found,) = told(write_book(tmp_path / "h.xlsx", rows), places, "value-currency")
    assert found.severity == Severity.WARNING and "HKD (1 row)" in found.message


def test_base_currency_alone_tells_nothing(tmp_path: Path, places: Reference) -> None:
    rows: list[list[object]] = [
        ["Security", "Currency", "Market Value"],
        ["Alpha Ltd", "USD", 7.0],
        ["Beta", "USD", 9.5],
    ]
    assert not told(write_book(tmp_path / "h.xlsx", rows), places, "value-currency")


@pytest.mark.parametrize(
    ("words", "numbers", "reshaped"),
    [
        (["12,345.67", "1.234,50", "8,000.10"], [12345.67, 1234.5, 8000.1], [1]),
        (["12.345,67", "1,234.50", "8.000,10"], [12345.67, 1234.5, 8000.1], [1]),
        (["12.345,67", "1.234", "8.000,10"], [12345.67, 1234.0, 8000.1], []),
        (["12,345.67", "1,234", "(1.234,50)"], [12345.67, 1234.0, -1234.5], [2]),
    ],
)
def test_number_with_both_marks_is_read_by_its_own(words: list[str], numbers: list[float], reshaped: list[int]) -> None:
    cells = np.array([*words], object)
    column = read_numbers(cells, classify_cells(cells.reshape(-1, 1)).reshape(-1), frozenset())
    assert column.values.tolist() == pytest.approx(numbers)
    assert np.flatnonzero(column.reshaped).tolist() == reshaped


@pytest.mark.parametrize(("text", "mark"), [("1.234,5", ","), ("1,234.5", "."), ("1.234", ""), ("1,234.567,8", "")])
def test_own_mark(text: str, mark: str) -> None:
    assert own_mark(text) == mark


def test_number_against_its_column_is_listed(tmp_path: Path, places: Reference) -> None:
    path = tmp_path / "h.csv"
    path.write_text(
        'Security,CUSIP,Market Value\nAlpha,037833100,"12,345.67"\nBeta,594918104,"1.234,50"\nGamma,,"8,000.10"\n',
        encoding="utf-8",
    )
    (found,) = told(path, places, "number-shape")
    assert (found.severity, found.cell) == (Severity.INFO, "C3")
    assert import_file(path, places).tables[0].summary.sum == 2158027


@pytest.mark.parametrize(
    ("place", "mic"),
    [
        ("NYSE", "XNYS"),
        ("New York Stock Exchange", "XNYS"),
        ("NASDAQ", "XNAS"),
        ("Nasdaq GS", "XNAS"),
        ("Hong Kong", "XHKG"),
        ("HKEX", "XHKG"),
        ("sehk", "XHKG"),
        ("Hong Kong Stock Exchange", "XHKG"),
        ("Shanghai", "XSHG"),
        ("SSE", "XSHG"),
        ("Shenzhen", "XSHE"),
        ("SZSE", "XSHE"),
        ("London", "XLON"),
        ("LSE", "XLON"),
        ("TOKYO", "XTKS"),
        ("Taiwan", "XTAI"),
        ("XHKG", "XHKG"),
        ("Nowhere", ""),
    ],
)
def test_names_of_exchanges(tmp_path: Path, places: Reference, place: str, mic: str) -> None:
    rows: list[list[object]] = [
        ["Security", "Ticker", "Exchange", "Market Value"],
        ["Alpha Ltd", "AAA", place, 7.0],
        ["Beta Ltd", "BBB", place, 9.5],
    ]
    table = import_file(write_book(tmp_path / "h.xlsx", rows), places).tables[0]
    assert table.frame["mic"].tolist() == [mic, mic]


def test_name_of_an_exchange_pads_its_tickers(tmp_path: Path, places: Reference) -> None:
    rows: list[list[object]] = [["Security", "Ticker", "Exchange", "Market Value"], ["Alpha", "700", "Hong Kong", 7.0]]
    table = import_file(write_book(tmp_path / "h.xlsx", rows), places).tables[0]
    assert table.frame["ticker"].tolist() == ["0700"]


def test_note_on_rounding_is_a_footer(tmp_path: Path, places: Reference) -> None:
    rows: list[list[object]] = [
        ["Security", "CUSIP", "Market Value"],
        ["Alpha Ltd", "037833100", 7.0],
        ["Beta Ltd", "594918104", 9.5],
        ["Total", None, 16.5],
        ["Totals may not add due to rounding"],
    ]
    summary = import_file(write_book(tmp_path / "h.xlsx", rows), places).tables[0].summary
    assert {s.row: s.reason for s in summary.skipped} == {4: "total row", 5: "footer"}
    assert (summary.control_total, summary.difference) == (1650, 0)


@pytest.mark.parametrize("header", ["Mkt", "Venue", "Xyz"])
def test_a_column_of_codes_of_exchanges_is_the_market_whatever_its_name(
    tmp_path: Path, places: Reference, header: str
) -> None:
    rows: list[list[object]] = [
        ["Security", "Ticker", header, "Quantity", "Market Value USD"],
        ["ALPHA ELECTRONIC", "285", "XHKG", 10, 100.0],
        ["BETA TECH", "688002", "XSHG", 20, 200.0],
        ["GAMMA INC", "GAM", "XNAS", 30, 300.0],
        ["DELTA CO", "DLTA", "XXXX", 30, 300.0],
    ]
    table = import_file(write_book(tmp_path / "h.xlsx", rows), places).tables[0]
    assert table.columns.get("market") == "C"
    assert table.frame[["ticker", "mic"]].to_numpy().tolist()[:3] == [
        ["0285", "XHKG"], ["688002", "XSHG"], ["GAM", "XNAS"]]
