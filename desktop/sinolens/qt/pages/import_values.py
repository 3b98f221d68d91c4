"""The step of values: everything that was read otherwise than typed, and the choices that settle how it is read."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QStackedWidget, QVBoxLayout, QWidget

from sinolens.domain.counting import counted
from sinolens.figures.theme import Theme
from sinolens.importing.vocabulary import load_vocabulary
from sinolens.importing.workbook import ImportedTable
from sinolens.qt.base.cards import GRID, Card, StateView
from sinolens.qt.base.labels import label
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.models.table import TableColumn, TableModel
from sinolens.qt.models.view import TableView
from sinolens.qt.pages.import_step import BESIDE, Step
from sinolens.qt.pages.split import split
from sinolens.services.import_cleaning import Cleaned, list_cleaning
from sinolens.services.import_draft import Draft, place_of, said_of
from sinolens.services.import_rate import describe_rate

CHOICES: tuple[tuple[str, str, tuple[tuple[Any, str], ...]], ...] = (
    ("scale", "Amounts are in", ((0, "As found"), (1, "Units"), (1000, "Thousands"), (1_000_000, "Millions"))),
    ("weight_unit", "Weights are", (("", "As found"), ("points", "Percent points: 5 = 5 %"),
                                    ("ratio", "Ratios: 0.05 = 5 %"))),
    ("decimal_mark", "Decimal mark", (("", "As found, column by column"), (".", "Point: 1,234.50"),
                                      (",", "Comma: 1.234,50"))),
    ("day_first", "Dates like 3/4/2026", ((None, "As found"), (False, "Month first: 4 March"),
                                          (True, "Day first: 3 April"))),
    ("rate_direction", "The exchange rate", (("", "As found"), ("times", "Multiplies: base = local × rate"),
                                             ("over", "Divides: base = local ÷ rate"))),
    ("price_in", "Prices are in", (("", "As found"), ("whole", "Whole currency"),
                                   ("hundredths", "Hundredths: pence, cents"))),
)
_TOLD = frozenset({"rate-contradicts", "rate-direction", "base-currency", "value-currency", "local-values-only"})
_RATE_FOUND = {"times": "multiplies", "over": "divides", "": "nothing tells, not used"}
COLUMNS = (
    TableColumn("what", "What", 300, stretch=True),
    TableColumn("count", "Cells", 64, right=True),
    TableColumn("cell", "First", 64, fixed=True),
    TableColumn("before", "Typed", 120, spare=True),
    TableColumn("after", "Read as", 110, spare=True),
)


class ValuesStep(Step):
    """The list is made in the background when the step is shown.

    Signals:
        cell_wanted: address of a cell to show on the sheet.
    """

    cell_wanted = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._listed: ImportedTable | None = None
        self.model = TableModel(COLUMNS, self)
        self.table = TableView(workspace.appearance, self.model, "What was cleaned")
        self.table.horizontalHeader().setSortIndicatorShown(False)
        self.table.row_opened.connect(self._open)
        self.table.row_chosen.connect(self._tell)
        self._told = label("", "", wrap=True, selectable=True)
        self.card = Card("What was cleaned, and what is in doubt", " ")
        self._nothing = StateView("check", "Every value was read as it stands",
                                  "Nothing was cleaned and nothing is in doubt. The choices beside this still hold.")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._nothing)
        self._hint = label("Nothing is changed in the file. Enter on a line shows its first cell on the sheet.",
                           "caption", wrap=True)
        self.card.body.addWidget(self._stack, 1)
        self.card.body.addWidget(self._told)
        self.card.body.addWidget(self._hint)
        self.form = Card("How it is read", " ")
        fields = QFormLayout()
        fields.setHorizontalSpacing(12)
        fields.setVerticalSpacing(GRID)
        fields.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self.boxes: dict[str, QComboBox] = {}
        for key, words, choices in CHOICES:
            box = QComboBox()
            box.setAccessibleName(words)
            for value, text in choices:
                box.addItem(text, value)
            box.setProperty("key", key)
            box.activated.connect(self._chosen)
            self.boxes[key] = box
            fields.addRow(label(words, "fieldName"), box)
        self.currency = QComboBox()
        self.currency.setAccessibleName("Money columns are in")
        self.currency.addItems(sorted(load_vocabulary().currencies))
        self.currency.activated.connect(self._currency_chosen)
        fields.addRow(label("Money columns are in", "fieldName"), self.currency)
        self._how = label("", "caption", wrap=True, selectable=True)
        self.form.body.addLayout(fields)
        self.form.body.addWidget(self._how)
        self.form.body.addStretch(1)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(split(self.card, self.form, BESIDE))

    def show_table(self, draft: Draft, table: ImportedTable | None) -> None:
        """Show the choices for a table, and list what was cleaned in it."""
        self._draft, self._table = draft, table
        self.form.setEnabled(table is not None)
        if table is None:
            return
        said = said_of(draft, place_of(table))
        for key, box in self.boxes.items():
            box.setCurrentIndex(max(box.findData(getattr(said, key)), 0))
            box.setItemText(0, _as_found(key, table))
            box.setEnabled(key != "rate_direction" or bool(table.rate.field))
        self.currency.setCurrentText(said.base_currency)
        how = [f"Market value: {table.value_how}." if table.value_how else "The file gives no market values."]
        how += [sentence for sentence in (describe_rate(table, said.base_currency),) if sentence]
        how += [f.message for f in table.summary.findings
                if f.code in _TOLD]
        self._how.setText("\n".join(how))
        if table is not self._listed:
            self.card.set_note("Listing…")
            self._workspace.tasks.run(
                "Listing what was cleaned", lambda _: (table, list_cleaning(table)), self._have, quiet=True)

    def _have(self, found: tuple[ImportedTable, tuple[Cleaned, ...]]) -> None:
        table, cleaned = found
        if table is not self._table:
            return
        self._listed = table
        self._told.setText("")
        self.model.fill({
            "what": [one.what for one in cleaned], "count": [f"{one.count:,}" for one in cleaned],
            "cell": [one.cell for one in cleaned], "before": [one.before for one in cleaned],
            "after": [one.after for one in cleaned],
        })
        cells, doubts = sum(one.count for one in cleaned if one.before), sum(not one.before for one in cleaned)
        self.card.set_note(f"{counted(cells, 'cell')} cleaned, {counted(doubts, 'remark')}" if cleaned
                           else "")
        self._stack.setCurrentWidget(self.table if cleaned else self._nothing)
        for part in (self._told, self._hint):
            part.setVisible(bool(cleaned))

    def tint(self, theme: Theme) -> None:
        """The state's icon takes the theme."""
        self._nothing.tint(theme)

    def _tell(self, row: int) -> None:
        """The whole line, also what its columns cut short."""
        before, after = self.model.value(row, "before"), self.model.value(row, "after")
        self._told.setText(self.model.value(row, "what") + (f": “{before}” was read as {after}." if before else ""))

    def _chosen(self, number: int) -> None:
        box = self.sender()
        self.say(**{str(box.property("key")): box.itemData(number)})

    def _currency_chosen(self) -> None:
        self.say(base_currency=self.currency.currentText())

    def _open(self, row: int) -> None:
        cell = self.model.value(row, "cell")
        if cell:
            self.cell_wanted.emit(cell)


def _as_found(key: str, table: ImportedTable) -> str:
    """The first choice, with what was found where it is known."""
    codes = {finding.code: finding.message for finding in table.summary.findings}
    if key == "scale":
        scaled = codes.get("values-scaled", "")
        return f"As found: {'millions' if 'millions' in scaled else 'thousands' if scaled else 'units'}"
    if key == "weight_unit":
        weights = table.table.numbers.get("weight")
        return "As found" if weights is not None else "As found: there are none"
    if key == "rate_direction":
        return f"As found: {_RATE_FOUND[table.rate.found] if table.rate.field else 'there is none'}"
    if key == "price_in":
        return f"As found: {'hundredths' if 'price-in-pence' in codes else 'whole currency'}"
    return "As found, column by column" if key == "decimal_mark" else "As found"
