"""Which rows of a table are positions, and why the others are not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from sinolens.importing.area import CLASS, HOW_MUCH, WHAT, TableArea
from sinolens.importing.cells import BLANK, TEXT, Sheet
from sinolens.importing.dates import find_dates
from sinolens.importing.mapping import ColumnMap
from sinolens.importing.numbers import NumberColumn
from sinolens.importing.texts import text_of
from sinolens.importing.vocabulary import Vocabulary, clean_text

REPEATED = "header repeated"
UNREADABLE = "amount that is no number"
TOTAL, UNNAMED, CAPTION = "total row", "amounts without a name or identifier", "group caption"
_TOTALS = (TOTAL, UNNAMED)
CODES = ("isin", "cusip", "sedol", "figi", "ticker", "identifier", "internal_id")


@dataclass(slots=True)
class RowPlan:
    """The rows of a table. Numbers count from 0 on the sheet.

    Attributes:
        positions: rows that are positions.
        skipped: row → reason.
        captions: caption text that holds for each position, "" when none.
        accounts: caption of the block each position stands in, where every block has a header of its own.
        totals: rows with a total, with their label.
    """

    positions: np.ndarray
    skipped: dict[int, str] = field(default_factory=dict)
    captions: list[str] = field(default_factory=list)
    accounts: list[str] = field(default_factory=list)
    totals: list[tuple[int, str]] = field(default_factory=list)


def plan_rows(
    sheet: Sheet, area: TableArea, columns: ColumnMap, numbers: dict[str, NumberColumn], vocabulary: Vocabulary
) -> RowPlan:
    """Sort the rows below a header into positions and skipped rows.

    Args:
        sheet: the cells.
        area: the table.
        columns: its column map.
        numbers: mapped numeric columns over the rows of the body.
        vocabulary: words of totals and footers.
    """
    body = _Body(sheet, area, columns, numbers, vocabulary.words)
    plan = RowPlan(np.empty(0, np.int64))
    position = np.ones(len(body.filled), bool)
    caption = ""
    captions: dict[int, str] = {}
    for i in map(int, np.flatnonzero(body.suspects())):
        row, label = body.start + i, body.label(i)
        reason = body.why_skipped(i, label)
        if reason:
            position[i] = False
            plan.skipped[row] = reason
        if reason in _TOTALS:
            plan.totals.append((row, label if reason == TOTAL else ""))
        elif reason == CAPTION:
            caption = label
        captions[i] = caption
    places = np.flatnonzero(position)
    plan.positions = body.start + places
    blocks = _block_captions(sheet, area, plan, captions)
    named = set(blocks.values())
    plan.captions = _spread(places, {i: "" if c in named else c for i, c in captions.items()})
    plan.accounts = _spread(places, blocks)
    return plan


class _Body:
    """What the rows below a header hold, an entry a row, and why a row is no position.

    Attributes:
        start: row of the sheet the body begins with.
        filled, texts: how many of its cells are not blank, and are texts.
        amount, unread: it has an amount; it has a text where an amount belongs.
        what, code: it has a name or identifier; it has an identifier.
        repeated: it is the header once more.
        total_like: a cell of it is a word of totals.
    """

    def __init__(
        self,
        sheet: Sheet,
        area: TableArea,
        columns: ColumnMap,
        numbers: dict[str, NumberColumn],
        words: dict[str, frozenset[str]],
    ) -> None:
        self._sheet, self._area, self._columns, self._numbers, self._words = sheet, area, columns, numbers, words
        fields = columns.by_field
        self.start = area.header_last + 1
        kinds = sheet.kinds[self.start : area.end]
        own = kinds[:, list(area.columns)]
        self.filled = np.count_nonzero(own != BLANK, axis=1)
        self.texts = np.count_nonzero(own == TEXT, axis=1)
        amounts = [c for f, c in numbers.items() if f in HOW_MUCH or f in ("called", "unfunded", "accrued", "cost")]
        self.amount = np.zeros(len(self.filled), bool)
        self.unread = np.zeros(len(self.filled), bool)
        for column in amounts:
            self.amount |= ~np.isnan(column.values)
            self.unread |= column.unread
        what = [fields[f].column for f in WHAT if f in fields] or [fields[f].column for f in (CLASS,) if f in fields]
        self._codes = [fields[f].column for f in CODES if f in fields]
        self.what = (kinds[:, what] != BLANK).any(axis=1)
        self.code = (kinds[:, self._codes] != BLANK).any(axis=1)
        self.repeated = _repeated_headers(sheet, area, self.filled)
        self.total_like = _total_labels(sheet, self.start, area, what, words)
        self._labels = _labels(sheet, area, fields["name"].column if "name" in fields else -1)

    def suspects(self) -> np.ndarray:
        """Rows to look at: those with less than a position has, repeated headers, and what reads like a total."""
        usual = float(np.median(self.filled[self.filled > 0])) if (self.filled > 0).any() else 0
        whole = self.amount & self.what & (self.code | (self.filled > max(3, 0.6 * usual)))
        return np.asarray(~whole | self.repeated | self.total_like)

    def label(self, i: int) -> str:
        """The name of a row, or its first text; "" for a blank row and for a header."""
        return "" if not self.filled[i] or self.repeated[i] else self._labels(self.start + i)

    def why_skipped(self, i: int, label: str) -> str:
        """Why a row is no position, "" when it is one."""
        if not self.filled[i]:
            return "blank row"
        if self.repeated[i]:
            return REPEATED
        low = label.lower()
        if (self.total_like[i] or is_total(low, self._words)) and not (self.code[i] and self._has_plain_code(i)):
            return TOTAL
        if self.filled[i] <= 2 and not self.code[i] and _is_date_line(self._sheet, self.start + i, self._area):
            return "date line"
        if self.amount[i]:
            return "" if self.what[i] else UNNAMED
        return self._why_without_amount(i, low)

    def _why_without_amount(self, i: int, low: str) -> str:
        few = self.filled[i] <= 2
        if few and self.texts[i] >= 1 and _is_footer(low, self._words["footer"]):
            return "footer"
        if self.unread[i] and self._has_plain_code(i):
            return ""
        # A row of texts right under the header is a second line of it, such as units.
        headed = i == 0 and self.filled[i] == self.texts[i] > 2
        if self.unread[i] and self.what[i] and not headed and (
            cell := _unread_cell(self._sheet, self._area, self._columns, self._numbers, i)
        ):
            return f"{UNREADABLE}: cell {cell}"
        return CAPTION if few and self.texts[i] == self.filled[i] else "no amount in the row"

    def _has_plain_code(self, i: int) -> bool:
        return _plain_code(self._sheet, self.start + i, self._codes, self._words["null"])


def reason_kind(reason: str) -> str:
    """Why rows like this one were skipped, without the place that only this one has."""
    return reason.partition(": cell ")[0]


def _unread_cell(
    sheet: Sheet, area: TableArea, columns: ColumnMap, numbers: dict[str, NumberColumn], offset: int
) -> str:
    """Address of the first amount of a row that is no number, the value's own before others; "" when there is none.

    Words that only carry a caption on, as in "Equities | (continued)", are no amounts.
    """
    ranked = sorted(numbers, key=lambda name: not name.startswith(("market_value", "nav")))
    row = area.header_last + 1 + offset
    for name in ranked:
        if name in HOW_MUCH and numbers[name].unread[offset]:
            column = columns.by_field[name].column
            if not text_of(sheet.values[row, column]).strip("() .…").lower().startswith("cont"):
                return sheet.address(row, column)
    return ""


def _block_captions(sheet: Sheet, area: TableArea, plan: RowPlan, captions: dict[int, str]) -> dict[int, str]:
    """Captions right above a header that is repeated for each block, by their place in the body."""
    start = area.header_last + 1
    repeats = sorted(row - start for row, reason in plan.skipped.items() if reason == REPEATED)
    if not repeats:
        return {}
    blocks: dict[int, str] = {}
    above = [
        r
        for r in range(max(0, area.header_first - 2), area.header_first)
        if np.count_nonzero(sheet.kinds[r] != BLANK) == 1
    ]
    if above:
        columns = np.flatnonzero(sheet.kinds[above[-1]] == TEXT)
        if columns.size:
            blocks[-1] = clean_text(sheet.values[above[-1], columns[0]])
    for repeat in repeats:
        before = [i for i in range(max(0, repeat - 3), repeat) if plan.skipped.get(start + i) == CAPTION]
        if before:
            blocks[before[-1]] = captions[before[-1]]
    return blocks if len(blocks) > 1 or -1 not in blocks else {}


def _spread(positions: np.ndarray, captions: dict[int, str]) -> list[str]:
    """For every position the caption nearest above it."""
    marks = np.array(sorted(captions), np.int64)
    texts = np.array(["", *(captions[int(mark)] for mark in marks)], object)
    result: list[str] = texts[np.searchsorted(marks, positions, side="right")].tolist()
    return result


def _labels(sheet: Sheet, area: TableArea, name: int) -> Callable[[int], str]:
    def label(row: int) -> str:
        if name >= 0 and sheet.kinds[row, name] == TEXT:
            return clean_text(sheet.values[row, name])
        for column in area.columns:
            if sheet.kinds[row, column] == TEXT:
                return clean_text(sheet.values[row, column])
        return ""

    return label


def _total_labels(
    sheet: Sheet, start: int, area: TableArea, what: list[int], words: dict[str, frozenset[str]]
) -> np.ndarray:
    result = np.zeros(area.end - start, bool)
    initials = {form for word in words["total"] | words["lead"] for form in (word[0], word[0].upper())} | set(
        " *-\u00a0"
    )
    for column in {*what, *area.columns[:3]}:
        codes, uniques = pd.factorize(sheet.values[start : area.end, column], use_na_sentinel=False)
        hits = [
            type(cell) is str and cell[:1] in initials and is_total(cell[:40].strip().lower(), words)
            for cell in uniques
        ]
        if any(hits):
            result |= np.array(hits)[codes]
    return result


def is_total(low: str, words: dict[str, frozenset[str]]) -> bool:
    """A label of totals: one of the known words, or led by one."""
    low = low.strip(" :*-")
    if low.startswith(tuple(words["not total"])):
        return False
    return low in words["total"] or low.partition(" ")[0].rstrip(":") in words["lead"]


def _is_date_line(sheet: Sheet, row: int, area: TableArea) -> bool:
    """Nothing but a date, perhaps cut in two at its comma."""
    cells = [text_of(sheet.values[row, c]) for c in area.columns if sheet.kinds[row, c] != BLANK]
    joined = ", ".join(cells)
    return len(joined) <= 22 and any(c.isalpha() for c in joined) and bool(find_dates(joined))


def _is_footer(low: str, words: frozenset[str]) -> bool:
    return len(low) > 90 or any(low.startswith(word) for word in words)


def _plain_code(sheet: Sheet, row: int, codes: list[int], nulls: frozenset[str]) -> bool:
    """A row with a real identifier is a position even when its name starts with a word of totals."""
    for column in codes:
        value = sheet.values[row, column]
        text = clean_text(value) if isinstance(value, str) else str(value)
        if text and text.lower() not in nulls and any(c.isdigit() for c in text):
            return True
    return False


def _repeated_headers(sheet: Sheet, area: TableArea, filled: np.ndarray) -> np.ndarray:
    start = area.header_last + 1
    score = np.zeros(len(filled))
    if area.headerless:
        return score > 0
    named = 0
    for column in area.columns:
        own = sheet.values[area.header_last, column]
        if not isinstance(own, str) or not own.strip():
            continue
        named += 1
        score += sheet.values[start : area.end, column] == own
    return score >= max(2.0, 0.6 * named)
