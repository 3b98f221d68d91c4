"""The dimensions of a line: its own columns, those of its position, and the partitions made from both."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from sinolens.domain.region import Region
from sinolens.domain.tier import Tier
from sinolens.exposure.analysis import Analysis

Codes = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

PATH_MARK = " ▸ "
CONFIDENCE_ORDER = ("confirmed", "stated", "estimated", "proxy", "unknown")
NOT_DISCLOSED_METHODS = frozenset({"not_disclosed", "residual"})
ESTIMATED_METHODS = frozenset({"split", "proxy"})
ESTIMATED_CONFIDENCE = frozenset({"estimated", "proxy"})

_ORDERS: dict[str, tuple[str, ...]] = {
    "tier": tuple(str(tier) for tier in Tier),
    "region": tuple(str(region) for region in Region),
    "scope": ("china_ai", "outside_definition", "enabler", "china_other", "other", "not_disclosed", "unresolved"),
    "reach": ("direct", "look_through", "not_disclosed", "unresolved"),
    "knowledge": ("known", "estimated", "not_disclosed", "unresolved"),
    "method": ("direct", "known", "scaled", "split", "proxy", "residual", "not_disclosed"),
    "confidence": CONFIDENCE_ORDER,
    "intensity": ("pure", "material", "peripheral", "unknown", "sourced", ""),
}

class Numbers(dict[str, int]):
    """Numbers of values of one dimension, which never change; values without one have the number `rest`, -1 = none.

    Attributes:
        table: the number of every value of the dimension, kept when it was first worked out.
    """

    def __init__(self, numbers: Mapping[str, int], rest: int = -1) -> None:
        super().__init__(numbers)
        self.rest = rest
        self.table: Codes | None = None


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

    @cached_property
    def places(self) -> dict[str, int]:
        """Number of each value."""
        return {value: place for place, value in enumerate(self.values)}

    def renumbered(self, numbers: Mapping[str, int]) -> Codes:
        """For every value the number it is given; -1, or the number of the rest, where it has none."""
        if isinstance(numbers, Numbers) and numbers.table is not None:
            return numbers.table
        table = np.full(max(1, len(self.values)), numbers.rest if isinstance(numbers, Numbers) else -1, np.int64)
        places = self.places
        # As many steps as are asked for: a dimension can have far more values than a picture shows.
        for value, number in numbers.items():
            place = places.get(value)
            if place is not None:
                table[place] = number
        if isinstance(numbers, Numbers):
            numbers.table = table
        return table


def encode(name: str, column: pd.Series[str]) -> Dimension:
    """Number the values of a column: fixed scales in their own order, all others by name."""
    raw, found = pd.factorize(column)
    values = [str(value) for value in found]
    scale = {value: place for place, value in enumerate(_ORDERS.get(name, ()))}
    ranked = sorted(range(len(values)), key=lambda i: (scale.get(values[i], len(scale)), values[i]))
    place = np.empty(len(values), np.int64)
    place[ranked] = np.arange(len(values))
    return Dimension(name, tuple(values[i] for i in ranked), place[raw] if len(values) else raw.astype(np.int64))


def dimensions_of(analysis: Analysis) -> dict[str, Dimension]:
    """Every dimension of the analysis's lines, by name."""
    slices = analysis.slices
    made: dict[str, Dimension] = {}
    for name in ("category", "group", "tier", "code", "region", "method", "confidence", "instrument", "currency", "mic",
                 "country"):
        made[name] = encode(name, slices[name])
    made["issuer"] = encode("issuer", _issuer_keys(slices))
    # Frames made before the column was there have no intensity.
    intensity = slices["intensity"] if "intensity" in slices else pd.Series("", index=slices.index, dtype="str")
    made["intensity"] = encode("intensity", intensity)
    made["fund"] = _fund(slices)
    position: Codes = slices["position"].to_numpy(np.int64)
    for name in ("manager", "account", "asset_class"):
        held = encode(name, analysis.positions[name])
        made[name] = Dimension(name, held.values, held.codes[position] if len(held.codes) else position)
    for name, codes in _partitions(made, analysis).items():
        made[name] = Dimension(name, _ORDERS[name], codes)
    return made


def issuer_names(slices: pd.DataFrame) -> dict[str, str]:
    """Name for people of every value of the dimension "issuer"."""
    names = pd.Series(slices["issuer"].to_numpy(), index=_issuer_keys(slices).to_numpy())
    return {str(key): str(name) for key, name in names[~names.index.duplicated()].items()}


def _issuer_keys(slices: pd.DataFrame) -> pd.Series[str]:
    """The issuer's id, or its name as typed where the universe does not know it."""
    return slices["issuer_id"].where(slices["issuer_id"] != "", slices["issuer"])


def _fund(slices: pd.DataFrame) -> Dimension:
    """Head of the path; a fund nothing is known of is its own line without a path."""
    path, method = slices["path"], slices["method"]
    codes, found = pd.factorize(path)
    heads = pd.Series([str(text).split(PATH_MARK)[0] for text in found], dtype="str")
    head = heads.take(codes).reset_index(drop=True) if len(found) else pd.Series([], dtype="str")
    alone = ((path == "") & method.isin(NOT_DISCLOSED_METHODS)).to_numpy()
    return encode("fund", head.mask(alone, slices["name"].reset_index(drop=True)))


def _partitions(dimensions: dict[str, Dimension], analysis: Analysis) -> dict[str, Codes]:
    """Reach, knowledge and scope of every line as places on their scales. Each line has exactly one of each."""
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
    found = {"reach": reach, "knowledge": knowledge, "scope": scope}
    return {name: codes.astype(np.int64) for name, codes in found.items()}


REGION_NAMES: dict[str, str] = {
    Region.PRC: "Mainland China", Region.HONG_KONG: "Hong Kong", Region.MACAU: "Macau", Region.TAIWAN: "Taiwan",
    Region.OTHER: "Elsewhere", Region.UNKNOWN: "Not known",
}
"""Regions for people."""
_SCALE_LABELS: dict[str, dict[str, str]] = {
    "scope": {
        "china_ai": "China AI", "outside_definition": "AI outside the definition", "enabler": "Foreign enablers",
        "china_other": "China, not AI", "other": "Neither China nor AI", "not_disclosed": "Not disclosed",
        "unresolved": "Not identified",
    },
    "reach": {
        "direct": "Direct", "look_through": "Look-through", "not_disclosed": "Not disclosed",
        "unresolved": "Not identified",
    },
    "knowledge": {
        "known": "Known", "estimated": "Estimated", "not_disclosed": "Not disclosed", "unresolved": "Not identified",
    },
    "region": REGION_NAMES,
    "method": {"not_disclosed": "Not disclosed", "residual": "Residual of weights"},
    "fund": {"": "Held directly"},
    "manager": {"": "No manager named"},
    "mic": {"": "No market given"},
    "country": {"": "No country given"},
    "intensity": {"": "No AI"},
}


def label_of(dimension: str, value: str, category_names: Mapping[str, str], issuers: Mapping[str, str]) -> str:
    """Name for people of a dimension's value."""
    if dimension == "issuer":
        return issuers.get(value, value) or "Not named"
    if dimension in ("category", "group"):
        name = category_names.get(value, "")
        return f"{value} {name}".strip() or "None"
    if dimension == "tier" and value in tuple(Tier):
        return f"{value} {Tier(value).label}"
    named = _SCALE_LABELS.get(dimension, {}).get(value)
    if named is not None:
        return named
    if dimension in ("method", "confidence", "instrument", "intensity"):
        return value.replace("_", " ").capitalize()
    return value or "None given"
