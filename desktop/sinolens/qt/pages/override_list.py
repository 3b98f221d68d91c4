"""All overrides of the project: what waits, what stands, who, when, why and until when; approve, reject, take back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from sinolens.domain.tier import CODE_LABELS
from sinolens.qt.base.cards import StateView
from sinolens.qt.base.labels import label
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.models.table import TableColumn, TableModel
from sinolens.qt.models.view import TableView
from sinolens.qt.pages.facts import Fact, FactSheet, Section, given
from sinolens.qt.pages.page import day
from sinolens.qt.pages.reason import Reason
from sinolens.qt.pages.side_by_side import Side, SideBySide, describe_code, reasons_of, side_of

if TYPE_CHECKING:
    from sinolens.domain.judgement import Judgement
    from sinolens.services.override_steps import Step
    from sinolens.storage.project import Project

COLUMNS = (
    TableColumn("name", "Position", 170, stretch=True),
    TableColumn("calculated", "Calculated", 84, fixed=True, meaning="By the program, now"),
    TableColumn("judged", "Judged", 64, fixed=True),
    TableColumn("state", "State", 118, fixed=True),
    TableColumn("maker", "Proposed by", 92, spare=True),
    TableColumn("on", "On", 92, text=day, spare=True, meaning="Day of the last decision, or of the proposal"),
    TableColumn("expires", "Holds until", 92, text=day, fixed=True),
)
_FINAL = "It is final: it can be taken back with a reason, not undone."


class OverrideList(QDialog):
    """A table, and beside it the two values side by side with what was done about them.

    Signals:
        position_wanted: row of the position the user asked for.
    """

    position_wanted = Signal(int)

    def __init__(self, parent: QWidget, workspace: Workspace, row: int = -1) -> None:
        """`row`: of a position whose override is shown first."""
        super().__init__(parent)
        self.setWindowTitle("Overrides")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1120, 640)
        self._workspace, self._wanted = workspace, row
        self._made: list[Judgement] = []
        self._steps: dict[str, tuple[Step, ...]] = {}
        self._own_allowed = False
        self._act: _Act | None = None
        self.dialog: Reason | None = None
        self.model = TableModel(COLUMNS, self)
        self.table = TableView(workspace.appearance, self.model, "Overrides")
        self.table.source = workspace.source_line
        self.pair = SideBySide(workspace.appearance)
        self.detail = FactSheet(workspace.appearance, "review", "Choose an override", "Who, when and why stand here.")
        self.note = label("", "caption", wrap=True)
        self.approve = self._button("Approve…", self._approve, primary=True)
        self.reject_it = self._button("Reject…", self._reject)
        self.take_back = self._button("Take back…", self._take_back)
        self.go = self._button("Show position", self._go)
        self.own = QCheckBox("One person may decide their own proposals")
        self.own.setToolTip("A setting of this project; it stands in the log, and such decisions are marked in reports")
        self.own.clicked.connect(self._allow_own)
        self._lay_out()
        self.table.row_chosen.connect(self._show)
        self.table.row_opened.connect(self._go_to)
        workspace.analysis_changed.connect(self._refresh)
        workspace.project_changed.connect(self._read)
        self._refresh()
        self._read()
        self.table.setFocus()

    @property
    def chosen(self) -> Judgement | None:
        """The override the user is on."""
        current = self.table.currentIndex()
        at = self.model.source_row(current.row()) if current.isValid() else -1
        return self._made[at] if 0 <= at < len(self._made) else None

    # -- filling ------------------------------------------------------------------------------------------------------

    def _button(self, words: str, slot: Any, *, primary: bool = False) -> QPushButton:
        made = QPushButton(words)
        made.setAutoDefault(False)
        if primary:
            made.setProperty("kind", "primary")
        made.clicked.connect(slot)
        return made

    def _lay_out(self) -> None:
        lines = QVBoxLayout(self)
        lines.setContentsMargins(20, 16, 20, 16)
        lines.setSpacing(8)
        lines.addWidget(label("Overrides", "stateTitle"))
        lines.addWidget(label(
            "Calculated tiers and all totals stay as the program worked them out; what was judged stands beside them.",
            "caption", wrap=True))
        side = QWidget()
        beside = QVBoxLayout(side)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self.pair)
        beside.addWidget(self.detail, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.table)
        split.addWidget(side)
        split.setStretchFactor(0, 1)
        split.setSizes([560, 520])
        split.setChildrenCollapsible(False)
        nothing = StateView("review", "Nothing was judged otherwise",
                            "Choose a position on the page of holdings, then Judge otherwise… (Ctrl+J).")
        nothing.tint(self._workspace.appearance.theme)
        self._stack = QStackedWidget()
        self._stack.addWidget(split)
        self._stack.addWidget(nothing)
        lines.addWidget(self._stack, 1)
        lines.addWidget(self.note)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for part in (self.approve, self.reject_it, self.take_back, self.go):
            foot.addWidget(part)
        foot.addStretch(1)
        foot.addWidget(self.own)
        foot.addSpacing(16)
        foot.addWidget(self._button("Close", self.close))
        lines.addLayout(foot)

    def _refresh(self) -> None:
        from sinolens.reporting.override_section import STATES

        analysis = self._workspace.analysis
        kept = self.chosen
        order = {state: place for place, state in enumerate(STATES)}
        # One override can be about several rows of one security: it is listed once, at the first of them.
        once = {one.key: one for one in reversed(analysis.overrides if analysis is not None else ())}
        self._made = sorted(once.values(), key=lambda one: (order[one.state], one.target, one.field, one.key))
        self.model.fill({
            "name": [self._name(one) for one in self._made],
            "calculated": [one.calculated or one.was for one in self._made],
            "judged": [one.value for one in self._made], "state": [STATES[one.state] for one in self._made],
            "maker": [one.maker for one in self._made], "on": [one.on for one in self._made],
            "expires": [one.expires for one in self._made],
        })
        self._stack.setCurrentIndex(0 if self._made else 1)
        at = next((place for place, one in enumerate(self._made) if kept is not None and one.key == kept.key), -1)
        if at < 0:
            at = next((place for place, one in enumerate(self._made) if one.row == self._wanted >= 0), 0)
        if self._made:
            self.table.choose_row(at)
            self._show(at)
        else:
            self._follow(None)

    def _read(self) -> None:
        if self._workspace.session is not None:
            self._workspace.ask("Reading the overrides", _read, self._take)

    def _take(self, found: tuple[dict[str, tuple[Step, ...]], bool]) -> None:
        self._steps, self._own_allowed = found
        self.own.setChecked(self._own_allowed)
        self._show_chosen()

    def _show_chosen(self) -> None:
        current = self.table.currentIndex()
        if current.isValid():
            self._show(self.model.source_row(current.row()))

    def _show(self, row: int) -> None:
        from sinolens.services.overrides import weigh

        analysis = self._workspace.analysis
        if analysis is None or not 0 <= row < len(self._made):
            return
        one = self._made[row]
        if one.row >= 0 and one.field == "tier":
            status = analysis.statuses[int(analysis.positions["status"].iloc[one.row])]
            left = side_of(status, reasons_of(status))
            judged = one.status or weigh(status, one.value, one.evidence)[0]
            right = side_of(judged, (one.reason,)) if judged is not None else self._bare(one)
        else:
            left, right = Side(self._words(one, one.calculated or one.was)), self._bare(one)
        self.pair.show_sides(left, right, one.maker)
        self.detail.show_facts(self._name(one), self._about(one), self._sections(one))
        self._follow(one)

    def _sections(self, one: Judgement) -> list[Section]:
        from sinolens.reporting.override_section import STATES
        from sinolens.services.override_steps import FIELDS

        return [
            Section("Override", given(
                Fact("State", STATES[one.state], "strong"), Fact("Why it does not", one.why_not, "unverified"),
                Fact("What is judged", FIELDS.get(one.field, one.field)),
                Fact("Then calculated", self._words(one, one.was) if one.was != one.calculated else ""),
                Fact("Reason", one.reason), Fact("Document", one.evidence or "none"),
                Fact("Holds until", day(one.expires) if one.expires else "it is taken back"),
            )),
            Section("What was done", tuple(
                Fact(day(step.at[:10]), _told(step, one))
                for step in self._steps.get(one.key, ())
            )),
        ]

    def _follow(self, one: Judgement | None) -> None:
        """Only what can be done is offered, and what keeps it from being done is said."""
        from sinolens.services.projects import user_name

        project = self._workspace.project
        able = project is not None and not project.read_only and not self._workspace.frozen
        waits = one is not None and one.state == "submitted"
        mine = one is not None and one.maker.casefold() == user_name().casefold()
        self.approve.setEnabled(able and waits and (not mine or self._own_allowed))
        self.reject_it.setEnabled(self.approve.isEnabled())
        self.take_back.setEnabled(able and one is not None and one.state in ("submitted", "approved", "refused"))
        self.go.setEnabled(one is not None and one.row >= 0)
        self.own.setEnabled(able)
        told = ""
        if waits and mine and not self._own_allowed:
            told = ("You proposed this: another person has to decide it, signed in to this computer under their own "
                    "name.")
        elif project is not None and project.read_only:
            told = project.read_only_reason
        self.note.setText(told)
        self.note.setVisible(bool(told))

    def _name(self, one: Judgement) -> str:
        from sinolens.services.override_steps import name_target

        analysis = self._workspace.analysis
        if analysis is None or one.row < 0:
            return f"{name_target(one.target)} (not held now)"
        return str(analysis.positions["name"].iloc[one.row])

    def _about(self, one: Judgement) -> str:
        from sinolens.regulation.override import describe_direction

        known = one.field == "tier" and {one.calculated, one.value} <= set(CODE_LABELS)
        return describe_direction(one.calculated, one.value) if known else ""

    def _bare(self, one: Judgement) -> Side:
        return Side(self._words(one, one.value), "", (one.reason,))

    def _words(self, one: Judgement, code: str) -> str:
        analysis = self._workspace.analysis
        if one.field == "tier":
            return describe_code(code)
        return f"{code} {analysis.category_names.get(code, '') if analysis is not None else ''}".rstrip()

    # -- doing --------------------------------------------------------------------------------------------------------

    def _approve(self) -> None:
        if (one := self.chosen) is not None and self.approve.isEnabled():
            text = f"Approve {one.value} for {self._name(one)}, beside {one.calculated}?"
            self._ask(one, "Approve", text, "approved", _FINAL, needed=False)

    def _reject(self) -> None:
        if (one := self.chosen) is not None and self.reject_it.isEnabled():
            self._ask(one, "Reject", f"Reject {one.value} for {self._name(one)}?", "rejected",
                      "The reason is kept in the log. To judge it again, propose it anew.")

    def _take_back(self) -> None:
        if (one := self.chosen) is not None and self.take_back.isEnabled():
            self._ask(one, "Take back", f"Take back {one.value} for {self._name(one)}?", "taken back", "")

    def _ask(self, one: Judgement, words: str, text: str, done: str, detail: str, *, needed: bool = True) -> None:
        """Ask for the reason, then do it."""
        self._act = _Act(one.key, done, f"{one.value} for {self._name(one)} {done}.")
        self.dialog = Reason(self, words, text, words, detail, needed=needed)
        self.dialog.given.connect(self._do)
        self.dialog.finished.connect(self._gone)
        self.dialog.open()

    def _do(self, reason: str) -> None:
        if (act := self._act) is not None:
            self._workspace.change("Keeping the decision", lambda project: act.build(project, reason), told=act.told)

    def _gone(self) -> None:
        self.dialog = None

    def _allow_own(self) -> None:
        from sinolens.services.override_steps import allow_own_approval

        allowed = self.own.isChecked()
        told = "One person may decide their own proposals in this project." if allowed else (
            "Another person has to decide each proposal in this project.")
        self._workspace.change("Keeping the setting", lambda project: allow_own_approval(project, allowed), told=told)

    def _go(self) -> None:
        if (one := self.chosen) is not None and one.row >= 0:
            self.accept()
            self.position_wanted.emit(one.row)

    def _go_to(self, row: int) -> None:
        del row
        self._go()


def _told(step: Step, one: Judgement) -> str:
    why = f": {step.why}" if step.why not in ("", one.reason) else ""
    return f"{step.what} by {step.who} at {step.at[11:16]}{why}"


class _Act:
    """A decision, made of the project as it stands when its turn comes; knows no widget. `told`: afterwards."""

    def __init__(self, key: str, what: str, told: str) -> None:
        self._key, self._what, self.told = key, what, told

    def build(self, project: Project, reason: str) -> Any:
        """The command."""
        from sinolens.services.override_steps import judge, revoke
        from sinolens.services.projects import timestamp, user_name

        who, at = user_name(), timestamp()
        if self._what == "taken back":
            return revoke(project, self._key, who, at, reason)
        return judge(project, self._key, self._what == "approved", who, at, reason)


def _read(project: Project) -> tuple[dict[str, tuple[Step, ...]], bool]:
    from sinolens.services.override_steps import allows_own_approval, read_history

    return read_history(project), allows_own_approval(project)
