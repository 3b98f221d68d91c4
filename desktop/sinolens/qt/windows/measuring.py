"""The value the whole window shows, its measures, and the exchange rates, as commands of the window."""

from __future__ import annotations

from typing import Any

from sinolens.qt.base.dialogs import DialogPlace
from sinolens.qt.base.tasks import Task
from sinolens.qt.base.workspace import Opened, Workspace, prepare
from sinolens.qt.windows.main import MainWindow

MARKET_VALUE = "market_value"


class MeasuringCases(DialogPlace):
    """Binds the commands to the window.

    Attributes:
        basis: value of `ValueBasis` the window is to show; it stays over changes of the analysis.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._workspace: Workspace = window.workspace
        self.basis = MARKET_VALUE
        window.commands.bind("go.measures", self.show_measures)
        window.commands.bind("file.rates", self.show_rates)
        self._workspace.analysis_changed.connect(self._follow)
        self._follow()

    def show_measures(self) -> None:
        """Every measure of what the filter leaves."""
        from sinolens.qt.pages.measures import MeasuresDialog

        if self._workspace.analysis is not None:
            dialog = MeasuresDialog(self._window, self._workspace)
            dialog.basis_wanted.connect(self.show_basis)
            self.show_dialog(dialog)

    def show_rates(self) -> None:
        """The user's table of exchange rates."""
        from sinolens.qt.pages.rates import RatesDialog

        self.show_dialog(RatesDialog(self._window, self._workspace))

    def show_basis(self, basis: str) -> None:
        """Value everything in the window on another basis, in the background."""
        self.basis = basis
        self._follow()

    def _follow(self) -> None:
        analysis, commands = self._workspace.analysis, self._window.commands
        commands["go.measures"].setEnabled(analysis is not None)
        commands["file.rates"].setEnabled(self._workspace.question is not None)
        if analysis is None or analysis.value_basis == self.basis:
            return
        self._workspace.tasks.run(
            "Valuing anew", _Valuing(analysis.at_market or analysis, self.basis), self._take, cancellable=False)

    def _take(self, made: tuple[Any, Opened]) -> None:
        source, opened = made
        shown = self._workspace.analysis
        # Only what is still shown is replaced; a change meanwhile starts its own valuing.
        if shown is not None and (shown.at_market or shown) is source and opened.analysis.value_basis == self.basis:
            self._workspace.renew(opened)



class _Valuing:
    """The work; knows no widget."""

    def __init__(self, analysis: Any, basis: str) -> None:
        self._analysis, self._basis = analysis, basis

    def __call__(self, task: Task) -> tuple[Any, Opened]:
        from sinolens.exposure.valuation import ValueBasis, revalue

        del task
        return self._analysis, prepare(revalue(self._analysis, ValueBasis(self._basis)))
