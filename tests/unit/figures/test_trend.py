"""Exposure over time: columns in proportion, at their dates, with what is hidden apart and edition changes told."""

from calendar import monthrange
from dataclasses import replace
from datetime import date
from itertools import pairwise

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


def test_the_open_state_and_a_frozen_one_of_its_date_stand_evenly_and_are_told_apart(periods):
    open_, frozen = columns(periods)[2], replace(columns(periods)[1], as_of=DATES[2])
    picture = layout_trend([open_, frozen], 620.0, 240.0)
    ticks = {tick.mark: tick.text for tick in picture.plot.x_ticks}
    assert ticks == {"period:frozen1": "30 Sep 2026", "period:open": "Open now"}
    first, last = (guide.x for guide in picture.plot.guides)
    assert first - picture.plot.left == pytest.approx(picture.plot.right - last)
    rows = dict(next(mark for mark in picture.marks if mark.id == "period:open").rows)
    assert "Since Period 1" in rows and "Since 30 Sep 2026" not in rows


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

def months(count, step):
    """Ends of months back from September 2026, oldest first."""
    made = []
    for number in range(count):
        year, month = divmod(2026 * 12 + 8 - number * step, 12)
        made.append(date(year, month + 1, monthrange(year, month + 1)[1]).isoformat())
    return made[::-1]


def many(periods, count, step, every=3):
    """The same column at many dates, with an edition of one of two lists changing every few dates."""
    one = periods[2].column
    return [
        replace(one, key="" if number + 1 == count else f"frozen{number}", as_of=day,
                editions=(("First list", f"20{10 + number // every:02d}-01-01"), ("Second list", "2020-01-01")))
        for number, day in enumerate(months(count, step))
    ]


def spans(picture, drawn):
    """Left and right of texts, sorted."""
    made = []
    for item in drawn:
        wide = text_width(item.text, item.size, item.bold)
        left = item.x - {"start": 0, "middle": wide / 2, "end": wide}[item.anchor]
        made.append((left, left + wide))
        assert left >= -0.5 and left + wide <= picture.width + 0.5, item
    return sorted(made)


@pytest.mark.parametrize(("count", "step"), [(2, 3), (12, 3), (40, 3), (120, 1)])
@pytest.mark.parametrize("width", [420, 760, 1300])
def test_any_number_of_dates_has_words_that_stand_apart_the_last_among_them(periods, count, step, width):
    picture = layout_trend(many(periods, count, step), width, 320)
    floor = picture.plot.bottom
    dates = [item for item in picture.items if isinstance(item, Text) and item.y == floor + 17.0]
    assert dates[-1].mark == "period:open" and dates[-1].text.endswith("Sep 2026")
    places = spans(picture, dates)
    assert all(left >= right + 6 for (_, right), (left, _) in pairwise(places))
    assert len(dates) >= min(count, 2)
    if count > 12:
        assert {text.split()[-2] for text in (item.text for item in dates)} == {"Sep"}, "the same month of every year"
    above = [item for item in picture.items if isinstance(item, Text) and item.mark.startswith("editions:")]
    assert all(left >= right - 0.5 for (_, right), (left, _) in pairwise(spans(picture, above)))


@pytest.mark.parametrize(("count", "step"), [(40, 3), (120, 1)])
def test_every_date_is_found_in_a_band_of_its_own_and_tells_amount_share_confidence_and_age(periods, count, step):
    columns_ = many(periods, count, step)
    picture = layout_trend(columns_, 700, 320)
    marks = {mark.id: mark for mark in picture.marks}
    guides = picture.plot.guides
    assert [guide.mark for guide in guides] == [f"period:{column.name}" for column in columns_]
    for before, after in pairwise(guides):
        assert before.right <= after.left + 1e-6 < after.x
    for guide in guides:
        assert guide.left < guide.x < guide.right
        told = dict(marks[guide.mark].rows)
        assert " of all in the filter" in told["Amount"]
        assert told["Confidence"] and told["Data from"]
    # What is not disclosed keeps its outline however narrow the columns are.
    caps = boxes(picture, "hidden:")
    assert len(caps) == count
    assert {box.pattern for box in caps} == {"outline"}


def test_changes_of_many_editions_share_signs_that_tell_first_and_last(periods):
    columns_ = many(periods, 120, 1, every=2)
    changed = sum(a.editions != b.editions for a, b in pairwise(columns_))
    picture = layout_trend(columns_, 700, 320)
    signs = [mark for mark in picture.marks if mark.id.startswith("editions:")]
    assert 3 <= len(signs) < changed / 2
    pills = sorted((box.x, box.x + box.width) for box in boxes(picture, "editions:"))
    assert all(left > right for (_, right), (left, _) in pairwise(pills))
    teeth = [item for item in picture.items if isinstance(item, Line) and item.x1 == item.x2 and not item.dash]
    assert len(teeth) + len([item for item in picture.items if isinstance(item, Line) and item.dash]) == changed
    first = next(mark for mark in signs if " steps, " in mark.title)
    (name, told), = first.rows
    assert name == "First list"
    assert told.count(" to ") == 1 and told.split(" to ")[0] != told.split(" to ")[1]


def test_a_date_not_read_yet_has_a_place_and_no_amount(periods):
    columns_ = many(periods, 12, 3)
    waiting = [Column(c.key, c.label, c.as_of, waits=True) if i < 5 else c for i, c in enumerate(columns_)]
    picture = layout_trend(waiting, 700, 320)
    marks = {mark.id: mark for mark in picture.marks}
    assert marks["period:frozen0"].rows == (("Amount", "not read yet"),)
    assert not boxes(picture, "part:frozen0|")
    assert "5 more are not read yet" in picture.description
    xs = [[guide.x for guide in made.plot.guides] for made in (picture, layout_trend(columns_, 700, 320))]
    assert xs[0] == xs[1], "nothing moves when it comes"
    # No list is said to have changed between dates of which one is not known.
    assert not {mark for mark in marks if mark.startswith("editions:")} & {f"editions:frozen{i}" for i in range(6)}


def test_a_condensed_cube_gives_the_same_columns_in_less_room(periods):
    analysis = large_analysis.build(400, 3000, seed=3)
    whole, fresh = Cube(analysis), Cube(analysis)
    chosen = [Selection(), Selection().only("manager", whole.values("manager")[0]), Selection().searching("lotus fund"),
              Selection().only("fund", *whole.values("fund")[:3]).excluding("tier", "T5"),
              Selection().only("account", whole.values("account")[1])]
    def read(cube):
        return [read_column("a", "A", cube.select(one), measure) for one in chosen for measure in ("full", "base")]

    before = read(whole)
    kept = fresh.condensed()
    assert kept.analysis.slices.empty and not kept.analysis.statuses
    assert read(kept) == before
    tables = analysis.slices.memory_usage(deep=True).sum() + analysis.positions.memory_usage(deep=True).sum()
    assert 0 < kept.size < tables / 5
