"""Which period a report is of, and which earlier one it is compared with: the open holdings or a frozen state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from sinolens.qt.base.cards import Card
from sinolens.qt.base.labels import label
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.pages.page import day

if TYPE_CHECKING:
    from sinolens.exposure.analysis import Analysis
    from sinolens.services.periods import Period

NOW = ""
"""Key of the open holdings, and of no comparison."""
_KEPT = 4
"""Opened periods kept in memory."""
_HINT = "Freeze the period of a project (File menu), and later reports can be compared with it."


class PeriodCard(Card):
    """Two lists of the project's frozen periods. A chosen one is opened in the background and kept.

    Signals:
        changed: another period was chosen, or a chosen one is open now.
    """

    changed = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__("Period", "", parent)
        self._workspace = workspace
        self._periods: dict[str, Period] = {}
        self._opened: dict[str, Analysis] = {}
        self._opening: set[str] = set()
        self._session: object = None
        self.period, self.previous = QComboBox(), QComboBox()
        self.hint = label("", "caption", wrap=True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, (words, field) in enumerate((("Report of", self.period), ("Compare with", self.previous))):
            field.setAccessibleName(words)
            # A long label of a period must not widen the form.
            field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            field.setMinimumContentsLength(12)
            field.activated.connect(self._chosen)
            grid.addWidget(label(words), row, 0)
            grid.addWidget(field, row, 1)
        self.body.addLayout(grid)
        self.body.addWidget(self.hint)
        self._fill([])

    @property
    def analysis(self) -> Analysis | None:
        """What the report is of; None while nothing is open or the chosen period is still being opened."""
        key = self.period.currentData() or NOW
        return self._workspace.analysis if key == NOW else self._opened.get(key)

    @property
    def earlier(self) -> Analysis | None:
        """What it is compared with; None for nothing, or while it is still being opened."""
        return self._opened.get(self.previous.currentData() or NOW)

    @property
    def waits(self) -> bool:
        """A chosen period is still being opened."""
        return any(key not in self._opened for key in self._wanted())

    def choose(self, period: str, previous: str) -> None:
        """Choose by id; `NOW` is the open holdings, and no comparison."""
        for field, key in ((self.period, period), (self.previous, previous)):
            field.setCurrentIndex(max(0, field.findData(key)))
        self._chosen()

    def choose_open(self) -> None:
        """Choose what is open now; the comparison stays."""
        self.choose(NOW, self.previous.currentData() or NOW)

    def renew(self) -> None:
        """Read the frozen periods of the open project; forget those of another."""
        session = self._workspace.session
        if session is not self._session:
            self._session = session
            # What the project before was asked is answered no more.
            self._opening.clear()
            self._opened.clear()
            self._fill([])
        if session is None:
            return
        from sinolens.services.periods import list_periods

        self._workspace.ask("Reading the periods", list_periods, self._fill)

    def _fill(self, periods: list[Period]) -> None:
        self._periods = {period.id: period for period in periods}
        for field, nothing in ((self.period, "The open holdings"), (self.previous, "Nothing")):
            key = field.currentData()
            with QSignalBlocker(field):
                field.clear()
                field.addItem(nothing, NOW)
                for period in periods:
                    field.addItem(f"{period.label} ({day(period.as_of)})", period.id)
                field.setCurrentIndex(max(0, field.findData(key)))
            field.setEnabled(bool(periods))
        self._say()

    def _chosen(self) -> None:
        same = self.period.currentData()
        if same and same == self.previous.currentData():
            self.previous.setCurrentIndex(0)
        for key in self._wanted():
            if key not in self._opened and key not in self._opening:
                self._open(key)
        self._say()
        self.changed.emit()

    def _wanted(self) -> list[str]:
        return [key for field in (self.period, self.previous) if (key := field.currentData() or NOW)]

    def _open(self, key: str) -> None:
        from sinolens.services.periods import open_period

        session = self._session
        self._opening.add(key)

        def take(analysis: Analysis | None) -> None:
            self._opening.discard(key)
            if session is self._session and analysis is not None:
                self._opened[key] = analysis
                self._forget()
            self._say()
            self.changed.emit()

        def fail(error: Exception) -> None:
            self._opening.discard(key)
            for field in (self.period, self.previous):
                if field.currentData() == key:
                    field.setCurrentIndex(0)
            self._workspace.refuse(error)
            self._say()
            self.changed.emit()

        self._workspace.ask("Opening the period", lambda project: open_period(project, key).analysis, take, fail)

    def _forget(self) -> None:
        wanted = self._wanted()
        for key in [key for key in self._opened if key not in wanted][: max(0, len(self._opened) - _KEPT)]:
            del self._opened[key]

    def _say(self) -> None:
        if self.waits:
            self.hint.setText("Opening the period…")
        elif not self._periods:
            self.hint.setText(_HINT)
        else:
            self.hint.setText(self._order())
        self.hint.setVisible(bool(self.hint.text()))

    def _order(self) -> str:
        """What is odd about the two dates, else nothing."""
        now, then = self.analysis, self.earlier
        if now is not None and then is not None and then.as_of > now.as_of:
            return "The period to compare with is later than the report: the bridge runs backwards."
        return ""
