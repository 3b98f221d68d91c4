"""The longest stall of the window over a recorded session: import, filter, judge, export. Prints; asserts nothing.

A heartbeat of 5 ms runs in the window's own event loop; a stall is the time between two beats. The idle baseline is the
longest gap while nothing is done, on the same machine at the same moment. The aim is the baseline + 50 ms. On a busy
machine gaps grow by what others do; "own work" is the processor time the window's thread itself spent in the longest.

python tests/benchmarks/session_stalls.py [positions]
"""

import csv
import os
import random
import sys
import tempfile
import threading
import time
import traceback
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

BEAT_MS, AIM_MS = 5, 50


class Heartbeat:
    """Measures the gaps between beats, by chapter."""

    def __init__(self):
        from PySide6.QtCore import Qt, QTimer

        self.chapter, self.gaps, self._last = "", {}, 0.0
        self.timer = QTimer()
        self.timer.setTimerType(Qt.TimerType.PreciseTimer)
        self.timer.timeout.connect(self.beat)
        self.places, self.work, self._cpu = {}, {}, 0.0
        self._seen = ""
        self._main = threading.get_ident()
        threading.Thread(target=self.watch, daemon=True).start()

    def beat(self):
        now, cpu = time.perf_counter(), time.thread_time()
        if self._last and self.chapter:
            gap = 1000 * (now - self._last)
            self.work[self.chapter] = max(self.work.get(self.chapter, 0.0), 1000 * (cpu - self._cpu))
            self.gaps.setdefault(self.chapter, []).append(gap)
            if self._seen:
                self.places.setdefault(self.chapter, []).append((gap, self._seen))
        self._last, self._cpu, self._seen = now, cpu, ""

    def watch(self):
        """Look where the window's thread is when a beat is late."""
        while True:
            time.sleep(0.02)
            if self.chapter and self._last and time.perf_counter() - self._last > 0.08:
                frame = sys._current_frames().get(self._main)
                frames = traceback.extract_stack(frame) if frame is not None else []
                ours = [f for f in frames if "sinolens" in f.filename and "benchmarks" not in f.filename]
                place = " < ".join(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in ours[:-4:-1])
                if place not in self._seen:
                    self._seen = f"{self._seen} | {place}".strip(" |")

    def begin(self, chapter):
        """What follows belongs to this chapter."""
        self.chapter, self._last, self._seen = chapter, time.perf_counter(), ""
        self._cpu = time.thread_time()


def write_holdings(target, count):
    chance = random.Random(5)
    from sinolens.reference.loader import load_reference

    names = [issuer.name for issuer in load_reference().issuers.values()][:400]
    with target.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["As of 2026-09-30"])
        out.writerow(["Account", "Manager", "Security", "Country", "Currency", "Quantity", "Price", "Market Value"])
        for number in range(count):
            name = chance.choice(names) if number % 3 else f"Example Holding {number % 5000} Inc"
            price = chance.randint(100, 90_000)
            out.writerow([f"A{number % 20}", f"Manager {number % 12}", name, "CN" if number % 3 else "US", "USD",
                          100, f"{price / 100:.2f}", f"{price:.2f}"])


def measure(count, home):
    """Run the session and print the longest gap of each chapter against the idle baseline."""
    import keyring
    import keyring.backends.null
    from PySide6.QtCore import QEventLoop, QTimer

    keyring.set_keyring(keyring.backends.null.Keyring())
    from sinolens.app import (
        AHEAD,
        _import_pages,
        _import_use_cases,
        dispose,
        hold_garbage,
        make_application,
        open_window,
    )
    from sinolens.exposure.selection import Selection
    from sinolens.qt.base.settings import Settings
    from sinolens.qt.windows.project_dialogs import NewFile
    from sinolens.qt.windows.usecases import UseCases
    from sinolens.services.export import export_report
    from sinolens.storage.paths import Home
    from sinolens.storage.views import save_view

    # As the program does behind its first window.
    _import_use_cases(None)
    _import_pages(None)
    application = make_application([])
    folders = Home.at(home)
    folders.make()
    window = open_window(application, Settings(folders.config), folders)
    cases = UseCases(window)
    garbage = hold_garbage(window)
    window.resize(1600, 1000)
    window.show()
    for page in AHEAD:
        window.build_ahead(page)
    workspace, beat = window.workspace, Heartbeat()
    beat.timer.start(BEAT_MS)

    def spin(milliseconds):
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def settle(least=150, limit=300.0):
        begun = time.monotonic()
        spin(least)
        while workspace.tasks.running and time.monotonic() - begun < limit:
            spin(50)
        spin(least)

    trouble = []
    workspace.message.connect(lambda message: trouble.append(message) if message.severity == "error" else None)
    workspace.tasks.unexpected.connect(trouble.append)
    file = home / "holdings.csv"
    write_holdings(file, count)
    spin(500)
    beat.begin("idle")
    spin(2000)
    beat.begin("import")
    # With the page's own buttons, so that everything a user waits for is in it.
    cases.add_files([file])
    settle()
    window.pages["import"]._analyse.click()
    settle()
    window.show_page("overview")
    settle()
    assert workspace.analysis is not None, trouble
    assert len(workspace.analysis.positions) == count
    beat.begin("filter")
    for page in ("overview", "charts", "holdings"):
        window.show_page(page)
        settle(60)
        for tier in workspace.cube.values("tier"):
            workspace.select(Selection().only("tier", tier))
            spin(60)
        for name in workspace.cube.values("manager")[:6]:
            workspace.select(Selection().only("manager", name))
            spin(60)
        workspace.clear_filter()
        spin(60)
    beat.begin("keep and judge")
    cases.projects.create(NewFile(home / "session.sinolens", None, in_store=False, keep_open=True))
    settle()
    if workspace.session is not None:
        workspace.change("Keeping a view", lambda project: save_view(project, "One", {"filter": {}, "lens": {}}))
        settle()
        workspace.undo()
        settle()
        judge_otherwise(workspace, settle)
    beat.begin("export")
    for kind in ("xlsx", "pdf"):
        analysis, target = workspace.analysis, home / f"report.{kind}"
        workspace.tasks.run("Writing", lambda task, a=analysis, t=target, k=kind: export_report(a, t, k), print_done)
        settle()
        assert target.stat().st_size > 0
    beat.timer.stop()
    garbage.stop()
    idle = max(beat.gaps["idle"])
    print(f"idle, longest gap           {idle:7.1f} ms; the aim is {idle + AIM_MS:.1f} ms")
    for chapter, gaps in beat.gaps.items():
        if chapter != "idle":
            over = sum(gap > idle + AIM_MS for gap in gaps)
            print(f"{chapter:<27} {max(gaps):7.1f} ms longest (own work {beat.work[chapter]:.0f} ms), "
                  f"{over} gaps above the aim")
            for gap, place in sorted(beat.places.get(chapter, []), reverse=True)[:3]:
                print(f"    {gap:6.0f} ms  {place}")
    window.close()
    dispose(window)


def judge_otherwise(workspace, settle):
    """Propose another tier for the largest position, approve it, and wait for the analysis that follows."""
    from sinolens.services.override_steps import allow_own_approval, judge, list_choices, propose, value_on

    at = "2026-10-01T09:00:00+00:00"
    analysis = workspace.analysis
    row = int(analysis.positions["market_value"].to_numpy().argmax())
    other = next(code for code in list_choices(analysis, "tier") if code != value_on(analysis, row, "tier"))
    workspace.change("Deciding one's own proposals", lambda project: allow_own_approval(project, True))
    settle()
    workspace.change("Proposing", lambda project: propose(
        project, analysis, row, "tier", other, "Measured in a session", "", None, "One", at))
    settle()
    key = next(iter(workspace.session.project.rows("override")), "") if workspace.session is not None else ""
    assert key, "no override was proposed"
    workspace.change("Approving", lambda project: judge(project, key, True, "One", at, "Measured"))
    settle()


def print_done(result):
    """The work is done; its result is not needed."""
    del result


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        measure(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000, Path(folder))
