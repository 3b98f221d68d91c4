"""What a row itself says of its issuer: its identifiers, its home, and what a contract is written on."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from sinolens.domain.benchmark import Benchmark
from sinolens.domain.instrument import Instrument
from sinolens.domain.region import Region
from sinolens.matching.underlying import words_beside_index
from sinolens.reference.benchmarks import find_benchmark
from sinolens.reference.identifiers import is_cusip, is_figi, is_isin, is_lei, is_sedol, is_uscc
from sinolens.reference.loader import Market, Reference

Flags = npt.NDArray[np.bool_]

DERIVATIVES = frozenset({Instrument.OPTION, Instrument.FUTURE, Instrument.SWAP, Instrument.INDEX_DERIVATIVE})
"""Contracts on something else: their own country, market and identifier say nothing about the issuer."""
_CHECKS: dict[str, Callable[[str], bool]] = {
    "isin": is_isin, "cusip": is_cusip, "sedol": is_sedol, "figi": is_figi, "lei": is_lei, "uscc": is_uscc,
}
OUTSIDE = frozenset({Region.OTHER, Region.TAIWAN})
_SHARED_PREFIXES = frozenset({"XS", "XA", "XB", "XC", "XD", "XF", "XK", "EU", "QS", "QT", "ZZ"})


def read_texts(frame: pd.DataFrame, name: str) -> pd.Series[str]:
    """A text column, or empty texts when the frame has none of that name."""
    if name in frame:
        return frame[name].reset_index(drop=True)
    return pd.Series("", index=pd.RangeIndex(len(frame)), dtype="str")


def find_identified(frame: pd.DataFrame, markets: Mapping[str, Market]) -> Flags:
    """Rows that carry an identifier of their own: one whose check digit is right, or a code together with its market.

    A code without a market identifies nothing: the same digits are one company in Shenzhen and another in Tokyo.
    """
    found = np.zeros(len(frame), dtype=bool)
    for name, check in _CHECKS.items():
        if name in frame:
            codes, levels = pd.factorize(read_texts(frame, name))
            found |= np.array([bool(value) and check(str(value)) for value in levels] or [False])[codes]
    ticker, mic = read_texts(frame, "ticker"), read_texts(frame, "mic")
    return np.asarray(found | ((ticker != "") & mic.isin(list(markets))).to_numpy(dtype=bool))


def find_homes(frame: pd.DataFrame, markets: Mapping[str, Market], where: Flags) -> pd.Series[str]:
    """Country code each row gives for its issuer, "" where it gives none; only the rows of `where` are read.

    Order: country column, ISIN prefix, market. The U.S. side of a receipt tells nothing, and no U.S. market does.
    """
    result = np.full(len(frame), "", dtype=object)
    rows = np.flatnonzero(where)
    names = ("country", "isin", "mic", "instrument")
    cells = [read_texts(frame, name).iloc[rows].tolist() for name in names]
    for row, country, isin, mic, instrument in zip(rows.tolist(), *cells, strict=True):
        result[row] = _home(country, isin[:2], markets.get(mic), receipt=instrument == Instrument.DEPOSITARY_RECEIPT)
    return pd.Series(result, dtype="str")


def _home(country: str, prefix: str, market: Market | None, *, receipt: bool) -> str:
    if country and not (receipt and country == "US"):
        return country
    if prefix and prefix not in _SHARED_PREFIXES and not (receipt and prefix == "US"):
        return prefix
    return market.country if market is not None and market.country != "US" and not receipt else ""


def find_underlying_benchmarks(frame: pd.DataFrame, reference: Reference, where: Flags) -> dict[int, Benchmark]:
    """What each contract of `where` is written on by its name, by row; without those on no index on file.

    An index outside China answers only for a contract that names nothing else: a rate beside a company's name pays for
    the swap on it.
    """
    rows = np.flatnonzero(where)
    names = read_texts(frame, "name").iloc[rows].tolist()
    phrases = frozenset(one.words.upper() for one in reference.benchmarks)
    known: dict[str, Benchmark | None] = {}
    for name in dict.fromkeys(names):
        found_one = find_benchmark(name, reference.benchmarks)
        more = found_one is not None and found_one.region in OUTSIDE and words_beside_index(name, phrases)
        known[name] = None if more else found_one
    found = ((row, known[name]) for row, name in zip(rows.tolist(), names, strict=True))
    return {row: one for row, one in found if one is not None}
