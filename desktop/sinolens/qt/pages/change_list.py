"""Decisions that came back from outside, as a list a person accepts from before anything is changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from sinolens.qt.base.dialogs import ButtonRow
from sinolens.qt.base.labels import label
from sinolens.qt.base.theme import Appearance
from sinolens.qt.models.review import VERDICTS
from sinolens.qt.models.table import Index, TableColumn, TableModel
from sinolens.qt.models.view import TableView

if TYPE_CHECKING:
    from sinolens.matching.decisions import Decision
    from sinolens.services.review import ReviewedChange, ReviewedChanges

COLUMNS = (
    TableColumn("take", "Take", 46, meaning="Space turns it on and off"),
    TableColumn("kind", "Change", 84, meaning="New, changed, same or conflicting"),
    TableColumn("name", "Name as typed", 170, stretch=True),
    TableColumn("after", "Decided", 190),
    TableColumn("before", "Stands now", 160),
    TableColumn("why", "Why", 110),
    TableColumn("who", "Who", 66),
    TableColumn("place", "Read from", 130, spare=True),
)
_CHECK = int(Qt.ItemDataRole.CheckStateRole)
FINDINGS_HEIGHT = 92


class ChangeModel(TableModel):
    """A table whose first column is ticked.

    Signals:
        ticked: another number of rows is ticked.
    """

    ticked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, parent)
        self._taken: set[int] = set()
        self._open: frozenset[int] = frozenset()

    def offer(self, taken: set[int], can_be: set[int]) -> None:
        """Say which source rows are ticked, and which can be at all."""
        self._taken, self._open = set(taken), frozenset(can_be)

    @property
    def taken(self) -> list[int]:
        """Source rows that are ticked, in order."""
        return sorted(self._taken)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Ticked by the user where a change is possible."""
        flags = super().flags(index)
        if index.isValid() and index.column() == 0 and self.source_row(index.row()) in self._open:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """The tick, else as any table."""
        if role == _CHECK and index.isValid():
            if index.column() != 0 or self.source_row(index.row()) not in self._open:
                return None
            on = self.source_row(index.row()) in self._taken
            return int((Qt.CheckState.Checked if on else Qt.CheckState.Unchecked).value)
        return super().data(index, role)

    def setData(self, index: Index, value: object, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        """Take the tick."""
        if role != _CHECK or not index.isValid() or self.source_row(index.row()) not in self._open:
            return False
        row = self.source_row(index.row())
        if value in (Qt.CheckState.Checked, Qt.CheckState.Checked.value):
            self._taken.add(row)
        else:
            self._taken.discard(row)
        self.dataChanged.emit(index, index, [_CHECK])
        self.ticked.emit()
        return True

    def turn(self, index: QModelIndex) -> None:
        """Tick or untick the row of an index."""
        first = self.index(index.row(), 0)
        on = self.data(first, _CHECK) == Qt.CheckState.Checked.value
        self.setData(first, Qt.CheckState.Unchecked if on else Qt.CheckState.Checked, _CHECK)


class _ChangeView(TableView):
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks all selected rows."""
        if event.key() == Qt.Key.Key_Space:
            for index in self.selectionModel().selectedRows(0):
                self.model().turn(index)
        else:
            super().keyPressEvent(event)


class ChangeList(QDialog):
    """New and changed decisions are ticked, conflicting ones wait for a person, same ones change nothing.

    Signals:
        accepted_changes: the ticked changes.
    """

    accepted_changes = Signal(object)

    def __init__(self, parent: QWidget, appearance: Appearance, file: str, found: ReviewedChanges,
                 name_of: Callable[[str], str]) -> None:
        from sinolens.services.review import ChangeKind

        super().__init__(parent)
        self.setWindowTitle("Read back")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1000, 560)
        self._changes = found.changes
        self._name_of = name_of
        self.model = ChangeModel(self)
        kinds = [change.kind for change in self._changes]
        can_be = {row for row, kind in enumerate(kinds) if kind is not ChangeKind.SAME}
        self.model.offer({row for row in can_be if kinds[row] is not ChangeKind.CONFLICTING}, can_be)
        decisions = [change.proposal.decision for change in self._changes]
        self.model.fill({
            "take": [""] * len(kinds), "kind": [str(kind) for kind in kinds],
            "name": [one.string for one in decisions], "after": [self._words(one) for one in decisions],
            "before": [self._standing(change) for change in self._changes],
            "why": [one.why for one in decisions], "who": [one.who for one in decisions],
            "place": [change.proposal.address for change in self._changes],
        })
        self.table = _ChangeView(appearance, self.model, "Changes read back")
        counts = ", ".join(f"{kinds.count(kind):,} {kind}" for kind in ChangeKind if kinds.count(kind))
        left = f"; {found.undecided:,} left undecided" if found.undecided else ""
        lines = QVBoxLayout(self)
        lines.setContentsMargins(20, 16, 20, 16)
        lines.setSpacing(8)
        lines.addWidget(label(file, "stateTitle", wrap=True))
        lines.addWidget(label(
            f"{counts or 'No decision was read'}{left}. Nothing is changed until you accept; a conflicting one is "
            "taken only when you tick it.", "stateText", wrap=True))
        lines.addWidget(self.table, 1)
        self.findings = QPlainTextEdit("\n".join(
            f"{finding.severity.value}: {finding.message}" + (f" ({finding.sheet}!{finding.cell})" if finding.cell
                                                              else "") for finding in found.findings))
        self.findings.setReadOnly(True)
        self.findings.setTabChangesFocus(True)
        self.findings.setAccessibleName("What was noticed in the file")
        self.findings.setMaximumHeight(FINDINGS_HEIGHT)
        self.findings.setVisible(bool(found.findings))
        lines.addWidget(self.findings)
        buttons = ButtonRow(QDialogButtonBox.StandardButton.Cancel)
        self.apply = QPushButton()
        self.apply.setProperty("kind", "primary")
        self.apply.setDefault(True)
        buttons.addButton(self.apply, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(label("Space turns a row on and off.", "caption"))
        foot.addStretch(1)
        foot.addWidget(buttons)
        lines.addLayout(foot)
        self.model.ticked.connect(self._count)
        self._count()
        self.table.setFocus()
        if self._changes:
            self.table.choose_row(0)

    def _count(self) -> None:
        count = len(self.model.taken)
        self.apply.setText(f"Accept {count:,} change{'' if count == 1 else 's'}")
        self.apply.setEnabled(count > 0)

    def _accept(self) -> None:
        self.accepted_changes.emit([self._changes[row] for row in self.model.taken])
        self.accept()

    def _standing(self, change: ReviewedChange) -> str:
        before = self._words(change.standing) if change.standing is not None else "nothing decided"
        return f"{before}. {change.reason}" if change.reason else before

    def _words(self, one: Decision) -> str:
        return f"{VERDICTS[one.verdict]} {self._name_of(one.entity)}".rstrip()
