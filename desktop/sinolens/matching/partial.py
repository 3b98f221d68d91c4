"""What is said of a row without a candidate whose name holds that of a listed company, or links to something else."""

from __future__ import annotations

from dataclasses import replace

from sinolens.domain.instrument import Instrument
from sinolens.domain.match import Match, ScreeningState
from sinolens.domain.region import Region
from sinolens.matching.affiliates import find_branded, find_inside, find_owners, is_wrapper
from sinolens.matching.entities import EntityIndex
from sinolens.matching.lexicon import find_index
from sinolens.matching.query import Query
from sinolens.matching.region import LINKED

PART_SCORE = 80.0
"""Score of a company whose name is only a part of the row's."""


def name_part(
    query: Query, index: EntityIndex, rejected: frozenset[str], found: Match
) -> tuple[Match, int | None]:
    """The answer once a listed company whose name is part of the row's is named, and the entity it speaks of.

    Where the row would be cleared for its country, that company is a candidate; where it is not screened anyway, it
    stands beside the answer.

    Args:
        query: the row.
        index: what can be meant.
        rejected: ids of entities that a person ruled out for the row.
        found: what is said of the row otherwise.
    """
    if query.kind.is_fund or query.normalised.is_fund or index.names_only:
        return found, None
    if query.underlying is None and is_wrapper(query.name):
        return _name_wrapped(query, index, rejected, found)
    text = query.name if query.underlying is None else query.underlying.text
    direct = query.kind is Instrument.DIRECT_PRIVATE
    owners = [
        place for place in (find_owners(text, index) or (find_branded(text, index) if direct else ()))
        if index.entities[place].id not in rejected
    ]
    if not owners:
        return found, None
    carried = (
        f"the name carries that of {index.entities[owners[0]].name} beside words of places, trades or finance: an "
        "affiliate or a financing vehicle, it may be; whose it is nothing on file says"
    )
    if found.state is not ScreeningState.NONE and not direct:
        beside = index.entities[owners[0]].name
        return replace(
            found, evidence=f"{found.evidence}; {carried}", runner_up=beside, runner_up_score=PART_SCORE), None
    return _candidate(owners, index, carried)


def _name_wrapped(
    query: Query, index: EntityIndex, rejected: frozenset[str], found: Match
) -> tuple[Match, int | None]:
    """A bank's paper on something else: the company it names, or the question which it is."""
    places = find_inside(query.name, index, rejected)
    if places:
        name = index.entities[places[0]].name
        return _candidate(
            places, index, f"paper of a bank whose name holds that of {name}: linked to its shares, it may be")
    if find_index(query.name) in (Region.OTHER.value, Region.TAIWAN.value):
        return found, None
    return replace(found, state=ScreeningState.NOT_SCREENED, method="not_screened", evidence=LINKED), None


def _candidate(places: list[int], index: EntityIndex, evidence: str) -> tuple[Match, int]:
    named = [index.entities[place].name for place in places]
    return Match(
        ScreeningState.POSSIBLE, "candidate", name=named[0], score=PART_SCORE,
        runner_up=named[1] if len(named) > 1 else "", runner_up_score=PART_SCORE if len(named) > 1 else 0.0,
        evidence=evidence,
    ), places[0]
