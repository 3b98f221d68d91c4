"""The steps of the import, one shown at a time; each is built when it is first shown."""

from __future__ import annotations

from functools import cached_property
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from sinolens.figures.theme import Theme
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.pages.import_accounts import AccountsStep
from sinolens.qt.pages.import_layout import SheetStep
from sinolens.qt.pages.import_review import ReviewStep
from sinolens.qt.pages.import_source import SourceStep
from sinolens.qt.pages.import_step import Step
from sinolens.qt.pages.import_tie import TieStep
from sinolens.qt.pages.import_values import ValuesStep

S = TypeVar("S", bound=Step)


class StepStack(QStackedWidget):
    """Holds the steps and hands on what they ask for.

    Signals:
        wanted: `ImportOptions` of the file as the user now wants it understood.
        cell_wanted: address of a cell to show on the sheet.
        layout_wanted: the user wants the table's layout saved.
        attached: a place and the position a fund's lines belong to.
        copy_wanted, mended_wanted: of the last step.
    """

    wanted = Signal(object)
    cell_wanted = Signal(str)
    layout_wanted = Signal()
    attached = Signal(object, str)
    copy_wanted = Signal()
    mended_wanted = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._made: list[Step] = []
        self.source = SourceStep(workspace, self)
        self.addWidget(self.source)

    @cached_property
    def sheet(self) -> SheetStep:
        """The steps of the sheet and of its columns."""
        made = self._admit(SheetStep(self._workspace.appearance))
        made.layout_wanted.connect(self.layout_wanted)
        return made

    @cached_property
    def values(self) -> ValuesStep:
        """The step of values."""
        made = self._admit(ValuesStep(self._workspace))
        made.cell_wanted.connect(self.cell_wanted)
        return made

    @cached_property
    def accounts(self) -> AccountsStep:
        """The step of accounts and funds."""
        made = self._admit(AccountsStep())
        made.attached.connect(self.attached)
        return made

    @cached_property
    def tie(self) -> TieStep:
        """The step of the tie-out."""
        made = self._admit(TieStep())
        made.cell_wanted.connect(self.cell_wanted)
        return made

    @cached_property
    def review(self) -> ReviewStep:
        """The last step."""
        made = self._admit(ReviewStep(self._workspace.appearance))
        made.copy_wanted.connect(self.copy_wanted)
        made.mended_wanted.connect(self.mended_wanted)
        made.cell_wanted.connect(self.cell_wanted)
        return made

    @property
    def reviewed(self) -> ReviewStep | None:
        """The last step where it was looked at; without a look its answers are what they start with."""
        return self.review if "review" in vars(self) else None

    def show_step(self, key: str) -> Step | None:
        """Show a step; None for the list of files."""
        step = None if key == "source" else getattr(self, "sheet" if key == "columns" else key)
        self.setCurrentWidget(step or self.source)
        if key in ("sheet", "columns"):
            self.sheet.show_mode(key)
        return step

    def forget_moves(self) -> None:
        """A choice was taken back: nothing is told of what it moved."""
        if "sheet" in vars(self):
            self.sheet.forget_moves()

    def tint(self, theme: Theme) -> None:
        """The steps take the theme."""
        for step in (self.source, *self._made):
            step.tint(theme)

    def _admit(self, made: S) -> S:
        self._made.append(made)
        self.addWidget(made)
        made.wanted.connect(self.wanted)
        made.tint(self._workspace.appearance.theme)
        return made
