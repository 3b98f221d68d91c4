"""Every mark of every chart: told in full, reached by pointer and keys, leading to positions, renewed by any change."""

from collections import deque
from dataclasses import replace
from itertools import groupby

import large_analysis
import pytest
import synthetic_analysis
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from sinolens.domain.money import format_dollars
from sinolens.domain.region import Region
from sinolens.exposure.selection import Selection
from sinolens.figures.primitives import Box, Ribbon, Wedge
from sinolens.qt.base.filtering import grouped
from sinolens.qt.base.workspace import prepare
from sinolens.qt.charts.hover import HoverCard

CHARTS = ("treemap", "ring", "heatmap", "overview bars", "trend", "concentration", "flow", "geography", "bars",
          "channels")


def settle():
    for _ in range(4):
        QApplication.processEvents()


def cards_of(desk):
    """Every chart of the window by name; the page it is on is shown once, so that it is laid out."""
    pages = []
    for name in ("overview", "charts"):
        desk.window.show_page(name)
        desk.settle()
        settle()
        pages.append(desk.window.page)
    overview, charts = pages
    return dict(zip(CHARTS, (*overview.charts, charts.trend, charts.concentration, charts.flow, charts.geography,
                             charts.bars, charts.channels), strict=True))


def shown_picture(desk, name, cards):
    """A chart's widget on the page that shows it, caught up with the filter."""
    desk.window.show_page("overview" if name in CHARTS[:4] else "charts")
    settle()
    return cards[name].picture


@pytest.fixture(scope="module")
def analysis():
    """With shorts, estimates, funds that disclose nothing and lines nobody identified."""
    return large_analysis.build(40, 160, issuers=60)


@pytest.fixture
def cards(desk, analysis):
    desk.window.resize(1280, 1000)
    desk.workspace.open(prepare(analysis))
    return cards_of(desk)


def test_the_values_of_a_dimension_stand_in_a_row(desk, cards):
    for name in CHARTS:
        picture = shown_picture(desk, name, cards).picture
        for mark in picture.marks:
            runs = [one for one, _ in groupby(dimension for dimension, _ in mark.filters)]
            assert len(runs) == len(set(runs)), (name, mark.id)


@pytest.mark.parametrize("name", CHARTS)
def test_every_mark_tells_amount_share_confidence_and_age_and_opens_its_positions(desk, cards, name):
    picture = shown_picture(desk, name, cards)
    cube, marks = desk.workspace.cube, picture.picture.marks
    assert len(marks) >= 4
    for mark in marks:
        told = dict(mark.rows)
        assert told["Amount"].startswith(("$", "($")), mark
        assert " of " in told["Amount"], mark
        assert told["Confidence"] and told["Data from"], mark
        # All issuers together is no filter: it leads to everything.
        selection = Selection()
        for dimension, value in mark.filters:
            selection = selection.including(dimension, value)
        assert len(cube.select(selection).positions()), mark
        assert mark.filters or mark.id.startswith("top:"), mark
    # The card tells all of it, whole.
    widest = max(marks, key=lambda mark: max(len(value) for _, value in mark.rows))
    picture.setFocus(Qt.FocusReason.TabFocusReason)
    picture.focus_mark(widest.id)
    card = desk.window.findChild(HoverCard)
    assert card.isVisible()
    assert [value.text() for _, value in card._rows[:len(widest.rows)]] == [value for _, value in widest.rows]


@pytest.mark.parametrize("name", CHARTS)
def test_every_mark_is_reached_by_pointer_and_by_keys_alone(desk, cards, name):
    picture = shown_picture(desk, name, cards)
    places, order = picture.mark_map, picture.mark_map.order
    for mark in order:
        bounds = places.bounds(mark)
        assert not bounds.isEmpty(), f"{mark} has no shape"
        assert picture.rect().adjusted(-4, -4, 4, 4).contains(bounds.center().toPoint()), mark
    # By the pointer: every pixel that belongs to somebody is asked.
    found = set()
    for y in range(picture.height()):
        for x in range(picture.width()):
            mark = places.at(QPointF(x + 0.5, y + 0.5))
            if mark is not None:
                found.add(mark.id)
    hidden = [mark for mark in order if mark not in found and min(
        places.bounds(mark).width(), places.bounds(mark).height()) > 3]
    assert not hidden
    # In reading order with the page keys, and from any mark by arrows to far more than its neighbours.
    picture.setFocus(Qt.FocusReason.TabFocusReason)
    desk.qtbot.keyClick(picture, Qt.Key.Key_Home)
    walked = [picture.focused_mark.id]
    for _ in order[1:]:
        desk.qtbot.keyClick(picture, Qt.Key.Key_PageDown)
        walked.append(picture.focused_mark.id)
    assert tuple(walked) == order
    desk.qtbot.keyClick(picture, Qt.Key.Key_PageUp)
    assert picture.focused_mark.id == order[-2]
    reached, line = {order[0]}, deque([order[0]])
    while line:
        here = line.popleft()
        for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            there = places.towards(here, key)
            if there is not None and there.id not in reached:
                reached.add(there.id)
                line.append(there.id)
    assert len(reached) >= 0.6 * len(order)


def told(card):
    """All a chart says: its description and every line of its marks."""
    picture = card.picture.picture
    return picture.description, tuple((mark.id, mark.value, mark.rows) for mark in picture.marks)


def everything_told(desk, cards):
    made = {}
    for name in CHARTS:
        shown_picture(desk, name, cards)
        made[name] = told(cards[name])
    return made


def test_value_basis_denominator_definition_and_date_each_renew_every_chart(desk, cards, analysis):
    first = everything_told(desk, cards)

    def check(what, unchanged=()):
        now = everything_told(desk, cards)
        stale = [name for name in CHARTS if now[name] == first[name] and name not in unchanged]
        assert not stale, f"{stale} still show what was before the change of {what}"
        return now

    desk.workspace.lens.show_measure("base")
    check("value basis")
    desk.workspace.lens.show_measure("full")
    assert everything_told(desk, cards) == first
    for against, words in (("pool", "of pool"), ("china", "of China sleeve")):
        desk.workspace.lens.show_against(against)
        # Along the axis of concentration shares are of what the axis spans.
        now = check("denominator", unchanged=("concentration",))
        for name in set(CHARTS) - {"concentration"}:
            amounts = [dict(rows)["Amount"] for _, _, rows in now[name][1]]
            assert all(text.endswith(words) for text in amounts if "market value" not in text), name
    desk.workspace.lens.show_against("")
    assert everything_told(desk, cards) == first
    narrower = replace(analysis.definition, name="Mainland", regions=frozenset({Region.PRC}))
    desk.workspace.renew(prepare(replace(analysis, definition=narrower)))
    check("definition")
    desk.workspace.renew(prepare(replace(analysis, as_of="2026-12-31")))
    now = check("as-of date")
    for name in CHARTS:
        assert all("old" in dict(rows)["Data from"] for _, _, rows in now[name][1]
                   if dict(rows)["Data from"] != "no date given"), name


def test_charts_of_nothing_of_unknowns_and_of_one_position_say_so(desk):
    made = large_analysis.build(20, 120)
    hidden = made.slices.copy()
    hidden["method"], hidden["confidence"], hidden["tier"], hidden["code"] = "not_disclosed", "unknown", "U", "U2"
    hidden["group"], hidden["category"], hidden["region"], hidden["issuer_id"] = "G", "G4", "UNKNOWN", ""
    hidden[["low", "base"]] = 0
    one = synthetic_analysis.build(1)
    nothing = replace(made, slices=made.slices.iloc[:0], positions=made.positions.iloc[:0])
    desk.workspace.open(prepare(nothing))
    cards = cards_of(desk)
    which_total = int(hidden["market_value"].sum())
    for which in (nothing, replace(made, slices=hidden), one):
        desk.workspace.open(prepare(which))
        for name in CHARTS:
            picture = shown_picture(desk, name, cards).picture
            texts = " ".join(item.text for item in picture.items if hasattr(item, "text"))
            assert picture.description and texts, name
            if which is nothing:
                assert not picture.marks, name
                assert "Nothing to show" in texts, name
            elif which is not one and name == "concentration":
                assert "not disclosed or not identified may hold some" in texts
            elif which is not one and name != "trend":
                # All of it is there, as outlines only: what nobody disclosed is neither nothing nor known.
                hidden_marks = {mark.id for mark in picture.marks}
                shapes = [item for item in picture.items if isinstance(item, Box | Wedge | Ribbon)
                          and item.mark in hidden_marks and item.fill not in ("", "muted")]
                assert shapes, name
                assert {shape.pattern for shape in shapes} == {"outline"}, name
                assert format_dollars(which_total) in picture.description or name == "treemap", name
                assert "$0" not in texts.split(), name
            elif which is not one:
                assert {mark.id.partition(":")[0] for mark in picture.marks} == {"period", "hidden"}
            cards[name].picture.grab()
    assert not desk.unexpected


@pytest.mark.parametrize("factor", [-1, 10**7], ids=["all short", "trillions"])
def test_charts_of_nothing_but_shorts_and_of_trillions_stay_honest(desk, factor):
    made = large_analysis.build(30, 120, negative=False)
    slices, positions = made.slices.copy(), made.positions.copy()
    columns = ["market_value", "low", "base", "high"]
    slices[columns], positions["market_value"] = slices[columns] * factor, positions["market_value"] * factor
    desk.window.resize(1280, 1000)
    desk.workspace.open(prepare(replace(made, slices=slices, positions=positions)))
    cards = cards_of(desk)
    for name in CHARTS:
        picture = shown_picture(desk, name, cards).picture
        assert picture.description, name
        texts = [item.text for item in picture.items if hasattr(item, "text")]
        if factor < 0:
            for mark in picture.marks:
                assert mark.value <= 0, (name, mark)
                assert "%" not in dict(mark.rows)["Amount"] or "China-AI" not in dict(mark.rows)["Amount"], (name, mark)
            if name in ("treemap", "ring", "concentration", "flow", "geography", "channels"):
                assert any("short" in text or "not in ring" in text for text in texts), name
        else:
            assert not any("000.00B" in text for text in texts), name
        cards[name].picture.grab()
    assert not desk.unexpected


def spot_of(picture, mark):
    """A pixel that belongs to a mark."""
    bounds = picture.mark_map.bounds(mark.id).toAlignedRect()
    for y in range(bounds.top(), bounds.bottom() + 1):
        for x in range(bounds.left(), bounds.right() + 1):
            found = picture.mark_map.at(QPointF(x, y))
            if found is not None and found.id == mark.id:
                return QPointF(x, y)
    return None


@pytest.mark.parametrize("chosen", [False, True], ids=["from everything", "chosen already"])
@pytest.mark.parametrize("name", CHARTS)
def test_a_double_click_with_both_its_releases_leads_to_the_positions_of_its_mark(desk, cards, name, chosen):
    picture = shown_picture(desk, name, cards)
    mark, place = next(
        (mark, spot) for mark in picture.picture.marks
        if mark.filters and not picture.can_enter(mark) and not mark.id.startswith(("period:", "row:"))
        and (spot := spot_of(picture, mark)) is not None)
    cube = desk.workspace.cube
    wanted = set(cube.select(Selection().only_mark(grouped(mark.filters))).positions().tolist())
    assert wanted
    if chosen:
        desk.workspace.choose(mark.filters, False, cards[name].own)
        settle()
        there = picture.mark_map.marks.get(mark.id)
        place = spot_of(picture, there) if there is not None else None
        if place is None:
            return
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
        for event, held in ((kind, Qt.MouseButton.LeftButton),
                            (QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton)):
            QApplication.sendEvent(picture, QMouseEvent(
                event, place, picture.mapToGlobal(place), Qt.MouseButton.LeftButton, held,
                Qt.KeyboardModifier.NoModifier))
            settle()
    holdings = desk.window.pages["holdings"]
    assert desk.window.page is holdings
    assert {holdings.model.source_row(row) for row in range(holdings.model.rowCount())} == wanted
