"""The page of charts: over time, how concentrated, from fund to issuer, and where, under the one filter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from sinolens.figures.bars import layout_bars
from sinolens.figures.channels import layout_channels
from sinolens.figures.concentration import layout_concentration
from sinolens.figures.flow import layout_flow
from sinolens.figures.geography import layout_geography
from sinolens.figures.primitives import Measure, Picture, Text
from sinolens.figures.reading import shown_scopes
from sinolens.qt.base.arrangement import Arrangement
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.pages.chart_card import ChartCard, Grouped, Look
from sinolens.qt.pages.filters import FilterBar, HistoryButtons, SearchField, no_match
from sinolens.qt.pages.lens_bar import LensBar
from sinolens.qt.pages.page import Page
from sinolens.qt.pages.trend_card import TrendCard

if TYPE_CHECKING:
    from sinolens.exposure.cube import Cube

FLOW = Grouped("charts.flow", ("fund", "issuer"), ("fund", "issuer", "manager", "account", "asset_class", "category",
                                                     "group", "region"), 2)
BARS = Grouped("charts.bars", ("asset_class",), ("asset_class", "account", "fund", "manager", "instrument", "currency"))


def _concentration(view: Cube, look: Look, width: float, height: float, measure: Measure) -> Picture:
    return layout_concentration(view, width, height, look.measure, text_width=measure)


def _flow(view: Cube, look: Look, width: float, height: float, measure: Measure) -> Picture:
    left, right = look.grouping if len(look.grouping) == 2 else ("fund", look.grouping[-1])
    return layout_flow(view, width, height, look.measure, left, right, measure, shown_scopes(view))


def _bars(view: Cube, look: Look, width: float, height: float, measure: Measure) -> Picture:
    return layout_bars(view, width, height, look.grouping[0], look.measure, shown_scopes(view), measure, notes=True)


class FactsFigure(Protocol):
    """Lays a figure out that needs the facts on issuers."""

    def __call__(
        self, view: Cube, reference: Any, width: float, height: float, measure: str, scopes: tuple[str, ...],
        text_width: Measure,
    ) -> Picture:
        """The picture of a view."""


class FactsCard(ChartCard):
    """A figure that needs the facts on issuers, which are read when it is first looked at."""

    def __init__(
        self, workspace: Workspace, title: str, note: str, laid_out: FactsFigure, own: tuple[str, ...],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(workspace, title, note, _reading, own, parent=parent)
        self._laid_out = laid_out
        workspace.reference_loaded.connect(self.refresh)

    def _key(self, look: Look) -> tuple[object, ...]:
        return (look, self._reference() is not None)

    def _lay_out(self, view: Cube, look: Look, width: float, height: float, measure: Measure) -> Picture:
        reference = self._reference()
        if reference is None:
            return super()._lay_out(view, look, width, height, measure)
        return self._laid_out(view, reference, width, height, look.measure, shown_scopes(view), measure)

    def _reference(self) -> Any:
        return self._workspace.reference()


def _reading(view: Cube, look: Look, width: float, height: float, measure: Measure) -> Picture:
    del view, look, measure
    words = Text(width / 2, height / 2, "Reading the facts on issuers", 13.0, False, "muted", "middle")
    return Picture(width, height, (words,), (), "The facts on issuers are being read.")


class ChartsPage(Page):
    """Pictures that ask more of the same holdings than the overview does."""

    title = "Charts"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._drawn: Cube | None = None
        self.search = SearchField(workspace)
        self.tools.addStretch(1)
        self.tools.addWidget(HistoryButtons(workspace))
        self.tools.addWidget(self.search, 1)
        self.lens_bar = LensBar(workspace)
        self.asked.addWidget(self.lens_bar)
        self.filter_bar = FilterBar(workspace)
        self.filter_bar.grown.connect(self.order_tabs_later)
        self.top.addWidget(self.filter_bar)
        self.trend = TrendCard(workspace)
        self.concentration = ChartCard(
            workspace, "Concentration", "share of the largest issuers", _concentration, ("issuer",),
            axes=True)
        self.flow = ChartCard(workspace, "Flow", "{what}, {value}; band = value, colour = tier", _flow,
                              ("tier", "knowledge"), FLOW)
        self.geography = FactsCard(
            workspace, "Where, by each basis", "{what}, {value}; a definition asks one of these", layout_geography,
            ("region", "mic", "country"))
        self.channels = FactsCard(
            workspace, "Drivers and risk channels", "{what}, {value}; an issuer can have several", layout_channels,
            ("issuer",))
        self.bars = ChartCard(workspace, "Who holds it", "{what}, {value}, by tier", _bars, (), BARS)
        self.charts = (self.trend, self.concentration, self.flow, self.geography, self.bars, self.channels)
        self.trend.setMinimumHeight(316)
        self.flow.setMinimumHeight(400)
        self.geography.setMinimumHeight(316)
        self.channels.setMinimumHeight(400)
        self._arrangement = Arrangement(self._content)
        self._arrangement.place(
            (((self.trend, 58), (self.concentration, 42)), 4), (((self.flow, 1),), 5),
            (((self.geography, 58), (self.bars, 42)), 4), (((self.channels, 1),), 5))
        self._nothing = no_match(workspace)
        self.body.addWidget(self._arrangement, 1)
        self.body.addWidget(self._nothing, 1)
        self._nothing.hide()
        workspace.selection_changed.connect(self._filter)
        workspace.lens.changed.connect(self.refresh)
        self.trend.frozen.changed.connect(self._show_state)

    def refresh(self) -> None:
        """Another analysis, or the same looked at otherwise."""
        self._drawn = None
        self._filter()

    def tint(self) -> None:
        """The state's icon takes the theme."""
        self._nothing.tint(self.workspace.appearance.theme)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with the filter."""
        super().showEvent(event)
        self._filter()

    def _show_state(self) -> None:
        """Say that nothing matches; but what is held no more still stands in the frozen dates, over time."""
        view = self.workspace.view
        anything = view is not None and (view.position_count > 0 or bool(self.trend.frozen.listed))
        self._arrangement.setVisible(anything)
        self._nothing.setVisible(not anything)

    def _filter(self) -> None:
        view = self.workspace.view
        # A page nobody sees waits; a filter that is drawn is not drawn again.
        if view is None or view is self._drawn or not self.isVisible():
            return
        self._drawn = view
        with self.rearranging():
            self._show_state()
            for card in self.charts:
                card.refresh()
        self.settle()
