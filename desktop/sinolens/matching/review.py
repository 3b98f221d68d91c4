"""The review queue: names that wait for a person, by the money that depends on them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from sinolens.domain.match import Match, ScreeningState
from sinolens.matching.alignment import Alignment, WordPair, align
from sinolens.matching.candidates import Candidate, find_candidates
from sinolens.matching.codes import find_code_holders, find_typed_holders
from sinolens.matching.contradiction import contrary_name
from sinolens.matching.decisions import Decision, DecisionTable, string_key
from sinolens.matching.entities import EntityIndex
from sinolens.matching.exact import find_exact
from sinolens.matching.identified import CODE_SCORE
from sinolens.matching.query import Query, best_name, distinct_queries
from sinolens.matching.targets import find_targets, is_private_vehicle


@dataclass(frozen=True, slots=True)
class ReviewCandidate:
    """One entity offered for a string.

    Attributes:
        entity_id: what a decision about it names.
        issuer_id, entry_ids, vehicle_id: what it stands for.
        name: of the entity.
        spelling: the known name that came nearest.
        score: 0 to 100.
        pairs: words of the string and of the spelling that match.
        missing_string, missing_name: words left over on either side.
        countries: where the entity is at home.
        explanation: the same in words.
    """

    entity_id: str
    issuer_id: str
    entry_ids: tuple[str, ...]
    vehicle_id: str
    name: str
    spelling: str
    score: float
    pairs: tuple[WordPair, ...]
    missing_string: tuple[str, ...]
    missing_name: tuple[str, ...]
    countries: frozenset[str]
    explanation: str


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One string that waits for a decision.

    Attributes:
        string: name as the source types it; a decision applies to every row with it.
        match: the answer so far, with its conflict.
        rows: row numbers of the table that carry it.
        market_value: cents, absolute values added, so that a short and a long do not hide each other.
        identifiers: the identifying cells of the first of its rows that are not empty.
        candidates: best first.
    """

    string: str
    match: Match
    rows: tuple[int, ...]
    market_value: int
    identifiers: tuple[tuple[str, str], ...]
    candidates: tuple[ReviewCandidate, ...]


def review_queue(
    frame: pd.DataFrame,
    matches: Sequence[Match],
    match_index: pd.Series[int],
    index: EntityIndex,
    decisions: Iterable[Decision] = (),
    also: Collection[int] = (),
) -> list[ReviewItem]:
    """Strings that a person should decide, largest amount first.

    Args:
        frame: positions or slices with `market_value` in cents.
        matches: answers of `match_names` for the frame.
        match_index: which answer each row has.
        index: the index they were matched against.
        decisions: entities already rejected for a string are not offered again.
        also: numbers of further answers that wait, such as names nothing is like whose tier is unresolved for it.
    """
    waiting = [place for place, match in enumerate(matches) if needs_review(match) or place in also]
    if not waiting:
        return []
    which = match_index.to_numpy()
    chosen = frame[match_index.isin(waiting).to_numpy()]
    own = which[match_index.isin(waiting).to_numpy()]
    queries, query_index = distinct_queries(chosen)
    groups: dict[str, list[int]] = {}
    for row, query_place in enumerate(query_index.tolist()):
        query = queries[query_place]
        groups.setdefault(string_key(query.name or query.issuer_name), []).append(row)
    positions = [int(label) for label in pd.RangeIndex(len(frame))[match_index.isin(waiting).to_numpy()]]
    values = chosen["market_value"].abs().to_numpy()
    heads = [queries[int(query_index[rows[0]])] for rows in groups.values()]
    ranked = rank_entities(heads, index, decisions)
    items = [
        ReviewItem(
            query.name or query.issuer_name, matches[int(own[rows[0]])], tuple(positions[row] for row in rows),
            int(values[rows].sum()), query.identifiers(),
            tuple(_offer(candidate, index) for candidate in candidates),
        )
        for query, rows, candidates in zip(heads, groups.values(), ranked, strict=True)
    ]
    return sorted(items, key=lambda item: (-item.market_value, item.string))


def needs_review(match: Match) -> bool:
    """Whether a person should look: a possible match, a provisional one, or an identifier against a name."""
    return match.state is ScreeningState.POSSIBLE or match.provisional or bool(match.conflict)


def rank_entities(
    queries: Sequence[Query], index: EntityIndex, decisions: Iterable[Decision] = (), most: int = 5
) -> list[list[Candidate]]:
    """Entities each query may mean, best first: those that bear the very name, then the nearest.

    Args:
        queries: rows.
        index: what to search.
        decisions: entities rejected for a string are left out.
        most: entities per query.
    """
    table = DecisionTable.of(decisions)
    near = find_candidates([best_name(query) for query in queries], index, most)
    ranked = []
    for query, candidates in zip(queries, near, strict=True):
        rejected = table.rejected_for(query.name, query.issuer_name)
        exact = find_exact(query, index, rejected)
        if exact is not None:
            same = [_exact_candidate(place, query, index) for place in sorted(exact.places)]
        else:
            same = [_target_candidate(place, query, index) for place in _targets(query, index, rejected)] or [
                _by_code(_target_candidate(place, query, index)) for place in _code_holders(query, index, rejected)
            ]
        known = {candidate.entity for candidate in same}
        rest = [
            candidate for candidate in candidates
            if candidate.entity not in known and index.entities[candidate.entity].id not in rejected
        ]
        ranked.append([*same, *rest][:most])
    return ranked


def _targets(query: Query, index: EntityIndex, rejected: Collection[str]) -> list[int]:
    if not is_private_vehicle(query.name):
        return []
    return [place for place in find_targets(query.name, index) if index.entities[place].id not in rejected]


def _by_code(candidate: Candidate) -> Candidate:
    """A candidate by its code, whatever its names are like."""
    return replace(candidate, alignment=replace(candidate.alignment, score=max(candidate.score, CODE_SCORE)))


def _code_holders(query: Query, index: EntityIndex, rejected: Collection[str]) -> list[int]:
    """The entities whose code, of a market that is not given, the row bears or its name is."""
    code, places = find_code_holders(query, index, "")
    if code:
        places = frozenset(place for place in places if not contrary_name(query, place, None, index))
    else:
        _, places = find_typed_holders(query, index, "")
    return sorted(
        (place for place in places if index.entities[place].id not in rejected),
        key=lambda place: index.entities[place].name,
    )


def _target_candidate(place: int, query: Query, index: EntityIndex) -> Candidate:
    name = best_name(query)
    near = [
        Candidate(place, known.text, align(name.words, known.normalised.words, name.length, index.weights))
        for known in index.names_of(place)
    ]
    return max(near, key=lambda candidate: candidate.score)


def _exact_candidate(place: int, query: Query, index: EntityIndex) -> Candidate:
    name = best_name(query)
    best = max(
        (Candidate(place, known.text, align(name.words, known.normalised.words, name.length, index.weights))
         for known in index.names_of(place)),
        key=lambda candidate: candidate.score,
    )
    alignment = best.alignment
    full = Alignment(100.0, alignment.pairs, alignment.missing_query, alignment.missing_name, alignment.distinctive)
    return Candidate(place, best.name, full)


def _offer(candidate: Candidate, index: EntityIndex) -> ReviewCandidate:
    entity = index.entities[candidate.entity]
    alignment = candidate.alignment
    return ReviewCandidate(
        entity.id, entity.issuer_id, entity.entry_ids, entity.vehicle_id, entity.name, candidate.name,
        round(candidate.score, 1), alignment.pairs, alignment.missing_query, alignment.missing_name, entity.countries,
        candidate.explain(),
    )
