"""All pages as a table: id, word, icon, and how each is made. A page's module is imported when it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QWidget

from sinolens.qt.base.workspace import Workspace

if TYPE_CHECKING:
    from sinolens.qt.pages.page import Page


class PageEntry(NamedTuple):
    """One page of the rail.

    `make`: gets the workspace and what holds the pages: a page put there when it is built has every part of it asked
    for its style once more.
    `waits`: title of the light page that stands for it while nothing is open; "" for pages that need no analysis. What
    such a page is drawn with (pandas, the figures) is imported when the first analysis is there, not at the start.
    """

    id: str
    word: str
    icon: str
    make: Callable[[Workspace, QWidget], Page]
    waits: str = ""


def _overview(workspace: Workspace, stack: QWidget) -> Page:
    from sinolens.qt.pages.overview import OverviewPage

    return OverviewPage(workspace, stack)


def _charts(workspace: Workspace, stack: QWidget) -> Page:
    from sinolens.qt.pages.charts import ChartsPage

    return ChartsPage(workspace, stack)


def _holdings(workspace: Workspace, stack: QWidget) -> Page:
    from sinolens.qt.pages.holdings import HoldingsPage

    return HoldingsPage(workspace, stack)


def _import(workspace: Workspace, stack: QWidget) -> Page:
    from sinolens.qt.pages.imports import ImportPage

    return ImportPage(workspace, stack)


def _review(workspace: Workspace, stack: QWidget) -> Page:
    from sinolens.qt.pages.review import ReviewPage

    return ReviewPage(workspace, stack)


def _funds(workspace: Workspace, stack: QWidget) -> Page:
    from sinolens.qt.pages.funds import FundsPage

    return FundsPage(workspace, stack)


def _issuers(workspace: Workspace, stack: QWidget) -> Page:
    from sinolens.qt.pages.issuers import IssuersPage

    return IssuersPage(workspace, stack)


def _rules(workspace: Workspace, stack: QWidget) -> Page:
    from sinolens.qt.pages.rules import RulesPage

    return RulesPage(workspace, stack)


def _reports(workspace: Workspace, stack: QWidget) -> Page:
    from sinolens.qt.pages.reports import ReportsPage

    return ReportsPage(workspace, stack)


def _audit(workspace: Workspace, stack: QWidget) -> Page:
    from sinolens.qt.pages.audit import AuditPage

    return AuditPage(workspace, stack)


def _settings(workspace: Workspace, stack: QWidget) -> Page:
    from sinolens.qt.pages.preferences import SettingsPage

    return SettingsPage(workspace, stack)


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
