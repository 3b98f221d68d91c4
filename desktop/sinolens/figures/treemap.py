"""The exposure map: area is value, colour is tier, one box for each issuer and tier, grouped under headers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from operator import attrgetter

from sinolens.domain.money import format_compact, format_dollars
from sinolens.exposure.cube import Cube
from sinolens.exposure.store import CELL_DIMENSIONS
from sinolens.figures.beside import BESIDE, NOTE_HEIGHT, Chip, draw_chips, scope_chips
from sinolens.figures.labels import elided, first_that_fits, name_choices, width_of, wrap
from sinolens.figures.primitives import Box, Item, Mark, Measure, Picture, Text
from sinolens.figures.reading import (
    CHINA_AI,
    MEASURE_WORDS,
    Quality,
    Style,
    Told,
    denominator,
    hover_rows,
    inside,
    late_quality,
    nothing_in,
    nothing_shown,
    scope_filters,
    scoped,
    style_of,
    worst_of,
)
from sinolens.figures.squarify import Rectangle, squarify

HEADER, HEADER_SIZE, LABEL_SIZE, LINE_HEIGHT = 22.0, 12.0, 12.0, 15.0
GAP, GROUP_GAP, RADIUS = 1.0, 6.0, 3.0
LABEL_LOOKS = ((LABEL_SIZE, 6.0), (11.0, 4.0))
"""Size of the letters and their distance from the tile's edge: the first look in which a name fits whole is taken."""
SMALLEST = 36.0
"""Area in square pixels under which tiles of one group and tier are drawn as one: no pointer finds a smaller one."""
MIN_HEADER_WIDTH = 24.0
HEADER_LETTERS = 3
"""A header is the only way to its group: it is cut to fewer letters than the name of a tile."""


@dataclass(frozen=True, slots=True)
class _Tile:
    """What becomes one box: `members` are inner values, several when small ones are drawn together."""

    members: tuple[str, ...]
    tier: str
    knowledge: str
    value: int

    @property
    def is_single(self) -> bool:
        """One issuer, not several drawn together."""
        return len(self.members) == 1

    @property
    def order(self) -> tuple[int, tuple[str, ...], str, str]:
        """Largest first, ties by name: the same data always give the same picture."""
        return (-self.value, self.members, self.tier, self.knowledge)


def layout_treemap(
    view: Cube,
    width: float,
    height: float,
    measure: str = "full",
    outer: str = "group",
    inner: str = "issuer",
    scopes: tuple[str, ...] = CHINA_AI,
    notes: bool = True,
    text_width: Measure = width_of,
) -> Picture:
    """Lay out the exposure map.

    Args:
        view: a selection of the cube.
        width: of the picture in pixels.
        height: of the picture in pixels.
        measure: what area means; see `Cube`.
        outer: dimension of the groups; "" for none.
        inner: dimension of the tiles.
        scopes: which lines are drawn to scale. The others, and all that is net short, are named in a note below.
        notes: keep a line at the foot for what is not drawn to scale.
        text_width: measures text.
    """
    groups = _tiles(view, measure, outer, inner, scopes)
    short = any(tile.value < 0 for tiles in groups.values() for tile in tiles)
    drawn = {key: [tile for tile in tiles if tile.value > 0] for key, tiles in groups.items()}
    drawn = {key: tiles for key, tiles in drawn.items() if tiles}
    whole = sum(scoped(view, scopes, (), measure).values())
    chips = _chips(view, measure, scopes, whole, [
        (key, tile) for key, tiles in groups.items() for tile in tiles if tile.value < 0], (outer, inner),
    ) if notes else []
    items: list[Item] = []
    marks: list[Mark] = []
    floor = height - NOTE_HEIGHT if chips else height
    if drawn and floor > 0:
        painter = _Painter(view, measure, outer, inner, scopes, whole, text_width, items, marks)
        painter.groups(drawn, Rectangle(0.0, 0.0, width, floor))
    elif not drawn:
        said = nothing_in(view, width, floor, "") if not short else nothing_shown(
            width, floor, "", ("Nothing but net short value: an area cannot be negative",))
        items.extend(said.items)
    if chips:
        draw_chips(chips, width, height, text_width, items, marks)
    text = f"Exposure map, area is {MEASURE_WORDS[measure]}: {format_dollars(whole)} in {len(drawn)} groups"
    largest = sorted(((sum(t.value for t in tiles), key) for key, tiles in drawn.items()), reverse=True)[:3]
    named = ", ".join(f"{view.label(outer, key) if outer else 'all'} {format_compact(value)}" for value, key in largest)
    return Picture(width, height, tuple(items), tuple(marks), f"{text}. Largest: {named}." if named else f"{text}.")


def _tiles(view: Cube, measure: str, outer: str, inner: str, scopes: tuple[str, ...]) -> dict[str, list[_Tile]]:
    dimensions = (outer, inner, "tier", "knowledge") if outer else (inner, "tier", "knowledge")
    groups: dict[str, list[_Tile]] = defaultdict(list)
    for key, value in scoped(view, scopes, dimensions, measure).items():
        if value:
            groups[key[0] if outer else ""].append(_Tile((key[-3],), key[-2], key[-1], value))
    return groups


def _merged(tiles: list[_Tile], scale: float) -> list[_Tile]:
    """Tiles too small to see are drawn as one for each tier and kind of knowledge."""
    kept = [tile for tile in tiles if tile.value * scale >= SMALLEST]
    small: dict[tuple[str, str], list[_Tile]] = defaultdict(list)
    for tile in tiles:
        if tile.value * scale < SMALLEST:
            small[tile.tier, tile.knowledge].append(tile)
    for (tier, knowledge), found in small.items():
        members = tuple(sorted(member for tile in found for member in tile.members))
        kept.append(_Tile(members, tier, knowledge, sum(tile.value for tile in found)))
    return sorted(kept, key=lambda tile: tile.order)


@dataclass(frozen=True)
class _Painter:
    view: Cube
    measure: str
    outer: str
    inner: str
    scopes: tuple[str, ...]
    whole: int
    text_width: Measure
    items: list[Item]
    marks: list[Mark]

    @cached_property
    def of(self) -> str:
        return denominator(self.scopes)

    @cached_property
    def within(self) -> tuple[tuple[str, str], ...]:
        return scope_filters(self.scopes)

    def groups(self, groups: dict[str, list[_Tile]], place: Rectangle) -> None:
        ranked = sorted(groups, key=lambda key: (-sum(tile.value for tile in groups[key]), key))
        sums = [float(sum(tile.value for tile in groups[key])) for key in ranked]
        # Area can only be positive; the header says the group's net total, as every table does.
        net = scoped(self.view, self.scopes, (self.outer,), self.measure) if self.outer else {}
        heads = name_choices(self.view, self.outer, ranked) if self.outer else {}
        quality = late_quality(self.view, ((self.outer, {key: i for i, key in enumerate(ranked)}),),
                               inside(self.scopes))
        placed: list[tuple[str, _Tile, Rectangle]] = []
        for number, (key, cell) in enumerate(zip(ranked, squarify(sums, place), strict=True)):
            value = sum(tile.value for tile in groups[key])
            room = self._header(key, heads[key], net[key,], value, quality(number), cell, place) if self.outer else cell
            tiles = _merged(groups[key], room.area / value)
            boxes = squarify([float(tile.value) for tile in tiles], room)
            placed.extend((key, tile, box) for tile, box in zip(tiles, boxes, strict=True))
        dimensions = (self.outer, self.inner, "tier", "knowledge") if self.outer else (self.inner, "tier", "knowledge")
        details = _Details(
            name_choices(self.view, self.inner, {tile.members[0] for _, tile, _ in placed if tile.is_single}),
            cache(lambda: _qualities(self.view, dimensions, self.scopes)),
        )
        start = len(self.items)
        # Those that look alike are painted together: they lie beside each other, so that their order is not seen.
        drawn = sorted((self._tile(key, tile, cell, details) for key, tile, cell in placed), key=attrgetter("look"))
        self.items[start:start] = drawn

    def _header(
        self, key: str, names: tuple[str, ...], value: int, drawn: int, quality: Told, cell: Rectangle,
        place: Rectangle,
    ) -> Rectangle:
        """Write the group's header, as far as it fits, and leave the room for its tiles.

        Where shorts make the net total another than what the tiles show, both are told.
        """
        right = 0.0 if cell.x + cell.width >= place.x + place.width - 0.5 else GROUP_GAP
        bottom = 0.0 if cell.y + cell.height >= place.y + place.height - 0.5 else GROUP_GAP / 2
        within = cell.inset(0.0, 0.0, right, bottom)
        if within.height < HEADER * 1.6 or within.width < MIN_HEADER_WIDTH:
            return within
        amount = format_compact(value) if value == drawn else f"{format_compact(drawn)}, net {format_compact(value)}"
        baseline, room = within.y + 15.0, within.width - 2.0
        if self.text_width(amount, HEADER_SIZE, False) > room / 2:
            amount = format_compact(drawn)
        beside = room - self.text_width(amount, HEADER_SIZE, False) - 8.0
        both = first_that_fits(names, beside, HEADER_SIZE, self.text_width, True)
        title = (both or first_that_fits(names, room, HEADER_SIZE, self.text_width, True)
                 or elided(min(names, key=len), room, HEADER_SIZE, self.text_width, True, HEADER_LETTERS))
        mark = f"group:{key}"
        if title:
            self.items.append(Text(within.x + 1.0, baseline, title, HEADER_SIZE, True, "text", "start", mark))
        if both:
            self.items.append(
                Text(within.x + within.width - 1.0, baseline, amount, HEADER_SIZE, False, "muted", "end", mark),
            )
        self.marks.append(Mark(
            mark, self.view.label(self.outer, key),
            hover_rows(value, self.whole, self.of, "", quality, self.view.analysis.as_of),
            (*self.within, (self.outer, key)), value,
        ))
        return within.inset(0.0, HEADER, 0.0, 0.0)

    def _tile(self, group: str, tile: _Tile, cell: Rectangle, details: _Details) -> Box:
        """The tile's box; its label and mark are added."""
        across, down = min(GAP, cell.width / 2) / 2, min(GAP, cell.height / 2) / 2
        box = cell.inset(across, down, across, down)
        style, members, single = style_of(tile.tier, tile.knowledge), tile.members, tile.is_single
        name = self.view.name(self.inner, members[0]) if single else f"{len(members):,} others"
        mark = f"{group}|{tile.tier}|{tile.knowledge}|{members[0] if single else name}"
        outlined = style.pattern in ("outline", "dots")
        shown = details.names[members[0]] if single else (name,)
        self._label(shown, format_compact(tile.value), box, style, mark)
        head, parent = ((group,), ((self.outer, group),)) if self.outer else ((), ())
        filters = (*self.within, *parent, *[(self.inner, one) for one in members], ("tier", tile.tier),
                   ("knowledge", tile.knowledge))
        rows = hover_rows(tile.value, self.whole, self.of, tile.tier, lambda: worst_of(
            details.quality()((*head, one, tile.tier, tile.knowledge)) for one in members), self.view.analysis.as_of)
        title = name if single else f"{name}, each too small to draw"
        self.marks.append(Mark(mark, title, rows, filters, tile.value, tile.tier))
        return Box(box.x, box.y, box.width, box.height, style.fill,
                   f"edge_{style.fill}" if outlined or min(box.width, box.height) > 4.0 else "",
                   min(RADIUS, box.width / 4, box.height / 4), style.pattern, mark)

    def _label(self, names: tuple[str, ...], value: str, box: Rectangle, style: Style, mark: str) -> None:
        """Name and value, name, part of the name and value, value, or nothing; long names may take several lines.

        A whole name goes into smaller type and nearer to the edge before its value is left out, and before it is cut.
        """
        lines = int((box.height - 8.0) // LINE_HEIGHT)
        if lines < 1:
            return
        for reserve in (1, 0) if lines > 1 else (0,):
            for size, pad in LABEL_LOOKS:
                room = box.width - 2 * pad
                if reserve and self.text_width(value, size, False) > room:
                    continue
                for count in range(1, min(3, lines - reserve) + 1):
                    for name in names:
                        wrapped = wrap(name, room, size, count, self.text_width, bold=True)
                        if wrapped:
                            rows = [(line, True) for line in wrapped] + [(value, False)] * reserve
                            self._write(rows, box, size, pad, style, mark)
                            return
        value_fits = self.text_width(value, size, False) <= room
        part = elided(min(names, key=len), room, size, self.text_width, bold=True)
        rows = [(part, True)] if part else []
        if value_fits and len(rows) < lines:
            rows.append((value, False))
        if rows:
            self._write(rows, box, size, pad, style, mark)

    def _write(
        self, rows: Sequence[tuple[str, bool]], box: Rectangle, size: float, pad: float, style: Style, mark: str,
    ) -> None:
        ink, x, top = style.ink, box.x + pad, box.y + 4.0 + size
        if "hatch" in style.pattern or style.pattern == "dots":
            # Letters stand on the plain colour: no line of the pattern crosses them.
            wide = max(self.text_width(text, size, bold) for text, bold in rows)
            around = min(3.0, pad - 1.0)
            self.items.append(Box(x - around, top - size, wide + 2 * around, LINE_HEIGHT * len(rows) + 1.0, style.fill,
                                  "", RADIUS))
        for i, (text, bold) in enumerate(rows):
            self.items.append(Text(x, top + i * LINE_HEIGHT, text, size, bold, ink, "start", mark))


@dataclass(frozen=True, slots=True)
class _Details:
    """Names to choose from, and weakest confidence and oldest data of every tile before merging."""

    names: dict[str, tuple[str, ...]]
    quality: Callable[[], Callable[[tuple[str, ...]], Quality]]


def _qualities(
    view: Cube, dimensions: tuple[str, ...], scopes: tuple[str, ...],
) -> Callable[[tuple[str, ...]], Quality]:
    """Finds weakest confidence and oldest data of a tile by its values."""
    if all(name in CELL_DIMENSIONS for name in dimensions):
        oldest, confidence = view.oldest(dimensions), view.confidence(dimensions)
        return lambda key: (confidence.get(key, ""), oldest.get(key, ""))
    numbers = [{value: i for i, value in enumerate(view.values(name))} for name in dimensions]
    found = view.rolled_quality(tuple(zip(dimensions, numbers, strict=True)), inside(scopes))
    return lambda key: found.get(tuple(table[value] for table, value in zip(numbers, key, strict=True)), ("", ""))


def _chips(
    view: Cube, measure: str, scopes: tuple[str, ...], net: int, short: list[tuple[str, _Tile]], by: tuple[str, str],
) -> list[Chip]:
    chips = []
    if short:
        keys = [(*((group,) if by[0] else ()), tile.members[0], tile.tier, tile.knowledge) for group, tile in short]
        dimensions = tuple(name for name in (*by, "tier", "knowledge") if name)
        value = sum(tile.value for _, tile in short)
        rows = hover_rows(value, net, denominator(scopes), "", lambda: worst_of(
            map(_qualities(view, dimensions, scopes), keys)), view.analysis.as_of)
        mark = Mark("short", "Net short: an area cannot be negative", rows, (*scope_filters(scopes), *dict.fromkeys(
            (by[1], tile.members[0]) for _, tile in short)), value)
        chips.append(Chip(mark, f"Net short {format_compact(value)} in {len(short):,}", ("surface", "outline")))
    return [*chips, *scope_chips(view, measure, tuple(scope for scope in BESIDE if scope not in scopes))]
