"""Funds: how far each could be looked through."""

from __future__ import annotations

from sinolens.domain.money import format_dollars, format_percent
from sinolens.qt.models.positions import dollars, percent
from sinolens.qt.models.table import TableColumn
from sinolens.qt.pages.facts import Section
from sinolens.qt.pages.page import day
from sinolens.qt.pages.position_home import fund_facts, position_sections
from sinolens.qt.pages.table_page import TablePage


class FundsPage(TablePage):
    """Coverage of every fund, least covered dollars first."""

    title = "Funds"
    card_title = "Look-through coverage"
    sort_key, descending = "undisclosed", True
    hint = ("funds", "Choose a fund", "How it was looked through and what is inside it are shown here.")
    nothing = ("funds", "No funds", "None of the positions is a pooled vehicle.")
    columns = (
        TableColumn("name", "Fund", 180, stretch=True),
        TableColumn("manager", "Manager", 140, spare=True),
        TableColumn("method", "Method", 104, meaning="How its inside is known"),
        TableColumn("value", "Market value", 112, right=True, text=dollars),
        TableColumn("known", "Known", 74, right=True, text=percent, meaning="Known part of the fund's market value"),
        TableColumn("undisclosed", "Not disclosed", 112, right=True, text=dollars),
        TableColumn("date", "Data from", 96, fixed=True, hidden=True),
        TableColumn("scale", "Scale factor", 92, right=True, hidden=True,
                    meaning="Custodian value divided by the sum of the fund's file"),
        TableColumn("confidence", "Confidence", 96, hidden=True),
    )

    def refresh(self) -> None:
        """Another analysis."""
        analysis = self.workspace.analysis
        self._funds = analysis.funds
        value = sum(fund.market_value for fund in self._funds)
        known = sum(fund.known_value for fund in self._funds)
        self.fill({
            "name": [f.name for f in self._funds],
            "manager": [f.manager for f in self._funds],
            "method": [f.method.replace("_", " ") for f in self._funds],
            "value": [f.market_value for f in self._funds],
            "known": [f.known_value / f.market_value if f.market_value else None for f in self._funds],
            "undisclosed": [f.undisclosed_value for f in self._funds],
            "date": [day(f.data_date) for f in self._funds],
            "scale": ["" if f.scale_factor is None else f"{f.scale_factor:.4f}" for f in self._funds],
            "confidence": [f.confidence for f in self._funds],
        }, f"{len(self._funds):,} funds · {format_dollars(value)} · {format_percent(known, value)} of it known")

    def facts(self, row: int) -> tuple[str, str, list[Section]]:
        """How a fund was looked through, and the home of its position."""
        fund, analysis = self._funds[row], self.workspace.analysis
        sections = position_sections(analysis, fund.position)
        kept = [s for s in sections if not s.title.startswith("Look-through")]
        kept.sort(key=lambda s: not s.title.startswith("Inside"))
        return fund.name, f"{fund.manager} · {format_dollars(fund.market_value)}", [
            Section("Look-through", fund_facts(fund)), *kept]
