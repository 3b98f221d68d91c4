"""Which columns mean something else after a choice: the one spoken of, and those that gave way or fill its place."""

from __future__ import annotations

from dataclasses import dataclass

from sinolens.importing.cells import column_letters
from sinolens.importing.workbook import ImportedTable
from sinolens.services.import_fields import field_title


@dataclass(frozen=True, slots=True)
class ColumnMove:
    """A column that means something else than before.

    Attributes:
        letters: of the column.
        header: as typed.
        before, now: fields, "" = not used.
    """

    letters: str
    header: str
    before: str
    now: str

    @property
    def words(self) -> str:
        """As a sentence."""
        name = f"Column {self.letters}" + (f" (“{self.header}”)" if self.header else "")
        was, now = (field_title(one) if one else field_title(one).lower() for one in (self.before, self.now))
        return f"{name} was {was} and is {now} now."


def meanings_by_letters(table: ImportedTable) -> dict[str, str]:
    """Letters of each column of a table to its field, "" = not used."""
    return {column_letters(column.column): column.field for column in table.table.columns.columns}


def moves_between(before: ImportedTable, now: ImportedTable) -> tuple[ColumnMove, ...]:
    """Columns whose meaning is another than it was."""
    was = meanings_by_letters(before)
    return tuple(
        ColumnMove(letters, column.header, was[letters], column.field)
        for column in now.table.columns.columns
        if (letters := column_letters(column.column)) in was and was[letters] != column.field
    )
