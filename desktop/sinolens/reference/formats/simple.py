"""A simple table for the lists whose publishers offer none: CSV in UTF-8 with a header.

| column | meaning |
|---|---|
| name | as printed; the only column that must be there |
| number | the publisher's own number |
| aliases | other names, joined by a bar |
| parent | name of the row it is printed under |
| country | name or ISO code |
| listed_on, effective_on, divest_by | dates, YYYY-MM-DD |
| citation | where it is printed |
| footnotes | marks, joined by a bar |
| identifiers | kind:value, a ticker with its market (ticker:0728@XHKG), joined by a bar |
| licence_policy | how licences to trade with it are reviewed |
| notes | anything else |

What is on file of an entity in a column the table does not have stays as it is.
"""

from __future__ import annotations

import csv
import io

from sinolens.domain.identifier import Identifier
from sinolens.reference.formats.rows import ListFileError, ListRow, ParsedList, Vocabulary, decode, distinct, tidy
from sinolens.reference.lists import parse_identifier
from sinolens.reference.pack import FieldSpec, PackError, iso_date, parse_table, texts

FORMAT = "simple-csv"
_COLUMN_OF = {"parent_entry_id": "parent"}
# Names and aliases are joined with those on file anyway.
_SPARED = ("parent_entry_id", "country", "listed_on", "effective_on", "divest_by", "footnotes", "identifiers",
           "licence_policy", "notes")
_DATES = ("listed_on", "effective_on", "divest_by")


def looks_like(text: str) -> bool:
    """Whether a text has the column this format needs."""
    return "name" in next(csv.reader(io.StringIO(text)), [])


def read(file: str, data: bytes, list_id: str, words: Vocabulary) -> ParsedList:
    """Read the table as the list `list_id`.

    Raises:
        ListFileError: no list was named, an unknown column, or a value that cannot be read; with its line.
    """
    if not list_id:
        raise ListFileError(file, "a simple table does not say which list it is: name the list")

    def country(cell: str) -> str:
        code = words.country_of(cell)
        if cell and not code:
            raise ValueError(f"{cell!r} is no known country")
        return code

    def identifiers(cell: str) -> tuple[Identifier, ...]:
        return tuple(parse_identifier(part) for part in texts(cell))

    fields = {
        "name": FieldSpec(tidy, required=True), "number": FieldSpec(optional=True),
        "aliases": FieldSpec(texts, optional=True), "parent": FieldSpec(tidy, optional=True),
        "country": FieldSpec(country, optional=True), "listed_on": FieldSpec(iso_date, optional=True),
        "effective_on": FieldSpec(iso_date, optional=True), "divest_by": FieldSpec(iso_date, optional=True),
        "citation": FieldSpec(optional=True), "footnotes": FieldSpec(texts, optional=True),
        "identifiers": FieldSpec(identifiers, optional=True), "notes": FieldSpec(tidy, optional=True),
        "licence_policy": FieldSpec(tidy, optional=True),
    }
    text = decode(data)
    try:
        rows = parse_table(text, file, fields)
    except PackError as error:
        field = f"column {error.field!r}: " if error.field else ""
        raise ListFileError(file, field + error.reason, error.line) from error
    names = {row["name"] for row in rows}
    for row in rows:
        if row["parent"] and row["parent"] not in names:
            raise ListFileError(file, f"column 'parent': no row is named {row['parent']!r}", row.line)
    found = tuple(
        ListRow(
            row["name"], distinct(row["name"], list(row["aliases"])), row["number"], row["parent"], row["country"],
            row["listed_on"], row["effective_on"], row["divest_by"], row["citation"], row["footnotes"],
            row["identifiers"], row["notes"], row.line,
            row["licence_policy"],
        )
        for row in rows
    )
    columns = set(next(csv.reader(io.StringIO(text))))
    lacks = {field for field in _SPARED if _COLUMN_OF.get(field, field) not in columns}
    if not lacks.issuperset(_DATES):
        # One clock: its three dates are never put together from two files.
        lacks.difference_update(_DATES)
    return ParsedList(list_id, words.formats[FORMAT], (file,), "", found, from_publisher=False, lacks=frozenset(lacks))
