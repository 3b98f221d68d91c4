"""Rules and lists: which are on file, which edition answers, how old it is, and what is not on file."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sinolens.qt.base.workspace import Workspace
from sinolens.qt.models.table import TableColumn
from sinolens.qt.pages.facts import Fact, Section, checked, given
from sinolens.qt.pages.page import day
from sinolens.qt.pages.table_page import TablePage

if TYPE_CHECKING:
    from sinolens.domain.definition import DefinitionProfile
    from sinolens.domain.official_list import ListEdition
    from sinolens.domain.rule import Rule
    from sinolens.reference.loader import MissingList

    Row = ListEdition | Rule | MissingList | DefinitionProfile


class RulesPage(TablePage):
    """One row for each edition, rule, definition, and for each list that is named but not on file."""

    title = "Rules and lists"
    needs_analysis = False
    card_title = "On file"
    search_hint = "Find a list or rule…"
    hint = ("rules", "Choose a list or rule", "Its source, citation, dates and what it reaches are shown here.")
    nothing = ("rules", "Loading the facts", "The facts that come with the program are being read.")
    columns = (
        TableColumn("kind", "Kind", 92, fixed=True),
        TableColumn("title", "Title", 200, stretch=True),
        TableColumn("edition", "Edition", 88, fixed=True, meaning="Date that names the edition, or the version"),
        TableColumn("entries", "Entries", 64, right=True),
        TableColumn("age", "Age", 88, right=True, meaning="Days since it was last checked, at the as-of date"),
        TableColumn("answers", "Answers", 74, fixed=True,
                    meaning="Whether it is the edition used for the open analysis"),
        TableColumn("checked", "Checked", 84, fixed=True, spare=True,
                    meaning="Whether it was compared with its source"),
    )

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._rows: list[Row] = []
        workspace.reference_loaded.connect(self.refresh)

    def refresh(self) -> None:
        """The facts are there, or another analysis asks at another date."""
        reference = self.workspace.reference()
        if reference is None:
            return
        analysis = self.workspace.analysis
        used = {(s.list_id, s.edition.edition) for s in analysis.lists if s.edition} if analysis is not None else set()
        lines: list[tuple[Row, tuple[str, ...]]] = []
        for edition in sorted(reference.editions, key=lambda e: (e.list_id, e.edition)):
            age = _age(edition.checked_on, analysis.as_of) if analysis is not None else ""
            state = "withdrawn" if edition.withdrawn else "yes" if (edition.list_id, edition.edition) in used else ""
            lines.append((edition, ("List", edition.title, day(edition.edition), f"{edition.count:,}", age, state,
                                    _checked(edition.verified))))
        lines.extend((missing, ("Not on file", missing.title, "–", "–", "", "unknown", "")) for missing in
                     reference.missing_lists)
        lines.extend((rule, ("Rule", rule.name, "", "", "", "", _checked(rule.verified))) for rule in reference.rules)
        lines.extend((profile, ("Definition", profile.name, profile.version, "", "",
                                "yes" if analysis is not None and analysis.definition.id == profile.id else "",
                                _checked(profile.verified))) for profile in reference.definitions.values())
        self._rows = [row for row, _ in lines]
        texts = [text for _, text in lines]
        self.fill({column.key: [text[place] for text in texts] for place, column in enumerate(self.columns)},
                  f"{len(reference.editions)} list editions, {len(reference.rules)} rules, "
                  f"{len(reference.missing_lists)} lists not on file",
                  [" ".join(text) for text in texts])

    def facts(self, row: int) -> tuple[str, str, list[Section]]:
        """What is on file about a row."""
        from sinolens.domain.definition import DefinitionProfile
        from sinolens.domain.official_list import ListEdition
        from sinolens.domain.rule import Rule

        found = self._rows[row]
        if isinstance(found, ListEdition):
            return found.title, found.publisher, [Section("Edition", _edition(found))]
        if isinstance(found, Rule):
            return found.name, found.authority, _rule(found)
        if isinstance(found, DefinitionProfile):
            return found.name, f"version {found.version}", [Section("Definition", (
                *given(Fact("Counts as China", ", ".join(sorted(str(r) for r in found.regions))),
                       Fact("Looks at", ", ".join(found.basis)), Fact("Reach", found.reach),
                       Fact("Citation", found.citation), Fact("Source", found.source), Fact("Note", found.note)),
                checked(found.verified)))]
        return found.title, "not on file", [Section("What that means", (
            Fact("", "A position can be on this list without the program knowing. Every “none identified” says so."),
            *given(Fact("Note", found.note))))]


def _edition(edition: ListEdition) -> tuple[Fact, ...]:
    return (
        *given(
            Fact("Edition", day(edition.edition)), Fact("Entries", f"{edition.count:,}"),
            Fact("Answers from", day(edition.in_force_from)), Fact("Answers until", day(edition.in_force_to)),
            Fact("Withdrawn", "posted but never in force; it answers for no date" if edition.withdrawn else ""),
            Fact("Last checked", day(edition.checked_on)), Fact("Citation", edition.citation),
            Fact("Source", edition.source), Fact("Complete", "" if edition.complete else "no", "unverified"),
            Fact("Note", edition.note), Fact("SHA-256", edition.sha256[:16]),
        ),
        checked(edition.verified),
    )


def _rule(rule: Rule) -> list[Section]:
    return [
        Section("Rule", (
            *given(
                Fact("Citation", rule.citation), Fact("Lists", ", ".join(rule.list_ids)),
                Fact("Decided by", rule.basis.replace("_", " ")),
                Fact("Reaches", ", ".join(part.replace("_", " ") for part in rule.reaches)),
                Fact("Reaches funds", "yes" if rule.reaches_funds else "no"),
                Fact("Bars holding", "yes" if rule.bars_holding else "no"), Fact("Consequence", rule.consequence),
                Fact("Source", rule.source), Fact("Retrieved", day(rule.retrieved)),
            ),
            checked(rule.verified),
        )),
        Section("In force", tuple(Fact("", _period(p.start, p.end)) for p in rule.in_force)),
        Section("Stayed", (*(Fact("", _period(p.start, p.end)) for p in rule.stayed),
                           *given(Fact("Afterwards", rule.after_stay.replace("_", " "))))),
        Section("Clocks", tuple(Fact(f"{clock.days} days", f"{clock.label}, from {clock.start.replace('_', ' ')}")
                                for clock in rule.clocks)),
        *(Section(f"Exception: {e.label}", (
            Fact("Citation", e.citation), *given(Fact("Evidence", ", ".join(x.replace("_", " ") for x in e.evidence))),
            checked(e.verified))) for e in rule.exceptions),
    ]


def _period(start: str, end: str) -> str:
    return f"{day(start) or 'always'} to {day(end) if end else 'open'}"


def _age(checked_on: str, as_of: str) -> str:
    days = (date.fromisoformat(as_of) - date.fromisoformat(checked_on)).days
    return f"{days:,} days" if days >= 0 else "checked later"


def _checked(verified: bool) -> str:
    return "verified" if verified else "unverified"
