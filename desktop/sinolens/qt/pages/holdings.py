"""All positions as a table, and beside it the home of the one the user is on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from sinolens.domain.counting import counted
from sinolens.domain.money import format_dollars, format_percent
from sinolens.exposure.position_values import filtered_values, fixed_values
from sinolens.qt.base.cards import Card
from sinolens.qt.base.labels import label
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.models.positions import HOLDING_COLUMNS
from sinolens.qt.models.table import TableModel
from sinolens.qt.models.view import TableView
from sinolens.qt.pages.facts import FactSheet
from sinolens.qt.pages.filters import FilterBar, HistoryButtons, SearchField, no_match
from sinolens.qt.pages.group_table import HOLDINGS, GroupTable
from sinolens.qt.pages.grouping import GroupingButton
from sinolens.qt.pages.page import Page, button
from sinolens.qt.pages.position_home import position_sections, position_summary
from sinolens.qt.pages.split import Split

if TYPE_CHECKING:
    from sinolens.exposure.cube import Cube
    from sinolens.exposure.dimension import Codes


PLACE = ("file", "sheet", "row", "name")
"""Columns that tell a position of one analysis from those of another."""


class HoldingsPage(Page):
    """Filter at the top, positions at the left, everything about one position at the right."""

    title = "Holdings"
    scrolls = False

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._row = -1
        self._drawn: Cube | None = None
        self._opening = 0
        self._place: tuple[str, ...] = ()
        self.search = SearchField(workspace)
        self._export = button("Export report", primary=True)
        self._export.clicked.connect(self._want_export)
        workspace.analysis_changed.connect(self._follow_analysis)
        self._follow_analysis()
        self.tools.addStretch(1)
        self.tools.addWidget(HistoryButtons(workspace))
        self.tools.addWidget(self.search, 1)
        self.tools.addWidget(self._export)
        self.filter_bar = FilterBar(workspace, hint="Search to filter; what is clicked in a picture filters here too")
        self.filter_bar.grown.connect(self.order_tabs_later)
        self.top.addWidget(self.filter_bar)
        # From the outside in: what is put into another part with all it holds is asked for its style once more.
        split = Split(parent=self._content)
        self.body.addWidget(split, 1)
        self._card = Card("Positions", " ", split)
        self._stack = QStackedWidget(self._card)
        self.model = TableModel(HOLDING_COLUMNS, self)
        self.table = TableView(workspace.appearance, self.model, "Holdings", self._stack)
        self.table.source = workspace.source_line
        self.table.order_by("market_value", descending=True)
        self._columns = button("Columns…", tip="Choose the columns; also by right click on a head")
        self._columns.setProperty("kind", "link")
        self._columns.clicked.connect(self._choose_columns)
        self.grouping = GroupingButton(workspace.lens, HOLDINGS.picture, HOLDINGS.default, HOLDINGS.offered)
        self._card.head.addWidget(self.grouping)
        self._card.head.addWidget(self._columns)
        self._nothing = no_match(workspace)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._nothing)
        self.groups = GroupTable(workspace, self._stack)
        self._stack.addWidget(self.groups)
        self._card.body.addWidget(self._stack, 1)
        self._totals = label("", "caption", wrap=True)
        self._card.body.addWidget(self._totals)
        side = QWidget(split)
        self.detail = FactSheet(
            workspace.appearance, "holdings", "Choose a position",
            "Its file and row, its match, its rules and what is inside it are shown here.", parent=side)
        self.detail.linked.connect(self.follow_link)
        self.sheet_button = button("Fact sheet…", tip="Questions and answers about this position (Ctrl+T or Enter)")
        self.sheet_button.clicked.connect(self._want_sheet)
        self.sheet_button.setEnabled(False)
        beside = QVBoxLayout(side)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self.detail, 1)
        self.judge_button = button("Judge otherwise…", tip="Propose another code or category (Ctrl+J)")
        self.judge_button.clicked.connect(self._want_judgement)
        self.judge_button.setEnabled(False)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.judge_button)
        foot.addWidget(self.sheet_button)
        beside.addLayout(foot)
        split.hold(self._card, side)
        # Until there is something to tell, the table has the whole width.
        self._side = side
        side.hide()
        self.table.row_chosen.connect(self._show)
        self.table.row_opened.connect(self._want_sheet)
        workspace.reference_loaded.connect(self._show_again)
        workspace.selection_changed.connect(self._filter)
        workspace.lens.changed.connect(self._look)

    def refresh(self) -> None:
        """Another analysis."""
        fresh, self._opening = self._opening != self.workspace.openings, self.workspace.openings
        if fresh:
            # Rows are numbered anew: nothing of what was open before says anything about these.
            self._let_go()
            self._side.hide()
            self.table.scrollToTop()
        view = self.workspace.view
        values, rows = filtered_values(view)
        self.model.fill({**fixed_values(view), **values}, rows)
        if self._row >= 0:
            self._find_again()
        self._drawn = None
        self._fill(rows)
        self._show_again()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with the filter."""
        super().showEvent(event)
        self._filter()

    def tint(self) -> None:
        """The state's icon takes the theme."""
        self._nothing.tint(self.workspace.appearance.theme)

    def show_position(self, row: int) -> None:
        """Go to a row of the position table, clearing the filter when it hides it."""
        if not self.table.choose_row(row):
            self.workspace.clear_filter()
            self.table.choose_row(row)
        self.table.setFocus()

    def _filter(self) -> None:
        # A page nobody sees waits.
        if self.isVisible():
            self._fill()

    def _fill(self, rows: Codes | None = None) -> None:
        """`rows`: those the filter leaves, where the table has them already."""
        view = self.workspace.view
        # A filter that is shown is not shown again.
        if view is None or view is self._drawn:
            return
        self._drawn = view
        if rows is None:
            values, rows = filtered_values(view)
            self.model.update(values, rows)
        grouped = self.grouping.chosen
        self._stack.setCurrentIndex(1 if not len(rows) else 2 if grouped else 0)
        self._columns.setEnabled(not grouped)
        what = counted(len(rows), "position") if len(rows) == len(view.analysis.positions) else (
            f"{len(rows):,} of {len(view.analysis.positions):,} positions in the filter")
        if grouped and len(rows):
            count = self.groups.show_groups(view, grouped[0])
            what = f"{what} in {counted(count, 'group')}; Enter opens one"
        self._card.set_note(what)
        whole, reached = view.position_sum("market_value"), view.total()
        self.table.extra = frozenset() if whole == reached else frozenset({"shown"})
        self.table.fit_columns()
        if self._row >= 0 and (grouped or self.model.find_row(self._row) < 0):
            self._let_go()
        self._totals.setText(totals_words(view, whole, reached, bool(grouped)))
        self._totals.setVisible(len(rows) > 0)

    def _let_go(self) -> None:
        """The position is not shown any more: nothing is told of it and nothing is done with it."""
        self.table.leave_row()
        self.detail.clear()
        self._row, self._place = -1, ()
        self._follow()

    def _find_again(self) -> None:
        """The same holdings answered anew, or with other files: the position is where its file and row are now."""
        positions = self.workspace.analysis.positions
        if self._row < len(positions) and _place_of(positions, self._row) == self._place:
            return
        places = zip(*(positions[column].astype(str) for column in PLACE), strict=True)
        row = next((row for row, place in enumerate(places) if place == self._place), -1)
        self._let_go()
        if row >= 0:
            self.table.choose_row(row)

    def _look(self) -> None:
        """Grouped otherwise."""
        self._drawn = None
        self._filter()

    def _show(self, row: int) -> None:
        analysis = self.workspace.analysis
        if analysis is not None and row < len(analysis.positions):
            self._side.show()
            title, subtitle = position_summary(analysis, row)
            if title != self.detail.shown_title or row != self._row:
                self._row, self._place = row, _place_of(analysis.positions, row)
                reference = self.workspace.reference()
                rules = {rule.id: rule for rule in reference.rules} if reference is not None else None
                self.detail.show_facts(title, subtitle, position_sections(analysis, row, rules))
        self._follow()

    @property
    def position(self) -> int:
        """Row of the position whose facts are shown, -1 when there is none."""
        return self._row if self.detail.shown_title else -1

    def _show_again(self) -> None:
        """The same position, answered anew or with its rules read."""
        current = self.table.currentIndex()
        if current.isValid():
            self._row = -1
            self._show(self.model.source_row(current.row()))
        self._follow()

    def _follow(self) -> None:
        for part in (self.sheet_button, self.judge_button):
            part.setEnabled(self.position >= 0)

    def _want_sheet(self) -> None:
        self.workspace.action_wanted.emit("go.fact_sheet")

    def _want_judgement(self) -> None:
        self.workspace.action_wanted.emit("go.override")

    def _choose_columns(self) -> None:
        self.table.offer_columns(self._columns.mapToGlobal(self._columns.rect().bottomLeft()))

    def _follow_analysis(self) -> None:
        self._export.setEnabled(self.workspace.analysis is not None)

    def _want_export(self) -> None:
        self.workspace.action_wanted.emit("file.export")


def _place_of(positions: Any, row: int) -> tuple[str, ...]:
    return tuple(str(positions[column].iat[row]) for column in PLACE)


def totals_words(view: Cube, whole: int, reached: int, grouped: bool) -> str:
    """Totals of the columns: whole positions, what of them the filter reaches, and the China AI in it.

    Args:
        view: what the filter leaves.
        whole: market value of its positions, cents.
        reached: of it in the filter, cents.
        grouped: groups are shown, whose values are those in the filter.
    """
    china = f"China AI {format_dollars(view.by('scope').get('china_ai', 0))}"
    share = f"{format_percent(reached, view.pool)} of pool"
    if whole == reached:
        return f"Total: market value {format_dollars(whole)}, {share} · {china}"
    inside = f"in the filter {format_dollars(reached)}, {share}"
    if grouped:
        return f"Total: {inside} · {china}"
    return f"Total: market value {format_dollars(whole)}, whole positions · {inside} · {china}"
