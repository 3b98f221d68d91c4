"""Time to tier 100,000 positions after matching: `python tests/benchmarks/benchmark_tiers.py [positions]`.

Prints figures; asserts nothing. Two mixes: a custodian's direct lines, and funds with two thousand lines each.
"""

from __future__ import annotations

import resource
import sys
import time

import numpy as np
import pandas as pd

from sinolens.domain.column import POSITION_COLUMNS, SLICE_COLUMNS, Column
from sinolens.domain.match import Match, ScreeningState
from sinolens.reference.loader import Reference, load_reference
from sinolens.regulation.engine import Engine

AS_OF = "2026-09-30"
DISTINCT_NAMES = 15_000


def make_matches(reference: Reference) -> tuple[list[Match], list[str]]:
    """One match per issuer on file, the rest of the distinct names unmatched; with the region of each."""
    matches = [Match(ScreeningState.HIT, "isin", issuer_id=key) for key in reference.issuers]
    regions = [issuer.region.value for issuer in reference.issuers.values()]
    states = (ScreeningState.NONE, ScreeningState.NONE, ScreeningState.NONE, ScreeningState.POSSIBLE)
    for place in range(DISTINCT_NAMES - len(matches)):
        matches.append(Match(states[place % 4], "none"))
        regions.append(("OTHER", "PRC", "HK", "TW", "UNKNOWN")[place % 5])
    return matches, regions


def make_frame(columns: tuple[Column, ...], size: int, given: dict[str, object]) -> pd.DataFrame:
    """A table of `size` rows with all declared columns; blanks where nothing is given."""
    blank: dict[str, object] = {"str": "", "int64": 0, "Int64": pd.NA, "float64": np.nan}
    index = pd.RangeIndex(size)
    return pd.DataFrame(
        {
            column.name: pd.Series(given.get(column.name, blank[column.dtype]), index=index, dtype=column.dtype)
            for column in columns
        }
    )


def time_mix(reference: Reference, positions: int, lines_per_fund: int) -> None:
    """Tier one mix and print its times."""
    matches, regions = make_matches(reference)
    random = np.random.default_rng(7)
    funds = max(1, positions // lines_per_fund) if lines_per_fund else 0
    size = funds * lines_per_fund if lines_per_fund else positions
    count = funds or positions
    kinds = np.array(["equity", "equity", "equity", "depositary_receipt", "bond", "direct_private", "cash", "swap"])
    picked = random.integers(0, len(matches), size)
    dates = np.array(["", "2019-05-01", "2025-03-01", "2026-02-15"])
    leaf_kinds = kinds[random.integers(0, len(kinds), size)]
    private = leaf_kinds == "direct_private"
    position_kinds = np.array(["etf"] * count) if funds else leaf_kinds
    own = {
        "instrument": position_kinds,
        "as_of": AS_OF,
        "market_value": random.integers(1, 10**9, count),
        "reinvest": np.array(["", "yes", "no"])[random.integers(0, 3, count)],
        "isin": "US0000000000",
    }
    if not funds:
        own["commitment_date"] = np.where(private, dates[random.integers(0, len(dates), size)], "")
    frame = make_frame(POSITION_COLUMNS, count, own)
    slices = make_frame(
        SLICE_COLUMNS,
        size,
        {
            "position": np.arange(size) // lines_per_fund if funds else np.arange(size),
            "depth": 1 if funds else 0,
            "method": "known" if funds else "direct",
            "confidence": "stated" if funds else "confirmed",
            "instrument": leaf_kinds,
            "isin": "US0000000000",
            "market_value": random.integers(1, 10**9, size),
        },
    )
    slices["region"] = pd.Series(np.array(regions)[picked], dtype="str")
    slices["group"] = ""
    frame["region"] = "UNKNOWN" if funds else slices["region"]
    index = pd.Series(picked)
    start, busy = time.perf_counter(), time.process_time()
    engine = Engine(reference, AS_OF, reference.institutions["private-endowment"])
    built = time.perf_counter()
    statuses, numbers = engine.assess_slices(slices, matches, index, frame)
    sliced = time.perf_counter()
    position_index = index if not funds else pd.Series(np.full(count, len(matches) - 1))
    own_statuses, _ = engine.assess_positions(frame, position_index, matches, slices, numbers, statuses)
    done, worked = time.perf_counter(), time.process_time() - busy
    print(
        f"{count:>8,} positions, {size:>9,} slices: engine {built - start:.3f} s, slices {sliced - built:.3f} s, "
        f"positions {done - sliced:.3f} s, together {done - start:.3f} s, "
        f"of the processor {worked:.3f} s; "
        f"{len(statuses):,} and {len(own_statuses):,} distinct statuses; "
        f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB"
    )


def main() -> None:
    """Print both mixes, and the first at a tenth of the size to show the growth."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    reference = load_reference()
    for positions, lines in ((size // 10, 0), (size, 0), (size, 2_000)):
        time_mix(reference, positions, lines)


if __name__ == "__main__":
    main()
