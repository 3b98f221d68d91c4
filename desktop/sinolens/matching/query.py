"""One distinct row to be matched, and what it says besides its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from sinolens.domain.instrument import Instrument
from sinolens.matching.entity import Entity
from sinolens.matching.homes import KnownIssuer, find_known, has_us_code, home_behind_us_code
from sinolens.matching.institutions import institution_home
from sinolens.matching.normaliser import NormalisedName, normalise
from sinolens.matching.region import (
    HOMELESS,
    OFFSHORE,
    is_foreign_ticker,
    is_receipt,
    names_no_country,
    row_country,
)
from sinolens.matching.rows import distinct_rows
from sinolens.matching.underlying import Underlying, find_underlying, is_derivative
from sinolens.reference.identifiers import is_cusip, is_figi, is_isin, is_sedol
from sinolens.reference.loader import Market

QUERY_COLUMNS = (
    "name", "issuer_name", "isin", "cusip", "sedol", "figi", "lei", "uscc", "ticker", "mic", "country", "instrument",
    "method",
)


@dataclass(frozen=True)
class Query:
    """The identifying cells of a row, text each; see POSITION_COLUMNS. `method`: of a look-through slice, else ""."""

    name: str = ""
    issuer_name: str = ""
    isin: str = ""
    cusip: str = ""
    sedol: str = ""
    figi: str = ""
    lei: str = ""
    uscc: str = ""
    ticker: str = ""
    mic: str = ""
    country: str = ""
    instrument: str = ""
    method: str = ""

    @cached_property
    def normalised(self) -> NormalisedName:
        """The name of the security taken apart; of a contract, the name of what it is written on."""
        return normalise(self.name if self.underlying is None else self.underlying.text)

    @cached_property
    def underlying(self) -> Underlying | None:
        """What the line is written on, None when it is a security itself."""
        if is_derivative(self.instrument) or (self.instrument == Instrument.WARRANT and self._is_anyones_warrant):
            return find_underlying(self.name, self.instrument)
        return None

    @property
    def _is_anyones_warrant(self) -> bool:
        """Banks write warrants on Chinese companies in Hong Kong; a warrant of another place is its company's own."""
        return self.country in ("", "CN", "HK", "MO") and self.isin[:2] in ("", "CN", "HK", "MO", "KY", "BM", "VG")

    @property
    def has_identifier(self) -> bool:
        """A valid identifier of the line's own: with the right check digit, or a ticker with its market."""
        if self.underlying is not None:
            return bool(self.underlying.ticker)
        if is_isin(self.isin) and not names_no_country(self.isin):
            return True
        if is_cusip(self.cusip) or is_sedol(self.sedol) or is_figi(self.figi):
            return True
        return bool(self.ticker and self.mic)

    @cached_property
    def normalised_issuer(self) -> NormalisedName:
        """The issuer's name as the source gives it, taken apart."""
        return normalise(self.issuer_name)

    def identifiers(self) -> tuple[tuple[str, str], ...]:
        """The cells other than names that are not empty: column and text."""
        return tuple((name, getattr(self, name)) for name in QUERY_COLUMNS[2:] if getattr(self, name))

    @property
    def kind(self) -> Instrument:
        """Instrument, OTHER when the cell holds none of ours."""
        return Instrument(self.instrument) if self.instrument in _INSTRUMENTS else Instrument.OTHER

    @property
    def receipt(self) -> bool:
        """A depositary receipt."""
        return is_receipt(self.instrument, self.normalised.marks)

    def home(self, markets: dict[str, Market]) -> str:
        """ISO alpha-2 code of the issuer's home as far as the row tells."""
        if self.underlying is not None:
            # A contract on a Chinese company may stand under its country; any other country is the contract's own.
            return self.country if self.country in ("CN", "HK", "MO") else ""
        if institution := institution_home(self.name):
            return institution
        if not self.isin and self.cusip[:1].isdigit() and not self.country and not self.receipt:
            given = "US"  # a numeric CUSIP without receipt words is a line of the United States or Canada
        else:
            given = row_country(
                self.country, self.isin, self.mic, receipt=self.receipt or self.is_foreign_line(markets),
                markets=markets,
            )
        if self.kind in HOMELESS:
            return given
        market = markets.get(self.mic)
        coded = self.has_us_code or (market is not None and market.country == "US")
        return home_behind_us_code((self.issuer_name, self.name), given, self.country, self.ticker, coded=coded)

    @property
    def has_us_code(self) -> bool:
        """The line bears a code of the United States, as a depositary receipt does too."""
        return has_us_code(self.isin, self.cusip)

    @cached_property
    def known(self) -> KnownIssuer | None:
        """The company of China with a U.S. line whose name this is, outside the universe and the lists."""
        if self.kind in HOMELESS or self.underlying is not None:
            return None
        return find_known(self.issuer_name, self.ticker) or find_known(self.name, self.ticker)

    def is_foreign_line(self, markets: Mapping[str, Market]) -> bool:
        """A share whose U.S. ticker says that its issuer is foreign."""
        return self.kind in _SHARES and is_foreign_ticker(self.ticker, self.mic, self.isin, markets)


def best_name(query: Query) -> NormalisedName:
    """The name to look for: the issuer's when the source gives one with more words, else the security's."""
    issuer, own = query.normalised_issuer, query.normalised
    return issuer if len(issuer.words) > len(own.words) else own


_INSTRUMENTS = frozenset(Instrument)
_SHARES = frozenset({Instrument.EQUITY, Instrument.PREFERRED, Instrument.DEPOSITARY_RECEIPT, Instrument.OTHER})


def agreement(entity: Entity, home: str, country: str = "") -> bool | None:
    """Whether a row's home fits the entity: True, False, or None when one of the two is not known.

    Args:
        entity: what the row may mean.
        home: of the row, see `Query.home`.
        country: of the row as given; the place of incorporation agrees too, but a foreign one speaks against nothing.
    """
    if country and country in (entity.countries | entity.seats):
        return True
    if not home or not entity.countries:
        return None
    if home in OFFSHORE and home not in entity.countries:
        return None
    return home in entity.countries or (entity.is_chinese and home in ("CN", "HK", "MO"))


def distinct_queries(frame: pd.DataFrame) -> tuple[list[Query], npt.NDArray[np.int64]]:
    """The distinct rows of a table, in order of first sight, and which of them each row is."""
    columns = {name: frame[name].to_numpy(dtype=object) for name in QUERY_COLUMNS if name in frame.columns}
    first, which = distinct_rows(list(columns.values()), len(frame))
    return [Query(**{name: _text(values[row]) for name, values in columns.items()}) for row in first], which


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
