"""The bundled fonts: one family with tabular figures and a Chinese one behind it."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase

from sinolens.qt.base.bundled import bundled

FAMILY = "IBM Plex Sans"
TEXT_PIXELS = 13


class FontMissing(Exception):  # noqa: N818 - says what is wrong with the installation
    """A bundled font could not be loaded: the installation is damaged."""


def load_fonts() -> list[str]:
    """Register every bundled font with Qt; the family names found, the main one first.

    Raises:
        FontMissing: no font file, or the main family is not among them.
    """
    families: list[str] = []
    for file in sorted((bundled() / "fonts").iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith((".ttf", ".otf", ".ttc")):
            continue
        # By its path: of the Chinese one only the characters that are shown are ever read.
        number = QFontDatabase.addApplicationFont(str(file))
        for family in QFontDatabase.applicationFontFamilies(number) if number >= 0 else ():
            if family not in families:
                families.append(family)
    if FAMILY not in families:
        raise FontMissing(f"The font {FAMILY} is missing from the program's resources.")
    return [FAMILY, *(family for family in families if family != FAMILY)]


def text_font(families: list[str], pixels: float = TEXT_PIXELS) -> QFont:
    """The font of the window. Sizes are in pixels, so that pictures look alike on every platform and scale."""
    font = QFont()
    font.setFamilies(families)
    font.setPixelSize(round(pixels))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    return font


def sized(base: QFont, pixels: float, bold: bool = False) -> QFont:
    """The same font at another size (whole pixels, as Qt has them), semibold or regular."""
    font = QFont(base)
    font.setPixelSize(max(1, round(pixels)))
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return font
