"""Check digits of securities and issuer identifiers, and what one identifier says of another.

Values are expected without spaces and in capitals, as the importer leaves them; anything else is not valid.
"""

from __future__ import annotations

from functools import lru_cache

from stdnum import cusip, figi, isin, lei
from stdnum.cn import uscc
from stdnum.gb import sedol

from sinolens.domain.identifier import IdentifierKind

# Countries whose national number is a CUSIP; the ISIN wraps it.
_CUSIP_COUNTRIES = frozenset({"US", "CA"})
# CINS numbers start with a letter and belong to issuers elsewhere: the ISIN cannot be built from them.
# ISIN prefixes of issuers that are often traded in the United States: a national number of theirs that is a valid CINS
# is the number in use there.
_CINS_COUNTRIES = frozenset({
    "KY", "BM", "VG", "MH", "PA", "JE", "GG", "IM", "HK", "IL", "CH", "NL", "LU", "BS",
})
_SEDOL_COUNTRIES = frozenset({"GB", "IE", "GG", "JE", "IM"})
_CACHE = 65536


@lru_cache(_CACHE)
def is_isin(value: str) -> bool:
    """Twelve characters with a valid country prefix and check digit."""
    return len(value) == 12 and value == value.upper() and bool(isin.is_valid(value))


@lru_cache(_CACHE)
def is_cusip(value: str) -> bool:
    """Nine characters with a valid check digit; CINS numbers are CUSIPs too."""
    return len(value) == 9 and value == value.upper() and bool(cusip.is_valid(value))


@lru_cache(_CACHE)
def is_sedol(value: str) -> bool:
    """Seven characters with a valid check digit."""
    return len(value) == 7 and value == value.upper() and bool(sedol.is_valid(value))


@lru_cache(_CACHE)
def is_figi(value: str) -> bool:
    """Twelve characters with a valid check digit."""
    return len(value) == 12 and value == value.upper() and bool(figi.is_valid(value))


@lru_cache(_CACHE)
def is_lei(value: str) -> bool:
    """Twenty characters with valid check digits."""
    return len(value) == 20 and value == value.upper() and bool(lei.is_valid(value))


@lru_cache(_CACHE)
def is_uscc(value: str) -> bool:
    """Eighteen characters of a Unified Social Credit Code with a valid check character."""
    return len(value) == 18 and value == value.upper() and bool(uscc.is_valid(value))


_CHECKS = {
    IdentifierKind.ISIN: is_isin,
    IdentifierKind.CUSIP: is_cusip,
    IdentifierKind.SEDOL: is_sedol,
    IdentifierKind.FIGI: is_figi,
    IdentifierKind.LEI: is_lei,
    IdentifierKind.USCC: is_uscc,
}


def is_valid(kind: IdentifierKind, value: str) -> bool:
    """Whether the value passes the check of its kind; kinds without a check digit only need a value."""
    check = _CHECKS.get(kind)
    return check(value) if check else bool(value)


def cusip_of_isin(value: str) -> str:
    """The CUSIP inside a U.S. or Canadian ISIN, or the CINS (a letter first) inside some others; or ""."""
    prefix, inner = value[:2], value[2:11]
    foreign = prefix in _CINS_COUNTRIES and inner[:1].isalpha()
    return inner if (prefix in _CUSIP_COUNTRIES or foreign) and is_isin(value) and is_cusip(inner) else ""


def sedol_of_isin(value: str) -> str:
    """The SEDOL inside an ISIN of a country that numbers with SEDOLs (characters 5 to 11), or ""."""
    inner = value[4:11]
    return inner if value[:2] in _SEDOL_COUNTRIES and is_isin(value) and is_sedol(inner) else ""
