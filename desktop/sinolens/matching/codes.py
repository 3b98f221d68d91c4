"""Codes without a market, in the column of tickers or typed as the name: they name candidates, never an entity."""

from __future__ import annotations

import re

from sinolens.matching.entities import EntityIndex
from sinolens.matching.identifiers import bare_ticker
from sinolens.matching.lexicon import lexicon
from sinolens.matching.query import Query
from sinolens.matching.vocabulary import vocabulary

_MAINLAND = re.compile(r"[0-9]{6}")
_HONG_KONG = re.compile(r"[0-9]{1,5}")
_LETTERS = re.compile(r"[A-Z]{1,6}")
_TYPED = re.compile(r"\s*([0-9]{3,6})(?:[\s.:_-]+([A-Za-z0-9]{1,4}))?\s*")
_TYPED_TICKER = re.compile(r"\s*([A-Z]{1,5})(?:[\s.:_-]+([A-Z]{1,2}))?(?:\s+E(?:QUITY|QTY|Q))?\s*")
_IDENTIFIER = re.compile(r"[A-Z]{2}[A-Z0-9]{9}[0-9]|[A-Z0-9]{8,9}[0-9]?|BBG[A-Z0-9]{9}")
_CHINESE = frozenset({"CN", "HK", "MO"})


def typed_code(name: str) -> str:
    """The number of a name that is nothing but a market code, with or without a market behind it; "" for others."""
    found = _TYPED.fullmatch(name)
    if not found:
        return ""
    return found[1] if not found[2] or found[2].upper() in lexicon().market_codes | _SUFFIXES else ""


def typed_ticker(name: str) -> str:
    """The letters of a name that has the form of a U.S. ticker, a U.S. market behind it or none; "" for others."""
    found = _TYPED_TICKER.fullmatch(name)
    if not found or (found[2] and lexicon().market_codes.get(found[2]) != "US"):
        return ""
    return found[1]


def find_typed_holders(query: Query, index: EntityIndex, as_of: str) -> tuple[str, frozenset[int]]:
    """A U.S. ticker typed where the name should be, and the entities on file whose ticker it is.

    Short names have that form too, so that it proposes and neither decides nor agrees with anything. A row of another
    country than the United States or China is left alone.
    """
    code = typed_ticker(query.name)
    if not code or query.underlying is not None or query.home(index.markets) not in {"", "US", *_CHINESE}:
        return "", frozenset()
    return code, index.find_bare(code, frozenset({"US"}), as_of)


_SUFFIXES = {"SS": "CN", "XSHG": "CN", "XSHE": "CN", "XHKG": "HK"}


def is_mainland_code(code: str) -> bool:
    """Six digits, as on the exchanges of the mainland."""
    return bool(_MAINLAND.fullmatch(code))


def is_identifier_name(query: Query) -> bool:
    """Whether the name is an identifier or a code itself: then it contradicts nothing."""
    texts = [text.strip().upper() for text in (query.name, query.issuer_name) if text.strip()]
    return bool(texts) and all(_is_identifier(text, query) for text in texts)


def _is_identifier(text: str, query: Query) -> bool:
    own = (query.isin, query.cusip, query.sedol, query.figi, query.lei, query.uscc)
    if text in own or (query.ticker and bare_ticker(text) == bare_ticker(query.ticker)):
        return True
    if code := typed_code(text):
        return not query.ticker or bare_ticker(code) == bare_ticker(query.ticker)
    root = re.split(r"[\s.:]", text, maxsplit=1)[0]
    if query.ticker and root == query.ticker.upper() and len(text) - len(root) <= 5:
        # Behind a code stands a market; behind a name that is also the code, its legal form.
        return text[len(root):].strip(" .,:") not in vocabulary().forms_at_end
    return bool(_IDENTIFIER.fullmatch(text)) and any(character.isdigit() for character in text)


def find_code_holders(query: Query, index: EntityIndex, as_of: str) -> tuple[str, frozenset[int]]:
    """A row's code that has no market, and the entities on file whose code it is somewhere in question.

    The country of the row says which markets are in question; without one, those of China for numbers and of the
    United States for letters.
    """
    code = ("" if query.mic else query.ticker.strip().upper()) or typed_code(query.name)
    under = query.underlying
    if not code and under is not None and not under.country:
        parts = under.text.split()
        code = parts[0] if len(parts) == 1 and len(parts[0]) <= 6 else ""
    if not code:
        return "", frozenset()
    home = "" if under is not None else query.home(index.markets)
    if _MAINLAND.fullmatch(code) or _HONG_KONG.fullmatch(code):
        if home and home not in _CHINESE and not is_identifier_name(query):
            return code, frozenset()  # numbers are tickers of Tokyo, Seoul and Taipei too
        return code, index.find_bare(code, _CHINESE, as_of)
    if _LETTERS.fullmatch(code):
        return code, index.find_bare(code, frozenset({"US"}), as_of)
    return code, frozenset()
