"""What the filter is not about is veiled once, to its edge, and nothing else is."""

import numpy as np
import pytest
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from sinolens.figures.primitives import Box, Mark, Picture, Text
from sinolens.figures.theme import DARK, LIGHT
from sinolens.qt.base.painting import draw, measurer
from sinolens.qt.charts.marks import fade


def painted(picture, theme, faint=(), ratio=1.0):
    made = QImage(round(picture.width * ratio), round(picture.height * ratio), QImage.Format.Format_RGB32)
    made.setDevicePixelRatio(ratio)
    made.fill(QColor(theme.surface))
    painter = QPainter(made)
    draw(picture, painter, theme, QFont())
    if faint:
        fade(picture, faint, painter, theme, measurer(QFont()))
    painter.end()
    return np.frombuffer(made.constBits(), np.uint8).reshape(made.height(), made.width(), 4)[:, :, :3].astype(int)


def marks(*names):
    return tuple(Mark(name, name, (), (("issuer", name),), 1) for name in names)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_estimated_part_of_a_cell_is_as_faint_as_the_cell(qapp, theme):
    cell = Box(10.4, 10.3, 80.2, 20.6, "accent", "", 3.0, "", "cell")
    part = Box(60.4, 10.3, 30.2, 20.6, "accent", "", 3.0, "", "cell")
    picture = Picture(100.0, 40.0, (cell, part), marks("cell"), "")
    faint = painted(picture, theme, {"cell"})
    assert np.abs(faint[20, 20] - faint[20, 80]).max() <= 1
    assert np.abs(faint[20, 20] - painted(picture, theme)[20, 20]).max() > 60


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 1.75, 2.0])
@pytest.mark.parametrize("shift", [0.0, 0.3, 0.5, 0.7])
def test_no_edge_of_a_faint_tile_stays_strong(qapp, shift, ratio):
    tile = Box(20.0 + shift, 20.0 + shift, 60.0, 40.0, "t2", "", 0.0, "", "tile")
    picture = Picture(100.0, 80.0, (tile,), marks("tile"), "")
    strong, faint = (painted(picture, LIGHT, chosen, ratio) for chosen in ((), {"tile"}))
    surface = np.array(QColor(LIGHT.surface).getRgb()[2::-1])
    inside = np.abs(faint[round(40 * ratio), round(50 * ratio)] - surface).max()
    # Nowhere more of the tile's colour than within it, but for a trace where it fills less than a quarter of a pixel.
    assert np.abs(faint - surface).max() <= max(inside, 0.3 * np.abs(strong - surface).max())


def test_a_chosen_tile_beside_a_faint_one_stays_as_it_is(qapp):
    tiles = (Box(10.0, 10.0, 39.6, 40.0, "t2", "", 0.0, "", "a"), Box(50.6, 10.0, 40.0, 40.0, "t4", "", 0.0, "", "b"))
    picture = Picture(100.0, 60.0, (*tiles, Text(12.0, 30.0, "Name", 12.0, mark="a")), marks("a", "b"), "")
    before, after = painted(picture, LIGHT), painted(picture, LIGHT, {"a"})
    assert (before[10:50, 51:90] == after[10:50, 51:90]).all()
    assert (before[15:45, 15:45] != after[15:45, 15:45]).any()


def test_words_beside_a_marks_shapes_are_veiled_with_it(qapp):
    row = (Box(10.0, 10.0, 12.0, 12.0, "t2", "", 2.0, "", "row"), Text(30.0, 20.0, "Reportable", 12.0, mark="row"))
    picture = Picture(140.0, 40.0, row, marks("row"), "")
    surface = np.array(QColor(LIGHT.surface).getRgb()[2::-1])
    strong, faint = (np.abs(painted(picture, LIGHT, chosen)[8:24, 30:100] - surface).max() for chosen in ((), {"row"}))
    assert faint < 0.5 * strong
