"""Supplements of a part of law as XML: a table of country, entity, requirement, policy, citation.

The table's own header says which column is which; a row without a country belongs to the country above it. The cell of
an entity runs its name, its other names (one a line, after a dash) and its addresses together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from xml.etree.ElementTree import Element

from sinolens.domain.finding import Finding, Severity
from sinolens.reference.formats.markup import local_name, text_of
from sinolens.reference.formats.rows import (
    ListFileError,
    ListRow,
    ParsedList,
    Vocabulary,
    distinct,
    footnotes_in,
    tidy,
)
from sinolens.reference.lists import OfficialList

FORMAT = "supplement-xml"
LACKS = frozenset({"parent_entry_id", "identifiers"})
_COLUMNS = ("country", "entity", "requirement", "policy", "citation")
_BREAKS = frozenset({"br", "p", "fp", "e-02"})
_OTHER_NAMES = re.compile(r",?\s+(?:a\.?k\.?a\.?|f\.?k\.?a\.?)\b[.,:]*", re.IGNORECASE)
_DASHES = "—–-"
_DATE = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{2}|\d{4})\b")


def looks_like(root: Element, words: Vocabulary) -> bool:
    """Whether a document is a part of law with its supplements."""
    return local_name(root).upper() in words.words_of(FORMAT, "document")


def read(
    file: str, root: Element, lists: Mapping[str, OfficialList], words: Vocabulary, list_id: str = ""
) -> list[ParsedList]:
    """Read every supplement that is one of our lists, or only `list_id`.

    Raises:
        ListFileError: a supplement has no table with the columns of the format.
    """
    found = []
    for one in lists.values():
        if one.part_heading and list_id in ("", one.list_id):
            section = next((e for e in root.iter() if _heads(e, one.part_heading)), None)
            if section is not None:
                found.append(_read_section(file, section, one, words))
    return found


def _heads(element: Element, heading: str) -> bool:
    # The number is an attribute of the division; the heading is a fallback for documents without it.
    if element.get("N", "").casefold() == heading.casefold():
        return True
    return any(local_name(c) == "HEAD" and text_of(c).casefold().startswith(heading.casefold()) for c in element)


def _read_section(file: str, section: Element, one: OfficialList, words: Vocabulary) -> ParsedList:
    rows: list[ListRow] = []
    left_out = 0
    country = ""
    columns: dict[int, str] = {}
    for line in section.iter():
        if local_name(line).upper() != "TR":
            continue
        heads = [cell for cell in line if local_name(cell).upper() == "TH"]
        cells = [cell for cell in line if local_name(cell).upper() == "TD"]
        if heads:
            columns = _columns(heads, words) or columns
        elif columns and len(cells) == len(columns):
            values = {columns[i]: list(_lines(cell)) for i, cell in enumerate(cells)}
            printed = " ".join(values["country"])
            country = country_of(printed, words) if printed else country
            if not values["entity"]:
                continue
            if one.scope and country not in one.scope:
                left_out += 1
                continue
            rows.append(make_row(values, country, words))
    if not rows:
        raise ListFileError(file, f"no table of entities under {one.part_heading!r}; fetch the part as XML again")
    note = Finding(
        "list-natural-persons", Severity.INFO,
        f"{one.short_title}: this format does not mark natural persons, so they are among the names.", file,
    )
    return ParsedList(one.list_id, words.formats[FORMAT], (file,), "", tell_apart(rows), left_out, (note,), lacks=LACKS)


def _columns(heads: list[Element], words: Vocabulary) -> dict[int, str]:
    fields = {start: field for field in _COLUMNS for start in words.words_of(FORMAT, field)}
    found = {}
    for i, head in enumerate(heads):
        text = text_of(head).casefold()
        found[i] = next((field for start, field in fields.items() if text.startswith(start)), f"other {i}")
    return found if {"country", "entity"} <= set(found.values()) else {}


def tell_apart(rows: list[ListRow]) -> tuple[ListRow, ...]:
    """Rows in which those of one name are told apart by the part of the body that follows it.

    "Academy, Institute of Medicine, 1 Road" and "Academy, Institute of Physics, 1 Road" are two entities; the part
    before the next comma belongs to the name where the name alone would stand twice. An address has a number in it.
    """
    times = Counter(row.name for row in rows)
    return tuple(
        replace(row, name=f"{row.name}, {row.unit}")
        if times[row.name] > 1 and row.unit and not any(sign.isdigit() for sign in row.unit) else row
        for row in rows
    )


def country_of(printed: str, words: Vocabulary) -> str:
    """ISO code of a heading such as "CHINA, PEOPLE'S REPUBLIC OF", or ""."""
    return words.country_of(printed) or words.country_of(printed.split(",")[0])


def make_row(values: Mapping[str, list[str]], country: str, words: Vocabulary) -> ListRow:
    """A row from the lines of its cells: "entity", "requirement", "policy" and "citation"; missing ones are empty."""
    entity = _split_entity(values["entity"], words)
    requirement, policy, citation = (tidy(" ".join(values.get(f, []))) for f in ("requirement", "policy", "citation"))
    return ListRow(
        entity.name, entity.aliases, country=country, listed_on=_first_date(citation), citation=citation.rstrip("."),
        footnotes=footnotes_in(requirement), notes=f"licence requirement: {requirement}" if requirement else "",
        licence_policy=policy.rstrip("."), unit=entity.unit,
    )


@dataclass(frozen=True, slots=True)
class _Entity:
    name: str
    aliases: tuple[str, ...]
    unit: str


def _split_entity(lines: list[str], words: Vocabulary) -> _Entity:
    first, *rest = lines
    head, *others = _OTHER_NAMES.split(first, maxsplit=1)
    name, rest_of_line = (tidy(head.rstrip(",; ")), "") if others else split_name(first, words.name_tails)
    names = [line.lstrip(_DASHES + " ") for line in rest if line[:1] in _DASHES]
    if others and not names:
        # All on one line: "Name, a.k.a. Second Name, address".
        names = [split_name(others[0].strip(" ,:"), words.name_tails)[0]]
    cleaned = [words.without_full_stop(re.sub(r"[;,]?\s*\band$", "", one.strip()).rstrip("; ")) for one in names]
    return _Entity(name, distinct(name, [one for one in cleaned if not one.casefold().startswith("the following")]),
                   rest_of_line.split(",")[0].strip(" .;"))


def split_name(text: str, tails: frozenset[str]) -> tuple[str, str]:
    """Part "Name Co., Ltd., street, city" at the first comma that no legal form follows: name and address."""
    start = 0
    while (comma := text.find(",", start)) != -1:
        following = text[comma + 1:].strip().split(",")[0].split(" ")[0]
        if following.rstrip(".;").casefold() not in tails:
            return tidy(text[:comma]), tidy(text[comma + 1:])
        start = comma + 1
    name, semicolon, rest = text.partition(";")
    return tidy(name).removesuffix(" and") if semicolon else tidy(text), tidy(rest)


def _lines(cell: Element) -> Iterator[str]:
    """The text of a cell, a line at a time; line breaks are elements."""
    parts = [cell.text or ""]
    for child in cell:
        parts.append("\n" if local_name(child).casefold() in _BREAKS else "")
        parts.append("".join(child.itertext()))
        parts.append(child.tail or "")
    for line in "".join(parts).split("\n"):
        if line.strip():
            yield " ".join(line.split())


def _first_date(citation: str) -> str:
    days = []
    for month, day, year in _DATE.findall(citation):
        full = int(year) if len(year) == 4 else 1900 + int(year) if int(year) >= 90 else 2000 + int(year)
        try:
            days.append(date(full, int(month), int(day)).isoformat())
        except ValueError:
            continue
    return min(days, default="")
