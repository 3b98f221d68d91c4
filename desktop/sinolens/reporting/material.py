"""What every section of the report is made from, and the short ways to make its cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sinolens.domain.money import format_compact
from sinolens.exposure.analysis import Analysis
from sinolens.exposure.comparison import Comparison
from sinolens.exposure.cube import Cube
from sinolens.exposure.headline import Headline, headline
from sinolens.reporting.document import Audience, Money, Query, Share
from sinolens.reporting.lines import NUMBERED, number_of, printed_code
from sinolens.reporting.wording import Wording

CHINA_AI = ("scope", "china_ai")
NOT_IDENTIFIED = "Not identified"
_MEASURES = {"full": "value", "low": "low", "base": "base", "high": "high"}


@dataclass(frozen=True, slots=True)
class Material:
    """An analysis with its cube, headline and words.

    `previous` is an earlier analysis to compare with and `comparison` what changed since, None where names of
    companies must not be told. `shocks` are the figures the user entered for scenarios, by mark of the effect.
    """

    analysis: Analysis
    cube: Cube
    headline: Headline
    audience: Audience
    wording: Wording
    previous: Analysis | None = None
    numbers: dict[str, dict[str, int]] = field(default_factory=dict)
    before: Headline | None = None
    before_cube: Cube | None = None
    comparison: Comparison | None = None
    shocks: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        analysis: Analysis,
        audience: Audience,
        wording: Wording,
        previous: Analysis | None,
        comparison: Comparison | None = None,
        shocks: Mapping[str, float] | None = None,
    ) -> Material:
        """Everything that is worked out once for a report."""
        cube = Cube(analysis)
        before = Cube(previous) if previous is not None else None
        return cls(
            analysis,
            cube,
            headline(cube),
            audience,
            wording,
            previous,
            {dimension: number_of(cube, dimension) for dimension in NUMBERED},
            headline(before) if before is not None else None,
            before,
            comparison,
            shocks or {},
        )

    def sum(self, cents: int, *where: tuple[str, str | int], measure: str = "full") -> Money:
        """An amount with the query that yields it again over the lines."""
        asked = tuple((name, printed_code(name, value) if isinstance(value, str) else value) for name, value in where)
        return Money(cents, Query(_MEASURES.get(measure, measure), asked))

    def label(self, dimension: str, value: str) -> str:
        """Name of a value for people; what is not identified is told from what has no tier."""
        if printed_code(dimension, value) != value:
            return NOT_IDENTIFIED
        return self.cube.label(dimension, value)

    def of_pool(self, cents: int) -> Share:
        """A share of the whole analysis."""
        return Share(cents, self.headline.pool)

    def key(self, dimension: str, value: str) -> tuple[str, int]:
        """Condition of a query for a value that people typed: its number, not its text."""
        return f"{dimension}_no", self.numbers[dimension][value]


def has_shorts(m: Material) -> bool:
    """Whether a short line is netted in the China-AI figures."""
    return bool(m.cube.by("scope", "short").get("china_ai", 0))


def weighted_note(m: Material) -> str:
    """What bounds the AI-weighted figures: unknown intensities and short lines; "" when there are none."""
    unknown, lead = m.headline.unknown_intensity, m.wording.lead
    notes = (
        lead["unknown_intensity"].format(value=format_compact(unknown)) if unknown else "",
        lead["shorts"] if has_shorts(m) else "",
    )
    return " ".join(note for note in notes if note)


def by_size(totals: dict[str, int]) -> list[str]:
    """Keys by amount, largest first, ties by name."""
    return sorted(totals, key=lambda name: (-totals[name], name))
