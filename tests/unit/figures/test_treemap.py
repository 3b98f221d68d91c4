from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sinolens.domain.money import format_compact
from sinolens.exposure.cube import Cube
from sinolens.exposure.selection import Selection
from sinolens.figures.labels import wrap
from sinolens.figures.primitives import Box, Text
from sinolens.figures.reading import CHINA_AI, EVERYTHING, scoped
from sinolens.figures.text_width import text_width
from sinolens.figures.treemap import GAP, LINE_HEIGHT, SMALLEST, layout_treemap


def tiles(picture):
    """Boxes that stand for amounts, with their marks."""
    marks = {mark.id: mark for mark in picture.marks}
    return [(item, marks[item.mark]) for item in picture.items
            if isinstance(item, Box) and item.mark and not item.mark.startswith("scope:") and item.mark != "short"]


def outer(box):
    """Width and height of a tile with the gap it was inset by."""
    return (box.width + GAP) * (box.height + GAP)


@given(st.integers(200, 1500), st.integers(150, 700), st.sampled_from(["full", "base", "high"]),
       st.sampled_from([CHINA_AI, EVERYTHING]))
@settings(max_examples=30, deadline=None)
def test_tiles_of_a_group_are_in_proportion_inside_and_apart(cube, width, height, measure, scopes):
    found = tiles(layout_treemap(cube, width, height, measure, scopes=scopes))
    groups = {}
    for box, mark in found:
        groups.setdefault(mark.id.split("|")[0], []).append((box, mark.value))
        assert box.x >= 0
        assert box.y >= 0
        assert box.x + box.width <= width + 1e-6
        assert box.y + box.height <= height + 1e-6
    for members in groups.values():
        densities = [outer(box) / value for box, value in members if min(box.width, box.height) >= 1] or [1.0]
        assert max(densities) == pytest.approx(min(densities), rel=1e-6)
    boxes = [box for box, _ in found]
    for i, first in enumerate(boxes):
        for second in boxes[:i]:
            across = min(first.x + first.width, second.x + second.width) - max(first.x, second.x)
            down = min(first.y + first.height, second.y + second.height) - max(first.y, second.y)
            assert across <= 1e-6 or down <= 1e-6


def test_tiles_add_to_the_positive_value_of_the_scope(cube):
    picture = layout_treemap(cube, 900, 400)
    values = scoped(cube, CHINA_AI, ("group", "issuer", "tier", "knowledge"), "full").values()
    assert sum(mark.value for _, mark in tiles(picture)) == sum(value for value in values if value > 0)


def test_groups_say_their_net_total(cube):
    headers = {mark.id: mark.value for mark in layout_treemap(cube, 900, 400).marks if mark.id.startswith("group:")}
    totals = cube.by("group", "full", CHINA_AI)
    assert headers == {f"group:{key}": totals[key] for key in totals if f"group:{key}" in headers}
    assert len(headers) == len(totals)


def test_only_tiles_too_small_to_see_are_drawn_together(cube):
    picture = layout_treemap(cube, 300, 150)
    merged = [(box, mark) for box, mark in tiles(picture) if mark.title.endswith("too small to draw")]
    assert merged
    together = {mark.id.rsplit("|", 1)[0] for _, mark in merged}
    for box, mark in tiles(picture):
        if mark.title.endswith("too small to draw") or outer(box) >= SMALLEST * 0.999:
            continue
        # A tile this small stands alone only where there is no other of its group, tier and knowledge.
        assert mark.id.rsplit("|", 1)[0] not in together
    large = layout_treemap(cube, 6000, 4000)
    assert not [mark for _, mark in tiles(large) if mark.title.endswith("too small to draw")]


def test_labels_are_chosen_in_order_and_a_cut_name_says_so(cube):
    picture = layout_treemap(cube, 900, 300)
    marks = {mark.id: mark for mark in picture.marks}
    texts = {}
    for item in picture.items:
        if isinstance(item, Text) and item.mark in marks and "|" in item.mark:
            texts.setdefault(item.mark, []).append(item.text)
    assert texts
    for mark_id, lines in texts.items():
        name = marks[mark_id].title
        value = lines[-1] if lines[-1].startswith("$") else ""
        written = " ".join(line for line in lines if line != value)
        # The whole name, or its whole part before the legal form, or as many letters as fit, or nothing of it.
        assert written == "" or name.startswith(written.removesuffix("…")) or written.endswith("others")
        assert not written or name == written or written.endswith("…") or name[len(written)] in " ,"
        assert written or value


def test_a_name_with_its_value_in_smaller_type_goes_before_a_name_alone(cube):
    for width in range(600, 1300, 100):
        picture = layout_treemap(cube, width, 400)
        values = {mark.id: format_compact(mark.value) for mark in picture.marks}
        boxes = {box.mark: box for box, _ in reversed(tiles(picture))}
        texts = {}
        for item in picture.items:
            if isinstance(item, Text) and item.mark in boxes and "|" in item.mark:
                texts.setdefault(item.mark, []).append(item)
        for mark, lines in texts.items():
            if lines[-1].text == values[mark] or lines[-1].text.endswith("…"):
                continue
            box, whole = boxes[mark], " ".join(line.text for line in lines)
            most = min(3, int((box.height - 8.0) // LINE_HEIGHT) - 1)
            fits = any(wrap(whole, box.width - 8.0, 11.0, count, text_width, bold=True) for count in range(1, most + 1))
            assert not fits or text_width(values[mark], 11.0) > box.width - 8.0, (width, whole)


def test_a_name_is_cut_rather_than_left_out(cube):
    """A tile with room for an amount and four letters is never an amount without a name."""
    for width, height in ((900, 300), (1000, 360)):
        picture = layout_treemap(cube, width, height)
        texts = {}
        for item in picture.items:
            if isinstance(item, Text) and "|" in item.mark:
                texts.setdefault(item.mark, []).append(item)
        alone = [lines[0] for lines in texts.values() if len(lines) == 1 and lines[0].text.startswith("$")]
        boxes = {box.mark: box for box, _ in tiles(picture)}
        names = {mark.id: mark.title for mark in picture.marks}
        for text in alone:
            shortest = text_width(f"{names[text.mark][:4]}…", 11.0, True)
            assert shortest > boxes[text.mark].width - 8.0
        assert any(lines[0].text.endswith("…") and len(lines) == 2 for lines in texts.values())
    assert not [item for item in layout_treemap(cube, 500, 300).items
                if isinstance(item, Text) and item.mark.startswith("group:") and len(item.text) < 3]


def test_what_is_not_drawn_is_named_below_with_its_amount(cube):
    picture = layout_treemap(cube, 1200, 300)
    totals = cube.by("scope")
    chips = {mark.id: mark.value for mark in picture.marks if mark.id.startswith("scope:")}
    assert chips == {f"scope:{name}": totals[name]
                     for name in ("not_disclosed", "unresolved", "outside_definition", "enabler")}
    short = next(mark for mark in picture.marks if mark.id == "short")
    assert short.value < 0
    assert not [m for m in layout_treemap(cube, 1200, 300, notes=False).marks if m.id.startswith("scope:")]


def test_known_estimated_unknown_and_hidden_are_drawn_apart(cube):
    boxes = [item for item in layout_treemap(cube, 1200, 500, scopes=EVERYTHING).items
             if isinstance(item, Box) and "|" in item.mark]
    patterns = {}
    for box in boxes:
        _, tier, knowledge, _ = box.mark.split("|", 3)
        patterns.setdefault((tier == "T1", tier == "U", knowledge), set()).add(box.pattern)
    assert patterns[True, False, "known"] == {"hatch"}
    assert patterns[True, False, "estimated"] == {"cross_hatch"}
    assert patterns[False, False, "known"] == {""}
    assert patterns[False, False, "estimated"] == {"light_hatch"}
    assert patterns[False, True, "not_disclosed"] == {"outline"}
    assert patterns[False, True, "unresolved"] == {"dots"}


def test_nesting_can_be_any_pair_or_a_single_dimension(cube):
    view = cube.select(Selection().only("group", "A"))
    by_category = layout_treemap(view, 900, 400, outer="category")
    assert {mark.id for mark in by_category.marks if mark.id.startswith("group:")} <= {
        f"group:A{i}" for i in range(1, 6)}
    flat = layout_treemap(cube, 900, 400, outer="", inner="manager")
    assert not [mark for mark in flat.marks if mark.id.startswith("group:")]
    assert {mark.filters[1][0] for mark in flat.marks if "|" in mark.id} == {"manager"}


def test_all_short_draws_nothing_and_says_so(cube):
    slices = cube.analysis.slices.copy()
    for name in ("market_value", "low", "base", "high"):
        slices[name] = -slices[name].abs()
    picture = layout_treemap(Cube(replace(cube.analysis, slices=slices)), 800, 300)
    assert not tiles(picture)
    assert "Nothing but net short value: an area cannot be negative" in [
        item.text for item in picture.items if isinstance(item, Text)]
    assert next(mark for mark in picture.marks if mark.id == "short").value < 0
