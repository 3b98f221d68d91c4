"""Formats of the workbook: one face, the tier colours, right-aligned figures."""

from __future__ import annotations

from typing import Any

from sinolens.domain.tier import Tier
from sinolens.figures.theme import LIGHT, ink_on
from sinolens.reporting.document import Kind

FACE = "Calibri"
MONEY = '#,##0.00_);(#,##0.00);"–"_)'
_NUMBER_FORMATS = {
    Kind.MONEY: MONEY,
    Kind.SHARE: '0.00%_);(0.00%);"–"_)',
    Kind.COUNT: '#,##0_);(#,##0);"–"_)',
    Kind.NUMBER: "0.0000_);(0.0000)",
    Kind.UNITS: "#,##0.00_);(#,##0.00)",
    Kind.TEXT: "@",
    Kind.CODE: "@",
    Kind.DATE: "@",
    Kind.TIER: "@",
}
FIGURES = frozenset({Kind.MONEY, Kind.SHARE, Kind.COUNT, Kind.NUMBER, Kind.UNITS})


class Styles:
    """The formats of one workbook, made once each."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, ...], Any] = {}
        self.title = self._add(font_size=18, bold=True)
        self.subtitle = self._add(font_color=LIGHT.muted)
        self.heading = self._add(font_size=12, bold=True, font_color=LIGHT.text)
        self.paragraph = self._add(text_wrap=True, valign="top")
        self.note = self._add(text_wrap=True, valign="top", font_color=LIGHT.muted, italic=True, font_size=9)
        self.empty = self._add(
            text_wrap=True,
            valign="top",
            font_color=LIGHT.muted,
            bg_color=LIGHT.raised,
            border=1,
            border_color=LIGHT.border,
            indent=1,
        )
        self.label = self._add(
            font_color=LIGHT.muted, text_wrap=True, valign="top", bottom=1, bottom_color=LIGHT.border
        )
        self.mark = self._add(bold=True, font_color=LIGHT.danger, align="right")
        self.box_title = self._add(bold=True, bg_color=LIGHT.accent_soft, border=1, border_color=LIGHT.border)
        self.box = self._add(border=1, border_color=LIGHT.border, valign="top", text_wrap=True, font_color=LIGHT.muted)

    def cell(self, kind: Kind, role: str = "row", *, plain: bool = False) -> Any:
        """Format of a cell. `role`: "row", "total", "fact"; `plain` leaves out the hairline (long sheets)."""
        key = ("cell", kind.value, role, str(plain))
        if key not in self._made:
            look: dict[str, Any] = {"num_format": _NUMBER_FORMATS[kind], "valign": "vcenter"}
            if kind in FIGURES:
                look["align"] = "right"
            elif plain:
                # Beside a figure that ends at their very edge.
                look["indent"] = 1
            if kind not in FIGURES and (role != "row" or not plain):
                look["text_wrap"] = kind is Kind.TEXT
                look["valign"] = "top"
            if kind in FIGURES and not plain:
                look["valign"] = "top"
            if role == "total":
                look |= {"bold": True, "top": 1, "bottom": 6, "top_color": LIGHT.text, "bottom_color": LIGHT.text}
            elif not plain:
                look |= {"bottom": 1, "bottom_color": LIGHT.border}
            if role == "fact":
                look |= {"align": "left", "bold": True}
            self._made[key] = self._add(**look)
        return self._made[key]

    def header(self, kind: Kind, *, plain: bool = False) -> Any:
        """Format of a column heading, aligned with its column. `plain`: of a long sheet, as in `cell`."""
        key = ("header", "right" if kind in FIGURES else "left", str(plain))
        if key not in self._made:
            self._made[key] = self._add(
                bold=True,
                text_wrap=True,
                valign="bottom",
                align=key[1],
                indent=1 if plain and kind not in FIGURES else 0,
                bg_color=LIGHT.accent_soft,
                bottom=1,
                bottom_color=LIGHT.accent,
            )
        return self._made[key]

    def tier(self, tier: str) -> Any:
        """Swatch of a tier: its colour, text in black or white by contrast."""
        key = ("tier", tier)
        if key not in self._made:
            colour = LIGHT.tier(tier)
            self._made[key] = self._add(
                bg_color=colour,
                font_color=ink_on(colour),
                bold=True,
                valign="top",
                border=1,
                border_color=LIGHT.surface,
            )
        return self._made[key]

    def _add(self, **look: Any) -> Any:
        return self._book.add_format({"font_name": FACE, "font_size": 10, "font_color": LIGHT.text, **look})


def tier_label(tier: str) -> str:
    """Such as "T1 Transactions barred": the code and what it means."""
    return f"{tier} {Tier(tier).label}"
