"""What the program calculated and what a person holds to be right, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from sinolens.domain.tier import CODE_LABELS, Status, tier_of
from sinolens.qt.base.labels import label
from sinolens.qt.base.swatch import TierSwatch
from sinolens.qt.base.theme import Appearance
from sinolens.qt.pages.facts import beside_text
from sinolens.qt.pages.status_facts import ACTIONS


@dataclass(frozen=True, slots=True)
class Side:
    """One side: the value, and lines below it. `tier`: a swatch stands before the value."""

    value: str
    tier: str = ""
    lines: tuple[str, ...] = ()


def describe_code(code: str) -> str:
    """A sub-code with its tier and name: "T4 · 4A Named on a list that bars no holding"."""
    return f"{tier_of(code)} · {code} {CODE_LABELS[code]}" if code in CODE_LABELS else code


def side_of(status: Status, why: Sequence[str]) -> Side:
    """A status as one side: its code, what may be done, and why."""
    done = status.actions
    may = ", ".join(f"{name} {ACTIONS.get(answer, answer)}" for name, answer in (
        ("buy:", done.buy), ("sell:", done.sell), ("hold:", done.hold), ("reinvest:", done.reinvest)))
    return Side(describe_code(status.code), str(status.tier), (f"{may[:1].upper()}{may[1:]}.", *why))


def reasons_of(status: Status) -> tuple[str, ...]:
    """Why the program says so, one line a rule; what is unresolved where no rule decides."""
    rules = dict.fromkeys(
        f"{one.code} by “{one.rule_name}”{f': {one.entry_name}' if one.entry_name else ''}." for one in status.triggers)
    doubts = [line for line in status.explanation.splitlines() if line.startswith("Unresolved")]
    return tuple(rules) or tuple(doubts) or ("No list on file names it.",)


class SideBySide(QWidget):
    """Two wells of equal width with a head each."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._swatches: list[TierSwatch] = []
        self.values: list[QLabel] = []
        self._heads: list[QLabel] = []
        self._lines: list[QLabel] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(12)
        for column in range(2):
            well = QFrame()
            well.setObjectName("well")
            inside = QVBoxLayout(well)
            inside.setContentsMargins(12, 8, 12, 10)
            inside.setSpacing(4)
            head, value, lines = label("", "caption"), label("", "strong", wrap=True), label("", "", wrap=True)
            swatch = TierSwatch("", 12)
            first = QHBoxLayout()
            first.setSpacing(8)
            first.addLayout(beside_text(swatch))
            first.addWidget(value, 1)
            inside.addWidget(head)
            inside.addLayout(first)
            inside.addWidget(lines)
            inside.addStretch(1)
            grid.addWidget(well, 0, column)
            grid.setColumnStretch(column, 1)
            self._heads.append(head)
            self._swatches.append(swatch)
            self.values.append(value)
            self._lines.append(lines)

    def show_sides(self, calculated: Side, judged: Side, by: str) -> None:
        """Show a pair; `by`: who judges, "" while nobody has."""
        heads = ("Calculated by the program", f"Judged by {by}" if by else "Your judgement")
        for place, (head, side) in enumerate(zip(heads, (calculated, judged), strict=True)):
            self._heads[place].setText(head)
            self.values[place].setText(side.value)
            self._swatches[place].set_tier(side.tier, self._appearance.theme)
            self._swatches[place].setVisible(bool(side.tier))
            self._lines[place].setText("\n".join(side.lines))
