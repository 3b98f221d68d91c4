"""The answers matching gives: an entity for certain, for the time being, or in question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sinolens.domain.match import Match, ScreeningState
from sinolens.matching.entities import EntityIndex


@dataclass(frozen=True, slots=True)
class Answer:
    """A match and the entity it speaks of, hit or only possible; `entity` points into `EntityIndex.entities`."""

    match: Match
    entity: int | None = None


class Answers:
    """Makes answers about the entities of an index; a place points into `EntityIndex.entities`."""

    def __init__(self, index: EntityIndex) -> None:
        self._index = index

    def hit(self, place: int, method: str, evidence: str) -> Answer:
        """The entity is certain."""
        entity = self._index.entities[place]
        return Answer(Match(
            ScreeningState.HIT, method, entity.issuer_id, entity.entry_ids, entity.vehicle_id, entity.name, 100.0,
            evidence,
        ), place)

    def provisional(self, place: int, score: float, evidence: str) -> Answer:
        """Accepted for issuer and category until a person confirms."""
        entity = self._index.entities[place]
        return Answer(Match(
            ScreeningState.POSSIBLE, "candidate", entity.issuer_id, entity.entry_ids, entity.vehicle_id, entity.name,
            score, evidence, provisional=True,
        ), place)

    def possible(self, place: int, score: float, evidence: str) -> Answer:
        """One candidate for a person to look at."""
        entity = self._index.entities[place]
        return Answer(
            Match(ScreeningState.POSSIBLE, "candidate", name=entity.name, score=score, evidence=evidence), place
        )

    def among(self, places: Sequence[int], score: float, evidence: str) -> Answer:
        """Several candidates of one score, the first of them named and the second beside it."""
        named = [self._index.entities[place].name for place in places]
        return Answer(Match(
            ScreeningState.POSSIBLE, "candidate", name=named[0], score=score,
            runner_up=named[1] if len(named) > 1 else "", runner_up_score=score if len(named) > 1 else 0.0,
            evidence=evidence,
        ), places[0])
