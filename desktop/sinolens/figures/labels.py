"""Which words fit where: a label is drawn whole or not at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from sinolens.exposure.cube import Cube
from sinolens.figures.primitives import Measure
from sinolens.figures.text_width import text_width

LEGAL_FORMS = frozenset({
    "limited", "ltd", "incorporated", "inc", "corporation", "corp", "company", "co", "plc", "llc", "lp", "ag", "nv",
    "sa",
})
"""Trailing words a label may drop when it stays the only one of its name in the picture."""

LEAST_LETTERS = 4
"""A name cut to fewer letters tells nothing."""

_PARTS = re.compile(r",| and | with ")

width_of: Measure = lru_cache(maxsize=65536)(text_width)


@lru_cache(maxsize=16384)
def short_name(name: str) -> str:
    """The name without trailing legal forms: "Lotus Compute Holdings Co., Ltd." becomes "Lotus Compute Holdings"."""
    words = name.split()
    while len(words) > 1 and words[-1].strip(".,()").replace(".", "").casefold() in LEGAL_FORMS:
        words.pop()
    return " ".join(words).rstrip(",") or name


def brief_name(name: str) -> str:
    """The first part of a name made of several: "Vision, face and video" becomes "Vision"; never past a "not"."""
    found = _PARTS.search(name)
    rest = name[found.start():] if found else ""
    return name[:found.start()] if found and "not " not in rest.casefold() else name


def name_choices(view: Cube, dimension: str, values: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Names a label may show for each value, fullest first.

    A shorter form is offered only where no other value of the picture would look the same: a legal form can tell two
    entities apart.
    """
    names = {value: view.name(dimension, value) for value in values}
    forms = [{value: short_name(name) for value, name in names.items()}]
    if dimension == "issuer":
        forms.append({value: view.short_name(dimension, value) for value in names})
    if dimension in ("category", "group"):
        forms.append({value: brief_name(name) for value, name in names.items()})
    made = {value: [name] for value, name in names.items()}
    for form in forms:
        seen = Counter(form.values())
        for value, text in form.items():
            if text and seen[text] == 1 and text not in made[value]:
                made[value].append(text)
    return {value: tuple(found) for value, found in made.items()}


def wrap(text: str, room: float, size: float, lines: int, measure: Measure, bold: bool = False) -> tuple[str, ...]:
    """The text in at most `lines` lines none wider than `room`; empty when it does not fit whole."""
    made: list[str] = []
    current = ""
    for word in text.split():
        longer = f"{current} {word}" if current else word
        if measure(longer, size, bold) <= room:
            current = longer
            continue
        if not current or len(made) + 1 >= lines or measure(word, size, bold) > room:
            return ()
        made.append(current)
        current = word
    return (*made, current) if current else ()


def first_that_fits(choices: Sequence[str], room: float, size: float, measure: Measure, bold: bool = False) -> str:
    """The first choice no wider than `room`, or ""."""
    return next((text for text in choices if text and measure(text, size, bold) <= room), "")


def elided(
    text: str, room: float, size: float, measure: Measure, bold: bool = False, least: int = LEAST_LETTERS,
) -> str:
    """The text, cut with an ellipsis where it is wider than `room`; "" where fewer than `least` letters would stay."""
    wide = measure(text, size, bold)
    if wide <= room:
        return text
    # Starts where letters of average width would end: few texts are measured.
    for count in range(min(len(text) - 1, int(room / wide * len(text)) + 2), least - 1, -1):
        kept = text[:count].rstrip(" ,.-&(")
        if len(kept) >= least and measure(f"{kept}…", size, bold) <= room:
            return f"{kept}…"
    return ""
