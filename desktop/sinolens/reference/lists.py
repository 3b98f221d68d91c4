"""Reads the official lists: `lists.csv`, `editions.csv` and one table of entries per edition.

`lists.csv` names every list the rules speak of. A list without an edition that was in force is "not on file".
`editions.csv` has one row per edition; `file` is its table of entries in the same folder and `listed_by` (optional)
cuts an earlier edition out of a later table: the entries listed on or before that day. `sha256` is of that table.
`licence-policies.csv` says what other texts state where a table is silent (see `reference.policies`).
A user folder of imported editions has the same two tables and is laid over the bundled ones by `merge_editions`.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.resources.abc import Traversable

from sinolens.domain.counting import counted
from sinolens.domain.identifier import Identifier, IdentifierKind
from sinolens.domain.official_list import ListEdition, ListEntry
from sinolens.reference.pack import (
    FieldSpec,
    Row,
    country,
    iso_date,
    matching,
    mic,
    parse_table,
    read_table,
    read_text,
    slug,
    texts,
    unique_by,
    verified_mark,
    whole_number,
    yes_no,
)
from sinolens.reference.policies import Policies, fill_policies, load_policies

FOLDER = "lists"
LISTS_FILE = f"{FOLDER}/lists.csv"
EDITIONS_FILE = f"{FOLDER}/editions.csv"


@dataclass(frozen=True, slots=True)
class OfficialList:
    """A list as such, apart from its editions.

    Attributes:
        list_id: stable id.
        title, short_title, publisher, source: as printed; `source` is the publisher's address.
        program_tag: programme tag of its rows in files that hold several programmes, "" when it is in none.
        screening_code: code in brackets of its rows in a table of many lists, "" when it is in none.
        part_heading: heading of its text in a part of law, "" when it is in none.
        scope: countries whose entries our editions hold; empty = all that the publisher names.
        note: what it does and does not do, for people.
    """

    list_id: str
    title: str
    short_title: str
    publisher: str
    source: str
    program_tag: str
    screening_code: str
    part_heading: str
    scope: frozenset[str]
    note: str
    verified: bool


@dataclass(frozen=True, slots=True)
class EditionSet:
    """All lists, all editions and the entries of each.

    Attributes:
        lists: by list id.
        declared: editions as their rows say; `in_force_to` only where a row says it.
        entries: by (list_id, edition).
        policies: licence policies stated outside the editions.
    """

    lists: dict[str, OfficialList]
    declared: tuple[ListEdition, ...]
    entries: dict[tuple[str, str], tuple[ListEntry, ...]]
    policies: Policies = field(default_factory=dict)

    @property
    def editions(self) -> tuple[ListEdition, ...]:
        """Editions by list, then date, each with its end."""
        return end_editions(self.declared)

    def lists_without_edition(self) -> tuple[OfficialList, ...]:
        """Lists the rules name of which no edition that was ever in force is on file."""
        on_file = {edition.list_id for edition in self.declared if not edition.withdrawn}
        return tuple(one for one in self.lists.values() if one.list_id not in on_file)


LIST_FIELDS = {
    "list_id": FieldSpec(slug, required=True),
    "title": FieldSpec(required=True),
    "short_title": FieldSpec(required=True),
    "publisher": FieldSpec(required=True),
    "source": FieldSpec(required=True),
    "program_tag": FieldSpec(),
    "screening_code": FieldSpec(),
    "part_heading": FieldSpec(),
    "scope": FieldSpec(lambda cell: frozenset(country(part) for part in texts(cell))),
    "note": FieldSpec(),
    "verified": FieldSpec(verified_mark, required=True),
}

EDITION_FIELDS = {
    "list_id": FieldSpec(slug, required=True),
    "edition": FieldSpec(iso_date, required=True),
    "in_force_from": FieldSpec(iso_date, required=True),
    "in_force_to": FieldSpec(iso_date),
    "withdrawn": FieldSpec(yes_no, required=True),
    "checked_on": FieldSpec(iso_date, required=True),
    "citation": FieldSpec(required=True),
    "file": FieldSpec(matching(r"[A-Za-z0-9][A-Za-z0-9._-]*\.csv", "the name of a CSV file in the same folder")),
    "listed_by": FieldSpec(iso_date),
    "count": FieldSpec(whole_number, required=True),
    "sha256": FieldSpec(matching(r"[0-9a-f]{64}", "a SHA-256 in hexadecimal")),
    "complete": FieldSpec(yes_no, required=True),
    "note": FieldSpec(),
    "verified": FieldSpec(verified_mark, required=True),
}


def parse_identifier(text: str) -> Identifier:
    """An identifier written "kind:value" or, for a ticker, "ticker:value@MIC".

    Raises:
        ValueError: unknown kind, empty value, or a ticker without its market.
    """
    kind, colon, value = text.partition(":")
    try:
        found = IdentifierKind(kind)
    except ValueError as error:
        raise ValueError(f"{text!r} has no known kind of identifier before its colon") from error
    value, at, market = value.partition("@")
    if not colon or not value:
        raise ValueError(f"{text!r} has no value")
    if (found is IdentifierKind.TICKER) != bool(at and market):
        raise ValueError(f"{text!r}: a ticker, and only a ticker, names its market after '@'")
    return Identifier(found, value, mic(market))


def format_identifier(identifier: Identifier) -> str:
    """The text `parse_identifier` reads."""
    return f"{identifier.kind}:{identifier.value}" + (f"@{identifier.market}" if identifier.market else "")


def _identifiers(cell: str) -> tuple[Identifier, ...]:
    return tuple(parse_identifier(part) for part in texts(cell))


ENTRY_FIELDS = {
    "key": FieldSpec(slug, required=True),
    "name": FieldSpec(required=True),
    "aliases": FieldSpec(texts),
    "parent": FieldSpec(slug),
    "country": FieldSpec(country),
    "listed_on": FieldSpec(iso_date),
    "effective_on": FieldSpec(iso_date),
    "divest_by": FieldSpec(iso_date),
    "citation": FieldSpec(required=True),
    "footnotes": FieldSpec(texts),
    "identifiers": FieldSpec(_identifiers),
    "notes": FieldSpec(),
    "licence_policy": FieldSpec(optional=True),
    "verified": FieldSpec(verified_mark, required=True),
}


def load_lists(root: Traversable) -> dict[str, OfficialList]:
    """Read the lists as such.

    Raises:
        PackError: a fault in the table.
    """
    return {
        row["list_id"]: OfficialList(
            row["list_id"], row["title"], row["short_title"], row["publisher"], row["source"], row["program_tag"],
            row["screening_code"], row["part_heading"], row["scope"], row["note"], row["verified"],
        )
        for row in unique_by(read_table(root, LISTS_FILE, LIST_FIELDS), "list_id").values()
    }


def load_editions(root: Traversable) -> EditionSet:
    """Read all bundled lists, editions and entries.

    Raises:
        PackError: a fault in one of the files, a file that is not the one its edition was made from, or a count that
            is not the published one.
    """
    lists = load_lists(root)
    policies = load_policies(root)
    editions, entries = _read_editions(root, EDITIONS_FILE, FOLDER, lists)
    return EditionSet(lists, tuple(editions), fill_policies(entries, policies), policies)


def merge_editions(bundled: EditionSet, folder: Traversable) -> EditionSet:
    """Lay a folder of imported editions over the bundled ones.

    The folder holds `editions.csv` and its tables of entries, all in the schema of `resources/lists`. An imported
    edition with the list and date of a bundled one replaces it; any other stands beside it and ends the edition before.

    Raises:
        PackError: as `load_editions`; also an edition of a list that is not known.
    """
    imported, imported_entries = _read_editions(folder, "editions.csv", "", bundled.lists)
    by_key = {(edition.list_id, edition.edition): edition for edition in (*bundled.declared, *imported)}
    filled = fill_policies(imported_entries, bundled.policies)
    return EditionSet(bundled.lists, tuple(by_key.values()), {**bundled.entries, **filled}, bundled.policies)


def end_editions(editions: Iterable[ListEdition]) -> tuple[ListEdition, ...]:
    """Editions by list, then date; each ends the day the next of its list begins, unless it says when itself."""
    by_list: defaultdict[str, list[ListEdition]] = defaultdict(list)
    for edition in editions:
        by_list[edition.list_id].append(edition)
    ended: list[ListEdition] = []
    for same in by_list.values():
        in_force = sorted((e for e in same if not e.withdrawn), key=lambda e: (e.in_force_from, e.edition))
        following = [e.in_force_from for e in in_force[1:]] + [""]
        ended += [replace(e, in_force_to=e.in_force_to or end) for e, end in zip(in_force, following, strict=True)]
        ended += [e for e in same if e.withdrawn]
    return tuple(sorted(ended, key=lambda e: (e.list_id, e.edition)))


def age_in_days(edition: ListEdition, as_of: str) -> int:
    """Days from the day the edition was last compared with its source to `as_of`; 0 when it was compared later."""
    return max(0, (date.fromisoformat(as_of) - date.fromisoformat(edition.checked_on)).days)


def _read_editions(
    root: Traversable, path: str, folder: str, lists: dict[str, OfficialList]
) -> tuple[list[ListEdition], dict[tuple[str, str], tuple[ListEntry, ...]]]:
    editions: list[ListEdition] = []
    entries: dict[tuple[str, str], tuple[ListEntry, ...]] = {}
    tables: dict[str, tuple[list[Row], str]] = {}
    for row in read_table(root, path, EDITION_FIELDS):
        if row["list_id"] not in lists:
            row.fail("list_id", f"no list {row['list_id']!r} is known")
        key = (row["list_id"], row["edition"])
        if key in entries:
            row.fail("edition", "this edition already stands above")
        entries[key] = ()
        if row["file"]:
            entry_path = f"{folder}/{row['file']}" if folder else row["file"]
            if entry_path not in tables:
                text = read_text(root, entry_path)
                digest = hashlib.sha256(text.encode()).hexdigest()
                tables[entry_path] = (parse_table(text, entry_path, ENTRY_FIELDS), digest)
            rows, digest = tables[entry_path]
            if digest != row["sha256"]:
                row.fail("sha256", f"{entry_path} is not the file this edition was made from; its SHA-256 is {digest}")
            entries[key] = _entries(key, rows, row["listed_by"])
            if len(entries[key]) != row["count"]:
                on_file = counted(len(entries[key]), "entry", "entries")
                row.fail("count", f"{entry_path} has {on_file}, the edition {row['count']}")
        elif not row["withdrawn"]:
            row.fail("file", "only a withdrawn edition may be without entries")
        one = lists[row["list_id"]]
        editions.append(ListEdition(
            one.list_id, row["edition"], one.title, one.short_title, one.publisher, row["in_force_from"],
            row["in_force_to"], row["withdrawn"], row["checked_on"], one.source, row["citation"], row["count"],
            row["sha256"], row["complete"], row["note"], row["verified"],
        ))
    return editions, entries


def _entries(key: tuple[str, str], rows: list[Row], listed_by: str) -> tuple[ListEntry, ...]:
    list_id, edition = key
    chosen = [row for row in rows if not listed_by or (row["listed_on"] and row["listed_on"] <= listed_by)]
    by_key = unique_by(chosen, "key")
    found = []
    for row in chosen:
        if row["parent"] and row["parent"] not in by_key:
            row.fail("parent", f"no entry {row['parent']!r} in this edition")
        dates = [day for day in (row["listed_on"], row["effective_on"], row["divest_by"]) if day]
        if dates != sorted(dates):
            row.fail("listed_on", "listing, effective and divestment dates are not in this order")
        found.append(ListEntry(
            f"{list_id}:{row['key']}", list_id, edition, row["name"], row["aliases"],
            f"{list_id}:{row['parent']}" if row["parent"] else "", row["country"], row["listed_on"],
            row["effective_on"], row["divest_by"], row["citation"], row["notes"], row["footnotes"],
            row["identifiers"], row["verified"], row["licence_policy"],
        ))
    return tuple(found)
