"""The first page: how much, where, of which tier, by whom, and the positions behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from sinolens.exposure.headline import headline
from sinolens.figures.bars import layout_bars
from sinolens.figures.cards import Card as Figure
from sinolens.figures.cards import headline_cards
from sinolens.figures.heatmap import layout_heatmap
from sinolens.figures.primitives import Measure, Picture
from sinolens.figures.ring import layout_ring
from sinolens.figures.treemap import layout_treemap
from sinolens.qt.base.cards import GAP, Card, HeadlineCard
from sinolens.qt.base.swatch import TierSwatch
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.models.positions import OVERVIEW_COLUMNS, filtered_values, fixed_values
from sinolens.qt.models.table import TableModel
from sinolens.qt.models.view import TableView
from sinolens.qt.pages.chart_card import ChartCard
from sinolens.qt.pages.filters import FilterBar, HistoryButtons, SearchField
from sinolens.qt.pages.health import HealthPanel
from sinolens.qt.pages.legend import TierLegend
from sinolens.qt.pages.page import Page, button, day

if TYPE_CHECKING:
    from sinolens.exposure.cube import Cube


def _treemap(view: Cube, width: float, height: float, measure: Measure) -> Picture:
    return layout_treemap(view, width, height, text_width=measure)


def _ring(view: Cube, width: float, height: float, measure: Measure) -> Picture:
    return layout_ring(view, width, height, text_width=measure)


def _heatmap(view: Cube, width: float, height: float, measure: Measure) -> Picture:
    return layout_heatmap(view, width, height, row="group", text_width=measure)


def _bars(view: Cube, width: float, height: float, measure: Measure) -> Picture:
    return layout_bars(view, width, height, text_width=measure)


class OverviewPage(Page):
    """Everything on one page, under one filter."""

    title = "China-AI exposure"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.search = SearchField(workspace)
        self._import = button("Import…")
        self._export = button("Export report", primary=True)
        self._import.clicked.connect(self._want_import)
        self._export.clicked.connect(self._want_export)
        self.tools.addStretch(1)
        self.tools.addWidget(HistoryButtons(workspace))
        self.tools.addWidget(self.search, 1)
        self.tools.addWidget(self._import)
        self.tools.addWidget(self._export)
        self.filter_bar = FilterBar(workspace)
        self.top.addWidget(self.filter_bar)
        self._headline = QHBoxLayout()
        self._headline.setSpacing(12)
        self._cards: list[HeadlineCard] = []
        self._figures: dict[str, Figure] = {}
        self.treemap = ChartCard(workspace, "Exposure map", "area = full value, colour = tier", _treemap, ("issuer",))
        self.ring = ChartCard(workspace, "By tier", "China-AI value", _ring, ("tier",))
        self.heatmap = ChartCard(
            workspace, "Category × tier", "China-AI value", _heatmap, ("group", "category", "tier"),
        )
        self.bars = ChartCard(workspace, "By manager", "China-AI value by tier", _bars, ("manager",))
        self.charts = (self.treemap, self.ring, self.heatmap, self.bars)
        self._legend = TierLegend(workspace)
        self.treemap.head.addWidget(self._legend)
        self.health = HealthPanel(workspace)
        self._place_charts()
        self._build_table()
        workspace.selection_changed.connect(self._filter)

    def refresh(self) -> None:
        """Another analysis: fill the table anew; the filter signal that follows draws the rest."""
        self.model.fill(self._all_values())
        self.health.refresh()
        self._filter()

    def tint(self) -> None:
        """Swatches take the theme."""
        for card in self._cards:
            self._tint_card(card)

    def _place_charts(self) -> None:
        self.treemap.setMinimumHeight(300)
        self.ring.setMinimumHeight(260)
        for card in (self.heatmap, self.bars, self.health):
            card.setMinimumHeight(268)
        first = QGridLayout()
        first.setSpacing(GAP)
        first.addWidget(self.treemap, 0, 0)
        first.addWidget(self.ring, 0, 1)
        first.setColumnStretch(0, 68)
        first.setColumnStretch(1, 32)
        second = QGridLayout()
        second.setSpacing(GAP)
        for place, (card, stretch) in enumerate(((self.heatmap, 38), (self.bars, 30), (self.health, 32))):
            second.addWidget(card, 0, place)
            second.setColumnStretch(place, stretch)
        self.body.addLayout(self._headline)
        self.body.addLayout(first, 4)
        self.body.addLayout(second, 3)

    def _build_table(self) -> None:
        self.model = TableModel(OVERVIEW_COLUMNS, self)
        self.table = TableView(self.workspace.appearance, self.model, "Positions")
        self.table.order_by("china", descending=True)
        self.table.setMinimumHeight(260)
        self.table.row_opened.connect(self._open_position)
        self._positions = Card("Positions", " ")
        self._all = button("Open in holdings")
        self._all.setProperty("kind", "link")
        self._all.clicked.connect(self._want_holdings)
        self._positions.head.addWidget(self._all)
        self._positions.body.addWidget(self.table, 1)
        self.body.addWidget(self._positions, 3)

    def _all_values(self) -> dict[str, object]:
        fixed = self.workspace.keep("positions", fixed_values)
        changing, _ = filtered_values(self.workspace.view)
        return {**fixed, **changing}

    def _filter(self) -> None:
        view = self.workspace.view
        if view is None:
            return
        figures = headline_cards(headline(view), day(view.analysis.as_of))
        self._show_headline(figures)
        for card in self.charts:
            card.refresh()
        values, rows = filtered_values(view)
        self.model.update(values, rows)
        total = len(view.analysis.positions)
        self._positions.set_note(
            f"{total:,}, largest China-AI value first" if len(rows) == total
            else f"{len(rows):,} of {total:,} in the filter; values as far as the filter reaches"
        )

    def _show_headline(self, figures: tuple[Figure, ...]) -> None:
        if len(figures) != len(self._cards):
            for card in self._cards:
                self._headline.removeWidget(card)
                card.hide()
                card.deleteLater()
            self._cards = []
            for place in range(len(figures)):
                card = HeadlineCard(str(place), "", leads=True)
                card.swatch = TierSwatch("T5", 11)
                card.lead.insertWidget(0, card.swatch, 0, Qt.AlignmentFlag.AlignVCenter)
                card.chosen.connect(self._lead)
                self._headline.addWidget(card, 1)
                self._cards.append(card)
        self._figures = {str(place): figure for place, figure in enumerate(figures)}
        for card in self._cards:
            figure = self._figures[card.key]
            card.show_figure(figure.title, figure.figure, figure.caption)
            card.figure.setToolTip(figure.exact)
            self._tint_card(card)

    def _tint_card(self, card: HeadlineCard) -> None:
        tier = self._figures[card.key].tier
        card.swatch.setVisible(bool(tier))
        card.swatch.set_tier(tier, self.workspace.appearance.theme)

    def _lead(self, key: str) -> None:
        filters = self._figures[key].filters
        if filters:
            self.workspace.choose(filters)
        else:
            self.workspace.clear_filter()

    def _open_position(self, row: int) -> None:
        self.workspace.page_wanted.emit("holdings")
        self.workspace.position_wanted.emit(row)

    def _want_import(self) -> None:
        self.workspace.action_wanted.emit("file.import")

    def _want_export(self) -> None:
        self.workspace.action_wanted.emit("file.export")

    def _want_holdings(self) -> None:
        self.workspace.page_wanted.emit("holdings")
