"""Names that begin as the row's does: a custodian's field cuts names, and a cut name may mean any that goes on."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence

from sinolens.matching.normaliser import NormalisedName
from sinolens.matching.vocabulary import is_han, vocabulary

SHORTEST = 10
"""Letters and digits a beginning must have to be looked for."""
_MOST = 40
_SHORTEST_HAN = 2


class Beginnings:
    """Finds the names that begin with a text, and the Chinese names a text contains."""

    def __init__(self, names: Sequence[tuple[NormalisedName, int]]) -> None:
        spellings: set[tuple[str, int]] = set()
        self._owners: dict[str, set[int]] = defaultdict(set)
        self._chinese: dict[str, set[int]] = defaultdict(set)
        for place, (name, entity) in enumerate(names):
            if name.tokens:
                spellings.add((name.compact, place))
                spellings.add(("".join(name.tokens), place))
            telling = telling_han(name.han)
            for word in telling:
                self._owners[word].add(entity)
                if len(word) >= _SHORTEST_HAN:
                    self._chinese[word].add(place)
        self._sorted = sorted(spellings)

    def longer(self, text: str) -> list[int]:
        """Indexes of the names that begin with `text`, the shortest first; none for a short text."""
        if len(text) < SHORTEST:
            return []
        place = bisect_left(self._sorted, (text, -1))
        found: dict[int, int] = {}
        while place < len(self._sorted) and self._sorted[place][0].startswith(text):
            spelling, name = self._sorted[place]
            found.setdefault(name, len(spelling))
            place += 1
        return sorted(found, key=lambda name: (found[name], name))[:_MOST]

    def within(self, name: NormalisedName) -> list[int]:
        """Indexes of the Chinese names whose telling word the name contains or is contained in."""
        text = "".join(name.han)
        found: dict[int, int] = {}
        for start in range(len(text)):
            for end in range(start + _SHORTEST_HAN, min(len(text), start + 12) + 1):
                for place in self._chinese.get(text[start:end], ()):
                    found[place] = max(found.get(place, 0), end - start)
        return sorted(found, key=lambda place: (-found[place], place))[:_MOST]

    def bearers(self, name: NormalisedName) -> frozenset[int]:
        """Entities that have a telling Chinese word of the name in a name of theirs."""
        return frozenset(entity for word in telling_han(name.han) for entity in self._owners.get(word, ()))


def telling_han(words: Iterable[str]) -> list[str]:
    """The Chinese words that are no place, industry or filler."""
    classes = vocabulary().classes
    return [word for word in words if is_han(word) and classes.get(word, "common") == "common"]
