"""Names that are equal once taken apart, with the legal form as the judge between entities that share one."""

from __future__ import annotations

from dataclasses import dataclass

from sinolens.matching.alignment import TRUNCATED_FROM
from sinolens.matching.chinese import has_other_form, is_common_chinese, words_of_trade
from sinolens.matching.entities import EntityIndex
from sinolens.matching.entity import EntityName
from sinolens.matching.normaliser import NormalisedName, normalise
from sinolens.matching.query import Query

_LOOSE = frozenset({"CO", "LTD", "CORP"})
_SHORT = 4
_SHORT_CHINESE = 2
_MANY_WORDS = 3


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
        loose: why the name means more than one company whatever the country, "" when it does not: an alias of a place
            and one word ("Shanghai" and a university's name), an everyday Chinese word, or what is left when a person
            ruled a namesake out.
        bare: the doubt is one that the country does not lift: a place and common words, cut or without the whole legal
            form, begin the names of parent, subsidiary and namesake alike.
        others: names, of entities that are not searched, that go on where the row's ends.
        whole: despite the doubt the name as a whole is so telling that it may be accepted until a person confirms.
    """

    places: frozenset[int]
    key: str
    text: str
    role: str
    doubt: str = ""
    other_form: bool = False
    loose: str = ""
    shared: frozenset[int] = frozenset()
    whole: bool = False
    bare: bool = False
    others: tuple[str, ...] = ()


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
    bearers = [
        index.names[place] for key in name.keys for place in index.keys.get(key, ())
        if not has_other_form(name, (other.normalised for other in index.names_of(index.names[place].entity)))
        and not _is_fund_only(name, index.names[place], index)
    ]
    allowed = [found for found in bearers if index.entities[found.entity].id not in rejected]
    known = _narrow(name, allowed, index, fund=fund)
    if not known:
        return None
    places = frozenset(found.entity for found in known)
    best = min(known, key=lambda found: (found.role != "legal", found.role != "alias", found.text))
    other_form = len(places) == 1 and _has_other_form(name, known)
    doubt = _doubt(name, known, index, other_form=other_form) if len(places) == 1 else ""
    loose = ""
    if best.role == "alias" and _is_place_and_word(name, index):
        loose = "a place and one word name more than one company"
    elif is_common_chinese(name) and not any(name.forms and name.forms == found.normalised.forms for found in known):
        loose = "it is an everyday word, not a name that only one company bears"
    elif rejected and places != {found.entity for found in _narrow(name, bearers, index, fund=fund)}:
        # That a person ruled one namesake out does not say that it is the other.
        loose = "it is the only one left: a person ruled out another of this name"
    shared = _sharing(name, known, index) - places if len(places) == 1 and not fund else frozenset()
    whole = bool(doubt) and not other_form and len(places) == 1 and _is_whole(name, next(iter(places)), index)
    others = () if fund or len(places) > 1 else _going_on(name, known, index)
    bare = bool(doubt) and _is_bare(name, known, index)
    return ExactAnswer(
        places, name.keys[0], best.text, best.role, doubt, other_form, loose, shared, whole, bare, others,
    )


def _is_bare(name: NormalisedName, known: list[EntityName], index: EntityIndex) -> bool:
    """A place and common words that are not the whole of a name on file, of which the field may have cut the rest."""
    if not name.tokens or not index.weights.is_place(name.tokens[0]):
        return False
    if any(index.weights.is_telling(word) for word in name.tokens):
        return False
    return not any(name.compact == found.normalised.compact for found in known)


def _going_on(name: NormalisedName, known: list[EntityName], index: EntityIndex) -> tuple[str, ...]:
    """Names of entities not searched that a name cut like the row's may mean as well."""
    if not name.tokens or name.length < TRUNCATED_FROM:
        return ()
    if any(name.compact == found.normalised.compact for found in known):
        return ()
    return tuple(
        text for text in index.other_bearers(name.compact, known[0].entity)
        if not any(normalise(text).keys == found.normalised.keys for found in known)
    )


def _is_fund_only(name: NormalisedName, known: EntityName, index: EntityIndex) -> bool:
    """The row's name is a fund's and the known one is a company's."""
    if index.entities[known.entity].kind in ("vehicle", "own"):
        return False
    return name.is_fund and not known.normalised.is_fund


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
    if name.forms:
        return frozenset()  # a name with its legal form was not cut: others that go on after it are others
    # A row that names its trade means one of that trade; who has nothing but words of the row's, is named more briefly.
    words, trade = set(name.han), words_of_trade(name.han)
    return frozenset(
        place for place in index.beginnings.bearers(name)
        if any(
            trade <= (theirs := set(known.normalised.han)) and theirs - words for known in index.names_of(place)
        )
    )


def _is_whole(name: NormalisedName, place: int, index: EntityIndex) -> bool:
    """Three words or more, common as each may be, or two Chinese characters that are no everyday word."""
    if not index.entities[place].is_chinese:
        return False
    if not name.tokens:
        return True
    heavy = sum(not index.weights.of(word).minor for word in name.tokens)
    return len(name.tokens) >= _MANY_WORDS and heavy >= _MANY_WORDS - 1


def _narrow(name: NormalisedName, known: list[EntityName], index: EntityIndex, *, fund: bool) -> list[EntityName]:
    """What a fund's name, or a company's, and the legal form leave of the entities that bear a name."""
    # A fund's name means the vehicle, any other row's means the company, where both bear it.
    of_kind = [found for found in known if (index.entities[found.entity].kind == "vehicle") is fund]
    known = of_kind or known
    return _by_form(name, known) if len({found.entity for found in known}) > 1 else known


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
    if name.han:
        short = not name.tokens and not name.forms and len(name.keys[0]) <= _SHORT_CHINESE
        return "two characters begin the names of many companies" if short else ""
    forms = [found.normalised.forms for found in known if found.normalised.forms]
    if any(name.forms and name.forms == other for other in forms) or name.marks & {"A", "H", "ADR", "ADS"}:
        return ""
    if not any(index.weights.is_telling(word) for word in name.tokens):
        return "the name is made of common words and neither legal form nor country tells more"
    if len(name.keys[0]) <= _SHORT:
        return "the name is a short one and neither legal form nor country tells more"
    return ""


def _forms_agree(left: frozenset[str], right: frozenset[str]) -> bool:
    # Custodians write Co, Ltd and Corp for one another; Inc, PLC or AG they do not make up.
    return bool(left & right) or (left <= _LOOSE and right <= _LOOSE)
