"""What is being worked on, at the foot of the rail, where it moves and hides nothing; the user can stop it there."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from sinolens.qt.base.labels import ElidedLabel, TwoLines
from sinolens.qt.base.named import set_named
from sinolens.qt.base.tasks import Task, Tasks


class ProgressStrip(QFrame):
    """Hidden while nothing has run for longer than the quiet time."""

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("progress")
        self._task: Task | None = None
        self._title = TwoLines("", "strong")
        self._words = ElidedLabel("", "caption")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Progress")
        self._stop = QPushButton("Stop")
        self._stop.setProperty("kind", "link")
        # A click leaves the keyboard where the user is at work; the tab key reaches it.
        set_named(self._stop, focusPolicy="TabFocus")
        self._stop.setAccessibleName("Stop the work")
        self._stop.clicked.connect(self._cancel)
        # Beside the words, which may be short: the title has the whole width.
        foot = QHBoxLayout()
        foot.setSpacing(6)
        foot.addWidget(self._words, 1)
        foot.addStretch(0)
        foot.addWidget(self._stop)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 8)
        lines.setSpacing(4)
        lines.addWidget(self._title)
        lines.addWidget(self._bar)
        lines.addLayout(foot)
        tasks.progressed.connect(self._show)
        self.hide()

    def _show(self, task: Task | None) -> None:
        appears = task is not None and task is not self._task
        self._task = task
        if task is not None:
            done, total, text = task.state
            self._title.setText(task.title)
            words = "Stopping…" if task.stopping else text
            self._words.setText(words)
            self._words.setVisible(bool(words))
            # Of what is not counted the bar tells that it goes on: it moves from end to end.
            self._bar.setRange(0, total)
            self._bar.setValue(done)
            # It stays enabled while the work stops, so that the keyboard stays on it: pressed again it does nothing.
            self._stop.setVisible(task.cancellable)
            self._dress_stop(task.stopping)
        else:
            # A hidden word can still be read by other programs, and a step's title may hold a name.
            self._title.setText("")
            self._words.setText("")
        self.setVisible(task is not None)
        if task is not None and appears:
            self._announce(task.title)

    def _dress_stop(self, spent: bool) -> None:
        if self._stop.property("spent") != spent:
            self._stop.setProperty("spent", spent)
            self._stop.style().unpolish(self._stop)
            self._stop.style().polish(self._stop)

    def _announce(self, words: str) -> None:
        """Say it to who does not see it come; it waits for what is being read."""
        # Late: the start does without these and their many names.
        from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _cancel(self) -> None:
        if self._task is not None and not self._task.stopping:
            self._task.cancel()
            self._show(self._task)
            self._announce("Stopping")
