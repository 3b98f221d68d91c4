"""The one table of semantic colours, light and dark. Screen, workbook and PDF take their colours from here."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as "#rrggbb". `t1` … `u` are the tier scale; no other element may use them."""

    name: str
    background: str
    surface: str
    raised: str
    border: str
    text: str
    muted: str
    accent: str
    accent_soft: str
    on_accent: str
    focus: str
    focus_inner: str
    positive: str
    warning: str
    danger: str
    t1: str
    t2: str
    t3: str
    t4: str
    t5: str
    u: str

    def colour(self, token: str) -> str:
        """Colour of a token; a "#rrggbb" passes through.

        Besides the fields there are derived tokens, made from any other token X:
        `on_X` text on X; `edge_X` outline that stands out 3:1 from the surface where X itself does not; `hatch_X` and
        `light_hatch_X` the lines of a pattern on X; `tint_35` the surface with 35 % of the accent.

        Raises:
            AttributeError: no such token.
        """
        return _resolve(self, token)

    def tier(self, tier: str) -> str:
        """Colour of a tier value such as "T1" or "U"."""
        return self.colour(tier.lower())


LIGHT = Theme(
    name="light", background="#f4f6f9", surface="#ffffff", raised="#f8fafc", border="#dfe5ec", text="#142033",
    muted="#5a6b80", accent="#1f5fae", accent_soft="#e3eefb", on_accent="#ffffff", focus="#0b57d0",
    focus_inner="#ffffff", positive="#1b6e4b", warning="#8a5a00", danger="#a3261b",
    t1="#5e0718", t2="#ab3519", t3="#d96f2a", t4="#fcc550", t5="#dee9f5", u="#8592a4",
)
DARK = Theme(
    name="dark", background="#0d1420", surface="#151e2d", raised="#1a2536", border="#2a3850", text="#e6edf3",
    muted="#93a4ba", accent="#6aa9ff", accent_soft="#1d304d", on_accent="#0b1626", focus="#8ab8ff",
    focus_inner="#0d1420", positive="#6fd3a2", warning="#f0c36a", danger="#ff8f80",
    t1="#e23c66", t2="#fdd0a8", t3="#e0960f", t4="#6f5518", t5="#33415a", u="#8593a6",
)
THEMES = {theme.name: theme for theme in (LIGHT, DARK)}
TEXT_CONTRAST = 4.5
"""Least contrast of text with what it stands on (WCAG 2.1 AA)."""
MARK_CONTRAST = 3.0
"""Least contrast of a mark, or of its outline, with the surface (WCAG 2.1, 1.4.11)."""
TOKENS = tuple(field.name for field in fields(Theme) if field.name != "name")


@cache
def _resolve(theme: Theme, token: str) -> str:
    if token.startswith("#"):
        return token
    if hasattr(theme, token):
        return str(getattr(theme, token))
    kind, _, rest = token.partition("_")
    if token.startswith("light_hatch_"):
        return _line_on(_resolve(theme, token.removeprefix("light_hatch_")), 0.3)
    if kind == "on":
        return ink_on(_resolve(theme, rest))
    if kind == "edge":
        return _edge(theme, _resolve(theme, rest))
    if kind == "hatch":
        return _line_on(_resolve(theme, rest), 0.38)
    if kind == "tint" and rest.isdecimal() and int(rest) <= 100:
        return mix(theme.surface, theme.accent, int(rest) / 100)
    raise AttributeError(f"no colour token {token!r}")


def _line_on(fill: str, strength: float) -> str:
    """Colour of a pattern's lines: towards the text's colour where the text stays readable on them, else away."""
    ink = ink_on(fill)
    towards = mix(fill, ink, strength)
    if contrast(ink, towards) >= TEXT_CONTRAST:
        return towards
    return mix(fill, "#ffffff" if luminance(ink) < 0.5 else "#000000", strength)


def _edge(theme: Theme, fill: str) -> str:
    """The fill itself where it stands out from the surface, else the nearest shade towards the text that does."""
    for step in range(21):
        shade = mix(fill, theme.text, step / 20)
        if contrast(shade, theme.surface) >= MARK_CONTRAST:
            return shade
    return theme.text


def mix(first: str, second: str, share: float) -> str:
    """Colour between two "#rrggbb", `share` of the second, 0 to 1."""
    parts = (
        round(int(first[i:i + 2], 16) * (1 - share) + int(second[i:i + 2], 16) * share) for i in (1, 3, 5)
    )
    return "#" + "".join(f"{part:02x}" for part in parts)


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb", 0 to 1 (WCAG 2.1)."""
    channels = (int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.1)."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def ink_on(colour: str) -> str:
    """Black or white text for a mark of this colour, whichever contrasts more; soft black where it suffices."""
    if contrast("#ffffff", colour) >= contrast("#000000", colour):
        return "#ffffff"
    return "#101828" if contrast("#101828", colour) >= TEXT_CONTRAST else "#000000"
