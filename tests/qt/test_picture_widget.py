"""The widget that shows pictures: painted, hit, moved in, read aloud, and taken elsewhere."""

import pytest
import synthetic_analysis
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QColor, QGuiApplication, QImage, QPageSize, QPdfWriter
from PySide6.QtWidgets import QApplication, QLabel

from sinolens.exposure.cube import Cube
from sinolens.figures.labels import width_of
from sinolens.figures.primitives import Box, Line, Mark, Picture, Polyline, Ribbon, Text, Wedge
from sinolens.figures.ring import layout_ring
from sinolens.figures.theme import DARK, LIGHT
from sinolens.qt.base.question import Question
from sinolens.qt.base.theme import Appearance
from sinolens.qt.charts.marks import MarkMap
from sinolens.qt.charts.menu import picture_menu
from sinolens.qt.charts.picture import PictureWidget
from sinolens.qt.charts.reading import install_readers
from sinolens.qt.charts.sharing import copy_picture, keep_picture, picture_image, print_on, print_picture, write_picture

EVIL = "<b>Name</b> & \"co\""


def mark(name, value=100, **filters):
    return Mark(name, f"{EVIL} {name}", (("Amount", "$1.00"), ("Tier", "T1")), tuple(filters.items()), value, "T1")


def lay_out(width, height, measure):
    """Four tiles in a square, a header in words, a ring and a few shapes that mean nothing."""
    half_w, half_h = width / 2, (height - 20) / 2
    tiles = {"a": (0, 20), "b": (half_w, 20), "c": (0, 20 + half_h), "d": (half_w, 20 + half_h)}
    patterns = {"a": "hatch", "b": "", "c": "outline", "d": "dots"}
    items = [
        Box(x, y, half_w, half_h, "t1", "edge_t1", 3, patterns[name], name) for name, (x, y) in tiles.items()
    ]
    items += [
        Text(2, 14, "Header", 12, True, "text", "start", "h"), Text(width, 14, EVIL, 12, False, "muted", "end"),
        Wedge(half_w, 20 + half_h, 5, 12, 0, 360, "t4"),
        Wedge(half_w, 20 + half_h, 14, 18, 10, 90, "t3", "light_hatch"),
        Line(0, 18, width, 18, dash="dotted"), Ribbon(0, 30, 4, width, 60, 8, "accent"),
        Polyline(((0, 40), (width, 50)), fill="accent", floor=60, dash="dotted"),
    ]
    marks = [mark("h", group="A")] + [mark(name, issuer=name) for name in tiles]
    return Picture(width, height, tuple(items), tuple(marks), "Four tiles.")


@pytest.fixture
def widget(qtbot, qapp):
    # Before the widget is shown: Qt may ask then for what reads it, and keeps the answer.
    install_readers()
    made = PictureWidget(Appearance(qapp, "light"), "Tiles")
    qtbot.addWidget(made)
    made.resize(400, 320)
    made.show_figure(lay_out)
    made.show()
    return made


def test_marks_are_hit_where_they_are_drawn(widget):
    found = {name: widget.mark_map.at(QPointF(x, y)).id for name, x, y in (
        ("a", 50, 60), ("b", 350, 60), ("c", 50, 280), ("d", 350, 280), ("h", 20, 10))}
    assert all(name == hit for name, hit in found.items())
    assert widget.mark_map.at(QPointF(-5, 5)) is None


def test_a_resize_lays_out_again(widget, qtbot):
    before = widget.picture
    widget.resize(600, 500)
    QApplication.processEvents()
    assert widget.picture is not before
    assert widget.picture.width == 600
    assert widget.mark_map.at(QPointF(590, 490)).id == "d"


@pytest.mark.parametrize(("start", "key", "end"), [
    ("a", Qt.Key.Key_Right, "b"), ("a", Qt.Key.Key_Down, "c"), ("d", Qt.Key.Key_Left, "c"), ("d", Qt.Key.Key_Up, "b"),
    ("b", Qt.Key.Key_Right, "b"), ("a", Qt.Key.Key_Home, "h"), ("a", Qt.Key.Key_End, "d"),
])
def test_arrows_move_to_the_nearest_mark(widget, qtbot, start, key, end):
    widget.focus_mark(start)
    qtbot.keyClick(widget, key)
    assert widget.focused_mark.id == end


def test_clicks_keys_and_escape_are_told(widget, qtbot):
    with qtbot.waitSignal(widget.chosen) as chosen:
        qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, QPoint(50, 60))
    assert chosen.args[0].id == "a"
    assert chosen.args[1] is True
    with qtbot.waitSignal(widget.chosen) as chosen:
        qtbot.keyClick(widget, Qt.Key.Key_Return)
    assert chosen.args[1] is False
    with qtbot.waitSignal(widget.opened):
        qtbot.keyClick(widget, Qt.Key.Key_Space)
    with qtbot.waitSignal(widget.cleared):
        qtbot.keyClick(widget, Qt.Key.Key_Escape)


def test_the_menu_offers_what_can_be_done_with_a_mark(widget, qtbot):
    menu = picture_menu(widget, widget.mark_map.marks["b"])
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts[0] == f"Show only {EVIL.replace('&', '&&')} b"
    with qtbot.waitSignal(widget.excluded) as excluded:
        menu.actions()[2].trigger()
    assert excluded.args[0].id == "b"
    assert len(picture_menu(widget, None).actions()) == 3


def test_a_theme_switch_repaints_and_prints_stay_light(widget, qtbot, qapp):
    def pixel():
        QApplication.processEvents()
        return widget.grab().toImage().pixelColor(390, 100).name()

    light = pixel()
    assert light == LIGHT.t1
    widget._appearance.set_mode("dark")
    assert pixel() == DARK.t1
    assert picture_image(widget, 1.0).pixelColor(390, 100) == QColor(LIGHT.t1)
    widget._appearance.set_mode("light")


def test_what_was_not_chosen_is_drawn_faint(widget):
    widget.show_figure(lay_out, lambda found: found.id == "b")
    image = widget.grab().toImage()
    assert image.pixelColor(390, 100).name() == LIGHT.t1
    assert image.pixelColor(10, 100).lightness() > QColor(LIGHT.t1).lightness() + 60


def test_the_picture_goes_to_the_clipboard_to_files_and_to_paper(widget, tmp_path):
    copy_picture(widget)
    mime = QGuiApplication.clipboard().mimeData()
    assert mime.hasImage()
    assert b"<svg" in bytes(mime.data("image/svg+xml").data())
    for name in ("picture.png", "picture.svg"):
        write_picture(widget, tmp_path / name)
    assert QImage(str(tmp_path / "picture.png")).width() == 1200
    svg = (tmp_path / "picture.svg").read_text(encoding="utf-8")
    assert "&lt;b&gt;Name&lt;/b&gt; &amp;" in svg
    writer = QPdfWriter(str(tmp_path / "picture.pdf"))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
    print_on(widget, writer, writer.pageLayout().paintRectPixels(writer.resolution()).toRectF())
    del writer
    assert (tmp_path / "picture.pdf").stat().st_size > 1000


def test_a_screen_reader_reaches_every_mark(widget):
    reader = QAccessible.queryAccessibleInterface(widget)
    assert reader.role() == QAccessible.Role.List
    assert reader.childCount() == 5
    names = [reader.child(i).text(QAccessible.Text.Name) for i in range(5)]
    assert names[1] == f"{EVIL} a, Amount $1.00, Tier T1"
    assert reader.child(1).text(QAccessible.Text.Value) == "$1.00"
    corner = reader.child(4).rect().center()
    assert reader.indexOfChild(reader.childAt(corner.x(), corner.y())) == 4
    assert reader.child(9) is None
    widget.show_figure(lambda w, h, m: Picture(w, h, (), (), "Nothing."))
    assert reader.childCount() == 0


def test_a_row_of_a_legend_has_one_ring():
    cube = Cube(synthetic_analysis.build(60))
    picture = layout_ring(cube, 420, 260)
    marks = MarkMap(picture, width_of)
    for mark in picture.marks:
        if mark.tier and marks.bounds(mark.id).width():
            low = [shape for shape in marks.shape(mark.id).toSubpathPolygons() if shape.boundingRect().height() <= 24]
            assert len(low) <= 1 + sum(isinstance(item, Wedge) and item.mark == mark.id for item in picture.items)


def test_printing_asks_without_stopping_the_window_and_prints_when_answered(qtbot, widget, tmp_path):
    target = tmp_path / "picture.pdf"
    dialog = print_picture(widget)
    assert dialog.isVisible()
    dialog.printer().setOutputFileName(str(target))
    dialog.done(int(dialog.DialogCode.Accepted))
    qtbot.waitUntil(target.exists, timeout=30_000)
    assert target.read_bytes().startswith(b"%PDF")


def test_a_picture_that_cannot_be_written_is_told_and_another_place_offered(qtbot, widget, tmp_path):
    keep_picture(widget, tmp_path / "missing" / "picture.svg")
    question = widget.findChild(Question)
    assert "picture.svg could not be written" in question.findChild(QLabel).text()
    assert list(question.buttons) == ["again", "cancel"]
    qtbot.mouseClick(question.buttons["cancel"], Qt.MouseButton.LeftButton)
    keep_picture(widget, tmp_path / "picture.svg")
    assert (tmp_path / "picture.svg").read_bytes().startswith(b"<svg")
