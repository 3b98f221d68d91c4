"""Shares of another whole: what is printed, hovered and said agree."""

from __future__ import annotations

from sinolens.domain.money import format_percent
from sinolens.figures.concentration import layout_concentration
from sinolens.figures.primitives import Mark, Picture, Text
from sinolens.figures.reading import restated
from sinolens.figures.ring import layout_ring
from sinolens.figures.treemap import layout_treemap


def test_the_legend_of_the_ring_prints_the_shares_that_are_hovered_and_said(cube):
    whole = cube.total()
    picture = restated(layout_ring(cube, 600, 300), lambda mark: (whole, "pool"))
    marks = {mark.id: mark for mark in picture.marks}
    printed = {item.mark: item.text for item in picture.items if isinstance(item, Text) and item.share}
    assert set(printed) == {name for name in marks if name.startswith("tier:")}
    for name, text in printed.items():
        assert text == format_percent(marks[name].value, whole, 1)
        assert marks[name].rows[0][1].endswith(f"{format_percent(marks[name].value, whole)} of pool")
    assert "%" not in picture.description and picture.description.endswith("Shares are of pool.")


def test_a_share_that_needs_more_room_than_there_is_leaves_only_the_name():
    mark = Mark("a", "High", (), (), 5000)
    items = (Text(0, 0, "High 5.0%", mark="a", share="5.0%"), Text(9, 9, "5.0%", mark="a", share="5.0%"),
             Text(0, 9, "5.0%", anchor="end", mark="a", share="5.0%"))
    made = restated(Picture(100, 100, items, (mark,), "Bars."), lambda _: (10000, "part"))
    assert [item.text for item in made.items] == ["High", "50.0%"]
    less = restated(Picture(100, 100, items, (mark,), "Bars."), lambda _: (1000000, "part"))
    assert [item.text for item in less.items] == ["High 0.5%", "0.5%", "0.5%"]


def test_parts_of_several_wholes_each_name_their_own(cube):
    wholes = {}
    picture = restated(layout_treemap(cube, 600, 300),
                       lambda mark: wholes.setdefault(mark.id, (2 * abs(mark.value) or 1, f"class {mark.id}")))
    for mark in picture.marks:
        amounts = [value for name, value in mark.rows if name == "Amount"]
        assert all(value.endswith(f"of class {mark.id}") for value in amounts)
    assert picture.description.endswith("Shares are of each part's own whole.")


def test_shares_along_an_axis_stay_shares_of_what_the_axis_spans(cube):
    picture = layout_concentration(cube, 600, 300)
    assert restated(picture, lambda mark: (1, "pool")) is picture
