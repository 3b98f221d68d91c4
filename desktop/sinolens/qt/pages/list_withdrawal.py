"""Withdrawing an imported list edition, with what that moves in the open holdings first; putting it back."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QVBoxLayout, QWidget

from sinolens.domain.counting import counted
from sinolens.qt.base.dialogs import make_buttons
from sinolens.qt.base.labels import label
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.models.table import TableModel
from sinolens.qt.models.view import TableView
from sinolens.qt.pages.list_import_renewal import Renewal
from sinolens.qt.pages.list_import_tables import TABLES, moved_rows
from sinolens.qt.pages.list_import_work import OpenHoldings, open_holdings
from sinolens.qt.pages.page import day
from sinolens.services.list_withdrawal import record_return, record_withdrawal

if TYPE_CHECKING:
    from sinolens.qt.base.tasks import Task
    from sinolens.services.fact_source import FactSource
    from sinolens.services.list_effect import Effect
    from sinolens.services.list_withdrawal import ImportedEdition

_COLUMNS = next(table for table in TABLES if table.key == "effect").columns


class WithdrawEdition(QDialog):
    """Offers the imported editions, one at a time, and shows what withdrawing it would move.

    Attributes:
        effect: on the open holdings; None while it is not known or nothing is open.
    """

    def __init__(self, workspace: Workspace, editions: Iterable[ImportedEdition], chosen: tuple[str, str] | None,
                 parent: QWidget | None = None) -> None:
        """`chosen`: list and date of the edition shown first."""
        super().__init__(parent)
        self._workspace = workspace
        self._editions = tuple(editions)
        self._measuring: Task | None = None
        self._round = 0
        self.effect: Effect | None = None
        self.setWindowTitle("Withdraw a list edition")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(720, 220)
        self.edition = QComboBox()
        self.edition.setAccessibleName("Edition to withdraw")
        for one in self._editions:
            self.edition.addItem(f"{one.title} of {day(one.edition)}, {counted(one.count, 'entry', 'entries')}")
        keys = [(one.list_id, one.edition) for one in self._editions]
        if chosen in keys:
            self.edition.setCurrentIndex(keys.index(chosen))
        self.told = label("", "stateText", wrap=True, selectable=True)
        self.model = TableModel(_COLUMNS, self)
        self.table = TableView(workspace.appearance, self.model, "What would move")
        self.table.order_by("value", descending=True)
        buttons, self.accept_button = make_buttons(self, "Withdraw this edition", self._withdraw)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(24, 20, 24, 20)
        lines.setSpacing(12)
        lines.addWidget(self.edition)
        lines.addWidget(label(
            "It no longer answers in any project on this computer. Its file is moved aside, not deleted, and an open "
            "project logs it. Frozen periods keep their answers.", "caption", wrap=True))
        lines.addWidget(self.told)
        lines.addWidget(self.table, 1)
        lines.addWidget(buttons)
        self.edition.activated.connect(self._measure)
        self.finished.connect(self._stop)
        self._measure()

    @property
    def chosen(self) -> ImportedEdition:
        """The edition that would be withdrawn."""
        return self._editions[self.edition.currentIndex()]

    def _measure(self) -> None:
        self._stop()
        self.effect = None
        held, source = open_holdings(self._workspace), self._workspace.lists
        self.table.hide()
        if held is None or source is None:
            self.told.setText("No holdings are open.")
            return
        self.told.setText("Comparing the holdings…")
        self.accept_button.setEnabled(False)
        ours = self._round
        self._measuring = self._workspace.tasks.run(
            "Comparing the holdings", _Measuring(source, held, self.chosen),
            lambda effect: self._measured(effect, ours), lambda error: self._not_measured(error, ours),
            project=held.session is not None)

    def _measured(self, effect: Effect, ours: int) -> None:
        if ours != self._round:
            return
        self._measuring, self.effect = None, effect
        count = len(effect.moved)
        self.told.setText(
            f"{count:,} position{' moves' if count == 1 else 's move'} as of {day(effect.as_of)}."
            if count else f"No position moves as of {day(effect.as_of)}.")
        rows = moved_rows(effect.moved)
        self.model.fill({column.key: [row[place] for row in rows] for place, column in enumerate(_COLUMNS)})
        self.table.setVisible(bool(rows))
        self.resize(self.width(), 460 if rows else self.minimumSizeHint().height())
        self.accept_button.setEnabled(True)

    def _not_measured(self, error: Exception, ours: int) -> None:
        if ours == self._round:
            self._workspace.refuse(error)
            self.reject()

    def _stop(self) -> None:
        # Answers that come later belong to nobody.
        self._round += 1
        if self._measuring is not None:
            self._measuring.cancel()
            self._measuring = None

    def _withdraw(self) -> None:
        source = self._workspace.lists
        if source is None or not self.accept_button.isEnabled():
            return
        one, workspace, held = self.chosen, self._workspace, open_holdings(self._workspace)
        self.accept_button.setEnabled(False)
        workspace.tasks.run(
            "Withdrawing the edition", _Withdrawing(source, one),
            lambda aside: _renew(workspace, source, held, one, aside), workspace.refuse, cancellable=False)
        self.accept()


def _renew(workspace: Workspace, source: FactSource, held: OpenHoldings | None, one: ImportedEdition,
           aside: Path) -> None:
    Renewal(workspace, source, held, f"{one.title} of {day(one.edition)} is withdrawn; it is kept as {aside.name}.",
            record=lambda project: record_withdrawal(project, one), undo=("edit.put_back", "Put it back…")).start()


class PutBackEdition(QDialog):
    """Offers the editions that were withdrawn on this computer, the last one first."""

    def __init__(self, workspace: Workspace, editions: Iterable[tuple[ImportedEdition, Path]],
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._editions = tuple(editions)
        self.setWindowTitle("Put back a list edition")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(560)
        self.edition = QComboBox()
        self.edition.setAccessibleName("Edition to put back")
        for one, _ in self._editions:
            self.edition.addItem(f"{one.title} of {day(one.edition)}, {counted(one.count, 'entry', 'entries')}")
        buttons, self.accept_button = make_buttons(self, "Put this edition back", self._put_back)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(24, 20, 24, 20)
        lines.setSpacing(12)
        lines.addWidget(self.edition)
        lines.addWidget(label(
            "It answers in every project on this computer again, as it did before it was withdrawn. An open project "
            "logs it.", "caption", wrap=True))
        lines.addWidget(buttons)

    def _put_back(self) -> None:
        workspace, source = self._workspace, self._workspace.lists
        if source is None:
            return
        (one, aside), held = self._editions[self.edition.currentIndex()], open_holdings(workspace)
        workspace.tasks.run(
            "Putting the edition back", _PuttingBack(source, aside),
            lambda _: _renew_with(workspace, source, held, one), workspace.refuse, cancellable=False)
        self.accept()


def _renew_with(workspace: Workspace, source: FactSource, held: OpenHoldings | None, one: ImportedEdition) -> None:
    Renewal(workspace, source, held, f"{one.title} of {day(one.edition)} is in use again.",
            record=lambda project: record_return(project, one), undo=("edit.withdraw", "Withdraw it…")).start()


class _Measuring:
    """Analyses the open holdings without the edition; knows no widget."""

    def __init__(self, source: FactSource, held: OpenHoldings, one: ImportedEdition) -> None:
        self._source, self._held, self._one = source, held, one

    def __call__(self, task: Task) -> Effect:
        from sinolens.services.list_withdrawal import measure_withdrawal

        return measure_withdrawal(
            lambda facts, as_of: self._held.analyse(facts, as_of, task), self._source, self._one, self._held.shown)


class _Withdrawing:
    """Moves the edition aside; knows no widget."""

    def __init__(self, source: FactSource, one: ImportedEdition) -> None:
        self._source, self._one = source, one

    def __call__(self, task: Task) -> Path:
        from sinolens.services.list_withdrawal import withdraw

        del task
        return withdraw(self._source.folder, self._one)


class _PuttingBack:
    """Moves the edition among the imported ones again; knows no widget."""

    def __init__(self, source: FactSource, aside: Path) -> None:
        self._source, self._aside = source, aside

    def __call__(self, task: Task) -> None:
        from sinolens.services.edition_folder import put_back

        del task
        put_back(self._source.folder, self._aside)
