"""The figures of the report: the screen's own pictures for paper, native charts for the workbook."""

from __future__ import annotations

from sinolens.domain.tier import Tier
from sinolens.figures.bars import layout_bars
from sinolens.figures.heatmap import layout_heatmap
from sinolens.figures.primitives import Picture
from sinolens.figures.ring import layout_ring
from sinolens.figures.theme import LIGHT
from sinolens.figures.treemap import layout_treemap
from sinolens.reporting.document import Figure, NativeChart, Table
from sinolens.reporting.material import Material

TIERS = tuple(tier.value for tier in Tier)
COLOURS = tuple(LIGHT.tier(tier) for tier in TIERS)
WIDE, HALF = 720.0, 350.0
"""Widths in logical pixels; on paper 13 of them make letters of about 9 points."""
_MOST_ROWS = 14


def exposure_map(m: Material) -> tuple[Figure, ...]:
    """The exposure map of issuers."""
    if not m.headline.china_ai:
        return ()
    return (
        _figure(
            "map",
            "Exposure map",
            "Area is full value of an issuer, colour its tier.",
            layout_treemap(m.cube, WIDE, 290.0),
        ),
    )


def category_figures(m: Material, table: Table) -> tuple[Figure, ...]:
    """China-AI by category and tier: a heat map on paper, stacked bars in the workbook."""
    if not table.rows:
        return ()
    picture = layout_heatmap(m.cube, WIDE, 64.0 + 20.0 * min(len(table.rows) + 1, _MOST_ROWS + 2))
    chart = NativeChart("stacked_bar", "category_tier", "category", TIERS, COLOURS)
    return (
        _figure(
            "category", "China-AI by category and tier", "Full value; a darker cell is a larger amount.", picture, chart
        ),
    )


def tier_figures(m: Material, table: Table) -> tuple[Figure, ...]:
    """The ring of tiers, and asset classes split by tier."""
    if not m.headline.china_ai:
        return ()
    return (
        _figure(
            "tier",
            "China-AI by tier",
            "Share of China-AI full value in each tier.",
            layout_ring(m.cube, HALF, 300.0),
            NativeChart("doughnut", table.key, "tier", ("china",), COLOURS),
            wide=False,
        ),
        _figure(
            "asset_class_tier",
            "China-AI by asset class",
            "Full value, split by tier.",
            layout_bars(m.cube, HALF, 300.0, "asset_class"),
            wide=False,
        ),
    )


def manager_figures(m: Material, table: Table) -> tuple[Figure, ...]:
    """China-AI by manager, split by tier."""
    if not m.headline.china_ai:
        return ()
    rows = min(
        sum(1 for (scope, _), value in m.cube.cross("scope", "manager").items() if scope == "china_ai" and value),
        _MOST_ROWS,
    )
    picture = layout_bars(m.cube, WIDE, 26.0 * max(rows, 2) + 10.0)
    return (
        _figure(
            "manager",
            "China-AI by manager",
            "Full value at each manager, split by tier.",
            picture,
            NativeChart("bar", table.key, "manager", ("china",), (LIGHT.accent,)),
        ),
    )


def _figure(
    key: str, title: str, caption: str, picture: Picture, native: NativeChart | None = None, *, wide: bool = True
) -> Figure:
    return Figure(key, title, caption, picture.description, picture, native, wide)
