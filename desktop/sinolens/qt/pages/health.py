"""The data-health panel: what is unresolved, stale or untied, ranked by dollars, each with what mends it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from sinolens.domain.money import format_compact
from sinolens.qt.base.attention import Attention
from sinolens.qt.base.cards import GRID, Card
from sinolens.qt.base.labels import ElidedLabel, TwoLines, label
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.pages.concerns import Concern, Settled, find_concerns, overdue_concern, rank

if TYPE_CHECKING:
    from sinolens.exposure.analysis import Analysis
    from sinolens.exposure.cube import Cube
    from sinolens.qt.base.tasks import Task
    from sinolens.services.questionnaire import TrackerRow
    from sinolens.storage.project import Project


LOOKING = "Looking for what is unresolved, stale or untied…"


class HealthPanel(Card):
    """The concerns of the open analysis, one line each."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__("Data health", "most dollars first", parent)
        self._workspace = workspace
        self._concerns: list[Concern] = []
        self._found: list[Concern] | None = None
        self._late: list[Concern] = []
        self._unasked = False
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
        self._found = None
        # What is known of another analysis, or of this one before a change, is not said of this one.
        self._fill()
        self._unasked = True
        if self.isVisible():
            self._ask()

    def showEvent(self, event: QShowEvent) -> None:
        """What nobody saw was not looked for: it would have held up the page on its way to be seen."""
        super().showEvent(event)
        if self._unasked:
            self._ask()

    def _ask(self) -> None:
        self._unasked = False
        self._find()
        self._ask_who_is_late()

    def _find(self) -> None:
        """In the background: names and slices are many."""
        analysis, cube = self._workspace.analysis, self._workspace.cube
        if analysis is None or cube is None:
            return
        settled = self._settled()
        self._workspace.tasks.run(
            "Looking for what is unresolved", partial(_look_for, analysis, cube, settled),
            partial(self._take, cube), cancellable=False, quiet=True)

    def _take(self, cube: Cube, found: list[Concern]) -> None:
        # Another analysis may be open by now; its own are on their way.
        if cube is self._workspace.cube:
            self._found = found
            self._fill()

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
        if self._workspace.analysis is None:
            return
        if self._found is None:
            self._concerns = []
            self._lines.addWidget(label(LOOKING, "stateText", wrap=True))
            self._lines.addStretch(1)
            return
        self._concerns = rank([*self._found, *self._late])
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
        words.addWidget(TwoLines(concern.title, "danger" if concern.grave else ""))
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
        if concern.key:
            self._workspace.attend(Attention(concern.page, concern.key, concern.title, concern.names))
        else:
            self._workspace.page_wanted.emit(concern.page)
            if concern.file:
                self._workspace.file_wanted.emit(*concern.file)
            elif concern.listed:
                self._workspace.list_wanted.emit(concern.listed)

    def _settled(self) -> Settled | None:
        """Whether a person has decided about a name, by the decisions the analysis was made with."""
        question = self._workspace.question
        if question is None or not question.decisions:
            return None
        from sinolens.matching.decisions import DecisionTable

        table = DecisionTable.of(question.decisions)
        return lambda name: table.settled_for(name) is not None


def _look_for(analysis: Analysis, cube: Cube, settled: Settled | None, task: Task) -> list[Concern]:
    del task
    return find_concerns(analysis, cube, settled)


def _read_late(funds: Any, project: Project) -> tuple[TrackerRow, ...]:
    """What was asked of managers, off the window's thread: reading questionnaires takes a while to load."""
    from sinolens.services.projects import timestamp
    from sinolens.services.questionnaire import tracker

    return tracker(project, timestamp()[:10], funds)
