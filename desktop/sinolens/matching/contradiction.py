"""Whether a row's name speaks against the entity its identifier belongs to: a recycled ticker, a wrong ISIN."""

from __future__ import annotations

from dataclasses import replace

from sinolens.matching.alignment import align
from sinolens.matching.codes import find_code_holders, is_identifier_name
from sinolens.matching.entities import EntityIndex
from sinolens.matching.exact import ExactAnswer
from sinolens.matching.normaliser import NormalisedName
from sinolens.matching.query import Query

_AGREES_FROM = 35.0
"""A name this near to one of the entity's does not contradict it; custodians' short forms come in far above."""
_SAME_WORD = 0.9
"""One telling word in common is enough beside an identifier; what else is written may be the fund's or the line's."""
_ACRONYM = 5


def contrary_name(query: Query, place: int, exact: ExactAnswer | None, index: EntityIndex) -> str:
    """The name that speaks against an identifier, "" when none does.

    Args:
        query: the row.
        place: entity the identifier belongs to.
        exact: entities that bear the row's very name.
        index: where both are known.
    """
    if is_identifier_name(query):
        code, holders = find_code_holders(replace(query, ticker="", mic=""), index, "")
        other = sorted(holders) if code and place not in holders else []
        return f"{code}, a code of {index.entities[other[0]].name}" if other else ""
    names = [name for name in (query.normalised, query.normalised_issuer) if name.keys]
    known = [name.normalised for name in index.names_of(place)]
    if not names or any(key in other.keys for name in names for key in name.keys for other in known):
        return ""
    if exact is not None and len(exact.places) == 1 and place not in exact.places:
        return index.entities[next(iter(exact.places))].name
    comparable = [(name, other) for name in names for other in known if bool(name.tokens) == bool(other.tokens)]
    if any(_reads_like(name, other, index) for name, other in comparable):
        return ""
    # A Chinese name beside an entity known by its English names only says nothing either way, nor does a ticker or an
    # acronym typed where the name should be.
    comparable = [(name, other) for name, other in comparable if len(name.keys[0]) > _ACRONYM or len(name.words) > 1]
    return (query.name or query.issuer_name)[:80] if comparable else ""


def _reads_like(name: NormalisedName, other: NormalisedName, index: EntityIndex) -> bool:
    found = align(name.words, other.words, name.length, index.weights)
    if found.score >= _AGREES_FROM:
        return True
    return any(pair.likeness >= _SAME_WORD and index.weights.is_telling(pair.name) for pair in found.pairs)
