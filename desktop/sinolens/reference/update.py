"""Updates of the official lists from a publisher's file: what it would change, and the files that keep it.

Nothing here writes. `read_updates` reads and compares; `preview` gives the facts as they would be, so that the effect
on a portfolio can be shown before anyone accepts; `render` gives the files of the user's folder of imported editions,
which `load_reference` lays over the bundled ones. The old edition stays on file and answers for its own dates.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sinolens.domain.finding import Finding, Severity
from sinolens.domain.official_list import ListEdition, ListEntry
from sinolens.reference.formats.reading import read_files
from sinolens.reference.formats.rows import ListRow, ParsedList, distinct, load_vocabulary
from sinolens.reference.lists import (
    EDITION_FIELDS,
    ENTRY_FIELDS,
    OfficialList,
    end_editions,
    format_identifier,
    load_lists,
)
from sinolens.reference.loader import Reference, resources
from sinolens.reference.pack import PackError, iso_date, parse_table
from sinolens.reference.pairing import find_keys, squeezed

# Below this part of the current count a file is taken for broken or cut until someone confirms it.
COLLAPSE_SHARE = 0.8
ID_DIGITS = 8
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
    entries = _name_entries(parsed, official.list_id, edition, before)
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


def preview(reference: Reference, update: ListUpdate, checked_on: str) -> Reference:
    """The facts as they would be with the update accepted: for the effect on a portfolio, before it is."""
    _check_acceptable(update, confirmed=True)
    new = _edition(update, checked_on, count=len(update.entries), sha256="")
    kept = [e for e in reference.editions if (e.list_id, e.edition) != (new.list_id, new.edition)]
    return replace(
        reference,
        # Two files of one list are two sets of facts; what is kept by this id must never answer for the other.
        id=f"{reference.id}+{new.list_id}:{new.edition}:{_hash_entries(update)[:ID_DIGITS]}",
        editions=end_editions([_reopened(e, reference.editions) for e in kept] + [new]),
        entries={**reference.entries, (new.list_id, new.edition): update.entries},
        missing_lists=tuple(one for one in reference.missing_lists if one.list_id != new.list_id),
    )


def render(update: ListUpdate, checked_on: str, editions_text: str = "", *, confirmed: bool = False) -> dict[str, str]:
    """The files that keep an accepted update in the user's folder.

    Args:
        update: what to keep.
        checked_on: the day the file was fetched from the publisher (ISO); ages run from it.
        editions_text: `editions.csv` of the folder as it is, "" when there is none.
        confirmed: someone has said that a collapsed count is right.

    Returns:
        File name to text: `editions.csv` and the table of entries. Write the table first.

    Raises:
        UpdateRefusedError: no date of the edition, a collapsed count not confirmed, or a damaged `editions.csv`.
    """
    _check_acceptable(update, confirmed)
    entries_text = _table(ENTRY_FIELDS, [_entry_cells(entry) for entry in update.entries])
    name = entries_file(update)
    new = _edition(update, checked_on, len(update.entries), hashlib.sha256(entries_text.encode()).hexdigest())
    cells = _edition_cells(new, name)
    rows = []
    if editions_text:
        try:
            parse_table(editions_text, "editions.csv", EDITION_FIELDS)
        except PackError as error:
            raise UpdateRefusedError(f"The folder of imported editions is damaged: {error}.") from error
        rows = [dict(row) for row in csv.DictReader(io.StringIO(editions_text, newline=""))]
    rows = [row for row in rows if (row["list_id"], row["edition"]) != (new.list_id, new.edition)]
    rows = sorted([*rows, cells], key=lambda row: (row["list_id"], row["edition"]))
    return {name: entries_text, "editions.csv": _table(EDITION_FIELDS, rows)}


def entries_file(update: ListUpdate) -> str:
    """Name of the table of entries in the user's folder."""
    return f"{update.official.list_id}-{update.edition}.csv"


def _hash_entries(update: ListUpdate) -> str:
    text = _table(ENTRY_FIELDS, [_entry_cells(entry) for entry in update.entries])
    return hashlib.sha256(text.encode()).hexdigest()


def _check_acceptable(update: ListUpdate, confirmed: bool) -> None:
    if not update.edition:
        raise UpdateRefusedError(f"{update.official.short_title}: the file has no date; give the date of the edition.")
    if update.collapsed and not confirmed:
        before = update.current.count if update.current else 0
        raise UpdateRefusedError(
            f"{update.official.short_title}: the file has {len(update.entries)} entries where {before} are on file. "
            "Fetch it again, or confirm that so many were removed."
        )
    _check_dates(update)


def _check_dates(update: ListUpdate) -> None:
    # A table out of order would be kept and then refused each time it is read.
    for entry in update.entries:
        dates = [day for day in (entry.listed_on, entry.effective_on, entry.divest_by) if day]
        if dates != sorted(dates):
            raise UpdateRefusedError(
                f"{update.official.short_title}: {entry.name}: listing, effective and divestment dates are not in this "
                "order. Mend the file."
            )


def _edition(update: ListUpdate, checked_on: str, count: int, sha256: str) -> ListEdition:
    one = update.official
    parsed = update.parsed
    left = f" {parsed.left_out} rows left out (natural persons, vessels, other countries)." if parsed.left_out else ""
    return ListEdition(
        one.list_id, update.edition, one.title, one.short_title, one.publisher, update.edition, "", False, checked_on,
        one.source, f"{parsed.format}, edition of {update.edition}", count, sha256, True,
        f"Imported from {', '.join(parsed.files)} ({parsed.format}).{left}", parsed.from_publisher,
    )


def _reopened(edition: ListEdition, editions: Sequence[ListEdition]) -> ListEdition:
    """The edition without the end that the following one gave it."""
    follows = any(
        e.list_id == edition.list_id and not e.withdrawn and e.in_force_from == edition.in_force_to for e in editions
    )
    return replace(edition, in_force_to="") if follows else edition


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


def _name_entries(
    parsed: ParsedList, list_id: str, edition: str, before: Sequence[ListEntry]
) -> tuple[ListEntry, ...]:
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


def _entry_cells(entry: ListEntry) -> dict[str, str]:
    prefix = f"{entry.list_id}:"
    return {
        "key": entry.id.removeprefix(prefix), "name": entry.name, "aliases": "|".join(entry.aliases),
        "parent": entry.parent_entry_id.removeprefix(prefix), "country": entry.country, "listed_on": entry.listed_on,
        "effective_on": entry.effective_on, "divest_by": entry.divest_by, "citation": entry.citation,
        "footnotes": "|".join(entry.footnotes), "identifiers": "|".join(map(format_identifier, entry.identifiers)),
        "notes": entry.notes,
        # What another text states is found again by the citation; it is no part of the edition.
        "licence_policy": "" if entry.policy_source else entry.licence_policy,
        "verified": "verified" if entry.verified else "unverified",
    }


def _edition_cells(edition: ListEdition, file: str) -> dict[str, str]:
    return {
        "list_id": edition.list_id, "edition": edition.edition, "in_force_from": edition.in_force_from,
        "in_force_to": "", "withdrawn": "no", "checked_on": edition.checked_on, "citation": edition.citation,
        "file": file, "listed_by": "", "count": str(edition.count), "sha256": edition.sha256,
        "complete": "yes" if edition.complete else "no", "note": edition.note,
        "verified": "verified" if edition.verified else "unverified",
    }


def _table(fields: Mapping[str, object], rows: Sequence[Mapping[str, str]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(fields), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
