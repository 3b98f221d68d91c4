"""From fund to issuer: bands as high as the money in them, coloured by tier."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sinolens.domain.money import format_compact, format_dollars
from sinolens.exposure.cube import Cube
from sinolens.exposure.dimension import Numbers
from sinolens.figures.labels import name_choices, width_of, wrap
from sinolens.figures.primitives import Box, Item, Mark, Measure, Picture, Ribbon, Text
from sinolens.figures.reading import (
    CHINA_AI,
    KNOWLEDGE,
    LONG_PART,
    MEASURE_WORDS,
    PARTS,
    TIERS,
    Qualities,
    denominator,
    hover_rows,
    inside,
    late_quality,
    nothing_in,
    nothing_shown,
    part_place,
    scope_filters,
    style_of,
)

TEXT_SIZE, NODE, LEAST_PITCH, LEAST_SLOT, GAP, LABEL_GAP = 12.0, 10.0, 30.0, 16.0, 6.0, 8.0
NAMES, NOTE = 0.28, 22.0
OPACITY, LEAST_PATTERN = 0.72, 4.0
REST = "\N{HORIZONTAL ELLIPSIS}"


_Filters = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Node:
    """One end of the bands: one value of a dimension, or the sum of the smaller ones."""

    key: str
    name: str
    filters: _Filters
    value: int
    top: float = 0.0
    height: float = 0.0


_Nodes = dict[int, _Node]
_Bands = dict[tuple[int, int, str, str], int]


def layout_flow(
    view: Cube, width: float, height: float, measure: str = "full", left: str = "fund", right: str = "issuer",
    text_width: Measure = width_of, scopes: tuple[str, ...] = CHINA_AI,
) -> Picture:
    """Lay out the bands of some scopes between two dimensions; a side's smaller values are summed into "n others".

    Bands that are net short are not drawn; the description says how much they are.
    """
    fitting = max(2, int(height // LEAST_PITCH))
    ranked = [view.ranked(dimension, measure, inside(scopes)) for dimension in (left, right)]
    shown = [found if len(found) <= fitting else found[:fitting - 1] for found in ranked]
    numbers = [Numbers({name: i for i, (_, name) in enumerate(top)}, len(top)) for top in shown]
    columns = (
        (left, numbers[0]), (right, numbers[1]), *PARTS,
    )
    found = view.rolled(columns, measure, scopes)
    short = sum(value for value in found.values() if value < 0)
    bands = {_named(key): value for key, value in found.items() if value > 0}
    quality = late_quality(view, columns, scopes)
    ends_quality = [late_quality(view, columns[:1], scopes), late_quality(view, columns[1:2], scopes)]
    whole, of = sum(bands.values()), f"{denominator(scopes)}{LONG_PART if short else ''}"
    items: list[Item] = []
    marks: list[Mark] = []
    if not bands:
        if short:
            return nothing_shown(width, height, f"Flow of nothing but net short bands, {format_dollars(short)}.",
                                 (f"All of it is net short, {format_compact(short)}: a band cannot be negative",))
        return nothing_in(view, width, height, "Flow without any value in this selection.")
    starts, ends = (_nodes(view, *both, bands, side) for side, both in enumerate(zip(ranked, shown, strict=True)))
    floor = height - (NOTE if short else 0.0)
    scale = min(_scale(nodes, floor) for nodes in (starts, ends))
    starts, ends = _placed(starts, scale, floor), _placed(ends, scale, floor)
    x1, x2 = width * NAMES, width * (1 - NAMES)
    within = scope_filters(scopes)
    _draw_bands(bands, quality, starts, ends, (x1 + NODE, x2 - NODE), scale, whole, of, within, view.analysis.as_of,
                items, marks)
    for nodes, dimension, x, anchor in ((starts, left, x1, "end"), (ends, right, x2, "start")):
        choices = name_choices(view, dimension, [node.key for node in nodes.values() if node.key != REST])
        side = 0 if anchor == "end" else 1
        for place, node in nodes.items():
            mark = f"{dimension}:{node.key}"
            items.append(Box(x if anchor == "end" else x - NODE, node.top, NODE, max(1.0, node.height), "muted", "",
                             1.0, "", mark))
            names, room = choices.get(node.key, (node.name,)), width * NAMES - LABEL_GAP
            _write(node, names, x, anchor, room, mark, items, text_width)
            rows = hover_rows(node.value, whole, of, "", ends_quality[side](place), view.analysis.as_of)
            marks.append(Mark(mark, node.name, rows, (*within, *node.filters), node.value))
    note = f" Net short bands of {format_dollars(short)} are not drawn." if short else ""
    words = f"Not drawn: net short {format_compact(short)}, for a band cannot be negative"
    if short and text_width(words, TEXT_SIZE, False) <= width:
        items.append(Text(width / 2, height - 4.0, words, TEXT_SIZE, False, "muted", "middle"))
    top = max(bands.items(), key=lambda item: (item[1], item[0]))
    return Picture(
        width, height, tuple(items), tuple(marks),
        f"{MEASURE_WORDS[measure].capitalize()} from {left.replace('_', ' ')} to {right.replace('_', ' ')}, "
        f"{format_dollars(whole)} of {of}. Largest: {starts[top[0][0]].name} to {ends[top[0][1]].name}, "
        f"{format_compact(top[1])}.{note}",
    )


def _named(key: tuple[int, ...]) -> tuple[int, int, str, str]:
    return key[0], key[1], TIERS[key[2]], KNOWLEDGE[key[3]]


def _nodes(view: Cube, ranked: _Filters, shown: _Filters, bands: _Bands, side: int) -> _Nodes:
    """The ends that bands reach, by number; the last one may stand for all that are not shown."""
    sums: dict[int, int] = defaultdict(int)
    for band, value in bands.items():
        sums[band[:2][side]] += value
    nodes: _Nodes = {}
    for place in sorted(sums):
        if place < len(shown):
            nodes[place] = _Node(shown[place][1], view.name(*shown[place]), (shown[place],), sums[place])
        else:
            rest = ranked[len(shown):]
            name = view.name(*rest[0]) if len(rest) == 1 else f"{len(rest):,} others"
            nodes[place] = _Node(REST, name, rest, sums[place])
    return nodes


def _scale(nodes: _Nodes, height: float) -> float:
    """Pixels for each cent so that all nodes fit, each in a slot its label fits in as well.

    Small nodes take a slot of the least size; what is left is shared out among the others until no more turn small.
    """
    small: set[int] = set()
    while True:
        room = height - LEAST_SLOT * len(small) - GAP * (len(nodes) - len(small))
        left = sum(node.value for i, node in nodes.items() if i not in small)
        scale = max(0.0, room) / left if left else 0.0
        found = {i for i, node in nodes.items() if node.value * scale + GAP < LEAST_SLOT}
        if found <= small or scale == 0.0:
            return scale
        small |= found


def _placed(nodes: _Nodes, scale: float, height: float) -> _Nodes:
    """Nodes below each other in their slots, the whole centred."""
    slots = {i: max(LEAST_SLOT, node.value * scale + GAP) for i, node in nodes.items()}
    top = max(0.0, (height - sum(slots.values())) / 2)
    made = {}
    for i, node in nodes.items():
        tall = node.value * scale
        made[i] = _Node(node.key, node.name, node.filters, node.value, top + (slots[i] - tall) / 2, tall)
        top += slots[i]
    return made


def _draw_bands(
    bands: _Bands, quality: Qualities, starts: _Nodes, ends: _Nodes, x: tuple[float, float], scale: float, whole: int,
    of: str, within: tuple[tuple[str, str], ...], as_of: str, items: list[Item], marks: list[Mark],
) -> None:
    """Bands in the order of their ends, so that they cross as little as the order of sizes allows."""
    leave = {i: node.top for i, node in starts.items()}
    arrive = {i: node.top for i, node in ends.items()}
    from_left = {}
    for band in sorted(bands, key=lambda band: (band[0], band[1], TIERS.index(band[2]), KNOWLEDGE.index(band[3]))):
        from_left[band] = leave[band[0]]
        leave[band[0]] += bands[band] * scale
    for band in sorted(bands, key=lambda band: (band[1], band[0], TIERS.index(band[2]), KNOWLEDGE.index(band[3]))):
        start, end, tier, knowledge = starts[band[0]], ends[band[1]], band[2], band[3]
        thick = bands[band] * scale
        style = style_of(tier, knowledge)
        mark = f"band:{start.key}|{end.key}|{tier}|{knowledge}"
        # Lines of a pattern need some room to be seen as one.
        pattern = style.pattern if thick >= LEAST_PATTERN or style.pattern in ("outline", "dots") else ""
        # A pale band has an edge to be seen by; one too thin for that lets nothing through.
        edged = thick >= LEAST_PATTERN or bool(pattern)
        items.append(Ribbon(x[0], from_left[band], thick, x[1], arrive[band[1]], thick, style.fill,
                            OPACITY if edged else 1.0, pattern, mark, f"edge_{style.fill}" if edged else ""))
        arrive[band[1]] += thick
        rows = hover_rows(bands[band], whole, of, tier, quality(*band[:2], *part_place(tier, knowledge)), as_of)
        # Put together whole: either end may stand for thousands of values.
        filters = within + start.filters + end.filters + (("tier", tier), ("knowledge", knowledge))
        marks.append(Mark(mark, f"{start.name} to {end.name}", rows, filters, bands[band], tier))


def _write(node: _Node, names: tuple[str, ...], x: float, anchor: str, room: float, mark: str, items: list[Item],
           measure: Measure) -> None:
    """The node's name and value beside it, in one line or two, whatever fits whole."""
    value = format_compact(node.value)
    at = x - LABEL_GAP if anchor == "end" else x + LABEL_GAP
    middle = node.top + node.height / 2 + 4.0
    for choice in (*(f"{name}  {value}" for name in names), *names):
        if measure(choice, TEXT_SIZE, False) <= room:
            items.append(Text(at, middle, choice, TEXT_SIZE, False, "text", anchor, mark))
            return
    lines = next((made for name in names if (made := wrap(name, room, TEXT_SIZE, 2, measure))), ())
    if lines and node.height >= 30.0:
        for i, line in enumerate(lines):
            items.append(Text(at, middle - 7.0 + 14.0 * i, line, TEXT_SIZE, False, "text", anchor, mark))
