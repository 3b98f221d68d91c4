"""Bundled icons, tinted by a colour of the theme."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from sinolens.qt.base.bundled import bundled

_SIZES = (18, 36)
"""The size in use, once and twice; smaller ones are scaled from them."""


@cache
def _source(name: str) -> str:
    return (bundled() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


def pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """An icon of `size` logical pixels for a screen of that device pixel ratio.

    Raises:
        FileNotFoundError: no such icon.
    """
    made = QPixmap(round(size * ratio), round(size * ratio))
    made.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    painter = QPainter(made)
    renderer.render(painter, QRectF(made.rect()))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


def icon(name: str, colour: str, active: str = "", disabled: str = "") -> QIcon:
    """An icon in one colour; `active` is used where the item is checked, `disabled` where it cannot be used."""
    made = QIcon()
    states = (
        (QIcon.Mode.Normal, QIcon.State.Off, colour),
        (QIcon.Mode.Normal, QIcon.State.On, active),
        (QIcon.Mode.Disabled, QIcon.State.Off, disabled),
    )
    for mode, state, tint in states:
        for size in _SIZES if tint else ():
            made.addPixmap(pixmap(name, tint, size), mode, state)
    return made
