"""A saved understanding of a layout, found again by the fingerprint of its headers."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sinolens.importing.errors import UnreadableFile
from sinolens.importing.vocabulary import header_key

VERSION = 1


class TemplateMismatch(UnreadableFile):
    """The file is not laid out as the template says; the reason names every header that moved or is gone."""

    def __init__(self, file: str, sheet: str, template: str, differences: tuple[str, ...]) -> None:
        self.differences = differences
        super().__init__(
            file,
            f"the layout is not that of the template {template!r}: {'; '.join(differences)}. "
            "Check the columns and save the template again",
            sheet,
            "template",
        )


def fingerprint(headers: tuple[str, ...]) -> str:
    """SHA-256 over the headers in their order, first 16 digits; case, spaces and punctuation do not matter."""
    text = "\x1f".join(header_key(h) for h in headers if header_key(h))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Template:
    """A layout as the user confirmed it.

    Attributes:
        name: given by the user.
        fingerprint: of the headers, see `fingerprint`.
        columns: column letters to header as typed, for every column with a header.
        mapping: field to column letters.
        header_row: row of the header when it was saved, 0 = wherever it is found.
        sheet: name of the sheet, "" = wherever the headers are found.
        role, fund, base_currency, account, manager: as in `ImportOptions`.
        ignored: letters of columns that are not to be used.
    """

    name: str
    fingerprint: str
    columns: Mapping[str, str] = field(default_factory=dict)
    mapping: Mapping[str, str] = field(default_factory=dict)
    header_row: int = 0
    sheet: str = ""
    role: str = ""
    fund: str = ""
    base_currency: str = ""
    account: str = ""
    manager: str = ""
    ignored: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain dictionary for JSON."""
        return {
            "version": VERSION,
            "name": self.name,
            "fingerprint": self.fingerprint,
            "columns": dict(self.columns),
            "mapping": dict(self.mapping),
            "header_row": self.header_row,
            "sheet": self.sheet,
            "role": self.role,
            "fund": self.fund,
            "base_currency": self.base_currency,
            "account": self.account,
            "manager": self.manager,
            "ignored": list(self.ignored),
        }

    @staticmethod
    def from_dict(data: Mapping[str, Any]) -> Template:
        """Template from a plain dictionary.

        Raises:
            ValueError: another version, or a field is missing or of the wrong kind.
        """
        if data.get("version") != VERSION:
            raise ValueError(
                f"a template of version {data.get('version')!r} cannot be read; this program reads version {VERSION}"
            )
        texts = ("name", "fingerprint", "sheet", "role", "fund", "base_currency", "account", "manager")
        for key in texts:
            if not isinstance(data.get(key, ""), str):
                raise ValueError(f"template field {key!r} must be a text")
        for key in ("columns", "mapping"):
            table = data.get(key)
            if not isinstance(table, Mapping) or not all(
                isinstance(k, str) and isinstance(v, str) for k, v in table.items()
            ):
                raise ValueError(f"template field {key!r} must lead from texts to texts")
        ignored = data.get("ignored", [])
        if not isinstance(ignored, list) or not all(isinstance(letters, str) for letters in ignored):
            raise ValueError("template field 'ignored' must be a list of texts")
        if not data.get("name") or not data.get("fingerprint"):
            raise ValueError("a template needs a name and a fingerprint")
        row = data.get("header_row", 0)
        if not isinstance(row, int) or isinstance(row, bool) or row < 0:
            raise ValueError("template field 'header_row' must be a row number")
        return Template(
            header_row=row,
            columns=dict(data["columns"]),
            mapping=dict(data["mapping"]),
            ignored=tuple(ignored),
            **{key: data.get(key, "") for key in texts},
        )

    def differences(self, columns: Mapping[str, str]) -> tuple[str, ...]:
        """What keeps this template from holding for a header row, one sentence part each; empty when it holds.

        Args:
            columns: column letters to header of the file at hand.
        """
        if fingerprint(tuple(columns.values())) == self.fingerprint and all(
            header_key(columns.get(letters, "")) == header_key(header) for letters, header in self.columns.items()
        ):
            return ()
        here: dict[str, list[str]] = {}
        for letters, header in columns.items():
            here.setdefault(header_key(header), []).append(letters)
        found = []
        for name, letters in self.mapping.items():
            header = self.columns.get(letters, "")
            if not letters or header_key(columns.get(letters, "")) == header_key(header):
                continue
            now = here.get(header_key(header), [])
            what = name.replace("_", " ")
            found.append(
                f"{header!r} ({what}) moved from column {letters} to {now[0]}"
                if now
                else f"{header!r} ({what}) is no longer in column {letters} nor anywhere else"
            )
        new = [h for h in columns.values() if h and header_key(h) not in {header_key(k) for k in self.columns.values()}]
        if new and not found:
            found.append(f"new columns: {', '.join(map(repr, new[:5]))}")
        return tuple(found)
