"""Names that are equal once taken apart, with the legal form as the judge between entities that share one."""

from __future__ import annotations

from dataclasses import dataclass

from sinolens.matching.alignment import TRUNCATED_FROM
from sinolens.matching.entities import EntityIndex, EntityName
from sinolens.matching.normaliser import NormalisedName
from sinolens.matching.query import Query

_LOOSE = frozenset({"CO", "LTD", "CORP"})
_SHORT = 4


@dataclass(frozen=True, slots=True)
class ExactAnswer:
    """Entities whose name equals the row's.

    Attributes:
        places: one entity, or several when nothing tells which.
        key: the shared words.
        text, role: the known name that was equal.
        doubt: why the name alone is not enough, "" when it is.
        other_form: the row's legal form is none the entity is known by.
        shared: other entities that a name cut like the row's, or its telling Chinese word, may mean as well.
        loose: an alias of a place and one word ("Shanghai" and a university's name): firms of one house share such.
    """

    places: frozenset[int]
    key: str
    text: str
    role: str
    doubt: str = ""
    other_form: bool = False
    loose: bool = False
    shared: frozenset[int] = frozenset()


def find_exact(query: Query, index: EntityIndex, rejected: frozenset[str] = frozenset()) -> ExactAnswer | None:
    """Entities whose name or alias equals the security's or the issuer's name; None when there is none.

    The issuer's own column, when the source has one, goes first: it carries no security words.
    """
    first: ExactAnswer | None = None
    for name in (query.normalised_issuer, query.normalised):
        answer = _find(name, index, rejected, fund=query.kind.is_fund)
        if answer is None:
            continue
        if len(answer.places) == 1:
            if first is None or answer.places <= first.places:
                return answer
            return first
        first = first or answer
    return first


def _find(name: NormalisedName, index: EntityIndex, rejected: frozenset[str], *, fund: bool) -> ExactAnswer | None:
    known = [
        index.names[place] for key in name.keys for place in index.keys.get(key, ())
        if index.entities[index.names[place].entity].id not in rejected
    ]
    if not known:
        return None
    # A fund's name means the vehicle, any other row's means the company, where both bear it.
    of_kind = [found for found in known if (index.entities[found.entity].kind == "vehicle") is fund]
    known = of_kind or known
    if len({found.entity for found in known}) > 1:
        known = _by_form(name, known)
    places = frozenset(found.entity for found in known)
    best = min(known, key=lambda found: (found.role != "legal", found.role != "alias", found.text))
    other_form = len(places) == 1 and _has_other_form(name, known)
    doubt = _doubt(name, known, index, other_form=other_form) if len(places) == 1 else ""
    loose = best.role == "alias" and _is_place_and_word(name, index)
    shared = _sharing(name, known, index) - places if len(places) == 1 and not fund else frozenset()
    return ExactAnswer(places, name.keys[0], best.text, best.role, doubt, other_form, loose, shared)


def _sharing(name: NormalisedName, known: list[EntityName], index: EntityIndex) -> frozenset[int]:
    """Entities whose name goes on where the row's ends, or that bear the same telling Chinese word."""
    if any(name.compact == found.normalised.compact for found in known if found.role == "legal"):
        return frozenset()
    if name.tokens:
        if name.length < TRUNCATED_FROM or any(name.compact == found.normalised.compact for found in known):
            return frozenset()
        longer = index.beginnings.longer(name.compact)
        return frozenset(
            index.names[place].entity for place in longer if index.entities[index.names[place].entity].kind != "vehicle"
        )
    return index.beginnings.bearers(name)


def _by_form(name: NormalisedName, known: list[EntityName]) -> list[EntityName]:
    if not name.forms:
        return known
    equal = [found for found in known if found.normalised.forms == name.forms]
    return equal or known


def _is_place_and_word(name: NormalisedName, index: EntityIndex) -> bool:
    if len(name.tokens) != 2 or name.forms:
        return False
    first, second = name.tokens
    return index.weights.is_place(first) and index.weights.is_telling(second)


def _has_other_form(name: NormalisedName, known: list[EntityName]) -> bool:
    forms = [found.normalised.forms for found in known if found.normalised.forms]
    return bool(name.forms and forms) and not any(_forms_agree(name.forms, other) for other in forms)


def _doubt(name: NormalisedName, known: list[EntityName], index: EntityIndex, *, other_form: bool) -> str:
    if other_form:
        return "the legal form differs"
    forms = [found.normalised.forms for found in known if found.normalised.forms]
    if name.han or any(name.forms and name.forms == other for other in forms) or name.marks & {"A", "H", "ADR", "ADS"}:
        return ""
    if not any(index.weights.is_telling(word) for word in name.tokens):
        return "the name is made of common words and neither legal form nor country tells more"
    if len(name.keys[0]) <= _SHORT:
        return "the name is a short one and neither legal form nor country tells more"
    return ""


def _forms_agree(left: frozenset[str], right: frozenset[str]) -> bool:
    # Custodians write Co, Ltd and Corp for one another; Inc, PLC or AG they do not make up.
    return bool(left & right) or (left <= _LOOSE and right <= _LOOSE)
