"""The right side of the review queue: a name beside the entities it may mean, and what each would change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from sinolens.domain.money import format_dollars
from sinolens.domain.tier import CODE_LABELS, tier_of
from sinolens.qt.base.cards import GRID, Card, StateView
from sinolens.qt.base.labels import label
from sinolens.qt.base.swatch import TierSwatch
from sinolens.qt.base.theme import Appearance
from sinolens.qt.models.review import STATES, what_it_means
from sinolens.qt.pages.marked_words import MarkedWords, Words, mark_words

if TYPE_CHECKING:
    from sinolens.matching.review import ReviewCandidate, ReviewItem
    from sinolens.services.effect import CodeMove, Effect
    from sinolens.services.entity_directory import EntityCard

LISTS_SHOWN = 6
HINT = ("Choose a name", "Its candidates are compared with it here, word by word.")
LEGEND = "Shaded: in both. Underlined: only on one side. Grey: not compared."


@dataclass(frozen=True)
class Offer:
    """A candidate with what is on file about it."""

    candidate: ReviewCandidate
    card: EntityCard


def string_words(item: ReviewItem, candidate: ReviewCandidate | None) -> Words:
    """The name as typed, marked against a candidate."""
    if candidate is None:
        return mark_words(item.string, (), ())
    return mark_words(item.string, (pair.query for pair in candidate.pairs), candidate.missing_string)


def candidate_words(candidate: ReviewCandidate) -> Words:
    """The nearest known name of a candidate, marked against the name as typed."""
    return mark_words(candidate.spelling, (pair.name for pair in candidate.pairs), candidate.missing_name)


class EffectView(QWidget):
    """What accepting would change: sub-code before and after, positions and dollars."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(2)
        self.told = ""

    def wait(self) -> None:
        """It is being worked out."""
        self._clear()
        self._say("Working out what would change…")

    def show_effect(self, effect: Effect, category: str) -> None:
        """Show it; `category`: name of the category the lines would have."""
        self._clear()
        for move in effect.moves:
            self._add_move(move, "position")
        for move in effect.lines:
            self._add_move(move, "line", "lines with this name: ")
        told = [part for part in (f"issuer {effect.issuer}" if effect.issuer else "",
                                  f"category {category}" if category else "") if part]
        if told:
            self._say(f"Counted under {' and '.join(told)}.")

    def _add_move(self, move: CodeMove, thing: str, lead: str = "") -> None:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        count = f"{lead}{move.positions:,} {thing}{'' if move.positions == 1 else 's'}, {format_dollars(move.value)}"
        ends = ((move.before, ""), (move.after, "")) if move.before != move.after else ((move.before, "stays "),)
        words = []
        for place, (code, stays) in enumerate(ends):
            tier = str(tier_of(code))
            if place:
                line.addWidget(label("→", "strong"), 0, Qt.AlignmentFlag.AlignTop)
            swatch = TierSwatch(tier, 12)
            swatch.set_tier(tier, self._appearance.theme)
            line.addWidget(swatch, 0, Qt.AlignmentFlag.AlignTop)
            text = f"{stays}{tier} · {code} {CODE_LABELS[code]}" if place or stays else f"{tier} · {code}"
            last = bool(place or stays)
            # At the top: where the words behind the arrow wrap, the ones before it stay on the first line.
            said = label(text, "strong" if last else "", wrap=last)
            line.addWidget(said, 1 if last else 0, Qt.AlignmentFlag(0) if last else Qt.AlignmentFlag.AlignTop)
            words.append(f"{stays}{code}")
        self._lines.addWidget(row)
        self._say(count)
        self.told = "; ".join(part for part in (self.told, f"{' → '.join(words)}: {count}") if part)
        self.setAccessibleName(f"If accepted: {self.told}")

    def _say(self, text: str) -> None:
        self._lines.addWidget(label(text, "caption", wrap=True))

    def _clear(self) -> None:
        self.told = ""
        while self._lines.count():
            self._lines.takeAt(0).widget().deleteLater()

    def tint(self) -> None:
        """Another theme."""
        for swatch in self.findChildren(TierSwatch):
            swatch.retint(self._appearance.theme)


class CandidateView(QFrame):
    """One candidate. The chosen one shows everything, the others their name and words.

    Signals:
        chosen: the user clicked it; carries its place.
    """

    chosen = Signal(int)

    def __init__(self, appearance: Appearance, place: int, offer: Offer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("candidate")
        self.place, self.offer = place, offer
        one, card = offer.candidate, offer.card
        lines = QVBoxLayout(self)
        lines.setContentsMargins(10, 8, 10, 8)
        lines.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label(str(place + 1), "key"), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(label(one.name, "strong", wrap=True, selectable=True), 1)
        rank = {0: "", 1: "runner-up · "}.get(place, "")
        head.addWidget(label(f"{rank}{one.score:.0f} of 100", "caption"), 0, Qt.AlignmentFlag.AlignTop)
        lines.addLayout(head)
        words = MarkedWords(appearance)
        words.show_words(candidate_words(one))
        lines.addWidget(words)
        self._more = QWidget()
        grid = QGridLayout(self._more)
        grid.setContentsMargins(0, 2, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        lists = list(card.lists[:LISTS_SHOWN])
        if len(card.lists) > LISTS_SHOWN:
            lists.append(f"and {len(card.lists) - LISTS_SHOWN:,} more entries of relatives")
        grid.addWidget(label("If accepted", "fieldName"), 0, 0, Qt.AlignmentFlag.AlignTop)
        self.effect = EffectView(appearance)
        grid.addWidget(self.effect, 0, 1)
        facts = (
            ("Kind", card.kind), ("Country", ", ".join(card.countries) or "not on file"),
            ("Identifiers", ", ".join(card.identifiers) or "none on file"),
            ("List entries", "\n".join(lists) or "on no list on file"), ("Compared", one.explanation),
        )
        for row, (name, value) in enumerate(facts, 1):
            grid.addWidget(label(name, "fieldName"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(value, wrap=True, selectable=True), row, 1)
        lines.addWidget(self._more)
        self.choose(False)

    def choose(self, chosen: bool) -> None:
        """Show everything, or the name alone."""
        self._more.setVisible(chosen)
        self.setProperty("chosen", chosen)
        self.style().unpolish(self)
        self.style().polish(self)
        state = "chosen, " if chosen else ""
        self.setAccessibleName(f"Candidate {self.place + 1}, {state}{self.offer.candidate.name}")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses it."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(self.place)
        super().mousePressEvent(event)


class Comparison(Card):
    """The name as typed above its candidates.

    Signals:
        candidate_chosen: another candidate is the chosen one.
    """

    candidate_chosen = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("card")
        self._appearance = appearance
        self._item: ReviewItem | None = None
        self.views: list[CandidateView] = []
        self._place = -1
        self._hint = StateView("review", *HINT)
        self.body.addWidget(self._hint, 1)
        self._content = QWidget(self)
        lines = QVBoxLayout(self._content)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GRID)
        self.words = MarkedWords(appearance, 16)
        self._facts = label("", "stateText", wrap=True, selectable=True)
        self._meaning = label("", "caption", wrap=True)
        self._area = QScrollArea()
        self._area.setObjectName("clear")
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._none = StateView(
            "search", "Nothing on file is like it",
            "Press S to look for the entity among all that are on file, or N when it is none of them.")
        for part in (self.words, self._facts, self._meaning):
            lines.addWidget(part)
        self._legend = label(LEGEND, "caption")
        lines.addWidget(self._legend)
        lines.addWidget(self._area, 1)
        lines.addWidget(self._none, 1)
        self.body.addWidget(self._content, 1)
        self._content.hide()
        appearance.changed.connect(self.tint)
        self.tint()

    @property
    def item(self) -> ReviewItem | None:
        """The name shown."""
        return self._item

    @property
    def chosen(self) -> ReviewCandidate | None:
        """The candidate that would be accepted."""
        return self.views[self._place].offer.candidate if 0 <= self._place < len(self.views) else None

    @property
    def effect(self) -> EffectView | None:
        """Where the chosen candidate's effect is shown."""
        return self.views[self._place].effect if 0 <= self._place < len(self.views) else None

    def clear(self) -> None:
        """Show the hint."""
        self._item, self._place, self.views = None, -1, []
        self._content.hide()
        self._hint.say(*HINT)
        self._hint.show()

    def wait(self) -> None:
        """There is no name to choose yet."""
        self.clear()
        self._hint.say("Names are on their way", HINT[1])

    def show_item(self, item: ReviewItem, offers: list[Offer], count: int, places: list[str]) -> None:
        """Show a name with its candidates; the first is chosen. `places`: where it was read."""
        self._item, self._place = item, -1
        identifiers = [
            f"{_TITLES.get(kind, kind.upper())} {value}" for kind, value in item.identifiers if kind not in _UNSAID
        ]
        self._facts.setText("\n".join(part for part in (
            f"{format_dollars(item.market_value)} in {count:,} position{'' if count == 1 else 's'} · "
            f"state: {STATES[item.match.state]}",
            ", ".join(identifiers) or "no identifier in the row", "; ".join(places),
        ) if part))
        self._meaning.setText(what_it_means(item.match))
        sheet = QWidget()
        sheet.setObjectName("clear")
        lines = QVBoxLayout(sheet)
        lines.setContentsMargins(0, 0, 4, 0)
        lines.setSpacing(GRID)
        self.views = []
        for place, offer in enumerate(offers):
            view = CandidateView(self._appearance, place, offer)
            view.chosen.connect(self.choose)
            self.views.append(view)
            lines.addWidget(view)
        lines.addStretch(1)
        self._area.setWidget(sheet)
        self._area.setVisible(bool(offers))
        self._legend.setVisible(bool(offers))
        self._none.setVisible(not offers)
        self._hint.hide()
        self._content.show()
        self.setAccessibleName(f"Comparison of {item.string}")
        if offers:
            self.choose(0)
        else:
            self.words.show_words(string_words(item, None))

    def choose(self, place: int) -> None:
        """Choose a candidate by its place; one that is not there is passed over."""
        if not 0 <= place < len(self.views) or place == self._place or self._item is None:
            return
        if 0 <= self._place < len(self.views):
            self.views[self._place].choose(False)
        self._place = place
        view = self.views[place]
        view.choose(True)
        self.words.show_words(string_words(self._item, view.offer.candidate))
        self._area.ensureWidgetVisible(view)
        self.candidate_chosen.emit()

    def choose_next(self) -> None:
        """Choose the candidate after the chosen one, the first after the last."""
        if self.views:
            self.choose((self._place + 1) % len(self.views))

    def tint(self) -> None:
        """Another theme."""
        theme = self._appearance.theme
        self._hint.tint(theme)
        self._none.tint(theme)
        for view in self.views:
            view.effect.tint()
        self.update()


_UNSAID = frozenset({"method", "instrument"})
_TITLES = {"ticker": "ticker", "mic": "market", "country": "country", "issuer_name": "issuer"}
