"""Years of frozen quarters beside what is open: read in the background, stopped, kept in bounds, opened by a click."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication

from sinolens.exposure.selection import Selection
from sinolens.qt.pages import trend_reading
from sinolens.services.periods import freeze_period

COUNT = 12


def settle():
    for _ in range(4):
        QApplication.processEvents()


def quarters(count):
    ends = ("03-31", "06-30", "09-30", "12-31")
    return [f"{2023 + number // 4}-{ends[number % 4]}" for number in range(count)]


@pytest.fixture
def frozen(desk, holdings_file, tmp_path):
    """A project with more frozen dates than were ever held at once, and the page of charts not yet looked at."""
    desk.window.resize(1280, 1000)
    desk.import_file(holdings_file)
    desk.create(tmp_path / "years.sinolens", None)

    def freeze(project):
        for day in quarters(COUNT):
            project.apply(freeze_period(f"Quarter {day}", day, None)(project))

    done = []
    desk.workspace.ask("", freeze, done.append)
    desk.wait(lambda: bool(done))
    return desk


def trend_of(desk):
    desk.window.show_page("charts")
    settle()
    return desk.window.page.trend


def read_all(desk, trend):
    desk.wait(lambda: bool(trend.frozen.listed) and not trend.frozen.waiting and not trend.frozen.is_reading, 120_000)
    settle()


def place_in(picture, mark_id):
    bounds = picture.mark_map.bounds(mark_id).toAlignedRect()
    for y in range(bounds.top(), bounds.bottom()):
        for x in range(bounds.left(), bounds.right()):
            found = picture.mark_map.at(QPointF(x, y))
            if found is not None and found.id == mark_id:
                return QPointF(x, y).toPoint()
    raise AssertionError(f"{mark_id} cannot be hit")


def test_every_frozen_date_stands_beside_what_is_open_follows_the_filter_and_opens_by_a_click(frozen):
    trend = trend_of(frozen)
    # All dates have their place at once, before they are read.
    frozen.wait(lambda: len(trend.picture.picture.marks) >= COUNT)
    read_all(frozen, trend)
    picture = trend.picture
    periods = [mark for mark in picture.picture.marks if mark.id.startswith("period:")]
    assert len(periods) == COUNT + 1
    assert len({mark.value for mark in periods}) == 1 and periods[0].value > 0
    assert all(not picture.mark_map.bounds(mark.id).isEmpty() for mark in periods)
    assert not trend._bar.isVisible() and not trend.stop.isVisible()
    # A filter asks what is held anew and opens nothing again.
    opened = dict(trend.frozen._held)
    frozen.workspace.select(Selection().only("issuer", next(
        value for value in frozen.workspace.cube.values("issuer") if value)).excluding("account", "A1"))
    read_all(frozen, trend)
    # Nothing is open under this filter, and the dates stay in sight: what was sold stands in them.
    assert not frozen.workspace.view.position_count and picture.isVisible()
    assert {mark.value for mark in picture.picture.marks if mark.id.startswith("period:")} <= {0}
    frozen.workspace.clear_filter()
    read_all(frozen, trend)
    assert trend.frozen._held == opened
    # The hair of the date under the pointer; a click on it opens the date as it was frozen.
    first = trend.frozen.listed[0]
    place = place_in(picture, f"period:{first.id}")
    frozen.qtbot.mouseMove(picture, place)
    settle()
    assert picture._hovered == f"period:{first.id}"
    with_hair = picture.grab().toImage()
    frozen.qtbot.mouseClick(picture, Qt.MouseButton.LeftButton, pos=place)
    frozen.qtbot.mouseDClick(picture, Qt.MouseButton.LeftButton, pos=place)
    frozen.wait(lambda: frozen.workspace.frozen == first.label)
    frozen.settle()
    assert frozen.window.page is frozen.window.pages["holdings"]
    assert frozen.workspace.selection.values("scope") == ("china_ai",)
    assert not with_hair.isNull()


def test_a_hair_is_drawn_through_the_date_that_is_pointed_at(frozen):
    trend = trend_of(frozen)
    read_all(frozen, trend)
    picture, plot = trend.picture, trend.picture.picture.plot
    frozen.wait(lambda: picture.stage is not None)
    guide = plot.guides[3]
    column, row = round(plot.x(guide.x)), round(plot.top) + 2
    before = picture.grab().toImage().pixelColor(column, row)
    picture._set_hovered(guide.mark)
    after = picture.grab().toImage().pixelColor(column, row)
    assert before != after
    picture.setFocus(Qt.FocusReason.TabFocusReason)
    picture.focus_mark(guide.mark)
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
        frozen.qtbot.keyClick(picture, key)
    assert picture.focused_mark.id == guide.mark


def test_reading_is_shown_stopped_and_gone_on_with(frozen):
    trend = trend_of(frozen)
    frozen.wait(lambda: trend.stop.isVisible())
    assert trend._bar.isVisible()
    frozen.qtbot.mouseClick(trend.stop, Qt.MouseButton.LeftButton)
    frozen.wait(lambda: not trend.frozen.is_reading)
    settle()
    left = len(trend.frozen.waiting)
    assert 0 < left <= COUNT
    assert "not read for this filter" in trend._hint.text() and not trend._bar.isVisible()
    assert "not read yet" in trend.picture.picture.description
    frozen.window.show_page("overview")
    trend_of(frozen)
    frozen.settle()
    assert len(trend.frozen.waiting) == left, "what was stopped stays stopped"
    frozen.qtbot.mouseClick(trend.stop, Qt.MouseButton.LeftButton)
    read_all(frozen, trend)
    assert len(trend.frozen.columns) == COUNT


def test_what_has_no_room_is_not_held_and_is_read_again_only_when_asked_for(frozen, monkeypatch):
    monkeypatch.setattr(trend_reading, "HELD_BYTES", 1)
    trend = trend_of(frozen)
    read_all(frozen, trend)
    assert len(trend.frozen.columns) == COUNT and not trend.frozen._held
    frozen.workspace.lens.show_measure("base")
    frozen.settle()
    assert len(trend.frozen.waiting) == COUNT and not trend.frozen.is_reading
    assert trend.stop.text() == "Read them"
    frozen.workspace.lens.show_measure("full")
    settle()
    assert not trend.frozen.waiting, "what was told of this filter is remembered"
    frozen.workspace.lens.show_measure("base")
    trend.stop.click()
    read_all(frozen, trend)
    assert len(trend.frozen.columns) == COUNT
    assert len(trend.frozen._columns) <= trend_reading.LOOKS


def test_a_period_that_cannot_be_read_is_named_and_keeps_no_other_from_being_read(frozen, monkeypatch):
    from sinolens.services import periods
    from sinolens.storage.errors import Damaged

    real, bad = periods.open_period, []

    def open_period(project, key, progress=None):
        if key in bad:
            raise Damaged("its facts are damaged")
        return real(project, key, progress)

    monkeypatch.setattr(periods, "open_period", open_period)
    frozen.workspace.ask("", periods.list_periods, lambda found: bad.append(found[2].id))
    frozen.settle()
    trend = trend_of(frozen)
    read_all(frozen, trend)
    assert len(trend.frozen.columns) == COUNT - 1
    assert "Cannot be read: Quarter" in trend._hint.text() and "its facts are damaged" in trend._hint.text()
    assert f"period:{bad[0]}" not in {mark.id for mark in trend.picture.picture.marks}
