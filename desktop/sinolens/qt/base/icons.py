"""Bundled icons, tinted by a colour of the theme."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from sinolens.qt.base.bundled import bundled

SIZE = 18
"""Logical pixels of the icons in buttons, the rail and menus; smaller ones are scaled from them."""


@cache
def _source(name: str) -> str:
    return (bundled() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


def pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """An icon of `size` logical pixels for a screen of that device pixel ratio.

    Raises:
        FileNotFoundError: no such icon.
    """
    made = QPixmap(round(size * ratio), round(size * ratio))
    made.fill(QColor(0, 0, 0, 0))
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    painter = QPainter(made)
    renderer.render(painter, QRectF(made.rect()))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


def icon(name: str, colour: str, disabled: str = "") -> QIcon:
    """An icon in one colour; `disabled` is used where the item cannot be used."""
    made = QIcon()
    # Drawn for each screen there is, neither scaled nor drawn for one that is not.
    sizes = sorted({SIZE, *(round(SIZE * screen.devicePixelRatio()) for screen in QGuiApplication.screens())})
    for mode, tint in ((QIcon.Mode.Normal, colour), (QIcon.Mode.Disabled, disabled)):
        for size in sizes if tint else ():
            made.addPixmap(pixmap(name, tint, size), mode)
    return made
