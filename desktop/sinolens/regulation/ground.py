"""What the rules found about one set of facts, before it is put together into a status."""

from __future__ import annotations

from dataclasses import dataclass, field

from sinolens.domain.day import spell_day
from sinolens.domain.rule import Rule, RuleStage
from sinolens.domain.tier import Actions, Clock, Trigger
from sinolens.regulation.calendar import make_clock


@dataclass(frozen=True, slots=True)
class Ground:
    """One certain reason for a sub-code: the trigger, the stage of its rule, its clocks, and what would change it."""

    trigger: Trigger
    stage: RuleStage
    clocks: tuple[Clock, ...] = ()
    evidence: tuple[str, ...] = ()
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something unresolved.

    Attributes:
        weak: it replaces "none identified" but does not stand beside a trigger as a code.
        binding: what is unresolved could bar dealing; the answer of a list that bars nothing cannot.
    """

    code: str
    text: str
    evidence: tuple[str, ...] = ()
    weak: bool = False
    binding: bool = True


@dataclass(slots=True)
class Outcome:
    """Collects what the rules say, one after another.

    Attributes:
        limits: what a rule leaves of dealing without giving a code: of a further purchase, say.
        basis: what answers where no name of its own was screened.
    """

    grounds: list[Ground] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    clocks: list[Clock] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)
    limits: list[Actions] = field(default_factory=list)
    basis: str = ""

    def add(self, other: Outcome) -> None:
        """Take over what another outcome holds."""
        self.grounds += other.grounds
        self.doubts += other.doubts
        self.notes += other.notes
        self.clocks += other.clocks
        self.evidence += other.evidence
        self.limits += other.limits


def key_clocks(rule: Rule, as_of: str) -> tuple[Clock, ...]:
    """The days fixed by law that go with a rule, as far as the law was known on the day."""
    return tuple(make_clock(key.label, key.date, as_of, rule.id) for key in rule.key_dates if key.known_from <= as_of)


def is_binding(rule: Rule) -> bool:
    """Whether any stage of a rule restricts what may be done."""
    return any(stage.actions != Actions() for stage in rule.stages)


def cite(citation: str, verified: bool) -> str:
    """A citation with its mark, as every text prints it."""
    return f"{citation} [{'verified' if verified else 'unverified'}]"


def name_list(short_title: str) -> str:
    """A list's title as it stands in a sentence: "the Some List", but "Section 7" without an article."""
    return f"the {short_title}" if short_title.casefold().endswith(("list", "names")) else short_title


def place_on(short_title: str) -> str:
    """Where an entry stands: "on the Some List", but "in Section 7"."""
    named = name_list(short_title)
    return f"in {named}" if named == short_title else f"on {named}"


def is_named_on(short_title: str) -> str:
    """What is said of an entry: "appears on the Some List", "is named in Section 7"."""
    place = place_on(short_title)
    return f"is named {place}" if place.startswith("in ") else f"appears {place}"


def since(label: str, day: str) -> str:
    """A label with its date ("listed 3 Jun 2021"), or "" without a date."""
    return f"{label} {spell_day(day)}" if day else ""
