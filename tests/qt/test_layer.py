"""What lets through what lies below looks the same, laid on as a whole or painted at once."""

import random

import numpy as np
import pytest
from PySide6.QtGui import QColor, QFont, QImage, QPainter

import sinolens.qt.base.layer as layers
from sinolens.figures.primitives import Box, Picture, Ribbon
from sinolens.figures.theme import LIGHT
from sinolens.qt.base.painting import draw

BANDS = (
    Ribbon(10.0, 20.0, 30.0, 290.0, 120.0, 30.0, "t4", 0.72, "", "a", "edge_t4"),
    Ribbon(10.0, 130.0, 14.0, 290.0, 10.0, 14.0, "t2", 0.72, "", "b", ""),
    Ribbon(-20.0, 60.0, 20.0, 330.0, 60.0, 20.0, "t1", 0.5, "", "c", ""),
    Ribbon(10.0, 150.0, 1.0, 290.0, 150.0, 1.0, "t3", 1.0, "", "d", ""),
)

CHANCE = random.Random(4)
FLOW = tuple(
    Ribbon(20.3, CHANCE.uniform(0, 150), high, 281.7, CHANCE.uniform(0, 150), high,
           CHANCE.choice(("t2", "t3", "t4", "t5")), 0.72, "", "a", "")
    for high in (CHANCE.uniform(0.5, 25) for _ in range(40)))


def painted(items, ratio):
    made = QImage(round(300 * ratio), round(180 * ratio), QImage.Format.Format_RGB32)
    made.setDevicePixelRatio(ratio)
    made.fill(QColor(LIGHT.surface))
    painter = QPainter(made)
    draw(Picture(300.0, 180.0, items, (), ""), painter, LIGHT, QFont())
    painter.end()
    return np.frombuffer(made.constBits(), np.uint8).reshape(made.height(), made.width(), 4).astype(int)


@pytest.mark.parametrize("bands", [BANDS, FLOW])
@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 1.75, 2.0, 2.25])
def test_a_band_on_a_layer_looks_as_one_painted_at_once(qapp, monkeypatch, ratio, bands):
    on_layer = painted(bands, ratio)
    fill = layers.Layer.fill

    def plainly(self, shape, colour, opacity):
        self._plain = False
        fill(self, shape, colour, opacity)

    monkeypatch.setattr(layers.Layer, "fill", plainly)
    at_once = painted(bands, ratio)
    assert np.abs(on_layer - at_once).max() <= 5
    assert (at_once != painted((), ratio)).any()


@pytest.mark.parametrize("pattern", ["hatch", "light_hatch", "cross_hatch"])
def test_a_square_hatched_box_looks_as_one_whose_lines_are_clipped(qapp, monkeypatch, pattern):
    boxes = tuple(Box(10.0 + 40 * i, 20.0, 36.0, 100.0 + 10 * i, "t2", "", 0.0, pattern, "a") for i in range(5))
    quick = painted(boxes, 1.0)
    monkeypatch.setattr("sinolens.qt.base.painting.SQUARE", -1.0)
    clipped = painted(boxes, 1.0)
    # Lines end at the edges a little otherwise; within they are the same.
    assert np.abs(quick - clipped)[22:110, 12:44].max() <= 40
    assert (np.abs(quick - clipped).max(axis=2) > 60).mean() < 0.01
    assert (quick != painted(tuple(Box(b.x, b.y, b.width, b.height, b.fill) for b in boxes), 1.0)).any()
