"""Names of funds as custodians abbreviate them."""

from __future__ import annotations

from functools import lru_cache

from sinolens.matching.lexicon import lexicon, parts_of
from sinolens.matching.normaliser import fold


@lru_cache(maxsize=50_000)
def fund_key(name: str) -> str:
    """What is left of a fund's name once abbreviations are written out and words every fund bears are dropped."""
    meanings = lexicon().fund_words
    words: list[str] = []
    for part in parts_of(fold(name)):
        words.extend(word for word in meanings.get(part, part).split() if meanings.get(word, word))
    return " ".join(words)
