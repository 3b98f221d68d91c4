"""Stacked bars by manager, asset class, account or any other dimension; short values stand left of the zero line."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import partial

from sinolens.domain.money import format_compact, format_dollars, format_percent
from sinolens.exposure.cube import Cube
from sinolens.figures.beside import LEAST_NOTED, NOTE_HEIGHT, draw_chips, unknown_chips
from sinolens.figures.labels import first_that_fits, name_choices, width_of, wrap
from sinolens.figures.primitives import Box, Item, Line, Mark, Measure, Picture, Text
from sinolens.figures.reading import (
    CHINA_AI,
    MEASURE_WORDS,
    PARTS,
    TIERS,
    Qualities,
    denominator,
    hover_rows,
    inside,
    late_quality,
    nothing_in,
    part_place,
    scope_filters,
    scoped,
    style_of,
)

TEXT_SIZE, ROW_LARGEST, ROW_SMALLEST, BAR = 13.0, 32.0, 20.0, 0.62
LEAST_SEGMENT, NAME_SHARE = 1.0, 0.5
SIZES = (TEXT_SIZE, 12.0, 11.0)


@dataclass(frozen=True, slots=True)
class _Row:
    """One bar: `members` are several values when small ones are summed. Parts are tier, knowledge, value."""

    members: tuple[str, ...]
    parts: tuple[tuple[str, str, int], ...]

    @property
    def total(self) -> int:
        return sum(value for _, _, value in self.parts)

    @property
    def right(self) -> int:
        return sum(value for _, _, value in self.parts if value > 0)

    @property
    def left(self) -> int:
        return -sum(value for _, _, value in self.parts if value < 0)


def layout_bars(
    view: Cube, width: float, height: float, dimension: str = "manager", measure: str = "full",
    scopes: tuple[str, ...] = CHINA_AI, text_width: Measure = width_of, notes: bool = False,
) -> Picture:
    """Lay out one bar for each value of a dimension, largest first, split by tier.

    The most severe tier stands at the zero line, where lengths can be compared. Bars that do not fit the height are
    summed into a last one, "n others". Net totals stand at the right. With `notes` what is not known is told below.
    """
    rows = _rows(view, dimension, measure, scopes)
    whole, of = sum(row.total for row in rows), denominator(scopes)
    if not rows:
        return nothing_in(view, width, height, "Bars without any value in this selection.")
    chips = unknown_chips(view, measure, scopes) if notes and height >= LEAST_NOTED else []
    foot, height = height, height - (NOTE_HEIGHT if chips else 0.0)
    fitting = max(1, int(height // ROW_SMALLEST))
    if len(rows) > fitting:
        rows = [*rows[:fitting - 1], _summed(rows[fitting - 1:])]
    items: list[Item] = []
    marks: list[Mark] = []
    pitch = min(ROW_LARGEST, height / len(rows))
    names = {row.members: _name(view, dimension, row.members) for row in rows}
    choices = name_choices(view, dimension, [row.members[0] for row in rows if len(row.members) == 1])
    totals = max(text_width(format_compact(row.total), TEXT_SIZE, True) for row in rows)
    longest = max(text_width(name, TEXT_SIZE, False) for name in names.values())
    name_width = min(longest + 12.0, width * NAME_SHARE)
    room = max(1.0, width - name_width - totals - 12.0)
    left, right = max(row.left for row in rows), max(row.right for row in rows)
    scale = room / (left + right) if left + right else 0.0
    zero = name_width + left * scale
    numbers = {member: i for i, row in enumerate(rows) for member in row.members}
    quality = late_quality(view, ((dimension, numbers), *PARTS), inside(scopes))
    ends = late_quality(view, ((dimension, numbers),), inside(scopes))
    # One size for all where one is found: names of different size look as if they weighed differently.
    written = [choices.get("+".join(row.members), (names[row.members],)) for row in rows]
    sizes = next(((size,) for size in SIZES if all(
        first_that_fits(found, name_width - 10.0, size, text_width) for found in written)), SIZES)
    for i, row in enumerate(rows):
        top = i * pitch
        name = names[row.members]
        filters = (*scope_filters(scopes), *((dimension, member) for member in row.members))
        key = "+".join(row.members)
        mark = f"row:{key}"
        baseline = top + pitch / 2 + 4.5
        rows_told = hover_rows(row.total, whole, of, "", ends(i), view.analysis.as_of)
        marks.append(Mark(mark, name, rows_told, filters, row.total))
        _write_name(choices.get(key, (name,)), sizes, name_width - 10.0, top, pitch, mark, items, text_width)
        bar = _Bar(key, name, filters, zero, scale, whole, of, view.analysis.as_of, partial(quality, i))
        end = bar.draw(row, top, pitch, items, marks)
        items.append(Text(end + 8.0, baseline, format_compact(row.total), TEXT_SIZE, True, "text", "start", mark))
    if left:
        items.append(Line(zero, 0.0, zero, len(rows) * pitch, "muted"))
    draw_chips(chips, width, foot, text_width, items, marks)
    words = "; ".join(f"{names[row.members]} {format_compact(row.total)}, {format_percent(row.total, whole)}"
                      for row in rows[:5])
    return Picture(width, foot, tuple(items), tuple(marks),
                   f"{MEASURE_WORDS[measure].capitalize()} by {dimension.replace('_', ' ')} and tier, "
                   f"{format_dollars(whole)} of {of}. {words}.")


def _rows(view: Cube, dimension: str, measure: str, scopes: tuple[str, ...]) -> list[_Row]:
    parts: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    for (name, tier, knowledge), value in scoped(view, scopes, (dimension, "tier", "knowledge"), measure).items():
        if value:
            parts[name].append((tier, knowledge, value))
    rows = [_Row((name,), tuple(sorted(found, key=_severity))) for name, found in parts.items()]
    return sorted(rows, key=lambda row: (-row.total, row.members))


def _severity(part: tuple[str, str, int]) -> tuple[int, str]:
    """Most severe first, U last; known before estimated."""
    return TIERS.index(part[0]), {"known": "0", "estimated": "1"}.get(part[1], part[1])


def _summed(rows: list[_Row]) -> _Row:
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for row in rows:
        for tier, knowledge, value in row.parts:
            sums[tier, knowledge] += value
    parts = [(tier, knowledge, value) for (tier, knowledge), value in sums.items() if value]
    return _Row(tuple(member for row in rows for member in row.members), tuple(sorted(parts, key=_severity)))


def _name(view: Cube, dimension: str, members: tuple[str, ...]) -> str:
    return view.name(dimension, members[0]) if len(members) == 1 else f"{len(members)} others"


def _write_name(choices: tuple[str, ...], sizes: tuple[float, ...], room: float, top: float, pitch: float, mark: str,
                items: list[Item], measure: Measure) -> None:
    """The name whole: in one line, in smaller type, or in two lines where the row is high enough."""
    for size in sizes:
        shown = first_that_fits(choices, room, size, measure)
        if shown:
            items.append(Text(0.0, top + pitch / 2 + 4.5, shown, size, False, "text", "start", mark))
            return
    lines = next((made for name in choices if (made := wrap(name, room, 11.0, 2, measure))), ())
    if lines and pitch >= 2 * 12.0:
        for i, line in enumerate(lines):
            items.append(Text(0.0, top + pitch / 2 - 2.0 + i * 12.5, line, 11.0, False, "text", "start", mark))


@dataclass(frozen=True, slots=True)
class _Bar:
    """What the parts of one bar share."""

    key: str
    name: str
    filters: tuple[tuple[str, str], ...]
    zero: float
    scale: float
    whole: int
    of: str
    as_of: str
    told: Qualities

    def draw(self, row: _Row, top: float, pitch: float, items: list[Item], marks: list[Mark]) -> float:
        """Draw the parts away from the zero line on both sides; the right end."""
        right, left = self.zero, self.zero
        thick = pitch * BAR
        for tier, knowledge, value in row.parts:
            length = abs(value) * self.scale
            style = style_of(tier, knowledge)
            mark = f"part:{self.key}|{tier}|{knowledge}"
            x = right if value > 0 else left - length
            # A hair of surface between segments keeps neighbours apart without eating thin ones.
            drawn = max(LEAST_SEGMENT, length - (1.0 if length > 3.0 else 0.0))
            items.append(Box(x, top + (pitch - thick) / 2, drawn, thick, style.fill,
                             f"edge_{style.fill}" if length > 4.0 else "", min(2.0, drawn / 3), style.pattern, mark))
            marks.append(Mark(
                mark, self.name,
                hover_rows(value, self.whole, self.of, tier, self.told(*part_place(tier, knowledge)), self.as_of),
                (*self.filters, ("tier", tier), ("knowledge", knowledge)), value, tier))
            if value > 0:
                right += length
            else:
                left -= length
        return right
