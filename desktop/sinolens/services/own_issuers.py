"""Use case: issuers, names, lines, weights and links of the user's own as records of a project.

What an institution says of an issuer may say what it holds. In an open project it is kept in the project's encrypted
file, is undone and logged like every step, and goes into every frozen period. What was said while no project was open
stands in this computer's tables; a new project begins with it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sinolens.domain.official_list import EntityLink
from sinolens.reference.loader import Reference
from sinolens.services.fact_source import Facts, FactSource
from sinolens.services.lists import load_editions
from sinolens.services.universe import OwnEntry, join_links, load_entries, place_entry, save_entries
from sinolens.storage.changes import Change, Command
from sinolens.storage.paths import universe_beside
from sinolens.storage.project import Project

TABLE = "own_issuer"
_PARTS = ("names", "lines", "categories", "links")


def read_own(project: Project) -> tuple[OwnEntry, ...]:
    """What a project says of issuers, in the order it was said."""
    return tuple(_entry(json.loads(row["body"])) for row in project.rows(TABLE).values())


def entries_of(source: Facts) -> dict[str, OwnEntry]:
    """Everything the user says, by issuer: of the open project, or of this computer.

    Raises:
        sinolens.services.errors.Refused: this computer's tables are damaged.
    """
    if isinstance(source, FactSource) and source.own is not None:
        return {entry.issuer_id: entry for entry in source.own}
    folder = source.folder if isinstance(source, FactSource) else source
    return load_entries(universe_beside(folder)) if folder is not None else {}


def keep_own(project: Project, reference: Reference, entry: OwnEntry) -> Command:
    """Keep what the user says of one issuer, in place of what the project said before; an empty entry takes it away.

    Args:
        project: the project.
        reference: the facts without anything of the user's own.
        entry: what is said.

    Raises:
        sinolens.services.errors.Refused: a fault or a contradiction to the program's facts, as one sentence.
    """
    place_entry({one.issuer_id: one for one in read_own(project)}, reference, entry)
    name = _name(entry, reference)
    verb = "Take away" if entry.is_empty else "Keep"
    return Command("own-issuer", f"{verb} what is yours of {name}", (_change(project, entry),), subject=name)


def link_changes(project: Project, links: Iterable[EntityLink]) -> tuple[Change, ...]:
    """The changes that keep the user's judgements on list entries beside what the project says already."""
    kept = {one.issuer_id: one for one in read_own(project)}
    return tuple(_change(project, entry) for entry in join_links(kept, links))


def take_computers(project: Project, folder: Path | None) -> Command | None:
    """Put what stands in this computer's tables into a project that says nothing of these issuers yet; None if nothing.

    Raises:
        sinolens.services.errors.Refused: this computer's tables are damaged, or contradict the project's.
    """
    if folder is None:
        return None
    kept = {one.issuer_id: one for one in read_own(project)}
    fresh = [entry for key, entry in load_entries(universe_beside(folder)).items() if key not in kept]
    if not fresh:
        return None
    reference = load_editions(folder)
    for entry in fresh:
        kept = place_entry(kept, reference, entry)
    count = len(fresh)
    return Command(
        "take-own-issuers", f"Take in {count} issuer{'s' if count > 1 else ''} of this computer",
        tuple(_change(project, entry) for entry in fresh), subject="; ".join(_name(e, reference) for e in fresh[:5]))


def give_to_computer(project: Project, folder: Path) -> int:
    """Put what a project says of issuers into this computer's tables, for other projects; returns how many.

    The tables are not encrypted. What they said of the same issuers before is replaced.

    Raises:
        sinolens.services.errors.Refused: the two contradict each other, or the tables cannot be written.
    """
    place, own, reference = universe_beside(folder), read_own(project), load_editions(folder)
    kept = load_entries(place)
    for entry in own:
        kept = place_entry(kept, reference, entry)
    if own:
        save_entries(place, kept.values())
    return len(own)


def _change(project: Project, entry: OwnEntry) -> Change:
    body = None if entry.is_empty else {"body": json.dumps(asdict(entry), ensure_ascii=False, sort_keys=True)}
    return Change(TABLE, entry.issuer_id, project.row(TABLE, entry.issuer_id), body)


def _entry(body: Mapping[str, Any]) -> OwnEntry:
    parts: dict[str, Any] = {part: tuple(body[part]) for part in _PARTS}
    return OwnEntry(body["issuer_id"], body["record"], **parts)


def _name(entry: OwnEntry, reference: Reference) -> str:
    if entry.record is not None:
        return entry.record["name"]
    issuer = reference.issuers.get(entry.issuer_id)
    return issuer.name if issuer is not None else entry.issuer_id
