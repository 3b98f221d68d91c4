"""The step of the tie-out: do the positions add to what the file, or the user, says they add to?"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from sinolens.domain.counting import counted
from sinolens.domain.finding import Severity
from sinolens.domain.money import format_amount, to_cents, to_units
from sinolens.importing.cells import column_letters
from sinolens.importing.numbers import parse_number
from sinolens.importing.workbook import ImportedTable
from sinolens.qt.base.cards import GAP, GRID, Card
from sinolens.qt.base.labels import label
from sinolens.qt.pages.import_step import Step
from sinolens.services.import_draft import Draft, place_of, said_of
from sinolens.services.import_tie import weights_total, weights_whole

BY_PERCENT, OWN_TOTAL = "Compare with the percent column", "Take this comparison back"
PERCENT = "percent column"
_LARGEST = 90_000_000_000_000


class TieStep(Step):
    """Three figures, where they come from, and what to do about a difference.

    Signals:
        cell_wanted: address of the total, to show it on the sheet.
    """

    cell_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cell = ""
        self.sum, self.control, self.difference = (_Figure(name) for name in (
            "The positions add to", "Compared with", "Difference"))
        figures = QHBoxLayout()
        figures.setSpacing(GAP)
        for figure in (self.sum, self.control, self.difference):
            figures.addWidget(figure, 1)
        self.card = Card("Tie-out", " ")
        self._says = label("", "", wrap=True, selectable=True)
        self.show_total = QPushButton("Show the total on the sheet")
        self.show_total.clicked.connect(self._show_cell)
        self.typed = QLineEdit()
        self.typed.setAccessibleName("Control total")
        self.typed.setPlaceholderText("such as 12,345,678.90")
        self.typed.setFixedWidth(260)
        self.typed.editingFinished.connect(self._total_given)
        self._typed_note = label("", "caption", wrap=True)
        self.reason = QLineEdit()
        self.reason.setAccessibleName("Reason for the difference")
        self.reason.setPlaceholderText("such as: custodian rounds each line; confirmed by mail of 3 July")
        self.reason.setMaxLength(400)
        self.reason.editingFinished.connect(self._reason_given)
        self._reason_note = label("", "caption", wrap=True)
        self._percent = label("", "caption", wrap=True, selectable=True)
        self.by_percent = QPushButton(BY_PERCENT)
        self.by_percent.clicked.connect(self._take_percent)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        grid.setColumnMinimumWidth(0, 130)
        grid.setColumnStretch(1, 1)
        self._reason_name = label("Why it is right", "fieldName")
        self._percent_name = label("Percent column", "fieldName")
        for row, (name, field) in enumerate((
            (label("Type a total", "fieldName"), self.typed), (label(""), self._typed_note),
            (self._percent_name, self._percent), (self._reason_name, self.reason), (label(""), self._reason_note),
        )):
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(field, row, 1, *((Qt.AlignmentFlag.AlignLeft,) if field is self.typed else ()))
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addWidget(self._says, 1)
        line.addWidget(self.by_percent, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.show_total, 0, Qt.AlignmentFlag.AlignTop)
        self.card.body.addLayout(line)
        self.card.body.addSpacing(GRID)
        self.card.body.addLayout(grid)
        self.card.body.addStretch(1)
        self.card.body.addWidget(label(
            "A difference is shown to the cent and never spread over the rows. Rounding explains half of the last "
            "printed digit for each row; anything larger stops the import until it is corrected or a reason is given. "
            "The reason is printed in every report.", "caption", wrap=True))
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP)
        lines.addLayout(figures)
        lines.addWidget(self.card, 1)

    def focus_concern(self) -> None:
        """Put the keyboard on the reason where there is a difference, else on the total to compare with."""
        table = self._table
        field = self.reason if table is not None and table.tie.difference is not None else self.typed
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_table(self, draft: Draft, table: ImportedTable | None) -> None:
        """Show how a table ties out."""
        self._draft, self._table = draft, table
        self.setEnabled(table is not None)
        if table is None:
            return
        said, tie = said_of(draft, place_of(table)), table.tie
        self.sum.show_amount(format_amount(tie.sum, tie.currency), counted(table.summary.positions, "position"))
        if tie.control is None:
            self.control.show_amount("–", "no total in the file")
            self.difference.show_amount("–", "nothing to compare")
        else:
            where = {"given total": "typed by you", "total row": "the file's own total",
                     "percent column": "the whole that the percent column implies"}.get(
                tie.source, f"the {tie.source}")
            row = f", row {tie.row + 1:,}" if tie.row >= 0 else ""
            self.control.show_amount(format_amount(tie.control, tie.currency), f"{where}{row}")
            state = "to the cent" if not tie.difference else "rounding" if tie.within else "not explained"
            if not tie.within and table.summary.accepted_reason:
                state = "explained"
            self.difference.show_amount(format_amount(tie.difference or 0, tie.currency), state,
                                        bad=not tie.within and not table.summary.accepted_reason)
        self._says.setText(" ".join(filter(None, (tie.explain(), tie.explain_parts()))))
        self._cell = self._total_cell(table)
        self.show_total.setVisible(bool(self._cell))
        if not self.typed.hasFocus():
            typed = said.control_total if not said.control_source else None
            self.typed.setText("" if typed is None else f"{to_units(typed):,.2f}")
        by_percent = bool(said.control_source)
        self._typed_note.setText("" if by_percent else "Leave it empty to compare with the file's own total.")
        self._typed_note.setObjectName("caption")
        percent = weights_total(table)
        for part in (self._percent, self._percent_name):
            part.setVisible(bool(percent))
        self._percent.setText(percent)
        whole = weights_whole(table)
        self.by_percent.setVisible(by_percent or whole is not None)
        self.by_percent.setText(OWN_TOTAL if by_percent else BY_PERCENT)
        needs = not tie.within or any(f.severity == Severity.BLOCKING for f in table.summary.findings)
        for part in (self.reason, self._reason_name, self._reason_note):
            part.setVisible(needs or bool(said.accept_difference))
        if not self.reason.hasFocus():
            self.reason.setText(said.accept_difference)
        blocked = needs and not table.summary.accepted_reason
        self._reason_note.setText("Without a reason the file cannot be imported." if blocked else "")

    def _total_cell(self, table: ImportedTable) -> str:
        letters = table.columns.get("market_value", "")
        return f"{letters}{table.tie.row + 1}" if letters and table.tie.row >= 0 else (
            f"{column_letters(table.table.area.columns[0])}{table.tie.row + 1}" if table.tie.row >= 0 else "")

    def _show_cell(self) -> None:
        self.cell_wanted.emit(self._cell)

    def _take_percent(self) -> None:
        if self._table is None or self._draft is None:
            return
        if said_of(self._draft, place_of(self._table)).control_source:
            self.say(control_total=None, control_source="")
        else:
            self.say(control_total=weights_whole(self._table), control_source=PERCENT)

    def _total_given(self) -> None:
        text = self.typed.text().strip()
        if not text:
            if self._draft is not None and self._table is not None and not said_of(
                    self._draft, place_of(self._table)).control_source:
                self.say(control_total=None)
            return
        cents = read_total(text)
        if cents is None:
            self._typed_note.setText(f"“{text}” is no amount; write it as 12,345,678.90.")
            self._typed_note.setObjectName("danger")
            return
        self.say(control_total=cents, control_source="")

    def _reason_given(self) -> None:
        self.say(accept_difference=self.reason.text().strip())


class _Figure(Card):
    """A figure with what it is and where it comes from."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.value = label("", "figure", selectable=True)
        self._note = label("", "caption", wrap=True)
        self.body.addWidget(label(name, "cardName"))
        self.body.addWidget(self.value)
        self.body.addWidget(self._note)

    def show_amount(self, amount: str, note: str, bad: bool = False) -> None:
        self.value.setText(amount)
        self._note.setText(note)
        self._note.setObjectName("danger" if bad else "caption")
        self._note.style().unpolish(self._note)
        self._note.style().polish(self._note)


def read_total(text: str) -> int | None:
    """Cents of an amount a person typed, None when it is none."""
    plain = text.replace("$", "").replace(",", "").replace(" ", "")
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        number = parse_number(text)
        if number is None:
            return None
        amount = Decimal(repr(number))
    return to_cents(amount) if amount.is_finite() and abs(amount) < _LARGEST else None
