"""Measures the project file: opening a large one, saving an override, checking a long log.

Run it as `python tests/benchmarks/benchmark_storage.py`; it prints each figure beside its target.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from sinolens.domain.column import POSITION_COLUMNS
from sinolens.exposure.analysis import InputSummary
from sinolens.services.projects import load_holdings, load_question
from sinolens.storage import audit, cipher, commands
from sinolens.storage.commands import StoredTable
from sinolens.storage.project import Project

KEY = "correct horse battery staple"
POSITIONS = 100_000
ENTRIES = 100_000
OVERRIDES = 50


def make_table(rows: int, seed: int = 1) -> StoredTable:
    """Positions like a custodian's: some columns repeat, names and amounts do not."""
    rng = random.Random(seed)
    words = [f"{rng.choice('ABCDEFGHIJKLMNOPQRSTUVWXYZ')}{rng.randrange(10**6):06d} HOLDINGS LTD" for _ in range(8000)]
    made: dict[str, object] = {}
    for column in POSITION_COLUMNS:
        if column.dtype == "str":
            made[column.name] = pd.array([""] * rows, dtype="str")
        elif column.dtype == "Int64":
            made[column.name] = pd.array([rng.randrange(10**7) for _ in range(rows)], dtype="Int64")
        elif column.dtype == "float64":
            made[column.name] = pd.array([rng.random() * 1e5 for _ in range(rows)]).astype("float64")
        else:
            made[column.name] = pd.Series([rng.randrange(10**10) for _ in range(rows)], dtype="int64")
    made["name"] = pd.array([rng.choice(words) for _ in range(rows)], dtype="str")
    made["isin"] = pd.array([f"US{rng.randrange(10**10):010d}" for _ in range(rows)], dtype="str")
    made["account"] = pd.array([f"ACCT-{rng.randrange(60)}" for _ in range(rows)], dtype="str")
    for name, value in (("as_of", "2026-09-30"), ("file", "holdings.xlsx"), ("sheet", "Holdings")):
        made[name] = pd.array([value] * rows, dtype="str")
    made["row"] = pd.Series(range(2, rows + 2), dtype="int64")
    frame = pd.DataFrame({column.name: made[column.name] for column in POSITION_COLUMNS})
    summary = InputSummary(
        file="holdings.xlsx",
        sheet="Holdings",
        sha256="ab" * 32,
        header_row=1,
        mapping={},
        mapping_confidence={},
        rows_read=rows,
        positions=rows,
        skipped=(),
        as_of="2026-09-30",
        control_total=None,
        sum=0,
        difference=None,
    )
    return StoredTable("positions", "", frame, summary)


def show(what: str, seconds: float, target: float, work: float | None = None) -> None:
    """Print a figure beside its target; `work`: seconds of the processor, which a busy machine does not stretch."""
    busy = f"   (processor {1000 * work:.1f} ms)" if work is not None else ""
    print(
        f"{what:<66} {1000 * seconds:>9.1f} ms   target {1000 * target:>7.0f} ms   "
        f"{'met' if seconds <= target else 'MISSED'}{busy}"
    )


def measure_open(path: Path) -> None:
    """Opening after the key: every page checked, all positions in memory."""
    started, work = time.perf_counter(), time.process_time()
    connection = cipher.connect(path, KEY)
    key_done, key_work = time.perf_counter(), time.process_time() - work
    connection.close()
    started_all, work = time.perf_counter(), time.process_time()
    with Project.open(path, KEY) as project:
        opened = time.perf_counter()
        holdings = load_holdings(project)
        load_question(project)
    done, work = time.perf_counter(), time.process_time() - work - key_work
    key = key_done - started
    print(f"{'size of the file':<66} {path.stat().st_size / 2**20:>9.1f} MB")
    print(f"{'deriving the key':<66} {1000 * key:>9.1f} ms")
    print(f"{'  of which file and pages checked, key included':<66} {1000 * (opened - started_all):>9.1f} ms")
    print(f"{'  of which holdings read':<66} {1000 * (done - opened):>9.1f} ms")
    show(f"project of {len(holdings.positions):,} positions open, after the key", done - started_all - key, 1.5,
         work)


def measure_overrides(path: Path) -> None:
    """An override, from the call to the disk."""
    times = []
    with Project.open(path, KEY) as project:
        for number in range(OVERRIDES):
            started = time.perf_counter()
            project.apply(
                commands.propose_override(
                    project,
                    f"key {number}",
                    f"ACCT-1|isin:US{number:010d}",
                    "tier",
                    "T3",
                    "T2",
                    "see the prospectus",
                    "ana",
                    "2026-10-01",
                )
            )
            times.append(time.perf_counter() - started)
    show(f"override saved (median of {OVERRIDES}; largest {1000 * max(times):.1f} ms)", statistics.median(times), 0.05)


def measure_chain(path: Path) -> None:
    """The whole chain of a long log."""
    project = Project.create(path, KEY)
    now = datetime(2026, 10, 1, tzinfo=UTC)
    change = '[["override","key 1",null,{"field":"tier","maker":"ana","reason":"see the prospectus","value":"T3"}]]'
    with project._transaction():
        for number in range(ENTRIES):
            audit.append(
                project._connection,
                now,
                "ana",
                "propose-override",
                f"ACCT-1|isin:US{number:010d}",
                "",
                change,
                "see the prospectus",
            )
    started, work = time.perf_counter(), time.process_time()
    state = project.verify()
    seconds, work = time.perf_counter() - started, time.process_time() - work
    project.close()
    if not state.whole or state.entries < ENTRIES:
        raise SystemExit(state.message)
    show(f"chain of {state.entries:,} entries verified", seconds, 3.0, work)


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.sinolens"
        with Project.create(path, KEY) as project:
            started = time.perf_counter()
            project.apply(commands.import_tables(project, [make_table(POSITIONS)], "ana", "2026-10-01"))
            print(f"{'import of them saved':<66} {1000 * (time.perf_counter() - started):>9.1f} ms")
        measure_open(path)
        measure_overrides(path)
        measure_chain(Path(folder) / "long.sinolens")


if __name__ == "__main__":
    main()
