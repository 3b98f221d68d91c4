"""The one table of semantic colours, light and dark. Screen, workbook and PDF take their colours from here."""

from __future__ import annotations

from dataclasses import dataclass, fields


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
        """Colour of a token name; a "#rrggbb" passes through.

        Raises:
            AttributeError: no such token.
        """
        return token if token.startswith("#") else str(getattr(self, token))

    def tier(self, tier: str) -> str:
        """Colour of a tier value such as "T1" or "U"."""
        return self.colour(tier.lower())


LIGHT = Theme(
    name="light", background="#f4f6f9", surface="#ffffff", raised="#f8fafc", border="#dfe5ec", text="#142033",
    muted="#5a6b80", accent="#1f5fae", accent_soft="#e3eefb", on_accent="#ffffff", focus="#0b57d0",
    focus_inner="#ffffff", positive="#1b6e4b", warning="#8a5a00", danger="#a3261b",
    t1="#65081a", t2="#ab3519", t3="#dd7530", t4="#fbbc43", t5="#dee9f5", u="#aab4c0",
)
DARK = Theme(
    name="dark", background="#0d1420", surface="#151e2d", raised="#1a2536", border="#2a3850", text="#e6edf3",
    muted="#93a4ba", accent="#6aa9ff", accent_soft="#1d304d", on_accent="#0b1626", focus="#8ab8ff",
    focus_inner="#0d1420", positive="#6fd3a2", warning="#f0c36a", danger="#ff8f80",
    t1="#e8365f", t2="#ffc39b", t3="#cb9226", t4="#75601f", t5="#38455a", u="#8593a6",
)
THEMES = {theme.name: theme for theme in (LIGHT, DARK)}
TOKENS = tuple(field.name for field in fields(Theme) if field.name != "name")


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
    """Black or white text for a mark of this colour, whichever contrasts more."""
    return "#ffffff" if contrast("#ffffff", colour) >= contrast("#101828", colour) else "#101828"
