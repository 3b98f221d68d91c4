"""Funds: how far each could be looked through, what is missing, and what mends it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from sinolens.domain.counting import counted
from sinolens.domain.coverage import DoubleCount, FundCoverage
from sinolens.domain.money import format_compact, format_dollars, format_percent
from sinolens.figures.cards import Card as Figure
from sinolens.qt.base.attention import Attention
from sinolens.qt.base.cards import GAP
from sinolens.qt.base.dialogs import DialogPlace
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.models.positions import dollars
from sinolens.qt.models.table import TableColumn
from sinolens.qt.pages.concerns import DOUBLES, NOT_DISCLOSED, fund_positions
from sinolens.qt.pages.facts import Section
from sinolens.qt.pages.fund_choice import FundChoice
from sinolens.qt.pages.fund_panel import FundPanel
from sinolens.qt.pages.fund_split import COUNTRIES, FundSplit
from sinolens.qt.pages.fund_work import FundWork
from sinolens.qt.pages.headline import HeadlineRow
from sinolens.qt.pages.page import button, day
from sinolens.qt.pages.position_home import fund_facts, position_sections
from sinolens.qt.pages.questionnaire_tracker import ManagerTracker
from sinolens.qt.pages.table_page import TablePage

METHODS = {
    "known": "Own holdings", "scaled": "Own holdings, scaled", "split": "Split by percent", "proxy": "Benchmark proxy",
    "not_disclosed": "Not disclosed",
}


class FundsPage(TablePage):
    """Coverage of the pool and of every fund, least covered dollars first.

    Attributes:
        dialog: shown last, None when it was closed.
    """

    title = "Funds"
    attends = "funds"
    card_title = "Look-through coverage"
    sort_key, descending = "undisclosed", True
    hint = ("funds", "Choose a fund", "How it was looked through and what is missing is shown here. What mends it: a "
            "file of its holdings, its split by country, or an answer of its manager.")
    first_steps = (("largest", "Begin with the least known"), ("ask", "Manager questionnaires…"))
    nothing = ("funds", "No funds", "None of the positions is a pooled vehicle.")
    columns = (
        TableColumn("name", "Fund", 200, stretch=True),
        TableColumn("manager", "Manager", 140, hidden=True),
        TableColumn("method", "Method", 144, fixed=True, meaning="How its inside is known"),
        TableColumn("value", "Market value", 108, right=True, text=dollars),
        TableColumn("known", "Known", 108, right=True, text=dollars, spare=True,
                    meaning="Part of the value that the fund's own holdings tell"),
        TableColumn("estimated", "Estimated", 104, right=True, text=dollars, spare=True,
                    meaning="Part that only percentages or a benchmark tell; no name in it was screened"),
        TableColumn("undisclosed", "Not disclosed", 108, right=True, text=dollars),
        TableColumn("date", "Data from", 92, fixed=True, spare=True, meaning="Date its holdings are true for"),
        TableColumn("scale", "Scale", 66, right=True, spare=True,
                    meaning="Custodian value divided by the sum of the fund's file"),
        TableColumn("missing", "Missing", 160, hidden=True, meaning="What would be needed to know the rest"),
        TableColumn("confidence", "Confidence", 96, hidden=True),
    )

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._funds: tuple[FundCoverage, ...] = ()
        self._row = -1
        self._place = DialogPlace(self)
        self.work = FundWork(self, workspace)
        self.figures = HeadlineRow(self._content)
        self.figures.chosen.connect(self._look_into)
        self.body.insertWidget(0, self.figures)
        splitter = self.detail.parentWidget()
        side = QWidget(splitter)
        lines = QVBoxLayout(side)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP)
        lines.addWidget(self.detail, 1)
        self.panel = FundPanel(side)
        lines.addWidget(self.panel)
        splitter.addWidget(side)
        side.setMinimumWidth(320)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 0)
        splitter.setSizes([720, 352])
        self.ask_button = button("Manager questionnaires…", tip="Ask managers for what is missing, read answers back")
        self.ask_button.clicked.connect(self.show_tracker)
        self.tools.addStretch(1)
        self.tools.addWidget(self.ask_button)
        workspace.analysis_changed.connect(self._follow_analysis)
        self._follow_analysis()
        self.panel.file_wanted.connect(self._choose_file)
        self.panel.table_wanted.connect(self._choose_table)
        self.panel.split_wanted.connect(self._split)
        self.panel.not_disclosed_wanted.connect(self._mark_not_disclosed)
        self.panel.take_back_wanted.connect(self._take_back)
        self.panel.answered.connect(self._answer)
        self.panel.hide()
        self.setAcceptDrops(True)

    def refresh(self) -> None:
        """Another analysis."""
        analysis = self.workspace.analysis
        self._funds = analysis.funds
        self._overlaps = {overlap.position: overlap for overlap in analysis.overlaps}
        value = sum(fund.market_value for fund in self._funds)
        known = sum(fund.own_value for fund in self._funds)
        estimated = sum(fund.estimated_value for fund in self._funds)
        self.fill({
            "name": [f.name for f in self._funds],
            "manager": [f.manager for f in self._funds],
            "method": [METHODS.get(f.method, f.method) for f in self._funds],
            "value": [f.market_value for f in self._funds],
            "known": [f.own_value for f in self._funds],
            "estimated": [f.estimated_value for f in self._funds],
            "undisclosed": [f.undisclosed_value for f in self._funds],
            "date": [day(f.data_date) if f.method != "not_disclosed" else "" for f in self._funds],
            "scale": ["" if f.scale_factor is None else f"{f.scale_factor:.4f}" for f in self._funds],
            "missing": [f.missing for f in self._funds],
            "confidence": [f.confidence for f in self._funds],
        }, f"{counted(len(self._funds), 'fund')} · {dollars(value)} · "
           f"{format_percent(known, value)} of it known"
           + (f", {format_percent(estimated, value)} estimated" if estimated else ""))
        self.figures.show_figures(self._figures(value, known, estimated), self.workspace.appearance.theme)
        self.figures.setVisible(bool(self._funds))
        if not self.table.currentIndex().isValid():
            self._row = -1
            self.panel.hide()

    def facts(self, row: int) -> tuple[str, str, list[Section]]:
        """How a fund was looked through, and the home of its position."""
        fund, analysis = self._funds[row], self.workspace.analysis
        self._row = row
        self.panel.show_fund(fund, self._overlaps.get(fund.position), said=self._is_said(fund.name))
        self.panel.show()
        sections = position_sections(analysis, fund.position)
        kept = [s for s in sections if not s.title.startswith("Look-through")]
        kept.sort(key=lambda s: not s.title.startswith("Inside"))
        return fund.name, " · ".join(part for part in (fund.manager, format_dollars(fund.market_value)) if part), [
            Section("Look-through", fund_facts(fund)), *kept]

    def attended(self, attention: Attention) -> tuple[frozenset[int], str]:
        """Funds behind a concern, and their number and dollars."""
        analysis, cube = self.workspace.analysis, self.workspace.cube
        positions = fund_positions(attention.key, analysis, cube, attention.names)
        rows = frozenset(row for row, fund in enumerate(self._funds) if fund.position in positions)
        chosen = [self._funds[row] for row in rows]
        if attention.key == NOT_DISCLOSED:
            value = sum(fund.undisclosed_value for fund in chosen)
        elif attention.key == DOUBLES:
            value = sum(self._overlaps[fund.position].value for fund in chosen)
        else:
            value = sum(fund.market_value for fund in chosen)
        return rows, f"{len(rows):,} of {counted(len(self._funds), 'fund')} · {format_compact(value)}"

    def begin(self, key: str) -> None:
        """Go to the fund with the most dollars that are not disclosed, or to the questionnaires."""
        if key == "ask":
            self.show_tracker()
        elif self._funds:
            places = range(len(self._funds))
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self.table.choose_row(max(places, key=lambda place: self._funds[place].undisclosed_value))

    def tint(self) -> None:
        """Take the theme's colours where the style sheet does not reach."""
        super().tint()
        self.figures.tint(self.workspace.appearance.theme)

    def show_tracker(self) -> None:
        """Who was asked, who is late, who still is to be asked."""
        if self.workspace.analysis is None:
            return
        if self.workspace.session is None:
            self.workspace.project_needed.emit(self.show_tracker)
            return
        self._place.show_dialog(ManagerTracker(self, self.workspace))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file dropped while a fund is chosen becomes its holdings; else the window takes it."""
        if self._row >= 0 and len(_files(event)) == 1:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """Look the chosen fund through with the file."""
        found = _files(event)
        if self._row >= 0 and len(found) == 1:
            event.acceptProposedAction()
            self.work.attach_file(self._funds[self._row].name, found[0])

    def _figures(self, value: int, known: int, estimated: int) -> tuple[Figure, ...]:
        pool = sum(self.workspace.analysis.positions["market_value"])
        dark = value - known - estimated
        least = [fund for fund in self._funds if fund.undisclosed_value]
        return (
            _figure("In funds", value, f"{format_percent(value, pool)} of pool"),
            _figure("Known by own holdings", known, f"{format_percent(known, value)} of funds",
                    (("knowledge", "known"),)),
            _figure("Estimated by percent or benchmark", estimated, f"{format_percent(estimated, value)} of funds",
                    (("method", "split"), ("method", "proxy"))),
            _figure("Not disclosed", dark, f"{format_percent(dark, value)} of funds, in {len(least):,} of them",
                    (("reach", "not_disclosed"),)),
        )

    def _follow_analysis(self) -> None:
        self.ask_button.setEnabled(self.workspace.analysis is not None)

    def _look_into(self, figure: Figure) -> None:
        if figure.filters:
            self.workspace.show_only(figure.filters)
            self.workspace.page_wanted.emit("holdings")

    def _is_said(self, fund: str) -> bool:
        holdings = self.workspace.holdings
        said = {name for name, _ in (*holdings.attachments, *holdings.methods)} if holdings is not None else set()
        return fund in said

    def _fund(self) -> FundCoverage | None:
        return self._funds[self._row] if 0 <= self._row < len(self._funds) else None

    def _choose_file(self) -> None:
        fund = self._fund()
        if fund is not None:
            self.work.choose_file(fund.name)

    def _choose_table(self, proxy: bool) -> None:
        fund, holdings = self._fund(), self.workspace.holdings
        if fund is None:
            return
        dialog = FundChoice(
            self, self.workspace.appearance, fund.name, holdings.fund_tables if holdings is not None else (),
            proxy=proxy)
        name = fund.name
        dialog.chosen.connect(lambda choice, as_proxy: self.work.attach_table(name, choice, proxy=as_proxy))
        dialog.file_wanted.connect(lambda as_proxy: self.work.choose_file(name, proxy=as_proxy))
        self._place.show_dialog(dialog)

    def _split(self) -> None:
        fund = self._fund()
        if fund is None:
            return
        dialog = FundSplit(
            self, fund.name, fund.market_value, fund.data_date or self.workspace.analysis.as_of,
            self._known_shares(fund), proxy=fund.method == "proxy")
        name = fund.name
        dialog.given.connect(lambda shares, as_of, proxy: self.work.split(name, shares, as_of, proxy=proxy))
        self._place.show_dialog(dialog)

    def _known_shares(self, fund: FundCoverage) -> dict[str, float]:
        """Shares by country a split has now, to be mended rather than typed anew."""
        slices = self.workspace.analysis.slices
        lines = slices[(slices["position"] == fund.position) & slices["method"].isin(["split", "proxy"])]
        codes = {code for _, code in COUNTRIES}
        return {code: float(part["weight"].sum()) for code, part in lines.groupby("country") if code in codes}

    def _mark_not_disclosed(self) -> None:
        if (fund := self._fund()) is not None:
            self.work.mark_not_disclosed(fund.name)

    def _take_back(self) -> None:
        if (fund := self._fund()) is not None:
            self.work.take_back(fund.name)

    def _answer(self, overlap: DoubleCount, answer: str) -> None:
        self.work.answer_double_count(overlap.position, answer)

    @property
    def dialog(self) -> QDialog | None:
        """Shown last, None when it was closed."""
        return self._place.dialog


def _files(event: Any) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls()
            if url.isLocalFile() and not url.toLocalFile().endswith(".sinolens")]


def _figure(title: str, cents: int, caption: str, filters: tuple[tuple[str, str], ...] = ()) -> Figure:
    return Figure(title, format_compact(cents), caption, format_dollars(cents), "", filters)
