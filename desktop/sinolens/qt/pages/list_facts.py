"""What is on file about an official list: its editions, what it does and does not do, what it names in the holdings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sinolens.domain.counting import counted
from sinolens.domain.day import count_days
from sinolens.domain.money import format_dollars
from sinolens.qt.pages.facts import Fact, Section, checked, given
from sinolens.qt.pages.page import day
from sinolens.reference.lists import OfficialList, age_in_days

if TYPE_CHECKING:
    from sinolens.domain.official_list import ListEdition
    from sinolens.exposure.analysis import Analysis
    from sinolens.reference.loader import MissingList, Reference

STATES = {
    "in_use": "in use", "earlier": "earlier date", "later": "later date", "withdrawn": "withdrawn",
    "missing": "not on file",
}
STALE_DAYS = 90
MOST_HELD = 12


@dataclass(frozen=True, slots=True)
class ListRow:
    """An edition of a list, or a list that has none. `state` as in `STATES`; `age` in days, None without an edition."""

    official: OfficialList | None
    edition: ListEdition | None
    missing: MissingList | None
    state: str
    age: int | None

    @property
    def list_id(self) -> str:
        """Which list it is."""
        named = self.edition or self.missing
        return named.list_id if named is not None else ""

    @property
    def title(self) -> str:
        """As on screen."""
        named = self.edition or self.missing
        return named.short_title if named is not None else ""


def list_rows(reference: Reference, lists: dict[str, OfficialList], as_of: str) -> list[ListRow]:
    """Every edition on file and every list without one, on a day."""
    rows = []
    for edition in reference.editions:
        used = reference.edition_on(edition.list_id, as_of)
        if edition.withdrawn:
            state = "withdrawn"
        elif used is not None and used.edition == edition.edition:
            state = "in_use"
        else:
            state = "later" if edition.in_force_from > as_of else "earlier"
        rows.append(ListRow(lists.get(edition.list_id), edition, None, state, age_in_days(edition, as_of)))
    rows.extend(ListRow(lists.get(one.list_id), None, one, "missing", None) for one in reference.missing_lists)
    return rows


def list_facts(
    row: ListRow, reference: Reference, analysis: Analysis | None
) -> tuple[str, str, list[Section]]:
    """Title, subtitle and facts of a list."""
    official, edition = row.official, row.edition
    about = Section("What it does, and what not", given(
        Fact("", official.note if official else ""), Fact("Source", official.source if official else "")))
    if edition is None:
        missing = row.missing
        return missing.title if missing else "", "No edition is on file", [
            Section("What that means", (
                Fact("", "A position can be on this list without the program knowing. Every “none identified” says so. "
                         "Import the publisher's file to have it checked.", "unverified"),
            )), about]
    others = [one for one in reference.editions if one.list_id == edition.list_id and one.edition != edition.edition]
    return edition.title, edition.publisher, [
        Section("Edition", (
            *given(
                Fact("Edition", day(edition.edition)), Fact("Entries", f"{edition.count:,}"),
                Fact("Answers from", day(edition.in_force_from)),
                Fact("Answers until", f"the day before {day(edition.in_force_to)}" if edition.in_force_to else ""),
                Fact("Withdrawn", "posted but never in force; it answers for no date" if edition.withdrawn else ""),
                Fact("Last checked", f"{day(edition.checked_on)}, {count_days(row.age)} before the date shown"
                     if row.age else day(edition.checked_on), "unverified" if row.age and row.age > STALE_DAYS else ""),
                Fact("Complete", "yes" if edition.complete else "no, see the note",
                     "" if edition.complete else "unverified"),
                Fact("Citation", edition.citation), Fact("Source", edition.source), Fact("Note", edition.note),
                Fact("SHA-256", edition.sha256[:16]),
            ),
            checked(edition.verified),
        )),
        Section("Named in the open holdings", held_on(edition, analysis) if row.state == "in_use" else ()),
        about,
        Section("Other editions on file", tuple(Fact(
            day(one.edition), "withdrawn, never in force" if one.withdrawn else
            f"{counted(one.count, 'entry', 'entries')}, answers from {day(one.in_force_from)}"
            + (f" to the day before {day(one.in_force_to)}" if one.in_force_to else ""),
        ) for one in others)),
    ]


def held_on(edition: ListEdition, analysis: Analysis | None) -> tuple[Fact, ...]:
    """Positions of the open holdings with a trigger of this edition, largest first."""
    if analysis is None:
        return ()
    places = {
        place for place, status in enumerate(analysis.statuses)
        if any(one.list_id == edition.list_id and one.edition == edition.edition for one in status.triggers)
    }
    frame = analysis.positions
    found = sorted(
        ((int(frame["market_value"].iat[row]), row) for row, place in enumerate(frame["status"]) if place in places),
        key=lambda one: -abs(one[0]))
    facts = [
        Fact(format_dollars(value), str(frame["name"].iat[row]), tier=str(frame["tier"].iat[row]),
             link=f"position:{row}")
        for value, row in found[:MOST_HELD]
    ]
    if len(found) > MOST_HELD:
        facts.append(Fact("", f"and {len(found) - MOST_HELD} more"))
    return tuple(facts) or (Fact("", "No position is on it or contains a name that is."),)
