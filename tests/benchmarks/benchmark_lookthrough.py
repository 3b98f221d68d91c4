"""How long look-through takes, and how it grows.

    python tests/benchmarks/benchmark_lookthrough.py

100,000 positions with 40 funds of 2,000 lines each, then with 500 funds (a million lines); then matching of the slices
and their regions. Times are wall-clock of this machine; trust the growth.
"""

from __future__ import annotations

import resource
import time

import numpy as np
import pandas as pd

from sinolens.domain.column import FUND_HOLDING_COLUMNS, POSITION_COLUMNS, Column
from sinolens.domain.match import Match, ScreeningState
from sinolens.lookthrough.expansion import look_through
from sinolens.lookthrough.fund_table import FundTable
from sinolens.matching.entities import EntityIndex
from sinolens.matching.region import find_regions
from sinolens.matching.resolution import match_names
from sinolens.reference.loader import load_reference

AS_OF = "2026-09-30"
NAMES = 15_000


def layout(columns: tuple[Column, ...], count: int, **given: object) -> pd.DataFrame:
    """A frame of `count` rows with every column; the columns not given are empty."""
    empty = {"str": "", "int64": 0, "float64": np.nan, "Int64": pd.NA}
    return pd.DataFrame(
        {
            column.name: pd.Series(given.get(column.name, [empty[column.dtype]] * count), dtype=column.dtype)
            for column in columns
        }
    )


def run(positions: int, funds: int, lines: int) -> None:
    """Time one size and print it."""
    reference = load_reference()
    index = EntityIndex(reference)
    draw = np.random.default_rng(1)
    kinds = ["hedge_fund"] * funds + ["equity"] * (positions - funds)
    frame = layout(
        POSITION_COLUMNS,
        positions,
        name=[f"Fund {place}" if place < funds else f"COMPANY {place % NAMES} LTD" for place in range(positions)],
        instrument=kinds,
        market_value=draw.integers(10**6, 10**10, positions),
        row=range(2, positions + 2),
        as_of=[AS_OF] * positions,
    )
    tables = [
        FundTable(
            f"Fund {place}",
            layout(
                FUND_HOLDING_COLUMNS,
                lines,
                name=[f"COMPANY {number} LTD" for number in draw.integers(0, NAMES, lines)],
                weight=draw.dirichlet(np.ones(lines)),
                instrument=["equity"] * lines,
                row=range(2, lines + 2),
            ),
            AS_OF,
            f"fund-{place}.csv",
        )
        for place in range(funds)
    ]
    start = time.perf_counter()
    matches = [Match(ScreeningState.NONE, "none")]
    result = look_through(frame, tables, {}, reference, matches, pd.Series(np.zeros(positions, dtype=np.int64)), AS_OF)
    opened = time.perf_counter()
    found, which = match_names(result.slices, index, as_of=AS_OF)
    matched = time.perf_counter()
    find_regions(result.slices, found, which, reference)
    placed = time.perf_counter()
    exact = bool((result.slices.groupby("position")["market_value"].sum().to_numpy() == frame["market_value"]).all())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{positions:,} positions, {funds} funds of {lines:,} lines: {len(result.slices):,} slices in "
        f"{opened - start:.2f} s, matched in {matched - opened:.2f} s ({len(found):,} distinct), regions in "
        f"{placed - matched:.2f} s; exact {exact}; peak {peak:.0f} MB"
    )


if __name__ == "__main__":
    run(10_000, 40, 200)
    run(100_000, 40, 2_000)
    run(100_000, 500, 2_000)
