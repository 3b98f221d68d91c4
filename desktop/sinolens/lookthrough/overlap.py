"""The same security in a separate account and in its own manager's fund file: perhaps one holding, counted twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace

import numpy as np
import pandas as pd

from sinolens.domain.counting import counted
from sinolens.domain.coverage import DoubleCount
from sinolens.domain.finding import Finding, Severity
from sinolens.domain.money import format_compact
from sinolens.lookthrough.fund_table import FundTable
from sinolens.matching.decisions import string_key

_IDENTIFIERS = ("isin", "cusip", "sedol")


class Holders:
    """Who holds which security directly: by manager and by account."""

    def __init__(self, positions: pd.DataFrame) -> None:
        self._positions = positions
        self._held: dict[tuple[str, str], dict[str, list[int]]] | None = None

    def shared(self, place: int, frame: pd.DataFrame) -> DoubleCount | None:
        """What the fund position at `place`, opened with `frame`, shares with its manager's or account's own lines."""
        row = self._positions.iloc[place]
        holders = {("manager", string_key(row["manager"])), ("account", string_key(row["account"]))}
        held = self._by_holder()
        own: dict[str, set[int]] = defaultdict(set)
        for holder in holders:
            for code, places in (held.get(holder, {}) if holder[1] else {}).items():
                if others := set(places) - {place}:
                    own[code].update(others)
        codes = tuple(sorted(_codes(frame) & own.keys())) if own else ()
        if not codes:
            return None
        rows = tuple(sorted({number for code in codes for number in own[code]}))
        value = int(self._positions["market_value"].iloc[list(rows)].sum())
        return DoubleCount(place, str(row["name"]), rows, codes, value)

    def _by_holder(self) -> dict[tuple[str, str], dict[str, list[int]]]:
        if self._held is not None:
            return self._held
        held: dict[tuple[str, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        keys: dict[str, str] = {}
        columns = [self._positions[name].to_numpy(dtype=object) for name in ("manager", "account", *_IDENTIFIERS)]
        for place, (manager, account, *codes) in enumerate(zip(*columns, strict=True)):
            # By every identifier: the fund's file may know the security by another one.
            for code in filter(None, codes):
                for kind, text in (("manager", manager), ("account", account)):
                    if text:
                        key = keys.setdefault(text, string_key(text))
                        held[(kind, key)][code].append(place)
        self._held = held
        return held


def describe_overlap(positions: pd.DataFrame, overlap: DoubleCount) -> Finding:
    """The question about an overlap, or what was answered and done."""
    row = positions.iloc[overlap.position]
    count = len(overlap.rows)
    what = (
        f"{counted(count, 'position')} worth {format_compact(overlap.value)} stand in the same "
        f"manager's or account's direct lines and in the holdings of {overlap.fund}"
    )
    code, severity, done = {
        "one": ("double-count-answered", Severity.INFO,
                "called one holding: they were left out of the fund's file, and its other lines take their place."),
        "both": ("double-count-answered", Severity.INFO, "called two holdings: both are counted."),
    }.get(overlap.answer, (
        "possible-double-count", Severity.WARNING, "say whether they are one holding. Both are counted."
    ))
    return Finding(code, severity, f"{what}: {done}", file=str(row["file"]), sheet=str(row["sheet"]),
                   row=int(row["row"]))


def leave_out(table: FundTable, codes: Collection[str]) -> FundTable:
    """A fund's file without some securities; the weights of the other lines are shares of what remains of the fund.

    What the file does not itemise keeps its proportion to the lines that stay.
    """
    wanted = frozenset(codes)
    frame = table.frame
    out = np.zeros(len(frame), dtype=bool)
    for name in _IDENTIFIERS:
        if name in frame.columns:
            out |= frame[name].isin(wanted).to_numpy(dtype=bool)
    kept = frame[~out].reset_index(drop=True)
    weights = frame["weight"].to_numpy(dtype=np.float64, na_value=np.nan)
    rest = 1.0 - float(np.nansum(weights[out]))
    if np.isfinite(weights).any():
        if rest <= 0:
            # Nothing of the fund remains to be a share of.
            kept = kept.iloc[:0]
        else:
            kept["weight"] = kept["weight"] / rest
    return replace(table, frame=kept)


def _codes(frame: pd.DataFrame) -> set[str]:
    return {
        code for name in _IDENTIFIERS if name in frame.columns for code in frame[name].unique().tolist() if code
    }
