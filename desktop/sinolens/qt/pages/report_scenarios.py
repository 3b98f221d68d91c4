"""What scenarios ask of the user: own figures, and the issuers or groups to be chosen, with the limits beside them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDoubleValidator
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from sinolens.domain.money import format_compact
from sinolens.domain.scenario import EffectKind
from sinolens.qt.base.cards import GAP, GRID, Card
from sinolens.qt.base.dialogs import ButtonRow
from sinolens.qt.base.labels import label
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.pages.page import button

if TYPE_CHECKING:
    from sinolens.exposure.analysis import Analysis
    from sinolens.exposure.scenario_choice import Entered
    from sinolens.exposure.scenarios import ScenarioResult

_ID = Qt.ItemDataRole.UserRole
_STATES = {"breach": "breached", "possible": "possibly breached", "watch": "on watch", "pass": "kept",
           "not_yet": "not in force yet"}


class ScenarioCard(Card):
    """What is entered, how many scenarios still wait, and the way to enter more.

    Signals:
        changed: other figures or choices hold.
    """

    changed = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__("Scenarios and limits", "", parent)
        self._workspace = workspace
        self._analysis: Analysis | None = None
        self._frozen = False
        self._own: Entered | None = None
        self.dialog: ScenarioDialog | None = None
        self.told = label("", "caption", wrap=True)
        self.limits = label("", "caption", wrap=True)
        self.enter_button = button("Figures and choices…")
        self.enter_button.clicked.connect(self.ask)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self.enter_button)
        row.addStretch(1)
        self.body.addWidget(self.told)
        self.body.addLayout(row)
        self.body.addWidget(self.limits)
        self.show_analysis(None, frozen=False)

    @property
    def entered(self) -> Entered | None:
        """What was entered without a project; None where the analysis brings its own."""
        return self._own if self._workspace.session is None else None

    @property
    def in_use(self) -> Entered:
        """What holds now."""
        from sinolens.exposure.scenario_choice import Entered

        kept = self._analysis.entered if self._analysis is not None else None
        return self.entered or kept or Entered()

    def show_analysis(self, analysis: Analysis | None, *, frozen: bool) -> None:
        """Show what an analysis asks for. A frozen period keeps what was entered then."""
        if self._workspace.session is not None:
            self._own = None
        self._analysis, self._frozen = analysis, frozen
        self._say()

    def ask(self) -> None:
        """Open the dialog."""
        if self._analysis is None or self._analysis.scenarios is None:
            return
        self.dialog = ScenarioDialog(self, self._analysis, self.in_use)
        self.dialog.taken.connect(self.take)
        self.dialog.open()

    def take(self, entered: Entered) -> None:
        """Use other figures and choices: kept in the project as one step, without one while the program runs."""
        if entered == self.in_use:
            return
        if self._workspace.session is None:
            self._own = entered
            self._say()
            self.changed.emit()
            return
        from sinolens.services.scenario_inputs import keep_entered

        self._workspace.change("Keeping figures for scenarios", keep_entered(entered),
                               told="Figures and choices for scenarios are kept in the project.")

    def _say(self) -> None:
        run = self._analysis.scenarios if self._analysis is not None else None
        self.enter_button.setEnabled(run is not None and not self._frozen)
        self.enter_button.setToolTip("A frozen period keeps what was entered then." if self._frozen else "")
        if self._analysis is None or run is None:
            self.told.setText("No scenario library is on file." if self._analysis is not None else "")
            self.limits.setText("")
            return
        entered = self.in_use
        open_ = [one.scenario.id for one in (run.base or run).results if _waits(one) and not _is_answered(one, entered)]
        said = [f"{mark} {percent:g} %" for mark, percent in sorted(entered.shocks.items())]
        said += [f"{key}: {len(chosen)} chosen" for key, chosen in sorted(entered.picks.items())]
        self.told.setText(" ".join(filter(None, (
            f"Entered: {'; '.join(said)}." if said else "",
            f"Waiting for a figure or a choice: {', '.join(open_)}." if open_ else "Every scenario has what it needs.",
        ))))
        found = Counter(str(one.state) for one in self._analysis.limits)
        states = "; ".join(f"{found[state]} {words}" for state, words in _STATES.items() if found[state])
        self.limits.setText(f"Limits of the institution: {states}." if states else "The institution has set no limits.")


class ScenarioDialog(QDialog):
    """Scenarios at the left; at the right the figures of the chosen one, and what is to be chosen for it.

    Signals:
        taken: `Entered`, when the user accepts.
    """

    taken = Signal(object)

    def __init__(self, parent: QWidget, analysis: Analysis, entered: Entered) -> None:
        super().__init__(parent)
        self.setWindowTitle("Figures and choices for scenarios")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(820, 540)
        run = analysis.scenarios
        if run is None:
            raise ValueError("the analysis ran no scenario")
        self._analysis = analysis
        self._results = {
            one.scenario.id: one for one in (run.base or run).results if _asked(one)
        }
        self._shocks = dict(entered.shocks)
        self._picks = dict(entered.picks)
        self.fields: dict[str, QLineEdit] = {}
        self.list = QListWidget()
        self.list.setAccessibleName("Scenarios")
        self.list.setFixedWidth(290)
        self.list.setSpacing(3)
        for key, result in self._results.items():
            item = QListWidgetItem(f"{key}  {result.scenario.name}")
            item.setData(_ID, key)
            item.setToolTip(result.scenario.name)
            self.list.addItem(item)
        self.list.currentItemChanged.connect(self._show_current)
        self._right = QVBoxLayout()
        self._right.setSpacing(GRID)
        self._holder = QWidget()
        columns = QHBoxLayout()
        columns.setSpacing(GAP)
        columns.addWidget(self.list)
        columns.addLayout(self._right, 1)
        self._right.addWidget(self._holder)
        self.buttons = ButtonRow(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setProperty("kind", "primary")
        self.clear_button = self.buttons.addButton("Clear all", QDialogButtonBox.ButtonRole.ResetRole)
        self.clear_button.clicked.connect(self._clear)
        self.buttons.accepted.connect(self._accept)
        self.buttons.rejected.connect(self.reject)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(24, 20, 24, 20)
        lines.setSpacing(GAP)
        lines.addWidget(label(
            "A shock is a loss between 0 and 100 percent, typed as -30. Empty takes the library's own figure. What is "
            "entered stands in the report beside its scenario.", "caption", wrap=True))
        lines.addLayout(columns, 1)
        lines.addWidget(self.buttons)
        first = next((row for row, one in enumerate(self._results.values()) if _waits(one)), 0)
        self.list.setCurrentRow(first)

    @property
    def entered(self) -> Entered:
        """What the dialog says now."""
        from sinolens.exposure.scenario_choice import Entered

        return Entered(dict(self._shocks), {key: chosen for key, chosen in self._picks.items() if chosen})

    def choose(self, key: str) -> None:
        """Show one scenario."""
        for row in range(self.list.count()):
            if self.list.item(row).data(_ID) == key:
                self.list.setCurrentRow(row)

    def _show_current(self) -> None:
        item = self.list.currentItem()
        if item is None:
            return
        result = self._results[item.data(_ID)]
        made = QWidget()
        lines = QVBoxLayout(made)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GRID)
        lines.addWidget(label(result.scenario.name, "cardTitle", wrap=True))
        lines.addWidget(label(result.scenario.summary, "", wrap=True))
        if result.scenario.limits:
            lines.addWidget(label(result.scenario.limits, "caption", wrap=True))
        self._add_shocks(lines, result)
        self._add_choice(lines, result)
        old = self._right.replaceWidget(self._holder, made)
        if old is not None and (widget := old.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        self._holder = made
        made.show()

    def _add_shocks(self, lines: QVBoxLayout, result: ScenarioResult) -> None:
        self.fields = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(GRID)
        grid.setColumnStretch(0, 1)
        for row, reach in enumerate(one for one in result.effects if one.effect.kind is EffectKind.PRICE):
            field = QLineEdit()
            field.setFixedWidth(96)
            field.setAlignment(Qt.AlignmentFlag.AlignRight)
            field.setAccessibleName(f"{reach.mark} {reach.effect.label}, percent")
            field.setValidator(QDoubleValidator(-100.0, 0.0, 2, field))
            own = reach.effect.shock
            field.setPlaceholderText("no default" if own is None else f"{own:g}")
            if reach.mark in self._shocks:
                field.setText(f"{self._shocks[reach.mark]:g}")
            field.setProperty("mark", reach.mark)
            field.textChanged.connect(self._shock_typed)
            self.fields[reach.mark] = field
            words = f"{reach.effect.label} ({format_compact(reach.value)})"
            if reach.effect.severe is not None:
                words += f"; severe {reach.effect.severe:g} %"
            grid.addWidget(label(words, "", wrap=True), row, 0)
            grid.addWidget(field, row, 1)
            grid.addWidget(label("%"), row, 2)
        lines.addLayout(grid)

    def _add_choice(self, lines: QVBoxLayout, result: ScenarioResult) -> None:
        from sinolens.exposure.scenario_choice import asks_for, candidates

        kind = asks_for(result.scenario)
        if not kind:
            lines.addStretch(1)
            return
        key = result.scenario.id
        there = candidates(self._analysis, result.scenario)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.setPlaceholderText("Find a name")
        self.search.setAccessibleName("Find a name")
        self.names = QListWidget()
        self.names.setSpacing(3)
        self.names.setAccessibleName(f"What {key} is about")
        chosen = self._picks.get(key, ())
        for name_key, name, cents in there:
            item = QListWidgetItem(f"{name}  {format_compact(cents)}")
            item.setData(_ID, name_key)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if name_key in chosen else Qt.CheckState.Unchecked)
            self.names.addItem(item)
        self.names.itemChanged.connect(self._picked)
        self.search.textChanged.connect(self._find)
        plural = "groups" if kind == "group" else "issuers"
        lines.addWidget(label(f"Choose the {plural} it is about. Without a choice the report gives the most it could "
                              "reach, and no loss." if there else f"It reaches no {plural} of this portfolio.",
                              "caption", wrap=True))
        if there:
            lines.addWidget(self.search)
            lines.addWidget(self.names, 1)
        else:
            lines.addStretch(1)

    def _find(self, text: str) -> None:
        for row in range(self.names.count()):
            item = self.names.item(row)
            item.setHidden(text.casefold() not in item.text().casefold())

    def _picked(self, item: QListWidgetItem) -> None:
        del item
        current = self.list.currentItem()
        if current is not None:
            every = (self.names.item(row) for row in range(self.names.count()))
            self._picks[current.data(_ID)] = tuple(
                str(one.data(_ID)) for one in every if one.checkState() is Qt.CheckState.Checked)

    def _shock_typed(self) -> None:
        field = self.sender()
        if not isinstance(field, QLineEdit):
            return
        mark = str(field.property("mark"))
        if not field.text().strip():
            self._shocks.pop(mark, None)
        elif field.hasAcceptableInput():
            self._shocks[mark] = float(field.text().replace(",", "."))
        ready = all(one.hasAcceptableInput() or not one.text().strip() for one in self.fields.values())
        ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setEnabled(ready)
        ok.setToolTip("" if ready else "A shock is between -100 and 0 percent.")

    def _clear(self) -> None:
        self._shocks, self._picks = {}, {}
        self._show_current()

    def _accept(self) -> None:
        self.taken.emit(self.entered)
        self.accept()


def _asked(result: ScenarioResult) -> bool:
    """A scenario with something to enter, that is about this holder."""
    return any(reach.effect.kind is EffectKind.PRICE or reach.effect.selects.pick for reach in result.effects)


def _waits(result: ScenarioResult) -> bool:
    return str(result.state) in ("needs_figure", "needs_choice")


def _is_answered(result: ScenarioResult, entered: Entered) -> bool:
    from sinolens.exposure.scenario_choice import asks_for

    if asks_for(result.scenario) and not entered.picks.get(result.scenario.id):
        return False
    return all(
        reach.effect.shock is not None or reach.mark in entered.shocks
        for reach in result.effects if reach.effect.kind is EffectKind.PRICE
    )
