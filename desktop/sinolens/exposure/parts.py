"""Parts of a selection that stand side by side: each is a conjunction, together they are a union of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

DIMENSION_TITLES: dict[str, str] = {
    "scope": "Scope",
    "group": "Category group",
    "category": "Category",
    "tier": "Tier",
    "code": "Tier code",
    "issuer": "Issuer",
    "manager": "Manager",
    "account": "Account",
    "asset_class": "Asset class",
    "fund": "Fund",
    "region": "Region",
    "mic": "Listed on",
    "country": "Country in the source",
    "reach": "Reach",
    "knowledge": "Known by",
    "method": "Look-through method",
    "confidence": "Confidence",
    "instrument": "Instrument",
    "currency": "Currency",
    "intensity": "Intensity",
}
"""Every dimension of the cube and its title, in the order filters are read out."""

Part = tuple[tuple[str, tuple[str, ...]], ...]
"""Dimensions, each with the values it must have one of; all must hold. In one order, so that equals are equal."""


def arrange(wanted: Mapping[str, Iterable[str]]) -> Part:
    """A part in its one order; dimensions without values are left out.

    Raises:
        KeyError: no such dimension.
    """
    for name in wanted:
        if name not in DIMENSION_TITLES:
            raise KeyError(name)
    arranged = ((name, tuple(sorted(set(wanted[name])))) for name in DIMENSION_TITLES if name in wanted)
    return tuple((name, values) for name, values in arranged if values)


def dimensions_of(parts: Iterable[Part]) -> frozenset[str]:
    """Every dimension one of the parts asks about."""
    return frozenset(name for part in parts for name, _ in part)


def contains(outer: Part, inner: Part) -> bool:
    """Whatever is in `inner` is in `outer`, by their words alone."""
    wanted = dict(inner)
    return all(set(wanted.get(name, ())) and set(wanted[name]) <= set(values) for name, values in outer)


def meet(part: Part, other: Part) -> Part | None:
    """What is in both; None when a dimension has no value in common."""
    made: dict[str, Iterable[str]] = dict(part)
    for name, values in other:
        shared = set(values) & set(made[name]) if name in made else set(values)
        if not shared:
            return None
        made[name] = shared
    return arrange(made)


def cross(parts: Iterable[Part], others: Iterable[Part]) -> tuple[Part, ...]:
    """What is in one of `parts` and in one of `others`."""
    others = tuple(others)
    met = (meet(part, other) for part in parts for other in others)
    return unite(part for part in met if part is not None)


def unite(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The same union in fewer words: parts inside others go, parts that differ in one dimension become one."""
    found = sorted(set(parts))
    while True:
        for place, part in enumerate(found):
            other = next((one for one in found[place + 1:] if _joined(part, one) is not None), None)
            if other is not None:
                joined = _joined(part, other)
                found = sorted({*(one for one in found if one not in (part, other)), *([joined] if joined else [])})
                break
        else:
            return tuple(found)


def toggle(parts: Iterable[Part], mark: Part) -> tuple[Part, ...]:
    """The union with a mark added, or taken out when it is in.

    A mark inside a part that asks about fewer dimensions narrows that part to the mark: a cell clicked in a chosen row
    is asked for itself.
    """
    parts = tuple(parts)
    around = next((part for part in parts if contains(part, mark)), None)
    if around is None:
        return unite((*parts, mark))
    others = (part for part in parts if part != around)
    if dimensions_of((around,)) == dimensions_of((mark,)):
        return unite((*others, *_rest(around, mark)))
    return unite((*others, mark))


def factor(parts: tuple[Part, ...]) -> tuple[Part, tuple[Part, ...]]:
    """What all parts ask alike, and the parts without it; no parts are left where one of them asks nothing else."""
    if not parts:
        return (), ()
    common = set(parts[0]).intersection(*parts[1:])
    rest = tuple(tuple(asked for asked in part if asked not in common) for part in parts)
    return tuple(asked for asked in parts[0] if asked in common), rest if all(rest) else ()


def _joined(part: Part, other: Part) -> Part | None:
    """One part that is exactly the two, None when there is none."""
    if contains(part, other):
        return part
    if contains(other, part):
        return other
    first, second = dict(part), dict(other)
    if first.keys() != second.keys():
        return None
    differing = [name for name in first if first[name] != second[name]]
    if len(differing) != 1:
        return None
    return arrange({**first, differing[0]: (*first[differing[0]], *second[differing[0]])})


def _rest(part: Part, gone: Part) -> Iterable[Part]:
    """`part` without `gone`, which lies inside it and asks about the same dimensions."""
    taken, left = dict(gone), dict(part)
    for name, values in part:
        kept = [value for value in values if value not in taken[name]]
        if kept:
            yield arrange({**left, name: kept})
        left[name] = taken[name]
