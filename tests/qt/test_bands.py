"""Bands with a rough fill below a fine edge look as smooth ones do, and hatched boxes as clipped ones."""

import random

import numpy as np
import pytest
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from sinolens.figures.primitives import Box, Picture, Ribbon
from sinolens.figures.theme import LIGHT
from sinolens.qt.base import painting
from sinolens.qt.base.painting import draw, outline

FEW = (
    Ribbon(10.0, 20.0, 30.0, 290.0, 120.0, 30.0, "t4", 0.72, "", "a", "edge_t4"),
    Ribbon(10.0, 130.0, 14.0, 290.0, 10.0, 14.0, "t2", 0.72, "", "b", ""),
    Ribbon(-20.0, 60.0, 20.0, 330.0, 60.0, 20.0, "t1", 0.5, "", "c", ""),
    Ribbon(10.0, 150.0, 1.0, 290.0, 150.0, 1.0, "t3", 1.0, "", "d", ""),
    Ribbon(10.0, 170.0, 0.3, 290.0, 40.0, 0.3, "t1", 1.0, "", "e", ""),
    Ribbon(10.0, 60.0, 6.0, 290.0, 165.0, 2.0, "t1", 1.0, "", "f", ""),
)

CHANCE = random.Random(4)
FLOW = tuple(
    Ribbon(20.3, CHANCE.uniform(0, 150), high, 281.7, CHANCE.uniform(0, 150), high, colour,
           0.72 if high > 4 else 1.0, "", "a", f"edge_{colour}" if high > 4 else "")
    for high, colour in ((CHANCE.uniform(0.2, 25), CHANCE.choice(("t2", "t3", "t4", "t5"))) for _ in range(25)))


def painted(items, ratio):
    made = QImage(round(300 * ratio), round(180 * ratio), QImage.Format.Format_RGB32)
    made.setDevicePixelRatio(ratio)
    made.fill(QColor(LIGHT.surface))
    painter = QPainter(made)
    draw(Picture(300.0, 180.0, items, (), ""), painter, LIGHT, QFont())
    painter.end()
    return np.frombuffer(made.constBits(), np.uint8).reshape(made.height(), made.width(), 4).astype(int)


def smooth(item, painter, brushes):
    """A band as Qt fills it at its smoothest."""
    painter.setOpacity(item.opacity)
    painter.fillPath(outline(item), brushes.colour(item.fill))
    painter.setOpacity(1.0)
    if item.stroke:
        painter.strokePath(outline(item), painting.QPen(brushes.colour(item.stroke), 0.75))


@pytest.mark.parametrize("bands", [FEW, FLOW])
@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 1.75, 2.0, 2.25])
def test_a_band_looks_as_one_filled_smoothly(qapp, monkeypatch, ratio, bands):
    quick = painted(bands, ratio)
    monkeypatch.setattr(painting, "_draw_band", smooth)
    slow = painted(bands, ratio)
    apart = np.abs(quick - slow).max(axis=2)
    # Only a pixel at an edge differs, and nowhere a line is missing or added.
    assert (apart > 64).mean() < 0.002
    assert (apart > 16).mean() < 0.05
    assert (slow != painted((), ratio)).any()


@pytest.mark.parametrize("rise", [0.0, 60.0, 100.5, 140.0])
@pytest.mark.parametrize("across", [300.0, 150.0, 60.0])
@pytest.mark.parametrize("height", [0.25, 0.5, 1.0, 1.05, 1.5, 2.0, 2.5, 3.9])
def test_a_thin_band_has_the_ink_of_its_height(qapp, height, across, rise):
    band = tuple(Ribbon(at, 20.2, height, at + across, 20.2 + rise, height, "t1", 1.0, "", "a")
                 for at in (across * number for number in range(round(300 / across))))
    bare = painted((), 1.0)
    full = np.abs(painted((Box(0.0, 0.0, 300.0, 180.0, "t1"),), 1.0) - bare).mean() / 180.0
    assert np.abs(painted(band, 1.0) - bare).mean() / full == pytest.approx(
        height, rel=0.13 if 1.0 < height < 2.0 else 0.06, abs=0.04)


@pytest.mark.parametrize("radius", [0.0, 0.9, 2.0, 3.0])
@pytest.mark.parametrize("pattern", ["hatch", "light_hatch", "cross_hatch"])
def test_a_hatched_box_looks_as_one_whose_lines_are_clipped(qapp, monkeypatch, pattern, radius):
    boxes = tuple(Box(10.0 + 40 * i, 20.0, 36.0, 100.0 + 10 * i, "t2", "", radius, pattern, "a") for i in range(5))
    quick = painted(boxes, 1.0)
    monkeypatch.setattr(painting, "ROUND", -1.0)
    clipped = painted(boxes, 1.0)
    # Lines end at the edges a little otherwise; within they are the same.
    assert np.abs(quick - clipped)[23:109, 13:43].max() <= 40
    assert (np.abs(quick - clipped).max(axis=2) > 60).mean() < 0.02
    assert (quick != painted(tuple(Box(b.x, b.y, b.width, b.height, b.fill, "", radius) for b in boxes), 1.0)).any()


@pytest.mark.parametrize("radius", [2.0, 3.0, 4.0])
def test_no_line_of_a_hatching_leaves_the_rounded_corners(qapp, radius):
    box = Box(10.0, 10.0, 60.0, 60.0, "surface", "", radius, "cross_hatch")
    corner = painted((box,), 2.0)[20:20 + round(radius * 0.5), 20:20 + round(radius * 0.5)]
    assert np.abs(corner - painted((), 2.0)[0, 0]).max() <= 12
