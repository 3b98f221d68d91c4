"""The date the holdings are true for: from banner, header, footer or file name, and never the run date."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from sinolens.importing.area import TableArea
from sinolens.importing.cells import BLANK, DATE, TEXT, Sheet
from sinolens.importing.dates import FoundDate, cell_date, find_dates
from sinolens.importing.headers import take_apart
from sinolens.importing.texts import text_of
from sinolens.importing.vocabulary import Vocabulary, clean_text

_MAX_BANNER = 60
_PERIOD = re.compile(r"\d\s*(?:-|–|—|to|through|thru|until)\s*[A-Za-z]*\s*$", re.IGNORECASE)
_MAX_FOOTER = 15


@dataclass(frozen=True, slots=True)
class AsOf:
    """The date, where it was found, and whether its day and month could be swapped.

    Attributes:
        iso: ISO date, "" when none was found.
        source: "column", "banner", "header", "footer", "sheet name", "file name", "given", another sheet or "".
        cell: address for banner and header.
        ambiguous: the other reading, "" when there is only one.
    """

    iso: str = ""
    source: str = ""
    cell: str = ""
    ambiguous: str = ""


def find_as_of(sheet: Sheet, area: TableArea, file_stem: str, vocabulary: Vocabulary) -> AsOf:
    """The as-of date of a table without an as-of column."""
    in_name = find_dates(file_stem)
    hints = [d.iso for d in in_name] + [d.other for d in in_name if d.other]
    labelled: list[tuple[FoundDate, str]] = []
    plain: list[tuple[FoundDate, str]] = []
    rows = [*range(max(0, area.header_first - _MAX_BANNER), area.header_first)]
    for row in rows:
        _collect(sheet, row, vocabulary, labelled, plain)
    found = labelled or plain
    if found:
        return _decide(found[0][0], "banner", found[0][1], hints)
    dated = [
        (take_apart(header, vocabulary).as_of, column, header)
        for column, header in zip(area.columns, area.headers, strict=True)
    ]
    iso, column, header = max(dated, default=("", 0, ""))
    if iso:
        return _decide(find_dates(header)[0], "header", sheet.address(area.header_last, column), hints)
    footer: list[tuple[FoundDate, str]] = []
    for row in range(max(area.header_last + 1, area.end - _MAX_FOOTER), area.end):
        _collect(sheet, row, vocabulary, footer, [])
    if footer:
        return _decide(footer[0][0], "footer", footer[0][1], hints)
    in_sheet = find_dates(sheet.name)
    if in_sheet:
        return _decide(in_sheet[0], "sheet name", "", hints)
    return _decide(in_name[0], "file name", "", []) if in_name else AsOf()


def find_cover_date(sheet: Sheet, vocabulary: Vocabulary) -> AsOf:
    """The date a sheet without holdings, such as a cover, says the file is true for; only where words say so."""
    labelled: list[tuple[FoundDate, str]] = []
    for row in range(min(len(sheet.values), _MAX_BANNER)):
        _collect(sheet, row, vocabulary, labelled, [])
    return _decide(labelled[0][0], f"sheet {sheet.name!r}", labelled[0][1], []) if labelled else AsOf()


def _collect(
    sheet: Sheet,
    row: int,
    vocabulary: Vocabulary,
    labelled: list[tuple[FoundDate, str]],
    plain: list[tuple[FoundDate, str]],
) -> None:
    """Dates of one row, sorted by whether a word of as-of or of a run stands before them."""
    before = ""
    known = len(labelled) + len(plain)
    for column in range(sheet.values.shape[1]):
        kind = sheet.kinds[row, column]
        if kind == BLANK:
            continue
        value = sheet.values[row, column]
        address = sheet.address(row, column)
        if kind == DATE:
            dates = [FoundDate(cell_date(value))]
            text = before
        elif kind == TEXT:
            text = clean_text(value)
            dates = find_dates(text)
        else:
            before = ""
            continue
        for found in _ends_of_periods(text, dates)[:4]:
            lead = f"{before} {text[: found.start] if kind == TEXT else ''}".lower()
            word = _nearest_word(lead, vocabulary)
            if word == "as_of":
                labelled.append((found, address))
            elif word != "run_date" and not re.search(r"\d:\d\d", text):
                plain.append((found, address))
        before = text if kind == TEXT else ""
    if len(labelled) + len(plain) > known:
        return
    # A text file cuts "June 30, 2026" in two at its comma.
    columns = np.flatnonzero(sheet.kinds[row] != BLANK)
    joined = ", ".join(text_of(sheet.values[row, c]) for c in columns[:4])
    if (
        1 < len(columns) <= 4
        and (dates := find_dates(joined))
        and _nearest_word(joined.lower(), vocabulary) != "run_date"
    ):
        plain.append((dates[0], sheet.address(row, int(columns[0]))))


def _ends_of_periods(text: str, dates: list[FoundDate]) -> list[FoundDate]:
    """The dates without those that start a period: "1/1/2026 - 3/31/2026" is true for its end."""
    ordered = sorted(dates, key=lambda d: d.start)
    starts = {
        id(one)
        for one, other in pairwise(ordered)
        if one.iso < other.iso and _PERIOD.search(text[one.start : other.start])
    }
    return [d for d in dates if id(d) not in starts]


def _nearest_word(lead: str, vocabulary: Vocabulary) -> str:
    """Kind of word, "as_of" or "run_date", that stands nearest before the date; "" when none does."""
    best, at = "", -1
    for kind in ("as_of", "run_date"):
        for word in vocabulary.words[kind]:
            match = None
            for match in re.finditer(rf"(?<![a-z]){re.escape(word)}(?![a-z])", lead):  # noqa: B007 - the last one is wanted
                pass
            if match and (match.end() > at or (match.end() == at and kind == "run_date")):
                best, at = kind, match.end()
    return best


def _decide(found: FoundDate, source: str, cell: str, hints: list[str]) -> AsOf:
    """Settle day and month: by the file's name, by a month's end, by the separator; else month first and say so."""
    if not found.other or found.other == found.iso:
        return AsOf(found.iso, source, cell)
    for hint in hints:
        if hint in (found.iso, found.other):
            return AsOf(hint, source, cell)
    ends = [d for d in (found.iso, found.other) if int(d[8:]) == monthrange(int(d[:4]), int(d[5:7]))[1]]
    if len(ends) == 1:
        return AsOf(ends[0], source, cell)
    # Dashes and points between numbers are written by those who put the day first.
    if found.separator in ("-", "."):
        return AsOf(found.other, source, cell, found.iso)
    return AsOf(found.iso, source, cell, found.other)
