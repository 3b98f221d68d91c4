"""How the reader takes damaged files: crashes, hangs, half results, refusals by kind, slowest file, memory.

Run: `python tests/benchmarks/measure_fuzz.py [SEEDS] [FIRST]` (default 2,000 from 0). The seeds are those of the tests.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
import warnings
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "data" / "importing"))


def main() -> int:
    """Measure and print."""
    from import_files.ordeal import LIMITS, check_seed

    from sinolens.reference.loader import Reference, resources
    from sinolens.reference.markets import load_countries, load_markets

    warnings.simplefilter("error")
    count, first = (int(sys.argv[i]) if len(sys.argv) > i else default for i, default in ((1, 2000), (2, 0)))
    root = resources()
    places = Reference("places", {}, {}, (), {}, (), {}, (), (), (), {}, {}, load_markets(root), load_countries(root))
    outcomes: Counter[str] = Counter()
    crashes, halves, slowest = [], [], (0.0, -1)
    for seed in range(first, first + count):
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            try:
                outcome = check_seed(seed, Path(folder), places) or "read"
                outcomes[outcome] += 1
                if outcome in ("reader", "memory", "time"):
                    print(f"  seed {seed} ended the reader: {outcome}", flush=True)
            except AssertionError as error:
                halves.append((seed, str(error)[:200]))
            except Exception as error:  # noqa: BLE001 - whatever it is, it is counted and named
                crashes.append((seed, f"{type(error).__name__}: {error}"[:200]))
            slowest = max(slowest, (time.perf_counter() - start, seed))
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
    print(f"{count:,} damaged files: {len(crashes)} crashes, {len(halves)} half results or unclear refusals")
    print("  " + ", ".join(f"{outcome} {number}" for outcome, number in outcomes.most_common()))
    print(f"slowest {slowest[0]:.1f} s (seed {slowest[1]}; the reader may take {LIMITS.seconds:.0f} s a try)")
    print(f"memory: {own} MB here, {child} MB in the reading process (cap {LIMITS.memory >> 20} MB of address space)")
    for seed, what in (*crashes, *halves):
        print(f"  seed {seed}: {what}")
    return 1 if crashes or halves else 0


if __name__ == "__main__":
    sys.exit(main())
