"""What the user says of one column moves no other: those that would are held where they were."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sinolens.importing.cells import column_letters
from sinolens.importing.options import ImportOptions
from sinolens.importing.workbook import ImportedFile, ImportedTable

Place = tuple[str, int]


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


def hold_columns(
    before: ImportedFile, now: ImportedFile, said_before: ImportOptions, said: ImportOptions,
) -> ImportOptions:
    """Options in which only the columns the user spoke of move, and those they concern.

    Concerned are the column whose field was given to another one, and a column that takes a field given up: these
    follow, and are told of. Any other column that would move is held where it was.

    Args:
        before: the file as it was understood by `said_before`.
        now: the file as it is understood by `said`.
        said_before: what was said before.
        said: what the user says now.

    Returns:
        `said` itself where nothing else moved.
    """
    tables = dict(said.tables)
    for table in now.tables:
        place = (table.summary.sheet, table.summary.header_row)
        old = next((t for t in before.tables if (t.summary.sheet, t.summary.header_row) == place), None)
        past, wish = (options.tables.get(place) for options in (said_before, said))
        if old is None or wish is None:
            continue
        held = _hold(old, table, past or replace(said_before, tables={}), wish)
        if held is not None:
            tables[place] = held
    return replace(said, tables=tables) if tables != dict(said.tables) else said


def _hold(old: ImportedTable, now: ImportedTable, past: ImportOptions, wish: ImportOptions) -> ImportOptions | None:
    if past.template is None and wish.template is not None:
        # A whole layout is taken over, not a column spoken of.
        return None
    changed = set(_said(wish).items()) ^ set(_said(past).items())
    touched = {letters for _, letters in changed} | (_ignored(wish) ^ _ignored(past))
    if not touched:
        return None
    was = meanings_by_letters(old)
    claimed = {field for field, letters in wish.mapping.items() if (field, letters) in changed}
    given_up = {was.get(letters, "") for letters in touched} - claimed
    mapping, ignored = dict(wish.mapping), set(wish.ignored)
    for move in moves_between(old, now):
        if move.letters in touched or move.before in claimed or (move.now and move.now in given_up):
            continue
        if move.before:
            mapping[move.before] = move.letters
        else:
            ignored.add(move.letters)
    held = replace(wish, mapping=mapping, ignored=frozenset(ignored))
    return held if held != wish else None


def _said(options: ImportOptions) -> Mapping[str, str]:
    by_template = options.template.mapping if options.template is not None else {}
    return {**by_template, **options.mapping}


def _ignored(options: ImportOptions) -> frozenset[str]:
    by_template = options.template.ignored if options.template is not None else ()
    return options.ignored | frozenset(by_template)
