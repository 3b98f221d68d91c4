"""The first page: how much, where, of which tier, by whom, and the positions behind it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from sinolens.domain.money import format_compact, format_dollars
from sinolens.exposure.headline import headline
from sinolens.exposure.position_values import filtered_values, fixed_values
from sinolens.figures.bars import layout_bars
from sinolens.figures.cards import Card as Figure
from sinolens.figures.cards import headline_cards
from sinolens.figures.heatmap import layout_heatmap
from sinolens.figures.primitives import Measure, Picture
from sinolens.figures.reading import shown_scopes
from sinolens.figures.ring import layout_ring
from sinolens.qt.base.arrangement import Arrangement
from sinolens.qt.base.cards import Card
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.models.positions import OVERVIEW_COLUMNS
from sinolens.qt.models.table import TableModel
from sinolens.qt.models.view import TableView
from sinolens.qt.pages.chart_card import ChartCard, Grouped, Look, shares_of
from sinolens.qt.pages.filters import FilterBar, HistoryButtons, SearchField, no_match
from sinolens.qt.pages.headline import HeadlineRow
from sinolens.qt.pages.health import HealthPanel
from sinolens.qt.pages.legend import TierLegend
from sinolens.qt.pages.lens_bar import LensBar
from sinolens.qt.pages.map_card import MapCard
from sinolens.qt.pages.page import MARGIN, Page, button, day

if TYPE_CHECKING:
    from sinolens.exposure.cube import Cube


def _ring(view: Cube, look: Look, width: float, height: float, measure: Measure) -> Picture:
    return layout_ring(view, width, height, look.measure, shown_scopes(view), measure, notes=True)


def _heatmap(view: Cube, look: Look, width: float, height: float, measure: Measure) -> Picture:
    return layout_heatmap(view, width, height, look.measure, look.grouping[0], "tier", shown_scopes(view), measure,
                          notes=True)


def _bars(view: Cube, look: Look, width: float, height: float, measure: Measure) -> Picture:
    return layout_bars(view, width, height, look.grouping[0], look.measure, shown_scopes(view), measure, notes=True)


BARS = Grouped("overview.bars", ("manager",), ("manager", "asset_class", "account", "fund", "region", "issuer"))
HEATMAP = Grouped("overview.heatmap", ("group",), ("group", "category", "manager", "asset_class", "region"))


PAIRED = 1020
"""Width of the body from which map and ring fit beside each other, pixels."""


class OverviewPage(Page):
    """Everything on one page, under one filter."""

    title = "China-AI exposure"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._drawn: Cube | None = None
        self._filled = False
        self.search = SearchField(workspace)
        self._import = button("Import…")
        self._export = button("Export report", primary=True)
        self._import.clicked.connect(self._want_import)
        self._export.clicked.connect(self._want_export)
        workspace.analysis_changed.connect(self._follow_analysis)
        self._follow_analysis()
        self.tools.addStretch(1)
        self.tools.addWidget(HistoryButtons(workspace))
        self.tools.addWidget(self.search, 1)
        self.tools.addWidget(self._import)
        self.tools.addWidget(self._export)
        self.lens_bar = LensBar(workspace)
        self.asked.addWidget(self.lens_bar)
        self.filter_bar = FilterBar(workspace)
        self.top.addWidget(self.filter_bar)
        self.filter_bar.grown.connect(self.order_tabs_later)
        self._headline = HeadlineRow()
        self._headline.chosen.connect(self._lead)
        self._headline.grown.connect(self.order_tabs_later)
        self.leading = (self._headline,)
        self.treemap = MapCard(workspace)
        self.ring = ChartCard(workspace, "By tier", "{what}, {value}", _ring, ("tier",))
        self.heatmap = ChartCard(workspace, "Where × tier", "{what}, {value}", _heatmap, ("tier",), HEATMAP)
        self.bars = ChartCard(workspace, "Who holds it", "{what}, {value}, by tier", _bars, (), BARS)
        self.charts = (self.treemap, self.ring, self.heatmap, self.bars)
        self._legend = TierLegend(workspace, lambda: self.treemap.own)
        self.treemap.head.addWidget(self._legend)
        self.health = HealthPanel(workspace)
        self._build_table()
        self._nothing = no_match(workspace)
        self._place()
        workspace.selection_changed.connect(self._filter)
        workspace.lens.changed.connect(self._look)

    def refresh(self) -> None:
        """Another analysis: the table is filled anew; the pictures are drawn when they are seen."""
        self.health.refresh()
        self._drawn, self._filled = None, False
        self._headline.loosen()
        self._fill()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with the filter."""
        super().showEvent(event)
        self._filter()

    def tint(self) -> None:
        """Swatches and the state's icon take the theme."""
        self._nothing.tint(self.workspace.appearance.theme)
        self._headline.tint(self.workspace.appearance.theme)

    def _place(self) -> None:
        self.treemap.setMinimumHeight(292)
        for card in (self.ring, self.heatmap, self.bars):
            card.setMinimumHeight(244)
        self._arrangement = Arrangement()
        self.body.addWidget(self._headline)
        self.body.addWidget(self._arrangement, 1)
        self.body.addWidget(self._nothing, 1)
        self._nothing.hide()
        self._arrange(PAIRED)

    def _arrange(self, width: int) -> None:
        """Cards in pairs where there is room for two, else those that need the width by themselves."""
        if width >= PAIRED:
            self._arrangement.place(
                (((self.treemap, 69), (self.ring, 31)), 5), (((self.heatmap, 58), (self.bars, 42)), 4),
                (((self._positions, 69), (self.health, 31)), 4))
        else:
            self._arrangement.place(
                (((self.treemap, 1),), 5), (((self.ring, 44), (self.bars, 56)), 4), (((self.heatmap, 1),), 4),
                (((self._positions, 1),), 4), (((self.health, 1),), 4))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another arrangement where the cards would be too narrow."""
        super().resizeEvent(event)
        self._arrange(self.width() - 2 * MARGIN)

    def _build_table(self) -> None:
        self.model = TableModel(OVERVIEW_COLUMNS, self)
        self.table = TableView(self.workspace.appearance, self.model, "Positions")
        self.table.source = self.workspace.source_line
        self.table.order_by("china", descending=True)
        self.table.setMinimumHeight(212)
        self.table.row_opened.connect(self._open_position)
        self._positions = Card("Positions", " ")
        self._all = button("Open in holdings")
        self._all.setProperty("kind", "link")
        self._all.clicked.connect(self._want_holdings)
        self._positions.head.addWidget(self._all)
        self._positions.body.addWidget(self.table, 1)
        self._positions.setMinimumHeight(268)
        self.health.setMinimumHeight(268)

    def _filter(self) -> None:
        # A page nobody sees waits.
        if self.isVisible():
            self._fill()

    def _fill(self) -> None:
        view = self.workspace.view
        # A filter that is drawn is not drawn again.
        if view is None or view is self._drawn:
            return
        self._drawn = view
        values, rows = filtered_values(view)
        with self.rearranging():
            self._arrangement.setVisible(len(rows) > 0)
            self._nothing.setVisible(len(rows) == 0)
            self._show_headline()
            for card in self.charts:
                card.refresh()
            if self._filled:
                self.model.update(values, rows)
            else:
                self.model.fill({**fixed_values(view), **values}, rows)
                self._filled = True
            total = len(view.analysis.positions)
            self._positions.set_note(
                f"{total:,}, largest China-AI value first" if len(rows) == total
                else f"{len(rows):,} of {total:,} in the filter; values as far as the filter reaches"
            )
        self.settle()

    def _look(self) -> None:
        """The same holdings looked at otherwise: only pictures and shares change."""
        if self._drawn is not None and self._drawn is self.workspace.view and self.isVisible():
            self._show_headline()
            for card in self.charts:
                card.refresh()
        else:
            self._drawn = None

    def _show_headline(self) -> None:
        view = self.workspace.view
        against = shares_of(self.workspace)
        whole, of = against or (None, "pool")
        # A tier the filter leaves nothing of says so in its place: the page would jump at every filter.
        kept = [tier for tier, count in self.workspace.cube.positions_by_tier().items() if count]
        figures = headline_cards(headline(view), day(view.analysis.as_of), whole, of, view.analysis.value_basis, kept)
        china = view.by("tier", scopes=("china_ai",))
        self._headline.show_figures(tuple(_compared(one, china) for one in figures), self.workspace.appearance.theme)

    def _lead(self, figure: Figure) -> None:
        if figure.filters:
            self.workspace.choose(figure.filters)
        else:
            self.workspace.clear_filter()

    def _open_position(self, row: int) -> None:
        self.workspace.page_wanted.emit("holdings")
        self.workspace.position_wanted.emit(row)

    def _want_import(self) -> None:
        self.workspace.action_wanted.emit("file.import")

    def _follow_analysis(self) -> None:
        self._export.setEnabled(self.workspace.analysis is not None)

    def _want_export(self) -> None:
        self.workspace.action_wanted.emit("file.export")

    def _want_holdings(self) -> None:
        self.workspace.page_wanted.emit("holdings")


def _compared(figure: Figure, china: dict[str, int]) -> Figure:
    """A tier's card with what of it is China AI: the pictures beside it show no more than that."""
    cents = china.get(figure.tier, 0)
    if not figure.tier or format_dollars(cents) == figure.exact:
        return figure
    return replace(figure, caption=f"{figure.caption}, {format_compact(cents)} of it China AI")
