"""Own identifiers of the entities, with the dates a ticker was theirs."""

from __future__ import annotations

from collections import defaultdict

from sinolens.domain.identifier import IdentifierKind
from sinolens.reference.identifiers import cusip_of_isin, sedol_of_isin


def bare_ticker(ticker: str) -> str:
    """A ticker as it is compared: upper case, no leading zeros of numeric codes shorter than six digits."""
    text = ticker.strip().upper()
    return text.lstrip("0") or text if text.isdigit() and len(text) < 6 else text


class IdentifierTable:
    """Identifier to entity. One value may stand for several entities; then it decides nothing."""

    def __init__(self, us_markets: set[str]) -> None:
        self._us_markets = us_markets
        self._values: dict[tuple[IdentifierKind, str], set[int]] = defaultdict(set)
        self._tickers: dict[tuple[str, str], list[tuple[str, str, int, bool]]] = defaultdict(list)

    def add(self, kind: IdentifierKind, value: str, place: int) -> None:
        """Add an identifier; an ISIN also gives the CUSIP or SEDOL within it. Empty values are ignored."""
        if not value:
            return
        self._values[(kind, value)].add(place)
        if kind is IdentifierKind.ISIN:
            if cusip := cusip_of_isin(value):
                self._values[(IdentifierKind.CUSIP, cusip)].add(place)
            if sedol := sedol_of_isin(value):
                self._values[(IdentifierKind.SEDOL, sedol)].add(place)

    def add_ticker(
        self, mic: str, ticker: str, place: int, valid_from: str, valid_to: str, *, listed: bool = False
    ) -> None:
        """Add a ticker of a market for the days it was the entity's. `listed`: printed on an official list, undated."""
        if mic and ticker:
            self._tickers[(self._market(mic), bare_ticker(ticker))].append((valid_from, valid_to, place, listed))

    def find(self, kind: IdentifierKind, value: str) -> frozenset[int]:
        """Entities of an identifier."""
        return frozenset(self._values.get((kind, value), ()))

    def find_ticker(self, mic: str, ticker: str, as_of: str) -> frozenset[int]:
        """Entities whose ticker it is on `as_of` ("" = today's holders only). A ticker without a market means nothing.

        Dated lines of the universe go before the undated tickers printed on lists.
        """
        if not mic or not ticker:
            return frozenset()
        found = self._tickers.get((self._market(mic), bare_ticker(ticker)), [])
        valid = [row for row in found if _holds(row[0], row[1], as_of)]
        own = frozenset(place for _, _, place, listed in valid if not listed)
        return own or frozenset(place for _, _, place, _ in valid)

    def _market(self, mic: str) -> str:
        # A U.S. ticker is the same on every U.S. market; custodians name the market loosely.
        return "US" if mic in self._us_markets else mic


def _holds(start: str, end: str, as_of: str) -> bool:
    if not as_of:
        return not end
    return (not start or start <= as_of) and (not end or as_of < end)
