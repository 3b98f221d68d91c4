"""The figures of the report: the screen's own pictures for paper, native charts for the workbook."""

from __future__ import annotations

from sinolens.domain.money import format_compact, format_percent
from sinolens.domain.tier import Tier
from sinolens.figures.theme import LIGHT
from sinolens.reporting.document import Figure, Money, NativeChart, Table
from sinolens.reporting.material import Material

TIERS = tuple(tier.value for tier in Tier)
COLOURS = tuple(LIGHT.tier(tier) for tier in TIERS)


def category_figures(m: Material, table: Table) -> tuple[Figure, ...]:
    """China-AI by category, stacked by tier."""
    if not table.rows:
        return ()
    return (Figure(
        "category", "China-AI by category and tier", "Bars show full value; colour and label are the tier.",
        _describe(m, "category", "category"), None,
        NativeChart("stacked_bar", "category_tier", "category", TIERS, COLOURS)),)


def tier_figures(m: Material, table: Table) -> tuple[Figure, ...]:
    """The tier ring."""
    if not m.headline.china_ai:
        return ()
    parts = ", ".join(
        f"{total.tier.value} {total.tier.label} {format_percent(total.value, m.headline.china_ai, 1)}" for total in m.headline.china_ai_by_tier if total.value)
    return (Figure(
        "tier", "China-AI by tier", "Share of China-AI value in each tier.", f"Ring of China-AI value by tier: {parts}.", None,
        NativeChart("doughnut", table.key, "tier", ("china",), COLOURS)),)


def manager_figures(m: Material, table: Table) -> tuple[Figure, ...]:
    """China-AI by manager."""
    if not any(isinstance(row[2], Money) and row[2].cents for row in table.rows):
        return ()
    return (Figure("manager", "China-AI by manager", "Full value at each manager.", _describe(m, "manager", "manager"), None,
                   NativeChart("bar", "manager", "manager", ("china",), (LIGHT.accent,))),)


def holdings_figures(m: Material) -> tuple[Figure, ...]:
    """The exposure map."""
    return ()


def _describe(m: Material, dimension: str, word: str) -> str:
    totals = {key: value for (scope, key), value in m.cube.cross("scope", dimension).items() if scope == "china_ai" and value}
    largest = sorted(totals, key=lambda key: (-totals[key], key))[:3]
    said = ", ".join(f"{m.cube.label(dimension, key)} {format_compact(totals[key])}" for key in largest)
    return f"Bars of China-AI value by {word}, {len(totals)} in all. Largest: {said}."
