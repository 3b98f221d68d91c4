"""Compares two names word by word: which words say the same, which are missing, how telling they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sinolens.matching.vocabulary import is_han, vocabulary

_CLASS_WEIGHT = {"stop": 0.0, "filler": 0.25, "generic": 0.25, "place": 0.35, "industry": 0.45, "common": 0.8}
_SURE = 0.9
_SURE_TELLING = 0.93
_FAIR_TELLING = 0.75
_SHARED_BY_MANY = 12
TRUNCATED_FROM = 16
"""A name this long or longer may have been cut by the custodian's field; fields seen hold 18 to 35 characters."""


@dataclass(frozen=True, slots=True)
class WordPair:
    """Two words that were taken for the same. `likeness` 0 to 1."""

    query: str
    name: str
    likeness: float


@dataclass(frozen=True, slots=True)
class Alignment:
    """How a query and a name compare.

    Attributes:
        score: 0 to 100.
        pairs: words taken for the same.
        missing_query, missing_name: words without a partner on either side.
        distinctive: a telling word was matched for sure and no telling word is left over on either side.
    """

    score: float
    pairs: tuple[WordPair, ...]
    missing_query: tuple[str, ...]
    missing_name: tuple[str, ...]
    distinctive: bool


@dataclass(frozen=True, slots=True)
class WordFacts:
    """How telling a word is.

    Attributes:
        weight: 0 to 1.
        telling: no place, industry, common or generic word, and long enough to be a name.
        minor: may be missing from either name without changing the answer.
        sister: tells companies of one house apart when the row has it and the entity has not: custodians drop words,
            they add none.
    """

    weight: float
    telling: bool
    minor: bool
    sister: bool = False


class WordWeights:
    """How telling a word is: by its class in the vocabulary, and by how many entities share it."""

    def __init__(self, names: Iterable[tuple[Sequence[str], int]]) -> None:
        owners: dict[str, set[int]] = defaultdict(set)
        for words, entity in names:
            for word in words:
                owners[word].add(entity)
        self._shared = {word: len(found) for word, found in owners.items()}
        self._classes = vocabulary().classes
        self._facts: dict[str, WordFacts] = {}

    def of(self, word: str) -> WordFacts:
        """Weight of a word and what it is good for."""
        found = self._facts.get(word)
        if found is None:
            found = self._facts[word] = self._reckon(word)
        return found

    def is_telling(self, word: str) -> bool:
        """See `WordFacts.telling`."""
        return self.of(word).telling

    def is_place(self, word: str) -> bool:
        """The word is a place or a direction."""
        return self._classes.get(word) == "place"

    def is_known(self, word: str) -> bool:
        """Some indexed name has the word."""
        return word in self._shared

    def _reckon(self, word: str) -> WordFacts:
        kind = self._classes.get(word)
        if kind is not None:
            minor = kind in ("filler", "generic", "stop")
            return WordFacts(_CLASS_WEIGHT[kind], False, minor, sister=kind == "generic")
        if len(word) < 3 and not is_han(word):
            return WordFacts(0.5, False, False)
        shared = self._shared.get(word, 0) > _SHARED_BY_MANY
        return WordFacts(0.8 if shared else 1.0, not word.isdigit(), False)


@lru_cache(maxsize=200_000)
def likeness(query: str, name: str) -> float:
    """How surely two words are the same, 0 to 1: equal, cut short, letters left out in order, or a slip of typing."""
    if query == name:
        return 1.0
    if not query or not name or query[0] != name[0]:
        return 0.0
    short, long = len(query), len(name)
    if is_han(query):
        return 0.8 if name.startswith(query) or query.startswith(name) else 0.0
    classes = vocabulary().classes
    if query in classes and name not in classes:
        return 0.0  # a word in its own right is no short form of a name
    if short < long and name.startswith(query) and short >= 3:
        return 0.93
    if long < short and query.startswith(name) and long >= 4 and short - long <= 3:
        return 0.9
    if 3 <= short < long and short >= 0.35 * long and _is_skeleton(query, name, strict=name not in classes):
        return 0.91 if short >= 4 else 0.85
    if min(short, long) < 5:
        return 0.0
    most = 2 if min(short, long) >= 9 else 1
    slips = _slips(query, name, most)
    return 1.0 - 1.6 * slips / max(short, long) if slips <= most else 0.0


def align(query: Sequence[str], name: Sequence[str], typed_length: int, weights: WordWeights) -> Alignment:
    """Compare the words of a query with those of a name.

    Args:
        query: words of the row's name.
        name: words of the entity's name.
        typed_length: characters of the row's name as typed; long ones may have been cut.
        weights: how telling each word is.
    """
    pairs, left_query, left_name = _pair(list(query), list(name), typed_length)
    cut = _is_cut(name, left_query, left_name, typed_length)
    matched = slack = 0.0
    sure = shaky = strong = fair = False
    for pair in pairs:
        facts = weights.of(pair.name)
        matched += pair.likeness * facts.weight
        slack += (1 - pair.likeness) * facts.weight
        stub = _is_stub(pair)
        sure = sure or (facts.telling and pair.likeness >= _SURE_TELLING and not stub)
        shaky = shaky or (not facts.minor and pair.likeness < (_SURE_TELLING if facts.telling else _SURE))
        if facts.weight >= 0.5:
            strong = True
            fair = fair or (pair.likeness >= _FAIR_TELLING and not stub)
    lost_query = [weights.of(word) for word in left_query]
    lost_name = [weights.of(word) for word in left_name]
    lost = sum(facts.weight for facts in lost_query) + (0.15 if cut else 0.5) * sum(facts.weight for facts in lost_name)
    whole = matched + slack + lost
    score = 100 * matched / whole if whole else 0.0
    missed = lost_query if cut else [*lost_query, *lost_name]
    if any(facts.telling for facts in missed):
        score = min(score, 70.0)
    if (strong and not fair) or any(facts.sister for facts in lost_query):
        score = min(score, 76.0)
    if not strong:
        # Only places, industries and filler agree: worth a look when nothing else is left over, else no likeness.
        whole_name = not lost_query and all(facts.minor for facts in lost_name)
        score = min(score, 88.0 if whole_name else 40.0)
    odd = any(not facts.minor for facts in missed) or any(facts.sister for facts in lost_query)
    return Alignment(score, tuple(pairs), tuple(left_query), tuple(left_name), sure and not odd and not shaky)


def _pair(query: list[str], name: list[str], typed_length: int) -> tuple[list[WordPair], list[str], list[str]]:
    pairs: list[WordPair] = []
    free = list(name)
    rest: list[str] = []
    for word in query:
        if word in free:
            free.remove(word)
            pairs.append(WordPair(word, word, 1.0))
        else:
            rest.append(word)
    # A word that is whole in itself was not cut, even when a longer one begins with it.
    last = query[-1] if query and typed_length >= TRUNCATED_FROM and query[-1] not in vocabulary().classes else ""
    left: list[str] = []
    for word in rest:
        best, best_likeness = "", 0.0
        for other in free:
            found = likeness(word, other)
            if word == last and len(word) < len(other) and other.startswith(word):
                found = 0.97 if len(word) >= 3 else 0.92
            if found > best_likeness:
                best, best_likeness = other, found
        if best_likeness >= 0.6:
            free.remove(best)
            pairs.append(WordPair(word, best, best_likeness))
        else:
            left.append(word)
    if left and free:
        left, free = _pair_glued(left, free, pairs)
        free, left = _pair_glued(free, left, pairs, swapped=True)
    return pairs, left, free


def _pair_glued(
    singles: list[str], parts: list[str], pairs: list[WordPair], *, swapped: bool = False
) -> tuple[list[str], list[str]]:
    """Pair one word with two neighbours written apart: MOUNTAIN with MOUN TAIN."""
    left: list[str] = []
    for word in singles:
        for place in range(len(parts) - 1):
            first, second = parts[place], parts[place + 1]
            rest = word[len(first) :]
            if len(first) >= 3 and word.startswith(first) and rest and (found := likeness(rest, second)) >= _SURE:
                both = f"{first}{second}" if found == 1.0 else f"{first} {second}"
                pairs.append(WordPair(both, word, 0.98 * found) if swapped else WordPair(word, both, 0.98 * found))
                parts = parts[:place] + parts[place + 2 :]
                break
        else:
            left.append(word)
    return left, parts


def _is_cut(name: Sequence[str], left_query: Sequence[str], left_name: Sequence[str], typed_length: int) -> bool:
    """The query looks cut off: nothing of it is left over and what is missing stands at the end of the name."""
    if left_query or not left_name or typed_length < TRUNCATED_FROM:
        return False
    return list(name[len(name) - len(left_name) :]) == list(left_name)


def _is_stub(pair: WordPair) -> bool:
    """The row has only a short beginning of the word: too little to tell one name from the next."""
    return len(pair.query) < len(pair.name) and len(pair.query) < 5 and not is_han(pair.query)


_VOWELS = frozenset("AEIOU")


def _is_skeleton(short: str, long: str, *, strict: bool) -> bool:
    """`short` keeps letters of `long` in order; `strict`: all of its consonants, else most."""
    letters = iter(long)
    if not all(letter in letters for letter in short):
        return False
    consonants = sum(letter not in _VOWELS for letter in long)
    kept = sum(letter not in _VOWELS for letter in short)
    if strict:
        return kept == consonants
    return kept >= 0.6 * consonants and (short[-1] == long[-1] or kept >= 0.8 * consonants)


def _slips(left: str, right: str, most: int) -> int:
    """Edits (insert, delete, replace, swap neighbours) between two words, or `most` + 1 when there are more."""
    if abs(len(left) - len(right)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, letter in enumerate(left, 1):
        older, before, row = before, row, [i]
        for j, other in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == right[j - 2] and left[i - 2] == other:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
