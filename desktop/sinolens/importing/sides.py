"""Long or short said in a column of its own: what is written without a sign is given one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from sinolens.domain.counting import choose_word, counted
from sinolens.domain.finding import Severity
from sinolens.importing.area import TableArea
from sinolens.importing.cells import Sheet, column_letters
from sinolens.importing.headers import MONEY_STEMS
from sinolens.importing.mapping import ColumnMap
from sinolens.importing.numbers import NumberColumn
from sinolens.importing.table import Findings
from sinolens.importing.texts import text_of
from sinolens.importing.vocabulary import Vocabulary

_STEMS = tuple(stem for stem in MONEY_STEMS if not stem.startswith("price"))
_SIGNED = frozenset(
    {f"{stem}{end}" for stem in _STEMS for end in ("", "_base", "_local")} | {"quantity", "weight", "total_value"}
)


def sign_shorts(
    sheet: Sheet,
    area: TableArea,
    columns: ColumnMap,
    numbers: dict[str, NumberColumn],
    vocabulary: Vocabulary,
    findings: Findings,
) -> dict[str, NumberColumn]:
    """Amounts with the sign their row's side gives them.

    A file that writes any amount of a short row with a minus is signed itself and is taken as it stands; only a
    quantity without signs beside signed values gets them.

    Args:
        sheet: the cells.
        area: the table.
        columns: its column map.
        numbers: mapped numeric columns over the rows of the body.
        vocabulary: words for long and short.
        findings: told what was done, and of sides that are neither.
    """
    column = columns.by_field.get("long_short")
    if column is None:
        return numbers
    start = area.header_last + 1
    codes, words = pd.factorize(sheet.values[start : area.end, column.column], use_na_sentinel=False)
    sides = [text_of(word).lower() for word in words]
    shorts = np.array([side in vocabulary.words["short"] for side in sides], bool)[codes]
    known = vocabulary.words["short"] | vocabulary.words["long"] | vocabulary.words["null"] | {""}
    unknown = next((i for i, side in enumerate(sides) if side not in known), None)
    letters = column_letters(column.column)
    if unknown is not None:
        findings.add(
            "side-unknown",
            Severity.WARNING,
            f"Column {letters} ({column.header!r}) says {text_of(words[unknown])[:40]!r}, which is neither long nor "
            "short; the row keeps the sign it is written with.",
            start + int(np.flatnonzero(codes == unknown)[0]),
            column.column,
        )
    used = [name for name in numbers if name in _SIGNED]
    plain = [name for name in used if not (numbers[name].values[shorts] < 0).any()]
    signed_file = any(name not in plain for name in used if name != "quantity")
    flipped = [name for name in plain if name == "quantity" or not signed_file]
    flipped = [name for name in flipped if (numbers[name].values[shorts] > 0).any()]
    if not flipped:
        return numbers
    count = int(shorts.sum())
    findings.add(
        "short-by-column",
        Severity.WARNING,
        f"{counted(count, 'row')} {choose_word(count, 'is', 'are')} short by column {letters} ({column.header!r}); "
        f"what {choose_word(count, 'it holds', 'they hold')} is written without a sign and was read as negative.",
        start + int(np.argmax(shorts)),
        column.column,
    )
    return numbers | {
        name: replace(numbers[name], values=np.where(shorts, -np.abs(numbers[name].values), numbers[name].values))
        for name in flipped
    }
