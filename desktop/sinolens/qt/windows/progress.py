"""The strip that says what is being worked on and lets the user stop it."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from sinolens.qt.base.labels import ElidedLabel
from sinolens.qt.base.tasks import Task, Tasks


class ProgressStrip(QFrame):
    """Hidden while nothing has run for longer than the quiet time."""

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messageBar")
        self._task: Task | None = None
        self._words = ElidedLabel()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Progress")
        self._stop = QPushButton("Stop")
        self._stop.clicked.connect(self._cancel)
        lines = QVBoxLayout()
        lines.setSpacing(6)
        lines.addWidget(self._words)
        lines.addWidget(self._bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(12)
        row.addLayout(lines, 1)
        row.addWidget(self._stop)
        tasks.progressed.connect(self._show)
        self.hide()

    def _show(self, task: Task | None) -> None:
        self._task = task
        self.setVisible(task is not None)
        if task is None:
            return
        done, total, text = task.state
        words = f"{task.title}: {text}" if text else task.title
        self._words.setText("Stopping…" if task.stopping else words)
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._stop.setVisible(task.cancellable)
        self._stop.setEnabled(not task.stopping)

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._show(self._task)
