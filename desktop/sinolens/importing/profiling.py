"""Profiles of all columns of a table."""

from __future__ import annotations

import numpy as np

from sinolens.importing.area import TableArea
from sinolens.importing.cells import BLANK, Sheet
from sinolens.importing.positions import Surroundings
from sinolens.importing.profile import ColumnProfile, profile_column


def profile_table(sheet: Sheet, area: TableArea, around: Surroundings) -> dict[int, ColumnProfile]:
    """What the values of every column of a table are."""
    block = slice(area.header_last + 1, area.end)
    profiles = {}
    for column in area.columns:
        values, kinds = sheet.values[block, column], sheet.kinds[block, column]
        header = sheet.values[area.header_last, column] if area.header_last >= 0 else ""
        if isinstance(header, str) and header:
            # A header repeated above every block says nothing of the values.
            kinds = np.where(values == header, np.int8(BLANK), kinds)
        profiles[column] = profile_column(values, kinds, around.vocabulary, around.countries, around.tickers.mics)
    return profiles
