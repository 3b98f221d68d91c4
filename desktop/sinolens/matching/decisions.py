"""What people decided about strings. A decision applies to every row with the same string."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sinolens.matching.normaliser import fold

SAME = "same"
DIFFERENT = "different"
NONE = "none"
VERDICTS = (SAME, DIFFERENT, NONE)


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision.

    Attributes:
        string: name as the source types it.
        entity: id of the entity decided about; empty for "none".
        verdict: "same" (the string means the entity), "different" (it does not), "none" (it means no entity on file).
        who, when, why: the person, ISO date and reason.
    """

    string: str
    entity: str
    verdict: str
    who: str = ""
    when: str = ""
    why: str = ""

    def __post_init__(self) -> None:
        if self.verdict not in VERDICTS:
            raise ValueError(f"verdict {self.verdict!r} is none of {', '.join(VERDICTS)}")


def string_key(string: str) -> str:
    """What makes two strings the same for decisions: the characters, but not case, width or runs of blanks."""
    return " ".join(fold(string).split())


@dataclass
class DecisionTable:
    """Decisions by string. A later decision about the same string and entity replaces the earlier."""

    settled: dict[str, Decision] = field(default_factory=dict)
    rejected: dict[str, dict[str, Decision]] = field(default_factory=dict)

    @classmethod
    def of(cls, decisions: Iterable[Decision]) -> DecisionTable:
        """Arrange decisions, in the order they were made."""
        table = cls()
        for decision in decisions:
            key = string_key(decision.string)
            if not key:
                continue
            if decision.verdict == DIFFERENT:
                table.rejected.setdefault(key, {})[decision.entity] = decision
                earlier = table.settled.get(key)
                if earlier is not None and earlier.entity == decision.entity:
                    del table.settled[key]
            else:
                table.settled[key] = decision
                table.rejected.get(key, {}).pop(decision.entity, None)
        return table

    def settled_for(self, *strings: str) -> Decision | None:
        """The decision that settles the first of the strings that has one."""
        if not self.settled:
            return None
        return next((found for string in strings if (found := self.settled.get(string_key(string)))), None)

    def rejected_for(self, *strings: str) -> frozenset[str]:
        """Ids of entities the strings were decided not to mean."""
        if not self.rejected:
            return frozenset()
        return frozenset(entity for string in strings for entity in self.rejected.get(string_key(string), ()))
