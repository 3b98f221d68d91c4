from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinolens.figures.primitives import Box, Line, Picture, Polyline, Ribbon, Text, Wedge
from sinolens.figures.ring import layout_ring
from sinolens.figures.svg import to_svg
from sinolens.figures.theme import DARK, LIGHT
from sinolens.figures.treemap import layout_treemap

SVG = "{http://www.w3.org/2000/svg}"


def parse(picture, **options):
    return ElementTree.fromstring(to_svg(picture, **options))


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_a_picture_becomes_svg_with_a_name_a_description_and_real_text(cube, theme):
    picture = layout_treemap(cube, 800, 300)
    root = parse(picture, theme=theme, title="Exposure map")
    assert root.find(f"{SVG}title").text == "Exposure map"
    assert root.find(f"{SVG}desc").text == picture.description
    assert root.get("role") == "img"
    assert (root.get("width"), root.get("height")) == ("800", "300")
    texts = [element.text for element in root.iter(f"{SVG}text")]
    assert texts == [item.text for item in picture.items if isinstance(item, Text)]
    assert root.find(f"{SVG}rect").get("fill") == theme.surface


def test_patterns_are_defined_once_and_all_that_are_used_exist(cube):
    text = to_svg(layout_treemap(cube, 800, 300))
    root = ElementTree.fromstring(text)
    defined = [element.get("id") for element in root.iter(f"{SVG}pattern")]
    assert len(defined) == len(set(defined))
    used = {part.split(")")[0] for part in text.split("url(#")[1:]}
    assert used == set(defined)
    assert {"hatch-t1", "cross_hatch-t1", "light_hatch-t4"} <= used


def test_no_colour_token_is_left_in_the_file(cube):
    for theme in (LIGHT, DARK):
        root = parse(layout_ring(cube, 400, 260), theme=theme)
        for element in root.iter():
            for name in ("fill", "stroke"):
                assert (element.get(name) or "none").startswith(("#", "none", "url(#"))


def test_every_primitive_is_written():
    picture = Picture(100, 100, (
        Box(1, 2, 3, 4, "t1", "border", 1, "hatch"), Box(1, 2, 3, 4, "t4", "", 0, "outline"),
        Box(1, 2, 3, 4, "u", "", 0, "dots"), Wedge(50, 50, 10, 20, 0, 360, "t2"),
        Wedge(50, 50, 10, 20, 30, 200, "t2", "light_hatch"), Text(1, 2, "a", 12, True, "muted", "end"),
        Line(0, 0, 1, 1, dash="dotted"), Ribbon(0, 0, 5, 50, 20, 5, "t1", 0.5, "hatch"),
        Polyline(((0, 0), (1, 1)), fill="accent", floor=5, dash="dotted"), Polyline(()),
    ), (), "All of them.")
    root = parse(picture)
    tags = [element.tag.removeprefix(SVG) for element in root]
    assert tags.count("text") == 1
    assert tags.count("line") == 1
    assert tags.count("polyline") == 2
    assert tags.count("polygon") == 1
    whole = next(element for element in root.iter(f"{SVG}path"))
    assert whole.get("d").count("M") == 2
    assert root.find(f"{SVG}text").get("text-anchor") == "end"


@given(st.text())
def test_any_name_stays_text(name):
    root = parse(Picture(10, 10, (Text(0, 0, name),), (), name))
    kept = "".join(c if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff" else " "
                   for c in name)
    # XML itself turns a carriage return into a line break.
    wanted = kept.replace("\r\n", "\n").replace("\r", "\n")
    assert (root.find(f"{SVG}text").text or "") == wanted
    assert (root.find(f"{SVG}desc").text or "") == wanted


def test_the_same_picture_is_the_same_file(cube):
    assert to_svg(layout_ring(cube, 400, 260)) == to_svg(layout_ring(cube, 400, 260))


def test_small_numbers_have_no_minus_sign():
    assert 'x="0"' in to_svg(Picture(1, 1, (Box(-0.001, -0.001, 1, 1, "t1"),), (), "x"))
