"""The decision order: own identifiers, issuer identifiers, confirmed decisions, exact names, candidates.

An identifier and a name that contradict each other are reported, never decided. A name alone is a hit only while
nothing in the row speaks against it; a likeness is never more than possible.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from sinolens.domain.identifier import IdentifierKind
from sinolens.domain.match import Match, ScreeningState
from sinolens.matching.alignment import align
from sinolens.matching.candidates import POSSIBLE_FROM, Candidate, find_candidates, is_acceptable
from sinolens.matching.decisions import NONE, Decision, DecisionTable
from sinolens.matching.entities import EntityIndex
from sinolens.matching.exact import ExactAnswer, find_exact
from sinolens.matching.normaliser import NormalisedName
from sinolens.matching.query import Query, agreement, distinct_queries
from sinolens.matching.unmatched import nothing_to_screen, unmatched
from sinolens.reference.loader import Market

_OWN = (IdentifierKind.ISIN, IdentifierKind.CUSIP, IdentifierKind.SEDOL, IdentifierKind.FIGI)
_ISSUER = (IdentifierKind.LEI, IdentifierKind.USCC)
_AGREES_FROM = 35.0


def match_names(
    frame: pd.DataFrame, index: EntityIndex, decisions: Iterable[Decision] = (), as_of: str = ""
) -> tuple[list[Match], pd.Series[int]]:
    """Match every row of a table.

    Args:
        frame: positions, fund holdings or slices; columns that are missing count as empty.
        index: what can be meant.
        decisions: confirmed earlier decisions in the order they were made, without the revoked ones.
        as_of: ISO date for tickers that changed hands; "" takes today's holders.

    Returns:
        The distinct answers, and for each row which of them is its own. Rows with equal identifying cells share one.
    """
    queries, which = distinct_queries(frame)
    matches = Matcher(index, DecisionTable.of(decisions), as_of).match(queries)
    return matches, pd.Series(which, index=frame.index, dtype="int64")


class Matcher:
    """Matches distinct rows against an index. `markets` come with the index; a user's own list has none."""

    def __init__(self, index: EntityIndex, decisions: DecisionTable | None = None, as_of: str = "") -> None:
        self._index = index
        self._decisions = decisions or DecisionTable()
        self._as_of = as_of
        self._markets: dict[str, Market] = index.markets

    def match(self, queries: list[Query]) -> list[Match]:
        """One answer per query, in order."""
        answers: list[Match | None] = [self._without_candidates(query) for query in queries]
        open_places = [place for place, answer in enumerate(answers) if answer is None]
        names = [_best_name(queries[place]) for place in open_places]
        found = find_candidates(names, self._index)
        for place, candidates in zip(open_places, found, strict=True):
            answers[place] = self._from_candidates(queries[place], candidates)
        return [answer for answer in answers if answer is not None]

    def _without_candidates(self, query: Query) -> Match | None:
        nothing = nothing_to_screen(query, query.home(self._markets))
        if nothing is not None:
            return nothing
        exact = find_exact(query, self._index, self._decisions.rejected_for(query.name, query.issuer_name))
        settled = self._decisions.settled_for(query.name, query.issuer_name)
        identified = self._by_identifier(query, exact)
        if identified is not None and not (identified.conflict and settled is not None):
            return identified
        if settled is not None:
            return self._by_decision(settled)
        if exact is not None:
            return self._by_name(query, exact)
        if not query.normalised.keys and not query.normalised_issuer.keys:
            return unmatched(query, query.home(self._markets))
        return None

    def _by_identifier(self, query: Query, exact: ExactAnswer | None) -> Match | None:
        for kind in (*_OWN, IdentifierKind.TICKER, *_ISSUER):
            value = str(getattr(query, kind.value))
            if kind is IdentifierKind.TICKER:
                places = self._index.identifiers.find_ticker(query.mic, value, self._as_of)
                label = f"ticker {value} on {query.mic}"
            else:
                places = self._index.identifiers.find(kind, value) if value else frozenset()
                label = f"{kind.value.upper()} {value}"
            if len(places) != 1:
                continue
            place = next(iter(places))
            contrary = self._contrary(query, place, exact)
            entity = self._index.entities[place]
            if not contrary:
                return self._hit(place, kind.value, 100.0, label)
            return Match(
                ScreeningState.POSSIBLE, kind.value, name=entity.name, score=50.0,
                evidence=f"{label} belongs to {entity.name}", runner_up=contrary,
                conflict=f"{label} belongs to {entity.name}, but the name reads {contrary}",
            )
        return None

    def _contrary(self, query: Query, place: int, exact: ExactAnswer | None) -> str:
        """The name that speaks against an identifier, "" when none does."""
        names = [name for name in (query.normalised, query.normalised_issuer) if name.keys]
        if not names:
            return ""
        known = self._index.names_of(place)
        if any(key in other.keys for name in names for key in name.keys for other in known):
            return ""
        if exact is not None and len(exact.places) == 1 and place not in exact.places:
            return self._index.entities[next(iter(exact.places))].name
        if any(self._reads_like(name, other) for name in names for other in known):
            return ""
        comparable = any(_same_script(name, other) for name in names for other in known)
        return (query.name or query.issuer_name)[:80] if comparable else ""

    def _reads_like(self, name: NormalisedName, other: NormalisedName) -> bool:
        return align(name.words, other.words, name.length, self._index.weights).score >= _AGREES_FROM

    def _by_decision(self, decision: Decision) -> Match:
        note = f"decided by {decision.who or 'a person'}" + (f" on {decision.when}" if decision.when else "")
        note += f": {decision.why}" if decision.why else ""
        if decision.verdict == NONE:
            return Match(ScreeningState.NONE, "confirmed", evidence=note)
        place = self._index.place_of(decision.entity)
        if place is None:
            return Match(
                ScreeningState.NOT_SCREENED, "not_screened",
                evidence=f"{note}; the entity {decision.entity} is no longer on file",
            )
        return self._hit(place, "confirmed", 100.0, note)

    def _by_name(self, query: Query, exact: ExactAnswer) -> Match:
        if len(exact.places) > 1:
            named = sorted(self._index.entities[place].name for place in exact.places)
            return Match(
                ScreeningState.POSSIBLE, "candidate", name=named[0], score=95.0, runner_up=named[1],
                runner_up_score=95.0, evidence=f"{len(named)} entities share the name {exact.key}; the legal form does "
                "not tell which",
            )
        place = next(iter(exact.places))
        entity = self._index.entities[place]
        evidence = f"name equals {exact.text!r} ({exact.role})"
        fits = agreement(entity, query.home(self._markets))
        if entity.kind == "vehicle":
            return self._hit(place, "vehicle", 100.0, evidence)
        if query.kind.is_fund and entity.kind != "own":
            return self._possible(place, 90.0, f"{evidence}, but the row is a fund")
        if fits is False:
            return self._possible(
                place, 85.0, f"{evidence}, but the row's country is {query.home(self._markets)}: neither region nor "
                "identifier agrees",
            )
        if fits is None and exact.doubt:
            return self._possible(place, 85.0, f"{evidence}, but {exact.doubt}")
        return self._hit(place, "name", 100.0, evidence)

    def _from_candidates(self, query: Query, candidates: list[Candidate]) -> Match:
        home = query.home(self._markets)
        rejected = self._decisions.rejected_for(query.name, query.issuer_name)
        candidates = [found for found in candidates if self._index.entities[found.entity].id not in rejected]
        plausible = [found for found in candidates if self._fits(query, found, home)]
        if not plausible or plausible[0].score < POSSIBLE_FROM:
            return _with_runner_up(unmatched(query, home), candidates, self._index)
        first = plausible[0]
        entity = self._index.entities[first.entity]
        runner = plausible[1] if len(plausible) > 1 else None
        accepted = not query.kind.is_fund and is_acceptable(plausible, self._index)
        return Match(
            ScreeningState.POSSIBLE, "candidate", issuer_id=entity.issuer_id if accepted else "",
            entry_ids=entity.entry_ids if accepted else (), name=entity.name, score=round(first.score, 1),
            evidence=first.explain(), runner_up=self._index.entities[runner.entity].name if runner else "",
            runner_up_score=round(runner.score, 1) if runner else 0.0, provisional=accepted,
        )

    def _fits(self, query: Query, candidate: Candidate, home: str) -> bool:
        entity = self._index.entities[candidate.entity]
        if entity.kind == "vehicle":
            return query.kind.is_fund
        if query.kind.is_fund and entity.kind != "own":
            return candidate.alignment.distinctive and candidate.score >= 90.0
        return agreement(entity, home) is not False

    def _hit(self, place: int, method: str, score: float, evidence: str) -> Match:
        entity = self._index.entities[place]
        return Match(
            ScreeningState.HIT, method, entity.issuer_id, entity.entry_ids, entity.vehicle_id, entity.name, score,
            evidence,
        )

    def _possible(self, place: int, score: float, evidence: str) -> Match:
        entity = self._index.entities[place]
        return Match(ScreeningState.POSSIBLE, "candidate", name=entity.name, score=score, evidence=evidence)


def _best_name(query: Query) -> NormalisedName:
    """The name to look for: the issuer's when the source gives one and it is longer, else the security's."""
    issuer, own = query.normalised_issuer, query.normalised
    return issuer if len(issuer.words) > len(own.words) else own


def _same_script(left: NormalisedName, right: NormalisedName) -> bool:
    return bool(left.tokens) == bool(right.tokens) or bool(left.tokens and right.tokens)


def _with_runner_up(match: Match, candidates: list[Candidate], index: EntityIndex) -> Match:
    if not candidates:
        return match
    return replace(
        match, runner_up=index.entities[candidates[0].entity].name, runner_up_score=round(candidates[0].score, 1)
    )
