"""Exposure over time: columns in proportion, at their dates, with what is hidden apart and edition changes told."""

from dataclasses import replace

import large_analysis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sinolens.domain.money import format_compact
from sinolens.domain.official_list import ListEdition
from sinolens.exposure.analysis import ListState
from sinolens.exposure.cube import Cube
from sinolens.exposure.selection import Selection
from sinolens.figures.primitives import Box, Line, Text
from sinolens.figures.text_width import text_width
from sinolens.figures.trend import layout_trend
from sinolens.figures.trend_column import Column, read_column

DATES = ("2026-03-31", "2026-06-30", "2026-09-30")


def edition_of(day):
    return ListEdition(
        list_id="made", edition=day, title="Made list of entities", short_title="Made list", publisher="",
        in_force_from=day, in_force_to="", withdrawn=False, checked_on=day, source="", citation="", count=1, sha256="",
        complete=True,
    )


class Period:
    """One date with the cube its column is read from."""

    def __init__(self, key, label, view):
        self.key, self.label, self.view = key, label, view

    @property
    def column(self):
        return read_column(self.key, self.label, self.view)


@pytest.fixture(scope="module")
def periods():
    made = []
    for number, day in enumerate(DATES):
        analysis = replace(large_analysis.build(120, 900, seed=7 + number), as_of=day)
        made.append(Period("" if number == 2 else f"frozen{number}", f"Period {number}", Cube(analysis)))
    return made


def columns(periods):
    return [period.column for period in periods]


def boxes(picture, start):
    return [item for item in picture.items if isinstance(item, Box) and item.mark.startswith(start)]


def test_columns_are_as_high_as_their_values_and_in_the_order_of_dates(periods):
    picture = layout_trend(columns(periods[::-1]), 700, 400)
    value = {mark.id: mark.value for mark in picture.marks}
    parts = [box for box in boxes(picture, "part:") if box.height > 12]
    per_cent = [(box.height + 1.0) / abs(value[box.mark]) for box in parts]
    assert len(parts) > 5
    assert max(per_cent) == pytest.approx(min(per_cent), rel=0.02)
    lefts = [min(box.x for box in boxes(picture, f"part:{key}|")) for key in ("frozen0", "frozen1", "open")]
    assert lefts == sorted(lefts)
    for period in periods:
        total = period.view.by("scope")["china_ai"]
        assert value[f"period:{period.key or 'open'}"] == total
        drawn = sum(amount for mark, amount in value.items() if mark.startswith(f"part:{period.key or 'open'}|"))
        assert drawn == total


def test_what_is_hidden_stands_beside_the_column_outlined(periods):
    picture = layout_trend(columns(periods), 700, 400)
    for box in boxes(picture, "hidden:"):
        assert box.pattern == "outline"
        key = box.mark.removeprefix("hidden:")
        assert box.x >= max(part.x + part.width for part in boxes(picture, f"part:{key}|"))
    assert any(box.pattern in ("light_hatch", "cross_hatch") for box in boxes(picture, "part:"))


def test_what_is_hidden_and_far_larger_than_the_columns_is_a_number_below_the_date(periods):
    larger = []
    for period in periods:
        slices = period.view.analysis.slices.copy()
        slices.loc[slices["method"] == "residual", "market_value"] *= 100
        larger.append(Period(period.key, period.label, Cube(replace(period.view.analysis, slices=slices))))
    picture = layout_trend(columns(larger), 900, 400)
    value = {mark.id: mark.value for mark in picture.marks}
    told = [item for item in picture.items if isinstance(item, Text) and item.mark.startswith("hidden:")]
    assert [item.text for item in told] == [f"+ {format_compact(value[item.mark])} not disclosed" for item in told]
    assert all(box.height < 12 and box.pattern == "outline" for box in boxes(picture, "hidden:"))


def test_what_is_net_short_hangs_below_the_line(periods):
    analysis = periods[2].view.analysis
    slices = analysis.slices.copy()
    slices.loc[slices["tier"] == "T4", "market_value"] *= -1
    short = Period("", "Short", Cube(replace(analysis, slices=slices)))
    picture = layout_trend(columns([periods[0], short]), 700, 400)
    zero = next(item.y1 for item in picture.items if isinstance(item, Line) and item.colour == "muted")
    below = [box for box in boxes(picture, "part:open|T4") if box.y >= zero - 0.1]
    assert below


@pytest.mark.parametrize("count", [1, 3])
@given(width=st.integers(40, 1400), height=st.integers(40, 700))
@settings(max_examples=30, deadline=None)
def test_nothing_leaves_the_picture(periods, count, width, height):
    picture = layout_trend(columns(periods[:count]), width, height)
    for item in picture.items:
        if isinstance(item, Box):
            assert item.x >= -1 and item.x + item.width <= width + 1
            assert item.y >= -1 and item.y + item.height <= height + 1
        if isinstance(item, Text):
            wide = text_width(item.text, item.size, item.bold)
            left = item.x - {"start": 0, "middle": wide / 2, "end": wide}[item.anchor]
            assert left >= -wide / 2 - 1 and left + wide <= width + wide / 2 + 1
    ids = [mark.id for mark in picture.marks]
    assert len(ids) == len(set(ids))
    assert {item.mark for item in picture.items if getattr(item, "mark", "")} <= set(ids)


def test_changed_editions_are_marked_between_the_periods_and_named(periods):
    def with_edition(period, edition):
        state = ListState("made", "Made list of entities", "Made list", edition_of(edition), 0, False, 1)
        return Period(period.key, period.label, Cube(replace(period.view.analysis, lists=(state,))))

    old, same, new = (with_edition(period, edition) for period, edition in zip(
        periods, ("2026-01-15", "2026-01-15", "2026-08-01"), strict=True))
    picture = layout_trend(columns([old, same, new]), 700, 400)
    signs = [mark for mark in picture.marks if mark.id.startswith("editions:")]
    assert [mark.id for mark in signs] == ["editions:open"]
    assert signs[0].rows == (("Made list", "15 Jan 2026 to 1 Aug 2026"),)
    (dotted,) = [item for item in picture.items if isinstance(item, Line) and item.dash]
    middles = [boxes(picture, f"part:{key}|")[0].x for key in ("frozen1", "open")]
    assert middles[0] < dotted.x1 < middles[1]


def test_an_empty_selection_says_so(periods):
    empty = [Period(p.key, p.label, p.view.select(Selection().searching("no such name"))) for p in periods]
    picture = layout_trend(columns(empty), 400, 200)
    assert not picture.marks and "without any value" in picture.description
