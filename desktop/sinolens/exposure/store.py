"""The numbers behind the cube: every line as codes, and lines that agree in most dimensions summed into cells.

A question of the screen runs over the cells, which are far fewer than the lines; only the account, the fund, single
positions and free text go down to the lines. Sums are exact: cents are added as whole numbers in double precision,
which holds them up to 2**53, and larger tables are added as integers.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from sinolens.domain.region import Region
from sinolens.domain.tier import Tier
from sinolens.exposure.analysis import Analysis
from sinolens.exposure.selection import DIMENSION_TITLES

Codes = npt.NDArray[np.int64]
Amounts = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

MEASURES = ("full", "long", "short", "low", "base", "high")
LINE_DIMENSIONS = ("account", "fund")
"""Dimensions too fine to be part of a cell."""
CELL_DIMENSIONS = tuple(name for name in DIMENSION_TITLES if name not in LINE_DIMENSIONS)
PATH_MARK = " ▸ "
CONFIDENCE_ORDER = ("confirmed", "stated", "estimated", "proxy", "unknown")
NOT_DISCLOSED_METHODS = frozenset({"not_disclosed", "residual"})
ESTIMATED_METHODS = frozenset({"split", "proxy"})
ESTIMATED_CONFIDENCE = frozenset({"estimated", "proxy"})

_ORDERS: dict[str, tuple[str, ...]] = {
    "tier": tuple(Tier),
    "region": tuple(Region),
    "scope": ("china_ai", "outside_definition", "enabler", "china_other", "other", "not_disclosed", "unresolved"),
    "reach": ("direct", "look_through", "not_disclosed", "unresolved"),
    "knowledge": ("known", "estimated", "not_disclosed", "unresolved"),
    "method": ("direct", "known", "scaled", "split", "proxy", "residual", "not_disclosed"),
    "confidence": CONFIDENCE_ORDER,
    "intensity": ("pure", "material", "peripheral", "unknown", "sourced", ""),
}
_NO_DATE = np.iinfo(np.int64).max
_LARGEST_EXACT = 2.0**53


class Dimension:
    """One dimension: the values that occur, in their natural order, and their number for every line."""

    def __init__(self, name: str, values: tuple[str, ...], codes: Codes) -> None:
        self.name = name
        self.values = values
        self.codes = codes

    def among(self, chosen: tuple[str, ...]) -> Mask:
        """For every value: is it one of the chosen."""
        wanted = frozenset(chosen)
        return np.fromiter((value in wanted for value in self.values), bool, len(self.values))


def encode(name: str, column: pd.Series[str]) -> Dimension:
    """Number the values of a column: fixed scales in their own order, all others by name."""
    raw, found = pd.factorize(column)
    values = [str(value) for value in found]
    scale = {value: place for place, value in enumerate(_ORDERS.get(name, ()))}
    ranked = sorted(range(len(values)), key=lambda i: (scale.get(values[i], len(scale)), values[i]))
    place = np.empty(len(values), np.int64)
    place[ranked] = np.arange(len(values))
    return Dimension(name, tuple(values[i] for i in ranked), place[raw] if len(values) else raw.astype(np.int64))


class Store:
    """All lines of an analysis as codes and sums. Built once; every view of the cube shares it."""

    def __init__(self, analysis: Analysis) -> None:
        slices = analysis.slices
        self.analysis = analysis
        self.position: Codes = slices["position"].to_numpy(np.int64)
        self.position_count = len(analysis.positions)
        self.line_count = len(slices)
        self.dimensions: dict[str, Dimension] = {}
        self._encode(slices, analysis)
        value = slices["market_value"].to_numpy(np.int64)
        self.amounts: dict[str, Amounts] = {
            "full": value.astype(np.float64),
            "long": np.maximum(value, 0).astype(np.float64),
            "short": np.minimum(value, 0).astype(np.float64),
            **{name: slices[name].to_numpy(np.int64).astype(np.float64) for name in ("low", "base", "high")},
        }
        self._exact_in_double = all(
            float(np.abs(amount).sum()) < _LARGEST_EXACT for amount in self.amounts.values()
        )
        key = _combined([self.dimensions[name] for name in CELL_DIMENSIONS])
        cell_of_line, distinct = pd.factorize(key)
        self.cell_of_line: Codes = cell_of_line.astype(np.int64)
        self.cell_count = len(distinct)
        first = np.full(self.cell_count, self.line_count, np.int64)
        np.minimum.at(first, self.cell_of_line, np.arange(self.line_count))
        self.cell_codes: dict[str, Codes] = {name: self.dimensions[name].codes[first] for name in CELL_DIMENSIONS}
        self.cell_amounts: dict[str, Amounts] = {
            name: self.sum_by(self.cell_of_line, amount, self.cell_count) for name, amount in self.amounts.items()
        }
        self.cell_lines: Codes = np.bincount(self.cell_of_line, minlength=self.cell_count)
        self._line_composites: dict[tuple[str, ...], tuple[Codes, list[tuple[str, ...]]]] = {}
        self._composites: dict[tuple[str, ...], tuple[Codes, list[tuple[str, ...]]]] = {}

    def sum_by(self, codes: Codes, amounts: Amounts, size: int) -> Amounts:
        """Sum of amounts for each code, exact to the cent."""
        if self._exact_in_double:
            return np.bincount(codes, weights=amounts, minlength=size).astype(np.float64, copy=False)
        sums = np.zeros(size, np.int64)
        np.add.at(sums, codes, amounts.astype(np.int64))
        return sums.astype(np.float64)

    def composite(self, names: tuple[str, ...]) -> tuple[Codes, list[tuple[str, ...]]]:
        """Number of the combination of dimensions for every cell, and the combinations that occur, in order."""
        made = self._composites.get(names)
        if made is None:
            made = self._composites[names] = _combinations(
                [self.dimensions[name] for name in names], [self.cell_codes[name] for name in names],
            )
        return made

    def line_composite(self, names: tuple[str, ...]) -> tuple[Codes, list[tuple[str, ...]]]:
        """The same for every line; for combinations with a dimension that is not part of a cell."""
        made = self._line_composites.get(names)
        if made is None:
            found = [self.dimensions[name] for name in names]
            made = self._line_composites[names] = _combinations(found, [dimension.codes for dimension in found])
        return made

    @cached_property
    def oldest(self) -> Codes:
        """For every cell the oldest data date as YYYYMMDD; the largest number where no line has one."""
        texts, found = pd.factorize(self.analysis.slices["data_date"])
        number = np.array([_as_number(str(text)) for text in found] or [_NO_DATE], np.int64)
        dates = np.full(self.cell_count, _NO_DATE, np.int64)
        np.minimum.at(dates, self.cell_of_line, number[texts])
        return dates

    @cached_property
    def tier_of_position(self) -> Codes:
        """For every line: its position and tier as one number."""
        tiers = self.dimensions["tier"]
        return self.position * max(len(tiers.values), 1) + tiers.codes

    @cached_property
    def haystacks(self) -> dict[str, list[str]]:
        """Lower-case names that free text is looked for in: of positions, and of the values of named dimensions."""
        named = {
            name: [f"{value} {self.label(name, value)}".casefold() for value in self.dimensions[name].values]
            for name in ("issuer", "fund", "manager", "account", "category")
        }
        positions = [str(name).casefold() for name in self.analysis.positions["name"]]
        return {"position": positions, **named}

    def label(self, dimension: str, value: str) -> str:
        """Name of a value for people."""
        return _label(self, dimension, value)

    def _encode(self, slices: pd.DataFrame, analysis: Analysis) -> None:
        named = slices["issuer_id"].where(slices["issuer_id"] != "", slices["issuer"])
        for name in ("category", "group", "tier", "code", "region", "method", "confidence", "instrument", "currency"):
            self.dimensions[name] = encode(name, slices[name])
        self.dimensions["issuer"] = encode("issuer", named)
        labels = pd.Series(slices["issuer"].to_numpy(), index=named.to_numpy())
        self.issuer_names: dict[str, str] = {
            str(key): str(label) for key, label in labels[~labels.index.duplicated()].items()
        }
        intensity = slices["intensity"] if "intensity" in slices else pd.Series("", index=slices.index, dtype="str")
        self.dimensions["intensity"] = encode("intensity", intensity)
        self.dimensions["fund"] = _fund(slices)
        for name in ("manager", "account", "asset_class"):
            held = encode(name, analysis.positions[name])
            codes = held.codes[self.position] if len(held.codes) else self.position
            self.dimensions[name] = Dimension(name, held.values, codes)
        reach, knowledge, scope = _partitions(self.dimensions, analysis)
        for name, column in (("reach", reach), ("knowledge", knowledge), ("scope", scope)):
            self.dimensions[name] = _partition(name, column)


def _partition(name: str, codes: Codes) -> Dimension:
    """A dimension on a fixed scale, its numbers being places on the scale."""
    return Dimension(name, _ORDERS[name], codes)


def _fund(slices: pd.DataFrame) -> Dimension:
    """Head of the path; a fund nothing is known of is its own line without a path."""
    path, method = slices["path"], slices["method"]
    codes, found = pd.factorize(path)
    heads = pd.Series([str(text).split(PATH_MARK)[0] for text in found], dtype="str")
    head = heads.take(codes).reset_index(drop=True) if len(found) else pd.Series([], dtype="str")
    alone = ((path == "") & method.isin(NOT_DISCLOSED_METHODS)).to_numpy()
    return encode("fund", head.mask(alone, slices["name"].reset_index(drop=True)))


def _partitions(dimensions: dict[str, Dimension], analysis: Analysis) -> tuple[Codes, Codes, Codes]:
    """Reach, knowledge and scope of every line. Each line has exactly one of each."""
    def where(name: str, *values: str) -> Mask:
        dimension = dimensions[name]
        return np.asarray(dimension.among(values)[dimension.codes], bool)

    hidden = where("method", *NOT_DISCLOSED_METHODS) | where("group", "G")
    unresolved = ~hidden & where("group", "U")
    settled = ~hidden & ~unresolved
    reach = np.select([hidden, unresolved, where("method", "direct")], [2, 3, 0], 1)
    estimated = where("method", *ESTIMATED_METHODS) | where("confidence", *ESTIMATED_CONFIDENCE)
    knowledge = np.select([hidden, unresolved, estimated], [2, 3, 1], 0)
    china = where("region", *(str(region) for region in analysis.definition.regions))
    headline = where("group", *analysis.headline_groups)
    scope = np.select(
        [hidden, unresolved, settled & headline & china, settled & headline, where("group", "F"), china],
        [5, 6, 0, 1, 2, 3], 4,
    )
    return reach.astype(np.int64), knowledge.astype(np.int64), scope.astype(np.int64)


def _combined(dimensions: list[Dimension]) -> Codes:
    """One number for each combination of the dimensions' codes of a line."""
    key = np.zeros(len(dimensions[0].codes), np.int64)
    size = 1
    for dimension in dimensions:
        count = max(len(dimension.values), 1)
        if size * count >= 2**62:
            key = pd.factorize(key)[0].astype(np.int64)
            size = int(key.max(initial=0)) + 1
        key = key * count + dimension.codes
        size *= count
    return key


def _combinations(dimensions: list[Dimension], codes: list[Codes]) -> tuple[Codes, list[tuple[str, ...]]]:
    """Combinations of codes that occur, sorted, and the number of each row's combination."""
    if len(dimensions) == 1:
        return codes[0], [(value,) for value in dimensions[0].values]
    key = _combined([Dimension(d.name, d.values, c) for d, c in zip(dimensions, codes, strict=True)])
    _, first, numbers = np.unique(key, return_index=True, return_inverse=True)
    keys = [
        tuple(dimension.values[code[row]] for dimension, code in zip(dimensions, codes, strict=True)) for row in first
    ]
    return numbers.reshape(-1), keys


def _as_number(text: str) -> int:
    digits = text.replace("-", "")
    return int(digits) if len(digits) == 8 and digits.isdecimal() else _NO_DATE


_SCALE_LABELS: dict[str, dict[str, str]] = {
    "scope": {
        "china_ai": "China AI", "outside_definition": "AI outside the definition", "enabler": "Foreign enablers",
        "china_other": "China, not AI", "other": "Neither China nor AI", "not_disclosed": "Not disclosed",
        "unresolved": "Unresolved",
    },
    "reach": {
        "direct": "Direct", "look_through": "Look-through", "not_disclosed": "Not disclosed",
        "unresolved": "Unresolved",
    },
    "knowledge": {
        "known": "Known", "estimated": "Estimated", "not_disclosed": "Not disclosed", "unresolved": "Unresolved",
    },
    "region": {
        "PRC": "Mainland China", "HK": "Hong Kong", "MO": "Macau", "TW": "Taiwan", "OTHER": "Elsewhere",
        "UNKNOWN": "Not known",
    },
    "method": {"not_disclosed": "Not disclosed", "residual": "Residual of weights"},
    "fund": {"": "Held directly"},
    "intensity": {"": "No AI"},
}


def _label(store: Store, dimension: str, value: str) -> str:
    if dimension == "issuer":
        return store.issuer_names.get(value, value) or "Not named"
    if dimension in ("category", "group"):
        name = store.analysis.category_names.get(value, "")
        return f"{value} {name}".strip() or "None"
    if dimension == "tier" and value in tuple(Tier):
        return f"{value} {Tier(value).label}"
    named = _SCALE_LABELS.get(dimension, {}).get(value)
    if named is not None:
        return named
    if dimension in ("method", "confidence", "instrument", "intensity"):
        return value.replace("_", " ").capitalize()
    return value or "None given"
