"""Companies that carry the name of a listed one: a branch abroad, a financing vehicle, a paper linked to its shares.

Whose they are no list on file says; a person has to. What counts as such a name comes from the data: a word that is the
whole name of a listed Chinese issuer of the universe, and beside it nothing but places, trades or words of finance.
"""

from __future__ import annotations

from functools import cache

from sinolens.matching.entities import EntityIndex
from sinolens.matching.lexicon import parts_of
from sinolens.matching.normaliser import fold, normalise
from sinolens.matching.targets import find_targets
from sinolens.reference.loader import resources
from sinolens.reference.pack import FieldSpec, iso_date, one_of, read_table, verified_mark

_LONG = 5
"""Letters from which a brand bears a word of its owner's choosing beside it."""
_SURE = 4
"""Letters from which a brand needs no place or trade beside it; shorter ones are abbreviations of others too."""


@cache
def _roles() -> dict[str, str]:
    rows = read_table(resources(), "matching/affiliate-words.csv", {
        "word": FieldSpec(required=True), "role": FieldSpec(one_of("place", "trade", "money", "form"), required=True),
        "source": FieldSpec(required=True), "as_of": FieldSpec(iso_date, required=True), "verified": verified_mark,
    })
    return {row["word"]: row["role"] for row in rows}


@cache
def _wrappers() -> frozenset[str]:
    rows = read_table(resources(), "matching/wrapper-words.csv", {"phrase": FieldSpec(required=True)})
    return frozenset(row["phrase"] for row in rows)


def is_wrapper(name: str) -> bool:
    """The name says that a bank's paper is linked to something else: an equity-linked note, say."""
    parts = parts_of(fold(name))
    return any(
        part in _wrappers() or " ".join(parts[place : place + 2]) in _wrappers() for place, part in enumerate(parts)
    )


def find_owners(name: str, index: EntityIndex) -> tuple[int, ...]:
    """The listed issuers whose name a company's name carries; more than one where they share it, none where none does.

    Args:
        name: as typed.
        index: what can be meant.
    """
    words = [word for word in normalise(name).tokens if not word.isdigit() and len(word) > 1]
    for length in (2, 1):
        brand = "".join(words[:length])
        owners = index.brands.get(brand, ())
        if owners and _carries(brand, words[length:]):
            return owners
    last = words[-1] if len(words) > 1 else ""
    return index.brands.get(last, ()) if len(last) >= _SURE else ()


def find_branded(name: str, index: EntityIndex) -> tuple[int, ...]:
    """The listed issuers whose brand is any word of a name, the first such word's; see `find_owners` for fewer."""
    words = normalise(name).tokens
    for place, word in enumerate(words):
        if word in index.brands and len(word) >= (_SURE if place else 3):
            return index.brands[word]
    return ()


def _carries(brand: str, rest: list[str]) -> bool:
    roles = _roles()
    known = {roles[word] for word in rest if word in roles}
    others = [word for word in rest if word not in roles]
    if not known or len(others) > (1 if len(brand) >= _LONG else 0):
        return False
    if others and (known == {"trade"} or rest[-1] in others):
        return False
    # An abbreviation of three letters with a word of finance beside it is many a bank's vehicle.
    # "Holdings" alone says less still: many a family's company has four letters and that word.
    return len(brand) >= _LONG or bool(known & {"place", "trade"}) or (len(brand) >= _SURE and "money" in known)


def find_inside(name: str, index: EntityIndex, rejected: frozenset[str]) -> list[int]:
    """Chinese entities named anywhere in a name, those of most words first."""
    return [
        place for place in find_targets(name, index, plain=True)
        if _is_chinese(place, index) and index.entities[place].id not in rejected
    ]


def _is_chinese(place: int, index: EntityIndex) -> bool:
    entity = index.entities[place]
    return entity.is_chinese or (entity.kind == "entry" and not entity.countries)
