"""What the steps of an import show of a table, worked out once, so that no page goes through its rows to be drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sinolens.importing.workbook import ImportedFile, ImportedTable
from sinolens.services.import_marks import SheetMarks, mark_sheet

Place = tuple[str, int]
GIVEN = ("account", "manager", "asset_class")


@dataclass(frozen=True, slots=True)
class Given:
    """What the rows say in one column: how many different values, the first, and rows that say nothing."""

    different: int = 0
    first: str = ""
    without: int = 0


@dataclass(frozen=True, slots=True)
class TableDigest:
    """Of one table.

    Attributes:
        dates: ISO dates of the rows, rising, each once.
        undated: positions without a date.
        given: account, manager and asset class to what the rows say.
    """

    dates: tuple[str, ...] = ()
    undated: int = 0
    given: Mapping[str, Given] = field(default_factory=dict)


@dataclass(frozen=True)
class FileDigest:
    """Of one file: its tables by place, and the marks of each sheet by name."""

    tables: Mapping[Place, TableDigest] = field(default_factory=dict)
    marks: Mapping[str, SheetMarks] = field(default_factory=dict)


def digest(read: ImportedFile) -> FileDigest:
    """Go through a file once."""
    return FileDigest(
        {(table.summary.sheet, table.summary.header_row): _digest_table(table) for table in read.tables},
        {sheet.name: mark_sheet(sheet, read) for sheet in read.sheets},
    )


def _digest_table(table: ImportedTable) -> TableDigest:
    dates = table.frame["as_of"].value_counts()
    given = {}
    for name in GIVEN:
        counts = table.frame[name].value_counts(sort=False)
        values = [str(value) for value in counts.index if value]
        given[name] = Given(len(values), values[0] if values else "", int(counts.get("", 0)))
    return TableDigest(tuple(sorted(str(iso) for iso in dates.index if iso)), int(dates.get("", 0)), given)
