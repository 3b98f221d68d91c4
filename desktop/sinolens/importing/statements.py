"""Statements laid out downwards: a label, its value beside it, for one fund interest at a time.

What a statement says is laid out as a table of one row to the right of the cells, level with its value, so that
everything that reads a table reads it too and the position keeps the row of its value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from sinolens.domain.finding import Finding, Severity
from sinolens.importing.area import TableArea
from sinolens.importing.cells import BLANK, DATE, NUMBER, TEXT, Sheet, column_letters
from sinolens.importing.dates import find_dates
from sinolens.importing.headers import read_header
from sinolens.importing.numbers import parse_number
from sinolens.importing.titles import PAIR, find_title_cell
from sinolens.importing.understanding import ImportedTable
from sinolens.importing.vocabulary import Vocabulary, clean_text, header_key

_MAX_ROWS = 400
_LEAST_SCORE = 0.6
_VALUE = ("nav", "market_value", "market_value_base", "nav_base", "market_value_local", "nav_local")
_AMOUNTS = frozenset(
    {*_VALUE, "commitment", "called", "unfunded", "commitment_base", "unfunded_base", "quantity", "price"}
)
_NAMES = ("fund", "name")
_TEXTS = frozenset({*_NAMES, "manager", "account", "account_name", "currency", "base_currency"})
_DATES = frozenset({"as_of", "nav_date", "commitment_date"})
_GROUP = re.compile(r"\d{3}(?:\.\d+)?")
_TAIL = re.compile(r"\s+[-–—]\s+|\s*\(|,\s")


@dataclass(frozen=True, slots=True)
class _Entry:
    field: str
    score: float
    label: str
    row: int
    column: int
    value: object


@dataclass(frozen=True)
class Statement:
    """A statement as a table.

    Attributes:
        sheet: the cells with the statement's table to the right of them.
        area: that table.
        value_column: column of the value in the file, counted from 0.
        competing: columns with other amounts for the value, counted from 0.
        cells: row and column, counted from 0, of each cell that was read, with the field it was read as.
    """

    sheet: Sheet
    area: TableArea
    value_column: int
    competing: tuple[int, ...] = ()
    cells: Mapping[tuple[int, int], str] = field(default_factory=dict)


def find_statements(sheet: Sheet, vocabulary: Vocabulary, file_stem: str) -> list[Statement]:
    """Statements on a sheet, from top to bottom; empty when the sheet is none.

    Args:
        sheet: the cells.
        vocabulary: known labels.
        file_stem: name of the file without its ending, the fund's name where the sheet has none.
    """
    rows = min(len(sheet.values), _MAX_ROWS)
    shares = _share_columns(sheet, rows, vocabulary)
    entries = [e for row in range(rows) if (e := _entry(sheet, row, vocabulary, shares)) is not None]
    made = [_statement(sheet, group, start, vocabulary, file_stem) for start, group in _groups(entries)]
    return [statement for statement in made if statement is not None]


def mark_statement(table: ImportedTable, statement: Statement) -> ImportedTable:
    """A statement's table with the address its value has in the file, and the finding that says how it was read."""
    row = statement.area.header_last + 1
    value = column_letters(statement.value_column)
    notes = [
        Finding(
            "statement",
            Severity.INFO,
            "The sheet is a statement laid out downwards; its labels were read as the columns of one position.",
            table.summary.file,
            table.summary.sheet,
            f"{value}{row + 1}",
            row + 1,
        )
    ]
    if statement.competing:
        others = ", ".join(f"{column_letters(c)}{row + 1}" for c in statement.competing)
        notes.append(
            Finding(
                "columns-compete",
                Severity.WARNING,
                f"The value was taken from {value}{row + 1}; {others} could be it too. Check it.",
                table.summary.file,
                table.summary.sheet,
                f"{value}{row + 1}",
                row + 1,
            )
        )
    summary = replace(table.summary, findings=(*table.summary.findings, *notes))
    return replace(table, summary=summary, columns={"market_value": value}, downwards=statement.cells)


def _entry(sheet: Sheet, row: int, vocabulary: Vocabulary, shares: dict[int, int]) -> _Entry | None:
    """What a row says: its first text is a known label, the value stands beside it or behind its colon."""
    filled = np.flatnonzero(sheet.kinds[row] != BLANK)
    if not filled.size or sheet.kinds[row, filled[0]] != TEXT:
        return None
    first = int(filled[0])
    label = clean_text(sheet.values[row, first])
    pair = PAIR.match(_uncut(sheet, row, first, label))
    if pair and (known := _field(pair[1], pair[2], TEXT, vocabulary)):
        return _Entry(*known, pair[1], row, first, pair[2])
    beside = [int(c) for c in filled[1:]]
    if not beside:
        return None
    column = max(beside, key=lambda c: (shares.get(c, 0), -c))
    value, kind = sheet.values[row, column], int(sheet.kinds[row, column])
    known = _field(label.rstrip(":： "), value, kind, vocabulary)
    if known and known[0] in _TEXTS and (len(beside) > 1 or (sheet.kinds[:row, :first] != BLANK).any()):
        # Texts side by side are headings of columns, not a label and its value.
        return None
    return _Entry(*known, label, row, column, value) if known else None


def _uncut(sheet: Sheet, row: int, first: int, label: str) -> str:
    """A text with the groups of digits a text file has cut off at their commas."""
    for column in range(first + 1, sheet.values.shape[1]):
        part = sheet.values[row, column]
        if not (isinstance(part, str) and label[-1:].isdigit() and _GROUP.fullmatch(part)):
            break
        label += f",{part}"
    return label


def _field(label: str, value: object, kind: int, vocabulary: Vocabulary) -> tuple[str, float] | None:
    """Field and certainty of a label whose value is of the right kind."""
    words = vocabulary.words
    low = f" {header_key(label)} "
    if len(label) > 80 or any(f" {word} " in low for word in words["opening"]):
        return None
    label = _plain_label(label, vocabulary)
    readings = read_header(label, vocabulary)
    if not readings or readings[0].score < _LEAST_SCORE:
        # "Ending NAV - net of incentive allocation": what follows only says how it was reckoned.
        readings = read_header(_TAIL.split(label)[0], vocabulary)
    for reading in readings:
        if reading.score < _LEAST_SCORE:
            break
        if reading.field == "called" and low.strip() in words["period_flow"]:
            # In a roll-forward this is what was paid in the period, not since the fund began.
            return None
        amount = kind in (NUMBER,) or (isinstance(value, str) and parse_number(value) is not None)
        if reading.field in _AMOUNTS and amount:
            return reading.field, reading.score
        if reading.field in _TEXTS and kind == TEXT and not amount:
            return reading.field, reading.score
        if reading.field in _DATES and (kind == DATE or not amount):
            return reading.field, reading.score
    return None


def _plain_label(label: str, vocabulary: Vocabulary) -> str:
    """A label without its date and without words that only say that it closes a period."""
    dates = find_dates(label)
    if dates:
        label = label[: min(date.start for date in dates)]
    label = label.strip(" ,;(-–")
    for tail in sorted(vocabulary.words["closing_tail"], key=len, reverse=True):
        if label.lower().endswith(f" {tail}") or label.lower().endswith(f",{tail}"):
            return label[: -len(tail)].strip(" ,;(-–")
    return label


def _share_columns(sheet: Sheet, rows: int, vocabulary: Vocabulary) -> dict[int, int]:
    """How much the words over a column speak for the investor's own share since inception; higher is better."""
    found: dict[int, int] = {}
    width = sheet.values.shape[1]
    for row in range(rows):
        columns = [int(c) for c in np.flatnonzero(sheet.kinds[row] == TEXT)]
        if len(columns) < 2 or np.count_nonzero(sheet.kinds[row] == NUMBER):
            continue
        for column, end in zip(columns, [*columns[1:], width], strict=True):
            low = f" {header_key(str(sheet.values[row, column]))} "
            points = sum(
                weight
                for kind, weight in (("own_share", 4), ("inception", 1), ("whole_fund", -4))
                if any(f" {header_key(word)} " in low for word in vocabulary.words[kind])
            )
            if points and column:
                # A heading over several columns stands above the first of them.
                for covered in range(column, end):
                    found[covered] = found.get(covered, 0) + points
    return found


def _groups(entries: list[_Entry]) -> list[tuple[int, list[_Entry]]]:
    """Entries by statement, with the row each starts in: a second fund's name starts the next."""
    groups: list[tuple[int, list[_Entry]]] = [(0, [])]
    for entry in entries:
        if entry.field == "fund" and any(e.field in _VALUE for e in groups[-1][1]):
            groups.append((entry.row, []))
        groups[-1][1].append(entry)
    return groups


def _statement(
    sheet: Sheet, entries: list[_Entry], start: int, vocabulary: Vocabulary, file_stem: str
) -> Statement | None:
    best: dict[str, _Entry] = {}
    for entry in entries:
        if entry.field not in best or entry.score > best[entry.field].score:
            best[entry.field] = entry
    value = next((best[f] for f in _VALUE if f in best), None)
    names = [f for f in _NAMES if f in best]
    private = best.keys() & {"commitment", "called", "unfunded", "commitment_base", "unfunded_base"}
    if value is None or not (private or names) or len(best) < 3:
        return None
    header_row = value.row - 1
    if header_row < 0:
        return None
    cells: dict[str, object] = {_header(e): e.value for e in best.values()}
    title = find_title_cell(sheet, start, value.row, vocabulary) if not names else None
    if not names:
        cells = {"Fund": clean_text(sheet.values[title]) if title is not None else file_stem, **cells}
    height, width = sheet.values.shape
    added = np.full((height, len(cells)), "", object)
    added[header_row], added[value.row] = list(cells), list(cells.values())
    wide = Sheet(sheet.name, np.concatenate([sheet.values, added], axis=1), sheet.hidden, sheet.traits)
    columns = tuple(range(width, width + len(cells)))
    area = TableArea(header_row, header_row, value.row + 1, columns, tuple(cells), 1.0, joined=columns)
    competing = tuple(
        int(c) for c in np.flatnonzero(sheet.kinds[value.row] == NUMBER)
        if c != value.column and sheet.values[value.row, c] != value.value
    )
    used = {(e.row, e.column): e.field for e in best.values()} | ({title: "fund"} if title is not None else {})
    return Statement(wide, area, value.column, competing, used)


def _header(entry: _Entry) -> str:
    return entry.label.rstrip(":： ")
