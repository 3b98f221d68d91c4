"""What holds for every figure at every size, for every selection, measure and scope."""

import math
from dataclasses import replace
from itertools import pairwise

import large_analysis
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sinolens.domain.attribute import AttributeTopic, IssuerAttribute, Level
from sinolens.domain.money import format_percent
from sinolens.exposure.cube import Cube
from sinolens.exposure.headline import Range, headline
from sinolens.exposure.selection import Selection
from sinolens.figures.bars import layout_bars
from sinolens.figures.cards import headline_cards
from sinolens.figures.channels import layout_channels
from sinolens.figures.concentration import layout_concentration
from sinolens.figures.flow import layout_flow
from sinolens.figures.geography import TINTS, layout_geography
from sinolens.figures.heatmap import layout_heatmap
from sinolens.figures.primitives import Box, Line, Polyline, Ribbon, Text, Wedge
from sinolens.figures.reading import CHINA_AI, EVERYTHING
from sinolens.figures.ring import layout_ring
from sinolens.figures.text_width import text_width
from sinolens.figures.theme import DARK, LIGHT
from sinolens.figures.treemap import layout_treemap

FIGURES = {
    "treemap": layout_treemap, "ring": layout_ring, "heatmap": layout_heatmap, "bars": layout_bars,
    "concentration": layout_concentration, "flow": layout_flow,
}
ALWAYS_CHINA_AI = ("concentration", "flow")
"""Figures of China-AI value only."""
SLACK = 0.6
widths, heights = st.integers(40, 1600), st.integers(40, 900)
measures = st.sampled_from(["full", "base", "high", "long"])
scopes = st.sampled_from([CHINA_AI, EVERYTHING, ("china_ai", "not_disclosed", "unresolved")])


@st.composite
def selections(draw, cube):
    selection = Selection()
    for dimension in draw(st.lists(st.sampled_from(["tier", "group", "manager", "reach"]), max_size=2, unique=True)):
        chosen = draw(st.lists(st.sampled_from(cube.values(dimension)), min_size=1, max_size=2))
        selection = (selection.excluding if draw(st.booleans()) else selection.including)(dimension, *chosen)
    return selection


def extent(item):
    """Left, top, right, bottom of an item."""
    match item:
        case Box():
            return item.x, item.y, item.x + item.width, item.y + item.height
        case Text():
            wide = text_width(item.text, item.size, item.bold)
            left = item.x - {"start": 0, "middle": wide / 2, "end": wide}[item.anchor]
            return left, item.y - item.size * 0.8, left + wide, item.y + item.size * 0.25
        case Wedge():
            return (item.cx - item.outer, item.cy - item.outer, item.cx + item.outer, item.cy + item.outer)
        case Line():
            return min(item.x1, item.x2), min(item.y1, item.y2), max(item.x1, item.x2), max(item.y1, item.y2)
        case Ribbon():
            return item.x1, min(item.y1, item.y2), item.x2, max(item.y1 + item.height1, item.y2 + item.height2)
        case Polyline():
            across, down = zip(*item.points, strict=True)
            return min(across), min(down), max(across), max(down)


@pytest.mark.parametrize("name", FIGURES)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_every_figure_keeps_its_word(cube, name, data):
    view = cube.select(data.draw(selections(cube)))
    width, height = data.draw(widths), data.draw(heights)
    options = {"measure": data.draw(measures), **({} if name in ALWAYS_CHINA_AI else {"scopes": data.draw(scopes)})}
    picture = FIGURES[name](view, width, height, **options)
    assert (picture.width, picture.height) == (width, height)
    assert picture.description.endswith(".")
    ids = [mark.id for mark in picture.marks]
    assert len(ids) == len(set(ids))
    for item in picture.items:
        numbers = extent(item)
        assert all(math.isfinite(number) for number in numbers)
        mark = getattr(item, "mark", "")
        assert not mark or mark in ids, item
    for mark in picture.marks:
        assert mark.title
        assert len(mark.rows) <= 4, mark
        assert any(" of " in value for label, value in mark.rows if label == "Amount") or mark.id == "short"
    assert picture == FIGURES[name](cube.select(view.selection), width, height, **options)


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize(("width", "height"), [(360, 220), (560, 300), (900, 270), (1500, 600), (240, 420)])
def test_nothing_leaves_the_picture_and_only_the_map_cuts_names(cube, name, width, height):
    for view in (cube, cube.select(Selection().only("group", "A"))):
        for item in FIGURES[name](view, width, height).items:
            left, top, right, bottom = extent(item)
            assert left >= -SLACK, item
            assert top >= -3, item
            assert right <= width + SLACK, item
            assert bottom <= height + 3, item
            assert name == "treemap" or not (isinstance(item, Text) and "…" in item.text), item


@pytest.mark.parametrize("name", FIGURES)
@given(data=st.data())
@settings(max_examples=12, deadline=None)
def test_a_mark_leads_to_exactly_the_lines_it_adds_up(cube, name, data):
    measure = data.draw(measures)
    picture = FIGURES[name](cube, 700, 400, measure=measure,
                            **({} if name in ALWAYS_CHINA_AI else {"scopes": data.draw(scopes)}))
    marks = [mark for mark in picture.marks if mark.filters and mark.id not in ("short", "scope:not_disclosed")]
    for mark in marks[:: max(1, len(marks) // 40)]:
        if mark.id.startswith("scope:"):
            continue
        selection = Selection()
        for dimension, value in mark.filters:
            selection = selection.including(dimension, value)
        view = cube.select(selection)
        # Areas and bands show positive sums of their parts; a net total may hold shorts they leave out.
        if name == "flow":
            assert mark.value >= view.total(measure)
        else:
            assert view.total(measure) == mark.value, mark


@pytest.mark.parametrize("name", FIGURES)
def test_the_order_of_lines_changes_no_picture(cube, name):
    slices = cube.analysis.slices
    order = np.random.default_rng(3).permutation(len(slices))
    shuffled = Cube(replace(cube.analysis, slices=slices.iloc[order].reset_index(drop=True)))
    assert FIGURES[name](shuffled, 800, 400) == FIGURES[name](cube, 800, 400)


@pytest.mark.parametrize("name", FIGURES)
def test_an_empty_selection_says_so(cube, name):
    view = cube.select(Selection().only("tier", "T1").searching("no such name"))
    picture = FIGURES[name](view, 400, 300)
    assert picture.description
    assert all(math.isfinite(number) for item in picture.items for number in extent(item))


@pytest.mark.parametrize("name", FIGURES)
def test_every_colour_is_a_token_of_both_themes(cube, name):
    for item in FIGURES[name](cube, 700, 400, **({} if name in ALWAYS_CHINA_AI else {"scopes": EVERYTHING})).items:
        for field in ("fill", "stroke", "colour"):
            token = getattr(item, field, "")
            for theme in (LIGHT, DARK):
                assert not token or theme.colour(token).startswith("#")


def test_geography_shares_the_same_total_out_on_every_basis(cube, reference):
    picture = layout_geography(cube, reference, 700, 260)
    whole = cube.by("scope")["china_ai"]
    for basis in ("region", "headquarters", "incorporation", "domicile", "listing", "source"):
        assert sum(mark.value for mark in picture.marks if mark.id.startswith(f"{basis}|")) == whole
    hollow = {item.mark for item in picture.items if isinstance(item, Box) and item.pattern == "outline" and item.mark}
    assert hollow == {"headquarters|", "incorporation|", "domicile|", "listing|", "source|"}


def test_channels_share_the_same_total_out_by_every_driver_and_risk(cube, reference):
    values = cube.by("issuer", scopes=("china_ai",))
    largest = max(values, key=values.__getitem__)
    facts = replace(
        reference, attribute_topics={
            "open": AttributeTopic("open", "driver", "Open models", ""),
            "dual": AttributeTopic("dual", "risk", "Dual use", ""),
        }, attributes=(IssuerAttribute(largest, "dual", Level.HIGH, "b", "s", "2026-01-01"),))
    picture = layout_channels(cube, facts, 700, 260)
    whole = cube.by("scope")["china_ai"]
    for topic in ("open", "dual"):
        assert sum(mark.value for mark in picture.marks if mark.id.startswith(f"{topic}|")) == whole
    assert {mark.id for mark in picture.marks} == {"open|unknown", "dual|high", "dual|unknown"}
    high = next(mark for mark in picture.marks if mark.id == "dual|high")
    assert high.value == values[largest] and ("issuer", largest) in high.filters
    hollow = {item.mark for item in picture.items if isinstance(item, Box) and item.pattern == "outline"}
    assert hollow == {"open|unknown", "dual|unknown"}
    texts = [item.text for item in picture.items if isinstance(item, Text)]
    assert texts.index("Why it is held") < texts.index("Open models") < texts.index("What pushes back")
    assert "Dual use:" in picture.description and "high" in picture.description
    for item in picture.items:
        for field in ("fill", "stroke", "colour"):
            token = getattr(item, field, "")
            assert all(not token or theme.colour(token).startswith("#") for theme in (LIGHT, DARK))


def test_channels_of_nothing_and_of_no_topics_are_said(cube, reference):
    assert layout_channels(cube, reference, 400, 200).description
    topics = {"dual": AttributeTopic("dual", "risk", "Dual use", "")}
    view = cube.select(Selection().searching("no such name"))
    picture = layout_channels(view, replace(reference, attribute_topics=topics), 400, 200)
    assert picture.description and not picture.marks


def test_places_are_named_in_a_key_and_by_their_codes_and_neighbours_are_some_steps_apart(cube, reference):
    picture = layout_geography(cube, reference, 900, 300)
    words = [item.text for item in picture.items if isinstance(item, Text) and not item.mark]
    assert {"CN Mainland China", "HK Hong Kong", "Not known"} <= set(words)
    swatches = {item.fill for item in picture.items if isinstance(item, Box) and not item.mark}
    drawn = {item.fill for item in picture.items if isinstance(item, Box) and item.mark}
    assert drawn == swatches
    assert all(abs(int(one[5:]) - int(two[5:])) >= 30 for one, two in pairwise(TINTS))
    narrow = layout_geography(cube, reference, 330, 300)
    assert any(item.text.startswith("CN ") for item in narrow.items if isinstance(item, Text) and item.mark)


@pytest.mark.parametrize("name", ["ring", "heatmap", "bars"])
def test_what_is_not_known_stands_at_the_foot_with_its_amount_and_leads_there(cube, name):
    picture = FIGURES[name](cube, 700, 300, notes=True)
    totals = cube.by("scope")
    marks = {mark.id: mark for mark in picture.marks}
    for scope, pattern in (("not_disclosed", "outline"), ("unresolved", "dots")):
        mark = marks[f"scope:{scope}"]
        assert mark.value == totals[scope] != 0
        assert mark.filters == (("scope", scope),)
        assert [item.pattern for item in picture.items if isinstance(item, Box) and item.mark == mark.id] == [pattern]
    assert not any(mark.id.startswith("scope:") for mark in FIGURES[name](cube, 700, 300).marks)
    assert not any(mark.id.startswith("scope:") for mark in FIGURES[name](cube, 700, 100, notes=True).marks)


def test_a_group_whose_shorts_cancel_its_longs_says_both_and_no_share_is_minus_nothing():
    made = large_analysis.build(4, 4, negative=False)
    slices = made.slices.copy()
    slices["group"], slices["category"], slices["code"], slices["region"] = "A", "A1", "T4a", "PRC"
    slices["tier"], slices["method"], slices["confidence"] = ["T4", "T4", "T2", "T2"], "direct", "stated"
    slices["issuer_id"] = ["one", "two", "three", "four"]
    slices["market_value"] = [300_000_000, -300_000_000, -250_000_000, 0]
    view = Cube(replace(made, slices=slices))
    texts = " ".join(item.text for item in layout_treemap(view, 900, 400).items if isinstance(item, Text))
    assert "$3.0M, net ($2.5M)" in texts
    ring = [item.text for item in layout_ring(view, 500, 300).items if isinstance(item, Text)]
    assert not any(text.startswith("-") for text in ring)
    assert "not in ring" in ring
    assert format_percent(0, -5) == "0.00%"
    assert format_percent(-5, 9) == "(55.56%)"
    assert format_percent(-1, 10**9) == "0.00%"


def test_only_a_pool_with_shorts_has_to_explain_why_the_weighted_range_exceeds_the_full_value(cube):
    found = headline(cube)
    above = replace(found, weighted=Range(1, 2, found.china_ai + 1))
    below = replace(found, weighted=Range(1, 2, found.china_ai))
    told = [next(card for card in headline_cards(one, "") if card.title == "China AI, weighted").explained
            for one in (above, below)]
    assert "sold short" in told[0]
    assert "sold short" not in told[1] and "lowest to the highest" in told[1]


def test_of_a_selection_nobody_disclosed_the_cards_say_not_known_and_never_nothing(cube):
    hidden = cube.select(Selection().only("scope", "not_disclosed"))
    cards = {card.title: card for card in headline_cards(headline(hidden), "")}
    assert cards["China AI, full value"].figure == cards["China AI, weighted"].figure == "Not known"
    assert cards["Not disclosed or not identified"].figure != "$0"
