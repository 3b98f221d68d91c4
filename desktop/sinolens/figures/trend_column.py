"""What one date of the figure over time shows, read from its cube once: little enough to keep for many dates."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sinolens.exposure.cube import Cube
from sinolens.exposure.selection import Selection
from sinolens.exposure.wholes import whole_of
from sinolens.figures.reading import CHINA_AI, KNOWLEDGE, PARTS, TIERS, Quality, part_place, scoped, worst_of


@dataclass(frozen=True, slots=True)
class Part:
    """What stands in a column in one colour and pattern; cents."""

    tier: str
    knowledge: str
    value: int
    quality: Quality


@dataclass(frozen=True)
class Column:
    """One as-of date through a filter.

    Attributes:
        key: names its state, "" = the one that is open.
        label: what people call the state.
        as_of: ISO date.
        parts: most severe tier first, what is known before what is estimated.
        hidden: cents that funds do not disclose, with how well and from when they are known.
        pool: cents of everything in the filter.
        whole: cents that all shares are of, named `of`; without a name each amount has a whole of its own.
        editions: short title of each list to the ISO date of the edition used.
        waits: it is not read yet, and holds no numbers.
    """

    key: str
    label: str
    as_of: str
    parts: tuple[Part, ...] = ()
    hidden: int = 0
    hidden_quality: Quality = ("", "")
    pool: int = 0
    whole: int = 0
    of: str = ""
    editions: tuple[tuple[str, str], ...] = ()
    waits: bool = False

    @property
    def name(self) -> str:
        """What its marks are called by."""
        return self.key or "open"

    @cached_property
    def total(self) -> int:
        """Net sum of the parts."""
        return sum(part.value for part in self.parts)

    @cached_property
    def top(self) -> int:
        """How far it stands above the zero line."""
        return sum(part.value for part in self.parts if part.value > 0)

    @cached_property
    def foot(self) -> int:
        """How far it hangs below the zero line, negative."""
        return sum(part.value for part in self.parts if part.value < 0)

    @property
    def quality(self) -> Quality:
        """Of the whole column."""
        return worst_of(part.quality for part in self.parts)


def read_column(
    key: str, label: str, view: Cube, measure: str = "full", against: str = "", asked: Selection | None = None,
) -> Column:
    """What a date shows of a view of its cube.

    Args:
        key: names its state, "" = the one that is open.
        label: what people call the state.
        view: filtered already.
        measure: see `Cube`.
        against: what shares are of, one of `exposure.measures.DENOMINATORS`; "" = each amount has a whole of its own.
        asked: the filter as the user set it, which that depends on; None = that of the view.
    """
    found = scoped(view, CHINA_AI, ("tier", "knowledge"), measure)
    quality = view.rolled_quality(PARTS, CHINA_AI)
    parts = sorted(((tier, kind, value) for (tier, kind), value in found.items() if value),
                   key=lambda part: (TIERS.index(part[0]), KNOWLEDGE.index(part[1])))
    hidden = view.by("scope", measure, ("not_disclosed",)).get("not_disclosed", 0)
    told = view.rolled_quality((("scope", {"not_disclosed": 0}),)).get((0,), ("", "")) if hidden else ("", "")
    editions = {state.short_title: state.edition.edition for state in view.analysis.lists if state.edition is not None}
    against_it = whole_of(view, asked if asked is not None else view.selection, against) if against else None
    whole, of = (against_it.cents, against_it.name) if against_it is not None else (0, "")
    return Column(
        key, label, view.analysis.as_of,
        tuple(Part(tier, kind, value, quality.get(part_place(tier, kind), ("", ""))) for tier, kind, value in parts),
        hidden, told, view.total(measure), whole, of, tuple(editions.items()),
    )
