"""Every page in both themes at 100 % and 200 % looks as it did when a person last looked at it.

Pictures are compared block by block: the mean colour and the contrast within a block. A word that changes moves a block
or two; a panel that is missing, a colour that is off or a layout that broke moves many.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage

from sinolens.qt.pages.catalogue import PAGES

REFERENCES = Path(__file__).parent / "references"
PROGRAM = Path(__file__).parents[1] / "support" / "page_pictures.py"
BLOCK, COLOUR, CONTRAST, MOVED = 16, 16.0, 20.0, 0.12
SCALES = {"100": "1", "200": "2"}
NAMES = [f"{theme}-{entry.id}" for theme in ("light", "dark") for entry in PAGES]


def draw(folder, scale, *more):
    environment = {**os.environ, "QT_SCALE_FACTOR": SCALES[scale]}
    done = subprocess.run([sys.executable, str(PROGRAM), str(folder), *more], env=environment, capture_output=True,
                          text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


def blocks(file):
    """Mean colour and contrast of every block of a picture."""
    image = QImage(str(file))
    assert not image.isNull(), f"{file} is missing"
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(bytes(image.constBits()), np.uint8).reshape(image.height(), image.bytesPerLine())
    pixels = rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3).astype(float)
    high, wide = image.height() // BLOCK, image.width() // BLOCK
    parts = pixels[: high * BLOCK, : wide * BLOCK].reshape(high, BLOCK, wide, BLOCK, 3).transpose(0, 2, 1, 3, 4)
    grey = parts.mean(axis=4)
    return parts.mean(axis=(2, 3)), grey.std(axis=(2, 3))


def share_moved(first, second):
    """Share of the blocks, of those with something in them, that differ."""
    (colour, contrast), (colour_too, contrast_too) = blocks(first), blocks(second)
    differ = (np.abs(colour - colour_too).max(axis=2) > COLOUR) | (np.abs(contrast - contrast_too) > CONTRAST)
    filled = (contrast > 3.0) | (contrast_too > 3.0)
    return float(np.count_nonzero(differ)) / max(1, int(np.count_nonzero(filled)))


# One test for all pages of a scale: the window is started once for it.
@pytest.mark.parametrize("scale", list(SCALES))
def test_every_page_looks_as_it_did(scale, tmp_path, request):
    draw(tmp_path, scale)
    if request.config.getoption("--renew-references"):
        shutil.rmtree(REFERENCES / scale, ignore_errors=True)
        shutil.copytree(tmp_path, REFERENCES / scale)
    assert {file.stem for file in (REFERENCES / scale).iterdir()} == set(NAMES), "look at the new page, then renew"
    moved = {name: share_moved(REFERENCES / scale / f"{name}.png", tmp_path / f"{name}.png") for name in NAMES}
    other = {name: f"{share:.0%}" for name, share in moved.items() if share > MOVED}
    assert not other, f"{other} look different at {scale} %; CONTRIBUTING.md says how to renew them"


def test_a_missing_panel_is_seen(tmp_path):
    draw(tmp_path, "100", "overview")
    for theme in ("light", "dark"):
        kept = REFERENCES / "100" / f"{theme}-overview.png"
        assert share_moved(kept, tmp_path / f"{theme}-overview.png") > 2 * MOVED


def test_the_other_theme_is_seen():
    for entry in PAGES:
        pair = [REFERENCES / "100" / f"{theme}-{entry.id}.png" for theme in ("light", "dark")]
        assert share_moved(*pair) > 2 * MOVED


def test_the_references_stay_small():
    assert sum(file.stat().st_size for file in REFERENCES.rglob("*.png")) < 4_000_000
