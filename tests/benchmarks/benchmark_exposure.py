"""How long the questions of one screen take, and how that grows with the number of lines.

    python tests/benchmarks/benchmark_exposure.py

For each size: building the cube, every query of one screen together through several selections, laying out the charts,
and the same totals by pandas group-by for comparison. Processor time, best of eight, so that other work on the machine
counts little; trust the ratios.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

import large_analysis  # found by the line above

from sinolens.exposure.cube import Cube
from sinolens.exposure.headline import headline
from sinolens.exposure.selection import Selection
from sinolens.exposure.valuation import ValueBasis, revalue
from sinolens.figures.bars import layout_bars
from sinolens.figures.concentration import layout_concentration
from sinolens.figures.flow import layout_flow
from sinolens.figures.heatmap import layout_heatmap
from sinolens.figures.ring import layout_ring
from sinolens.figures.treemap import layout_treemap

SIZES = ((10_000, 100_000), (100_000, 1_000_000))
CHINA = ("china_ai",)
TILE = ("group", "issuer", "tier", "knowledge")
TIMES = 8
QUERIES = 13
"""Besides those of the headline, see `ask`."""


def ask(view: Cube) -> None:
    """Every query of one screen."""
    headline(view)
    for dimension in ("category", "tier", "manager", "asset_class", "account"):
        view.by(dimension)
    view.cross("category", "tier")
    view.cross("manager", "tier")
    view.totals(TILE, "full", CHINA)
    view.totals(("tier", "knowledge"), "full", CHINA)
    view.totals(("manager", "tier", "knowledge"), "full", CHINA)
    view.oldest(TILE)
    view.confidence(TILE)


def group_by(cube: Cube) -> None:
    """The thirteen totals by pandas, unfiltered, without labels."""
    frame = cube.analysis.slices
    scope = cube.values("scope").index("china_ai")
    china = frame[cube.codes("scope") == scope]
    managers = cube.codes("manager")
    for columns in (
        ["category"],
        ["tier"],
        managers,
        ["currency"],
        ["instrument"],
        ["category", "tier"],
        [managers, frame["tier"]],
    ):
        frame.groupby(columns)["market_value"].sum()
    for columns in (["group", "issuer_id", "tier"], ["tier", "method"], ["currency", "tier"]):
        china.groupby(columns)["market_value"].sum()
    china.groupby(["group", "issuer_id", "tier"])["data_date"].min()


def best(work: Callable[[], object]) -> float:
    """Milliseconds of the fastest of a few runs."""
    times = []
    for _ in range(TIMES):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times) * 1e3


def selections(cube: Cube) -> dict[str, Selection]:
    """What a user clicks: few lines kept, most lines kept, and filters finer than the cells."""
    return {
        "everything": Selection(),
        "tier is T1": Selection().only("tier", "T1"),
        "tier is not T1": Selection().excluding("tier", "T1"),
        "manager is one": Selection().only("manager", cube.values("manager")[0]),
        "manager is not one": Selection().excluding("manager", cube.values("manager")[0]),
        "fund is one": Selection().only("fund", cube.values("fund")[1]),
        "account is not one": Selection().excluding("account", cube.values("account")[0]),
        "name contains lotus": Selection().searching("lotus"),
    }


def run(positions: int, lines: int) -> dict[str, float]:
    """Print the times of one size, and return them."""
    analysis = large_analysis.build(positions, lines, issuers=5_000, managers=40)
    start = time.process_time()
    cube = Cube(analysis)
    ask(cube)
    times = {"build and first screen": (time.process_time() - start) * 1e3}
    for name, selection in selections(cube).items():
        times[f"screen, {name}"] = best(lambda selection=selection: ask(cube.select(selection)))
    for basis in (ValueBasis.WITH_UNFUNDED, ValueBasis.DELTA_ADJUSTED):
        times[f"value anew, {basis}"] = best(lambda basis=basis: revalue(analysis, basis))
    view = cube.select(Selection().excluding("tier", "T1"))
    figures = {
        "treemap 1100 x 400": lambda: layout_treemap(view, 1100, 400),
        "ring": lambda: layout_ring(view, 400, 240),
        "heat map": lambda: layout_heatmap(view, 560, 400),
        "bars": lambda: layout_bars(view, 420, 300),
        "concentration": lambda: layout_concentration(view, 460, 260),
        "flow": lambda: layout_flow(view, 900, 420),
    }
    for name, work in figures.items():
        work()
        times[f"layout, {name}"] = best(work)
    times["the same totals by pandas"] = best(lambda: group_by(cube))
    print(f"{positions:,} positions, {lines:,} lines")
    for name, spent in times.items():
        print(f"  {name:32} {spent:9.1f} ms")
    print(f"  pandas / cube, unfiltered {times['the same totals by pandas'] / times['screen, everything']:14.1f} x")
    return times


def main() -> None:
    """Run every size and print the growth."""
    small, large = (run(*size) for size in SIZES)
    print("growth with 10 times the lines")
    for name in small:
        print(f"  {name:32} {large[name] / small[name]:9.1f} x")


if __name__ == "__main__":
    main()
