"""The tables of the JSON and of the reports: one row for each value of a dimension, each adding to the whole."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sinolens.exposure.cube import Cube
from sinolens.exposure.headline import Range, Share

CHINA_AI = ("china_ai",)


@dataclass(frozen=True, slots=True)
class TotalRow:
    """Totals of one value of a dimension, in cents.

    Attributes:
        key, name: the value and its name for people.
        market_value: of all its lines; = direct + look_through + not_disclosed + unresolved.
        direct, look_through, not_disclosed, unresolved: its parts by reach.
        china_ai: full value of its China-AI lines.
        china_ai_direct, china_ai_look_through: the two parts of it.
        china_ai_estimated: the part of it known only by split, benchmark or estimate.
        weighted: AI-weighted value of its China-AI lines.
        share_of_pool: `china_ai` of the whole analysis.
        share_of_own: `china_ai` of this row's market value.
        share_of_china_ai: `china_ai` of all China AI in the view.
    """

    key: str
    name: str
    market_value: int
    direct: int
    look_through: int
    not_disclosed: int
    unresolved: int
    china_ai: int
    china_ai_direct: int
    china_ai_look_through: int
    china_ai_estimated: int
    weighted: Range
    share_of_pool: Share
    share_of_own: Share
    share_of_china_ai: Share


@dataclass(frozen=True, slots=True)
class PairRow:
    """Totals of a pair of values, in cents: all lines, those of China AI, and their AI-weighted value."""

    first: str
    second: str
    market_value: int
    china_ai: int
    weighted: Range


def by_category(cube: Cube) -> tuple[TotalRow, ...]:
    """Every category with a line, by code; G, N, U and Z are rows too, so that the rows add to the whole."""
    return by_dimension(cube, "category")


def by_group(cube: Cube) -> tuple[TotalRow, ...]:
    """Every category group with a line."""
    return by_dimension(cube, "group")


def by_tier(cube: Cube) -> tuple[TotalRow, ...]:
    """Every tier with a line, most severe first, by the tier of the line."""
    return by_dimension(cube, "tier")


def by_issuer(cube: Cube, china_ai_only: bool = True) -> tuple[TotalRow, ...]:
    """Issuers over all their share classes and funds, largest China-AI value first.

    With `china_ai_only` those without a China-AI line are left out.
    """
    rows = by_dimension(cube, "issuer")
    if china_ai_only:
        chosen = cube.by("issuer", "full", CHINA_AI)
        rows = tuple(row for row in rows if row.key in chosen)
    return tuple(sorted(rows, key=lambda row: (-row.china_ai, -row.market_value, row.key)))


def by_manager(cube: Cube) -> tuple[TotalRow, ...]:
    """Managers, largest China-AI value first."""
    return _largest_first(by_dimension(cube, "manager"))


def by_asset_class(cube: Cube) -> tuple[TotalRow, ...]:
    """Asset classes, largest China-AI value first."""
    return _largest_first(by_dimension(cube, "asset_class"))


def by_region(cube: Cube) -> tuple[TotalRow, ...]:
    """Regions in their own order."""
    return by_dimension(cube, "region")


def by_category_tier(cube: Cube) -> tuple[PairRow, ...]:
    """Every pair of category and tier with a line."""
    return by_pair(cube, "category", "tier")


def by_dimension(cube: Cube, dimension: str) -> tuple[TotalRow, ...]:
    """Totals of every value of any dimension that has a line in the view, in natural order.

    Raises:
        KeyError: no such dimension.
    """
    reach: dict[str, dict[str, int]] = defaultdict(dict)
    for (key, part), value in cube.cross(dimension, "reach").items():
        reach[key][part] = value
    china_reach = cube.cross(dimension, "reach", "full", CHINA_AI)
    known = cube.cross(dimension, "knowledge", "full", CHINA_AI)
    full, low, base, high = (cube.by(dimension, name, CHINA_AI) for name in ("full", "low", "base", "high"))
    all_china, pool = sum(full.values()), cube.pool
    rows = []
    for key, parts in reach.items():
        china, value = full.get(key, 0), sum(parts.values())
        name = cube.name(dimension, key)
        rows.append(TotalRow(
            key, name, value, parts.get("direct", 0), parts.get("look_through", 0), parts.get("not_disclosed", 0),
            parts.get("unresolved", 0), china, china_reach.get((key, "direct"), 0),
            china_reach.get((key, "look_through"), 0), known.get((key, "estimated"), 0),
            Range(low.get(key, 0), base.get(key, 0), high.get(key, 0)),
            Share(china, pool, "pool"), Share(china, value, f"{name} value"), Share(china, all_china, "China-AI value"),
        ))
    return tuple(rows)


def by_pair(cube: Cube, first: str, second: str) -> tuple[PairRow, ...]:
    """Totals of every pair of values of two dimensions that has a line in the view, in natural order."""
    full, low, base, high = (cube.cross(first, second, name, CHINA_AI) for name in ("full", "low", "base", "high"))
    return tuple(
        PairRow(*key, value, full.get(key, 0), Range(low.get(key, 0), base.get(key, 0), high.get(key, 0)))
        for key, value in cube.cross(first, second).items()
    )


def _largest_first(rows: tuple[TotalRow, ...]) -> tuple[TotalRow, ...]:
    return tuple(sorted(rows, key=lambda row: (-row.china_ai, -row.market_value, row.key)))
