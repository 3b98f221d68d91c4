"""The data-health panel: what is unresolved, stale or untied, ranked by dollars, each with what mends it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from sinolens.domain.finding import Severity
from sinolens.domain.match import ScreeningState
from sinolens.domain.money import format_compact
from sinolens.qt.base.cards import GRID, Card
from sinolens.qt.base.labels import ElidedLabel, label
from sinolens.qt.base.workspace import Workspace

if TYPE_CHECKING:
    from sinolens.exposure.analysis import Analysis
    from sinolens.exposure.cube import Cube
    from sinolens.services.questionnaire import TrackerRow
    from sinolens.storage.project import Project

FRESH_DAYS = 120
"""A fund's data older than this many days is called old."""


@dataclass(frozen=True, slots=True)
class Concern:
    """One thing that keeps the figures from being certain.

    Attributes:
        title, detail: what, and how much of it.
        cents: value it touches; concerns are ranked by it. None = not a matter of value, ranked last.
        action, page: words of the button and the page it leads to.
        filters: what is filtered before the page is shown.
        grave: it blocks a final report.
    """

    title: str
    detail: str
    cents: int | None
    action: str
    page: str
    filters: tuple[tuple[str, str], ...] = ()
    grave: bool = False


def concerns(analysis: Analysis, cube: Cube) -> list[Concern]:
    """What is wrong or unknown, most dollars first; what blocks a report before everything."""
    found: list[Concern] = []
    for item in analysis.inputs:
        if item.difference and not item.accepted_reason:
            found.append(Concern(
                f"{item.file} does not tie out", f"{format_compact(abs(item.difference))} from the file's own total",
                abs(item.difference), "Look", "import", grave=True,
            ))
    reach = cube.by("reach")
    counts = {name: cube.select(cube.selection.only("reach", name)).position_count for name in reach}
    if reach.get("not_disclosed"):
        found.append(Concern(
            "Not disclosed by funds", f"in {_count(counts['not_disclosed'], 'position')}", reach["not_disclosed"],
            "Funds", "funds", (("reach", "not_disclosed"),),
        ))
    if reach.get("unresolved"):
        found.append(Concern(
            "Not identified", f"in {_count(counts['unresolved'], 'position')}", reach["unresolved"],
            "Review", "review", (("reach", "unresolved"),),
        ))
    waiting = {i for i, match in enumerate(analysis.matches)
               if match.provisional or match.state == ScreeningState.POSSIBLE}
    if waiting:
        lines = analysis.slices[analysis.slices["match"].isin(waiting)]
        if len(lines):
            found.append(Concern(
                "Names a person should confirm", f"{_count(int(lines['match'].nunique()), 'name')}",
                int(lines["market_value"].sum()), "Review", "review",
            ))
    found.extend(_old_funds(analysis))
    open_doubles = [overlap for overlap in analysis.overlaps if not overlap.answer]
    if open_doubles:
        found.append(Concern(
            "Perhaps counted twice", f"in {_count(len(open_doubles), 'fund')} and its manager's own lines",
            sum(overlap.value for overlap in open_doubles), "Funds", "funds",
        ))
    if analysis.excluded:
        codes = ", ".join(sorted({one.currency for one in analysis.excluded}))
        found.append(Concern(
            "Without an exchange rate, counted as nothing",
            f"{_count(len(analysis.excluded), 'position')} in {codes}", None, "Look", "import", grave=True,
        ))
    stale = [state for state in analysis.lists if state.stale or state.edition is None]
    if stale:
        value = cube.by("code").get("U3", 0)
        found.append(Concern(
            f"{_count(len(stale), 'list')} stale or without an edition",
            ", ".join(state.short_title for state in stale), value or None, "Lists", "rules",
        ))
    if analysis.missing_lists:
        found.append(Concern(
            f"{_count(len(analysis.missing_lists), 'list')} not on file", ", ".join(analysis.missing_lists), None,
            "Lists", "rules",
        ))
    repaired = [f for f in analysis.findings if f.severity in (Severity.WARNING, Severity.ERROR)]
    if repaired:
        found.append(Concern(
            f"{_count(len(repaired), 'remark')} on the files", repaired[0].message, None, "Look", "import",
        ))
    return sorted(found, key=lambda c: (not c.grave, c.cents is None, -abs(c.cents or 0)))


def overdue_concern(rows: Iterable[TrackerRow]) -> list[Concern]:
    """Questionnaires whose answer is late, as one concern; none when none is."""
    late = [row for row in rows if str(row.state) == "overdue"]
    if not late:
        return []
    managers = ", ".join(dict.fromkeys(row.manager for row in late))
    return [Concern(f"{_count(len(late), 'questionnaire')} overdue", managers, sum(row.value for row in late),
                    "Funds", "funds")]


def _old_funds(analysis: Analysis) -> list[Concern]:
    from datetime import date

    as_of = date.fromisoformat(analysis.as_of)
    old = [
        fund for fund in analysis.funds
        if fund.data_date and (as_of - date.fromisoformat(fund.data_date)).days > FRESH_DAYS
    ]
    if not old:
        return []
    return [Concern(
        "Fund data are old", f"{_count(len(old), 'fund')} with data of more than {FRESH_DAYS} days",
        sum(fund.market_value for fund in old), "Funds", "funds",
    )]


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


class HealthPanel(Card):
    """The concerns of the open analysis, one line each."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__("Data health", "most dollars first", parent)
        self._workspace = workspace
        self._concerns: list[Concern] = []
        self._late: list[Concern] = []
        self._list = QWidget()
        self._lines = QVBoxLayout(self._list)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(2)
        area = QScrollArea()
        area.setWidget(self._list)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.viewport().setAutoFillBackground(False)
        self._list.setAutoFillBackground(False)
        area.setObjectName("clear")
        self._list.setObjectName("clear")
        self.body.addWidget(area, 1)
        workspace.project_changed.connect(self._ask_who_is_late)

    def refresh(self) -> None:
        """Show the concerns of the open analysis; they do not follow the filter."""
        self._late = []
        self._fill()
        self._ask_who_is_late()

    def _ask_who_is_late(self) -> None:
        analysis = self._workspace.analysis
        if self._workspace.session is None or analysis is None:
            return
        self._workspace.ask("Reading the questionnaires", partial(_read_late, analysis.funds), self._take_late)

    def _take_late(self, rows: tuple[TrackerRow, ...]) -> None:
        late = overdue_concern(rows)
        if late != self._late:
            self._late = late
            self._fill()

    def _fill(self) -> None:
        while self._lines.count():
            item = self._lines.takeAt(0)
            if item.widget() is not None:
                item.widget().hide()
                item.widget().deleteLater()
        analysis, cube = self._workspace.analysis, self._workspace.cube
        if analysis is None or cube is None:
            return
        self._concerns = sorted(
            [*concerns(analysis, cube), *self._late], key=lambda c: (not c.grave, c.cents is None, -abs(c.cents or 0)))
        for number, concern in enumerate(self._concerns):
            self._lines.addWidget(self._line(number, concern))
        if not self._concerns:
            fine = "Everything is resolved, disclosed, fresh and tied out."
            self._lines.addWidget(label(fine, "stateText", wrap=True))
        self._lines.addStretch(1)

    def _line(self, number: int, concern: Concern) -> QWidget:
        line = QWidget()
        line.setObjectName("clear")
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 3, 0, 3)
        row.setSpacing(GRID)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(concern.title, "danger" if concern.grave else ""))
        words.addWidget(ElidedLabel(concern.detail, "caption"))
        row.addLayout(words, 1)
        if concern.cents is not None:
            amount = label(format_compact(concern.cents), "strong")
            amount.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            row.addWidget(amount)
        mend = QPushButton(concern.action)
        mend.setProperty("kind", "link")
        mend.setObjectName(str(number))
        mend.setAccessibleName(f"{concern.action}: {concern.title}")
        mend.clicked.connect(self._mend)
        mend.setFixedWidth(64)
        row.addWidget(mend)
        return line

    def _mend(self) -> None:
        concern = self._concerns[int(self.sender().objectName())]
        if concern.filters:
            self._workspace.choose(concern.filters)
        self._workspace.page_wanted.emit(concern.page)


def _read_late(funds: Any, project: Project) -> tuple[TrackerRow, ...]:
    """What was asked of managers, off the window's thread: reading questionnaires takes a while to load."""
    from sinolens.services.projects import timestamp
    from sinolens.services.questionnaire import tracker

    return tracker(project, timestamp()[:10], funds)
