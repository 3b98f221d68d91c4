"""Reads the plain-text packs: CSV tables and TOML documents, checked field by field.

A pack file is UTF-8, one fact a line. Every fault is a `PackError` that names the file, the line as an editor counts
it, and the field, so that whoever curates the facts finds the spot at once.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from importlib.resources.abc import Traversable
from typing import Any, NoReturn, TypeVar

from sinolens.domain.counting import counted

Convert = Callable[[str], Any]
E = TypeVar("E", bound=Enum)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class PackError(Exception):
    """A bundled or imported file of facts is wrong.

    Attributes:
        file: path of the file below the resources folder.
        line: line in the file as an editor counts it, 0 when the fault is about the whole file.
        field: column or key, "" when the fault is about the whole line.
        reason: what is wrong, one sentence.
    """

    def __init__(self, file: str, line: int, field: str, reason: str) -> None:
        self.file = file
        self.line = line
        self.field = field
        self.reason = reason
        spot = file + (f", line {line}" if line else "") + (f", field {field!r}" if field else "")
        super().__init__(f"{spot}: {reason}")


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """How one column is read.

    Attributes:
        convert: turns the stripped text into a value; raises ValueError with a reason. Called for "" too, and once for
            cells of one text, so its values must not be changed afterwards.
        required: an empty cell is a fault.
        optional: the column may be missing from the file; it then reads as an empty cell does.
    """

    convert: Convert = str
    required: bool = False
    optional: bool = False


class Row(dict[str, Any]):
    """One converted line of a table, which knows where it stands."""

    def __init__(self, values: Mapping[str, Any], file: str, line: int) -> None:
        super().__init__(values)
        self.file = file
        self.line = line

    def fail(self, field: str, reason: str) -> NoReturn:
        """Raise `PackError` for a field of this line, for checks that need more than the line itself."""
        raise PackError(self.file, self.line, field, reason)


def read_text(root: Traversable, path: str) -> str:
    """Text of a pack file.

    Raises:
        PackError: the file is missing or is not UTF-8.
    """
    try:
        data = root.joinpath(*path.split("/")).read_bytes()
    except OSError as error:
        raise PackError(path, 0, "", "the file is missing or cannot be read") from error
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise PackError(path, data[: error.start].count(b"\n") + 1, "", "the file is not UTF-8 text") from error


def read_table(root: Traversable, path: str, fields: Mapping[str, FieldSpec | Convert]) -> list[Row]:
    """Read a CSV table.

    Args:
        root: the resources folder.
        path: file below it, with forward slashes.
        fields: every column the file may have, with its `FieldSpec` or, for short, only its converter.

    Returns:
        One `Row` per line, holding all `fields`.

    Raises:
        PackError: missing file, unknown, missing or repeated column, too many or few cells, empty required cell, or a
            value its converter refuses.
    """
    return parse_table(read_text(root, path), path, fields)


def parse_table(text: str, path: str, fields: Mapping[str, FieldSpec | Convert]) -> list[Row]:
    """Read a CSV table from text; see `read_table`."""
    specs = {name: spec if isinstance(spec, FieldSpec) else FieldSpec(spec) for name, spec in fields.items()}
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    start = 1
    rows: list[Row] = []
    header: list[str] = []
    try:
        header = next(reader, [])
        _check_header(header, specs, path)
        absent = {name: spec.convert("") for name, spec in specs.items() if name not in header}
        # Cells repeat (dates, marks, sources): each distinct text of a column is converted once.
        columns: list[tuple[str, FieldSpec, dict[str, Any]]] = [(name, specs[name], {}) for name in header]
        while True:
            start = reader.line_num + 1
            cells = next(reader, None)
            if cells is None:
                return rows
            if len(cells) != len(header):
                raise PackError(path, start, "", f"{counted(len(cells), 'cell')} where the header has {len(header)}")
            values = dict(absent)
            for (name, spec, known), cell in zip(columns, cells, strict=True):
                if cell not in known:
                    known[cell] = _convert(cell.strip(), spec, path, start, name)
                values[name] = known[cell]
            rows.append(Row(values, path, start))
    except csv.Error as error:
        raise PackError(path, start, "", f"not valid CSV ({error})") from error


def _check_header(header: list[str], specs: Mapping[str, FieldSpec], path: str) -> None:
    seen: set[str] = set()
    for name in header:
        if name not in specs:
            raise PackError(path, 1, name, "unknown column")
        if name in seen:
            raise PackError(path, 1, name, "the column stands twice")
        seen.add(name)
    for name, spec in specs.items():
        if name not in seen and not spec.optional:
            raise PackError(path, 1, name, "the column is missing")


def _convert(cell: str, spec: FieldSpec, path: str, line: int, name: str) -> Any:
    if spec.required and not cell:
        raise PackError(path, line, name, "must not be empty")
    try:
        return spec.convert(cell)
    except ValueError as error:
        raise PackError(path, line, name, str(error)) from error


def read_document(root: Traversable, path: str) -> dict[str, Any]:
    """Read a TOML document.

    Raises:
        PackError: the file is missing or not valid TOML; the line is the parser's.
    """
    text = read_text(root, path)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        raise PackError(path, int(found.group(1)) if found else 0, "", f"not valid TOML ({error})") from error


def unique_by(rows: list[Row], field: str) -> dict[str, Row]:
    """Rows by the value of a field.

    Raises:
        PackError: two lines have the same value.
    """
    found: dict[str, Row] = {}
    for row in rows:
        key = row[field]
        if key in found:
            row.fail(field, f"{key!r} already stands on line {found[key].line}")
        found[key] = row
    return found


# Converters. Each takes the stripped cell and raises ValueError with a reason a curator understands.


def iso_date(cell: str) -> str:
    """An ISO date (YYYY-MM-DD) that exists in the calendar, or ""."""
    if not cell:
        return ""
    if not _DATE.fullmatch(cell):
        raise ValueError(f"{cell!r} is not an ISO date (YYYY-MM-DD)")
    try:
        date.fromisoformat(cell)
    except ValueError as error:
        raise ValueError(f"{cell!r} is no day of the calendar") from error
    return cell


def yes_no(cell: str) -> bool:
    """"yes" or "no"; an empty cell is refused."""
    if cell not in ("yes", "no"):
        raise ValueError(f"{cell!r} is neither 'yes' nor 'no'")
    return cell == "yes"


def yes_no_unknown(cell: str) -> bool | None:
    """"yes", "no" or "" for not known."""
    return yes_no(cell) if cell else None


def verified_mark(cell: str) -> bool:
    """True for "verified", False for "unverified"; every fact says which."""
    if cell not in ("verified", "unverified"):
        raise ValueError(f"{cell!r} is neither 'verified' nor 'unverified'")
    return cell == "verified"


def whole_number(cell: str) -> int:
    """A whole number; an empty cell is refused."""
    if not re.fullmatch(r"-?\d+", cell):
        raise ValueError(f"{cell!r} is not a whole number")
    return int(cell)


def optional_whole_number(cell: str) -> int | None:
    """A whole number, or None for an empty cell."""
    return whole_number(cell) if cell else None


def number(cell: str) -> float:
    """A decimal number with a point; an empty cell is refused."""
    if not re.fullmatch(r"-?\d+(\.\d+)?", cell):
        raise ValueError(f"{cell!r} is not a number")
    return float(cell)


def fraction(cell: str) -> float:
    """A number from 0 to 1."""
    value = number(cell)
    if not 0 <= value <= 1:
        raise ValueError(f"{cell!r} is not between 0 and 1")
    return value


def texts(cell: str) -> tuple[str, ...]:
    """Several texts joined by "|"; an empty cell is none. An empty or repeated part is a fault."""
    if not cell:
        return ()
    parts = tuple(part.strip() for part in cell.split("|"))
    if "" in parts:
        raise ValueError("an empty part between '|'")
    if len(set(parts)) != len(parts):
        raise ValueError("a part stands twice")
    return parts


def one_of(*values: str) -> Convert:
    """Converter for a closed set of texts; put "" among them to allow an empty cell."""
    allowed = frozenset(values)
    shown = ", ".join(repr(value) for value in sorted(allowed))

    def convert(cell: str) -> str:
        if cell not in allowed:
            raise ValueError(f"{cell!r} is not one of {shown}")
        return cell

    return convert


def member(enum: type[E]) -> Callable[[str], E]:
    """Converter for the values of a text enumeration."""
    by_value = {str(item.value): item for item in enum}
    shown = ", ".join(repr(value) for value in by_value)

    def convert(cell: str) -> E:
        if cell not in by_value:
            raise ValueError(f"{cell!r} is not one of {shown}")
        return by_value[cell]

    return convert


def matching(pattern: str, meaning: str) -> Convert:
    """Converter for text that must fit a regular expression as a whole; `meaning` says what it should be."""
    compiled = re.compile(pattern)

    def convert(cell: str) -> str:
        if cell and not compiled.fullmatch(cell):
            raise ValueError(f"{cell!r} is not {meaning}")
        return cell

    return convert


def checked(meaning: str, is_valid: Callable[[str], bool]) -> Convert:
    """Converter for an identifier whose form and check digit `is_valid` knows; an empty cell is allowed."""

    def convert(cell: str) -> str:
        if cell and not is_valid(cell):
            raise ValueError(f"{cell!r} is no valid {meaning} (form or check digit)")
        return cell

    return convert


slug = matching(r"[a-z0-9]+(-[a-z0-9]+)*", "an id (lower case letters, digits and single hyphens)")
mic = matching(r"[A-Z0-9]{4}", "a market identifier code (4 letters or digits)")
country = matching(r"[A-Z]{2}", "an ISO 3166 alpha-2 country code")
currency = matching(r"[A-Z]{3}", "an ISO 4217 currency code")
