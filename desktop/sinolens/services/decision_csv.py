"""Decisions about names as CSV, to keep, to share and to take in again.

Columns: `string` (name as the source types it), `entity` (id on file, empty for none), `verdict` (same, different or
none), `who`, `when` (ISO date or time) and `why`. UTF-8. A cell that a spreadsheet would take for a formula carries an
apostrophe in front, which is taken off again.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Container, Iterable
from datetime import datetime
from pathlib import Path

from sinolens.domain.finding import Finding, Severity
from sinolens.importing.cells import column_letters
from sinolens.importing.errors import UnreadableFile
from sinolens.importing.textfile import decode, find_delimiter
from sinolens.matching.decisions import NONE, VERDICTS, Decision
from sinolens.services.errors import WrongUse
from sinolens.services.proposal import Proposal, ProposedDecisions

COLUMNS = ("string", "entity", "verdict", "who", "when", "why")
_GUARDED = re.compile(r"'*[=+\-@\t\r]")


def write_decisions(decisions: Iterable[Decision]) -> str:
    """Decisions as CSV, in the order given."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in decisions:
        writer.writerow([_guard(getattr(one, column)) for column in COLUMNS])
    return buffer.getvalue()


def read_decisions(path: Path, entities: Container[str] | None = None) -> ProposedDecisions:
    """Read decisions from CSV. Columns are found by name; `string` and `verdict` must be there.

    Args:
        path: the file.
        entities: ids on file; None = ids are not checked.

    Raises:
        WrongUse: the file cannot be read or is no such table.
    """
    try:
        text = decode(path.read_bytes(), path.name)
    except OSError as error:
        raise WrongUse(f"{path.name} cannot be read: {error.strerror}.") from error
    except UnreadableFile as error:
        raise WrongUse(str(error)) from error
    try:
        rows = _rows(text)
    except csv.Error as error:
        raise WrongUse(f"{path.name} is not a clean table: {error}.") from error
    header = [cell.strip().casefold() for cell in rows[0]] if rows else []
    missing = [column for column in ("string", "entity", "verdict") if column not in header]
    if missing:
        raise WrongUse(f"{path.name} lacks the column {' and '.join(missing)}; its columns are {', '.join(COLUMNS)}.")
    reader = _Reader(path.name, {column: header.index(column) for column in COLUMNS if column in header}, entities)
    proposals = [found for row, cells in enumerate(rows[1:], 2) if any(cells) and (found := reader.read(row, cells))]
    return ProposedDecisions(tuple(proposals), tuple(reader.findings))


class _Reader:
    def __init__(self, file: str, places: dict[str, int], entities: Container[str] | None) -> None:
        self._file, self._places, self._entities = file, places, entities
        self.findings: list[Finding] = []

    def read(self, row: int, cells: list[str]) -> Proposal | None:
        """The decision of a row, None when it cannot be read."""
        given = {
            column: _unguard(cells[place]) if place < len(cells) else "" for column, place in self._places.items()
        }
        string, verdict = given["string"], given["verdict"].strip().casefold()
        entity = given["entity"].strip()
        problem = self._problem(string, verdict, entity, given["verdict"])
        if problem:
            self._note(row, *problem)
            return None
        when = given.get("when", "").strip()
        if when and not _is_time(when):
            text = f"“{when}” is no ISO date; the day it is taken in is recorded instead."
            self._note(row, "when", "decision-date", text, Severity.WARNING)
            when = ""
        made = Decision(string, entity, verdict, given.get("who", ""), when, given.get("why", ""))
        return Proposal(made, self._file, "", self._cell(row, "string"), row)

    def _problem(self, string: str, verdict: str, entity: str, typed: str) -> tuple[str, str, str] | None:
        """Column, code and sentence of what keeps a row from being read."""
        if not string.strip():
            return "string", "decision-without-name", "The row decides about no name."
        if verdict not in VERDICTS:
            return "verdict", "decision-unread", f"“{typed}” is none of {', '.join(VERDICTS)}."
        if (verdict == NONE) == bool(entity):
            told = "gives an entity with none" if entity else "names no entity"
            return "entity", "decision-entity", f"The decision about “{string}” {told}."
        if entity and self._entities is not None and entity not in self._entities:
            return "entity", "decision-entity-unknown", f"No entity on file has the id “{entity}”."
        return None

    def _cell(self, row: int, column: str) -> str:
        return f"{column_letters(self._places[column])}{row}"

    def _note(
        self, row: int, column: str, code: str, message: str, severity: Severity = Severity.ERROR
    ) -> None:
        self.findings.append(Finding(code, severity, message, self._file, "", self._cell(row, column), row))


def _rows(text: str) -> list[list[str]]:
    """Cells; by commas when they part the headings, else by what parts most lines evenly (other locales)."""
    rows = list(csv.reader(io.StringIO(text, newline="")))
    if rows and "string" in [cell.strip().casefold() for cell in rows[0]]:
        return rows
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=find_delimiter(text)))


def _guard(text: str) -> str:
    return f"'{text}" if _GUARDED.match(text) else text


def _unguard(text: str) -> str:
    return text[1:] if text.startswith("'") and _GUARDED.match(text) else text


def _is_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
