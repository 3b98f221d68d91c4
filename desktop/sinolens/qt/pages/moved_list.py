"""What moved: positions that another date, definition, institution or decision answers otherwise."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from sinolens.domain.counting import counted
from sinolens.domain.money import format_dollars, format_percent
from sinolens.domain.tier import CODE_LABELS, Status, Trigger
from sinolens.exposure.analysis import Analysis
from sinolens.qt.base.cards import StateView
from sinolens.qt.base.labels import label
from sinolens.qt.base.moved import Moved
from sinolens.qt.base.theme import Appearance
from sinolens.qt.models.positions import dollars
from sinolens.qt.models.table import TableColumn, TableModel
from sinolens.qt.models.view import TableView
from sinolens.qt.pages.page import day
from sinolens.regulation.movement import Move

COLUMNS = (
    TableColumn("name", "Security or fund", 210, stretch=True),
    TableColumn("value", "Market value", 112, right=True, text=dollars),
    TableColumn("before", "Before", 250),
    TableColumn("tier", "Tier", 60, tier=True, meaning="Tier now"),
    TableColumn("after", "After", 250),
    TableColumn("why", "By what", 230),
)


class MovedList(QDialog):
    """A table of moves, with the figures above it.

    Signals:
        position_wanted: row of the position the user opened.
    """

    position_wanted = Signal(int)

    def __init__(self, parent: QWidget, appearance: Appearance, analysis: Analysis, moved: Moved) -> None:
        super().__init__(parent)
        self.setWindowTitle("What moved")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1200, 580)
        self._rows = [move.row for move in moved.moves]
        frame = analysis.positions
        self.model = TableModel(COLUMNS, self)
        self.model.fill({
            "name": frame["name"].iloc[self._rows].tolist(),
            "value": frame["market_value"].iloc[self._rows].tolist(),
            "before": [_code(move.before) for move in moved.moves],
            "tier": [str(move.after.tier) for move in moved.moves],
            "after": [_code(move.after) for move in moved.moves],
            "why": [_reasons(move) for move in moved.moves],
        })
        self.table = TableView(appearance, self.model, "What moved")
        self.table.order_by("value", descending=True)
        self.table.row_opened.connect(self._open)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(20, 16, 20, 16)
        lines.setSpacing(8)
        lines.addWidget(label(moved.title.rstrip("."), "stateTitle", wrap=True))
        facts = [f"{name}: {_shown(name, old)} → {_shown(name, new)}" for name, old, new in moved.asked]
        before, after = moved.chinese_ai
        pool = int(frame["market_value"].sum())
        facts.append(
            f"China AI {format_dollars(before)} → {format_dollars(after)}, {format_percent(before, pool)} → "
            f"{format_percent(after, pool)} of pool" if before != after else f"China AI stays {format_dollars(after)}")
        facts.append(f"{len(self._rows):,} of {counted(len(frame), 'position')} moved")
        lines.addWidget(label("\n".join(facts), "stateText", wrap=True, selectable=True))
        self.nothing = StateView("check", "No position moved.", "Every one has the tier and the code it had before.")
        self.nothing.tint(appearance.theme)
        how = label("Enter shows the position with its reasons.", "caption")
        for part in (self.nothing,) if self._rows else (self.table, how):
            part.hide()
        lines.addWidget(self.table, 1)
        lines.addWidget(self.nothing, 1)
        lines.addWidget(how)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        lines.addWidget(buttons)
        if self._rows:
            self.table.setFocus()
            self.table.choose_row(self.model.source_row(0))

    def _open(self, row: int) -> None:
        self.accept()
        self.position_wanted.emit(self._rows[row])


def _code(status: Status) -> str:
    beside = f", beside it {', '.join(status.other_codes)}" if status.other_codes else ""
    return f"{status.code} {CODE_LABELS.get(status.code, '')}{beside}"


def _reasons(move: Move) -> str:
    """The rules that came or went; without any, the codes that did."""
    parts = [f"now {_trigger(one)}" for one in move.gained] + [f"no longer {_trigger(one)}" for one in move.lost]
    if not parts:
        # That nothing was identified is no reason of its own.
        before, after = ({status.code, *status.other_codes} - {"5"} for status in (move.before, move.after))
        parts = [f"now {CODE_LABELS.get(code, code)}" for code in sorted(after - before)]
        parts += [f"no longer {CODE_LABELS.get(code, code)}" for code in sorted(before - after)]
    return "; ".join(parts) or "another of its reasons decides"


def _trigger(one: Trigger) -> str:
    return f"{one.rule_name}{f' ({one.entry_name})' if one.entry_name else ''}"


def _shown(name: str, text: str) -> str:
    return day(text) if name == "As of" else text
