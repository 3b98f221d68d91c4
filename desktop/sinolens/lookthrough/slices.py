"""Collects the slices of all positions as arrays and lays them out as one table at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from sinolens.domain.column import SLICE_COLUMNS
from sinolens.lookthrough.apportionment import Cents, Shares

_LEAF_COLUMNS = (
    "file", "sheet", "name", "isin", "cusip", "sedol", "figi", "lei", "uscc", "ticker", "mic", "issuer_name", "country",
    "currency", "instrument",
)


@dataclass(frozen=True)
class Origin:
    """What all slices of one chunk have in common."""

    position: int
    path: str
    depth: int
    method: str
    scale_factor: float
    data_date: str
    confidence: str
    amount_factor: float = float("nan")
    """Part of the fund's own amounts that is the position's; NaN where the file gives no amounts."""


@dataclass(frozen=True)
class _Chunk:
    source: int
    rows: npt.NDArray[np.int64]
    cents: Cents
    weights: Shares
    origin: Origin


class SliceBuilder:
    """Slices come in chunks that share a fund; positions are source 0, fund tables follow."""

    def __init__(self, positions: pd.DataFrame, tables: Sequence[pd.DataFrame]) -> None:
        self._frames = [positions, *tables]
        self._chunks: list[_Chunk] = []

    def add_source(self, frame: pd.DataFrame) -> None:
        """One more table, after those given."""
        self._frames.append(frame)

    def add(self, source: int, rows: npt.NDArray[np.int64], cents: Cents, weights: Shares, origin: Origin) -> None:
        """Add slices whose leaf text stands in rows of a source (0 = positions, 1 + n = table n)."""
        if len(rows):
            self._chunks.append(_Chunk(source, rows, cents, weights, origin))

    def add_position(self, position: int, cents: int, weight: float, origin: Origin) -> None:
        """Add one slice that repeats the position's own row."""
        self.add(0, np.array([position]), np.array([cents], dtype=np.int64), np.array([weight]), origin)

    def build(self, direct: npt.NDArray[np.int64]) -> pd.DataFrame:
        """The table of slices, by position; `direct` are positions that are a slice of their own."""
        positions = self._frames[0]
        lengths = [len(chunk.rows) for chunk in self._chunks]
        starts = np.concatenate(([0], np.cumsum([len(frame) for frame in self._frames])))
        rows = np.concatenate([direct, *(starts[chunk.source] + chunk.rows for chunk in self._chunks)]).astype(np.int64)
        number = np.concatenate([direct, *_repeat([chunk.origin.position for chunk in self._chunks], lengths)])
        order = np.argsort(number, kind="stable")
        count = len(direct)
        own_dates = positions["as_of"].to_numpy(dtype=object)[direct]
        values = positions["market_value"].to_numpy(dtype=np.int64)[direct]
        origins = [chunk.origin for chunk in self._chunks]
        data: dict[str, npt.NDArray[np.generic]] = {
            "position": number.astype(np.int64),
            "path": _text("", count, [origin.path for origin in origins], lengths),
            "depth": np.concatenate(
                [np.zeros(count, dtype=np.int64), *_repeat([origin.depth for origin in origins], lengths)]
            ),
            "method": _text("direct", count, [origin.method for origin in origins], lengths),
            "weight": np.concatenate([np.ones(count), *(chunk.weights for chunk in self._chunks)]),
            "scale_factor": np.concatenate(
                [np.full(count, np.nan), *_repeat([origin.scale_factor for origin in origins], lengths)]
            ),
            "data_date": np.concatenate(
                [own_dates, _text("", 0, [origin.data_date for origin in origins], lengths)]
            ),
            "confidence": _text("confirmed", count, [origin.confidence for origin in origins], lengths),
            "market_value": np.concatenate([values, *(chunk.cents for chunk in self._chunks)]).astype(np.int64),
        }
        part = np.concatenate([np.ones(count), *_repeat([origin.amount_factor for origin in origins], lengths)])
        data["notional"] = _part_of(self._whole("notional")[rows], part)
        data["delta"] = self._whole("delta")[rows]
        for name in (*_LEAF_COLUMNS, "row"):
            kind = np.int64 if name == "row" else object
            whole = np.concatenate([frame[name].to_numpy(dtype=kind) for frame in self._frames])
            data[name] = whole[rows]
        data["notional"] = _as_cents(data["notional"])
        columns = {
            column.name: pd.Series(data[column.name][order], dtype=column.dtype) for column in SLICE_COLUMNS
        }
        return pd.DataFrame(columns)

    def _whole(self, name: str) -> npt.NDArray[np.float64]:
        """A column of numbers of all tables, NaN where missing or where a table has no such column."""
        return np.concatenate([
            frame[name].to_numpy(dtype=np.float64, na_value=np.nan) if name in frame.columns
            else np.full(len(frame), np.nan)
            for frame in self._frames
        ])


def _part_of(amounts: npt.NDArray[np.float64], part: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.rint(amounts * part)


def _as_cents(amounts: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
    """Whole cents; what is missing becomes `None`, as `Int64` takes it."""
    numbers = np.asarray(amounts, np.float64)
    known = np.isfinite(numbers)
    found = np.full(len(numbers), None, dtype=object)
    found[known] = numbers[known].astype(np.int64)
    return found


def _repeat(values: Sequence[float], lengths: Sequence[int]) -> list[npt.NDArray[np.generic]]:
    return [np.repeat(np.asarray(values), lengths)] if lengths else []


def _text(first: str, count: int, values: Sequence[str], lengths: Sequence[int]) -> npt.NDArray[np.object_]:
    whole = np.empty(len(values) + 1, dtype=object)
    whole[0] = first
    whole[1:] = values
    return np.repeat(whole, [count, *lengths])
