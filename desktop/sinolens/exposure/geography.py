"""The same exposure by each basis of "where": the answer depends on which field of an issuer is asked."""

from __future__ import annotations

from sinolens.domain.region import Region
from sinolens.exposure.cube import Cube
from sinolens.exposure.dimension import REGION_NAMES, Numbers
from sinolens.reference.loader import Reference

BASES: dict[str, str] = {
    "region": "Principal place of business",
    "headquarters": "Headquarters",
    "incorporation": "Incorporation",
    "domicile": "Domicile",
    "listing": "Listing",
    "source": "As the source says",
}
"""Bases and their titles. Revenue and ownership are left out: no file of the program holds them for all issuers."""
NOT_KNOWN = ""
_SMALL_WORDS = frozenset({"and", "of", "the"})
_COUNTRY_OF_REGION = {Region.PRC: "CN", Region.HONG_KONG: "HK", Region.MACAU: "MO", Region.TAIWAN: "TW"}


def by_basis(
    cube: Cube, reference: Reference, basis: str, measure: str = "full", scopes: tuple[str, ...] = ("china_ai",),
) -> dict[str, int]:
    """Totals by place on one basis, largest first.

    Args:
        cube: a view; its totals are shared out, so the values add to its total.
        reference: where the fields of issuers and the countries of markets stand.
        basis: one of `BASES`.
        measure: see `Cube`.
        scopes: which lines.

    Returns:
        Place to cents. A place is an ISO 3166 alpha-2 code, "OTHER" for an issuer outside greater China whose country
        is not on file, or `NOT_KNOWN`.

    Raises:
        KeyError: no such basis.
    """
    return split_by_basis(cube, reference, basis, measure, scopes)[0]


def split_by_basis(
    cube: Cube, reference: Reference, basis: str, measure: str = "full", scopes: tuple[str, ...] = ("china_ai",),
) -> tuple[dict[str, int], dict[str, int]]:
    """As `by_basis`, and of each place the part that rests on an estimate.

    Raises:
        KeyError: no such basis.
    """
    if basis not in BASES:
        raise KeyError(basis)
    dimension, numbers, names = place_numbers(cube, reference, basis)
    kinds = {kind: int(kind == "estimated") for kind in cube.values("knowledge")}
    places: dict[str, int] = {}
    estimated: dict[str, int] = {}
    for (number, kind), value in cube.rolled(((dimension, numbers), ("knowledge", kinds)), measure, scopes).items():
        places[names[number]] = places.get(names[number], 0) + value
        if kind:
            estimated[names[number]] = value
    return dict(sorted(places.items(), key=lambda item: (-item[1], item[0]))), estimated


def place_numbers(cube: Cube, reference: Reference, basis: str) -> tuple[str, Numbers, tuple[str, ...]]:
    """What tells the place on a basis: the dimension, the number of the place of each of its values, and the places.

    Raises:
        KeyError: no such basis.
    """
    return cube.remembered(("place numbers", basis), reference, lambda: _numbered(cube, reference, basis))


def _numbered(cube: Cube, reference: Reference, basis: str) -> tuple[str, Numbers, tuple[str, ...]]:
    led = place_filters(cube, reference, basis)
    dimension = next((name for filters in led.values() for name, _ in filters), "region")
    numbers = Numbers({value: number for number, filters in enumerate(led.values()) for _, value in filters})
    return dimension, numbers, tuple(led)


def place_filters(cube: Cube, reference: Reference, basis: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """What leads from a place on a basis to its lines: dimension and values, of those that occur in the analysis.

    Raises:
        KeyError: no such basis.
    """
    return cube.remembered(("place filters", basis), reference, lambda: _filters(cube, reference, basis))


def _filters(cube: Cube, reference: Reference, basis: str) -> dict[str, tuple[tuple[str, str], ...]]:
    if basis not in BASES:
        raise KeyError(basis)
    if basis in ("listing", "source"):
        dimension = "mic" if basis == "listing" else "country"
        values = cube.values(dimension)
        places = [_line_place(reference, basis, value) for value in values]
    elif basis == "region":
        dimension, values = "region", cube.values("region")
        places = [_issuer_place(reference, basis, "", value) for value in values]
    else:
        dimension, values = "issuer", cube.values("issuer")
        places = [_issuer_place(reference, basis, value, "") for value in values]
    found: dict[str, list[tuple[str, str]]] = {}
    for value, place in zip(values, places, strict=True):
        found.setdefault(place, []).append((dimension, value))
    return {place: tuple(filters) for place, filters in found.items()}


def place_name(reference: Reference, place: str) -> str:
    """Name of a place for people."""
    if place == NOT_KNOWN:
        return "Not known"
    if place == "OTHER":
        return "Elsewhere"
    region = next((region for region, code in _COUNTRY_OF_REGION.items() if code == place), None)
    if region is not None:
        return REGION_NAMES[region]
    # The reference holds spellings by country, the plain name first after the two codes.
    spelt = next((name for name, code in reference.countries.items() if code == place and len(name) > 3), place)
    return spelt if spelt == place else " ".join(w if w in _SMALL_WORDS else w.capitalize() for w in spelt.split())


def _issuer_place(reference: Reference, basis: str, issuer_id: str, region: str) -> str:
    if basis == "region":
        known = Region(region)
        return NOT_KNOWN if known is Region.UNKNOWN else _COUNTRY_OF_REGION.get(known, "OTHER")
    issuer = reference.issuers.get(issuer_id)
    return str(getattr(issuer, basis)) if issuer is not None else NOT_KNOWN


def _line_place(reference: Reference, basis: str, text: str) -> str:
    if basis == "source":
        return text
    market = reference.markets.get(text)
    return market.country if market is not None else NOT_KNOWN
