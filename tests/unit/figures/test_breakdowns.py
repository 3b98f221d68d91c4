"""Ring, heat map, bars, concentration, flow and cards: what is their own."""

from dataclasses import replace

import large_analysis
import pytest

from sinolens.domain.money import format_compact
from sinolens.exposure.cube import Cube
from sinolens.exposure.headline import headline
from sinolens.exposure.selection import Selection
from sinolens.exposure.valuation import ValueBasis, revalue
from sinolens.figures.bars import layout_bars
from sinolens.figures.cards import headline_cards
from sinolens.figures.concentration import concentration, layout_concentration
from sinolens.figures.flow import layout_flow
from sinolens.figures.heatmap import layout_heatmap
from sinolens.figures.primitives import Box, Line, Ribbon, Text, Wedge
from sinolens.figures.reading import CHINA_AI, EVERYTHING
from sinolens.figures.ring import layout_ring
from sinolens.figures.text_width import text_width


@pytest.fixture(scope="module")
def short_cube(cube):
    """All T4 lines are short."""
    slices = cube.analysis.slices.copy()
    short = slices["tier"] == "T4"
    for name in ("market_value", "low", "base", "high"):
        slices[name] = slices[name].abs().where(~short, -slices[name].abs())
    slices[["low", "high"]] = slices[["low", "high"]].where(~short, slices[["high", "low"]].to_numpy())
    return Cube(replace(cube.analysis, slices=slices))


def test_the_ring_goes_round_once_and_is_in_proportion(cube):
    picture = layout_ring(cube, 420, 260)
    wedges = [item for item in picture.items if isinstance(item, Wedge)]
    gaps = 360.0 - sum(wedge.span for wedge in wedges)
    assert 0 <= gaps <= 1.3 * len(wedges)
    totals = cube.by("tier", "full", CHINA_AI)
    for tier, value in totals.items():
        span = sum(wedge.span for wedge in wedges if wedge.mark == f"tier:{tier}")
        assert span == pytest.approx(360 * value / sum(totals.values()), abs=2.6)
    assert wedges[0].mark == "tier:T1"
    assert wedges[0].start < 1


def test_the_ring_names_what_is_short_and_never_draws_it(short_cube):
    picture = layout_ring(short_cube, 420, 260)
    assert "tier:T4" not in {item.mark for item in picture.items if isinstance(item, Wedge)}
    words = [item.text for item in picture.items if isinstance(item, Text) and item.mark == "tier:T4"]
    assert "not in ring" in words
    assert any(word.startswith("($") for word in words)
    assert next(mark for mark in picture.marks if mark.id == "tier:T4").value < 0


def test_the_ring_draws_its_estimated_part_apart(cube):
    wedges = [item for item in layout_ring(cube, 420, 260).items if isinstance(item, Wedge)]
    estimated = cube.cross("tier", "knowledge", "full", CHINA_AI)
    for tier in ("T1", "T2", "T4"):
        patterns = [wedge.pattern for wedge in wedges if wedge.mark == f"tier:{tier}"]
        assert ("cross_hatch" if tier == "T1" else "light_hatch") in patterns
        assert estimated[tier, "estimated"] > 0


@pytest.mark.parametrize(("width", "height"), [(300, 200), (420, 260), (700, 260), (240, 420)])
def test_the_ring_keeps_a_fair_size_beside_its_legend(cube, width, height):
    items = layout_ring(cube, width, height).items
    wedge = next(item for item in items if isinstance(item, Wedge))
    assert wedge.outer * 2 >= 0.45 * min(width, height)
    legend = [item for item in items if isinstance(item, Text) and item.mark]
    assert legend
    if width > height:
        assert min(item.x for item in legend) >= wedge.cx + wedge.outer


def test_the_heat_map_tints_by_amount_and_leaves_plain_what_is_short(cube, short_cube):
    picture = layout_heatmap(cube, 600, 300, row="group")
    tints = {}
    marks = {mark.id: mark.value for mark in picture.marks}
    for item in picture.items:
        if isinstance(item, Box) and item.mark.startswith("cell:") and item.fill.startswith("tint_"):
            tints[marks[item.mark]] = int(item.fill.removeprefix("tint_"))
    ordered = [tints[value] for value in sorted(tints)]
    assert ordered == sorted(ordered)
    assert max(tints.values()) == 90
    short = [item for item in layout_heatmap(short_cube, 600, 300, row="group").items
             if isinstance(item, Box) and item.mark.endswith("|T4")]
    assert short
    assert {(item.fill, item.stroke, item.pattern) for item in short} == {("surface", "muted", "")}


def cells(picture):
    return {item.mark: item for item in reversed(picture.items) if isinstance(item, Box) and item.mark[:5] == "cell:"}


def test_an_outline_in_the_heat_map_is_of_nothing_but_what_is_not_disclosed(cube):
    hidden = cube.select(Selection().only("knowledge", "not_disclosed"))
    assert {(one.fill, one.pattern) for one in cells(
        layout_heatmap(hidden, 600, 300, row="group", scopes=("not_disclosed",))).values()} == {("surface", "outline")}
    unnamed = cube.select(Selection().only("knowledge", "unresolved"))
    assert {(one.fill, one.pattern) for one in cells(
        layout_heatmap(unnamed, 600, 300, row="group", scopes=("unresolved",))).values()} == {("u", "dots")}


def test_a_pair_without_any_weighted_value_is_plain(cube):
    slices = cube.analysis.slices.copy()
    for name in ("low", "base", "high"):
        slices[name] = slices[name].where(slices["tier"] != "T4", 0)
    picture = layout_heatmap(Cube(replace(cube.analysis, slices=slices)), 600, 300, "base", row="group")
    nothing = {mark.id for mark in picture.marks if mark.id.startswith("cell:") and not mark.value}
    assert nothing
    assert {(one.fill, one.stroke, one.pattern) for name, one in cells(picture).items() if name in nothing} == {
        ("raised", "", "")}


@pytest.mark.parametrize("width", [340, 400, 520, 700])
def test_amounts_of_the_heat_map_keep_clear_of_their_cells_edges_and_of_the_totals(cube, width):
    picture = layout_heatmap(cube, width, 300, row="group")
    boxes = cells(picture)
    written = [item for item in picture.items if isinstance(item, Text) and item.mark.startswith("cell:")]
    for item in written:
        half, box = text_width(item.text, item.size, item.bold) / 2, boxes[item.mark]
        assert item.x - half >= box.x + 3.9 and item.x + half <= box.x + box.width - 3.9
    last = max(box.x + box.width for box in boxes.values())
    for item in picture.items:
        if isinstance(item, Text) and item.anchor == "end" and item.text.startswith("$"):
            assert item.x - text_width(item.text, item.size, item.bold) >= last + 3.9


@pytest.mark.parametrize("width", [*range(340, 900, 37)])
def test_totals_of_the_heat_map_that_stand_in_a_line_have_one_size(cube, width):
    picture = layout_heatmap(cube, float(width), 400.0)
    amounts = [item for item in picture.items if isinstance(item, Text) and item.bold and "$" in item.text]
    assert amounts
    for anchor in ("end", "middle"):
        assert len({item.size for item in amounts if item.anchor == anchor}) <= 1


def test_no_share_of_the_concentration_is_written_on_its_axis():
    made = large_analysis.build(400, 4_000, 400)
    # Many issuers alike: the largest holds next to nothing, and its dot lies near the floor.
    slices = made.slices.copy()
    each = slices.groupby("issuer_id")["issuer_id"].transform("size")
    for name in ("market_value", "low", "base", "high"):
        slices[name] = (1_000_000_00 // each).astype("int64")
    for height in (180, 260):
        plot = layout_concentration(Cube(replace(made, slices=slices)), 500, height).plot
        assert plot.notes and all(note.y <= plot.bottom - 4.0 for note in plot.notes)


def test_the_first_card_and_what_is_empty_name_the_basis_shown(cube):
    unfunded = revalue(cube.analysis, ValueBasis.UNFUNDED)
    view = Cube(unfunded)
    titles = [card.title for card in headline_cards(headline(view), "", basis=unfunded.value_basis)]
    assert titles[0] == "Unfunded commitments alone" and "Market value" not in titles
    none = view.select(Selection().only("scope", "other"))
    said = [item.text for item in layout_ring(none, 500, 300).items if isinstance(item, Text)]
    assert said and "unfunded commitments" in said[0]


def test_the_heat_map_adds_across_down_and_over_all(cube):
    picture = layout_heatmap(cube, 600, 500)
    value = {mark.id: mark.value for mark in picture.marks}
    whole = cube.by("scope")["china_ai"]
    for kind in ("row:", "column:", "cell:"):
        assert sum(amount for key, amount in value.items() if key.startswith(kind)) == whole
    assert format_compact(whole) in [item.text for item in picture.items if isinstance(item, Text)]


def test_rows_that_do_not_fit_are_summed_not_dropped(cube):
    for picture in (layout_heatmap(cube, 600, 160), layout_bars(cube, 500, 90)):
        rows = [mark for mark in picture.marks if mark.id.startswith("row:")]
        assert sum(mark.value for mark in rows) == cube.by("scope")["china_ai"]
        assert any(mark.title.endswith(" others") for mark in rows)


def test_bars_draw_short_values_left_of_the_zero_line(cube, short_cube):
    picture = layout_bars(short_cube, 600, 300)
    zero = next(item.x1 for item in picture.items if isinstance(item, Line))
    value = {mark.id: mark.value for mark in picture.marks}
    for item in picture.items:
        if isinstance(item, Box) and item.mark.startswith("part:"):
            if value[item.mark] < 0:
                assert item.x + item.width <= zero + 1.01
            else:
                assert item.x >= zero - 0.01
    straight = layout_bars(cube.select(Selection().only("tier", "T2")), 600, 300)
    if all(mark.value > 0 for mark in straight.marks):
        assert not [item for item in straight.items if isinstance(item, Line)]


def test_bars_are_as_long_as_their_values(cube):
    picture = layout_bars(cube, 900, 300, "asset_class", scopes=EVERYTHING)
    value = {mark.id: mark.value for mark in picture.marks}
    lengths = [(item.width + 1.0, value[item.mark]) for item in picture.items
               if isinstance(item, Box) and item.mark.startswith("part:") and item.width > 20]
    ratios = [length / abs(amount) for length, amount in lengths]
    assert max(ratios) == pytest.approx(min(ratios), rel=1e-6)
    rows = [mark.value for mark in picture.marks if mark.id.startswith("row:")]
    assert rows == sorted(rows, reverse=True)
    assert sum(rows) == cube.pool


def test_concentration_runs_up_to_the_whole_and_keeps_shorts_apart(cube):
    data = concentration(cube)
    values = cube.by("issuer", "full", CHINA_AI)
    assert list(data.running) == sorted(data.running)
    assert data.whole + data.short == sum(values.values())
    steps = [b - a for a, b in zip((0, *data.running), data.running, strict=False)]
    assert steps == sorted(steps, reverse=True)


def test_bands_leave_and_arrive_in_full(cube):
    picture = layout_flow(cube, 900, 500, left="manager", right="group")
    value = {mark.id: mark.value for mark in picture.marks}
    bands = [item for item in picture.items if isinstance(item, Ribbon)]
    assert {band.height1 == band.height2 for band in bands} == {True}
    for side, prefix in ((0, "manager:"), (1, "group:")):
        for mark_id, amount in value.items():
            if mark_id.startswith(prefix):
                name = mark_id.removeprefix(prefix)
                own = [key for key in value if key.startswith("band:")
                       and key.removeprefix("band:").split("|")[side] == name]
                assert sum(value[key] for key in own) == amount
    heights = {band.height1 / value[band.mark] for band in bands}
    assert max(heights) == pytest.approx(min(heights))


def test_cards_say_figure_denominator_and_what_is_not_known(cube):
    made = headline(cube)
    cards = {card.title: card for card in headline_cards(made, "2026-09-30")}
    assert cards["Market value"].figure == format_compact(made.market_value)
    assert cards["China AI, full value"].caption.endswith("% of pool")
    assert cards["China AI, weighted"].caption.startswith("between $")
    assert cards["T1 Transactions barred"].tier == "T1"
    unknown = cards["Not disclosed or not identified"]
    assert unknown.figure == format_compact(made.not_disclosed + made.unresolved)
    for card in cards.values():
        selection = Selection()
        for dimension, value in card.filters:
            selection = selection.including(dimension, value)
        if card.title not in ("China AI, weighted",):
            assert format_compact(cube.select(selection).total()) == card.figure


def test_the_card_of_the_first_tier_stays_when_nothing_is_in_it(cube):
    made = headline(cube.select(Selection().excluding("tier", "T1", "T2")))
    cards = {card.title: card for card in headline_cards(made, "2026-09-30")}
    assert cards["T1 Transactions barred"].caption == "none"
    assert "T2 Reportable or conditional" not in cards
