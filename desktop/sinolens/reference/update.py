"""Updates of the official lists from a publisher's file: what it would change against the edition on file.

Nothing here writes, and nothing is accepted: that is `reference.acceptance`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sinolens.domain.finding import Finding, Severity
from sinolens.domain.official_list import ListEdition, ListEntry
from sinolens.reference.continuity import name_entries
from sinolens.reference.formats.reading import read_files
from sinolens.reference.formats.rows import ParsedList, load_vocabulary
from sinolens.reference.lists import OfficialList, load_lists
from sinolens.reference.loader import Reference, resources
from sinolens.reference.pack import iso_date
from sinolens.reference.pairing import squeezed

# Below this part of the current count a file is taken for broken or cut until someone confirms it.
COLLAPSE_SHARE = 0.8
# Notes are put together differently from each format, so they are compared only within one format.
COMPARED = (
    "name", "aliases", "parent_entry_id", "country", "listed_on", "effective_on", "divest_by", "footnotes",
    "identifiers", "licence_policy",
)

FIELD_WORDS = {
    "parent_entry_id": "parent", "country": "country", "listed_on": "listing date", "effective_on": "effective date",
    "divest_by": "divestment date", "identifiers": "identifiers", "footnotes": "footnotes",
    "licence_policy": "licence policy",
}


class UpdateRefusedError(Exception):
    """An update cannot be accepted as it is; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class EntryChange:
    """One entity that stands in both editions; `fields` names what differs."""

    before: ListEntry
    after: ListEntry
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListUpdate:
    """A file of a list against the edition on file.

    Attributes:
        official: the list.
        current: the latest edition on file that was in force, None when there is none.
        edition: date of the new edition (ISO), "" until it is known.
        entries: of the new edition; an entity that was there before keeps its id.
        added, removed, changed: against `current`; sorted by name.
        collapsed: the count fell below four fifths of the current one.
        parsed: what was read: format, files, rows left out, findings.
    """

    official: OfficialList
    current: ListEdition | None
    edition: str
    entries: tuple[ListEntry, ...]
    added: tuple[ListEntry, ...]
    removed: tuple[ListEntry, ...]
    changed: tuple[EntryChange, ...]
    collapsed: bool
    parsed: ParsedList

    @property
    def is_unchanged(self) -> bool:
        """The same entities with the same facts: accepting it only makes the list younger."""
        return self.current is not None and not (self.added or self.removed or self.changed)


def read_updates(
    paths: Sequence[Path], reference: Reference, list_id: str = "", edition: str = ""
) -> tuple[ListUpdate, ...]:
    """Read files and compare each list in them with the edition on file.

    Args:
        paths: one file, or a file of names with the files that belong beside it.
        reference: the facts in use, imported editions included.
        list_id: which list the files are, where they do not say.
        edition: date of the edition (ISO); "" takes the file's own date, if it has one.

    Raises:
        ListFileError: a file cannot be read as a list.
        UpdateRefusedError: `edition` is no date.
    """
    try:
        iso_date(edition)
    except ValueError as error:
        raise UpdateRefusedError(f"The date of the edition: {error}.") from error
    lists = load_lists(resources())
    words = load_vocabulary(resources())
    return tuple(
        compare(parsed, lists[parsed.list_id], reference, edition or parsed.published)
        for parsed in read_files(paths, lists, words, list_id)
    )


def compare(parsed: ParsedList, official: OfficialList, reference: Reference, edition: str) -> ListUpdate:
    """Compare what was read with the latest edition on file."""
    in_force = [e for e in reference.editions if e.list_id == official.list_id and not e.withdrawn]
    current = max(in_force, key=lambda e: (e.in_force_from, e.edition), default=None)
    before = reference.entries[(official.list_id, current.edition)] if current else ()
    entries = name_entries(parsed, official.list_id, edition, before)
    old, new = {e.id: e for e in before}, {e.id: e for e in entries}
    compared = (*COMPARED, "notes") if current and current.citation.startswith(parsed.format) else COMPARED
    changed = []
    for key in old.keys() & new.keys():
        fields = tuple(
            field for field in compared if field not in parsed.lacks and _differs(old[key], new[key], field)
        )
        if fields:
            changed.append(EntryChange(old[key], new[key], fields))
    return ListUpdate(
        official, current, edition, entries,
        tuple(sorted((new[key] for key in new.keys() - old.keys()), key=lambda e: e.name)),
        tuple(sorted((old[key] for key in old.keys() - new.keys()), key=lambda e: e.name)),
        tuple(sorted(changed, key=lambda change: change.after.name)),
        len(entries) < COLLAPSE_SHARE * len(before),
        replace(parsed, findings=(
            *parsed.findings, *_doubtful(parsed, current, edition), *_kept(parsed, old.keys() & new))),
    )


def _doubtful(parsed: ParsedList, current: ListEdition | None, edition: str) -> list[Finding]:
    if current and edition and edition < current.edition:
        return [Finding(
            "list-edition-older", Severity.WARNING,
            f"The edition of {edition} is older than the one on file ({current.edition}); it answers only for its own "
            "dates.", parsed.files[0],
        )]
    return []


def _kept(parsed: ParsedList, stay: Collection[str]) -> list[Finding]:
    words = [word for field, word in FIELD_WORDS.items() if field in parsed.lacks]
    if parsed.from_publisher or not stay or not words:
        return []
    return [Finding(
        "list-columns-kept", Severity.INFO,
        f"The table has no column for {', '.join(words)}. What is on file of them stays for names that stay; new names "
        "have none.", parsed.files[0],
    )]


def _differs(before: ListEntry, after: ListEntry, field: str) -> bool:
    # Several addresses leave the country open; that takes nothing back.
    if field == "country" and not after.country:
        return False
    # A policy that is not known on one side is not one that changed.
    if field == "licence_policy" and not (before.licence_policy and after.licence_policy):
        return False
    return _comparable(before, field) != _comparable(after, field)


def _comparable(entry: ListEntry, field: str) -> object:
    """A value in which order and case do not count."""
    value = getattr(entry, field)
    if field == "licence_policy":
        return squeezed(value)
    if field in ("aliases", "footnotes"):
        return {squeezed(part) for part in value}
    return set(value) if isinstance(value, tuple) else value
