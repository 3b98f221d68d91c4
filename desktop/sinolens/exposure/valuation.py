"""The same analysis valued another way: with accrued income, by notional, delta-adjusted, or with unfunded commitments.

Every line keeps its place, its tier and its AI weight; only the amount that is weighted is another one. The lines of a
position share what is added by their weight, to the cent. What a source does not give is never assumed silently: a line
whose size is not known has the range it can have, and says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import pandas as pd

from sinolens.domain.instrument import Instrument
from sinolens.exposure.analysis import Analysis, ValueDoubt
from sinolens.lookthrough.apportionment import split_by_shares

Cents = npt.NDArray[np.int64]
Shares = npt.NDArray[np.float64]

_OPTIONS = (Instrument.OPTION.value, Instrument.WARRANT.value)
_LINEAR = (Instrument.FUTURE.value, Instrument.SWAP.value, Instrument.INDEX_DERIVATIVE.value)
_CERTAIN_GROUPS = ("N", "Z")


class ValueBasis(StrEnum):
    """What a line counts with."""

    MARKET_VALUE = "market_value"
    WITH_ACCRUED = "with_accrued"
    NOTIONAL = "notional"
    DELTA_ADJUSTED = "delta_adjusted"
    WITH_UNFUNDED = "with_unfunded"
    UNFUNDED = "unfunded"

    @property
    def words(self) -> str:
        """Name for people."""
        return _TITLES[self]

    @property
    def noun(self) -> str:
        """What it is an amount of, within a sentence: "value", "unfunded commitments"."""
        return _NOUNS[self]

    @property
    def meaning(self) -> str:
        """One sentence for people."""
        return _MEANINGS[self]


_TITLES = {
    ValueBasis.MARKET_VALUE: "Market value",
    ValueBasis.WITH_ACCRUED: "Market value with accrued income",
    ValueBasis.NOTIONAL: "Notional",
    ValueBasis.DELTA_ADJUSTED: "Delta-adjusted notional",
    ValueBasis.WITH_UNFUNDED: "NAV and unfunded commitments",
    ValueBasis.UNFUNDED: "Unfunded commitments alone",
}
_NOUNS = {
    ValueBasis.MARKET_VALUE: "value",
    ValueBasis.WITH_ACCRUED: "value with accrued income",
    ValueBasis.NOTIONAL: "notional",
    ValueBasis.DELTA_ADJUSTED: "delta-adjusted notional",
    ValueBasis.WITH_UNFUNDED: "NAV and unfunded commitments",
    ValueBasis.UNFUNDED: "unfunded commitments",
}
_MEANINGS = {
    ValueBasis.MARKET_VALUE: "As the custodian values it, without accrued income.",
    ValueBasis.WITH_ACCRUED: "Accrued income added to the line it accrues on; inside funds by weight.",
    ValueBasis.NOTIONAL: "Derivatives count with the size of what lies under them, all else at market value.",
    ValueBasis.DELTA_ADJUSTED: "Notional times delta; futures and swaps have a delta of one. An option without a delta "
    "counts in full and has the range it can have.",
    ValueBasis.WITH_UNFUNDED: "What private funds may still call is added, spread as the fund is invested today.",
    ValueBasis.UNFUNDED: "Only what private funds may still call, spread as the fund is invested today.",
}


@dataclass(frozen=True)
class _Amounts:
    """New value of every line, and the range it can have."""

    value: Cents
    least: Cents
    most: Cents
    doubts: tuple[ValueDoubt, ...] = ()


def revalue(analysis: Analysis, basis: ValueBasis) -> Analysis:
    """The analysis with its lines and positions valued on another basis; itself for market value.

    Args:
        analysis: at market value.
        basis: see `ValueBasis`.

    Returns:
        `market_value` of slices and positions, and low, base, high of slices are on the basis; low <= base <= high
        holds for every line and so for every total, short lines included. `value_least` and `value_most` of slices are
        the range of the value itself. `doubts` name the lines it is not known for.

    Raises:
        ValueError: the analysis is not at market value.
    """
    if analysis.value_basis != ValueBasis.MARKET_VALUE:
        raise ValueError("only an analysis at market value can be valued on another basis")
    if basis is ValueBasis.MARKET_VALUE:
        return analysis
    slices = analysis.slices
    amounts = _amounts_of(analysis, basis)
    low, base, high = ai_shares(slices, analysis.issuer_weights)
    ends = np.stack([np.rint(end * share) for end in (amounts.least, amounts.most) for share in (low, high)])
    point = np.rint(amounts.value * base)
    made = slices.assign(
        market_value=amounts.value,
        value_least=amounts.least,
        value_most=amounts.most,
        low=ends.min(axis=0).astype(np.int64),
        base=point.astype(np.int64),
        high=ends.max(axis=0).astype(np.int64),
    )
    held = np.zeros(len(analysis.positions), np.int64)
    np.add.at(held, slices["position"].to_numpy(np.int64), amounts.value)
    positions = analysis.positions.assign(market_value=held)
    return replace(
        analysis, slices=made, positions=positions, value_basis=str(basis), doubts=amounts.doubts, at_market=analysis
    )


def ai_shares(slices: pd.DataFrame, weights: Mapping[str, tuple[float, float, float]]) -> tuple[Shares, Shares, Shares]:
    """Low, base and high AI share of every line, 0 to 1, as its amounts were weighted.

    The issuer's own weights where it has some; else the line's amounts; a line worth nothing that nobody can place may
    be anything.
    """
    value = slices["market_value"].to_numpy(np.float64)
    size = np.abs(value)
    safe = np.where(size > 0, size, 1.0)
    parts = np.stack([np.abs(slices[name].to_numpy(np.float64)) / safe for name in ("low", "base", "high")])
    # For a short line the numbers were laid the other way round.
    shares = np.where(value < 0, parts[::-1], parts)
    shares[1] = parts[1]
    empty = size == 0
    certain = slices["group"].isin(_CERTAIN_GROUPS).to_numpy(dtype=bool)
    shares[:, empty] = 0.0
    shares[2, empty & ~certain] = 1.0
    codes, ids = pd.factorize(slices["issuer_id"])
    table = np.array([weights.get(str(key), (np.nan,) * 3) for key in ids] or [(np.nan,) * 3], np.float64)
    own = table[codes] if len(codes) else np.zeros((0, 3))
    known = np.isfinite(own[:, 0]) & (slices["method"] != "proxy").to_numpy(dtype=bool)
    shares[:, known] = own[known].T
    shares = np.clip(shares, 0.0, 1.0)
    low, high = np.minimum(shares[0], shares[2]), np.maximum(shares[0], shares[2])
    return low, np.clip(shares[1], low, high), high


def _amounts_of(analysis: Analysis, basis: ValueBasis) -> _Amounts:
    value = analysis.slices["market_value"].to_numpy(np.int64)
    if basis is ValueBasis.WITH_ACCRUED:
        made = value + _spread(analysis, "accrued")
        return _Amounts(made, made, made)
    if basis in (ValueBasis.WITH_UNFUNDED, ValueBasis.UNFUNDED):
        unfunded = _spread(analysis, "unfunded")
        made = unfunded if basis is ValueBasis.UNFUNDED else value + unfunded
        return _Amounts(made, made, made)
    return _notional(analysis, value, adjusted=basis is ValueBasis.DELTA_ADJUSTED)


def _spread(analysis: Analysis, column: str) -> Cents:
    """A money column of the positions over their lines, by weight, to the cent."""
    slices = analysis.slices
    position = slices["position"].to_numpy(np.int64)
    amounts = analysis.positions[column].fillna(0).to_numpy(np.int64)
    counts = np.bincount(position, minlength=len(amounts))
    made = np.where(counts[position] == 1, amounts[position], 0).astype(np.int64)
    starts = np.concatenate(([0], np.cumsum(counts)))
    order = np.argsort(position, kind="stable")
    weight = slices["weight"].to_numpy(np.float64)
    for place in np.flatnonzero((counts > 1) & (amounts != 0)).tolist():
        rows = order[starts[place]:starts[place + 1]]
        shares = weight[rows]
        total = float(shares.sum())
        even = np.full(len(rows), 1.0 / len(rows))
        made[rows] = split_by_shares(int(amounts[place]), shares / total if abs(total) > 1e-9 else even)
    return made


def _notional(analysis: Analysis, value: Cents, *, adjusted: bool) -> _Amounts:
    slices = analysis.slices
    kind = slices["instrument"].to_numpy(dtype=object)
    option = np.isin(kind, _OPTIONS) | (np.isin(kind, _LINEAR) & _names_an_option(slices["name"]))
    derivative = np.isin(kind, _OPTIONS + _LINEAR)
    given = slices["notional"] if "notional" in slices else pd.Series(pd.NA, index=slices.index, dtype="Int64")
    known = given.notna().to_numpy(dtype=bool) & derivative
    size = given.fillna(0).to_numpy(np.int64)
    made = np.where(known, size, value).astype(np.int64)
    least, most = made.copy(), made.copy()
    doubts = [
        ValueDoubt(int(row), str(slices["name"].iloc[row]), int(value[row]), None, None,
                   "notional is not given; the market value is counted")
        for row in np.flatnonzero(derivative & ~known)
    ]
    if adjusted:
        delta = slices["delta"].to_numpy(np.float64) if "delta" in slices else np.full(len(slices), np.nan)
        # Futures and swaps move one for one; an option only by its delta.
        factor = np.where(np.isfinite(delta), delta, 1.0)
        made = np.where(known, np.rint(size * factor), value).astype(np.int64)
        least, most = made.copy(), made.copy()
        put, call = _names_side(slices["name"], "put"), _names_side(slices["name"], "call")
        for row in np.flatnonzero(known & option & ~np.isfinite(delta)).tolist():
            whole = int(size[row])
            if put[row]:
                ends, made[row] = (-whole, 0), -whole
            else:
                ends = (0, whole) if call[row] else (-abs(whole), abs(whole))
            least[row], most[row] = min(ends), max(ends)
            doubts.append(ValueDoubt(row, str(slices["name"].iloc[row]), int(made[row]), int(least[row]),
                                     int(most[row]), "delta is not given; the whole notional is counted"))
    return _Amounts(made, least, most, tuple(doubts))


def _names_side(names: pd.Series[str], word: str) -> npt.NDArray[np.bool_]:
    return names.str.contains(rf"\b{word}s?\b", case=False, regex=True).to_numpy(dtype=bool)


def _names_an_option(names: pd.Series[str]) -> npt.NDArray[np.bool_]:
    return names.str.contains(r"\b(?:puts?|calls?|options?)\b", case=False, regex=True).to_numpy(dtype=bool)
