"""The facts every page shares: read once in the background, and anew when what they are read with is other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from sinolens.qt.base.tasks import Task, Tasks

if TYPE_CHECKING:
    from sinolens.reference.loader import Reference
    from sinolens.services.fact_source import FactSource


class Facts(QObject):
    """Holds the facts, or none yet.

    Signals:
        loaded: they are there.
        refused: the exception when they could not be read.
    """

    loaded = Signal()
    refused = Signal(object)

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._reference: Reference | None = None
        self._source: FactSource | None = None
        self._round = 0
        self._loading = False

    def read(self, source: FactSource | None) -> Reference | None:
        """The facts; None while they are being read, and `loaded` fires when they are there."""
        if self._reference is None and not self._loading:
            self._loading, self._source = True, source
            self._round += 1
            number = self._round
            self._tasks.run(
                "Reading the facts", _FactReading(source), lambda found: self._take(found, number),
                self._refuse, cancellable=False)
        return self._reference

    def renew(self, source: FactSource | None) -> None:
        """Read them anew."""
        self._reference, self._loading = None, False
        self.read(source)

    def follow(self, source: FactSource | None) -> None:
        """Read them anew if they were read with something else."""
        if (self._reference is not None or self._loading) and source != self._source:
            self.renew(source)

    def _take(self, reference: Reference, number: int) -> None:
        if number == self._round:
            self._reference, self._loading = reference, False
            self.loaded.emit()

    def _refuse(self, error: Exception) -> None:
        self.refused.emit(error)


class _FactReading:
    """The work of reading the facts; knows no widget."""

    def __init__(self, source: FactSource | None) -> None:
        self._source = source

    def __call__(self, task: Task) -> Reference:
        from sinolens.services.lists import load_facts

        del task
        return load_facts(self._source)
