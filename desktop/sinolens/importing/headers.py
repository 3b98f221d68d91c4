"""What a column header says: its stem, whether base or local, a date or a currency inside it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from sinolens.importing.dates import find_dates
from sinolens.importing.vocabulary import Vocabulary, clean_text, header_key

STATUS_SCORE = {"seen": 1.0, "added": 0.98, "proposed": 0.95}
MONEY_STEMS = (
    "market_value",
    "price",
    "cost",
    "accrued",
    "nav",
    "commitment",
    "called",
    "unfunded",
    "market_value_accrued",
    "notional",
)
_DATED = re.compile(r"\([^()]*\d[^()]*\)|\bas\s+(?:of|at)\b.*$", re.IGNORECASE)
_DIVISOR, _DIVISOR_WORD = "fx_divisor", "divisor"
_FILLERS = frozenset({"the", "of", "in", "a", "and", "or", "to", "for", "per", "by", "no"})
_WEAK = frozenset({"total", "security", "current", "code", "number", "id", "date", "amount"})


@dataclass(frozen=True, slots=True)
class HeaderReading:
    """One way to read a header.

    Attributes:
        field: the field it leads to, with "_base" or "_local" where the header says so.
        score: 0..1, how sure the header alone makes it.
        reason: why, in a few words.
    """

    field: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class HeaderText:
    """A header taken apart.

    Attributes:
        key: comparison key without date and currency.
        qualifier: "base", "local" or "".
        currency: ISO code written in the header, "" when none.
        as_of: ISO date written in the header.
        scale: 1000 or 1000000 when the header says so, else 1.
    """

    key: str
    qualifier: str
    currency: str
    as_of: str
    scale: int


def take_apart(header: str, vocabulary: Vocabulary) -> HeaderText:
    """Separate a header's stem from its date, currency, base or local and scale."""
    text = clean_text(header)
    low = text.lower()
    scale = 1
    for kind, factor in (("thousands", 1000), ("millions", 1_000_000)):
        for word in sorted(vocabulary.words.get(kind, ()), key=len, reverse=True):
            if _has_word(low, word):
                scale = factor
                low = low.replace(word, " ")
                text = re.sub(re.escape(word), " ", text, flags=re.IGNORECASE)
    dates = find_dates(text)
    currency = next((word for word in re.findall(r"\b[A-Z]{3}\b", text) if word in vocabulary.currencies), "")
    if dates:
        text = _DATED.sub(" ", text)
        text = re.sub(r"\d{1,4}[-/._]\d{1,2}[-/._]\d{1,4}", " ", text)
    key = header_key(text)
    words = key.split()
    if currency:
        words = [w for w in words if w != currency.lower()]
    rest, qualifier = " ".join(words), ""
    for kind in ("base", "local"):
        for word in sorted(vocabulary.words.get(kind, ()), key=len, reverse=True):
            if re.search(rf"(?:^| ){re.escape(word)}(?: |$)", rest):
                rest = re.sub(rf"(?:^| ){re.escape(word)}(?= |$)", " ", rest).strip()
                qualifier = kind
                break
        if qualifier:
            break
    rest = " ".join(w for w in rest.replace("us$", " ").split() if w != "$")
    if not qualifier and (currency or "$" in text):
        qualifier = "currency"
    return HeaderText(
        rest or key, qualifier, currency or ("USD" if "$" in text else ""), dates[0].iso if dates else "", scale
    )


def _has_word(text: str, word: str) -> bool:
    return re.search(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", text) is not None


@lru_cache(maxsize=20_000)
def read_header(header: str, vocabulary: Vocabulary) -> tuple[HeaderReading, ...]:
    """The fields a header may lead to, best first."""
    key = header_key(header)
    if not key:
        return ()
    exact = vocabulary.headers.get(key)
    if exact:
        return tuple(
            HeaderReading(k.field, STATUS_SCORE[k.status], f"header known as {k.field.replace('_', ' ')}")
            for k in exact
        )
    parts = take_apart(header, vocabulary)
    stem = vocabulary.headers.get(parts.key)
    if stem and parts.key != key:
        return tuple(
            HeaderReading(
                _qualified(k.field, parts.qualifier),
                0.93 * STATUS_SCORE[k.status],
                f"header known as {k.field.replace('_', ' ')} without {header!r}'s additions",
            )
            for k in stem
        )
    return _similar(parts, vocabulary)


def _qualified(field: str, qualifier: str) -> str:
    stem = field.removesuffix("_base").removesuffix("_local")
    if qualifier in ("base", "local") and stem in MONEY_STEMS:
        return f"{stem}_{qualifier}" if stem != "market_value_accrued" or qualifier == "local" else stem
    return field


def _similar(parts: HeaderText, vocabulary: Vocabulary) -> tuple[HeaderReading, ...]:
    words = frozenset(parts.key.split())
    if not words:
        return ()
    best: dict[str, float] = {}
    for tokens, known in vocabulary.tokens:
        common = words & tokens
        if not common or (known.field == _DIVISOR and _DIVISOR_WORD not in words):
            continue
        weight = sum(_weight(w) for w in common)
        score = 2 * weight / (sum(map(_weight, words)) + sum(map(_weight, tokens)))
        if score >= 0.5 and score > best.get(known.field, 0.0):
            best[known.field] = score
    ranked = sorted(best.items(), key=lambda item: -item[1])[:4]
    return tuple(
        HeaderReading(_qualified(field, parts.qualifier), round(0.8 * score, 3), "words of the header")
        for field, score in ranked
    )


def _weight(word: str) -> float:
    return 0.25 if word in _FILLERS else 0.5 if word in _WEAK else 1.0
