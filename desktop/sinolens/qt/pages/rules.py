"""Rules and lists: what is on file, which edition answers, how old it is, what is missing; newer editions by file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from sinolens.domain.counting import counted
from sinolens.domain.day import count_days
from sinolens.domain.official_list import Relation
from sinolens.exposure.selection import Selection
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.models.positions import dollars
from sinolens.qt.models.table import TableColumn, dashed
from sinolens.qt.pages.facts import Fact, Section
from sinolens.qt.pages.link_facts import LinkRow, link_facts, link_rows
from sinolens.qt.pages.list_facts import STATES, ListRow, list_facts, list_rows
from sinolens.qt.pages.list_import import ListImport
from sinolens.qt.pages.list_withdrawal import PutBackEdition, WithdrawEdition
from sinolens.qt.pages.page import button, day
from sinolens.qt.pages.rule_facts import STATE_WORDS, credit_facts, definition_facts, rule_facts, scenario_facts
from sinolens.qt.pages.shelves import Shelf, ShelfPage, ShelfRow
from sinolens.qt.pages.words import REGION_WORDS, checked_word, spoken
from sinolens.reference.credits import load_credits
from sinolens.reference.links import load_gaps
from sinolens.reference.lists import load_lists
from sinolens.reference.loader import resources
from sinolens.services.errors import Refused
from sinolens.services.list_withdrawal import imported_editions, withdrawn_editions

if TYPE_CHECKING:
    from sinolens.reference.links import Gap
    from sinolens.reference.loader import Reference
    from sinolens.services.list_withdrawal import ImportedEdition

FILES = "Publishers' files (*.csv *.xml *.txt *.htm *.html *.json);;All files (*)"
_CHECKED = TableColumn("checked", "Checked", 84, fixed=True, spare=True,
                       meaning="Whether it was compared with its primary source")


class RulesPage(ShelfPage):
    """Lists, rules, definitions, scenarios, gaps and sources; publishers' files may be dropped on it.

    Attributes:
        importing: the import under way, None without one.
        withdrawing, putting_back: the dialog that withdraws an imported edition or puts one back, None without one.
    """

    title = "Rules and lists"
    hint = ("rules", "Choose a row", "Its source, citation, dates and what it reaches are shown here.")
    search_hint = "Find a list or rule…"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, (
            Shelf("lists", "Lists", (
                TableColumn("title", "List", 150, stretch=True),
                TableColumn("edition", "Edition", 88, fixed=True, text=lambda iso: day(iso) if iso else "–",
                            meaning="Date that names the edition"),
                TableColumn("state", "Answers", 92, fixed=True, meaning="Whether it answers on the as-of date"),
                TableColumn("entries", "Entries", 64, right=True, text=dashed("{:,}".format)),
                TableColumn("complete", "Complete", 72, fixed=True, spare=True,
                            meaning="Whether all entries of the publisher are on file"),
                TableColumn("age", "Age", 76, right=True, text=dashed(count_days),
                            meaning="Days from the last comparison with the source to the as-of date"),
                _CHECKED,
            ), "title", self._list_rows, self._list_facts, self._lists_note),
            Shelf("rules", "Rules", (
                TableColumn("name", "Rule", 280, stretch=True),
                TableColumn("state", "On the date", 92, fixed=True, meaning="In force, stayed or unknown, as of"),
                TableColumn("code", "Code", 52, fixed=True, meaning="The first tier code it gives"),
                TableColumn("holding", "Holding", 84, fixed=True, meaning="Whether holding itself is barred"),
                TableColumn("authority", "Authority", 180, spare=True),
                _CHECKED,
            ), "name", self._rule_rows, self._rule_facts, lambda rows: counted(len(rows), "rule")),
            Shelf("definitions", "Definitions", (
                TableColumn("name", "Definition", 220, stretch=True),
                TableColumn("regions", "Counts as China", 150),
                TableColumn("reach", "Reach", 96, spare=True),
                TableColumn("used", "In use", 56, fixed=True),
                _CHECKED,
            ), "name", self._definition_rows, definition_facts, lambda rows: counted(len(rows), "definition")),
            Shelf("scenarios", "Scenarios", (
                TableColumn("id", "Id", 64, fixed=True, text=lambda parts: f"{parts[0]}-{parts[1]}"),
                TableColumn("name", "Scenario", 220, stretch=True),
                TableColumn("status", "Stands as", 92, fixed=True),
                TableColumn("as_of", "As of", 88, fixed=True, spare=True, text=day),
                _CHECKED,
            ), "id", self._scenario_rows, self._scenario_facts,
                lambda rows: f"{counted(len(rows), 'scenario')}; none ever changes a tier"),
            Shelf("links", "Entries", (
                TableColumn("entry", "List entry", 200, stretch=True),
                TableColumn("list", "List", 116, fixed=True),
                TableColumn("issuer", "Issuer", 150),
                TableColumn("relation", "Relation", 80, fixed=True, meaning="What the entry is to the issuer"),
                TableColumn("held", "Held", 108, fixed=True, right=True, text=dashed(dollars),
                            meaning="Full value of the issuer in the open holdings"),
                TableColumn("policy", "Licences", 150, spare=True, meaning="How the publisher reviews licences"),
                _CHECKED,
            ), "entry", self._link_rows, self._link_facts, self._links_note),
            Shelf("gaps", "Gaps", (
                TableColumn("name", "List entry without an issuer", 220, stretch=True),
                TableColumn("list", "List", 100),
                TableColumn("reason", "Why", 190),
            ), "name", self._gap_rows, self._gap_facts, _gaps_note),
            Shelf("sources", "Sources", (
                TableColumn("material", "Material", 190, stretch=True),
                TableColumn("licence", "Licence", 120),
                TableColumn("credit", "Credit", 120, spare=True),
                TableColumn("retrieved", "Retrieved", 92, fixed=True, text=day),
            ), "material", self._credit_rows, credit_facts, lambda rows: counted(len(rows), "source")),
        ), parent)
        self._lists = load_lists(resources())
        self._wanted = ""
        self.importing: ListImport | None = None
        self.withdrawing: WithdrawEdition | None = None
        self.putting_back: PutBackEdition | None = None
        self._imports: dict[tuple[str, str], ImportedEdition] = {}
        self.withdraw_button = button("Withdraw…")
        self.withdraw_button.clicked.connect(self.withdraw_edition)
        self.tools.addWidget(self.withdraw_button)
        self._import = button("Import a list…", primary=True, tip="Read a newer edition from the publisher's own file")
        self._import.clicked.connect(self.choose_files)
        self.tools.addWidget(self._import)
        self.setAcceptDrops(True)
        self.detail.linked.connect(self._follow_link)
        self._follow_choice()

    def choose_files(self) -> None:
        """Ask for the publisher's files."""
        names, _ = QFileDialog.getOpenFileNames(
            self, "A list as its publisher offers it", self.workspace.settings.get("folder") or str(Path.home()), FILES)
        if names:
            self.workspace.settings.put("folder", str(Path(names[0]).parent))
            self.import_files([Path(name) for name in names])

    def import_files(self, paths: list[Path]) -> None:
        """Read a list from files and show what would change; nothing is kept before it is accepted."""
        if self.workspace.lists is None:
            self.workspace.tell("This window keeps no files, so no list can be imported.", "warning")
            return
        if self.importing is not None:
            self.importing.close()
        chosen = self._chosen_list()
        self.importing = ListImport(self.workspace, paths, chosen, self)
        self.importing.finished.connect(self._imported)
        self.importing.open()

    def withdraw_edition(self) -> None:
        """Offer to withdraw the imported edition the user is on, else the one imported last."""
        if self.workspace.reference() is not None:
            self._imports = self._read_imports()
        if not self._imports:
            self.workspace.tell("No list edition was imported on this computer, so none can be withdrawn.")
            return
        if self.withdrawing is not None:
            self.withdrawing.close()
        self.withdrawing = WithdrawEdition(self.workspace, self._imports.values(), self._chosen_edition(), self)
        self.withdrawing.finished.connect(self._withdrawn)
        self.withdrawing.open()

    def put_back_edition(self) -> None:
        """Offer to put an edition back that was withdrawn on this computer."""
        facts = self.workspace.reference()
        if facts is None:
            self.workspace.tell("The lists are still being read.")
            return
        try:
            found = withdrawn_editions(self.workspace.lists, facts)
        except Refused as error:
            self.workspace.refuse(error)
            return
        if not found:
            self.workspace.tell("No list edition was withdrawn on this computer that is not in use again.")
            return
        if self.putting_back is not None:
            self.putting_back.close()
        self.putting_back = PutBackEdition(self.workspace, found, self)
        self.putting_back.finished.connect(self._have_put_back)
        self.putting_back.open()

    def show_shelf(self, key: str) -> None:
        """Show one of the tables; only an edition can be withdrawn."""
        super().show_shelf(key)
        self._follow_choice()

    def refresh(self) -> None:
        """The facts are there, or another analysis asks at another date; a list that was asked for is gone to."""
        super().refresh()
        wanted, self._wanted = self._wanted, ""
        if wanted:
            self.show_list(wanted)

    def show_list(self, name: str) -> None:
        """Go to a list by its id or short title: to the edition that answers, else to its newest, else to its gap."""
        if "lists" not in self.rows:
            # The facts are still being read.
            self._wanted = name
            return
        self.show_shelf("lists")
        found = [(row, shown.subject) for row, shown in enumerate(self.rows["lists"])
                 if name in (shown.subject.list_id, shown.subject.title)]
        if found:
            row, _ = max(found, key=lambda pair: (
                pair[1].state == "in_use", pair[1].edition.edition if pair[1].edition is not None else ""))
            if not self.table.choose_row(row):
                self.show_all()
                self.table.choose_row(row)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are taken for lists here, not for holdings."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the files dropped."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.import_files(paths)

    @property
    def as_of(self) -> str:
        """The day everything is shown for: that of the open holdings, else today."""
        analysis = self.workspace.analysis
        return analysis.as_of if analysis is not None else date.today().isoformat()  # noqa: DTZ011 - the user's day

    def _imported(self) -> None:
        self.importing = None

    def _withdrawn(self) -> None:
        self.withdrawing = None

    def _have_put_back(self) -> None:
        self.putting_back = None

    def _read_imports(self) -> dict[tuple[str, str], ImportedEdition]:
        try:
            return imported_editions(self.workspace.lists, self._reference)
        except Refused as error:
            self.workspace.refuse(error)
            return {}

    def _show(self, source: int) -> None:
        super()._show(source)
        self._follow_choice()

    def _follow_choice(self) -> None:
        chosen = self._chosen_edition() in self._imports
        self.withdraw_button.setEnabled(chosen)
        self.withdraw_button.setToolTip(
            "Take this edition out again; what would move is shown first" if chosen else
            "Choose an edition you imported; those that come with the program cannot be withdrawn")

    def _chosen_edition(self) -> tuple[str, str] | None:
        """List and date of the edition the user is on."""
        if self.shelf.key != "lists":
            return None
        current = self.table.currentIndex()
        place = self.models["lists"].source_row(current.row()) if current.isValid() else -1
        rows = self.rows.get("lists", ())
        if not 0 <= place < len(rows):
            return None
        edition = rows[place].subject.edition
        return (edition.list_id, edition.edition) if edition is not None else None

    def _chosen_list(self) -> str:
        """The list the user is on: what a file is that does not say it itself."""
        if self.shelf.key != "lists":
            return ""
        current = self.table.currentIndex()
        if not current.isValid():
            return ""
        row: ListRow = self.rows["lists"][self.models["lists"].source_row(current.row())].subject
        return row.official.list_id if row.official else ""

    @property
    def _reference(self) -> Reference:
        reference = self.workspace.reference()
        if reference is None:
            raise LookupError("the facts are not there yet")
        return reference

    def _list_rows(self) -> list[ShelfRow]:
        rows = []
        self._imports = self._read_imports()
        for row in list_rows(self._reference, self._lists, self.as_of):
            edition = row.edition
            rows.append(ShelfRow(row, (
                row.title, edition.edition if edition else "", STATES[row.state],
                edition.count if edition and not edition.withdrawn else None,
                "" if edition is None or edition.withdrawn else "yes" if edition.complete else "no",
                row.age if edition and not edition.withdrawn else None,
                checked_word(edition.verified) if edition else "",
            ), f"{edition.title} {edition.publisher} {edition.citation}" if edition else row.missing.title))
        return rows

    def _list_facts(self, row: ListRow) -> tuple[str, str, list[Section]]:
        title, subtitle, sections = list_facts(row, self._reference, self.workspace.analysis)
        if row.edition is not None and (row.edition.list_id, row.edition.edition) in self._imports:
            sections.insert(0, Section("Imported", (Fact(
                "", "You imported this edition. It answers in every project here until you withdraw it."),)))
        return title, subtitle, sections

    def _lists_note(self, rows: Sequence[ShelfRow]) -> str:
        states = [row.subject.state for row in rows]
        used = states.count("in_use")
        stale = sum(row.subject.state == "in_use" and (row.subject.age or 0) > 90 for row in rows)
        parts = [f"{counted(used, 'list answers', 'lists answer')} on {day(self.as_of)}",
                 f"{states.count('missing')} not on file"]
        if stale:
            parts.append(f"{stale} older than 90 days")
        return " · ".join(parts)

    def _rule_rows(self) -> list[ShelfRow]:
        return [ShelfRow(rule, (
            rule.name, STATE_WORDS[rule.state_on(self.as_of)], rule.code,
            "barred" if rule.bars_holding else "not barred", rule.authority, checked_word(rule.verified),
        ), f"{rule.citation} {rule.consequence} {' '.join(rule.list_ids)}") for rule in self._reference.rules]

    def _rule_facts(self, rule: object) -> tuple[str, str, list[Section]]:
        return rule_facts(rule, self._reference, self.as_of)

    def _definition_rows(self) -> list[ShelfRow]:
        analysis = self.workspace.analysis
        used = analysis.definition.id if analysis is not None else ""
        return [ShelfRow(one, (
            one.name, ", ".join(words for key, words in REGION_WORDS.items() if key in {str(r) for r in one.regions}),
            spoken(one.reach), "yes" if one.id == used else "", checked_word(one.verified),
        ), f"{one.citation} {one.note}") for one in self._reference.definitions.values()]

    def _scenario_rows(self) -> list[ShelfRow]:
        return [ShelfRow(one, (
            (one.id.split("-")[0], int(one.id.split("-")[1])), one.name, spoken(one.status), one.as_of,
            checked_word(one.verified),
        ), f"{one.id} {one.summary} {one.citation}") for one in self._reference.scenarios.values()]

    def _scenario_facts(self, scenario: object) -> tuple[str, str, list[Section]]:
        return scenario_facts(scenario, self._reference)

    def _link_rows(self) -> list[ShelfRow]:
        return [ShelfRow(row, (
            row.entry_name, row.list_title, row.issuer_name, spoken(str(row.link.relation)), row.held or None,
            row.entry.licence_policy if row.entry else "", checked_word(row.link.verified),
        ), f"{row.link.entry_id} {row.link.evidence} {row.link.source}") for row in link_rows(
            self._reference, self.as_of, self.workspace.cube)]

    def _link_facts(self, row: LinkRow) -> tuple[str, str, list[Section]]:
        return link_facts(row, self.as_of)

    def _links_note(self, rows: Sequence[ShelfRow]) -> str:
        exact = sum(row.subject.link.relation is Relation.EXACT for row in rows)
        held = sum(bool(row.subject.held) for row in rows)
        touching = counted(len(rows), "entry touches", "entries touch")
        return f"{touching} an issuer · {counted(exact, 'is', 'are')} the issuer itself" + (
            f" · {held:,} of issuers held" if held else "")

    def _gap_rows(self) -> list[ShelfRow]:
        titles = {edition.list_id: edition.short_title for edition in self._reference.editions}
        return [ShelfRow(gap, (gap.name, titles.get(gap.entry_id.split(":")[0], ""), gap.reason))
                for gap in load_gaps(resources())]

    def _gap_facts(self, gap: Gap) -> tuple[str, str, list[Section]]:
        return gap.name, "On a list, and no issuer is on file for it", [Section("Gap", (
            Fact("Why", gap.reason), Fact("As of", day(gap.as_of)), Fact("Entry", gap.entry_id),
            Fact("", "A position of this name is still found by the entry's own names and identifiers.")))]

    def _credit_rows(self) -> list[ShelfRow]:
        return [ShelfRow(one, (one.material, one.licence, one.credit, one.retrieved), f"{one.source} {one.address}")
                for one in load_credits(resources())]

    def _follow_link(self, link: str) -> None:
        kind, _, value = link.partition(":")
        if kind == "holdings":
            self.workspace.select(Selection().only("issuer", value))
            self.workspace.page_wanted.emit("holdings")
        elif kind == "position":
            self.workspace.page_wanted.emit("holdings")
            self.workspace.position_wanted.emit(int(value))


def _gaps_note(rows: Sequence[ShelfRow]) -> str:
    return f"{counted(len(rows), 'entry', 'entries')} no issuer is on file for"
