"""The review queue: names that wait for a person, most dollars first, decided with one key each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QSplitter, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from sinolens.domain.money import format_compact, format_percent
from sinolens.qt.base.cards import Card, StateView
from sinolens.qt.base.tasks import Task
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.models.review import DECIDED_COLUMNS, QUEUE_COLUMNS, decided_values, queue_values
from sinolens.qt.models.table import TableModel
from sinolens.qt.models.view import TableView
from sinolens.qt.pages.decision_facts import decision_sections
from sinolens.qt.pages.entity_finder import EntityFinder
from sinolens.qt.pages.facts import FactSheet
from sinolens.qt.pages.key_bar import KeyBar, Keyed, add_key
from sinolens.qt.pages.page import Page, button
from sinolens.qt.pages.reason import Reason
from sinolens.qt.pages.review_candidates import Comparison, Offer
from sinolens.qt.pages.review_exchange import ReviewExchange, decisions_of
from sinolens.qt.pages.review_work import Queue, Ranking, Weighing

if TYPE_CHECKING:
    from sinolens.services.effect import Effect

WEIGH_MS = 60
QUEUE, DECIDED = 0, 1
MOST_CANDIDATES = 5
CANDIDATES = f"1–{MOST_CANDIDATES}"


class ReviewPage(Page):
    """Queue at the left, comparison at the right, the keys below it."""

    title = "Review queue"
    scrolls = False

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.exchange = ReviewExchange(self, workspace)
        self.queue: Queue | None = None
        self.finder: EntityFinder | None = None
        self.reason: Reason | None = None
        self._ranking: Task | None = None
        self._weighing: Task | None = None
        self._effects: dict[tuple[str, str], Effect] = {}
        self._pending: set[str] = set()
        self._wanted = ""
        self._build_tools()
        self.model = TableModel(QUEUE_COLUMNS, self)
        self.table = TableView(workspace.appearance, self.model, "Names to review")
        self.table.source = workspace.source_line
        # As the queue stands, until the user sorts: what could be barred first, then by dollars.
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.table.setSortingEnabled(True)
        self.decided_model = TableModel(DECIDED_COLUMNS, self)
        self.decided = TableView(workspace.appearance, self.decided_model, "Decisions made")
        self.decided.source = workspace.source_line
        self._nothing = StateView(
            "check", "Nothing to review", "Every name is matched by an identifier, an exact name or a person.")
        self._undecided = StateView(
            "review", "No decision yet", "Decisions about names are kept in the project file, with who, when and why.")
        self._left = QStackedWidget()
        for part in (self.table, self.decided, self._nothing, self._undecided):
            self._left.addWidget(part)
        self.card = Card("Names", " ")
        self._build_segments()
        self.card.body.addWidget(self._left, 1)
        self.comparison = Comparison(workspace.appearance)
        self.comparison.candidate_chosen.connect(self._candidate_chosen)
        self.why = QLineEdit()
        self.why.setPlaceholderText("Why (optional, kept with the decision) – press W")
        self.why.setAccessibleName("Why")
        self.why.returnPressed.connect(self._leave_why)
        self.comparison.body.addWidget(self.why)
        self._keys = self._make_keys()
        self.buttons = self._keys.buttons
        self.comparison.body.addWidget(self._keys)
        self.detail = FactSheet(workspace.appearance, "review", "Choose a decision",
                                "Who made it, when, why, and what the entity is are shown here.")
        self._right = QStackedWidget()
        self._right.addWidget(self.comparison)
        self._right.addWidget(self._decided_side())
        self._right.setMinimumWidth(420)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.card)
        splitter.addWidget(self._right)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([540, 500])
        splitter.setChildrenCollapsible(False)
        self.body.addWidget(splitter, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WEIGH_MS)
        self._timer.timeout.connect(self._weigh)
        self.table.row_chosen.connect(self._show)
        self.decided.row_chosen.connect(self._show_decision)
        workspace.opened_project.refused.connect(self._forget_pending)
        workspace.project_changed.connect(self._follow)
        # The keys work as soon as the page is shown.
        self.setFocusProxy(self.table)
        self._follow()

    # -- building -----------------------------------------------------------------------------------------------------

    def _build_tools(self) -> None:
        self.tools.addStretch(1)
        for words, tip, act in (
            ("Queue to Excel…", "Write the queue as a workbook that staff fill in", self.exchange.choose_queue_file),
            ("Read back…", "Read a filled-in workbook, or a table of decisions, and look at its changes first",
             self.exchange.choose_reviewed_file),
            ("Export decisions…", "Write the decisions made as a table", self.exchange.choose_decisions_file),
        ):
            made = button(words, tip=tip)
            made.clicked.connect(act)
            self.tools.addWidget(made)

    def _undo(self) -> None:
        # As the menu does: it asks where the newest act is no step of the project.
        self.workspace.action_wanted.emit("edit.undo")

    def _build_segments(self) -> None:
        self.segments = QButtonGroup(self)
        for number, (words, key) in enumerate((("To decide", "Q"), ("Decided", "D"))):
            made = QToolButton()
            made.setObjectName("segment")
            made.setText(words)
            made.setToolTip(f"Press {key}")
            made.setCheckable(True)
            made.setChecked(number == 0)
            self.segments.addButton(made, number)
            self.card.head.addWidget(made)
        self.segments.idClicked.connect(self.show_side)

    def _decided_side(self) -> QWidget:
        side = QWidget()
        lines = QVBoxLayout(side)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(8)
        lines.addWidget(self.detail, 1)
        self.revoke_button = button("Del · Revoke…", tip="Forget what was decided about this name")
        self.revoke_button.clicked.connect(self.revoke)
        lines.addWidget(self.revoke_button, 0, Qt.AlignmentFlag.AlignRight)
        return side

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

    # -- showing ------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Another analysis: rank its names in the background; what is shown stays until then."""
        analysis = self.workspace.analysis
        if analysis is None:
            return
        if self._ranking is not None:
            self._ranking.cancel()
        work = Ranking(analysis, self.workspace.lists, decisions_of(self.workspace))
        self._ranking = self.workspace.tasks.run(
            "Ranking the names", work, lambda queue: self._take(analysis, queue), self.workspace.refuse)

    def tint(self) -> None:
        """The states' icons take the theme."""
        for state in (self._nothing, self._undecided):
            state.tint(self.workspace.appearance.theme)

    def show_side(self, side: int) -> None:
        """Show the queue or the decisions."""
        self.segments.button(side).setChecked(True)
        self._right.setCurrentIndex(side)
        self._choose_left()
        table = self.decided if side == DECIDED else self.table
        table.setFocus()
        if side == DECIDED and self.decided_model.rowCount() and not self.decided.currentIndex().isValid():
            self.decided.choose_row(self.decided_model.source_row(0))

    @property
    def side(self) -> int:
        """`QUEUE` or `DECIDED`."""
        return self.segments.checkedId()

    def _take(self, analysis: Any, queue: Queue) -> None:
        if analysis is not self.workspace.analysis:
            return
        item = self.comparison.item
        wanted = self._wanted or (item.string if item is not None else "")
        self.queue, self.exchange.directory = queue, queue.directory
        self._effects.clear()
        self._pending.clear()
        self._wanted = ""
        self.comparison.clear()
        self.model.fill(queue_values(queue.items, queue.counts, queue.values))
        self.decided_model.fill(decided_values(queue.decisions, queue.directory.name_of))
        self.detail.clear()
        total = sum(item.market_value for item in queue.items)
        pool = int(analysis.positions["market_value"].sum())
        self.card.set_note(
            f"{len(queue.items):,} to decide · {format_compact(total)} · {format_percent(total, pool)} of pool")
        self.segments.button(QUEUE).setText(f"To decide ({len(queue.items):,})")
        self.segments.button(DECIDED).setText(f"Decided ({len(queue.decisions):,})")
        self._choose_left()
        if queue.items:
            strings = [item.string for item in queue.items]
            row = strings.index(wanted) if wanted in strings else self.model.source_row(0)
            self.table.choose_row(row)
            self._show(row)
        self._follow()

    def _choose_left(self) -> None:
        model, offset = (self.decided_model, 1) if self.side == DECIDED else (self.model, 0)
        self._left.setCurrentIndex(offset if model.rowCount() else offset + 2)

    def _show(self, row: int) -> None:
        if self.queue is None or row >= len(self.queue.items):
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
        one = self.queue.decisions[row]
        self.detail.show_facts(
            one.string, "applies to every line with this name", decision_sections(one, self.queue.directory))
        self._follow()

    def _candidate_chosen(self) -> None:
        view = self.comparison.effect
        item, one = self.comparison.item, self.comparison.chosen
        if view is None or item is None or one is None:
            return
        known = self._effects.get((item.string, one.entity_id))
        if known is not None:
            self._show_effect(known)
        else:
            view.wait()
            self._timer.start()
        self._follow()

    def _weigh(self) -> None:
        from sinolens.matching.decisions import SAME, Decision

        workspace, item, one = self.workspace, self.comparison.item, self.comparison.chosen
        if item is None or one is None or workspace.holdings is None or workspace.analysis is None:
            return
        if self._weighing is not None:
            self._weighing.cancel()
        answers = workspace.session.answers if workspace.session is not None else {}
        work = Weighing(workspace.holdings, workspace.question, workspace.analysis, workspace.lists,
                        Decision(item.string, one.entity_id, SAME), answers)
        key, analysis = (item.string, one.entity_id), workspace.analysis
        self._weighing = workspace.tasks.run(
            "Working out what would change", work, lambda effect: self._weighed(analysis, key, effect))

    def _weighed(self, analysis: Any, key: tuple[str, str], effect: Effect) -> None:
        if analysis is not self.workspace.analysis:
            return
        self._effects[key] = effect
        item, one = self.comparison.item, self.comparison.chosen
        if item is not None and one is not None and (item.string, one.entity_id) == key:
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
        if self.side != QUEUE or item is None or self.queue is None:
            return
        self.finder = EntityFinder(self, self.workspace, self.queue.directory, item.string)
        self.finder.found.connect(self._found)
        self.finder.finished.connect(self._finder_gone)
        self.finder.open()

    def next(self) -> None:
        """The next name."""
        self._step(1)

    def previous(self) -> None:
        """The name before."""
        self._step(-1)

    def revoke(self) -> None:
        """Forget what was decided about a name, with a reason."""
        row = self.decided.currentIndex().row()
        if self.side != DECIDED or self.queue is None or not 0 <= row < self.decided_model.rowCount():
            return
        one = self.queue.decisions[self.decided_model.source_row(row)]
        self.reason = Reason(self, "Revoke", f"Forget what was decided about “{one.string}”?", "Revoke")
        self.reason.given.connect(lambda why: self._revoke(one.string, why))
        self.reason.open()

    def _revoke(self, string: str, why: str) -> None:
        from sinolens.services.review import revoke_decisions

        self.workspace.change("Revoking", lambda project: revoke_decisions(project, [string], why),
                              told=f"What was decided about “{string}” is revoked.")

    def _found(self, card: Any) -> None:
        self._decide("same", card.entity_id, f"means {card.name}")

    def _finder_gone(self) -> None:
        self.finder = None
        self.table.setFocus()

    def _decide(self, verdict: str, entity: str, words: str, stay: bool = False) -> None:
        from sinolens.matching.decisions import Decision
        from sinolens.services.projects import timestamp, user_name
        from sinolens.storage.decisions import decide_matches

        item, workspace = self.comparison.item, self.workspace
        if self.side != QUEUE or item is None or item.string in self._pending:
            return
        decision = Decision(item.string, entity, verdict, user_name(), timestamp(), self.why.text().strip())
        lines = len(item.rows)
        writable = workspace.project is not None and not workspace.project.read_only
        if writable:
            # Until the analysis is renewed the name cannot be decided twice; the next one can be looked at already.
            self._pending.add(item.string)
            self.why.clear()
            if not stay:
                self._step(1)
            self._wanted = self.comparison.item.string if self.comparison.item is not None else ""
        workspace.change(
            "Keeping the decision", lambda project: decide_matches(project, [decision]),
            told=f"“{item.string}” {words}: {lines:,} line{'' if lines == 1 else 's'}.")
        self._follow()

    def _forget_pending(self) -> None:
        self._pending.clear()
        self._follow()

    def _step(self, by: int) -> None:
        table, model = (self.decided, self.decided_model) if self.side == DECIDED else (self.table, self.model)
        if not model.rowCount():
            return
        row = table.currentIndex().row() + by
        while 0 <= row < model.rowCount() and self._is_pending(model, row):
            row += by
        if 0 <= row < model.rowCount():
            table.choose_row(model.source_row(row))

    def _is_pending(self, model: TableModel, row: int) -> bool:
        return model is self.model and model.value(model.source_row(row), "name") in self._pending

    def _leave_why(self) -> None:
        self.table.setFocus()

    def _follow(self) -> None:
        item, project = self.comparison.item, self.workspace.project
        free = item is not None and item.string not in self._pending
        usable = {
            "A": free and self.comparison.chosen is not None, "R": free and self.comparison.chosen is not None,
            "N": free, "S": free, "W": free, "U": project is not None and bool(project.undo_title),
            "J": item is not None, "K": item is not None, CANDIDATES: len(self.comparison.views) > 1,
        }
        for key, on in usable.items():
            self.buttons[key].setEnabled(on)
        self.revoke_button.setEnabled(self.decided_model.rowCount() > 0)
