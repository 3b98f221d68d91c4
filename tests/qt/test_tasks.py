"""Background work: results on the main thread, progress, cancelling, closing."""

import gc
import sys
import threading

import pytest

from sinolens.qt.base import tasks as tasks_module
from sinolens.qt.base.tasks import QUIET_SECONDS, TURN_SECONDS, GarbageTimer, Tasks


@pytest.fixture
def tasks(qapp):
    made = Tasks()
    yield made
    made.close()
    made.deleteLater()


def test_the_result_comes_back_on_the_main_thread(tasks, qtbot):
    seen = []
    tasks.run("Adding", lambda task: (threading.current_thread().name, 1 + 1),
              lambda result: seen.append((*result, threading.current_thread())))
    qtbot.waitUntil(lambda: bool(seen))
    name, total, thread = seen[0]
    assert name.startswith("general")
    assert total == 2
    assert thread is threading.main_thread()
    assert tasks.running == ()


def test_the_window_gets_its_turn_beside_busy_work(tasks, qtbot):
    seen = []
    tasks.run("Working", lambda task: sys.getswitchinterval(), seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [pytest.approx(TURN_SECONDS)]
    assert TURN_SECONDS <= 0.001


def test_a_failure_goes_to_who_asked_or_is_unexpected(tasks, qtbot):
    seen = []
    tasks.run("Failing", lambda task: 1 / 0, seen.append, seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert isinstance(seen[0], ZeroDivisionError)
    with qtbot.waitSignal(tasks.unexpected) as caught:
        tasks.run("Failing", lambda task: {}["x"], seen.append)
    assert isinstance(caught.args[0], KeyError)


def test_work_stops_when_it_is_cancelled(tasks, qtbot):
    started, seen = threading.Event(), []

    def work(task):
        started.set()
        while True:
            task.check()

    task = tasks.run("Endless", work, seen.append, seen.append, cancelled=lambda: seen.append("stopped"))
    started.wait(5)
    task.cancel()
    qtbot.waitUntil(lambda: seen == ["stopped"])


def test_progress_is_shown_only_for_slow_work_and_goes_away(tasks, qtbot):
    release, shown = threading.Event(), []
    tasks.progressed.connect(shown.append)

    def work(task):
        task.report(3, 10, "three of ten")
        release.wait(10)

    task = tasks.run("Slow", work, lambda result: None)
    qtbot.wait(int(QUIET_SECONDS * 500))
    assert shown == []
    qtbot.waitUntil(lambda: bool(shown))
    assert shown[-1] is task
    assert task.state == (3, 10, "three of ten")
    release.set()
    qtbot.waitUntil(lambda: shown[-1] is None)


def test_project_work_never_overlaps(tasks, qtbot):
    inside, most, done = [], [], []

    def work(task):
        inside.append(1)
        most.append(len(inside))
        inside.pop()

    for _ in range(20):
        tasks.run("Step", work, done.append, project=True)
    qtbot.waitUntil(lambda: len(done) == 20)
    assert max(most) == 1


def test_what_was_done_in_the_project_is_kept_although_the_program_ends_before_its_turn(tasks):
    kept, told = [], []

    def busy(task):
        while True:
            task.check()

    tasks.run("Backing up", busy, told.append, project=True)
    tasks.run("Accepting the match", lambda task: kept.append("queued"), told.append, project=True, cancellable=False)
    tasks._submit()
    tasks.run("Opening", lambda task: kept.append("opened"), told.append, project=True)
    tasks.run("Drawing", lambda task: kept.append("drawn"), told.append, cancellable=False)
    tasks.run("Accepting another", lambda task: kept.append("due"), told.append, project=True, cancellable=False)
    tasks.close()
    assert kept == ["queued", "due"]
    assert told == []
    assert tasks.running == ()
    tasks.run("Too late", lambda task: kept.append("late"), told.append, project=True, cancellable=False)
    tasks.close()
    assert kept == ["queued", "due"]


def test_closing_waits_and_calls_nobody_back(qapp, qtbot):
    tasks, seen = Tasks(), []
    tasks.run("Slow", lambda task: threading.Event().wait(0.2), seen.append)
    tasks.close()
    qtbot.wait(50)
    assert seen == []
    assert not any(t.name.startswith(("project", "general")) for t in threading.enumerate() if t.is_alive())


def test_garbage_is_collected_on_the_main_thread_only(qapp, qtbot):
    timer = GarbageTimer(interval_ms=10)
    try:
        assert not gc.isenabled()
        junk = [[] for _ in range(2000)]
        for item in junk:
            item.append(item)
        del junk, item
        qtbot.waitUntil(lambda: gc.get_count()[0] < 700)
    finally:
        timer.stop()
        timer.deleteLater()
    assert gc.isenabled()


def make_junk(count=2000):
    """Things that only the collector can take away."""
    junk = [[] for _ in range(count)]
    for item in junk:
        item.append(item)


def test_garbage_waits_while_work_is_under_way_and_is_collected_after_it(qapp, qtbot):
    tasks, free = Tasks(), threading.Event()
    timer = GarbageTimer(interval_ms=5, tasks=tasks)
    try:
        tasks.run("Slow", lambda task: free.wait(30), lambda result: None)
        make_junk()
        qtbot.wait(50)
        assert gc.get_count()[0] > 700
        free.set()
        qtbot.waitUntil(lambda: gc.get_count()[0] < 700)
    finally:
        free.set()
        timer.stop()
        timer.deleteLater()
        tasks.close()


def test_garbage_is_looked_for_in_the_end_though_work_never_ends(qapp, qtbot):
    tasks, free = Tasks(), threading.Event()
    timer = GarbageTimer(interval_ms=1, tasks=tasks)
    try:
        tasks.run("Endless", lambda task: free.wait(30), lambda result: None)
        make_junk()
        qtbot.waitUntil(lambda: gc.get_count()[0] < 700)
        assert tasks.running
    finally:
        free.set()
        timer.stop()
        timer.deleteLater()
        tasks.close()


def test_what_stays_is_left_out_of_the_looks_until_it_is_released(qapp, qtbot):
    timer = GarbageTimer(interval_ms=5)
    try:
        before = gc.get_freeze_count()
        make_junk()
        timer.settle()
        assert gc.get_freeze_count() > before + 2000
        qtbot.wait(30)
        settled = gc.get_freeze_count()
        assert settled > before + 2000
        timer.release()
        qtbot.waitUntil(lambda: gc.get_freeze_count() < settled - 1900)
    finally:
        gc.unfreeze()
        timer.stop()
        timer.deleteLater()


def test_everything_is_looked_at_after_many_things_that_stayed(qapp, qtbot, monkeypatch):
    monkeypatch.setattr(tasks_module, "MOST_SETTLED", 3)
    timer = GarbageTimer(interval_ms=5)
    try:
        make_junk()
        for _ in range(3):
            timer.settle()
        settled = gc.get_freeze_count()
        qtbot.waitUntil(lambda: gc.get_freeze_count() < settled - 1900)
    finally:
        gc.unfreeze()
        timer.stop()
        timer.deleteLater()


def test_what_comes_when_all_is_closed_is_handed_back(qapp):
    made, seen = Tasks(), []
    made.run("Opening", lambda task: "session", lambda result: seen.append("taken"), dropped=seen.append, project=True)
    made.run("Failing", lambda task: 1 / 0, lambda result: None, lambda error: None, dropped=seen.append, project=True)
    made._submit()
    made._executors["project"].submit(lambda: None).result(30)
    made.close()
    made.deleteLater()
    assert seen == ["session"]


def test_what_was_taken_is_not_handed_back(tasks, qtbot):
    taken, dropped = [], []
    tasks.run("Opening", lambda task: "session", taken.append, dropped=dropped.append)
    qtbot.waitUntil(lambda: bool(taken))
    tasks.close()
    assert (taken, dropped) == (["session"], [])
