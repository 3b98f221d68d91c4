"""Smaller word lists of matching: derivatives, indices, fund names, places of incorporation. All of them are data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable

from sinolens.reference.benchmarks import load_index_words
from sinolens.reference.loader import resources
from sinolens.reference.pack import FieldSpec, read_table

_LONGEST_INDEX = 5
_REQUIRED = FieldSpec(required=True)
_PART = re.compile(r"[A-Z0-9]+|[㐀-鿿]+")


@dataclass(frozen=True)
class Lexicon:
    """Word lists.

    Attributes:
        contract: words and pairs of words that say the line is a derivative ("CALL", "TOTAL RETURN").
        details: words of a contract's terms.
        beside: words that stand beside an index or a rate and name nothing ("PAY", "RECEIVE", "MINI").
        joints: words that join a contract to what it is written on ("ON").
        months: short names of months.
        market_codes: letters printed behind a ticker to ISO country code of the market.
        indices: words of an index (joined by blanks) to `Region` value or "mixed", wherever they stand.
        whole_indices: the same, only where nothing else is left of the name.
        fund_words: word of a fund's name to what it means; "" for words that tell no fund from another.
        chinese_shells: countries where companies of China are commonly incorporated.
    """

    contract: frozenset[str]
    details: frozenset[str]
    beside: frozenset[str]
    joints: frozenset[str]
    months: frozenset[str]
    market_codes: dict[str, str]
    indices: dict[str, str]
    whole_indices: dict[str, str]
    fund_words: dict[str, str]
    chinese_shells: frozenset[str]


def parts_of(text: str) -> list[str]:
    """The runs of letters and digits of an upper-case text."""
    return _PART.findall(text)


def read_lexicon(root: Traversable) -> Lexicon:
    """Read the word lists below `root`.

    Raises:
        sinolens.reference.pack.PackError: a file is missing or a line is wrong.
    """
    roles = read_table(root, "matching/derivative-words.csv", {"word": _REQUIRED, "role": _REQUIRED})
    indices = load_index_words(root)
    funds = read_table(root, "matching/fund-words.csv", {"word": _REQUIRED, "means": str})
    shells = read_table(root, "matching/chinese-shells.csv", {"country": _REQUIRED})

    def words(role: str) -> frozenset[str]:
        return frozenset(row["word"] for row in roles if row["role"] == role)

    def phrases(*, whole: bool) -> dict[str, str]:
        return {found.words: found.home for found in indices if found.whole is whole}

    return Lexicon(
        contract=words("contract"), details=words("detail"), beside=words("beside"), joints=words("joint"),
        months=words("month"),
        market_codes={
            row["word"]: row["role"].removeprefix("market:") for row in roles if row["role"].startswith("market:")
        },
        indices=phrases(whole=False), whole_indices=phrases(whole=True),
        fund_words={row["word"]: row["means"] for row in funds},
        chinese_shells=frozenset(row["country"] for row in shells),
    )


@cache
def lexicon() -> Lexicon:
    """The bundled word lists, read once per process."""
    return read_lexicon(resources())


def find_index(name: str, least_words: int = 1) -> str:
    """Region, or "mixed", of the longest index named in a text; "" when none is.

    Args:
        name: as typed.
        least_words: words the index's name must have.
    """
    parts, words = parts_of(name.upper()), lexicon()
    phrases = (
        " ".join(parts[start:end]) for start in range(len(parts))
        for end in range(start + least_words, min(len(parts), start + _LONGEST_INDEX) + 1)
    )
    return words.indices.get(max((phrase for phrase in phrases if phrase in words.indices), key=len, default=""), "")
