"""The indexes of names that matching searches, made once for a set of facts and a day."""

from __future__ import annotations

from dataclasses import replace

from sinolens.matching.entities import EntityIndex
from sinolens.reference.loader import Reference

_INDEXES_KEPT = 4
_indexes: dict[tuple[str, tuple[tuple[str, str], ...]], EntityIndex] = {}


def entity_index(reference: Reference, as_of: str = "") -> EntityIndex:
    """The index of a set of facts; kept, because it costs more than a small analysis.

    Args:
        reference: the facts.
        as_of: ISO date: only names of editions in force on it are searched, so that a name which is listed later, or
            was before, is no candidate today. "" searches all editions.
    """
    lists = dict.fromkeys(edition.list_id for edition in reference.editions)
    kept = [reference.edition_on(list_id, as_of) for list_id in lists] if as_of else []
    names = tuple((edition.list_id, edition.edition) for edition in kept if edition is not None)
    key = (reference.id, names if as_of else (("", ""),))
    if key not in _indexes:
        while len(_indexes) >= _INDEXES_KEPT:
            del _indexes[next(iter(_indexes))]
        searched = reference if not as_of else replace(
            reference, editions=tuple(edition for edition in kept if edition is not None),
            entries={name: reference.entries.get(name, ()) for name in names})
        _indexes[key] = EntityIndex(searched, beside=reference)
    return _indexes[key]
