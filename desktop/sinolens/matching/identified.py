"""Answers by identifiers and codes: an identifier decides unless the name speaks against it, a bare code proposes."""

from __future__ import annotations

from sinolens.domain.identifier import IdentifierKind
from sinolens.domain.match import Match, ScreeningState
from sinolens.matching.answer import Answer, Answers
from sinolens.matching.codes import find_code_holders, find_typed_holders, is_mainland_code
from sinolens.matching.contradiction import contrary_name
from sinolens.matching.entities import EntityIndex
from sinolens.matching.exact import ExactAnswer
from sinolens.matching.partial import PART_SCORE
from sinolens.matching.query import Query

_ORDER = tuple((kind, kind.value) for kind in (
    IdentifierKind.ISIN, IdentifierKind.CUSIP, IdentifierKind.SEDOL, IdentifierKind.FIGI, IdentifierKind.TICKER,
    IdentifierKind.LEI, IdentifierKind.USCC,
))
CODE_SCORE = 85.0
"""Score of an entity that a code without a market proposes."""


class Identified:
    """Answers for the rows of one index on one day; `as_of` is an ISO date, "" takes today's holders of tickers."""

    def __init__(self, index: EntityIndex, as_of: str) -> None:
        self._index, self._as_of, self._answers = index, as_of, Answers(index)

    def by_identifier(self, query: Query, exact: ExactAnswer | None) -> Answer | None:
        """The entity the row's own identifiers belong to; None when they lead to nobody.

        Args:
            query: the row.
            exact: entities that bear the row's very name; a contradiction is told, not decided.
        """
        held = self._holders(query)
        if not held:
            return None
        place, column, label = held[0]
        name = self._index.entities[place].name
        other = next((found for found in held if found[0] != place), None)
        if other is not None:
            contrary = self._index.entities[other[0]].name
            quarrel = f"{label} belongs to {name}, but {other[2]} to {contrary}"
        else:
            contrary = contrary_name(query, place, exact, self._index)
            quarrel = f"{label} belongs to {name}, but the name reads {contrary}"
        if not contrary:
            return self._answers.hit(place, column, label)
        return Answer(Match(
            ScreeningState.POSSIBLE, column, name=name, score=50.0, evidence=f"{label} belongs to {name}",
            runner_up=contrary, conflict=quarrel,
        ), place)

    def by_code(self, query: Query, rejected: frozenset[str]) -> Answer | None:
        """Candidates by a code without a market; a name that reads differently goes before the code.

        Args:
            query: the row.
            rejected: ids of entities that a person ruled out for the row.
        """
        code, places = find_code_holders(query, self._index, self._as_of)
        if not code:
            return self._by_typed_ticker(query, rejected)
        entities = self._index.entities
        fitting = [
            place for place in sorted(places, key=lambda place: entities[place].name)
            if (entities[place].kind != "vehicle" or query.kind.is_fund or query.underlying is not None)
            and not contrary_name(query, place, None, self._index)
        ]
        if not fitting:
            return self._by_renamed(query, code, places, rejected)
        if len(fitting) == 1 and entities[fitting[0]].kind == "vehicle" and query.country in ("", "US"):
            return self._answers.hit(fitting[0], "ticker", f"underlying U.S. ticker {code}")
        return self._answers.among(
            fitting, CODE_SCORE, f"the code {code} has no market beside it; on one of those in question it is a code "
            f"of {entities[fitting[0]].name}")

    def _by_typed_ticker(self, query: Query, rejected: frozenset[str]) -> Answer | None:
        """The entity whose U.S. ticker was typed where the name should be: worth a look, for it may be a name too."""
        code, places = find_typed_holders(query, self._index, self._as_of)
        entities = self._index.entities
        fitting = sorted(
            (place for place in places if entities[place].id not in rejected), key=lambda place: entities[place].name
        )
        if not fitting:
            return None
        name = entities[fitting[0]].name
        return self._answers.among(
            fitting, CODE_SCORE,
            f"the name is {code} and nothing else, the U.S. ticker of {name}: a ticker typed as the name, it may be")

    def _by_renamed(
        self, query: Query, code: str, places: frozenset[int], rejected: frozenset[str]
    ) -> Answer | None:
        """A Chinese name beside a mainland code of a company known by another: renamed, it may be, so a candidate."""
        if len(places) != 1 or not is_mainland_code(code) or query.normalised.tokens or not query.normalised.han:
            return None
        place = next(iter(places))
        entity = self._index.entities[place]
        if entity.kind == "vehicle" or query.kind.is_fund or entity.id in rejected:
            return None
        return self._answers.possible(
            place, PART_SCORE, f"the code {code} is one of {entity.name}, which no name on file calls so: renamed, or "
            "the code is another's")

    def _holders(self, query: Query) -> list[tuple[int, str, str]]:
        """The entity each identifier of the row belongs to, its column and its words; strongest first."""
        held = []
        for kind, column in _ORDER:
            value = getattr(query, column)
            if kind is IdentifierKind.TICKER and (found := self._ticker_of_contract(query)):
                held.append(found)
                continue
            if not value:
                continue
            if kind is IdentifierKind.TICKER and not query.mic:
                held.extend(self._vehicle_of_ticker(query))
                continue
            if kind is IdentifierKind.TICKER:
                places = self._index.identifiers.find_ticker(query.mic, value, self._as_of)
                label = f"ticker {value} on {query.mic}"
            else:
                places = self._index.identifiers.find(kind, value)
                label = f"{column.upper()} {value}"
            if len(places) > 1:
                # A list may print a security of an issuer's under a relative's entry: the line is the issuer's.
                places = frozenset(place for place in places if self._index.entities[place].kind == "issuer")
            if len(places) == 1:
                held.append((next(iter(places)), column, label))
        return held

    def _ticker_of_contract(self, query: Query) -> tuple[int, str, str] | None:
        """The holder of the ticker that stands with its market in a contract's name."""
        underlying = query.underlying
        if underlying is None or not underlying.country:
            return None
        countries = frozenset({underlying.country})
        places = self._index.find_bare(underlying.ticker, countries, self._as_of)
        label = f"underlying ticker {underlying.ticker} ({underlying.country})"
        return (next(iter(places)), "ticker", label) if len(places) == 1 else None

    def _vehicle_of_ticker(self, query: Query) -> list[tuple[int, str, str]]:
        """A fund's U.S. ticker is enough when no other country is given: it is the same on every U.S. market."""
        if query.country not in ("", "US") or not query.kind.is_fund:
            return []
        places = self._index.find_bare(query.ticker, frozenset({"US"}), self._as_of)
        return [
            (place, "ticker", f"U.S. ticker {query.ticker}") for place in places
            if len(places) == 1 and self._index.entities[place].kind == "vehicle"
        ]
