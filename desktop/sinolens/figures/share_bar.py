"""A full-width bar that shares one total out, for figures that share the same total out in several ways."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sinolens.domain.money import format_compact, format_percent
from sinolens.figures.labels import first_that_fits
from sinolens.figures.primitives import Box, Item, Mark, Measure, Row, Text
from sinolens.figures.reading import Told, hover_rows, worst_of

LABEL_SIZE, SMALL_SIZE, GAP, LEAST_HATCHED = 12.0, 10.0, 12.0, 2.0


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a bar.

    Attributes:
        mark: its mark's id.
        title: of its hover card.
        name: written in it.
        value: cents; what is negative is told at the bar's end and never drawn as a length.
        estimated: cents of it that rest on an estimate, hatched at its right.
        fill: colour token.
        unknown: drawn as an outline only.
        filters: what leads to its lines.
        quality: weakest confidence and oldest data.
        code: stands for the name where that has no room, "" for none.
    """

    mark: str
    title: str
    name: str
    value: int
    estimated: int
    fill: str
    unknown: bool
    filters: tuple[tuple[str, str], ...]
    quality: Told
    code: str = ""


@dataclass(frozen=True, slots=True)
class ShareBars:
    """Bars of one picture: all to the same scale, so that they can be compared.

    Attributes:
        left, right: of the bars in pixels.
        whole: net total in cents that shares are of, named `of`.
        as_of: ISO date.
        bar: part of a row's height that is filled.
        rows: the parts of each bar.
    """

    left: float
    right: float
    whole: int
    of: str
    as_of: str
    bar: float
    rows: Sequence[Sequence[Share]]
    text_width: Measure

    def draw(self, number: int, top: float, pitch: float, items: list[Item], marks: list[Mark]) -> None:
        """Draw one of the bars with its marks, and tell at its end what is net short."""
        x, scale, baseline = self.left, self._scale(), top + pitch / 2 + 4.5
        for share in self.rows[number]:
            if share.value <= 0:
                continue
            length = share.value * scale
            items.append(Box(x, top + pitch * (1 - self.bar) / 2, max(1.0, length - 1.0), pitch * self.bar, share.fill,
                             f"edge_{share.fill}", 2.0, "outline" if share.unknown else "", share.mark))
            hatched = min(1.0, share.estimated / share.value) * max(1.0, length - 1.0) if share.estimated > 0 else 0.0
            if hatched >= LEAST_HATCHED and not share.unknown:
                items.append(Box(x + max(1.0, length - 1.0) - hatched, top + pitch * (1 - self.bar) / 2, hatched,
                                 pitch * self.bar, share.fill, f"edge_{share.fill}", 2.0, "light_hatch", share.mark))
            part = format_percent(share.value, self.whole, 1) if self.whole > 0 else format_compact(share.value)
            choices = (f"{share.name} {part}", share.name, *((f"{share.code} {part}",) if share.code else ()),
                       share.code or part)
            for room, size in ((6.0, LABEL_SIZE), (2.0, LABEL_SIZE), (1.5, SMALL_SIZE)):
                shown = first_that_fits(choices, length - 1.0 - 2 * room, size, self.text_width)
                if shown:
                    ink = "text" if share.unknown else f"on_{share.fill}"
                    items.append(Text(x + room, baseline, shown, size, False, ink, "start", share.mark,
                                      part if "%" in part and part in shown else ""))
                    break
            marks.append(Mark(share.mark, share.title, self._told(share.value, share.quality), share.filters,
                              share.value))
            x += length
        short = [share for share in self.rows[number] if share.value < 0]
        if short:
            value, mark = sum(share.value for share in short), f"{short[0].mark}|short"
            items.append(Text(self.right, baseline, _short(value), LABEL_SIZE, False, "text", "end", mark))
            names = ", ".join(share.name for share in short)
            told = self._told(value, lambda: worst_of(share.quality() for share in short))
            marks.append(Mark(mark, f"Net short, no length: {names}", told, tuple(dict.fromkeys(
                pair for share in short for pair in share.filters)), value))

    def _told(self, value: int, quality: Told) -> Sequence[Row]:
        return hover_rows(value, self.whole, self.of, "", quality, self.as_of)

    def _scale(self) -> float:
        """Pixels to a cent: the longest bar takes the room beside the words on what is short."""
        longest = max((sum(max(0, share.value) for share in row) for row in self.rows), default=0)
        shorts = [sum(min(0, share.value) for share in row) for row in self.rows]
        words = max((self.text_width(_short(value), LABEL_SIZE, False) + GAP for value in shorts if value), default=0.0)
        return max(1.0, self.right - self.left - words) / longest if longest else 0.0


def _short(value: int) -> str:
    return f"net short {format_compact(value)}"
