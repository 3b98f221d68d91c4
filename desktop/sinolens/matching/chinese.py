"""Compares two names in Chinese characters, which are written without blanks and shortened by their own rules.

A listed company's full name is a place, a telling core, words of its trade and the legal form; its short name keeps the
core and at most a word or two of the trade. So two names may mean one company when one is the beginning of the other
once places are taken away and what is left over is trade words only, or when the short one keeps words of the long one
in their order. What goes on with a word of its own is a different company of the same house.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from sinolens.matching.alignment import Alignment, WordPair
from sinolens.matching.normaliser import NormalisedName
from sinolens.matching.vocabulary import SHARES, vocabulary

_SAME, _PLACE_LEFT = 100.0, 90.0
_FULL, _LONGER, _SHORTER, _KEPT = 96.0, 84.0, 82.0, 80.0
_TRADE, _APART, _ELSEWHERE, _LITTLE = 76.0, 70.0, 60.0, 40.0
_OTHER_FORM = 12.0
_SHORT_CORE = 2
_LEAST_FULL_CORE = 3


def align_chinese(query: NormalisedName, name: NormalisedName, *, whole_known: bool = False) -> Alignment:
    """Compare the Chinese words of a row with those of a name on file.

    Args:
        query: the row's name.
        name: one name of the entity.
        whole_known: the entity's full Chinese name is on file too, so that another full name is another company's.

    Returns:
        100 for the same words; from 80 where one may be the short form of the other; 70 and less for another company
        that shares words only. `distinctive` only where a full legal name says enough to be accepted provisionally.
    """
    if not query.han or not name.han:
        return Alignment(0.0, (), query.han, name.han, distinctive=False)
    score, full = _score(query, name, whole_known=whole_known)
    if score >= _KEPT and are_forms_apart(query, name):
        score, full = score - _OTHER_FORM, False
    pairs, left_query, left_name = _marked(query.han, name.han)
    return Alignment(score, pairs, left_query, left_name, distinctive=full)


def are_forms_apart(query: NormalisedName, name: NormalisedName) -> bool:
    """One is a company limited by shares and the other a limited company: two legal entities, if both are Chinese."""
    if not (query.han and name.han and query.forms and name.forms) or query.tokens or name.tokens:
        return False
    if "LTD" not in query.forms & name.forms:
        return False
    return (SHARES in query.forms) is not (SHARES in name.forms)


def has_other_form(query: NormalisedName, names: Iterable[NormalisedName]) -> bool:
    """The entity's whole Chinese name has the row's words and another legal form: another legal entity."""
    return bool(query.han) and any(name.han == query.han and are_forms_apart(query, name) for name in names)


def words_of_trade(words: Iterable[str]) -> set[str]:
    """The words that tell one company of a house from the next: its trade, not "group" or "technology"."""
    return {word for word in words if _class(word) in ("industry", "generic")}


def is_common_chinese(name: NormalisedName) -> bool:
    """All the words of the name are one of the trade or of everyday speech: it names no company by itself."""
    return not name.tokens and len(name.han) == 1 and name.han[0] in vocabulary().classes


def _score(query: NormalisedName, name: NormalisedName, *, whole_known: bool) -> tuple[float, bool]:
    if query.han == name.han:
        return _SAME, any(not _class(word) for word in query.han)
    query_places, query_core = _without_places(query.han)
    name_places, name_core = _without_places(name.han)
    if not (_is_telling(query_core) and _is_telling(name_core)):
        return _LITTLE, False
    if query_places and name_places and not set(query_places) & set(name_places):
        return _ELSEWHERE, False
    row, known = "".join(query_core), "".join(name_core)
    if min(len(row), len(known)) < _SHORT_CORE:
        return _LITTLE, False
    if row == known:
        return _PLACE_LEFT, False
    if row.startswith(known):
        rest = _classes_of(row[len(known) :])
        if rest is None and _classes_of(row[len(known) - 1 :]) is not None:
            return _SHORTER, False  # the name on file ends within a word of the trade, as exchanges cut short names
        return _score_longer(query, known, rest, whole_known=whole_known or "LTD" in name.forms)
    if known.startswith(row):
        rest = _classes_of(known[len(row) :])
        apart = query.forms or (rest is None and len(row) <= _SHORT_CORE)
        return (_APART if apart else _SHORTER), False
    if name_core[0] == query_core[0] and (
        _is_kept(name_core, query_core) or (not query.forms and _is_kept(query_core, name_core))
    ):
        return (_TRADE if query.forms and whole_known else _KEPT), False
    if SHARES in query.forms and not whole_known and _is_drawn(known, row):
        return _KEPT, False
    return (_APART if set(query_core) & set(name_core) else _LITTLE), False


def _score_longer(
    query: NormalisedName, known: str, rest: list[str] | None, *, whole_known: bool
) -> tuple[float, bool]:
    """The row goes on after the name on file; `rest` are the classes of what it goes on with."""
    if rest is None:
        return _APART, False
    if SHARES in query.forms and not whole_known:
        # The full name of a company limited by shares: its short name and words of its trade.
        full = len(known) >= _LEAST_FULL_CORE
        return (_FULL if full else _LONGER), full
    # A house keeps a company for each trade, but words like "group" or "technology" come and go behind a whole name.
    loose = set(rest) <= {"filler", "generic", "place"} and len(known) > _SHORT_CORE
    return (_LONGER if loose else _TRADE), False


def _is_telling(core: Sequence[str]) -> bool:
    return any(_class(word) in ("", "common") for word in core)


def _is_kept(short: Sequence[str], long: Sequence[str]) -> bool:
    """The short name's words stand in the long one in order, and what the long one has besides is of the trade."""
    rest = iter(long)
    return all(word in rest for word in short) and all(word in short or _class(word) for word in long)


def _is_drawn(short: str, full: str) -> bool:
    """A short name drawn from a full one: characters of it in order, or whole behind one word of the house."""
    if len(short) < _LEAST_FULL_CORE:
        return False
    place = full.find(short)
    if 0 < place <= _SHORT_CORE:
        rest = full[place + len(short) :]
        return not rest or _classes_of(rest) is not None
    letters = iter(full)
    drawn = all(letter in letters for letter in short)
    return drawn and len(short) > _LEAST_FULL_CORE and short[:_SHORT_CORE] == full[:_SHORT_CORE]


def _class(word: str) -> str:
    return vocabulary().classes.get(word, "")


def _without_places(words: Sequence[str]) -> tuple[list[str], list[str]]:
    places = [word for word in words if _class(word) == "place"]
    rest = [word for word in words if _class(word) != "place"]
    return places, rest


@cache
def _trade_words() -> re.Pattern[str]:
    words = vocabulary().han_word.pattern
    return re.compile(f"(?:{words})+")


def _classes_of(text: str) -> list[str] | None:
    """Classes of the words a text is made of; None when it holds anything else."""
    if not _trade_words().fullmatch(text):
        return None
    return [_class(word) for word in vocabulary().han_word.split(text) if word]


def _marked(
    query: Sequence[str], name: Sequence[str]
) -> tuple[tuple[WordPair, ...], tuple[str, ...], tuple[str, ...]]:
    free = list(name)
    pairs, left = [], []
    for word in query:
        same = next((other for other in free if other == word), "")
        near = same or next(
            (other for other in free if not _class(other) and (other.startswith(word) or word.startswith(other))), ""
        )
        if near:
            free.remove(near)
            pairs.append(WordPair(word, near, 1.0 if same else 0.8))
        else:
            left.append(word)
    return tuple(pairs), tuple(left), tuple(free)
