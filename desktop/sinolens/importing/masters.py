"""Security masters: tables that say what an internal identifier stands for and not how much of it is held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sinolens.importing.area import HOW_MUCH, WHAT, TableArea
from sinolens.importing.cells import BLANK, NUMBER, TEXT, Sheet
from sinolens.importing.headers import read_header
from sinolens.importing.layout import cut_area
from sinolens.importing.mapping import ColumnMap, map_columns
from sinolens.importing.positions import Surroundings
from sinolens.importing.profiling import profile_table

_TOP_ROWS = 60
_LEAST_KNOWN = 0.5
_VALUED = HOW_MUCH - {"price"}


@dataclass(frozen=True)
class Master:
    """A table with names or identifiers.

    Attributes:
        file: name of its file.
        sheet: its cells.
        area: where it is.
        columns: its column map.
    """

    file: str
    sheet: Sheet
    area: TableArea
    columns: ColumnMap

    @property
    def place(self) -> str:
        """File and sheet for people."""
        return f"{self.file}, sheet {self.sheet.name!r}" if self.sheet.name else self.file

    @property
    def has_values(self) -> bool:
        """The table also says how much is held."""
        return bool(self.columns.by_field.keys() & _VALUED)


def find_masters(sheets: Sequence[Sheet], around: Surroundings, file: str) -> tuple[Master, ...]:
    """Tables of a file that name securities, one a sheet at most.

    Args:
        sheets: all sheets of the file.
        around: words and places.
        file: name of the file.
    """
    found = []
    for sheet in sheets:
        area = _master_area(sheet, around)
        if area is None:
            continue
        profiles = profile_table(sheet, area, around)
        columns = map_columns(area.columns, area.headers, profiles, around.vocabulary)
        if len(columns.by_field.keys() & WHAT) >= 2:
            found.append(Master(file, sheet, area, columns))
    return tuple(found)


def _master_area(sheet: Sheet, around: Surroundings) -> TableArea | None:
    """The row of a sheet whose texts look most like headers of a master."""
    rows = min(len(sheet.values) - 1, _TOP_ROWS)
    best: tuple[float, int] | None = None
    for row in range(max(rows, 0)):
        filled = np.count_nonzero(sheet.kinds[row] != BLANK)
        texts = [sheet.values[row, c] for c in np.flatnonzero(sheet.kinds[row] == TEXT)]
        if len(texts) < 2 or np.count_nonzero(sheet.kinds[row] == NUMBER) or filled != len(texts):
            continue
        readings = [r[0] for text in texts if (r := read_header(str(text), around.vocabulary)) and r[0].score >= 0.45]
        if len({r.field for r in readings} & WHAT) < 2 or len(readings) < _LEAST_KNOWN * len(texts):
            continue
        score = sum(r.score for r in readings)
        if best is None or score > best[0]:
            best = (score, row)
    return None if best is None else cut_area(sheet, best[1])
