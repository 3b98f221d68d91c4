"""Takes names out of texts that may be shown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

WITHHELD = "Withheld"
_WORD = re.compile(r"[^\W_]+")
_SHORTEST, _SHORTEST_CHINESE = 3, 2
"""Names of fewer letters, or Chinese signs, are not looked for inside other texts."""


class Scrubber:
    """Takes withheld names out of texts that may be shown, such as a fund named after its one company.

    Args:
        names: of what the analysis holds.
        others: to be taken out as well wherever they stand; among those withheld only once they were met.
    """

    def __init__(self, names: Iterable[str], others: Iterable[str] = ()) -> None:
        self._names, self._met = frozenset(names), set[str]()
        everything = self._names | frozenset(others)
        self._whole: dict[str, str] = {name.casefold(): name for name in sorted(everything)}
        sought = sorted((name for name in everything if _is_sought(name)), key=lambda name: (-len(name), name))
        self._chinese = [name for name in sought if is_chinese(name[0])]
        self._by_first_word: dict[str, list[str]] = {}
        for name in sought:
            if not is_chinese(name[0]):
                self._by_first_word.setdefault(next(iter(words_of(name)), ""), []).append(name)
        self._seen: dict[str, str] = {}

    @property
    def withheld(self) -> set[str]:
        """The names withheld."""
        return {*self._names, *self._met}

    def __call__(self, text: str) -> str:
        """The text without the names."""
        if text not in self._seen:
            self._seen[text] = self._cleaned(text)
        return self._seen[text]

    def _cleaned(self, text: str) -> str:
        folded = text.casefold()
        if folded in self._whole and text.strip():
            self._met.add(self._whole[folded])
            return WITHHELD
        likely = [name for word in dict.fromkeys(("", *words_of(text))) for name in self._by_first_word.get(word, ())]
        for name in likely if text.isascii() else (*self._chinese, *likely):
            text, times = pattern_of(name).subn(WITHHELD, text)
            if times:
                self._met.add(name)
        return text


def _is_sought(name: str) -> bool:
    """Whether a name is looked for inside other texts; a Chinese name is short and still tells."""
    return bool(name) and len(name) >= (_SHORTEST_CHINESE if is_chinese(name[0]) else _SHORTEST)


def is_chinese(sign: str) -> bool:
    """Whether a sign is a Chinese character: between such words stands no space."""
    return "\u3400" <= sign <= "\u9fff" or "\U00020000" <= sign <= "\U0003ffff"


def words_of(text: str) -> list[str]:
    """The words of a text, capitals aside; signs between them are left out."""
    return [word.casefold() for word in _WORD.findall(text)]


@lru_cache(maxsize=16_384)
def pattern_of(name: str) -> re.Pattern[str]:
    """What finds a name in a text as words of their own, whatever signs stand between them."""
    # Not \b at the ends: a name may begin or end with a sign. Between its words may stand other signs
    # than in the name: "Lotus-Compute" is "Lotus Compute".
    words = _WORD.findall(name)
    inner = r"[\W_]+".join(map(re.escape, words)) if words else re.escape(name)
    before = "" if is_chinese(name[0]) else r"(?<![^\W_])"
    after = "" if is_chinese(name[-1]) else r"(?![^\W_])"
    return re.compile(before + inner + after, re.IGNORECASE)
