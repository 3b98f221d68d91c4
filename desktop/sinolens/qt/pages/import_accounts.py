"""The step of accounts and funds: whose holdings these are, of which date, and which fund a file speaks for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from sinolens.domain.counting import counted
from sinolens.importing.workbook import ImportedTable
from sinolens.qt.base.cards import Card
from sinolens.qt.base.date_field import DateField
from sinolens.qt.base.labels import label
from sinolens.qt.pages.import_step import Step
from sinolens.qt.pages.page import button, day
from sinolens.services.import_digest import Given
from sinolens.services.import_draft import Draft, digest_of, place_of, said_of
from sinolens.services.import_progress import UNKNOWN_FUND, table_states

_NONE = QDate(1990, 1, 1)
_ROLES = (("", "As found"), ("positions", "Positions of the institution"), ("fund_holdings", "Holdings of a fund"))


class AccountsStep(Step):
    """Fields are applied when they are left or Enter is pressed.

    Signals:
        attached: name of a fund table's place and the name of the position it speaks for, "" = found by name.
    """

    attached = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.as_of = DateField()
        self.as_of.setMinimumDate(_NONE)
        self.as_of.setSpecialValueText("Not given")
        self.as_of.setAccessibleName("As-of date of the holdings")
        self.as_of.editingFinished.connect(self._date_given)
        self.other = button("")
        self.other.clicked.connect(self._take_other)
        self._found = label("", "caption", wrap=True, selectable=True)
        self.role = QComboBox()
        self.role.setAccessibleName("What the table holds")
        for value, words in _ROLES:
            self.role.addItem(words, value)
        self.role.activated.connect(self._role_given)
        self.fund = _text("Fund")
        self.attach = QComboBox()
        self.attach.setAccessibleName("Position the fund's holdings belong to")
        self.attach.activated.connect(self._attached)
        self.account, self.manager, self.asset_class = _text("Account"), _text("Manager"), _text("Asset class")
        for key, field in (("fund", self.fund), ("account", self.account), ("manager", self.manager),
                           ("asset_class", self.asset_class)):
            field.setProperty("key", key)
            field.editingFinished.connect(self._text_given)
        self._notes = {key: label("", "caption", wrap=True) for key in ("role", "fund", "attach", "account", "manager",
                                                                        "asset_class")}
        self._names: dict[str, QWidget] = {}
        card = Card("Whose holdings, and of when", " ")
        self._card = card
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        grid.setColumnMinimumWidth(0, 130)
        grid.setColumnMinimumWidth(1, 260)
        grid.setColumnStretch(2, 1)
        rows: tuple[tuple[str, str, QWidget, QWidget], ...] = (
            ("as_of", "As of", self.as_of, self._found), ("role", "Holds", self.role, self._notes["role"]),
            ("fund", "Fund", self.fund, self._notes["fund"]),
            ("attach", "Belongs to", self.attach, self._notes["attach"]),
            ("account", "Account", self.account, self._notes["account"]),
            ("manager", "Manager", self.manager, self._notes["manager"]),
            ("asset_class", "Asset class", self.asset_class, self._notes["asset_class"]),
        )
        for number, (key, words, field, note) in enumerate(rows):
            name = label(words, "fieldName")
            self._names[key] = name
            grid.addWidget(name, number, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(field, number, 1)
            grid.addWidget(note, number, 2, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self.other, len(rows), 1)
        card.body.addLayout(grid)
        card.body.addStretch(1)
        card.body.addWidget(label(
            "What the file says itself goes first, row by row; what is typed here fills the gaps. The date typed here "
            "holds for every row. The day of the import is never taken for the date of the holdings.",
            "caption", wrap=True))
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(card)

    def show_table(self, draft: Draft, table: ImportedTable | None) -> None:
        """Show what is known and what is said of a table."""
        self._draft, self._table = draft, table
        self._card.setEnabled(table is not None)
        if table is None:
            return
        said = said_of(draft, place_of(table))
        known = digest_of(draft, table)
        self._show_date(table, said.as_of, known.dates)
        self.role.setCurrentIndex(max(self.role.findData(said.role), 0))
        words = dict(_ROLES)
        self._notes["role"].setText(f"found: {words[table.role].lower()}" if not said.role else "")
        is_fund = table.role == "fund_holdings"
        for key, field in (("fund", self.fund), ("attach", self.attach)):
            for part in (field, self._names[key], self._notes[key]):
                part.setVisible(is_fund)
        for key, field in (("account", self.account), ("manager", self.manager), ("asset_class", self.asset_class)):
            for part in (field, self._names[key], self._notes[key]):
                part.setVisible(not is_fund)
            if not field.hasFocus():
                field.setText(getattr(said, key))
            self._notes[key].setText(_given_in_file(known.given.get(key, Given())))
        if not self.fund.hasFocus():
            self.fund.setText(said.fund or table.fund)

    def focus_concern(self) -> None:
        """Put the keyboard on what is not known: the date, else the fund, else what the table holds."""
        draft, table = self._draft, self._table
        if draft is None or table is None:
            return
        dated = table_states(draft, table)["accounts"].note == UNKNOWN_FUND
        field = self.fund if dated else self.as_of
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        field.selectAll()

    def offer_positions(self, names: Sequence[str], chosen: str) -> None:
        """Offer the positions a fund's holdings may belong to, the likeliest first."""
        self.attach.clear()
        self.attach.addItem("The position of the same name", "")
        for name in names:
            self.attach.addItem(name, name)
        self.attach.setCurrentIndex(max(self.attach.findData(chosen), 0))
        self._notes["attach"].setText(
            "" if names else "No position read so far is a fund; the holdings wait for one of the same name.")

    def _show_date(self, table: ImportedTable, given: str, dates: Sequence[str]) -> None:
        found = table.as_of
        shown = QDate.fromString(given or found.iso, "yyyy-MM-dd")
        self.as_of.blockSignals(True)
        self.as_of.setDate(shown if shown.isValid() else _NONE)
        self.as_of.blockSignals(False)
        if given:
            words = "typed by you"
        elif found.iso:
            words = f"found in the {found.source}{f' {found.cell}' if found.cell else ''}"
            if len(dates) > 1:
                words += f"; the rows carry {len(dates)} dates from {day(dates[0])} to {day(dates[-1])}"
        else:
            words = "No date was found in banner, columns, headers, footer or file name. Give it."
        self._found.setText(words)
        self._found.setObjectName("caption" if given or found.iso else "danger")
        self._found.style().unpolish(self._found)
        self._found.style().polish(self._found)
        other = found.ambiguous if found.ambiguous[:1].isdigit() and not given else ""
        self.other.setVisible(bool(other))
        self.other.setText(f"It is {day(other)} instead" if other else "")
        self.other.setProperty("iso", other)

    def _date_given(self) -> None:
        date = self.as_of.date()
        iso = "" if date == _NONE else date.toString("yyyy-MM-dd")
        if self._table is not None and self._draft is not None:
            said = said_of(self._draft, place_of(self._table))
            # Leaving the field untouched says nothing.
            if iso != (said.as_of or self._table.as_of.iso):
                self.say(as_of=iso)

    def _take_other(self) -> None:
        self.say(as_of=str(self.other.property("iso")))

    def _role_given(self, number: int) -> None:
        self.say(role=self.role.itemData(number))

    def _text_given(self) -> None:
        field = self.sender()
        key, text = str(field.property("key")), field.text().strip()
        if key == "fund" and self._table is not None and text == self._table.fund:
            return
        self.say(**{key: text})

    def _attached(self, number: int) -> None:
        if self._table is not None and self._draft is not None:
            self.attached.emit((self._draft.path, place_of(self._table)), str(self.attach.itemData(number)))


def _given_in_file(given: Given) -> str:
    """What the rows say of themselves."""
    if not given.different:
        return "the file says nothing"
    said = given.first if given.different == 1 else f"{given.different:,} different, such as {given.first}"
    return f"in the file: {said}" + (f"; {counted(given.without, 'row')} without" if given.without else "")


def _text(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setAccessibleName(name)
    field.setPlaceholderText("for rows that say nothing" if name != "Fund" else "name of the fund")
    return field
