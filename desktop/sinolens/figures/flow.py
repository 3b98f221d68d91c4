"""From fund to issuer: bands as high as the money in them, coloured by tier."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sinolens.domain.money import format_compact, format_dollars
from sinolens.exposure.cube import Cube
from sinolens.figures.labels import short_names, width_of, wrap
from sinolens.figures.primitives import Box, Item, Mark, Measure, Picture, Ribbon, Text
from sinolens.figures.reading import (
    CHINA_AI,
    MEASURE_WORDS,
    TIERS,
    denominator,
    hover_rows,
    scope_filters,
    scoped,
    style_of,
    tier_words,
)

TEXT_SIZE, NODE, LEAST_PITCH, LEAST_SLOT, GAP, LABEL_GAP = 12.0, 10.0, 30.0, 16.0, 6.0, 8.0
NAMES = 0.28
OPACITY = 0.55
REST = "\N{HORIZONTAL ELLIPSIS}"


@dataclass(frozen=True, slots=True)
class _Node:
    """One end of the bands: `members` are several values when small ones are summed."""

    members: tuple[str, ...]
    value: int
    top: float = 0.0
    height: float = 0.0


def layout_flow(
    view: Cube, width: float, height: float, measure: str = "full", left: str = "fund", right: str = "issuer",
    scopes: tuple[str, ...] = CHINA_AI, text_width: Measure = width_of,
) -> Picture:
    """Lay out the bands between two dimensions; the smaller values of each side are summed into "n others".

    Bands that are net short are not drawn; the description says how much they are.
    """
    flows = {key: value for key, value in scoped(view, scopes, (left, right, "tier"), measure).items() if value}
    short = sum(value for value in flows.values() if value < 0)
    flows = {key: value for key, value in flows.items() if value > 0}
    whole, of = sum(flows.values()), denominator(scopes)
    items: list[Item] = []
    marks: list[Mark] = []
    if not flows:
        items.append(Text(width / 2, height / 2, "Nothing to show in this selection", 13.0, False, "muted", "middle"))
        return Picture(width, height, tuple(items), (), "Flow without any value in this selection.")
    fitting = max(2, int(height // LEAST_PITCH))
    starts, ends = _nodes(flows, 0, fitting), _nodes(flows, 1, fitting)
    scale = min(_scale(nodes, height) for nodes in (starts, ends))
    starts, ends = _placed(starts, scale, height), _placed(ends, scale, height)
    x1, x2 = width * NAMES, width * (1 - NAMES)
    within = scope_filters(scopes)
    _draw_bands(view, flows, starts, ends, (left, right), (x1 + NODE, x2 - NODE), scale, whole, of, within, items,
                marks)
    for nodes, dimension, x, anchor in ((starts, left, x1, "end"), (ends, right, x2, "start")):
        shorts = short_names(_name(view, dimension, node) for node in nodes)
        for node in nodes:
            name = _name(view, dimension, node)
            mark = f"{dimension}:{_key(node)}"
            items.append(Box(x if anchor == "end" else x - NODE, node.top, NODE, max(1.0, node.height), "muted", "",
                             1.0, "", mark))
            _write(name, shorts[name], node, x, anchor, width * NAMES - LABEL_GAP, mark, items, text_width)
            filters = (*within, *((dimension, member) for member in node.members))
            marks.append(Mark(mark, name, hover_rows(node.value, whole, of), filters, node.value))
    note = f" Net short bands of {format_dollars(short)} are not drawn." if short else ""
    top = max(flows.items(), key=lambda item: (item[1], item[0]))
    return Picture(
        width, height, tuple(items), tuple(marks),
        f"{MEASURE_WORDS[measure].capitalize()} from {left.replace('_', ' ')} to {right.replace('_', ' ')}, "
        f"{format_dollars(whole)} of {of}. Largest: {view.label(left, top[0][0])} to {view.label(right, top[0][1])}, "
        f"{format_compact(top[1])}.{note}",
    )


def _nodes(flows: dict[tuple[str, ...], int], side: int, fitting: int) -> list[_Node]:
    sums: dict[str, int] = defaultdict(int)
    for key, value in flows.items():
        sums[key[side]] += value
    ranked = sorted(sums, key=lambda name: (-sums[name], name))
    if len(ranked) <= fitting:
        return [_Node((name,), sums[name]) for name in ranked]
    rest = tuple(ranked[fitting - 1:])
    return [*(_Node((name,), sums[name]) for name in ranked[:fitting - 1]),
            _Node(rest, sum(sums[name] for name in rest))]


def _scale(nodes: list[_Node], height: float) -> float:
    """Pixels for each cent so that all nodes fit, each in a slot its label fits in as well.

    Small nodes take a slot of the least size; what is left is shared out among the others until no more turn small.
    """
    small: set[int] = set()
    while True:
        room = height - LEAST_SLOT * len(small) - GAP * (len(nodes) - len(small))
        left = sum(node.value for i, node in enumerate(nodes) if i not in small)
        scale = max(0.0, room) / left if left else 0.0
        found = {i for i, node in enumerate(nodes) if node.value * scale + GAP < LEAST_SLOT}
        if found <= small or scale == 0.0:
            return scale
        small |= found


def _placed(nodes: list[_Node], scale: float, height: float) -> list[_Node]:
    """Nodes below each other in their slots, the whole centred."""
    slots = [max(LEAST_SLOT, node.value * scale + GAP) for node in nodes]
    top = max(0.0, (height - sum(slots)) / 2)
    made = []
    for node, slot in zip(nodes, slots, strict=True):
        tall = node.value * scale
        made.append(_Node(node.members, node.value, top + (slot - tall) / 2, tall))
        top += slot
    return made


def _draw_bands(
    view: Cube, flows: dict[tuple[str, ...], int], starts: list[_Node], ends: list[_Node], dimensions: tuple[str, str],
    x: tuple[float, float], scale: float, whole: int, of: str, within: tuple[tuple[str, str], ...], items: list[Item],
    marks: list[Mark],
) -> None:
    """Bands in the order of their ends, so that they cross as little as the order of sizes allows."""
    start_of = {member: i for i, node in enumerate(starts) for member in node.members}
    end_of = {member: i for i, node in enumerate(ends) for member in node.members}
    bands: dict[tuple[int, int, str], int] = defaultdict(int)
    for (first, second, tier), value in flows.items():
        bands[start_of[first], end_of[second], tier] += value
    leave, arrive = [node.top for node in starts], [node.top for node in ends]
    ordered = sorted(bands, key=lambda band: (band[0], band[1], TIERS.index(band[2])))
    from_left = {}
    for band in ordered:
        from_left[band] = leave[band[0]]
        leave[band[0]] += bands[band] * scale
    for band in sorted(bands, key=lambda band: (band[1], band[0], TIERS.index(band[2]))):
        start, end, tier = band
        thick = bands[band] * scale
        style = style_of(tier, "known")
        mark = f"band:{_key(starts[start])}|{_key(ends[end])}|{tier}"
        items.append(Ribbon(x[0], from_left[band], thick, x[1], arrive[end], thick, style.fill, OPACITY,
                            "hatch" if style.pattern == "hatch" else "", mark))
        arrive[end] += thick
        first, second = _name(view, dimensions[0], starts[start]), _name(view, dimensions[1], ends[end])
        filters = (*within, *((dimensions[0], name) for name in starts[start].members),
                   *((dimensions[1], name) for name in ends[end].members), ("tier", tier))
        rows = (*hover_rows(bands[band], whole, of), ("Tier", tier_words(tier)))
        marks.append(Mark(mark, f"{first} to {second}", rows, filters, bands[band], tier))


def _write(name: str, short: str, node: _Node, x: float, anchor: str, room: float, mark: str, items: list[Item],
           measure: Measure) -> None:
    """The node's name and value beside it, in one line or two, whatever fits whole."""
    value = format_compact(node.value)
    at = x - LABEL_GAP if anchor == "end" else x + LABEL_GAP
    middle = node.top + node.height / 2 + 4.0
    for choice in (f"{name}  {value}", f"{short}  {value}", name, short):
        if measure(choice, TEXT_SIZE, False) <= room:
            items.append(Text(at, middle, choice, TEXT_SIZE, False, "text", anchor, mark))
            return
    lines = wrap(name, room, TEXT_SIZE, 2, measure) or wrap(short, room, TEXT_SIZE, 2, measure)
    if lines and node.height >= 30.0:
        for i, line in enumerate(lines):
            items.append(Text(at, middle - 7.0 + 14.0 * i, line, TEXT_SIZE, False, "text", anchor, mark))


def _name(view: Cube, dimension: str, node: _Node) -> str:
    return view.name(dimension, node.members[0]) if len(node.members) == 1 else f"{len(node.members):,} others"


def _key(node: _Node) -> str:
    return node.members[0] if len(node.members) == 1 else REST
