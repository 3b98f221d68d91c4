"""What an option, future, swap or warrant is written on, read from its name.

The country and exchange of the contract say nothing of it: an option on a Chinese company trades in New York.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from sinolens.domain.instrument import Instrument
from sinolens.domain.region import Region
from sinolens.matching.lexicon import Lexicon, lexicon, parts_of
from sinolens.matching.normaliser import fold
from sinolens.reference.benchmarks import MIXED

_DERIVATIVES = frozenset({
    Instrument.OPTION.value, Instrument.FUTURE.value, Instrument.SWAP.value, Instrument.INDEX_DERIVATIVE.value,
})
_CLEARED = re.compile(r"^([A-Z]{1,6})\s*[0-9]{6}[CP][0-9]{5,8}$")
"""The symbol U.S. options are cleared under: root, date, call or put, strike."""
_TICKER = re.compile(r"[A-Z]{1,6}|[0-9]{1,6}")
_TERMS = re.compile(r"[CP]?[0-9]+[CP]?|[0-9]{1,2}[A-Z]{3}[0-9]{2,4}|[A-Z]{3}[0-9]{1,4}")
_LENGTH = re.compile(r"[0-9]+(Y|YR|YRS|M|MO|MTH|W|WK|D|BP|BPS|K|X|OZ|EMINI)|[HFGJKMNQUVXZ][0-9]{1,2}")
_OUTSIDE = (Region.OTHER.value, Region.TAIWAN.value)


@dataclass(frozen=True, slots=True)
class Underlying:
    """What a contract is written on.

    Attributes:
        text: its name, the contract's own words left out and an index it is named beside; "" when nothing is left.
        ticker, country: ticker and the country of its market where both are printed.
        index: a `Region` value or "mixed" when it is an index, a rate or a commodity; "" when it is a security.
    """

    text: str
    ticker: str = ""
    country: str = ""
    index: str = ""

    @property
    def region(self) -> Region:
        """Region of an index; unknown for a mixed one and for anything else."""
        return Region(self.index) if self.index and self.index != MIXED else Region.UNKNOWN


def is_derivative(instrument: str) -> bool:
    """Whether a line is a contract on something else whatever its name says. A warrant may be its company's own."""
    return instrument in _DERIVATIVES


@lru_cache(maxsize=20_000)
def find_underlying(name: str, instrument: str) -> Underlying | None:
    """What a line is written on; None when it is no derivative.

    Args:
        name: name of the contract as typed.
        instrument: an `Instrument` value.
    """
    if instrument not in _DERIVATIVES and instrument != Instrument.WARRANT:
        return None
    words = lexicon()
    text = fold(name)
    if cleared := _CLEARED.match(text.strip()):
        return Underlying("", cleared[1], "US")
    parts = _join_pairs(parts_of(text), words)
    left = _without_contract(parts, words)
    region = _find_index(parts, left, words) if instrument != Instrument.WARRANT else ""
    if region in _OUTSIDE and (more := _beside_index(parts, words)):
        # A rate pays for a swap, and a basket may hold an index beside a company: what else is named lies under it too.
        return Underlying(" ".join(more))
    if not region and instrument == Instrument.INDEX_DERIVATIVE:
        region = MIXED
    ticker, country = ("", "") if region else _find_ticker(parts, words)
    return Underlying("" if ticker else " ".join(left), ticker, country, region)


def _join_pairs(parts: list[str], words: Lexicon) -> list[str]:
    joined: list[str] = []
    for part in parts:
        if joined and (pair := f"{joined[-1]} {part}") in words.contract | words.details:
            joined[-1] = pair
        else:
            joined.append(part)
    return joined


def _without_contract(parts: list[str], words: Lexicon) -> list[str]:
    left: list[str] = []
    after_contract = False
    for part in parts:
        if part in words.contract or part in words.details:
            after_contract = True
            continue
        if after_contract and part in words.joints:
            left.clear()
            continue
        if part in words.months:
            continue
        if _TERMS.fullmatch(part) and not part.isalpha() and (left or after_contract) and not _is_code(part, left):
            # Dates and strikes stand behind the name; a number of four to six digits before any word is a code.
            continue
        after_contract = False
        left.append(part)
    return left


def _is_code(part: str, left: list[str]) -> bool:
    is_year = len(part) == 4 and part[:2] in ("19", "20")
    return not left and part.isdigit() and 4 <= len(part) <= 6 and not is_year


def _find_index(parts: list[str], left: list[str], words: Lexicon) -> str:
    # An index may carry a number that looks like a term ("Index 300"), so all words are looked at.
    kept = [part for part in parts if part not in words.contract and part not in words.details]
    best = ""
    for start in range(len(kept)):
        for end in range(len(kept), start, -1):
            phrase = " ".join(kept[start:end])
            if phrase in words.indices and len(phrase) > len(best):
                best = phrase
    return words.indices.get(best, "") or words.whole_indices.get(" ".join(left), "")


def words_beside_index(name: str, also: frozenset[str] = frozenset()) -> list[str]:
    """Words of a contract's name that are of no index and of no contract's terms: of a company, it may be.

    Args:
        name: name of the contract as typed.
        also: upper-case phrases that name an index too, one blank between words.
    """
    words = lexicon()
    return _beside_index(_join_pairs(parts_of(fold(name)), words), words, also)


def _beside_index(parts: list[str], words: Lexicon, also: frozenset[str] = frozenset()) -> list[str]:
    kept = [part for part in parts if part not in words.contract and part not in words.details]
    inside = [part in words.whole_indices for part in kept]
    for start in range(len(kept)):
        for end in range(start + 1, len(kept) + 1):
            phrase = " ".join(kept[start:end])
            if phrase in words.indices or phrase in also:
                inside[start:end] = [True] * (end - start)
    plain = words.beside | words.joints | words.months | set(words.market_codes)
    return [
        part for part, covered in zip(kept, inside, strict=True)
        if not (covered or part in plain or _TERMS.fullmatch(part) or _LENGTH.fullmatch(part))
    ]


def _find_ticker(parts: list[str], words: Lexicon) -> tuple[str, str]:
    kept = [part for part in parts if part not in words.contract and part not in words.joints]
    if len(kept) > 1 and _TICKER.fullmatch(kept[0]) and kept[1] in words.market_codes:
        return kept[0], words.market_codes[kept[1]]
    return "", ""
