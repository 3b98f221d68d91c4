"""What stays of an entity from one edition of a list to the next: its id, its names, and facts its file leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sinolens.domain.official_list import ListEntry
from sinolens.reference.formats.rows import ListRow, ParsedList, distinct
from sinolens.reference.pairing import find_keys, squeezed


def name_entries(
    parsed: ParsedList, list_id: str, edition: str, before: Sequence[ListEntry]
) -> tuple[ListEntry, ...]:
    """The entries of a file as an edition; an entity that was there before keeps its id.

    Args:
        parsed: what was read.
        list_id: of the list.
        edition: date of the new edition (ISO), "" until it is known.
        before: entries of the edition on file.

    Returns:
        Sorted by id.
    """
    keys = find_keys(parsed.rows, list_id, before)
    by_name = {row.name: key for row, key in zip(reversed(parsed.rows), reversed(keys), strict=True)}
    old = {entry.id: entry for entry in before}
    taken = {squeezed(row.name) for row in parsed.rows}
    entries = []
    for row, key in zip(parsed.rows, keys, strict=True):
        entry_id = f"{list_id}:{key}"
        known = old.get(entry_id)
        entry = ListEntry(
            entry_id, list_id, edition, row.name, _keep_names(row, known, taken),
            f"{list_id}:{by_name[row.parent]}" if row.parent else "", row.country, row.listed_on, row.effective_on,
            row.divest_by, row.citation or (known.citation if known else parsed.format), row.notes, row.footnotes,
            row.identifiers, parsed.from_publisher, row.licence_policy,
        )
        entries.append(_keep_facts(entry, known, parsed.lacks) if known else entry)
    ids = {entry.id for entry in entries}
    return tuple(
        # The parent kept from the earlier edition may be gone by now.
        replace(entry, parent_entry_id="") if entry.parent_entry_id not in ids else entry
        for entry in sorted(entries, key=lambda e: e.id)
    )


def _keep_facts(entry: ListEntry, known: ListEntry, lacks: frozenset[str]) -> ListEntry:
    """The entry with what is on file of it in the fields its file has no place for."""
    kept = {field: getattr(known, field) for field in sorted(lacks)}
    if not entry.licence_policy and "licence_policy" in lacks:
        kept["policy_source"] = known.policy_source
    return replace(entry, **kept)


def _keep_names(row: ListRow, known: ListEntry | None, taken: set[str]) -> tuple[str, ...]:
    """Other names of the row and of the same entity on file.

    A name once on file still means the entity when a file prints fewer of them; a name that is another row's own is
    left to that row.
    """
    earlier = [name for name in (known.name, *known.aliases) if squeezed(name) not in taken] if known else []
    return distinct(row.name, [*row.aliases, *earlier])
