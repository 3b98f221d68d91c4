"""The last step: what will be imported and what was left out, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from sinolens.domain.counting import counted
from sinolens.domain.definition import DefinitionProfile
from sinolens.domain.money import format_dollars, format_whole_dollars
from sinolens.importing.texts import text_of
from sinolens.importing.workbook import ImportedTable
from sinolens.qt.base.cards import GAP, GRID, Card, StateView
from sinolens.qt.base.labels import label
from sinolens.qt.base.theme import Appearance
from sinolens.qt.models.table import TableColumn, TableModel
from sinolens.qt.models.view import TableView
from sinolens.qt.pages.import_source import ranked
from sinolens.qt.pages.import_step import Step
from sinolens.qt.pages.page import day
from sinolens.services.analysis import DEFAULT_DEFINITION
from sinolens.services.import_draft import Draft, digest_of

PREVIEW = 300
POSITIONS = (
    TableColumn("row", "Row", 52, right=True),
    TableColumn("name", "Name", 220, stretch=True),
    TableColumn("identifier", "Identifier", 120),
    TableColumn("account", "Account", 100, spare=True),
    TableColumn("instrument", "Kind", 110, spare=True),
    TableColumn("currency", "Currency", 72, fixed=True, spare=True),
    TableColumn("quantity", "Quantity", 104, right=True),
    TableColumn("value", "Market value", 124, right=True),
)
LEFT = (
    TableColumn("row", "Row", 60, right=True),
    TableColumn("reason", "Why it was left out", 260),
    TableColumn("text", "What it says", 300, stretch=True),
)
REMARKS = (
    TableColumn("severity", "Kind", 80, fixed=True),
    TableColumn("cell", "Cell", 64, fixed=True),
    TableColumn("message", "Remark", 500, stretch=True),
)


class ReviewStep(Step):
    """Figures of all files, and the rows of the table that is shown.

    Signals:
        copy_wanted: a marked copy of this file shall be saved.
        mended_wanted: a mended copy shall be read in place of this file.
        cell_wanted: row or cell to show on the sheet.
    """

    copy_wanted = Signal()
    mended_wanted = Signal()
    cell_wanted = Signal(str)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drafts: tuple[Draft, ...] = ()
        self.figures = {key: _Figure(name) for key, name in (
            ("rows", "Rows read"), ("positions", "Positions"), ("left", "Left out"), ("value", "Value"),
            ("as_of", "As of"))}
        row = QHBoxLayout()
        row.setSpacing(GAP)
        for figure in self.figures.values():
            row.addWidget(figure, 1)
        self.models = {"positions": TableModel(POSITIONS, self), "left": TableModel(LEFT, self),
                       "remarks": TableModel(REMARKS, self)}
        self.tables = {key: TableView(appearance, model, word) for (key, model), word in zip(
            self.models.items(), ("Positions", "Rows left out", "Remarks"), strict=True)}
        self.card = Card()
        head = QHBoxLayout()
        head.setSpacing(GRID - 2)
        group = QButtonGroup(self)
        self.buttons: dict[str, QToolButton] = {}
        self._stack = QStackedWidget()
        for number, (key, table) in enumerate(self.tables.items()):
            made = QToolButton()
            made.setObjectName("segment")
            made.setCheckable(True)
            made.setChecked(number == 0)
            made.setProperty("part", key)
            made.clicked.connect(self._show_part)
            table.horizontalHeader().setSortIndicatorShown(False)
            table.row_opened.connect(self._open)
            group.addButton(made)
            head.addWidget(made)
            self.buttons[key] = made
            self._stack.addWidget(table)
        self._nothing = StateView("check", "Nothing here", "")
        self._nothing.setMinimumSize(QSize(0, 80))
        self._stack.addWidget(self._nothing)
        head.addStretch(1)
        self.mended = QPushButton("Read a mended copy…")
        self.mended.setToolTip("In place of this file; what you said of its columns stays")
        self.mended.clicked.connect(self.mended_wanted)
        self.copy = QPushButton("Save a marked copy…")
        self.copy.setToolTip("Your workbook with every row left out and every remark coloured, the reason in a note")
        self.copy.clicked.connect(self.copy_wanted)
        head.addWidget(self.mended)
        head.addWidget(self.copy)
        self.card.body.addLayout(head)
        self.card.body.addWidget(self._stack, 1)
        self._blocked = label("", "danger", wrap=True, selectable=True)
        self._note = label("", "caption", wrap=True, selectable=True)
        self.definition = QComboBox()
        self.definition.setAccessibleName("Definition of China")
        self.definition.setMinimumWidth(220)
        self.definition.setMaximumWidth(360)
        self.institution = QLineEdit()
        self.institution.setPlaceholderText("Name of the institution")
        self.institution.setAccessibleName("Institution")
        self.institution.setMinimumWidth(240)
        self.institution.setMaximumWidth(260)
        self.remember = QCheckBox("Remember the columns I changed for the next file of this layout")
        self.remember.setChecked(True)
        self._question = QWidget()
        form = QHBoxLayout(self._question)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(GRID)
        for words, field in (("Definition", self.definition), ("Held by", self.institution)):
            form.addWidget(label(words, "fieldName"))
            form.addWidget(field)
        form.addStretch(1)
        self.card.body.addWidget(self._blocked)
        self.card.body.addWidget(self._note)
        self.card.body.addWidget(self._question)
        self.card.body.addWidget(self.remember)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP)
        lines.addLayout(row)
        lines.addWidget(self.card, 1)

    def offer_definitions(self, definitions: Mapping[str, DefinitionProfile]) -> None:
        """Offer the definitions of China, once."""
        if self.definition.count():
            return
        for profile in definitions.values():
            self.definition.addItem(profile.name, profile.id)
        self.definition.setCurrentIndex(max(self.definition.findData(DEFAULT_DEFINITION), 0))

    def show_files(self, drafts: Sequence[Draft], obstacles: Sequence[str], note: str, asks: bool,
                   changed: bool) -> None:
        """Show the figures of all files, and what stands in the way.

        Args:
            drafts: all files.
            obstacles: why they cannot be imported, one sentence each.
            note: what importing will do.
            asks: definition and institution are asked here.
            changed: the user placed columns by hand.
        """
        each = [(draft, table) for draft in drafts if draft.read is not None for table in draft.read.tables]
        tables = [table for _, table in each]
        own = [table for table in tables if table.role == "positions"]
        rows, kept = (sum(getattr(t.summary, key) for t in tables) for key in ("rows_read", "positions"))
        files = counted(len(drafts), "file")
        self.figures["rows"].show_value(f"{rows:,}", f"{files}, {len(tables)} tables" if len(tables) != 1 else files)
        self.figures["positions"].show_value(
            f"{kept:,}", f"{sum(t.summary.positions for t in own):,} of the institution")
        self.figures["left"].show_value(f"{rows - kept:,}", "each with its reason")
        value = format_whole_dollars(sum(t.summary.sum for t in own))
        self.figures["value"].show_value(value, "of the institution")
        dates = sorted({iso for draft, t in each if t.role == "positions" for iso in digest_of(draft, t).dates})
        self.figures["as_of"].show_value(
            day(dates[-1]) if dates else "Not given", "" if len(dates) < 2 else f"and {len(dates) - 1} earlier dates")
        self._blocked.setText("\n".join(obstacles))
        self._blocked.setVisible(bool(obstacles))
        self._note.setText(note)
        self._question.setVisible(asks)
        self.remember.setVisible(changed)

    def show_table(self, draft: Draft, table: ImportedTable | None) -> None:
        """Show the rows of one table."""
        self.card.setEnabled(table is not None)
        if table is None or table is self._table:
            return
        self._table = table
        self.models["positions"].fill(_position_cells(table))
        summary, sheet = table.summary, table.table.sheet
        self.models["left"].fill({
            "row": [f"{row.row:,}" for row in summary.skipped], "reason": [row.reason for row in summary.skipped],
            "text": [_row_text(sheet.values[row.row - 1]) for row in summary.skipped],
        })
        remarks = ranked((*summary.findings, *(draft.read.findings if draft.read is not None else ())))
        self.models["remarks"].fill({
            "severity": [str(one.severity) for one in remarks],
            "cell": [one.cell or (f"row {one.row}" if one.row else "") for one in remarks],
            "message": [one.message for one in remarks],
        })
        shown = min(summary.positions, PREVIEW)
        of_all = f" of {summary.positions:,}" if shown < summary.positions else ""
        first = f"Positions ({shown:,}{of_all})"
        for key, words in (("positions", first), ("left", f"Left out ({len(summary.skipped):,})"),
                           ("remarks", f"Remarks ({len(remarks):,})")):
            self.buttons[key].setText(words)
        self._show()

    def tint(self, theme: Any) -> None:
        """The empty state's icon."""
        self._nothing.tint(theme)

    def _show_part(self) -> None:
        self._show()

    def _show(self) -> None:
        key = next(key for key, made in self.buttons.items() if made.isChecked())
        empty = not self.models[key].rowCount()
        if empty:
            self._nothing.say(*{"positions": ("No positions", "The table has none."),
                                "left": ("Nothing was left out", "Every row below the header is a position."),
                                "remarks": ("No remarks", "Everything was read as it stands.")}[key])
        self._stack.setCurrentWidget(self._nothing if empty else self.tables[key])

    def _open(self, row: int) -> None:
        key = next(key for key, made in self.buttons.items() if made.isChecked())
        name = "cell" if key == "remarks" else "row"
        place = str(self.models[key].value(row, name)).removeprefix("row ").replace(",", "")
        if place:
            self.cell_wanted.emit(place)


class _Figure(Card):
    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.value = label("", "figure", selectable=True)
        self._note = label("", "caption")
        self.body.setSpacing(2)
        self.body.addWidget(label(name, "cardName"))
        self.body.addWidget(self.value)
        self.body.addWidget(self._note)

    def show_value(self, value: str, note: str) -> None:
        self.value.setText(value)
        self._note.setText(note)


def _position_cells(table: ImportedTable) -> dict[str, list[str]]:
    frame = table.frame.head(PREVIEW)
    weights = frame.get("weight")
    identifiers = [next((row[key] for key in ("isin", "cusip", "sedol", "ticker", "internal_id") if row[key]), "")
                   for row in frame[["isin", "cusip", "sedol", "ticker", "internal_id"]].to_dict("records")]
    values = [format_dollars(int(value)) for value in frame["market_value"]]
    if weights is not None:
        values = [f"{weight:.4%}" if weight == weight and not cents else text for weight, cents, text in zip(
            weights, frame["market_value"], values, strict=True)]
    return {
        "row": [f"{row:,}" for row in frame["row"]], "name": frame["name"].tolist(), "identifier": identifiers,
        "account": frame["account"].tolist(),
        "instrument": [text.replace("_", " ") for text in frame["instrument"]],
        "currency": frame["currency"].tolist(),
        "quantity": ["" if quantity != quantity else f"{quantity:,.10g}" for quantity in frame["quantity"]],
        "value": values,
    }


def _row_text(cells: Any) -> str:
    return " · ".join(" ".join(text.split()) for cell in cells if (text := text_of(cell)))[:200]
