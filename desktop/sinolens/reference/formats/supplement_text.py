"""Supplements of a part of law as downloaded text: a table written as cells after tabs.

A line that begins with a tab opens a cell; lines without one continue it. A row is the entity with its addresses, the
requirement, the policy in one or more cells, and the citation, which ends it. A cell in capitals alone names the
country of the rows that follow. What stands after the citation before the next row ("Subordinate institution …")
belongs to the row before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sinolens.domain.finding import Finding, Severity
from sinolens.reference.formats.rows import ListFileError, ListRow, ParsedList, Vocabulary, decode
from sinolens.reference.formats.supplement_xml import LACKS, country_of, make_row, tell_apart
from sinolens.reference.lists import OfficialList

FORMAT = "supplement-text"
_FOOTNOTE = re.compile(r"(?:\d{1,2} (?:for this|cybersecurity)|\[)", re.IGNORECASE)
_AFTER = ("subordinate institu", "affiliated entities", "the following addresses", "addresses for")
_COUNTRY_LENGTH = 60


@dataclass(slots=True)
class _OpenRow:
    lines: list[str]
    requirement: list[str] = field(default_factory=list)
    policy: list[str] = field(default_factory=list)
    citation: list[str] = field(default_factory=list)


def looks_like(text: str, lists: Mapping[str, OfficialList]) -> bool:
    """Whether a text holds one of our supplements: its heading on a line of its own, and cells after tabs."""
    return "\n\t" in text.replace("\r", "") and any(
        one.part_heading and _heading(one.part_heading).search(text) for one in lists.values()
    )


def read(
    file: str, data: bytes, lists: Mapping[str, OfficialList], words: Vocabulary, list_id: str = ""
) -> list[ParsedList]:
    """Read every supplement in the text that is one of our lists, or only `list_id`.

    Raises:
        ListFileError: a supplement has no rows of the format.
    """
    text = decode(data).replace("\r\n", "\n")
    found = []
    for one in lists.values():
        if not one.part_heading or list_id not in ("", one.list_id):
            continue
        start = _heading(one.part_heading).search(text)
        if start is not None:
            # The next supplement, whatever its number, ends this one.
            following = re.compile(rf"^\s*(?:{_pattern(words, 'following')})", re.MULTILINE).search(text, start.end())
            section = text[start.end():following.start() if following else len(text)]
            found.append(_read_section(file, section, one, words))
    return found


def _pattern(words: Vocabulary, part: str) -> str:
    return "|".join(words.words_of(FORMAT, part))


def _heading(heading: str) -> re.Pattern[str]:
    return re.compile(rf"^\s*{re.escape(heading)}\b", re.MULTILINE | re.IGNORECASE)


def _read_section(file: str, section: str, one: OfficialList, words: Vocabulary) -> ParsedList:
    rows: list[ListRow] = []
    left_out = 0
    for country, row in _rows(section, words):
        if one.scope and country not in one.scope:
            left_out += 1
        else:
            values = {
                "entity": row.lines, "requirement": row.requirement, "policy": row.policy, "citation": row.citation,
            }
            rows.append(make_row(values, country, words))
    if not rows:
        raise ListFileError(file, f"no rows of entities under {one.part_heading!r}; fetch the text again")
    note = Finding(
        "list-natural-persons", Severity.INFO,
        f"{one.short_title}: this format does not mark natural persons, so they are among the names.", file,
    )
    return ParsedList(one.list_id, words.formats[FORMAT], (file,), "", tell_apart(rows), left_out, (note,), lacks=LACKS)


def _rows(section: str, words: Vocabulary) -> Iterator[tuple[str, _OpenRow]]:
    requirement = re.compile(_pattern(words, "requirement"), re.IGNORECASE | re.DOTALL)
    citation = re.compile(_pattern(words, "citation"))
    country = ""
    seen_country = False
    row: _OpenRow | None = None
    for cell in _cells(section):
        text = "\n".join(cell)
        if _names_country(cell):
            if row:
                yield country, row
            country, row, seen_country = country_of(text, words), None, True
        elif not seen_country:
            continue  # the names of the columns
        elif _FOOTNOTE.match(text):
            if row:
                yield country, row
            row = None
        elif row is None:
            row = _OpenRow(cell)
        elif row.citation:
            if text.casefold().startswith(_AFTER) or text[:1] in "—–":
                row.lines.extend(cell)
            else:
                yield country, row
                row = _OpenRow(cell)
        elif not row.requirement and not requirement.match(text):
            row.lines.extend(cell)
        elif not row.requirement:
            row.requirement = cell
        elif citation.match(text):
            row.citation = cell
        else:
            row.policy.extend(cell)
    if row:
        yield country, row


def _cells(section: str) -> Iterator[list[str]]:
    cell: list[str] | None = None
    for line in section.split("\n"):
        if line.startswith("\t"):
            if cell:
                yield cell
            cell = []
        text = " ".join(line.split())
        if cell is not None and text:
            cell.append(text)
    if cell:
        yield cell


def _names_country(cell: list[str]) -> bool:
    text = cell[0]
    return (
        len(cell) == 1 and len(text) <= _COUNTRY_LENGTH and text == text.upper() and not re.search(r"\d", text)
        and any(c.isalpha() for c in text) and len(text) > 3
    )
