"""Where list editions changed between the dates of the figure over time: a sign for each change, or for several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sinolens.domain.day import spell_day
from sinolens.figures.plot import TICK_SIZE
from sinolens.figures.primitives import Box, Item, Line, Mark, Measure, Text
from sinolens.figures.trend_column import Column
from sinolens.figures.trend_scale import Scale

SIGN, SIGN_SIZE, SIGN_PAD, RISE, TOOTH = 15.0, 11.0, 5.0, 24.0, 5.0
TOGETHER, NAMED = 44.0, 3
"""Changes that begin within so many pixels share a sign, which names so many lists."""


@dataclass
class _Change:
    """What differs between two dates, or along several: each list with its first and last edition, "" = none."""

    key: str
    after: str
    by: str
    lists: dict[str, tuple[str, str]]
    places: list[float] = field(default_factory=list)


def edition_signs(
    columns: Sequence[Column], scale: Scale, text_width: Measure,
) -> tuple[tuple[float, ...], tuple[Item, ...], tuple[Mark, ...]]:
    """Places of the dotted lines, what is drawn above the columns, and the marks.

    A change that stands alone has a line over the whole height. Where changes stand close they share one sign with a
    tooth at each, for a forest of lines would hide the columns.
    """
    rules: list[float] = []
    items: list[Item] = []
    marks: list[Mark] = []
    changes = _gathered(columns, scale.places)
    for number, change in enumerate(changes):
        mark, count = f"editions:{change.key}", len(change.lists)
        words, bottom = f"{count:,}", scale.plot.top - RISE + SIGN
        wide = max(SIGN, text_width(words, SIGN_SIZE, True) + 2 * SIGN_PAD)
        middle = (change.places[0] + change.places[-1]) / 2
        left, right = change.places[0] - wide / 2, change.places[-1] + wide / 2
        if len(change.places) == 1:
            rules.append(middle)
        else:
            # Signs of neighbours stay apart.
            beyond = min(SIGN_PAD, scale.pitch / 2 - 1.5)
            left, right = min(left + wide / 2 - beyond, middle - wide / 2), max(right - wide / 2 + beyond,
                                                                               middle + wide / 2)
            items.extend(Line(x, bottom, x, bottom + TOOTH, "muted") for x in change.places)
        if bottom - SIGN >= 0.0:
            items.append(Box(left, bottom - SIGN, right - left, SIGN, "muted", "", SIGN / 2, "", mark))
            items.append(Text(middle, bottom - 4.0, words, SIGN_SIZE, True, "on_muted", "middle", mark))
            free = changes[number + 1].places[0] - SIGN if number + 1 < len(changes) else scale.edge
            lists = "list" if count == 1 else "lists"
            said = next((text for text in (f"{lists} changed", lists)
                         if right + 4.0 + text_width(text, TICK_SIZE, False) <= free), "")
            if said:
                items.append(Text(right + 4.0, bottom - 3.5, said, TICK_SIZE, False, "muted", "start", mark))
            marks.append(_mark(mark, change, count))
    return tuple(rules), tuple(items), tuple(marks)


def _gathered(columns: Sequence[Column], places: Sequence[float]) -> list[_Change]:
    """Changes from date to date, those close together as one."""
    made: list[_Change] = []
    before: tuple[Column, float] | None = None
    for column, place in zip(columns, places, strict=True):
        if column.waits:
            continue
        if before is not None:
            lists = _differing(dict(before[0].editions), dict(column.editions))
            # Half-way: the day of the change is the list's, not the picture's.
            x = (before[1] + place) / 2
            if lists and made and x - made[-1].places[0] < TOGETHER:
                _join(made[-1], column, lists, x)
            elif lists:
                made.append(_Change(column.name, before[0].as_of, column.as_of, lists, [x]))
        before = column, place
    return made


def _differing(old: dict[str, str], new: dict[str, str]) -> dict[str, tuple[str, str]]:
    found = {name: (old.get(name, ""), edition) for name, edition in new.items() if edition != old.get(name, "")}
    return found | {name: (edition, "") for name, edition in old.items() if name not in new}


def _join(change: _Change, column: Column, lists: dict[str, tuple[str, str]], x: float) -> None:
    for name, (old, new) in lists.items():
        change.lists[name] = (change.lists.get(name, (old, ""))[0], new)
    change.by = column.as_of
    change.places.append(x)


def _mark(mark: str, change: _Change, count: int) -> Mark:
    rows = [(name, _told(old, new)) for name, (old, new) in change.lists.items()]
    if len(rows) > NAMED + 1:
        rows = [*rows[:NAMED], ("and", f"{len(rows) - NAMED:,} more lists")]
    steps = len(change.places)
    when = (f"by {spell_day(change.by)}" if steps == 1
            else f"in {steps:,} steps, {spell_day(change.after)} to {spell_day(change.by)}")
    what = "list edition" if count == 1 and steps == 1 else "list editions" if steps == 1 else (
        "list" if count == 1 else "lists")
    return Mark(mark, f"{count:,} {what} changed {when}", tuple(rows), (), count)


def _told(old: str, new: str) -> str:
    if not new:
        return "no edition any more"
    return f"{spell_day(old)} to {spell_day(new)}" if old else f"new: {spell_day(new)}"
