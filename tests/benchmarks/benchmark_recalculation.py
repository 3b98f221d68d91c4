"""A full recalculation as a ratio to reading the same files, and how both grow.

    python tests/benchmarks/benchmark_recalculation.py [--small]

Positions and fund files are written as CSV, read as a user's files are (in the reader's own process), then matched,
looked through, classified and tiered, and the cube is built. Wall-clock of this machine; trust the ratios.
"""

from __future__ import annotations

import csv
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from sinolens.exposure.cube import Cube
from sinolens.exposure.headline import headline
from sinolens.importing.options import ImportOptions
from sinolens.reference.loader import load_reference
from sinolens.services.analysis import Question, analyse
from sinolens.services.holdings import Source, read_holdings

SIZES = ((10_000, 4, 2_000), (100_000, 40, 2_000))
NAMES = 15_000


def write_files(folder: Path, positions: int, funds: int, lines: int) -> list[Source]:
    """One file of positions and one a fund, made up."""
    draw = np.random.default_rng(5)
    pool = folder / "pool.csv"
    with pool.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["As of 2026-09-30"])
        out.writerow(["Account", "Security", "Country", "Asset Type", "Quantity", "Price", "Market Value"])
        for place in range(positions):
            fund = place < funds
            name = f"Fund {place} of Many" if fund else f"COMPANY {place % NAMES} LTD"
            value = int(draw.integers(10**4, 10**8))
            out.writerow([f"A{place % 40}", name, "" if fund else "US", "Hedge Fund" if fund else "Common Stock", 1,
                          value, f"{value}.00"])
    sources = [Source(pool)]
    for place in range(funds):
        path = folder / f"fund-{place}.csv"
        weights = draw.dirichlet(np.ones(lines)) * 100
        with path.open("w", newline="", encoding="utf-8") as file:
            out = csv.writer(file)
            out.writerow(["Holdings as of 2026-09-30"])
            out.writerow(["Security Name", "Country", "Asset Type", "Weight (%)"])
            for number, weight in zip(draw.integers(0, NAMES, lines), weights, strict=True):
                out.writerow([f"COMPANY {number} LTD", "US", "Common Stock", f"{weight:.6f}"])
        sources.append(Source(path, ImportOptions(role="fund_holdings", fund=f"Fund {place} of Many")))
    return sources


def run(positions: int, funds: int, lines: int) -> tuple[float, float]:
    """Print and return seconds of reading and of recalculating."""
    facts = load_reference()
    with tempfile.TemporaryDirectory() as name:
        sources = write_files(Path(name), positions, funds, lines)
        attached = [(f"Fund {place} of Many", f"Fund {place} of Many") for place in range(funds)]
        start = time.perf_counter()
        holdings = read_holdings(sources, facts, attached)
        read = time.perf_counter() - start
    analyse(holdings, Question(as_of="2026-09-30"), facts)
    start = time.perf_counter()
    made = analyse(holdings, Question(as_of="2026-09-30"), facts)
    headline(Cube(made))
    recalculated = time.perf_counter() - start
    print(
        f"{positions:,} positions, {funds} funds of {lines:,} lines ({len(made.slices):,} slices): read in "
        f"{read:.2f} s, "
        f"recalculated in {recalculated:.2f} s, ratio {recalculated / read:.2f}"
    )
    return read, recalculated


def main() -> None:
    """Run the sizes and print the growth."""
    sizes = SIZES[:1] if "--small" in sys.argv else SIZES
    times = [run(*size) for size in sizes]
    if len(times) > 1:
        (read, worked), (reads, works) = times
        print(f"growth with 10 times the lines: reading {reads / read:.1f} x, recalculation {works / worked:.1f} x")


if __name__ == "__main__":
    main()
