"""What stands side by side in a chart is told apart by every kind of sight: by colour, or by a pattern that shows."""

from dataclasses import replace
from functools import cache
from itertools import combinations
from types import SimpleNamespace

import colour_sight
import pytest

from sinolens.domain.attribute import AttributeTopic, IssuerAttribute, Level
from sinolens.exposure.cube import Cube
from sinolens.figures import theme as theme_module
from sinolens.figures.bars import layout_bars
from sinolens.figures.channels import layout_channels
from sinolens.figures.concentration import concentration, layout_concentration
from sinolens.figures.flow import layout_flow
from sinolens.figures.geography import layout_geography
from sinolens.figures.heatmap import layout_heatmap
from sinolens.figures.primitives import HATCHES, Box, Polyline, Ribbon, Text, Wedge
from sinolens.figures.reading import EVERYTHING
from sinolens.figures.ring import layout_ring
from sinolens.figures.theme import DARK, LIGHT, MARK_CONTRAST, contrast, mix
from sinolens.figures.treemap import layout_treemap
from sinolens.figures.trend import layout_trend
from sinolens.figures.trend_column import read_column

LEAST_TIER, LEAST_TINT, LEAST_LINE = 8.0, 5.0, 4.0
"""CIEDE2000: of tiers side by side, of steps of one tint parted by a gap, of a pattern's lines on their fill."""
BESIDE = 4.0
"""Marks no more pixels apart than this are compared."""
THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
SIGHTS = pytest.mark.parametrize("sight", colour_sight.SIGHT)


@pytest.fixture(scope="module")
def pictures(cube, reference):
    """Every chart, with all tiers, what is estimated, not disclosed and short."""
    slices = cube.analysis.slices.copy()
    slices.loc[slices.index % 11 == 3, "market_value"] *= -1
    view = Cube(replace(cube.analysis, slices=slices))
    issuers = list(view.values("issuer"))
    levels = (Level.HIGH, Level.SOME, Level.NONE_SEEN)
    topic = AttributeTopic("dual", "risk", "Dual use", "")
    facts = replace(reference, attribute_topics={"dual": topic}, attributes=tuple(
        IssuerAttribute(name, "dual", levels[i % 3], "b", "s", "2026-01-01") for i, name in enumerate(issuers[:-5])))
    places = ("CN", "HK", "TW", "KY", "US", "SG", "JP")
    # Only the places of an issuer are asked for.
    spread = replace(reference, issuers={
        name: SimpleNamespace(headquarters=places[i % 7], incorporation=places[i % 5], domicile=places[i % 3])
        for i, name in enumerate(issuers[:-3])})
    columns = [read_column(key, key, view) for key in ("a", "b", "")]
    columns = [replace(column, as_of=f"2026-0{3 * i + 3}-30") for i, column in enumerate(columns)]
    return {
        "treemap": layout_treemap(view, 900, 400, scopes=EVERYTHING),
        "ring": layout_ring(view, 500, 300, scopes=EVERYTHING),
        "heatmap": layout_heatmap(view, 700, 320, scopes=EVERYTHING),
        "bars": layout_bars(view, 900, 320, scopes=EVERYTHING), "over time": layout_trend(columns, 700, 320),
        "many dates": layout_trend([replace(columns[0], key=f"k{i}", as_of=f"20{10 + i // 4}-0{i % 4 * 2 + 1}-28")
                                    for i in range(60)], 700, 320),
        "concentration": layout_concentration(view, 500, 300), "flow": layout_flow(view, 900, 400),
        "geography": layout_geography(view, spread, 800, 300), "channels": layout_channels(view, facts, 800, 120),
    }


def looks(item, theme):
    """What an item is filled with as it appears, its pattern, and the token."""
    colour = theme.colour(item.fill)
    if isinstance(item, Ribbon):
        colour = mix(theme.surface, colour, item.opacity)
    return (theme.surface if item.pattern == "outline" else colour), item.pattern


def extent(item):
    if isinstance(item, Box):
        return item.x, item.y, item.x + item.width, item.y + item.height
    return item.start, 0.0, item.start + item.span, 0.0


@cache
def pairs(picture):
    """Marks that stand side by side and mean something different; bands cross, so all of them."""
    shapes = [item for item in picture.items if isinstance(item, Box | Wedge | Ribbon) and item.mark and item.fill
              and not (isinstance(item, Box) and item.fill == "muted")]
    seen, found = set(), []
    for one, two in combinations(shapes, 2):
        kinds = frozenset(((one.fill, one.pattern), (two.fill, two.pattern)))
        if len(kinds) < 2 or kinds in seen or type(one) is not type(two):
            continue
        if not isinstance(one, Ribbon):
            (left, top, right, bottom), (left2, top2, right2, bottom2) = extent(one), extent(two)
            if left2 > right + BESIDE or left > right2 + BESIDE or top2 > bottom + BESIDE or top > bottom2 + BESIDE:
                continue
        seen.add(kinds)
        found.append((one, two))
    return tuple(found)


def shows(item, theme, sight):
    """A hatched item's lines can be seen on its fill."""
    seen = colour_sight.lab(theme.colour(item.fill), sight)
    lines = (theme.colour(f"{prefix}_{item.fill}") for prefix, _ in HATCHES.get(item.pattern, ()))
    return all(colour_sight.difference(seen, colour_sight.lab(line, sight)) >= LEAST_LINE for line in lines)


def confused(picture, theme, sight):
    """Pairs that look alike."""
    found = []
    for one, two in pairs(picture):
        (first, pattern), (second, pattern_too) = looks(one, theme), looks(two, theme)
        if pattern != pattern_too and shows(one, theme, sight) and shows(two, theme, sight):
            continue
        far = colour_sight.difference(colour_sight.lab(first, sight), colour_sight.lab(second, sight))
        tints = one.fill.startswith(("tint", "raised")) and two.fill.startswith(("tint", "raised"))
        if far < (LEAST_TINT if tints else LEAST_TIER):
            found.append((round(far, 1), one.fill, pattern, two.fill, pattern_too))
    return found


CHARTS = ("treemap", "ring", "bars", "over time", "many dates", "flow", "geography", "channels")


@THEMES
@SIGHTS
@pytest.mark.parametrize("name", CHARTS)
def test_neighbours_are_told_apart_by_every_sight(pictures, name, theme, sight):
    assert any(pairs(pictures[name])), "nothing stands side by side: the check would be empty"
    assert not confused(pictures[name], theme, sight)


@SIGHTS
@pytest.mark.parametrize("name", ["ring", "bars", "over time", "flow", "treemap"])
def test_a_palette_with_two_tiers_alike_is_found_out(pictures, name, sight):
    alike = replace(LIGHT, t3=mix(LIGHT.t2, LIGHT.t3, 0.15), t4=mix(LIGHT.t2, LIGHT.t4, 0.1))
    assert confused(pictures[name], alike, sight)
    # Red and green of one lightness: apart to most, alike to some. Elsewhere hatched parts lie between these two.
    if sight == "deuteranopia" and name in ("bars", "flow", "treemap"):
        light = replace(LIGHT, t2="#ab3519", t3="#646c00")
        alone = [{"t2", "t3"} in [{pair[1], pair[3]} for pair in confused(pictures[name], light, one)]
                 for one in ("usual", sight)]
        assert alone == [False, True]


@pytest.mark.parametrize("name", ["ring", "bars", "over time", "treemap"])
def test_an_estimate_whose_hatching_does_not_show_is_found_out(pictures, name, monkeypatch):
    assert any({one.pattern, two.pattern} >= {"", "light_hatch"} for one, two in pairs(pictures[name]))
    monkeypatch.setattr(theme_module, "_line_on", lambda fill, strength: fill)
    theme_module._resolve.cache_clear()
    try:
        assert confused(pictures[name], LIGHT, "usual")
    finally:
        monkeypatch.undo()
        theme_module._resolve.cache_clear()


@THEMES
@SIGHTS
def test_the_heat_map_says_in_words_what_its_tints_say_and_they_grow_one_way(pictures, theme, sight):
    picture = pictures["heatmap"]
    cells = [item for item in picture.items if isinstance(item, Box) and item.mark.startswith("cell:")]
    written = {item.mark for item in picture.items if isinstance(item, Text)}
    assert cells and {cell.mark for cell in cells} <= written
    tints = sorted({int(cell.fill.removeprefix("tint_")) for cell in cells if cell.fill.startswith("tint_")})
    away = [colour_sight.difference(colour_sight.lab(theme.surface, sight),
                                    colour_sight.lab(theme.colour(f"tint_{tint}"), sight)) for tint in tints]
    assert away == sorted(away)
    assert away[-1] - away[0] >= 3 * LEAST_TIER
    # An outline means not disclosed: what is net short stands in parentheses on a plain cell.
    assert {(cell.fill, cell.pattern) for cell in cells if not cell.fill.startswith("tint_")} == {("surface", "")}


@THEMES
@SIGHTS
def test_the_curve_stands_out_from_its_ground_and_its_area(pictures, theme, sight):
    (curve,) = [item for item in pictures["concentration"].items if isinstance(item, Polyline)]
    line = colour_sight.lab(theme.colour(curve.colour), sight)
    for ground in (theme.surface, mix(theme.surface, theme.colour(curve.fill), curve.opacity), theme.border):
        assert colour_sight.difference(line, colour_sight.lab(ground, sight)) >= 2 * LEAST_TIER


@THEMES
@pytest.mark.parametrize("name", CHARTS)
def test_every_mark_stands_out_from_the_surface_by_itself_or_its_outline(pictures, name, theme):
    for item in pictures[name].items:
        if not isinstance(item, Box | Wedge | Ribbon) or not item.mark or not item.fill:
            continue
        if (isinstance(item, Box) and min(item.width, item.height) <= BESIDE) or item.fill == "surface":
            continue
        fill, pattern = looks(item, theme)
        own = {"dots": "text", "outline": f"edge_{item.fill}"}.get(pattern, "")
        edge = theme.colour(item.stroke or own) if item.stroke or own else fill
        if isinstance(item, Ribbon) and item.height1 <= BESIDE:
            continue
        assert max(contrast(fill, theme.surface), contrast(edge, theme.surface)) >= MARK_CONTRAST, (name, item)


@pytest.mark.parametrize("name", ["treemap", "ring", "heatmap", "bars", "over time", "many dates", "flow", "geography",
                                  "channels", "concentration"])
def test_what_is_estimated_is_hatched_in_every_chart_and_what_is_known_is_not(pictures, name):
    patterns = {item.pattern for item in pictures[name].items if isinstance(item, Box | Wedge | Ribbon)}
    assert patterns & {"light_hatch", "cross_hatch"}, patterns
    plain = [item for item in pictures[name].items if isinstance(item, Box | Wedge | Ribbon | Polyline)
             and item.fill and not getattr(item, "pattern", "")]
    assert plain


def test_the_hatched_part_is_as_large_as_the_estimate(cube, reference):
    guessed = cube.select(cube.selection.only("knowledge", "estimated"))
    picture = layout_geography(cube, reference, 2000, 300)
    value = {mark.id: mark.value for mark in picture.marks}
    boxes = [item for item in picture.items if isinstance(item, Box) and item.mark.startswith("region|")]
    whole = {item.mark: item.width for item in boxes if not item.pattern}
    hatched = {item.mark: item.width for item in boxes if item.pattern}
    for place, region in (("CN", "PRC"), ("HK", "HK")):
        part = guessed.by("region", "full", ("china_ai",))[region]
        assert hatched[f"region|{place}"] / whole[f"region|{place}"] == pytest.approx(
            part / value[f"region|{place}"], rel=0.01)
    data = concentration(cube)
    assert 0 < data.estimated[-1] < data.running[-1]
    assert all(part <= total for part, total in zip(data.estimated, data.running, strict=True))
    cells = layout_heatmap(cube, 900, 400, row="group")
    told = {mark.id: mark.value for mark in cells.marks}
    pairs_ = cube.totals(("group", "tier", "knowledge"), "full", ("china_ai",))
    wide = max(item.width for item in cells.items if isinstance(item, Box) and item.mark.startswith("cell:"))
    for item in cells.items:
        if isinstance(item, Box) and item.pattern == "light_hatch" and item.mark.startswith("cell:"):
            group, tier = item.mark.removeprefix("cell:").split("|")
            assert item.width / wide == pytest.approx(pairs_[group, tier, "estimated"] / told[item.mark], rel=0.02)
