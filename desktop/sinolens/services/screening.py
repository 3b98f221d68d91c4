"""Use case: a table of names against the universe and lists, or against a list of the institution's own."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd

from sinolens.importing.errors import UnreadableFile
from sinolens.importing.textfile import decode
from sinolens.importing.texts import text_of
from sinolens.importing.workbook import import_file, read_cells
from sinolens.matching.batch import ColumnMissing, index_of_table, match_table
from sinolens.matching.entities import EntityIndex
from sinolens.reference.loader import Reference
from sinolens.services.errors import WrongUse

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_OF_POSITIONS = (
    "sheet", "row", "name", "issuer_name", "isin", "cusip", "sedol", "figi", "lei", "uscc", "ticker", "mic", "country",
    "instrument",
)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def match_file(names: Path, against: Path | None, reference: Reference) -> str:
    """Match the column `name` of a CSV file or workbook, or the positions of a holdings file of any layout.

    Args:
        names: table with a column `name`, whose other columns are kept as they are; without one it is read as holdings.
        against: CSV with `id`, `name` and `aliases` ("|" between them); None = the universe and the lists on file.
        reference: the facts.

    Returns:
        The table as CSV with the answer's columns added.

    Raises:
        WrongUse: a file cannot be read or lacks a column.
    """
    given = read_table(names)
    if "name" not in given.columns:
        given = _positions_of(names, reference)
    table = _with_country_codes(given, reference)
    try:
        index = index_of_table(read_table(against)) if against else EntityIndex(reference)
    except ColumnMissing as error:
        raise WrongUse(f"{against}: {error}.") from error
    try:
        matched = match_table(table, index)
    except ColumnMissing as error:
        raise WrongUse(f"{names}: {error}.") from error
    return write_csv(matched.assign(**{name: given[name].to_numpy() for name in given.columns}))


def _positions_of(path: Path, reference: Reference) -> pd.DataFrame:
    """What the positions of a holdings file say of themselves, as text, with the row each stands in."""
    try:
        frames = [table.frame for table in import_file(path, reference).tables]
    except UnreadableFile as error:
        raise WrongUse(
            f"{path} has no column 'name' in its first row and is no holdings file either: {error.reason}."
        ) from error
    positions = pd.concat(frames, ignore_index=True)
    return positions[list(_OF_POSITIONS)].astype("str")


def _with_country_codes(table: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """The table with names of countries as codes, so that "China" and "CN" are one; the user's own column is kept."""
    if "country" not in table.columns:
        return table
    codes = [reference.countries.get(text.strip().lower(), text.strip().upper()) for text in table["country"]]
    return table.assign(country=pd.array(codes, dtype="str"))


def read_table(path: Path) -> pd.DataFrame:
    """A CSV file, or the first sheet of a workbook, as text, every cell as typed.

    Raises:
        WrongUse: it cannot be read as a table.
    """
    try:
        data = path.read_bytes()
        rows = (
            _first_sheet(path)
            if data.startswith(_WORKBOOKS)
            else list(csv.reader(io.StringIO(decode(data, path.name), newline="")))
        )
    except OSError as error:
        raise WrongUse(f"{path} cannot be read: {error.strerror}.") from error
    except UnreadableFile as error:
        raise WrongUse(f"{path} cannot be read: {error.reason}.") from error
    if not rows or not any(rows[0]):
        raise WrongUse(f"{path} is empty.")
    header, width = rows[0], len(rows[0])
    cells = [[*row[:width], *[""] * (width - len(row))] for row in rows[1:] if any(row)]
    return pd.DataFrame(cells, columns=header, dtype="str")


def _first_sheet(path: Path) -> list[list[str]]:
    """Rows of the first sheet with cells, without blank ones above its headings."""
    sheet = next((sheet for sheet in read_cells(path).sheets if sheet.values.size), None)
    rows = [] if sheet is None else [[text_of(value) for value in line] for line in sheet.values]
    return rows[next((i for i, row in enumerate(rows) if any(row)), 0) :]


def write_csv(table: pd.DataFrame) -> str:
    """A table as CSV in which no cell is taken for a formula by a spreadsheet program."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(table.columns)
    for row in table.itertuples(index=False, name=None):
        writer.writerow([_plain(cell) for cell in row])
    return buffer.getvalue()


def _plain(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell
