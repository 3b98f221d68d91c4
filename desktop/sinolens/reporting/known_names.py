"""Names of companies on file, to be found inside the names of funds: a vehicle for one company may bear its name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from sinolens.domain.region import Region
from sinolens.figures.labels import short_name
from sinolens.reference.loader import load_reference

_HOME = frozenset({Region.PRC, Region.HONG_KONG, Region.MACAU})
_COUNTRIES = frozenset({"CN", "HK", "MO"})
_WORD = re.compile(r"[^\W_]+")
_LETTERS, _CAPITALS, _SIGNS = 5, 3, 2
"""Fewest characters of a name of one word: in letters, in capitals alone, in Chinese signs. Shorter ones are words."""


@cache
def company_names() -> frozenset[str]:
    """Legal, common and former names of issuers of the definitions' home, and of list entries there."""
    reference = load_reference()
    found: set[str] = set()
    for issuer in reference.issuers.values():
        if issuer.region in _HOME:
            found.update((issuer.name, issuer.name_zh, *issuer.former_names))
            found.update(set(issuer.aliases) - set(issuer.romanised))
    for entries in reference.entries.values():
        for entry in entries:
            if entry.country in _COUNTRIES:
                found.update((entry.name, *entry.aliases))
    found.update(short_name(name) for name in tuple(found))
    return frozenset(name for name in found if _tells(name))


def own_company_names(names: Iterable[str]) -> frozenset[str]:
    """Names the user gave issuers, and what of them without their legal form still tells of a company.

    A name as given is taken whole, however short: the user chose it for a company.
    """
    given = frozenset(name for name in names if name.strip())
    return given | {short for name in given if _tells(short := short_name(name))}


def _tells(name: str) -> bool:
    """Whether a name alone tells of a company."""
    words = _WORD.findall(name)
    if len(words) != 1:
        return len(words) > 1
    word = words[0]
    if not word.isascii():
        return len(word) >= _SIGNS
    return len(word) >= (_CAPITALS if word.isupper() else _LETTERS)
