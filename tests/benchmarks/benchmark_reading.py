"""Time from file to reviewed positions, against what python-calamine alone needs for the same file.

Run: `python tests/benchmarks/benchmark_reading.py [ROWS]` (default 100,000, of 15 columns). Prints seconds of both in
one run, their ratio (wanted: at most 2.5) and the memory of both processes.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from pathlib import Path

TARGET = 2.5
HEADERS = (
    "Account Number",
    "Account Name",
    "Security Description",
    "ISIN",
    "CUSIP",
    "Ticker",
    "Country",
    "Currency",
    "Asset Class",
    "Shares/Par",
    "Local Price",
    "Local Market Value",
    "Exchange Rate",
    "Base Market Value",
    "As-Of Date",
)


def write_workbook(path: Path, rows: int) -> None:
    """A custodian's file of `rows` positions with a total row."""
    import datetime as dt

    import xlsxwriter

    draw = random.Random(7)
    places = (("CN", "CNY", 0.14), ("HK", "HKD", 0.128), ("US", "USD", 1.0), ("JP", "JPY", 0.0067))
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Holdings")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, HEADERS)
        total = 0
        for row in range(1, rows + 1):
            country, currency, rate = places[draw.randrange(4)]
            first = draw.choice(("NORTHERN", "EASTERN", "PACIFIC", "GOLDEN"))
            name = f"{first} {draw.choice(('STEEL', 'CHIP', 'CLOUD', 'BANK'))} {row % 14000} LTD"
            quantity, price = draw.randrange(100, 100_000), round(draw.uniform(1, 500), 2)
            local = round(quantity * price, 2)
            base = round(local * rate, 2)
            total += round(base * 100)
            sheet.write_row(
                row,
                0,
                (
                    f"A{row % 40:03d}",
                    f"POOL {row % 40}",
                    name,
                    "KYG875721634",
                    "037833100",
                    f"{row % 9000 + 1} {country}",
                    country,
                    currency,
                    "Equity",
                    quantity,
                    price,
                    local,
                    rate,
                    base,
                ),
            )
            sheet.write_datetime(row, 14, dt.date(2026, 6, 30), day)
        sheet.write_string(rows + 1, 0, "Total")
        sheet.write_number(rows + 1, 13, total / 100)


def read_alone(path: Path) -> float:
    """Seconds calamine needs for the values of the first sheet."""
    from python_calamine import CalamineWorkbook

    start = time.perf_counter()
    values = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    seconds = time.perf_counter() - start
    del values
    return seconds


def main() -> int:
    """Measure and print."""
    # Imported here: the reading process imports this file again, as it would the program's own light entry point.
    from sinolens.importing.workbook import import_file
    from sinolens.reference.loader import Reference, resources
    from sinolens.reference.markets import load_countries, load_markets

    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    root = resources()
    places = Reference("places", {}, {}, (), {}, (), {}, (), (), (), {}, {}, load_markets(root), load_countries(root))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "holdings.xlsx"
        write_workbook(path, rows)
        start = time.perf_counter()
        imported = import_file(path, places)
        ours = time.perf_counter() - start
        own_memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
        child_memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
        alone = read_alone(path)
        summary = imported.tables[0].summary
        print(
            f"{rows:,} rows x {len(HEADERS)} columns: {summary.positions:,} positions, difference {summary.difference}"
        )
        print(f"calamine alone {alone:.2f} s, import {ours:.2f} s, ratio {ours / alone:.2f} (target {TARGET})")
        print(f"memory: {own_memory} MB here, {child_memory} MB in the reading process")
    return 0 if ours / alone <= TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
