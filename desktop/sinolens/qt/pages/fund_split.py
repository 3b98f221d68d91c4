"""Dialog: percentages by country for a fund of which nothing else is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from sinolens.qt.base.date_field import DateField
from sinolens.qt.base.dialogs import make_buttons
from sinolens.qt.base.labels import label
from sinolens.qt.models.positions import dollars
from sinolens.qt.pages.fund_choice import OwnOrBenchmark
from sinolens.services.fund_methods import CountryShare

COUNTRIES: tuple[tuple[str, str], ...] = (
    ("China", "CN"), ("Hong Kong", "HK"), ("Macau", "MO"), ("Taiwan", "TW"), ("United States", "US"),
    ("Elsewhere", "XX"),
)
"""Asked for; "XX" is the user-assigned code for the rest of the world."""
ISO = "yyyy-MM-dd"


class FundSplit(QDialog):
    """One field a country, their sum in percent and dollars, and what stays not disclosed.

    Signals:
        given: list of `CountryShare`, ISO date, and whether they are the benchmark's.
    """

    given = Signal(list, str, bool)

    def __init__(
        self, parent: QWidget, fund: str, value: int, as_of: str, shares: Mapping[str, float] | None = None,
        *, proxy: bool = False,
    ) -> None:
        """`value`: of the fund, cents. `shares`: ISO code to the share known so far."""
        super().__init__(parent)
        self.setWindowTitle("Split by percent")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(460)
        self._value = value
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        grid.setColumnMinimumWidth(2, 150)
        self.fields: dict[str, QDoubleSpinBox] = {}
        self._amounts: dict[str, QLabel] = {}
        for row, (name, code) in enumerate(COUNTRIES):
            field = QDoubleSpinBox()
            field.setRange(0, 100)
            field.setDecimals(2)
            field.setSuffix(" %")
            field.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)
            field.setMinimumWidth(110)
            field.setAlignment(Qt.AlignmentFlag.AlignRight)
            field.setAccessibleName(f"{name}, percent")
            field.setValue(100 * (shares or {}).get(code, 0.0))
            amount = label("", "caption")
            amount.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            words = label(name)
            words.setBuddy(field)
            for column, part in enumerate((words, field, amount)):
                grid.addWidget(part, row, column)
            self.fields[code], self._amounts[code] = field, amount
            field.valueChanged.connect(self._add)
        self.total, self._left = label("", "strong"), label("", "strong")
        for part, side in ((self.total, Qt.AlignmentFlag.AlignLeft), (self._left, Qt.AlignmentFlag.AlignRight)):
            part.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        sums = QHBoxLayout()
        sums.addWidget(self.total)
        sums.addStretch(1)
        sums.addWidget(self._left)
        self.date = DateField(QDate.fromString(as_of, Qt.DateFormat.ISODate))
        self.date.setAccessibleName("Percentages as of")
        dated = QHBoxLayout()
        dated.addWidget(label("Percentages as of"))
        dated.addStretch(1)
        dated.addWidget(self.date)
        self.kind = OwnOrBenchmark("Reported by the manager", "Of its benchmark, as a proxy", proxy=proxy)
        buttons, self.act = make_buttons(self, "Split by it", self._give)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(24, 20, 24, 20)
        lines.setSpacing(12)
        lines.addWidget(label(fund, "stateTitle", wrap=True))
        lines.addWidget(label(
            "Percent of the fund's value by country. What is left open stays not disclosed; nothing is scaled to "
            "100 %.", "caption", wrap=True))
        lines.addLayout(grid)
        lines.addLayout(sums)
        lines.addLayout(dated)
        lines.addWidget(self.kind)
        lines.addWidget(buttons)
        self._add()
        first = next(iter(self.fields.values()))
        first.setFocus()
        first.selectAll()

    @property
    def shares(self) -> Sequence[CountryShare]:
        """What was typed."""
        return [
            CountryShare(name, code, round(self.fields[code].value() / 100, 6)) for name, code in COUNTRIES
            if self.fields[code].value()
        ]

    def _add(self) -> None:
        total = sum(field.value() for field in self.fields.values())
        for code, amount in self._amounts.items():
            share = self.fields[code].value()
            amount.setText(dollars(round(self._value * share / 100)) if share else "")
        over = total > 100.05
        self.total.setText(f"Together {total:.2f} %")
        rest = max(0.0, 100 - total)
        self._left.setText(
            "more than the whole fund" if over else
            f"{rest:.2f} % not disclosed, {dollars(round(self._value * rest / 100))}"
            if rest > 0.005 else "nothing left open")
        kind = "danger" if over else "strong"
        if self._left.objectName() != kind:
            self._left.setObjectName(kind)
            self._left.style().unpolish(self._left)
            self._left.style().polish(self._left)
        self.act.setEnabled(bool(total) and not over)

    def _give(self) -> None:
        shares, proxy = list(self.shares), self.kind.proxy
        self.accept()
        self.given.emit(shares, self.date.date().toString(ISO), proxy)
