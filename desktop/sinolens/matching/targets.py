"""Vehicles of private deals named for the company they hold: "Bridge SPV III LP (Lotus)", "Lotus Co-Invest LP".

The vehicle is the issuer, and it is not on file; the company it is named for is worth a person's look, never a match.
"""

from __future__ import annotations

from functools import cache

from sinolens.matching.entities import EntityIndex
from sinolens.matching.lexicon import parts_of
from sinolens.matching.normaliser import fold, normalise
from sinolens.reference.loader import resources
from sinolens.reference.pack import FieldSpec, read_table

_MOST_WORDS = 6
_LEAST_LETTERS = 4


@cache
def _phrases() -> frozenset[tuple[str, ...]]:
    rows = read_table(resources(), "matching/private-vehicle-words.csv", {"word": FieldSpec(required=True)})
    return frozenset(tuple(row["word"].split()) for row in rows)


def is_private_vehicle(name: str) -> bool:
    """The name has words of a vehicle made for one private deal."""
    text = fold(name)
    if not any(phrase[0] in text for phrase in _phrases()):
        return False
    parts = parts_of(text)
    return any(_begins(parts, place) for place in range(1, len(parts)))


def find_targets(name: str, index: EntityIndex, *, plain: bool = False) -> list[int]:
    """Entities named in the name of such a vehicle, those named by most words first; funds on file are none.

    Args:
        name: as typed.
        index: what can be meant.
        plain: two everyday words that are an entity's name ("North Wind") count too.
    """
    parts = parts_of(fold(name))
    found: dict[int, int] = {}
    for start in range(len(parts)):
        for end in range(start + 1, min(len(parts), start + _MOST_WORDS) + 1):
            for place in _bearers(parts[start:end], index, plain=plain):
                found[place] = max(found.get(place, 0), end - start)
    most = max(found.values(), default=0)
    return sorted(
        (place for place, words in found.items() if words == most), key=lambda place: index.entities[place].name
    )


def _begins(parts: list[str], place: int) -> bool:
    return any(tuple(parts[place : place + len(phrase)]) == phrase for phrase in _phrases())


def _bearers(words: list[str], index: EntityIndex, *, plain: bool) -> set[int]:
    text = normalise(" ".join(words))
    letters = sum(map(len, text.words))
    telling = any(index.weights.is_telling(word) for word in text.words) or (plain and len(text.words) > 1)
    if not telling or (text.tokens and letters < _LEAST_LETTERS):
        return set()
    return {
        index.names[place].entity for key in text.keys for place in index.keys.get(key, ())
        if index.entities[index.names[place].entity].kind != "vehicle"
    }
