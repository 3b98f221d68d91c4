"""A decision about a name: who made it, when and why, and what the entity is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinolens.qt.models.review import VERDICTS
from sinolens.qt.pages.facts import Fact, Section, given
from sinolens.qt.pages.page import day

if TYPE_CHECKING:
    from sinolens.matching.decisions import Decision
    from sinolens.services.entity_directory import EntityDirectory


def decision_sections(one: Decision, directory: EntityDirectory) -> list[Section]:
    """The decision, then its entity as far as it is still on file."""
    sections = [Section("Decision", given(
        Fact("Verdict", f"{VERDICTS[one.verdict]} {directory.name_of(one.entity)}".rstrip(), "strong"),
        Fact("Who", one.who), Fact("When", f"{day(one.when[:10])} {one.when[11:16]}".rstrip()),
        Fact("Why", one.why or "no reason given"),
    ))]
    if one.entity in directory:
        card = directory.describe(one.entity)
        sections.append(Section("Entity", given(
            Fact("Name", card.name), Fact("Kind", card.kind), Fact("Country", ", ".join(card.countries)),
            Fact("Identifiers", ", ".join(card.identifiers)),
            Fact("List entries", "\n".join(card.lists) or "on no list on file"), Fact("Id", card.entity_id),
        )))
    return sections
