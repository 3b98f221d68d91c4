"""How fast the window starts, filters and hovers, and whether its memory stays steady. Prints; asserts nothing.

python tests/benchmarks/benchmark_window.py [positions]
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

PAINTED = """
import os, sys, time
def tell():
    print(time.perf_counter() - start, time.process_time(), time.monotonic(),
          *("late" if name not in sys.modules else "EARLY" for name in ("pandas", "pyqtgraph")), flush=True)
    os._exit(0)
start = time.perf_counter()
"""
BARE = PAINTED + """
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication([]); window = QMainWindow(); window.show(); application.processEvents()
tell()
"""
OURS = PAINTED + """
import gc
gc.disable()  # as the entry point does
from PySide6.QtWidgets import QApplication
def loop(*_):
    QApplication.processEvents()
    tell()
QApplication.exec = loop
from sinolens.__main__ import main
main(["--home", sys.argv[1]])
"""


def measure_start(rounds=9):
    """Seconds to the first painted window by the program's own entry, each in a fresh process, taken in turns.

    From the start of the process, as a user waits, and from the first import. Beside them the processor time of the
    whole process, which a busy machine lengthens less.
    """
    # Compiled modules are kept, as an installed program keeps them; the first round makes them.
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": tempfile.mkdtemp()}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    taken = {"bare window": [], "Sinolens": []}
    for _ in range(rounds + 1):
        for name, program in (("bare window", BARE), ("Sinolens", OURS)):
            begun = time.monotonic()
            done = subprocess.run([sys.executable, "-c", program, tempfile.mkdtemp()], capture_output=True, text=True,
                                  check=True, env=environment, timeout=60)
            first, work, painted, *notes = done.stdout.split()
            taken[name].append((float(painted) - begun, float(first), float(work)))
    for place, what in enumerate(("from the process's start", "from the first import", "processor time")):
        bare, ours = ([round_[place] for round_ in taken[name][1:]] for name in taken)
        print(f"start, {what:<25} bare {1000 * min(bare):4.0f} ms, Sinolens {1000 * min(ours):4.0f} ms, "
              f"ratio of the best {min(ours) / min(bare):.2f}, "
              f"of the medians {statistics.median(ours) / statistics.median(bare):.2f}")
    print(f"at the first window: pandas {notes[0]}, pyqtgraph {notes[1]}")


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def measure_use(count):
    """Milliseconds of a filter that repaints everything, and of a hover, with so many positions."""
    import large_analysis
    from PySide6.QtCore import QPoint, QPointF, Qt
    from PySide6.QtGui import QMouseEvent, QWheelEvent

    from sinolens.app import dispose, hold_garbage, make_application, open_window
    from sinolens.exposure.selection import Selection
    from sinolens.qt.base.settings import Settings
    from sinolens.qt.base.workspace import prepare

    application = make_application([])
    window = open_window(application, Settings(Path(tempfile.mkdtemp())))
    # As the program does: Python looks for garbage between events.
    garbage = hold_garbage(window)
    window.resize(1600, 1000)
    window.show()
    application.processEvents()
    opened = prepare(large_analysis.build(count, 2 * count, 1500, 24))
    start = time.perf_counter()
    window.workspace.open(opened)
    application.processEvents()
    print(f"{count:,} positions, open       {1000 * (time.perf_counter() - start):7.0f} ms")
    tiers, managers = ("T1", "T2", "T3", "T4", "T5"), list(opened.cube.values("manager"))
    choices = [Selection().only("tier", tier) for tier in tiers]
    choices += [Selection().only("manager", name) for name in managers[:10]]
    choices += [Selection().only("tier", tier).only("manager", name) for tier in tiers for name in managers[:4]]
    for name in ("overview", "charts"):
        window.show_page(name)
        page = window.pages[name]
        settle(application, window, lambda page=page: is_drawn(page))
        times, own = [], []
        for selection in choices:
            start, work = time.perf_counter(), time.thread_time()
            window.workspace.select(selection)
            repaint(application, page)
            times.append(1000 * (time.perf_counter() - start))
            own.append(1000 * (time.thread_time() - work))
        for words, taken in ((f"filter, {name} painted", times), ("  of it own processor time", own)):
            print(f"{words:<27} median {statistics.median(taken):6.1f} ms, p95 {percentile(taken, 0.95):6.1f} ms")
    window.show_page("overview")
    page = window.pages["overview"]
    window.workspace.clear_filter()
    application.processEvents()
    picture, hovers = page.treemap.picture, []
    for step in range(300):
        place = QPointF(20 + step * 2 % (picture.width() - 40), 30 + step * 7 % (picture.height() - 60))
        event = QMouseEvent(
            QMouseEvent.Type.MouseMove,
            place,
            picture.mapToGlobal(place),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
        )
        start = time.perf_counter()
        application.sendEvent(picture, event)
        application.processEvents()
        hovers.append(1000 * (time.perf_counter() - start))
    print(
        f"hover                      median {statistics.median(hovers):6.1f} ms, p95 {percentile(hovers, 0.95):6.1f} ms"
    )
    start = time.perf_counter()
    window.show_page("holdings")
    application.processEvents()
    print(f"show holdings               {1000 * (time.perf_counter() - start):13.0f} ms")
    table, sorts = window.page.table, []
    for place in (0, 2, 15):
        start = time.perf_counter()
        table.sortByColumn(place, Qt.SortOrder.AscendingOrder)
        table.repaint()
        sorts.append(1000 * (time.perf_counter() - start))
    print(f"sort by a column, first time{max(sorts):13.0f} ms at most")
    place, steps, own = QPointF(200, 200), [], []
    for _ in range(200):
        event = QWheelEvent(
            place, table.viewport().mapToGlobal(place), QPoint(0, 0), QPoint(0, -120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )
        start, work = time.perf_counter(), time.thread_time()
        application.sendEvent(table.viewport(), event)
        application.processEvents()
        steps.append(1000 * (time.perf_counter() - start))
        own.append(1000 * (time.thread_time() - work))
    print(f"a step of the wheel        median {statistics.median(steps):6.1f} ms, "
          f"p95 {percentile(steps, 0.95):6.1f} ms; own work {statistics.median(own):.1f} ms")
    garbage.stop()
    window.close()
    dispose(window)


def is_drawn(page):
    return all(card.picture._pixmap is not None for card in page.charts if not card.picture.visibleRegion().isEmpty())


def repaint(application, page):
    """As after a click: events until every picture in sight is drawn anew, and what was drawn last is shown."""
    application.processEvents()
    while not is_drawn(page):
        application.processEvents()
    application.processEvents()


def settle(application, window, condition=None):
    """Let the window come to rest: nothing runs in the background, and the condition holds."""
    from sinolens.qt.charts.classes import classes_of

    until = time.monotonic() + 60
    while time.monotonic() < until:
        application.processEvents()
        busy = window.workspace.tasks.running or classes_of(window).pending
        if not busy and (condition is None or condition()):
            return
        time.sleep(0.002)
    raise TimeoutError("The window does not come to rest.")


def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def measure_memory(cycles=500):
    """Resident megabytes over cycles of opening, filtering and closing."""
    import synthetic_analysis
    from PySide6.QtCore import QEvent

    from sinolens.app import dispose, hold_garbage, make_application, open_window
    from sinolens.exposure.selection import Selection
    from sinolens.qt.base.settings import Settings
    from sinolens.qt.base.workspace import prepare

    application = make_application([])
    window = open_window(application, Settings(Path(tempfile.mkdtemp())))
    garbage = hold_garbage(window)
    window.show()
    analysis = synthetic_analysis.build(60)
    for cycle in range(cycles + 1):
        window.workspace.open(prepare(analysis))
        window.workspace.select(Selection().only("tier", "T4"))
        settle(application, window)
        window.workspace.close()
        application.processEvents()
        # A running event loop would delete what was dropped by itself.
        application.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        if cycle in (50, cycles // 2, cycles):
            print(f"memory after {cycle:4} cycles     {resident():7.0f} MB")
    garbage.stop()
    window.close()
    dispose(window)


if __name__ == "__main__":
    measure_start()
    measure_use(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
    measure_memory()
