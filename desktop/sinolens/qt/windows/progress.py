"""What is being worked on, at the foot of the rail, where it moves and hides nothing; the user can stop it there."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from sinolens.qt.base.labels import ElidedLabel
from sinolens.qt.base.tasks import Task, Tasks


class ProgressStrip(QFrame):
    """Hidden while nothing has run for longer than the quiet time."""

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("progress")
        self._task: Task | None = None
        self._title = ElidedLabel("", "strong")
        self._words = ElidedLabel("", "caption")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Progress")
        self._stop = QPushButton("Stop")
        self._stop.setProperty("kind", "link")
        # A click leaves the keyboard where the user is at work; the tab key reaches it.
        self._stop.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._stop.setAccessibleName("Stop the work")
        self._stop.clicked.connect(self._cancel)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._title, 1)
        head.addWidget(self._stop)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 12)
        lines.setSpacing(4)
        lines.addLayout(head)
        lines.addWidget(self._words)
        lines.addWidget(self._bar)
        tasks.progressed.connect(self._show)
        self.hide()

    def _show(self, task: Task | None) -> None:
        self._task = task
        if task is not None:
            done, total, text = task.state
            self._title.setText(task.title)
            self._words.setText("Stopping…" if task.stopping else text)
            self._bar.setRange(0, total)
            self._bar.setValue(done)
            self._stop.setVisible(task.cancellable)
            self._stop.setEnabled(not task.stopping)
        else:
            # A hidden word can still be read by other programs, and a step's title may hold a name.
            self._title.setText("")
            self._words.setText("")
        self.setVisible(task is not None)

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._show(self._task)
