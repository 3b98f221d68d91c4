"""Figures with axes on the screen: pyqtgraph draws them where the marks are found, in the theme, and leaves nothing."""

import sys
import threading

import pytest
import synthetic_analysis
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QGraphicsView, QMenu

from sinolens.figures.plot import plot_items
from sinolens.figures.primitives import Box, Line
from sinolens.figures.theme import DARK, LIGHT
from sinolens.qt.base.workspace import prepare
from sinolens.qt.charts.sharing import picture_image, picture_svg


@pytest.fixture(scope="module")
def analysis():
    return synthetic_analysis.build(90)


@pytest.fixture
def page(desk, analysis):
    desk.window.resize(1280, 1000)
    desk.workspace.open(prepare(analysis))
    hooks = sys.excepthook, threading.excepthook
    desk.window.show_page("charts")
    page = desk.window.page
    desk.wait(lambda: page.trend.picture.stage is not None and page.concentration.picture.stage is not None)
    QApplication.processEvents()
    assert (sys.excepthook, threading.excepthook) == hooks
    return page


def test_a_bar_and_a_dot_stand_where_their_marks_are_found(page):
    for card in (page.trend, page.concentration):
        picture = card.picture
        picture.grab()
        assert picture.picture.items == plot_items(picture.picture.plot)
    stage, wanted = page.trend.picture.stage, page.trend.picture.picture
    boxes = [item for item in wanted.items if isinstance(item, Box) and item.mark.startswith("part:")]
    drawn = [box for box in stage.bars.boxes() if box.mark.startswith("part:")]
    assert len(drawn) == len(boxes) > 3
    for ours, theirs in zip(boxes, drawn, strict=True):
        assert (theirs.x, theirs.y, theirs.width, theirs.height) == pytest.approx(
            (ours.x, ours.y, ours.width, ours.height), abs=0.01)
        assert (theirs.fill, theirs.pattern, theirs.stroke, theirs.mark) == (
            ours.fill, ours.pattern, ours.stroke, ours.mark)
    stage, plot = page.concentration.picture.stage, page.concentration.picture.picture.plot
    for dot in plot.dots:
        place = stage.box.mapFromView(QPointF(dot.x, dot.y))
        place = stage.box.mapToScene(place)
        assert (place.x(), place.y()) == pytest.approx((plot.x(dot.x), plot.y(dot.y)), abs=0.01)
        assert page.concentration.picture.mark_map.at(place).id == dot.mark


def test_every_tick_has_its_words_on_the_axis(page):
    for card in (page.trend, page.concentration):
        picture = card.picture
        picture.grab()
        stage, plot = picture.stage, picture.picture.plot
        for axis, ticks in ((stage.up, plot.y_ticks), (stage.along, plot.x_ticks)):
            image = QImage(10, 10, QImage.Format.Format_ARGB32)
            painter = QPainter(image)
            _, lines, words = axis.generateDrawSpecs(painter)
            painter.end()
            assert [text for *_, text in words] == [tick.text for tick in ticks]
            assert len(lines) == len(ticks)


def test_what_travels_is_drawn_by_the_writers_of_all_figures(page):
    for card in (page.trend, page.concentration):
        assert b"<svg" in picture_svg(card.picture)
        assert not picture_image(card.picture, 1.0).isNull()
    assert any(isinstance(item, Line) for item in page.trend.picture.picture.items)


def test_a_theme_is_taken_over(desk, page):
    seen = []
    for mode, theme in (("dark", DARK), ("light", LIGHT)):
        desk.workspace.appearance.set_mode(mode)
        image = page.concentration.picture.grab().toImage()
        assert image.pixelColor(1, 1) == QColor(theme.surface)
        plot = page.concentration.picture.picture.plot
        assert image.pixelColor(round(plot.x(plot.dots[0].x)), round(plot.y(plot.dots[0].y))) == QColor(theme.accent)
        seen.append(image)
    assert seen[0] != seen[1]


def test_the_stage_takes_no_wheel_no_drag_no_menu_and_goes_with_the_window(desk, page):
    picture = page.trend.picture
    before = picture.stage.box.viewRange()
    menus = [widget for widget in QApplication.allWidgets() if isinstance(widget, QMenu)]
    centre = picture.rect().center()
    desk.qtbot.mousePress(picture, Qt.MouseButton.LeftButton, pos=centre)
    desk.qtbot.mouseMove(picture, centre * 0.5)
    desk.qtbot.mouseRelease(picture, Qt.MouseButton.LeftButton, pos=centre * 0.5)
    assert picture.stage.box.viewRange() == before
    assert not picture.stage.isVisible()
    assert picture.stage.box.menu is None
    views = [widget for widget in QApplication.allWidgets() if isinstance(widget, QGraphicsView)]
    assert all(view.window() is desk.window for view in views)
    for _ in range(5):
        desk.window.show_page("overview")
        desk.window.show_page("charts")
        QApplication.processEvents()
    assert len([widget for widget in QApplication.allWidgets() if isinstance(widget, QGraphicsView)]) == len(views) == 2
    assert len([widget for widget in QApplication.allWidgets() if isinstance(widget, QMenu)]) <= len(menus)


def test_a_stage_that_showed_something_else_paints_as_a_new_one(desk, page):
    from sinolens.qt.charts.axes import Stage

    def image(stage, picture, theme):
        made = QImage(round(picture.width), round(picture.height), QImage.Format.Format_RGB32)
        made.fill(QColor(theme.surface))
        painter = QPainter(made)
        stage.show_plot(picture.plot, picture.width, picture.height, theme, desk.window.font())
        stage.paint(painter, picture.width, picture.height)
        painter.end()
        return made

    trend, curve = page.trend.picture.picture, page.concentration.picture.picture
    desk.workspace.select(desk.workspace.selection.including("tier", "T2"))
    QApplication.processEvents()
    fewer = page.concentration.picture.picture
    assert fewer.plot.x_ticks != curve.plot.x_ticks
    used = Stage(desk.window)
    shown = [(trend, LIGHT), (curve, LIGHT), (fewer, LIGHT), (curve, DARK), (curve, LIGHT), (trend, DARK)]
    for picture, theme in shown:
        fresh = Stage(desk.window)
        assert image(used, picture, theme) == image(fresh, picture, theme)
        fresh.deleteLater()
    used.deleteLater()
