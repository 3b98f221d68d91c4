"""What kind of instrument a line is, from the words of its class, type and name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from sinolens.domain.instrument import Instrument
from sinolens.importing.vocabulary import Vocabulary

_COUPON = re.compile(
    r"\b\d{1,2}(?:\.\d{1,4})?\s*%|\b\d{1,2}\.\d{2,4}\b.*\b(?:\d{1,2}[/-]\d{1,2}[/-]\d{2,4}|20\d\d)\b|"
    r"\b(?:0|\d{1,2})(?:\.\d+)?\s+\d{1,2}/\d{1,2}/\d{2,4}\b"
)
_SHARE = re.compile(r"\b(?:stocks?|shares?)\b", re.IGNORECASE)
"""A type that says share, unlike the mere class "equity" under which futures may stand too."""
_PARTNERSHIP = re.compile(
    r"\bl\.?\s?p\.?(?:\s|$|,|\))|\bscsp\b|\bslp\b|\bl\.l\.c\. series\b|\bfund\s+(?:[ivx]+|\d+)\b", re.IGNORECASE
)
_OPTION = re.compile(
    r"\b(?:call|put)\b.*\b\d|\b[CP]\s?\d+(?:\.\d+)?\b.*\b\d{2}\b|\b[A-Z]{1,5}\d{6}[CP]\d+", re.IGNORECASE
)
_CURRENCY_CASH = re.compile(r"^(?:cash[\s\-/:(]*)?\(?([A-Z]{3})\)?(?:[\s\-/:]*(?:cash|balance|currency|ccy))?$")
_DIGIT = re.compile(r"\d")
_PART = re.compile(r"[a-z0-9]+")
_SPECIFIC = frozenset(
    {
        Instrument.ETF,
        Instrument.DEPOSITARY_RECEIPT,
        Instrument.PREFERRED,
        Instrument.CONVERTIBLE,
        Instrument.GOVERNMENT_BOND,
        Instrument.WARRANT,
        Instrument.MONEY_MARKET,
        Instrument.INDEX_DERIVATIVE,
        Instrument.DIRECT_PRIVATE,
        Instrument.SWAP,
        Instrument.OPTION,
        Instrument.FUTURE,
        Instrument.CURRENCY,
    }
)
_SHARE_LINES = frozenset({Instrument.ETF, Instrument.DEPOSITARY_RECEIPT, Instrument.PREFERRED, Instrument.WARRANT})
"""What custodians also book under common stock."""
_BROAD = frozenset(
    {
        Instrument.EQUITY,
        Instrument.BOND,
        Instrument.MUTUAL_FUND,
        Instrument.OTHER,
        Instrument.REAL_ASSET,
        Instrument.CASH,
    }
)


@lru_cache(maxsize=8)
def _words(vocabulary: Vocabulary, scope: str) -> tuple[frozenset[str], re.Pattern[str]]:
    """First parts of all words of a scope, to pass by most texts at once, and a pattern that finds every word."""
    words = sorted(vocabulary.instruments[scope], key=len, reverse=True)
    starts = frozenset(_PART.findall(word)[0] for word in words)
    return starts, re.compile(rf"(?<![a-z0-9])(?=({'|'.join(map(re.escape, words))})(?![a-z0-9]))")


def _by_words(text: str, vocabulary: Vocabulary, scope: str) -> Instrument | None:
    """Kind of the longest word in a text."""
    low = text.lower()
    starts, pattern = _words(vocabulary, scope)
    if starts.isdisjoint(_PART.findall(low)):
        return None
    found = max(pattern.findall(low), key=len, default="")
    return Instrument(vocabulary.instruments[scope][found]) if found else None


def names_class(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text has a word for a class of assets or a type of instrument."""
    return _by_words(text, vocabulary, "type") is not None


@lru_cache(maxsize=5_000)
def _typed(classes: tuple[str, ...], vocabulary: Vocabulary) -> tuple[Instrument, ...]:
    return tuple(kind for text in classes if text and (kind := _by_words(text, vocabulary, "type")))


@dataclass(frozen=True, slots=True)
class LineSigns:
    """What a line says of its kind besides its name.

    Attributes:
        classes: type, subclass and class texts, most specific first; captions count as classes.
        coupon: it has a coupon or a maturity.
        option: it has a put or call mark.
        private: it has a commitment.
    """

    classes: tuple[str, ...] = ()
    coupon: bool = False
    option: bool = False
    private: bool = False


def instrument_of(name: str, signs: LineSigns, vocabulary: Vocabulary) -> Instrument:
    """Kind of a line, from its name and its other signs."""
    return _instrument(name, named_kind(name, vocabulary), signs, vocabulary)


@dataclass(frozen=True, slots=True)
class NamedKind:
    """Kind a name alone speaks for; `bare_currency`: the name is nothing but a currency, which is cash."""

    kind: Instrument | None
    bare_currency: bool = False


_NOTHING, _CASH = NamedKind(None), NamedKind(Instrument.CASH, bare_currency=True)


def named_kind(name: str, vocabulary: Vocabulary) -> NamedKind:
    """What a name alone says of its kind."""
    match = _CURRENCY_CASH.match(name.strip().upper()) if len(name) <= 20 else None
    if match and match[1] in vocabulary.currencies:
        return _CASH
    kind = _by_words(name, vocabulary, "name")
    return NamedKind(kind) if kind else _NOTHING


def settled_by_class(named: NamedKind, signs: LineSigns, vocabulary: Vocabulary) -> Instrument | None:
    """Kind of a line whose classes have a word of instruments; None when the whole name must be looked at."""
    return _instrument("", named, signs, vocabulary) if _typed(signs.classes, vocabulary) else None


_DERIVATIVES = (Instrument.SWAP, Instrument.OPTION, Instrument.FUTURE, Instrument.INDEX_DERIVATIVE)


def _instrument(name: str, by_name: NamedKind, signs: LineSigns, vocabulary: Vocabulary) -> Instrument:
    if by_name.bare_currency:
        return Instrument.CASH
    typed, named = _typed(signs.classes, vocabulary), by_name.kind
    if signs.option or (not typed and not signs.coupon and _DIGIT.search(name) and _OPTION.search(name)):
        return Instrument.INDEX_DERIVATIVE if named is Instrument.INDEX_DERIVATIVE else Instrument.OPTION
    specific = next((kind for kind in typed if kind not in _BROAD), None)
    if specific is Instrument.HEDGE_FUND and named in _DERIVATIVES:
        # "Hedge" as what a line is for, not as what it is.
        return named
    if specific is not None:
        if specific in (Instrument.FUTURE, Instrument.SWAP, Instrument.OPTION) and named is Instrument.INDEX_DERIVATIVE:
            return named
        return specific
    broad = typed[0] if typed else None
    if broad is Instrument.EQUITY and any(_SHARE.search(text) for text in signs.classes):
        # A company may be called Future or Swap; what the source types as a share is one, whatever its line.
        return named if named in _SHARE_LINES else broad
    if broad is Instrument.MUTUAL_FUND and signs.private:
        return broad
    if named in _SPECIFIC and not (named is Instrument.GOVERNMENT_BOND and broad is Instrument.MUTUAL_FUND):
        return named
    if signs.private:
        return Instrument.PRIVATE_FUND
    if broad is not None and broad is not Instrument.EQUITY:
        return broad
    if named is not None and not (broad is Instrument.EQUITY and named is Instrument.CASH):
        return named
    if broad is not None:
        return broad
    if signs.coupon or (_DIGIT.search(name) and _COUPON.search(name)):
        return Instrument.BOND
    if _PARTNERSHIP.search(name):
        return Instrument.PRIVATE_FUND
    return Instrument.EQUITY
