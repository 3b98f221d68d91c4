"""Reads the taxonomy: categories with their groups, and the weights each intensity stands for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import NoReturn

from sinolens.domain.category import Category, Intensity
from sinolens.reference.pack import (
    FieldSpec,
    fraction,
    iso_date,
    matching,
    member,
    read_table,
    unique_by,
    verified_mark,
    yes_no,
)

CATEGORIES_FILE = "taxonomy/categories.csv"
INTENSITIES_FILE = "taxonomy/intensities.csv"

FailField = Callable[[str, str], NoReturn]
"""`Row.fail`: takes a field and a reason and raises."""

_code = matching(r"[A-Z][0-9]?", "a category code (a letter, or a letter and a digit)")


@dataclass(frozen=True, slots=True)
class IntensityWeights:
    """AI weight of an issuer, 0 to 1, where no sourced share exists. `base` is None when nothing can be said."""

    low: float
    base: float | None
    high: float


def load_taxonomy(root: Traversable) -> dict[str, Category]:
    """Categories by code, groups first within their group, in the order of the file.

    Columns: `code`, `group`, `name`, `definition`, `in_headline` (yes or no), `source`, `as_of`, `verified`.

    Raises:
        sinolens.reference.pack.PackError: a repeated code, a category whose group is missing, or a category that is
            in the headline while its group is not (or the other way round).
    """
    rows = read_table(root, CATEGORIES_FILE, {
        "code": FieldSpec(_code, required=True),
        "group": FieldSpec(_code, required=True),
        "name": FieldSpec(required=True),
        "definition": FieldSpec(required=True),
        "in_headline": yes_no,
        "source": FieldSpec(required=True),
        "as_of": FieldSpec(iso_date, required=True),
        "verified": verified_mark,
    })
    by_code = unique_by(rows, "code")
    for row in rows:
        group = by_code.get(row["group"])
        if group is None or group["group"] != group["code"]:
            row.fail("group", f"{row['group']!r} is no group of this file")
        if not row["code"].startswith(row["group"]):
            row.fail("code", f"a code of group {row['group']!r} begins with that letter")
        if row["in_headline"] != group["in_headline"]:
            row.fail("in_headline", "differs from its group")
    return {
        code: Category(code, row["group"], row["name"], row["definition"], row["in_headline"])
        for code, row in by_code.items()
    }


def load_intensities(root: Traversable) -> dict[Intensity, IntensityWeights]:
    """Weights by intensity, for all intensities but `sourced`, which brings its own.

    Columns: `intensity`, `low`, `base` (empty = not known), `high`, `meaning`, `source`.

    Raises:
        sinolens.reference.pack.PackError: an intensity is missing or repeated, or low, base and high do not rise.
    """
    rows = read_table(root, INTENSITIES_FILE, {
        "intensity": member(Intensity),
        "low": fraction,
        "base": optional_fraction,
        "high": fraction,
        "meaning": FieldSpec(required=True),
        "source": FieldSpec(required=True),
    })
    found: dict[Intensity, IntensityWeights] = {}
    for row in unique_by(rows, "intensity").values():
        weights = IntensityWeights(row["low"], row["base"], row["high"])
        check_order(weights.low, weights.base, weights.high, row.fail)
        found[row["intensity"]] = weights
    for intensity in Intensity:
        if (intensity in found) == (intensity is Intensity.SOURCED):
            row = rows[-1]
            row.fail("intensity", f"{intensity.value!r} must {'not ' if intensity in found else ''}stand in this file")
    return found


def check_order(low: float, base: float | None, high: float, fail: FailField) -> None:
    """Call `fail` unless low <= base <= high."""
    middle = low if base is None else base
    if not low <= middle <= high:
        fail("base", f"low, base and high must rise: {low}, {base}, {high}")


def optional_fraction(cell: str) -> float | None:
    """A number from 0 to 1, or None for an empty cell."""
    return fraction(cell) if cell else None
