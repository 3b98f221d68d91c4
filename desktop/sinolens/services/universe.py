"""Use case: issuers, names, lines, weights and links of the user's own: apart from the program's, over its updates."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from sinolens.domain.official_list import EntityLink
from sinolens.reference.loader import Reference, resources
from sinolens.reference.own import PREFIX, TABLES, Overlay, lay_over
from sinolens.reference.pack import PackError, parse_table
from sinolens.reference.taxonomy import load_intensities
from sinolens.services.errors import Refused

Cells = Mapping[str, str]
"""One line of a table as text: column to cell."""

_KEY = dict.fromkeys(TABLES, "issuer_id") | {"issuers.csv": "id"}
_PARTS = {"names.csv": "names", "lines.csv": "lines", "categories.csv": "categories", "links.csv": "links"}
_FIELD_WORDS = {
    "isin": "ISIN", "lei": "LEI", "uscc": "USCC", "figi": "FIGI", "mic": "market", "as_of": "date", "name_zh":
    "Chinese name", "parent_id": "parent", "parent_share": "share of the parent",
}
_overlays: dict[tuple[str, str], Overlay] = {}


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """What the user says of one issuer. Cells are those of `resources/issuers`, without the issuer's id.

    Attributes:
        issuer_id: of the user's ("own-…") or the program's issuer.
        record: cells of `issuers.csv`; None for an issuer of the program.
        names, lines, categories, links: cells of the other tables.
    """

    issuer_id: str
    record: Cells | None = None
    names: tuple[Cells, ...] = ()
    lines: tuple[Cells, ...] = ()
    categories: tuple[Cells, ...] = ()
    links: tuple[Cells, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing is said."""
        return self.record is None and not (self.names or self.lines or self.categories or self.links)


def load_overlay(reference: Reference, folder: Path) -> Overlay:
    """The facts with the tables of `folder` laid over them; the facts alone where there is no such folder.

    Raises:
        Refused: the folder is damaged; says file and line, and how to go on without it.
    """
    if not (folder / "issuers.csv").is_file():
        return Overlay(reference)
    try:
        return _lay_over(reference, folder)
    except (PackError, OSError) as error:
        raise Refused(
            f"Your own issuers in {folder} cannot be read: {error}. Mend the line, or move that folder away to go on "
            "without them."
        ) from error


def lay_entries_over(reference: Reference, entries: Iterable[OwnEntry]) -> Overlay:
    """The facts with entries laid over them that are in no folder; the facts alone without any.

    Raises:
        Refused: they cannot be laid over these facts.
    """
    entries = tuple(entries)
    if not entries:
        return Overlay(reference)
    try:
        return _lay_over(reference, folder_in_memory(_render(entries)))
    except PackError as error:
        raise Refused(f"The project's own issuers cannot be used: {error}.") from error


def load_entries(folder: Path) -> dict[str, OwnEntry]:
    """Everything the user has said, by issuer, in the order of the tables; empty without a folder.

    Raises:
        Refused: a table is damaged.
    """
    tables = _read_tables(folder)
    found: dict[str, OwnEntry] = {}
    for name, rows in tables.items():
        key = _KEY[name]
        for row in rows:
            issuer_id = row[key]
            cells = {field: cell for field, cell in row.items() if field != key}
            entry = found.get(issuer_id, OwnEntry(issuer_id))
            if name in _PARTS:
                part = _PARTS[name]
                added: dict[str, Any] = {part: (*getattr(entry, part), cells)}
                found[issuer_id] = replace(entry, **added)
            else:
                found[issuer_id] = replace(entry, record=cells)
    return found


def save_entry(folder: Path, reference: Reference, entry: OwnEntry) -> None:
    """Keep what the user says of one issuer, in place of what they said before; an empty entry takes it away.

    Args:
        folder: the user's tables.
        reference: the program's facts, without the user's own.
        entry: what is said.

    Raises:
        Refused: a fault or a contradiction to the program's facts, as one sentence; or the folder cannot be written.
    """
    save_entries(folder, place_entry(load_entries(folder), reference, entry).values())


def place_entry(kept: Mapping[str, OwnEntry], reference: Reference, entry: OwnEntry) -> dict[str, OwnEntry]:
    """What is kept with an entry in place of the one before it, by issuer; an empty entry takes it away.

    Raises:
        Refused: a fault or a contradiction to the program's facts, as one sentence.
    """
    entries = dict(kept)
    before: frozenset[str] = _try(reference, entries.values()) if entries else frozenset()
    if entry.is_empty:
        entries.pop(entry.issuer_id, None)
    else:
        if entry.record is None and entry.issuer_id not in reference.issuers:
            raise Refused(f"{entry.issuer_id} is no issuer on file.")
        entries[entry.issuer_id] = entry
    after = _try(reference, entries.values())
    if after - before:
        raise Refused(sorted(after - before)[0])
    return entries


def save_entries(folder: Path, entries: Iterable[OwnEntry]) -> None:
    """Write the tables of a folder anew.

    Raises:
        Refused: the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        texts = _render(entries)
        for name, text in texts.items():
            (folder / f".{name}.part").write_text(text, encoding="utf-8", newline="")
        # All are written before the first is put in place.
        for name in texts:
            (folder / f".{name}.part").replace(folder / name)
    except OSError as error:
        raise Refused(f"Your own issuers could not be kept in {folder}: {error.strerror}.") from error


def add_links(folder: Path, reference: Reference, links: Iterable[EntityLink]) -> None:
    """Keep the user's judgement that list entries and issuers belong together, beside what is said already.

    Raises:
        Refused: as `save_entry`.
    """
    for entry in join_links(load_entries(folder), links):
        save_entry(folder, reference, entry)


def join_links(kept: Mapping[str, OwnEntry], links: Iterable[EntityLink]) -> list[OwnEntry]:
    """The entries that change when the user's links are kept beside what is said already."""
    changed: dict[str, OwnEntry] = {}
    for link in links:
        entry = changed.get(link.issuer_id) or kept.get(link.issuer_id, OwnEntry(link.issuer_id))
        cells = {
            "entry_id": link.entry_id, "relation": str(link.relation), "evidence": link.evidence,
            "source": link.source, "as_of": link.as_of, "verified": "verified" if link.verified else "unverified",
        }
        if not any(one["entry_id"] == link.entry_id for one in entry.links):
            changed[link.issuer_id] = replace(entry, links=(*entry.links, cells))
    return list(changed.values())


def new_id(name: str, taken: Mapping[str, object]) -> str:
    """A fresh id for an issuer of the user's: "own-" and its name in plain letters."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = PREFIX + ("-".join(re.findall(r"[a-z0-9]+", plain))[:40].rstrip("-") or "issuer")
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem}-{number}", number + 1
    return key


def _try(reference: Reference, entries: Iterable[OwnEntry]) -> frozenset[str]:
    """What would be set aside with these entries; the reader itself is the judge."""
    try:
        trial = folder_in_memory(_render(entries))
        return frozenset(lay_over(reference, trial, load_intensities(resources())).set_aside)
    except PackError as error:
        field = _FIELD_WORDS.get(error.field, error.field.replace("_", " "))
        place = f"{field[:1].upper() + field[1:]}: " if field else ""
        raise Refused(f"{place}{error.reason}.") from error


def folder_in_memory(texts: Mapping[str, str] | Mapping[str, bytes]) -> Path:
    """Texts by name as a folder that no disk ever sees: what is one's own may say what is held."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
    # Answers like a folder, as far as the readers ask.
    return cast("Path", zipfile.Path(zipfile.ZipFile(buffer)))


def _lay_over(reference: Reference, folder: Path) -> Overlay:
    # The tables are small: their bytes decide, so that a file changed by hand is seen at once.
    key = (reference.id, _stamp(folder))
    found = _overlays.get(key)
    if found is None:
        found = lay_over(reference, folder, load_intensities(resources()))
        _overlays.clear()
        _overlays[key] = found
    return found


def _render(entries: Iterable[OwnEntry]) -> dict[str, str]:
    rows: dict[str, list[dict[str, str]]] = {name: [] for name in TABLES}
    for entry in sorted(entries, key=lambda one: one.issuer_id):
        if entry.record is not None:
            rows["issuers.csv"].append({"id": entry.issuer_id, **entry.record})
        for name, part in _PARTS.items():
            rows[name].extend({"issuer_id": entry.issuer_id, **cells} for cells in getattr(entry, part))
    texts = {}
    for name, fields in TABLES.items():
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, list(fields), restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows[name])
        texts[name] = text.getvalue()
    return texts


def _read_tables(folder: Path) -> dict[str, list[dict[str, str]]]:
    if not (folder / "issuers.csv").is_file():
        return {}
    tables = {}
    for name, fields in TABLES.items():
        try:
            text = (folder / name).read_text(encoding="utf-8")
            parse_table(text, name, fields)
        except (PackError, OSError, UnicodeDecodeError) as error:
            raise Refused(f"Your own issuers in {folder} cannot be read: {error}.") from error
        tables[name] = [dict(row) for row in csv.DictReader(io.StringIO(text, newline=""))]
    return tables


def _stamp(folder: Path) -> str:
    digest = hashlib.sha256()
    for name in TABLES:
        digest.update((folder / name).read_bytes() + b"\0")
    return digest.hexdigest()
