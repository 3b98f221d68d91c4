"""The texts of a table by the fields its columns were taken as."""

from __future__ import annotations

from sinolens.importing.table import Table
from sinolens.importing.texts import read_texts
from sinolens.importing.vocabulary import Vocabulary


class FieldTexts:
    """The texts of a mapped field, by its name; `blank` for a field the table does not have."""

    def __init__(self, table: Table, vocabulary: Vocabulary) -> None:
        self.blank = [""] * len(table.plan.positions)
        self._table, self._nulls = table, vocabulary.words["null"]

    def __call__(self, name: str) -> list[str]:
        """The texts of a field, one a position."""
        cells = self._table.cells(name)
        return self.blank if cells is None else read_texts(cells, self._nulls)
