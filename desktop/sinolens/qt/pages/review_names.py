"""The left side of the review page: the names that wait, or the decisions made."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QToolButton, QWidget

from sinolens.domain.counting import counted
from sinolens.domain.money import format_compact, format_percent
from sinolens.qt.base.cards import Card, StateView
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.models.review import DECIDED_COLUMNS, QUEUE_COLUMNS, decided_values, queue_values
from sinolens.qt.models.table import TableModel
from sinolens.qt.models.view import TableView
from sinolens.qt.pages.attention_bar import AttentionBar
from sinolens.qt.pages.concerns import name_lines

if TYPE_CHECKING:
    from sinolens.matching.decisions import Decision
    from sinolens.qt.pages.review_work import Queue

QUEUE, DECIDED = 0, 1
NOTHING = ("Nothing to review", "Every name is matched by an identifier, an exact name or a person.")


class NamesCard(Card):
    """Two tables, one shown at a time, each with what is said while it is empty.

    Signals:
        side_wanted: `QUEUE` or `DECIDED`, by its button.

    Attributes:
        model, table: the queue.
        decided_model, decided: the decisions.
    """

    side_wanted = Signal(int)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__("Names", " ", parent)
        self._workspace = workspace
        self.attention_bar = AttentionBar(workspace)
        self.body.addWidget(self.attention_bar)
        self._stack = QStackedWidget(self)
        self.body.addWidget(self._stack, 1)
        self.model = TableModel(QUEUE_COLUMNS, self)
        self.table = TableView(workspace.appearance, self.model, "Names to review", self._stack)
        # As the queue stands, until the user sorts: what could be barred first, then by dollars.
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.table.setSortingEnabled(True)
        self.decided_model = TableModel(DECIDED_COLUMNS, self)
        self.decided = TableView(workspace.appearance, self.decided_model, "Decisions made", self._stack)
        for view in (self.table, self.decided):
            view.source = workspace.source_line
        self._nothing = StateView(
            "check", *NOTHING)
        self._undecided = StateView(
            "review", "No decision yet", "Decisions about names are kept in the project file, with who, when and why.")
        self._loading = StateView("audit", "Ranking the names", "Each is compared with what is on file.")
        for part in (self.table, self.decided, self._nothing, self._undecided, self._loading):
            self._stack.addWidget(part)
        self.segments = QButtonGroup(self)
        for number, (words, key) in enumerate((("To decide", "Q"), ("Decided", "D"))):
            made = QToolButton()
            made.setObjectName("segment")
            made.setText(words)
            made.setToolTip(f"Press {key}")
            made.setCheckable(True)
            made.setChecked(number == QUEUE)
            self.segments.addButton(made, number)
            self.head.addWidget(made)
        self.segments.idClicked.connect(self.side_wanted)

    @property
    def side(self) -> int:
        """`QUEUE` or `DECIDED`."""
        return self.segments.checkedId()

    def show_side(self, side: int) -> None:
        """Show the queue or the decisions; the first decision is chosen where none was."""
        self.segments.button(side).setChecked(True)
        self._choose_shown()
        model, table = self._shown()
        table.setFocus()
        if side == DECIDED and model.rowCount() and not table.currentIndex().isValid():
            table.choose_row(model.source_row(0))

    def fill(self, queue: Queue, pool: int) -> None:
        """Show another queue; `pool`: total market value in cents."""
        self.model.fill(queue_values(queue.items, queue.counts, queue.values))
        self.decided_model.fill(decided_values(queue.decisions, queue.directory.name_of))
        total = sum(item.market_value for item in queue.items)
        self.set_note(
            f"{len(queue.items):,} to decide · {format_compact(total)} · {format_percent(total, pool)} of pool")
        self.narrow(queue)
        self.segments.button(QUEUE).setText(f"To decide ({len(queue.items):,})")
        self.segments.button(DECIDED).setText(f"Decided ({len(queue.decisions):,})")
        self._choose_shown()

    def wait(self) -> None:
        """Names are on their way and none is there yet."""
        self._stack.setCurrentWidget(self._loading)

    def clear(self) -> None:
        """Hold no name: what they were of is closed."""
        for model in (self.model, self.decided_model):
            model.fill({column.key: [] for column in model.columns})
        self.set_note(" ")
        self.attention_bar.say("")
        for side, words in ((QUEUE, "To decide"), (DECIDED, "Decided")):
            self.segments.button(side).setText(words)
        self._choose_shown()

    def narrow(self, queue: Queue) -> None:
        """Show only the names behind the concern the page is asked to show alone, with their number and dollars."""
        asked, analysis, cube = self._workspace.attention, self._workspace.analysis, self._workspace.cube
        if asked is None or asked.page != "review" or analysis is None or cube is None:
            rows, told = list(range(len(queue.items))), ""
        else:
            lines = name_lines(asked.key, analysis, cube)
            rows = [row for row, item in enumerate(queue.items) if not lines.isdisjoint(item.rows)]
            value = int(analysis.slices["market_value"].iloc[sorted(
                line for row in rows for line in queue.items[row].rows if line in lines)].sum())
            told = (f"Only “{asked.title}”: {len(rows):,} of {counted(len(queue.items), 'name')} · "
                    f"{format_compact(value)}")
        self.attention_bar.say(told)
        if told or len(rows) != self.model.rowCount():
            self.model.update({}, rows)

    def choose_name(self, queue: Queue, wanted: str) -> int:
        """Choose a name, or the first where it is gone; returns its row in the queue, -1 where none is shown."""
        strings = [item.string for item in queue.items]
        row = strings.index(wanted) if wanted in strings else -1
        if self.model.find_row(row) < 0:
            row = self.model.source_row(0) if self.model.rowCount() else -1
        self.table.choose_row(row)
        return row

    def step(self, by: int, passed: Collection[str]) -> None:
        """Go to the next or previous row; names of the queue that are in `passed` are passed over."""
        model, table = self._shown()
        row = table.currentIndex().row() + by
        while 0 <= row < model.rowCount() and model is self.model and self._name(row) in passed:
            row += by
        if 0 <= row < model.rowCount():
            table.choose_row(model.source_row(row))

    def chosen_decision(self, decisions: list[Decision]) -> Decision | None:
        """The decision the user is on, while decisions are shown."""
        row = self.decided.currentIndex().row()
        if self.side != DECIDED or not 0 <= row < self.decided_model.rowCount():
            return None
        return decisions[self.decided_model.source_row(row)]

    def tint(self) -> None:
        """The states' icons take the theme."""
        for state in (self._nothing, self._undecided, self._loading):
            state.tint(self._workspace.appearance.theme)

    def _shown(self) -> tuple[TableModel, TableView]:
        return (self.decided_model, self.decided) if self.side == DECIDED else (self.model, self.table)

    def _name(self, row: int) -> str:
        return str(self.model.value(self.model.source_row(row), "name"))

    def _choose_shown(self) -> None:
        model, table = self._shown()
        empty = self._undecided if self.side == DECIDED else self._nothing
        alone = bool(self.attention_bar.words) and self.side == QUEUE
        self.attention_bar.setVisible(alone)
        self._nothing.say(*(("Nothing is left of it", "Every name behind this line of the data health was dealt with.")
                            if alone else NOTHING))
        self._stack.setCurrentWidget(table if model.rowCount() else empty)
