"""Dialog: which table on hand speaks for a fund, as its own holdings or as its benchmark's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from sinolens.qt.base.dialogs import make_buttons
from sinolens.qt.base.labels import label
from sinolens.qt.base.theme import Appearance
from sinolens.qt.models.table import TableColumn, TableModel
from sinolens.qt.models.view import TableView
from sinolens.qt.pages.page import day
from sinolens.services.attachments import choice_of, suggest_tables

if TYPE_CHECKING:
    from sinolens.lookthrough.fund_table import FundTable

COLUMNS = (
    TableColumn("name", "Holdings of", 200, stretch=True),
    TableColumn("why", "Fits by", 150, spare=True, meaning="What its name has in common with the fund's"),
    TableColumn("lines", "Lines", 64, right=True, text=str),
    TableColumn("date", "As of", 96, fixed=True),
    TableColumn("file", "File", 200),
)


class OwnOrBenchmark(QWidget):
    """Two choices: what is given is the fund's own, or its benchmark's."""

    def __init__(self, own: str, benchmark: str, *, proxy: bool) -> None:
        super().__init__()
        self.own, self.benchmark = QRadioButton(own), QRadioButton(benchmark)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        for choice in (self.own, self.benchmark):
            self._group.addButton(choice)
            row.addWidget(choice)
        row.addStretch(1)
        (self.benchmark if proxy else self.own).setChecked(True)

    @property
    def proxy(self) -> bool:
        """The benchmark was chosen."""
        return self.benchmark.isChecked()


class FundChoice(QDialog):
    """Tables on hand, the likeliest first.

    Signals:
        chosen: what to attach, and whether as the benchmark's.
        file_wanted: another file is to be read; whether as the benchmark's.
    """

    chosen = Signal(str, bool)
    file_wanted = Signal(bool)

    def __init__(
        self, parent: QWidget, appearance: Appearance, fund: str, tables: Sequence[FundTable], *, proxy: bool = False
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Benchmark of a fund" if proxy else "Holdings of a fund")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(760, 460)
        fitting = {one.table: one.why for one in suggest_tables(fund, tables, most=len(tables))}
        order = [*fitting, *(place for place in range(len(tables)) if place not in fitting)]
        self._choices = [choice_of(tables[place], tables) for place in order]
        self.model = TableModel(COLUMNS, self)
        self.model.fill({
            "name": [tables[place].name or "not named" for place in order],
            "why": [fitting.get(place, "") for place in order],
            "lines": [len(tables[place].frame) for place in order],
            "date": [day(tables[place].as_of) for place in order],
            "file": [tables[place].file for place in order],
        })
        self.table = TableView(appearance, self.model, "Holdings on hand")
        self.table.row_opened.connect(self._give)
        self.kind = OwnOrBenchmark("The fund's own holdings", "Its benchmark's, as a proxy", proxy=proxy)
        buttons, self.act = make_buttons(self, "Look through with it", self._give_current)
        self.act.setEnabled(bool(order))
        self.read = buttons.addButton("Read another file…", QDialogButtonBox.ButtonRole.ResetRole)
        self.read.setAutoDefault(False)
        self.read.clicked.connect(self._want_file)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(24, 20, 24, 20)
        lines.setSpacing(12)
        lines.addWidget(label(fund, "stateTitle", wrap=True))
        told = "Lines of a proxy are estimates: the fund may hold other names. They count from nothing to all." if (
            order) else "No holdings of a fund were read yet."
        lines.addWidget(label(told, "caption", wrap=True))
        lines.addWidget(self.table, 1)
        lines.addWidget(self.kind)
        lines.addWidget(buttons)
        self.table.setFocus()
        if order:
            self.table.choose_row(0)

    def _give_current(self) -> None:
        index = self.table.currentIndex()
        if index.isValid():
            self._give(self.model.source_row(index.row()))

    def _give(self, row: int) -> None:
        self.accept()
        self.chosen.emit(self._choices[row], self.kind.proxy)

    def _want_file(self) -> None:
        self.accept()
        self.file_wanted.emit(self.kind.proxy)
