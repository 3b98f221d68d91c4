"""Dialog: every measure of what the filter leaves, what shares are of, and which value the window shows."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QGridLayout, QTabWidget, QVBoxLayout, QWidget

from sinolens.domain.money import format_percent
from sinolens.qt.base.labels import label
from sinolens.qt.base.tasks import Task
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.models.positions import dollars
from sinolens.qt.models.table import TableColumn, TableModel
from sinolens.qt.models.view import TableView
from sinolens.qt.pages.chart_card import shares_of

COLUMNS = (
    TableColumn("title", "Measure", 270, stretch=True),
    TableColumn("value", "Value", 118, right=True, text=dollars, meaning="All lines the filter leaves"),
    TableColumn("range", "Between", 190, right=True, meaning="Where the value itself is not known, as without a delta"),
    TableColumn("china", "China AI, full", 112, right=True, text=dollars),
    TableColumn("weighted", "AI-weighted", 112, right=True, text=dollars, meaning="Base; its range stands beside it"),
    TableColumn("bounds", "Low – high", 190, right=True),
    TableColumn("share", "China AI share", 104, right=True,
                meaning="Full value, of the denominator chosen; of the pool where none is"),
)

BASIS_COLUMNS = (
    TableColumn("name", "Answer", 260, stretch=True),
    TableColumn("value", "China AI, full", 130, right=True, text=dollars),
    TableColumn("weighted", "AI-weighted", 130, right=True, text=dollars),
    TableColumn("share", "Share of China AI", 130, right=True),
)


class MeasuresDialog(QDialog):
    """A row for each measure; on a second leaf China AI by where an issuer is, who owns it, which lists it is on.

    Signals:
        basis_wanted: value of `ValueBasis` the whole window shall show.
    """

    basis_wanted = Signal(str)

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        from sinolens.exposure.bases import QUESTIONS
        from sinolens.exposure.measures import DENOMINATORS
        from sinolens.exposure.valuation import ValueBasis

        super().__init__(parent)
        self.setWindowTitle("Measures")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1140, 690)
        self._workspace = workspace
        self._asked = 0
        self._closed = False
        self.basis, self.against = QComboBox(), QComboBox()
        for basis in ValueBasis:
            self.basis.addItem(basis.words, str(basis))
            self.basis.setItemData(self.basis.count() - 1, basis.meaning, Qt.ItemDataRole.ToolTipRole)
        self.against.addItem("The whole each figure shows", "")
        for key, words in DENOMINATORS.items():
            self.against.addItem(f"{words[:1].upper()}{words[1:]}", key)
        self._meaning = label("", "caption", wrap=True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(2, 1)
        for row, (words, box) in enumerate((("The window shows", self.basis), ("Shares are of", self.against))):
            name = label(words)
            name.setBuddy(box)
            box.setAccessibleName(words)
            box.setMinimumWidth(260)
            grid.addWidget(name, row, 0)
            grid.addWidget(box, row, 1)
        grid.addWidget(self._meaning, 0, 2)
        self.model = TableModel(COLUMNS, self)
        self.model.fill({column.key: [] for column in COLUMNS})
        self.table = TableView(workspace.appearance, self.model, "Measures")
        self.table.source = workspace.source_line
        self.question = QComboBox()
        self.question.setAccessibleName("Parted by")
        self.question.setMinimumWidth(260)
        for key, words in QUESTIONS.items():
            self.question.addItem(words, key)
        self.basis_model = TableModel(BASIS_COLUMNS, self)
        self.basis_model.fill({column.key: [] for column in BASIS_COLUMNS})
        self.basis_table = TableView(workspace.appearance, self.basis_model, "China AI by basis")
        self.basis_table.source = workspace.source_line
        leaf = QWidget()
        leaf.setObjectName("clear")
        parts = QVBoxLayout(leaf)
        parts.setContentsMargins(0, 12, 0, 0)
        parts.setSpacing(12)
        parts.addWidget(self.question, 0, Qt.AlignmentFlag.AlignLeft)
        parts.addWidget(self.basis_table, 1)
        self.leaves = QTabWidget()
        self.leaves.setDocumentMode(True)
        self.leaves.addTab(self.table, "Measures")
        self.leaves.addTab(leaf, "By basis")
        self._note = label("", "caption", wrap=True)
        self._filter = label("", "stateText", wrap=True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        self.finished.connect(self._stop)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(24, 20, 24, 20)
        lines.setSpacing(12)
        lines.addWidget(label("Measures of what the filter leaves", "stateTitle"))
        lines.addWidget(self._filter)
        lines.addLayout(grid)
        lines.addWidget(self.leaves, 1)
        lines.addWidget(self._note)
        lines.addWidget(buttons)
        self.basis.activated.connect(self._want)
        self.against.setCurrentIndex(max(0, self.against.findData(workspace.lens.against)))
        self.against.activated.connect(self._want_against)
        self.question.activated.connect(self._part)
        workspace.reference_loaded.connect(self._part)
        workspace.analysis_changed.connect(self._renew)
        workspace.selection_changed.connect(self._renew)
        self._renew()
        self.table.setFocus()

    def _stop(self) -> None:
        # It lives until its turn to be deleted: what is still on its way would find no table.
        self._closed = True
        self._asked += 1

    def _renew(self) -> None:
        from sinolens.exposure.valuation import ValueBasis

        workspace = self._workspace
        if self._closed:
            return
        if workspace.analysis is None or workspace.cube is None:
            self.reject()
            return
        self.basis.setCurrentIndex(self.basis.findData(workspace.analysis.value_basis))
        self._meaning.setText(ValueBasis(workspace.analysis.value_basis).meaning)
        self._filter.setText(workspace.selection.words(workspace.cube.label))
        self._measure()
        self._part()

    def _part(self) -> None:
        from sinolens.exposure.bases import part_by

        view, reference = self._workspace.view, self._workspace.reference()
        if view is None or reference is None:
            return
        question = self.question.currentData()
        rows = part_by(view, reference, question)
        whole = view.by("scope").get("china_ai", 0)
        self.basis_model.fill({
            "name": [row.name for row in rows],
            "value": [row.value for row in rows],
            "weighted": [row.weighted for row in rows],
            "share": [format_percent(row.value, whole) for row in rows],
        })

    def _want(self) -> None:
        self.basis_wanted.emit(str(self.basis.currentData()))

    def _want_against(self) -> None:
        # The whole window follows, in words on its cards and tooltips.
        self._workspace.lens.show_against(str(self.against.currentData()))
        self._measure()

    def _measure(self) -> None:
        analysis = self._workspace.analysis
        if analysis is None:
            return
        self._asked += 1
        against = self.against.currentData() or "pool"
        work = _Measuring(analysis.at_market or analysis, self._workspace.selection, against, self._asked)
        self._workspace.tasks.run("Measuring", work, self._take, cancellable=False, quiet=True)

    def _take(self, made: tuple[int, Any, int]) -> None:
        asked, rows, doubts = made
        if asked != self._asked:
            # An older answer than what is chosen now.
            return
        self.model.fill({
            "title": [row.title for row in rows],
            "value": [row.value for row in rows],
            "range": ["" if row.least == row.most else f"{dollars(row.least)} – {dollars(row.most)}" for row in rows],
            "china": [row.china_ai for row in rows],
            "weighted": [row.weighted.base for row in rows],
            "bounds": [f"{dollars(row.weighted.low)} – {dollars(row.weighted.high)}" for row in rows],
            "share": [format_percent(row.china_ai, row.whole) for row in rows],
        })
        plural = "" if doubts == 1 else "s"
        whole = shares_of(self._workspace)
        of = whole[1] if whole is not None else "pool"
        doubted = (
            f" {doubts:,} derivative line{plural} without a notional, counted at market value, or without a delta, "
            "with the range under Between." if doubts else "")
        self._note.setText(f"China AI shares are of {of}, {dollars(rows[0].whole)} at market value.{doubted}")


class _Measuring:
    """The work; knows no widget."""

    def __init__(self, analysis: Any, selection: Any, against: str, asked: int) -> None:
        self._analysis, self._selection, self._against, self._asked = analysis, selection, against, asked

    def __call__(self, task: Task) -> tuple[int, Any, int]:
        from sinolens.exposure.measures import measure
        from sinolens.exposure.valuation import ValueBasis, revalue

        del task
        doubts = len(revalue(self._analysis, ValueBasis.DELTA_ADJUSTED).doubts)
        return self._asked, measure(self._analysis, self._selection, self._against), doubts
