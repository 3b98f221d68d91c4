"""Comma-separated text with a header: many lists in one file, each row with the code of its list."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping

from sinolens.domain.finding import Finding
from sinolens.reference.formats.remarks import Remarks, read_date, read_labelled, read_remarks
from sinolens.reference.formats.rows import (
    Gathering,
    ListFileError,
    ListRow,
    ParsedList,
    Vocabulary,
    decode,
    distinct,
    footnotes_in,
    tidy,
)
from sinolens.reference.lists import OfficialList

FORMAT = "screening-csv"
NEEDED = frozenset({"source", "name", "alt_names", "addresses", "start_date", "federal_register_notice"})
_CODE = re.compile(r"\(([A-Z]+)\)")
LACKS = frozenset({"parent_entry_id"})
_ENTITY_TYPES = ("", "entity")


def looks_like(text: str) -> bool:
    """Whether a text has the columns of this format."""
    return set(next(csv.reader(io.StringIO(text)), [])) >= NEEDED


def read(
    file: str, data: bytes, lists: Mapping[str, OfficialList], words: Vocabulary, list_id: str = ""
) -> list[ParsedList]:
    """Read the file into one `ParsedList` per known list in it, or only `list_id`.

    Raises:
        ListFileError: a line has more cells than the header.
    """
    by_code = {one.screening_code: one for one in lists.values() if one.screening_code and list_id in ("", one.list_id)}
    found = Gathering()
    reader = csv.DictReader(io.StringIO(decode(data), newline=""), restval="")
    for cells in reader:
        if None in cells:
            raise ListFileError(file, "more cells than the header has", reader.line_num)
        owner = next((by_code[code] for code in _CODE.findall(cells["source"]) if code in by_code), None)
        if owner is None:
            continue
        countries = _countries(cells["addresses"], words)
        outside = bool(owner.scope) and not owner.scope.intersection(countries)
        if outside or cells.get("type", "").strip().casefold() not in _ENTITY_TYPES:
            found.leave_out(owner.list_id)
            continue
        found.add(owner.list_id, *_row(file, reader.line_num, cells, countries, owner, words))
    return found.lists(words.formats[FORMAT], (file,), LACKS)


def _row(
    file: str, line: int, cells: Mapping[str, str], countries: list[str], owner: OfficialList, words: Vocabulary
) -> tuple[ListRow, list[Finding]]:
    name = tidy(cells["name"])
    found = read_remarks(cells.get("remarks", "").strip(" ()"), words, Remarks())
    for fact in cells.get("ids", "").split(";"):
        label, value = _labelled(fact, words)
        if label:
            read_labelled(label, value, words, found)
    requirement = tidy(cells.get("license_requirement", ""))
    policy = tidy(cells.get("license_policy", "")).rstrip(".")
    notes = "; ".join(filter(None, (
        f"licence requirement: {requirement}" if requirement else "",
        found.note_text(),
    )))
    inside = [code for code in countries if code in owner.scope] or countries
    row = ListRow(
        name, distinct(name, found.aliases + _names(cells["alt_names"], words)), cells.get("entity_number", "").strip(),
        country=inside[0] if len(set(inside)) == 1 else "", citation=tidy(cells["federal_register_notice"]),
        footnotes=footnotes_in(requirement), identifiers=tuple(found.identifiers), notes=notes, line=line,
        listed_on=found.dates.get("listed_on", read_date(cells["start_date"])),
        effective_on=found.dates.get("effective_on", ""), divest_by=found.dates.get("divest_by", ""),
        licence_policy=policy,
    )
    return row, found.findings(file, line, name)


def _labelled(fact: str, words: Vocabulary) -> tuple[str, str]:
    """Label and value of "value, label" or, as some years have it, "label, value, country"; a value may hold commas."""
    parts = [part.strip() for part in fact.split(",")]
    known = {label.rstrip(":") for label, _ in words.labels}
    if parts[-1] in known:
        return parts[-1], ", ".join(parts[:-1])
    if parts[0] in known and len(parts) > 1:
        return parts[0], parts[1]
    return "", ""


def _names(cell: str, words: Vocabulary) -> list[str]:
    """Other names; the last is often printed as the end of a sentence ("and Third Name.")."""
    return [words.without_full_stop(part.strip().removeprefix("and ")) for part in cell.split(";")]


def _countries(cell: str, words: Vocabulary) -> list[str]:
    """Countries of the addresses: the last part of each, a code or a name."""
    found = [words.country_of(address.rsplit(",", 1)[-1]) for address in cell.split(";") if address.strip()]
    return [code for code in dict.fromkeys(found) if code]
