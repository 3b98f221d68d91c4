"""The tables of a list import: entries that come, go or change, remarks on the file, and what moves in the holdings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sinolens.qt.models.positions import dollars
from sinolens.qt.models.table import TableColumn
from sinolens.qt.pages.page import day
from sinolens.qt.pages.words import spoken
from sinolens.reference.update import FIELD_WORDS

if TYPE_CHECKING:
    from sinolens.domain.official_list import ListEntry
    from sinolens.reference.update import EntryChange, ListUpdate
    from sinolens.services.list_effect import Moved

Cells = list[tuple[Any, ...]]


@dataclass(frozen=True)
class ImportTable:
    """One table: id, word on its button, columns, order, and its rows of an update (None: they come from elsewhere).

    `nothing`: what is shown in its place when it has no rows.
    """

    key: str
    word: str
    columns: tuple[TableColumn, ...]
    sort_key: str
    descending: bool
    rows: Callable[[ListUpdate], Cells] | None
    nothing: tuple[str, str, str]


def moved_rows(moved: Sequence[Moved]) -> Cells:
    """Rows of the effect."""
    return [(one.tier_before, f"{one.code_before} → {one.code_after}", one.tier_after, one.name, one.account, one.value,
             one.why) for one in moved]


def _entry_rows(entries: Sequence[ListEntry]) -> Cells:
    return [(one.name, ", ".join(one.aliases), one.country, one.listed_on, one.notes) for one in entries]


def _change_rows(changes: Sequence[EntryChange]) -> Cells:
    return [(one.after.name, ", ".join(FIELD_WORDS.get(name, spoken(name)) for name in one.fields), "; ".join(
        f"{_said(getattr(one.before, name))} → {_said(getattr(one.after, name))}" for name in one.fields))
        for one in changes]


def _remark_rows(update: ListUpdate) -> Cells:
    return [(finding.message, finding.file, finding.row or None) for finding in update.parsed.findings]


def _said(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(str(getattr(part, "value", part)) for part in value) or "nothing"
    return str(value) or "nothing"


_ENTRY_COLUMNS = (
    TableColumn("name", "Entry", 220, stretch=True), TableColumn("aliases", "Other names", 200),
    TableColumn("country", "Country", 64, fixed=True),
    TableColumn("listed_on", "Listed on", 92, fixed=True, text=lambda iso: day(iso) if iso else "–"),
    TableColumn("notes", "Notes", 160, spare=True),
)
TABLES = (
    ImportTable("added", "Added", _ENTRY_COLUMNS, "name", False, lambda update: _entry_rows(update.added),
                ("check", "Nothing is added", "Every entry of the file is on file already.")),
    ImportTable("removed", "Removed", _ENTRY_COLUMNS, "name", False, lambda update: _entry_rows(update.removed),
                ("check", "Nothing is removed", "Every entry on file is in the new edition too.")),
    ImportTable("changed", "Changed", (
        TableColumn("name", "Entry", 220, stretch=True), TableColumn("fields", "What", 140),
        TableColumn("change", "Before → after", 320),
    ), "name", False, lambda update: _change_rows(update.changed),
        ("check", "Nothing is changed", "Entries that are in both editions say the same.")),
    ImportTable("remarks", "Remarks on the file", (
        TableColumn("message", "Remark", 420, stretch=True), TableColumn("file", "File", 160, spare=True),
        TableColumn("row", "Row", 60, right=True, text=lambda row: f"{row:,}" if row else "–"),
    ), "message", False, _remark_rows,
        ("check", "Nothing to remark", "Every row of the file could be read.")),
    ImportTable("namesakes", "Same name as an issuer", (
        TableColumn("entry", "Entry", 220, stretch=True), TableColumn("issuer", "Issuer on file", 200),
        TableColumn("held", "Held", 116, right=True, text=lambda cents: dollars(cents) if cents else "–"),
        TableColumn("answer", "Decided", 150, fixed=True),
    ), "held", True, None,
        ("check", "No name to decide", "No entry that comes bears the name of an issuer without being linked to it.")),
    ImportTable("effect", "Effect on the holdings", (
        TableColumn("before", "Now", 56, tier=True), TableColumn("codes", "Code", 84, fixed=True),
        TableColumn("after", "Then", 56, tier=True), TableColumn("name", "Position", 190, stretch=True),
        TableColumn("account", "Account", 100, spare=True),
        TableColumn("value", "Value", 116, right=True, text=dollars), TableColumn("why", "Why", 300),
    ), "value", True, None,
        ("check", "No position moves", "Every open position keeps its tier and code.")),
)
