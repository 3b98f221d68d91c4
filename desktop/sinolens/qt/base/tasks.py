"""The one way to run work in the background.

Two executors (one thread for the project, so that its work never overlaps; one for everything else), one dispatcher
on the main thread, progress polled by a timer. Callbacks always run on the main thread.
"""

from __future__ import annotations

import gc
import sys
from collections import deque
from collections.abc import Callable
from functools import partial
from threading import Event, Lock
from time import monotonic
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from sinolens.domain.progress import Cancelled

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

POLL_MS = 100
QUIET_SECONDS = 0.6
LINGER_SECONDS = 0.5
TURN_SECONDS = 0.00005
"""How long busy work keeps the interpreter when the window wants it: each call into Qt asks for it anew, so that with
Python's own 5 ms a single repaint beside an export waits for seconds."""


class Task:
    """One piece of running work, and the progress it is given. Safe to call from any thread.

    Attributes:
        title: what is being done, in the user's words.
        started: monotonic seconds.
        cancellable: whether the user may stop it.
        quiet: who runs it says how it goes; the progress strip does not.
    """

    def __init__(self, title: str, cancellable: bool, quiet: bool = False) -> None:
        self.title = title
        self.cancellable = cancellable
        self.quiet = quiet
        self.started = monotonic()
        self._lock = Lock()
        self._stop = Event()
        self._state = (0, 0, "")

    def report(self, done: int, total: int, text: str) -> None:
        """Say how far the work is (`total` 0 = unknown)."""
        with self._lock:
            self._state = (done, total, text)

    def check(self) -> None:
        """Raise `Cancelled` when the user asked to stop."""
        if self._stop.is_set():
            raise Cancelled

    def cancel(self) -> None:
        """Ask the work to stop at its next check."""
        self._stop.set()

    @property
    def stopping(self) -> bool:
        """The user asked to stop."""
        return self._stop.is_set()

    @property
    def state(self) -> tuple[int, int, str]:
        """Done, total, text."""
        with self._lock:
            return self._state


class Tasks(QObject):
    """Runs work off the main thread and brings its outcome back to it.

    Signals:
        progressed: the task to show, or None when nothing has run for longer than the quiet time.
        unexpected: an exception nobody asked to be told about.
    """

    progressed = Signal(object)
    unexpected = Signal(object)
    _woken = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executors: dict[str, ThreadPoolExecutor] = {}
        # What follows each piece of work, and what is done in its place when nothing follows any more.
        self._outcomes: deque[tuple[Callable[[], None], Callable[[], None]]] = deque()
        self._running: list[Task] = []
        self._shown_since: float | None = None
        self._closed = False
        # Only workers emit it, after they appended: what it is connected to runs in its own turn of the main thread.
        self._woken.connect(self._drain)
        # Work begins when the window has painted what led to it: both at once would take twice as long to show.
        self._due: deque[Callable[[], object]] = deque()
        self._start = QTimer(self)
        self._start.setSingleShot(True)
        self._start.timeout.connect(self._submit)
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self._show_progress)

    @property
    def running(self) -> tuple[Task, ...]:
        """The work under way, oldest first."""
        return tuple(self._running)

    def run(
        self,
        title: str,
        work: Callable[[Task], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
        *,
        cancelled: Callable[[], None] | None = None,
        project: bool = False,
        cancellable: bool = True,
        quiet: bool = False,
        dropped: Callable[[Any], None] | None = None,
    ) -> Task:
        """Run `work(task)` in the background; exactly one of the callbacks follows on the main thread.

        Args:
            title: what is being done, for the progress strip.
            work: gets the task as its `Progress`.
            done: gets the result.
            failed: gets the exception; without it the exception is shown as unexpected.
            cancelled: called after the user stopped the work.
            project: serialise with all other project work.
            cancellable: whether the user is offered to stop it.
            quiet: never shown in the progress strip, because the caller shows it in its own place.
            dropped: gets the result that came when all was closed, so that no callback takes it any more: what it holds
                open is closed there. On the main thread too.
        """
        task = Task(title, cancellable, quiet)
        self._running.append(task)
        self._poll.start()
        executor = self._executor("project", 1) if project else self._executor("general", 2)

        def perform() -> None:
            if self._closed and not (project and not cancellable):
                return
            undelivered = _nothing
            try:
                result = work(task)
            except Cancelled:
                outcome: Callable[[], None] = cancelled or _nothing
            except Exception as error:  # noqa: BLE001 - every failure of any work is handed to the main thread
                caught = error
                outcome = (lambda: failed(caught)) if failed else (lambda: self.unexpected.emit(caught))
            else:
                outcome = lambda: done(result)  # noqa: E731 - runs on the main thread, holds no widget
                if dropped is not None:
                    undelivered = lambda: dropped(result)  # noqa: E731 - as above
            self._outcomes.append((lambda: self._finish(task, outcome), undelivered))
            if not self._closed:
                self._woken.emit()

        self._due.append(partial(executor.submit, perform))
        self._start.start(0)
        return task

    def close(self) -> None:
        """Stop everything: ask all work to stop, wait for it, run no more callbacks.

        What the user did in the project and cannot stop any more is done first, also where its turn had not come: a
        step is kept at its beginning, and what would be worked out of it stops at its first check.
        """
        if self._closed:
            # What was asked for after the end is not begun.
            self._due.clear()
        self._closed = True
        self._poll.stop()
        for task in self._running:
            task.cancel()
        while self._due:
            self._due.popleft()()
        for executor in self._executors.values():
            executor.shutdown(wait=True)
        left = [undelivered for _, undelivered in self._outcomes]
        self._outcomes.clear()
        self._running.clear()
        for undelivered in left:
            undelivered()

    def _executor(self, name: str, threads: int) -> ThreadPoolExecutor:
        if name not in self._executors:
            # Late: the window is painted before anything runs.
            from concurrent.futures import ThreadPoolExecutor

            sys.setswitchinterval(TURN_SECONDS)
            self._executors[name] = ThreadPoolExecutor(threads, thread_name_prefix=name)
        return self._executors[name]

    def _submit(self) -> None:
        while self._due and not self._closed:
            self._due.popleft()()

    def _drain(self) -> None:
        while self._outcomes and not self._closed:
            self._outcomes.popleft()[0]()

    def _finish(self, task: Task, outcome: Callable[[], None]) -> None:
        self._running.remove(task)
        outcome()

    def _show_progress(self) -> None:
        now = monotonic()
        slow = [task for task in self._running if not task.quiet and now - task.started >= QUIET_SECONDS]
        if slow:
            self._shown_since = self._shown_since or now
            self.progressed.emit(slow[0])
        elif self._shown_since is not None and now - self._shown_since >= LINGER_SECONDS:
            self._shown_since = None
            self.progressed.emit(None)
        if not self._running and self._shown_since is None:
            self._poll.stop()


LONGEST_WAIT = 30
"""Looks for garbage left out in a row because work is under way."""
MANY = 50_000
"""Things made since the last look that take longer to look through than the window may wait."""
MOST_SETTLED = 100
"""Analyses and pages left out of the looks before all are looked at once: bounds what circles among them may hold."""


class GarbageTimer(QObject):
    """Python's cyclic collector, held to the main thread: collected in a worker it may delete Qt objects there."""

    def __init__(self, parent: QObject | None = None, interval_ms: int = 1000, tasks: Tasks | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._waits = tasks, 0
        self._thresholds = gc.get_threshold()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(interval_ms)
        self._timer.timeout.connect(self._collect)
        self._timer.start()
        self._settled, self._released = 0, False

    def settle(self) -> None:
        """Leave what is there now out of the looks to come: a look at a whole analysis and its pages is a stall.

        What is no longer needed goes by itself all the same, but for what refers to itself in a circle.
        """
        gc.freeze()
        self._settled += 1
        if self._settled >= MOST_SETTLED:
            self.release()

    def release(self) -> None:
        """Look at everything once more, when no work is under way: what was open is closed."""
        self._released = True

    def stop(self) -> None:
        """Give the collector back to Python."""
        self._timer.stop()
        gc.enable()

    def _collect(self) -> None:
        # What work under way has made is looked through when it is done: most of it is gone by itself then.
        if self._tasks is not None and self._tasks.running and self._waits < LONGEST_WAIT:
            self._waits += 1
            return
        self._waits = 0
        if self._released:
            self._released, self._settled = False, 0
            gc.unfreeze()
            gc.collect()
            gc.freeze()
            return
        counts = gc.get_count()
        if counts[0] > MANY:
            # Holdings just read or an analysis just made: to look through it would be a stall.
            self.settle()
            return
        for generation in (2, 1, 0):
            if 0 < self._thresholds[generation] < counts[generation]:
                gc.collect(generation)
                return


def _nothing() -> None:
    """Nothing follows: nobody waits for it."""
