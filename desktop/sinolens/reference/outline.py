"""Reads TOML records field by field, with the line of every field, so that a fault can be found at once.

The standard parser keeps no lines. A pack document is a list of tables (`[[rule]]`, `[[rule.clock]]`), one key a
line, so a second, simpler pass over the same text finds where each key of each table stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from importlib.resources.abc import Traversable
from typing import Any, NoReturn, TypeVar

from sinolens.reference.pack import PackError, read_document, read_text

T = TypeVar("T")
Address = tuple[str | int, ...]
_TABLE = re.compile(r"\s*(\[\[?)\s*([\w.-]+)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"\s*([\w-]+)\s*=")


def find_lines(text: str) -> dict[Address, int]:
    """Line of every table and key of a TOML text, by its address: ("rule", 0, "clock", 1, "days")."""
    lines: dict[Address, int] = {}
    counts: dict[Address, int] = {}
    here: Address = ()
    for number, line in enumerate(text.splitlines(), start=1):
        table = _TABLE.match(line)
        if table:
            here = ()
            parts = table.group(2).split(".")
            for depth, part in enumerate(parts):
                here = (*here, part)
                if table.group(1) == "[[" and depth == len(parts) - 1:
                    counts[here] = counts.get(here, -1) + 1
                if here in counts:
                    here = (*here, counts[here])
            lines[here] = number
            continue
        key = _KEY.match(line)
        if key:
            lines.setdefault((*here, key.group(1)), number)
    return lines


class Record:
    """One table of a document: its values are taken by name and type, and what is left over is a fault."""

    def __init__(self, values: Mapping[str, Any], path: str, lines: Mapping[Address, int], address: Address) -> None:
        self._values = dict(values)
        self._path = path
        self._lines = lines
        self._address = address
        self._taken: set[str] = set()

    @property
    def line(self) -> int:
        """Line the table begins on; for a table written in one line, the line of its key."""
        address = self._address
        while address and address not in self._lines:
            address = address[:-1]
        return self._lines.get(address, 0)

    def fail(self, field: str, reason: str) -> NoReturn:
        """Raise `PackError` for a field of this table."""
        raise PackError(self._path, self._lines.get((*self._address, field), self.line), field, reason)

    def fail_within(self, table: str, place: int, field: str, reason: str) -> NoReturn:
        """Raise `PackError` for a field of a table inside this one, already read; at the table where it has no line."""
        inside = (*self._address, table, place)
        line = self._lines.get((*inside, field), self._lines.get(inside, self.line))
        raise PackError(self._path, line, field, reason)

    def take(self, field: str, kind: type[T], default: T | None = None) -> T:
        """Value of a field.

        Raises:
            PackError: the field is missing and has no default, or is of another type.
        """
        self._taken.add(field)
        if field not in self._values:
            if default is None:
                self.fail(field, "the field is missing")
            return default
        value = self._values[field]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.fail(field, f"{value!r} is not of the type {kind.__name__}")
        return value

    def text(self, field: str, default: str | None = None) -> str:
        """Text of a field, stripped; without a default it must not be empty."""
        value = self.take(field, str, default).strip()
        if default is None and not value:
            self.fail(field, "must not be empty")
        return value

    def convert(self, field: str, converter: Callable[[str], T], default: str | None = None) -> T:
        """Text of a field through a converter of `sinolens.reference.pack`."""
        text = self.take(field, str, default)
        try:
            return converter(text.strip())
        except ValueError as error:
            self.fail(field, str(error))

    def texts(self, field: str, *allowed: str) -> tuple[str, ...]:
        """A list of texts, empty when the field is missing; with `allowed`, only those."""
        values = self.take(field, list, [])
        for value in values:
            if not isinstance(value, str) or not value:
                self.fail(field, f"{value!r} is not a text")
            if allowed and value not in allowed:
                self.fail(field, f"{value!r} is not one of {', '.join(map(repr, sorted(allowed)))}")
        if len(set(values)) != len(values):
            self.fail(field, "a value stands twice")
        return tuple(values)

    def number(self, field: str, default: float | None = None) -> float:
        """A number, whole or decimal."""
        self._taken.add(field)
        value = self._values.get(field, default)
        if value is None:
            self.fail(field, "the field is missing")
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.fail(field, f"{value!r} is not a number")
        return float(value)

    def table(self, field: str) -> Record:
        """A table inside this one; empty when missing."""
        return Record(self.take(field, dict, {}), self._path, self._lines, (*self._address, field))

    def tables(self, field: str) -> list[Record]:
        """A list of tables inside this one; none when missing."""
        values = self.take(field, list, [])
        if not all(isinstance(value, dict) for value in values):
            self.fail(field, "is not a list of tables")
        return [Record(v, self._path, self._lines, (*self._address, field, i)) for i, v in enumerate(values)]

    def finish(self) -> None:
        """Check that every field was taken.

        Raises:
            PackError: a field nobody knows.
        """
        for field in self._values:
            if field not in self._taken:
                self.fail(field, "unknown field")


def read_records(root: Traversable, path: str, name: str) -> list[Record]:
    """The tables `[[name]]` of a document, which must hold nothing else.

    Raises:
        PackError: the file is missing, is not valid TOML, or holds something else.
    """
    lines = find_lines(read_text(root, path))
    document = Record(read_document(root, path), path, lines, ())
    records = document.tables(name)
    document.finish()
    return records
