"""The files on their way in, read and understood in the background; the latest wish of the user always wins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from sinolens.qt.base.tasks import Task
from sinolens.qt.base.workspace import Workspace
from sinolens.services.import_draft import Draft, follow, join, may_join, read_draft
from sinolens.services.import_templates import TemplateShelf

if TYPE_CHECKING:
    from sinolens.importing.options import ImportOptions
    from sinolens.importing.workbook import ReadCells

_TOGETHER = Path()
"""Stands for the work on all files together among the work on each."""


class _Reading:
    """The work of reading one file: knows no widget."""

    def __init__(self, path: Path, options: ImportOptions, lists: Path | None, shelf: TemplateShelf | None) -> None:
        self._path, self._options, self._lists, self._shelf = path, options, lists, shelf

    def __call__(self, task: Task) -> Draft:
        from sinolens.services.lists import load_facts

        return read_draft(self._path, self._options, load_facts(self._lists), self._shelf, task)


class _Following:
    """The work of understanding a file by another wish: knows no widget."""

    def __init__(self, draft: Draft, options: ImportOptions, lists: Path | None, beside: Sequence[ReadCells]) -> None:
        self._draft, self._options, self._lists, self._beside = draft, options, lists, beside

    def __call__(self, task: Task) -> Draft:
        from sinolens.services.lists import load_facts

        return follow(self._draft, self._options, load_facts(self._lists), task, self._beside)


class _Joining:
    """The work of understanding files together: knows no widget."""

    def __init__(self, drafts: Sequence[Draft], lists: Path | None) -> None:
        self._drafts, self._lists = drafts, lists

    def __call__(self, task: Task) -> tuple[Draft, ...]:
        from sinolens.services.lists import load_facts

        return join(self._drafts, load_facts(self._lists), task)


class Drafts(QObject):
    """The files, in the order they were given.

    Signals:
        arrived: a `Draft` that was read, or refused, for the first time.
        changed: the files, what is wished of one, or what was understood.
    """

    arrived = Signal(object)
    changed = Signal()

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._settled: dict[Path, Draft] = {}
        self._wishes: dict[Path, ImportOptions] = {}
        self._turns: dict[Path, int] = {}
        self._turn = 0
        self._tasks: dict[Path, Task] = {}
        self._new: list[Path] = []

    @property
    def shelf(self) -> TemplateShelf | None:
        """Where layouts are kept; None in a window that keeps nothing."""
        home = self._workspace.home
        return TemplateShelf(home.layouts) if home is not None else None

    @property
    def all(self) -> tuple[Draft, ...]:
        """Every file, with what is wished of it now."""
        return tuple(self.at(path) for path in self._settled)

    @property
    def is_busy(self) -> bool:
        """A file is being read, or a wish is being followed."""
        return bool(self._tasks)

    def has(self, path: Path) -> bool:
        """A file is among them."""
        return path in self._settled

    def at(self, path: Path) -> Draft:
        """One file, with what is wished of it now."""
        draft = self._settled[path]
        return replace(draft, options=self._wishes[path]) if path in self._wishes else draft

    def add(self, paths: Sequence[Path]) -> None:
        """Read files; one that was refused before is read again."""
        for path in paths:
            known = self._settled.get(path)
            if known is None or (known.refused is not None and known.read is None):
                self._start(path, known.options if known is not None else None)
        self.changed.emit()

    def read(self, path: Path, options: ImportOptions | None = None) -> None:
        """Read one file by what is said about it."""
        self._start(path, options)
        self.changed.emit()

    def _start(self, path: Path, options: ImportOptions | None) -> None:
        from sinolens.importing.options import ImportOptions

        said = options or ImportOptions()
        self._settled[path] = Draft(path, said)
        self._wishes.pop(path, None)
        turn = self._next(path)
        self._tasks[path] = self._workspace.tasks.run(
            f"Reading {path.name}", _Reading(path, said, self._workspace.lists, self.shelf),
            lambda draft: self._have_read(path, turn, draft), lambda error: self._failed(path, turn, error),
            cancelled=lambda: self._stopped(path, turn))

    def wish(self, path: Path, options: ImportOptions) -> None:
        """Understand a file in another way; what was understood stays until the new is there."""
        if path not in self._settled:
            return
        self._wishes[path] = options
        if path not in self._tasks:
            self._follow(path)
        self.changed.emit()

    def replace_file(self, path: Path, other: Path) -> None:
        """Read another file in place of one, by what was said about that."""
        options = self.at(path).options
        self.remove(path)
        self.read(other, replace(options, corrections={}))

    def remove(self, path: Path) -> None:
        """Take a file out; nothing of it is kept."""
        self._settled.pop(path, None)
        self._wishes.pop(path, None)
        self._turns.pop(path, None)
        task = self._tasks.pop(path, None)
        if task is not None:
            task.cancel()
        for other, draft in list(self._settled.items()):
            # What was looked up in the file that is gone is not known any more.
            if draft.read is not None and any(file == path.name for file, _, _ in draft.read.looked_up):
                self.wish(other, self.at(other).options)
        self.changed.emit()
        if not self._tasks:
            self._all_read()

    def clear(self) -> None:
        """Take all files out."""
        for task in self._tasks.values():
            task.cancel()
        for kept in (self._settled, self._wishes, self._turns, self._tasks):
            kept.clear()
        self.changed.emit()
        self._all_read()

    def _next(self, path: Path) -> int:
        self._turn += 1
        self._turns[path] = self._turn
        return self._turn

    def _follow(self, path: Path) -> None:
        options, turn = self._wishes[path], self._next(path)
        self._tasks[path] = self._workspace.tasks.run(
            f"Reading {path.name} again",
            _Following(self._settled[path], options, self._workspace.lists, self._beside(path)),
            lambda draft: self._have_followed(path, turn, draft), lambda error: self._failed(path, turn, error),
            cancelled=lambda: self._unwish(path, turn))

    def _have_read(self, path: Path, turn: int, draft: Draft) -> None:
        if self._turns.get(path) != turn:
            return
        self._tasks.pop(path, None)
        self._settled[path] = draft
        self._new.append(path)
        self._go_on(path)
        if not self._tasks:
            self._all_read()

    def _have_followed(self, path: Path, turn: int, draft: Draft) -> None:
        if self._turns.get(path) != turn:
            return
        self._tasks.pop(path, None)
        self._settled[path] = draft
        self._go_on(path)

    def _go_on(self, path: Path) -> None:
        wish = self._wishes.get(path)
        if wish is not None and wish != self._settled[path].options:
            self._follow(path)
        else:
            self._wishes.pop(path, None)
        self.changed.emit()

    def _beside(self, path: Path) -> list[ReadCells]:
        return [d.cells for other, d in self._settled.items() if other != path and d.cells is not None]

    def _all_read(self) -> None:
        """Every file is read: those that belong together are understood together, then the new ones are told of."""
        drafts = self.all
        if self._new and may_join(drafts):
            turns = dict(self._turns)
            self._tasks[_TOGETHER] = self._workspace.tasks.run(
                "Understanding the files together", _Joining(drafts, self._workspace.lists),
                lambda made: self._have_joined(turns, made), self._not_joined, cancelled=self._not_joined)
            self.changed.emit()
        else:
            self._tell_new()

    def _have_joined(self, turns: dict[Path, int], made: Sequence[Draft]) -> None:
        self._tasks.pop(_TOGETHER, None)
        for draft in made:
            if draft.path in self._settled and self._turns.get(draft.path) == turns.get(draft.path):
                self._settled[draft.path] = draft
        self.changed.emit()
        self._tell_new()

    def _not_joined(self, error: Exception | None = None) -> None:
        self._tasks.pop(_TOGETHER, None)
        self.changed.emit()
        self._tell_new()
        if error is not None:
            self._workspace.refuse(error)

    def _tell_new(self) -> None:
        new, self._new = self._new, []
        for path in new:
            if path in self._settled:
                self.arrived.emit(self._settled[path])

    def _stopped(self, path: Path, turn: int) -> None:
        """The user stopped the first reading: the file is not there."""
        if self._turns.get(path) == turn:
            self._tasks.pop(path, None)
            self.remove(path)
            self._workspace.tell(f"Stopped. {path.name} was not read.")

    def _unwish(self, path: Path, turn: int) -> None:
        """The user stopped a later reading: what was understood before stands."""
        if self._turns.get(path) == turn:
            self._tasks.pop(path, None)
            self._wishes.pop(path, None)
            self.changed.emit()
            self._workspace.tell("Stopped. What was understood before still stands.")

    def _failed(self, path: Path, turn: int, error: Exception) -> None:
        if self._turns.get(path) == turn:
            self._tasks.pop(path, None)
            self._wishes.pop(path, None)
            if self._settled[path].read is None:
                self.remove(path)
            self.changed.emit()
        self._workspace.refuse(error)
