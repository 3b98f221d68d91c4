"""Comma-separated files with programme tags: no header, "-0-" for empty, one file of names and others beside it.

Names: number, name, type, programme, title, six of vessels, remarks. Other names: number, number, kind, name, remarks.
Addresses: number, number, address, city, country, remarks. Comments: number, the remark's overflow.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Mapping

from sinolens.domain.finding import Finding, Severity
from sinolens.reference.formats.remarks import Remarks, read_remarks
from sinolens.reference.formats.rows import (
    Gathering,
    ListFileError,
    ListRow,
    ParsedList,
    Vocabulary,
    decode,
    distinct,
    tidy,
)
from sinolens.reference.lists import OfficialList

FORMAT = "tagged-csv"
NAME_COLUMNS = 12
ALTERNATE_COLUMNS = 5
ADDRESS_COLUMNS = 6
# The publisher's files cut a remark there and put the rest into the file of comments.
REMARK_LIMIT = 1000
LACKS = frozenset({"parent_entry_id", "footnotes", "licence_policy"})
_ENTITY_TYPES = ("", "entity")
_END_OF_FILE = "\x1a"


def looks_like(text: str) -> bool:
    """Whether a text is a file of names in this format."""
    first = next(csv.reader(io.StringIO(text)), [])
    return len(first) == NAME_COLUMNS and first[0].strip().isdigit()


def looks_like_companion(text: str) -> str:
    """Which file beside the names a text is: "alternate", "address", "comment" or ""."""
    first = next(csv.reader(io.StringIO(text)), [])
    if not first or not first[0].strip().isdigit():
        return ""
    if len(first) == ALTERNATE_COLUMNS and first[1].strip().isdigit():
        return "alternate"
    if len(first) == ADDRESS_COLUMNS and first[1].strip().isdigit():
        return "address"
    return "comment" if len(first) == 2 else ""


def read(
    names: tuple[str, bytes],
    companions: Mapping[str, tuple[str, bytes]],
    lists: Mapping[str, OfficialList],
    words: Vocabulary,
    list_id: str = "",
) -> list[ParsedList]:
    """Read one set of files into one `ParsedList` per list found in it.

    Args:
        names: file name and bytes of the file of names.
        companions: "alternate", "address", "comment" to file name and bytes; any may be missing.
        lists: the lists by id; their `program_tag` says which rows are whose.
        words: the words of the format.
        list_id: take every row for this list, whatever its programme.

    Raises:
        ListFileError: a line does not have the columns of the format.
    """
    file = names[0]
    others = _collect(companions, "alternate", ALTERNATE_COLUMNS)
    addresses = _collect(companions, "address", ADDRESS_COLUMNS)
    comments = _collect(companions, "comment", 2)
    used = (file, *(one[0] for one in companions.values()))
    found = Gathering()
    for line, cells in _lines(file, names[1], NAME_COLUMNS):
        owners = [list_id] if list_id else _owners(cells[3], lists)
        for owner in owners:
            if cells[2].casefold() not in _ENTITY_TYPES:
                found.leave_out(owner)
                continue
            found.add(owner, *_row(file, line, cells, others[cells[0]], addresses[cells[0]], comments[cells[0]], words))
    return found.lists(words.formats[FORMAT], used, LACKS)


def _owners(programs: str, lists: Mapping[str, OfficialList]) -> list[str]:
    # Several programmes are written "A] [B".
    tags = {tag.strip(" []") for tag in programs.split("] [")}
    return [one.list_id for one in lists.values() if one.program_tag and one.program_tag in tags]


def _row(
    file: str,
    line: int,
    cells: list[str],
    others: list[list[str]],
    addresses: list[list[str]],
    comments: list[list[str]],
    words: Vocabulary,
) -> tuple[ListRow, list[Finding]]:
    name = tidy(cells[1])
    remark = cells[11] + "".join(comment[1] for comment in comments)
    found = read_remarks(remark, words, Remarks())
    found.former += [other[3] for other in others if other[2] == "fka"]
    aliases = distinct(name, found.aliases + [other[3] for other in others])
    noticed = found.findings(file, line, name)
    notes = found.note_text()
    if len(remark) >= REMARK_LIMIT and not remark.rstrip().endswith("."):
        notes = "; ".join(filter(None, (notes, "the published remark is cut")))
        noticed.append(Finding(
            "list-remark-cut", Severity.INFO, f"{name}: the remark is cut in this file; the file of comments has the "
            "rest.", file, row=line,
        ))
    row = ListRow(
        name, aliases, cells[0], country=_country(addresses, words), identifiers=tuple(found.identifiers), notes=notes,
        listed_on=found.dates.get("listed_on", ""), effective_on=found.dates.get("effective_on", ""),
        divest_by=found.dates.get("divest_by", ""), line=line,
    )
    return row, noticed


def _country(addresses: list[list[str]], words: Vocabulary) -> str:
    """The one country of all addresses; a city that is a country of its own counts as that country."""
    found = set()
    for address in addresses:
        places = [part.rstrip("0123456789 ") for part in address[3].split(",")]
        found.add(next(filter(None, map(words.country_of, places)), "") or words.country_of(address[4]))
    found.discard("")
    return found.pop() if len(found) == 1 else ""


def _collect(
    companions: Mapping[str, tuple[str, bytes]], kind: str, columns: int
) -> defaultdict[str, list[list[str]]]:
    found: defaultdict[str, list[list[str]]] = defaultdict(list)
    if kind in companions:
        file, data = companions[kind]
        for _, cells in _lines(file, data, columns):
            found[cells[0]].append(cells)
    return found


def _lines(file: str, data: bytes, columns: int) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(decode(data), newline=""))
    found = []
    for cells in reader:
        values = ["" if cell.strip() == "-0-" else cell.strip() for cell in cells]
        if not any(values) or values == [_END_OF_FILE]:
            continue
        if len(values) != columns:
            raise ListFileError(
                file, f"{len(values)} columns where the format has {columns}; fetch the file again", reader.line_num
            )
        found.append((reader.line_num, values))
    return found
