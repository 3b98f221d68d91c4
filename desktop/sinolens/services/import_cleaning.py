"""Use case: list what was cleaned in a table, kind by kind, with an example and the cell it stands in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sinolens.importing.cells import TEXT
from sinolens.importing.numbers import find_decimal_mark, own_mark, parse_number
from sinolens.importing.vocabulary import clean_text, load_vocabulary
from sinolens.importing.workbook import ImportedTable
from sinolens.services.import_progress import value_findings

_INVISIBLE = "\u00a0\u200b\u200c\u200d\ufeff\u2007\u202f"
_SPACES = "Invisible or doubled spaces were taken out of a name"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """One kind of cleaning.

    Attributes:
        what: in the user's words.
        count: cells.
        cell: address of the first one, "" when it is about the whole table.
        before, after: of the first one.
    """

    what: str
    count: int
    cell: str = ""
    before: str = ""
    after: str = ""


@dataclass(slots=True)
class _Found:
    """A kind of cleaning while its cells are counted."""

    count: int
    cell: str
    before: str
    after: str


def list_cleaning(table: ImportedTable) -> tuple[Cleaned, ...]:
    """Everything that was read otherwise than it is typed, most cells first. Only cells of positions count."""
    found: dict[str, _Found] = {}
    sheet, rows = table.table.sheet, table.table.plan.positions
    nulls = load_vocabulary().words["null"]
    for name in table.table.numbers:
        column = table.table.columns.by_field[name].column
        texts = np.flatnonzero(sheet.kinds[rows, column] == TEXT)
        if not texts.size:
            continue
        codes, words = pd.factorize(sheet.values[rows[texts], column], use_na_sentinel=False)
        counts = np.bincount(codes, minlength=len(words)).tolist()
        _, first = np.unique(codes, return_index=True)
        mark = find_decimal_mark([str(word) for word in words[:2000]])
        for code, word in enumerate(words):
            if word.isdigit():
                continue
            is_null = not any(map(str.isdigit, word)) and clean_text(word).lower() in nulls
            for what in _kinds(word, mark, is_null):
                known = found.get(what)
                if known is not None:
                    known.count += counts[code]
                    continue
                place = sheet.address(int(rows[texts[first[code]]]), column)
                after = _shown(parse_number(word, own_mark(word) or mark), is_null)
                found[what] = _Found(counts[code], place, word, after)
    _list_texts(table, found)
    listed = [Cleaned(what, hit.count, hit.cell, hit.before, hit.after) for what, hit in found.items()]
    listed.sort(key=lambda one: -one.count)
    told = [Cleaned(finding.message, 1, finding.cell) for finding in value_findings(table)]
    return (*listed, *_merged(told))


def _merged(told: list[Cleaned]) -> list[Cleaned]:
    """The same sentence once, however often it was said."""
    kept: dict[str, Cleaned] = {}
    for one in told:
        known = kept.get(one.what)
        kept[one.what] = one if known is None else Cleaned(one.what, known.count + 1, known.cell)
    return list(kept.values())


def _list_texts(table: ImportedTable, found: dict[str, _Found]) -> None:
    """Invisible characters and white space at the ends of names."""
    column = table.table.columns.by_field.get("name")
    if column is None:
        return
    sheet = table.table.sheet
    for row in table.table.plan.positions.tolist():
        word = sheet.values[row, column.column]
        if isinstance(word, str) and word != clean_text(word):
            known = found.get(_SPACES)
            if known is not None:
                known.count += 1
            else:
                found[_SPACES] = _Found(1, sheet.address(row, column.column), word, clean_text(word))


def _kinds(word: str, mark: str, is_null: bool) -> list[str]:
    text = word.strip()
    if is_null:
        return ["A mark that means “nothing” was read as empty"]
    kinds = []
    if text.startswith("(") or text.endswith((")", ")%")):
        kinds.append("Parentheses were read as a minus")
    if text.endswith("-"):
        kinds.append("A trailing minus was read as a minus")
    if text.upper().endswith((" CR", " DR")):
        kinds.append("CR was read as a minus")
    if "%" in text:
        kinds.append("A percent sign was taken off")
    if not word.isascii() and any(character in word for character in _INVISIBLE):
        kinds.append("Invisible spaces were taken out of a number")
    if (own_mark(word) or mark) == "," and "," in text:
        kinds.append("A decimal comma was read as a decimal point")
    elif "," in text or "'" in text or "’" in text or " " in text.strip("()-% "):
        kinds.append("Thousands separators were taken out")
    if any(sign in text for sign in "$€£¥₩₹"):
        kinds.append("A currency sign was taken off")
    return kinds


def _shown(number: float | None, is_null: bool) -> str:
    return "empty" if is_null else "not a number" if number is None else f"{number:,.10g}"
