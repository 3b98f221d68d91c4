"""Which words fit where: a label is drawn whole or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from sinolens.figures.primitives import Measure
from sinolens.figures.text_width import text_width

LEGAL_FORMS = frozenset({
    "limited", "ltd", "incorporated", "inc", "corporation", "corp", "company", "co", "plc", "llc", "lp", "ag", "nv",
    "sa",
})
"""Trailing words a label may drop when it stays the only one of its name in the picture."""

width_of: Measure = lru_cache(maxsize=65536)(text_width)


def short_name(name: str) -> str:
    """The name without trailing legal forms: "Lotus Compute Holdings Co., Ltd." becomes "Lotus Compute Holdings"."""
    words = name.split()
    while len(words) > 1 and words[-1].strip(".,()").replace(".", "").casefold() in LEGAL_FORMS:
        words.pop()
    return " ".join(words).rstrip(",") or name


def short_names(names: Iterable[str]) -> dict[str, str]:
    """Short form of each name, the full one where two would look alike: a legal form can tell two entities apart."""
    full = sorted(set(names))
    shorts = {name: short_name(name) for name in full}
    seen = Counter(shorts.values())
    return {name: short if seen[short] == 1 else name for name, short in shorts.items()}


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
