"""Accepting an update of a list: the facts as they would be, and the files that keep it.

Nothing here writes. `preview` gives the facts as they would be, so that the effect on a portfolio can be shown before
anyone accepts; `render` gives the files of the user's folder of imported editions, which `load_reference` lays over the
bundled ones. The old edition stays on file and answers for its own dates.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sinolens.domain.counting import choose_word, counted
from sinolens.domain.official_list import ListEdition, ListEntry
from sinolens.reference.lists import EDITION_FIELDS, ENTRY_FIELDS, end_editions, format_identifier
from sinolens.reference.loader import Reference
from sinolens.reference.pack import PackError, parse_table
from sinolens.reference.update import ListUpdate, UpdateRefusedError

ID_DIGITS = 8


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
            f"{update.official.short_title}: the file has {counted(len(update.entries), 'entry', 'entries')} where "
            f"{before:,} {choose_word(before, 'is', 'are')} on file. "
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
    rows = counted(parsed.left_out, "row")
    left = f" {rows} left out (natural persons, vessels, other countries)." if parsed.left_out else ""
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
