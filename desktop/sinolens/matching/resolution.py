"""The decision order: own identifiers, issuer identifiers, confirmed decisions, exact names, candidates.

An identifier and a name that contradict each other are reported, never decided. A name alone is a hit only while
nothing in the row speaks against it; a likeness is never more than possible.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pandas as pd

from sinolens.domain.match import Match, ScreeningState
from sinolens.matching.answer import Answer, Answers
from sinolens.matching.candidates import ACCEPT_FROM, POSSIBLE_FROM, Candidate, find_candidates, is_acceptable
from sinolens.matching.codes import find_code_holders
from sinolens.matching.decisions import NONE, Decision, DecisionTable
from sinolens.matching.entities import EntityIndex
from sinolens.matching.entity import CHINA_FAMILY
from sinolens.matching.exact import ExactAnswer, find_exact
from sinolens.matching.fund_names import fund_key
from sinolens.matching.identified import Identified
from sinolens.matching.partial import name_part
from sinolens.matching.query import Query, agreement, best_name, distinct_queries
from sinolens.matching.targets import find_targets, is_private_vehicle
from sinolens.matching.unmatched import nothing_to_screen, unmatched

_WHATEVER_COUNTRY = 88.0
"""Score from which a listed Chinese company is a candidate though the row's country is another."""
_BARE = (
    "a place and common words without the whole legal form begin the names of parent, subsidiary and namesake alike: "
    "the country does not tell which, an identifier would"
)
_NAMELESS = frozenset({"residual", "split", "not_disclosed"})
"""Methods of the look-through whose lines bear no name of their own."""


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
    """Matches distinct rows against an index."""

    def __init__(self, index: EntityIndex, decisions: DecisionTable | None = None, as_of: str = "") -> None:
        self._index = index
        self._decisions = decisions or DecisionTable()
        self._as_of = as_of
        self._answers = Answers(index)
        self._identified = Identified(index, as_of)

    def match(self, queries: Sequence[Query]) -> list[Match]:
        """One match per query, in order."""
        return [answer.match for answer in self.answer(queries)]

    def answer(self, queries: Sequence[Query]) -> list[Answer]:
        """One answer per query, in order."""
        answers = [self._without_candidates(query) for query in queries]
        open_places = [place for place, answer in enumerate(answers) if answer is None]
        found = find_candidates([best_name(queries[place]) for place in open_places], self._index)
        for place, candidates in zip(open_places, found, strict=True):
            answers[place] = self._from_candidates(queries[place], candidates)
        return [answer for answer in answers if answer is not None]

    def _without_candidates(self, query: Query) -> Answer | None:
        """The answer, or None when only a likeness can give one."""
        nothing = nothing_to_screen(query, query.home(self._index.markets))
        if nothing is not None:
            return self._by_cash_name(query) or Answer(nothing)
        rejected = self._decisions.rejected_for(query.name, query.issuer_name)
        exact = find_exact(query, self._index, rejected)
        settled = self._decisions.settled_for(query.name, query.issuer_name)
        identified = self._identified.by_identifier(query, exact)
        if identified is not None and not (identified.match.conflict and settled is not None):
            return identified
        if settled is not None:
            return self._by_decision(settled)
        target = self._by_target(query)
        if target is not None:
            return target
        if exact is not None:
            return self._by_name(query, exact)
        named = self._by_fund_name(query) or self._identified.by_code(query, rejected)
        if named is not None:
            return named
        if not query.normalised.keys and not query.normalised_issuer.keys:
            return Answer(self._unmatched(query))
        return None

    def _unmatched(self, query: Query) -> Match:
        home = query.home(self._index.markets)
        return unmatched(query, home, self._as_of, names_only=self._index.names_only)

    def _by_cash_name(self, query: Query) -> Answer | None:
        """A Chinese company named in a line of cash: its paper, a deposit with it or a contract on it."""
        if not query.kind.is_cash_like or query.method in _NAMELESS:
            return None
        settled = self._decisions.settled_for(query.name, query.issuer_name)
        rejected = self._decisions.rejected_for(query.name, query.issuer_name)
        places = [
            place for place in find_targets(query.name, self._index, plain=True)
            if self._index.entities[place].is_chinese and self._index.entities[place].id not in rejected
        ]
        if settled is not None or not places:
            return self._by_decision(settled) if settled is not None else None
        return self._answers.possible(
            places[0], 80.0, f"the file calls it {query.kind.value.replace('_', ' ')}, but its name holds that of "
            f"{self._index.entities[places[0]].name}: commercial paper, a deposit or a contract on it, it may be")

    def _by_target(self, query: Query) -> Answer | None:
        """The company that a private deal's vehicle is named for: for a person to look at, whatever its name equals."""
        if query.underlying is not None or not is_private_vehicle(query.name):
            return None
        if self._index.is_name(query.normalised.compact):
            return None  # the vehicle itself is on file
        rejected = self._decisions.rejected_for(query.name, query.issuer_name)
        places = [
            place for place in find_targets(query.name, self._index)
            if self._index.entities[place].id not in rejected
        ]
        if not places:
            return None
        name = self._index.entities[places[0]].name
        return self._answers.among(
            places, 80.0, f"a vehicle of a private deal, itself not on file, whose name holds that of {name}")

    def _by_fund_name(self, query: Query) -> Answer | None:
        """A fund whose name is one on file once the custodian's abbreviations are written out."""
        if not query.kind.is_fund and query.underlying is None:
            return None
        places = self._index.fund_names.get(fund_key(query.name), set())
        if len(places) > 1:
            same = {place for place in places if self._index.instrument_of(place) == query.instrument}
            places = same if len(same) == 1 else places
        if not places:
            return None
        first = min(places, key=lambda place: self._index.entities[place].name)
        name = self._index.entities[first].name
        if len(places) == 1:
            return self._answers.hit(first, "vehicle", f"name equals {name!r} once abbreviations are written out")
        shared = f"{len(places)} funds on file share this name; the class does not tell which"
        return self._answers.possible(first, 85.0, shared)

    def _by_decision(self, decision: Decision) -> Answer:
        note = f"decided by {decision.who or 'a person'}" + (f" on {decision.when}" if decision.when else "")
        note += f": {decision.why}" if decision.why else ""
        if decision.verdict == NONE:
            return Answer(Match(ScreeningState.NONE, "confirmed", evidence=note))
        place = self._index.place_of(decision.entity)
        if place is None:
            gone = f"{note}; the entity {decision.entity} is no longer on file"
            return Answer(Match(ScreeningState.NOT_SCREENED, "not_screened", evidence=gone))
        return self._answers.hit(place, "confirmed", note)

    def _by_name(self, query: Query, exact: ExactAnswer) -> Answer:
        if len(exact.places) > 1:
            places = sorted(exact.places, key=lambda place: self._index.entities[place].name)
            return self._answers.among(
                places, 95.0, f"{len(places)} entities share the name {exact.key}; the legal form does not tell which")
        place = next(iter(exact.places))
        entity = self._index.entities[place]
        evidence = f"name equals {exact.text!r} ({exact.role})"
        home = self._home_beside(query, place)
        fits = agreement(entity, home, "" if query.underlying is not None else query.country)
        if entity.kind == "vehicle":
            return self._answers.hit(place, "vehicle", evidence)
        if query.kind.is_fund and entity.kind != "own":
            return self._answers.possible(place, 90.0, f"{evidence}, but the row is a fund")
        if fits is False and exact.other_form:
            # Another country and another legal form: a namesake, named beside the answer for whoever wonders.
            apart = f"{entity.name} bears the name too, but is of another country and legal form"
            found = self._unmatched(query)
            return Answer(replace(
                found, evidence=f"{found.evidence}; {apart}", runner_up=entity.name, runner_up_score=85.0,
            ))
        if fits is False:
            return self._answers.possible(
                place, 85.0, f"{evidence}, but the row's country is {home}: neither region nor identifier agrees",
            )
        if exact.loose:
            return self._answers.possible(place, 88.0, f"{evidence}, but {exact.loose}")
        if exact.shared or exact.others:
            others = sorted({*(self._index.entities[other].name for other in exact.shared), *exact.others})
            return Answer(Match(
                ScreeningState.POSSIBLE, "candidate", name=entity.name, score=88.0, runner_up=others[0],
                runner_up_score=88.0, evidence=f"{evidence}, but {len(others)} other names begin or read the same",
            ), place)
        code, holders = find_code_holders(query, self._index, self._as_of) if fits is None or exact.bare else ("", ())
        if place in holders:
            # Name and code together say more than either: the answer rests on both.
            return self._answers.hit(place, "ticker", f"{evidence}, and {code} is a code of it")
        if exact.bare and fits:
            return self._answers.provisional(place, 92.0, f"{evidence}, but {_BARE}")
        if fits is None and exact.doubt:
            doubtful = f"{evidence}, but {exact.doubt}"
            if exact.whole and not home:
                return self._answers.provisional(place, 92.0, doubtful)
            return self._answers.possible(place, 85.0, doubtful)
        if fits is None and place in self._index.listed and not self._is_of_chinese_list(place, home):
            alone = f"{evidence}, but neither region nor identifier agrees with it"
            if home:
                return self._answers.possible(place, 85.0, alone)
            return self._answers.provisional(place, 97.0, alone)
        return self._answers.hit(place, "name", evidence)

    def _home_beside(self, query: Query, place: int) -> str:
        """The row's home beside an entity: a U.S. code alone says nothing of one that has a line listed there."""
        home = query.home(self._index.markets)
        coded = home == "US" and not query.country
        return "" if coded and place in self._index.us_lines and self._index.entities[place].is_chinese else home

    def _is_of_chinese_list(self, place: int, home: str) -> bool:
        """An entry without a country, on a list of Chinese companies, which agrees with a Chinese row."""
        return not self._index.entities[place].countries and home in CHINA_FAMILY

    def _from_candidates(self, query: Query, candidates: list[Candidate]) -> Answer:
        rejected = self._decisions.rejected_for(query.name, query.issuer_name)
        candidates = [found for found in candidates if self._index.entities[found.entity].id not in rejected]
        plausible = [found for found in candidates if self._fits(query, found)]
        if not plausible or plausible[0].score < POSSIBLE_FROM:
            found = _with_runner_up(self._unmatched(query), candidates, self._index)
            return Answer(*name_part(query, self._index, rejected, found))
        first = plausible[0]
        entity = self._index.entities[first.entity]
        runner = plausible[1] if len(plausible) > 1 else None
        is_fund = query.kind.is_fund or query.normalised.is_fund
        home = self._home_beside(query, first.entity)
        agreed = agreement(entity, home, "" if query.underlying is not None else query.country) is not False
        accepted = agreed and not is_fund and is_acceptable(plausible, self._index)
        return Answer(Match(
            ScreeningState.POSSIBLE, "candidate", issuer_id=entity.issuer_id if accepted else "",
            entry_ids=entity.entry_ids if accepted else (), name=entity.name, score=round(first.score, 1),
            evidence=first.explain(), runner_up=self._index.entities[runner.entity].name if runner else "",
            runner_up_score=round(runner.score, 1) if runner else 0.0, provisional=accepted,
        ), first.entity)

    def _fits(self, query: Query, candidate: Candidate) -> bool:
        entity = self._index.entities[candidate.entity]
        if entity.kind == "vehicle":
            return query.kind.is_fund
        if (query.kind.is_fund or query.normalised.is_fund) and entity.kind != "own":
            return candidate.alignment.distinctive and candidate.score >= ACCEPT_FROM
        near = candidate.score >= ACCEPT_FROM
        home = self._home_beside(query, candidate.entity) if near else query.home(self._index.markets)
        if agreement(entity, home, "" if query.underlying is not None else query.country) is not False:
            return True
        # Custodians print the country of trade too: a name so near that of a listed company is for a person to judge.
        near = candidate.score >= _WHATEVER_COUNTRY and not candidate.alignment.missing_query and (
            len(candidate.alignment.pairs) > 1
            and all(pair.name.startswith(pair.query) for pair in candidate.alignment.pairs)
        )
        return near and candidate.entity in self._index.listed and (entity.is_chinese or not entity.countries)

def _with_runner_up(match: Match, candidates: list[Candidate], index: EntityIndex) -> Match:
    if not candidates:
        return match
    return replace(
        match, runner_up=index.entities[candidates[0].entity].name, runner_up_score=round(candidates[0].score, 1)
    )
