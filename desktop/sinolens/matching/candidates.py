"""Which entities a name may mean when no exact key says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sinolens.matching.alignment import Alignment, align
from sinolens.matching.chinese import align_chinese, has_other_form
from sinolens.matching.entities import EntityIndex
from sinolens.matching.glued import separate
from sinolens.matching.normaliser import NormalisedName

POSSIBLE_FROM = 78.0
"""Smallest score shown as possible."""
ACCEPT_FROM = 90.0
"""Smallest score that is accepted for issuer and category until a person confirms; the distinctive-token rule too."""
ACCEPT_MARGIN = 3.0
"""How far the next entity must be behind an accepted one."""
BEGINNING_SCORE = 80.0
"""Score of a name that begins as the row's does, or whose telling Chinese word the row has: worth a look."""
_OTHER_FORM = 88.0
"""A Chinese name whose legal form is another: a different legal entity, to be looked at."""
_LEAST_COSINE = 0.34
_MOST_NAMES = 10


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that a name may mean, by the best of its names. `entity` points into `EntityIndex.entities`."""

    entity: int
    name: str
    alignment: Alignment

    @property
    def score(self) -> float:
        """0 to 100."""
        return self.alignment.score

    def explain(self) -> str:
        """The words that matched and those left over, for people."""
        words = ", ".join(
            pair.query if pair.query == pair.name else f"{pair.query} as {pair.name}" for pair in self.alignment.pairs
        )
        text = f"matched {words}" if words else "no whole word matched"
        left = [
            *(f"{word} only in the row" for word in self.alignment.missing_query),
            *(f"{word} only in the entity" for word in self.alignment.missing_name),
        ]
        return text + (f"; {', '.join(left)}" if left else "")


def find_candidates(
    names: Sequence[NormalisedName], index: EntityIndex, most: int = 3, least: float = 30.0
) -> list[list[Candidate]]:
    """Entities nearest to each name, best first.

    Args:
        names: names taken apart.
        index: what to search.
        most: entities per name.
        least: smallest score.

    Returns:
        One list per name; empty where nothing is near.
    """
    names = [separate(_in_telling_script(name, index), index.weights) for name in names]
    near = index.trigrams.search([name.words for name in names], _LEAST_COSINE, _MOST_NAMES)
    again = [
        place for place, (name, found) in enumerate(zip(names, near, strict=True))
        if not found and name.words and all(index.weights.is_known(word) for word in name.words[:2])
    ]
    # Names of common words alone have no rare trigram to be found by.
    more = index.trigrams.search([names[place].words for place in again], _LEAST_COSINE, _MOST_NAMES, common=True)
    for place, found in zip(again, more, strict=True):
        near[place] = found
    return [_rank(name, places, index, most, least) for name, places in zip(names, near, strict=True)]


def _in_telling_script(name: NormalisedName, index: EntityIndex) -> NormalisedName:
    """Of a name in two scripts the Chinese one, where nothing in Latin letters tells a company."""
    if name.han and name.tokens and not any(index.weights.is_telling(word) for word in name.tokens):
        return replace(name, tokens=())
    return name


def _find_beginnings(name: NormalisedName, index: EntityIndex) -> list[int]:
    if not name.tokens:
        return index.beginnings.within(name)
    # A cut name is the beginning of the whole one as it is typed, or once abbreviations are written out.
    places = index.beginnings.longer(name.compact)
    if not name.forms:
        # Where the legal form stands nothing was cut away before it.
        places = list(dict.fromkeys([*places, *index.beginnings.longer("".join(name.tokens))]))
    return places


def _rank(name: NormalisedName, places: Sequence[int], index: EntityIndex, most: int, least: float) -> list[Candidate]:
    best: dict[int, Candidate] = {}
    beginnings = _find_beginnings(name, index)
    begun, near = set(beginnings), set(places)
    for place in dict.fromkeys([*places, *beginnings]):
        known = index.names[place]
        if not name.tokens:
            whole = index.has_whole_chinese_name(known.entity)
            alignment = align_chinese(name, known.normalised, whole_known=whole)
            if has_other_form(name, (other.normalised for other in index.names_of(known.entity))):
                alignment = replace(alignment, score=min(alignment.score, _OTHER_FORM), distinctive=False)
        else:
            alignment = align(name.words, known.normalised.words, name.length, index.weights)
        if place in begun and name.tokens:
            # A beginning alone is worth a look, never enough to accept.
            score = max(alignment.score, BEGINNING_SCORE)
            alignment = replace(alignment, score=score, distinctive=alignment.distinctive and place in near)
        earlier = best.get(known.entity)
        if alignment.score >= least and (earlier is None or alignment.score > earlier.score):
            best[known.entity] = Candidate(known.entity, known.text, alignment)
    return sorted(best.values(), key=lambda found: (-found.score, found.entity))[:most]


def is_acceptable(candidates: Sequence[Candidate], index: EntityIndex) -> bool:
    """Whether the best candidate passes the auto-accept rule: score, telling words, Chinese, and no close second."""
    if not candidates:
        return False
    first = candidates[0]
    if first.score < ACCEPT_FROM or not first.alignment.distinctive or not index.entities[first.entity].is_chinese:
        return False
    return len(candidates) == 1 or first.score - candidates[1].score >= ACCEPT_MARGIN
