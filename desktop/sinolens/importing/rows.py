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
from sinolens.importing.texts import read_texts, text_of
from sinolens.importing.vocabulary import Vocabulary, clean_text, header_key

_DETAILED = 0.8
REPEATED = "header repeated"
UNREADABLE = "amount that is no number"
_CODES = ("isin", "cusip", "sedol", "figi", "ticker", "identifier", "internal_id")


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
    start = area.header_last + 1
    used = list(area.columns)
    kinds = sheet.kinds[start : area.end][:, used]
    filled = np.count_nonzero(kinds != BLANK, axis=1)
    texts = np.count_nonzero(kinds == TEXT, axis=1)
    fields = columns.by_field
    amounts = [c for f, c in numbers.items() if f in HOW_MUCH or f in ("called", "unfunded", "accrued", "cost")]
    has_amount = np.zeros(len(filled), bool)
    unread = np.zeros(len(filled), bool)
    for column in amounts:
        has_amount |= ~np.isnan(column.values)
        unread |= column.unread
    what = [fields[f].column for f in WHAT if f in fields] or [fields[f].column for f in (CLASS,) if f in fields]
    codes = [fields[f].column for f in _CODES if f in fields]
    body_kinds = sheet.kinds[start : area.end]
    has_what = (body_kinds[:, what] != BLANK).any(axis=1) if what else np.zeros(len(filled), bool)
    has_code = (body_kinds[:, codes] != BLANK).any(axis=1) if codes else np.zeros(len(filled), bool)
    plan = RowPlan(np.empty(0, np.int64))
    repeated = _repeated_headers(sheet, area, filled)
    suspects = ~(
        has_amount
        & has_what
        & (has_code | (filled > max(3, 0.6 * float(np.median(filled[filled > 0]) if (filled > 0).any() else 0))))
    )
    suspects |= repeated
    words = vocabulary.words
    labels = _labels(sheet, area, fields["name"].column if "name" in fields else -1)
    position = np.ones(len(filled), bool)
    caption = ""
    captions: dict[int, str] = {}
    total_like = _total_labels(sheet, start, area, what, words)
    for i in np.flatnonzero(suspects | total_like):
        row = start + int(i)
        reason = ""
        if filled[i] == 0:
            reason = "blank row"
        elif repeated[i]:
            reason = REPEATED
        else:
            label = labels(row)
            low = label.lower()
            if (total_like[i] or is_total(low, words)) and not (
                has_code[i] and _plain_code(sheet, row, codes, words["null"])
            ):
                reason = "total row"
                plan.totals.append((row, label))
            elif filled[i] <= 2 and not has_code[i] and _is_date_line(sheet, row, area):
                reason = "date line"
            elif not has_amount[i] and filled[i] <= 2 and texts[i] >= 1 and _is_footer(low, words["footer"]):
                reason = "footer"
            elif not has_amount[i] and unread[i] and _plain_code(sheet, row, codes, words["null"]):
                reason = ""
            elif unread[i] and not has_amount[i] and has_what[i] and not (i == 0 and filled[i] == texts[i] > 2) and (
                cell := _unread_cell(sheet, area, columns, numbers, int(i))
            ):
                # A row of texts right under the header is a second line of it, such as units.
                reason = f"{UNREADABLE}: cell {cell}"
            elif not has_amount[i] and texts[i] == filled[i] and filled[i] <= 2:
                reason = "group caption"
                caption = label
            elif not has_amount[i]:
                reason = "no amount in the row"
            elif not has_what[i]:
                reason = "amounts without a name or identifier"
                plan.totals.append((row, ""))
        if reason:
            position[i] = False
            plan.skipped[row] = reason
        captions[int(i)] = caption
    plan.positions = start + np.flatnonzero(position)
    blocks = _block_captions(sheet, area, plan, captions)
    named = set(blocks.values())
    plan.captions = _spread(np.flatnonzero(position), {i: "" if c in named else c for i, c in captions.items()})
    plan.accounts = _spread(np.flatnonzero(position), blocks)
    return plan


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
        before = [i for i in range(max(0, repeat - 3), repeat) if plan.skipped.get(start + i) == "group caption"]
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


def find_unlabelled_total(
    plan: RowPlan,
    units: np.ndarray,
    numbers: dict[str, NumberColumn],
    sheet: Sheet,
    area: TableArea,
    columns: ColumnMap,
) -> None:
    """Make the last position a total when it adds all others up and has nothing else that positions here have."""
    if len(plan.positions) < 3 or not np.isfinite(units[-1]) or not units[-1]:
        return
    if abs(float(np.nansum(units[:-1])) - float(units[-1])) > 0.005 * len(units):
        return
    offsets = plan.positions - area.header_last - 1
    details = [np.isfinite(numbers[f].values[offsets]) for f in ("quantity", "price", "price_local") if f in numbers]
    for name in _CODES:
        if name in columns.by_field:
            details.append(sheet.kinds[plan.positions, columns.by_field[name].column] != BLANK)
    if not details:
        return
    detailed = np.logical_or.reduce(details)
    if not detailed[-1] and np.mean(detailed[:-1]) >= _DETAILED:
        row = int(plan.positions[-1])
        drop_rows(plan, plan.positions[-1:], "total row")
        plan.totals.append((row, ""))
        plan.totals.sort()


def drop_rows(plan: RowPlan, rows: np.ndarray, reason: str) -> None:
    """Make positions skipped rows."""
    gone = {int(row) for row in rows}
    keep = [i for i, row in enumerate(plan.positions) if int(row) not in gone]
    plan.skipped |= dict.fromkeys(gone, reason)
    plan.captions = [plan.captions[i] for i in keep]
    plan.accounts = [plan.accounts[i] for i in keep]
    plan.positions = plan.positions[keep]


def leave_out_excluded(plan: RowPlan, sheet: Sheet, columns: ColumnMap, vocabulary: Vocabulary) -> None:
    """Take out the rows the file itself marks as not counting."""
    column = columns.by_field.get("include")
    if column is None or not len(plan.positions):
        return
    marks = read_texts(sheet.values[plan.positions, column.column], frozenset())
    words = vocabulary.words
    out_words = (
        words["exclude"]
        if header_key(column.header) not in words["excluding"]
        else words["yes"] | {"excluded", "exclude"}
    )
    drop_rows(plan, plan.positions[[mark.lower() in out_words for mark in marks]], "marked as excluded in the file")


def leave_out_repeats(plan: RowPlan, units: np.ndarray, weights: np.ndarray | None, has_value: bool) -> None:
    """Take out blocks under a repeated header that add to the same whole as the first: its funds looked through."""
    marks = sorted(row for row, reason in plan.skipped.items() if reason == REPEATED)
    amounts = units if has_value else weights
    if not marks or amounts is None or not len(plan.positions):
        return
    block = np.searchsorted(marks, plan.positions)
    sizes = np.bincount(block, minlength=len(marks) + 1)
    sums = np.bincount(block, weights=np.nan_to_num(amounts), minlength=len(marks) + 1)
    if not sums.any():
        return
    first = int(np.flatnonzero(sums)[0])
    again = (
        (np.abs(sums - sums[first]) <= 0.01 * abs(sums[first]))
        & (sizes > sizes[first])
        & (np.arange(len(sums)) > first)
    )
    drop_rows(plan, plan.positions[again[block]], "repeats the holdings above, looked through their funds")
