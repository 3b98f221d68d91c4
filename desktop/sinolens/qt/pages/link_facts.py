"""Every list entry that touches an issuer on file: relation, evidence, how its licences are reviewed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sinolens.domain.money import format_dollars
from sinolens.qt.pages.facts import Fact, Section, checked, given
from sinolens.qt.pages.issuer_facts import YOURS
from sinolens.qt.pages.page import day
from sinolens.qt.pages.words import RELATION_WORDS

if TYPE_CHECKING:
    from sinolens.domain.official_list import EntityLink, ListEntry
    from sinolens.exposure.cube import Cube
    from sinolens.reference.loader import Reference


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link, its entry in the edition in force on the day (None: not named in it), and words for the screen."""

    link: EntityLink
    entry: ListEntry | None
    list_title: str
    entry_name: str
    issuer_name: str
    held: int


def link_rows(reference: Reference, as_of: str, cube: Cube | None) -> list[LinkRow]:
    """Every link on file, by list and entry; `held` is the full value of the issuer in the open holdings, cents."""
    titles = {edition.list_id: edition.short_title for edition in reference.editions}
    current = {entry.id: entry for list_id in titles for entry in reference.entries_on(list_id, as_of)}
    names = {entry.id: entry.name for entries in reference.entries.values() for entry in entries}
    held = cube.by("issuer") if cube is not None else {}
    return [
        LinkRow(
            link, current.get(link.entry_id), titles.get(link.entry_id.split(":")[0], ""),
            names.get(link.entry_id, link.entry_id), reference.issuers[link.issuer_id].name,
            held.get(link.issuer_id, 0),
        )
        for link in sorted(reference.links, key=lambda one: (one.entry_id, one.issuer_id))
        if link.issuer_id in reference.issuers
    ]


def link_facts(row: LinkRow, as_of: str) -> tuple[str, str, list[Section]]:
    """Title, subtitle and facts of a link."""
    link, entry = row.link, row.entry
    relation = RELATION_WORDS[str(link.relation)]
    policy = ""
    if entry is not None and entry.licence_policy:
        stated = f"stated by {entry.policy_source}" if entry.policy_source else "as the edition prints it"
        policy = f"{entry.licence_policy}; {stated}"
    return row.entry_name, f"{row.list_title}: {relation}", [
        Section("Entry", given(
            Fact("In force", f"edition of {day(entry.edition)}" if entry else f"not named in the edition in force on "
                 f"{day(as_of)}", "" if entry else "unverified"),
            Fact("Also printed as", ", ".join(entry.aliases) if entry else ""),
            Fact("Listed on", day(entry.listed_on) if entry and entry.listed_on else "not on file"),
            Fact("Effective on", day(entry.effective_on) if entry and entry.effective_on else ""),
            Fact("Divest by", day(entry.divest_by) if entry and entry.divest_by else ""),
            Fact("Footnotes", ", ".join(entry.footnotes) if entry else ""),
            Fact("Licences", policy),
            Fact("Citation", entry.citation if entry else ""), Fact("Note", entry.notes if entry else ""),
        )),
        Section("Issuer", given(
            Fact("Issuer", row.issuer_name), Fact("Relation", relation),
            Fact("Share", f"{link.share:g}%" if link.share else ""),
            Fact("Held", format_dollars(row.held) if row.held else "", link=f"holdings:{link.issuer_id}"),
        )),
        Section("How it is known", (
            *given(
                Fact("Evidence", link.evidence), Fact("Source", link.source), Fact("As of", day(link.as_of)),
                Fact("Whose", YOURS if link.own else ""),
            ),
            checked(link.verified),
        )),
    ]
