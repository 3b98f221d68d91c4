"""Dates in cells, texts and file names."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd

from sinolens.domain.day import MONTH_NAMES, MONTHS

_MONTHS = {name.lower(): number for number, name in enumerate(MONTHS, start=1)}
_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/._]?(0[1-9]|1[0-2])[-/._]?(0[1-9]|[12]\d|3[01])(?!\d)")
_CHINESE = re.compile(r"((?:19|20)\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})([-/._ ])(\d{1,2})\2((?:19|20)?\d\d)(?!\d)")
_COMPACT_US = re.compile(r"(?<!\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])((?:19|20)\d\d)(?!\d)")
_DAY_MONTH = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?[-\s._/]*([A-Za-z]{3,9})\.?[-\s._/,]*((?:19|20)?\d\d)(?!\d)")
_MONTH_DAY = re.compile(r"(?<![A-Za-z])([A-Za-z]{3,9})\.?[-\s_]*(\d{1,2})(?:st|nd|rd|th)?[\s,_-]+((?:19|20)\d\d)(?!\d)")
_QUARTER = re.compile(
    r"(?<![A-Za-z0-9])(?:Q([1-4])[-\s_']*((?:19|20)\d\d)|((?:19|20)\d\d)[-\s_]*Q([1-4])|([1-4])Q[-\s_']*((?:19|20)?\d\d))(?!\d)",
    re.IGNORECASE,
)
_MONTH_YEAR = re.compile(r"(?<![A-Za-z])([A-Za-z]{3,9})\.?[-\s_,]+((?:19|20)\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text.

    Attributes:
        iso: ISO date; of an ambiguous one, the reading with the month first.
        other: the reading with the day first, "" when only one is possible.
        start: where in the text it starts.
        separator: between its numbers, "" for written months.
        precise: False when only a month or quarter is named and its last day was taken.
    """

    iso: str
    other: str = ""
    start: int = 0
    separator: str = ""
    precise: bool = True


def _iso(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text) if int(text) < 70 else 1900 + int(text)


def _month(word: str) -> int:
    month = _MONTHS.get(word[:3].lower(), 0)
    if not month or len(word) == 3 or word.lower() == "sept":
        return month
    return month if MONTH_NAMES[month - 1].lower().startswith(word.lower()) else 0


def find_dates(text: str) -> list[FoundDate]:
    """All dates in a text, the precise ones first, each in the order they stand."""
    found: list[FoundDate] = []
    taken: list[tuple[int, int]] = []

    def add(match: re.Match[str], iso: str, other: str = "", separator: str = "", precise: bool = True) -> None:
        span = match.span()
        if (iso or other) and not any(span[0] < end and start < span[1] for start, end in taken):
            taken.append(span)
            found.append(FoundDate(iso or other, other if iso else "", span[0], separator, precise))

    for m in _CHINESE.finditer(text):
        add(m, _iso(int(m[1]), int(m[2]), int(m[3])))
    for m in _ISO.finditer(text):
        add(m, _iso(int(m[1]), int(m[2]), int(m[3])))
    for m in _NUMERIC.finditer(text):
        year, first, second = _year(m[4]), int(m[1]), int(m[3])
        month_first = _iso(year, first, second)
        day_first = _iso(year, second, first) if first != second else ""
        add(m, month_first, day_first, m[2])
    for m in _DAY_MONTH.finditer(text):
        if _month(m[2]):
            add(m, _iso(_year(m[3]), _month(m[2]), int(m[1])))
    for m in _MONTH_DAY.finditer(text):
        if _month(m[1]):
            add(m, _iso(int(m[3]), _month(m[1]), int(m[2])))
    for m in _COMPACT_US.finditer(text):
        add(m, _iso(int(m[3]), int(m[1]), int(m[2])))
    for m in _QUARTER.finditer(text):
        quarter, year = int(m[1] or m[4] or m[5]), _year(m[2] or m[3] or m[6])
        add(m, _iso(year, quarter * 3, monthrange(year, quarter * 3)[1]), precise=False)
    for m in _MONTH_YEAR.finditer(text):
        if _month(m[1]):
            year = int(m[2])
            add(m, _iso(year, _month(m[1]), monthrange(year, _month(m[1]))[1]), precise=False)
    return sorted(found, key=lambda f: (not f.precise, f.start))


def cell_date(value: object) -> str:
    """ISO date of a date cell, "" when the value is none."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else ""


def serial_date(number: float) -> str:
    """ISO date of a spreadsheet's day number between 1980 and 2100, "" otherwise."""
    if not 29221 <= number <= 73050:
        return ""
    return (date(1899, 12, 30) + timedelta(days=int(number))).isoformat()


def read_dates(values: np.ndarray, given: bool | None = None) -> tuple[list[str], bool]:
    """ISO dates of a column, "" where there is none.

    The order of day and month is decided over the whole column; month first when nothing tells.

    Args:
        values: cells.
        given: whether the user says that the day comes first; None = found.

    Returns:
        The dates, and whether ambiguous dates were read although nothing in the column decided their order.
    """
    codes, uniques = pd.factorize(values, use_na_sentinel=False)
    texts: dict[str, FoundDate] = {}
    for cell in uniques:
        if isinstance(cell, str) and (dates := find_dates(cell)):
            texts[cell] = dates[0]
    # Numeric dates that can be read one way only show the order of the others.
    plain = [(text, found) for text, found in texts.items() if found.separator and not found.other]
    day_first = any(int(re.split(r"\D", text[found.start :])[0]) > 12 for text, found in plain)
    if given is not None:
        day_first = given
    open_dates = any(found.other and found.other != found.iso for found in texts.values())
    undecided = given is None and not plain and open_dates
    read = np.empty(len(uniques), object)
    for i, cell in enumerate(uniques):
        if isinstance(cell, str):
            own = texts.get(cell)
            read[i] = "" if own is None else own.other if day_first and own.other else own.iso
        elif isinstance(cell, (int, float)) and not isinstance(cell, bool):
            read[i] = serial_date(float(cell))
        else:
            read[i] = cell_date(cell)
    result: list[str] = read[codes].tolist() if len(read) else []
    return result, undecided
