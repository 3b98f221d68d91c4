"""The universe: browse, search, filter and compare issuers, see what is held of them, and add one's own."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QPushButton, QWidget

from sinolens.domain.counting import counted
from sinolens.exposure.selection import Selection
from sinolens.matching.normaliser import fold
from sinolens.qt.base.flow import FlowLayout
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.models.positions import dollars
from sinolens.qt.models.table import TableColumn
from sinolens.qt.pages.facts import Section
from sinolens.qt.pages.issuer_compare import MOST, IssuerComparison
from sinolens.qt.pages.issuer_editor import IssuerEditor
from sinolens.qt.pages.issuer_facts import IssuerBook, chinese_name, has_own, issuer_facts
from sinolens.qt.pages.page import button
from sinolens.qt.pages.table_page import TablePage
from sinolens.qt.pages.words import checked_word
from sinolens.services.lists import load_own_facts

if TYPE_CHECKING:
    from sinolens.domain.issuer import Issuer

_FIXED = {
    "listing": (("", "Any listing"), ("listed", "Listed"), ("private", "Private")),
    "checked": (("", "Any check"), ("verified", "Verified"), ("unverified", "Unverified")),
    "held": (("", "Any holding"), ("held", "Held"), ("yours", "Yours")),
}
_WIDTHS = {"category": 138, "list": 112, "listing": 110, "checked": 112, "held": 118}
_POPUP = 260
ANY_LIST, RELATIVES = "any", "relatives"


class IssuersPage(TablePage):
    """Every issuer on file, the user's own among them and marked.

    Attributes:
        boxes: the filters, by key: category, list, listing, checked, held.
        editor: the editor that is open, None without one.
        comparison: the comparison that was opened last, None before.
    """

    title = "Issuers"
    needs_analysis = False
    card_title = "Universe"
    sort_key = "name"
    search_hint = "Name, 中文, ticker, code…"
    hint = ("issuers", "Choose an issuer", "Its lines, categories, list entries, drivers and risks are shown here. "
            "Choose two to four to compare them.")
    first_steps = (("held", "Only issuers held"), ("new", "Add an issuer…"))
    nothing = ("issuers", "Loading the universe", "The facts that come with the program are being read.")
    columns = (
        TableColumn("name", "Issuer", 220, stretch=True),
        TableColumn("name_zh", "Chinese", 110, spare=True, meaning="Name in Chinese characters"),
        TableColumn("category", "Category", 170),
        TableColumn("lists", "Named on", 118, fixed=True,
                    meaning="Lists in force on the as-of date that name the very entity"),
        TableColumn("listing", "Listing", 60, fixed=True),
        TableColumn("region", "Region", 108, spare=True, meaning="Principal place of business"),
        TableColumn("held", "Held", 104, right=True, text=lambda cents: dollars(cents) if cents else "–",
                    meaning="Full value of the open holdings in this issuer, directly and through funds"),
        TableColumn("whose", "Whose", 60, fixed=True, spare=True, meaning="Whether something of it is yours"),
        TableColumn("checked", "Checked", 84, fixed=True, spare=True,
                    meaning="Whether the record was compared with its primary source"),
    )

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._issuers: list[Issuer] = []
        self._book: IssuerBook | None = None
        self._wanted = ""
        self._words: list[str] = []
        self.editor: IssuerEditor | None = None
        self.comparison: IssuerComparison | None = None
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._compare = button("Compare", tip="Choose two to four rows with Ctrl or Shift, then compare them")
        self._compare.clicked.connect(self.compare)
        self._compare.setEnabled(False)
        self._add = button("Add an issuer…", tip="An issuer of your own, kept apart from the program's")
        self._add.clicked.connect(self._want_new)
        self.tools.addWidget(self._compare)
        self.tools.addWidget(self._add)
        self.boxes: dict[str, QComboBox] = {}
        bar = QWidget(self.card)
        row = FlowLayout(bar)
        for key, name in (("category", "Category"), ("list", "List"), ("listing", "Listing"), ("checked", "Checked"),
                          ("held", "Holding")):
            box = QComboBox(bar)
            box.setAccessibleName(name)
            for value, words in _FIXED.get(key, ()):
                box.addItem(words, value)
            box.setFixedWidth(_WIDTHS[key])
            box.view().setMinimumWidth(_POPUP)
            box.activated.connect(self._filter)
            self.boxes[key] = box
            row.addWidget(box)
        self.card.body.insertWidget(1, bar)
        self.table.selectionModel().selectionChanged.connect(self._follow_selection)
        workspace.reference_loaded.connect(self.refresh_later)

    def refresh(self) -> None:
        """The facts are there, or the holdings changed."""
        reference = self.workspace.reference()
        if reference is None:
            return
        analysis, cube = self.workspace.analysis, self.workspace.cube
        as_of = analysis.as_of if analysis is not None else date.today().isoformat()  # noqa: DTZ011 - the user's day
        if self._book is None or self._book.reference is not reference or self._book.as_of != as_of:
            self._book = IssuerBook(reference, as_of)
        book = self._book
        held = cube.by("issuer") if cube is not None else {}
        self._issuers = list(reference.issuers.values())
        self._fill_boxes(book)
        # Without holdings there is none to show.
        self.detail.findChild(QPushButton, "held").setVisible(cube is not None)
        self._held = [held.get(one.id, 0) for one in self._issuers]
        self._own = [has_own(one, book) for one in self._issuers]
        verified = sum(issuer.verified for issuer in self._issuers)
        self.fill({
            "name": [one.name for one in self._issuers],
            "name_zh": [chinese_name(one) for one in self._issuers],
            "category": [book.category_of(one) for one in self._issuers],
            "lists": [", ".join(book.titles[key] for key in book.lists_of(one.id)) for one in self._issuers],
            "listing": ["listed" if one.listed else "private" for one in self._issuers],
            "region": [book.place_of(one) for one in self._issuers],
            "held": self._held,
            "whose": ["yours" if own else "" for own in self._own],
            "checked": [checked_word(one.verified) for one in self._issuers],
        }, self._note(verified))
        self._words = []
        self._filter()
        wanted, self._wanted = self._wanted, ""
        if wanted:
            self.show_issuer(wanted)

    def facts(self, row: int) -> tuple[str, str, list[Section]]:
        """Everything on file about an issuer."""
        if self._book is None:
            raise LookupError("the facts are not there yet")
        return issuer_facts(self._issuers[row], self._book, self.workspace.cube)

    def compare(self) -> None:
        """Show the chosen issuers side by side."""
        chosen = self._chosen()
        if self._book is not None and 2 <= len(chosen) <= MOST:
            self.comparison = IssuerComparison(
                self.workspace.appearance, chosen, self._book, self.workspace.cube, self)
            self.comparison.open()

    def edit(self, issuer_id: str = "") -> None:
        """Open the editor on what the user says of an issuer; "" = a new one of theirs."""
        lists, reference = self.workspace.lists, self.workspace.reference()
        if lists is None or reference is None:
            self.workspace.tell("This window keeps no files, so nothing can be added.", "warning")
            return
        self.editor = IssuerEditor(self.workspace, reference, lists, issuer_id, self)
        self.editor.finished.connect(self._edited)
        self.editor.open()

    def show_issuer(self, issuer_id: str) -> None:
        """Go to an issuer, clearing search and filters when they hide it."""
        if self._book is None:
            # The facts are still being read.
            self._wanted = issuer_id
            return
        row = next((number for number, one in enumerate(self._issuers) if one.id == issuer_id), -1)
        if row >= 0 and not self.table.choose_row(row):
            self.show_all()
            self.table.choose_row(row)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_all(self) -> None:
        """Take the search and the filters away."""
        for box in self.boxes.values():
            box.setCurrentIndex(0)
        super().show_all()
        self._filter()

    def begin(self, key: str) -> None:
        """Show what is held, or add an issuer."""
        if key == "new":
            self.edit()
            return
        box = self.boxes["held"]
        box.setCurrentIndex(box.findData("held"))
        self._filter()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.model.rowCount():
            self.table.choose_row(self.model.source_row(0))

    def _edited(self) -> None:
        self.editor = None

    def _want_new(self) -> None:
        self.edit()

    def _note(self, verified: int) -> str:
        own = sum(self._own)
        note = f"{counted(len(self._issuers), 'issuer')}, {verified:,} verified, {own:,} with something of yours"
        lists = self.workspace.lists
        if lists is not None and any(self._own):
            aside = load_own_facts(lists).set_aside
            if aside:
                note += f" · {len(aside)} of yours not used: {aside[0]}"
        return note

    def _fill_boxes(self, book: IssuerBook) -> None:
        categories = [("", "All categories"), *(
            (one.code, f"{one.code} {one.name}") for one in book.reference.categories.values())]
        lists = [("", "Any list"), (ANY_LIST, "Named on a list"), (RELATIVES, "A relative is named"),
                 *((key, f"Named on {title}") for key, title in book.titles.items())]
        for key, choices in (("category", categories), ("list", lists)):
            box = self.boxes[key]
            kept = box.currentData()
            box.clear()
            for value, words in choices:
                box.addItem(words, value)
            box.setCurrentIndex(max(0, box.findData(kept)))

    def _words_of(self, issuer: Issuer) -> str:
        lines = (f"{line.ticker} {line.isin} {line.figi}" for line in self._book.lines[issuer.id])
        names = (issuer.name, issuer.name_zh, *issuer.aliases, *issuer.former_names)
        # Names are also found run together, as romanised ones often are.
        return fold(" ".join((*names, issuer.uscc, issuer.lei, *lines, *(name.replace(" ", "") for name in names))))

    def _search(self, text: str) -> None:
        del text
        self._filter()

    def _filter(self) -> None:
        if self._book is None:
            return
        words = fold(self.search.text()).split() if self.search is not None else []
        if words and not self._words:
            # When it is first searched: the page opens sooner without.
            self._words = [self._words_of(one).casefold() for one in self._issuers]
        asked = {key: box.currentData() for key, box in self.boxes.items()}
        rows = [row for row, one in enumerate(self._issuers)
                if all(word.casefold() in self._words[row] for word in words) and self._passes(row, one, asked)]
        self.model.update({}, rows)
        self._stack.setCurrentIndex(0 if rows else 2)
        verified = sum(one.verified for one in self._issuers)
        shown = f"{len(rows):,} of " if len(rows) < len(self._issuers) else ""
        self.card.set_note(shown + self._note(verified))

    def _passes(self, row: int, issuer: Issuer, asked: dict[str, str]) -> bool:
        book = self._book
        category, named = asked["category"], asked["list"]
        return (
            (not category or any(part.code == category or part.code[:1] == category for part in issuer.categories))
            and (not asked["listing"] or issuer.listed == (asked["listing"] == "listed"))
            and (not asked["checked"] or issuer.verified == (asked["checked"] == "verified"))
            and (asked["held"] != "held" or bool(self._held[row]))
            and (asked["held"] != "yours" or self._own[row])
            and (not named or (bool(book.lists_of(issuer.id, exact=named == ANY_LIST)) if named in (ANY_LIST, RELATIVES)
                               else named in book.lists_of(issuer.id)))
        )

    def _chosen(self) -> list[Issuer]:
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        return [self._issuers[self.model.source_row(row)] for row in rows]

    def _follow_selection(self) -> None:
        count = len(self.table.selectionModel().selectedRows())
        self._compare.setEnabled(2 <= count <= MOST)
        self._compare.setText(f"Compare {count}" if 2 <= count <= MOST else "Compare")

    def follow_link(self, link: str) -> None:
        """Also "edit:" with an issuer's id, and "holdings:" to filter by it."""
        kind, _, value = link.partition(":")
        if kind == "edit":
            self.edit(value)
        elif kind == "holdings":
            self.workspace.select(Selection().only("issuer", value))
            self.workspace.page_wanted.emit("holdings")
        else:
            super().follow_link(link)
