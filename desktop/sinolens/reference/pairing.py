"""Which row of a new file is which entity of the edition on file, so that an entity keeps its id."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

from sinolens.domain.identifier import IdentifierKind
from sinolens.domain.official_list import ListEntry
from sinolens.reference.formats.rows import ListRow

KEY_LENGTH = 120
# Codes of the legal entity; codes of securities can change hands.
_STRONG = (IdentifierKind.USCC, IdentifierKind.LEI)


def entry_key(name: str) -> str:
    """Key of an entry made from its printed name: ASCII letters and digits parted by hyphens, not overlong."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    key = re.sub(r"[^a-z0-9]+", "-", plain.replace("&", " and ").replace("'", "")).strip("-")
    return key[:KEY_LENGTH].rstrip("-") or "entry"


def squeezed(name: str) -> str:
    """A name without case, marks, spaces and punctuation: what two printings of one name share."""
    return re.sub(r"[^0-9a-z一-鿿]+", "", unicodedata.normalize("NFKD", name).casefold())


def find_keys(rows: Sequence[ListRow], list_id: str, before: Sequence[ListEntry]) -> list[str]:
    """A key for each row: that of the entity on file where number, name, code or other name agree, else a new one.

    Each way is tried for all rows before the next, weaker one, and an agreement counts only when it is one to one.
    """
    old = {entry.id.removeprefix(f"{list_id}:"): entry for entry in before}
    keys: dict[int, str] = {i: row.number for i, row in enumerate(rows) if row.number and row.number in old}
    ways: tuple[Callable[[ListEntry | ListRow], set[str]], ...] = (
        lambda one: {one.name},
        lambda one: {squeezed(one.name)},
        lambda one: {i.value for i in one.identifiers if i.kind in _STRONG},
        lambda one: {squeezed(name) for name in (one.name, *one.aliases)},
    )
    for marks_of in ways:
        taken = set(keys.values())
        by_mark: defaultdict[str, set[str]] = defaultdict(set)
        for key, entry in old.items():
            if key not in taken:
                for mark in marks_of(entry):
                    by_mark[mark].add(key)
        wanted = {
            i: {key for mark in marks_of(row) for key in by_mark.get(mark, ())}
            for i, row in enumerate(rows) if i not in keys
        }
        claims = Counter(key for found in wanted.values() if len(found) == 1 for key in found)
        keys |= {i: key for i, found in wanted.items() if len(found) == 1 for key in found if claims[key] == 1}
    used = set(keys.values()) | old.keys()
    for i, row in enumerate(rows):
        if i not in keys:
            stem = row.number if row.number else entry_key(row.name)
            key, n = stem, 1
            while key in used:
                n += 1
                key = f"{stem}-{n}"
            used.add(key)
            keys[i] = key
    return [keys[i] for i in range(len(rows))]
