"""Identifiers of securities and issuers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class IdentifierKind(StrEnum):
    """The kinds of identifier the product knows."""

    ISIN = "isin"
    CUSIP = "cusip"
    SEDOL = "sedol"
    FIGI = "figi"
    TICKER = "ticker"
    LEI = "lei"
    USCC = "uscc"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Identifier:
    """One identifier. A ticker means nothing without its market: `market` holds the MIC of the exchange."""

    kind: IdentifierKind
    value: str
    market: str = ""
