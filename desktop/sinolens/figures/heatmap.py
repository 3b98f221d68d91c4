"""Category × tier as tinted cells with totals; the tint says how much, the words say it exactly."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

from sinolens.domain.money import format_compact, format_dollars
from sinolens.exposure.cube import Cube
from sinolens.figures.beside import LEAST_NOTED, NOTE_HEIGHT, draw_chips, unknown_chips
from sinolens.figures.labels import first_that_fits, name_choices, width_of
from sinolens.figures.primitives import Box, Item, Line, Mark, Measure, Picture, Row, Text
from sinolens.figures.reading import (
    CHINA_AI,
    MEASURE_WORDS,
    TIERS,
    Quality,
    denominator,
    hover_rows,
    inside,
    is_unknown,
    nothing_in,
    scope_filters,
    scoped,
    style_of,
    tier_words,
    worst_of,
)

CELL_WIDTH = 56.0
TEXT_SIZE, HEADER, ROW_LARGEST, ROW_SMALLEST, GAP = 13.0, 26.0, 30.0, 19.0, 3.0
CELL_SIZE = 12.0
AMOUNT_SIZES = (CELL_SIZE, 11.0, 10.0)
TOTAL_SIZES = (TEXT_SIZE, *AMOUNT_SIZES)
TOTAL_CELLS = 1.2
"""Width of the totals at the right, in cells."""
CLEAR = 4.0
"""Pixels between an amount and the edges of its cell."""
PALEST, STRONGEST, LEAST_HATCHED = 10, 90, 2.0


@dataclass(frozen=True, slots=True)
class _Grid:
    """Values by row and column, with the rows and columns in drawing order; `hidden`: pairs with undisclosed value."""

    rows: list[str]
    columns: list[str]
    values: dict[tuple[str, str], int]
    estimated: dict[tuple[str, str], int]
    hidden: frozenset[tuple[str, str]]

    def row_total(self, row: str) -> int:
        return sum(self.values.get((row, column), 0) for column in self.columns)

    def column_total(self, column: str) -> int:
        return sum(self.values.get((row, column), 0) for row in self.rows)


def layout_heatmap(
    view: Cube, width: float, height: float, measure: str = "full", row: str = "category", column: str = "tier",
    scopes: tuple[str, ...] = CHINA_AI, text_width: Measure = width_of, notes: bool = False,
) -> Picture:
    """Lay out a heat map of two dimensions, with totals at the right and below.

    Rows that do not fit the height are summed into one last row, "n others". Empty pairs show a dash; a pair that is
    net short shows its amount in parentheses on a plain cell with an edge, for a tint cannot be negative. The estimated
    part of a cell is hatched at its right. What is not disclosed has outlined cells only, what is not identified dotted
    ones; with `notes` both stand at the foot where they are no part of the scopes.
    """
    grid = _grid(view, measure, row, column, scopes)
    of, within = denominator(scopes), scope_filters(scopes)
    chips = unknown_chips(view, measure, scopes) if notes and height >= LEAST_NOTED else []
    foot, height = height, height - (NOTE_HEIGHT if chips else 0.0)
    fitting = max(1, int((height - HEADER - ROW_SMALLEST - 6.0) // ROW_SMALLEST))
    shown, folded = _fold(grid, fitting)
    whole = sum(grid.values.values())
    names = name_choices(view, row, grid.rows)
    name_width, cell_width = _widths(grid, names, width, text_width)
    pitch = min(ROW_LARGEST, max(ROW_SMALLEST, (height - HEADER - 6.0) / (len(shown) + bool(folded) + 1)))
    items: list[Item] = []
    marks: list[Mark] = []
    if not grid.rows:
        return nothing_in(view, width, foot, "Heat map without any value in this selection.")
    places = {name: i for i, name in enumerate((*shown, *folded))}
    across = {name: i for i, name in enumerate(grid.columns)}
    quality = cache(lambda: view.rolled_quality(((row, places), (column, across)), inside(scopes)))
    drawing = _Drawing(view, grid, names, column, whole, of, name_width, cell_width, width, text_width, items,
                       marks, scopes, places, quality)
    drawing.header()
    # Without a strongest one there are no tints: cells of what is not known are outlined or dotted.
    strongest = 0 if is_unknown(scopes) else max((value for value in grid.values.values() if value > 0), default=0)
    for i, name in enumerate(shown):
        drawing.row(view.name(row, name), (*within, (row, name)), [name], HEADER + i * pitch, pitch, strongest)
    at = HEADER + len(shown) * pitch
    if folded:
        filters = (*within, *((row, name) for name in folded))
        others = view.name(row, folded[0]) if len(folded) == 1 else f"{len(folded)} others"
        drawing.row(others, filters, folded, at, pitch, strongest)
        at += pitch
    drawing.totals(at + 4.0, pitch)
    draw_chips(chips, width, foot, text_width, items, marks)
    top = max(grid.values.items(), key=lambda item: (item[1], item[0]))
    return Picture(
        width, foot, tuple(items), tuple(marks),
        f"{MEASURE_WORDS[measure].capitalize()} by {row} and {column}, {format_dollars(whole)} of {of}. Largest: "
        f"{view.label(row, top[0][0])} in {view.label(column, top[0][1])}, {format_compact(top[1])}.",
    )


def _grid(view: Cube, measure: str, row: str, column: str, scopes: tuple[str, ...]) -> _Grid:
    values = {(key[0], key[1]): value for key, value in scoped(view, scopes, (row, column), measure).items()}
    known = scoped(view, scopes, (row, column, "knowledge"), measure)
    estimated = {(key[0], key[1]): value for key, value in known.items() if key[2] == "estimated"}
    hidden = frozenset((key[0], key[1]) for key, value in known.items() if key[2] == "not_disclosed" and value)
    order = {name: place for place, name in enumerate(view.values(row))}
    rows = sorted({key[0] for key in values}, key=lambda name: order[name])
    found = {key[1] for key in values}
    columns = list(TIERS) if column == "tier" else [name for name in view.values(column) if name in found]
    return _Grid(rows, columns, values, estimated, hidden)


def _fold(grid: _Grid, fitting: int) -> tuple[list[str], list[str]]:
    """Rows to show, in order, and the smallest ones to sum when there are more than fit."""
    if len(grid.rows) <= fitting:
        return grid.rows, []
    ranked = sorted(grid.rows, key=lambda name: (-abs(grid.row_total(name)), name))
    kept = set(ranked[:max(1, fitting - 1)])
    return [name for name in grid.rows if name in kept], [name for name in grid.rows if name not in kept]


def _widths(grid: _Grid, names: dict[str, tuple[str, ...]], width: float, measure: Measure) -> tuple[float, float]:
    """Width of the names and of one cell: cells get what their amounts need, the names what is left."""
    totals = [*map(grid.column_total, grid.columns), *map(grid.row_total, grid.rows)]
    needed = max((measure(_amounts(total)[0], CELL_SIZE, True) for total in totals), default=0.0) + GAP + 2 * CLEAR
    cells = len(grid.columns) + TOTAL_CELLS
    longest = max((measure(choices[0], TEXT_SIZE, False) for choices in names.values()), default=0.0)
    name_width = min(longest + 14.0, max(width * 0.25, width - cells * max(CELL_WIDTH, needed)))
    return name_width, (width - name_width) / cells


def _amounts(cents: int) -> tuple[str, ...]:
    """The amount in fewer and fewer figures: "$171.8M", "$172M"."""
    compact = format_compact(cents)
    found = re.fullmatch(r"(\(?\$)([\d,]+\.\d+)([TBMK]\)?)", compact)
    if found is None:
        return (compact,)
    number = float(found[2].replace(",", ""))
    digits = 0 if number >= 10 else 1
    return compact, f"{found[1]}{number:,.{digits}f}{found[3]}"


@dataclass(frozen=True)
class _Drawing:
    view: Cube
    grid: _Grid
    names: dict[str, tuple[str, ...]]
    column_dimension: str
    whole: int
    of: str
    name_width: float
    cell_width: float
    width: float
    text_width: Measure
    items: list[Item]
    marks: list[Mark]
    scopes: tuple[str, ...]
    places: dict[str, int]
    quality: Callable[[], dict[tuple[int, ...], Quality]]

    def header(self) -> None:
        """Column heads: swatch and code of a tier, with the total's head at the right."""
        for i, column in enumerate(self.grid.columns):
            centre = self.name_width + (i + 0.5) * self.cell_width
            head = column if self.column_dimension == "tier" else self.view.name(self.column_dimension, column)
            shown = first_that_fits((head, column), self.cell_width - 20.0, CELL_SIZE, self.text_width, True)
            if self.column_dimension == "tier":
                style = style_of(column, "known")
                half = (self.text_width(shown, CELL_SIZE, True) + 16.0) / 2
                self.items.append(Box(centre - half, 5.0, 11.0, 11.0, style.fill, f"edge_{style.fill}", 2.0,
                                      style.pattern))
                self.items.append(Text(centre - half + 16.0, 15.0, shown, CELL_SIZE, True, "muted"))
            elif shown:
                self.items.append(Text(centre, 15.0, shown, CELL_SIZE, True, "muted", "middle"))
        self.items.append(Text(self.width - 4.0, 15.0, "Total", CELL_SIZE, True, "muted", "end"))

    def row(self, name: str, filters: tuple[tuple[str, str], ...], members: list[str], top: float, pitch: float,
            strongest: int) -> None:
        """One row: name, a cell for each column, total."""
        baseline = top + pitch / 2 + 4.5
        key = "+".join(members)
        mark = f"row:{key}"
        total = sum(self.grid.row_total(member) for member in members)
        numbers = {self.places[member] for member in members}
        self.marks.append(Mark(mark, name, self._told(total, rows=numbers), filters, total))
        self._write_name((*self.names[members[0]], members[0]) if len(members) == 1 else (name,), baseline, mark)
        for i, column in enumerate(self.grid.columns):
            pairs = [(member, column) for member in members if (member, column) in self.grid.values]
            value = sum(self.grid.values[pair] for pair in pairs)
            place = Box(self.name_width + i * self.cell_width + GAP / 2, top + GAP / 2, self.cell_width - GAP,
                        pitch - GAP, "raised", "", 3.0)
            if pairs:
                told = self._told(value, numbers, i)
                guessed = sum(self.grid.estimated.get(pair, 0) for pair in pairs)
                place = self._filled(place, value, strongest, bool(self.grid.hidden.intersection(pairs)))
                self._cell(place, f"{key}|{column}", name, filters, column, value, guessed, told, baseline)
            else:
                self.items.append(place)
                self.items.append(Text(place.x + place.width / 2, baseline, "–", CELL_SIZE, False, "muted", "middle"))
        self._write_total(total, baseline, mark)

    def totals(self, top: float, pitch: float) -> None:
        """The last row: totals of the columns, and of all."""
        self.items.append(Line(0.0, top - 2.0, self.width, top - 2.0))
        baseline = top + pitch / 2 + 4.5
        self.items.append(Text(0.0, baseline, "Total", TEXT_SIZE, True))
        largest = self._size_of(list(map(self.grid.column_total, self.grid.columns)), AMOUNT_SIZES, self._amount_room)
        sizes = tuple(size for size in AMOUNT_SIZES if size <= largest)
        for i, column in enumerate(self.grid.columns):
            total = self.grid.column_total(column)
            mark = f"column:{column}"
            present = any(key[1] == column for key in self.grid.values)
            centre = self.name_width + (i + 0.5) * self.cell_width
            if not present:
                self.items.append(Text(centre, baseline, "–", CELL_SIZE, True, "muted", "middle"))
                continue
            shown = self._fitting(total, sizes, self._amount_room, True)
            if shown:
                self.items.append(Text(centre, baseline, *shown, True, "text", "middle", mark))
            by_tier = self.column_dimension == "tier"
            title = tier_words(column) if by_tier else self.view.label(self.column_dimension, column)
            filters = (*scope_filters(self.scopes), (self.column_dimension, column))
            self.marks.append(Mark(mark, title, self._told(total, column=i), filters, total, column if by_tier else ""))
        self._write_total(self.whole, baseline)

    def _told(self, value: int, rows: set[int] | None = None, column: int | None = None) -> Sequence[Row]:
        """Lines of a hover card on some rows and a column; None = all."""
        return hover_rows(value, self.whole, self.of, "", lambda: worst_of(
            found for (at, across), found in self.quality().items()
            if (rows is None or at in rows) and (column is None or across == column)), self.view.analysis.as_of)

    def _write_name(self, choices: tuple[str, ...], baseline: float, mark: str) -> None:
        """The name or a shorter form of it, whole, in the type all rows share."""
        shown = first_that_fits(choices, self.name_width - 8.0, self.name_size, self.text_width)
        if shown:
            self.items.append(Text(0.0, baseline, shown, self.name_size, False, "text", "start", mark))

    @cached_property
    def name_size(self) -> float:
        """The larger type where all full names fit it, else the smaller."""
        fits = all(self.text_width(choices[0], TEXT_SIZE, False) <= self.name_width - 8.0
                   for choices in self.names.values())
        return TEXT_SIZE if fits else CELL_SIZE

    def _write_total(self, cents: int, baseline: float, mark: str = "") -> None:
        """The total of a row at the right edge, clear of the cell before it."""
        # Rows summed into one may add to more figures than any of them.
        shown = self._fitting(cents, self.total_sizes, self._total_room, True)
        if shown:
            self.items.append(Text(self.width - 4.0, baseline, *shown, True, "text", "end", mark))

    @property
    def _amount_room(self) -> float:
        """For an amount in a cell, clear of its edges."""
        return self.cell_width - GAP - 2 * CLEAR

    @property
    def _total_room(self) -> float:
        return TOTAL_CELLS * self.cell_width - 4.0 - 2 * CLEAR

    @cached_property
    def total_sizes(self) -> tuple[float, ...]:
        """Types of the totals at the right: the one in which all of them fit, and smaller ones."""
        largest = self._size_of((self.whole, *map(self.grid.row_total, self.grid.rows)), TOTAL_SIZES, self._total_room)
        return tuple(size for size in TOTAL_SIZES if size <= largest)

    def _size_of(self, totals: Sequence[int], sizes: Sequence[float], room: float) -> float:
        """The largest type in which all totals fit whole: totals of different size would weigh differently."""
        return next((size for size in sizes if all(
            self.text_width(_amounts(total)[0], size, True) <= room for total in totals)), sizes[-1])

    def _fitting(self, cents: int, sizes: tuple[float, ...], room: float, bold: bool) -> tuple[str, float] | None:
        """The fullest form of an amount that fits, and its size; None where none does."""
        return next(((choice, size) for choice in _amounts(cents) for size in sizes
                     if self.text_width(choice, size, bold) <= room), None)

    def _filled(self, place: Box, value: int, strongest: int, hidden: bool) -> Box:
        """The cell as what is known of its value is drawn: tinted, outlined, dotted, or plain."""
        if is_unknown(self.scopes):
            style = style_of("U", "not_disclosed" if hidden else "unresolved")
            edge = "muted" if hidden else f"edge_{style.fill}"
            return replace(place, fill="surface" if hidden else style.fill, stroke=edge, pattern=style.pattern)
        if value > 0 and strongest:
            return replace(place, fill=f"tint_{PALEST + round((STRONGEST - PALEST) * value / strongest)}")
        return replace(place, fill="surface", stroke="muted") if value else place

    def _cell(self, place: Box, key: str, name: str, filters: tuple[tuple[str, str], ...], column: str, value: int,
              guessed: int, told: Sequence[Row], baseline: float) -> None:
        mark, tint, fill = f"cell:{key}", place.fill.startswith("tint_"), place.fill
        self.items.append(replace(place, mark=mark))
        # The estimated part of the amount, as wide as its share of the cell.
        share = min(1.0, guessed / value) if tint and guessed > 0 else 0.0
        if share * place.width >= LEAST_HATCHED:
            self.items.append(Box(place.x + place.width * (1 - share), place.y, place.width * share, place.height, fill,
                                  "", 3.0, "light_hatch", mark))
        dotted = place.pattern == "dots"
        ink = f"on_{fill}" if tint or dotted else "text"
        middle = place.x + place.width / 2
        shown = self._fitting(value, AMOUNT_SIZES, self._amount_room, False)
        if dotted and shown:
            # Figures stand on the plain colour: no dot of the pattern crosses them.
            wide = self.text_width(*shown, False) + 6.0
            self.items.append(Box(middle - wide / 2, baseline - 11.0, wide, 14.0, fill, "", 3.0, "", mark))
        if shown:
            self.items.append(Text(middle, baseline, *shown, False, ink, "middle", mark))
        tier = column if self.column_dimension == "tier" else ""
        head = self.view.label(self.column_dimension, column)
        self.marks.append(
            Mark(mark, f"{name} · {head}", told, (*filters, (self.column_dimension, column)), value, tier))
