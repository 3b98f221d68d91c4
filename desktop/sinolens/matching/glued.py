"""Words typed without blanks: a company's telling word with words of its trade and its legal form glued to it.

A word is only taken apart when what is left in front stands in a name on file: no word is ever broken at random.
"""

from __future__ import annotations

from dataclasses import replace

from sinolens.matching.alignment import WordWeights
from sinolens.matching.normaliser import NormalisedName
from sinolens.matching.vocabulary import is_han, vocabulary

SHORTEST = 7
"""Letters a glued word has at least."""
_LEAST_FRONT = 3
_LEAST_END = 3
_MOST_PARTS = 5


def separate(name: NormalisedName, weights: WordWeights) -> NormalisedName:
    """The name with its glued words apart; the very name when there are none."""
    words: list[str] = []
    forms = set(name.forms)
    for token in name.tokens:
        parts = None if len(token) < SHORTEST or weights.is_known(token) else _split(token, weights, _MOST_PARTS)
        for part in parts or [token]:
            form = vocabulary().forms_at_end.get(part) if parts and part != parts[0] else None
            if form is None:
                words.append(vocabulary().abbreviations.get(part, part) if parts else part)
            else:
                forms.update(form.split())
    if tuple(words) == name.tokens:
        return name
    keys = ("".join(words), *(["".join(name.han)] if name.han else []))
    return replace(name, tokens=tuple(words), keys=keys, forms=frozenset(forms))


def _split(token: str, weights: WordWeights, most: int) -> list[str] | None:
    """Parts of a glued word: one that a name on file has, then trade words and legal forms; None when it is none."""
    if len(token) >= _LEAST_FRONT and weights.is_known(token):
        return [token]
    if most == 1:
        return None
    for place in range(_LEAST_FRONT, len(token) - _LEAST_END + 1):
        end = token[place:]
        if _is_end(end) and (front := _split(token[:place], weights, most - 1)):
            return [*front, end]
    return None


def _is_end(text: str) -> bool:
    words = vocabulary()
    if is_han(text):
        return False
    return text in words.classes or text in words.abbreviations or text in words.forms_at_end
