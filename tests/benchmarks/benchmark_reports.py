"""How long reports take: the workbook against bare XlsxWriter writing the same cells, and the PDF alone.

    python tests/benchmarks/benchmark_reports.py [ROUNDS]

"The same cells" are every string, number and formula of our workbook, recorded once and then written by XlsxWriter
alone, without formats, tables, charts or names, in the same run, by turns. CPU time of this process, so that other work
on the machine counts less; trust the ratios.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

import synthetic_analysis  # found by the line above
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from sinolens.reporting.pdf import write_pdf
from sinolens.reporting.report import compose
from sinolens.reporting.workbook import write_workbook

LINES_20K = 15_400
"""Made-up positions that come to 20,000 lines of the positions sheet."""
Cells = dict[str, list[tuple[str, tuple[object, ...]]]]


def recorded(report, path: Path) -> Cells:
    """Every cell our workbook writes, by sheet: name of the method and its arguments without the format."""
    cells: Cells = {}

    def recording(name: str, method: Callable[..., object], kept: int) -> Callable[..., object]:
        def write(self, *arguments):
            values = arguments[:kept] if name != "write_formula" else (*arguments[:3], None, *arguments[4:])
            cells.setdefault(self.name, []).append((name, values))
            return method(self, *arguments)

        return write

    kinds = {"write_string": 3, "write_number": 3, "write_formula": 5}
    with patch.multiple(Worksheet, **{n: recording(n, getattr(Worksheet, n), kept) for n, kept in kinds.items()}):
        write_workbook(report, path)
    return cells


def write_bare(cells: Cells, path: Path) -> None:
    """The same cells and nothing else."""
    with xlsxwriter.Workbook(str(path), {"in_memory": True}) as book:
        for name, calls in cells.items():
            sheet = book.add_worksheet(name)
            for method, arguments in calls:
                getattr(sheet, method)(*arguments)


def seconds(action: Callable[[], object]) -> float:
    start = time.process_time()
    action()
    return time.process_time() - start


def told(times: list[float]) -> str:
    return f"{min(times):.2f} / {statistics.median(times):.2f} / {max(times):.2f} s"


def measure_workbook(positions: int, rounds: int, folder: Path) -> None:
    """Our workbook and the bare one, by turns."""
    report = compose(synthetic_analysis.build(positions))
    cells = recorded(report, folder / "ours.xlsx")
    ours, bare = [], []
    for _ in range(rounds):
        ours.append(seconds(lambda: write_workbook(report, folder / "ours.xlsx")))
        bare.append(seconds(lambda: write_bare(cells, folder / "bare.xlsx")))
    ratio = statistics.median(ours) / statistics.median(bare)
    count = sum(map(len, cells.values()))
    size = f"{len(report.lines.frame):,} lines, {count:,} cells"
    print(f"workbook, {size}: ours {told(ours)}, bare {told(bare)}, ratio {ratio:.2f}")


def measure_pdf(positions: int, rounds: int, folder: Path) -> None:
    """Composing and setting the paper."""
    analysis = synthetic_analysis.build(positions)
    composed = [seconds(lambda: compose(analysis)) for _ in range(rounds)]
    report = compose(analysis)
    written = [seconds(lambda: write_pdf(report, folder / "report.pdf")) for _ in range(rounds)]
    print(f"PDF, {positions:,} positions: compose {told(composed)}, write {told(written)}")


def main(rounds: int) -> None:
    """Print minimum, median and maximum of each."""
    with tempfile.TemporaryDirectory() as place:
        for positions in (1_000, LINES_20K):
            measure_workbook(positions, rounds, Path(place))
        for positions in (400, 10_000, 20_000):
            measure_pdf(positions, rounds, Path(place))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
