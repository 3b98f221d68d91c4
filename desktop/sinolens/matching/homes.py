"""Companies of China outside the universe and the lists, and what a U.S. code leaves open of an issuer's home.

A depositary receipt bears a U.S. code whatever its issuer's country is, and files print its name without saying that it
is one. So a U.S. code alone makes nobody an issuer of the United States whom a name or a legal form speaks against.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from sinolens.matching.alignment import TRUNCATED_FROM
from sinolens.matching.beginnings import SHORTEST
from sinolens.matching.normaliser import NormalisedName, normalise
from sinolens.matching.vocabulary import vocabulary
from sinolens.reference.loader import resources
from sinolens.reference.other_lines import load_other_lines
from sinolens.reference.pack import FieldSpec, iso_date, one_of, read_table, verified_mark

_HOMES = ("CN", "HK", "MO")
_MAINLAND = frozenset({"XSHG", "XSHE", "BJSE"})
_LISTING_PREFIXES = frozenset({"CN", "HK", "KY", "BM", "VG"})
"""Of the ISINs that companies of China have on the exchanges there; others listed there are at home elsewhere."""
_LEAST_LETTERS = 4
"""Of a name of one word that may be the beginning of another's."""
_OFFSHORE_WORDS = frozenset({"CAYMAN", "BVI", "BERMUDA"})
_DOMESTIC = frozenset({"INC", "LLC", "LP", "LLP"})
_LTD = "LTD"


@dataclass(frozen=True, slots=True)
class KnownIssuer:
    """A company of China on no list and not in the universe.

    Attributes:
        name: as the source spells it.
        country: ISO alpha-2 code of its home.
        market: MIC of its U.S. line, "" when none is on file: then it is known by its line on an exchange of China.
        ticker: of that line.
    """

    name: str
    country: str
    market: str = ""
    ticker: str = ""


@dataclass(frozen=True)
class _Table:
    by_key: Mapping[str, tuple[KnownIssuer, NormalisedName]]
    by_ticker: Mapping[str, KnownIssuer]
    by_first_word: Mapping[str, tuple[tuple[KnownIssuer, NormalisedName], ...]]
    listed_at_home: Mapping[str, tuple[KnownIssuer, NormalisedName]]


@cache
def _table() -> _Table:
    rows = read_table(resources(), "matching/chinese-issuers.csv", {
        "name": FieldSpec(required=True), "country": FieldSpec(one_of(*_HOMES), required=True), "ticker": FieldSpec(),
        "market": FieldSpec(), "source": FieldSpec(required=True), "as_of": FieldSpec(iso_date, required=True),
        "verified": verified_mark,
    })
    by_key: dict[str, tuple[KnownIssuer, NormalisedName]] = {}
    at_home: dict[str, tuple[KnownIssuer, NormalisedName]] = {}
    first: dict[str, list[tuple[KnownIssuer, NormalisedName]]] = defaultdict(list)
    for row in rows:
        known = KnownIssuer(row["name"], row["country"], row["market"], row["ticker"])
        read = normalise(known.name)
        if known.market:
            by_key.update(dict.fromkeys(read.keys, (known, read)))
            first[read.tokens[0]].append((known, read))
        else:
            at_home.update(dict.fromkeys(read.keys, (known, read)))
    for line in load_other_lines(resources()):
        read = normalise(line.name)
        if (line.isin and line.isin[:2] not in _LISTING_PREFIXES) or _LTD not in read.forms:
            continue
        known = KnownIssuer(line.name, "CN" if line.mic in _MAINLAND or line.isin[:2] == "CN" else "HK")
        at_home.update(dict.fromkeys(read.keys, (known, read)))
    return _Table(
        by_key, {known.ticker: known for known, _ in by_key.values() if known.ticker},
        {word: tuple(found) for word, found in first.items()}, at_home,
    )


@lru_cache(maxsize=50_000)
def find_known(name: str, ticker: str = "") -> KnownIssuer | None:
    """The company of China with a U.S. line whose name this is, by the table; None when it is none's.

    Args:
        name: as typed. One that only begins as a company's does is enough beside the code of its U.S. line.
        ticker: code of the row's line, "" when it gives none.
    """
    table, read = _table(), normalise(name)
    for key in read.keys:
        if key in table.by_key and _forms_agree(read, table.by_key[key][1]):
            return table.by_key[key][0]
    near = find_near(name)
    return near if near is not None and ticker and near.ticker == ticker.strip().upper() else None


@lru_cache(maxsize=50_000)
def find_listed_at_home(name: str) -> KnownIssuer | None:
    """The company listed on an exchange of China whose name this is, legal form and all but alike."""
    table, read = _table(), normalise(name)
    for key in read.keys:
        if key in table.listed_at_home and _forms_agree(read, table.listed_at_home[key][1]):
            return table.listed_at_home[key][0]
    return None


def find_by_ticker(name: str) -> KnownIssuer | None:
    """The company of the table whose U.S. ticker was typed as the name, in capitals as tickers are."""
    return _table().by_ticker.get(name.strip())


@lru_cache(maxsize=50_000)
def find_near(name: str) -> KnownIssuer | None:
    """The company of the table whose name begins as this one does."""
    table, read = _table(), normalise(name)
    if not read.tokens or vocabulary().classes.get(read.tokens[0]):
        return None
    if len(read.tokens) == 1 and len(read.tokens[0]) < _LEAST_LETTERS:
        return None
    for known, other in table.by_first_word.get(read.tokens[0], ()):
        cut = read.length >= TRUNCATED_FROM and len(read.compact) >= SHORTEST
        if other.tokens[: len(read.tokens)] == read.tokens or (cut and other.compact.startswith(read.compact)):
            return known
    return None


def is_doubtful_us(name: str) -> bool:
    """Whether a name speaks against the home in the United States that its code alone would give it.

    "Limited" is hardly any U.S. company's form: its U.S. code is nearly always that of a depositary receipt, or of a
    bond sold in the United States. So it is with a place of incorporation offshore in the name.
    """
    read = normalise(name)
    return (
        (_LTD in read.forms and not read.forms & _DOMESTIC) or bool(_OFFSHORE_WORDS & set(read.tokens))
        or find_near(name) is not None
    )


def has_us_code(isin: str, cusip: str) -> bool:
    """Whether a line bears a code of the United States: an ISIN, or a CUSIP alone."""
    return isin[:2] == "US" if isin else bool(cusip)


def home_behind_us_code(names: tuple[str, ...], given: str, country: str, ticker: str, *, coded: bool) -> str:
    """ISO alpha-2 code of an issuer's home once its name is held against the U.S. code of its line, "" for unknown.

    Args:
        names: of the issuer and of the security, as typed.
        given: the home as far as the row's cells tell.
        country: the row's own country cell; a file's word is overruled by the table alone, for files print the country
            of trade too.
        ticker: code of the line.
        coded: the line bears a U.S. code or trades on a U.S. market.
    """
    if given not in ("", "US") or not (coded or country == "US"):
        return given
    names = tuple(name for name in names if name)
    for name in names:
        if known := find_known(name, ticker):
            return known.country
    if any(find_by_ticker(name) for name in names):
        return ""
    if country:
        return given
    for name in names:
        if listed := find_listed_at_home(name):
            return listed.country
    return "" if any(is_doubtful_us(name) for name in names) else given


def _forms_agree(row: NormalisedName, known: NormalisedName) -> bool:
    """The row's legal form is none other than the company's; a name without one agrees."""
    return not row.forms or not known.forms or bool(row.forms & known.forms)
