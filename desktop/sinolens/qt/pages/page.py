"""What every page is made of: a title line, a meta line, actions at the right, a body, and its states."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from sinolens.qt.base.cards import FOOT, GAP, GRID, StateView
from sinolens.qt.base.labels import ElidedLabel, label
from sinolens.qt.base.layouts import laid_out_once
from sinolens.qt.base.named import set_named
from sinolens.qt.base.recent import recent_paths
from sinolens.qt.base.workspace import Workspace

MARGIN = 24
_BY_TAB = 1
"""The flag of what the tab key reaches: `Qt.FocusPolicy.TabFocus`, which every other policy of the keyboard has."""
SCROLL_BAR = 12
"""Width of a scroll bar, as the style sheet has it."""


class Page(QWidget):
    """One page. A page with `needs_analysis` shows an empty or loading state until there is one.

    Attributes:
        workspace: what is open.
        tools: the layout at the right of the title.
        asked: the line below the title; what a page adds stands at its right.
        body: where a page puts its content.
        leading: parts of the body that are read first though what is in them is made later.
    """

    title = ""
    needs_analysis = True
    scrolls = True

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.leading: tuple[QWidget, ...] = ()
        self._stale = False
        # It shows something of an analysis.
        self._holds = False
        self.setObjectName("page")
        self._heading = label(self.title, "pageTitle")
        self._mark = label("SAMPLE", "sampleMark")
        self._mark.setToolTip("The fictional endowment that comes with the program. No real holdings.")
        self._meta = ElidedLabel("", "pageMeta")
        self.tools = QHBoxLayout()
        self.tools.setSpacing(GRID)
        head = QHBoxLayout()
        head.setSpacing(12)
        self._heading.setMinimumHeight(36)
        head.addWidget(self._heading)
        self._mark.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        head.addWidget(self._mark)
        head.addStretch(1)
        head.addLayout(self.tools, 2)
        self.top = QVBoxLayout()
        self.top.setSpacing(6)
        self.top.addLayout(head)
        self.asked = QHBoxLayout()
        self.asked.setSpacing(GRID)
        self._ask = button("Change…", tip="Another as-of date, definition or institution (Ctrl+D)")
        self._ask.setProperty("kind", "link")
        self._ask.setAccessibleName("Change as-of date, definition or institution")
        self._ask.clicked.connect(self._want_question)
        self.asked.addWidget(self._meta, 1)
        self.asked.addWidget(self._ask)
        self.top.addLayout(self.asked)
        self._content = QWidget()
        self._content.setObjectName("pageBody")
        self.body = QVBoxLayout(self._content)
        self.body.setContentsMargins(MARGIN, 0, MARGIN, FOOT)
        self.body.setSpacing(GAP)
        self._states = QStackedWidget()
        self._states.addWidget(self._scrolled(self._content) if self.scrolls else self._content)
        self._empty = StateView(
            "holdings", "No holdings are open",
            "Import the workbooks of your custodian and managers, or look at the sample endowment first.",
            (("file.import", "Import holdings…"), ("file.open", "Open project…"),
             ("file.sample", "Open the sample endowment")),
        )
        self._loading = StateView("audit", "Working", "")
        self._empty.acted.connect(self._act_on_nothing)
        self._states.addWidget(self._empty)
        self._states.addWidget(self._loading)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 20, 0, 0)
        lines.setSpacing(GAP)
        self._head = QWidget()
        self._head.setLayout(self.top)
        self.top.setContentsMargins(MARGIN, 0, MARGIN, 0)
        lines.addWidget(self._head)
        lines.addWidget(self._states, 1)
        self._tabs_later = QTimer(self)
        self._tabs_later.setSingleShot(True)
        self._tabs_later.timeout.connect(self.order_tabs)
        workspace.analysis_changed.connect(self._analysis_changed)
        workspace.appearance.changed.connect(self._tint)

    def start(self) -> None:
        """Called once by the window after the page is built; it is filled when it is shown."""
        self.order_tabs()
        self._tint()
        self._describe()

    def showEvent(self, event: QShowEvent) -> None:
        """Other projects may have been opened since."""
        super().showEvent(event)
        if self._states.currentWidget() is self._empty:
            offer_recent(self._empty, self.workspace)

    def freshen(self) -> None:
        """Show the open analysis if another one was shown last; called by the window before it shows the page."""
        if self._stale:
            self._describe()
        if self._stale:
            self._stale = False
            self._states.setCurrentIndex(0)
            self.refresh()
        self._holds = self.workspace.analysis is not None

    def refresh(self) -> None:
        """Show the open analysis. For pages to fill."""

    def tint(self) -> None:
        """Take the theme's colours where the style sheet does not reach. For pages to fill."""

    def follow_link(self, link: str) -> None:
        """Go where a fact leads: "position:" with its row, "issuer:" with its id."""
        kind, _, value = link.partition(":")
        if kind == "position":
            self.workspace.page_wanted.emit("holdings")
            self.workspace.position_wanted.emit(int(value))
        elif kind == "issuer":
            self.workspace.page_wanted.emit("issuers")
            self.workspace.issuer_wanted.emit(value)

    def _analysis_changed(self) -> None:
        self._stale = True
        # What was closed is taken off every page at once.
        if self.is_current or (self._holds and self.workspace.analysis is None):
            self.freshen()

    def settle(self) -> None:
        """Give the body its new height in this turn: in the one before the next, it would be painted at the old one."""
        QApplication.sendEvent(self._content, QEvent(QEvent.Type.LayoutRequest))

    def rearranging(self) -> AbstractContextManager[None]:
        """For parts of the title line and of the body that come and go together."""
        return laid_out_once(self.top, self.body)

    def refresh_later(self) -> None:
        """Show what is open anew: now when the page is the one shown, else when it is shown next."""
        self._stale = True
        if self.is_current:
            self.freshen()

    @property
    def is_current(self) -> bool:
        """The page is the one the window shows."""
        stack = self.parentWidget()
        return not isinstance(stack, QStackedWidget) or stack.currentWidget() is self

    def _describe(self) -> None:
        """Say what is open. A page that is not looked at says it when it is: every change would wait for all."""
        analysis = self.workspace.analysis
        with self.rearranging():
            self._mark.setVisible(analysis is not None and analysis.sample)
            self._meta.setText(self.meta())
            self._meta.explain(self.editions())
            self._meta.setVisible(bool(self._meta.text()))
            self._ask.setVisible(bool(self._meta.text()) and self.workspace.question is not None)
        if analysis is None and self.needs_analysis:
            self._loading.say(self.workspace.busy or "Working", "This takes a few seconds.")
            self._states.setCurrentIndex(2 if self.workspace.busy else 1)
            offer_recent(self._empty, self.workspace)
            self._stale = False
        else:
            self._stale = True

    def order_tabs(self) -> None:
        """Tab goes through the title line as it is read, then through the body; else it goes as things were made."""
        window = self.window()
        left = {part for part in self.findChildren(QWidget)
                if part.focusPolicy().value & _BY_TAB and part.window() is window}
        chain, at = [], self.nextInFocusChain()
        # No further than its own parts: the chain goes on through all pages.
        while left and at is not self:
            if at in left:
                chain.append(at)
                left.remove(at)
            at = at.nextInFocusChain()
        head = sorted((part for part in chain if self._head.isAncestorOf(part)), key=partial(_place, self.top))
        head += [part for placed in self.leading for part in chain if part is placed or placed.isAncestorOf(part)]
        before: QWidget = self
        for part in (*head, *(part for part in chain if part not in head)):
            QWidget.setTabOrder(before, part)
            before = part

    def order_tabs_later(self) -> None:
        """The same when what a filter changed is painted, once for all that grew."""
        self._tabs_later.start(0)

    def _act_on_nothing(self, key: str) -> None:
        follow_recent(key, self.workspace)

    def _want_question(self) -> None:
        self.workspace.action_wanted.emit("go.question")

    def meta(self) -> str:
        """What, as of, definition, list editions, institution."""
        analysis = self.workspace.analysis
        if analysis is None:
            return ""
        parts = [
            f"As of {day(analysis.as_of)}", analysis.institution.name, f"Definition {analysis.definition.name}",
        ]
        if analysis.value_basis != "market_value":
            from sinolens.exposure.valuation import ValueBasis

            parts.insert(0, f"Values: {ValueBasis(analysis.value_basis).words.lower()}")
        editions = [state.edition for state in analysis.lists if state.edition is not None]
        if editions:
            oldest, newest = (pick(edition.edition for edition in editions) for pick in (min, max))
            parts.append(f"{len(editions)} list editions of {day(oldest)} to {day(newest)}")
        return " · ".join(parts)

    def editions(self) -> str:
        """Every list with its edition, a line each: what hovering the meta line tells."""
        analysis = self.workspace.analysis
        if analysis is None:
            return ""
        return "\n".join(
            f"{state.short_title}: "
            f"{day(state.edition.edition) if state.edition else 'no edition answers for this date'}"
            for state in analysis.lists
        )

    def _tint(self) -> None:
        for state in (self._empty, self._loading):
            state.tint(self.workspace.appearance.theme)
        self.tint()

    def _scrolled(self, widget: QWidget) -> QScrollArea:
        area = QScrollArea()
        area.setWidget(widget)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        set_named(area, horizontalScrollBarPolicy="ScrollBarAlwaysOff", focusPolicy="NoFocus")
        area.verticalScrollBar().rangeChanged.connect(self._keep_edge)
        return area

    def _keep_edge(self, lowest: int, highest: int) -> None:
        """The cards end where the title line ends, whether a scroll bar stands beside them or not."""
        bar = SCROLL_BAR if highest > lowest else 0
        self.body.setContentsMargins(MARGIN, 0, MARGIN - bar, FOOT)


def _place(layout: QLayout, part: QWidget) -> tuple[int, ...]:
    """Where a part, or what it is in, stands in a layout and those in it; the end where it is in none.

    By their numbers: an item of a layout that Python was shown stays known to it after Qt let it go.
    """
    at: QWidget | None = part
    while at is not None:
        place = _path(layout, at)
        if place:
            return place
        at = at.parentWidget()
    return (layout.count(),)


def _path(layout: QLayout, part: QWidget) -> tuple[int, ...]:
    own = layout.indexOf(part)
    if own >= 0:
        return (own,)
    inner = [one for one in layout.children() if isinstance(one, QLayout)]
    return next(((layout.indexOf(one), *path) for one in inner if (path := _path(one, part))), ())


SHOWN_RECENT = 3
_RECENT = "recent:"


def offer_recent(state: StateView, workspace: Workspace) -> None:
    """Offer the projects opened last where nothing is open."""
    paths = recent_paths(workspace.settings)[:SHOWN_RECENT]
    state.offer("Opened before", tuple((f"{_RECENT}{path}", path.name, str(path)) for path in paths))


def follow_recent(key: str, workspace: Workspace) -> None:
    """Do what was pressed where nothing is open: open a project offered there, or the command of that name."""
    if key.startswith(_RECENT):
        workspace.project_wanted.emit(Path(key.removeprefix(_RECENT)))
    else:
        workspace.action_wanted.emit(key)


def button(words: str, primary: bool = False, tip: str = "") -> QPushButton:
    """A button of the title line."""
    made = QPushButton(words)
    made.setToolTip(tip)
    # Clicks leave no ring; the tab key does.
    set_named(made, focusPolicy="TabFocus")
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    if primary:
        made.setProperty("kind", "primary")
    return made


def day(iso: str) -> str:
    """A date as reports print it: "30 Sep 2026"; the text itself when it is no date."""
    # Late: dates take longer to load than the first window leaves for them.
    from sinolens.domain.day import spell_day

    return spell_day(iso)
