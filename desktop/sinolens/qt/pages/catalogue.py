"""All pages as a table: id, word, icon, and how each is made. A page's module is imported when it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from sinolens.qt.base.workspace import Workspace

if TYPE_CHECKING:
    from sinolens.qt.pages.page import Page


class PageEntry(NamedTuple):
    """One page of the rail.

    `waits`: title of the light page that stands for it while nothing is open; "" for pages that need no analysis. What
    such a page is drawn with (pandas, the figures) is imported when the first analysis is there, not at the start.
    """

    id: str
    word: str
    icon: str
    make: Callable[[Workspace], Page]
    waits: str = ""


def _overview(workspace: Workspace) -> Page:
    from sinolens.qt.pages.overview import OverviewPage

    return OverviewPage(workspace)


def _charts(workspace: Workspace) -> Page:
    from sinolens.qt.pages.charts import ChartsPage

    return ChartsPage(workspace)


def _holdings(workspace: Workspace) -> Page:
    from sinolens.qt.pages.holdings import HoldingsPage

    return HoldingsPage(workspace)


def _import(workspace: Workspace) -> Page:
    from sinolens.qt.pages.imports import ImportPage

    return ImportPage(workspace)


def _review(workspace: Workspace) -> Page:
    from sinolens.qt.pages.review import ReviewPage

    return ReviewPage(workspace)


def _funds(workspace: Workspace) -> Page:
    from sinolens.qt.pages.funds import FundsPage

    return FundsPage(workspace)


def _issuers(workspace: Workspace) -> Page:
    from sinolens.qt.pages.issuers import IssuersPage

    return IssuersPage(workspace)


def _rules(workspace: Workspace) -> Page:
    from sinolens.qt.pages.rules import RulesPage

    return RulesPage(workspace)


def _reports(workspace: Workspace) -> Page:
    from sinolens.qt.pages.reports import ReportsPage

    return ReportsPage(workspace)


def _audit(workspace: Workspace) -> Page:
    from sinolens.qt.pages.audit import AuditPage

    return AuditPage(workspace)


def _settings(workspace: Workspace) -> Page:
    from sinolens.qt.pages.preferences import SettingsPage

    return SettingsPage(workspace)


PAGES: tuple[PageEntry, ...] = (
    PageEntry("overview", "Overview", "overview", _overview, "China-AI exposure"),
    PageEntry("charts", "Charts", "charts", _charts, "Charts"),
    PageEntry("holdings", "Holdings", "holdings", _holdings, "Holdings"),
    PageEntry("import", "Import", "import", _import),
    PageEntry("review", "Review queue", "review", _review, "Review queue"),
    PageEntry("funds", "Funds", "funds", _funds, "Funds"),
    PageEntry("issuers", "Issuers", "issuers", _issuers),
    PageEntry("rules", "Rules & lists", "rules", _rules),
    PageEntry("reports", "Reports", "reports", _reports, "Reports"),
    PageEntry("audit", "Audit", "audit", _audit),
    PageEntry("settings", "Settings", "settings", _settings),
)
