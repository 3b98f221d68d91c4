"""Every measure of a selection side by side, and what its share is of: pool, asset class, manager, China sleeve."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sinolens.domain.instrument import Instrument
from sinolens.exposure.analysis import Analysis
from sinolens.exposure.cube import Cube
from sinolens.exposure.headline import Range
from sinolens.exposure.selection import Selection
from sinolens.exposure.valuation import ValueBasis, revalue

DENOMINATORS: dict[str, str] = {
    "pool": "pool", "asset_class": "asset class", "manager": "manager", "china": "China sleeve",
}
"""What a share can be of, and its name for people."""
_PRIVATE = Instrument.PRIVATE_FUND.value


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One measure of a selection, in cents.

    Attributes:
        key, title: of the measure.
        value: of all its lines.
        least, most: range of the value; both equal to it where it is known.
        china_ai: full value of its China-AI lines.
        weighted: AI-weighted value of the same lines.
        whole: the denominator on the same measure, see `denominator`.
    """

    key: str
    title: str
    value: int
    least: int
    most: int
    china_ai: int
    weighted: Range
    whole: int


def measure(analysis: Analysis, selection: Selection, against: str = "pool") -> tuple[MeasureRow, ...]:
    """Every measure of a selection.

    Args:
        analysis: at market value.
        selection: which lines.
        against: one of `DENOMINATORS`.

    Returns:
        Market value, with accrued, long, short, net, gross, notional, delta-adjusted, NAV, unfunded, NAV and unfunded.
        Net is long + short, gross is long less short; NAV is the market value of private funds.

    Raises:
        KeyError: no such denominator.
    """
    cube = Cube(analysis)
    lines, whole_lines = cube.select(selection).lines(), cube.select(denominator(cube, selection, against)).lines()
    china = cube.values("scope").index("china_ai")
    is_china = cube.codes("scope") == china
    frames = {basis: revalue(analysis, basis).slices for basis in ValueBasis}
    market = frames[ValueBasis.MARKET_VALUE]
    private = _private_lines(analysis)
    value = market["market_value"].to_numpy(np.int64)
    rows = [_row("market_value", "Market value", market, lines, whole_lines, is_china)]
    rows.append(_row("with_accrued", "Market value with accrued income", frames[ValueBasis.WITH_ACCRUED], lines,
                     whole_lines, is_china))
    longs, shorts = value > 0, value < 0
    rows += [
        _row("long", "Long", market, lines[longs[lines]], whole_lines, is_china),
        _row("short", "Short", market, lines[shorts[lines]], whole_lines, is_china),
        _row("net", "Net", market, lines, whole_lines, is_china),
        _gross(market, lines, whole_lines, is_china),
        _row("notional", "Notional", frames[ValueBasis.NOTIONAL], lines, whole_lines, is_china),
        _row("delta_adjusted", "Delta-adjusted notional", frames[ValueBasis.DELTA_ADJUSTED], lines, whole_lines,
             is_china),
        _row("nav", "NAV of private funds", market, lines[private[lines]], whole_lines, is_china),
        _row("unfunded", "Unfunded commitments", frames[ValueBasis.UNFUNDED], lines, whole_lines, is_china),
        _row("nav_and_unfunded", "NAV and unfunded of private funds", frames[ValueBasis.WITH_UNFUNDED],
             lines[private[lines]], whole_lines, is_china),
    ]
    return tuple(rows)


def denominator(cube: Cube, selection: Selection, against: str) -> Selection:
    """The lines a share of a selection is of.

    Raises:
        KeyError: no such denominator.
    """
    if against not in DENOMINATORS:
        raise KeyError(against)
    if against == "pool":
        return Selection()
    if against == "china":
        return Selection().only("region", *(str(region) for region in cube.analysis.definition.regions))
    view = cube.select(selection)
    occurring = cube.values(against)
    found = np.unique(cube.codes(against)[view.lines()]).tolist()
    return Selection().only(against, *(occurring[code] for code in found)) if found else Selection()


def _private_lines(analysis: Analysis) -> np.ndarray:
    held = (analysis.positions["instrument"] == _PRIVATE).to_numpy(dtype=bool)
    return np.asarray(held[analysis.slices["position"].to_numpy(np.int64)], bool)


def _row(
    key: str, title: str, frame: pd.DataFrame, lines: np.ndarray, whole: np.ndarray, china: np.ndarray
) -> MeasureRow:
    value = frame["market_value"].to_numpy(np.int64)
    least = frame["value_least"].to_numpy(np.int64) if "value_least" in frame else value
    most = frame["value_most"].to_numpy(np.int64) if "value_most" in frame else value
    inside = lines[china[lines]]
    weighted = Range(*(int(frame[name].to_numpy(np.int64)[inside].sum()) for name in ("low", "base", "high")))
    return MeasureRow(
        key, title, int(value[lines].sum()), int(least[lines].sum()), int(most[lines].sum()),
        int(value[inside].sum()), weighted, int(value[whole].sum()),
    )


def _gross(frame: pd.DataFrame, lines: np.ndarray, whole: np.ndarray, china: np.ndarray) -> MeasureRow:
    """Sizes of long and short lines added; of a short line the smallest size is that of its highest number."""
    value = frame["market_value"].to_numpy(np.int64)
    inside = lines[china[lines]]
    low, base, high = (frame[name].to_numpy(np.int64)[inside] for name in ("low", "base", "high"))
    short = value[inside] < 0
    weighted = Range(
        int(np.abs(np.where(short, high, low)).sum()), int(np.abs(base).sum()),
        int(np.abs(np.where(short, low, high)).sum()),
    )
    gross = int(np.abs(value[lines]).sum())
    return MeasureRow("gross", "Gross", gross, gross, gross, int(np.abs(value[inside]).sum()), weighted,
                      int(value[whole].sum()))
