"""Palette and style sheet of the window, made from the one table of semantic colours."""

from __future__ import annotations

from string import Template

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from sinolens.figures.theme import DARK, LIGHT, TOKENS, Theme
from sinolens.qt.base.bundled import bundled
from sinolens.qt.base.style import STYLE

MODES = ("system", "light", "dark")

_ROLES = (
    (QPalette.ColorRole.Window, "background"),
    (QPalette.ColorRole.WindowText, "text"),
    (QPalette.ColorRole.Base, "surface"),
    (QPalette.ColorRole.AlternateBase, "raised"),
    (QPalette.ColorRole.Text, "text"),
    (QPalette.ColorRole.Button, "surface"),
    (QPalette.ColorRole.ButtonText, "text"),
    (QPalette.ColorRole.BrightText, "on_accent"),
    (QPalette.ColorRole.ToolTipBase, "raised"),
    (QPalette.ColorRole.ToolTipText, "text"),
    (QPalette.ColorRole.PlaceholderText, "muted"),
    (QPalette.ColorRole.Highlight, "accent_soft"),
    (QPalette.ColorRole.HighlightedText, "text"),
    (QPalette.ColorRole.Link, "accent"),
    (QPalette.ColorRole.LinkVisited, "accent"),
    (QPalette.ColorRole.Accent, "accent"),
    (QPalette.ColorRole.Light, "raised"),
    (QPalette.ColorRole.Midlight, "raised"),
    (QPalette.ColorRole.Mid, "border"),
    (QPalette.ColorRole.Dark, "border"),
    (QPalette.ColorRole.Shadow, "border"),
)
_DISABLED = (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText)


def palette(theme: Theme) -> QPalette:
    """The Qt palette of a theme; what a style sheet does not reach is painted from it."""
    made = QPalette()
    for role, token in _ROLES:
        made.setColor(role, QColor(theme.colour(token)))
    for role in _DISABLED:
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.muted))
    return made


def style_sheet(theme: Theme) -> str:
    """The one style sheet, with the theme's colours filled in."""
    images = {name: _image(f"{name}-{theme.name}.svg") for name in ("tick", "chevron", "chevronup")}
    return Template(STYLE).substitute({token: theme.colour(token) for token in TOKENS} | images)


def _image(name: str) -> str:
    """Path of an icon as style sheets want it: forward slashes on every platform."""
    return str(bundled() / "icons" / name).replace("\\", "/")


STYLED = "isFusion"
"""Property of an application that was made in our style: setting it later costs a third of the start, see `app`."""

DRESSED = "hasOurColours"
"""Property of an application whose palette is ours and tells nothing of the system's any more."""


class Appearance(QObject):
    """Which theme is shown. `changed` fires after palette and style sheet are in place.

    Attributes:
        mode: "system", "light" or "dark".
        theme: the theme in use.
    """

    changed = Signal()

    def __init__(self, application: QApplication, mode: str = "system") -> None:
        super().__init__(application)
        self._application = application
        self.mode = mode if mode in MODES else "system"
        # The answer in words waits, see `named`: the system's colours are there already, until ours are set.
        given = application.palette()
        self._dark_colours = not application.property(DRESSED) and (
            given.color(QPalette.ColorRole.Window).lightness() < given.color(QPalette.ColorRole.WindowText).lightness())
        self.theme = DARK if self.mode == "dark" or (self.mode == "system" and self._dark_colours) else LIGHT
        if not application.property(STYLED):
            application.setStyle("Fusion")
            application.setProperty(STYLED, True)
        application.styleHints().colorSchemeChanged.connect(self.follow_system)
        self._apply()

    def set_mode(self, mode: str) -> None:
        """Show "light" or "dark", or follow the "system".

        Raises:
            ValueError: another word.
        """
        if mode not in MODES:
            raise ValueError(mode)
        self.mode = mode
        self._update()

    def follow_system(self) -> None:
        """Look again at what the system shows, where that is to be followed."""
        if self.mode == "system":
            self._update()

    def _resolve(self) -> Theme:
        if self.mode != "system":
            return DARK if self.mode == "dark" else LIGHT
        # Late, see `named`.
        from PySide6.QtCore import Qt

        scheme = self._application.styleHints().colorScheme()
        # Bare X11 does not know: its colours tell then.
        dark = self._dark_colours if scheme == Qt.ColorScheme.Unknown else scheme == Qt.ColorScheme.Dark
        return DARK if dark else LIGHT

    def _update(self) -> None:
        theme = self._resolve()
        if theme is not self.theme:
            self.theme = theme
            self._apply()

    def _apply(self) -> None:
        self._application.setPalette(palette(self.theme))
        self._application.setProperty(DRESSED, True)
        self._application.setStyleSheet(style_sheet(self.theme))
        self.changed.emit()
