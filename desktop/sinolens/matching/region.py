"""Where an issuer is at home: the universe first, then what the row itself says."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from sinolens.domain.instrument import Instrument
from sinolens.domain.match import Match, ScreeningState
from sinolens.domain.region import Region
from sinolens.matching.homes import has_us_code, home_behind_us_code
from sinolens.matching.institutions import institution_home
from sinolens.matching.lexicon import lexicon
from sinolens.matching.normaliser import normalise
from sinolens.matching.rows import distinct_rows
from sinolens.matching.underlying import find_underlying, is_derivative
from sinolens.matching.vocabulary import vocabulary
from sinolens.reference.loader import Market, Reference

OFFSHORE = frozenset({
    "KY", "BM", "VG", "VI", "JE", "GG", "IM", "MH", "PA", "LR", "MU", "SC", "WS", "CW", "AI", "BS", "BB", "LU", "CY",
    "MT",
})
"""Places of incorporation that say nothing about where the business is."""
_NO_COUNTRY = frozenset({"XS", "XA", "XB", "XC", "XD", "XF", "XK", "EU", "QS", "QT", "ZZ"})
LINKED = (
    "paper linked to something that its name does not say in words on file; the country of the bank that wrote it says "
    "nothing of that"
)
"""Evidence of a note on something that could not be looked for."""
_RECEIPT_MARKS = frozenset({
    "ADR", "ADRS", "ADS", "ADSS", "GDR", "GDRS", "SPON", "SPONS", "SPONSORED", "SPADR", "SPADS", "UNSPON",
    "UNSPONSORED", "DEPOSITARY", "DEPOSITORY", "ADRCL", "ADSCL",
})
_FOREIGN_TICKER = re.compile(r"[A-Z]{4}[YF]")
_REGION_OF = {"CN": Region.PRC, "HK": Region.HONG_KONG, "MO": Region.MACAU, "TW": Region.TAIWAN}
_CHINA = frozenset({Region.PRC, Region.HONG_KONG, Region.MACAU})
_REGION_OF_CURRENCY = {
    "CNY": Region.PRC, "CNH": Region.PRC, "RMB": Region.PRC, "HKD": Region.HONG_KONG, "MOP": Region.MACAU,
    "TWD": Region.TAIWAN,
}
_SHARES = frozenset({Instrument.EQUITY, Instrument.PREFERRED, Instrument.DEPOSITARY_RECEIPT, Instrument.OTHER})
_SECURITIES = _SHARES | {Instrument.BOND, Instrument.CONVERTIBLE, Instrument.WARRANT, Instrument.OPTION}
_COLUMNS = ("name", "issuer_name", "isin", "cusip", "mic", "country", "currency", "instrument", "method", "ticker")
HOMELESS = frozenset(kind for kind in Instrument if kind.is_fund or kind.is_cash_like) | {
    Instrument.GOVERNMENT_BOND, Instrument.REAL_ASSET, Instrument.OPTION, Instrument.FUTURE, Instrument.SWAP,
    Instrument.INDEX_DERIVATIVE,
}
"""Kinds whose code and name say nothing of a company's home."""


def is_receipt(instrument: str, marks: frozenset[str]) -> bool:
    """Whether a row is a depositary receipt, by its instrument or by the words dropped from its name."""
    return instrument == Instrument.DEPOSITARY_RECEIPT or bool(marks & _RECEIPT_MARKS)


def has_foreign_letter(ticker: str) -> bool:
    """Whether a code has the form of a U.S. ticker of a foreign issuer: five letters, the last a Y or an F."""
    return bool(_FOREIGN_TICKER.fullmatch(ticker.strip().upper()))


def is_foreign_ticker(ticker: str, mic: str, isin: str, markets: Mapping[str, Market]) -> bool:
    """Whether a U.S. ticker says by its fifth letter that the issuer is foreign: Y a receipt, F an ordinary share.

    The country such a row gives is that of the market. Without a market, only a row that gives no other place counts.
    """
    if not has_foreign_letter(ticker):
        return False
    market = markets.get(mic)
    return market.country == "US" if market is not None else not mic and isin[:2] in ("", "US")


def names_no_country(isin: str) -> bool:
    """Whether the prefix of an ISIN is of no country: an international bond, say."""
    return isin[:2] in _NO_COUNTRY


def row_country(
    country: str, isin: str, mic: str, *, receipt: bool, markets: dict[str, Market]
) -> str:
    """ISO alpha-2 code of the issuer's home as far as the row tells, "" when it does not.

    Order: country column, ISIN prefix, market. An offshore code and the U.S. side of a depositary receipt tell nothing;
    a U.S. market tells nothing either, for companies of every country list there. A company listed in the United States
    and incorporated offshore where issuers of China hardly ever are is of that place, as far as matching cares.
    """
    if country and country not in OFFSHORE and not (receipt and country == "US"):
        return country
    prefix = isin[:2]
    if prefix and prefix not in OFFSHORE and prefix not in _NO_COUNTRY and not (receipt and prefix == "US"):
        return prefix
    market = markets.get(mic)
    if market is not None and market.country != "US" and not receipt:
        return market.country
    if market is not None and market.country == "US" and not receipt:
        place = country or prefix
        if place in OFFSHORE and place not in lexicon().chinese_shells:
            return place
    return ""


def region_of_country(country: str) -> Region:
    """Region of an ISO alpha-2 country code; unknown for ""."""
    return _REGION_OF.get(country, Region.OTHER) if country else Region.UNKNOWN


def find_regions(
    frame: pd.DataFrame, matches: list[Match], match_index: pd.Series[int], reference: Reference
) -> pd.Series[str]:
    """Region of every row.

    Args:
        frame: positions or slices.
        matches: from `match_names` for the same frame.
        match_index: which of them each row is.
        reference: bundled facts.

    Returns:
        Values of `Region`, index as in `frame`. A fund that was not looked through is unknown unless its benchmark
        answers for it. A leaf the row says nothing about is unknown, never "other".
    """
    own = match_index.to_numpy(dtype=np.int64)
    empty = np.full(len(frame), "", dtype=object)
    columns = [frame[name].to_numpy(dtype=object) if name in frame.columns else empty for name in _COLUMNS]
    first, which = distinct_rows([own, *columns], len(frame))
    entry_homes = {
        entry.id: entry.country for entries in reference.entries.values() for entry in entries if entry.country
    }
    chinese = frozenset(issuer.name for issuer in reference.issuers.values() if issuer.region in _CHINA) | {
        entry.name for entries in reference.entries.values() for entry in entries
        if not entry.country or entry.country in _REGION_OF
    }
    distinct = np.array(
        [
            _unless_open(matches[own[row]], chinese, _region(
                matches[own[row]], reference, entry_homes, *(str(column[row]) for column in columns)
            )).value
            for row in first
        ],
        dtype=object,
    )
    return pd.Series(distinct[which] if len(frame) else [], index=frame.index, dtype="str")


def _unless_open(match: Match, chinese: frozenset[str], region: Region) -> Region:
    """The region, unknown while a person has yet to say if the row is a Chinese company: its country cannot say no.

    Nor can the country of a bank whose paper is linked to something that no word on file names.
    """
    is_open = match.state is ScreeningState.POSSIBLE and not match.issuer_id and match.name in chinese
    is_open = is_open or (match.state is ScreeningState.NOT_SCREENED and match.evidence == LINKED)
    return Region.UNKNOWN if is_open and region is Region.OTHER else region


def _region(
    match: Match, reference: Reference, entry_homes: dict[str, str], name: str, issuer_name: str, isin: str, cusip: str,
    mic: str, country: str, currency: str, instrument: str, method: str, ticker: str,
) -> Region:
    issuer = reference.issuers.get(match.issuer_id)
    if issuer is not None and issuer.region is not Region.UNKNOWN:
        return issuer.region
    kind = Instrument(instrument) if instrument in set(Instrument) else Instrument.OTHER
    # A benchmark that answers for a whole fund; the lines of a benchmark's own file are placed like any others.
    if (method == "proxy" and (kind.is_fund or match.vehicle_id)) or (
        kind.is_fund and method in ("", "not_disclosed")
    ):
        vehicle = reference.vehicles.get(match.vehicle_id)
        return _proxy_region(vehicle.proxy_region) if vehicle is not None else Region.UNKNOWN
    if method == "split" and not kind.is_cash_like:
        return region_of_country(country or reference.countries.get(name.strip().casefold(), ""))
    if kind.is_fund or method == "residual":
        return Region.UNKNOWN
    if kind in (Instrument.CASH, Instrument.CURRENCY, Instrument.MONEY_MARKET):
        if country:
            return region_of_country(country)
        return _REGION_OF_CURRENCY.get(currency, Region.OTHER)
    underlying = find_underlying(name, instrument)
    if underlying is not None and (is_derivative(instrument) or match.method == "index"):
        return _underlying_region(match, reference, entry_homes, underlying.region)
    normalised = normalise(name)
    receipt = is_receipt(instrument, normalised.marks) or (
        kind in _SHARES and is_foreign_ticker(ticker, mic, isin, reference.markets)
    )
    home = institution_home(name)
    if not home:
        home = row_country(country, isin, mic, receipt=receipt, markets=reference.markets)
        market = reference.markets.get(mic)
        coded = has_us_code(isin, cusip) or (market is not None and market.country == "US")
        if kind not in HOMELESS:
            home = home_behind_us_code((issuer_name, name), home, country, ticker, coded=coded)
    if home == "US" and match.state is ScreeningState.NOT_SCREENED and kind in _SECURITIES:
        # Nobody was looked for: where a code was given out, or is traded, is not where its issuer is.
        return Region.UNKNOWN
    if home == "US" and not country and _names_china(normalised.tokens):
        # A U.S. ISIN alone, on a name with a Chinese place in it: often a receipt printed without saying so.
        return Region.UNKNOWN
    if not home and match.entry_ids:
        home = _entries_home(match, entry_homes)
    return region_of_country(home)


def _entries_home(match: Match, entry_homes: dict[str, str]) -> str:
    homes = {entry_homes[entry_id] for entry_id in match.entry_ids if entry_id in entry_homes}
    return homes.pop() if len(homes) == 1 else ""


def _underlying_region(
    match: Match, reference: Reference, entry_homes: dict[str, str], index_region: Region
) -> Region:
    """A contract is where its underlying is; its own country and exchange say nothing."""
    vehicle = reference.vehicles.get(match.vehicle_id)
    if vehicle is not None:
        return _proxy_region(vehicle.proxy_region)
    return region_of_country(_entries_home(match, entry_homes)) if match.entry_ids else index_region


def _proxy_region(text: str) -> Region:
    if not text:
        return Region.UNKNOWN
    return Region(text) if text in set(Region) else region_of_country(text) if len(text) == 2 else Region.OTHER


_NOT_CHINESE_PLACES = frozenset({
    "US", "USA", "UK", "AMERICA", "EUROPE", "EUROPEAN", "JAPAN", "KOREA", "INDIA", "SINGAPORE", "CAYMAN", "BERMUDA",
    "GERMANY", "FRANCE", "CANADA", "AUSTRALIA", "MALAYSIA", "THAILAND", "VIETNAM", "ASIA", "ASIAN", "PACIFIC", "EAST",
    "WEST", "NORTH", "SOUTH", "EASTERN", "WESTERN", "NORTHERN", "SOUTHERN", "CENTRAL", "NORTHEAST", "NORTHWEST",
    "SOUTHEAST", "SOUTHWEST", "INNER", "TAIWAN",
})


def _names_china(tokens: tuple[str, ...]) -> bool:
    classes = vocabulary().classes
    return any(classes.get(token) == "place" and token not in _NOT_CHINESE_PLACES for token in tokens)
