"""The review queue: names that wait for a person, most dollars first, decided with one key each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QSplitter, QStackedWidget, QWidget

from sinolens.qt.base.tasks import Task
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.pages.key_bar import KeyBar, Keyed, add_key
from sinolens.qt.pages.page import Page, button
from sinolens.qt.pages.review_candidates import Comparison, Offer
from sinolens.qt.pages.review_deciding import Deciding
from sinolens.qt.pages.review_decision import DecisionPanel
from sinolens.qt.pages.review_effects import EffectSource, Wanted
from sinolens.qt.pages.review_exchange import ReviewExchange, decisions_of
from sinolens.qt.pages.review_names import DECIDED, QUEUE, NamesCard
from sinolens.qt.pages.review_work import Queue, Ranking

if TYPE_CHECKING:
    from sinolens.matching.review import ReviewItem
    from sinolens.services.effect import Effect
    from sinolens.services.entity_directory import EntityCard

MOST_CANDIDATES = 5
CANDIDATES = f"1–{MOST_CANDIDATES}"


class ReviewPage(Page):
    """Names at the left, comparison at the right, the keys below it."""

    title = "Review queue"
    scrolls = False

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.exchange = ReviewExchange(self, workspace)
        self.deciding = Deciding(self, workspace)
        self.effects = EffectSource(workspace, self)
        self.queue: Queue | None = None
        self._ranking: Task | None = None
        self._wanted = ""
        self._build_tools()
        # From the outside in: what is put into another part with all it holds is asked for its style once more.
        splitter = QSplitter(Qt.Orientation.Horizontal, self._content)
        self.body.addWidget(splitter, 1)
        self.names = NamesCard(workspace, splitter)
        self._right = QStackedWidget(splitter)
        self.comparison = Comparison(workspace.appearance, self._right)
        self.why = QLineEdit(self.comparison)
        self.why.setPlaceholderText("Why (optional, kept with the decision) – press W")
        self.why.setAccessibleName("Why")
        self.comparison.body.addWidget(self.why)
        self._keys = self._make_keys()
        self.buttons = self._keys.buttons
        self.comparison.body.addWidget(self._keys)
        self.decision = DecisionPanel(workspace.appearance, self._right)
        self._right.addWidget(self.comparison)
        self._right.addWidget(self.decision)
        self._right.setMinimumWidth(420)
        splitter.addWidget(self.names)
        splitter.addWidget(self._right)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([540, 500])
        splitter.setChildrenCollapsible(False)
        self._connect()
        self._follow()

    # -- building -----------------------------------------------------------------------------------------------------

    def _build_tools(self) -> None:
        self.tools.addStretch(1)
        self.file_buttons = []
        for words, tip, act in self.exchange.offers:
            made = button(words, tip=tip)
            made.clicked.connect(act)
            self.tools.addWidget(made)
            self.file_buttons.append(made)

    def _make_keys(self) -> KeyBar:
        choose = self.comparison.choose
        bar = KeyBar(self, (
            Keyed("A", "Accept", "The name means the chosen candidate", self.accept),
            Keyed("R", "Reject", "The name does not mean the chosen candidate", self.reject),
            Keyed("N", "None", "The name means no entity on file", self.decide_none),
            Keyed("S", "Same as…", "Find the entity among all on file", self.find_same),
            Keyed("U", "Undo", "Take the newest step back", self._undo),
            Keyed("J", "Next", "The next name (also ↓)", self.next, True),
            Keyed("K", "Previous", "The name before (also ↑)", self.previous, True),
            Keyed("W", "Why", "Type a reason first", self.why.setFocus),
            Keyed(CANDIDATES, "Candidate", "Choose a candidate by its number", self.comparison.choose_next),
        ))
        for number in range(MOST_CANDIDATES):
            add_key(self, str(number + 1), lambda place=number: choose(place))
        add_key(self, "Q", lambda: self.show_side(QUEUE))
        add_key(self, "D", lambda: self.show_side(DECIDED))
        add_key(self, "Del", self.revoke)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.why, self._leave_why)
        escape.setContext(Qt.ShortcutContext.WidgetShortcut)
        return bar

    def _connect(self) -> None:
        self.names.side_wanted.connect(self.show_side)
        self.names.table.row_chosen.connect(self._show)
        self.names.decided.row_chosen.connect(self._show_decision)
        self.comparison.candidate_chosen.connect(self._candidate_chosen)
        self.decision.revoke_wanted.connect(self.revoke)
        self.effects.known.connect(self._effect_known)
        self.deciding.found.connect(self._found)
        self.deciding.closed.connect(self._leave_why)
        self.deciding.freed.connect(self._follow)
        self.why.returnPressed.connect(self._leave_why)
        self.workspace.project_changed.connect(self._follow)
        self.workspace.analysis_changed.connect(self._let_go)
        self.workspace.attention_changed.connect(self._narrow)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keys work as soon as the page is shown. A focus proxy would take the title line out of Tab's way."""
        super().focusInEvent(event)
        self.names.table.setFocus(event.reason())

    # -- showing ------------------------------------------------------------------------------------------------------

    def _let_go(self) -> None:
        """Nothing is open any more: no name of what was closed can be seen, decided or written."""
        if self.workspace.analysis is not None:
            return
        if self._ranking is not None:
            self._ranking.cancel()
        self._ranking, self.queue, self.exchange.directory, self._wanted = None, None, None, ""
        self.deciding.pending.clear()
        self.effects.forget()
        self.why.clear()
        self.names.clear()
        self.comparison.clear()
        self.decision.clear()
        self._follow()

    def refresh(self) -> None:
        """Another analysis: rank its names in the background; what is shown stays until then."""
        analysis = self.workspace.analysis
        if analysis is None:
            return
        if self._ranking is not None:
            self._ranking.cancel()
        if self.queue is None:
            self.names.wait()
            self.comparison.wait()
        work = Ranking(analysis, self.workspace.lists, decisions_of(self.workspace))
        self._ranking = self.workspace.tasks.run(
            "Ranking the names", work, lambda queue: self._take(analysis, queue), self._not_ranked,
            cancelled=self._show_what_is_there)

    def _not_ranked(self, error: Exception) -> None:
        self._show_what_is_there()
        self.workspace.refuse(error)

    def _show_what_is_there(self) -> None:
        """No names are on their way any more, unless others were asked for meanwhile."""
        running = self.workspace.tasks.running
        if self.queue is None and self._ranking not in running:
            self.names.clear()
            self.comparison.clear()

    def _narrow(self) -> None:
        """Other names alone, or all again; a page asked for names shows its queue."""
        asked = self.workspace.attention
        wanted = asked is not None and asked.page == "review"
        if self.queue is None or not (wanted or self.names.attention_bar.words):
            return
        self.names.narrow(self.queue)
        self.show_side(QUEUE)
        item = self.comparison.item
        row = self.names.choose_name(self.queue, item.string if item is not None else "")
        if row < 0:
            self.comparison.clear()
        self._show(row)

    def tint(self) -> None:
        """The states' icons take the theme."""
        self.names.tint()

    def show_side(self, side: int) -> None:
        """Show the queue or the decisions."""
        if self.workspace.analysis is None:
            return
        self._right.setCurrentIndex(side)
        self.names.show_side(side)

    def _take(self, analysis: Any, queue: Queue) -> None:
        if analysis is not self.workspace.analysis:
            return
        item = self.comparison.item
        wanted = self._wanted or (item.string if item is not None else "")
        self.queue, self.exchange.directory = queue, queue.directory
        self.effects.forget()
        self.deciding.pending.clear()
        self._wanted = ""
        self.comparison.clear()
        self.decision.clear()
        self.names.fill(queue, int(analysis.positions["market_value"].sum()))
        if queue.items:
            self._show(self.names.choose_name(queue, wanted))
        decision = self.names.chosen_decision(queue.decisions)
        if decision is not None:
            self.decision.show_decision(decision, queue.directory)
        self._follow()

    def _show(self, row: int) -> None:
        if self.queue is None or not 0 <= row < len(self.queue.items):
            return
        item = self.queue.items[row]
        if item is self.comparison.item:
            return
        directory = self.queue.directory
        offers = [Offer(one, directory.describe(one.entity_id)) for one in item.candidates[:MOST_CANDIDATES]]
        self.comparison.show_item(item, offers, self.queue.counts[row], self.queue.places[row])
        self._follow()

    def _show_decision(self, row: int) -> None:
        if self.queue is None or row >= len(self.queue.decisions):
            return
        self.decision.show_decision(self.queue.decisions[row], self.queue.directory)

    def _candidate_chosen(self) -> None:
        view = self.comparison.effect
        item, one = self.comparison.item, self.comparison.chosen
        if view is None or item is None or one is None:
            return
        known = self.effects.ask(item.string, one.entity_id)
        if known is not None:
            self._show_effect(known)
        else:
            view.wait()
        self._follow()

    def _effect_known(self, wanted: Wanted, effect: Effect) -> None:
        item, one = self.comparison.item, self.comparison.chosen
        if item is not None and one is not None and (item.string, one.entity_id) == wanted:
            self._show_effect(effect)

    def _show_effect(self, effect: Effect) -> None:
        view, analysis = self.comparison.effect, self.workspace.analysis
        if view is not None and analysis is not None:
            name = analysis.category_names.get(effect.category, "")
            view.show_effect(effect, f"{effect.category} {name}".rstrip())

    # -- deciding -----------------------------------------------------------------------------------------------------

    def accept(self) -> None:
        """The name means the chosen candidate."""
        one = self.comparison.chosen
        if one is not None:
            self._decide("same", one.entity_id, f"means {one.name}")

    def reject(self) -> None:
        """The name does not mean the chosen candidate; the others stay."""
        one, item = self.comparison.chosen, self.comparison.item
        if one is not None and item is not None:
            self._decide("different", one.entity_id, f"does not mean {one.name}", stay=len(item.candidates) > 1)

    def decide_none(self) -> None:
        """The name means no entity on file."""
        self._decide("none", "", "means no entity on file")

    def find_same(self) -> None:
        """Look for the entity among all on file."""
        item = self.comparison.item
        if self.names.side == QUEUE and item is not None and self.queue is not None:
            self.deciding.find_same(item, self.queue.directory)

    def next(self) -> None:
        """The next name."""
        self.names.step(1, self.deciding.pending)

    def previous(self) -> None:
        """The name before."""
        self.names.step(-1, self.deciding.pending)

    def revoke(self) -> None:
        """Forget what was decided about a name, with a reason."""
        one = self.names.chosen_decision(self.queue.decisions) if self.queue is not None else None
        if one is not None:
            self.deciding.ask_to_revoke(one)

    def _undo(self) -> None:
        # As the menu does: it asks where the newest act is no step of the project.
        self.workspace.action_wanted.emit("edit.undo")

    def _found(self, item: ReviewItem, card: EntityCard) -> None:
        self._decide("same", card.entity_id, f"means {card.name}", about=item)

    def _decide(self, verdict: str, entity: str, words: str, stay: bool = False,
                about: ReviewItem | None = None) -> None:
        """Decide about the name shown, or about another one, such as the one an entity was looked for."""
        shown = self.comparison.item
        item = about or shown
        if self.names.side != QUEUE or item is None or item.string in self.deciding.pending:
            return
        why, keeps = self.why.text().strip(), self.deciding.can_keep
        self.deciding.decide(item, verdict, entity, words, why)
        if keeps:
            # Until the analysis is renewed the name cannot be decided twice; the next one can be looked at already.
            self.why.clear()
            if not stay and shown is not None and shown.string == item.string:
                self.next()
            self._wanted = self.comparison.item.string if self.comparison.item is not None else ""
        self._follow()

    def _leave_why(self) -> None:
        self.names.table.setFocus()

    def _follow(self) -> None:
        item, project = self.comparison.item, self.workspace.project
        free = item is not None and item.string not in self.deciding.pending
        usable = {
            "A": free and self.comparison.chosen is not None, "R": free and self.comparison.chosen is not None,
            "N": free, "S": free, "W": free, "U": project is not None and bool(project.undo_title),
            "J": item is not None, "K": item is not None, CANDIDATES: len(self.comparison.views) > 1,
        }
        for key, on in usable.items():
            self.buttons[key].setEnabled(on)
        for made in self.file_buttons:
            made.setEnabled(self.queue is not None)
