"""Listed lines of certain kinds on certain markets, as a structure rule names them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from sinolens.domain.instrument import Instrument
from sinolens.domain.region import Region
from sinolens.matching.homes import find_known, has_us_code
from sinolens.regulation.context import Context
from sinolens.regulation.identity import read_texts


class LineKinds:
    """Answers whether a row is a line of certain kinds on certain markets, valid on the day."""

    def __init__(self, context: Context, kinds: set[str], markets: set[str]) -> None:
        day = context.as_of
        self._markets = markets
        self._lines: set[tuple[str, str, str]] = set()
        self._isins: set[tuple[str, str]] = set()
        self._have: set[str] = set()
        self._ended: set[tuple[str, str, str]] = set()
        for line in context.reference.lines:
            valid = line.valid_from <= day and (not line.valid_to or day < line.valid_to)
            if not valid:
                self._ended.add((line.issuer_id, line.mic, line.ticker))
            elif line.kind in kinds and line.mic in markets:
                self._lines.add((line.issuer_id, line.mic, line.ticker))
                self._have.add(line.issuer_id)
                if line.isin:
                    self._isins.add((line.issuer_id, line.isin))
        self.at_home = {
            issuer.id for issuer in context.reference.issuers.values()
            if issuer.region in (Region.PRC, Region.HONG_KONG, Region.MACAU)
        }

    def test(self, issuer_id: str, mic: str, ticker: str, isin: str, instrument: str) -> bool:
        """Whether the row is such a line. A receipt on one of the markets is one even when its line is not on file."""
        if isin and (issuer_id, isin) in self._isins:
            return True
        if mic:
            if (issuer_id, mic, ticker) in self._lines:
                return True
            if (issuer_id, mic, ticker) in self._ended:
                return False
            return mic in self._markets and instrument == Instrument.DEPOSITARY_RECEIPT
        receipt = instrument == Instrument.DEPOSITARY_RECEIPT
        # A U.S. ISIN of a company of elsewhere is that of its receipt, whatever the file calls the line.
        return issuer_id in self._have and (isin.startswith("US") or (receipt and not isin))


def find_known_lines(frame: pd.DataFrame, where: npt.NDArray[np.bool_], markets: set[str]) -> npt.NDArray[np.bool_]:
    """Rows with a U.S. code whose name is that of a company of China with a line on one of the markets.

    Such companies are in no universe and on no list; a table names them and the market of their U.S. line.

    Args:
        frame: positions or slices.
        where: the rows to look at.
        markets: MICs.
    """
    result = np.zeros(len(frame), dtype=bool)
    rows = np.flatnonzero(where)
    names = ("issuer_name", "name", "ticker", "isin", "cusip", "mic")
    cells = [read_texts(frame, name).iloc[rows].tolist() for name in names]
    for row, issuer, name, ticker, isin, cusip, mic in zip(rows.tolist(), *cells, strict=True):
        if (mic and mic not in markets) or not (has_us_code(isin, cusip) or mic):
            continue
        known = find_known(issuer, ticker) or find_known(name, ticker)
        result[row] = known is not None and known.market in markets
    return result
